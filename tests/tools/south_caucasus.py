"""Makes quiz/maps/south-caucasus.json of the npm package world-atlas: decode, clip, round, name.

    npm install world-atlas@2.0.2
    python -m tests.tools.south_caucasus node_modules/world-atlas > quiz/maps/south-caucasus.json

Borders and coasts are Natural Earth's, 1:50 million. Points are its populated places (version 2.0.0, 1:110 million)
rounded to a hundredth of a degree; what it does not have says so in its `source`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

WEST, SOUTH, EAST, NORTH = EXTENT = (32.4, 35.45, 54.0, 44.3)
VIEW = (40.2, 38.1, 50.8, 43.5)
LEAST = 0.02
"""Parts of a country that cover fewer square degrees are left out."""
NATURAL_EARTH = "Natural Earth, 1:50m"
TOWNS = "Natural Earth, populated places, 1:110m"

LANDS = {
    "Armenia": ("armenia", "Armenia", (44.9, 40.45)),
    "Georgia": ("georgia", "Georgia", (43.5, 42.1)),
    "Turkey": ("turkey", "Turkey", (41.6, 39.6)),
    "Iran": ("iran", "Iran", (46.9, 38.0)),
    "Russia": ("russia", "Russia", (44.6, 43.4)),
}
OTHERS = {
    "Iraq": ("iraq", (43.6, 36.2)),
    "Syria": ("syria", (39.0, 35.9)),
    "Turkmenistan": ("turkmenistan", (53.8, 38.6)),
    "Kazakhstan": ("kazakhstan", (52.5, 43.4)),
}
"""Lands at the edge that no document speaks of: drawn and named, never asked about."""
PARTS = {"azerbaijan": ("Azerbaijan", (47.6, 40.5)), "nakhchivan": ("Nakhchivan", (45.4, 39.3))}
"""The two parts of Azerbaijan: the larger polygon and the one that no other part of it touches."""
WATERS = (
    ("caspian-sea", "Caspian Sea", (51.2, 41.2), "46.5,35.4 54.1,35.4 54.1,44.4 46.5,44.4"),
    ("black-sea", "Black Sea", (40.1, 42.3), "32.3,40.5 41.9,40.5 41.9,44.4 32.3,44.4"),
    ("mediterranean", "Mediterranean Sea", (33.6, 35.8), "32.3,35.4 36.6,35.4 36.6,37.3 32.3,37.3"),
)
"""What is no land within these boxes."""
POINTS = (
    ("yerevan", "Yerevan", "armenia", (44.51, 40.18), TOWNS, True),
    ("baku", "Baku", "azerbaijan", (49.86, 40.40), TOWNS, True),
    ("tbilisi", "Tbilisi", "georgia", (44.79, 41.73), TOWNS, True),
    ("karabakh", "Karabakh", "azerbaijan", (46.75, 39.82), "where Stepanakert (Khankendi) stands; no border", True),
    ("ankara", "Ankara", "turkey", (32.86, 39.93), TOWNS, False),
    ("tehran", "Tehran", "iran", (51.42, 35.67), TOWNS, False),
    ("moscow", "Moscow", "russia", (37.61, 55.75), f"{TOWNS}; beyond the edge", False),
)
LINKS = (
    {
        "name": "TRIPP",
        "status": "planned",
        "note": "planned, course not given",
        "between": ["azerbaijan", "nakhchivan"],
    },
)

Dot = tuple[float, float]
Ring = list[Dot]


def decoded(topology: dict[str, Any]) -> list[Ring]:
    """Return the arcs of a quantised topology as degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        arcs.append([])
        for dx, dy in arc:
            x, y = x + dx, y + dy
            arcs[-1].append((x * sx + tx, y * sy + ty))
    return arcs


