from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.items.marking import DateMarking, NumericMarking
from quiz.items.units import parse_unit, to_base
from quiz.scoring import AskAgain, Policy, key_response, score
from quiz.scoring.typed import TypedNumber, read_date, read_number
from tests.laws import scoring as laws
from tests.laws.scoring import earned
from tests.strategies import scoring as cases

RIGHT, WRONG, UNIT, MALFORMED, AMBIGUOUS, COARSE = "right", "wrong", "unit", "malformed", "ambiguous", "coarse"


def reason_of(marking: NumericMarking | DateMarking, typed: Any) -> str:
    made = score(marking, typed, Policy())
    return made.reason if isinstance(made, AskAgain) else RIGHT if made.share == 1 else WRONG


def _amount(value: str, unit: str) -> NumericMarking:
    return NumericMarking(unit=unit, accepted=((value, unit),))


SUM = _amount("5", "billion USD")
LENGTH = _amount("4.2", "km")
COUNT = _amount("16", "countries")
PEOPLE = _amount("3", "million people")
SHARE = _amount("50", "%")
BARE = _amount("1234", "")


@given(cases.measured_numbers())
def test_s14_a_number_is_right_in_the_closed_interval_and_nowhere_else(case: cases.Measured) -> None:
    laws.a_number_is_right_in_the_closed_interval_and_nowhere_else(earned, case)


@given(cases.measured_numbers())
def test_s14_turning_both_signs_changes_nothing(case: cases.Measured) -> None:
    laws.turning_both_signs_changes_nothing(earned, case)


@given(cases.measured_numbers())
def test_s14_a_wider_tolerance_never_makes_right_wrong(case: cases.Measured) -> None:
    laws.a_wider_tolerance_never_makes_right_wrong(earned, case)


@pytest.mark.parametrize(
    ("value", "absolute", "relative", "typed", "right"),
    [
        ("1", "0.1", "0", "1.1", True),
        ("1", "0.1", "0", "0.9", True),
        ("1", "0.1", "0", "1.1000001", False),
        ("-10", "0", "0.1", "-11", True),
        ("-10", "0", "0.1", "-9", True),
        ("-10", "0", "0.1", "-11.01", False),
        ("0.3", "0", "0", "0.30", True),
        ("0", "0", "1", "0.1", False),
    ],
)
def test_s14_edges_of_the_interval(value: str, absolute: str, relative: str, typed: str, right: bool) -> None:
    assert (
        earned(NumericMarking(unit="", accepted=((value, ""),), tolerance_abs=absolute, tolerance_rel=relative), typed)
        == 1
    ) is right


@pytest.mark.parametrize(
    ("typed", "right"), [("5.5", True), ("4.5", True), ("$5.4bn", True), ("5.51", False), ("4.4 billion", False)]
)
def test_a_tolerance_is_in_the_unit_that_is_shown(typed: str, right: bool) -> None:
    marking = NumericMarking(unit="billion USD", accepted=(("5", "billion USD"),), tolerance_abs="0.5")
    assert (earned(marking, typed) == 1) is right


SCALES = [
    ("m", "cm", 100),
    ("km", "m", 1_000),
    ("tonnes", "kg", 1_000),
    ("km2", "ha", 100),
    ("GW", "MW", 1_000),
    ("h", "min", 60),
    ("billion USD", "million USD", 1_000),
    ("million people", "thousand people", 1_000),
    ("million tonnes", "tonnes", 10**6),
]


@given(cases.measured_numbers(), st.sampled_from(SCALES))
def test_s15_a_response_in_another_unit_of_the_same_kind_earns_the_same(
    case: cases.Measured, pair: tuple[str, str, int]
) -> None:
    large, small, factor = pair
    marking = case.marking_in(large)
    said = reason_of(marking, f"{case.text(case.typed * factor)} {small}")
    # Shown a scale, one who types a small number with the bare unit may have left the scale out.
    if said != UNIT or large != "million tonnes" or abs(case.typed * factor) >= 1_000:
        assert said == reason_of(marking, case.text())


