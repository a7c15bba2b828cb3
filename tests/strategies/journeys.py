"""Answers on the way: the study day of each is that of the clock where it was given."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from hypothesis import strategies as st
from msgspec import structs

from quiz.learning import Event
from tests.strategies.learning import DAY_MS, START_MS, answered, event

ROLLOVER = 4
OFFSETS = (-720, -600, -210, 0, 60, 330, 345, 780, 840)
"""Minutes ahead of UTC."""
MINUTE = 60_000


def answer_at(number: int, minutes: int, offset: int) -> Event:
    """Return an answer given so many minutes after the start of time here, where the clock is so far ahead of UTC."""
    utc = START_MS + minutes * MINUTE
    days = (utc + (offset - ROLLOVER * 60) * MINUTE) // DAY_MS
    day = (date(1970, 1, 1) + timedelta(days=days)).isoformat()
    return structs.replace(event(number, answered()), utc=utc, offset=offset, day=day)


@st.composite
def journeys(draw: st.DrawFn, way: Literal["east", "west", "any"] = "any", most: int = 24) -> list[Event]:
    """Answers at most so many hours apart, where the clocks lead to the east, to the west, or anywhere."""
    gaps = draw(st.lists(st.integers(0, most * 60), min_size=1, max_size=9))
    offsets = draw(st.lists(st.sampled_from(OFFSETS), min_size=len(gaps), max_size=len(gaps)))
    if way != "any":
        offsets.sort(reverse=way == "west")
    return [answer_at(n, sum(gaps[:n]), offset) for n, offset in enumerate(offsets, 1)]


@st.composite
def days_at_home(draw: st.DrawFn) -> list[Event]:
    """Answers on some days of a month in one zone."""
    offset = draw(st.sampled_from(OFFSETS))
    hours = draw(st.lists(st.integers(0, 24 * 12), max_size=12))
    return [answer_at(n, hour * 60, offset) for n, hour in enumerate(hours, 1)]
