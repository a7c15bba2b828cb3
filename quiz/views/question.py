"""A question as a trainee sees it; nothing of it gives the key away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from msgspec import Struct

from quiz.banks import Entry, Library
from quiz.items import (
    Boolean,
    Choice,
    ChoiceGap,
    Cloze,
    Date,
    DateGap,
    Evidence,
    Gap,
    Item,
    Match,
    Multiple,
    Numeric,
    NumericGap,
    Order,
    Place,
    type_name,
)
from quiz.items.fields import Label
from quiz.learning import option_order
from quiz.maps.model import MapFile
from quiz.views.answers import gap_numbers, stem_text
from quiz.views.places import place_options

TRUTH = (("true", "True"), ("false", "False"))

ANY = "the answer"
"""What is to be typed where nothing says more of it."""

Texts = tuple[tuple[str, str], ...]
"""Ids with their texts, in the order of the screen."""


class Part(Struct, frozen=True, kw_only=True):
    """A gap, called `(1)` as in the stem, or a row, called by its text.

    A gap with `options` is picked, any other is typed: `wanted` says what, `unit` in which unit.
    """

    id: str
    called: str
    options: Texts = ()
    wanted: str = ""
    unit: str = ""


class Question(Struct, frozen=True, kw_only=True):
    """What is shown before the answer; nothing in it gives the key away (topics would: many are
    called after what is asked).

    `options` are (id, text) in the order of the screen, empty for typed answers; `parts` the gaps or rows;
    `headings` say above which option (from 0) a passage begins; `instruction` says how to answer. Options of a place
    question are the lettered places of `chart`, each told by its neighbours.
    """

    item: str
    type: str
    number: int
    total: int
    stem: str
    bank: str
    level: int
    instruction: str
    options: Texts = ()
    several: bool = False
    pick: int = 0
    unit: str = ""
    parts: tuple[Part, ...] = ()
    headings: dict[int, str] = {}
    chart: MapFile | None = None


def question_of(entry: Entry, library: Library, seed: str, number: int, total: int) -> Question:
    """Return the question that a session of `seed` asks as its `number`-th (from 1) of `total`."""
    item = entry.item
    options: Texts = _labels(item.options, shown_ids(item, seed)) if _has_order(item) else ()
    parts: tuple[Part, ...] = ()
    headings: dict[int, str] = {}
    chart = library.maps.get(item.map) if isinstance(item, Place) else None
    if chart is not None:
        options = place_options(chart, option_order(seed, item.id, [p.id for p in chart.asked()]))
    match item:
        case Boolean():
            options = TRUTH
        case Cloze():
            parts = tuple(_gap(item, name, called, seed) for name, called in gap_numbers(item).items())
        case Match():
            order = option_order(seed, f"{item.id}\0rows", [row.id for row in item.rows])
            parts = tuple(Part(id=name, called=text) for name, text in _labels(item.rows, order))
        case Evidence():
            options, headings = _passage(item, library)
    return Question(
        item=item.id,
        type=type_name(item),
        number=number,
        total=total,
        stem=stem_text(item),
        bank=library.banks.get(entry.bank, entry.bank),
        level=item.level,
        instruction=_instruction(item),
        options=options,
        several=isinstance(item, Multiple) or (isinstance(item, Evidence) and item.need == "all"),
        pick=int(item.pick) if isinstance(item, Multiple) and item.pick != "any" else 0,
        unit=_unit(item),
        parts=parts,
        headings=headings,
        chart=chart,
    )


def shown_ids(item: Item, seed: str) -> tuple[str, ...]:
    """Return the ids of an item's options in the order in which a session of `seed` shows them.

    Empty for items without options of their own; sentences of a passage keep their order.
    """
    return option_order(seed, item.id, [o.id for o in item.options]) if _has_order(item) else ()


def _has_order(item: Item) -> TypeGuard[Choice | Multiple | Match | Order]:
    return isinstance(item, Choice | Multiple | Match | Order)


def _labels(labels: Sequence[Label], order: Sequence[str]) -> Texts:
    texts = {one.id: one.text for one in labels}
    return tuple((name, texts[name]) for name in order)


def _gap(item: Cloze, name: str, number: int, seed: str) -> Part:
    gap = item.gaps[name]
    options: Texts = ()
    if isinstance(gap, ChoiceGap):
        options = _labels(gap.options, option_order(seed, f"{item.id}\0{name}", [o.id for o in gap.options]))
    return Part(id=name, called=f"({number})", options=options, wanted=wanted(gap), unit=_unit(gap))


def _passage(item: Evidence, library: Library) -> tuple[Texts, dict[int, str]]:
    """Return the sentences of a passage, each once, and what each paragraph is called above its first."""
    document = library.documents.get(item.passage.document)
    texts: dict[str, str] = {}
    headings: dict[int, str] = {}
    if document is None:
        return (), headings
    for number in item.passage.paragraphs:
        passage = document.passage(number)
        if passage is not None:
            headings[len(texts)] = f"{document.called}, paragraph {number}"
            texts.update((text, text) for text in (" ".join(s.text.split()) for s in passage.sentences))
    return tuple(texts.items()), headings


def _unit(item: Item | Gap) -> str:
    return item.key.unit or "" if isinstance(item, Numeric | NumericGap) else ""


def _instruction(item: Item) -> str:
    match item:
        case Choice():
            return "Pick one"
        case Multiple():
            return "One or more may be right" if item.pick == "any" else f"Pick {item.pick}"
        case Boolean():
            return "True or false?"
        case Cloze():
            return "Fill the gap" if len(item.gaps) == 1 else "Fill the gaps"
        case Match():
            return "Give each row a letter, one may serve twice"
        case Order():
            return "Put these into order, first to last"
        case Evidence():
            return "Point at all sentences that show it" if item.need == "all" else "Point at one sentence"
        case Place():
            return "Point at a place on the map"
        case _:
            unit = _unit(item)
            return f"Type {wanted(item)} ({unit})" if unit else f"Type {wanted(item)}"


def wanted(item: Item | Gap) -> str:
    """Return what is to be typed."""
    match item:
        case Numeric() | NumericGap():
            return "a number"
        case Date() | DateGap():
            return _date_wanted(item.key)
        case _:
            return ANY


def _date_wanted(key: str) -> str:
    if key.startswith("XXXX"):
        return "a day and a month, such as 3 May"
    return ("a year", "a month and a year, such as May 2020", "a date, such as 3 May 2020")[key.count("-")]