def rings_of(geometry: dict[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    """Yield the outer ring of each part of a country; holes are filled by the land that lies in them."""
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for part in parts:
        ring: Ring = []
        for number in part[0]:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            ring += arc[1:] if ring else arc
        yield ring[:-1]


def clipped(ring: Ring) -> Ring:
    """Return the part of a ring within the extent (Sutherland and Hodgman), rounded, no dot twice in a row."""
    for axis, bound, sign in ((0, WEST, 1), (0, EAST, -1), (1, SOUTH, 1), (1, NORTH, -1)):
        made: Ring = []
        for before, dot in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            inside, was = (sign * (d[axis] - bound) >= 0 for d in (dot, before))
            if inside != was:
                share = (bound - before[axis]) / (dot[axis] - before[axis])
                cut = [before[i] + share * (dot[i] - before[i]) for i in (0, 1)]
                cut[axis] = bound
                made.append((cut[0], cut[1]))
            if inside:
                made.append(dot)
        ring = made
    dots = [(round(x, 2), round(y, 2)) for x, y in ring]
    return [dot for i, dot in enumerate(dots) if dot != dots[i - 1]]


def area(ring: Ring) -> float:
    """Return the square degrees that a ring covers."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def edges(rings: Iterable[Ring]) -> set[frozenset[Dot]]:
    """Return the edges of rings, whichever way they run."""
    return {frozenset(pair) for ring in rings for pair in zip(ring, [*ring[1:], ring[0]], strict=True)}


def at_edge(edge: frozenset[Dot]) -> bool:
    """Tell whether an edge runs along the edge of the map."""
    return any(all(dot[i // 2] == bound for dot in edge) for i, bound in enumerate((WEST, EAST, SOUTH, NORTH)))


def text(ring: Iterable[Dot]) -> str:
    """Return dots as the file has them."""
    return " ".join(f"{x:g},{y:g}" for x, y in ring)


def borders(lands: dict[str, list[Ring]]) -> dict[str, set[str]]:
    """Return which lands and waters lie next to each other: lands share an edge, a coast lies in the water's box."""
    sides = {name: {e for e in edges(rings) if not at_edge(e)} for name, rings in lands.items()}
    found: dict[str, set[str]] = {name: set() for name in [*lands, *(w[0] for w in WATERS)]}
    for name, own in sides.items():
        shared: set[frozenset[Dot]] = set()
        for other, theirs in sides.items():
            if other != name and own & theirs:
                found[name].add(other)
                shared |= own & theirs
        for water, _, _, box in WATERS:
            corners = [tuple(map(float, dot.split(","))) for dot in box.split()]
            (west, south), (east, north) = corners[0], corners[2]
            if any(all(west < x < east and south < y < north for x, y in edge) for edge in own - shared):
                found[name].add(water)
                found[water].add(name)
    return found


def main(folder: Path) -> None:
    """Print the map."""
    topology = json.loads((folder / "countries-50m.json").read_text("utf-8"))
    version = json.loads((folder / "package.json").read_text("utf-8"))["version"]
    arcs = decoded(topology)
    found: dict[str, list[Ring]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        if name in LANDS or name in OTHERS or name == "Azerbaijan":
            rings = [clipped(ring) for ring in rings_of(geometry, arcs)]
            found[name] = sorted((r for r in rings if r and area(r) >= LEAST), key=area, reverse=True)
    lands = {LANDS[n][0]: found[n] for n in LANDS}
    lands |= {"azerbaijan": found["Azerbaijan"][:1], "nakhchivan": found["Azerbaijan"][1:]}
    lands |= {OTHERS[n][0]: found[n] for n in OTHERS}
    near = borders(lands)
    called = {own: (title, at) for own, title, at in LANDS.values()} | PARTS
    called |= {own: (name, at) for name, (own, at) in OTHERS.items()}
    asked = {own for own, _, _ in LANDS.values()} | set(PARTS)
    places: list[dict[str, Any]] = []
    for own, rings in lands.items():
        title, at = called[own]
        place: dict[str, Any] = {
            "id": own,
            "name": title,
            "kind": "land",
            "at": text([at]),
            "borders": sorted(near[own]),
        }
        more: dict[str, Any] = {} if own in asked else {"ask": False}
        places.append({**place, **more, "source": NATURAL_EARTH, "rings": [text(ring) for ring in rings]})
    for own, title, at, box in WATERS:
        more = {} if own != "mediterranean" else {"ask": False}
        place = {"id": own, "name": title, "kind": "water", "at": text([at]), "borders": sorted(near[own]), **more}
        places.append({**place, "source": f"coasts of {NATURAL_EARTH}; the box is ours", "rings": [box]})
    for own, title, inside, at, source, ask in POINTS:
        more = {} if ask else {"ask": False}
        place = {"id": own, "name": title, "kind": "point", "at": text([at]), "inside": inside, **more}
        places.append({**place, "source": source})
    whole = {
        "map": "south-caucasus",
        "title": "The South Caucasus",
        "origin": f"Natural Earth, in the npm package world-atlas {version}; made by tests/tools/south_caucasus.py",
        "licence": "Natural Earth is in the public domain; world-atlas is under the ISC licence",
        "extent": text([EXTENT[:2], EXTENT[2:]]),
        "view": text([VIEW[:2], VIEW[2:]]),
        "places": places,
        "links": list(LINKS),
    }
    print(json.dumps(whole, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
