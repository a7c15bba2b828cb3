"""A marking is all that scoring reads of an item, names resolved: small, comparable, kept with a regrade.

Two items with equal markings score every response alike. Texts of an item are not part of it.
"""

from __future__ import annotations

from typing import assert_never

from msgspec import Struct

from quiz.items.names import Names
from quiz.items.types import Boolean, Choice, Date, Item, Multiple, Numeric, Quantity, Text

RULES = 1
"""Version of the scoring rules; part of the `scored` hash and of each logged outcome."""


class ChoiceMarking(Struct, frozen=True, tag="choice", tag_field="type"):
    """Option ids, the right one, and those that another document makes right."""

    options: tuple[str, ...]
    key: str
    differs: tuple[str, ...] = ()


class MultipleMarking(Struct, frozen=True, tag="multiple", tag_field="type"):
    """Option ids, the right ones, other documents' sets; `exact`: all or nothing."""

    options: tuple[str, ...]
    key: tuple[str, ...]
    differs: tuple[tuple[str, ...], ...] = ()
    exact: bool = False


class BooleanMarking(Struct, frozen=True, tag="boolean", tag_field="type"):
    """Whether the statement is right, and whether another document says otherwise."""

    key: bool
    differs: tuple[bool, ...] = ()


class NumericMarking(Struct, frozen=True, tag="numeric", tag_field="type"):
    """Values in `unit` with their tolerance, and what is rejected or right elsewhere as (value, unit)."""

    unit: str
    accepted: tuple[tuple[str, str], ...]
    tolerance_abs: str = "0"
    tolerance_rel: str = "0"
    reject: tuple[tuple[str, str], ...] = ()
    differs: tuple[tuple[str, str], ...] = ()


class DateMarking(Struct, frozen=True, tag="date", tag_field="type"):
    """Dates as written in banks."""

    key: str
    reject: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


class TextMarking(Struct, frozen=True, tag="text", tag_field="type"):
    """Accepted forms, the key first, and groups of forms for each reject, each differs and all rival names."""

    accepted: tuple[str, ...]
    reject: tuple[tuple[str, ...], ...] = ()
    differs: tuple[tuple[str, ...], ...] = ()
    rivals: tuple[str, ...] = ()
    typos: int | None = None
    case: bool = False
    accents: bool = False


Marking = ChoiceMarking | MultipleMarking | BooleanMarking | NumericMarking | DateMarking | TextMarking


def _pair(quantity: Quantity, unit: str) -> tuple[str, str]:
    return quantity.value, quantity.unit or unit


def marking_of(item: Item, names: Names) -> Marking:
    """Return what scoring reads of `item`, every form of its names included."""
    match item:
        case Choice():
            return ChoiceMarking(tuple(o.id for o in item.options), item.key, tuple(d.answer for d in item.differs))
        case Multiple():
            return MultipleMarking(
                tuple(o.id for o in item.options),
                item.key,
                tuple(d.answer for d in item.differs),
                item.score == "exact",
            )
        case Boolean():
            return BooleanMarking(item.key, tuple(d.answer for d in item.differs))
        case Numeric():
            unit = item.key.unit or ""
            return NumericMarking(
                unit,
                tuple(_pair(q, unit) for q in (item.key, *item.accept)),
                item.tolerance.abs,
                item.tolerance.rel,
                tuple(_pair(r.answer, unit) for r in item.reject),
                tuple(_pair(d.answer, unit) for d in item.differs),
            )
        case Date():
            return DateMarking(item.key, tuple(r.answer for r in item.reject), tuple(d.answer for d in item.differs))
        case Text():
            return _text(item, names)
    assert_never(item)


def _text(item: Text, names: Names) -> TextMarking:
    accepted = tuple(dict.fromkeys(form for text in (item.key, *item.accept) for form in names.all_forms(text)))
    return TextMarking(
        accepted,
        tuple(names.all_forms(r.answer) for r in item.reject),
        tuple(names.all_forms(d.answer) for d in item.differs),
        names.rivals_of((item.key, *item.accept)),
        item.typos,
        item.case == "keep",
        item.accents == "keep",
    )
