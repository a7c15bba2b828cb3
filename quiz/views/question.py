"""A question as a trainee sees it, and answers in words."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from quiz.banks import Entry, Library
from quiz.items import Boolean, Choice, Date, Multiple, Numeric, Quantity, Text, type_name
from quiz.items.dates import PartialDate, bank_date
from quiz.learning import option_order
from quiz.text import one_line
from quiz.views.words import MONTHS

_QUALIFIERS = {"exact": "", "up-to": "up to ", "more-than": "more than ", "about": "about "}
TRUTH = (("true", "True"), ("false", "False"))


class Question(Struct, frozen=True, kw_only=True):
    """What is shown before the answer; nothing in it gives the key away (topics would: many are
    called after what is asked).

    `options` are (id, text) in the order of the screen, empty for typed answers; `instruction` says how to answer.
    """

    item: str
    type: str
    number: int
    total: int
    stem: str
    bank: str
    level: int
    instruction: str
    options: tuple[tuple[str, str], ...] = ()
    several: bool = False
    pick: int = 0
    unit: str = ""


def question_of(entry: Entry, library: Library, seed: str, number: int, total: int) -> Question:
    """Return the question that a session of `seed` asks as its `number`-th (from 1) of `total`."""
    item = entry.item
    options: tuple[tuple[str, str], ...] = ()
    several, pick, unit = False, 0, ""
    match item:
        case Choice():
            options = _options(item, seed)
            instruction = "Pick one"
        case Multiple():
            options = _options(item, seed)
            several = True
            pick = 0 if item.pick == "any" else int(item.pick)
            instruction = f"Pick {pick}" if pick else "One or more may be right"
        case Boolean():
            options = TRUTH
            instruction = "True or false?"
        case Numeric():
            unit = item.key.unit or ""
            instruction = f"Type a number ({unit})" if unit else "Type a number"
        case Date():
            instruction = f"Type {_date_wanted(item.key)}"
        case Text():
            instruction = "Type the answer"
    return Question(
        item=item.id,
        type=type_name(item),
        number=number,
        total=total,
        stem=item.stem,
        bank=library.banks.get(entry.bank, entry.bank),
        level=item.level,
        instruction=instruction,
        options=options,
        several=several,
        pick=pick,
        unit=unit,
    )


def _date_wanted(key: str) -> str:
    if key.startswith("XXXX"):
        return "a day and a month, such as 3 May"
    return ("a year", "a month and a year, such as May 2020", "a date, such as 3 May 2020")[key.count("-")]


def _options(item: Choice | Multiple, seed: str) -> tuple[tuple[str, str], ...]:
    texts = {o.id: o.text for o in item.options}
    return tuple((o, texts[o]) for o in option_order(seed, item.id, list(texts)))


def given_text(item: object, response: Any) -> str:
    """Return a response in words: option texts, True or False, or what was typed."""
    if response is None or response in ("", [], ()):
        return ""
    if isinstance(item, Choice | Multiple):
        texts = {o.id: o.text for o in item.options}
        given = response if isinstance(response, list | tuple) else [response]
        return "; ".join(texts.get(str(one), one_line(str(one), 200)) for one in given)
    if isinstance(item, Boolean):
        return "True" if response in (True, "true") else "False"
    return one_line(str(response), 200)


def right_text(item: object) -> str:
    """Return the key in words."""
    match item:
        case Choice() | Multiple():
            wanted = item.key if isinstance(item, Multiple) else (item.key,)
            texts = {o.id: o.text for o in item.options}
            return "; ".join(texts[one] for one in wanted)
        case Boolean():
            return "True" if item.key else "False"
        case Numeric():
            return quantity_text(item.key)
        case Date():
            return date_text(item.key)
        case Text():
            return item.key
    raise TypeError(f"no item: {item!r}")


def date_text(key: str) -> str:
    """Return a bank's date in words: `10 February 2026`, `August 2025`, `2023`, `10 February`."""
    try:
        parts: PartialDate = bank_date(key)
    except ValueError:
        return key
    day = "" if parts.day is None else str(parts.day)
    month = "" if parts.month is None or not 1 <= parts.month <= 12 else MONTHS[parts.month - 1]
    year = "" if parts.year is None else str(parts.year)
    return " ".join(p for p in (day, month, year) if p) or key


def quantity_text(quantity: Quantity) -> str:
    """Return a number with qualifier and unit: `up to 9 billion USD`, `16 countries`."""
    whole, _, part = quantity.value.partition(".")
    sign = "-" if whole.startswith("-") else ""
    digits = whole.lstrip("-")
    grouped = f"{int(digits):,}" if len(digits) > 4 else digits
    number = f"{sign}{grouped}" + (f".{part}" if part else "")
    unit = quantity.unit or ""
    space = "" if unit in ("%", "") else " "
    return f"{_QUALIFIERS[quantity.qualifier]}{number}{space}{unit}"
