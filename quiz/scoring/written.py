"""Rules for what is typed: numbers with units, dates, short texts (SCORING 1.4 and 1.5)."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from quiz.items.dates import bank_date
from quiz.items.marking import DateMarking, NumericMarking, TextMarking
from quiz.items.units import Unit, parse_unit, to_base
from quiz.scoring.judged import ENTRY_NOTES, ONE, ZERO, Judged, met
from quiz.scoring.outcome import AskAgain, Note, Policy, Response
from quiz.scoring.typed import ASK_DATE, NUMBER_CHARS, ask_number, read_date, read_number
from quiz.text import TYPED_LIMIT, canon, digit_runs, distance

SMALL = 1_000
"""A currency amount below this, typed without a scale word where the item has one, is asked again."""
LARGE = 100_000
"""A bare number from here on, where the unit has a scale word and no key is so large, is asked again."""

SPARE = 256
"""Characters that a typed text may have beyond four times those of the longest form: signs and blanks, mostly."""

FOLDED = 4_096
"""Folded forms that are kept: the forms of an item are folded once, however often it is answered."""


def _typed(response: Response, comma: bool = False) -> str | None:
    """Return a response as the text that somebody typed, None for what nobody types."""
    if isinstance(response, str):
        return response[:TYPED_LIMIT]
    if isinstance(response, bool) or not isinstance(response, int | float) or abs(response) >= 10**NUMBER_CHARS:
        return None
    return str(response).replace(".", ",") if comma else str(response)


def typed_number(marking: NumericMarking) -> str:
    """Return the key as somebody types it, with the library's decimal sign."""
    value = marking.accepted[0][0]
    return value.replace(".", ",") if marking.comma else value


def numeric(marking: NumericMarking, response: Response) -> Judged | AskAgain:
    """Judge a number: right in the closed interval round an accepted value, in exact arithmetic."""
    text = _typed(response, marking.comma)
    read = ask_number(marking.comma) if text is None else read_number(text, marking.comma)
    if isinstance(read, AskAgain):
        return read
    shown = parse_unit(marking.unit)
    value, typed = read.value, read.unit(shown)
    unit = shown if typed is None else _judged_unit(typed, shown, marking)
    if isinstance(unit, AskAgain):
        return unit
    if shown.scaled and _scale_in_doubt(value, typed, marking):
        return AskAgain("unit", f"Is that in {marking.unit}? Type the number alone, or with its scale.")
    given = to_base(value, unit)
    if any(_near(given, unit, accepted, shown, marking) for accepted in marking.accepted):
        return Judged(ONE)
    for kind in ENTRY_NOTES:
        for index, other in enumerate(getattr(marking, kind)):
            if _in_base(other) == (unit.base, given):
                return met(marking, f"{kind} {index}")
    return Judged(ZERO, (Note.OTHER_UNIT,) if unit.base != shown.base else ())


def _near(given: Fraction, unit: Unit, accepted: tuple[str, str], shown: Unit, marking: NumericMarking) -> bool:
    """Tell whether `given` lies within the tolerance of an accepted value, whose share counts in its own unit."""
    own = parse_unit(accepted[1])
    slack = Fraction(marking.tolerance_abs) * shown.factor
    share = Fraction(marking.tolerance_rel) * abs(Fraction(accepted[0])) * own.factor
    return own.base == unit.base and abs(given - to_base(Fraction(accepted[0]), own)) <= max(slack, share)


def _scale_in_doubt(value: Fraction, typed: Unit | None, marking: NumericMarking) -> bool:
    """Tell whether a number for a scaled unit may have been meant in another scale: `$5`, or 1,000,000 in millions."""
    if typed is not None:
        return not typed.scaled and abs(value) < SMALL
    return abs(value) >= LARGE > max(abs(Fraction(number)) for number, _ in marking.accepted)


def _in_base(quantity: tuple[str, str]) -> tuple[str, Fraction]:
    unit = parse_unit(quantity[1])
    return unit.base, to_base(Fraction(quantity[0]), unit)


