"""What happened, as values: the log is a set of these, and everything else is a fold over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from msgspec import Struct

from quiz.scoring import Outcome

Mode = Literal["learn", "practice", "mistakes", "drill", "exam"]
RatingWord = Literal["again", "hard", "good", "easy"]
Reason = Literal["key", "unclear", "outdated", "typo", "other"]

RETENTIONS = (0.7, 0.97)
"""Chances of recall that one may aim at."""
REMARK_LIMIT = 500
"""Characters of a note, or of what is said to a report."""


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
    those of the item as it was asked; `certainty` is 1 (a guess) to 3 (certain), None where it was not asked for;
    `hints` counts the hints taken, a passage that was looked up among them.
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
    hints: int = 0


class Skipped(Struct, frozen=True, tag="skipped", tag_field="kind"):
    """The item was put off to the end of its session; `duration` in milliseconds was spent on it."""

    session: str
    item: str
    duration: int = 0


class Undone(Struct, frozen=True, tag="undone", tag_field="kind"):
    """The event of that id does not count, wherever it sorts."""

    session: str
    item: str
    event: str


class Closed(Struct, frozen=True, tag="closed", tag_field="kind"):
    """A session ended."""

    session: str


class Claimed(Struct, frozen=True, tag="claimed", tag_field="kind"):
    """The trainee says of the answer of that id: I was right. It counts so, and an instructor sees it."""

    session: str
    item: str
    event: str


class Rated(Struct, frozen=True, tag="rated", tag_field="kind"):
    """How well the trainee knew the answer of that id; of several the last one holds."""

    session: str
    item: str
    event: str
    rating: RatingWord = "easy"


class Suspended(Struct, frozen=True, tag="suspended", tag_field="kind"):
    """The item is not to be asked until it is resumed."""

    item: str


class Resumed(Struct, frozen=True, tag="resumed", tag_field="kind"):
    """A suspended item is asked again."""

    item: str


class Buried(Struct, frozen=True, tag="buried", tag_field="kind"):
    """The item is not to be asked again on the study day of this event."""

    item: str


class Reset(Struct, frozen=True, tag="reset", tag_field="kind"):
    """The item is to be learned anew: answers before this no longer count."""

    item: str


class Starred(Struct, frozen=True, tag="starred", tag_field="kind"):
    """The trainee wants to look at the item again."""

    item: str


class Unstarred(Struct, frozen=True, tag="unstarred", tag_field="kind"):
    """The star is taken off the item."""

    item: str


class Noted(Struct, frozen=True, tag="noted", tag_field="kind"):
    """A line of the trainee's own about the item; the last one holds, and a blank one takes it away."""

    item: str
    text: str


class Reported(Struct, frozen=True, tag="reported", tag_field="kind"):
    """The trainee finds a fault in the item as it was asked, with those hashes; an instructor reads it."""

    item: str
    reason: Reason
    words: str = ""
    seen: str = ""
    scored: str = ""


class Regraded(Struct, frozen=True, tag="regraded", tag_field="kind"):
    """The item and all its answers are scored otherwise now: by `marking` as plain data, whose hash is `scored`.

    It holds for answers of that edition alone.
    """

    item: str
    scored: str
    marking: dict[str, Any]
    edition: int = 1


class Tuned(Struct, frozen=True, tag="tuned", tag_field="kind"):
    """The chance of recall at which items are due from now on and as if it had always been so, within RETENTIONS."""

    retention: float


Body = (
    Opened
    | Answered
    | Skipped
    | Undone
    | Closed
    | Claimed
    | Rated
    | Suspended
    | Resumed
    | Buried
    | Reset
    | Starred
    | Unstarred
    | Noted
    | Reported
    | Regraded
    | Tuned
)


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
