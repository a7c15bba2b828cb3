"""What a trainee did and what is to come: answers by study day, true retention, streaks, load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from quiz.learning.events import Answered, Event, standing
from quiz.learning.progress import Step
from quiz.learning.state import ItemState


class Day(Struct, frozen=True):
    """A study day: answers, those that passed, reviews on a later day than the one before, those recalled, time."""

    day: int
    answers: int = 0
    passed: int = 0
    reviews: int = 0
    recalled: int = 0
    milliseconds: int = 0


class History(Struct, frozen=True):
    """The days with an answer in their order."""

    days: tuple[Day, ...] = ()

    def retention(self, since: int = 0) -> float | None:
        """Return true retention: the share of reviews from study day `since` (an ordinal) on that were recalled.

        A review is the first counted answer of an item on a later study day than the one before, in a mode that
        schedules. None without any.
        """
        reviews = sum(d.reviews for d in self.days if d.day >= since)
        recalled = sum(d.recalled for d in self.days if d.day >= since)
        return recalled / reviews if reviews else None


def history_of(steps: Iterable[Step]) -> History:
    """Return what a trainee did on each study day; `steps` are those of all items, in any order."""
    days: dict[int, Day] = {}
    for step in steps:
        body = step.event.body
        if isinstance(body, Answered):
            day = date.fromisoformat(step.event.day).toordinal()
            before = days.get(day, Day(day))
            days[day] = Day(
                day=day,
                answers=before.answers + 1,
                passed=before.passed + step.after.correct - step.before.correct,
                reviews=before.reviews + step.after.reviews - step.before.reviews,
                recalled=before.recalled + step.after.recalled - step.before.recalled,
                milliseconds=before.milliseconds + body.duration,
            )
    return History(tuple(days[d] for d in sorted(days)))


class Streak(Struct, frozen=True):
    """Study days in a row with an answer: up to today or yesterday, and the longest there was."""

    current: int
    longest: int


def streak(events: Iterable[Event], today: int, rollover: int) -> Streak:
    """Return the streak of a trainee on the study day `today` (an ordinal); days begin at the hour `rollover`.

    A missing day ends it. Who travels east across a date line skips a date but no day: two days also follow each other
    when they do by the clock of a place where the first of them was kept.
    """
    first: dict[int, int] = {}
    offsets: dict[int, set[int]] = {}
    for event in standing(events):
        if isinstance(event.body, Answered):
            day = date.fromisoformat(event.day).toordinal()
            first.setdefault(day, event.utc)
            offsets.setdefault(day, set()).add(event.offset)
    runs: dict[int, int] = {}
    for day in sorted(first):
        before = (
            runs[d]
            for d in range(day - 1 - _DATES_SKIPPED, day)
            if d in runs and (d == day - 1 or min(_day_there(first[day], o, rollover) for o in offsets[d]) <= d + 1)
        )
        runs[day] = 1 + max(before, default=0)
    newest = max(runs, default=0)
    return Streak(runs[newest] if runs and newest >= today - 1 else 0, max(runs.values(), default=0))


_DATES_SKIPPED = 2
"""Dates that one can skip by travelling east: clocks are at most 26 hours apart."""
_EPOCH = date(1970, 1, 1).toordinal()


def _day_there(utc: int, offset: int, rollover: int) -> int:
    """Return the study day of a moment where the clock is `offset` minutes ahead of UTC."""
    return _EPOCH + (utc // 60_000 + offset - rollover * 60) // (24 * 60)


def forecast(states: Mapping[str, ItemState], today: int, days: int, due: Mapping[str, int] | None = None) -> list[int]:
    """Return how many reviews fall on each of the next `days` study days, what is overdue on the first.

    `due` has due days that are not what the memory says.
    """
    load = [0] * days
    for item, state in states.items():
        if state.memory is not None and not state.suspended:
            on = max(0, (due or {}).get(item, state.memory.due) - today)
            if on < days:
                load[on] += 1
    return load
