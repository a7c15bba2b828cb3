"""What a rule is: a name, and a function from what is at hand to remarks. The rules themselves stand in modules beside.

Rules see sound items only: what keeps an item from being asked has been told when the bank was compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from quiz.banks import Entry, Library
from quiz.documents import Citation
from quiz.errors import Severity
from quiz.items import Choice, ChoiceGap, Cloze, Item, Multiple, differing
from quiz.items.entries import Path
from quiz.items.fields import Option


class Remark(NamedTuple):
    """What a rule has to say about the part of an item at `path`: what, and what to do."""

    path: Path
    what: str
    hint: str
    severity: Severity = Severity.WARNING


class Picked(NamedTuple):
    """The options of a choice, multiple or choice gap: where they stand, which are right."""

    path: Path
    options: tuple[Option, ...]
    key: frozenset[str]

    @property
    def right(self) -> list[tuple[int, Option]]:
        """The right options with their positions."""
        return [(i, o) for i, o in enumerate(self.options) if o.id in self.key]

    @property
    def wrong(self) -> list[tuple[int, Option]]:
        """The distractors with their positions."""
        return [(i, o) for i, o in enumerate(self.options) if o.id not in self.key]

    def at(self, index: int) -> Path:
        """Return where the text of an option stands."""
        return (*self.path, "options", index, "text")


class Case:
    """An item in its library, with what several rules ask of it computed once. `today` is the day of the check."""

    def __init__(self, entry: Entry, library: Library, today: date) -> None:
        self.entry = entry
        self.item: Item = entry.item
        self.library = library
        self.today = today

    @cached_property
    def picked(self) -> list[Picked]:
        """The lists of options to pick from."""
        item = self.item
        if isinstance(item, Choice):
            return [Picked((), item.options, frozenset([item.key]))]
        if isinstance(item, Multiple):
            return [Picked((), item.options, frozenset(item.key))]
        if isinstance(item, Cloze):
            return [
                Picked(("gaps", name), gap.options, frozenset([gap.key]))
                for name, gap in item.gaps.items()
                if isinstance(gap, ChoiceGap)
            ]
        return []

    @cached_property
    def carried(self) -> list[Citation]:
        """Every citation of the item: of its key, of its context, of other documents' answers."""
        elsewhere = [c for _, d in differing(self.item) for c in d.citations]
        return [*self.item.citations, *self.item.context, *elsewhere]

    @cached_property
    def quotes(self) -> list[str]:
        """The sentences that the key rests on."""
        return [c.quote for c in self.item.citations]


ItemRule = Callable[[Case], Iterator[Remark]]
LibraryRule = Callable[[list[Case]], Iterable[tuple[Case, Remark]]]

ITEM_RULES: dict[str, ItemRule] = {}
LIBRARY_RULES: dict[str, LibraryRule] = {}
ENGLISH: set[str] = set()
"""Rules that know English words: they are silent for a library in another language."""


def item_rule(name: str, english: bool = False) -> Callable[[ItemRule], ItemRule]:
    """Register a rule that looks at one item at a time."""

    def take(rule: ItemRule) -> ItemRule:
        ITEM_RULES[name] = rule
        if english:
            ENGLISH.add(name)
        return rule

    return take


def library_rule(name: str, english: bool = False) -> Callable[[LibraryRule], LibraryRule]:
    """Register a rule that compares the items of a library."""

    def take(rule: LibraryRule) -> LibraryRule:
        LIBRARY_RULES[name] = rule
        if english:
            ENGLISH.add(name)
        return rule

    return take


def remarks(cases: list[Case], language: str = "en") -> Iterator[tuple[str, Case, Remark]]:
    """Yield (rule, case, remark) for all rules over all cases, item by item and then over the whole."""
    silent = ENGLISH if language.split("-", maxsplit=1)[0] != "en" else frozenset()
    for case in cases:
        for name, rule in ITEM_RULES.items():
            if name not in silent:
                for remark in rule(case):
                    yield name, case, remark
    for name, compare in LIBRARY_RULES.items():
        if name not in silent:
            for case, remark in compare(cases):
                yield name, case, remark