@given(cases.measured_numbers(), st.sampled_from([s for s in SCALES if " " not in s[0]]))
def test_s15_another_unit_for_key_and_response_changes_nothing(
    case: cases.Measured, pair: tuple[str, str, int]
) -> None:
    large, small, factor = pair
    in_small = reason_of(case.marking_in(small, factor), f"{case.text(case.typed * factor)} {small}")
    assert in_small == reason_of(case.marking_in(large), f"{case.text()} {large}")


@given(cases.measured_numbers())
def test_s15_degrees_may_be_typed_in_kelvin_whatever_the_tolerance(case: cases.Measured) -> None:
    marking = case.marking_in("°C")
    kelvin = f"{case.text(case.typed + Decimal('273.15'))} K"
    assert reason_of(marking, kelvin) == reason_of(marking, case.text())


@given(cases.decimals())
def test_s15_degrees_are_moved_and_not_only_stretched(value: Decimal) -> None:
    celsius = _amount(str(value), "°C")
    assert reason_of(celsius, f"{value + Decimal('273.15')} kelvin") == RIGHT
    assert reason_of(celsius, f"{value * Decimal('1.8') + 32} °F") == RIGHT
    assert reason_of(celsius, f"{value} kelvin") == WRONG


@given(cases.hostile_texts)
def test_s3_reading_ends_with_a_value_or_a_question(text: str) -> None:
    date = read_date(text)
    for number in (read_number(text), read_number(text, comma=True)):
        assert isinstance(number, AskAgain) or abs(number.value) < 10**100
    assert isinstance(date, AskAgain) or date.real


