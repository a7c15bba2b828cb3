"""Laws of the memory model: what one review may do."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from quiz.learning import Memory, Rating

Review = Callable[[Memory | None, Rating, int], Memory]
SOME_DAY = 740_000


def a_better_rating_never_means_less(review: Review, memory: Memory | None, gap: int) -> None:
    day = (memory.day if memory is not None else SOME_DAY) + gap
    after = [review(memory, rating, day) for rating in Rating]
    for worse, better in pairwise(after):
        assert worse.stability <= better.stability
        assert worse.difficulty >= better.difficulty
        assert worse.due <= better.due


def a_lapse_never_makes_memory_firmer(review: Review, memory: Memory, gap: int) -> None:
    assert review(memory, Rating.AGAIN, memory.day + gap).stability <= memory.stability


def a_pass_on_the_same_day_never_makes_memory_weaker(review: Review, memory: Memory) -> None:
    for rating in (Rating.HARD, Rating.GOOD, Rating.EASY):
        assert review(memory, rating, memory.day).stability >= memory.stability


def due_days_are_where_recall_is_nine_in_ten(review: Review, memory: Memory, rating: Rating, gap: int) -> None:
    """The stability, within half a day: there is no room for chance."""
    made = review(memory, rating, memory.day + gap)
    assert review(memory, rating, memory.day + gap) == made
    assert abs(made.due - made.day - max(1.0, made.stability)) <= 0.5
