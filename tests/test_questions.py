"""What is asked gives nothing away, and whatever is answered can be put into words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quiz.banks import Library
from quiz.items import Cloze, Item, Match, NamesFile, Reject, TextGap, type_name
from quiz.items.marking import Marking
from quiz.scoring import Note, Outcome, Policy, Verdict, key_response, score
from quiz.views import Question, feedback_of, given_text, letters, question_of, right_text, shown_ids, stem_text
from tests.laws import asking as laws
from tests.strategies import asking as drawn
from tests.strategies.items import clozes, matches
from tests.strategies.scoring import json_values
from tests.support.effort import FEWER
from tests.support.library import composed, document, library_of

SEEDS = [f"seed {number}" for number in range(400)]


def library_with(item: Item) -> Library:
    return library_of([item], documents={**drawn.DOCUMENTS, "notes": document(range(1, 11))})


def ask(item: Item, seed: str) -> Question:
    library = library_with(item)
    return question_of(library.entries[item.id], library, seed, 1, 1)


def marking_of(item: Item) -> Marking:
    return library_with(item).entries[item.id].marking


def of_type(kind: str) -> Item:
    return next(item for item in composed() if type_name(item) == kind)


def judged(item: Item, response: Any) -> Outcome:
    made = score(marking_of(item), response, Policy(final=True))
    assert isinstance(made, Outcome)
    return made


def told(item: Item, response: Any) -> Any:
    library = library_with(item)
    return feedback_of(library.entries[item.id], response, judged(item, response), None, library, 739_000)


@FEWER
@given(drawn.two_keys())
def test_the_question_is_the_same_whatever_is_right(case: tuple[Item, Item, str]) -> None:
    laws.the_question_is_the_same_whatever_is_right(ask, case)


@FEWER
@given(drawn.asked_items, drawn.SEEDS)
def test_everything_that_can_be_answered_is_shown_once(item: Item, seed: str) -> None:
    laws.everything_that_can_be_answered_is_shown_once(ask, item, seed)
    assert ask(item, seed) == ask(item, seed)
    if item.__struct_config__.tag in ("choice", "multiple", "match", "order"):
        assert shown_ids(item, seed) == tuple(name for name, _ in ask(item, seed).options)
    else:
        assert shown_ids(item, seed) == ()


@pytest.mark.parametrize("kind", ["cloze", "match", "order", "evidence"])
def test_each_part_row_line_and_sentence_is_shown_once(kind: str) -> None:
    for seed in SEEDS[:20]:
        laws.everything_that_can_be_answered_is_shown_once(ask, of_type(kind), seed)


def test_rows_tell_nothing_of_their_partners() -> None:
    laws.rows_tell_nothing_of_their_partners(ask, drawn.twins(3), SEEDS)


def test_any_order_may_be_shown_the_right_one_too() -> None:
    laws.any_order_may_be_shown_the_right_one_too(ask, of_type("order"), SEEDS)


@FEWER
@given(st.sampled_from(composed()) | drawn.asked_items, json_values)
def test_any_response_can_be_put_into_words_and_told_of(item: Item, response: Any) -> None:
    assert isinstance(given_text(item, response), str)
    feedback = told(item, response)
    assert feedback.given == "" or feedback.verdict is not Verdict.CORRECT or feedback.notes or feedback.marks


@FEWER
@given(drawn.asked_items)
def test_the_key_is_right_in_words_and_needs_no_more_of_them(item: Item) -> None:
    feedback = told(item, key_response(marking_of(item)))
    assert feedback.verdict is Verdict.CORRECT
    assert (feedback.marks, feedback.message, feedback.given) == ((), "", "")
    assert right_text(item) == feedback.right != ""


@st.composite
def partly_answered(draw: st.DrawFn) -> tuple[Item, dict[str, Any]]:
    """Draw a cloze or match and a response to it, some parts right, some wrong, some left out."""
    item = draw(clozes(drawn.DOCUMENTS, NamesFile()) | matches(drawn.DOCUMENTS))
    key = key_response(marking_of(item))
    wrong = st.sampled_from(sorted(key.values())) | json_values
    if isinstance(item, Match):
        wrong = st.sampled_from([o.id for o in item.options])
    return item, {part: draw(st.just(right) | wrong) for part, right in key.items() if draw(st.booleans())}


@FEWER
@given(partly_answered())
def test_every_part_is_told_of_and_what_is_right_where_it_is_not(case: tuple[Item, dict[str, Any]]) -> None:
    item, response = case
    outcome = judged(item, response)
    feedback = told(item, response)
    if outcome.verdict is Verdict.CORRECT or not outcome.parts:
        return
    right = [part.verdict is Verdict.CORRECT for part in outcome.parts.values()]
    assert len(feedback.marks) == len(outcome.parts)
    assert sorted(not mark.right for mark in feedback.marks) == sorted(right)
    assert sum(mark.kind == "other" for mark in feedback.marks) == sum(
        Note.OTHER_DOCUMENT in part.notes for part in outcome.parts.values()
    )
    if any(right):
        assert feedback.message.startswith(f"{sum(right)} of {len(right)} right.")


def marks(item: Item, response: Any) -> list[str]:
    """What is told of each part, on one line each."""
    return [" | ".join((m.symbol, m.called, m.given, m.right, m.said)) for m in told(item, response).marks]


def test_each_gap_is_told_by_its_own_entries() -> None:
    cloze = of_type("cloze")
    assert marks(cloze, {"year": "1998", "who": "ben", "much": "12", "what": "whale shark"}) == [
        "✗ | (1) | 1998 | 1999 | ",
        "✗ | (2) | Ben | Ana | Ben slept.",
        "✓ | (3) | 12 |  | ",
        "✗ | (4) | whale shark | blue whale | That is a fish.",
    ]
    torn = replace(cloze, gaps={"what": TextGap(key="blue\nwhale")})
    assert marks(torn, {"what": "a\nb"}) == ["✗ | (1) | a b | blue whale | "]
    assert marks(cloze, {"what": "orca"})[3] == "≠ | (4) | orca | blue whale | The letters say so."
    feedback = told(cloze, {**key_response(marking_of(cloze)), "what": "blue wale"})
    assert (feedback.verdict, feedback.notes) == (Verdict.CORRECT, ())
    assert feedback.marks[3].said == "A slip of spelling: it is written blue whale."


def test_each_row_is_told_by_its_feedback_or_by_the_other_document() -> None:
    assert marks(of_type("match"), {"sun": "star", "moon": "star", "mars": "star"}) == [
        "✓ | The sun → | A star |  | ",
        "✗ | The moon → | A star | A satellite | The moon is none.",
        "≠ | Mars → | A star | A planet | The letters say so.",
    ]


def test_gaps_that_have_changed_places_are_told_by_the_gap_that_they_were_judged_as() -> None:
    first = TextGap(key="salt", reject=(Reject(answer="sand", feedback="Not sand."),))
    second = TextGap(key="pepper", reject=(Reject(answer="paper", feedback="Not paper."),))
    item = replace(of_type("cloze"), stem="{a} and {b}", gaps={"a": first, "b": second}, swap=(("a", "b"),))
    assert marks(item, {"a": "pepper", "b": "sand"}) == ["✓ | (1) | pepper |  | ", "✗ | (2) | sand | salt | Not sand."]
    assert right_text(item) == "(1) salt; (2) pepper; (1) and (2) may change places"


def test_where_only_all_counts_that_is_said() -> None:
    for item, response in ((of_type("match"), {"sun": "star"}), (of_type("cloze"), {"year": "1999"})):
        many = 3 if isinstance(item, Match) else 4
        assert told(item, response).message == f"1 of {many} right."
        exact = replace(item, score="exact")
        feedback = told(exact, response)
        assert (feedback.verdict, feedback.message) == (
            Verdict.INCORRECT,
            f"1 of {many} right. Only all together count.",
        )


@pytest.mark.parametrize("response", [["seed"], "seed", [[]], {"a": "b"}, 4])
def test_an_order_that_is_none_is_only_said_to_be_unclear(response: Any) -> None:
    feedback = told(of_type("order"), response)
    assert (feedback.message, feedback.notes) == ("", ("The answer could not be read",))


def test_the_same_options_in_two_gaps_are_shuffled_each_by_itself() -> None:
    cloze = of_type("cloze")
    assert isinstance(cloze, Cloze)
    item = replace(cloze, stem="{a}{b}", gaps={"a": cloze.gaps["who"], "b": cloze.gaps["who"]})
    asked = [ask(item, seed).parts for seed in SEEDS[:40]]
    assert {a.options == b.options for a, b in asked} == {True, False}


def test_gaps_are_numbered_by_the_stem_and_other_braces_stay() -> None:
    cloze = of_type("cloze")
    assert stem_text(cloze) == "In (1)____, (2)____ weighed (3)____ of (4)____."
    assert stem_text(replace(cloze, stem="{x} {year} {who} {year} {}")) == "{x} (1)____ (2)____ (1)____ {}"
    assert [part.called for part in ask(cloze, "x").parts] == ["(1)", "(2)", "(3)", "(4)"]
    assert [part.id for part in ask(cloze, "x").parts] == ["year", "who", "much", "what"]


GIVEN: list[tuple[str, Any, str]] = [
    ("cloze", {"what": "orca", "who": "ben", "much": " 12  kg"}, "(1) –; (2) Ben; (3) 12 kg; (4) orca"),
    ("match", {"sun": "comet", "mars": "planet"}, "The sun → A comet\nThe moon → –\nMars → A planet"),
    ("order", ["seed", "fruit", "leaf", "root"], "Seed → Fruit → Leaf → Root"),
    ("evidence", ["Fact 9 is written down."], "Fact 9 is written down."),
    ("evidence", "Fact 9 is written down.", "Fact 9 is written down."),
    ("match", {}, ""),
]
RIGHT = {
    "cloze": "(1) 1999; (2) Ana; (3) 12 kg; (4) blue whale",
    "match": "The sun → A star\nThe moon → A satellite\nMars → A planet",
    "order": "Seed → (Leaf, Root in any order) → Fruit",
    "evidence": "Fact 10 is written down.",
}


@pytest.mark.parametrize(("kind", "response", "text"), GIVEN)
def test_what_was_given_in_words(kind: str, response: Any, text: str) -> None:
    item = of_type(kind)
    assert given_text(item, response) == text
    assert right_text(item) == RIGHT[kind]


def test_sentences_of_which_any_will_do_are_joined_by_or() -> None:
    item = replace(of_type("evidence"), key=("Fact 8 is written down.", "Fact 10 is written down."))
    assert right_text(item) == "Fact 8 is written down.\nor: Fact 10 is written down."
    assert right_text(replace(item, need="all")) == "Fact 8 is written down.\nFact 10 is written down."


def test_letters_go_on_after_z() -> None:
    assert [letters(place) for place in (0, 25, 26, 27, 51, 52)] == ["a", "z", "aa", "ab", "az", "ba"]
    assert len({letters(place) for place in range(702)}) == 702
