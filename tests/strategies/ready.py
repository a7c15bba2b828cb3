"""Items at some time before a date to be ready for, and how learners may take their new items."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from quiz.learning import ItemState, Memory

TODAY = 740_000


class Dated(NamedTuple):
    """What is known of items today, the date, and how many questions a day there are."""

    states: dict[str, ItemState]
    ready: int
    budget: int
    today: int = TODAY


@st.composite
def seen_items(draw: st.DrawFn) -> ItemState:
    """An item reviewed some days ago, today, or by a wrong clock tomorrow; due after any gap; or only drilled."""
    last, gap = draw(st.sampled_from((0, 0, 1, 3, -1))), draw(st.sampled_from((1, 4, 30, 30, 400)))
    stability = gap * draw(st.sampled_from((0.5, 1.0, 1.5)))
    memory = Memory(stability, 5.0, TODAY - last, TODAY - last + gap)
    return ItemState(1, passed=True, day=TODAY - last, memory=memory if draw(st.integers(0, 9)) else None)


@st.composite
def dated(draw: st.DrawFn, items: int = 12, days: int = 6) -> Dated:
    """At most so many items, with at most so many days left; the date may be over."""
    known = draw(st.lists(seen_items(), max_size=items))
    states = {f"i{n}": state for n, state in enumerate(known)}
    return Dated(states, TODAY + draw(st.integers(-2, days)), draw(st.integers(1, 4)))


class Course(NamedTuple):
    """Items never seen, the day on which learning begins, the date."""

    unseen: int
    start: int
    ready: int


courses = st.builds(lambda unseen, days: Course(unseen, TODAY, TODAY + days), st.integers(0, 400), st.integers(1, 90))
