from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise, permutations, zip_longest
from pathlib import Path
from tempfile import mkdtemp
from types import ModuleType

import msgspec
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from msgspec import structs

from quiz.items import scored_hash
from quiz.learning import (
    RETENTIONS,
    Answered,
    Closed,
    Event,
    ItemState,
    Opened,
    Rated,
    Rating,
    Tuned,
    Undone,
    fold,
    fold_item,
    history,
    is_due,
    is_new,
    missed,
    next_due,
    plan,
    progress,
    rating_of,
    session,
    state,
    traces,
    waits,
)
from quiz.learning import events as events_module
from quiz.learning.memory import review
from quiz.learning.state import LEECH_LAPSES, Memory, mastery
from quiz.scoring import Note, Outcome, Verdict, certainty
from quiz.store import Log, Moment
from tests.laws import learning as laws
from tests.strategies import logs
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
unmeasured = logs.own_answers(modes=SCHEDULED, times=(0,))


@pytest.mark.parametrize("module", [certainty, events_module, history, plan, progress, session, state])
def test_what_is_known_cannot_be_changed_in_place(module: ModuleType) -> None:
    made = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
    assert made
    assert all(kind.__struct_config__.frozen for kind in made if kind is not msgspec.Struct)


@given(logs.logs(), st.integers(0, 99))
def test_l1_the_order_of_arrival_does_not_count(events: list[Event], seed: int) -> None:
    laws.the_order_of_arrival_does_not_count(fold, events, seed)


@given(logs.logs(), st.integers(0, 8))
def test_l1_logs_of_two_machines_merge_by_union(events: list[Event], cut: int) -> None:
    laws.logs_merge_by_union(fold, events, cut)


def test_l6_every_order_of_answers_at_one_moment_gives_the_same() -> None:
    made = (RIGHT, WRONG, outcome("1/1", "text", (Note.TYPO,)))
    events = [event(n, answered(made=m), device=d) for n, (m, d) in enumerate(zip(made, "bab", strict=True), 1)]
    events.append(event(9, Undone("s", ITEMS[0], events[2].id)))
    assert len({json.dumps(msgspec.to_builtins(fold(p)), sort_keys=True) for p in permutations(events)}) == 1


@pytest.mark.parametrize("differs", ["utc", "device", "sequence", "id"])
def test_l6_moments_devices_numbers_and_ids_order_events_in_this_order(differs: str) -> None:
    lowest = {"utc": 5, "device": "m", "sequence": 5, "id": "m"}
    highest = {"utc": 9, "device": "z", "sequence": 9, "id": "z"}
    names = list(lowest)
    after = names[names.index(differs) + 1 :]
    first = structs.replace(event(1, answered(made=WRONG)), **{**lowest, **{name: highest[name] for name in after}})
    second = structs.replace(event(2, answered(made=RIGHT)), **{**lowest, differs: highest[differs]})
    for arrived in ((first, second), (second, first)):
        state = fold_item(arrived)
        assert state is not None
        assert state.passed


@given(logs.logs())
def test_l5_a_second_replay_and_a_kept_state_are_equal_to_the_byte(events: list[Event]) -> None:
    states = fold(events)
    kept = msgspec.json.encode(states)
    assert msgspec.json.encode(fold(iter(events))) == kept
    back = msgspec.json.decode(kept, type=dict[str, ItemState])
    assert back == states
    assert msgspec.json.encode(back) == kept
    assert list(states) == sorted(states)


def test_events_that_are_about_no_item_change_no_item() -> None:
    answer = event(1, answered())
    others = [event(2, Opened("s", "learn", "seed", ITEMS)), event(3, Closed("s"))]
    assert fold([answer, *others]) == fold([answer])
    assert fold(others) == {}


@given(logs.logs(gone=False))
def test_the_state_of_an_item_depends_on_its_own_events_and_the_tuning_alone(events: list[Event]) -> None:
    states = fold(events)
    for item in ITEMS:
        own = [e for e in events if getattr(e.body, "item", item) == item]
        assert states.get(item) == fold_item(own)
        assert fold(own) == ({item: states[item]} if item in states else {})
        steps = traces(events).get(item, [])
        assert states.get(item) == (steps[-1].after if steps else None)
        assert all(one.after == other.before for one, other in pairwise(steps))


def _learned_beside(folder: Path, other: tuple[str, str]) -> laws.Learners:
    """Return what is known of ada's items when others write into the same file, in turn with her."""

    def learners(own: Sequence[Event], others: Sequence[Event]) -> Mapping[str, ItemState]:
        where = Path(mkdtemp(dir=folder))
        with Log(where, "ada", "lib") as log, Log(where, *other) as beside:
            for pair in zip_longest(own, others):
                for one, event in zip((log, beside), pair, strict=True):
                    if event is not None:
                        one.append(event.body, Moment(event.utc, event.offset, event.day))
            return log.states()

    return learners


