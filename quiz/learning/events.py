"""What happened, as values: the log is a set of these, and everything else is a fold over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from msgspec import Struct

from quiz.scoring import Outcome

Mode = Literal["learn", "practice", "mistakes", "drill"]


class Opened(Struct, frozen=True, tag="opened", tag_field="kind"):
    """A session began: its mode, what was chosen, its random seed and its items in order."""

    session: str
    mode: Mode
    seed: str
    items: tuple[str, ...]
    choices: dict[str, str] = {}


class Answered(Struct, frozen=True, tag="answered", tag_field="kind", kw_only=True):
    """One attempt: what was shown, the raw response, what scoring made of it.

    `shown` holds option ids in the order of the screen; `duration` is in milliseconds; the hashes and `edition` are
    those of the item as it was asked.
    """

    session: str
    mode: Mode
    item: str
    seen: str
    scored: str
    edition: int = 1
    shown: tuple[str, ...] = ()
    response: Any = None
    certainty: int | None = None
    duration: int = 0
    outcome: Outcome


class Undone(Struct, frozen=True, tag="undone", tag_field="kind"):
    """The event of that id does not count, wherever it sorts."""

    session: str
    item: str
    event: str


class Closed(Struct, frozen=True, tag="closed", tag_field="kind"):
    """A session ended."""

    session: str


Body = Opened | Answered | Undone | Closed


class Event(Struct, frozen=True, kw_only=True):
    """One row of the log.

    `utc` in milliseconds since 1970, `offset` of the local time in minutes, `day` the study day as an ISO date;
    `device` and `sequence` (from 1) say where it was written and as which one there.
    """

    id: str
    utc: int
    offset: int
    day: str
    device: str
    sequence: int
    trainee: str
    library: str
    body: Body

    @property
    def place(self) -> tuple[int, str, int, str]:
        """Where it stands in the order of all events."""
        return self.utc, self.device, self.sequence, self.id


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return the distinct events in the one order that all machines agree on."""
    return sorted({e.id: e for e in events}.values(), key=lambda e: e.place)


def standing(events: Iterable[Event]) -> list[Event]:
    """Return the events in order, without those undone and without the undoing."""
    ordered = in_order(events)
    gone = {e.body.event for e in ordered if isinstance(e.body, Undone)}
    return [e for e in ordered if e.id not in gone and not isinstance(e.body, Undone)]
