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
    """All items, then topics and documents in the library's order, and cited passages document by document."""

    whole: Part
    topics: tuple[Part, ...]
    documents: tuple[Part, ...]
    passages: tuple[Part, ...]


def passage_id(document: str, paragraph: int) -> str:
    """Return the id of a passage."""
    return f"{document}:{paragraph}"


def parts_of(library: Library, states: Mapping[str, ItemState], today: int, day: int | None = None) -> Parts:
    """Return how much of each part of a library is mastered.

    `today` is a study day's ordinal, `day` that of the date to be ready for, None without one.
    """
    entries = library.askable()
    chances = {e.item.id: Fraction(chance_of(e.marking)) for e in entries} if day is not None else {}

    def part(name: str, title: str, ids: Iterable[str]) -> Part:
        own = list(ids)
        ready = None if day is None else readiness({i: chances[i] for i in own}, states, day)
        return _part(name, title, own, states, today, ready)

    by_topic, by_passage = _by_topic(entries), passages_of(entries)
    by_document: dict[str, dict[str, None]] = {}
    for (document, _), ids in by_passage.items():
        by_document.setdefault(document, {}).update(dict.fromkeys(ids))
    places = {name: place for place, name in enumerate(library.documents)}
    return Parts(
        whole=part(library.id, library.title, (e.item.id for e in entries)),
        topics=tuple(part(path, title, by_topic.get(path, ())) for path, title in library.topics.items()),
        documents=tuple(part(name, d.title, by_document.get(name, ())) for name, d in library.documents.items()),
        passages=tuple(
            part(passage_id(name, number), f"{library.documents[name].called}, paragraph {number}", ids)
            for (name, number), ids in sorted(by_passage.items(), key=lambda found: (places[found[0][0]], found[0][1]))
        ),
    )


def _part(
    name: str, title: str, ids: list[str], states: Mapping[str, ItemState], today: int, ready: Readiness | None
) -> Part:
    memories = [states[i].memory for i in ids if i in states]
    seen = sum(m is not None for m in memories)
    level = mastery(ids, states, today)
    firm = all(m is not None and m.stability >= FIRM_DAYS for m in memories)
    return Part(
        id=name,
        title=title,
        items=len(ids),
        seen=seen,
        mastery=level,
        mastered=bool(ids) and seen == len(ids) and level >= MASTERED and firm,
        ready=ready,
    )


def _by_topic(entries: Iterable[Entry]) -> dict[str, dict[str, None]]:
    """Return the items of each topic, those of the topics below it among them."""
    found: dict[str, dict[str, None]] = {}
    for entry in entries:
        for topic in entry.item.topics:
            words = topic.split("/")
            for depth in range(1, len(words) + 1):
                found.setdefault("/".join(words[:depth]), {})[entry.item.id] = None
    return found


def passages_of(entries: Iterable[Entry]) -> dict[tuple[str, int], list[str]]:
    """Return the ids of the items that cite each passage, by document and paragraph."""
    found: dict[tuple[str, int], list[str]] = {}
    for entry in entries:
        for place in dict.fromkeys((c.document, c.paragraph) for c in entry.item.citations):
            found.setdefault(place, []).append(entry.item.id)
    return found
