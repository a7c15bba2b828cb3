"""Each law of parts, orders and chance catches the naive rule that it is there for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import find
from hypothesis import strategies as st

from quiz.items.marking import ChoiceMarking, OrderMarking
from tests.broken import naive_parts as naive
from tests.broken import naive_rules
from tests.laws import parts as laws
from tests.strategies import parts as cases
from tests.test_broken import SEARCH, _breaks

ORDERED, MATCHED = st.tuples(cases.ordered()), st.tuples(cases.matched())
FILLED, SWAPPED = st.tuples(cases.filled()), st.tuples(cases.swapped())
RENAMED = st.tuples(cases.renamed())


def _if(kind: type, rule: Callable[..., Any]) -> Callable[..., Any]:
    """Return a rule for one type of marking that gives all others nothing."""

    def only(marking: Any, response: Any) -> Any:
        return rule(marking, response) if isinstance(marking, kind) else 0

    only.__name__ = rule.__name__
    return only


FOUND: list[tuple[Callable[..., None], Callable[..., Any], st.SearchStrategy[tuple[Any, ...]]]] = [
    (laws.renaming_options_changes_nothing, _if(OrderMarking, naive.ties_by_name), RENAMED),
    (laws.renaming_options_changes_nothing, _if(ChoiceMarking, naive_rules.key_by_position), RENAMED),
    (laws.an_order_is_worth_its_tau, naive.by_absolute_position, ORDERED),
    (laws.an_order_is_worth_its_tau, naive.longest_ordered_subset, ORDERED),
    (laws.an_order_is_worth_its_tau, naive.neighbours_in_a_row, ORDERED),
    (laws.an_order_is_worth_its_tau, naive.share_of_pairs, ORDERED),
    (
        laws.only_the_right_order_earns_everything_and_the_reversed_one_nothing,
        naive.longest_ordered_subset,
        ORDERED,
    ),
    (laws.only_the_right_order_earns_everything_and_the_reversed_one_nothing, naive.by_absolute_position, ORDERED),
    (laws.two_neighbours_that_change_places_move_one_pair, naive.by_absolute_position, ORDERED),
    (laws.two_neighbours_that_change_places_move_one_pair, naive.longest_ordered_subset, ORDERED),
    (laws.options_of_a_tie_may_change_places, naive.ties_by_name, ORDERED),
    (laws.options_of_a_tie_may_change_places, naive.by_absolute_position, ORDERED),
    (laws.what_is_no_order_of_all_options_is_asked_again, naive.by_absolute_position, ORDERED),
    (laws.what_is_no_order_of_all_options_is_asked_again, naive.cut_to_the_shorter, ORDERED),
    (laws.a_match_earns_its_right_rows, naive.of_the_rows_answered, MATCHED),
    (laws.a_match_earns_its_right_rows, naive.each_option_once, MATCHED),
    (laws.rows_that_are_not_asked_do_not_count, naive.of_the_rows_answered, MATCHED),
    (laws.one_more_right_row_helps, naive.of_the_rows_answered, MATCHED),
    (laws.one_more_right_row_helps, naive.each_option_once, MATCHED),
    (laws.a_cloze_is_the_weighted_mean_of_its_gaps, naive.every_gap_alike, FILLED),
    (laws.a_cloze_is_the_weighted_mean_of_its_gaps, naive.whole_gaps_only, FILLED),
    (laws.a_cloze_is_the_weighted_mean_of_its_gaps, naive.places_that_may_always_change, FILLED),
    (laws.the_order_of_gaps_and_the_scale_of_weights_do_not_count, naive.weights_that_are_not_shared_out, FILLED),
    (laws.the_order_of_gaps_and_the_scale_of_weights_do_not_count, naive.weights_by_position, FILLED),
    (laws.a_gap_alone_is_its_own_item, naive.whole_gaps_only, FILLED),
    (laws.a_gap_alone_is_its_own_item, naive.weights_that_are_not_shared_out, FILLED),
    (laws.the_best_places_count, naive.first_come_first_served, SWAPPED),
    (laws.the_best_places_count, naive.one_answer_for_all, SWAPPED),
    (laws.the_best_places_count, naive.places_that_may_always_change, SWAPPED),
    (laws.the_best_places_count, naive.every_gap_alike, SWAPPED),
    (laws.sentences_are_ticked_as_options_are, naive.wrong_sentences_do_not_count, st.tuples(cases.ticked())),
    *(
        (laws.a_blind_guess_earns_its_chance, naive.one_of_n, st.tuples(markings))
        for kind, markings in cases.GUESSABLE.items()
        if kind != "place"
    ),
]


@pytest.mark.parametrize(
    ("law", "rule", "where"), FOUND, ids=[f"{law.__name__}-{rule.__name__}" for law, rule, _ in FOUND]
)
def test_the_law_catches_the_naive_rule_for_parts(
    law: Callable[..., None], rule: Callable[..., Any], where: st.SearchStrategy[tuple[Any, ...]]
) -> None:
    find(where, lambda case: _breaks(law, rule, case), settings=SEARCH)
