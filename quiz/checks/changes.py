"""What changed between two states of a library, item by item. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from quiz.banks import Library, Sources, Written, compile_library, library_file, written_banks
from quiz.checks.comparing import Fields
from quiz.checks.judging import files_of
from quiz.checks.locating import Places, item_lines
from quiz.errors import Finding, Severity
from quiz.items import Item, Marking, marking_of, scored_hash
from quiz.reading import Sequence


class Kind(StrEnum):
    """What can become of an item.

    `renamed`: by `was`; `moved`: to another bank; `status`: draft, approved, retired in another direction than
    retirement; `key changed`: scored otherwise; `clarified`: says something in other words; `cosmetic`: spelt or laid
    out otherwise; `filed`: topics, level and the like; `left out`: can no longer be asked; `mended`: can again.
    """

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    RETIRED = "retired"
    STATUS = "status"
    ANEW = "learn anew"
    KEY = "key changed"
    CLARIFIED = "clarified"
    COSMETIC = "cosmetic"
    FILED = "filed"
    LEFT_OUT = "left out"
    MENDED = "mended"


class Change(Struct, frozen=True):
    """One thing that became of an item: `what` in words, and the fields in which it shows.

    A key may also change through what all items share: `names` (names.yaml), `documents` (the sentences of the
    passage that an evidence item shows), `decimal` (library.yaml).
    """

    kind: Kind
    what: str = ""
    fields: tuple[str, ...] = ()


class ItemChanges(Struct, frozen=True, kw_only=True):
    """An item and all that became of it; `was` is its id before, `words` the changed words of single texts."""

    item: str
    path: str
    line: int
    changes: tuple[Change, ...]
    was: str = ""
    words: dict[str, str] = {}

    @property
    def kinds(self) -> set[Kind]:
        """What became of it, without the details."""
        return {c.kind for c in self.changes}


class Rekeyed(NamedTuple):
    """An item that is scored otherwise: its ids, markings and editions before and after, whether it is asked now."""

    old: str
    new: str
    before: Marking
    after: Marking
    old_edition: int
    new_edition: int
    askable: bool


class Difference(Struct, frozen=True):
    """What lies between two states of a library; `findings` are why one of them could not be read whole."""

    items: tuple[ItemChanges, ...]
    rekeyed: tuple[Rekeyed, ...] = ()
    old_findings: tuple[Finding, ...] = ()
    new_findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a file could not be read, so that changes may be missing."""
        return bool(self.old_findings or self.new_findings)


class _Side:
    """One state of a library: what compiled, and all items as they are written."""

    def __init__(self, sources: Sources) -> None:
        self.library, found = compile_library(sources)
        banks = written_banks(sources.banks)
        unread = {bank.path for bank in banks if bank.root is None} | {name for name, _ in sources.documents}
        heads = {sources.library[0]} | ({sources.names[0]} if sources.names else set())
        errors = [f for f in found if f.severity is Severity.ERROR and not f.item]
        self.errors = tuple(f for f in errors if f.path in unread or (self.library is None and f.path in heads))
        self.unread = any(bank.root is None for bank in banks)
        self.items: dict[str, Written] = {}
        for written in (w for bank in banks for w in bank.items):
            if written.id:
                self.items.setdefault(written.id, written)
        head = library_file(sources)
        self.comma = head is not None and head.decimal == "comma"
        self.askable = {e.item.id for e in self.library.askable()} if self.library else set()
        self._places = Places(files_of(sources))

    def lines(self, written: Written) -> list[str]:
        """Return the lines of an item as they are written, without indentation and empty ones."""
        lines = item_lines(self._places.lines(written.path), written.node.line)
        return [line.strip() for line in lines if line.strip()]


def difference(old: Sources, new: Sources) -> Difference:
    """Return what lies between two states of a library, in the order of the new banks, what went at the end."""
    before, after = _Side(old), _Side(new)
    if before.library is None or after.library is None:
        return Difference((), (), before.errors, after.errors)
    found: list[ItemChanges] = []
    rekeyed: list[Rekeyed] = []
    pairs = _pairs(before, after)
    for written, was in pairs:
        pair = _Pair(before, before.library, after, after.library, was, written)
        changes = tuple(pair.changes()) if was is not None else tuple(pair.came())
        if changes:
            found.append(pair.record(changes))
        if any(c.kind is Kind.KEY for c in changes):
            rekeyed.append(pair.rekeyed())
    kept = {was.id for _, was in pairs if was is not None}
    found += [_gone(w, after) for w in before.items.values() if w.id not in kept]
    return Difference(tuple(found), tuple(rekeyed), before.errors, after.errors)


def _gone(written: Written, after: _Side) -> ItemChanges:
    change = Change(Kind.REMOVED)
    if after.unread:
        change = Change(Kind.LEFT_OUT, "it is in no bank that can be read")
    return ItemChanges(item=written.id, path=written.path, line=written.node.line, changes=(change,))


def _pairs(before: _Side, after: _Side) -> list[tuple[Written, Written | None]]:
    """Return each item of today with what it was: the item of its id, or of one that it replaces by `was`."""
    free = {i for i in before.items if i not in after.items}
    pairs: list[tuple[Written, Written | None]] = []
    for name, written in after.items.items():
        was = before.items.get(name)
        if was is None and written.item is not None:
            old = next((i for i in written.item.was if i in free), None)
            if old is not None:
                free.discard(old)
                was = before.items[old]
        pairs.append((written, was))
    return pairs


