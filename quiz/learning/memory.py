"""The memory model: FSRS-6 on study days, behind one file.

The library is handed whole study days (each review at noon UTC of its day), no learning steps and no fuzz, so a replay
gives the same schedule on every machine (SCORING 2.2). It is imported only when a review is worked out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Any

from quiz.learning.state import Memory

DESIRED_RETENTION = 0.9
LONGEST_DAYS = 36_500


class Rating(IntEnum):
    """How well an item was recalled, as FSRS grades it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


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


def preload() -> None:
    """Import what a review needs, so that the first answer does not wait for it."""
    _scheduler()
