"""What has parts or an order: cloze, match, order, evidence; and places."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given

from quiz.items.marking import (
    ChoiceMarking,
    ClozeMarking,
    DateMarking,
    EvidenceMarking,
    GapMarking,
    Marking,
    MatchMarking,
    NumericMarking,
    OrderMarking,
    PlaceMarking,
    TextMarking,
)
from quiz.scoring import AskAgain, Note, Outcome, Policy, Verdict, score
from quiz.scoring.chance import chance
from tests.laws import parts as laws
from tests.laws.parts import judged
from tests.strategies import parts as cases
from tests.strategies import scoring as drawn
from tests.support.effort import FEWER


def _made(marking: Marking, response: Any, policy: Policy | None = None) -> Outcome:
    made = score(marking, response, policy or Policy())
    assert isinstance(made, Outcome)
    return made


@FEWER
@given(cases.renamed())
def test_s4_and_s10_names_and_order_of_options_do_not_count(case: cases.Renamed) -> None:
    laws.renaming_options_changes_nothing(judged, case)


# --- Order


@FEWER
@given(cases.ordered())
def test_s9_an_order_is_worth_its_tau(case: cases.Ordered) -> None:
    laws.an_order_is_worth_its_tau(judged, case)


@FEWER
@given(cases.ordered())
def test_s9_only_the_right_order_earns_everything_and_the_reversed_one_nothing(case: cases.Ordered) -> None:
    laws.only_the_right_order_earns_everything_and_the_reversed_one_nothing(judged, case)


@FEWER
@given(cases.ordered())
def test_s9_two_neighbours_that_change_places_move_one_pair(case: cases.Ordered) -> None:
    laws.two_neighbours_that_change_places_move_one_pair(judged, case)


@FEWER
@given(cases.ordered())
def test_s10_options_of_a_tie_may_change_places(case: cases.Ordered) -> None:
    laws.options_of_a_tie_may_change_places(judged, case)


@FEWER
@given(cases.ordered())
def test_s11_what_is_no_order_of_all_options_is_asked_again(case: cases.Ordered) -> None:
    laws.what_is_no_order_of_all_options_is_asked_again(judged, case)


ORDER = OrderMarking(key=(("a", "b"), ("c",), ("d",)))


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (["a", "b", "c"], "no-permutation"),
        (["a", "b", "c", "c"], "no-permutation"),
        (["a", "b", "c", "d", "d"], "no-permutation"),
        (["a", "b", "c", ["d"]], "no-permutation"),
        (["a", "b", "c", None], "no-permutation"),
        ("abcd", "malformed"),
        ({"a": 1}, "malformed"),
        (1, "malformed"),
    ],
)
def test_s11_an_order_that_cannot_be_judged_says_why(response: Any, reason: str) -> None:
    made = score(ORDER, response, Policy())
    assert isinstance(made, AskAgain)
    assert made.reason == reason


@pytest.mark.parametrize(
    ("given_", "share"),
    [("abcd", "1"), ("bacd", "1"), ("acbd", "3/5"), ("abdc", "3/5"), ("cabd", "1/5"), ("dcba", "0"), ("cdab", "0")],
)
def test_an_order_that_is_partly_right(given_: str, share: str) -> None:
    assert _made(ORDER, list(given_)).share == Fraction(share)
    exact = OrderMarking(key=ORDER.key, exact=True)
    assert _made(exact, list(given_)).share == int(Fraction(share))


def test_another_documents_order_is_met_by_full_agreement_alone() -> None:
    marking = OrderMarking(key=ORDER.key, differs=((("c",), ("a", "b"), ("d",)), (("d",), ("c", "b", "a"))))
    assert (_made(marking, list("cbad")).match, _made(marking, list("cbad")).notes) == (
        "differs 0",
        (Note.OTHER_DOCUMENT,),
    )
    assert _made(marking, list("dacb")).match == "differs 1"
    assert _made(marking, list("cadb")).match == ""
    assert _made(marking, list("abcd")).notes == ()
    coarser = OrderMarking(key=ORDER.key, differs=((("a", "b", "c"), ("d",)),))
    assert (_made(coarser, list("abcd")).match, _made(coarser, list("acbd")).match) == ("", "differs 0")


# --- Match


@FEWER
@given(cases.matched())
def test_s12_a_match_earns_its_right_rows(case: cases.Matched) -> None:
    laws.a_match_earns_its_right_rows(judged, case)


@FEWER
@given(cases.matched())
def test_s12_rows_that_are_not_asked_do_not_count(case: cases.Matched) -> None:
    laws.rows_that_are_not_asked_do_not_count(judged, case)


@FEWER
@given(cases.matched())
def test_s12_one_more_right_row_helps(case: cases.Matched) -> None:
    laws.one_more_right_row_helps(judged, case)


MATCH = MatchMarking(
    options=("x", "y", "z"),
    key={"a": "x", "b": "y", "c": "x"},
    differs=({"a": "z"}, {"b": "z", "a": "y"}),
    credits={"differs 1": "0.5"},
)


def test_each_row_of_a_match_has_its_outcome() -> None:
    made = _made(MATCH, {"a": "z", "b": "z", "c": ""})
    assert (made.score, made.verdict, made.match) == ("1/6", Verdict.PARTIAL, "differs 0")
    assert (made.notes, made.rule) == ((Note.OTHER_DOCUMENT,), "match/1+credit")
    said = {row: (p.score, p.verdict, p.match, p.rule, p.chance) for row, p in made.parts.items()}
    assert said == {
        "a": ("0/1", Verdict.INCORRECT, "differs 0", "match/1", "1/2"),
        "b": ("1/2", Verdict.PARTIAL, "differs 1", "match/1+credit", "1/2"),
        "c": ("0/1", Verdict.OMITTED, "", "match/1", "1/3"),
    }
    assert _made(MATCH, {"a": "x", "b": "y"}).parts["a"].match == "option x"


def test_a_match_that_says_exact_is_all_or_nothing() -> None:
    exact = MatchMarking(options=MATCH.options, key=MATCH.key, differs=MATCH.differs, exact=True, credits=MATCH.credits)
    made = _made(exact, {"a": "x", "b": "z", "c": "x"})
    assert (made.score, made.rule, made.match) == ("0/1", "match/1", "differs 1")
    assert _made(exact, MATCH.key).share == 1


@pytest.mark.parametrize("response", [{}, {"a": "", "b": None, "no-row": "x"}, {"no-row": "x"}])
def test_s20_a_match_without_an_answer_is_left_out(response: Any) -> None:
    assert _made(MATCH, response).verdict is Verdict.OMITTED


@pytest.mark.parametrize("response", ["x", ["x", "y", "x"], {"a": "nobody"}, {"a": ["x"]}, {"a": 1}])
def test_a_match_that_cannot_be_judged_is_asked_again(response: Any) -> None:
    assert judged(MATCH, response) is None


# --- Cloze


@FEWER
@given(cases.filled())
def test_s13_a_cloze_is_the_weighted_mean_of_its_gaps(case: cases.Filled) -> None:
    laws.a_cloze_is_the_weighted_mean_of_its_gaps(judged, case)


@FEWER
@given(cases.filled())
def test_s13_the_order_of_gaps_and_the_scale_of_weights_do_not_count(case: cases.Filled) -> None:
    laws.the_order_of_gaps_and_the_scale_of_weights_do_not_count(judged, case)


@FEWER
@given(cases.filled())
def test_s13_a_gap_alone_is_its_own_item(case: cases.Filled) -> None:
    laws.a_gap_alone_is_its_own_item(judged, case)


@FEWER
@given(cases.swapped())
def test_the_best_places_of_gaps_that_may_change_count(case: cases.Filled) -> None:
    laws.the_best_places_count(judged, case)


@FEWER
@given(cases.filled(), drawn.policies)
def test_each_gap_of_a_cloze_has_the_outcome_of_its_type(case: cases.Filled, policy: Policy) -> None:
    made = _made(case.marking, case.given, policy)
    for name, gap in case.marking.gaps.items():
        assert made.parts.get(name) == (score(gap, case.given[name], policy) if made.parts else None)
    assert set(made.notes) == {note for part in made.parts.values() for note in part.notes}


LAND = TextMarking(accepted=("Armenia",), reject=(("Georgia",),), credits={"reject 0": "0.5"})
YEAR = DateMarking(key="2025-08")
SUM = NumericMarking(unit="km", accepted=(("43", "km"),))
SIDE = ChoiceMarking(options=("north", "south"), key="south")
CLOZE = ClozeMarking(gaps={"land": LAND, "year": YEAR, "sum": SUM, "side": SIDE}, weights={"land": "2"})


def test_a_cloze_tells_its_parts() -> None:
    made = _made(CLOZE, {"land": "georgia", "year": "August 2025", "side": "north", "more": "x"})
    assert (made.score, made.verdict, made.rule) == ("2/5", Verdict.PARTIAL, "cloze/1+credit")
    assert (made.match, made.notes, made.chance) == ("", (Note.NEAR_MISS,), "1/10")
    assert [(name, p.verdict, p.match) for name, p in made.parts.items()] == [
        ("land", Verdict.PARTIAL, "reject 0"),
        ("year", Verdict.CORRECT, ""),
        ("sum", Verdict.OMITTED, ""),
        ("side", Verdict.INCORRECT, "option north"),
    ]


def test_a_cloze_that_says_exact_is_all_or_nothing() -> None:
    exact = ClozeMarking(gaps={"land": LAND, "side": SIDE}, exact=True)
    made = _made(exact, {"land": "georgia", "side": "south"})
    assert (made.score, made.rule, made.chance) == ("0/1", "cloze/1", "0/1")
    assert _made(exact, {"land": "armenia", "side": "south"}).share == 1
    assert chance(ClozeMarking(gaps={"one": SIDE, "two": SIDE}, exact=True)) == Fraction(1, 4)


@pytest.mark.parametrize("response", [{}, {"land": "", "year": None}, {"more": "x"}, {"land": "?!"}])
def test_s20_a_cloze_without_an_answer_is_left_out(response: Any) -> None:
    made = _made(CLOZE, response)
    assert (made.verdict, made.parts) == (Verdict.OMITTED, {})


@pytest.mark.parametrize(
    ("response", "reason", "gap"),
    [
        ({"land": "Armenia", "year": "2025"}, "coarse", "year"),
        ({"sum": "43 wombats", "side": "east"}, "unit", "sum"),
        ({"side": "east"}, "malformed", "side"),
        ("Armenia", "malformed", ""),
        (["Armenia"], "malformed", ""),
    ],
)
def test_a_gap_that_cannot_be_judged_is_asked_again_by_its_name(response: Any, reason: str, gap: str) -> None:
    made = score(CLOZE, response, Policy())
    assert isinstance(made, AskAgain)
    assert (made.reason, made.part) == (reason, gap)
    assert made.say
    final = _made(CLOZE, response, Policy(final=True))
    assert Note.UNCLEAR in final.notes
    if gap:
        assert final.parts[gap].notes == (Note.UNCLEAR,)
        assert final.parts["land"].share == ("land" in response)


def test_a_text_stands_for_the_only_gap() -> None:
    assert _made(ClozeMarking(gaps={"land": LAND}), "Armenia").parts["land"].share == 1
    assert judged(ClozeMarking(gaps={"land": LAND}), ["Armenia"]) is None


A = TextMarking(accepted=("Armenia",))
B = TextMarking(accepted=("Azerbaijan",), reject=(("Baku",),))
PAIR = ClozeMarking(gaps={"one": A, "two": B}, swap=(("one", "two"),))


def test_a_part_that_changed_places_names_the_gap_that_it_was_judged_as() -> None:
    there = _made(PAIR, {"one": "Azerbaijan", "two": "Armenia"})
    assert (there.score, [p.gap for p in there.parts.values()]) == ("1/1", ["two", "one"])
    here = _made(PAIR, {"one": "Armenia", "two": "Azerbaijan"})
    assert (here.score, [p.gap for p in here.parts.values()]) == ("1/1", ["", ""])
    alone = _made(PAIR, {"two": "Armenia"})
    assert (alone.score, alone.parts["two"].gap, alone.parts["one"].verdict) == ("1/2", "one", Verdict.OMITTED)


def test_the_order_in_which_swapped_gaps_are_named_does_not_count() -> None:
    gaps: dict[str, GapMarking] = {"one": A, "two": B, "three": TextMarking(accepted=("Georgia",))}
    given_ = {"one": "Georgia", "two": "Georgia", "three": "Armenia"}
    made = [_made(ClozeMarking(gaps=gaps, swap=(tuple(names),)), given_) for names in permutations(gaps)]
    assert made == [made[0]] * 6
    assert made[0].score == "2/3"


def test_gaps_that_earn_as_much_in_their_own_places_stay_there() -> None:
    both = ClozeMarking(gaps={"one": A, "two": A, "three": A}, swap=(("one", "two", "three"),))
    made = _made(both, {"one": "nothing", "two": "Armenia", "three": "else"})
    assert (made.score, [p.gap for p in made.parts.values()]) == ("1/3", ["", "", ""])


def test_a_gap_that_changes_places_is_asked_again_where_it_was_typed() -> None:
    near, far = (NumericMarking(unit="km", accepted=((n, "km"),)) for n in ("5", "6"))
    marking = ClozeMarking(gaps={"near": near, "far": far}, swap=(("near", "far"),))
    made = score(marking, {"near": "6", "far": "five"}, Policy())
    assert isinstance(made, AskAgain)
    assert made.part == "far"
    final = _made(marking, {"near": "6", "far": "five"}, Policy(final=True))
    assert (final.score, final.parts["far"].notes) == ("1/2", (Note.UNCLEAR,))


# --- Evidence and place


@FEWER
@given(cases.ticked())
def test_s5_to_s8_sentences_are_ticked_as_options_are(case: cases.Ticked) -> None:
    laws.sentences_are_ticked_as_options_are(judged, case)


PROOF = EvidenceMarking(
    sentences=("A b.", "C d.", "E f.", "G h."),
    key=("A b.", "C d."),
    need="any",
    reject=("E f.",),
    differs=("G h.",),
    credits={"differs 0": "0.25"},
)


@pytest.mark.parametrize(
    ("need", "response", "share", "match"),
    [
        ("any", "A b.", "1", ""),
        ("any", [" C\n d. "], "1", ""),
        ("any", "E f.", "0", "reject 0"),
        ("any", "G h.", "1/4", "differs 0"),
        ("any", ["A b.", "A  b."], "1", ""),
        ("any", ["A b.", "C d."], None, None),
        ("any", "A", None, None),
        ("any", ["A b.", 1], None, None),
        ("any", {"A b.": True}, None, None),
        ("all", "A b.", "1/2", ""),
        ("all", ["A b.", "C d."], "1", ""),
        ("all", ["A b.", "C d.", "E f."], "1/2", ""),
        ("all", ["A b.", "E f."], "0", ""),
        ("all", ["E f."], "0", "reject 0"),
        ("all", "G h.", "1/4", "differs 0"),
        ("all", ["A b.", "nothing"], None, None),
    ],
)
def test_evidence_is_any_sentence_or_all_of_them(need: Any, response: Any, share: str | None, match: str) -> None:
    marking = EvidenceMarking(
        sentences=PROOF.sentences, key=PROOF.key, need=need, reject=PROOF.reject, differs=PROOF.differs,
        credits=PROOF.credits,
    )  # fmt: skip
    assert judged(marking, response) == (None if share is None else Fraction(share))
    if share is not None:
        made = _made(marking, response)
        notes = {"reject": (Note.NEAR_MISS,), "differs": (Note.OTHER_DOCUMENT,)}
        assert (made.match, made.notes) == (match, notes.get(match.partition(" ")[0], ()))


def test_one_sentence_is_asked_for_where_one_is_enough() -> None:
    made = score(PROOF, ["A b.", "C d."], Policy())
    assert isinstance(made, AskAgain)
    assert "one sentence" in made.say


PLACE = PlaceMarking(map="coast", key="rock", reject=("haven",), differs=("pier",), credits={"reject 0": "0.5"})


@pytest.mark.parametrize(
    ("response", "share", "match", "notes"),
    [
        ("rock", "1", "", ()),
        (" rock ", "1", "", ()),
        ("haven", "1/2", "reject 0", (Note.NEAR_MISS,)),
        ("pier", "0", "differs 0", (Note.OTHER_DOCUMENT,)),
        ("Rock", "0", "", ()),
    ],
)
def test_a_place_is_right_by_its_id(response: str, share: str, match: str, notes: tuple[Note, ...]) -> None:
    made = _made(PLACE, response)
    assert (made.share, made.match, made.notes, made.chance) == (Fraction(share), match, notes, "0/1")
    assert judged(PLACE, [response]) is None
