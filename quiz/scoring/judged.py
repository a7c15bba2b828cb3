"""What the rules of all types share: the value that a rule gives before it becomes an outcome."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from quiz.items.marking import Marking
from quiz.scoring.outcome import Note, Outcome, Response

ONE, ZERO = Fraction(1), Fraction(0)
NO_PARTS: dict[str, Outcome] = {}
ENTRY_NOTES = {"differs": Note.OTHER_DOCUMENT, "reject": Note.NEAR_MISS}
"""What is said of a response that meets an entry of this kind, in the order in which entries are looked through."""


class Judged(NamedTuple):
    """What a rule makes of a response: fields as in an outcome; `credited`: the value is what an entry gives."""

    value: Fraction
    notes: tuple[Note, ...] = ()
    match: str = ""
    form: str = ""
    parts: dict[str, Outcome] = NO_PARTS
    credited: bool = False


def credit_of(marking: Marking, match: str) -> Fraction:
    """Return what the entry `match` of an item earns."""
    return Fraction(marking.credits.get(match, "0"))


def met(marking: Marking, match: str, value: Fraction = ZERO) -> Judged:
    """Return what a response earns that meets the entry `match`: its credit, or `value` where that is more."""
    credit = credit_of(marking, match)
    note = ENTRY_NOTES.get(match.partition(" ")[0])
    return Judged(max(value, credit), (note,) if note else (), match, credited=credit > value)


def blank(response: Response) -> bool:
    """Tell whether nothing was answered."""
    if isinstance(response, str):
        return not response.strip()
    return response is None or (isinstance(response, list | tuple | dict) and not response)
