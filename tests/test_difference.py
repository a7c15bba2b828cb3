"""Letter by letter: what a near answer has too much and too little, and that one that is far off is left alone."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.text import canon, graphemes, listed, safe
from quiz.views.difference import LETTERS, NEAR, difference, legend, letters_text, nearest_difference

TEXTS = st.text(
    st.sampled_from("abcAB -'é\u0301\u200d\u200cß") | st.sampled_from("שלוםابجคำ한🇦🇲👩👧🏽\ufe0f") | st.characters(),
    max_size=40,
)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and that text with one letter taken out, put in, changed or exchanged with its neighbour."""
    letters = draw(st.lists(st.sampled_from("abcdefghij"), min_size=NEAR * 2, max_size=40))
    at = draw(st.integers(0, len(letters) - 2))
    other = list(letters)
    match draw(st.sampled_from(["out", "in", "change", "swap"])):
        case "out":
            del other[at]
        case "in":
            other.insert(at, "x")
        case "change":
            other[at] = "x"
        case _:
            other[at], other[at + 1] = other[at + 1], other[at]
    return "".join(letters), "".join(other)


@given(TEXTS)
def test_graphemes_joined_are_the_text_and_none_begins_with_a_mark(text: str) -> None:
    text = safe(text)
    parts = graphemes(text)
    assert "".join(parts) == text
    assert all(parts)
    assert not any(unicodedata.combining(part[0]) for part in parts[1:])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("e\u0301a", ["e\u0301", "a"]),
        ("👩\u200d👩\u200d👧a", ["👩\u200d👩\u200d👧", "a"]),
        ("🇦🇲🇦🇿", ["🇦🇲", "🇦🇿"]),
        ("👋🏽!", ["👋🏽", "!"]),
        ("นำ", ["น", "ำ"]),
        ("नि", ["नि"]),
        ("שָׁלוֹם", ["שָׁ", "ל", "וֹ", "ם"]),
        ("می\u200cخواهم", ["م", "ی\u200c", "خ", "و", "ا", "ه", "م"]),
    ],
)
def test_what_people_see_as_one_letter_is_one(text: str, parts: list[str]) -> None:
    assert graphemes(text) == parts


@given(TEXTS, TEXTS)
def test_runs_joined_are_both_texts_and_kinds_say_which_has_them(left: str, right: str) -> None:
    runs = difference(left, right)
    if not runs:
        return
    assert "".join(run.given for run in runs) == left
    assert "".join(run.right for run in runs) == right
    for run in runs:
        assert run.given or run.right
        kinds = {"missing": not run.given, "extra": not run.right, "changed": bool(run.given and run.right)}
        assert run.kind == "same" or kinds[run.kind]
    assert all(a.kind != "same" or b.kind != "same" for a, b in pairwise(runs))
    same = [run for run in runs if run.kind == "same"]
    assert [canon(run.given) for run in same] == [canon(run.right) for run in same]


@given(TEXTS)
def test_a_text_does_not_differ_from_itself_nor_by_case(text: str) -> None:
    assert difference(text, text) == ()
    if all(len(c.upper()) == len(c.lower()) == 1 and canon(c) == canon(c.upper()) for c in text):
        assert difference(text, text.upper()) == ()


@given(edited())
def test_one_slip_is_always_near_and_shown_with_its_signs(pair: tuple[str, str]) -> None:
    left, right = pair
    runs = difference(left, right)
    assert bool(runs) is (left != right)
    shown = letters_text(runs)
    assert (shown.count("[-"), shown.count("{+")) == (
        sum(bool(run.given) for run in runs if run.kind != "same"),
        sum(bool(run.right) for run in runs if run.kind != "same"),
    )


@given(st.text(st.sampled_from("abc"), min_size=1, max_size=40), st.text(st.sampled_from("xyz"), max_size=40))
def test_what_has_no_letter_in_common_is_left_alone(left: str, right: str) -> None:
    assert difference(left, right) == ()


@pytest.mark.parametrize(
    ("given_", "form", "shown", "meaning"),
    [
        ("blue wale", "blue whale", "blue w{+h}ale", "{+ } missing"),
        ("bluee whale", "blue whale", "blue[-e] whale", "[- ] too much"),
        ("Azerbaidjan", "Azerbaijan", "Azerbai[-d]jan", "[- ] too much"),
        ("an orka", "The orca", "or[-k]{+c}a", "{+ } missing, [- ] too much"),
        ("שלןם", "שלום", "של[-ן]{+ו}ם", "{+ } missing, [- ] too much"),
        ("Tbilissi", "Тбилиси", "", ""),
        ("PASHINIAN", "Pashinyan", "PASHIN[-I]{+y}AN", "{+ } missing, [- ] too much"),
        ("Ağdam", "Agdam", "", ""),
        ("👩\u200d👩\u200d👧 home", "👩\u200d👩\u200d👦 home", "[-👩\u200d👩\u200d👧]{+👩\u200d👩\u200d👦} home",
         "{+ } missing, [- ] too much"),
        ("", "blue whale", "", ""),
        ("a" * LETTERS, "a" * (LETTERS - 1), "a" * (LETTERS - 1) + "[-a]", "[- ] too much"),
        ("a" * (LETTERS + 1), "a" * LETTERS, "", ""),
    ],
)  # fmt: skip
def test_slips(given_: str, form: str, shown: str, meaning: str) -> None:
    runs = nearest_difference(given_, [form])
    assert (letters_text(runs), legend(runs)) == (shown, meaning)


def test_the_nearest_of_the_right_forms_is_laid_beside() -> None:
    assert letters_text(nearest_difference("orka", ["killer whale", "orcas", "orca"])) == "or[-k]{+c}a"


def test_case_and_accents_are_told_where_they_count() -> None:
    assert letters_text(nearest_difference("nature", ["Nature"], case=True)) == "[-n]{+N}ature"
    assert letters_text(nearest_difference("resume", ["résume"], accents=True)) == "r[-e]{+é}sume"


@pytest.mark.parametrize(("names", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), ("abc", "a, b and c")])
def test_names_are_listed_as_one_says_them(names: list[str], said: str) -> None:
    assert listed(names) == said
