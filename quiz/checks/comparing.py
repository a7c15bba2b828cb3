"""Two states of one item, field by field: which say something else, which are only spelt otherwise, which score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from quiz.checks.review import FILED, folded
from quiz.checks.wording import marked, spelt
from quiz.items import Item

_UNSCORED = frozenset(("text", "feedback", "says", "citations", "paragraph"))
"""What a part of a field may hold that scoring does not read."""
_WORDS = frozenset(("stem", "explanation", "feedback", "context", "citations", "rows", "pick"))
"""Fields that scoring does not read."""
_SHOWN = ("stem", "explanation", "feedback")
"""Fields of one text, whose changed words are told."""


class Fields:
    """The fields of an item as it was and as it is, as plain values; one that has its default is absent."""

    def __init__(self, old: Item, new: Item) -> None:
        self._old: Mapping[str, Any] = msgspec.to_builtins(old)
        self._new: Mapping[str, Any] = msgspec.to_builtins(new)
        self._names = sorted({*self._old, *self._new} - {"id", "was"})

    def _differing(self, names: Iterable[str], view: Callable[[Any], Any]) -> list[str]:
        return [n for n in names if view(self._old.get(n)) != view(self._new.get(n))]

    def filed(self) -> list[str]:
        """Return the fields that differ of those that say where an item belongs; status and edition are not among
        them."""
        return self._differing([n for n in self._names if n in FILED and n not in ("status", "edition")], lambda v: v)

    def scored(self) -> list[str]:
        """Return the fields that scoring reads and that differ."""
        names = [n for n in self._names if n not in FILED and n not in _WORDS]
        return self._differing(names, _scored) or self._differing(names, _scored_in_order)

    def reworded(self) -> list[str]:
        """Return the fields that say something else: case, punctuation, space, order and paragraphs do not count."""
        return self._differing(self._judged(), lambda value: _loose(value, spelt))

    def respelt(self) -> list[str]:
        """Return the fields that are written otherwise and say the same."""
        reworded = self.reworded()
        return [n for n in self._differing(self._judged(), lambda v: v) if n not in reworded]

    def _judged(self) -> list[str]:
        return [n for n in self._names if n not in FILED]

    def words(self) -> dict[str, str]:
        """Return the changed words of each field of one text."""
        found = {n: (self._old.get(n), self._new.get(n)) for n in self._differing(_SHOWN, lambda v: v)}
        return {n: marked(a, b) for n, (a, b) in found.items() if isinstance(a, str) and isinstance(b, str)}


def _loose(value: Any, fold: Callable[[str], str]) -> Any:
    """Return a value with its texts folded, without paragraph numbers, its lists in an order of their own."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, list | tuple):
        return sorted((_loose(one, fold) for one in value), key=msgspec.json.encode)
    if isinstance(value, dict):
        return {n: _loose(one, fold) for n, one in sorted(value.items()) if n != "paragraph"}
    return value


def _scored(value: Any) -> Any:
    return _loose(_without(value), folded)


def _scored_in_order(value: Any) -> Any:
    return _without(value)


def _without(value: Any) -> Any:
    """Return a value without the parts that scoring does not read."""
    if isinstance(value, list | tuple):
        return [_without(one) for one in value]
    if isinstance(value, dict):
        return {n: _without(one) for n, one in value.items() if n not in _UNSCORED}
    return value
