"""A trainee in a report: how far, how ready, how well certainty met what was right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from msgspec import Struct

from quiz.banks import Entry, Library
from quiz.banks.library import chance_of
from quiz.learning import Answered, Closed, Event, ItemState, Memory, Opened, Undone, fold_sessions, mastery
from quiz.learning.ready import readiness
from quiz.learning.state import LEECH_LAPSES
from quiz.learning.tally import Known, Tally, ordinal
from quiz.scoring.certainty import calibration_of
from quiz.views.exam import mark_of
from quiz.views.report.confusing import right_names
from quiz.views.report.model import Counted, ExamRow, TraineeRow


class Course(Struct, frozen=True):
    """What is the same for all trainees of a report: the library, today, the date to be ready for, if any.

    `chances` are what a blind guess earns on each question that may be asked; `names` the names that are right in it.
    """

    library: Library
    today: int
    by: int | None
    chances: dict[str, Fraction]
    names: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, library: Library, today: int, by: int | None) -> Course:
        """Return the course with a library; `today` and `by` are ordinals of study days."""
        chances = {e.item.id: Fraction(chance_of(e.marking)) for e in library.askable()}
        return cls(library, today, by, chances, {})

    def names_asked(self, entry: Entry) -> tuple[str, ...]:
        """Return the names that are right in an item."""
        if entry.item.id not in self.names:
            self.names[entry.item.id] = right_names(entry.item, self.library.names)
        return self.names[entry.item.id]


def trainee_row(trainee: str, found: Tally, events: Iterable[Event], course: Course) -> TraineeRow:
    """Return the row of a trainee, of whom `found` is what the answers come to."""
    states = {
        i: _state(known) for i, known in found.known.items() if known.strength is not None and i in course.chances
    }
    shares = [first.share for first in found.first.values()]
    ready = None if course.by is None else readiness(course.chances, states, course.by)
    means = found.means if found.regraded else None
    return TraineeRow(
        trainee=trainee,
        answers=found.answers,
        days=len(found.days),
        last=date.fromordinal(max(found.days)).isoformat() if found.days else "",
        milliseconds=found.milliseconds,
        first=Counted(float(sum(shares, Fraction(0)) / len(shares)) if shares else None, len(shares)),
        seen=len(states),
        items=len(course.chances),
        mastery=mastery(course.chances, states, course.today),
        ready=ready,
        calibration=calibration_of(found.certain),
        leeches=sum(known.lapses >= LEECH_LAPSES for known in found.known.values()),
        rapid=found.rapid,
        hinted=found.hinted,
        exams=tuple(_exams(course.library, events, found)),
        before=means[0] if means else None,
        after=means[1] if means else None,
    )


def _state(known: Known) -> ItemState:
    stability, difficulty = known.strength or (0.0, 0.0)
    return ItemState(share=known.share, memory=Memory(stability, difficulty, known.day, known.day))


def _exams(library: Library, events: Iterable[Event], found: Tally) -> Iterator[ExamRow]:
    """Yield the exams that were finished, in their order."""
    events = list(events)
    opened = {e.body.session: e.day for e in events if type(e.body) is Opened and e.body.mode == "exam"}
    if not opened:
        return
    kinds = Opened | Answered | Closed | Undone
    about = [e for e in events if isinstance(e.body, kinds) and e.body.session in opened]
    for session in fold_sessions(about):
        if session.closed and session.id in opened:
            mark = mark_of(library, session, found.scores)
            day = date.fromordinal(ordinal(opened[session.id])).isoformat()
            yield ExamRow(day, float(Fraction(mark.score)), mark.passed)
