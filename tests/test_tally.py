"""Counts over a trainee's answers agree with the fold; the strength of a memory with the library's."""

from __future__ import annotations

from fractions import Fraction

import fsrs.scheduler
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.items import Marking
from quiz.items.marking import ChoiceMarking
from quiz.learning import Answered, Claimed, Event, Rated, Rating, Reset, Undone, traces
from quiz.learning.memory import review
from quiz.learning.strength import PARAMETERS, strengthened
from quiz.learning.tally import Key, tally
from quiz.scoring.certainty import calibration, calibration_of
from tests.strategies.learning import ITEMS, RIGHT, START, WRONG, answered, answers, event, outcomes, reviews

MARKING: Marking = ChoiceMarking(options=("a", "b"), key="a")
KEYS = {item: Key("0", 1, MARKING) for item in ITEMS}
SPOKEN = st.lists(
    st.tuples(
        st.sampled_from(("claimed", "rated", "reset", "hint", "fast", "slow", "certain")),
        st.integers(0, 7),
        st.integers(0, 40),
    ),
    max_size=5,
)


def test_the_parameters_are_those_of_the_library() -> None:
    assert fsrs.scheduler.DEFAULT_PARAMETERS == PARAMETERS


@given(reviews)
def test_f1_a_memory_has_the_strength_that_the_library_gives_it(history: list[tuple[Rating, int]]) -> None:
    memory, strength, day = None, None, START.toordinal()
    for rating, gap in history:
        day += gap
        strength = strengthened(strength, int(rating), gap if memory is not None else 0)
        memory = review(memory, rating, day)
        assert strength == pytest.approx((memory.stability, memory.difficulty), rel=1e-9)


def spoken_of(events: list[Event], spoken: list[tuple[str, int, int]]) -> list[Event]:
    """Events with remarks on some of the answers among them."""
    made = list(events)
    given = [n for n, e in enumerate(made) if isinstance(e.body, Answered)]
    for number, (what, place, day) in enumerate(spoken if given else (), 200):
        at = given[place % len(given)]
        about = made[at]
        body = about.body
        assert isinstance(body, Answered)
        if what == "claimed":
            made.append(event(number, Claimed("s", body.item, about.id), day))
        elif what == "rated":
            made.append(event(number, Rated("s", body.item, about.id, ("again", "hard", "easy")[place % 3]), day))
        elif what == "reset":
            made.append(event(number, Reset(body.item), day))
        else:
            changed = {"hint": {"hints": 1}, "fast": {"duration": 500}, "slow": {"duration": 60_000 * (place + 1)}}
            fields = changed.get(what, {"certainty": 1 + place % 3})
            made[at] = structs.replace(about, body=structs.replace(body, **fields))
    return made


@given(answers(), SPOKEN, st.randoms(use_true_random=False))
def test_l1_a_tally_is_what_the_traces_come_to_in_any_order(events: list[Event], spoken: list, rng: object) -> None:  # type: ignore[type-arg]
    events = spoken_of(events, spoken)
    steps = traces(events)
    shuffled = list(events)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    found = tally(shuffled, KEYS)
    for item, own in steps.items():
        known, state = found.known.get(item), own[-1].after if own else None
        if known is None or state is None:
            assert not any(s.outcome for s in own)
            continue
        assert (known.attempts, known.lapses, known.passed) == (state.attempts, state.lapses, state.passed)
        assert known.share == state.share
        if state.memory is None:
            assert known.strength is None
        else:
            assert known.strength == pytest.approx((state.memory.stability, state.memory.difficulty), rel=1e-9)
            assert known.day == state.memory.day
    every = sorted((s for own in steps.values() for s in own if s.outcome is not None), key=lambda s: s.event.place)
    counts = [s for s in every if s.role not in ("rapid", "superseded")]
    assert (found.answers, found.rapid) == (len(every), sum(s.role == "rapid" for s in every))
    first: dict[str, Fraction] = {}
    for step in counts:
        assert step.outcome is not None
        first.setdefault(getattr(step.event.body, "item", ""), step.outcome.share)
    assert {item: one.share for item, one in found.first.items()} == first
    sure = [(s.event.body.certainty, s.outcome) for s in counts if isinstance(s.event.body, Answered) and s.outcome]
    plain = calibration((level, o.share) for level, o in sure if o.verdict != "omitted")
    assert calibration_of(found.certain) == plain


@given(st.lists(st.tuples(st.sampled_from((None, 1, 2, 3)), outcomes), max_size=12))
def test_a_calibration_by_counts_is_that_of_the_answers(given_: list) -> None:  # type: ignore[type-arg]
    counts: dict[tuple[int, str], int] = {}
    for level, made in given_:
        if level is not None:
            counts[level, made.score] = counts.get((level, made.score), 0) + 1
    assert calibration_of(counts) == calibration((level, made.share) for level, made in given_)


def test_an_answer_that_is_quick_for_its_item_is_a_guess() -> None:
    spent = (60_000, 60_000, 60_000, 5_000, 500, 90_000)
    events = [event(n, structs.replace(answered(), duration=d), n) for n, d in enumerate(spent, 1)]
    found = tally(events, KEYS)
    assert (found.rapid, found.answers, found.milliseconds) == (2, 6, sum(spent))
    assert found.rapid == sum(s.role == "rapid" for own in traces(events).values() for s in own)


def test_answers_count_by_the_key_of_today_and_what_changes_is_told() -> None:
    one, other = (structs.replace(answered(made=m), response=r) for m, r in ((WRONG, "a"), (RIGHT, "b")))
    events = [event(1, one), event(2, other, 1), event(3, answered(ITEMS[1]), 2)]
    keys = {**KEYS, ITEMS[0]: Key("new", 1, MARKING)}
    found = tally(events, keys)
    assert found.first[ITEMS[0]].share == 1
    made = found.regraded[ITEMS[0]]
    assert (made.answers, float(made.before), float(made.after)) == (2, 1.0, 1.0)
    assert set(found.regraded) == {ITEMS[0]}
    assert found.means == pytest.approx((2 / 3, 2 / 3))
    assert found.known[ITEMS[0]].passed is False


def test_an_edition_to_be_learned_anew_and_unknown_items_do_not_count() -> None:
    events = [
        event(1, answered()),
        event(2, answered("gone")),
        event(3, answered("gone")),
        event(4, Undone("s", "gone", event(3, answered()).id)),
    ]
    found = tally(events, {ITEMS[0]: Key("0", 2, MARKING)})
    assert (found.answers, found.older, found.unknown, found.first) == (0, 1, 1, {})
    assert found.known[ITEMS[0]].attempts == 0
