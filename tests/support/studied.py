"""Libraries that have been studied for some days, the same each time, in folders that are copied for every use."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from quiz.banks import Entry, Library, Shelf
from quiz.config import Settings
from quiz.scoring import key_response
from quiz.store import Log
from quiz.views import Choices, Desk
from tests.support.clock import PatientClock

SEED = "pictures"
NOW_MS = int(datetime(2026, 3, 2, 10, tzinfo=UTC).timestamp() * 1000)
DAY_MS = 86_400_000
FREE = 0.15
"""Share of the days on which nothing is answered."""


class StandingClock(PatientClock):
    """A clock that stands still, in a zone of its own, until it is set."""

    milliseconds = NOW_MS

    def now(self) -> int:
        return self.milliseconds

    def zone(self) -> tzinfo:
        return UTC


class World(NamedTuple):
    """A library, the days of study that lie behind, and how many of its last days were free."""

    library: Callable[[], Library | Shelf]
    days: int = 0
    free: int = 0
    most: int = 14
    """Questions on a day of study at most, a third of them at least."""
    news: Callable[[], Library] | None = None
    """The library as an update left it."""


def _wrong(entry: Entry) -> Any:
    """Return an answer that is none, or that of somebody who does not know."""
    options = getattr(entry.item, "options", ())
    key = key_response(entry.marking)
    if not isinstance(key, str) or not options:
        return None
    return next(option.id for option in options if option.id != key)


def _study(desk: Desk, world: World) -> None:
    """Answer a session on each of the days behind, more often right the longer one studies."""
    rng = random.Random(SEED)
    clock = desk.clock
    assert isinstance(clock, StandingClock)
    for day in range(world.days):
        back = world.days - 1 - day + world.free
        if world.days > 1 and back and rng.random() < FREE:
            continue
        clock.milliseconds = NOW_MS - back * DAY_MS
        session = desk.begin("learn", Choices(items=rng.randint(world.most // 3, world.most), certainty=True), f"{day}")
        while session is not None and (question := desk.question(session)) is not None:
            entry = desk.askable[question.item]
            sure = 1 + rng.randrange(3)
            right = rng.random() < 0.45 + 0.15 * sure + 0.1 * day / world.days
            response = key_response(entry.marking) if right else _wrong(entry)
            step: Any = desk.answer(session, question.item, response, 6_000 + rng.randrange(20_000), sure)
            session = step.session
        if session is not None:
            desk.close(session)
    clock.milliseconds = NOW_MS


def _id_of(library: Library | Shelf) -> str:
    return library.front.id if isinstance(library, Shelf) else library.id


class Studies:
    """Data folders with the history of each world, made once and copied for every picture."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[World, Path] = {}
        self._copies = 0

    def desk_of(self, world: World, settings: Settings) -> tuple[Desk, Path]:
        """Return a desk over a copy of the world's data, and the folder."""
        if world not in self._made:
            made = self._folder / f"world-{len(self._made)}"
            library = world.library()
            with Log(made, "ana", _id_of(library)) as log:
                _study(Desk(library, log, StandingClock()), world)
            self._made[world] = made
        self._copies += 1
        folder = self._folder / f"copy-{self._copies}"
        shutil.copytree(self._made[world], folder)
        library = (world.news or world.library)()
        log = Log(folder, "ana", _id_of(library))
        return Desk(library, log, StandingClock(), settings.ready_by, settings.questions), folder
