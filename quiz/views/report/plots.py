"""Plots of a report as SVG: drawn from numbers, without scripts; what each shows stands in a table as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from quiz.text import one_line
from quiz.views.report.model import ItemRow, Report, TraineeRow
from quiz.views.words import percent

WIDTH, HEIGHT = 640, 360
EDGE = 48
BARS = 60
"""Trainees that a plot has room for."""
POINTS = 2_000
"""Items that a plot draws."""


def plots(report: Report, parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the plots of a report, each with what it shows."""
    if "items" in parts:
        known = [row for row in report.items if row.facility.value is not None and row.discrimination.value is not None]
        if known:
            yield "Facility and discrimination of each item (n from 30)", _scatter(known[:POINTS])
        easy = [row for row in report.items if row.facility.value is not None]
        if easy:
            yield "How many items are how easy", _histogram(easy)
    if "trainees" in parts and report.people:
        yield f"Mastery{' and what is expected' if report.by else ''} by trainee", _bars(report.people[:BARS])


def _svg(inside: Iterator[str], label: str, height: int = HEIGHT) -> str:
    drawn = "".join(inside)
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}">{drawn}</svg>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str = "axis") -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(one_line(text))}</text>'


def _bar(x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _across(share: float) -> float:
    return EDGE + share * (WIDTH - 2 * EDGE)


def _scatter(rows: Sequence[ItemRow]) -> str:
    def up(value: float) -> float:
        return HEIGHT - EDGE - (max(-0.5, value) + 0.5) / 1.5 * (HEIGHT - 2 * EDGE)

    def inside() -> Iterator[str]:
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            yield _line(_across(share), up(-0.5), _across(share), up(1.0), "grid")
            yield _text(_across(share), up(-0.5) + 18, f"{share:.0%}")
        for value in (-0.5, 0.0, 0.5, 1.0):
            yield _line(_across(0), up(value), _across(1), up(value), "axis" if value == 0 else "grid")
            yield _text(_across(0) - 8, up(value) + 4, f"{value:+.1f}", "end")
        yield _text(WIDTH / 2, HEIGHT - 8, "facility")
        yield _text(EDGE, EDGE - 14, "discrimination", "start")
        for row in rows:
            x, y = row.facility.value or 0.0, row.discrimination.value or 0.0
            says = f"{row.item}: facility {percent(x)} of {row.facility.n}, discrimination {y:+.2f}"
            kind = "bad" if y < 0 else "dot"
            mark = f'<circle class="{kind}" cx="{_across(x):.1f}" cy="{up(y):.1f}" r="4">'
            yield f"{mark}<title>{escape(one_line(says))}</title></circle>"

    return _svg(inside(), "Each item by its facility and its discrimination")


def _histogram(rows: Sequence[ItemRow]) -> str:
    counts = [0] * 10
    for row in rows:
        counts[min(9, int((row.facility.value or 0.0) * 10))] += 1
    most = max(counts)

    def inside() -> Iterator[str]:
        base = HEIGHT - EDGE
        for number, count in enumerate(counts):
            left, right = _across(number / 10), _across((number + 1) / 10)
            tall = count / most * (HEIGHT - 2 * EDGE)
            yield _bar(left + 2, base - tall, right - left - 4, tall)
            yield _text((left + right) / 2, base - tall - 6, f"{count:,}" if count else "")
            yield _text(left, base + 18, f"{number * 10} %")
        yield _text(_across(1), base + 18, "100 %")
        yield _line(_across(0), base, _across(1), base)
        yield _text(WIDTH / 2, HEIGHT - 8, "facility")

    return _svg(inside(), "Number of items by facility")


def _bars(people: Sequence[TraineeRow]) -> str:
    left, step = 160, 22
    height = step * len(people) + 40

    def across(share: float) -> float:
        return left + share * (WIDTH - left - 60)

    def inside() -> Iterator[str]:
        for share in (0.0, 0.5, 1.0):
            yield _line(across(share), 4, across(share), height - 28, "grid")
            yield _text(across(share), height - 10, f"{share:.0%}")
        for number, row in enumerate(people):
            top = 6 + number * step
            yield _text(left - 8, top + 12, one_line(row.trainee, 20), "end")
            yield _bar(left, top, across(row.mastery) - left, 14)
            if row.ready is not None:
                middle = top + 7
                yield _line(across(row.ready.low), middle, across(row.ready.high), middle, "range")
                yield f'<circle class="ready" cx="{across(row.ready.expected):.1f}" cy="{middle}" r="4"/>'
            yield _text(WIDTH - 52, top + 12, percent(row.mastery), "start")

    return _svg(inside(), "Mastery by trainee", height)
