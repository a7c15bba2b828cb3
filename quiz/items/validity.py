"""What makes an item unfit to be asked, as far as the item, its documents and its names tell. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from quiz.items.flaw import Flaw
from quiz.items.names import Names
from quiz.items.types import (
    Boolean,
    Choice,
    Cloze,
    Date,
    Evidence,
    Item,
    Match,
    Multiple,
    Numeric,
    Order,
    Place,
    Text,
)
from quiz.items.valid_composed import cloze, match, order
from quiz.items.valid_picked import boolean, choice, evidence, multiple, place
from quiz.items.valid_sources import Documents, cited
from quiz.items.valid_written import date, no_such_date, numeric, text
from quiz.maps.model import Maps

_NO_MAPS: Maps = {}


def flaws(item: Item, names: Names, documents: Documents, maps: Maps = _NO_MAPS) -> list[Flaw]:
    """Return every flaw of `item`; one without errors is sound and may be asked, whatever its warnings."""
    found = list(_answers(item, names, documents, maps))
    if item.recheck:
        found.extend(no_such_date(("recheck",), item.recheck))
    if item.status == "retired" and not item.retired:
        found.append(Flaw(("status",), "retired-why", "retired without a reason", "add `retired: why`"))
    found.extend(cited(item, documents))
    return found


def _answers(item: Item, names: Names, documents: Documents, maps: Maps) -> Iterator[Flaw]:
    """Yield what is wrong with key, options and further answers, by the item's type."""
    match item:
        case Choice():
            return choice(item)
        case Multiple():
            return multiple(item)
        case Boolean():
            return boolean(item)
        case Numeric():
            return numeric(item)
        case Date():
            return date(item)
        case Text():
            return text(item, names)
        case Cloze():
            return cloze(item, names)
        case Match():
            return match(item)
        case Order():
            return order(item)
        case Evidence():
            return evidence(item, documents)
        case Place():
            return place(item, maps)
    assert_never(item)
