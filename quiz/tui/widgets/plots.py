"""Plots as content: a curve of shares, columns of counts, a heat map of weeks, a bar. Never by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import floor

from textual.content import Content

from quiz.tui.widgets.text import MUTED, styled
from quiz.views.calendar import Week, bands, busiest, level_of
from quiz.views.load import Load
from quiz.views.numbers import DAYS, date_text
from quiz.views.words import MONTHS, percent

FULL, EMPTY = "█", "░"
POINT, WISH = "●", "┄"
EIGHTHS = " ▁▂▃▄▅▆▇█"
DENSITY = ("·", "░", "▒", "▓", "█")
"""Signs of the levels of a heat map."""
CELL = 2
LEFT = 6
"""Columns before a curve."""
_BLANK = "\u2800"
Parts = list[tuple[str, str] | str]


def bar(share: float, width: int) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return a bar of `width` columns for a share in [0, 1]; it is full only when nothing is missing."""
    full = min(width - (share < 1), max(share > 0, round(share * width)))
    return (FULL * full, "$success"), (EMPTY * (width - full), MUTED)


def curve(weeks: Sequence[Week], wish: float, width: int, height: int) -> Content:
    """Return the share of reviews recalled by week as a curve, and the wish as a line across it.

    `width` columns (20 or more) and `height` rows (3 or more) without the dates. Weeks without a review are passed
    over; two or more must have one.
    """
    from plotille import Canvas

    points = [(n, w.span.recalled / w.span.reviews) for n, w in enumerate(weeks) if w.span.reviews]
    low = max(0.0, floor(min(wish, *(share for _, share in points)) * 10) / 10)
    columns, last = width - LEFT, points[-1][0] - points[0][0]
    canvas = Canvas(columns, height, xmin=points[0][0], xmax=points[-1][0] + 0.01, ymin=low, ymax=1.01)
    for (x, y), (next_x, next_y) in pairwise(points):
        canvas.line(x, y, next_x, next_y)
    rows = [list(line.replace(_BLANK, " ")) for line in canvas.plot("\n").split("\n")]
    if columns >= 3 * last:
        for x, y in points:
            column = int((x - points[0][0]) / (last + 0.01) * columns)
            rows[_row(y, low, height)][min(columns - 1, column)] = POINT
    wished = _row(wish, low, height)
    labels = {height - 1: low, 0: 1.0, wished: wish}
    parts: Parts = []
    for number, row in enumerate(rows):
        label = percent(labels[number]) if number in labels else ""
        line = "".join(WISH if number == wished and sign == " " else sign for sign in row)
        parts += [(f"{label:>5} ", "$warning" if number == wished else MUTED), *_runs(line, wished == number), "\n"]
    first, end = date_text(weeks[points[0][0]].first), date_text(weeks[points[-1][0]].first)
    parts.append((f"{'':{LEFT}}{first}{end:>{columns - len(first)}}", MUTED))
    return styled(*parts)


def _row(share: float, low: float, height: int) -> int:
    """Return the row from the top on which a share stands."""
    return height - 1 - min(height - 1, max(0, int((share - low) / (1.01 - low) * height)))


def _runs(line: str, wished: bool) -> Parts:
    """Return a line with the wish in its own colour."""
    if not wished:
        return [(line, "$primary")]
    return [(sign, "$warning" if sign == WISH else "$primary") for sign in line]


def columns(load: Load, today: int, width: int, height: int) -> Content:
    """Return the load as columns, what is overdue first; `height` rows (1 or more) without the dates."""
    counts = (load.overdue, *load.days)
    most = max(1, *counts)
    left = len(f"{most:,}") + 1
    each = max(1, min(4, (width - left - 2) // len(counts)))
    thick = max(1, each - 1)
    parts: Parts = []
    for row in range(height - 1, -1, -1):
        label = f"{most:,}" if row == height - 1 else "0" if row == 0 else ""
        parts.append((f"{label:>{left - 1}} ", MUTED))
        for place, count in enumerate(counts):
            style = "$warning" if place == 0 else "$accent" if place == 1 else "$primary"
            sign = EIGHTHS[min(8, max(0, _eighths(count, most, height) - 8 * row))]
            parts.append((sign * thick + " " * (each - thick + (place == 0)), style))
        parts.append("\n")
    parts.append((f"{'':{left}}{_dates(today, each, len(load.days))}", MUTED))
    return styled(*parts)


def _eighths(count: int, most: int, height: int) -> int:
    """Return how many eighths of a row a column is high: none only for nothing."""
    return max(count > 0, count * height * 8 // most)


def _dates(today: int, each: int, days: int) -> str:
    """Return the line below the columns: `!` for what is overdue, today, and the date of each seventh day."""
    line = f"{'!':<{each + 1}}"
    for start in range(0, days, 7):
        on = date.fromordinal(today + start)
        label = "today" if start == 0 else f"{on.day} {MONTHS[on.month - 1][:3]}"
        room = min(7, days - start) * each
        line += f"{label:<{room}}" if len(label) <= room else ""
    return line


def heat_weeks(width: int) -> int:
    """Return how many weeks a heat map of `width` columns has."""
    return max(1, (width - 4) // CELL)


def heat_map(weeks: Sequence[Week]) -> Content:
    """Return weeks as columns and weekdays as rows, each day by the sign of its level, and what the signs mean."""
    most = busiest(weeks)
    parts: Parts = [(f"    {_months(weeks)}\n", MUTED)]
    for weekday, name in enumerate(DAYS):
        parts.append((f"{name} ", MUTED))
        for week in weeks:
            count = week.answers[weekday]
            level = 0 if count is None else level_of(count, most)
            sign = " " if count is None else DENSITY[level]
            parts.append((f" {sign}" if level == 0 else sign * CELL, "$success" if level else MUTED))
        parts.append("\n")
    parts.append((f"\n{DENSITY[0]} 0", MUTED))
    for level, low, high in bands(most):
        parts += [(f"  {DENSITY[level] * CELL}", "$success"), (f" {low}-{high}" if low < high else f" {low}", MUTED)]
    parts.append(("  a day", MUTED))
    return styled(*parts)


def _months(weeks: Sequence[Week]) -> str:
    """Return the months over their first weeks; one that would have no room is left out."""
    months = [date.fromordinal(week.first).month for week in weeks]
    starts = [n for n, month in enumerate(months) if n == 0 or month != months[n - 1]]
    line = ""
    for start, end in zip(starts, [*starts[1:], len(weeks)], strict=True):
        room = CELL * (end - start)
        line += f"{MONTHS[months[start] - 1][:3] if room >= 4 else '':<{room}}"
    return line
