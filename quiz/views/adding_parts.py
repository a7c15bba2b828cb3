"""The parts of which answers are made while an item is written: options, near misses, numbers, dates."""

from __future__ import annotations

import re
from collections.abc import Callable

from quiz.errors import QuizError
from quiz.items.dates import bank_date
from quiz.items.fields import OPTION_CHARS, OPTIONS
from quiz.text import canon, one_line, same
from quiz.views.adding import Step, Steps

QUALIFIERS = {"up to": "up-to", "more than": "more-than", "about": "about"}
MORE = "no more"
SAID = "Say why it is wrong and, where it comes from another document or matter, which."
_AMOUNT = re.compile(r"(?:(up to|more than|about) )?(-?[0-9][0-9,]*(?:\.[0-9]+)?)(?: ?(\S.*))?", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}|XXXX-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


def brief(text: str) -> str:
    """Return an answer that is short enough. Raises QuizError when it is not."""
    if len(text) > OPTION_CHARS:
        raise QuizError(f"this has more than {OPTION_CHARS:,} characters", hint="shorten it")
    return text


def other_than(texts: list[str]) -> Callable[[str], str]:
    """Return a check that refuses what stands among `texts`."""

    def check(text: str) -> str:
        if any(same(text, other) for other in texts):
            raise QuizError(f"'{one_line(text, 60)}' stands there already", hint="give another one")
        return brief(text)

    return check


def option_id(text: str, taken: list[str]) -> str:
    """Return an id for an option, made of its words."""
    words = "-".join(re.findall(r"[a-z0-9]+", canon(text)))[:30].strip("-")
    stem = words if re.match(r"[a-z]", words) else f"o-{words}" if words else "o"
    number = 1
    while True:
        made = stem if number == 1 else f"{stem}-{number}"
        if made not in taken:
            return made
        number += 1


def options_of(texts: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Return options with ids by their texts and what is said to each, empty for the right ones."""
    ids: list[str] = []
    made = []
    for text, said in texts:
        ids.append(option_id(text, ids))
        made.append({"id": ids[-1], "text": text, **({"feedback": said} if said else {})})
    return made


def several(name: str, asks: str, least: int, known: list[str], help_: str = "") -> Steps:
    """Ask for texts until a blank line; return them."""
    found: list[str] = []
    while len(found) < OPTIONS:
        text = yield Step(
            name=name,
            asks=f"{asks}, number {len(found) + 1}",
            help=help_,
            usual="" if len(found) >= least else None,
            usually=MORE,
            check=other_than([*known, *found]),
        )
        if not text:
            break
        found.append(text)
    return found


def wrong_ones(right: list[str], least: int) -> Steps:
    """Ask for wrong answers, each with what is said to it; return both."""
    found: list[tuple[str, str]] = []
    while len(found) < OPTIONS:
        text = yield Step(
            name="wrong",
            asks=f"A wrong answer, number {len(found) + 1}",
            help="Of the same kind, unit, length and form as the right one; it tempts who has only skimmed.",
            usual="" if len(found) >= least else None,
            usually=MORE,
            check=other_than([*right, *(t for t, _ in found)]),
        )
        if not text:
            break
        said = yield Step(name="feedback", asks=f"What is said to who picks '{one_line(text, 60)}'?", help=SAID)
        found.append((text, said))
    return found


def near_misses(check: Callable[[str], str], known: list[str]) -> Steps:
    """Ask for near misses that are typed and not among `known`, each with what is said to it; return both."""
    found: list[tuple[str, str]] = []

    def new(text: str) -> str:
        made = check(text)
        if made in (*known, *(t for t, _ in found)):
            raise QuizError(f"'{one_line(text, 60)}' stands there already", hint="give another one")
        return made

    while True:
        text = yield Step(
            name="reject",
            asks="A near miss that must never pass" if not found else "Another near miss",
            help="What one might type who mixes something up; it gets its own words.",
            usual="",
            usually="none" if not found else MORE,
            check=new,
        )
        if not text:
            return found
        said = yield Step(name="feedback", asks=f"What is said to who types '{one_line(text, 60)}'?", help=SAID)
        found.append((text, said))


def amount(text: str) -> str:
    """Return a number with its unit as it is kept. Raises QuizError when it is none."""
    found = _AMOUNT.fullmatch(text)
    if found is None or len(found[2].replace(",", "")) > 30:
        raise QuizError(f"'{one_line(text, 60)}' is no number with a unit", hint="such as 16 countries, up to 4.2 km")
    return text


def quantity(text: str) -> dict[str, str]:
    """Return a number with its unit as fields."""
    found = _AMOUNT.fullmatch(text)
    assert found is not None
    made = {"value": found[2].replace(",", "")}
    if found[3]:
        made["unit"] = found[3]
    if found[1]:
        made["qualifier"] = QUALIFIERS[found[1].lower()]
    return made


def day(text: str) -> str:
    """Return a date as it is kept. Raises QuizError when it is none."""
    if not _DATE.fullmatch(text) or not bank_date(text).real:
        hint = "write 2026-02-10, 2026-02, 2026, or XXXX-02-10 where the document gives no year"
        raise QuizError(f"'{one_line(text, 60)}' is no date", hint=hint)
    return text


def tolerance(text: str) -> str:
    """Return a tolerance as it is kept. Raises QuizError when it is none."""
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})? ?%?", text):
        raise QuizError(f"'{one_line(text, 60)}' is no tolerance", hint="such as 0.5 or 5 %")
    return text


def distance(text: str) -> dict[str, str]:
    """Return a tolerance as fields."""
    number = text.rstrip(" %")
    if "%" not in text:
        return {"abs": number}
    whole, _, rest = number.partition(".")
    scale = 2 + len(rest)
    digits = f"{int(whole + rest):0{scale + 1}d}"
    made = f"{digits[:-scale]}.{digits[-scale:]}".rstrip("0").rstrip(".")
    return {"rel": made}
