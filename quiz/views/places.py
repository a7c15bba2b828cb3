"""Maps in words and labels: what a trainee is told of lettered places, and which places an item speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from quiz.banks import Library
from quiz.items import Item, Names, Place
from quiz.maps.drawing import Label
from quiz.maps.model import MapFile, MapPlace, geometry
from quiz.maps.moving import in_reading_order
from quiz.scoring.outcome import Verdict
from quiz.text import one_line
from quiz.views.answers import given_text
from quiz.views.words import OTHER_DOCUMENT, VERDICTS, letters

RIGHT, WRONG, OTHER, NAMED = "right", "wrong", "other", "named"
"""What a place is marked as: the key, what was picked, another document's answer, what an item speaks of."""
_SIGNS = {
    RIGHT: VERDICTS[Verdict.CORRECT][0],
    WRONG: VERDICTS[Verdict.INCORRECT][0],
    OTHER: OTHER_DOCUMENT[0],
    NAMED: "◆",
}
_KINDS = {"land": "land", "water": "water", "point": "a point"}


class Marked(Struct, frozen=True):
    """A map and what places of it are marked as, by id; `links` are drawn where what was asked speaks of one."""

    chart: MapFile
    marks: dict[str, str]
    links: bool = True

    def legend(self) -> str:
        """Return what the signs on the map stand for, nothing where there are none."""
        if NAMED in self.marks.values():
            return f"{_SIGNS[NAMED]} what the question speaks of"
        return f"{_SIGNS[RIGHT]} what is right" if self.marks else ""


def lettered(chart: MapFile, order: Sequence[str]) -> dict[str, str]:
    """Return the letter of each place, in the order in which they are listed: `A`, `B` and so on."""
    return {name: letters(i).upper() for i, name in enumerate(order)}


def where(chart: MapFile, place: MapPlace) -> str:
    """Return in which part of the map, as it opens, a place lies: `in the north-west`, `in the middle`."""
    shape = geometry(chart)
    x, y = shape.at[chart.places.index(place)]
    view = shape.view
    across = (x - view.west) / (view.east - view.west)
    up = (y - view.south) / (view.north - view.south)
    north = "north" if up > 0.64 else "south" if up < 0.36 else ""
    east = "east" if across > 0.64 else "west" if across < 0.36 else ""
    return f"in the {'-'.join(p for p in (north, east) if p) or 'middle'}"


