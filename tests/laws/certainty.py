"""Laws of certainty: marks beside the score that pay best for whoever says how sure one is."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

Mark = Callable[[int | None, Fraction], Fraction]
LEVELS = (1, 2, 3)


def more_right_never_pays_less(mark: Mark, one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    for level in LEVELS:
        assert mark(level, low) <= mark(level, high)
        assert (mark(level, low) == mark(level, high)) is (low == high)


def a_mark_is_linear_in_the_score(mark: Mark, one: Fraction, other: Fraction, weight: Fraction) -> None:
    """So what one may expect depends on the expected score alone, however it comes in parts."""
    mixed = weight * one + (1 - weight) * other
    for level in LEVELS:
        assert mark(level, mixed) == weight * mark(level, one) + (1 - weight) * mark(level, other)


def the_level_that_fits_pays_best(mark: Mark, score: Fraction) -> None:
    """A guess below 2/3, fairly sure up to 4/5, certain above; at the limits both levels pay the same."""
    paid = {level: mark(level, score) for level in LEVELS}
    fits = 1 if score < Fraction(2, 3) else 2 if score < Fraction(4, 5) else 3
    assert paid[fits] == max(paid.values())
    if score not in (Fraction(2, 3), Fraction(4, 5)):
        assert sorted(paid.values())[-2] < paid[fits]


def no_answer_costs_nothing(mark: Mark) -> None:
    assert mark(None, Fraction(0)) == 0
    assert all(mark(None, Fraction(0)) >= mark(level, Fraction(0)) for level in LEVELS)
