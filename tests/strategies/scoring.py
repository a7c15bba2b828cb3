"""Markings of all types, responses of all kinds, and the cases that the laws of scoring are about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple, assert_never

from hypothesis import strategies as st

from quiz.items.marking import (
    BooleanMarking,
    ChoiceMarking,
    ClozeMarking,
    DateMarking,
    EvidenceMarking,
    GapMarking,
    Marking,
    MatchMarking,
    MultipleMarking,
    NumericMarking,
    OrderMarking,
    PlaceMarking,
    TextMarking,
)
from quiz.scoring import Policy, key_response
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
shares = st.sampled_from(("0.5", "0.25", "0.9"))


def credits_of(*entries: str) -> st.SearchStrategy[dict[str, str]]:
    """Return credits for some of the entries, or for none."""
    return st.just({}) | st.dictionaries(st.sampled_from(entries), shares, min_size=1) if entries else st.just({})


@st.composite
def choice_markings(draw: st.DrawFn) -> ChoiceMarking:
    options = draw(option_ids)
    others = draw(st.lists(st.sampled_from(options[1:]), max_size=2, unique=True))
    entries = [f"differs {i}" for i in range(len(others))]
    entries += [f"option {o}" for o in options[1:] if o not in others]
    return ChoiceMarking(
        options=tuple(draw(st.permutations(options))),
        key=options[0],
        differs=tuple(others),
        credits=draw(credits_of(*entries)),
    )


@st.composite
def multiple_markings(draw: st.DrawFn, exact: bool | None = None, credit: bool = False) -> MultipleMarking:
    options = draw(option_ids)
    key = options[: draw(st.integers(1, len(options)))]
    other = tuple(draw(st.lists(st.sampled_from(options), min_size=1, unique=True)))
    differs = (other,) if set(other) != set(key) else ()
    return MultipleMarking(
        options=tuple(draw(st.permutations(options))),
        key=key,
        differs=differs,
        exact=draw(st.booleans()) if exact is None else exact,
        credits=draw(credits_of("differs 0")) if credit and differs else {},
    )


@st.composite
def boolean_markings(draw: st.DrawFn) -> BooleanMarking:
    key, differs = draw(st.booleans()), draw(st.booleans())
    return BooleanMarking(key=key, differs=(not key,) * differs, credits=draw(credits_of(*["differs 0"] * differs)))


@st.composite
def numeric_markings(draw: st.DrawFn) -> NumericMarking:
    unit = draw(st.sampled_from(UNITS))
    values = [plain(v) for v in draw(st.lists(decimals(), min_size=4, max_size=4, unique=True))]
    pairs = [(value, unit) for value in values]
    return NumericMarking(
        unit=unit,
        accepted=tuple(pairs[:2]),
        tolerance_abs=plain(draw(decimals(0, 3))),
        tolerance_rel="0.01",
        reject=tuple(pairs[2:3]),
        differs=tuple(pairs[3:]),
        comma=draw(st.booleans()),
        credits=draw(credits_of("reject 0", "differs 0")),
    )


bank_dates = st.builds(format, st.dates(date(1000, 1, 1)), st.sampled_from(("%Y", "%Y-%m", "%Y-%m-%d", "XXXX-%m-%d")))


@st.composite
def date_markings(draw: st.DrawFn) -> DateMarking:
    dates = draw(st.lists(bank_dates, min_size=1, max_size=3, unique=True))
    entries = draw(credits_of("reject 0", "differs 0"))
    return DateMarking(key=dates[0], reject=tuple(dates[1:2]), differs=tuple(dates[2:]), credits=entries)


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
    marking = TextMarking(accepted=tuple(accepted), reject=tuple((r,) for r in rivals[:1]), rivals=tuple(rivals[1:]))
    return Typed(marking, text)


text_markings = typed_answers().map(lambda case: case.marking)


def gap_markings() -> st.SearchStrategy[GapMarking]:
    return st.one_of(choice_markings(), numeric_markings(), date_markings(), text_markings)


@st.composite
def cloze_markings(draw: st.DrawFn, exact: bool | None = None) -> ClozeMarking:
    names = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True))
    gaps = {name: draw(gap_markings()) for name in names}
    typed = [name for name in names if isinstance(gaps[name], TextMarking)]
    weights = {name: draw(st.sampled_from(("2", "0.5", "3.25"))) for name in names if name not in typed}
    return ClozeMarking(
        gaps=gaps,
        weights=weights,
        swap=(tuple(typed),) if len(typed) > 1 and draw(st.booleans()) else (),
        exact=draw(st.booleans()) if exact is None else exact,
    )


@st.composite
def match_markings(draw: st.DrawFn, exact: bool | None = None) -> MatchMarking:
    options = draw(option_ids)
    rows = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5, unique=True))
    key = {row: draw(st.sampled_from(options)) for row in rows}
    other = {row: draw(st.sampled_from([o for o in options if o != key[row]])) for row in rows[:2]}
    return MatchMarking(
        options=options,
        key=key,
        differs=draw(st.sampled_from(((), (other,)))),
        exact=draw(st.booleans()) if exact is None else exact,
        credits=draw(credits_of("differs 0")),
    )


@st.composite
def steps_of(draw: st.DrawFn, options: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """An order of these options with ties, at least two steps long."""
    listed = draw(st.permutations(options))
    cuts = sorted(draw(st.sets(st.integers(1, len(listed) - 1), min_size=1)))
    return tuple(tuple(listed[a:b]) for a, b in zip((0, *cuts), (*cuts, len(listed)), strict=True))


def step_lists(most: int = 6) -> st.SearchStrategy[tuple[tuple[str, ...], ...]]:
    return st.integers(2, most).flatmap(lambda size: steps_of(IDS[:size]))


@st.composite
def order_markings(draw: st.DrawFn, exact: bool | None = None) -> OrderMarking:
    key = draw(step_lists())
    return OrderMarking(
        key=key,
        differs=draw(st.sampled_from(((), (key[::-1],)))),
        exact=draw(st.booleans()) if exact is None else exact,
        credits=draw(credits_of("differs 0")),
    )


SENTENCES = ("The light is red.", "It stands on a rock.", "A keeper lived there.", "Nobody came.", "It is off.")


@st.composite
def evidence_markings(draw: st.DrawFn, need: Literal["any", "all"] | None = None) -> EvidenceMarking:
    sentences = draw(st.permutations(SENTENCES))[: draw(st.integers(2, len(SENTENCES)))]
    size = draw(st.integers(1, len(sentences) - 1))
    others = sentences[size:]
    return EvidenceMarking(
        sentences=tuple(draw(st.permutations(sentences))),
        key=tuple(sentences[:size]),
        need=draw(st.sampled_from(("any", "all"))) if need is None else need,
        reject=tuple(others[:1]),
        differs=tuple(others[1:2]),
        exact=draw(st.booleans()),
        credits=draw(credits_of("reject 0", "differs 0")),
    )


@st.composite
def place_markings(draw: st.DrawFn) -> PlaceMarking:
    ids = draw(st.permutations(IDS))
    entries = draw(credits_of("reject 0", "differs 0"))
    return PlaceMarking(map="coast", key=ids[0], reject=tuple(ids[1:3]), differs=tuple(ids[3:4]), credits=entries)


def markings() -> st.SearchStrategy[Marking]:
    whole: tuple[st.SearchStrategy[Marking], ...] = (
        multiple_markings(credit=True), boolean_markings(), cloze_markings(), match_markings(), order_markings(),
        evidence_markings(), place_markings(),
    )  # fmt: skip
    return st.one_of(gap_markings(), *whole)


def responses(marking: Marking) -> st.SearchStrategy[Any]:
    """Return responses such as trainees give: right, wrong, met by an entry, left out, of the wrong form."""
    return meant(marking) | json_values


def meant(marking: Marking) -> st.SearchStrategy[Any]:
    """Return responses of the form that the type asks for, right or wrong; gaps and rows may hold anything."""
    match marking:
        case ChoiceMarking():
            return st.sampled_from(marking.options)
        case MultipleMarking():
            return picks(marking)
        case BooleanMarking():
            return st.booleans() | st.sampled_from(("yes", "F"))
        case NumericMarking():
            numbers = [value for value, _ in (*marking.accepted, *marking.reject, *marking.differs)]
            return st.sampled_from(numbers).map(lambda n: n.replace(".", ",") if marking.comma else n)
        case DateMarking():
            dates = (marking.key, *marking.reject, *marking.differs)
            return st.sampled_from([key_response(DateMarking(key=one)) for one in dates])
        case TextMarking():
            return st.sampled_from([f for g in (marking.accepted, *marking.reject, marking.rivals) for f in g])
        case ClozeMarking():
            return st.fixed_dictionaries({}, optional={name: responses(gap) for name, gap in marking.gaps.items()})
        case MatchMarking():
            one = st.sampled_from((*marking.options, "", None, "nobody"))
            return st.dictionaries(st.sampled_from((*marking.key, "no-row")), one)
        case OrderMarking():
            return st.permutations([option for step in marking.key for option in step])
        case EvidenceMarking():
            return st.sampled_from(marking.sentences) | st.lists(st.sampled_from(marking.sentences))
        case PlaceMarking():
            return st.sampled_from((*IDS, "elsewhere"))
    assert_never(marking)


class Answered(NamedTuple):
    """A marking and a response to it."""

    marking: Marking
    response: Any


def answered() -> st.SearchStrategy[Answered]:
    return markings().flatmap(lambda marking: st.builds(Answered, st.just(marking), responses(marking)))


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
    comma: bool = False

    def marking_in(self, unit: str, factor: int = 1) -> NumericMarking:
        """The marking in a unit, with value and tolerance `factor` times as large."""
        return NumericMarking(
            unit=unit,
            accepted=((plain(factor * self.value), unit),),
            tolerance_abs=plain(factor * self.absolute),
            tolerance_rel=plain(self.relative),
            comma=self.comma,
        )

    @property
    def marking(self) -> NumericMarking:
        """The marking, without a unit."""
        return self.marking_in("")

    def text(self, number: Decimal | None = None) -> str:
        """What was typed, or another number, with the library's decimal sign."""
        written = plain(self.typed if number is None else number)
        return written.replace(".", ",") if self.comma else written


@st.composite
def measured_numbers(draw: st.DrawFn) -> Measured:
    value, absolute, relative = draw(decimals()), draw(decimals(0, 3)), draw(decimals(0, 1))
    edge = max(absolute, relative * abs(value))
    step = draw(st.sampled_from(("0", "0.0001", "-0.0001", "1")))
    typed = value + draw(st.sampled_from((-1, 1))) * (edge + Decimal(step))
    return Measured(value, absolute, relative, typed, draw(st.booleans()))
