"""From an older version of the tables to this one: a backup, then one transaction a step."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from quiz.errors import Exit, QuizError
from quiz.store import schema

STEPS: dict[int, tuple[str, ...]] = {}
"""The statements that lead from a version to the next."""


def upgrade(connection: sqlite3.Connection, path: Path) -> None:
    """Bring an older log up to date; what it was stays among the backups.

    A kill at any moment leaves one version or the other. Raises QuizError or sqlite3.Error, and then the log is of the
    last version that was reached.
    """
    from quiz.store.backups import back_up_before_upgrade

    connection.execute("BEGIN IMMEDIATE")  # of programs that start together, one at a time makes a backup
    version = schema.version_of(connection)
    if version < schema.VERSION:
        back_up_before_upgrade(path, version)
    connection.execute("ROLLBACK")
    run_steps(connection, path)


def run_steps(connection: sqlite3.Connection, path: Path) -> None:
    """Run the steps that are missing. Raises QuizError or sqlite3.Error."""
    while schema.version_of(connection) < schema.VERSION:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _step(connection, path)
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise


def _step(connection: sqlite3.Connection, path: Path) -> None:
    """Take one step, unless another program was quicker."""
    version = schema.version_of(connection)
    if version >= schema.VERSION:
        return
    before = _events(connection)
    for statement in STEPS[version]:
        connection.execute(statement)
    if _events(connection) != before:
        hint = f"please report it; version {version} is among the backups"
        raise QuizError("events were lost on the way to a newer version", str(path), hint, Exit.STORE)
    connection.execute(f"PRAGMA user_version = {version + 1}")


def _events(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])
