"""The memory model: FSRS-6 on study days, behind one file.

The library is handed whole study days (each review at noon UTC of its day), no learning steps and no fuzz, so a replay
gives the same schedule on every machine (SCORING 2.2). It is imported only when a review is worked out; what it was
asked once is remembered, as trainees begin alike.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Any

from quiz.learning.state import Memory

DESIRED_RETENTION = 0.9
LONGEST_DAYS = 36_500
LONGEST_GAP = 1_000_000
"""Days since the last review from which more make no difference."""


class Rating(IntEnum):
    """How well an item was recalled, as FSRS grades it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@lru_cache(maxsize=8)
def _scheduler(retention: float) -> Any:
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )


_START = datetime(2000, 1, 1, 12, tzinfo=UTC)
"""Any noon: the model sees days between reviews only."""


@lru_cache(maxsize=1 << 16)
def _step(known: tuple[float, float] | None, gap: int, rating: int, retention: float) -> tuple[float, float, int]:
    """Return stability, difficulty and the days to the next review, from those before and the days since then."""
    from fsrs import Card, State
    from fsrs import Rating as Grade

    if known is None:
        card = Card(card_id=1, due=_START)
    else:
        stability, difficulty = known
        card = Card(1, State.Review, None, stability, difficulty, _START, _START)
    now = _START + timedelta(days=min(gap, LONGEST_GAP))
    after, _ = _scheduler(retention).review_card(card, Grade(rating), review_datetime=now)
    interval = max(1, (after.due - now) // timedelta(days=1))
    return min(float(after.stability), float(LONGEST_DAYS)), float(after.difficulty), interval


def review(memory: Memory | None, rating: Rating, day: int, retention: float = DESIRED_RETENTION) -> Memory:
    """Return the memory after a review on study day `day` (an ordinal); None stands for an item never reviewed.

    A day before the last one counts as the last one. It is due when the chance of recall has fallen to `retention`,
    which moves nothing but the due day.
    """
    if memory is None:
        stability, difficulty, interval = _step(None, 0, int(rating), retention)
        return Memory(stability, difficulty, day, day + interval)
    day = max(day, memory.day)
    known = (memory.stability, memory.difficulty)
    stability, difficulty, interval = _step(known, day - memory.day, int(rating), retention)
    return Memory(stability, difficulty, day, day + interval)


def preload() -> None:
    """Import what a review needs, so that the first answer does not wait for it."""
    _scheduler(DESIRED_RETENTION)
