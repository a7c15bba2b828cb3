"""A report as lines for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from quiz.text import counted, one_line
from quiz.views.report import said
from quiz.views.report.model import PARTS, TITLES, ItemRow, Part, Report, TraineeRow
from quiz.views.words import percent

SHOWN = 20
"""Things of one kind that are printed; other formats have all."""
ID_CHARS = 40


def text_lines(report: Report, parts: Collection[Part] = PARTS) -> Iterator[str]:
    """Yield a report line by line: what is to be done, then items, then trainees."""
    yield one_line(f"{report.title}, {said.head(report)}")
    for line in report.told:
        yield one_line(f"! {line}")
    if "work" in parts:
        yield from _work(report)
        yield from _reports(report)
        yield from _regraded(report)
    if "items" in parts:
        yield from _items(report)
    if "trainees" in parts:
        yield from _trainees(report)
    if report.answers and set(parts) & {"items", "trainees"}:
        yield ""
        yield said.FORMULAS


def _title(text: str) -> Iterator[str]:
    yield ""
    yield text


def _work(report: Report) -> Iterator[str]:
    yield from _title(f"To do: {len(report.work):,}")
    if not report.work:
        yield f"  {said.NO_WORK}"
    for kind, works in report.kinds.items():
        yield ""
        yield f"  {TITLES[kind]} ({len(works):,})"
        common = report.common(kind)
        if common:
            yield f"  → {one_line(common)}"
        for work in works[:SHOWN]:
            where = ": ".join(filter(None, (work.where, work.item)))
            yield one_line(f"{where}: {work.why}").join(("    ", ""))
            if not common:
                yield f"        → {one_line(work.do)}"
        if len(works) > SHOWN:
            yield f"    … and {len(works) - SHOWN:,} more (--format json gives all)"


def _reports(report: Report) -> Iterator[str]:
    if report.reports:
        yield from _title("Reported by trainees, one by one")
    for one in report.reports[: 5 * SHOWN]:
        yield f"  {one.says()}"
    if len(report.reports) > 5 * SHOWN:
        yield f"  … and {len(report.reports) - 5 * SHOWN:,} more (--format json gives all)"


def _regraded(report: Report) -> Iterator[str]:
    if not report.regraded:
        return
    yield from _title("Answers told another key than today's, before → after")
    for row in report.regraded:
        of = f"{counted(row.answers, 'answer')} of {counted(row.trainees, 'trainee')}"
        yield f"  {one_line(row.path)}:{row.line}: {row.item}: {row.before:.1%} → {row.after:.1%}, {of}"
    for person in report.people:
        if person.before is not None:
            yield f"  {one_line(person.trainee)}: all answers {said.accuracy(person)}"


def _items(report: Report) -> Iterator[str]:
    yield from _title(f"Items: {len(report.items):,} answered, {report.unasked:,} not asked yet")
    if not report.items:
        yield f"  {said.NO_ANSWERS}"
        return
    width = min(ID_CHARS, max(len(row.item) for row in report.items))
    yield f"  {'':<{width}}  {'n':>5}  {'facility (95 %)':<18}{'discrimination':<22}{'difficulty':<12}nobody picks"
    for row in report.items:
        yield _item(row, width)
    if said.form(report):
        yield f"  {said.form(report)}"


def _item(row: ItemRow, width: int) -> str:
    fit = f"{said.correlation(row.discrimination)} (n {row.discrimination.n})"
    dead, hard = ", ".join(row.dead), said.correlation(row.difficulty)
    return f"  {row.item:<{width}}  {row.facility.n:>5}  {said.facility(row):<18}{fit:<22}{hard:<12}{dead}".rstrip()


def _trainees(report: Report) -> Iterator[str]:
    yield from _title(f"Trainees: {report.trainees:,}")
    if not report.people:
        yield f"  {said.NO_ANSWERS}"
        return
    by = f"ready {report.by}" if report.by else "ready"
    figures = f"{'answers':>7} {'days':>5} {'first':>6} {'seen':>11} {'mastery':>8}"
    yield f"  {figures}  {by:<22}{'certainty':<24}{'exam':<20}".rstrip()
    for row in report.people:
        yield _trainee(row)


def _trainee(row: TraineeRow) -> str:
    seen = f"{row.seen:,}/{row.items:,}"
    figures = f"{row.answers:>7,} {row.days:>5,} {said.share(row.first):>6} {seen:>11} {percent(row.mastery):>8}"
    more = f"{said.ready(row):<22}{said.certainty(row):<24}{said.exam(row):<20}"
    return f"  {figures}  {more}{one_line(row.trainee)}"
