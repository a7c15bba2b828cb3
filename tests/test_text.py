from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.text import COMBINING_LIMIT, canon, counted, digit_runs, distance, nearest, one_line, safe, same
from tests.laws import scoring as laws
from tests.strategies.scoring import any_text, edited, hostile_texts, words

FLAGS = st.fixed_dictionaries({"accents": st.booleans(), "case": st.booleans()})
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LETTERS = st.text(st.characters(max_codepoint=0x58F, categories=("Lu", "Ll", "Lo", "Nd")), max_size=30)


def _longest_pile(text: str) -> int:
    longest = run = 0
    for char in text:
        on_top = unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me") or char in "\u200c\u200d"
        run = run + 1 if on_top else 0
        longest = max(longest, run)
    return longest


@given(hostile_texts)
def test_safe_text_is_safe_and_stays_as_it_is(text: str) -> None:
    shown = safe(text)
    assert safe(shown) == shown
    assert not BIDI & set(shown)
    assert not {c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")} - {"\n"}
    assert _longest_pile(shown) <= COMBINING_LIMIT


@given(st.text("e\u0301\u0327\u0489\u20dd\u034f\u200d\u200c\u0903x", max_size=80))
def test_marks_pile_up_no_higher_than_the_limit_whatever_holds_them_together(text: str) -> None:
    assert _longest_pile(safe(text)) <= COMBINING_LIMIT
    assert safe(safe(text)) == safe(text)


@pytest.mark.parametrize("marks", ["\u0301", "\u0489", "\u20dd", "\u0301\u200d", "\u0327\u034f", "\u0301\u0489\u200c"])
def test_a_letter_keeps_eight_marks_whatever_they_are(marks: str) -> None:
    assert _longest_pile(safe(f"x{marks * 40}")) == COMBINING_LIMIT
    assert safe(f"x{marks * 40}y").endswith("y")


@given(hostile_texts, st.integers(1, 50))
def test_a_limit_cuts_and_says_so(text: str, limit: int) -> None:
    whole, cut = safe(text), safe(text, limit)
    assert len(cut) <= limit
    assert cut == whole if len(whole) <= limit else cut == f"{whole[: limit - 1]}…"


@given(hostile_texts)
def test_one_line_has_no_line_ends_and_single_blanks(text: str) -> None:
    line = one_line(text)
    assert line == " ".join(line.split())
    assert one_line(line) == line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb", "a    b"),
        ("a\r\nb\u2028c\u0085d", "a\nb\nc\nd"),
        ("\x1b[2J\x07", "\ufffd[2J\ufffd"),
        ("\x9b31m", "\ufffd31m"),
        ("ab\u202ecd", "ab\ufffdcd"),
        ("\ud800", "\ufffd"),
        ("e\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_what_a_terminal_would_obey_is_replaced_and_what_people_write_is_kept(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(any_text, FLAGS)
def test_t1_folding_twice_is_folding_once(text: str, flags: dict[str, bool]) -> None:
    folded = canon(text, **flags)
    assert canon(folded, **flags) == folded


@given(st.text("oO\u00f8\u01feæǽǼıİłŁđœþßſǆŉﬁΐςΣ\u0345\u0301\u0327\u034f i", max_size=8), FLAGS)
def test_folding_letters_with_a_stroke_or_two_marks_twice_is_folding_once(text: str, flags: dict[str, bool]) -> None:
    folded = canon(text, **flags)
    assert canon(folded, **flags) == folded


@given(any_text, st.sampled_from(("NFC", "NFD")), FLAGS)
def test_t1_equivalent_writings_fold_alike(text: str, form: Literal["NFC", "NFD"], flags: dict[str, bool]) -> None:
    assert canon(unicodedata.normalize(form, text), **flags) == canon(text, **flags)


@given(LETTERS)
def test_width_case_and_signs_around_do_not_count(text: str) -> None:
    assert canon(unicodedata.normalize("NFKC", text)) == canon(text)
    assert canon(text.swapcase()) == canon(text)
    assert canon(f"  «{text}»!? ") == canon(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Türkiye", "turkiye"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "istanbul"),
        ("ıstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("Øresund", "oresund"),
        ("Ǿ", "o"),
        ("Straße", "strasse"),
        ("Æthelred", "aethelred"),
        ("Йод", "йод"),
        ("Հայաստան", "հայաստան"),
        ("Trump\u2013Route", "trump route"),
        ("the White House", "white house"),
        ("The a the X", "x"),
        ("the", "the"),
        ("U.S.", "u s"),
        ("¡§!", ""),
    ],
)
def test_what_two_equal_answers_have_in_common(text: str, folded: str) -> None:
    assert canon(text) == folded


def test_marks_and_case_are_kept_where_the_item_says_so() -> None:
    assert canon("Résumé", accents=True) == "résumé"
    assert canon("Résumé", case=True) == "Resume"
    assert canon("The Résumé", accents=True, case=True) == "Résumé"


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [("The Café!", "cafe", True), ("+", "+ ", True), ("+", "-", False), ("1", "2", False), ("", " ", True)],
)
def test_two_texts_are_one_after_folding_and_signs_count_where_nothing_else_is_left(
    left: str, right: str, one: bool
) -> None:
    assert same(left, right) is one


@given(st.tuples(st.text("abc", max_size=6), st.text("abc", max_size=6)))
def test_t4_distance_is_that_of_the_definition(pair: tuple[str, str]) -> None:
    laws.neighbouring_swaps_are_one_edit(distance, pair)


@given(words.flatmap(lambda word: st.tuples(st.just(word), edited(word))))
def test_one_edit_is_one_edit(pair: tuple[str, str]) -> None:
    assert distance(*pair, 5) <= 1


@pytest.mark.parametrize(
    ("left", "right", "edits"),
    [("ca", "abc", 3), ("ab", "ba", 1), ("gambia", "zambia", 1), ("", "abc", 3), ("iceland", "ireland", 1)],
)
def test_known_distances(left: str, right: str, edits: int) -> None:
    assert distance(left, right, 9) == edits


def test_small_helpers() -> None:
    assert digit_runs("apollo 11 of 1969") == ["11", "1969"]
    assert nearest("citatoins", {"citations", "context"}) == "citations"
    assert nearest("zzz", {"citations"}) == ""
    assert [counted(n, "question") for n in (0, 1, 2_000)] == ["0 questions", "1 question", "2,000 questions"]
    assert counted(2, "country", "countries") == "2 countries"


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        ("The Hague", "hague", True),
        ("Café", "cafe.", True),
        ("C++", "C#", False),
        ("+5%", "-5%", False),
        ("-5", "5", False),
        ("south-east", "south east", True),
        ("…", "!", False),
        ("!", " !", True),
    ],
)
def test_two_options_are_one_only_if_no_sign_tells_them_apart(left: str, right: str, one: bool) -> None:
    assert same(left, right) is one
