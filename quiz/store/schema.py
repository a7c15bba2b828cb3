"""The tables of the log and the gate before them: what file it is, how old, whether it is whole."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from pathlib import Path

from quiz.errors import Exit, QuizError

APPLICATION_ID = 0x7175697A  # "quiz"
VERSION = 1
BUSY_SECONDS = 10.0

_TABLES = (
    """CREATE TABLE events (
        id TEXT PRIMARY KEY,
        utc INTEGER NOT NULL,
        offset INTEGER NOT NULL,
        day TEXT NOT NULL,
        device TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        trainee TEXT NOT NULL,
        library TEXT NOT NULL,
        kind TEXT NOT NULL,
        session TEXT NOT NULL,
        item TEXT,
        body TEXT NOT NULL,
        checksum INTEGER NOT NULL,
        UNIQUE (device, sequence)
    ) WITHOUT ROWID""",
    "CREATE INDEX events_by_item ON events (trainee, library, item)",
    "CREATE INDEX events_by_session ON events (trainee, library, session)",
    "CREATE TABLE device (id TEXT NOT NULL)",
    # Derived: may be dropped at any time and comes back equal.
    """CREATE TABLE states (
        trainee TEXT, library TEXT, item TEXT, state TEXT, PRIMARY KEY (trainee, library, item)
    ) WITHOUT ROWID""",
    """CREATE TABLE derived (
        trainee TEXT, library TEXT, fold INTEGER, events INTEGER, PRIMARY KEY (trainee, library)
    ) WITHOUT ROWID""",
)


def trouble(error: sqlite3.Error | OSError, path: Path) -> QuizError:
    """Return what a user is told of a fault of the database or its file system."""
    said = str(error).lower()
    for sign, what, hint in (
        ("locked", "another program keeps the log locked", "close it or wait, then try again"),
        ("full", "the disk is full", "free some space, then try again"),
        ("readonly", "the log is read-only", "make it writable or choose another folder with --data"),
        (
            "unable to open",
            "the log cannot be opened",
            "check the folder and its permissions, or choose another with --data",
        ),
        ("not a database", "this file is no quiz log", "move it away, or choose another folder with --data"),
        ("malformed", "the log is damaged", "keep a copy of the file and put a backup in its place"),
        ("disk i/o", "the disk reports an error", "check the disk and the space on it"),
    ):
        if sign in said:
            return QuizError(what, str(path), hint, Exit.STORE)
    return QuizError(f"the log cannot be used ({error})", str(path), "check the folder and its permissions", Exit.STORE)


def connect(path: Path) -> sqlite3.Connection:
    """Open the log at `path`, making it where there is none.

    `journal_mode=TRUNCATE, synchronous=FULL`: an answer is on the disk when COMMIT returns. Raises QuizError (exit 3)
    for a file that is empty, foreign, damaged, newer, or not to be opened.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _make(path)
        elif path.stat().st_size == 0:
            hint = "move it away to start anew, or put a backup in its place"
            raise QuizError("the log is an empty file", str(path), hint, Exit.STORE)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    except (sqlite3.Error, OSError) as error:
        raise trouble(error, path) from None
    try:
        _careful(connection)
        _gate(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise trouble(error, path) from None
    except QuizError:
        connection.close()
        raise
    return connection


def _careful(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode=TRUNCATE")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA trusted_schema=OFF")


def _make(path: Path) -> None:
    """Make a new log under another name and put it in place whole: a kill on the way leaves no half file there."""
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex}.new")
    try:
        connection = sqlite3.connect(temporary, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous=FULL")
            _create(connection)
        finally:
            connection.close()
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def in_memory() -> sqlite3.Connection:
    """Return an empty log that is never written to disk."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _create(connection)
    return connection


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO device VALUES (?)", (uuid.uuid4().hex,))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _gate(connection: sqlite3.Connection, path: Path) -> None:
    made_by = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if made_by != APPLICATION_ID:
        hint = "choose another folder with --data"
        raise QuizError("this is another program's database", str(path), hint, Exit.STORE)
    if version > VERSION:
        raise QuizError("the log was made by a newer version of quiz", str(path), "install that version", Exit.STORE)
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        hint = "keep a copy of the file and put a backup in its place"
        raise QuizError("the log is damaged", str(path), hint, Exit.STORE)
