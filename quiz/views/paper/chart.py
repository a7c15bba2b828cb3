"""A map for paper: outlines and letters in numbers from the upper left corner, for whatever draws them. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from quiz.maps.model import Box, Dot, MapFile, geometry
from quiz.text import one_line

WIDTH = 100.0
"""Units across; one unit is as long downwards."""
APART = 4.0
"""Units between two letters."""
_TRIES = (
    (0, 0),
    (0, -1),
    (0, 1),
    (1, 0),
    (-1, 0),
    (1, -1),
    (1, 1),
    (-1, 1),
    (-1, -1),
    (0, -2),
    (0, 2),
    (2, 0),
    (-2, 0),
)

Points = tuple[tuple[float, float], ...]


class Chart(Struct, frozen=True):
    """A map of WIDTH by `height`: filled outlines (is it water), lines (is it a coast), dots, and texts with places."""

    height: float
    shapes: tuple[tuple[bool, Points], ...]
    lines: tuple[tuple[bool, Points], ...]
    dots: Points
    texts: tuple[tuple[tuple[float, float], str], ...]


def chart_of(chart: MapFile, called: Mapping[str, str]) -> Chart:
    """Return a map with the letters of the places that are asked about; of the others those that are named."""
    shape = geometry(chart)
    frame = shape.view if all(shape.view.has(at) for at in shape.at) else shape.extent
    scale = WIDTH / (frame.east - frame.west)
    height = (frame.north - frame.south) * scale / max(0.2, frame.shrink())

    def put(dot: Dot) -> tuple[float, float]:
        return _round((dot[0] - frame.west) * scale), _round((frame.north - dot[1]) * scale / max(0.2, frame.shrink()))

    texts: list[tuple[tuple[float, float], str]] = []
    dots = []
    for place, at in zip(chart.places, shape.at, strict=True):
        x, y = put(_inside(at, frame))
        if place.kind == "point":
            dots.append((x, y))
            x += 3
        said = called.get(place.id) or ("" if place.ask else one_line(place.name, 40))
        if said:
            texts.append((_free((x, y), [t[0] for t in texts], height), said))
    return Chart(
        height=_round(height),
        shapes=tuple((chart.places[i].kind == "water", tuple(map(put, ring))) for i, ring in shape.rings),
        lines=tuple((coast, tuple(map(put, line))) for coast, line in shape.lines),
        dots=tuple(dots),
        texts=tuple(texts),
    )


def _round(number: float) -> float:
    return round(number, 2)


def _inside(at: Dot, frame: Box) -> Dot:
    """Return a place, or the edge of the map nearest to it."""
    return min(frame.east, max(frame.west, at[0])), min(frame.north, max(frame.south, at[1]))


def _free(at: tuple[float, float], taken: list[tuple[float, float]], height: float) -> tuple[float, float]:
    """Return the place of a letter near `at` that is free, or `at` where none is."""
    for across, down in _TRIES:
        x, y = at[0] + across * APART, at[1] + down * APART
        inside = 2 <= x <= WIDTH - 2 and 2 <= y <= height - 2
        if inside and all(abs(x - a) >= APART or abs(y - b) >= APART for a, b in taken):
            return _round(x), _round(y)
    return min(WIDTH - 2, max(2.0, at[0])), min(height - 2, max(2.0, at[1]))
