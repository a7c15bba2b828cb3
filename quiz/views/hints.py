"""Hints: one help to a question before it is answered, which the answer then says was taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct

from quiz.banks import Entry, Library
from quiz.items import (
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
    Text,
    TextGap,
)
from quiz.items.dates import bank_date
from quiz.learning import option_order
from quiz.scoring.rules import key_response
from quiz.text import counted, one_line
from quiz.views.answers import gap_numbers, right_text
from quiz.views.places import described, names_of
from quiz.views.words import MONTHS


class Hint(Struct, frozen=True):
    """What a hint says, and what follows from it on the screen.

    `struck` are ids of options that are not right, `given` maps a gap or row to what is right for it, `first` is the
    option that comes first in an order.
    """

    says: str
    struck: tuple[str, ...] = ()
    given: dict[str, Any] = {}
    first: str = ""


def hint_of(entry: Entry, library: Library, seed: str, filled: Collection[str] = ()) -> Hint:
    """Return the hint to an item; a session of `seed` gives the same again.

    `filled` are ids of gaps or rows that have something: one that is still open is given, if there is one.
    """
    item = entry.item
    match item:
        case Choice() | Multiple() if found := _wrong(item, seed):
            return Hint(f"Not right: {one_line(found[1], 80)}", struck=(found[0],))
        case Evidence():
            return _in_passage(item, seed)
        case Text() | Numeric() | Date():
            return Hint(_of_key(item))
        case Cloze():
            return _of_gap(entry, item, filled)
        case Match():
            row = _first_open([row.id for row in item.rows], filled)
            called = next(one_line(one.text) for one in item.rows if one.id == row)
            partner = next(one_line(o.text) for o in item.options if o.id == item.key[row])
            return Hint(f"{called} → {partner}", given={row: item.key[row]})
        case Order():
            first = item.key[0][0]
            called = next(one_line(o.text) for o in item.options if o.id == first)
            return Hint(f"Comes {'first' if len(item.key[0]) == 1 else 'among the first'}: {called}", first=first)
        case Place() if (chart := library.maps.get(item.map)) is not None and chart.place(item.key):
            return Hint(f"It is {described(chart, names_of(chart), item.key)}")
        case _:
            return Hint(_where(item, library))


def _wrong(item: Choice | Multiple, seed: str) -> tuple[str, str] | None:
    """Return one option that is not right for any document with its text, None where that would give the key away."""
    right = (item.key,) if isinstance(item, Choice) else item.key
    given = [(d.answer,) if isinstance(d.answer, str) else d.answer for d in item.differs]
    others = {option for answer in given for option in answer}
    wrong = {o.id: o.text for o in item.options if o.id not in right}
    plain = [option for option in wrong if option not in others]
    if len(wrong) < 2 or not plain:
        return None
    found = option_order(seed, f"{item.id}\0hint", plain)[0]
    return found, wrong[found]


def _first_open(names: Sequence[str], filled: Collection[str]) -> str:
    return next((name for name in names if name not in filled), names[0])


def _of_gap(entry: Entry, item: Cloze, filled: Collection[str]) -> Hint:
    """Return what stands in a gap; for the only one no more than what it is like."""
    numbers = gap_numbers(item)
    name = _first_open(list(numbers), filled)
    gap = item.gaps[name]
    if len(numbers) == 1:
        return Hint(f"One of {len(gap.options)}" if isinstance(gap, ChoiceGap) else _of_key(gap))
    given = key_response(entry.marking)[name]
    return Hint(f"({numbers[name]}) {one_line(right_text(gap))}", given={name: given})


def _in_passage(item: Evidence, seed: str) -> Hint:
    """Return in which paragraph a right sentence stands, of a single paragraph a sentence that is not right."""
    document = item.passage.document
    cited = {" ".join(c.quote.split()): c.paragraph for c in item.citations if c.document == document}
    places = sorted({cited[key] for one in item.key if (key := " ".join(one.split())) in cited})
    if places and len(item.passage.paragraphs) > 1:
        return Hint(f"Look in paragraph {' and '.join(map(str, places))}")
    wrong = [" ".join(reject.answer.split()) for reject in item.reject]
    if wrong:
        found = option_order(seed, f"{item.id}\0hint", wrong)[0]
        return Hint(f"Not right: {one_line(found, 80)}", struck=(found,))
    words = item.key[0].split()
    return Hint(f"A sentence of {counted(len(words), 'word')}")


def _of_key(item: Item | Gap) -> str:
    match item:
        case Numeric() | NumericGap():
            return _digits(item.key.value)
        case Date() | DateGap():
            return _coarser(item.key)
        case Text() | TextGap():
            return _letters(item.key)
    raise AssertionError(type(item))


def _digits(value: str) -> str:
    """Return how many digits a number has before the decimal sign and after it."""
    whole, _, part = value.lstrip("-").partition(".")
    sign = "below zero, " if value.startswith("-") else ""
    digits = counted(len(whole.lstrip("0") or "0"), "digit")
    decimals = f" and {counted(len(part), 'decimal')}" if part else ""
    return f"A number {sign}of {digits}{decimals}"


def _coarser(key: str) -> str:
    """Return when something was, one step coarser than asked for."""
    date = bank_date(key)
    month = MONTHS[date.month - 1] if date.month else ""
    if date.day is not None:
        return f"In {month} {date.year}" if date.year is not None else f"In {month}"
    if month:
        return f"In {date.year}"
    return f"In the years {date.year // 10 * 10} to {date.year // 10 * 10 + 9}" if date.year is not None else ""


def _letters(key: str) -> str:
    """Return how a name begins, and how many letters its words have."""
    lengths = [sum(char.isalnum() for char in word) for word in key.split()]
    words = [str(length) for length in lengths if length]
    if not words:
        return f"Begins with {_first_letter(key)}"
    if len(words) == 1:
        return f"Begins with {_first_letter(key)}: {counted(sum(lengths), 'letter')}"
    return f"Begins with {_first_letter(key)}: {len(words)} words of {', '.join(words[:-1])} and {words[-1]} letters"


def _first_letter(key: str) -> str:
    """Return the first letter or digit with the marks on it."""
    start = next((place for place, char in enumerate(key) if char.isalnum()), 0)
    marks = (place for place, char in enumerate(key) if place > start and unicodedata.category(char)[0] != "M")
    return key[start : next(marks, len(key))]


def _where(item: Item, library: Library) -> str:
    """Return where the answer stands."""
    first = item.citations[0]
    document = library.documents.get(first.document)
    return f"See {document.called if document else first.document}, paragraph {first.paragraph}"
