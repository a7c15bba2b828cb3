"""Mastery by topic, document and passage: a function of library, states and study day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from quiz.banks import Entry, Library
from quiz.banks.library import chance_of
from quiz.learning import ItemState, mastery
from quiz.learning.ready import Readiness, readiness

MASTERED = 0.85
FIRM_DAYS = 7.0
"""Stability in days from which an item of something mastered is firm (SCORING 3.2)."""


class Part(Struct, frozen=True, kw_only=True):
    """A topic, a document or a passage: how much of it was seen, mastery in [0, 1], what is expected on the date.

    `mastered`: mastery of at least .85, everything seen, every item's stability at least seven days.
    """

    id: str
    title: str
    items: int
    seen: int
    mastery: float
    mastered: bool
    ready: Readiness | None = None


class Parts(Struct, frozen=True):
    """All items, then topics and documents in the library's order."""

    whole: Part
    topics: tuple[Part, ...]
    documents: tuple[Part, ...]


class Measure(Struct, frozen=True):
    """What mastery is measured by: states, the study day, the date to be ready for with the items' chances, if any."""

    states: Mapping[str, ItemState]
    today: int
    day: int | None = None
    chances: Mapping[str, Fraction] = {}

    def of(self, name: str, title: str, items: Iterable[str]) -> Part:
        """Return a part that has these items, by their ids."""
        ids = list(items)
        memories = [self.states[i].memory for i in ids if i in self.states]
        seen = sum(m is not None for m in memories)
        level = mastery(ids, self.states, self.today)
        firm = all(m is not None and m.stability >= FIRM_DAYS for m in memories)
        return Part(
            id=name,
            title=title,
            items=len(ids),
            seen=seen,
            mastery=level,
            mastered=bool(ids) and seen == len(ids) and level >= MASTERED and firm,
            ready=None if self.day is None else readiness({i: self.chances[i] for i in ids}, self.states, self.day),
        )


def measure(
    library: Library,
    states: Mapping[str, ItemState],
    today: int,
    day: int | None = None,
    chances: Mapping[str, str] | None = None,
) -> Measure:
    """Return what the mastery of a library's parts is measured by.

    `today` is a study day's ordinal, `day` that of the date to be ready for, None without one. `chances` are what a
    blind guess earns where that is anything, as the front page has them; without them they are worked out.
    """
    if day is None:
        return Measure(states, today)
    nothing = "0/1"
    told = {
        e.item.id: chance_of(e.marking) if chances is None else chances.get(e.item.id, nothing)
        for e in library.askable()
    }
    worth = {text: Fraction(text) for text in set(told.values())}
    return Measure(states, today, day, {item: worth[text] for item, text in told.items()})


def parts_of(library: Library, by: Measure) -> Parts:
    """Return how much of a library, its topics and its documents is mastered."""
    entries = library.askable()
    by_topic: dict[str, dict[str, None]] = {}
    by_document: dict[str, dict[str, None]] = {}
    for entry in entries:
        for path in _with_those_above(entry.item.topics):
            by_topic.setdefault(path, {})[entry.item.id] = None
        for cited in entry.item.citations:
            by_document.setdefault(cited.document, {})[entry.item.id] = None
    return Parts(
        whole=by.of(library.id, library.title, (e.item.id for e in entries)),
        topics=tuple(by.of(path, title, by_topic.get(path, ())) for path, title in library.topics.items()),
        documents=tuple(by.of(name, d.title, by_document.get(name, ())) for name, d in library.documents.items()),
    )


def passage_parts(library: Library, by: Measure, document: str = "") -> tuple[Part, ...]:
    """Return how much of each cited passage is mastered, document by document, or of one document."""
    places = {name: place for place, name in enumerate(library.documents)}
    found = passages_of(library.askable(), document)
    ordered = sorted(found.items(), key=lambda one: (places[one[0][0]], one[0][1]))
    return tuple(
        by.of(passage_id(name, number), f"{library.documents[name].called}, paragraph {number}", ids)
        for (name, number), ids in ordered
    )


def passage_id(document: str, paragraph: int) -> str:
    """Return the id of a passage."""
    return f"{document}:{paragraph}"


def passages_of(entries: Iterable[Entry], document: str = "") -> dict[tuple[str, int], list[str]]:
    """Return the ids of the items that cite each passage, or each of one document, by document and paragraph."""
    found: dict[tuple[str, int], list[str]] = {}
    for entry in entries:
        for place in {(c.document, c.paragraph) for c in entry.item.citations}:
            if document in ("", place[0]):
                found.setdefault(place, []).append(entry.item.id)
    return found


def _with_those_above(topics: Iterable[str]) -> set[str]:
    """Return topics with all that they lie under."""
    found = set(topics)
    for topic in topics:
        above = topic
        while "/" in above:
            above = above.rpartition("/")[0]
            found.add(above)
    return found
