from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from itertools import combinations, permutations

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import structs

from quiz.learning import (
    Event,
    Rating,
    Undone,
    fold,
    fold_item,
    is_due,
    is_new,
    mastery,
    missed,
    next_due,
    rating_of,
    retrievability,
)
from quiz.learning.memory import review
from quiz.scoring import Note, Outcome, Verdict
from tests.laws import learning as laws
from tests.strategies.learning import (
    ITEMS,
    RIGHT,
    SCHEDULED,
    START,
    WRONG,
    answered,
    answers,
    event,
    outcome,
    outcomes,
)

DAY = START.toordinal()
ONE = (ITEMS[0],)


@given(answers(), st.integers(0, 99))
def test_the_order_of_arrival_does_not_count(events: list[Event], seed: int) -> None:
    laws.the_order_of_arrival_does_not_count(fold, events, seed)


@given(answers(), st.integers(0, 8))
def test_logs_of_two_machines_merge_by_union(events: list[Event], cut: int) -> None:
    laws.logs_merge_by_union(fold, events, cut)


def test_every_order_of_answers_at_one_moment_gives_the_same() -> None:
    made = (RIGHT, WRONG, outcome("1/1", "text", (Note.TYPO,)))
    events = [event(n, answered(made=m), device=d) for n, (m, d) in enumerate(zip(made, "bab", strict=True), 1)]
    events.append(event(9, Undone("s", ITEMS[0], events[2].id)))
    assert len({json.dumps(msgspec.to_builtins(fold(p)), sort_keys=True) for p in permutations(events)}) == 1


@given(answers())
def test_the_state_of_an_item_depends_on_its_own_events_alone(events: list[Event]) -> None:
    states = fold(events)
    for item in ITEMS:
        own = [e for e in events if getattr(e.body, "item", None) == item]
        assert states.get(item) == fold_item(own)
        assert fold(own) == ({item: states[item]} if item in states else {})


@given(answers())
def test_an_answer_taken_back_never_was_wherever_the_taking_back_sorts(events: list[Event]) -> None:
    laws.an_answer_taken_back_never_was(fold, events)


@given(answers(items=ONE))
def test_counts_are_those_of_the_answers_that_stand(events: list[Event]) -> None:
    gone = {e.body.event for e in events if isinstance(e.body, Undone)}
    kept = sorted((e for e in events if e.id not in gone and not isinstance(e.body, Undone)), key=lambda e: e.place)
    state = fold_item(events)
    if not kept:
        assert state is None
        return
    assert state is not None
    last: Outcome = kept[-1].body.outcome  # type: ignore[union-attr]
    assert state.attempts == len(kept)
    assert state.share == float(last.share)
    assert state.passed is (rating_of(last) > Rating.AGAIN)
    assert state.day == max(date.fromisoformat(e.day).toordinal() for e in kept)


@given(answers(items=ONE), st.lists(st.tuples(st.integers(-1, 50), outcomes), min_size=1, max_size=3))
def test_a_drill_never_moves_the_schedule(events: list[Event], drilled: list[tuple[int, Outcome]]) -> None:
    drills = [event(200 + n, answered(ONE[0], made, "drill"), day) for n, (day, made) in enumerate(drilled)]
    before, after = fold_item(events), fold_item([*events, *drills])
    assert after is not None
    assert after.memory == (before.memory if before is not None else None)
    assert after.lapses == (before.lapses if before is not None else 0)


@given(answers(SCHEDULED, ONE), st.lists(st.tuples(st.integers(42, 60), outcomes), min_size=1, max_size=3))
def test_a_new_edition_is_learned_anew(events: list[Event], later: list[tuple[int, Outcome]]) -> None:
    anew = [event(200 + n, answered(ONE[0], made, edition=2), day) for n, (day, made) in enumerate(later)]
    assert fold_item([*events, *anew]) == fold_item(anew)


@given(answers(SCHEDULED, ONE), st.lists(outcomes, min_size=1, max_size=5))
def test_more_answers_on_one_day_never_put_an_item_off_beyond_one_good_one(
    events: list[Event], same_day: list[Outcome]
) -> None:
    earlier = [e for e in events if not isinstance(e.body, Undone)]
    today = [event(300 + n, answered(ONE[0], made), 50, n) for n, made in enumerate(same_day)]
    before = fold_item(earlier)
    known = before.memory if before is not None else None
    good = review(known, Rating.GOOD, DAY + 50)
    for made in same_day:
        known = review(known, rating_of(made), DAY + 50)
    after = fold_item([*earlier, *today])
    assert after is not None
    assert known is not None
    assert after.memory == (known if len(today) == 1 else structs.replace(known, due=min(known.due, good.due)))


