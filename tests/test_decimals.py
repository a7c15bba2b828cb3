"""Numbers are read as the library writes them: decimals behind a point, or behind a comma."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.items.marking import NumericMarking
from quiz.scoring import AskAgain, Policy, key_response, score
from quiz.scoring.typed import read_number
from tests.test_typed import AMBIGUOUS, BARE, LENGTH, MALFORMED, RIGHT, WRONG, reason_of

WRITINGS = {
    "plain": "{:f}",
    "commas": "{:,f}",
    "exponent": "{:e}",
    "full stop": "{:f}",
    "plus": "{:+f}",
    "blanks around": "  {:f} ",
}
GROUPED = {"blank": " ", "no-break blank": "\u00a0", "thin blank": "\u2009", "narrow": "\u202f", "quote": "’"}


SWAPPED = str.maketrans(".,", ",.")


def _written(text: str, comma: bool) -> str:
    """Return a number written with a point for decimals as a library writes it whose sign is a comma."""
    return text.translate(SWAPPED) if comma else text


@given(
    st.integers(0, 10**9).map(lambda n: Decimal(n) / 1_000),
    st.sampled_from(list(WRITINGS)),
    st.booleans(),
    st.booleans(),
)
def test_s15_numbers_are_read_back_as_they_were_written(
    value: Decimal, writing: str, negative: bool, comma: bool
) -> None:
    text = _written(WRITINGS[writing].format(value), comma)
    if writing == "full stop" and not comma:
        text = text if "." in text else f"{text}."
    elif writing == "full stop":
        text = f"{text}."
    if negative:
        text = "\u2212" + text.strip().lstrip("+")
    read = read_number(text, comma)
    assert not isinstance(read, AskAgain)
    assert read.value == (-Fraction(value) if negative else Fraction(value))


@given(st.integers(0, 10**12), st.sampled_from(sorted(GROUPED)), st.booleans())
def test_s16_groups_of_three_are_read_with_any_one_mark(value: int, mark: str, comma: bool) -> None:
    read = read_number(f"{value:,}".replace(",", GROUPED[mark]), comma)
    assert not isinstance(read, AskAgain)
    assert read.value == value


@given(st.integers(0, 10**9).map(lambda n: Decimal(n) / 1_000), st.booleans())
def test_s16_a_number_in_the_other_sign_is_never_read_as_another_number_with_decimals(
    value: Decimal, comma: bool
) -> None:
    read = read_number(_written(f"{value:.2f}", not comma), comma)
    assert isinstance(read, AskAgain)
    assert read.reason == "ambiguous"


LENGTH_COMMA = NumericMarking(unit="km", accepted=(("4.2", "km"),), comma=True)
SUM_COMMA = NumericMarking(unit="", accepted=(("1234.5", ""),), comma=True)


@pytest.mark.parametrize(
    ("marking", "typed", "said"),
    [
        (SUM_COMMA, "1.234,5", RIGHT),
        (SUM_COMMA, "1234,5", RIGHT),
        (SUM_COMMA, "1 234,5", RIGHT),
        (SUM_COMMA, "1\u00a0234,5", RIGHT),
        (SUM_COMMA, "1’234,50", RIGHT),
        (SUM_COMMA, "+1.234,5.", RIGHT),
        (SUM_COMMA, "1,2345e3", RIGHT),
        (SUM_COMMA, 1234.5, RIGHT),
        (SUM_COMMA, "\u22121.234,5", WRONG),
        (SUM_COMMA, "1.234", WRONG),
        (SUM_COMMA, "12345", WRONG),
        (SUM_COMMA, "1,234.5", AMBIGUOUS),
        (SUM_COMMA, "1234.5", AMBIGUOUS),
        (SUM_COMMA, "12.34", AMBIGUOUS),
        (SUM_COMMA, "1.234.5", AMBIGUOUS),
        (SUM_COMMA, "1.234'567", AMBIGUOUS),
        (LENGTH_COMMA, "4,2", RIGHT),
        (LENGTH_COMMA, "4,2 km", RIGHT),
        (LENGTH_COMMA, "4.200 m", RIGHT),
        (LENGTH_COMMA, "4200m", RIGHT),
        (LENGTH_COMMA, 4.2, RIGHT),
        (LENGTH_COMMA, "4.2", AMBIGUOUS),
        (LENGTH_COMMA, "4,2 km.", RIGHT),
        (LENGTH_COMMA, "four", MALFORMED),
    ],
)
def test_s16_a_comma_before_decimals_swaps_both_signs(marking: NumericMarking, typed: Any, said: str) -> None:
    assert reason_of(marking, typed) == said


@pytest.mark.parametrize(
    ("typed", "point", "comma"),
    [
        ("many", "Type a number in digits, such as 7.5 or 2,400.", "Type a number in digits, such as 7,5 or 2.400."),
        (
            "1,2.3",
            "Use a point for decimals and commas only between groups of three: 1,234.5.",
            "Use a comma for decimals and points only between groups of three: 1.234,5.",
        ),
    ],
)
def test_s16_a_question_names_the_form_in_the_librarys_own_sign(typed: str, point: str, comma: str) -> None:
    for marking, say in ((BARE, point), (SUM_COMMA, comma)):
        made = score(marking, typed, Policy())
        assert isinstance(made, AskAgain)
        assert made.say == say
    for unread in (True, "5 km3", "5 to 6"):
        assert score(SUM_COMMA, unread, Policy()) == score(SUM_COMMA, "many", Policy())


def test_s16_decimals_stand_behind_a_point_unless_the_library_says_otherwise() -> None:
    assert read_number("1,234.5") == read_number("1,234.5", comma=False) == read_number("1.234,5", comma=True)


def test_s16_the_key_is_typed_with_the_librarys_sign() -> None:
    assert (key_response(LENGTH_COMMA), key_response(LENGTH)) == ("4,2", "4.2")
