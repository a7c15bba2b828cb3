"""The tables of a report, as rows of cells: the same for Markdown, HTML and CSV."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from quiz.text import one_line
from quiz.views.report import said
from quiz.views.report.model import TITLES, Part, Report
from quiz.views.reports import reason_text
from quiz.views.words import percent

Cell = str | int | float | None


class Table(Struct, frozen=True):
    """A table with its title, the names of its columns, and its rows; `numbers` are the columns of numbers (from 0)."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: frozenset[int] = frozenset()


def tables(report: Report, parts: Collection[Part]) -> Iterator[Table]:
    """Yield the tables of the parts that are wanted, for people to read."""
    if "work" in parts and report.reports:
        yield _reports(report)
    if "work" in parts and report.regraded:
        yield _regraded(report)
    if "items" in parts and report.items:
        yield _items(report)
        yield from filter(lambda table: table.rows, (_options(report), _wrong(report)))
    if "trainees" in parts and report.people:
        yield _trainees(report)


def _reports(report: Report) -> Table:
    rows = tuple(
        (one.item, one.day, one.trainee, reason_text(one.reason), one.words, "changed since" if one.changed else "")
        for one in report.reports
    )
    return Table("Reported by trainees, one by one", ("item", "day", "trainee", "reason", "words", ""), rows)


def _regraded(report: Report) -> Table:
    rows = tuple(
        (r.item, f"{r.path}:{r.line}", r.answers, r.trainees, f"{r.before:.1%}", f"{r.after:.1%}")
        for r in report.regraded
    )
    columns = ("item", "where", "answers", "trainees", "before", "after")
    return Table("Answers told another key than today's", columns, rows, frozenset({2, 3, 4, 5}))


def _items(report: Report) -> Table:
    rows = tuple(
        (
            row.item,
            row.stem,
            row.facility.n,
            said.facility(row),
            said.correlation(row.discrimination),
            row.discrimination.n,
            said.correlation(row.difficulty),
            ", ".join(row.dead),
            row.forgotten or "",
        )
        for row in report.items
    )
    columns = (
        "item",
        "stem",
        "n",
        "facility (95 %)",
        "discrimination",
        "n of that",
        "difficulty",
        "nobody picks",
        "forgotten by",
    )
    more = f"; {said.form(report)}" if said.form(report) else ""
    title = f"Items ({len(report.items):,}; {report.unasked:,} not asked yet{more})"
    return Table(title, columns, rows, frozenset({2, 5, 6, 8}))


def _options(report: Report) -> Table:
    rows = tuple(
        (
            row.item,
            option.text,
            "right" if option.right else "dead" if option.dead else "",
            option.chosen,
            said.share(option.share),
            said.correlation(option.correlation),
        )
        for row in report.items
        for option in row.options
    )
    columns = ("item", "option", "", "picked", "share", "with the rest")
    return Table("Options", columns, rows, frozenset({3}))


def _wrong(report: Report) -> Table:
    rows = tuple((row.item, wrong.text, wrong.n) for row in report.items for wrong in row.wrong)
    return Table("Wrong answers that were typed", ("item", "answer", "n"), rows, frozenset({2}))


def _trainees(report: Report) -> Table:
    rows = tuple(
        (
            one_line(row.trainee),
            row.answers,
            row.days,
            said.last(row),
            said.spent(row),
            said.share(row.first),
            f"{row.seen:,}/{row.items:,}",
            percent(row.mastery),
            said.ready(row),
            said.certainty(row),
            row.leeches or "",
            said.exam(row),
            said.accuracy(row),
        )
        for row in report.people
    )
    by = f"ready by {report.by}" if report.by else "ready"
    columns = (
        "trainee", "answers", "days", "last", "time", "first answers", "seen", "mastery", by, "certainty", "leeches",
        "exam", "regraded",
    )  # fmt: skip
    return Table(f"Trainees ({report.trainees:,})", columns, rows, frozenset({1, 2, 10}))


def sheets(report: Report, parts: Collection[Part]) -> Iterator[Table]:
    """Yield the tables of the parts that are wanted, with plain numbers, for a spreadsheet; None is an empty cell."""
    if "work" in parts:
        rows = tuple((w.kind, TITLES[w.kind], w.item, w.path, w.line, w.n or None, w.why, w.do) for w in report.work)
        yield Table("work", ("kind", "title", "item", "file", "line", "n", "why", "do"), rows)
        told = tuple((o.item, o.day, o.trainee, o.reason, o.words, int(o.changed)) for o in report.reports)
        yield Table("reports", ("item", "day", "trainee", "reason", "words", "changed"), told)
    if "items" in parts:
        yield _item_sheet(report)
        yield _option_sheet(report)
    if "trainees" in parts:
        yield _trainee_sheet(report)


def _item_sheet(report: Report) -> Table:
    rows = tuple(
        (
            row.item,
            row.type,
            row.path,
            row.line,
            row.stem,
            row.facility.n,
            row.facility.value,
            None if row.interval is None else row.interval[0],
            None if row.interval is None else row.interval[1],
            row.discrimination.n,
            row.discrimination.value,
            row.difficulty.value,
            row.chance,
            row.forgotten,
            row.learners,
        )
        for row in report.items
    )
    columns = (
        "item", "type", "file", "line", "stem", "facility_n", "facility", "facility_low", "facility_high",
        "discrimination_n", "discrimination", "difficulty", "chance", "forgotten", "learners",
    )  # fmt: skip
    return Table("items", columns, rows)


def _option_sheet(report: Report) -> Table:
    rows = tuple(
        (row.item, o.option, o.text, int(o.right), o.chosen, o.share.n, o.share.value, o.correlation.value, int(o.dead))
        for row in report.items
        for o in row.options
    )
    columns = ("item", "option", "text", "right", "picked", "n", "share", "correlation", "dead")
    return Table("options", columns, rows)


def _trainee_sheet(report: Report) -> Table:
    rows = tuple(
        (
            one_line(row.trainee),
            row.answers,
            row.days,
            row.last or None,
            round(row.milliseconds / 60_000, 1),
            row.first.value,
            row.first.n,
            row.seen,
            row.items,
            row.mastery,
            None if row.ready is None else row.ready.expected,
            None if row.ready is None else row.ready.low,
            None if row.ready is None else row.ready.high,
            row.calibration.answers,
            row.calibration.mark,
            row.calibration.brier,
            row.leeches,
            row.rapid,
            row.hinted,
            row.exams[-1].score if row.exams else None,
            row.before,
            row.after,
        )
        for row in report.people
    )
    columns = (
        "trainee", "answers", "days", "last", "minutes", "first_answers", "first_n", "seen", "items", "mastery",
        "ready", "ready_low", "ready_high", "certain_n", "certainty_mark", "brier", "leeches", "rapid", "hinted",
        "exam", "before", "after",
    )  # fmt: skip
    return Table("trainees", columns, rows)
