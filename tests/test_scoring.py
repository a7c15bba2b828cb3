from __future__ import annotations

import time
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.items.marking import (
    BooleanMarking,
    ChoiceMarking,
    DateMarking,
    Marking,
    MultipleMarking,
    NumericMarking,
    TextMarking,
)
from quiz.scoring import AskAgain, Note, Outcome, Policy, Verdict, key_response, score
from tests import oracles
from tests.laws import scoring as laws
from tests.laws.scoring import earned
from tests.strategies import scoring as cases

PATIENCE = 0.1
"""Seconds that no response may take, generously."""


def _subsets(options: tuple[str, ...]) -> list[list[str]]:
    return [list(s) for s in chain.from_iterable(combinations(options, n) for n in range(len(options) + 1))]


@given(cases.markings(), cases.json_values, cases.policies)
def test_any_response_is_scored_exactly_and_at_once(marking: Marking, response: Any, policy: Policy) -> None:
    began = time.perf_counter()
    made = score(marking, response, policy)
    assert time.perf_counter() - began < PATIENCE
    if isinstance(made, AskAgain):
        assert not policy.final
        assert made.reason
        assert made.say
        return
    assert 0 <= made.share <= 1
    assert made.score == f"{made.share.numerator}/{made.share.denominator}"
    words = {Fraction(1): {Verdict.CORRECT}, Fraction(0): {Verdict.INCORRECT, Verdict.OMITTED}}
    assert made.verdict in words.get(made.share, {Verdict.PARTIAL})


@pytest.mark.parametrize("response", [*cases.HOSTILE, 10**5_000, -(10**5_000)], ids=range(len(cases.HOSTILE) + 2))
@settings(max_examples=25)
@given(marking=cases.markings(), policy=cases.policies)
def test_hostile_responses_are_judged_at_once(response: str | int, marking: Marking, policy: Policy) -> None:
    began = time.perf_counter()
    score(marking, response, policy)
    assert time.perf_counter() - began < PATIENCE


@given(cases.markings(), cases.json_values)
def test_asking_again_becomes_incorrect_when_it_is_final_and_nothing_else_changes(
    marking: Marking, response: Any
) -> None:
    first = score(marking, response, Policy())
    final = score(marking, response, Policy(final=True))
    if isinstance(first, AskAgain):
        assert isinstance(final, Outcome)
        assert (final.score, final.verdict, final.notes) == ("0/1", Verdict.INCORRECT, (Note.UNCLEAR,))
    else:
        assert final == first


@given(cases.markings(), cases.policies)
def test_the_key_earns_everything(marking: Marking, policy: Policy) -> None:
    made = score(marking, key_response(marking), policy)
    assert isinstance(made, Outcome)
    assert (made.score, made.verdict) == ("1/1", Verdict.CORRECT)
    assert not set(made.notes) & {Note.TYPO, Note.OTHER_DOCUMENT, Note.NEAR_MISS}


@given(cases.markings(), st.sampled_from((None, "", "  \t\n", "\u00a0", [], {}, ())), cases.policies)
def test_a_blank_is_omitted_and_earns_no_less_than_a_wrong_answer(marking: Marking, blank: Any, policy: Policy) -> None:
    made = score(marking, blank, policy)
    assert isinstance(made, Outcome)
    assert (made.score, made.verdict, made.notes) == ("0/1", Verdict.OMITTED, ())


def test_nothing_but_signs_is_omitted_in_a_text() -> None:
    made = score(TextMarking(("Baku",)), "?!", Policy(final=True))
    assert isinstance(made, Outcome)
    assert made.verdict is Verdict.OMITTED


@given(cases.picked_options())
def test_only_the_set_of_right_options_earns_everything(case: cases.Picked) -> None:
    laws.only_the_key_earns_everything(earned, case)


@given(cases.chosen_options())
def test_only_the_right_option_earns_and_it_earns_everything(case: cases.Chosen) -> None:
    assert earned(case.marking, case.picked) == (case.picked == case.marking.key)
    assert earned(case.marking, [case.picked] * 2) == earned(case.marking, case.picked)


@given(cases.picked_options() | cases.chosen_options())
def test_the_order_of_options_does_not_count(case: cases.Picked | cases.Chosen) -> None:
    laws.the_order_of_options_does_not_count(earned, case)


@given(cases.picked_options())
def test_right_ticks_help_and_wrong_ones_do_not(case: cases.Picked) -> None:
    laws.one_more_right_tick_never_lowers_and_one_more_wrong_never_raises(earned, case)


@given(cases.picked_options())
def test_a_negated_stem_scores_the_other_ticks_alike(case: cases.Picked) -> None:
    laws.asking_for_the_others_and_ticking_the_others_is_the_same(earned, case)


@given(cases.picked_options())
def test_a_tick_counts_once(case: cases.Picked) -> None:
    laws.a_tick_counts_once(earned, case)


@pytest.mark.parametrize("size", range(2, 9))
def test_every_set_of_ticks_earns_the_share_of_right_less_that_of_wrong(size: int) -> None:
    options = cases.IDS[:size]
    for right in range(1, size):
        marking = MultipleMarking(options, options[:right])
        laws.ticking_all_or_none_earns_nothing(earned, marking)
        floorless = Fraction(0)
        for ticked in _subsets(options):
            hits = len(set(ticked) & set(marking.key))
            expected = oracles.youden(right, hits, size - right, len(ticked) - hits)
            floorless += expected
            assert earned(marking, ticked) == max(0, expected)
        assert floorless == 0


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("size", range(2, 7))
def test_chance_is_what_a_blind_guess_earns_on_average(size: int, exact: bool) -> None:
    options = cases.IDS[:size]
    for right in range(1, size + 1):
        marking = MultipleMarking(options, options[:right], exact=exact)
        made = [score(marking, ticked, Policy()) for ticked in _subsets(options)]
        shares = [m.share for m in made if isinstance(m, Outcome)]
        assert len(shares) == 2**size
        mean = sum(shares, Fraction(0)) / len(shares)
        assert {Fraction(m.chance) for m in made if isinstance(m, Outcome)} == {mean}


