"""Coasts, borders and what each cell belongs to, in braille: the part of a drawing that no label changes. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Literal, NamedTuple

from quiz.maps.model import Dot, MapFile, geometry
from quiz.maps.viewport import ACROSS, DOWN, Viewport

What = Literal["void", "land", "sea", "border", "coast", "shore"]
"""What a cell shows: nothing known, land, water, a border between lands, a coast with more land or more water in it."""
WATERY = ("sea", "shore")
BRAILLE = 0x2800
BITS = ((1, 2, 4, 64), (8, 16, 32, 128))
"""The bit of each dot of a braille sign, by column and row."""
WAVE = "~"
"""What marks water without colour, here and there."""


Runs = tuple[tuple[str, str], ...]
"""A row as texts, each of one kind."""


class Ground(NamedTuple):
    """Rows of cells: sign and what it shows, and both as runs; `owners` holds 0 for none or a place's number from 1.

    `spans` has for each place, by number from 0, the longest run of its cells in each row as (row, first, behind last);
    `drawn` holds 1 for each cell with a line in it.
    """

    signs: tuple[tuple[str, ...], ...]
    whats: tuple[tuple[What, ...], ...]
    owners: tuple[bytes, ...]
    spans: dict[int, list[tuple[int, int, int]]]
    runs: tuple[Runs, ...]
    drawn: tuple[bytes, ...]


@lru_cache(maxsize=32)
def ground(chart: MapFile, view: Viewport) -> Ground:
    """Return the ground of a map as a view shows it."""
    shape = geometry(chart)
    columns, rows = view.columns, view.rows
    owners = [bytearray(columns) for _ in range(rows)]
    for number, ring in shape.rings:
        _fill(owners, [view.dot(at) for at in ring], number + 1)
    lines, coasts = bytearray(columns * rows), bytearray(columns * rows)
    for coast, run in shape.lines:
        _trace(lines, coasts if coast else None, [view.dot(at) for at in run], columns, rows)
    water = frozenset(i + 1 for i, place in enumerate(chart.places) if place.kind == "water")
    made = [_row(row, owners[row], lines, coasts, water, columns) for row in range(rows)]
    signs = tuple(signs for signs, _ in made)
    drawn = tuple(bytes(map(bool, lines[row * columns : (row + 1) * columns])) for row in range(rows))
    whats = _cut([what for _, what in made], view)
    runs = tuple(runs_of(list(zip(*row, strict=True))) for row in zip(signs, whats, strict=True))
    return Ground(signs, whats, tuple(bytes(row) for row in owners), _spans(owners, len(chart.places)), runs, drawn)


def runs_of(cells: Sequence[tuple[str, str]]) -> Runs:
    """Return a row of cells, each a sign and its kind, as runs of one kind."""
    return tuple(("".join(sign for sign, _ in run), kind) for kind, run in groupby(cells, key=itemgetter(1)))


def _fill(owners: list[bytearray], ring: list[Dot], owner: int) -> None:
    """Give the cells whose middle lies in an outline to a place."""
    rows, columns = len(owners), len(owners[0])
    crossings: dict[int, list[float]] = {}
    x0, y0 = ring[-1][0] / ACROSS, ring[-1][1] / DOWN
    for dot in ring:
        x1, y1 = dot[0] / ACROSS, dot[1] / DOWN
        low, high = (y0, y1) if y0 < y1 else (y1, y0)
        # The middle of row r is at r + 1/2; an edge takes its lower end in and leaves its upper one out.
        for row in range(max(0, math.ceil(low - 0.5)), min(rows, math.ceil(high - 0.5))):
            crossings.setdefault(row, []).append(x0 + (row + 0.5 - y0) / (y1 - y0) * (x1 - x0))
        x0, y0 = x1, y1
    for row, found in crossings.items():
        found.sort()
        for left, right in zip(found[::2], found[1::2], strict=False):
            first, last = max(0, math.ceil(left - 0.5)), min(columns, math.ceil(right - 0.5))
            if last > first:
                owners[row][first:last] = bytes((owner,)) * (last - first)


def _trace(lines: bytearray, coasts: bytearray | None, run: list[Dot], columns: int, rows: int) -> None:
    """Set the dots of a line."""
    wide, high = columns * ACROSS, rows * DOWN
    for (x0, y0), (x1, y1) in pairwise(run):
        if (x0 < 0 and x1 < 0) or (y0 < 0 and y1 < 0) or (x0 >= wide and x1 >= wide) or (y0 >= high and y1 >= high):
            continue
        steps = int(max(abs(x1 - x0), abs(y1 - y0))) + 1
        dx, dy = (x1 - x0) / steps, (y1 - y0) / steps
        for step in range(steps):
            x, y = math.floor(x0 + dx * step), math.floor(y0 + dy * step)
            if 0 <= x < wide and 0 <= y < high:
                at = (y // DOWN) * columns + x // ACROSS
                lines[at] |= BITS[x % ACROSS][y % DOWN]
                if coasts is not None:
                    coasts[at] = 1


def _row(
    row: int, owners: bytearray, lines: bytearray, coasts: bytearray, water: frozenset[int], columns: int
) -> tuple[tuple[str, ...], list[What]]:
    signs: list[str] = []
    whats: list[What] = []
    for column, (owner, bits) in enumerate(zip(owners, lines[row * columns : (row + 1) * columns], strict=True)):
        if bits:
            signs.append(chr(BRAILLE + bits))
            whats.append(("shore" if owner in water else "coast") if coasts[row * columns + column] else "border")
        elif owner in water:
            signs.append(WAVE if (column + row * 3) % 8 == 0 else " ")
            whats.append("sea")
        else:
            signs.append(" ")
            whats.append("land" if owner else "void")
    return tuple(signs), whats


def _cut(whats: list[list[What]], view: Viewport) -> tuple[tuple[What, ...], ...]:
    """Return what cells show, with nothing known beyond the edge of the map."""
    west, north = view.cell((view.extent.west, view.extent.north))
    east, south = view.cell((view.extent.east, view.extent.south))
    if west <= 0 and north <= 0 and east >= view.columns - 1 and south >= view.rows - 1:
        return tuple(map(tuple, whats))
    for row, line in enumerate(whats):
        for column in range(len(line)) if not north <= row <= south else ():
            line[column] = "void"
        for column in (*range(min(west, len(line))), *range(max(0, east + 1), len(line))):
            line[column] = "void"
    return tuple(tuple(line) for line in whats)


def _spans(owners: Iterable[bytearray], places: int) -> dict[int, list[tuple[int, int, int]]]:
    """Return the longest run of each place in each row."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    for row, line in enumerate(owners):
        longest: dict[int, tuple[int, int, int]] = {}
        end = 0
        for owner, run in groupby(line):
            start, end = end, end + len(list(run))
            known = longest.get(owner)
            if owner and (known is None or end - start > known[2] - known[1]):
                longest[owner] = (row, start, end)
        for owner, span in longest.items():
            if owner <= places:
                found.setdefault(owner - 1, []).append(span)
    return found
