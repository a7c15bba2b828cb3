"""The one door to the log: append an event, read events back, keep the derived states in step."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from quiz import learning
from quiz.errors import Exit, QuizError
from quiz.learning.state import FOLD, ItemState
from quiz.store.schema import connect, in_memory, size_of, trouble

if TYPE_CHECKING:
    from quiz.learning import Body, Event, Session

FILE = "log.sqlite3"
_COLUMNS = "id, utc, offset, day, device, sequence, trainee, library, kind, session, item, body, checksum"
_OPEN = """
    SELECT session FROM events WHERE trainee = ? AND library = ? AND kind = 'opened' AND session NOT IN (
        SELECT session FROM events WHERE trainee = ? AND library = ? AND kind = 'closed'
    ) ORDER BY utc DESC, device DESC, sequence DESC LIMIT 100
"""
_STATE = msgspec.json.Decoder(ItemState)


@cache
def _body_decoder() -> msgspec.json.Decoder[Body]:
    return msgspec.json.Decoder(learning.Body)


class Moment(NamedTuple):
    """When something happened: UTC milliseconds, UTC offset in minutes, study day as an ISO date."""

    utc: int
    offset: int
    day: str


class Log:
    """The log of one trainee with one library, in a file that others may share.

    Without `writing`, a file that does not exist is not made: the log is then empty and lives in memory.
    Raises QuizError with exit code 3 when the file cannot be opened, read or written.
    """

    def __init__(self, folder: Path, trainee: str, library: str, writing: bool = True) -> None:
        self.path = folder / FILE
        self.trainee = trainee
        self.library = library
        self._inode = 0
        if writing or size_of(self.path) is not None:
            self._connection = connect(self.path)
            self._inode = self.path.stat().st_ino
        else:
            self._connection = in_memory()
        self._device: str = self._connection.execute("SELECT id FROM device").fetchone()[0]

    def __enter__(self) -> Log:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def append(self, body: Body, moment: Moment) -> Event:
        """Write one event and return it once it is on the disk; QuizError when it is not, and then nothing is kept."""
        import uuid

        with self._transaction():
            row = self._connection.execute("SELECT max(sequence) FROM events WHERE device = ?", (self._device,))
            event = learning.Event(
                id=uuid.uuid4().hex,
                utc=moment.utc,
                offset=moment.offset,
                day=moment.day,
                device=self._device,
                sequence=(row.fetchone()[0] or 0) + 1,
                trainee=self.trainee,
                library=self.library,
                body=body,
            )
            self._connection.execute(
                f"INSERT INTO events ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _row(event)
            )
            self._derive(event)
        return event

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._same_file()
            self._roll_back()
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._same_file()
            self._connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            self._roll_back()
            raise trouble(error, self.path) from None
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        """Leave a transaction; where the disk does not even allow that, the next one begins with it."""
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _same_file(self) -> None:
        """Refuse to write into a file that was removed or replaced: SQLite would write into nowhere."""
        if not self._inode:
            return
        try:
            there = os.stat(self.path).st_ino == self._inode
        except FileNotFoundError:
            there = False
        if not there:
            hint = "put it back and try again, or quit"
            raise QuizError("the log was removed or replaced while in use", str(self.path), hint, Exit.STORE)

    def _derive(self, event: Event) -> None:
        """Bring the kept state of the event's item up to date, in the event's own transaction."""
        who = (self.trainee, self.library)
        item = getattr(event.body, "item", None)
        if item is not None:
            self._keep(item, learning.fold_item(self._read("item = ?", (item,))))
        self._connection.execute("UPDATE derived SET events = events + 1 WHERE trainee = ? AND library = ?", who)

    def _keep(self, item: str, state: ItemState | None) -> None:
        who = (self.trainee, self.library, item)
        if state is None:
            self._connection.execute("DELETE FROM states WHERE trainee = ? AND library = ? AND item = ?", who)
        else:
            text = msgspec.json.encode(state).decode()
            self._connection.execute("INSERT OR REPLACE INTO states VALUES (?, ?, ?, ?)", (*who, text))

    def states(self) -> dict[str, ItemState]:
        """Return the state of every item with an answer; replays the log when the kept ones are not of it."""
        who = (self.trainee, self.library)
        try:
            kept = self._connection.execute(
                "SELECT fold, events FROM derived WHERE trainee = ? AND library = ?", who
            ).fetchone()
            count = self._connection.execute(
                "SELECT count(*) FROM events WHERE trainee = ? AND library = ?", who
            ).fetchone()[0]
            if kept != (FOLD, count):
                return self._rebuild()
            rows = self._connection.execute(
                "SELECT item, state FROM states WHERE trainee = ? AND library = ? ORDER BY item", who
            )
            return {item: _STATE.decode(state) for item, state in rows}
        except sqlite3.Error as error:
            raise trouble(error, self.path) from None
        except (msgspec.DecodeError, TypeError):
            return self._rebuild()

    def state(self, item: str) -> ItemState | None:
        """Return the kept state of one item."""
        who = (self.trainee, self.library, item)
        try:
            row = self._connection.execute(
                "SELECT state FROM states WHERE trainee = ? AND library = ? AND item = ?", who
            ).fetchone()
        except sqlite3.Error as error:
            raise trouble(error, self.path) from None
        return None if row is None else _STATE.decode(row[0])

    def _rebuild(self) -> dict[str, ItemState]:
        """Replay the log; where the states cannot be kept, the next start replays again."""
        events = self.events()
        states = learning.fold(events)
        who = (self.trainee, self.library)
        with suppress(QuizError), self._transaction():
            self._connection.execute("DELETE FROM states WHERE trainee = ? AND library = ?", who)
            for item, state in states.items():
                self._keep(item, state)
            self._connection.execute("INSERT OR REPLACE INTO derived VALUES (?, ?, ?, ?)", (*who, FOLD, len(events)))
        return states

    def events(self) -> list[Event]:
        """Return all events of this trainee and library in order. Raises QuizError for a damaged row."""
        try:
            return learning.in_order(self._read("1", ()))
        except sqlite3.Error as error:
            raise trouble(error, self.path) from None

    def sessions(self) -> list[Session]:
        """Return all sessions in the order of their opening."""
        return learning.fold_sessions(self.events())

    def newest_open(self, known: Container[str]) -> Session | None:
        """Return the newest session that is not closed and has an item of `known` left to ask."""
        for session in self.open_ids():
            found = learning.unfinished(learning.fold_sessions(self._of_session(session)), known)
            if found is not None:
                return found
        return None

    def _of_session(self, session: str) -> list[Event]:
        try:
            return self._read("session = ?", (session,))
        except sqlite3.Error as error:
            raise trouble(error, self.path) from None

    def open_ids(self) -> list[str]:
        """Return the ids of the sessions that are not closed, the newest first."""
        who = (self.trainee, self.library)
        try:
            return [session for (session,) in self._connection.execute(_OPEN, (*who, *who))]
        except sqlite3.Error as error:
            raise trouble(error, self.path) from None

    def _read(self, where: str, values: tuple[Any, ...]) -> list[Event]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM events WHERE trainee = ? AND library = ? AND {where}",
            (self.trainee, self.library, *values),
        )
        return [self._event(row) for row in rows]

    def _event(self, row: tuple[Any, ...]) -> Event:
        try:
            body = _body_decoder().decode(row[11])
        except (msgspec.DecodeError, TypeError):
            body = None
        if body is None or _checksum(row[:-1]) != row[-1]:
            hint = "keep a copy of the file and put a backup in its place"
            raise QuizError(f"the log is damaged in the event {row[0]}", str(self.path), hint, Exit.STORE)
        return learning.Event(
            id=row[0],
            utc=row[1],
            offset=row[2],
            day=row[3],
            device=row[4],
            sequence=row[5],
            trainee=row[6],
            library=row[7],
            body=body,
        )


def _checksum(values: tuple[Any, ...]) -> int:
    return zlib.crc32("\x1f".join(map(str, values)).encode("utf-8", "surrogatepass"))


def _row(event: Event) -> tuple[Any, ...]:
    body = msgspec.json.encode(event.body).decode()
    kind = str(event.body.__struct_config__.tag)
    values = (
        event.id,
        event.utc,
        event.offset,
        event.day,
        event.device,
        event.sequence,
        event.trainee,
        event.library,
        kind,
        event.body.session,
        getattr(event.body, "item", None),
        body,
    )
    return (*values, _checksum(values))