@settings(max_examples=10)
@given(own=unmeasured, others=unmeasured, other=st.sampled_from((("bob", "lib"), ("ada", "another"))))
def test_l12_what_others_answer_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, own: list[Event], others: list[Event], other: tuple[str, str]
) -> None:
    learners = _learned_beside(tmp_path_factory.mktemp("logs"), other)
    laws.others_change_nothing(learners, own, others)
    assert laws.memories(learners(own, others)) == laws.memories(fold(own))


@given(unmeasured, st.integers(-24, 24), st.integers(-12, 14))
def test_l7_a_clock_wrong_by_up_to_a_day_in_any_zone_breaks_nothing(events: list[Event], shift: int, zone: int) -> None:
    laws.a_wrong_clock_breaks_nothing(fold, events, shift, zone)


@given(logs.own_answers(), st.lists(logs.answer_bodies(modes=("drill", "exam")), min_size=1, max_size=3), st.data())
def test_l11_neither_drill_nor_exam_moves_a_schedule(
    events: list[Event], extra: list[Answered], data: st.DataObject
) -> None:
    timeless = [structs.replace(body, duration=0) for body in extra]
    made = [event(200 + n, body, *data.draw(logs.moments)) for n, body in enumerate(timeless)]
    laws.some_modes_move_no_schedule(fold, events, made)


@given(logs.own_answers(), st.lists(logs.answer_bodies(editions=(2, 3)), min_size=1, max_size=4), st.data())
def test_l13_a_new_edition_is_learned_anew_and_the_old_one_changes_nothing_later(
    events: list[Event], newer: list[Answered], data: st.DataObject
) -> None:
    made = [event(200 + n, body, *data.draw(logs.moments)) for n, body in enumerate(newer)]
    laws.a_new_edition_is_learned_anew(fold, events, made)
    newest = max(body.edition for body in newer)
    state = fold_item([*events, *made])
    assert state is not None
    assert state.edition == newest


@given(logs.own_answers(markings=st.just(logs.KEYS[0]), least=1))
def test_l13_the_hash_that_all_were_scored_by_is_kept_and_a_mixture_has_none(events: list[Event]) -> None:
    state = fold_item(events)
    assert state is not None
    assert state.scored == scored_hash(logs.KEYS[0])
    mixed = fold_item([*events, event(99, logs.answer_to(logs.KEYS[1], "Baku"), 41)])
    assert mixed is not None
    assert mixed.scored == ""


@given(answers(items=ONE))
def test_counts_are_those_of_the_answers_that_stand(events: list[Event]) -> None:
    gone = {e.body.event for e in events if isinstance(e.body, Undone)}
    kept = sorted((e for e in events if e.id not in gone and not isinstance(e.body, Undone)), key=lambda e: e.place)
    state = fold_item(events)
    if not kept:
        assert state is None
        return
    assert state is not None
    made: list[Outcome] = [e.body.outcome for e in kept]  # type: ignore[union-attr]
    assert state.attempts == len(kept)
    assert state.correct == sum(rating_of(m) > Rating.AGAIN for m in made)
    assert state.share == float(made[-1].share)
    assert state.passed is (rating_of(made[-1]) > Rating.AGAIN)
    assert state.day == max(date.fromisoformat(e.day).toordinal() for e in kept)
    assert state.place == kept[-1].place


@given(answers(SCHEDULED, ONE))
def test_a_review_is_the_first_answer_of_a_later_day_and_a_lapse_a_review_that_failed(events: list[Event]) -> None:
    gone = {e.body.event for e in events if isinstance(e.body, Undone)}
    kept = sorted((e for e in events if e.id not in gone and not isinstance(e.body, Undone)), key=lambda e: e.place)
    days = [date.fromisoformat(e.day).toordinal() for e in kept]
    first = [n for n, day in enumerate(days) if n and day > max(days[:n])]
    failed = [rating_of(kept[n].body.outcome) is Rating.AGAIN for n in first]  # type: ignore[union-attr]
    state = fold_item(events) or ItemState()
    assert (state.reviews, state.lapses, state.recalled) == (len(first), sum(failed), len(first) - sum(failed))
    assert state.leech is (state.lapses >= LEECH_LAPSES)


def test_who_forgot_an_item_four_times_has_a_leech() -> None:
    events = [event(n, answered(made=WRONG), n) for n in range(1, 7)]
    states = [fold_item(events[:n]) for n in (4, 5)]
    assert [(s.lapses, s.leech) for s in states if s is not None] == [(3, False), (4, True)]


@given(logs.weak_days())
def test_f6_more_answers_on_one_day_never_put_an_item_off_beyond_one_good_one(
    days: tuple[list[Event], list[Event]],
) -> None:
    laws.further_answers_of_a_day_put_nothing_off(fold, *days)


