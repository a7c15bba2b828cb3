"""Stems and answers in words: what was given, what is right, numbers and dates as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from quiz.items import (
    Boolean,
    Choice,
    ChoiceGap,
    Cloze,
    Date,
    DateGap,
    Evidence,
    Gap,
    Item,
    Match,
    Multiple,
    Numeric,
    NumericGap,
    Order,
    Place,
    Quantity,
    Text,
    TextGap,
)
from quiz.items.dates import PartialDate, bank_date
from quiz.text import one_line
from quiz.views.words import MONTHS

BLANK = "____"
NOTHING = "–"
"""What stands for a part that was left open."""
GIVEN_CHARS = 200
_NO_NAMES: Mapping[str, str] = {}
_GAP = re.compile(r"\{([^{}]*)\}")
_QUALIFIERS = {"exact": "", "up-to": "up to ", "more-than": "more than ", "about": "about "}


def gap_numbers(item: Cloze) -> dict[str, int]:
    """Return the ids of the gaps with their numbers, from 1 in the order of the stem."""
    named = [name for name in _GAP.findall(item.stem) if name in item.gaps]
    return {name: number for number, name in enumerate(dict.fromkeys([*named, *item.gaps]), 1)}


def stem_text(item: Item) -> str:
    """Return a stem as it is shown: each gap as its number and a blank that no line break parts, `(1)____`."""
    if not isinstance(item, Cloze):
        return item.stem
    numbers = gap_numbers(item)

    def blank(found: re.Match[str]) -> str:
        return f"({numbers[found[1]]}){BLANK}" if found[1] in numbers else found[0]

    return _GAP.sub(blank, item.stem)


def given_text(item: Item | Gap, response: Any, places: Mapping[str, str] = _NO_NAMES) -> str:
    """Return a response in words: texts instead of ids, or what was typed; nothing for a blank one.

    Any JSON value is put into words, also one that the item of today would not take; `places` has names by id.
    """
    if response is None or response in ("", [], (), {}):
        return ""
    given = response if isinstance(response, dict) else {}
    many = response if isinstance(response, list | tuple) else [response]
    match item:
        case Cloze():
            said = {name: one_line(given_text(gap, given.get(name))) or NOTHING for name, gap in item.gaps.items()}
            return "; ".join(f"({number}) {said[name]}" for name, number in gap_numbers(item).items())
        case Match():
            return "\n".join(f"{one_line(row.text)} → {partner_text(item, given.get(row.id))}" for row in item.rows)
        case Order():
            return " → ".join(map(one_line, _labels(item, many)))
        case Evidence():
            return "\n".join(one_line(str(sentence)) for sentence in many)
        case Choice() | Multiple() | ChoiceGap():
            return "; ".join(_labels(item, many))
        case Boolean():
            return "True" if response in (True, "true") else "False"
    return places.get(str(response)) or one_line(str(response), GIVEN_CHARS)


def partner_text(item: Match, option: Any) -> str:
    """Return the text of a row's partner, a dash for a row without one."""
    return NOTHING if option is None else one_line(_labels(item, [option])[0])


def _labels(item: Choice | Multiple | ChoiceGap | Match | Order, ids: Iterable[Any]) -> list[str]:
    texts = {o.id: o.text for o in item.options}
    return [texts.get(str(one), one_line(str(one), GIVEN_CHARS)) for one in ids]


def right_text(item: Item | Gap, places: Mapping[str, str] = _NO_NAMES) -> str:
    """Return the key in words; `places` has names by id."""
    match item:
        case Choice() | ChoiceGap():
            return _labels(item, [item.key])[0]
        case Multiple():
            return "; ".join(_labels(item, item.key))
        case Boolean():
            return "True" if item.key else "False"
        case Numeric() | NumericGap():
            return quantity_text(item.key)
        case Date() | DateGap():
            return date_text(item.key)
        case Cloze():
            return _right_gaps(item)
        case Match():
            return "\n".join(f"{one_line(row.text)} → {partner_text(item, item.key.get(row.id))}" for row in item.rows)
        case Order():
            return " → ".join(_right_step([one_line(text) for text in _labels(item, step)]) for step in item.key)
        case Evidence():
            between = "\nor: " if item.need == "any" else "\n"
            return between.join(one_line(sentence) for sentence in item.key)
        case Place():
            return places.get(item.key, item.key)
        case Text() | TextGap():
            return item.key


def _right_gaps(item: Cloze) -> str:
    numbers = gap_numbers(item)
    said = [f"({number}) {one_line(right_text(item.gaps[name]))}" for name, number in numbers.items()]
    swapped = [" and ".join(f"({numbers[name]})" for name in group if name in numbers) for group in item.swap]
    return "; ".join([*said, *(f"{group} may change places" for group in swapped)])


def _right_step(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)} in any order)"


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
