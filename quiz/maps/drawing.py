"""A map drawn for a terminal: rows of runs of text, each with the kind that a front end has a style for. Pure.

Labels never lie on one another; a letter that a trainee needs to answer finds room wherever there is any.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from quiz.maps.ground import BITS, BRAILLE, WATERY, WAVE, Ground, ground, runs_of
from quiz.maps.model import Dot, MapFile, MapPlace, geometry
from quiz.maps.viewport import ACROSS, DOWN, Viewport
from quiz.text import one_line

POINT = "●"
POINTERS = {(0, -1): "↑", (0, 1): "↓", (-1, 0): "←", (1, 0): "→"}
DASH, GAP = 5, 3
"""Dots of a dash of a planned link, and of the gap behind it."""
NOTHING: Mapping[str, str] = {}
ROOM = 16
"""Columns from which on a row of a land has room for any name."""
NEAR = 3
"""How many rows off a name may stand from where it belongs."""
BLANK = (" ", WAVE)
FLOATING = ("name", "aside", "letter", "note", "link")
"""Kinds that have a style of their own on water, such as `name-sea`."""
HATCH = "·"
"""What fills the place under the cursor, so that no colour is needed to see it."""


class Label(Struct, frozen=True):
    """What stands at a place: a text, and the kind of its style; `must` have room, or may be left out."""

    text: str
    kind: str = "name"
    must: bool = False


class Spot(NamedTuple):
    """Where a label stands: column and row of its first cell, and its cells."""

    column: int
    row: int
    width: int


class Drawing(Struct, frozen=True):
    """Rows of (text, kind); where each label stands by place id; the place of each cell for a click."""

    rows: tuple[tuple[tuple[str, str], ...], ...]
    spots: dict[str, Spot]
    owners: tuple[bytes, ...]
    points: dict[str, tuple[int, int]]

    def lines(self) -> tuple[str, ...]:
        """Return the rows as text."""
        return tuple("".join(text for text, _ in row) for row in self.rows)


@lru_cache(maxsize=1024)
def cells_of(text: str) -> tuple[str, ...]:
    """Return what stands in each cell of a text: a wide character takes two, a mark rides on its base."""
    cells: list[str] = []
    for char in text:
        if cells and (unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf")):
            at = len(cells) - (2 if cells[-1] == "" and len(cells) > 1 else 1)
            cells[at] += char
        else:
            cells += [char, ""] if unicodedata.east_asian_width(char) in "WF" else [char]
    return tuple(cells)


class Canvas:
    """Cells to write on: what the ground shows, and labels over it."""

    def __init__(self, base: Ground, view: Viewport) -> None:
        self.base = base
        self.view = view
        self.written: dict[int, dict[int, tuple[str, str]]] = {}
        self.taken: dict[int, set[int]] = {}

    def put(self, column: int, row: int, text: str, kind: str, *, holds: bool = True) -> None:
        """Write a text; where it `holds`, nothing is written over it."""
        line = self.written.setdefault(row, {})
        signs = cells_of(text)
        for offset, sign in enumerate(signs):
            if holds or column + offset not in self.taken.get(row, ()):
                line[column + offset] = (sign, kind)
        if holds:
            self.taken.setdefault(row, set()).update(range(column, column + len(signs)))

    def free(self, column: int, row: int, width: int, gap: int) -> bool:
        """Tell whether a text of `width` has room, with `gap` cells to any other."""
        if column < 0 or column + width > self.view.columns or not 0 <= row < self.view.rows:
            return False
        taken = self.taken.get(row)
        return not taken or taken.isdisjoint(range(column - gap, column + width + gap))

    def hidden(self, column: int, row: int, width: int) -> int:
        """Return how many cells with something in them a text would cover."""
        over = self.written.get(row, {})
        return sum(self.base.drawn[row][column : column + width]) + sum(column <= c < column + width for c in over)

    def runs(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Return all rows as runs of one kind."""
        return tuple(self._row(row) for row in range(self.view.rows))

    def _row(self, row: int) -> tuple[tuple[str, str], ...]:
        if row not in self.written:
            return self.base.runs[row]
        cells: list[tuple[str, str]] = list(zip(self.base.signs[row], self.base.whats[row], strict=True))
        for column, cell in self.written.get(row, {}).items():
            if 0 <= column < len(cells):
                sign, kind = cell
                on_water = kind in FLOATING and self.base.whats[row][column] in WATERY
                cells[column] = (sign, f"{kind}-sea" if on_water else kind)
        return runs_of(cells)