def test_four_good_answers_on_one_day_put_an_item_off_no_further_than_one() -> None:
    lapses = [event(1, answered(made=WRONG), 0), event(2, answered(made=WRONG), 40)]
    good = [event(n, answered(), 45, n) for n in range(3, 7)]
    once, often = fold_item([*lapses, good[0]]), fold_item([*lapses, *good])
    assert once is not None
    assert often is not None
    assert once.memory is not None
    assert often.memory is not None
    assert often.memory.due == once.memory.due
    assert often.memory.stability > once.memory.stability


def test_a_study_day_met_twice_is_the_same_day_and_the_last_day_stays() -> None:
    state = fold_item([event(1, answered(), 10), event(2, answered(made=WRONG), 10, 1, back=1)])
    assert state is not None
    assert state.memory is not None
    assert (state.day, state.memory.day, state.lapses) == (DAY + 10, DAY + 10, 0)


def test_a_good_answer_on_the_day_of_a_miss_does_not_undo_the_miss() -> None:
    missed_first = fold_item([event(1, answered(made=WRONG)), event(2, answered(), hour=1)])
    good = fold_item([event(1, answered())])
    assert missed_first is not None
    assert good is not None
    assert missed_first.memory is not None
    assert good.memory is not None
    assert missed_first.memory.due < good.memory.due
    assert missed_first.memory.stability < good.memory.stability


@given(answers(SCHEDULED, ONE))
def test_an_item_is_due_after_its_last_study_day(events: list[Event]) -> None:
    state = fold_item(events)
    assume(state is not None)
    assert state is not None
    assert state.memory is not None
    assert state.memory.day < state.memory.due
    assert is_due(state, state.memory.due)
    assert not is_due(state, state.memory.due - 1)
    assert next_due([state], DAY - 99) == state.memory.due
    assert next_due([state], state.memory.due) is None


def test_a_lapse_is_a_miss_on_a_later_day_than_the_review_before() -> None:
    steps = [(0, WRONG), (0, WRONG), (1, WRONG), (3, RIGHT), (3, WRONG), (9, WRONG)]
    state = fold_item(event(n, answered(made=made), day, n) for n, (day, made) in enumerate(steps, 1))
    assert state is not None
    assert (state.attempts, state.correct, state.lapses) == (6, 1, 2)


def test_an_item_only_drilled_is_new_and_never_due() -> None:
    state = fold_item([event(1, answered(mode="drill", made=WRONG))])
    assert is_new(None)
    assert is_new(state)
    assert missed(state)
    assert not is_due(state, DAY + 999)
    assert not is_new(fold_item([event(1, answered())]))


@given(answers(), st.integers(0, 200), st.integers(0, 200))
def test_mastery_lies_between_none_and_all_and_never_rises_without_an_attempt(
    events: list[Event], day: int, wait: int
) -> None:
    states = fold(events)
    now, later = mastery(ITEMS, states, DAY + day), mastery(ITEMS, states, DAY + day + wait)
    assert 0 <= later <= now <= 1
    assert mastery([*ITEMS, "unseen"], states, DAY + day) <= now
    for order in permutations(ITEMS):
        assert mastery(order, states, DAY + day) == pytest.approx(now, abs=1e-12)
    for one in ITEMS:
        state = states.get(one)
        memory = state.memory if state is not None else None
        share = state.share * retrievability(memory, DAY + day) if state is not None and memory is not None else 0
        assert mastery([one], states, DAY + day) == share
    assert mastery([], states, DAY) == 0


@given(st.sampled_from(("choice", "boolean", "numeric", "text", "date", "multiple")), st.integers(0, 12))
def test_ratings_follow_the_share(kind: str, twelfths: int) -> None:
    share = Fraction(twelfths, 12)
    made = outcome(f"{share.numerator}/{share.denominator}", kind)
    enough = Fraction(3, 4) if kind == "multiple" else Fraction(1)
    expected = Rating.GOOD if share == 1 else Rating.HARD if share >= enough else Rating.AGAIN
    assert rating_of(made) is expected


def test_ratings_of_slips_and_of_nothing() -> None:
    assert rating_of(outcome("1/1", "text", (Note.TYPO,))) is Rating.HARD
    assert rating_of(outcome("1/1", "date", (Note.FINER,))) is Rating.GOOD
    assert rating_of(Outcome("0/1", Verdict.OMITTED, "text/1")) is Rating.AGAIN


@given(st.lists(outcomes, min_size=2, max_size=6))
def test_a_better_answer_is_never_rated_lower(made: list[Outcome]) -> None:
    for one, other in combinations(made, 2):
        if one.rule == other.rule and one.notes == other.notes and one.share <= other.share:
            assert rating_of(one) <= rating_of(other)
