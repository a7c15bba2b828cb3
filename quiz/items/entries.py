"""The entries of an item that a response may meet: answers of other documents, and near misses. Gaps included."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.items.fields import (
    Differs,
    DiffersBool,
    DiffersDate,
    DiffersMany,
    DiffersMap,
    DiffersOrder,
    DiffersQuantity,
    Reject,
    RejectDate,
    RejectQuantity,
)
from quiz.items.types import Cloze, Gap, Item

Path = tuple[str | int, ...]
"""Where something stands in an item: field names and list positions."""
AnyDiffers = Differs | DiffersMap | DiffersOrder | DiffersDate | DiffersMany | DiffersBool | DiffersQuantity
AnyReject = Reject | RejectDate | RejectQuantity


def _holders(item: Item) -> Iterator[tuple[Path, Item | Gap]]:
    """Yield what has entries of its own: the gaps of a cloze, any other item itself."""
    if isinstance(item, Cloze):
        yield from ((("gaps", name), gap) for name, gap in item.gaps.items())
    else:
        yield (), item


def differing(item: Item) -> list[tuple[Path, AnyDiffers]]:
    """Return the entries for other documents' answers, each with its place: `("gaps", "who", "differs", 0)`."""
    return [
        ((*path, "differs", index), entry)
        for path, holder in _holders(item)
        for index, entry in enumerate(getattr(holder, "differs", ()))
    ]


def rejecting(item: Item) -> list[tuple[Path, AnyReject]]:
    """Return the entries for near misses, each with its place: `("reject", 1)`."""
    return [
        ((*path, "reject", index), entry)
        for path, holder in _holders(item)
        for index, entry in enumerate(getattr(holder, "reject", ()))
    ]