@given(answers(SCHEDULED, ONE), st.lists(outcomes, min_size=1, max_size=5), st.sampled_from((*RETENTIONS, 0.9)))
@example([], [RIGHT, RIGHT], 0.7)
@example([], [RIGHT, WRONG], 0.7)
def test_f6_more_answers_of_a_day_move_the_memory_as_the_model_says(
    events: list[Event], same_day: list[Outcome], retention: float
) -> None:
    earlier = [event(299, Tuned(retention)), *(e for e in events if not isinstance(e.body, Undone))]
    today = [event(300 + n, answered(ONE[0], made), 50, n) for n, made in enumerate(same_day)]
    before = fold_item(earlier)
    known = before.memory if before is not None else None
    good = review(known, Rating.GOOD, DAY + 50, retention)
    for made in same_day:
        known = review(known, rating_of(made), DAY + 50, retention)
    after = fold_item([*earlier, *today])
    assert after is not None
    assert known is not None
    assert after.before == (before.memory if before is not None else None)
    expected = known.due if len(today) == 1 else min(known.due, good.due)
    assert after.memory == structs.replace(known, due=expected)


def test_f6_four_good_answers_on_one_day_put_an_item_off_no_further_than_one() -> None:
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
    assert (state.day, state.memory.day, state.lapses, state.reviews) == (DAY + 10, DAY + 10, 0, 0)


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


def test_the_next_due_day_is_the_first_one_after_today() -> None:
    memories = [Memory(1.0, 5.0, DAY, DAY + n) for n in (5, 3, 1, 4)]
    states = [ItemState(memory=m) for m in memories]
    assert next_due([ItemState(), *states], DAY + 1) == DAY + 3
    assert next_due([ItemState()], DAY) is None


def test_an_item_only_drilled_is_new_and_never_due() -> None:
    state = fold_item([event(1, answered(mode="drill", made=WRONG))])
    assert is_new(None)
    assert is_new(state)
    assert missed(state)
    assert not is_due(state, DAY + 999)
    assert not is_new(fold_item([event(1, answered())]))
    assert not missed(fold_item([event(1, answered())]))
    assert not missed(None)
    assert not missed(ItemState())


@pytest.mark.parametrize("buried", [DAY - 1, DAY, DAY + 1])
@pytest.mark.parametrize("suspended", [True, False])
def test_what_is_suspended_waits_always_and_what_is_buried_on_its_day(suspended: bool, buried: int) -> None:
    state = ItemState(suspended=suspended, buried=buried)
    assert waits(state, DAY) is (suspended or buried == DAY)
    assert waits(state, DAY, unburied=True) is suspended
    assert not waits(None, DAY)


@given(answers(), st.integers(0, 200), st.integers(0, 200), st.permutations(ITEMS))
def test_m1_mastery_falls_without_answers_and_no_unseen_item_raises_it(
    events: list[Event], day: int, wait: int, order: list[str]
) -> None:
    laws.mastery_is_what_is_recalled_of_what_is_known(mastery, fold(events), order, DAY + day, wait)


@given(st.sampled_from(laws.KINDS), st.integers(0, 12), st.sampled_from((None, 1, 2, 3)))
def test_s18_a_miss_is_again_and_nothing_automatic_is_easy(kind: str, twelfths: int, certainty: int | None) -> None:
    made = outcome(f"{twelfths}/12" if twelfths % 12 else f"{twelfths // 12}/1", kind)
    laws.a_miss_is_again_and_nothing_automatic_is_easy(rating_of, made, certainty)
    if certainty != 1:
        hard = Rating.AGAIN < rating_of(made) < Rating.GOOD
        assert hard is (made.share < 1 and rating_of(made) > Rating.AGAIN)


@given(outcomes, outcomes, st.sampled_from((None, 1, 2, 3)))
def test_s18_a_better_answer_is_never_rated_lower(one: Outcome, other: Outcome, certainty: int | None) -> None:
    worse, better = sorted((one, other), key=lambda made: made.share)
    laws.a_better_answer_is_never_rated_lower(rating_of, worse, better, certainty)


@given(outcomes, st.sampled_from((None, 1, 2, 3)), st.integers(0, 3))
def test_s18_fewer_hints_are_never_rated_lower(made: Outcome, certainty: int | None, hints: int) -> None:
    laws.a_hint_never_raises_a_rating(rating_of, made, certainty, hints)


@given(logs.weighed())
def test_s18_a_rating_of_ones_own_lifts_nothing_but_good_to_easy(case: tuple[Rated, Event]) -> None:
    laws.a_rating_lifts_nothing_but_good_to_easy(fold, *case)


def test_s18_slips_and_guesses_are_hard_and_no_answer_is_again() -> None:
    assert rating_of(outcome("1/1", "text", (Note.TYPO,))) is Rating.HARD
    assert rating_of(outcome("1/1", "date", (Note.FINER,))) is Rating.GOOD
    assert rating_of(RIGHT) is Rating.GOOD
    assert rating_of(RIGHT, 1) is Rating.HARD
    assert rating_of(RIGHT, 2) is Rating.GOOD
    assert rating_of(WRONG, 3) is Rating.AGAIN
    assert rating_of(Outcome("3/4", Verdict.PARTIAL, "multiple/1+credit")) is Rating.HARD
    assert rating_of(Outcome("1/1", Verdict.OMITTED, "text/1")) is Rating.AGAIN
