"""The tables of the log and the gate before them: what file it is, how old, whether it is whole."""

from __future__ import annotations

import os
import sqlite3
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
    "CREATE INDEX events_by_kind ON events (trainee, library, kind, session)",
    "CREATE TABLE device (id TEXT NOT NULL)",
)
_DERIVED = {
    "states": """CREATE TABLE states (
        trainee TEXT, library TEXT, item TEXT, state TEXT, PRIMARY KEY (trainee, library, item)
    ) WITHOUT ROWID""",
    "derived": """CREATE TABLE derived (
        trainee TEXT, library TEXT, fold INTEGER, events INTEGER, PRIMARY KEY (trainee, library)
    ) WITHOUT ROWID""",
}
"""May be dropped at any time and come back equal."""

_DAMAGED = ("the log is damaged", "keep a copy of the file and put a backup in its place")
_FOLDER = "check the folder and its permissions, or choose another with --data"
_TROUBLE = (
    ("locked", "another program keeps the log locked", "close it or wait, then try again"),
    ("full", "the disk is full", "free some space, then try again"),
    ("no space", "the disk is full", "free some space, then try again"),
    ("readonly", "the log is read-only", "make it writable or choose another folder with --data"),
    ("read-only", "the log is read-only", "make it writable or choose another folder with --data"),
    ("unable to open", "the log cannot be opened", _FOLDER),
    ("not a database", "this file is no quiz log", "move it away, or choose another folder with --data"),
    *((sign, *_DAMAGED) for sign in ("malformed", "no such", "utf-8")),
    ("disk i/o", "the disk reports an error", "check the disk and the space on it"),
)
"""What SQLite or the system says, what a user is told, and what to do."""


def trouble(error: sqlite3.Error | OSError | UnicodeError, path: Path) -> QuizError:
    """Return what a user is told of a fault of the database or its file system."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    for sign, what, hint in _TROUBLE:
        if sign in reason.lower():
            return QuizError(what, str(path), hint, Exit.STORE)
    return QuizError(f"the log cannot be used ({reason})", str(path), _FOLDER, Exit.STORE)


def damaged(path: Path) -> QuizError:
    """Return what a user is told of a log that is not whole."""
    what, hint = _DAMAGED
    return QuizError(what, str(path), hint, Exit.STORE)


def size_of(path: Path) -> int | None:
    """Return the bytes of a log, None when there is none. Raises QuizError when that cannot be told."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
    except OSError as error:
        raise trouble(error, path) from None


def connect(path: Path) -> sqlite3.Connection:
    """Open the log at `path`, making it where there is none.

    `journal_mode=TRUNCATE, synchronous=FULL`: an answer is on the disk when COMMIT returns. Raises QuizError (exit 3)
    for a file that is empty, foreign, damaged, newer, or not to be opened.
    """
    size = size_of(path)
    try:
        if size is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            _make(path)
        elif size == 0:
            hint = "move it away to start anew, or put a backup in its place"
            raise QuizError("the log is an empty file", str(path), hint, Exit.STORE)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    except (sqlite3.Error, OSError) as error:
        raise trouble(error, path) from None
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        _gate(connection, path)
        _careful(connection)
        _complete(connection)
    except (sqlite3.Error, UnicodeError) as error:
        connection.close()
        raise trouble(error, path) from None
    except QuizError:
        connection.close()
        raise
    return connection


def _careful(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode=TRUNCATE")
    connection.execute("PRAGMA synchronous=FULL")


def _complete(connection: sqlite3.Connection) -> None:
    """Make the derived tables anew when one of them was dropped."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if there.issuperset(_DERIVED):
        return
    connection.execute("BEGIN IMMEDIATE")
    for name, statement in _DERIVED.items():
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(statement)
    connection.execute("COMMIT")


def _put_in_place(temporary: Path, path: Path) -> None:
    """Give a file its name unless another program was quicker; a file system without links gets it by renaming."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return
    except OSError:
        if not path.exists():
            os.rename(temporary, path)


def _make(path: Path) -> None:
    """Make a new log under another name and put it in place whole: a kill on the way leaves no half file there."""
    import uuid

    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex}.new")
    try:
        connection = sqlite3.connect(temporary, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous=FULL")
            _create(connection)
        finally:
            connection.close()
        _put_in_place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def in_memory() -> sqlite3.Connection:
    """Return an empty log that is never written to disk."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _create(connection)
    return connection


def _create(connection: sqlite3.Connection) -> None:
    import uuid

    connection.execute("BEGIN IMMEDIATE")
    for statement in (*_TABLES, *_DERIVED.values()):
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
    whole = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    if not whole or connection.execute("SELECT id FROM device").fetchone() is None:
        raise damaged(path)
