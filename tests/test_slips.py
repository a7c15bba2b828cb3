from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from msgspec import structs

from quiz.items.marking import TextMarking
from quiz.scoring import Note, Outcome, Policy, score
from tests.laws import scoring as laws
from tests.laws.scoring import earned, marked
from tests.strategies import scoring as cases

COUNTRIES = (
    "Gambia", "Zambia", "Iceland", "Ireland", "Iran", "Iraq", "North Korea", "South Korea", "Niger", "Nigeria", "Mali",
    "Malawi", "Slovakia", "Slovenia", "Austria", "Australia", "Dominica", "Dominican Republic", "Armenia", "Azerbaijan",
    "Congo", "Togo", "Guinea", "Guyana", "Mauritania", "Mauritius", "Paraguay", "Uruguay", "Latvia", "Lithuania",
)  # fmt: skip


@given(cases.typed_answers())
def test_forms_earn_and_rivals_do_not(case: cases.Typed) -> None:
    laws.every_form_earns_and_no_rival_does(earned, case.marking)


@given(cases.typed_answers())
def test_a_slip_is_judged_by_its_edits_and_by_rivals(case: cases.Typed) -> None:
    laws.a_slip_is_judged_by_its_edits_and_by_rivals(earned, case)


@given(cases.typed_answers())
def test_other_digits_are_never_a_slip(case: cases.Typed) -> None:
    laws.other_digits_are_never_a_slip(earned, case)


@pytest.mark.parametrize(
    ("key", "typed"), [("Apollo 11", "Apollo 12"), ("in 1914", "in 1941"), ("Article 1", "Article")]
)
def test_numbers_in_names_are_exact(key: str, typed: str) -> None:
    assert earned(TextMarking((key,)), typed) == 0


def test_no_country_passes_for_another() -> None:
    laws.no_answer_of_a_set_passes_for_another(earned, COUNTRIES)


@pytest.mark.parametrize(
    ("key", "typed", "right"),
    [
        ("abcd", "abdc", False),
        ("abcde", "abced", True),
        ("abcde", "abxye", False),
        ("abcdefgh", "abcdefxh", True),
        ("abcdefgh", "abcdefxy", False),
        ("abcdefghi", "abcdefgxy", True),
        ("abcdefghi", "abcdefxyz", False),
        ("abcdefgh", "abcdefghij", False),
        ("abcdefghi", "abcdefg", True),
    ],
)
def test_longer_names_allow_more_slips(key: str, typed: str, right: bool) -> None:
    assert earned(TextMarking((key,)), typed) == right


def test_the_form_that_is_nearest_is_the_one_that_was_meant() -> None:
    marking = TextMarking(("Caspian Sea", "Caspian Seas"), rivals=("Caspian Seat",))
    for typed in ("Caspien Seas", "Caspian Seass"):
        made = score(marking, typed, Policy())
        assert isinstance(made, Outcome)
        assert (made.score, made.form) == ("1/1", "Caspian Seas")


@given(cases.typed_answers())
def test_slips_count_for_nothing_where_they_are_not_allowed(case: cases.Typed) -> None:
    strict = score(case.marking, case.text, Policy(typos=False))
    none = score(structs.replace(case.marking, typos=0), case.text, Policy())
    loose = score(case.marking, case.text, Policy())
    assert marked(strict) == marked(none)
    assert isinstance(strict, Outcome)
    assert isinstance(loose, Outcome)
    assert strict.share == (loose.share if Note.TYPO not in loose.notes else 0)


@pytest.mark.parametrize(
    ("marking", "typed", "right"),
    [
        (TextMarking(("NATO",), case=True), "nato", False),
        (TextMarking(("NATO",)), "nato", True),
        (TextMarking(("Résumé",), accents=True, typos=0), "Resume", False),
        (TextMarking(("Résumé",)), "Resume", True),
        (TextMarking(("Nakhchivan",), typos=1), "Nakhichevan", False),
        (TextMarking(("Nakhchivan",), typos=2), "Nakhichevan", True),
        (TextMarking(("Baku",), typos=2), "Bakw", False),
        (TextMarking(("1991",)), 1991, True),
    ],
)
def test_what_an_item_keeps_or_allows(marking: TextMarking, typed: Any, right: bool) -> None:
    assert (earned(marking, typed) == 1) is right


def test_the_form_that_a_typed_answer_stands_for_is_named() -> None:
    marking = TextMarking(("United States", "USA", "America"))
    for typed, form in (("usa", "USA"), ("the united states", "United States"), ("Amerca", "America")):
        made = score(marking, typed, Policy())
        assert isinstance(made, Outcome)
        assert made.form == form