def draw(
    chart: MapFile,
    view: Viewport,
    labels: Mapping[str, Label],
    lit: Mapping[str, str] = NOTHING,
    links: bool = False,
) -> Drawing:
    """Return a map as a view shows it.

    `labels` stand at the places of these ids, the first ones where they fit best; `lit` places are filled, with the
    kind of the fill; `links` draws the links between places.
    """
    base = ground(chart, view)
    canvas = Canvas(base, view)
    shape = geometry(chart)
    for name, kind in lit.items():
        _light(canvas, chart, name, kind)
    points: dict[str, tuple[int, int]] = {}
    spots: dict[str, Spot] = {}
    for index, place in enumerate(chart.places):
        if place.kind == "point" and place.id in labels:
            cell = _stand(place, shape.at[index], view)
            if cell is not None and cell[:2] not in points.values():
                points[place.id] = cell[:2]
                canvas.put(cell[0], cell[1], cell[2], labels[place.id].kind)
    if links:
        _links(canvas, chart, view, {p.id: at for p, at in zip(chart.places, shape.at, strict=True)})
    numbers = {place.id: i for i, place in enumerate(chart.places)}
    for name, label in sorted(labels.items(), key=lambda entry: not entry[1].must):
        number = numbers.get(name)
        if number is not None and label.text:
            spot = _spot(canvas, chart.places[number], number, shape.at[number], label)
            if spot is not None:
                spots[name] = spot
                canvas.put(spot.column, spot.row, label.text, label.kind)
    if links:
        _notes(canvas, chart, view, {p.id: at for p, at in zip(chart.places, shape.at, strict=True)})
    return Drawing(canvas.runs(), spots, base.owners, points)


def place_at(chart: MapFile, drawing: Drawing, column: int, row: int) -> str:
    """Return the id of what is drawn in a cell: a label, a point, the land or water there; empty for none."""
    for name, spot in drawing.spots.items():
        if spot.row == row and spot.column <= column < spot.column + spot.width:
            return name
    for name, cell in drawing.points.items():
        if cell == (column, row):
            return name
    if 0 <= row < len(drawing.owners) and 0 <= column < len(drawing.owners[row]):
        owner = drawing.owners[row][column]
        return chart.places[owner - 1].id if owner else ""
    return ""


def _light(canvas: Canvas, chart: MapFile, name: str, kind: str) -> None:
    """Fill the cells of a place."""
    number = next((i for i, p in enumerate(chart.places) if p.id == name), None)
    if number is None:
        return
    for row, _, _ in canvas.base.spans.get(number, ()):
        for column, owner in enumerate(canvas.base.owners[row]):
            if owner == number + 1:
                sign = canvas.base.signs[row][column]
                blank = sign in BLANK
                fill = HATCH if (column + row) % 2 == 0 else " "
                canvas.put(column, row, fill if blank else sign, kind, holds=False)


def _stand(place: MapPlace, at: Dot, view: Viewport) -> tuple[int, int, str] | None:
    """Return column, row and sign of a point; one beyond the edge of the map is pointed at."""
    column, row = view.cell(at)
    if view.has(column, row):
        return column, row, POINT
    if view.extent.has(at):
        return None
    box = view.extent
    away = (int(at[0] > box.east) - int(at[0] < box.west), int(at[1] < box.south) - int(at[1] > box.north))
    if not view.shows((min(box.east, max(box.west, at[0])), min(box.north, max(box.south, at[1])))):
        side = min(view.columns - 1, max(0, column)), min(view.rows - 1, max(0, row))
    else:
        side = view.cell((min(box.east, max(box.west, at[0])), min(box.north, max(box.south, at[1]))))
    column, row = min(view.columns - 1, max(0, side[0])), min(view.rows - 1, max(0, side[1]))
    return column, row, POINTERS.get(away, POINTERS.get((away[0], 0), "↑"))


