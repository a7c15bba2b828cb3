"""Copies of a log, taken while others use it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from quiz.store import schema


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a file that is there, and never write to it. Raises sqlite3.Error, then or later."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, timeout=schema.BUSY_SECONDS, isolation_level=None, uri=True)
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def copy_into(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy a whole database as it is at one moment. Raises sqlite3.Error, also when another program keeps it locked."""
    source.execute("BEGIN")
    try:
        # Without a lock taken here, `backup` would wait for one without end.
        source.execute("SELECT count(*) FROM sqlite_schema")
        source.backup(target)
    finally:
        source.execute("ROLLBACK")


def copy_of(source: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy that goes when it is closed."""
    copy = sqlite3.connect("", isolation_level=None)
    try:
        copy_into(source, copy)
    except sqlite3.Error:
        copy.close()
        raise
    return copy


def upgrade_copy(copy: sqlite3.Connection, path: Path) -> None:
    """Let a copy of the log at `path` pass the gate and bring it up to date. Raises QuizError or sqlite3.Error."""
    from quiz.store.migrate import run_steps

    schema.gate(copy, path, "integrity_check")
    run_steps(copy, path)
