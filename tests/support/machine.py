"""What the machine over the whole engine is made of: a library whose keys change, a clock, a device, its troubles."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import convert, structs, to_builtins

from quiz.banks import Library
from quiz.items import Boolean, Choice, ExamFile, Item, Marking, Multiple, Numeric, Option, Quantity, Text
from quiz.learning import Event, Mode, Session
from quiz.store import Log
from quiz.store.door import FILE
from quiz.views import Clock, Desk
from tests.support.ledger import FRESH, Found, Row, is_over, memory_of, outcome_of, place, states_of, waits
from tests.support.library import library_of, one_of_each

ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 27, 19, tzinfo=UTC)
CHANGES = (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC))
"""When clocks in ZONE are put forward and back."""
EXAM_ITEMS = 3
MINUTES = 2
EXAM = ExamFile(items=EXAM_ITEMS, minutes=MINUTES, pass_mark="0.5")
ITEMS = tuple(f"item-{n}" for n in (1, 2, 3, 4, 6))

GIVEN: dict[str, tuple[Any, ...]] = {
    "item-1": ("a", "c", "b", None),
    "item-2": (["a", "b", "c", "d"], ["a", "b", "c"], ["a", "e"], ["e"], []),
    "item-3": (True, False, None),
    "item-4": ("4.2 kg", "5 kg", "7 kg", "some", ""),
    "item-6": ("blue whale", "blue wale", "orca", "orka", "cat", None),
}
"""Right by one key or another, misspelt, partly right, wrong, unreadable, left out."""

Asked = tuple[int, int]
"""Which of its two keys an item has, and its edition."""


def item_of(identity: str, key: int, edition: int, wording: int) -> Item:
    first = next(item for item in one_of_each() if item.id == identity)
    made: Item
    match first:
        case Choice():
            made = structs.replace(first, key="ac"[key])
        case Multiple():
            options = tuple(Option(id=o, text=f"Letter {o}", feedback="No.") for o in "abcde")
            made = structs.replace(first, options=options, key=(("a", "b", "c", "d"), ("a", "e"))[key], pick="any")
        case Boolean():
            made = structs.replace(first, key=not key)
        case Numeric():
            made = structs.replace(first, key=Quantity(value=("4.2", "5")[key], unit="kg"))
        case Text():
            made = structs.replace(first, key=("blue whale", "orca")[key])
        case _:
            raise AssertionError(identity)
    return structs.replace(made, edition=edition, stem=f"{made.stem} ({wording})")


@lru_cache(maxsize=1_000)
def library(asked: tuple[Asked, ...], wording: int) -> Library:
    items = [item_of(item, *of, wording) for item, of in zip(ITEMS, asked, strict=True)]
    return library_of(items, zone=ZONE.key, exam=EXAM)


def markings() -> dict[str, Marking]:
    """Every key that an item may have, by its hash."""
    both = (library(((key, 1),) * len(ITEMS), 0) for key in (0, 1))
    return {entry.scored: entry.marking for one in both for entry in one.entries.values()}


BY_HASH = markings()


class Reply(NamedTuple):
    """Which of the responses to an item, milliseconds taken, certainty; if `final` it is not asked again.

    `then` is what is said of the answer right after it: undone, claimed, rated, or nothing.
    """

    pick: int
    took: int = 5_000
    certainty: int | None = None
    final: bool = False
    then: str = ""
    hints: int = 0

    def to(self, item: str) -> Any:
        return GIVEN[item][self.pick % len(GIVEN[item])]


class Calendar(Clock):
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> int:
        return int(self.at.timestamp()) * 1_000

    def zone(self) -> tzinfo:
        return ZONE

    def day(self) -> int:
        """The study day: clocks are changed before four, when it begins."""
        return (self.at.astimezone(ZONE).replace(tzinfo=None) - timedelta(hours=4)).toordinal()


class Numbers:
    """Random identities that come out the same again."""

    def __init__(self) -> None:
        self._random = random.Random(1)

    def __call__(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)


class Breaking:
    """A connection that does something before a statement, and from then on knows no more."""

    def __init__(self, connection: sqlite3.Connection, sign: str, happens: Callable[[], None], done: bool) -> None:
        self._connection = connection
        self._sign = sign
        self._happens = happens
        self._done = done
        connection.execute("PRAGMA cache_size=1")  # what is not yet committed is in the file already

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if not statement.startswith(self._sign):
            return self._connection.execute(statement, *values)
        if self._done:
            self._connection.execute(statement, *values)
        self._happens()
        raise sqlite3.OperationalError("disk I/O error")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class Device:
    """A machine with its own log: what was written so far, the desk, and the session that somebody sits at.

    `rows` has all events of the log by id, `given` the answers and `skips` the skips of the session that stand, `steps`
    both, in the order they came.
    """

    def __init__(self, folder: Path, clock: Calendar) -> None:
        self.folder = folder
        self.clock = clock
        self.rows: dict[str, Row] = {}
        self.backup: tuple[Path, dict[str, Row]] | None = None
        self.asked: dict[str, Asked] = {}
        self.session: Session | None = None
        self.given: list[Row] = []
        self.skips: list[Row] = []
        self.steps: list[Row] = []
        self.desk: Desk
        self._seen: object = None
        self._known: dict[str, Found] = {}

    @property
    def log(self) -> Log:
        return self.desk.log

    @contextmanager
    def unattended(self) -> Iterator[Log]:
        """The log while nobody sits at it."""
        with Log(self.folder, "ana", "small") as log:
            self.desk.log = log
            yield log

    def sit_down(self, asked: dict[str, Asked], wording: int) -> None:
        """Sit down at the library as it is now.

        The desk tells the log how items are scored now that were scored otherwise, and writes nothing else.
        """
        self.asked = dict(asked)
        self.begin(None)
        made = library(tuple(asked[i] for i in ITEMS), wording)
        self.desk = Desk(made, Log(self.folder, "ana", made.id), self.clock)
        changed = [
            {"kind": "regraded", "item": item, "scored": self.key_of(item), "edition": state["edition"]}
            for item, state in self.known().items()
            if state["attempts"] and state["scored"] != self.key_of(item)
        ]
        for row in self.wrote(*changed):
            assert convert(row["marking"], Marking) == BY_HASH[row["scored"]]

    def begin(self, session: Session | None, given: list[Row] | None = None, skips: list[Row] | None = None) -> None:
        """Sit at a session, one that was left with what was done in it, or get up from it."""
        self.session, self.given, self.skips = session, given or [], skips or []
        self.steps = sorted([*self.given, *self.skips], key=place)

    def wrote(self, *bodies: Found, elsewhere: bool = False) -> list[Row]:
        """The log has these events more, and no others; those written `elsewhere` have a device of their own."""
        own = self.log._device
        last = max((r["sequence"] for r in self.rows.values() if r["device"] == own), default=0)
        new = [_row(e) for e in self.log.events() if e.id not in self.rows]
        new.sort(key=lambda row: row["sequence"])
        assert len(new) == len(bodies)
        for number, (row, body) in enumerate(zip(new, bodies, strict=True), 1 if elsewhere else last + 1):
            wanted = {**body, "sequence": number, "utc": self.clock.now(), "day": self.clock.day()}
            assert {name: row[name] for name in wanted} == wanted
            assert (row["device"] == own) is not elsewhere
            self.rows[row["id"]] = row
        return new

    def key_of(self, item: str) -> str:
        return self.desk.askable[item].scored

    def known(self) -> dict[str, Found]:
        """What the log says of the items as the library at the desk has them."""
        seen = frozenset(self.rows), tuple(self.asked.items())
        if seen != self._seen:
            self._seen, self._known = seen, states_of(self.rows.values(), BY_HASH)
            for item, (_, edition) in self.asked.items():
                if item in self._known and self._known[item]["edition"] < edition:
                    aside = {name: self._known[item][name] for name in ("suspended", "buried", "starred", "note")}
                    self._known[item] = {**FRESH, **aside, "edition": edition}
        return self._known

    def asks(self) -> str | None:
        """The item that the session asks next."""
        return next(iter(self.left()), None)

    def left(self) -> list[str]:
        """The items that the session still asks, in their order."""
        session = self.session
        if session is None or is_over(session.choices, self.steps):
            return []
        waiting = {i for i, s in self.known().items() if waits(s, self.clock.day()) and session.mode != "exam"}
        done = {r["item"] for r in self.given}
        put_off = {row["item"]: number for number, row in enumerate(self.skips)}
        return sorted((i for i in session.items if i not in done | waiting), key=lambda i: put_off.get(i, -1))

    def plan(self, mode: Mode) -> set[str]:
        """The items that a new session has; an exam may draw from all."""
        if mode == "exam":
            return set(ITEMS)
        today, found = self.clock.day(), set()
        for item, state in (dict.fromkeys(ITEMS, FRESH) | self.known()).items():
            memory = memory_of(state)
            due = memory is None or memory[3] <= today
            asked = {"learn": due, "mistakes": state["attempts"] and not state["passed"]}.get(mode, True)
            if asked and not state["suspended"] and (mode == "drill" or not waits(state, today)):
                found.add(item)
        return found

    def answer_to(self, item: str, reply: Reply) -> Found:
        """The event of an answer, but for its place."""
        assert self.session is not None
        key, response = self.key_of(item), reply.to(item)
        outcome = outcome_of(BY_HASH[key], response, self.session.mode)
        return {
            "kind": "answered",
            "session": self.session.id,
            "mode": self.session.mode,
            "item": item,
            "edition": self.asked[item][1],
            "scored": key,
            "response": response,
            "certainty": reply.certainty,
            "duration": reply.took,
            "hints": reply.hints,
            "outcome": to_builtins(outcome),
        }

    def break_at(self, sign: str, happens: Callable[[], None] = lambda: None, done: bool = False) -> None:
        self.log._connection = Breaking(self.log._connection, sign, happens, done)  # type: ignore[assignment]

    def mend(self) -> None:
        """The connection works again."""
        self.log._connection = self.log._connection._connection  # type: ignore[attr-defined]

    def copy_to(self, folder: Path) -> None:
        """What a machine that loses its power now finds when it starts again."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for path in self.folder.glob(f"{FILE}*"):
            shutil.copy(path, folder)

    def start_from(self, folder: Path) -> None:
        for path in self.folder.glob(f"{FILE}*"):
            path.unlink()
        for path in folder.iterdir():
            path.rename(self.folder / path.name)


def _row(event: Event) -> Row:
    """An event as it came back from the disk."""
    day = date.fromisoformat(event.day).toordinal()
    place = {"utc": event.utc, "device": event.device, "sequence": event.sequence}
    return {**to_builtins(event.body), **place, "id": event.id, "day": day}
