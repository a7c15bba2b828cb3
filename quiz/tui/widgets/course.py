"""Work, findings, sentences, reports, items and trainees, as cells of a list, each with what can be opened of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from textual.content import Content

from quiz.checks.coverage import SentenceCoverage
from quiz.documents import SentenceMark
from quiz.errors import Finding, Severity
from quiz.text import counted, one_line
from quiz.tui.widgets.reel import Cell
from quiz.tui.widgets.text import MUTED, styled
from quiz.views.report import said
from quiz.views.report.bench import Seen
from quiz.views.report.model import ItemRow, Kind, TraineeRow, Work
from quiz.views.reports import Complaint
from quiz.views.words import percent

T = TypeVar("T")

SIGNS = 2
SECTIONS = ("To do", "Findings", "Coverage", "Reports", "Items", "Trainees")
WORK, FINDINGS, COVERAGE, REPORTS, ITEMS, TRAINEES = range(len(SECTIONS))
NOUNS = (
    ("thing to do", "things to do"), ("finding", "findings"),
    ("core or useful sentence not asked about", "core or useful sentences not asked about"),
    ("report", "reports"), ("item answered", "items answered"), ("trainee", "trainees"),
)  # fmt: skip
"""What the rows of each section are called."""
_EMPTY = (
    said.NO_WORK, "No findings: every check passes.", "Every sentence that should be asked about is.",
    "No trainee has reported anything.", said.NO_ANSWERS, said.NO_ANSWERS,
)  # fmt: skip
_SEVERITIES = {
    Severity.ERROR: ("✗", "$text-error"), Severity.WARNING: ("!", "$text-warning"), Severity.NOTE: ("·", MUTED),
}  # fmt: skip
_KINDS: dict[Kind, tuple[str, str]] = {
    "error": ("✗", "error"), "drift": ("≠", "drift"), "recheck": ("↻", "recheck"), "report": ("“", "reported"),
    "leech": ("∞", "forgotten"), "key": ("?", "key in doubt"), "hard": ("▲", "too hard"), "easy": ("▼", "too easy"),
    "distractor": ("○", "dead options"), "confusion": ("↔", "taken for each other"),
}  # fmt: skip


class Target(NamedTuple):
    """What a row is about: an item, the file it stands in, a document; each empty where there is none."""

    item: str = ""
    path: str = ""
    document: str = ""


class Rows(NamedTuple):
    """The rows of a section: how many, each as a cell, what each is about, and what is said where there are none."""

    total: int
    draw: Callable[[int], Cell]
    target: Callable[[int], Target]
    empty: str


def rows_of(section: int, seen: Seen) -> Rows:
    """Return the rows of a section."""
    report, empty = seen.report, _EMPTY[section]
    if section == WORK:
        return _rows(report.work, _work, lambda w: Target(w.item, w.path), empty)
    if section == FINDINGS:
        return _rows(seen.findings, _finding, lambda f: Target(f.item, f.path), empty)
    if section == COVERAGE:
        short = seen.coverage.short
        return _rows(short, _sentence, lambda s: Target("", s.path, s.document), empty)
    if section == REPORTS:
        return _rows(report.reports, _complaint, lambda c: Target(c.item), empty)
    if section == ITEMS:
        return _rows(report.items, _item, lambda row: Target(row.item, row.path), empty)
    return _rows(report.people, _trainee, lambda _: Target(), empty)


def _rows(found: Sequence[T], draw: Callable[[T], Cell], target: Callable[[T], Target], empty: str) -> Rows:
    return Rows(len(found), lambda n: draw(found[n]), lambda n: target(found[n]), empty)


def _place(path: str, line: int) -> str:
    return f"{Path(path).name}:{line}" if path else ""


def _work(work: Work) -> Cell:
    sign, word = _KINDS[work.kind]
    head = styled((f"{word}  ", "bold"), (work.item, "bold $accent"), (f"  {_place(work.path, work.line)}", MUTED))
    return Cell(
        Content("\n").join([head, styled(one_line(work.why)), styled((f"→ {one_line(work.do)}", MUTED))]), styled(sign)
    )


def _finding(finding: Finding) -> Cell:
    sign, colour = _SEVERITIES[finding.severity]
    place = finding.item or finding.place
    head = styled(
        (f"{finding.severity}  ", "bold"),
        (place, "bold $accent"),
        (f"{'  ' if place else ''}{_place(finding.path, finding.line)}  {finding.rule}", MUTED),
    )
    rest = styled(one_line(finding.what)), styled((f"→ {one_line(finding.hint)}", MUTED))
    return Cell(Content("\n").join([head, *rest]), styled((sign, colour)))


def _sentence(sentence: SentenceCoverage) -> Cell:
    core = sentence.mark is SentenceMark.CORE
    about = f"\n{sentence.mark}  {sentence.document} {sentence.paragraph}  {_place(sentence.path, sentence.line)}"
    return Cell(styled(one_line(sentence.text), (about, MUTED)), styled(("○", "$text-warning" if core else MUTED)))


def _complaint(one: Complaint) -> Cell:
    return Cell(styled((f"{one.item}  ", "bold $accent"), one.says().partition(": ")[2]), styled("“"))


def _item(row: ItemRow) -> Cell:
    few = row.facility.value is None
    of = row.facility.n
    figures = [f"{counted(of, 'first answer')}: too few to say" if few else f"{said.facility(row)} right of {of}"]
    if row.discrimination.value is not None:
        figures.append(f"discrimination {said.correlation(row.discrimination)} (n {row.discrimination.n})")
    figures += [f"nobody picks {', '.join(row.dead)}"] if row.dead else []
    figures += [f"forgotten by {row.forgotten} of {row.learners}"] if row.forgotten else []
    return Cell(styled((f"{row.item}  ", "bold $accent"), row.stem, (f"\n{one_line(' · '.join(figures))}", MUTED)))


def _trainee(row: TraineeRow) -> Cell:
    figures = [
        f"{counted(row.answers, 'answer')} on {counted(row.days, 'day')}, last {said.last(row)}",
        f"{said.share(row.first)} right at first",
        f"certainty {said.certainty(row)}",
    ]
    figures += [f"exam {said.exam(row)}"] if row.exams else []
    figures += [f"regraded {said.accuracy(row)}"] if row.before is not None else []
    ready = f"  ready {said.ready(row)}" if row.ready else ""
    head = f"{percent(row.mastery)} mastered, {row.seen:,} of {row.items:,} seen{ready}"
    name = (f"{one_line(row.trainee, 40)}  ", "bold $accent")
    return Cell(styled(name, head, (f"\n{' · '.join(figures)}", MUTED)))
