"""A small map made in place: an isle in a bay, a port on it, a light on a rock of its own."""

from __future__ import annotations

from typing import Any

from quiz.documents import Citation
from quiz.items import Place
from quiz.maps.model import MapFile, MapLink, MapPlace
from tests.support.library import fact


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


def place_item(number: int = 1, **fields: Any) -> Place:
    """A question that is answered on the small map."""
    common: dict[str, Any] = {
        "id": f"item-{number}",
        "stem": "Point at the isle.",
        "map": "bay",
        "key": "isle",
        "explanation": "It is in the bay.",
        "topics": ("odd",),
        "level": 1,
        "citations": (Citation("notes", number, fact(number)),),
        "status": "approved",
    }
    return Place(**(common | fields))
