"""The maps that come with the program; a library's own map of the same name takes the place of one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from quiz.maps.model import MapFile

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
