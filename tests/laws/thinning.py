"""Laws of thinning: what is left of backups as they age."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

Kept = Callable[[Iterable[date], date], set[date]]
"""The dates, of those given, whose backups stay on a day."""


def day_by_day_leaves_what_once_leaves(kept: Kept, days: Iterable[date]) -> None:
    days = sorted(set(days))
    left: set[date] = set()
    for day in days:
        left = kept({*left, day}, day)
    assert not days or left == kept(days, days[-1])


def what_is_near_is_kept_more_closely(kept: Kept, today: date, count: int) -> None:
    """Of `count` days in a row: the last 12, one a week for 10 weeks, one a month for 9 months, and no more."""
    days = [today - timedelta(n) for n in range(count)]
    left = kept(days, today)
    assert left <= set(days)
    assert set(days[:12]) <= left
    assert len(left) <= 12 + 10 + 9
    for day in days[: 12 + 9 * 7]:
        assert any(day <= other < day + timedelta(7) for other in left), day
    for day in days[: 12 + 9 * 7 + 8 * 28]:
        assert any(day <= other < day + timedelta(38) for other in left), day


def what_a_wrong_clock_made_stays(kept: Kept, days: Iterable[date], today: date) -> None:
    days = set(days)
    ahead = {d for d in days if d > today}
    assert kept(days, today) == kept(days - ahead, today) | ahead
