"""What scoring says of a response."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

from msgspec import Struct

Response = Any
"""Any JSON value: an option id, a list of ids, a truth value or the typed text; None and empty values are omitted."""


class Verdict(StrEnum):
    """The four words for an outcome."""

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    OMITTED = "omitted"


class Note(StrEnum):
    """What else is to be said of a response."""

    TYPO = "typo"
    OTHER_DOCUMENT = "other-document"
    NEAR_MISS = "near-miss"
    FINER = "finer"
    OTHER_UNIT = "other-unit"
    UNCLEAR = "unclear"


class Policy(Struct, frozen=True):
    """How a session scores: `typos` allows slips in typed answers, `final` turns asking again into incorrect.

    An item that says `typos: 1` or `typos: 2` allows them under any policy.
    """

    typos: bool = True
    final: bool = False


class AskAgain(Struct, frozen=True):
    """The response cannot be judged yet: `reason` is a stable word, `say` tells the trainee what to type.

    `part` is the id of the gap that is unclear, where it is one.
    """

    reason: str
    say: str
    part: str = ""


class Outcome(Struct, frozen=True, omit_defaults=True):
    """What scoring made of one response.

    `score` is an exact share in [0, 1] as `numerator/denominator`; `chance` is what a blind guess earns on average;
    `match` points at the entry of the item that the response met (`reject 0`, `differs 1`, `option ID`); `form` is the
    accepted form that a typed answer stands for; `rule` is the rule's name and version, with `+credit` where the item
    gives the entry that was met a part; `parts` holds the outcome of each gap or row by its id. A part of a cloze whose
    gaps have changed places names in `gap` the gap that it was judged as: `match` points at that gap's entries.
    """

    score: str
    verdict: Verdict
    rule: str
    notes: tuple[Note, ...] = ()
    chance: str = "0/1"
    match: str = ""
    form: str = ""
    parts: dict[str, Outcome] = {}
    gap: str = ""

    @property
    def share(self) -> Fraction:
        """The score as a number."""
        return _number(self.score)


@lru_cache(maxsize=4_096)
def _number(share: str) -> Fraction:
    return Fraction(share)


def share_text(value: Fraction) -> str:
    """Return a share as it is stored, `numerator/denominator`."""
    return f"{value.numerator}/{value.denominator}"
