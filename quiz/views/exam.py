"""The exam: which items it draws from a library, and what it came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import structs

from quiz.banks import Entry, Library
from quiz.items import ExamFile
from quiz.learning import Session
from quiz.learning.exam import ExamCandidate, ExamMark, ExamPlan, exam_mark, exam_plan
from quiz.scoring import Verdict


def _candidates(entries: Iterable[Entry]) -> list[ExamCandidate]:
    return [ExamCandidate(e.item.id, e.item.topics, e.item.level, e.item.family) for e in entries]


def exam_of(entries: Iterable[Entry], exam: ExamFile, items: int, seed: str) -> ExamPlan:
    """Return the exam of `items` items that a seed draws from `entries` by the shares of `exam`."""
    return exam_plan(_candidates(entries), structs.replace(exam, items=items), seed)


def mark_of(library: Library, session: Session, scores: Mapping[str, str] | None = None) -> ExamMark:
    """Return what an exam came to by the pass mark that it was begun with.

    `scores` has what answers count today, as `n/d` by their events; others count what they were told.
    """
    exam = library.exam or ExamFile()
    exam = structs.replace(exam, pass_mark=session.choices.get("pass_mark", exam.pass_mark))
    given = (a for a in session.answers if a.outcome.verdict is not Verdict.OMITTED)
    shares = {a.item: (scores or {}).get(a.event, a.outcome.score) for a in given}
    return exam_mark(shares, session.items, _candidates(library.entries.values()), exam)
