"""The one door to a log file: a connection, and transactions that are on the disk when they end."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from quiz.errors import Exit, QuizError
from quiz.store import schema

FILE = "log.sqlite3"
GONE = -1


class Door:
    """The log in a folder.

    Without `writing`, a file that does not exist is not made: the log is then empty and lives in memory.
    Raises QuizError with exit code 3 when the file cannot be opened, read or written.
    """

    def __init__(self, folder: Path, writing: bool = True) -> None:
        self.path = folder / FILE
        self._inode: int | None = None
        if writing or schema.size_of(self.path) is not None:
            self._connection = schema.connect(self.path)
            self._inode = _inode(self.path)
        else:
            self._connection = schema.in_memory()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def on_disk(self) -> bool:
        """Whether there is a file; a log without one lives in memory."""
        return self._inode is not None

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing. Raises QuizError when that cannot be, and then nothing is written."""
        try:
            self._same_file()
            self._roll_back()
            self._connection.execute("BEGIN IMMEDIATE")
            if schema.version_of(self._connection) != schema.VERSION:
                raise schema.told(schema.NEWER, self.path)
            yield self._connection
            self._same_file()
            self._connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            self._roll_back()
            raise schema.trouble(error, self.path) from None
        except BaseException:
            self._roll_back()
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Tell trouble in reading as a QuizError."""
        try:
            yield self._connection
        except sqlite3.Error as error:
            raise schema.trouble(error, self.path) from None

    def _roll_back(self) -> None:
        """Leave a transaction; where the disk does not even allow that, the next one begins with it."""
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _same_file(self) -> None:
        """Refuse to write into a file that was removed or replaced: SQLite would write into nowhere."""
        if self._inode is not None and (self._inode == GONE or self._inode != _inode(self.path)):
            hint = "put it back and try again, or quit"
            raise QuizError("the log was removed or replaced while in use", str(self.path), hint, Exit.STORE)


def _inode(path: Path) -> int:
    try:
        return os.stat(path).st_ino
    except FileNotFoundError:
        return GONE
