"""Each law of asking catches the naive way to ask that it is there for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import find
from hypothesis import strategies as st

from quiz.items import Order
from tests.broken import naive_asking as naive
from tests.laws import asking as laws
from tests.strategies.asking import SEEDS, asked_items, twins, two_keys
from tests.support.library import composed
from tests.test_broken import SEARCH, _breaks

KEYS = st.tuples(two_keys())
ITEMS = st.tuples(asked_items, SEEDS)
MANY = [f"seed {number}" for number in range(400)]
ORDER = next(item for item in composed() if isinstance(item, Order))
FOUND: list[tuple[Callable[..., None], Callable[..., Any], st.SearchStrategy[tuple[Any, ...]]]] = [
    (laws.the_question_is_the_same_whatever_is_right, naive.several_where_several_are_right, KEYS),
    (laws.the_question_is_the_same_whatever_is_right, naive.never_in_the_right_order, KEYS),
    (laws.the_question_is_the_same_whatever_is_right, naive.partners_that_are_needed, KEYS),
    (laws.everything_that_can_be_answered_is_shown_once, naive.partners_that_are_needed, ITEMS),
    (laws.everything_that_can_be_answered_is_shown_once, naive.gaps_without_their_options, ITEMS),
    (laws.rows_tell_nothing_of_their_partners, naive.rows_and_partners_drawn_alike, st.just((twins(3), MANY))),
    (laws.any_order_may_be_shown_the_right_one_too, naive.never_in_the_right_order, st.just((ORDER, MANY))),
]


@pytest.mark.parametrize(
    ("law", "rule", "where"), FOUND, ids=[f"{law.__name__}-{rule.__name__}" for law, rule, _ in FOUND]
)
def test_the_law_catches_the_naive_way_to_ask(
    law: Callable[..., None], rule: Callable[..., Any], where: st.SearchStrategy[tuple[Any, ...]]
) -> None:
    find(where, lambda case: _breaks(law, rule, case), settings=SEARCH)
