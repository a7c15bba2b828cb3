"""How far a trainee is: by topic, document and passage, over time, and in exams. A function of log and library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from quiz.banks import Entry, Library
from quiz.banks.library import chance_of, under
from quiz.learning import (
    Answered,
    Event,
    ItemState,
    Opened,
    Step,
    Streak,
    forecast,
    history_of,
    mastery,
    streak,
    traces,
)
from quiz.learning.exam import ExamMark
from quiz.learning.history import Day
from quiz.learning.ready import Readiness, readiness
from quiz.learning.session import Session, fold_sessions
from quiz.scoring import Verdict
from quiz.scoring.certainty import Calibration, calibration
from quiz.views.exam import mark_of

if TYPE_CHECKING:
    from quiz.views.ready import Goal

MASTERED = 0.85
FIRM_DAYS = 7.0
"""Stability in days from which an item of something mastered is firm (SCORING 3.2)."""
MONTH = 30
LOAD_DAYS = 14


class Part(Struct, frozen=True, kw_only=True):
    """A topic, a document or a passage: how much of it was seen, mastery in [0, 1], what is expected on the date.

    `mastered`: mastery of at least .85, everything seen, every item's stability at least seven days.
    """

    id: str
    title: str
    items: int
    seen: int
    mastery: float
    mastered: bool
    ready: Readiness | None = None


class ExamResult(Struct, frozen=True, kw_only=True):
    """An exam that was finished: its study day, and what it came to by the keys of today."""

    session: str
    day: int
    mark: ExamMark


class Progress(Struct, frozen=True, kw_only=True):
    """Everything that a log says of one trainee's progress; None where nothing can be said."""

    whole: Part
    topics: tuple[Part, ...]
    documents: tuple[Part, ...]
    passages: tuple[Part, ...]
    retention: float | None
    retention_month: float | None
    streak: Streak
    load: tuple[int, ...]
    calibration: Calibration
    days: tuple[Day, ...]
    exams: tuple[ExamResult, ...]
    leeches: tuple[str, ...]
    suspended: tuple[str, ...]
    claims: int
    rapid: int


def progress_of(
    library: Library,
    events: Sequence[Event],
    states: Mapping[str, ItemState],
    today: int,
    goal: Goal | None = None,
) -> Progress:
    """Return the progress of the trainee of whom `events` are all; `states` are the items' as they count today."""
    entries = {e.item.id: e for e in library.askable()}
    known = {i: s for i, s in states.items() if i in entries}
    steps = [step for own in traces(events).values() for step in own]
    past = history_of(steps)
    day = goal.day if goal else None

    def part(name: str, title: str, inside: Iterable[Entry]) -> Part:
        return _part(name, title, list(inside), known, today, day)

    return Progress(
        whole=part(library.id, library.title, entries.values()),
        topics=tuple(
            part(path, title, [e for e in entries.values() if under(e.item.topics, path)])
            for path, title in library.topics.items()
        ),
        documents=tuple(
            part(
                name, document.title, [e for e in entries.values() if any(c.document == name for c in e.item.citations)]
            )
            for name, document in library.documents.items()
        ),
        passages=tuple(
            part(f"{name}:{number}", f"{library.documents[name].called}, paragraph {number}", inside)
            for (name, number), inside in sorted(_passages(entries.values()).items())
        ),
        retention=past.retention(),
        retention_month=past.retention(today - MONTH),
        streak=streak(events, today, library.rollover),
        load=tuple(forecast(known, today, LOAD_DAYS, goal.due if goal else None)),
        calibration=calibration(_certain(steps)),
        days=past.days,
        exams=tuple(_exams(library, fold_sessions(events), events, steps)),
        leeches=tuple(sorted(i for i, s in known.items() if s.leech)),
        suspended=tuple(sorted(i for i, s in known.items() if s.suspended)),
        claims=sum(s.claimed for s in known.values()),
        rapid=sum(s.rapid for s in known.values()),
    )


def _part(
    name: str, title: str, inside: list[Entry], states: Mapping[str, ItemState], today: int, day: int | None
) -> Part:
    ids = [e.item.id for e in inside]
    memories = [states[i].memory for i in ids if i in states]
    seen = sum(m is not None for m in memories)
    level = mastery(ids, states, today)
    firm = all(m is not None and m.stability >= FIRM_DAYS for m in memories)
    return Part(
        id=name,
        title=title,
        items=len(ids),
        seen=seen,
        mastery=level,
        mastered=bool(ids) and seen == len(ids) and level >= MASTERED and firm,
        ready=None
        if day is None
        else readiness({e.item.id: Fraction(chance_of(e.marking)) for e in inside}, states, day),
    )


def _passages(entries: Iterable[Entry]) -> dict[tuple[str, int], list[Entry]]:
    found: dict[tuple[str, int], list[Entry]] = {}
    for entry in entries:
        for place in dict.fromkeys((c.document, c.paragraph) for c in entry.item.citations):
            found.setdefault(place, []).append(entry)
    return found


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
