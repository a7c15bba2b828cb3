"""Laws of streaks: days in a row, whatever the zone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import structs

from quiz.learning import Event, Streak

Rule = Callable[[Sequence[Event], int, int], Streak]
"""The streak by events, the study day today as an ordinal, and the hour at which a day begins."""


def days_of(events: Sequence[Event]) -> list[int]:
    return sorted({date.fromisoformat(e.day).toordinal() for e in events})


def a_missing_day_ends_it(streak: Rule, events: Sequence[Event], today: int, rollover: int) -> None:
    """`events` are answers of one zone."""
    days = set(days_of(events))
    runs = {first: next(n for n in range(len(days) + 1) if first + n not in days) for first in days}
    found = streak(events, today, rollover)
    assert found.longest == max(runs.values(), default=0)
    newest = max(days, default=0)
    run = next(n for n in range(len(days) + 1) if newest - n not in days)
    assert found.current == (run if newest >= today - 1 else 0)


def one_more_answer_never_shortens_it(streak: Rule, events: Sequence[Event], extra: Event, rollover: int) -> None:
    assert streak([*events, extra], 0, rollover).longest >= streak(events, 0, rollover).longest


def a_second_answer_of_a_day_changes_nothing(streak: Rule, events: Sequence[Event], today: int, rollover: int) -> None:
    again = [structs.replace(e, id=f"{e.id} again", utc=e.utc + 1) for e in events]
    assert streak([*events, *again], today, rollover) == streak(events, today, rollover)


def whoever_answers_every_day_keeps_it_wherever_they_travel(
    streak: Rule, events: Sequence[Event], rollover: int
) -> None:
    """`events` are answers at most 24 hours apart on a way that leads east, or west, all along."""
    days = days_of(events)
    found = streak(events, days[-1], rollover)
    assert found.longest == found.current == len(days)
