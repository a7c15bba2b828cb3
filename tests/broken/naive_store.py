"""Rules of merging and thinning that look right and are not: each one breaks a law that guards the real one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from quiz.learning import Event, in_order


def one_after_the_other(logs: Sequence[Sequence[Event]]) -> list[Event]:
    return [event for log in logs for event in log]


def new_ones_at_the_end(logs: Sequence[Sequence[Event]]) -> list[Event]:
    return list({event.id: event for log in logs for event in in_order(log)}.values())


def the_last_writer_wins(logs: Sequence[Sequence[Event]]) -> list[Event]:
    return in_order(event for log in reversed(logs) for event in log)


def the_newest(days: Iterable[date], today: date) -> set[date]:
    return set(sorted(days)[-31:])


def all_of_them(days: Iterable[date], today: date) -> set[date]:
    return set(days)


def every_seventh_by_age(days: Iterable[date], today: date) -> set[date]:
    return {d for d in days if (today - d).days < 12 or (today - d).days % 7 == 0}
