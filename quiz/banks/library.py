"""A library as a value: documents, banks, names, and what is wrong with them."""

from __future__ import annotations

from collections import Counter
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
        inside = main_topics(askable, self.topics)
        return Front(
            id=self.id,
            title=self.title,
            rollover=self.rollover,
            zone=self.zone,
            banks={bank: self.banks[bank] for bank in self.bank_order()},
            askable={e.item.id: e.bank for e in askable},
            scored={e.item.id: e.scored for e in askable},
            editions={e.item.id: e.item.edition for e in askable if e.item.edition > 1},
            chances={item: chance for item, chance in chances.items() if chance != "0/1"},
            maps=tuple(self.maps),
            ready_by=self.ready_by,
            left_out=len({(f.path, f.item) for f in errors if f.item}),
            faults=len(errors),
            waiting=len(self.entries) - len(askable),
            topics={path: self.topic_title(path) for path in inside},
            inside=inside,
        )

    def bank_order(self) -> list[str]:
        """Return the banks in the order of the topics that most of their items are about; empty ones come last."""
        place = {path: number for number, path in enumerate(self.topics)}
        counts: dict[str, Counter[int]] = {bank: Counter() for bank in self.banks}
        for entry in self.entries.values():
            counts.setdefault(entry.bank, Counter())[place.get(entry.item.topics[0], len(place))] += 1
        first = {b: min(c, key=lambda p, c=c: (-c[p], p), default=len(place) + 1) for b, c in counts.items()}  # type: ignore[misc]
        return sorted(self.banks, key=first.__getitem__)

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


def main_topics(entries: Iterable[Entry], topics: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the items of each topic at the highest level at which there are several, in the order of `topics`.

    An item counts for each of its topics; a topic without items is left out.
    """
    of_item = [(e.item.id, [t.split("/") for t in e.item.topics]) for e in entries]
    deepest = max((len(path) for _, paths in of_item for path in paths), default=0)
    found: dict[str, dict[str, None]] = {}
    for depth in range(1, deepest + 1):
        known = ["/".join(t.split("/")[:depth]) for t in topics]
        found = {path: {} for path in known}
        for item, paths in of_item:
            for path in paths:
                found.setdefault("/".join(path[:depth]), {})[item] = None
        found = {path: items for path, items in found.items() if items}
        if len(found) > 1:
            break
    return {path: tuple(items) for path, items in found.items()}


def under(topics: Iterable[str], path: str) -> bool:
    """Tell whether one of `topics` is `path` or lies below it."""
    return any(t == path or t.startswith(path + "/") for t in topics)
