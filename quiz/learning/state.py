"""What is known of items at a moment, and what follows from it: light enough for the first frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import fsum

from msgspec import Struct

FOLD = 3
"""Version of the fold that makes states; kept ones made by another version are made anew."""
LEECH_LAPSES = 4
"""Lapses from which an item is a leech: its passage is shown before it is asked."""
_DECAY = -0.1542
"""Minus the last of FSRS-6's 21 default parameters."""
_FACTOR = 0.9 ** (1 / _DECAY) - 1


class Memory(Struct, frozen=True):
    """What FSRS keeps of an item: stability in days, difficulty 1 to 10, ordinals of the last and the due study day."""

    stability: float
    difficulty: float
    day: int
    due: int


Place = tuple[int, str, int, str]
"""Where an event stands in the order of all: UTC milliseconds, device, sequence, id."""


class ItemState(Struct, frozen=True, omit_defaults=True):
    """What the log says of one item for one trainee.

    `share` is the last score in [0, 1]; `day` the last study day on which it was answered (an ordinal); `before` is the
    memory as it was before that day's review, which bounds what later answers of the day may do. `reviews` are first
    answers on a later day than the one before, `recalled` those of them that passed. `scored` is the hash that all
    answers were scored by, empty where they were scored by different ones. `buried` is the study day on which it is
    not to be asked again; `starred` and `note` are the trainee's own; `durations` are milliseconds of the last answers;
    `place` is where the last event stands, None while an event speaks of an answer that is not there.
    """

    attempts: int = 0
    correct: int = 0
    lapses: int = 0
    share: float = 0.0
    passed: bool = False
    day: int = 0
    edition: int = 1
    memory: Memory | None = None
    before: Memory | None = None
    reviews: int = 0
    recalled: int = 0
    rapid: int = 0
    claimed: int = 0
    scored: str = ""
    suspended: bool = False
    buried: int = 0
    starred: bool = False
    note: str = ""
    durations: tuple[int, ...] = ()
    place: Place | None = None

    @property
    def leech(self) -> bool:
        """Whether it was forgotten so often that asking alone does not help."""
        return self.lapses >= LEECH_LAPSES


def retrievability(memory: Memory, day: int) -> float:
    """Return the chance in (0, 1] that an item is recalled on a study day.

    (1 + factor · t / S) ** decay with factor = 0.9 ** (1 / decay) - 1: the forgetting curve of FSRS-6.
    """
    elapsed = max(0, day - memory.day)
    return float((1 + _FACTOR * elapsed / memory.stability) ** _DECAY)


def is_due(state: ItemState | None, day: int) -> bool:
    """Tell whether a seen item is due on a study day (an ordinal)."""
    return state is not None and state.memory is not None and state.memory.due <= day


def is_new(state: ItemState | None) -> bool:
    """Tell whether an item waits for its first review; answers in a drill are none."""
    return state is None or state.memory is None


def missed(state: ItemState | None) -> bool:
    """Tell whether the last answer of an item was no pass."""
    return state is not None and state.attempts > 0 and not state.passed


def waits(state: ItemState | None, day: int, unburied: bool = False) -> bool:
    """Tell whether an item is not to be asked on a study day: suspended, or buried on it unless that does not count."""
    return state is not None and (state.suspended or (state.buried == day and not unburied))


def next_due(states: Iterable[ItemState], day: int) -> int | None:
    """Return the first due day after `day`, None when nothing is scheduled."""
    later = [s.memory.due for s in states if s.memory is not None and s.memory.due > day]
    return min(later, default=None)


def mastery(items: Iterable[str], states: Mapping[str, ItemState], day: int) -> float:
    """Return mastery in [0, 1] of items on a study day: the mean of retrievability times last share, unseen as 0.

    SCORING 3.2. It falls with time and cannot rise without an attempt; 0 without items.
    """
    parts = [_mastered(states.get(item), day) for item in items]
    return fsum(parts) / len(parts) if parts else 0.0


def _mastered(state: ItemState | None, day: int) -> float:
    return 0.0 if state is None or state.memory is None else retrievability(state.memory, day) * state.share