def described(chart: MapFile, called: Mapping[str, str], name: str) -> str:
    """Return what a place is and what lies beside it, in letters or names: `land in the south; borders B and D`.

    Neighbours that `called` has no word for are left out.
    """
    place = chart.place(name)
    if place is None:
        return ""
    if place.kind == "point" and place.inside in called:
        return f"a point in {called[place.inside]}, {where(chart, place)}"
    by_id = {p.id: p for p in chart.places}
    beside = [by_id[n] for n in place.borders if n in called]
    lands = sorted(called[p.id] for p in beside if p.kind == "land")
    waters = sorted(called[p.id] for p in beside if p.kind == "water")
    parts = [f"{_KINDS[place.kind]} {where(chart, place)}"]
    if lands:
        parts.append(f"{'touches' if place.kind == 'water' else 'borders'} {_and(lands)}")
    if waters:
        parts.append(f"touches the water{'s' if len(waters) > 1 else ''} {_and(waters)}")
    return "; ".join(parts)


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def place_options(chart: MapFile, order: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the places that are asked about, each with what it is told by, in the order given; names stay hidden."""
    called = lettered(chart, order)
    return tuple((name, described(chart, called, name)) for name in order)


def names_of(chart: MapFile) -> dict[str, str]:
    """Return the names of all places."""
    return {place.id: one_line(place.name) for place in chart.places}


def asking_labels(chart: MapFile, order: Sequence[str], cursor: str) -> tuple[dict[str, Label], dict[str, str]]:
    """Return the letters on a map, and which place is filled; the one under the cursor stands in brackets."""
    called = lettered(chart, order)
    first = sorted(order, key=lambda name: name != cursor)
    labels = {
        n: Label(f"[{called[n]}]", "cursor", True) if n == cursor else Label(called[n], "letter", True) for n in first
    }
    return labels, {cursor: "here"} if cursor else {}


def named_labels(chart: MapFile, marks: Mapping[str, str], cursor: str = "") -> tuple[dict[str, Label], dict[str, str]]:
    """Return the names on a map and which places are filled: those marked with their signs and first of all."""
    called = names_of(chart)
    rank = {"point": 0, "land": 1, "water": 2}
    rest = sorted((p for p in chart.places if p.id not in marks and p.id != cursor), key=lambda p: rank[p.kind])
    labels: dict[str, Label] = {}
    if cursor in called:
        sign = f"{_SIGNS[marks[cursor]]} " if cursor in marks else ""
        labels[cursor] = Label(f"[{sign}{called[cursor]}]", "cursor", True)
    for name, role in marks.items():
        if name in called and name != cursor:
            labels[name] = Label(f"{_SIGNS[role]} {called[name]}", role, True)
    for place in rest:
        labels[place.id] = Label(called[place.id], "aside" if not place.ask else "name")
    lit = {name: f"{role}-fill" for name, role in marks.items() if name in called}
    return labels, lit | ({cursor: "here"} if cursor in called else {})


def place_names(library: Library, item: Item) -> dict[str, str]:
    """Return the names of the places on an item's map, nothing for an item without one."""
    chart = library.maps.get(item.map) if isinstance(item, Place) else None
    return names_of(chart) if chart else {}


def said(library: Library, item: Item, response: object) -> str:
    """Return a response in words, places by their names."""
    return given_text(item, response, place_names(library, item))


def marked_answer(library: Library, item: Place, given: object, elsewhere: bool) -> Marked | None:
    """Return the map with the key and what was picked; None without it."""
    chart = library.maps.get(item.map)
    if chart is None:
        return None
    marks = {str(given): OTHER if elsewhere else WRONG} if given and given != item.key else {}
    known = {name: mark for name, mark in marks.items() if chart.place(name)}
    return Marked(chart, {item.key: RIGHT, **known}, _links(library, chart, item))


def marked_names(library: Library, item: Item) -> Marked | None:
    """Return the map with the places that an item speaks of; None if it speaks of none or its topic is none of places.

    A topic is one of places if a question about a place stands under the same root.
    """
    if not library.maps:
        return None
    roots = {t.split("/")[0] for t in item.topics}
    asked = (e.item for e in library.entries.values() if isinstance(e.item, Place) and e.item.map in library.maps)
    chart = next((library.maps[p.map] for p in asked if p.topics[0].split("/")[0] in roots), None)
    if chart is None:
        return None
    found = spoken_of(chart, library.names, _texts(item))
    return Marked(chart, dict.fromkeys(found, NAMED), _links(library, chart, item)) if found else None


def _links(library: Library, chart: MapFile, item: Item) -> bool:
    """Tell whether an item speaks of a link of the map."""
    forms = [form for link in chart.links for form in library.names.all_forms(link.name)]
    return bool(forms) and _words(forms).search("\n".join(_texts(item))) is not None


def marked_about(library: Library, about: str) -> Marked | None:
    """Return the map to look at: the one of an item with its places marked, else the first one; None without a map."""
    entry = library.entries.get(about)
    if entry is not None and isinstance(entry.item, Place):
        marked = marked_answer(library, entry.item, None, False)
    else:
        marked = marked_names(library, entry.item) if entry is not None else None
    return marked or next((Marked(chart, {}) for chart in library.maps.values()), None)


def _texts(item: Item) -> Iterator[str]:
    """Yield the texts of an item and the sentences that it cites."""
    yield item.stem
    yield item.explanation
    key = getattr(item, "key", "")
    if isinstance(key, str):
        yield key
    for option in getattr(item, "options", ()):
        yield option.text
    for citation in item.citations:
        yield citation.quote


def spoken_of(chart: MapFile, names: Names, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the places that texts name, in reading order: by a form of `names`, a related word or one of the map's.

    A longer name with such a form in it, of an agreement or a newspaper, names no place.
    """
    forms = {place.id: _forms(chart, names, place) for place in chart.places}
    mine = {form for known in forms.values() for form in known}
    longer = [f for known in names.forms.values() if not mine.intersection(known) for f in known]
    held = [f for f in longer if any(word in f for word in mine)]
    text = "\n".join(texts)
    if held:
        text = _words(held).sub(" ", text)
    return in_reading_order(chart, [name for name, known in forms.items() if _words(known).search(text)])


def _forms(chart: MapFile, names: Names, place: MapPlace) -> frozenset[str]:
    """Return what a place is called in texts; what another place of the map is called names that one."""
    others = {p.name for p in chart.places if p.id != place.id}
    forms = {place.name, *place.forms}
    for name, known in names.forms.items():
        if place.name in known:
            forms.update(known, names.related.get(name, ()))
    return frozenset(forms - others)


@lru_cache(maxsize=256)
def _pattern(forms: frozenset[str]) -> re.Pattern[str]:
    longest = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def _words(forms: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of forms as whole words, the longest first."""
    return _pattern(frozenset(forms))
