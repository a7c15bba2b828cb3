"""What a map is: places with their outlines or positions, and links between them. Values, read from JSON.

A map file is one JSON object; `quiz check --explain map-file` tells how it is written. Positions are texts of longitude
and latitude in degrees, `44.51,40.18`; an outline or a box is a text of such positions with blanks between.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Literal

from msgspec import Meta, Struct

Name = Annotated[
    str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64, extra={"say": "an id such as black-sea"})
]
Said = Annotated[str, Meta(max_length=400)]
Title = Annotated[str, Meta(max_length=60)]
Dot = tuple[float, float]
"""A position: longitude and latitude in degrees."""
Kind = Literal["land", "water", "point"]


class _Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all written parts share: unknown fields are faults."""


class MapPlace(_Strict, frozen=True, kw_only=True):
    """A land or water with its outlines, or a point; `at` is where its name stands best.

    `borders` are the lands and waters next to it, `inside` is the land that a point lies in, `forms` are further names
    that texts have for it. One with `ask: false` is drawn and named, and never an answer.
    """

    id: Name
    name: Title
    kind: Kind
    at: str
    rings: tuple[str, ...] = ()
    borders: tuple[Name, ...] = ()
    inside: Name = ""
    forms: tuple[Title, ...] = ()
    ask: bool = True
    source: Said = ""


class MapLink(_Strict, frozen=True, kw_only=True):
    """A way between two places, drawn straight: `planned` dashed, `open` in one line; `note` stands beside it."""

    name: Title
    status: Literal["planned", "open"]
    between: Annotated[tuple[Name, ...], Meta(min_length=2, max_length=2)]
    note: Title = ""


class MapFile(_Strict, frozen=True, kw_only=True):
    """A map: `extent` is all that it shows, `view` what it opens with, both as south-western and north-eastern corner.

    `origin` says where its outlines come from, `licence` on which terms.
    """

    map: Name
    title: Title
    origin: Said
    licence: Said
    extent: str
    view: str = ""
    places: Annotated[tuple[MapPlace, ...], Meta(min_length=1, max_length=200)]
    links: Annotated[tuple[MapLink, ...], Meta(max_length=50)] = ()

    def place(self, name: str) -> MapPlace | None:
        """Return the place of that id."""
        return next((p for p in self.places if p.id == name), None)

    def asked(self) -> tuple[MapPlace, ...]:
        """Return the places that may be an answer."""
        return tuple(p for p in self.places if p.ask)


Maps = Mapping[str, MapFile]
"""Maps by their names."""


def dots(text: str) -> tuple[Dot, ...]:
    """Return the positions of a text. Raises ValueError when it holds anything else."""
    found = []
    for pair in text.split():
        x, y = pair.split(",")
        found.append((float(x), float(y)))
    if not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in found):
        raise ValueError(text)
    return tuple(found)


class Box(Struct, frozen=True):
    """A part of the earth between two longitudes and two latitudes, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def has(self, dot: Dot) -> bool:
        """Tell whether a position lies in the box or on its edge."""
        return self.west <= dot[0] <= self.east and self.south <= dot[1] <= self.north

    def shrink(self) -> float:
        """Return how much shorter a degree of longitude is than one of latitude in the middle of the box."""
        return math.cos(math.radians((self.south + self.north) / 2))


class Geometry(Struct, frozen=True):
    """A map in numbers: outlines of each land and water by the place's number, and the lines to draw, each once.

    `lines` are (is a coast, positions): what two lands share is a border, any other edge a coast; the edge of the map
    and of the boxes of waters is no line.
    """

    extent: Box
    view: Box
    at: tuple[Dot, ...]
    rings: tuple[tuple[int, tuple[Dot, ...]], ...]
    lines: tuple[tuple[bool, tuple[Dot, ...]], ...]


def box(text: str) -> Box:
    """Return the box between two corners. Raises ValueError when the text is none."""
    (west, south), (east, north) = dots(text)
    if not (west < east and south < north):
        raise ValueError(text)
    return Box(west, south, east, north)


@lru_cache(maxsize=16)
def geometry(chart: MapFile) -> Geometry:
    """Return a sound map in numbers; worked out once for each map."""
    extent = box(chart.extent)
    # Waters are filled first, so that lands lie on them.
    order = sorted(range(len(chart.places)), key=lambda i: chart.places[i].kind != "water")
    rings = tuple((i, dots(ring)) for i in order for ring in chart.places[i].rings)
    lands = [ring for i, ring in rings if chart.places[i].kind == "land"]
    return Geometry(
        extent=extent,
        view=box(chart.view) if chart.view else extent,
        at=tuple(dots(place.at)[0] for place in chart.places),
        rings=rings,
        lines=tuple(_lines(lands, extent)),
    )


Edge = tuple[Dot, Dot]


def _edge(a: Dot, b: Dot) -> Edge:
    return (a, b) if a <= b else (b, a)


def _lines(rings: list[tuple[Dot, ...]], extent: Box) -> list[tuple[bool, tuple[Dot, ...]]]:
    """Return the edges of all lands as lines, each edge in one of them."""
    count: dict[Edge, int] = {}
    for ring in rings:
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
            count[_edge(a, b)] = count.get(_edge(a, b), 0) + 1
    drawn: set[Edge] = set()
    lines: list[tuple[bool, tuple[Dot, ...]]] = []
    for ring in rings:
        run: list[Dot] = []
        coast = False
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
            edge = _edge(a, b)
            new = edge not in drawn and not _on_edge(a, b, extent)
            drawn.add(edge)
            if run and (not new or coast != (count[edge] == 1)):
                lines.append((coast, tuple(run)))
                run = []
            if new:
                coast = count[edge] == 1
                run = [*(run or [a]), b]
        if run:
            lines.append((coast, tuple(run)))
    return lines


def _on_edge(a: Dot, b: Dot, extent: Box) -> bool:
    """Tell whether an edge runs along the edge of the map."""
    same_x, same_y = a[0] == b[0], a[1] == b[1]
    return (same_x and a[0] in (extent.west, extent.east)) or (same_y and a[1] in (extent.south, extent.north))
