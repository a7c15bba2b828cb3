"""Each law of learning catches the naive rule that it is there for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import find
from hypothesis import strategies as st
from msgspec import structs

from quiz.learning import Answered, Claimed, Event, Rating, Reset, Tuned, fold
from tests.broken import naive_learning as naive
from tests.laws import certainty, history, learning, memory, planning
from tests.strategies import journeys, logs
from tests.strategies import learning as learned
from tests.test_broken import BERLIN, DATES, SEARCH, _breaks
from tests.test_marks import places, unmeasured

shares = st.fractions(0, 1, max_denominator=12)
certainties = st.sampled_from((None, 1, 2, 3))
scheduled = logs.own_answers(modes=learned.SCHEDULED, times=(0,), least=1)
late = st.tuples(st.integers(0, 40), st.integers(0, 2), st.sampled_from(("one", "two")))


def _said(body: Any) -> Callable[[list[Event]], st.SearchStrategy[tuple[list[Event], Event]]]:
    """Return what gives events the same, and one more about them or beside them."""
    return lambda events: st.tuples(st.just(events), late.map(lambda at: learned.event(97, body(events), *at)))


def _claim(events: list[Event]) -> Claimed:
    said = logs.spoken_of(events[0], Claimed)
    assert isinstance(said, Claimed)
    return said


def _guess(events: list[Event]) -> tuple[list[Event], Event]:
    return events, learned.event(97, logs.answer_to(logs.KEYS[0], "Baku", duration=500), 41)


def _in(mode: Any) -> Callable[[list[Event]], list[Event]]:
    def answers(events: list[Event]) -> list[Event]:
        bodies = [e.body for e in events if isinstance(e.body, Answered)]
        return [learned.event(200 + n, structs.replace(b, mode=mode), 41) for n, b in enumerate(bodies)]

    return answers


def _of_edition_2(events: list[Event]) -> list[Event]:
    bodies = [e.body for e in events if isinstance(e.body, Answered)]
    return [learned.event(300 + n, structs.replace(b, edition=2), n) for n, b in enumerate(bodies)]


LOGS = st.tuples(logs.logs(), st.integers(0, 99))
EDITIONS = st.tuples(logs.own_answers(markings=st.just(logs.KEYS[0]), editions=(1, 2)).flatmap(st.permutations))
TUNED_BEFORE = st.tuples(
    logs.own_answers(markings=st.just(logs.KEYS[0]), least=2).map(lambda own: [learned.event(97, Tuned(0.7)), *own])
)
SPOKEN_OF = st.tuples(
    logs.own_answers(markings=st.just(logs.KEYS[0]), least=2).map(
        lambda own: [own[0], learned.event(97, logs.spoken_of(own[-1], Claimed)), *own[1:]]
    )
)
CHANGES = st.tuples(logs.changes())
TERMS = st.tuples(learned.pools_on_terms())
REVIEWED = st.tuples(learned.memories, st.integers(1, 60))
MORE = st.tuples(st.lists(shares, min_size=3, max_size=3)).map(lambda case: tuple(case[0]))
WAY = st.tuples(journeys.journeys("east") | journeys.journeys("west"), st.just(journeys.ROLLOVER))
AT_HOME = st.tuples(journeys.days_at_home(), st.just(learned.TODAY), st.just(journeys.ROLLOVER))
HONOLULU, AUCKLAND = -600, 780
ONE_MORE = st.just(
    (
        [journeys.answer_at(1, 14 * 60 + 15, HONOLULU), journeys.answer_at(2, 39 * 60 + 30, AUCKLAND)],
        journeys.answer_at(3, 14 * 60 + 30, AUCKLAND),
        journeys.ROLLOVER,
    )
)
TUNED = st.tuples(scheduled, late.map(lambda at: learned.event(99, Tuned(0.7), *at)), places)
SAID = st.tuples(logs.logs(), st.lists(places, min_size=1, max_size=2))
RATED = st.tuples(learned.outcomes, certainties)
HELPED = st.tuples(learned.outcomes, certainties, st.integers(0, 2))
WEIGHED = logs.weighed()
MASTERED = st.tuples(learned.answers().map(fold), st.just(learned.ITEMS), st.just(learned.TODAY + 60), st.just(30))

FOUND: list[tuple[Callable[..., None], Callable[..., Any], st.SearchStrategy[tuple[Any, ...]]]] = [
    (learning.the_order_of_arrival_does_not_count, naive.sorted_by_time_only, LOGS),
    (learning.an_answer_taken_back_never_was, naive.only_of_what_came_before, st.tuples(logs.logs())),
    (learning.an_answer_taken_back_never_was, naive.claims_outlive_their_undoing, st.tuples(logs.logs())),
    (learning.what_is_said_of_an_answer_holds_wherever_it_sorts, naive.only_of_what_came_before, SAID),
    (learning.a_claim_counts_as_a_right_answer, naive.claims_forgotten, unmeasured.flatmap(_said(_claim))),
    (learning.a_claim_counts_as_a_right_answer, naive.only_of_what_came_before, unmeasured.flatmap(_said(_claim))),
    (learning.a_new_key_counts_as_if_it_had_always_been_so, naive.never_regraded, CHANGES),
    (learning.a_new_key_counts_as_if_it_had_always_been_so, naive.regraded_from_then_on, CHANGES),
    (learning.a_new_key_counts_as_if_it_had_always_been_so, naive.regraded_up_to_then, CHANGES),
    (learning.a_new_key_counts_as_if_it_had_always_been_so, naive.slips_pass_when_regraded, CHANGES),
    (
        learning.a_new_edition_is_learned_anew,
        naive.editions_forgotten,
        st.tuples(scheduled, scheduled.map(_of_edition_2)),
    ),
    (learning.some_modes_move_no_schedule, naive.modes_forgotten, st.tuples(scheduled, scheduled.map(_in("exam")))),
    (learning.some_modes_move_no_schedule, naive.modes_forgotten, st.tuples(scheduled, scheduled.map(_in("drill")))),
    (
        learning.further_answers_of_a_day_put_nothing_off,
        naive.learning_steps_stacked,
        logs.weak_days(),
    ),
    (
        learning.a_wrong_clock_breaks_nothing,
        naive.days_run_backwards,
        st.tuples(scheduled, st.integers(-24, 24), st.integers(-12, 14)),
    ),
    (learning.tuning_moves_due_days_alone, naive.tuned_from_then_on, TUNED),
    (learning.tuning_moves_due_days_alone, naive.stability_patched_by_tuning, TUNED),
    (learning.a_rapid_guess_leaves_all_but_its_count, naive.speed_forgotten, scheduled.map(_guess)),
    (
        learning.a_reset_item_is_learned_anew,
        naive.a_reset_changes_nothing,
        scheduled.flatmap(_said(lambda _: Reset(learned.ITEMS[0]))),
    ),
    (learning.what_is_kept_keeps_up_with_the_log, naive.the_latest_to_arrive_is_the_last, EDITIONS),
    (learning.what_is_kept_keeps_up_with_the_log, naive.scored_in_whatever_way, st.tuples(logs.own_answers(least=2))),
    (learning.what_is_kept_keeps_up_with_the_log, naive.of_whatever_edition, EDITIONS),
    (learning.what_is_kept_keeps_up_with_the_log, naive.never_tuned, TUNED_BEFORE),
    (learning.what_is_kept_keeps_up_with_the_log, naive.not_spoken_of_before_it_came, SPOKEN_OF),
    (learning.mastery_is_what_is_recalled_of_what_is_known, naive.mean_of_last_shares, MASTERED),
    (learning.a_miss_is_again_and_nothing_automatic_is_easy, naive.hard_for_a_miss, RATED),
    (learning.a_miss_is_again_and_nothing_automatic_is_easy, naive.easy_for_the_certain, RATED),
    (
        learning.a_better_answer_is_never_rated_lower,
        naive.a_guess_is_good,
        st.tuples(learned.outcomes, learned.outcomes, certainties),
    ),
    (learning.a_hint_never_raises_a_rating, naive.hints_forgotten, HELPED),
    (learning.a_hint_never_raises_a_rating, naive.a_hint_is_a_miss, HELPED),
    (learning.a_rating_lifts_nothing_but_good_to_easy, naive.ratings_as_they_are_said, WEIGHED),
    (learning.others_change_nothing, naive.everybody_together, st.tuples(scheduled, scheduled)),
    (
        memory.due_days_are_where_recall_is_nine_in_ten,
        naive.fuzzed,
        st.tuples(learned.memories, st.sampled_from(list(Rating)), st.integers(0, 60)),
    ),
    (memory.a_better_rating_never_means_less, naive.a_miss_passes, REVIEWED),
    (memory.a_lapse_never_makes_memory_firmer, naive.a_miss_passes, REVIEWED),
    (memory.a_pass_on_the_same_day_never_makes_memory_weaker, naive.hard_as_before, st.tuples(learned.memories)),
    (certainty.a_mark_is_linear_in_the_score, naive.moodles_jump, MORE),
    (certainty.the_level_that_fits_pays_best, naive.moodles_jump, st.tuples(shares)),
    (certainty.the_level_that_fits_pays_best, naive.marks_of_two_levels, st.tuples(shares)),
    (certainty.more_right_never_pays_less, naive.right_or_wrong, st.tuples(shares, shares)),
    (certainty.no_answer_costs_nothing, naive.no_answer_is_wrong, st.just(())),
    (history.a_missing_day_ends_it, naive.within_24_hours, AT_HOME),
    (history.a_missing_day_ends_it, naive.dates_in_utc, AT_HOME),
    (history.whoever_answers_every_day_keeps_it_wherever_they_travel, naive.dates_as_they_stand, WAY),
    (history.whoever_answers_every_day_keeps_it_wherever_they_travel, naive.dates_in_utc, WAY),
    (history.one_more_answer_never_shortens_it, naive.by_the_last_clock_of_the_day, ONE_MORE),
    (planning.the_same_seed_gives_the_same_plan, naive.shuffled_by_place, TERMS),
    (planning.the_quota_of_new_ones_comes_first, naive.quotas_forgotten, TERMS),
    (planning.the_quota_of_new_ones_comes_first, naive.siblings_use_up_the_quota, TERMS),
    (planning.only_what_waits_is_asked_and_once, naive.due_as_the_memory_says, TERMS),
    (planning.only_what_waits_is_asked_and_once, naive.met_families_forgotten, TERMS),
    (planning.only_what_waits_is_asked_and_once, naive.nothing_is_set_aside, TERMS),
    (planning.what_waits_for_others_comes_after_them, naive.prerequisites_forgotten, TERMS),
    (learning.a_day_begins_at_its_hour_and_not_at_midnight, naive.days_in_utc, st.tuples(DATES, st.just(BERLIN))),
]


@pytest.mark.parametrize(
    ("law", "rule", "where"), FOUND, ids=[f"{law.__name__}-{rule.__name__}" for law, rule, _ in FOUND]
)
def test_the_law_catches_the_naive_way_to_learn(
    law: Callable[..., None], rule: Callable[..., Any], where: st.SearchStrategy[tuple[Any, ...]]
) -> None:
    find(where, lambda case: _breaks(law, rule, case), settings=SEARCH)
