"""The log of one trainee with one library: append an event, read events back, keep the derived states in step."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from quiz import learning
from quiz.errors import QuizError
from quiz.learning.state import ItemState
from quiz.store import kept, schema
from quiz.store.door import FILE, Door
from quiz.store.rows import COLUMNS, INSERT, UNKNOWN, BadRow, Row, event_of, row_of

if TYPE_CHECKING:
    from quiz.learning import Body, Event, Session
    from quiz.store.forgetting import Held

__all__ = ["FILE", "Log", "Moment"]

_OPEN = """
    SELECT session FROM events WHERE trainee = ? AND library = ? AND kind = 'opened' AND session NOT IN (
        SELECT session FROM events WHERE trainee = ? AND library = ? AND kind = 'closed'
    ) ORDER BY utc DESC, device DESC, sequence DESC LIMIT 100
"""
_OF_KIND = "SELECT utc, item, session FROM events WHERE trainee = ? AND library = ? AND kind = ?"


class Moment(NamedTuple):
    """When something happened: UTC milliseconds, UTC offset in minutes, study day as an ISO date."""

    utc: int
    offset: int
    day: str

    @property
    def ordinal(self) -> int:
        """The study day as an ordinal."""
        return date.fromisoformat(self.day).toordinal()


class Log(Door):
    """The log of one trainee with one library, in a file that others may share."""

    def __init__(self, folder: Path, trainee: str, library: str, writing: bool = True) -> None:
        super().__init__(folder, writing)
        self.trainee = trainee
        self.library = library
        self.written_on = ""
        """The study day of the last event that was written, empty when none was."""
        self._unsaved: Event | None = None

    @property
    def _device(self) -> str:
        """Read each time: when a trainee's data is deleted, the log goes on as a new device."""
        return str(self._connection.execute("SELECT id FROM device").fetchone()[0])

    @property
    def _who(self) -> kept.Who:
        return self.trainee, self.library

    def append(self, body: Body, moment: Moment) -> Event:
        """Write one event and return it once it is on the disk; QuizError when it is not, and then nothing is kept."""
        try:
            with self.transaction() as connection:
                event = self._made(body, moment, *self._next())
                connection.execute(INSERT, row_of(event))
                self._derive(event)
        except QuizError:
            an_answer = getattr(body, "item", None) is not None
            self._unsaved = self._made(body, moment, _new_id(), 1) if an_answer else None
            raise
        self._unsaved = None
        self.written_on = moment.day
        return event

    def append_all(self, bodies: Sequence[Body], moment: Moment) -> None:
        """Write several events of one moment, all or none. Raises QuizError when they cannot be written."""
        with self.transaction() as connection:
            device, first = self._next()
            for number, body in enumerate(bodies, first):
                event = self._made(body, moment, device, number)
                connection.execute(INSERT, row_of(event))
                self._derive(event)

    def _next(self) -> tuple[str, int]:
        """Return this device and the number that its next event has."""
        device = self._device
        last = self._connection.execute("SELECT max(sequence) FROM events WHERE device = ?", (device,)).fetchone()[0]
        return device, (last or 0) + 1

    def _made(self, body: Body, moment: Moment, device: str, sequence: int) -> Event:
        return learning.Event(
            id=_new_id(),
            utc=moment.utc,
            offset=moment.offset,
            day=moment.day,
            device=device,
            sequence=sequence,
            trainee=self.trainee,
            library=self.library,
            body=body,
        )

    @property
    def unsaved(self) -> bool:
        """Whether the answer that was given last could not be saved."""
        return self._unsaved is not None

    def save_elsewhere(self) -> Path | None:
        """Write the answer that was given last and could not be saved to a file of its own; return that file.

        None when there is no such answer, or no place for it. `merge` takes the file.
        """
        if self._unsaved is None:
            return None
        from quiz.store.exchange import line_of
        from quiz.store.files import write_lines

        path = self.path.with_name(f"recovered-{self._unsaved.id}.jsonl")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_lines(path, [line_of(row_of(self._unsaved))])
        except OSError:
            return None
        self._unsaved = None
        return path

    def forget(self) -> Held:
        """Delete all of this trainee, in every library; return what there was. Raises QuizError as `forget` does."""
        from quiz.store.forgetting import forget

        found = forget(self.path.parent, self.trainee)
        self._unsaved = None
        self.written_on = ""
        return found

    def _derive(self, event: Event) -> None:
        """Bring the kept states that the event is about up to date, in the event's own transaction."""
        item = getattr(event.body, "item", None)
        if item is None and not getattr(event.body, "session", ""):
            kept.replace(self._connection, self._who, self._replayed())
            return
        if item is not None:
            kept.keep(self._connection, self._who, item, self._folded(item, event))
        kept.count(self._connection, self._who, event.utc)

    def _folded(self, item: str, event: Event) -> ItemState | None:
        """Return the state of an item after its new event: from the kept one where that can tell, else by a replay.

        Either way every row of the item must be whole.
        """
        for row in self._rows("item = ?", (item,)):
            if not row.is_whole():
                raise schema.damaged_event(row.id, self.path)
        with suppress(kept.Stale):
            if kept.is_of_this_fold(self._connection, self._who):
                before = kept.load_one(self._connection, self._who, item)
                retention = learning.retention_of(self._read(kept.OF_ALL_ITEMS))
                after = None if before is None else learning.advance(before, event, retention)
                if after is not None:
                    return after
        return learning.fold_item(self.of_item(item))

    def _replayed(self) -> kept.Replayed:
        return kept.replay(self._connection, self._who, self._event)

    def states(self) -> dict[str, ItemState]:
        """Return the state of every item with an answer; replays the log when the kept ones are not of it."""
        try:
            with self.reading() as connection:
                return kept.load(connection, self._who)
        except kept.Stale:
            return self._rebuild()

    def state(self, item: str) -> ItemState | None:
        """Return the kept state of one item."""
        try:
            with self.reading() as connection:
                return kept.load_one(connection, self._who, item)
        except kept.Stale:
            return self._rebuild().get(item)

    def refresh(self) -> bool:
        """Hold what is kept against a replay; return whether it was wrong and had to be made anew."""
        try:
            with self.reading() as connection:
                made = self._replayed()
                right = kept.load(connection, self._who) == made.states
                right = right and kept.newest(connection, self._who) == made.newest
        except kept.Stale:
            right = False
        if not right:
            self._rebuild()
        return not right

    def _rebuild(self) -> dict[str, ItemState]:
        """Replay the log; where the states cannot be kept, the next start replays again."""
        with self.reading():
            made = self._replayed()
        with suppress(QuizError), self.transaction() as connection:
            kept.replace(connection, self._who, made)
        return made.states

    def first_day(self) -> int | None:
        """Return the ordinal of the first study day with an event, None when there is none."""
        with self.reading() as connection:
            row = connection.execute("SELECT min(day) FROM events WHERE trainee = ? AND library = ?", self._who)
            first = row.fetchone()[0]
        return None if first is None else date.fromisoformat(first).toordinal()

    def newest(self) -> int | None:
        """Return the UTC milliseconds of the newest event, None when there is none; `states` makes it known."""
        with self.reading() as connection:
            return kept.newest(connection, self._who)

    def events(self) -> list[Event]:
        """Return all events of this trainee and library in order. Raises QuizError for a damaged row."""
        with self.reading():
            return learning.in_order(self._read("1"))

    def of_item(self, item: str) -> list[Event]:
        """Return the events of one item, and those about all items, in order."""
        with self.reading():
            return learning.in_order(self._read("item = ?", (item,)) + self._read(kept.OF_ALL_ITEMS))

    def trainees(self) -> list[str]:
        """Return the trainees with an event in this library, in the order of their names."""
        with self.reading() as connection:
            select = "SELECT DISTINCT trainee FROM events WHERE library = ? ORDER BY trainee"
            return [trainee for (trainee,) in connection.execute(select, (self.library,))]

    def sessions(self) -> list[Session]:
        """Return all sessions in the order of their opening."""
        return learning.fold_sessions(self.events())

    def newest_sessions(self, most: int) -> list[Session]:
        """Return the newest `most` sessions, the newest first."""
        with self.reading() as connection:
            found = connection.execute(f"{_OF_KIND} ORDER BY utc DESC LIMIT ?", (*self._who, "opened", most)).fetchall()
        return [s for (_, _, name) in found if (s := self.session(name)) is not None]

    def session(self, name: str) -> Session | None:
        """Return the session of that id, None where there is none."""
        return next(iter(learning.fold_sessions(self._of_session(name))), None)

    def last_opened(self) -> int | None:
        """Return the UTC milliseconds at which the newest session was opened, None when none was."""
        with self.reading() as connection:
            row = connection.execute(f"SELECT max(utc) FROM ({_OF_KIND})", (*self._who, "opened")).fetchone()
        return None if row[0] is None else int(row[0])

    def regraded_since(self, utc: int) -> list[str]:
        """Return the items that were scored anew after a moment in UTC milliseconds, in the order of their ids."""
        with self.reading() as connection:
            select = f"SELECT DISTINCT item FROM ({_OF_KIND}) WHERE utc > ? ORDER BY item"
            return [item for (item,) in connection.execute(select, (*self._who, "regraded", utc))]

    def left_open(self, known: Container[str]) -> Iterator[Session]:
        """Yield the sessions that are not closed and have an item of `known` left to ask, the newest first."""
        for session in self.open_ids():
            found = learning.unfinished(learning.fold_sessions(self._of_session(session)), known)
            if found is not None:
                yield found

    def _of_session(self, session: str) -> list[Event]:
        with self.reading():
            return self._read("session = ?", (session,))

    def open_ids(self) -> list[str]:
        """Return the ids of the sessions that are not closed, the newest first."""
        with self.reading() as connection:
            return [session for (session,) in connection.execute(_OPEN, (*self._who, *self._who))]

    def _read(self, where: str, values: tuple[Any, ...] = ()) -> list[Event]:
        return [self._event(row) for row in self._rows(where, values)]

    def _rows(self, where: str, values: tuple[Any, ...]) -> list[Row]:
        select = f"SELECT {COLUMNS} FROM events WHERE trainee = ? AND library = ? AND {where}"
        return [Row(*row) for row in self._connection.execute(select, (*self._who, *values))]

    def _event(self, row: Row) -> Event:
        try:
            return event_of(row)
        except BadRow as bad:
            if bad.what == UNKNOWN:
                raise schema.told(schema.NEWER, self.path) from None
            raise schema.damaged_event(row.id, self.path) from None


def _new_id() -> str:
    import uuid

    return uuid.uuid4().hex
