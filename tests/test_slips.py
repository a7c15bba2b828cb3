from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.items.marking import TextMarking
from quiz.scoring import Note, Outcome, Policy, score
from quiz.text import canon
from tests import oracles
from tests.laws import scoring as laws
from tests.laws.scoring import earned, marked
from tests.strategies import scoring as cases
from tests.strategies import texts
from tests.support.countries import COUNTRIES


def _spellings(text: str) -> Iterator[str]:
    """Yield other ways to write the same answer: other forms of Unicode, other case, signs round it, an article."""
    yield from (unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD"))
    yield from (text.upper(), text.lower(), text.title(), text.casefold())
    yield from (f"  {text}. ", f"«{text}»", f'"{text}!"', f"the {text}", f"The\u00a0{text}", text.replace(" ", "  "))


@pytest.mark.parametrize(
    "answer", ["İstanbul", "Diyarbakır", "São Tomé", "Łódź", "ﬁre ﬂow", "ΟΔΥΣΣΕΥΣ", "Straße", "Ａｂｃ"]
)
def test_t1_one_answer_in_other_spellings_is_one_answer(answer: str) -> None:
    marking = TextMarking(accepted=(answer,), typos=0)
    for spelling in _spellings(answer):
        assert earned(marking, spelling) == 1, spelling


@given(texts.ANSWERS, st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")))
def test_t1_forms_of_unicode_are_one_answer(answer: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    assert earned(TextMarking(accepted=(answer,), typos=0), unicodedata.normalize(form, answer)) == 1


@given(cases.typed_answers())
def test_t2_forms_earn_and_rivals_do_not(case: cases.Typed) -> None:
    laws.every_form_earns_and_no_rival_does(earned, case.marking)


@given(cases.typed_answers())
def test_t5_a_slip_is_judged_by_its_edits_and_by_rivals(case: cases.Typed) -> None:
    laws.a_slip_is_judged_by_its_edits_and_by_rivals(earned, case)


@given(cases.typed_answers())
def test_t6_other_digits_are_never_a_slip(case: cases.Typed) -> None:
    laws.other_digits_are_never_a_slip(earned, case)


@pytest.mark.parametrize(
    ("key", "typed"), [("Apollo 11", "Apollo 12"), ("in 1914", "in 1941"), ("Article 1", "Article")]
)
def test_t6_numbers_in_names_are_exact(key: str, typed: str) -> None:
    assert earned(TextMarking(accepted=(key,)), typed) == 0


def test_t3_no_country_passes_for_another() -> None:
    laws.no_answer_of_a_set_passes_for_another(earned, COUNTRIES)


@given(st.sampled_from(COUNTRIES).flatmap(lambda name: st.tuples(st.just(name), cases.edited(name))))
def test_t3_and_t5_one_slip_in_a_country_is_that_country_unless_another_is_as_near(pair: tuple[str, str]) -> None:
    country, typed = pair
    marking = TextMarking(accepted=(country,), rivals=tuple(c for c in COUNTRIES if c != country))
    assert earned(marking, typed) == oracles.text_share(marking.accepted, marking.rivals, typed)


@given(st.text("abcdeiklmnorst", min_size=5, max_size=8), st.data())
def test_t5_two_slips_in_a_short_name_are_too_many(name: str, data: st.DataObject) -> None:
    twice = data.draw(cases.edited(data.draw(cases.edited(name))))
    made = earned(TextMarking(accepted=(name,)), twice)
    assert made == 0 or oracles.osa(canon(name), canon(twice)) < 2
    assert made == oracles.text_share([name], [], twice)


@given(cases.typed_answers(), st.integers(1, 2))
def test_an_item_that_says_so_allows_slips_in_an_exam(case: cases.Typed, typos: int) -> None:
    marking = structs.replace(case.marking, typos=typos)
    assert score(marking, case.text, Policy(typos=False)) == score(marking, case.text, Policy())


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
def test_t5_longer_names_allow_more_slips(key: str, typed: str, right: bool) -> None:
    assert earned(TextMarking(accepted=(key,)), typed) == right


def test_the_form_that_is_nearest_is_the_one_that_was_meant() -> None:
    marking = TextMarking(accepted=("Caspian Sea", "Caspian Seas"), rivals=("Caspian Seat",))
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


def test_what_is_far_longer_than_any_form_is_wrong_unread() -> None:
    marking = TextMarking(accepted=("Baku", "Haven"), reject=(("Tarn",),))
    longest = 256 + 4 * len("Haven")
    assert earned(marking, "Baku".ljust(longest, "!")) == 1
    assert earned(marking, "Baku".ljust(longest + 1, "!")) == 0
    assert earned(marking, " " * 1_000 + "Baku" + " " * 1_000) == 1
    forms = TextMarking(accepted=("Baku",), reject=(("Tarn" * 50,),))
    assert earned(forms, "Baku".ljust(longest + 1, "!")) == 1


@pytest.mark.parametrize(
    ("marking", "typed", "right"),
    [
        (TextMarking(accepted=("NATO",), case=True), "nato", False),
        (TextMarking(accepted=("NATO",)), "nato", True),
        (TextMarking(accepted=("Résumé",), accents=True, typos=0), "Resume", False),
        (TextMarking(accepted=("Résumé",)), "Resume", True),
        (TextMarking(accepted=("Nakhchivan",), typos=1), "Nakhichevan", False),
        (TextMarking(accepted=("Nakhchivan",), typos=2), "Nakhichevan", True),
        (TextMarking(accepted=("Baku",), typos=2), "Bakw", False),
        (TextMarking(accepted=("1991",)), 1991, True),
    ],
)
def test_what_an_item_keeps_or_allows(marking: TextMarking, typed: Any, right: bool) -> None:
    assert (earned(marking, typed) == 1) is right


def test_the_form_that_a_typed_answer_stands_for_is_named() -> None:
    marking = TextMarking(accepted=("United States", "USA", "America"))
    for typed, form in (("usa", "USA"), ("the united states", "United States"), ("Amerca", "America")):
        made = score(marking, typed, Policy())
        assert isinstance(made, Outcome)
        assert made.form == form
