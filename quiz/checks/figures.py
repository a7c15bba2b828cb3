"""Numbers, amounts and dates as running text has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from quiz.checks.fidelity import numbers_in
from quiz.items.dates import PartialDate
from quiz.items.units import Unit, parse_unit, to_base

_AMOUNT = re.compile(r"([$€£¥])?\s?(?<![\w.])(\d{1,30}(?:,\d{3})*(?:\.\d{1,30})?)\s*(%|[^\W\d_]+)?(?:\s+([^\W\d_]+))?")
MONTHS = {
    name: number
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"), 1,
    )
}  # fmt: skip
_MONTH = "|".join(MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}) )?(?P<month>{_MONTH})(?: (?P<day2>\d{{1,2}})\b)?(?:,? (?P<year>\d{{4}}))?", re.IGNORECASE
)
_SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
_SMALL = frozenset(str(n) for n in range(11))


class Amount(NamedTuple):
    """A number with its unit: as written, in the base unit, the unit."""

    text: str
    based: Fraction
    unit: Unit


@lru_cache(maxsize=16_384)
def amounts_in(text: str) -> tuple[Amount, ...]:
    """Return the amounts of a text: each number with the sign before it and the words behind it as its unit."""
    return tuple(_amounts(text))


def _amounts(text: str) -> Iterator[Amount]:
    for sign, number, first, second in _AMOUNT.findall(text):
        value = Fraction(number.replace(",", ""))
        scaled = first.casefold() in _SCALES
        words = [w for w in (first, second if scaled and not sign else "", sign) if w]
        unit = parse_unit(" ".join(words))
        yield Amount(" ".join(filter(None, (f"{sign}{number}", first))), to_base(value, unit), unit)


@lru_cache(maxsize=16_384)
def dates_in(text: str) -> tuple[tuple[str, PartialDate], ...]:
    """Return the dates with a month's name in a text, each with how it is written."""
    found = []
    for match in _DATE.finditer(text):
        day = match["day"] or match["day2"]
        year = match["year"]
        if day or year:
            month = MONTHS[match["month"].casefold()]
            found.append((match[0], PartialDate(int(year) if year else None, month, int(day) if day else None)))
    return tuple(found)


@lru_cache(maxsize=65_536)
def digits_in(text: str) -> frozenset[str]:
    """Return the numbers of a text above ten, from digits and words; small ones count options as often as facts."""
    return frozenset(numbers_in(text)) - _SMALL - _SCALES
