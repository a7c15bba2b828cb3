"""The tables of the log and the gate before them: what file it is, how old, whether it is whole."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
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
        trainee TEXT, library TEXT, item TEXT, state TEXT, checksum INTEGER, PRIMARY KEY (trainee, library, item)
    ) WITHOUT ROWID""",
    "derived": """CREATE TABLE derived (
        trainee TEXT, library TEXT, fold INTEGER, events INTEGER, newest INTEGER, PRIMARY KEY (trainee, library)
    ) WITHOUT ROWID""",
}
"""May be dropped at any time and come back equal."""

FOREIGN = "this is another program's database"
NEWER = "the log was made by a newer version of quiz"
DAMAGED = "the log is damaged"
EMPTY = "the log is an empty file"
NO_LOG = "this file is no quiz log"
_FOLDER = "check the folder and its permissions, or choose another with --data"
_TROUBLE = (
    ("locked", "another program keeps the log locked", "close it or wait, then try again"),
    ("full", "the disk is full", "free some space, then try again"),
    ("no space", "the disk is full", "free some space, then try again"),
    ("readonly", "the log is read-only", "make it writable or choose another folder with --data"),
    ("read-only", "the log is read-only", "make it writable or choose another folder with --data"),
    ("unable to open", "the log cannot be opened", _FOLDER),
    ("not a database", NO_LOG, ""),
    *((sign, DAMAGED, "") for sign in ("malformed", "no such table", "no such column", "utf-8")),
    ("disk i/o", "the disk reports an error", "check the disk and the space on it"),
)
"""What SQLite or the system says, what a user is told, and what to do; nothing where backups decide that."""


def trouble(error: sqlite3.Error | OSError | UnicodeError, path: Path) -> QuizError:
    """Return what a user is told of a fault of the database or its file system."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    for sign, what, hint in _TROUBLE:
        if sign in reason.lower():
            return QuizError(what, str(path), hint or rescue(path), Exit.STORE)
    return QuizError(f"the log cannot be used ({reason})", str(path), _FOLDER, Exit.STORE)


def damaged_event(identity: object, path: Path) -> QuizError:
    """Return what a user is told of one event that is not whole."""
    return QuizError(f"{DAMAGED} in the event {identity}", str(path), rescue(path), Exit.STORE)


def rescue(path: Path) -> str:
    """Return what to do about a log that is not whole."""
    from quiz.store.backups import newest_good

    found = newest_good(path.parent)
    if found is None:
        return "there is no backup; `quiz log check --save-good FILE` saves what can be read"
    return f"`quiz log restore` brings back the backup {found.name}"


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
    for a file that is empty, foreign, damaged, newer, or not to be opened. An older one is brought up to date.
    """
    size = size_of(path)
    try:
        if size is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            _make(path)
        elif size == 0:
            raise told(EMPTY, path)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    except (sqlite3.Error, OSError) as error:
        raise trouble(error, path) from None
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        gate(connection, path)
        _careful(connection)
        if version_of(connection) < VERSION:
            from quiz.store.migrate import upgrade

            upgrade(connection, path)
        complete(connection)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error | UnicodeError):
            raise trouble(error, path) from None
        raise
    return connection


def _careful(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode=TRUNCATE")
    connection.execute("PRAGMA synchronous=FULL")


def complete(connection: sqlite3.Connection) -> None:
    """Make the derived tables anew when one of them was dropped or has another shape."""
    there = {text for (text,) in connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'table'")}
    if there.issuperset(_DERIVED.values()):
        return
    connection.execute("BEGIN IMMEDIATE")
    for name, statement in _DERIVED.items():
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(statement)
    connection.execute("COMMIT")


def _make(path: Path) -> None:
    """Make a new log and put it in place whole, unless another program was quicker."""
    from quiz.store.files import written_whole

    with suppress(FileExistsError), written_whole(path, 0o666) as temporary:
        connection = sqlite3.connect(temporary, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous=FULL")
            _create(connection)
        finally:
            connection.close()


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


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the tables."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def stranger(connection: sqlite3.Connection) -> str:
    """Return FOREIGN, NEWER or DAMAGED for a file whose head is not that of a log of ours, else nothing."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return FOREIGN
    version = version_of(connection)
    return NEWER if version > VERSION else DAMAGED if version < 1 else ""


def problem(connection: sqlite3.Connection, check: str = "quick_check") -> str:
    """Return what keeps a file from being used as a log: FOREIGN, NEWER, DAMAGED, or nothing.

    `check` is the pragma that looks for damage. Raises sqlite3.Error where not even that can be told.
    """
    found = stranger(connection)
    if found:
        return found
    whole = connection.execute(f"PRAGMA {check}(1)").fetchone()[0] == "ok"
    return "" if whole and connection.execute("SELECT id FROM device").fetchone() is not None else DAMAGED


def told(problem: str, path: Path) -> QuizError:
    """Return what a user is told of a problem, and what to do."""
    hints = {FOREIGN: "choose another folder with --data", NEWER: "install that version"}
    return QuizError(problem, str(path), hints.get(problem) or rescue(path), Exit.STORE)


def gate(connection: sqlite3.Connection, path: Path, check: str = "quick_check") -> None:
    """Let nothing pass but a whole log of this version or an older one. Raises QuizError."""
    found = problem(connection, check)
    if found:
        raise told(found, path)
