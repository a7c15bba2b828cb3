"""The date to be ready for in words and numbers: what today owes it, and what share is expected on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct

from quiz.banks import Front
from quiz.learning import ItemState, is_new
from quiz.learning.ready import Readiness, begun_on, due_days, quota, reachable, readiness
from quiz.text import counted
from quiz.views.words import MONTHS, percent

PACED_DAYS = 60
"""Days before the date from which new items are paced; who began earlier is as if begun then."""


class Goal(Struct, frozen=True, kw_only=True):
    """A date to be ready for.

    `day` and `eve` are ordinals; `due` has the due day of each reviewed item; `quota` is how many new items today
    still owes; `unseen` of `items` were never reviewed, `reachable` of them can be with `daily` questions a day.
    """

    day: int
    days_left: int
    quota: int
    due: dict[str, int]
    daily: int
    items: int
    unseen: int
    reachable: int
    expected: Readiness | None

    @property
    def needed(self) -> int:
        """Questions a day that would cover every item."""
        return -(-self.unseen * 100 // (67 * max(1, self.days_left)))

    def says(self) -> str:
        """Return the date and the forecast in one line."""
        on = date.fromordinal(self.day)
        line = f"Ready by {on.day} {MONTHS[on.month - 1]} {on.year}: {counted(self.days_left, 'day')} left"
        if self.expected is not None:
            line += f", {expected_text(self.expected)} if you stopped now"
        return line

    def warning(self) -> str:
        """Say that the days left are too few, empty when they are not."""
        if self.reachable >= self.unseen:
            return ""
        covered = f"{counted(self.daily, 'question')} a day cover about {self.reachable} of {self.unseen} new ones"
        return f"{covered}; {self.needed} would cover all"


def expected_text(expected: Readiness) -> str:
    """Return an expected share with its range: `62 % (55 to 69 %)`."""
    low, high = percent(expected.low).removesuffix(" %"), percent(expected.high)
    return f"{percent(expected.expected)} ({low} to {high})"


def day_of(text: str) -> int | None:
    """Return the ordinal of an ISO date, None for what is none."""
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


def goal_of(front: Front, states: Mapping[str, ItemState], day: int, today: int, first: int | None, daily: int) -> Goal:
    """Return the goal for `day`, which lies after `today`; `first` is the first study day with an answer.

    Suspended items are no part of it.
    """
    items = [i for i in front.askable if i not in states or not states[i].suspended]
    known = {i: states[i] for i in items if i in states}
    unseen = sum(is_new(known.get(i)) for i in items)
    start = max(first if first is not None else today, day - PACED_DAYS)
    days_left = day - today
    return Goal(
        day=day,
        days_left=days_left,
        quota=quota(unseen, today, min(start, today), day, begun_on(known.values(), today)),
        due=due_days(known, today, day, daily),
        daily=daily,
        items=len(items),
        unseen=unseen,
        reachable=reachable(unseen, daily, days_left),
        expected=readiness({i: Fraction(front.chances.get(i, "0/1")) for i in items}, known, day),
    )
