"""What is known of items at a moment, and what follows from it: light enough for the first frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

FOLD = 1
"""Version of the fold that makes states; kept ones made by another version are made anew."""
_DECAY = -0.1542
"""Minus the last of FSRS-6's 21 default parameters."""
_FACTOR = 0.9 ** (1 / _DECAY) - 1


class Memory(Struct, frozen=True):
    """What FSRS keeps of an item: stability in days, difficulty 1 to 10, ordinals of the last and the due study day."""

    stability: float
    difficulty: float
    day: int
    due: int


class ItemState(Struct, frozen=True):
    """What the log says of one item for one trainee.

    `share` is the last score in [0, 1]; `day` the last study day on which it was answered (an ordinal); `before` is the
    memory as it was before that day's review, which bounds what later answers of the day may do.
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
    return state is not None and not state.passed


def next_due(states: Iterable[ItemState], day: int) -> int | None:
    """Return the first due day after `day`, None when nothing is scheduled."""
    later = [s.memory.due for s in states if s.memory is not None and s.memory.due > day]
    return min(later, default=None)


def mastery(items: Iterable[str], states: Mapping[str, ItemState], day: int) -> float:
    """Return mastery in [0, 1] of items on a study day: the mean of retrievability times last share, unseen as 0.

    SCORING 3.2. It falls with time and cannot rise without an attempt; 0 without items.
    """
    total = count = 0.0
    for item in items:
        count += 1
        state = states.get(item)
        if state is not None and state.memory is not None:
            total += retrievability(state.memory, day) * state.share
    return total / count if count else 0.0
