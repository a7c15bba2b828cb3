"""A library as a value: documents, banks, names, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from quiz.banks.front import Front
from quiz.documents import Document
from quiz.errors import Finding, Severity
from quiz.items import ExamFile, Item, Marking, Names, Place
from quiz.maps.model import MapFile


class Entry(Struct, frozen=True):
    """A sound item with its bank, where it stands, what scoring reads of it and its two hashes."""

    item: Item
    bank: str
    path: str
    line: int
    marking: Marking
    seen: str
    scored: str


class Library(Struct, frozen=True, kw_only=True):
    """Everything that a session needs to know of a library; `findings` tell what was left out and why."""

    id: str
    title: str
    topics: dict[str, str]
    rollover: int
    zone: str
    language: str = "en"
    ready_by: str | None = None
    exam: ExamFile | None = None
    banks: dict[str, str] = {}
    documents: dict[str, Document] = {}
    names: Names = Names()
    entries: dict[str, Entry] = {}
    maps: dict[str, MapFile] = {}
    findings: tuple[Finding, ...] = ()

    def askable(self) -> list[Entry]:
        """Return the approved items in the order of their banks, but for places on a map that is not there."""
        return [e for e in self.entries.values() if e.item.status == "approved" and self._drawn(e.item)]

    def _drawn(self, item: Item) -> bool:
        return not isinstance(item, Place) or item.map in self.maps

    def front(self) -> Front:
        """Return the front page."""
        errors = self.errors()
        askable = self.askable()
        chances = {e.item.id: chance_of(e.marking) for e in askable}
        return Front(
            id=self.id,
            title=self.title,
            rollover=self.rollover,
            zone=self.zone,
            banks=self.banks,
            askable={e.item.id: e.bank for e in askable},
            scored={e.item.id: e.scored for e in askable},
            editions={e.item.id: e.item.edition for e in askable if e.item.edition > 1},
            chances={item: chance for item, chance in chances.items() if chance != "0/1"},
            maps=tuple(self.maps),
            ready_by=self.ready_by,
            left_out=len({(f.path, f.item) for f in errors if f.item}),
            faults=len(errors),
        )

    def errors(self) -> list[Finding]:
        """Return the findings that keep something from being used."""
        return [f for f in self.findings if f.severity is Severity.ERROR]

    def topic_title(self, path: str) -> str:
        """Return how a topic is called; the path itself when it is not listed."""
        return self.topics.get(path, path)


def chance_of(marking: Marking) -> str:
    """Return what a blind guess earns on average, as `n/d`."""
    from quiz.scoring import Outcome, Policy, score

    blank = score(marking, None, Policy())
    return blank.chance if isinstance(blank, Outcome) else "0/1"


def under(topics: Iterable[str], path: str) -> bool:
    """Tell whether one of `topics` is `path` or lies below it."""
    return any(t == path or t.startswith(path + "/") for t in topics)