@pytest.mark.parametrize(
    ("marking", "guesses"),
    [
        (ChoiceMarking(("a", "b", "c"), "b"), ["a", "b", "c"]),
        (BooleanMarking(False, (True,)), [True, False]),
    ],
)
def test_chance_of_one_of_several(marking: Marking, guesses: list[Any]) -> None:
    made = [score(marking, guess, Policy()) for guess in guesses]
    mean = sum((m.share for m in made if isinstance(m, Outcome)), Fraction(0)) / len(guesses)
    assert {m.chance for m in made if isinstance(m, Outcome)} == {f"{mean.numerator}/{mean.denominator}"}


@given(cases.multiple_markings(exact=True).flatmap(lambda m: st.tuples(st.just(m), cases.picks(m))))
def test_all_or_nothing_is_all_or_nothing(case: tuple[MultipleMarking, list[str]]) -> None:
    marking, picked = case
    assert earned(marking, picked) == (set(picked) == set(marking.key))


ABC = ("a", "b", "c")
TEXT = TextMarking(("Nakhchivan",), (("Nagorno-Karabakh", "Artsakh"),), (("Lachin",),), ("Baku",))
NUMBER = NumericMarking(
    "billion USD",
    (("5", "billion USD"),),
    reject=(("9", "billion USD"),),
    differs=(("8", "billion USD"), ("4.2", "billion EUR")),
)
DATE = DateMarking("2025-08", ("2021-04",), ("2025-07",))


@pytest.mark.parametrize(
    ("marking", "response", "notes", "match"),
    [
        (ChoiceMarking(ABC, "a", ("b",)), "a", (), "option a"),
        (ChoiceMarking(ABC, "a", ("c", "b")), "b", (Note.OTHER_DOCUMENT,), "differs 1"),
        (ChoiceMarking(ABC, "a", ("b",)), "c", (), "option c"),
        (MultipleMarking(ABC, ("a", "b"), (("b", "c"),)), ["c", "b"], (Note.OTHER_DOCUMENT,), "differs 0"),
        (MultipleMarking(ABC, ("a", "b"), (("b", "c"),)), ["b"], (), ""),
        (BooleanMarking(True, (False,)), "no", (Note.OTHER_DOCUMENT,), "differs 0"),
        (BooleanMarking(True), False, (), "reject 0"),
        (NUMBER, "9", (Note.NEAR_MISS,), "reject 0"),
        (NUMBER, "$8bn", (Note.OTHER_DOCUMENT,), "differs 0"),
        (NUMBER, "€4.2 billion", (Note.OTHER_DOCUMENT,), "differs 1"),
        (NUMBER, "€5 billion", (Note.OTHER_UNIT,), ""),
        (NUMBER, "7", (), ""),
        (DATE, "July 2025", (Note.OTHER_DOCUMENT,), "differs 0"),
        (DATE, "24 April 2021", (Note.NEAR_MISS,), "reject 0"),
        (DATE, "May 2024", (), ""),
        (DateMarking("2025-08", ("2021-04-24",)), "April 2021", (), ""),
        (DateMarking("2025-08", ("2021",)), "April 2021", (Note.NEAR_MISS,), "reject 0"),
        (TEXT, "artsakh", (Note.NEAR_MISS,), "reject 0"),
        (TEXT, "LACHIN", (Note.OTHER_DOCUMENT,), "differs 0"),
        (TEXT, "Baku", (), ""),
        (TEXT, "Nakhichevan", (Note.TYPO,), ""),
        (TEXT, "the nakhchivan", (), ""),
    ],
)
def test_what_else_is_said_and_which_entry_was_met(
    marking: Marking, response: Any, notes: tuple[Note, ...], match: str
) -> None:
    made = score(marking, response, Policy())
    assert isinstance(made, Outcome)
    assert (made.notes, made.match) == (notes, match)


@pytest.mark.parametrize(
    ("marking", "response"),
    [
        (ChoiceMarking(ABC, "a"), "d"),
        (ChoiceMarking(ABC, "a"), ["a", "b"]),
        (ChoiceMarking(ABC, "a"), 0),
        (MultipleMarking(ABC, ("a",)), ["a", "d"]),
        (MultipleMarking(ABC, ("a",)), {"a": True}),
        (BooleanMarking(True), 1),
        (BooleanMarking(True), "maybe"),
        (NUMBER, True),
        (NUMBER, ["5"]),
        (DATE, {"year": 2025}),
        (TEXT, True),
        (TEXT, ["Nakhchivan"]),
    ],
)
def test_what_is_no_answer_of_that_type_is_asked_again(marking: Marking, response: Any) -> None:
    made = score(marking, response, Policy())
    assert isinstance(made, AskAgain)
    assert made.reason == "malformed"


@pytest.mark.parametrize(("word", "said"), [("TRUE", True), (" y ", True), ("T", True), ("False", False), ("n", False)])
def test_true_and_false_may_be_typed(word: str, said: bool) -> None:
    assert earned(BooleanMarking(said), word) == 1
    assert earned(BooleanMarking(not said), word) == 0
