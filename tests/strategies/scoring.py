"""Markings of all types, responses of all kinds, and the cases that the laws of scoring are about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import strategies as st

from quiz.items.marking import (
    BooleanMarking,
    ChoiceMarking,
    DateMarking,
    Marking,
    MultipleMarking,
    NumericMarking,
    TextMarking,
)
from quiz.scoring import Policy
from quiz.text import canon

IDS = ("aliyev", "baku", "constitution", "dollar", "exports", "france", "gas", "hudson")
UNITS = ("", "%", "billion USD", "EUR", "people", "million people", "km", "km2", "°C", "million tonnes", "countries")
HOSTILE = (
    "", " ", "\0", "\x1b[31m5", "\ud800", "\udfff5", "\u202e5", "\ufeff5", "5\n6", "e" + "\u0301" * 5_000,
    "\ufdfa" * 10_000, "a" * 10_000, "9" * 5_000, "1," * 5_000, " " * 9_999 + "5", "-" * 10_000, "1e999999999", "1e30",
    "9" * 64, "nan", "inf", "-0", "1_000", "½", "10²", "٣", "0x10", "29 Feb 2023", "99/99/9999", "XXXX-02-29", "0000",
    "10000-01-01", "true",
)  # fmt: skip

any_text = st.text(st.characters(exclude_categories=()), max_size=60)
hostile_texts = st.sampled_from(HOSTILE) | any_text
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from((10**4_000, -(10**64)))
    | st.floats()
    | hostile_texts
    | st.sampled_from(IDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(hostile_texts, inner, max_size=3),
    max_leaves=6,
)
policies = st.builds(Policy, typos=st.booleans(), final=st.booleans())


def plain(value: Decimal) -> str:
    return format(value, "f")


def decimals(lowest: int = -1_000, highest: int = 1_000) -> st.SearchStrategy[Decimal]:
    return st.integers(100 * lowest, 100 * highest).map(lambda hundredths: Decimal(hundredths) / 100)


option_ids = st.permutations(IDS).flatmap(lambda ids: st.integers(2, len(ids)).map(lambda n: tuple(ids[:n])))


@st.composite
def choice_markings(draw: st.DrawFn) -> ChoiceMarking:
    options = draw(option_ids)
    others = draw(st.lists(st.sampled_from(options[1:]), max_size=2, unique=True))
    return ChoiceMarking(tuple(draw(st.permutations(options))), options[0], tuple(others))


@st.composite
def multiple_markings(draw: st.DrawFn, exact: bool | None = None) -> MultipleMarking:
    options = draw(option_ids)
    key = options[: draw(st.integers(1, len(options)))]
    other = tuple(draw(st.lists(st.sampled_from(options), min_size=1, unique=True)))
    differs = (other,) if set(other) != set(key) else ()
    all_or_nothing = draw(st.booleans()) if exact is None else exact
    return MultipleMarking(tuple(draw(st.permutations(options))), key, differs, all_or_nothing)


boolean_markings = st.builds(
    lambda key, differs: BooleanMarking(key, (not key,) * differs), st.booleans(), st.booleans()
)


@st.composite
def numeric_markings(draw: st.DrawFn) -> NumericMarking:
    unit = draw(st.sampled_from(UNITS))
    values = [plain(v) for v in draw(st.lists(decimals(), min_size=4, max_size=4, unique=True))]
    pairs = [(value, unit) for value in values]
    tolerance = plain(draw(decimals(0, 3)))
    return NumericMarking(unit, tuple(pairs[:2]), tolerance, "0.01", tuple(pairs[2:3]), tuple(pairs[3:]))


bank_dates = st.builds(format, st.dates(date(1000, 1, 1)), st.sampled_from(("%Y", "%Y-%m", "%Y-%m-%d", "XXXX-%m-%d")))
date_markings = st.lists(bank_dates, min_size=1, max_size=3, unique=True).map(
    lambda dates: DateMarking(dates[0], tuple(dates[1:2]), tuple(dates[2:]))
)

words = st.text("abcdeiklmnorst", min_size=3, max_size=12)
phrases = st.lists(words | st.sampled_from(("11", "1914", "2")), min_size=1, max_size=2).map(" ".join)


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """One edit of `text`: a letter more, less or other, or two neighbours swapped."""
    at = draw(st.integers(0, max(0, len(text) - 1)))
    letter = draw(st.sampled_from("abcdeiklmnorstz1"))
    return draw(
        st.sampled_from(
            (
                text[:at] + letter + text[at:],
                text[:at] + text[at + 1 :],
                text[:at] + letter + text[at + 1 :],
                text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
            )
        )
    )


class Typed(NamedTuple):
    """A text item's marking and what somebody typed."""

    marking: TextMarking
    text: str


@st.composite
def typed_answers(draw: st.DrawFn) -> Typed:
    """Accepted forms and rivals, some of them neighbours, and an answer up to three edits from one of them."""
    accepted = draw(st.lists(phrases, min_size=1, max_size=2))
    near = [draw(edited(form)) for form in accepted]
    rivals = draw(st.lists(phrases | st.sampled_from(near), max_size=3))
    rivals = [form for form in rivals if canon(form) and canon(form) not in map(canon, accepted)]
    text = draw(st.sampled_from((*accepted, *rivals)))
    for _ in range(draw(st.integers(0, 3))):
        text = draw(edited(text))
    marking = TextMarking(tuple(accepted), tuple((r,) for r in rivals[:1]), (), tuple(rivals[1:]))
    return Typed(marking, text)


text_markings = typed_answers().map(lambda case: case.marking)


def markings() -> st.SearchStrategy[Marking]:
    return st.one_of(
        choice_markings(), multiple_markings(), boolean_markings, numeric_markings(), date_markings, text_markings
    )


def picks(marking: ChoiceMarking | MultipleMarking) -> st.SearchStrategy[list[str]]:
    """Options of a marking, some of them more than once."""
    return st.lists(st.sampled_from(marking.options), max_size=2 * len(marking.options))


class Picked(NamedTuple):
    """A marking, another order of its options, and options picked."""

    marking: MultipleMarking
    order: tuple[str, ...]
    picked: list[str]


@st.composite
def picked_options(draw: st.DrawFn) -> Picked:
    marking = draw(multiple_markings(exact=False))
    return Picked(marking, tuple(draw(st.permutations(marking.options))), draw(picks(marking)))


class Chosen(NamedTuple):
    """A marking, another order of its options, and the option picked."""

    marking: ChoiceMarking
    order: tuple[str, ...]
    picked: str


@st.composite
def chosen_options(draw: st.DrawFn) -> Chosen:
    marking = draw(choice_markings())
    return Chosen(marking, tuple(draw(st.permutations(marking.options))), draw(st.sampled_from(marking.options)))


class Measured(NamedTuple):
    """A value with its tolerances, and a number typed near its edge."""

    value: Decimal
    absolute: Decimal
    relative: Decimal
    typed: Decimal

    @property
    def marking(self) -> NumericMarking:
        """The marking, without a unit."""
        return NumericMarking("", ((plain(self.value), ""),), plain(self.absolute), plain(self.relative))


@st.composite
def measured_numbers(draw: st.DrawFn) -> Measured:
    value, absolute, relative = draw(decimals()), draw(decimals(0, 3)), draw(decimals(0, 1))
    edge = max(absolute, relative * abs(value))
    step = draw(st.sampled_from(("0", "0.0001", "-0.0001", "1")))
    return Measured(value, absolute, relative, value + draw(st.sampled_from((-1, 1))) * (edge + Decimal(step)))
