"""Flaws of what is typed, as items or as gaps: numeric, date, text. What is rejected must not be right."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from quiz.items.dates import bank_date
from quiz.items.entries import Path
from quiz.items.fields import Quantity
from quiz.items.flaw import Flaw, quoted
from quiz.items.names import Names
from quiz.items.types import Date, DateGap, Numeric, NumericGap, Text, TextGap
from quiz.items.units import Unit, parse_unit, to_base
from quiz.text import canon


def no_such_date(path: Path, text: str) -> Iterator[Flaw]:
    """Yield a flaw if no calendar has the date."""
    if not bank_date(text).real:
        yield Flaw(path, "no-such-date", f"there is no date {text}", "correct it")


def numeric(item: Numeric | NumericGap) -> Iterator[Flaw]:
    """Yield the flaws of a numeric item or gap."""
    shown = parse_unit(item.key.unit or "")

    def amount(quantity: Quantity) -> tuple[Unit, Fraction]:
        unit = parse_unit(quantity.unit) if quantity.unit else shown
        return unit, to_base(Fraction(quantity.value), unit)

    def near(quantity: Quantity, right: Quantity) -> bool:
        (unit, value), (own, target) = amount(quantity), amount(right)
        share = Fraction(item.tolerance.rel) * abs(Fraction(right.value)) * own.factor
        slack = max(Fraction(item.tolerance.abs) * shown.factor, share)
        return unit.base == own.base and abs(value - target) <= slack

    others = [(("reject", i, "answer"), r.answer) for i, r in enumerate(item.reject)]
    others += [(("differs", i, "answer"), d.answer) for i, d in enumerate(item.differs)]
    for path, other in others:
        if any(near(other, right) for right in (item.key, *item.accept)):
            what = f"{other.value} is accepted as right by key, accept and tolerance"
            yield Flaw(path, "reject-is-key", what, "change it or narrow the tolerance")


def date(item: Date | DateGap) -> Iterator[Flaw]:
    """Yield the flaws of a date item or gap."""
    yield from no_such_date(("key",), item.key)
    others = [(("reject", i, "answer"), r.answer) for i, r in enumerate(item.reject)]
    others += [(("differs", i, "answer"), d.answer) for i, d in enumerate(item.differs)]
    for path, text in others:
        if bank_date(text).real and bank_date(text).within(bank_date(item.key)):
            yield Flaw(path, "reject-is-key", f"{text} is accepted as right by the key", "change it")
        yield from no_such_date(path, text)


def text(item: Text | TextGap, names: Names) -> Iterator[Flaw]:
    """Yield the flaws of a text item or gap."""

    def folded(form: str) -> set[str]:
        forms = names.all_forms(form)
        return {canon(f, accents=item.accents == "keep", case=item.case == "keep") for f in forms}

    right: list[tuple[Path, str]] = [(("key",), item.key), *((("accept", i), t) for i, t in enumerate(item.accept))]
    for path, form in right:
        if not canon(form):
            what = "nobody can type this answer: it has no letters or digits"
            yield Flaw(path, "unreachable-key", what, "change it")
    accepted = {f for _, form in right for f in folded(form)}
    others = [(("reject", i, "answer"), r.answer) for i, r in enumerate(item.reject)]
    others += [(("differs", i, "answer"), d.answer) for i, d in enumerate(item.differs)]
    for path, form in others:
        if folded(form) & accepted:
            hint = "case, marks, articles and forms in names.yaml do not count: change one"
            yield Flaw(path, "reject-is-key", f"{quoted(form)} is also accepted as right", hint)
    rivals = {f for rival in names.rivals_of(form for _, form in right) for f in folded(rival)}
    for path, form in reversed(right):
        if folded(form) & rivals:
            what = f"{quoted(form)} is by names.yaml a rival of what is right here"
            yield Flaw(path, "reject-is-key", what, "take it out of one of the two")
            break
