"""Each law catches the naive rule that it is there for: a law that lets it pass proves nothing of the real one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st

from quiz.learning import Candidate
from tests.broken import naive_dates, naive_store
from tests.broken import naive_rules as naive
from tests.laws import learning, merging, planning, ready, scoring, thinning
from tests.strategies import learning as learned
from tests.strategies import ready as dates
from tests.strategies import scoring as cases
from tests.strategies import store as logs
from tests.tools import readiness

SEARCH = settings(
    max_examples=2_000,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
DATES = st.dates(date(2025, 1, 1), date(2026, 12, 31))
BERLIN = ZoneInfo("Europe/Berlin")
ENDS = ("Gambia", "Zambia", "Iceland", "Ireland")

FOUND: list[tuple[Callable[..., None], Callable[..., Any], st.SearchStrategy[tuple[Any, ...]]]] = [
    (scoring.ticking_all_or_none_earns_nothing, naive.no_penalty, st.tuples(cases.multiple_markings())),
    (
        scoring.ticking_all_or_none_earns_nothing,
        naive.one_off_for_each_wrong_tick,
        st.tuples(cases.multiple_markings()),
    ),
    (scoring.ticking_all_or_none_earns_nothing, naive.right_options_either_way, st.tuples(cases.multiple_markings())),
    (scoring.only_the_key_earns_everything, naive.no_penalty, st.tuples(cases.picked_options())),
    (
        scoring.asking_for_the_others_and_ticking_the_others_is_the_same,
        naive.one_off_for_each_wrong_tick,
        st.tuples(cases.picked_options()),
    ),
    (scoring.a_tick_counts_once, naive.every_mention_counts, st.tuples(cases.picked_options())),
    (
        scoring.one_more_right_tick_never_lowers_and_one_more_wrong_never_raises,
        lambda marking, picked: 1 - naive.no_penalty(marking, picked),
        st.tuples(cases.picked_options()),
    ),
    (scoring.the_order_of_options_does_not_count, naive.key_by_position, st.tuples(cases.chosen_options())),
    (
        scoring.a_number_is_right_in_the_closed_interval_and_nowhere_else,
        naive.float_tolerance,
        st.tuples(cases.measured_numbers()),
    ),
    (
        scoring.a_number_is_right_in_the_closed_interval_and_nowhere_else,
        naive.commas_struck_out,
        st.tuples(cases.measured_numbers()),
    ),
    (
        scoring.turning_both_signs_changes_nothing,
        naive.relative_to_the_signed_value,
        st.tuples(cases.measured_numbers()),
    ),
    (
        scoring.a_wider_tolerance_never_makes_right_wrong,
        naive.relative_to_the_signed_value,
        st.tuples(cases.measured_numbers()),
    ),
    (
        scoring.every_form_earns_and_no_rival_does,
        naive.slips_before_exact_rivals,
        st.tuples(cases.text_markings),
    ),
    (
        scoring.a_slip_is_judged_by_its_edits_and_by_rivals,
        naive.budget_by_typed_length,
        st.tuples(cases.typed_answers()),
    ),
    (
        scoring.a_slip_is_judged_by_its_edits_and_by_rivals,
        naive.ratio_above_a_threshold,
        st.tuples(cases.typed_answers()),
    ),
    (scoring.other_digits_are_never_a_slip, naive.edits_on_digits_too, st.tuples(cases.typed_answers())),
    (scoring.no_answer_of_a_set_passes_for_another, naive.ratio_above_a_threshold, st.tuples(st.just(ENDS))),
    (scoring.no_answer_of_a_set_passes_for_another, naive.slips_before_exact_rivals, st.tuples(st.just(ENDS))),
    (
        scoring.neighbouring_swaps_are_one_edit,
        naive.levenshtein,
        st.tuples(st.tuples(st.text("abc", max_size=6), st.text("abc", max_size=6))),
    ),
    (learning.a_day_is_a_day_whatever_its_length, naive.whole_24_hours, st.tuples(DATES, st.just(BERLIN))),
    (learning.a_day_begins_at_its_hour_and_not_at_midnight, naive.whole_24_hours, st.tuples(DATES, st.just(BERLIN))),
    (
        learning.a_day_begins_at_its_hour_and_not_at_midnight,
        naive.days_from_midnight,
        st.tuples(DATES, st.just(BERLIN)),
    ),
    (
        learning.the_order_of_arrival_does_not_count,
        naive.order_of_arrival,
        st.tuples(learned.answers(), st.integers(0, 9)),
    ),
    (learning.logs_merge_by_union, naive.order_of_arrival, st.tuples(learned.answers(), st.integers(0, 8))),
    (
        learning.an_answer_taken_back_never_was,
        naive.only_what_came_before_is_taken_back,
        st.tuples(learned.answers()),
    ),
    (planning.one_of_a_family_is_asked, naive.families_forgotten, st.tuples(learned.pools())),
    (planning.only_what_waits_is_asked_and_once, naive.families_forgotten, st.tuples(learned.pools())),
    (planning.a_session_is_as_long_as_can_be, naive.whatever_was_never_answered_is_new, st.tuples(learned.pools())),
    (
        planning.neighbours_are_as_few_as_can_be,
        naive.first_of_another_topic,
        st.tuples(
            st.tuples(
                st.lists(st.builds(Candidate, st.uuids().map(str), st.sampled_from("aabc")), max_size=6),
                st.just(""),
            )
        ),
    ),
    (planning.every_order_is_as_likely_as_another, naive.rotated, st.just((("a", "b", "c"), 25.7))),
    (planning.every_order_is_as_likely_as_another, naive.swapped_with_any_place, st.just((("a", "b", "c"), 25.7))),
    (merging.l2_merging_is_the_union_of_the_sets, naive_store.one_after_the_other, logs.parts()),
    (merging.l2_merging_is_the_union_of_the_sets, naive_store.new_ones_at_the_end, logs.parts()),
    (merging.l3_one_id_for_two_events_is_refused, naive_store.the_last_writer_wins, logs.forged()),
    (thinning.day_by_day_leaves_what_once_leaves, naive_store.every_seventh_by_age, st.tuples(logs.days())),
    (thinning.what_is_near_is_kept_more_closely, naive_store.the_newest, st.just((date(2026, 2, 10), 400))),
    (thinning.what_is_near_is_kept_more_closely, naive_store.all_of_them, st.just((date(2026, 2, 10), 400))),
    (thinning.what_a_wrong_clock_made_stays, naive_store.the_newest, st.tuples(logs.days(), st.just(date(2026, 1, 1)))),
    (
        ready.every_item_is_begun_by_the_eve,
        naive_dates.by_all_days_and_not_those_left,
        st.tuples(dates.courses, st.integers(1, 30)),
    ),
    (
        ready.a_day_in_parts_owes_as_much_as_in_one,
        naive_dates.from_what_is_left_now,
        st.tuples(dates.courses, st.integers(0, 9)),
    ),
    (ready.nothing_waits_beyond_the_eve, naive_dates.its_own_day, st.tuples(dates.dated())),
    (ready.nothing_waits_beyond_the_eve, naive_dates.as_early_as_today, st.tuples(dates.dated())),
    (ready.nothing_else_is_moved, naive_dates.everything_cut_at_the_eve, st.tuples(dates.dated())),
    (ready.what_is_too_much_is_spread_evenly, naive_dates.all_on_the_eve, st.tuples(dates.dated())),
    (ready.it_comes_back_as_late_as_the_budget_allows, naive_dates.in_turn, st.tuples(dates.dated())),
    (ready.no_more_is_above_the_budget_than_must_be, naive_dates.weakest_choose_first, st.tuples(dates.dated(6, 4))),
    (ready.the_weakest_come_back_nearest_to_the_eve, naive_dates.strongest_choose_first, st.tuples(dates.dated())),
    (
        ready.the_order_of_the_items_does_not_count,
        naive_dates.in_turn,
        st.tuples(dates.dated(), st.integers(0, 9)),
    ),
    (
        ready.more_is_known_on_the_day_than_by_the_baselines,
        readiness.due_first,
        st.just((readiness.Course(14, 25), 2, 0.1)),
    ),
    (
        ready.more_is_known_on_the_day_than_by_the_baselines,
        naive_dates.paced_without_an_eve,
        st.just((readiness.Course(14, 25, items=60), 5, 0.01)),
    ),
]


def _breaks(law: Callable[..., None], rule: Callable[..., Any], case: tuple[Any, ...]) -> bool:
    try:
        law(rule, *case)
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize(
    ("law", "rule", "where"), FOUND, ids=[f"{law.__name__}-{rule.__name__.strip('<>')}" for law, rule, _ in FOUND]
)
def test_the_law_catches_the_naive_rule(
    law: Callable[..., None], rule: Callable[..., Any], where: st.SearchStrategy[tuple[Any, ...]]
) -> None:
    find(where, lambda case: _breaks(law, rule, case), settings=SEARCH)
