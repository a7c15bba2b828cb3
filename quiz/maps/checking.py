"""What is wrong in a map file, each fault at its place in the file. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.maps.model import MapFile, MapPlace, box, dots
from quiz.text import nearest, one_line

Path = tuple[str | int, ...]
POSITIONS = 20_000
"""Positions that the outlines of a map may have together."""


def flaws_of(chart: MapFile) -> Iterator[tuple[Path, str, str]]:
    """Yield what is wrong in a map: where, what, and what to do."""
    for field in ("extent", "view"):
        text = getattr(chart, field)
        if (text or field == "extent") and not _is_box(text):
            what = f"'{one_line(text, 40)}' is no box"
            yield (field,), what, "write the south-western and the north-eastern corner, such as 40.2,38.1 50.8,43.5"
    seen: set[str] = set()
    known = {place.id for place in chart.places}
    for index, place in enumerate(chart.places):
        at: Path = ("places", index)
        if place.id in seen:
            yield (*at, "id"), f"the id '{place.id}' stands twice", "rename one"
        seen.add(place.id)
        yield from ((at + path, what, hint) for path, what, hint in _place(place, chart, known))
    if sum(ring.count(",") for place in chart.places for ring in place.rings) > POSITIONS:
        yield ("places",), f"the outlines have more than {POSITIONS:,} positions", "leave some out"
    for index, link in enumerate(chart.links):
        for end, name in enumerate(link.between):
            if name not in known:
                yield ("links", index, "between", end), f"there is no place '{name}'", _instead(name, known)


def _place(place: MapPlace, chart: MapFile, known: set[str]) -> Iterator[tuple[Path, str, str]]:
    try:
        one = len(dots(place.at)) == 1
    except ValueError:
        one = False
    if not one:
        yield ("at",), f"'{one_line(place.at, 40)}' is no position", "write longitude and latitude, such as 44.51,40.18"
    for index, ring in enumerate(place.rings):
        try:
            few = len(dots(ring)) < 3
        except ValueError:
            few = True
        if few:
            yield ("rings", index), "this is no outline", "write three positions or more with blanks between them"
    if place.kind == "point" and place.rings:
        yield ("rings",), "a point has no outline", "remove it, or make the place a land or water"
    if place.kind != "point" and not place.rings:
        yield ("kind",), f"the {place.kind} has no outline", "add `rings`, or make the place a point"
    by_id = {other.id: other for other in chart.places}
    for index, name in enumerate(place.borders):
        if name not in known:
            yield ("borders", index), f"there is no place '{name}'", _instead(name, known)
        elif name == place.id or place.id not in by_id[name].borders:
            yield ("borders", index), f"'{name}' does not name '{place.id}' as its neighbour", "name both or neither"
    if place.inside and (place.inside not in known or by_id[place.inside].kind != "land"):
        yield ("inside",), f"there is no land '{place.inside}'", _instead(place.inside, known)


def _is_box(text: str) -> bool:
    try:
        box(text)
    except ValueError:
        return False
    return True


def _instead(name: str, known: set[str]) -> str:
    near = nearest(name, known)
    return f"did you mean '{near}'?" if near else f"known are: {', '.join(sorted(known))}"
