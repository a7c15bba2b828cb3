from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.items import scored_hash
from quiz.learning import (
    RETENTIONS,
    Buried,
    Claimed,
    Closed,
    Event,
    ItemState,
    Rated,
    Rating,
    Reset,
    Resumed,
    Suspended,
    Tuned,
    Undone,
    fold,
    fold_item,
    is_new,
    trace,
)
from tests.laws import learning as laws
from tests.strategies import logs
from tests.strategies.learning import DAY_MS, ITEMS, SCHEDULED, START, START_MS, WRONG, answered, event

DAY = START.toordinal()
ITEM = ITEMS[0]
RIGHT_KEY = logs.KEYS[0]
places = st.tuples(st.integers(START_MS - DAY_MS, START_MS + 42 * DAY_MS), st.sampled_from(("one", "two", "three")))
unmeasured = logs.own_answers(times=(0,), least=1)
Mark = type[Suspended] | type[Resumed] | type[Buried] | type[Reset]
EVERY: tuple[Mark, ...] = (Suspended, Resumed, Buried, Reset)
marks = st.lists(st.sampled_from(EVERY), min_size=1, max_size=4)


@given(logs.logs())
def test_an_event_taken_back_never_was_wherever_the_taking_back_sorts(events: list[Event]) -> None:
    laws.an_answer_taken_back_never_was(fold, events)


@given(logs.logs(), st.lists(places, min_size=1, max_size=3))
def test_what_is_said_of_an_answer_holds_wherever_it_sorts(events: list[Event], at: list[tuple[int, str]]) -> None:
    laws.what_is_said_of_an_answer_holds_wherever_it_sorts(fold, events, at)


@given(unmeasured, st.data())
def test_a_claim_counts_as_a_right_answer(events: list[Event], data: st.DataObject) -> None:
    claim = event(90, logs.spoken_of(data.draw(st.sampled_from(events)), Claimed), *data.draw(logs.moments))
    laws.a_claim_counts_as_a_right_answer(fold, events, claim)
    assert fold([*events, claim, structs.replace(claim, id="again")]) == fold([*events, claim])


@given(unmeasured, st.data())
def test_an_undone_claim_does_not_count(events: list[Event], data: st.DataObject) -> None:
    claim = event(90, logs.spoken_of(data.draw(st.sampled_from(events)), Claimed), *data.draw(logs.moments))
    back = event(91, Undone("s", ITEM, claim.id), *data.draw(logs.moments))
    assert fold([*events, claim, back]) == fold(events)


def test_a_claim_is_seen_beside_what_the_answer_earned() -> None:
    wrong = event(1, answered(made=WRONG))
    (step,) = trace([wrong, event(2, Claimed("s", ITEM, wrong.id), 3)])
    assert (step.outcome, step.rating, step.claimed, step.role) == (WRONG, Rating.GOOD, True, "review")
    assert (step.after.share, step.after.passed, step.after.claimed, step.after.correct) == (1.0, True, 1, 1)
    (plain,) = trace([wrong])
    assert (plain.rating, plain.claimed, plain.after.claimed) == (Rating.AGAIN, False, 0)


@given(unmeasured)
def test_easy_is_never_automatic(events: list[Event]) -> None:
    assert all(step.rating is not Rating.EASY for step in trace(events))


@given(unmeasured, st.data())
def test_easy_is_what_a_trainee_says_of_a_good_answer_and_of_no_other(events: list[Event], data: st.DataObject) -> None:
    about = data.draw(st.sampled_from(events))
    rated = event(90, Rated("s", ITEM, about.id), *data.draw(logs.moments))
    for before, after in zip(trace(events), trace([*events, rated]), strict=True):
        good = before.event == about and before.rating is Rating.GOOD
        assert after.rating == (Rating.EASY if good else before.rating)
        assert after.outcome == before.outcome


def test_easy_counts_for_a_claimed_answer_too_and_puts_it_off_further() -> None:
    wrong = event(1, answered(made=WRONG))
    said = [event(2, Claimed("s", ITEM, wrong.id), 1), event(3, Rated("s", ITEM, wrong.id), 1)]
    good, easy = fold_item([wrong, said[0]]), fold_item([wrong, *said])
    assert good is not None
    assert easy is not None
    assert good.memory is not None
    assert easy.memory is not None
    assert easy.memory.due > good.memory.due


def _told(kinds: list[Mark]) -> list[Event]:
    return [event(50 + n, kind(ITEM), n) for n, kind in enumerate(kinds)]


