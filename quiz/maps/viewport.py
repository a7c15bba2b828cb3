"""What part of a map is looked at, and how large: an immutable value that zooms and pans. Pure.

A cell of the terminal is two dots wide and four dots high, the dots of a braille sign; a dot is as wide as it is high.
The projection is equirectangular, true to scale in the middle latitude of the map.
"""

from __future__ import annotations

import math

from msgspec import Struct, structs

from quiz.maps.model import Box, Dot, Geometry

ACROSS, DOWN = 2, 4
"""Dots of a cell."""
STEP = 1.5
"""How much larger one zoom makes everything."""
EXACT = 6
"""Decimals of a scale: so that zooming in and out again leaves all as it was."""
ZOOMS = 8
"""How often one can zoom in from the view that a map opens with."""


class Viewport(Struct, frozen=True, kw_only=True):
    """The middle in degrees, dots to a degree of latitude, and the size in cells; scales are held within two bounds."""

    lon: float
    lat: float
    scale: float
    columns: int
    rows: int
    shrink: float
    least: float
    most: float
    extent: Box

    def dot(self, at: Dot) -> tuple[float, float]:
        """Return where a position lies: dots from the left and from the top."""
        x = (at[0] - self.lon) * self.shrink * self.scale + self.columns * ACROSS / 2
        y = (self.lat - at[1]) * self.scale + self.rows * DOWN / 2
        return x, y

    def cell(self, at: Dot) -> tuple[int, int]:
        """Return the column and row in which a position lies, both from 0; it may be outside."""
        x, y = self.dot(at)
        return math.floor(x / ACROSS), math.floor(y / DOWN)

    def has(self, column: int, row: int) -> bool:
        """Tell whether a cell is one of those shown."""
        return 0 <= column < self.columns and 0 <= row < self.rows

    def shows(self, at: Dot) -> bool:
        """Tell whether a position is shown."""
        return self.has(*self.cell(at))

    def position(self, column: int, row: int) -> Dot:
        """Return the position of the middle of a cell."""
        x = (column + 0.5) * ACROSS - self.columns * ACROSS / 2
        y = (row + 0.5) * DOWN - self.rows * DOWN / 2
        return x / (self.shrink * self.scale) + self.lon, self.lat - y / self.scale

    def zoomed(self, steps: int, on: Dot | None = None) -> Viewport:
        """Return the view so many steps larger (smaller when below 0), with `on` in its middle if it is given."""
        lon, lat = on or (self.lon, self.lat)
        scale = min(self.most, max(self.least, round(self.scale * STEP**steps, EXACT)))
        return structs.replace(self, lon=lon, lat=lat, scale=scale)

    def panned(self, columns: int, rows: int) -> Viewport:
        """Return the view moved by so many cells; its middle stays on the map."""
        lon = self.lon + columns * ACROSS / (self.shrink * self.scale)
        lat = self.lat - rows * DOWN / self.scale
        box = self.extent
        return structs.replace(self, lon=min(box.east, max(box.west, lon)), lat=min(box.north, max(box.south, lat)))

    def towards(self, at: Dot) -> Viewport:
        """Return the view with a position of the map shown: as it is if it was, with it in the middle otherwise."""
        column, row = self.cell(at)
        edge = 1 if min(self.columns, self.rows) > 4 else 0
        if edge <= column < self.columns - edge and edge <= row < self.rows - edge:
            return self
        box = self.extent
        return structs.replace(self, lon=min(box.east, max(box.west, at[0])), lat=min(box.north, max(box.south, at[1])))

    def resized(self, columns: int, rows: int, shape: Geometry) -> Viewport:
        """Return the same part of the map in another size: the opening view stays that."""
        opening = view_of(shape, self.columns, self.rows)
        fresh = view_of(shape, columns, rows)
        if self == opening:
            return fresh
        scale = min(fresh.most, max(fresh.least, self.scale * fresh.scale / opening.scale))
        return structs.replace(fresh, lon=self.lon, lat=self.lat, scale=scale)


def _fit(part: Box, shrink: float, columns: int, rows: int) -> float:
    """Return the largest scale at which a part of the map fits."""
    across = columns * ACROSS / ((part.east - part.west) * shrink)
    return min(across, rows * DOWN / (part.north - part.south))


def view_of(shape: Geometry, columns: int, rows: int, whole: bool = False) -> Viewport:
    """Return the view that a map opens with, or the `whole` map, in so many columns and rows (at least 1)."""
    columns, rows = max(1, columns), max(1, rows)
    part = shape.extent if whole else shape.view
    shrink = shape.extent.shrink()
    all_of_it = _fit(shape.extent, shrink, columns, rows)
    opening = round(_fit(shape.view, shrink, columns, rows), EXACT)
    return Viewport(
        lon=(part.west + part.east) / 2,
        lat=(part.south + part.north) / 2,
        scale=all_of_it if whole else opening,
        columns=columns,
        rows=rows,
        shrink=shrink,
        least=min(all_of_it, opening),
        most=round(opening * STEP**ZOOMS, EXACT),
        extent=shape.extent,
    )
