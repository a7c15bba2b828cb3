"""A response is held against the key first: what is right stays right, whatever else says so, too."""

from __future__ import annotations

import pytest

from quiz.items.marking import (
    BooleanMarking,
    ChoiceMarking,
    DateMarking,
    EvidenceMarking,
    Marking,
    MatchMarking,
    MultipleMarking,
    NumericMarking,
    OrderMarking,
    PlaceMarking,
    TextMarking,
)
from quiz.scoring import Outcome, Policy, key_response, score

HALF = {"differs 0": "0.5", "reject 0": "0.5", "option a": "0.5"}
ALSO_ELSEWHERE: list[Marking] = [
    ChoiceMarking(options=("a", "b"), key="a", differs=("a",), credits=HALF),
    MultipleMarking(options=tuple("abc"), key=("a", "b"), differs=(("b", "a"),), credits=HALF),
    BooleanMarking(key=True, differs=(True,), credits=HALF),
    NumericMarking(unit="", accepted=(("5", ""),), reject=(("5", ""),), differs=(("5", ""),), credits=HALF),
    DateMarking(key="2026-02-10", reject=("2026-02",), differs=("2026-02-10",), credits=HALF),
    TextMarking(accepted=("Baku",), reject=(("Baku",),), differs=(("baku",),), credits=HALF),
    MatchMarking(options=("x", "y"), key={"a": "x"}, differs=({"a": "x"},), credits=HALF),
    OrderMarking(key=(("a",), ("b",)), differs=((("a", "b"),), (("a",), ("b",))), credits=HALF),
    EvidenceMarking(sentences=("A.", "B."), key=("A.",), need="any", reject=("A.",), differs=("A.",), credits=HALF),
    EvidenceMarking(sentences=("A.", "B."), key=("A.",), need="all", reject=("A.",), differs=("A.",), credits=HALF),
    PlaceMarking(map="m", key="a", reject=("a",), differs=("a",), credits=HALF),
]


@pytest.mark.parametrize("marking", ALSO_ELSEWHERE, ids=lambda marking: type(marking).__name__)
def test_what_the_key_says_is_right_though_another_entry_says_it_as_well(marking: Marking) -> None:
    made = score(marking, key_response(marking), Policy())
    assert isinstance(made, Outcome)
    assert (made.score, made.notes) == ("1/1", ())
    assert made.match in ("", "option a")
    assert not made.rule.endswith("+credit")
