"""Study days laid out: weeks, a heat map, and what some span of days came to."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from quiz.learning import Day

WEEK = 7
LEVELS = 4
"""Levels of a heat map above nothing."""


class Span(Struct, frozen=True):
    """Some study days: on how many of them there was an answer, and what those came to.

    `passed` counts answers, `reviews` those on a later day than the one before, `recalled` those of them that passed.
    """

    days: int = 0
    answers: int = 0
    passed: int = 0
    reviews: int = 0
    recalled: int = 0
    milliseconds: int = 0


class Week(Struct, frozen=True):
    """A week from Monday on: the ordinal of its Monday, answers by day (None: still to come), what it came to."""

    first: int
    answers: tuple[int | None, ...]
    span: Span


def span_of(days: Iterable[Day]) -> Span:
    """Return what days come to."""
    own = [d for d in days if d.answers]
    return Span(
        days=len(own),
        answers=sum(d.answers for d in own),
        passed=sum(d.passed for d in own),
        reviews=sum(d.reviews for d in own),
        recalled=sum(d.recalled for d in own),
        milliseconds=sum(d.milliseconds for d in own),
    )


def monday(day: int) -> int:
    """Return the ordinal of the Monday of a day's week."""
    return day - (day - 1) % WEEK


def weeks_of(days: Iterable[Day], today: int, count: int) -> tuple[Week, ...]:
    """Return the `count` weeks (1 or more) that end with the one of `today` (an ordinal), whatever weekday it is."""
    known = {d.day: d for d in days if d.day <= today}
    last = monday(today)
    made = []
    for first in range(last - WEEK * (count - 1), last + 1, WEEK):
        dates = range(first, first + WEEK)
        answers = tuple(None if day > today else known[day].answers if day in known else 0 for day in dates)
        made.append(Week(first, answers, span_of(known[day] for day in dates if day in known)))
    return tuple(made)


def weeks_known(days: Iterable[Day], today: int, most: int) -> tuple[Week, ...]:
    """Return the weeks from the first with an answer to that of `today`, the last `most` of them (1 or more)."""
    own = list(days)
    first = min((d.day for d in own if d.day <= today), default=None)
    count = 0 if first is None else (monday(today) - monday(first)) // WEEK + 1
    return weeks_of(own, today, min(most, count)) if count else ()


def busiest(weeks: Iterable[Week]) -> int:
    """Return the most answers on one day, 0 without any."""
    return max((count or 0 for week in weeks for count in week.answers), default=0)


def level_of(count: int, most: int) -> int:
    """Return the level of a day in a heat map whose busiest day has `most` answers: 0 for none, else 1 to 4."""
    return -(-LEVELS * count // most) if count else 0


def bands(most: int) -> tuple[tuple[int, int, int], ...]:
    """Return each level from 1 on that there is, with the least and the most answers that have it."""
    made = ((level, (level - 1) * most // LEVELS + 1, level * most // LEVELS) for level in range(1, LEVELS + 1))
    return tuple((level, low, high) for level, low, high in made if low <= high)
