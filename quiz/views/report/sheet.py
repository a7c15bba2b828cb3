"""A report as CSV that no spreadsheet takes for formulas: texts are guarded, numbers stay numbers."""

from __future__ import annotations

import re
from collections.abc import Collection

from quiz.text import one_line
from quiz.views.report.model import Part, Report
from quiz.views.report.tables import Cell, sheets

_SIGNS = "=+\\-@＝＋－＠"
_BEGINS = re.compile(rf"\s*[{_SIGNS}]")
_AFTER = re.compile(rf"([;,|:\"])(\s*)(?=[{_SIGNS}])")
DIGITS = 6
"""Digits after the point of a number."""


def guarded(text: str) -> str:
    """Return a text as a spreadsheet may read it: no cell of it begins as a formula, whatever it takes for a separator.

    A text that would begin so has a tab and an apostrophe before it. Idempotent but for these.
    """
    plain = _AFTER.sub(r"\1\2'", one_line(text))
    return f"\t'{plain}" if _BEGINS.match(plain) else plain


def _cell(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool() | int():
            return str(int(value))
        case float():
            return str(round(value, DIGITS) + 0.0)
    quoted = guarded(value).replace('"', '""')
    return f'"{quoted}"'


def sheet(report: Report, parts: Collection[Part]) -> str:
    """Return the tables one below the other, each with a line that names its columns; its name is the first column."""
    lines: list[str] = []
    for table in sheets(report, parts):
        lines.append(",".join(_cell(name) for name in ("table", *table.columns)))
        lines += [",".join(map(_cell, (table.title, *row))) for row in table.rows]
    return "".join(f"{line}\r\n" for line in lines)
