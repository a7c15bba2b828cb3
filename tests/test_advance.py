from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.items import scored_hash
from quiz.learning import (
    Answered,
    Body,
    Claimed,
    Event,
    ItemState,
    Rated,
    Suspended,
    Tuned,
    Undone,
    advance,
    fold,
    fold_item,
)
from tests.laws import learning as laws
from tests.strategies import logs
from tests.strategies.learning import ITEMS, event
from tests.support.effort import FEWER

one_key = logs.own_answers(markings=st.just(logs.KEYS[0]), least=1)


@FEWER
@given(logs.logs(), st.randoms(use_true_random=False))
def test_l4_what_is_kept_keeps_up_with_the_log_after_every_event_in_any_order(
    events: list[Event], random: Random
) -> None:
    arrivals = list(events)
    random.shuffle(arrivals)
    laws.what_is_kept_keeps_up_with_the_log(advance, arrivals)


@FEWER
@given(logs.logs())
def test_l4_what_is_kept_keeps_up_with_events_in_their_order(events: list[Event]) -> None:
    laws.what_is_kept_keeps_up_with_the_log(advance, sorted(events, key=lambda e: e.place))


@FEWER
@given(one_key, st.sampled_from((0.8, 0.9, 0.97)))
def test_l4_a_snapshot_and_the_tail_are_the_whole_for_every_cut(events: list[Event], retention: float) -> None:
    tuned = [event(90, Tuned(retention))]
    whole = fold_item([*events, *tuned])
    for cut in range(1, len(events) + 1):
        state = fold_item([*events[:cut], *tuned])
        for late in events[cut:]:
            assert state is not None
            state = advance(state, late, retention)
        assert state == whole


@FEWER
@given(one_key, st.data())
def test_l4_a_late_arrival_is_told_by_a_replay_alone(events: list[Event], data: st.DataObject) -> None:
    late = data.draw(st.sampled_from(events))
    state = fold_item(events)
    assert state is not None
    assert advance(state, late) is None
    rest = fold_item([e for e in events if e is not late])
    if rest is not None and rest.place is not None and late.place < rest.place:
        assert advance(rest, late) is None


LAST = event(9, logs.answer_to(logs.KEYS[0], "Gyumri"), 41)
KNOWN = fold_item([event(1, logs.answer_to(logs.KEYS[0], "Baku"))])


def test_l4_an_answer_that_sorts_last_and_is_scored_alike_needs_no_replay() -> None:
    assert KNOWN is not None
    assert advance(KNOWN, LAST) == fold_item([event(1, logs.answer_to(logs.KEYS[0], "Baku")), LAST])


@pytest.mark.parametrize(
    "body",
    [
        logs.answer_to(logs.KEYS[1], "Gyumri"),
        logs.answer_to(logs.KEYS[0], "Gyumri", edition=2),
        logs.regraded(logs.KEYS[0]),
        Suspended(ITEMS[0]),
        Claimed("s", ITEMS[0], event(1, Tuned(0.9)).id),
        Tuned(0.8),
    ],
)
def test_l4_what_is_no_answer_scored_alike_asks_for_a_replay(body: Body) -> None:
    assert KNOWN is not None
    assert advance(KNOWN, event(9, body, 41)) is None


@pytest.mark.parametrize("kind", [Undone, Claimed, Rated])
def test_l4_an_answer_that_was_spoken_of_before_it_came_asks_for_a_replay(kind: logs.Said) -> None:
    first = event(1, logs.answer_to(logs.KEYS[0], "Baku"))
    said = event(2, logs.spoken_of(LAST, kind), 1)
    state = fold_item([first, said])
    assert state is not None
    assert state.place is None
    assert advance(state, LAST) is None
    complete = fold_item([first, said, LAST])
    assert complete is not None
    assert complete.place == (first if kind is Undone else LAST).place


def test_l4_nothing_is_told_of_an_item_without_events() -> None:
    assert advance(ItemState(scored=scored_hash(logs.KEYS[0])), LAST) is None


@FEWER
@given(one_key)
def test_l4_answers_one_by_one_are_the_fold_of_every_prefix(events: list[Event]) -> None:
    state = fold_item(events[:1])
    for n, late in enumerate(events[1:], 2):
        assert state is not None
        state = advance(state, late)
        assert state == fold_item(events[:n]) == fold(events[:n])[ITEMS[0]]
        assert isinstance(late.body, Answered)


@FEWER
@given(one_key)
def test_l4_one_event_twice_counts_once(events: list[Event]) -> None:
    state = fold_item(events)
    assert state is not None
    assert advance(state, structs.replace(events[-1], trainee="bob")) is None
    assert fold_item([*events, *events]) == state
