"""What a session came to."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from quiz.banks import Library
from quiz.learning import Session
from quiz.learning.exam import ExamMark
from quiz.scoring import Verdict
from quiz.scoring.certainty import Calibration, calibration
from quiz.views.answers import given_text, right_text, stem_text
from quiz.views.exam import mark_of
from quiz.views.places import place_names
from quiz.views.words import percent


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
    """A session in numbers; `score` is the mean share in [0, 1] over the questions answered.

    `certainty` is there when the session asked how sure one is.
    """

    mode: str
    answered: int
    right: int
    score: float
    duration: int
    topics: tuple[TopicRow, ...]
    wrong: tuple[Wrong, ...]
    exam: ExamMark | None = None
    certainty: Calibration | None = None

    def verdict(self) -> str:
        """Say whether an exam was passed, with its score and standard error; empty for other sessions."""
        if self.exam is None:
            return ""
        mark = self.exam
        spread = "" if mark.standard_error is None else f" ± {round(mark.standard_error * 100)}"
        score = f"{percent(float(Fraction(mark.score)))}{spread}, {mark.answered} of {mark.items} answered"
        return f"{'Passed' if mark.passed else 'Not passed'}: {score}"

    def sure(self) -> str:
        """Say how often each level of certainty was right, and what the marks came to; empty where none was asked."""
        if self.certainty is None or self.certainty.mark is None:
            return ""
        names = ("guesses", "fairly sure", "certain")
        levels = [
            f"{name} {percent(row.accuracy)} of {row.answers}"
            for name, row in zip(names, self.certainty.levels, strict=True)
            if row.accuracy is not None
        ]
        return f"Right by certainty: {', '.join(levels)}; mark {self.certainty.mark:+.1f} a question"


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
            places = place_names(library, item)
            given, right = given_text(item, answer.response, places), right_text(item, places)
            wrong.append(Wrong(item.id, stem_text(item), given, right, source, answer.outcome.verdict))
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
        exam=mark_of(library, session) if session.mode == "exam" else None,
        certainty=calibration(certain) if (certain := _certain(session)) else None,
    )


def _certain(session: Session) -> list[tuple[int | None, Fraction]]:
    given = (a for a in session.answers if a.certainty is not None and a.outcome.verdict is not Verdict.OMITTED)
    return [(a.certainty, a.outcome.share) for a in given]
