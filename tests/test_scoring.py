from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from quiz.items.marking import (
    BooleanMarking,
    ChoiceMarking,
    ClozeMarking,
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
from quiz.scoring import AskAgain, Note, Outcome, Policy, Verdict, key_response, score
from tests import oracles
from tests.laws import scoring as laws
from tests.laws.scoring import earned
from tests.strategies import scoring as cases

pytestmark = pytest.mark.timeout(30)
"""Seconds for all responses that one test tries: some hundred, each of which may take a hundredth."""


@given(cases.answered(), cases.policies)
def test_s1_any_response_of_any_type_earns_an_exact_share(case: cases.Answered, policy: Policy) -> None:
    made = score(case.marking, case.response, policy)
    if isinstance(made, AskAgain):
        assert not policy.final
        assert made.reason
        assert made.say
        return
    for one in (made, *made.parts.values()):
        assert 0 <= one.share <= 1
        assert one.score == f"{one.share.numerator}/{one.share.denominator}"
        assert 0 <= Fraction(one.chance) < 1
        words = {Fraction(1): {Verdict.CORRECT}, Fraction(0): {Verdict.INCORRECT, Verdict.OMITTED}}
        assert one.verdict in words.get(one.share, {Verdict.PARTIAL})


@given(cases.answered(), cases.policies)
def test_s21_an_outcome_reads_back_as_it_was_written_and_is_made_again_the_same(
    case: cases.Answered, policy: Policy
) -> None:
    made = score(case.marking, case.response, policy)
    assert score(case.marking, case.response, policy) == made
    if isinstance(made, Outcome):
        assert msgspec.json.decode(msgspec.json.encode(made), type=Outcome) == made


HUGE = (10**5_000, -(10**5_000), 1e308, float("nan"), float("-inf"))


@pytest.mark.parametrize("response", [*cases.HOSTILE, *HUGE], ids=range(len(cases.HOSTILE) + len(HUGE)))
@settings(max_examples=25)
@given(marking=cases.markings(), policy=cases.policies)
def test_s3_hostile_responses_are_judged_in_every_place(response: Any, marking: Marking, policy: Policy) -> None:
    parts = marking.gaps if isinstance(marking, ClozeMarking) else getattr(marking, "key", ())
    everywhere = dict.fromkeys(parts, response) if isinstance(parts, dict) else {}
    for one in (response, [response], [[response]], [response] * 500, {"a": response}, everywhere):
        assert isinstance(score(marking, one, policy), Outcome | AskAgain)


@pytest.mark.parametrize("nested", ["[" * 400 + "]" * 400, '{"a":' * 400 + "1" + "}" * 400], ids=["list", "mapping"])
@given(marking=cases.markings())
def test_s3_nested_responses_are_judged(nested: str, marking: Marking) -> None:
    assert isinstance(score(marking, json.loads(nested), Policy(final=True)), Outcome)


def _large(kind: str) -> Marking:
    names = tuple(f"word-{n}" for n in range(64))
    gap = TextMarking(accepted=("Armenia", "Armenien"), reject=(("Georgia",),), rivals=("Azerbaijan",))
    groups = tuple(names[at : at + 5] for at in range(0, 60, 5))
    made: dict[str, Marking] = {
        "cloze": ClozeMarking(gaps=dict.fromkeys(names, gap), swap=groups),
        "match": MatchMarking(options=names, key=dict(zip(names, names, strict=True))),
        "order": OrderMarking(key=tuple((name,) for name in names), differs=(tuple((n,) for n in names[::-1]),)),
        "multiple": MultipleMarking(options=names, key=names[:32]),
        "evidence": EvidenceMarking(sentences=names, key=names[:32], need="all"),
    }
    return made[kind]


@pytest.mark.parametrize("kind", ["cloze", "match", "order", "multiple", "evidence"])
@pytest.mark.parametrize("text", ["\ufdfa" * 10_000, "é" * 10_000, "?" * 10_000], ids=["wide", "marked", "signs"])
def test_s3_the_largest_items_are_judged(kind: str, text: str) -> None:
    marking = _large(kind)
    assert isinstance(score(marking, key_response(marking), Policy()), Outcome)
    for response in ({f"word-{n}": text for n in range(64)}, [text] * 64, [f"word-{n}" for n in range(64)]):
        assert isinstance(score(marking, response, Policy(final=True)), Outcome)


@given(cases.answered())
def test_asking_again_becomes_incorrect_when_it_is_final_and_nothing_else_changes(case: cases.Answered) -> None:
    first = score(case.marking, case.response, Policy())
    final = score(case.marking, case.response, Policy(final=True))
    assert isinstance(final, Outcome)
    if isinstance(first, AskAgain) and final.parts:
        assert any(part.notes == (Note.UNCLEAR,) and part.share == 0 for part in final.parts.values())
    elif isinstance(first, AskAgain):
        assert (final.score, final.verdict, final.notes) == ("0/1", Verdict.INCORRECT, (Note.UNCLEAR,))
    else:
        assert final == first


@given(cases.markings(), cases.policies)
def test_s2_the_key_earns_everything(marking: Marking, policy: Policy) -> None:
    made = score(marking, key_response(marking), policy)
    assert isinstance(made, Outcome)
    assert (made.score, made.verdict) == ("1/1", Verdict.CORRECT)
    assert not set(made.notes) & {Note.TYPO, Note.OTHER_DOCUMENT, Note.NEAR_MISS}


@given(cases.markings(), st.sampled_from((None, "", "  \t\n", "\u00a0", [], {}, ())), cases.policies)
def test_s20_a_blank_is_omitted_and_earns_no_less_than_a_wrong_answer(
    marking: Marking, blank: Any, policy: Policy
) -> None:
    made = score(marking, blank, policy)
    assert isinstance(made, Outcome)
    assert (made.score, made.verdict, made.notes) == ("0/1", Verdict.OMITTED, ())


def test_s20_nothing_but_signs_is_omitted_in_a_text() -> None:
    made = score(TextMarking(accepted=("Baku",)), "?!", Policy(final=True))
    assert isinstance(made, Outcome)
    assert made.verdict is Verdict.OMITTED


@given(cases.picked_options())
def test_s2_only_the_set_of_right_options_earns_everything(case: cases.Picked) -> None:
    laws.only_the_key_earns_everything(earned, case)


def _is_key(marking: Marking, response: Any) -> bool:
    """Tell whether a response is the key: that option, that set, an order that it allows."""
    match marking:
        case MultipleMarking():
            return set(response) == set(marking.key)
        case OrderMarking():
            return oracles.agrees(marking.key, response)
        case MatchMarking():
            return all(response.get(row) == option for row, option in marking.key.items())
        case EvidenceMarking():
            picked = {response} if isinstance(response, str) else set(response)
            key = set(marking.key)
            return len(picked) == 1 and picked <= key if marking.need == "any" else picked == key
        case BooleanMarking():
            return (response in (True, "yes")) is marking.key
    return bool(response == getattr(marking, "key", None))


PICKED: st.SearchStrategy[Marking] = st.one_of(
    cases.choice_markings(), cases.multiple_markings(credit=True), cases.boolean_markings(), cases.match_markings(),
    cases.order_markings(), cases.evidence_markings(), cases.place_markings(),
)  # fmt: skip


@given(PICKED.flatmap(lambda marking: st.tuples(st.just(marking), cases.meant(marking))))
def test_s2_nothing_but_the_key_earns_everything(case: tuple[Marking, Any]) -> None:
    assert (earned(*case) == 1) is _is_key(*case)


@given(cases.chosen_options())
def test_s8_an_option_named_twice_is_named_once(case: cases.Chosen) -> None:
    assert earned(case.marking, [case.picked] * 2) == earned(case.marking, case.picked)


@given(cases.picked_options() | cases.chosen_options())
def test_s4_the_order_of_options_does_not_count(case: cases.Picked | cases.Chosen) -> None:
    laws.the_order_of_options_does_not_count(earned, case)


@given(cases.picked_options())
def test_s5_right_ticks_help_and_wrong_ones_do_not(case: cases.Picked) -> None:
    laws.one_more_right_tick_never_lowers_and_one_more_wrong_never_raises(earned, case)


@given(cases.picked_options())
def test_s7_a_negated_stem_scores_the_other_ticks_alike(case: cases.Picked) -> None:
    laws.asking_for_the_others_and_ticking_the_others_is_the_same(earned, case)


@given(cases.picked_options())
def test_s8_a_tick_counts_once(case: cases.Picked) -> None:
    laws.a_tick_counts_once(earned, case)


@pytest.mark.parametrize("size", range(2, 9))
def test_s6_every_set_of_ticks_earns_the_share_of_right_less_that_of_wrong(size: int) -> None:
    options = cases.IDS[:size]
    for right in range(1, size):
        marking = MultipleMarking(options=options, key=options[:right])
        laws.ticking_all_or_none_earns_nothing(earned, marking)
        floorless = Fraction(0)
        for ticked in oracles.subsets(options):
            hits = len(set(ticked) & set(marking.key))
            expected = oracles.youden(right, hits, size - right, len(ticked) - hits)
            floorless += expected
            assert earned(marking, ticked) == max(0, expected)
        assert floorless == 0


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("size", range(2, 7))
def test_s19_chance_is_what_a_blind_guess_earns_on_average(size: int, exact: bool) -> None:
    options = cases.IDS[:size]
    for right in range(1, size + 1):
        marking = MultipleMarking(options=options, key=options[:right], exact=exact)
        made = [score(marking, ticked, Policy()) for ticked in oracles.subsets(options)]
        shares = [m.share for m in made if isinstance(m, Outcome)]
        assert len(shares) == 2**size
        mean = sum(shares, Fraction(0)) / len(shares)
        assert {Fraction(m.chance) for m in made if isinstance(m, Outcome)} == {mean}


@pytest.mark.parametrize(
    ("marking", "guesses"),
    [
        (ChoiceMarking(options=("a", "b", "c"), key="b"), ["a", "b", "c"]),
        (BooleanMarking(key=False, differs=(True,)), [True, False]),
    ],
)
def test_s19_chance_of_one_of_several(marking: Marking, guesses: list[Any]) -> None:
    made = [score(marking, guess, Policy()) for guess in guesses]
    mean = sum((m.share for m in made if isinstance(m, Outcome)), Fraction(0)) / len(guesses)
    assert {m.chance for m in made if isinstance(m, Outcome)} == {f"{mean.numerator}/{mean.denominator}"}


@given(cases.multiple_markings(exact=True).flatmap(lambda m: st.tuples(st.just(m), cases.picks(m))))
def test_all_or_nothing_is_all_or_nothing(case: tuple[MultipleMarking, list[str]]) -> None:
    marking, picked = case
    assert earned(marking, picked) == (set(picked) == set(marking.key))


ABC = ("a", "b", "c")
TEXT = TextMarking(
    accepted=("Nakhchivan",), reject=(("Nagorno-Karabakh", "Artsakh"),), differs=(("Lachin",),), rivals=("Baku",)
)
NUMBER = NumericMarking(
    unit="billion USD",
    accepted=(("5", "billion USD"),),
    reject=(("9", "billion USD"),),
    differs=(("8", "billion USD"), ("4.2", "billion EUR")),
)
DATE = DateMarking(key="2025-08", reject=("2021-04",), differs=("2025-07",))


@pytest.mark.parametrize(
    ("marking", "response", "notes", "match"),
    [
        (ChoiceMarking(options=ABC, key="a", differs=("b",)), "a", (), "option a"),
        (ChoiceMarking(options=ABC, key="a", differs=("c", "b")), "b", (Note.OTHER_DOCUMENT,), "differs 1"),
        (ChoiceMarking(options=ABC, key="a", differs=("b",)), "c", (), "option c"),
        (
            MultipleMarking(options=ABC, key=("a", "b"), differs=(("b", "c"),)),
            ["c", "b"],
            (Note.OTHER_DOCUMENT,),
            "differs 0",
        ),
        (MultipleMarking(options=ABC, key=("a", "b"), differs=(("b", "c"),)), ["b"], (), ""),
        (BooleanMarking(key=True, differs=(False,)), "no", (Note.OTHER_DOCUMENT,), "differs 0"),
        (BooleanMarking(key=True), False, (), "reject 0"),
        (NUMBER, "9", (Note.NEAR_MISS,), "reject 0"),
        (NUMBER, "$8bn", (Note.OTHER_DOCUMENT,), "differs 0"),
        (NUMBER, "€4.2 billion", (Note.OTHER_DOCUMENT,), "differs 1"),
        (NUMBER, "€5 billion", (Note.OTHER_UNIT,), ""),
        (NUMBER, "7", (), ""),
        (DATE, "July 2025", (Note.OTHER_DOCUMENT,), "differs 0"),
        (DATE, "24 April 2021", (Note.NEAR_MISS,), "reject 0"),
        (DATE, "May 2024", (), ""),
        (DateMarking(key="2025-08", reject=("2021-04-24",)), "April 2021", (), ""),
        (DateMarking(key="2025-08", reject=("2021",)), "April 2021", (Note.NEAR_MISS,), "reject 0"),
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
    ("marking", "response", "share", "note"),
    [
        (ChoiceMarking(options=ABC, key="a", credits={"option b": "0.5"}), "b", "1/2", None),
        (ChoiceMarking(options=ABC, key="a", credits={"option b": "0.5"}), "c", "0", None),
        (
            ChoiceMarking(options=ABC, key="a", differs=("b",), credits={"differs 0": "0.25"}),
            "b",
            "1/4",
            Note.OTHER_DOCUMENT,
        ),
        (BooleanMarking(key=True, differs=(False,), credits={"differs 0": "0.5"}), "n", "1/2", Note.OTHER_DOCUMENT),
        (structs.replace(NUMBER, credits={"reject 0": "0.1"}), "9", "1/10", Note.NEAR_MISS),
        (structs.replace(NUMBER, credits={"differs 1": "0.1"}), "€4.2bn", "1/10", Note.OTHER_DOCUMENT),
        (structs.replace(DATE, credits={"differs 0": "0.5"}), "July 2025", "1/2", Note.OTHER_DOCUMENT),
        (structs.replace(TEXT, credits={"reject 0": "0.3"}), "artsakh", "3/10", Note.NEAR_MISS),
        (
            MultipleMarking(options=ABC, key=("a", "b"), differs=(("c",),), credits={"differs 0": "0.5"}),
            ["c"],
            "1/2",
            Note.OTHER_DOCUMENT,
        ),
        (
            OrderMarking(key=(("a",), ("b",)), differs=((("b",), ("a",)),), credits={"differs 0": "0.5"}),
            ["b", "a"],
            "1/2",
            Note.OTHER_DOCUMENT,
        ),
    ],
)
def test_t2_an_entry_earns_its_credit_and_the_rule_says_so(
    marking: Marking, response: Any, share: str, note: Note | None
) -> None:
    made = score(marking, response, Policy())
    assert isinstance(made, Outcome)
    assert (made.share, made.notes) == (Fraction(share), (note,) if note else ())
    assert made.rule.partition("/1")[2] == ("+credit" if made.share else "")
    assert made.verdict is (Verdict.PARTIAL if made.share else Verdict.INCORRECT)
    plain = score(structs.replace(marking, credits={}), response, Policy())
    assert isinstance(plain, Outcome)
    assert (plain.score, plain.notes, plain.match) == ("0/1", made.notes, made.match)


def test_a_credit_never_lowers_what_was_earned() -> None:
    marking = MultipleMarking(options=ABC, key=("a", "b"), differs=(("a",),), credits={"differs 0": "0.2"})
    made = score(marking, ["a"], Policy())
    assert isinstance(made, Outcome)
    assert (made.score, made.rule, made.match) == ("1/2", "multiple/1", "differs 0")


CHOICE, MULTIPLE = ChoiceMarking(options=ABC, key="a"), MultipleMarking(options=ABC, key=("a",))
ORDER = OrderMarking(key=(("a",), ("b",)))
MATCH = MatchMarking(options=ABC, key={"x": "a", "y": "b"})
ANY = EvidenceMarking(sentences=("A b.", "C d."), key=("A b.",), need="any")
ALL = EvidenceMarking(sentences=("A b.", "C d."), key=("A b.",), need="all")


@pytest.mark.parametrize(
    ("marking", "responses", "say"),
    [
        (CHOICE, ["d", ["a", "b"], 0, {"a": True}], "Pick one of the options."),
        (MULTIPLE, [["a", "d"], {"a": True}, 1], "Pick from the options."),
        (BooleanMarking(key=True), [1, "maybe", [True]], "Answer true or false."),
        (NUMBER, [True, ["5"], {"value": 5}], "Type a number in digits, such as 7.5 or 2,400."),
        (DATE, [{"year": 2025}, True], "Type a date such as 3 May 2020, 3 May, May 2020, 2020 or 2020-05-03."),
        (TEXT, [True, ["Nakhchivan"], {"a": "b"}], "Type the answer."),
        (ClozeMarking(gaps={"a": TEXT, "b": TEXT}), ["a", ["a"], 1], "Fill the gaps."),
        (MATCH, ["a", ["a"], {"x": "d"}, {"x": 1}], "Pick a partner from the options for each row."),
        (ORDER, ["a", {"a": 1}, 1], "Give all options in their order."),
        (ANY, ["A", ["A b.", "C d."], 1], "Pick one sentence of the passage."),
        (ALL, ["A", ["A b.", 1], {"A b.": True}], "Pick sentences of the passage."),
        (PlaceMarking(map="coast", key="rock"), [["rock"], 1, {"rock": 1}], "Pick a place on the map."),
    ],
)
def test_what_is_no_answer_of_that_type_is_asked_again(marking: Marking, responses: list[Any], say: str) -> None:
    for response in responses:
        assert score(marking, response, Policy()) == AskAgain("malformed", say)


@pytest.mark.parametrize(("word", "said"), [("TRUE", True), (" y ", True), ("T", True), ("False", False), ("n", False)])
def test_true_and_false_may_be_typed(word: str, said: bool) -> None:
    assert earned(BooleanMarking(key=said), word) == 1
    assert earned(BooleanMarking(key=not said), word) == 0
