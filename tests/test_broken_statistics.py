"""Each law of item statistics catches the naive rule that it is there for."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import find
from hypothesis import strategies as st

from tests.broken import naive_statistics as naive
from tests.laws import statistics as laws
from tests.strategies.statistics import forms, logs, pairs, shares
from tests.test_broken import SEARCH
from tests.test_rasch import answers_of, located

WIDE = (100.0, 100.0)
times = st.sampled_from((Fraction(2), Fraction(1, 3)))
answers = logs.map(answers_of).filter(bool)

FOUND: list[tuple[Callable[..., None], Callable[..., Any], st.SearchStrategy[tuple[Any, ...]]]] = [
    (laws.the_same_added_to_every_total_changes_nothing, naive.cosine, st.tuples(pairs(), st.integers(1, 9))),
    (laws.the_unit_of_marks_changes_nothing, naive.covariance_alone, st.tuples(pairs(), times)),
    (laws.what_has_no_variance_has_no_figure, naive.zero_for_unknown, st.tuples(pairs())),
    (laws.what_has_no_variance_has_no_figure, naive.covariance_alone, st.tuples(pairs())),
    (laws.the_order_of_persons_changes_nothing, naive.ties_by_their_place, st.tuples(pairs(), st.integers(1, 5))),
    (
        laws.an_item_is_linked_to_the_other_items_and_not_to_itself,
        naive.against_the_total,
        st.tuples(forms(items=2, persons=3)),
    ),
    (
        laws.the_spread_of_samples_is_on_average_that_of_all,
        naive.population_variance,
        st.tuples(st.lists(st.integers(0, 3), min_size=2, max_size=2), st.just(2)),
    ),
    (
        laws.items_that_agree_in_all_are_wholly_reliable,
        naive.alpha_without_its_factor,
        st.tuples(st.lists(shares, max_size=4), st.integers(2, 4)),
    ),
    (laws.no_place_near_by_is_likelier, naive.logits_of_facility, st.tuples(answers, st.just((1.0, 2.0)))),
    (
        laws.no_place_near_by_is_likelier,
        lambda shares, _: located(shares, WIDE),
        st.tuples(answers, st.just((1.0, 2.0))),
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