def _anchor(canvas: Canvas, number: int, at: Dot) -> tuple[int, int] | None:
    """Return where the name of a land or water stands best: where its author says, or in its longest run of cells."""
    view = canvas.view
    column, row = view.cell(at)
    if view.has(column, row) and canvas.base.owners[row][column] == number + 1:
        return column, row
    spans = canvas.base.spans.get(number)
    if spans:
        middle = spans[len(spans) // 2][0]
        row, first, behind = max(spans, key=lambda s: (min(s[2] - s[1], ROOM), -abs(s[0] - middle)))
        return (first + behind - 1) // 2, row
    return (column, row) if view.has(column, row) else None


def _spot(canvas: Canvas, place: MapPlace, number: int, at: Dot, label: Label) -> Spot | None:
    """Return where a label has room, None where its place is not shown or it has none."""
    width = len(cells_of(label.text))
    if place.kind == "point":
        stand = _stand(place, at, canvas.view)
        if stand is None:
            return None
        column, row, _ = stand
        tries: Iterator[tuple[int, int]] = _beside(column, row, width)
    else:
        anchor = _anchor(canvas, number, at)
        if anchor is None:
            return None
        column, row = anchor[0] - width // 2, anchor[1]
        tries = _around(column, row, NEAR, width)
    for c, r in tries:
        if canvas.free(c, r, width, 1):
            return Spot(c, r, width)
    if label.must:
        for gap in (1, 0):
            for c, r in _around(column, row, max(canvas.view.columns, canvas.view.rows), canvas.view.columns):
                if canvas.free(c, r, width, gap):
                    return Spot(c, r, width)
    return None


def _beside(column: int, row: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield where the name of a point may stand: behind it, before it, above, below."""
    # A gap of one cell is kept to the point itself.
    yield column + 2, row
    yield column - 1 - width, row
    for line in (row - 1, row + 1):
        yield column - width // 2, line
        yield column + 1, line
        yield column - width, line


def _around(column: int, row: int, rows: int, columns: int) -> Iterator[tuple[int, int]]:
    """Yield cells from the nearest outwards, up to so many rows and columns off."""
    yield column, row
    for away in range(1, max(rows, columns) + 1):
        for down in range(-min(away, rows), min(away, rows) + 1):
            if abs(down) == away:
                for side in range(-min(away, columns), min(away, columns) + 1):
                    yield column + side, row + down
            elif away <= columns:
                yield column - away, row + down
                yield column + away, row + down


def _links(canvas: Canvas, chart: MapFile, view: Viewport, at: Mapping[str, Dot]) -> None:
    """Draw each link straight between its two ends."""
    for link in chart.links:
        (x0, y0), (x1, y1) = (view.dot(at[end]) for end in link.between)
        steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0))))
        cells: dict[tuple[int, int], int] = {}
        for step in range(steps + 1):
            if link.status == "planned" and step % (DASH + GAP) >= DASH:
                continue
            x, y = math.floor(x0 + (x1 - x0) * step / steps), math.floor(y0 + (y1 - y0) * step / steps)
            cell = (x // ACROSS, y // DOWN)
            if view.has(*cell):
                cells[cell] = cells.get(cell, 0) | BITS[x % ACROSS][y % DOWN]
        for (column, row), bits in cells.items():
            canvas.put(column, row, chr(BRAILLE + bits), "link", holds=False)


def _notes(canvas: Canvas, chart: MapFile, view: Viewport, at: Mapping[str, Dot]) -> None:
    """Write beside each link what it is, where it hides least; its name alone where the whole has no room."""
    for link in chart.links:
        ends = [at[end] for end in link.between]
        column, row = view.cell(((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2))
        if not view.has(column, row):
            continue
        name, note = one_line(link.name), one_line(link.note)
        for said in (f"{name}: {note}", name) if note else (name,):
            wide = len(cells_of(said))
            cells = _around(column - wide // 2, row + 1, NEAR + 1, wide // 2 + NEAR)
            fit = [(c, r) for c, r in cells if canvas.free(c, r, wide, 1)]
            if fit:
                best = min(fit, key=lambda cell: canvas.hidden(cell[0], cell[1], wide))
                canvas.put(*best, said, "note")
                break
