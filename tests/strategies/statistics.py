"""Forms (the marks of some persons on some items), marks as a log has them, and columns of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from hypothesis import strategies as st

from quiz.scoring.statistics import Mark

SHARES = tuple(map(Fraction, ("0", "1", "1/2", "1/3", "3/4")))
shares = st.sampled_from(SHARES)
right_or_wrong = st.sampled_from(SHARES[:2])
numbers = st.integers(-9, 9) | st.fractions(-5, 5, max_denominator=12)
columns = st.lists(numbers, max_size=7)

Columns = tuple[tuple[Fraction, ...], ...]
"""The shares of the same persons, item by item."""


class Pair(NamedTuple):
    """Two columns about the same persons: what they earn on an item, and elsewhere."""

    marks: list[int | Fraction]
    rests: list[int | Fraction]


@st.composite
def pairs(draw: st.DrawFn, largest: int = 6) -> Pair:
    n = draw(st.integers(0, largest))
    marks, rests = (draw(st.lists(numbers, min_size=n, max_size=n)) for _ in range(2))
    return Pair(marks, rests)


@st.composite
def forms(
    draw: st.DrawFn, cells: st.SearchStrategy[Fraction] = shares, items: int = 1, persons: int = 1, most: int = 6
) -> Columns:
    width, height = draw(st.integers(items, max(items, 4))), draw(st.integers(persons, most))
    return tuple(tuple(draw(st.lists(cells, min_size=height, max_size=height))) for _ in range(width))


def marks_of(columns: Sequence[Sequence[Fraction]]) -> list[Mark]:
    """Return a form as a log has it: person by person."""
    return [
        Mark(f"person {row}", f"item {place}", "hash", share)
        for row, line in enumerate(zip(*columns, strict=True))
        for place, share in enumerate(line)
    ]


def version(place: int) -> tuple[str, str]:
    """Return the item that `marks_of` makes of a column."""
    return f"item {place}", "hash"


_marks = st.builds(
    Mark,
    person=st.sampled_from(("ada", "ben", "cleo", "dan")),
    item=st.sampled_from(("fog", "gas", "oil")),
    scored=st.sampled_from(("old", "new")),
    share=shares,
    picked=st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple),
)
logs = st.integers(0, 20).flatmap(lambda n: st.lists(_marks, min_size=n, max_size=n))
"""Marks in the order of a log: some persons, some items, some of them more than once."""
