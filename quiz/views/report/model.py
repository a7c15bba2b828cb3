"""The values of a report for instructors."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from quiz.learning.ready import Readiness
from quiz.scoring.certainty import Calibration
from quiz.scoring.statistics import FormStatistics
from quiz.views.reports import Complaint

SCHEMA = "quiz-report/1"
"""Name and version of the JSON document."""

Kind = Literal["error", "drift", "recheck", "report", "leech", "key", "hard", "easy", "distractor", "confusion"]
Part = Literal["work", "items", "trainees"]
PARTS: tuple[Part, ...] = ("work", "items", "trainees")

TITLES: dict[Kind, str] = {
    "error": "Errors: these questions are not asked",
    "drift": "Quotes that are no longer what their document says",
    "recheck": "To be looked at again by now",
    "report": "Reported by trainees",
    "leech": "Forgotten again and again by several trainees",
    "key": "Missed by those who know the rest",
    "hard": "Too hard",
    "easy": "Too easy",
    "distractor": "Wrong options that nobody picks",
    "confusion": "Two answers taken for each other",
}
"""The kinds of work in the order in which they are to be done, and what stands above each."""


class Counted(Struct, frozen=True):
    """A number and how many it rests on; None where these are too few to say it, or it is not defined."""

    value: float | None
    n: int


class OptionRow(Struct, frozen=True, kw_only=True):
    """An option: how many picked it at first, their share, the correlation of picking it with the rest of one's marks.

    `dead`: a wrong option that fewer than one in twenty pick.
    """

    option: str
    text: str
    right: bool
    chosen: int
    share: Counted
    correlation: Counted
    dead: bool


class Wrong(Struct, frozen=True):
    """A wrong answer as it was typed, and how many gave it at first."""

    text: str
    n: int


class ItemRow(Struct, frozen=True, kw_only=True):
    """What first answers say of an item.

    `facility` is their mean share in [0, 1] with its 95 % `interval`; `discrimination` the correlation in [-1, 1] of
    the item's share with what the same trainees earn on the others; `chance` what a blind guess earns; `forgotten` how
    many trainees of `learners` have forgotten it four times; `difficulty` is Rasch's, in logits.
    """

    item: str
    stem: str
    type: str
    path: str
    line: int
    facility: Counted
    interval: tuple[float, float] | None
    discrimination: Counted
    chance: float
    options: tuple[OptionRow, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    forgotten: int = 0
    learners: int = 0
    difficulty: Counted = Counted(None, 0)

    @property
    def dead(self) -> tuple[str, ...]:
        """The wrong options that nobody picks."""
        return tuple(o.option for o in self.options if o.dead)


class ExamRow(Struct, frozen=True):
    """An exam that was finished: its day (ISO), its score in [0, 1] by the keys of today, whether it was passed."""

    day: str
    score: float
    passed: bool


class TraineeRow(Struct, frozen=True, kw_only=True):
    """How far a trainee is.

    `first` is the mean share of first answers; `mastery` in [0, 1] over all questions that may be asked; `ready` what
    is expected on the date to be ready for, None without one; `days` are study days with an answer, `last` the last of
    them (ISO); `rapid` answers came too fast to count.
    """

    trainee: str
    answers: int
    days: int
    last: str
    milliseconds: int
    first: Counted
    seen: int
    items: int
    mastery: float
    ready: Readiness | None
    calibration: Calibration
    leeches: int
    rapid: int
    hinted: int
    exams: tuple[ExamRow, ...] = ()
    before: float | None = None
    after: float | None = None


class RegradedRow(Struct, frozen=True, kw_only=True):
    """Answers to an item that were told another key than today's: how many, of whom, their mean share before, after."""

    item: str
    path: str
    line: int
    answers: int
    trainees: int
    before: float
    after: float


class Confusion(Struct, frozen=True, kw_only=True):
    """Two answers taken for each other: `n` trainees gave `given` for `right`, `back` the other way round.

    `of` is how many were asked; `items` are the questions in which it happened, the most frequent first.
    """

    right: str
    given: str
    n: int
    back: int
    of: int
    items: tuple[str, ...]


class Work(Struct, frozen=True, kw_only=True):
    """One thing to do: which item, where it stands, why, resting on how many, and what to do.

    `item` is empty where it is about a file; `n` is 0 where nothing was counted.
    """

    kind: Kind
    item: str
    path: str
    line: int
    why: str
    do: str
    n: int = 0

    @property
    def where(self) -> str:
        """The place as `file:line`."""
        return f"{self.path}:{self.line}" if self.path else ""

    def says(self) -> str:
        """Return it as a line."""
        return ": ".join(filter(None, (self.where, self.item, f"{self.why}; {self.do}")))


class Report(Struct, frozen=True, kw_only=True):
    """All of it; `day` is the study day (ISO) on which it was made, `by` the date to be ready for, if any.

    `form` has the figures of all items as one test, over the trainees who answered every one; None for too many.
    """

    schema: str = SCHEMA
    library: str
    title: str
    day: str
    by: str
    trainees: int
    answers: int
    files: int
    told: tuple[str, ...]
    work: tuple[Work, ...]
    items: tuple[ItemRow, ...]
    people: tuple[TraineeRow, ...]
    regraded: tuple[RegradedRow, ...]
    confusions: tuple[Confusion, ...]
    reports: tuple[Complaint, ...]
    form: FormStatistics | None = None
    unasked: int = 0

    def common(self, kind: Kind) -> str:
        """Return what is to be done about all work of a kind, empty where that is not the same."""
        ways = {w.do for w in self.work if w.kind == kind}
        return ways.pop() if len(ways) == 1 else ""

    @property
    def kinds(self) -> dict[Kind, tuple[Work, ...]]:
        """The work by its kind, in the order in which it is to be done."""
        found = {kind: tuple(w for w in self.work if w.kind == kind) for kind in TITLES}
        return {kind: works for kind, works in found.items() if works}
