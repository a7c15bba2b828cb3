"""Banks as they are written: every item that can be read, before anything is held against documents and names. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from quiz.banks.compiling import ITEM_SHAPE, id_of, item_nodes, read_mapping, text_of
from quiz.errors import QuizError
from quiz.items import Item
from quiz.reading import INVALID, Fault, Mapping, Node


class Written(NamedTuple):
    """An item as it stands in a file, sound or not: its id and its node; None for the item where it cannot be read."""

    id: str
    item: Item | None
    bank: str
    path: str
    node: Node
    faults: tuple[Fault, ...] = ()


class WrittenBank(NamedTuple):
    """A bank as it stands in a file: its root, None where the file cannot be read, its items, what is wrong with it."""

    path: str
    root: Mapping | None
    items: tuple[Written, ...]
    faults: tuple[Fault, ...]


def written_banks(banks: Iterable[tuple[str, bytes | QuizError]]) -> list[WrittenBank]:
    """Return banks as they are written, before anything is held against documents and names."""
    return [_written(path, data) for path, data in banks]


def _written(path: str, data: bytes | QuizError) -> WrittenBank:
    root, faults = read_mapping(data, "bank")
    bank = "" if root is None else text_of(root, "bank")
    items = []
    for node in [] if root is None else item_nodes(root, faults):
        found: list[Fault] = []
        item = ITEM_SHAPE(node, "the item", found)
        readable = None if item is INVALID else item
        items.append(Written(id_of(node), readable, bank or path, path, node, tuple(found)))
    return WrittenBank(path, root, tuple(items), tuple(dict.fromkeys(faults)))
