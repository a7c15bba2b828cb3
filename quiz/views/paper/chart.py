"""A map for paper: outlines and letters in numbers from the upper left corner, for whatever draws them. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from quiz.maps.model import Box, Dot, MapFile, geometry
from quiz.text import one_line

WIDTH = 100.0
"""Units across; one unit is as long downwards."""
APART = 4.0
"""Units by which a text gives way."""
_TRIES = (
    *((0, 0), (0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (1, 1)),
    *((-1, 1), (-1, -1), (0, -2), (0, 2), (2, 0), (-2, 0)),
)
"""Where a text may stand, in steps of APART, the best first."""

LETTER, NAME = 3.6, 2.6
"""Height of a letter to answer with, and of a name, in units."""
_BROAD = 0.68
"""Times its height that a sign is wide, at most on average."""

Points = tuple[tuple[float, float], ...]


class Written(Struct, frozen=True):
    """A text on a map with its middle; a `letter` is to be answered with, anything else is a name."""

    x: float
    y: float
    text: str
    letter: bool

    @property
    def size(self) -> float:
        """Its height in units."""
        return LETTER if self.letter else NAME

    @property
    def half(self) -> float:
        """Half its width in units, about."""
        return len(self.text) * self.size * _BROAD / 2

    def meets(self, other: Written) -> bool:
        """Tell whether two texts would touch."""
        near = abs(self.x - other.x) < self.half + other.half + 0.6
        return near and abs(self.y - other.y) < (self.size + other.size) / 2 + 0.4


class Chart(Struct, frozen=True):
    """A map of WIDTH by `height`: filled outlines (is it water), lines (is it a coast), dots, and texts with places."""

    height: float
    shapes: tuple[tuple[bool, Points], ...]
    lines: tuple[tuple[bool, Points], ...]
    dots: Points
    texts: tuple[Written, ...]


def chart_of(chart: MapFile, called: Mapping[str, str]) -> Chart:
    """Return a map with the letters of the places that are asked about; of the others those that are named."""
    shape = geometry(chart)
    frame = shape.view if all(shape.view.has(at) for at in shape.at) else shape.extent
    scale = WIDTH / (frame.east - frame.west)
    height = (frame.north - frame.south) * scale / max(0.2, frame.shrink())

    def put(dot: Dot) -> tuple[float, float]:
        return _round((dot[0] - frame.west) * scale), _round((frame.north - dot[1]) * scale / max(0.2, frame.shrink()))

    texts: list[Written] = []
    points = [at for place, at in zip(chart.places, shape.at, strict=True) if place.kind == "point"]
    dots = [put(_inside(at, frame)) for at in points]
    # Letters find their places first: a name may do without.
    order = sorted(zip(chart.places, shape.at, strict=True), key=lambda one: one[0].id not in called)
    for place, at in order:
        x, y = put(_inside(at, frame))
        said = called.get(place.id) or ("" if place.ask else one_line(place.name, 40))
        if place.kind == "point":
            x += 2 + len(said) * LETTER * _BROAD / 2
        if said:
            texts += _placed(Written(x, y, said, place.id in called), texts, dots, height)
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


def _placed(wanted: Written, taken: list[Written], dots: list[Dot], height: float) -> list[Written]:
    """Return a text where it has room near its place; a letter where there is none, too, a name then not at all."""
    tries = [_moved(wanted, across, down, height) for across, down in _TRIES]
    held = [*taken, *(Written(x, y, ".", False) for x, y in dots)]
    free = [one for one in tries if not any(one.meets(other) for other in held)]
    return free[:1] or (tries[:1] if wanted.letter else [])


def _moved(text: Written, across: int, down: int, height: float) -> Written:
    """Return a text some steps off, wholly on the map."""
    x, y = text.x + across * APART, text.y + down * APART
    x = min(WIDTH - text.half - 0.5, max(text.half + 0.5, x))
    return Written(_round(x), _round(min(height - text.size, max(text.size, y))), text.text, text.letter)
