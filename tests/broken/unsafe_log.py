"""The program with a log that breaks its promise, to see that the tests of the promise can fail.

`early`: an answer is told first and committed with the next one. `unsynced`: COMMIT does not wait for the disk.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from quiz.cli import main
from quiz.store import Log, schema


@contextmanager
def _late(log: Log) -> Iterator[sqlite3.Connection]:
    if log._connection.in_transaction:
        log._connection.execute("COMMIT")
    log._connection.execute("BEGIN IMMEDIATE")
    yield log._connection


def _careless(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode=TRUNCATE")
    connection.execute("PRAGMA synchronous=OFF")


if __name__ == "__main__":
    if sys.argv[1] == "early":
        Log.transaction = _late  # type: ignore[method-assign, assignment]
    else:
        schema._careful = _careless
    sys.exit(main(sys.argv[2:]))
