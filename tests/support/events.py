"""Events for a log, with everything that a test does not care about filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from quiz.learning import Answered, Mode, Opened
from quiz.scoring import Note, Outcome, Verdict
from quiz.store import Moment

FIRST_DAY = date(2026, 2, 10).toordinal()


def moment(minute: int = 0) -> Moment:
    """So many minutes after 12:00 UTC on 10 February 2026; its study day begins at midnight."""
    at = 12 * 60 + minute
    utc = (FIRST_DAY - date(1970, 1, 1).toordinal()) * 86_400_000 + at * 60_000
    return Moment(utc, 0, date.fromordinal(FIRST_DAY + at // 1440).isoformat())


def opened(*items: str, session: str = "s") -> Opened:
    return Opened(session, "learn", "seed", items)


def answered(
    item: str,
    right: bool = True,
    response: Any = "something",
    session: str = "s",
    mode: Mode = "learn",
    typo: bool = False,
) -> Answered:
    verdict = Verdict.CORRECT if right else Verdict.INCORRECT
    notes = (Note.TYPO,) if typo and right else ()
    outcome = Outcome("1/1" if right else "0/1", verdict, "text/1", notes)
    return Answered(
        session=session, mode=mode, item=item, seen="a" * 16, scored="b" * 16, response=response, outcome=outcome
    )
