"""The maps that come with the program; a library's own map of the same name takes the place of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from quiz.maps.model import MapFile, Maps

FOLDER = Path(__file__).resolve().parent


def shipped_names() -> tuple[str, ...]:
    """Return the names of the maps that come with the program."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@lru_cache(maxsize=8)
def shipped_map(name: str) -> MapFile | None:
    """Return a map that comes with the program; None when it has none of that name."""
    if name not in shipped_names():
        return None
    return msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=MapFile)


class AllMaps(Mapping[str, MapFile]):
    """The maps of a library and, behind them, those that come with the program, read when one is asked for."""

    def __init__(self, own: Maps) -> None:
        self.own = own

    def __getitem__(self, name: str) -> MapFile:
        """Return a map. Raises KeyError when there is none of that name."""
        chart = self.own.get(name) or shipped_map(name)
        if chart is None:
            raise KeyError(name)
        return chart

    def __iter__(self) -> Iterator[str]:
        """Yield all names."""
        return iter(sorted({*self.own, *shipped_names()}))

    def __len__(self) -> int:
        """Return how many there are."""
        return len({*self.own, *shipped_names()})
