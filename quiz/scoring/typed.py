"""Reading what people type: numbers with units, and dates. Bounded in time whatever the text."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from quiz.items.dates import PartialDate
from quiz.items.units import Unit, parse_unit
from quiz.scoring.outcome import AskAgain

NUMBER_CHARS = 64
EXPONENT = 30

_SPACES = "\u0020\u00a0\u2009\u202f"
_MARKS = (",", ".", "'", "’")
_QUALIFIERS = re.compile(
    r"^(?:up to|at most|more than|over|at least|about|around|approximately|approx\.?|roughly|some|nearly|almost|circa"
    r"|ca\.?|c\.|exactly|[~≈<>≤≥])(?<![a-z](?=[a-z]))\s*",
    re.IGNORECASE,
)


def _number(group: str, decimal: str) -> re.Pattern[str]:
    """Return the form of a number whose groups of three `group` may part and whose decimals stand behind `decimal`."""
    return re.compile(
        rf"(?P<sign>[-+\u2212]?)"
        rf"(?P<whole>[1-9][0-9]{{0,2}}(?P<mark>[{group}{_SPACES}'’])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*|[0-9]+)"
        rf"(?P<part>[{decimal}][0-9]+)?"
        r"(?:(?:[eE]|\s?[×x*]\s?10(?:\^|\*\*))(?P<exponent>[-+\u2212]?[0-9]{1,3}))?"
    )


_POINT, _COMMA = _number(",", "."), _number(".", ",")
_BEFORE = re.compile(r"^(?P<sign>[-+\u2212]?)\s*(?P<unit>[^\d\s.,+\-\u2212]{1,4}|[A-Za-z]{3})\s*(?=[0-9])")

_SWAPPED = str.maketrans(".,", ",.")


def _ask(reason: str, comma: bool, say: str, example: str) -> AskAgain:
    """Return a question whose example, written with a decimal point, has the sign that is asked for."""
    return AskAgain(reason, f"{say} {example.translate(_SWAPPED) if comma else example}.")


def ask_number(comma: bool) -> AskAgain:
    """Return the question for a number; `comma`: decimals stand behind a comma."""
    return _ask("malformed", comma, "Type a number in digits, such as", "7.5 or 2,400")


def _ask_marks(comma: bool) -> AskAgain:
    sign, between = ("comma", "points") if comma else ("point", "commas")
    say = f"Use a {sign} for decimals and {between} only between groups of three:"
    return _ask("ambiguous", comma, say, "1,234.5")


class TypedNumber(NamedTuple):
    """A typed number, and the words and signs typed before and after it."""

    value: Fraction
    before: str = ""
    after: str = ""

    def unit(self, shown: Unit) -> Unit | None:
        """Return the typed unit as one who is shown `shown` means it: `5 m` is metres or millions; None without one."""
        words = self.after.strip()
        if not words and not self.before:
            return None
        plain = parse_unit(f"{words} {self.before}".strip())
        if plain.base == shown.base and plain.base:
            return plain
        if self.before or plain.known or not self.after[:1].isspace():
            glued = parse_unit(f"{words} {self.before}".strip(), glued=True)
            if glued.scaled:
                return glued
        return plain


def read_number(text: str, comma: bool = False) -> TypedNumber | AskAgain:
    """Read a typed number and its unit: `5`, `$5 billion`, `4.2bn EUR`, `1,500 people`, `up to 9`.

    Groups of three need the same mark throughout; one decimal point, or with `comma` a comma, and then a point between
    groups; an exponent of at most 30; a qualifier is ignored. At most 64 characters; superscripts, hexadecimal, nan and
    inf are refused.
    """
    text = text.strip()
    if len(text) > NUMBER_CHARS:
        return AskAgain("malformed", f"Type the number alone, at most {NUMBER_CHARS} signs.")
    text = _QUALIFIERS.sub("", text)
    before = _BEFORE.match(text)
    unit_before = ""
    if before:
        unit_before = before["unit"]
        text = before["sign"] + text[before.end() :]
    found = (_COMMA if comma else _POINT).match(text)
    if found is None:
        return ask_number(comma)
    rest = text[found.end() :]
    if rest != "." and (rest[:1] in _MARKS or rest[:1].isdigit()):
        return _ask_marks(comma)
    value = _value(found)
    rest = rest.rstrip(".")
    if value is None or re.search(r"[0-9]", rest.replace("m2", "")):
        return ask_number(comma)
    return TypedNumber(value, unit_before, rest)


def _value(found: re.Match[str]) -> Fraction | None:
    whole = re.sub(r"[^0-9]", "", found["whole"])
    value = Fraction(int(whole))
    if found["part"]:
        digits = found["part"][1:]
        value += Fraction(int(digits), 10 ** len(digits))
    if found["exponent"]:
        exponent = int(found["exponent"].replace("\u2212", "-"))
        if abs(exponent) > EXPONENT:
            return None
        value *= Fraction(10) ** exponent
    return -value if found["sign"] in ("-", "\u2212") else value


_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SLASHED = re.compile(r"\d{1,4}[/.]\d{1,2}(?:[/.]\d{1,4})?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")

ASK_DATE = AskAgain("malformed", "Type a date such as 3 May 2020, 3 May, May 2020, 2020 or 2020-05-03.")
ASK_ORDER = AskAgain("ambiguous", "Day or month first? Write the month as a word: 3 May 2020.")


def _month(word: str) -> int | None:
    if word == "sept":
        return 9
    if len(word) < 3:
        return None
    return next((i + 1 for i, name in enumerate(_MONTHS) if name == word or (name[:3] == word)), None)


def read_date(text: str) -> PartialDate | AskAgain:
    """Read a typed date: 2026-02-10, 10 February 2026, February 10, Feb 2026, 2026; a weekday before it is ignored.

    10/2/2026 is asked again, as is what no calendar has.
    """
    text = text.strip().casefold()
    if len(text) > NUMBER_CHARS:
        return ASK_DATE
    if _SLASHED.fullmatch(text):
        return ASK_ORDER
    iso = _ISO.fullmatch(text)
    if iso:
        date = PartialDate(int(iso[1]), int(iso[2]), int(iso[3]) if iso[3] else None)
        return date if date.real else AskAgain("malformed", "There is no such date in the calendar.")
    year = month = day = None
    for word in re.split(r"[\s,.]+", text):
        if not word or word in ("of", "the", "on", "in") or word in _WEEKDAYS:
            continue
        number = re.fullmatch(r"([0-9]{1,4})(st|nd|rd|th)?", word)
        if number and len(number[1]) == 4 and not number[2] and year is None:
            year = int(number[1])
        elif number and len(number[1]) <= 2 and day is None:
            day = int(number[1])
        elif _month(word) and month is None:
            month = _month(word)
        else:
            return ASK_DATE
    date = PartialDate(year, month, day)
    if year is None and month is None:
        return ASK_DATE
    return date if date.real else AskAgain("malformed", "There is no such date in the calendar.")
