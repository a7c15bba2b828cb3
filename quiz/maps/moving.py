"""From place to place by the direction that is pressed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from quiz.maps.model import Dot, MapFile, geometry
from quiz.maps.viewport import Viewport

Direction = Literal["left", "right", "up", "down"]
_STEPS: dict[Direction, tuple[int, int]] = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
ASIDE = 2.0
"""How much more a step aside counts than one in the direction pressed."""
FAR = 1_000.0
"""What lies more aside than ahead comes only after all that does not."""


def positions(chart: MapFile, names: Sequence[str]) -> dict[str, Dot]:
    """Return where places lie, east and north in one measure."""
    shape = geometry(chart)
    shrink = shape.extent.shrink()
    at = {place.id: (x * shrink, y) for place, (x, y) in zip(chart.places, shape.at, strict=True)}
    return {name: at[name] for name in names if name in at}


def nearest_in(chart: MapFile, names: Sequence[str], current: str, direction: Direction) -> str:
    """Return the place among `names` that is nearest to `current` in a direction; `current` if there is none."""
    at = positions(chart, [*names, current])
    if current not in at:
        return current
    x, y = at[current]
    along, across = _STEPS[direction]

    def cost(name: str) -> float:
        dx, dy = at[name][0] - x, at[name][1] - y
        ahead = dx * along + dy * across
        aside = abs(dx * across) + abs(dy * along)
        return ahead + ASIDE * aside + (FAR if aside > ahead else 0) if ahead > 0 else float("inf")

    best = min((n for n in at if n != current), key=lambda n: (cost(n), n), default=current)
    return best if best != current and cost(best) < float("inf") else current


def middlemost(chart: MapFile, names: Sequence[str], view: Viewport) -> str:
    """Return the place nearest to the middle of a view, an empty text where there are no places."""
    at = positions(chart, names)
    x, y = view.lon * view.shrink, view.lat
    return min(at, key=lambda n: ((at[n][0] - x) ** 2 + (at[n][1] - y) ** 2, n), default="")


def in_reading_order(chart: MapFile, names: Sequence[str]) -> tuple[str, ...]:
    """Return places from north to south in bands of a tenth of the map, in each from west to east."""
    at = positions(chart, names)
    extent = geometry(chart).extent
    band = (extent.north - extent.south) / 10
    return tuple(sorted(at, key=lambda n: (int((extent.north - at[n][1]) // band), at[n][0], n)))
