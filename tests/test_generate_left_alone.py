"""Drafts that are not made: numbers that are told, wrong tenses, names of no organization, no remark."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from quiz.generate.classes import ORG, PERSON, class_of, is_body
from tests.support.drafting import drafts, english, shown

CAST = "Ada Lindqvist moved to Lindhaven in 1901."


@pytest.mark.parametrize(
    "text",
    [
        "Lindhaven burns about 37,000 long tons (38,000 t) of coal a year.",
        "The port of Lindhaven has won for the past 73 years.",
        "Bergen and Oslo, two ports of Norway, lie far from Lindhaven.",
        "Lindhaven understands “2 hours” as a time.",
    ],
)
def test_a_number_that_is_told_or_counts_nothing_is_not_asked_for(text: str) -> None:
    asked = {d.origin.family for d in drafts(f"{text} {CAST}")}
    assert not asked & {"count", "measure"}


def test_no_question_for_a_number_begins_with_a_clumsy_preposition() -> None:
    found = shown(drafts(f"Ada Lindqvist sailed to Bergen with 12 ships in 1905. {CAST}"))
    assert "12 ships" in found.values()
    assert not any(re.search(r"\bwith how many\b", stem, re.IGNORECASE) for stem in found)


def test_a_date_is_not_asked_for_with_a_long_equation() -> None:
    text = "In 1835, the first house of the Northern Shipping Company in Lindhaven was the mill of Karl Berger."
    found = {s: k for s, k in shown(drafts(f"{text} {CAST}")).items() if k == "1835"}
    assert found
    assert all("{gap}" in stem for stem in found)


def test_how_long_it_was_so_stays_in_the_question() -> None:
    found = shown(drafts(f"Lindhaven was ruled by Sweden for over a century. {CAST}"))
    stems = [stem for stem, key in found.items() if key == "Sweden"]
    assert all("for over a century" in stem for stem in stems)


@pytest.mark.parametrize(
    "text",
    [
        "Sweden has delivered three ferries to Lindhaven in 2011.",
        "The Northern Shipping Company is headed by Karl Berger since 2010.",
    ],
)
def test_a_tense_that_does_not_go_with_its_time_gives_no_draft(text: str) -> None:
    stems = [d.item.stem for d in drafts(f"{text} {CAST}") if d.origin.passage == text]
    assert [s for s in stems if re.search(r"\b(?:2011|since|gap)\b", s)] == []


def test_no_question_takes_a_name_for_an_organization_that_does_not_say_so() -> None:
    for name, told in (("Lindqvist", False), ("NSC", True), ("Northern Shipping Company", True), ("New World", False)):
        assert is_body(name) is told


def test_a_first_name_outweighs_what_was_guessed_from_sentences() -> None:
    assert class_of("Anna Lindqvist", Counter({ORG: 10, PERSON: 4}), Counter()) == (PERSON, "person")
    assert class_of("Anna Bank", Counter({ORG: 10, PERSON: 4}), Counter())[0] == ORG


def test_the_subject_of_a_sentence_is_no_remark_on_the_name_before_it() -> None:
    text = "Together with Norway, the ports of Lindhaven, Bergen and Oslo form a league of the sea."
    assert [d.item.stem for d in drafts(f"{text} {CAST}") if d.origin.family == "apposition"] == []


def test_a_line_without_a_verb_gives_no_gap() -> None:
    text = "Unknown amounts of 85 mm guns of Lindhaven in the sheds of Karl Berger."
    assert [d.item.stem for d in drafts(f"{text} {CAST}", english()) if d.origin.family == "measure"] == []