@pytest.mark.parametrize(
    ("marking", "typed", "said"),
    [
        (SUM, "5", RIGHT),
        (SUM, 5, RIGHT),
        (SUM, 5.0, RIGHT),
        (SUM, "5.0", RIGHT),
        (SUM, "05", RIGHT),
        (SUM, "+5", RIGHT),
        (SUM, "5.", RIGHT),
        (SUM, "$5 billion", RIGHT),
        (SUM, "$ 5 billion", RIGHT),
        (SUM, "5bn", RIGHT),
        (SUM, "5 bn", RIGHT),
        (SUM, "$5B", RIGHT),
        (SUM, "$5bn.", RIGHT),
        (SUM, "US$5bn", RIGHT),
        (SUM, "USD 5 billion", RIGHT),
        (SUM, "USD5bn", RIGHT),
        (SUM, "5 billion dollars", RIGHT),
        (SUM, "5 billion of US dollars", RIGHT),
        (SUM, "5,000 million USD", RIGHT),
        (SUM, "5000m", RIGHT),
        (SUM, "5,000,000,000 USD", RIGHT),
        (SUM, "5,000,000,000", "unit"),
        (SUM, "500", WRONG),
        (SUM, "999 USD", UNIT),
        (SUM, "1,000 USD", WRONG),
        (SUM, "99,999", WRONG),
        (SUM, "100,000", UNIT),
        (SUM, "-100,000", UNIT),
        (_amount("100000", "billion USD"), "100,000", RIGHT),
        (_amount("2", "million"), "2 million", RIGHT),
        (_amount("2", "million"), "2,000 thousand", RIGHT),
        (SUM, "5 000 000 000 USD", RIGHT),
        (SUM, "5e9 USD", RIGHT),
        (SUM, "5×10^9 USD", RIGHT),
        (SUM, "0.005 trillion USD", RIGHT),
        (SUM, "up to 5", RIGHT),
        (SUM, "about $5 billion", RIGHT),
        (SUM, "~5", RIGHT),
        (SUM, "≤ 5", RIGHT),
        (SUM, "up to 9", WRONG),
        (SUM, "5m", WRONG),
        (SUM, "5 million", WRONG),
        (SUM, "-5", WRONG),
        (SUM, "€4.2 billion", WRONG),
        (SUM, "€5 billion", WRONG),
        (SUM, "5 billion km", WRONG),
        (SUM, "$5", UNIT),
        (SUM, "5 USD", UNIT),
        (SUM, "5 apples", UNIT),
        (SUM, "CAD 5 billion", UNIT),
        (SUM, "5 b", UNIT),
        (SUM, "four", MALFORMED),
        (SUM, "five billion", MALFORMED),
        (SUM, "5-6", MALFORMED),
        (SUM, "5 to 6", MALFORMED),
        (SUM, "1/2", MALFORMED),
        (LENGTH, "4.2", RIGHT),
        (LENGTH, "4.2km", RIGHT),
        (LENGTH, "4.2 kilometers", RIGHT),
        (LENGTH, "4200 m", RIGHT),
        (LENGTH, "4,200m", RIGHT),
        (LENGTH, "4,2", AMBIGUOUS),
        (LENGTH, "4.2.1", AMBIGUOUS),
        (LENGTH, "1,2345 km", AMBIGUOUS),
        (_amount("4.2", "km2"), "4.2 km2", RIGHT),
        (_amount("4.2", "km2"), "4,200,000 m2", RIGHT),
        (_amount("4.2", "km2"), "4.2 km3", MALFORMED),
        (LENGTH, "4.2 m", WRONG),
        (LENGTH, "4.2 kg", WRONG),
        (_amount("5", "m"), "5m", RIGHT),
        (_amount("5", "m"), "5 m", RIGHT),
        (_amount("5", "million people"), "5m", RIGHT),
        (_amount("5", "million people"), "5 m", RIGHT),
        (_amount("5", "million people"), "5m people", RIGHT),
        (_amount("5000", "km"), "5 thousand", RIGHT),
        (_amount("5000", "km"), "5k", RIGHT),
        (_amount("2000", "°C"), "2 thousand", RIGHT),
        (_amount("2", "million tonnes"), "2 million", RIGHT),
        (_amount("2", "million tonnes"), "2m tonnes", RIGHT),
        (_amount("2", "million tonnes"), "2,000,000 t", RIGHT),
        (_amount("2", "million tonnes"), "2 tonnes", UNIT),
        (COUNT, "16", RIGHT),
        (COUNT, "16 countries", RIGHT),
        (COUNT, "16 Country", RIGHT),
        (COUNT, "some 16 countries", RIGHT),
        (COUNT, "16 cities", UNIT),
        (COUNT, "16 km", WRONG),
        (PEOPLE, "3", RIGHT),
        (PEOPLE, "3 million", RIGHT),
        (PEOPLE, "3 million persons", RIGHT),
        (PEOPLE, "3,000,000 people", RIGHT),
        (PEOPLE, "3 people", UNIT),
        (SHARE, "50", RIGHT),
        (SHARE, "50%", RIGHT),
        (SHARE, "50 per cent", RIGHT),
        (SHARE, "0.5", WRONG),
        (BARE, "1234", RIGHT),
        (BARE, "1,234", RIGHT),
        (BARE, "1 234", RIGHT),
        (BARE, "1'234", RIGHT),
        (BARE, "1234 people", UNIT),
        (BARE, "1 23", MALFORMED),
        (BARE, "12,34", AMBIGUOUS),
        (BARE, "1,234,5", AMBIGUOUS),
        (BARE, "1,234'567", AMBIGUOUS),
        (BARE, "1 234'567", AMBIGUOUS),
        (BARE, "0,123", AMBIGUOUS),
        (_amount("-4", ""), "\u22124", RIGHT),
        (_amount("-4", ""), "-4", RIGHT),
        (_amount("-4", ""), "--4", MALFORMED),
        (_amount("1000", ""), "1e3", RIGHT),
        (_amount("1000", ""), "1E+3", RIGHT),
        (_amount("0.001", ""), "1e-3", RIGHT),
        (_amount("0.001", ""), "1e\u22123", RIGHT),
        (_amount("1" + "0" * 30, ""), "1e30", RIGHT),
        (_amount("100", ""), "10²", AMBIGUOUS),
        (_amount("100", ""), "10^2", MALFORMED),
        (_amount("3", ""), "٣", MALFORMED),
        (_amount("3", ""), "３", MALFORMED),
        (_amount("16", ""), "0x10", MALFORMED),
        (_amount("1000", ""), "1_000", MALFORMED),
        (_amount("0.5", ""), "½", MALFORMED),
        (_amount("0.5", ""), ".5", MALFORMED),
        (_amount("0", ""), "nan", MALFORMED),
        (_amount("0", ""), "inf", MALFORMED),
        (_amount("0", ""), "-0", RIGHT),
        (_amount("0", ""), "1e31", MALFORMED),
        (_amount("0", ""), "1e999999999", AMBIGUOUS),
        (_amount("0", ""), "0" * 65, MALFORMED),
    ],
)
def test_s16_what_people_type_for_a_number(marking: NumericMarking, typed: Any, said: str) -> None:
    assert reason_of(marking, typed) == said


