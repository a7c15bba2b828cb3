"""What the machine over the whole engine is made of: a library whose keys change, a clock, a device, its troubles."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import structs

from quiz.banks import Library
from quiz.items import Boolean, Choice, ExamFile, Item, Marking, Multiple, Numeric, Option, Quantity, Text
from quiz.learning import Session
from quiz.store import Log
from quiz.store.door import FILE
from quiz.views import Clock, Desk
from tests.support.ledger import Row
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
    """A machine with its own log: what it has written so far, the desk and the session that somebody sits at."""

    def __init__(self, folder: Path, clock: Calendar) -> None:
        self.folder = folder
        self.clock = clock
        self.rows: dict[str, Row] = {}
        self.backup: tuple[Path, dict[str, Row]] | None = None
        self.asked: dict[str, Asked] = {}
        self.session: Session | None = None
        self.given: list[Row] = []
        self.desk: Desk

    @property
    def log(self) -> Log:
        return self.desk.log

    def sit_down(self, asked: dict[str, Asked], wording: int) -> None:
        self.asked = dict(asked)
        self.session, self.given = None, []
        made = library(tuple(asked[i] for i in ITEMS), wording)
        self.desk = Desk(made, Log(self.folder, "ana", made.id), self.clock)

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

    def starts_from(self, folder: Path) -> None:
        for path in self.folder.glob(f"{FILE}*"):
            path.unlink()
        for path in folder.iterdir():
            path.rename(self.folder / path.name)
