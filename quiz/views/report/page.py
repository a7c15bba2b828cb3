"""A report as one HTML file that stands alone: style and plots inside, no script, nothing fetched, fit for print."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html import escape

from quiz.text import one_line
from quiz.views.report import said
from quiz.views.report.model import PARTS, TITLES, Part, Report
from quiz.views.report.plots import plots
from quiz.views.report.tables import Cell, Table, tables

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, sans-serif; color: #1c1f24; background: #fff; max-width: 72rem; margin: 2rem auto;
  padding: 0 1.5rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 1px solid #c9ced6; }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
.head, .note, figcaption { color: #4b5563; } .told { border-left: 4px solid #a15c00; padding-left: .8rem; }
ul { padding-left: 1.2rem; } li { margin: .35rem 0; break-inside: avoid; } .where { color: #4b5563; font-size: .9em;
  overflow-wrap: anywhere; } .do { display: block; font-style: italic; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .88rem; }
th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid #e2e5ea; vertical-align: top;
  overflow-wrap: anywhere; } th { border-bottom: 2px solid #9aa3af; } .num { text-align: right;
  font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1rem 0; break-inside: avoid; } svg { width: 100%; max-width: 42rem; height: auto; font-size: 12px; }
.axis { stroke: #4b5563; } .grid { stroke: #e2e5ea; } .bar { fill: #3b6fb6; } .dot { fill: #3b6fb6; fill-opacity: .7; }
.bad { fill: #b3261e; } .ready { fill: #1c1f24; } .range { stroke: #1c1f24; stroke-width: 2; } text { fill: #1c1f24; }
@media print { body { font-size: 10pt; margin: 0; max-width: none; padding: 0; } thead { display: table-header-group; }
  tr { break-inside: avoid; } h2, h3 { break-after: avoid; } .wide { overflow: visible; } table { font-size: 8pt; } }
"""


def page(report: Report, parts: Collection[Part] = PARTS) -> str:
    """Return a report as HTML."""
    return "".join(f"{line}\n" for line in _lines(report, parts))


def _e(text: str) -> str:
    return escape(one_line(text))


def _lines(report: Report, parts: Collection[Part]) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_e(report.title)}: report</title>\n<style>{STYLE}</style>\n</head>\n<body>"
    yield f'<h1>{_e(report.title)}</h1>\n<p class="head">{_e(said.head(report))}</p>'
    for line in report.told:
        yield f'<p class="told">{_e(line)}</p>'
    if "work" in parts:
        yield from _work(report)
    for what, drawn in plots(report, tuple(parts)):
        yield f"<figure>{drawn}<figcaption>{_e(what)}</figcaption></figure>"
    for table in tables(report, parts):
        yield from _table(table)
    if set(parts) & {"items", "trainees"}:
        yield f'<p class="note">{_e(said.FORMULAS if report.answers else said.NO_ANSWERS)}</p>'
    yield "</body>\n</html>"


def _work(report: Report) -> Iterator[str]:
    yield f"<h2>To do ({len(report.work):,})</h2>"
    if not report.work:
        yield f"<p>{_e(said.NO_WORK)}</p>"
    for kind, works in report.kinds.items():
        common = report.common(kind)
        yield f"<h3>{_e(TITLES[kind])} ({len(works):,})</h3>"
        yield f'<p class="do">{_e(common)}</p>\n<ul>' if common else "<ul>"
        for work in works:
            name = f"<strong>{_e(work.item)}</strong> " if work.item else ""
            where = f'<span class="where">{_e(work.where)}</span> ' if work.where else ""
            do = "" if common else f' <span class="do">{_e(work.do)}</span>'
            yield f"<li>{name}{where}{_e(work.why)}{do}</li>"
        yield "</ul>"


def _table(table: Table) -> Iterator[str]:
    yield f'<h2>{_e(table.title)}</h2>\n<div class="wide"><table>\n<thead><tr>'
    yield "".join(f"<th{_class(table, n)}>{_e(name)}</th>" for n, name in enumerate(table.columns))
    yield "</tr></thead>\n<tbody>"
    for row in table.rows:
        yield f"<tr>{''.join(f'<td{_class(table, n)}>{_cell(value)}</td>' for n, value in enumerate(row))}</tr>"
    yield "</tbody></table></div>"


def _class(table: Table, column: int) -> str:
    return ' class="num"' if column in table.numbers else ""


def _cell(value: Cell) -> str:
    return "" if value is None else _e(f"{value:,}" if isinstance(value, int) else str(value))
