"""What an update of a received library brings, in counts: items and documents that are new, changed and gone. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, structs

from quiz.banks import Sources, compile_library
from quiz.checks.changes import ItemChanges, Kind, difference
from quiz.documents import Document
from quiz.text import counted, listed

_SHOWN = 5
"""Ids that are named of each kind."""


class Parts(Struct, frozen=True):
    """Ids of what is new, what changed and what is gone."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def says(self, thing: str) -> list[str]:
        """Return a line for each kind, such as `2 new items: a and b`."""
        return [
            f"{counted(len(ids), f'{word} {thing}')}: {_named(ids)}"
            for word, ids in (("new", self.new), ("changed", self.changed), ("removed", self.gone))
            if ids
        ]


class Update(Struct, frozen=True, kw_only=True):
    """What lies between a library and its update; `keys` are items that are scored otherwise, `retired` no longer
    asked; `unread` tells that a file could not be read, so that changes may be missing."""

    items: Parts = Parts()
    documents: Parts = Parts()
    keys: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    unread: bool = False

    def says(self) -> list[str]:
        """Return what changed, one kind a line."""
        lines = self.items.says("item")
        if self.keys:
            lines.append(f"{counted(len(self.keys), 'key')} corrected: {_named(self.keys)}")
        if self.retired:
            lines.append(f"{counted(len(self.retired), 'item')} retired: {_named(self.retired)}")
        lines += self.documents.says("document")
        if self.unread:
            lines.append("A file cannot be read, so changes may be missing; `quiz check` tells which")
        return lines or ["Nothing that it asks or teaches has changed"]


def _named(ids: tuple[str, ...]) -> str:
    more = len(ids) - _SHOWN
    return f"{', '.join(ids[:_SHOWN])} and {more:,} more" if more > 0 else listed(ids)


def update_of(old: Sources, new: Sources) -> Update:
    """Return what a library's files have become."""
    found = difference(old, new)
    return Update(
        items=Parts(
            _of(found.items, {Kind.ADDED}),
            tuple(i.item for i in found.items if not i.kinds & {Kind.ADDED, Kind.REMOVED, Kind.RETIRED}),
            _of(found.items, {Kind.REMOVED}),
        ),
        documents=_documents(_briefs(old), _briefs(new)),
        keys=_of(found.items, {Kind.KEY}),
        retired=_of(found.items, {Kind.RETIRED}),
        unread=found.failed,
    )


def _of(items: Iterable[ItemChanges], kinds: set[Kind]) -> tuple[str, ...]:
    return tuple(i.item for i in items if i.kinds & kinds)


def _briefs(sources: Sources) -> dict[str, Document]:
    """Return the documents of a library, without the names of their files."""
    library, _ = compile_library(sources)
    return {} if library is None else {i: structs.replace(d, path="") for i, d in library.documents.items()}


def _documents(old: dict[str, Document], new: dict[str, Document]) -> Parts:
    return Parts(
        tuple(i for i in new if i not in old),
        tuple(i for i, document in new.items() if i in old and old[i] != document),
        tuple(i for i in old if i not in new),
    )
