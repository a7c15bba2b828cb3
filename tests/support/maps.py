"""A small map made in place: an isle in a bay, a port on it, a light on a rock of its own."""

from __future__ import annotations

from quiz.maps.model import MapFile, MapLink, MapPlace


def small_map(called: str = "bay", name: str = "The Isle") -> MapFile:
    """A map whose isle has the given name."""
    places = (
        MapPlace(
            id="bay", name="Bay", kind="water", at="0.2,0.9", rings=("0,0 2,0 2,1 0,1",), borders=("isle", "rock")
        ),
        MapPlace(
            id="isle", name=name, kind="land", at="0.6,0.5", rings=("0.2,0.2 1,0.2 1,0.8 0.2,0.8",), borders=("bay",)
        ),
        MapPlace(
            id="rock", name="Rock", kind="land", at="1.6,0.5", rings=("1.4,0.4 1.8,0.4 1.6,0.7",), borders=("bay",)
        ),
        MapPlace(id="port", name="Port", kind="point", at="0.9,0.4", inside="isle"),
        MapPlace(id="light", name="Light", kind="point", at="1.6,0.5", inside="rock", ask=False),
    )
    link = MapLink(name="Ferry", status="planned", between=("isle", "rock"), note="planned")
    return MapFile(
        map=called, title="The Bay", origin="by hand", licence="MIT", extent="0,0 2,1", places=places, links=(link,)
    )
