"""Stage 4a: dates, numbers with their units, and money, as a sentence writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quiz.checks.fidelity import NUMBER_WORDS
from quiz.generate.lexicon import MONTHS, SCALES, is_verb_form
from quiz.generate.wordlists import words
from quiz.items.fields import Qualifier

_MONTH = "|".join(m.capitalize() for m in MONTHS)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATES = (
    ("day", re.compile(rf"\b{_DAY} (?P<month>{_MONTH}),? (?P<year>[12]\d{{3}})\b(?! [A-Za-z]*s\b)")),
    ("day", re.compile(rf"\b(?P<month>{_MONTH}) {_DAY},? (?P<year>[12]\d{{3}})\b")),
    ("day", re.compile(r"\b(?P<year>[12]\d{3})-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b")),
    ("month", re.compile(rf"\b(?P<month>{_MONTH})(?: of|,)? (?P<year>[12]\d{{3}})\b")),
    ("yearless", re.compile(rf"\b(?P<month>{_MONTH}) {_DAY}\b(?![,:.]?\d)")),
    ("yearless", re.compile(rf"\b{_DAY} (?P<month>{_MONTH})\b(?! \d)")),
    ("era", re.compile(r"\b(?:(?:A\.?D\.?|C\.?E\.?|B\.?C\.?) ?\d{1,4}|\d{1,4} ?(?:AD|A\.D\.|BCE?|B\.C\.|CE))(?!\w)")),
    ("decade", re.compile(r"\b(?:the )?(?:early |mid-|late )?[12]\d{2}0s\b")),
    ("century", re.compile(r"\b(?:the )?(?:early |mid-|late )?(?:\d{1,2}(?:st|nd|rd|th)|nineteenth|twentieth"
                           r"|eighteenth) century\b")),
    ("year", re.compile(
        r"(?:(?<=\bin )|(?<=\bIn )|(?<=\bsince )|(?<=\bSince )|(?<=\bby )|(?<=\bBy )|(?<=\bfrom )|(?<=\buntil )"
        r"|(?<=\bbefore )|(?<=\bafter )|(?<=\byear )|(?<=\bduring ))(?P<year>1[0-9]{3}|20[0-4]\d)\b(?![-–%.]\d| ?%"
        r"| (?!(?:his|its|was|has|is|this|as|does|us)\b)[a-z]+s\b|['’]s)"
    )),
)  # fmt: skip
_MONTH_NUMBER = {m.capitalize(): n for n, m in enumerate(MONTHS, 1)}


class When(NamedTuple):
    """A date in a sentence: its characters, how precise it is, and the key of a date item, if there is one."""

    start: int
    end: int
    text: str
    grain: str
    key: str


def dates(text: str) -> list[When]:
    """Return the calendar dates of a sentence in their order; no two overlap."""
    found: list[When] = []
    for grain, pattern in _DATES:
        for match in pattern.finditer(text):
            if any(match.start() < w.end and w.start < match.end() for w in found):
                continue
            key = _key(grain, match)
            if key is not None:
                found.append(When(match.start(), match.end(), match[0], grain, key))
    return sorted(found)


def _key(grain: str, match: re.Match[str]) -> str | None:
    """Return the date as banks write it; empty where they cannot; None when no calendar has it."""
    from quiz.items.dates import bank_date

    groups = match.groupdict()
    year = groups.get("year") or "XXXX"
    month = int(groups["number"]) if groups.get("number") else _MONTH_NUMBER.get(groups.get("month") or "", 0)
    if grain == "year":
        return year
    if grain == "month":
        return f"{year}-{month:02d}"
    if grain in ("day", "yearless"):
        key = f"{year}-{month:02d}-{int(groups['day']):02d}"
        return key if bank_date(key).real else None
    return ""


_WORDS = "|".join(w for w in NUMBER_WORDS if w not in ("zero", "one"))
_SCALE = "|".join(SCALES)
_QUALIFIERS: tuple[tuple[Qualifier, re.Pattern[str]], ...] = (
    ("up-to", re.compile(r"\b(?:up to|at most|no more than|not more than|as (?:many|much) as|a maximum of"
                         r"|maximum of) $", re.IGNORECASE)),
    ("more-than", re.compile(r"\b(?:more than|over|at least|above|no fewer than|no less than|a minimum of"
                             r"|minimum of) $", re.IGNORECASE)),
    ("about", re.compile(r"\b(?:about|around|roughly|nearly|almost|approximately|some|an estimated"
                         r"|estimated) $", re.IGNORECASE)),
)  # fmt: skip
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_NAMED = {"dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "pounds sterling": "GBP", "yen": "JPY"}
_FIGURE = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?i:{_WORDS}))"
_AMOUNT = re.compile(
    rf"(?<![\w.,:/$€£¥#=–−-])(?P<sign>US\$|[$€£¥])?(?P<number>{_FIGURE})(?:[ -](?P<scale>{_SCALE}))?(?P<percent> ?%"
    rf"| percent| per cent)?"
    rf"(?![\w:/°–]|[.,]\d|-(?!\w*\b(?:year|day|month|week|hour|minute|mile|metre|meter|foot)\b))"
)
_NOUN = re.compile(
    r"(?:[ -])((?:(?!of\b|and\b|or\b|to\b|in\b|on\b|at\b|the\b|by\b|for\b"
    r"|from\b|with\b|without\b|than\b|as\b"
    r"|that\b|is\b|are\b|was\b|were\b|across\b|versus\b|towards\b|plus\b|less\b)[a-z][a-z-]*[ ]){0,2}?[a-z][a-z-]*s"
    r"|people|men|women|children|percent)"
    r"(?![\w-]| (?!(?:across|as|is|was|has|his|its|this|plus|less|thus|versus|always|towards)\b)\w+s\b)"
    r"|[ ]([A-Z][a-z]+s)\b"
)
_MEASURE = re.compile(
    r" ?(km²|km2|km/h|km|mm|cm|m²|m|kg|g|mg|t|mi|ft|GB|MB|KB|TB|ms|s|kW|MW|GW|W|°C|°F|ha|bytes|bits|(?i:seconds|minutes"
    r"|hours|days"
    r"|weeks|months|years)|miles|feet|metres|meters|kilometres|kilometers|tonnes|tons|kilograms|grams|hectares|acres"
    r"|litres|pounds"
    r"|liters|percent|characters|inches|pages|degrees)\b(?! old)"
)


class Amount(NamedTuple):
    """A number in a sentence.

    `start` and `end` are the characters of number and unit, `figure` where the number alone ends; `value` is in plain
    digits, `scale` the scale word, `unit` what is counted or the currency, `kind` count, measure, percent or money.
    """

    start: int
    end: int
    figure: int
    text: str
    value: str
    scale: str
    unit: str
    kind: str
    qualifier: Qualifier


def amounts(text: str) -> list[Amount]:
    """Return the numbers of a sentence that count or measure something, in their order."""
    taken = dates(text)
    found = [*_singles(text), *_joined(text)]
    for match in _AMOUNT.finditer(text):
        if any(match.start() < w.end and w.start < match.end() for w in taken) or not _alone(text, match):
            continue
        made = _amount(text, match)
        if made is not None and not any(made.start < a.end and a.start < made.end for a in found):
            found.append(made)
    return sorted(found)


_SINGLE = re.compile(
    r"(?P<before>\b(?:within|lasts?|lasting|least|most|up to|takes?|exactly|period of|term of|than|for|every|after"
    r"|expires?|ends?|closes?|begins?|starts?|valid|kept|held|retained) )"
    r"(?P<number>one|1|a single) (?P<unit>second|minute|hour|day|week|month|year)\b"
    r"(?! (?:of|or|later|earlier|ago|to)\b)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    rf"(?<![\w-])(?P<number>\d{{1,4}}|{_WORDS})-(?P<unit>person|member|seat|year|month|week|day|hour|minute|page|storey|story"
    r"|metre|meter|mile|foot)(?= (?!old\b)[a-z])",
    re.IGNORECASE,
)


def _singles(text: str) -> Iterator[Amount]:
    """Yield the times that are one of their unit: `within one week`."""
    for match in _SINGLE.finditer(text):
        start, end = match.start("number"), match.end()
        yield Amount(start, end, match.end("number"), text[start:end], "1", "", match["unit"], "measure",
                     _qualifier(text[:start]))  # fmt: skip


def _joined(text: str) -> Iterator[Amount]:
    """Yield the numbers that are joined to what they count: `a 3-person committee`."""
    for match in _JOINED.finditer(text):
        start, end = match.span()
        number = match["number"]
        value = str(NUMBER_WORDS[number.casefold()]) if number[0].isalpha() else number
        one = match["unit"].casefold()
        kind = "count" if one in ("person", "member", "seat") else "measure"
        unit = {"foot": "feet", "story": "stories"}.get(one, f"{one}s")
        yield Amount(start, end, match.end("number"), text[start:end], value, "", unit, kind, "exact")


def _qualifier(before: str) -> Qualifier:
    return next((name for name, p in _QUALIFIERS if p.search(before)), "exact")


_TENS = re.compile(
    r"\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)(?: and)? $", re.IGNORECASE
)
"""What stands before the rest of a number in words: `twenty five`."""
_NUMBERED = re.compile(
    r"\b(?:tier|level|class|type|phase|part|category|grade|stage|layer|appendix|item|figure|article|rule|clause|schedule"
    r"|sections|step|version|release|priority|severity|season|episode|volume|exit|status|code|error|signal"
    r"|exponent)s? $",
    re.IGNORECASE,
)
"""A number behind these is a name: `tier 2`."""


def _alone(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number stands for itself: not in a name, a range or a list."""
    before, after = text[: match.start()], text[match.end() :]
    if _NUMBERED.search(before) or _TENS.search(before):
        return False
    if re.search(
        r"(?:\b[A-Z][\w.]*|\bNo\.?|\bversion|\bstep|\bsection|\bchapter|\bpage|\bport|\btable|[#v]) $", before
    ) and not (match["sign"] or match["scale"]):
        return (
            re.search(
                r"(?:\b(?:In|The|A|Of|At|About|Some|Over|With|For|All|And|Nearly|Only|Exactly|These|From|To)) $|^\w+ $",
                before,
            )
            is not None
        )
    if re.search(r"\bbetween [^,;]{1,40} and $", before):
        return False
    if re.search(r"(?:\d|\bbetween|\bfrom) (?:to|and|or|by)? ?$|\d[-–]$", before) or re.match(
        r" (?:to|or|and|by|out of) [$€£]?\d|[-–]\d", after
    ):
        return False
    return not (match["number"].isdigit() and match["number"].startswith("0") and len(match["number"]) > 1)


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    number = match["number"]
    value = str(NUMBER_WORDS[number.casefold()]) if number[0].isalpha() else number.replace(",", "")
    scale = match["scale"] or ""
    sign = (match["sign"] or "")[-1:]
    end = figure = match.end()
    qualifier = _qualifier(text[: match.start()])
    named = None if sign else re.match(r" (?:US )?(dollars?|euros?|pounds sterling|yen)\b", text[end:])
    if sign or named:
        unit, kind = _NAMED[named[1]] if named else _SIGNS[sign], "money"
        end += named.end() if named else 0
    elif match["percent"]:
        unit, kind = "%", "percent"
        figure -= len(match["percent"])
    elif measured := _MEASURE.match(text, end):
        unit, kind, end = measured[1], "measure", measured.end()
    elif (counted := _NOUN.match(text, end)) and not _acts(counted[1] or ""):
        unit, kind, end = counted[1] or counted[2], "count", counted.end()
    else:
        return None
    if (text[end : end + 1] or " ") in "/·*²³×" or re.match(r"\s?\(?[/×]", text[end:]):
        return None
    if kind != "money" and value in ("0", "1"):
        return None
    return Amount(match.start(), end, figure, text[match.start() : end], value, scale, unit, kind, qualifier)


_NO_UNITS = words("his is was has does gives makes means its this as plus minus times")


def _acts(unit: str) -> bool:
    """Tell whether the last of several words is a verb and no noun: `3 target imposes`; or none of them is counted."""
    first, _, last = unit.rpartition(" ")
    if last.endswith("wards") or unit.split(" ", maxsplit=1)[0] in ("cycle", "stroke", "star"):
        return True
    if last in _NO_UNITS:
        return last != "times" or bool(first)
    return (
        bool(first)
        and is_verb_form(last, "third")
        and not first.endswith(("al", "ed", "ing", "ic", "ive", "ent", "ant"))
    )


def clashing(text: str, amount: Amount) -> Iterator[Amount]:
    """Yield the other amounts of a sentence that have the same unit."""
    for other in amounts(text):
        if other.start != amount.start and other.unit == amount.unit:
            yield other
