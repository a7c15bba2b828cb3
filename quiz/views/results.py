"""What a session came to."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from quiz.banks import Library
from quiz.items import Item
from quiz.learning import Answer, Session
from quiz.learning.exam import ExamMark, exam_topic
from quiz.scoring import Verdict
from quiz.scoring.certainty import Calibration, calibration
from quiz.text import counted
from quiz.views.answers import given_text, right_text, stem_text
from quiz.views.exam import mark_of
from quiz.views.feedback import Feedback, feedback_of
from quiz.views.places import place_names
from quiz.views.words import minutes_text, percent

if TYPE_CHECKING:
    from quiz.views.desk import Desk


class Wrong(Struct, frozen=True):
    """An answer that was not wholly right, with what was right and where it stands."""

    item: str
    stem: str
    given: str
    right: str
    source: str
    verdict: Verdict


class TopicRow(Struct, frozen=True):
    """How a topic or a level went: its score, right answers, questions, and its share of all questions in [0, 1]."""

    title: str
    score: float
    right: int
    asked: int
    share: float = 0.0

    def says(self) -> str:
        """Return how many were right."""
        return f"{self.right:,} of {self.asked:,}"


class Results(Struct, frozen=True, kw_only=True):
    """A session in numbers; `score` is the mean share in [0, 1] over the questions answered.

    `certainty` is there when the session asked how sure one is; `pace` is the mean time of an answer, both it and
    `duration` in milliseconds. In an exam, topics and levels count every question, also those without an answer.
    """

    mode: str
    answered: int
    right: int
    score: float
    duration: int
    pace: int
    topics: tuple[TopicRow, ...]
    levels: tuple[TopicRow, ...]
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

    def headline(self) -> str:
        """Return how many were right, or whether an exam was passed."""
        return self.verdict() or f"{self.right:,} of {counted(self.answered, 'question')} right"

    def took(self) -> str:
        """Return the time in all and for each question."""
        total = minutes_text(self.duration)
        return f"{total}, {minutes_text(self.pace)} a question" if self.answered > 1 and self.pace else total

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
    wrong = [_wrong(answer, library) for answer in session.answers if answer.item in library.entries]
    exam = mark_of(library, session) if session.mode == "exam" else None
    total = sum((a.outcome.share for a in session.answers), Fraction(0))
    count = len(session.answers)
    duration = sum(a.duration for a in session.answers)
    certain = _certain(session)
    return Results(
        mode=session.mode,
        answered=count,
        right=session.correct(),
        score=float(total / count) if count else 0.0,
        duration=duration,
        pace=duration // max(1, sum(a.duration > 0 for a in session.answers)),
        topics=tuple(sorted(_rows(session, library, _topic_of(library, exam)), key=lambda r: (r.score, r.title))),
        levels=tuple(sorted(_rows(session, library, lambda item: f"Level {item.level}"), key=lambda r: r.title)),
        wrong=tuple(w for w in wrong if w is not None),
        exam=exam,
        certainty=calibration(certain) if certain else None,
    )


def _wrong(answer: Answer, library: Library) -> Wrong | None:
    if answer.outcome.verdict is Verdict.CORRECT:
        return None
    item = library.entries[answer.item].item
    first = item.citations[0]
    source = f"{library.documents[first.document].called}, paragraph {first.paragraph}"
    places = place_names(library, item)
    given, right = given_text(item, answer.response, places), right_text(item, places)
    return Wrong(item.id, stem_text(item), given, right, source, answer.outcome.verdict)


def _topic_of(library: Library, exam: ExamMark | None) -> Callable[[Item], str]:
    """Return how the topic of an item is called: that of the exam's blueprint, else the first part of its main one."""
    paths = library.exam.topics if exam is not None and library.exam is not None else {}

    def title(item: Item) -> str:
        path = exam_topic(item.topics, paths) or item.topics[0].split("/")[0]
        return library.topic_title(path)

    return title


def _rows(session: Session, library: Library, called: Callable[[Item], str]) -> list[TopicRow]:
    """Return how each group of questions went: of an exam all that were planned, else those with an answer."""
    shares = {a.item: a.outcome.share for a in session.answers}
    groups: dict[str, list[Fraction]] = {}
    asked = session.items if session.mode == "exam" else tuple(shares)
    for name in asked:
        if name in library.entries:
            groups.setdefault(called(library.entries[name].item), []).append(shares.get(name, Fraction(0)))
    count = sum(map(len, groups.values()))
    return [
        TopicRow(t, float(sum(s, Fraction(0)) / len(s)), sum(x == 1 for x in s), len(s), len(s) / count)
        for t, s in groups.items()
    ]


def _certain(session: Session) -> list[tuple[int | None, Fraction]]:
    given = (a for a in session.answers if a.certainty is not None and a.outcome.verdict is not Verdict.OMITTED)
    return [(a.certainty, a.outcome.share) for a in given]


def told_again(desk: Desk, session: Session, item: str) -> Feedback | None:
    """Return what is said of an answer of a session when it is looked at again, None for an item that is gone."""
    answer = next((a for a in session.answers if a.item == item), None)
    entry = desk.library.entries.get(item)
    if answer is None or entry is None:
        return None
    state = desk.states.get(item)
    return feedback_of(entry, answer.response, answer.outcome, state, desk.library, desk.today(), desk.eve)