@pytest.mark.parametrize(
    ("marking", "typed", "say"),
    [
        (SUM, "4.2 USD", "Is that in billion USD? Type the number alone, or with its scale."),
        (COUNT, "16 cities", "Type the number in countries."),
        (BARE, "1234 people", "Type the number alone."),
        (BARE, "1" * 65, "Type the number alone, at most 64 signs."),
    ],
)
def test_a_question_about_a_number_names_the_unit_and_repeats_no_number(
    marking: NumericMarking, typed: str, say: str
) -> None:
    made = score(marking, typed, Policy())
    assert isinstance(made, AskAgain)
    assert made.say == say


def test_a_number_may_have_64_signs_typed_or_not() -> None:
    for number in ("1" * 64, int("1" * 64), "  " + "1" * 64):
        assert earned(_amount("1" * 64, ""), number) == 1
    for number in (10**64, -(10**64), 10**5_000):
        assert score(BARE, number, Policy()) == score(BARE, "many", Policy())


@pytest.mark.parametrize(
    ("typed", "value", "after"),
    [
        ("5 km.", 5, " km"),
        ("5 km..", 5, " km"),
        ("2 U.S. cents", 2, " U.S. cents"),
        ("7 LUX.", 7, " LUX"),
        ("5.", 5, ""),
    ],
)
def test_what_stands_behind_a_number_is_kept_but_for_full_stops_at_its_end(typed: str, value: int, after: str) -> None:
    assert read_number(typed) == TypedNumber(Fraction(value), after=after)


@pytest.mark.parametrize("unit", ["G7 countries", "a" * 80, "CO2 certificates", "billion USD (2026)"])
def test_a_bare_number_serves_for_any_unit(unit: str) -> None:
    marking = _amount("1" * 30 + "." + "1" * 30, unit)
    assert earned(marking, key_response(marking)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("countries", "country"),
        ("people", "persons"),
        ("US$", "dollars"),
        ("Square Kilometres", "km²"),
        ("billion", "bn"),
        ("%", "per cent"),
        ("million of euros", "mln EUR"),
    ],
)
def test_writings_of_one_unit(one: str, other: str) -> None:
    assert parse_unit(one) == parse_unit(other)


@pytest.mark.parametrize(
    ("one", "other"), [("USD", "EUR"), ("people", "countries"), ("km", "km2"), ("million", "billion"), ("m", "million")]
)
def test_units_that_are_not_one(one: str, other: str) -> None:
    assert parse_unit(one) != parse_unit(other)


def test_freezing_is_freezing_on_every_scale() -> None:
    assert {to_base(Fraction(v), parse_unit(u)) for v, u in (("0", "°C"), ("32", "°F"), ("273.15", "K"))} == {
        Fraction("273.15")
    }
