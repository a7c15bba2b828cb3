"""Laws of learning: what a fold of the log, and a count of days, must obey."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from random import Random

from quiz.learning import Event, ItemState, Undone, study_day

Fold = Callable[[Iterable[Event]], Mapping[str, ItemState]]
Days = Callable[[int, int, tzinfo, int], int]
"""Days between two moments in UTC milliseconds, in a zone, with a rollover hour."""


def study_days_between(earlier: int, later: int, zone: tzinfo, rollover: int) -> int:
    return (study_day(later, zone, rollover) - study_day(earlier, zone, rollover)).days


def the_order_of_arrival_does_not_count(fold: Fold, events: Sequence[Event], seed: int) -> None:
    mixed = [*events, *events[:2]]
    Random(seed).shuffle(mixed)
    assert fold(mixed) == fold(events)


def logs_merge_by_union(fold: Fold, events: Sequence[Event], cut: int) -> None:
    one, other = events[: cut + 1], events[cut:]
    assert fold([*one, *other]) == fold([*other, *one]) == fold(events)


def an_answer_taken_back_never_was(fold: Fold, events: Sequence[Event]) -> None:
    gone = {e.body.event for e in events if isinstance(e.body, Undone)}
    kept = [e for e in events if e.id not in gone and not isinstance(e.body, Undone)]
    assert fold(events) == fold(kept)


def utc(local: datetime, zone: tzinfo) -> int:
    return round(local.replace(tzinfo=zone).astimezone(UTC).timestamp() * 1_000)


def a_day_is_a_day_whatever_its_length(days: Days, day: date, zone: tzinfo) -> None:
    evening, next_evening = (utc(datetime.combine(day + timedelta(n), time(21)), zone) for n in (0, 1))
    assert days(evening, next_evening, zone, 4) == 1
    late, early = (utc(datetime.combine(day, at), zone) for at in (time(23, 30), time(9)))
    assert days(late - 86_400_000, early, zone, 4) == 1


def a_day_begins_at_its_hour_and_not_at_midnight(days: Days, day: date, zone: tzinfo) -> None:
    before, after = (utc(datetime.combine(day, at), zone) for at in (time(3, 59), time(4, 1)))
    assert days(before, after, zone, 4) == 1
    assert days(utc(datetime.combine(day - timedelta(1), time(23, 59)), zone), before, zone, 4) == 0
