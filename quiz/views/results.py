"""What a session came to."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from quiz.banks import Library
from quiz.learning import Session
from quiz.scoring import Verdict
from quiz.views.question import given_text, right_text


class Wrong(Struct, frozen=True):
    """An answer that was not wholly right, with what was right and where it stands."""

    item: str
    stem: str
    given: str
    right: str
    source: str
    verdict: Verdict


class TopicRow(Struct, frozen=True):
    """How a topic went: score and questions."""

    title: str
    score: float
    right: int
    asked: int


class Results(Struct, frozen=True, kw_only=True):
    """A session in numbers; `score` is the mean share in [0, 1] over the questions answered."""

    mode: str
    answered: int
    right: int
    score: float
    duration: int
    topics: tuple[TopicRow, ...]
    wrong: tuple[Wrong, ...]


def results_of(session: Session, library: Library) -> Results:
    """Return what a session came to; answers to items that are no longer in the library count without their words."""
    total = Fraction(0)
    topics: dict[str, list[Fraction]] = {}
    wrong: list[Wrong] = []
    for answer in session.answers:
        share = answer.outcome.share
        total += share
        entry = library.entries.get(answer.item)
        if entry is None:
            continue
        item = entry.item
        topics.setdefault(item.topics[0].split("/")[0], []).append(share)
        if answer.outcome.verdict is not Verdict.CORRECT:
            first = item.citations[0]
            called = library.documents[first.document].called
            source = f"{called}, paragraph {first.paragraph}"
            given = given_text(item, answer.response)
            wrong.append(Wrong(item.id, item.stem, given, right_text(item), source, answer.outcome.verdict))
    rows = [
        TopicRow(library.topic_title(t), float(sum(s, Fraction(0)) / len(s)), sum(x == 1 for x in s), len(s))
        for t, s in topics.items()
    ]
    count = len(session.answers)
    return Results(
        mode=session.mode,
        answered=count,
        right=session.correct(),
        score=float(total / count) if count else 0.0,
        duration=sum(a.duration for a in session.answers),
        topics=tuple(sorted(rows, key=lambda r: (r.score, r.title))),
        wrong=tuple(wrong),
    )
