"""Each law of exams catches the naive rule that it is there for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import find
from hypothesis import strategies as st

from tests.broken import naive_exam as naive
from tests.laws import exam as laws
from tests.strategies.exam import (
    FEW_HARD,
    HARD,
    SHARES,
    SIBLINGS,
    exam_cases,
    offers,
    on_the_line,
    owed_seats,
    sat_exams,
)
from tests.test_broken import SEARCH, _breaks

CASES = st.tuples(exam_cases())
SATS = st.tuples(sat_exams())
LINES = on_the_line()
CLAIMS = st.tuples(st.dictionaries(st.sampled_from("abcd"), st.sampled_from(SHARES)), st.integers(1, 40))
FOUND: list[tuple[Callable[..., None], Callable[..., Any], st.SearchStrategy[tuple[Any, ...]]]] = [
    (laws.seats_are_whole_and_go_to_the_largest_remainders, naive.each_share_rounded, CLAIMS),
    (laws.seats_are_whole_and_go_to_the_largest_remainders, naive.what_is_left_to_the_last, CLAIMS),
    (
        laws.no_choice_of_families_fills_more,
        naive.topics_and_levels_apart,
        st.tuples(owed_seats, offers, st.integers(0, 6)),
    ),
    (laws.an_exam_is_full_and_asks_nothing_twice, naive.families_forgotten, CASES),
    (laws.no_choice_fills_more_seats, naive.topics_and_then_levels, CASES),
    (laws.no_choice_fills_more_seats, naive.whatever_fills_both, CASES),
    (laws.no_choice_fills_more_seats, naive.families_forgotten, CASES),
    (laws.what_it_falls_short_of_is_told, naive.nothing_is_short, CASES),
    (laws.the_order_of_candidates_does_not_count, naive.shuffled_by_position, CASES),
    (laws.topics_change_where_they_can, naive.topics_and_then_levels, CASES),
    (laws.whatever_belongs_to_a_best_exam_can_be_drawn, naive.the_same_few, CASES),
    (
        laws.each_is_as_likely_as_another,
        naive.larger_families_sooner,
        st.just((SIBLINGS, (("i0", "i1", "i2", "i3"), ("i4",), ("i5",), ("i6",), ("i7",)), 23.6)),
    ),
    (laws.every_place_in_the_exam_is_as_likely, naive.in_order_of_the_draw, st.just((FEW_HARD, HARD, 25.8))),
    (laws.the_pass_mark_itself_passes, naive.float_mark, LINES),
    (laws.the_pass_mark_itself_passes, naive.above_the_pass_mark, LINES),
    (laws.a_mark_is_the_sum_of_what_the_items_earned, naive.float_mark, SATS),
    (laws.a_mark_is_the_sum_of_what_the_items_earned, naive.only_what_was_answered, SATS),
    (laws.neither_order_nor_form_counts, naive.float_mark, SATS),
    (laws.no_answer_earns_what_a_wrong_one_earns, naive.only_what_was_answered, SATS),
]


@pytest.mark.parametrize(
    ("law", "rule", "where"), FOUND, ids=[f"{law.__name__}-{rule.__name__}" for law, rule, _ in FOUND]
)
def test_the_law_catches_the_naive_exam(
    law: Callable[..., None], rule: Callable[..., Any], where: st.SearchStrategy[tuple[Any, ...]]
) -> None:
    find(where, lambda case: _breaks(law, rule, case), settings=SEARCH)
