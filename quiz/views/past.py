"""What a trainee has done: retention, days, streak, certainty, exams. A function of library and log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from math import sqrt

from msgspec import Struct

from quiz.banks import Library
from quiz.learning import Answered, Event, Opened, Step, Streak, Tuned, history_of, retention_of, streak, traces
from quiz.learning.exam import ExamMark
from quiz.learning.history import Day
from quiz.learning.session import Session, fold_sessions
from quiz.scoring import Verdict
from quiz.scoring.certainty import Calibration, calibration
from quiz.store import Log
from quiz.views.calendar import Span, Week, span_of, weeks_known
from quiz.views.exam import mark_of

MONTH = 30
WEEKS = 104
"""Weeks back to which what was done is told week by week."""
_SURE = 1.96
"""Standard errors that hold 19 times in 20."""


class ExamResult(Struct, frozen=True, kw_only=True):
    """An exam that was finished: its study day, and what it came to by the keys of today."""

    session: str
    day: int
    mark: ExamMark


class Past(Struct, frozen=True, kw_only=True):
    """Everything that a log says of what one trainee did; None where nothing can be said.

    `wish` is the chance of recall at which items are due; `today`, `week` (7 study days), `month` (30) and `ever` say
    what those days came to, `weeks` each week from the first on.
    """

    retention: float | None
    retention_month: float | None
    wish: float
    today: Span
    week: Span
    month: Span
    ever: Span
    weeks: tuple[Week, ...]
    days: tuple[Day, ...]
    streak: Streak
    calibration: Calibration
    exams: tuple[ExamResult, ...]


def read_again(log: Log) -> list[Event]:
    """Return the events of a log through a door of their own, so that another thread may use it meanwhile."""
    with Log(log.path.parent, log.trainee, log.library, writing=False) as own:
        return own.events()


def past_of(library: Library, events: Sequence[Event], today: int) -> Past:
    """Return the past of the trainee of whom `events` are all; `today` is a study day's ordinal."""
    steps = [step for own in traces(events).values() for step in own]
    past = history_of(steps)

    def last(days: int) -> Span:
        return span_of(d for d in past.days if today - days < d.day <= today)

    month = last(MONTH)
    return Past(
        retention=past.retention(),
        retention_month=month.recalled / month.reviews if month.reviews else None,
        wish=retention_of(e for e in events if isinstance(e.body, Tuned)),
        today=last(1),
        week=last(7),
        month=month,
        ever=span_of(past.days),
        weeks=weeks_known(past.days, today, WEEKS),
        days=past.days,
        streak=streak(events, today, library.rollover),
        calibration=calibration(_certain(steps)),
        exams=tuple(_exams(library, fold_sessions(events), events, steps)),
    )


def recall_range(recalled: int, reviews: int) -> tuple[float, float]:
    """Return the range of chances in [0, 1] that `recalled` of `reviews` (1 or more) are in keeping with.

    Wilson's interval: it holds the true chance 19 times in 20.
    """
    share, square = recalled / reviews, _SURE * _SURE
    middle = (share + square / (2 * reviews)) / (1 + square / reviews)
    reach = _SURE * sqrt(share * (1 - share) / reviews + square / (4 * reviews * reviews)) / (1 + square / reviews)
    return min(share, max(0.0, middle - reach)), max(share, min(1.0, middle + reach))


def _certain(steps: Iterable[Step]) -> Iterable[tuple[int | None, Fraction]]:
    for step in steps:
        body = step.event.body
        if isinstance(body, Answered) and step.outcome is not None and step.role != "rapid":
            omitted = step.outcome.verdict is Verdict.OMITTED
            yield None if omitted else body.certainty, step.outcome.share


def _exams(
    library: Library, sessions: Iterable[Session], events: Iterable[Event], steps: Iterable[Step]
) -> Iterable[ExamResult]:
    scores = {s.event.id: s.outcome.score for s in steps if s.outcome is not None}
    opened = {e.body.session: e.day for e in events if isinstance(e.body, Opened)}
    for session in sessions:
        if session.mode == "exam" and session.closed:
            day = date.fromisoformat(opened[session.id]).toordinal()
            yield ExamResult(session=session.id, day=day, mark=mark_of(library, session, scores))
