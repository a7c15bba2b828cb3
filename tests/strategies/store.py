"""Histories of several trainees on several devices, as a log may hold them."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from hypothesis import strategies as st
from msgspec import structs

from quiz.learning import Body, Closed, Event, Tuned, Undone
from quiz.learning.events import Suspended
from tests.support.events import answered, moment, opened

ITEMS = ("one", "two", "three")
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
RESPONSES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)
MINUTES = st.integers(-3 * 1440, 9 * 1440)
_BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(lambda session: opened(*ITEMS, session=session), st.sampled_from("st")),
    st.builds(answered, st.sampled_from(ITEMS), st.booleans(), RESPONSES, st.sampled_from("st")),
    st.builds(Closed, st.sampled_from("st")),
    st.builds(Suspended, st.sampled_from(ITEMS)),
    st.builds(Tuned, st.sampled_from((0.8, 0.9))),
)


def event(number: int, body: Body, minute: int = 0, device: str = "desk", trainee: str = "ana") -> Event:
    """The event of that number of a device; ids do not sort as numbers do."""
    utc, offset, day = moment(minute)
    return Event(
        id=f"{device}-{number * 7_919 % 10_007:05}",
        utc=utc,
        offset=offset,
        day=day,
        device=device,
        sequence=number,
        trainee=trainee,
        library="lib",
        body=body,
    )


@st.composite
def histories(draw: st.DrawFn, least: int = 0) -> list[Event]:
    """Events of two devices, without gaps in their numbers; some take others back, near and far."""
    trainees = ("ana", draw(WORDS))
    made: list[Event] = []
    for device in ("desk", "lap"):
        steps = draw(
            st.lists(st.tuples(_BODIES | st.none(), MINUTES, st.sampled_from(trainees)), min_size=least, max_size=5)
        )
        for number, (body, minute, trainee) in enumerate(steps, 1):
            about: Any = draw(st.sampled_from(made)) if body is None and made else None
            taken_back = Undone("s", "one", about.id if about else "elsewhere")
            made.append(event(number, body or taken_back, minute, device, trainee))
    return made


class Parts(NamedTuple):
    """Three logs that share some of their events."""

    one: list[Event]
    other: list[Event]
    third: list[Event]


@st.composite
def parts(draw: st.DrawFn) -> Parts:
    """A history that three logs know parts of."""
    history = draw(histories())
    known = [draw(st.lists(st.booleans(), min_size=len(history), max_size=len(history))) for _ in range(3)]
    one, other, third = ([e for e, there in zip(history, mask, strict=True) if there] for mask in known)
    return Parts(one, other, third)


@st.composite
def forged(draw: st.DrawFn) -> tuple[list[Event], Event]:
    """A log, and an event of it with something else in it."""
    history = draw(histories(least=1))
    chosen = draw(st.sampled_from(history))
    changes: list[dict[str, Any]] = [
        {"utc": chosen.utc + 1},
        {"day": "2020-01-01"},
        {"trainee": "eve"},
        {"body": answered("forged")},
    ]
    return history, structs.replace(chosen, **draw(st.sampled_from(changes)))


def days() -> st.SearchStrategy[set[date]]:
    """Days of some two years, many in a row and many alone."""
    first = date(2025, 1, 1).toordinal()
    rows = st.tuples(st.integers(0, 700), st.integers(1, 120), st.sampled_from((1, 1, 3)))
    return st.lists(rows, max_size=4).map(
        lambda runs: {date.fromordinal(first + at + n) for at, count, step in runs for n in range(0, count, step)}
    )
