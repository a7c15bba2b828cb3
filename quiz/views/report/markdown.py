"""A report as Markdown: other people's text stays text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from quiz.text import one_line
from quiz.views.report import said
from quiz.views.report.model import TITLES, Part, Report
from quiz.views.report.tables import Cell, Table, tables

_SIGNS = re.compile(r"([\\`*\[\]<>#|~$&]|:(?=//)|@|(?<=[wW]{3})\.|(?<![^\W_])_|_(?![^\W_]))")
_FIRST = re.compile(r"^([-+=]|\d+(?=[.)]))")


def escaped(text: str) -> str:
    """Return a text as one line of Markdown that shows it as it is: no markup, link, table edge or HTML."""
    plain = _SIGNS.sub(r"\\\1", one_line(text))
    first = _FIRST.match(plain)
    if first is None:
        return plain
    return f"{first[0]}\\{plain[first.end() :]}" if first[0][0].isdigit() else f"\\{plain}"


def markdown(report: Report, parts: Collection[Part]) -> str:
    """Return a report as Markdown."""
    return "".join(f"{line}\n" for line in _lines(report, parts))


def _lines(report: Report, parts: Collection[Part]) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    yield ""
    yield escaped(said.head(report))
    for line in report.told:
        yield f"\n> {escaped(line)}"
    if "work" in parts:
        yield from _work(report)
    for table in tables(report, parts):
        yield from _table(table)
    if set(parts) & {"items", "trainees"}:
        yield ""
        yield escaped(said.FORMULAS if report.answers else said.NO_ANSWERS)


def _work(report: Report) -> Iterator[str]:
    yield ""
    yield f"## To do ({len(report.work):,})"
    if not report.work:
        yield ""
        yield escaped(said.NO_WORK)
    for kind, works in report.kinds.items():
        yield ""
        yield f"### {escaped(TITLES[kind])} ({len(works):,})"
        yield ""
        common = report.common(kind)
        if common:
            yield f"*{escaped(common)}*"
            yield ""
        for work in works:
            name = f"**{escaped(work.item)}** " if work.item else ""
            where = f"({escaped(work.where)})" if work.where else ""
            do = "" if common else f"; *{escaped(work.do)}*"
            yield f"- [ ] {name}{where}: {escaped(work.why)}{do}"


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield f"## {escaped(table.title)}"
    yield ""
    yield f"| {' | '.join(map(escaped, table.columns))} |"
    yield f"|{'|'.join('---:' if n in table.numbers else '---' for n in range(len(table.columns)))}|"
    for row in table.rows:
        yield f"| {' | '.join(map(_cell, row))} |"


def _cell(value: Cell) -> str:
    return "" if value is None else escaped(str(value))
