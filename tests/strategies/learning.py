"""Logs, sessions as they are lived, memories that reviews lead to, and items to plan with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st
from msgspec import structs

from quiz.learning import (
    Answered,
    Body,
    Candidate,
    Closed,
    Event,
    ItemState,
    Memory,
    Mode,
    Opened,
    Rating,
    Session,
    Terms,
    Undone,
)
from quiz.learning.memory import review
from quiz.learning.plan import USUAL
from quiz.scoring import Note, Outcome, Verdict

ITEMS = ("aliyev-claim", "nuclear-sum", "route-name")
START = date(2026, 3, 1)
DAY_MS = 86_400_000
START_MS = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp()) * 1_000
MODES: tuple[Mode, ...] = ("learn", "practice", "mistakes", "drill")
SCHEDULED: tuple[Mode, ...] = ("learn", "practice", "mistakes")


def outcome(score: str, kind: str = "choice", notes: tuple[Note, ...] = ()) -> Outcome:
    verdict = {"1/1": Verdict.CORRECT, "0/1": Verdict.INCORRECT}.get(score, Verdict.PARTIAL)
    return Outcome(score, verdict, f"{kind}/1", notes)


RIGHT, WRONG = outcome("1/1"), outcome("0/1")
outcomes = st.sampled_from(
    (
        RIGHT,
        WRONG,
        outcome("1/1", "text", (Note.TYPO,)),
        outcome("1/2", "multiple"),
        outcome("3/4", "multiple"),
        Outcome("0/1", Verdict.OMITTED, "numeric/1"),
    )
)


def answered(item: str = ITEMS[0], made: Outcome = RIGHT, mode: Mode = "learn", edition: int = 1) -> Answered:
    return Answered(session="s", mode=mode, item=item, seen="0", scored="0", edition=edition, outcome=made)


def event(number: int, body: Body, day: int = 0, hour: int = 0, device: str = "one", back: int = 0) -> Event:
    """Return the event of that number; ids do not sort as numbers do. Who travels may be `back` by a study day."""
    return Event(
        id=f"{number * 7_919 % 10_007:05}",
        utc=START_MS + day * DAY_MS + hour * 3_600_000,
        offset=0,
        day=(START + timedelta(days=day - back)).isoformat(),
        device=device,
        sequence=number,
        trainee="ada",
        library="lib",
        body=body,
    )


@st.composite
def answers(draw: st.DrawFn, modes: tuple[Mode, ...] = MODES, items: tuple[str, ...] = ITEMS) -> list[Event]:
    """Answers over some weeks from two devices, several at one moment; a few are taken back."""
    steps = draw(
        st.lists(
            st.tuples(
                st.integers(0, 40),
                st.integers(0, 2),
                st.sampled_from(("one", "two")),
                st.sampled_from(items),
                outcomes,
                st.sampled_from(modes),
                st.sampled_from((0, 0, 0, 1)),
            ),
            max_size=8,
        )
    )
    made = [
        event(n, answered(item, what, mode), day, hour, device, back)
        for n, (day, hour, device, item, what, mode, back) in enumerate(steps, 1)
    ]
    for number, gone in enumerate(draw(st.lists(st.sampled_from(made), max_size=2) if made else st.just([])), 100):
        body = Undone("s", str(getattr(gone.body, "item", "")), gone.id)
        made.append(event(number, body, draw(st.integers(-1, 41)), 0, draw(st.sampled_from(("one", "two")))))
    return made


reviews = st.lists(
    st.tuples(st.sampled_from(list(Rating)), st.sampled_from((0, 1, 2, 5, 30, 400))), min_size=1, max_size=8
)


def memory_after(history: list[tuple[Rating, int]]) -> Memory:
    """Return the memory after reviews, each so many days after the one before."""
    memory, day = None, START.toordinal()
    for rating, gap in history:
        day += gap
        memory = review(memory, rating, day)
    assert memory is not None
    return memory


memories = reviews.map(memory_after)


class Lived(NamedTuple):
    """A session as its front end had it in the end, and all events, those of another session among them."""

    session: Session
    events: list[Event]


@st.composite
def lived_sessions(draw: st.DrawFn) -> Lived:
    """A session played by the rules: answer what comes next, take back the last answer, close."""
    plan = tuple(draw(st.permutations(ITEMS)))
    mode: Mode = draw(st.sampled_from((*MODES, "exam")))
    events = [event(1, Opened("s", mode, "seed", plan, {"bank": "b"})), event(2, Opened("t", "drill", "x", plan))]
    session = Session("s", mode, "seed", plan, {"bank": "b"}, opened=events[0].utc)
    for number in range(3, 3 + draw(st.integers(0, 8))):
        step = draw(st.sampled_from(("answer", "answer", "undo", "close", "other")))
        current = session.current(ITEMS)
        body: Body = Closed("s" if step == "close" else "t")
        if step == "answer" and current is not None:
            body = answered(current, draw(outcomes), mode)
        elif step == "undo" and session.answers:
            body = Undone("s", session.answers[-1].item, session.answers[-1].event)
        events.append(event(number, body, hour=number))
        session = session.after(events[-1])
    return Lived(session, events)


class Pool(NamedTuple):
    """Items to plan with, what is known of them, how many to ask."""

    candidates: list[Candidate]
    states: dict[str, ItemState]
    limit: int
    terms: Terms = USUAL


TODAY = START.toordinal()


@st.composite
def pools(draw: st.DrawFn, size: int = 7) -> Pool:
    """Items of few topics and families: new, only drilled, due, not yet due, answered today."""
    families = st.sampled_from((None, None, "f", "g"))
    candidates = [
        Candidate(f"i{n}", draw(st.sampled_from("abc")), draw(families)) for n in range(draw(st.integers(0, size)))
    ]
    states: dict[str, ItemState] = {}
    for candidate in candidates:
        last, gap = draw(st.tuples(st.integers(0, 20), st.integers(1, 20)))
        memory = Memory(float(gap), 5.0, TODAY - last, TODAY - last + gap)
        known = ItemState(1, passed=draw(st.booleans()), day=TODAY - last, memory=memory)
        drilled = ItemState(1, day=TODAY - last)
        state = draw(st.sampled_from((None, known, known, drilled)))
        if state is not None:
            states[candidate.id] = state
    return Pool(draw(st.permutations(candidates)), states, draw(st.integers(0, size + 1)))


@st.composite
def pools_on_terms(draw: st.DrawFn) -> Pool:
    """Items of which some are suspended, buried or wait for others, on a day that has terms of its own."""
    pool = draw(pools())
    names = [c.id for c in pool.candidates]
    some = st.sets(st.sampled_from([*names, "elsewhere"]), max_size=3)
    before = {name: tuple(sorted(draw(some) - {name})) if draw(st.booleans()) else () for name in names}
    states = {
        item: structs.replace(
            state,
            correct=draw(st.integers(0, 1)),
            suspended=draw(st.integers(0, 4)) == 0,
            buried=draw(st.sampled_from((0, 0, TODAY - 1, TODAY, TODAY + 1))),
        )
        for item, state in pool.states.items()
    }
    reviewed = sorted(item for item, state in states.items() if state.memory is not None)
    due = {item: TODAY + draw(st.integers(-2, 2)) for item in reviewed if draw(st.booleans())}
    met = frozenset(draw(st.sets(st.sampled_from("fg"), max_size=1)))
    terms = Terms(met, due, draw(st.none() | st.integers(0, 4)))
    candidates = [structs.replace(c, after=before[c.id]) for c in pool.candidates]
    return Pool(candidates, states, pool.limit, terms)