class _Pair:
    """An item as it is, and as it was if it was there."""

    def __init__(
        self, before: _Side, old: Library, after: _Side, new: Library, was: Written | None, written: Written
    ) -> None:
        self.before, self.after = before, after
        self.old_library, self.new_library = old, new
        self.was, self.written = was, written
        self._was_sound = was is not None and was.id in old.entries
        self._is_sound = written.id in new.entries

    def record(self, changes: tuple[Change, ...]) -> ItemChanges:
        """Return the changes with the place of the item."""
        old, new = self.was and self.was.item, self.written.item
        words = Fields(old, new).words() if old is not None and new is not None else {}
        return ItemChanges(
            item=self.written.id,
            path=self.written.path,
            line=self.written.node.line,
            changes=changes,
            was=self.was.id if self.was is not None and self.was.id != self.written.id else "",
            words=words,
        )

    def came(self) -> Iterator[Change]:
        """Yield what is to be told of a new item."""
        item = self.written.item
        yield Change(Kind.ADDED, item.status if item is not None else "")
        if not self._is_sound:
            yield Change(Kind.LEFT_OUT, "`quiz check` tells why")

    def changes(self) -> Iterator[Change]:
        """Yield all that became of an item."""
        assert self.was is not None
        if self.was.id != self.written.id:
            yield Change(Kind.RENAMED, f"from {self.was.id}")
        if self.was.bank != self.written.bank:
            yield Change(Kind.MOVED, f"from {self.was.bank} to {self.written.bank}")
        old, new = self.was.item, self.written.item
        told: list[Change] = []
        if old is not None and new is not None:
            told = [*_standing(old, new), *self._content(old, new)]
            yield from told
        rewritten = self.before.lines(self.was) != self.after.lines(self.written)
        if self._is_sound and not self._was_sound:
            yield Change(
                Kind.MENDED, "it can be asked again" if new and new.status == "approved" else "it is sound again"
            )
        elif not self._is_sound and (self._was_sound or (new is None and rewritten)):
            yield Change(Kind.LEFT_OUT, "`quiz check` tells why")
        elif rewritten and not told and self._blocks():
            yield Change(Kind.COSMETIC, "laid out otherwise")

    def _blocks(self) -> bool:
        """Tell whether each of the two stands on lines of its own, which begin alike."""
        assert self.was is not None
        return self.was.id == self.written.id and not any(
            getattr(w.node, "flow", False) or isinstance(w.node, Sequence) for w in (self.was, self.written)
        )

    def _content(self, old: Item, new: Item) -> Iterator[Change]:
        fields = Fields(old, new)
        keys: list[str] = []
        if scored_hash(self._marking(old, "old")) != scored_hash(self._marking(new, "new")):
            keys = self._causes(old, new, fields)
            yield Change(Kind.KEY, _through(keys), tuple(keys))
        if old == new:
            return
        reworded = [f for f in fields.reworded() if f not in keys]
        if reworded:
            yield Change(Kind.CLARIFIED, ", ".join(reworded), tuple(reworded))
        respelt = [f for f in fields.respelt() if f not in keys]
        if respelt:
            yield Change(Kind.COSMETIC, ", ".join(respelt), tuple(respelt))
        filed = fields.filed()
        if filed:
            yield Change(Kind.FILED, ", ".join(filed), tuple(filed))

    def _marking(self, item: Item, names: str, documents: str = "", comma: str = "") -> Marking:
        """Return what scoring reads of an item with what all items share as it was (`old`) or is (`new`)."""
        libraries = {"old": self.old_library, "new": self.new_library}
        commas = {"old": self.before.comma, "new": self.after.comma}
        shared = libraries[documents or names].documents
        return marking_of(item, libraries[names].names, shared, commas[comma or names])

    def _causes(self, old: Item, new: Item, fields: Fields) -> list[str]:
        """Return through what an item is scored otherwise, changing one thing after the other."""
        steps = [
            self._marking(old, "old"),
            self._marking(new, "old"),
            self._marking(new, "new", "old", "old"),
            self._marking(new, "new", "new", "old"),
            self._marking(new, "new"),
        ]
        hashes = [scored_hash(s) for s in steps]
        causes: list[str] = []
        for cause, one, other in zip(("", "names", "documents", "decimal"), hashes, hashes[1:], strict=False):
            if one != other:
                causes += [cause] if cause else fields.scored() or ["key"]
        return causes

    def rekeyed(self) -> Rekeyed:
        """Return the two markings of an item whose key changed."""
        assert self.was is not None
        old, new = self.was.item, self.written.item
        assert old is not None
        assert new is not None
        askable = new.id in self.after.askable
        before, after = self._marking(old, "old"), self._marking(new, "new")
        return Rekeyed(old.id, new.id, before, after, old.edition, new.edition, askable)


def _through(causes: list[str]) -> str:
    shared = {"names": "through names.yaml", "documents": "through its document", "decimal": "through library.yaml"}
    return ", ".join(shared.get(c, c) for c in causes)


def _standing(old: Item, new: Item) -> Iterator[Change]:
    """Yield changes of status and edition."""
    if new.status == "retired" and old.status != "retired":
        yield Change(Kind.RETIRED, new.retired or "without a reason")
    elif new.status != old.status:
        yield Change(Kind.STATUS, f"{old.status} to {new.status}")
    if new.edition > old.edition:
        yield Change(Kind.ANEW, f"edition {old.edition} to {new.edition}")
    elif new.edition < old.edition:
        yield Change(Kind.FILED, f"edition {old.edition} back to {new.edition}", ("edition",))
