"""The memory model: FSRS-6 on study days, behind one file.

The library is handed whole study days (each review at noon UTC of its day), no learning steps and no fuzz, so a replay
gives the same schedule on every machine (SCORING 2.2). It is imported only when a review is worked out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Any

from msgspec import Struct

DESIRED_RETENTION = 0.9
LONGEST_DAYS = 36_500
_DECAY = -0.1542
"""Minus the last of FSRS-6's 21 default parameters."""
_FACTOR = 0.9 ** (1 / _DECAY) - 1


class Rating(IntEnum):
    """How well an item was recalled, as FSRS grades it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Memory(Struct, frozen=True):
    """What FSRS keeps of an item: stability in days, difficulty 1 to 10, ordinals of the last and the due study day."""

    stability: float
    difficulty: float
    day: int
    due: int


def retrievability(memory: Memory, day: int) -> float:
    """Return the chance in (0, 1] that an item is recalled on a study day.

    (1 + factor · t / S) ** decay with factor = 0.9 ** (1 / decay) - 1: the forgetting curve of FSRS-6.
    """
    elapsed = max(0, day - memory.day)
    return float((1 + _FACTOR * elapsed / memory.stability) ** _DECAY)


@lru_cache(maxsize=1)
def _scheduler() -> Any:
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=DESIRED_RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )


def _noon(day: int) -> datetime:
    return datetime.fromordinal(day).replace(hour=12, tzinfo=UTC)


def review(memory: Memory | None, rating: Rating, day: int) -> Memory:
    """Return the memory after a review on study day `day` (an ordinal); None stands for an item never reviewed.

    A day before the last one counts as the last one.
    """
    from fsrs import Card, State
    from fsrs import Rating as Grade

    if memory is None:
        card = Card(card_id=1, due=_noon(day))
    else:
        day = max(day, memory.day)
        card = Card(
            card_id=1,
            state=State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=_noon(memory.due),
            last_review=_noon(memory.day),
        )
    after, _ = _scheduler().review_card(card, Grade(int(rating)), review_datetime=_noon(day))
    stability = min(float(after.stability), float(LONGEST_DAYS))
    interval = max(1, (after.due - _noon(day)) // timedelta(days=1))
    return Memory(stability, float(after.difficulty), day, day + interval)