def _judged_unit(typed: Unit, shown: Unit, marking: NumericMarking) -> Unit | AskAgain:
    """Return the unit that a typed one stands for: known units judge themselves, unknown words are asked again."""
    if not typed.base:
        return Unit(shown.base, typed.scale * shown.factor / shown.scale, shown.offset)
    others = {parse_unit(unit).base for _, unit in (*marking.accepted, *marking.reject, *marking.differs)}
    if typed.known or typed.base in others:
        return typed
    said = f"in {marking.unit}" if marking.unit else "alone"
    return AskAgain("unit", f"Type the number {said}.")


def typed_date(key: str) -> str:
    """Return a bank's date as somebody types it."""
    date = bank_date(key)
    if date.year is None:
        months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
        return f"{date.day} {months[(date.month or 1) - 1]}"
    return key


def date(marking: DateMarking, response: Response) -> Judged | AskAgain:
    """Judge a date: right inside the key, asked again where it leaves open what the key has."""
    typed = _typed(response)
    given = ASK_DATE if typed is None else read_date(typed)
    if isinstance(given, AskAgain):
        return given
    key = bank_date(marking.key)
    if given.coarser(key):
        return AskAgain("coarse", f"More precisely: {_precision(marking.key)} is asked for.")
    if given.within(key):
        return Judged(ONE, (Note.FINER,) if key.coarser(given) else ())
    for kind in ENTRY_NOTES:
        for index, other in enumerate(getattr(marking, kind)):
            if given.within(bank_date(other)):
                return met(marking, f"{kind} {index}")
    return Judged(ZERO)


def _precision(key: str) -> str:
    if key.startswith("XXXX"):
        return "the day and the month"
    return ("the year", "the month and the year", "the day, the month and the year")[key.count("-")]


def _budget(alias: str) -> int:
    """Edits that a slip may have: none up to 4 letters, one up to 8, two above."""
    return 0 if len(alias) <= 4 else 1 if len(alias) <= 8 else 2


_fold = lru_cache(FOLDED)(canon)


def text(marking: TextMarking, response: Response, policy: Policy) -> Judged | AskAgain | None:
    """Judge a short text: accepted forms, then rivals, then slips; None when nothing but signs was typed.

    What is several times as long as any form of the item is wrong unread.
    """
    answer = _typed(response)
    if answer is None:
        return AskAgain("malformed", "Type the answer.")
    groups = (marking.accepted, *marking.reject, *marking.differs)
    if len(answer.strip()) > SPARE + 4 * max(len(form) for group in groups for form in group):
        return Judged(ZERO)

    def fold(form: str) -> str:
        return _fold(form, accents=marking.accents, case=marking.case)

    typed = fold(answer)
    if not typed:
        return None
    accepted = {fold(form): form for form in reversed(marking.accepted)}
    if typed in accepted:
        return Judged(ONE, form=accepted[typed])
    for kind in ENTRY_NOTES:
        for index, group in enumerate(getattr(marking, kind)):
            if typed in {fold(form) for form in group}:
                return met(marking, f"{kind} {index}")
    best = _slip(typed, accepted, marking.typos) if policy.typos or marking.typos else None
    if best is not None:
        rivals = (fold(form) for group in (*marking.reject, *marking.differs, marking.rivals) for form in group)
        if not any(distance(typed, rival, best.edits) <= best.edits for rival in rivals):
            return Judged(ONE, (Note.TYPO,), form=best.form)
    return Judged(ZERO)


class _Slip(NamedTuple):
    edits: int
    form: str


def _slip(typed: str, accepted: dict[str, str], typos: int | None) -> _Slip | None:
    """Return the nearest accepted form that `typed` may misspell, digits exact; None when there is none."""
    best: _Slip | None = None
    for alias, form in accepted.items():
        budget = _budget(alias) if typos is None else min(typos, _budget(alias))
        if budget == 0 or digit_runs(typed) != digit_runs(alias):
            continue
        edits = distance(typed, alias, budget)
        if edits <= budget and (best is None or edits < best.edits):
            best = _Slip(edits, form)
    return best
