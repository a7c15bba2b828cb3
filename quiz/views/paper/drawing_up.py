"""A paper exam from a library: the draw, the questions as paper asks them, and their key. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from hashlib import sha256
from math import ceil

from quiz.banks import Entry, Library
from quiz.items import Evidence, ExamFile, Place
from quiz.learning.exam import ExamPlan
from quiz.text import one_line, safe
from quiz.views.exam import exam_of
from quiz.views.paper.asking import groups_of, instruction_of, letter_of
from quiz.views.paper.chart import chart_of
from quiz.views.paper.key import also_of, right_of, sources_of
from quiz.views.paper.model import Paper, PaperItem
from quiz.views.places import lettered
from quiz.views.question import question_of
from quiz.views.setup import short_text

_DRAWS = 20
"""How often the exam is drawn anew without a question that gives another away."""


def paper_of(library: Library, entries: Sequence[Entry], exam: ExamFile, items: int, seed: str) -> Paper | None:
    """Return the paper exam of `items` questions that a seed draws from `entries`; None when there are none.

    The same library, entries and seed give the same paper. A passage to point at in which another question's proof
    stands is not drawn together with that question, where there are others.
    """
    plan = _plan(library, list(entries), exam, items, seed)
    drawn = [library.entries[name] for name in plan.items]
    if not drawn:
        return None
    return Paper(
        id=_identity(library, drawn, seed),
        title=one_line(library.title, 200),
        seed=one_line(seed, 60),
        minutes=exam.minutes,
        enough=_points(ceil(Fraction(exam.pass_mark) * 2 * len(drawn))),
        items=tuple(_asked(library, entry, seed, number, len(drawn)) for number, entry in enumerate(drawn, 1)),
        short=short_text(plan.short, library.topic_title),
        telling=tuple(number for number, entry in enumerate(drawn, 1) if entry.item.id in _telling(drawn)),
    )


def _plan(library: Library, pool: list[Entry], exam: ExamFile, items: int, seed: str) -> ExamPlan:
    """Return the exam with the fewest passages that tell of other questions, of those that fill as many seats."""
    best = exam_of(pool, exam, items, seed)
    telling = _telling([library.entries[name] for name in best.items])
    for _ in range(_DRAWS):
        if not telling:
            break
        pool = [entry for entry in pool if entry.item.id not in telling]
        plan = exam_of(pool, exam, items, seed)
        if _filled(plan) < _filled(best):
            break
        best, telling = plan, _telling([library.entries[name] for name in plan.items])
    return best


def _filled(plan: ExamPlan) -> tuple[int, int]:
    """Return how many questions a plan has, and how many seats it leaves empty, below zero."""
    return len(plan.items), sum(one.had - one.wanted for one in plan.short)


def _points(halves: int) -> str:
    return f"{halves // 2}½" if halves % 2 else str(halves // 2)


def _telling(drawn: Iterable[Entry]) -> set[str]:
    """Return the items that print a passage in which the proof of another one stands."""
    entries = list(drawn)
    places = {e.item.id: {(c.document, c.paragraph) for c in e.item.citations} for e in entries}
    found: set[str] = set()
    for entry in entries:
        if isinstance(entry.item, Evidence):
            shown = {(entry.item.passage.document, n) for n in entry.item.passage.paragraphs}
            if any(shown & cited for name, cited in places.items() if name not in {entry.item.id, *found}):
                found.add(entry.item.id)
    return found


def _identity(library: Library, drawn: Iterable[Entry], seed: str) -> str:
    """Return a short name that changes with the questions, their wording, their key and their order."""
    parts = [library.id, seed, *(f"{e.item.id} {e.seen} {e.scored}" for e in drawn)]
    digest = sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
    return f"{digest[:4]}-{digest[4:8]}"


def _asked(library: Library, entry: Entry, seed: str, number: int, total: int) -> PaperItem:
    question = question_of(entry, library, seed, number, total)
    chart = None
    if isinstance(entry.item, Place) and question.chart is not None:
        chart = chart_of(question.chart, lettered(question.chart, [name for name, _ in question.options]))
    signs = {name: letter_of(at) for at, (name, _) in enumerate(question.options)}
    return PaperItem(
        number=number,
        item=entry.item.id,
        stem=safe(question.stem),
        instruction=instruction_of(question),
        groups=groups_of(question),
        chart=chart,
        right=right_of(entry.item, question, signs),
        also=also_of(entry.item, library),
        explanation=one_line(entry.item.explanation),
        sources=sources_of(entry.item, library),
    )