@given(marks, st.integers(0, 23))
def test_marks_of_an_item_come_to_the_same_in_any_order_of_arrival(kinds: list[Mark], order: int) -> None:
    events = [event(1, answered(), 0), *_told(kinds)]
    mixed = list(permutations(_told(kinds)))
    assert fold([*mixed[order % len(mixed)], events[0]]) == fold(events)
    state = fold_item(events)
    assert state is not None
    switches = [k for k in kinds if k in (Suspended, Resumed)]
    burials = [n for n, k in enumerate(kinds) if k is Buried]
    assert state.suspended is (switches[-1:] == [Suspended])
    assert state.buried == (DAY + burials[-1] if burials else 0)
    assert state.attempts == (Reset not in kinds)
    assert state.place == events[-1].place


@given(logs.own_answers(least=1), st.sampled_from(EVERY[:3]), st.data())
def test_setting_aside_touches_no_memory(events: list[Event], kind: Mark, data: st.DataObject) -> None:
    made = fold_item([*events, event(90, kind(ITEM), *data.draw(logs.moments))])
    before = fold_item(events)
    assert before is not None
    assert made is not None
    assert structs.replace(made, suspended=False, buried=0, place=before.place) == before


@given(logs.own_answers(markings=st.just(RIGHT_KEY), times=(0,), least=1), st.data())
def test_a_reset_item_is_learned_anew_from_there(events: list[Event], data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(EVERY[:3]), max_size=2))
    reset = event(95, Reset(ITEM), *data.draw(logs.moments))
    laws.a_reset_item_is_learned_anew(fold, [*events, *_told(kinds)], reset)


def test_a_reset_keeps_what_is_no_answer() -> None:
    key = logs.answer_to(RIGHT_KEY, "Gyumri", duration=5_000)
    events = [event(1, key), event(2, Suspended(ITEM), 1), event(3, Buried(ITEM), 2), event(4, Reset(ITEM), 3)]
    state = fold_item(events)
    assert state == ItemState(
        scored=scored_hash(RIGHT_KEY), suspended=True, buried=DAY + 2, durations=(5_000,), place=events[3].place
    )
    assert is_new(state)


def test_what_is_no_answer_is_no_outcome_and_no_review() -> None:
    events = [event(n, kind(ITEM), n) for n, kind in enumerate(EVERY, 1)]
    events.append(event(5, logs.regraded(RIGHT_KEY), 5))
    steps = list(trace([*events, event(6, Tuned(0.8), 6), event(7, Closed("s"), 7)]))
    assert [s.event for s in steps] == events
    assert {(s.outcome, s.rating, s.role, s.claimed) for s in steps} == {(None, None, None, False)}


@given(logs.logs(gone=False), st.sampled_from((*RETENTIONS, 0.8, 0.93)), logs.moments, places)
def test_f8_tuning_moves_due_days_and_neither_stability_nor_difficulty(
    events: list[Event], retention: float, at: tuple[int, int, str], elsewhere: tuple[int, str]
) -> None:
    untuned = [e for e in events if not isinstance(e.body, Tuned)]
    laws.tuning_moves_due_days_alone(fold, untuned, event(99, Tuned(retention), *at), elsewhere)


def test_f8_the_last_tuning_holds() -> None:
    answer = event(1, answered(), 0)
    tuned = [event(n, Tuned(r), n) for n, r in enumerate((0.7, 0.97), 2)]
    assert fold([answer, *tuned]) == fold([answer, tuned[1]])
    assert fold([*tuned[::-1], answer]) != fold([answer, tuned[0]])


@given(logs.own_answers(least=1, modes=SCHEDULED, times=(0,)))
def test_roles_say_why_an_answer_moved_no_schedule(events: list[Event]) -> None:
    newer = [structs.replace(e, body=structs.replace(e.body, edition=2)) for e in events]
    for step in trace([*newer, *(structs.replace(e, id=f"old {e.id}", device="old") for e in events)]):
        assert (step.role == "superseded") is (step.event.device == "old")
        assert (step.rating is None) is (step.role == "superseded")
        if step.role == "superseded":
            assert step.outcome == step.event.body.outcome  # type: ignore[union-attr]
            assert structs.replace(step.after, place=step.before.place) == step.before
    roles = [s.role for s in trace(events)]
    days = [e.day for e in events]
    assert roles == ["same-day" if day in days[:n] else "review" for n, day in enumerate(days)]
    for mode in ("drill", "exam"):
        moved = [structs.replace(e, body=structs.replace(e.body, mode=mode)) for e in events]
        assert {(s.role, s.rating) for s in trace(moved)} == {(mode, None)}
