"""What a rule is: a name, and a function from what is at hand to remarks. The rules themselves stand in modules beside.

Rules see sound items only: what keeps an item from being asked has been told when the bank was compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from quiz.banks import Entry, Library
from quiz.banks.compiling import Known
from quiz.checks.figures import digits_in
from quiz.checks.words import NameFinder, content
from quiz.documents import Citation
from quiz.errors import Severity
from quiz.items import (
    Boolean,
    Choice,
    ChoiceGap,
    Cloze,
    Date,
    Evidence,
    Item,
    Match,
    Multiple,
    Numeric,
    Order,
    differing,
    rejecting,
)
from quiz.items.entries import Path
from quiz.items.fields import Option
from quiz.items.marking import ClozeMarking, TextMarking
from quiz.reading import Mark
from quiz.text import canon

_GAP = re.compile(r"\{[^{}]*\}")


class Remark(NamedTuple):
    """What a rule has to say about the part of an item at `path`: what, and what to do."""

    path: Path
    what: str
    hint: str
    severity: Severity = Severity.WARNING


class World:
    """What is the same for all items of a check: the library, the day, how its names are found in a text."""

    def __init__(self, library: Library, today: date) -> None:
        self.library = library
        self.today = today
        self._names = NameFinder(library.names)
        self.name_forms = [form for forms in library.names.forms.values() for form in forms]
        self.folded_names = [canon(form) for form in self.name_forms]

    @cached_property
    def document_names(self) -> frozenset[str]:
        """The names of authors, publishers and documents."""
        documents = self.library.documents.values()
        return self.names_in(" . ".join(t for d in documents for t in (d.called, d.publisher, *d.authors)))

    @cached_property
    def document_numbers(self) -> frozenset[str]:
        """The numbers in the names of documents."""
        return digits_in(" ".join(f"{d.title} {d.called}" for d in self.library.documents.values()))

    @cached_property
    def _documents(self) -> re.Pattern[str]:
        called = {text for d in self.library.documents.values() for text in (d.called, d.title)}
        return re.compile("|".join(map(re.escape, sorted(called, key=len, reverse=True))) or r"(?!)")

    def without_documents(self, text: str) -> str:
        """Return a text with the names of documents taken out."""
        return self._documents.sub("…", text)

    def names_in(self, text: str, related: bool = False) -> frozenset[str]:
        """Return the canonical names of which a form stands in a text; `related` counts adjectives and the like."""
        return self._names.found(text, related)


class Picked:
    """The options of a choice, multiple or choice gap: where they stand, which are right and which wrong."""

    def __init__(self, path: Path, options: tuple[Option, ...], key: frozenset[str]) -> None:
        self.path = path
        self.options = options
        self.right = [(i, o) for i, o in enumerate(options) if o.id in key]
        self.wrong = [(i, o) for i, o in enumerate(options) if o.id not in key]

    def at(self, index: int) -> Path:
        """Return where the text of an option stands."""
        return (*self.path, "options", index, "text")


class Case:
    """An item in its library, with what several rules ask of it computed once. `today` is the day of the check."""

    def __init__(self, entry: Entry, world: World) -> None:
        self.entry = entry
        self.item: Item = entry.item
        self.world = world
        self.library = world.library
        self.today = world.today

    @cached_property
    def asked(self) -> str:
        """The stem as it is read: gaps are left out."""
        return _GAP.sub("…", self.item.stem) if isinstance(self.item, Cloze) else self.item.stem

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the stem that carry meaning."""
        return content(self.asked)

    @cached_property
    def typed(self) -> list[tuple[Path, tuple[str, ...]]]:
        """What is typed as words: where it stands, and every form that is right, the key first."""
        marking = self.entry.marking
        if isinstance(marking, TextMarking):
            return [((), marking.accepted)]
        if isinstance(marking, ClozeMarking):
            gaps = marking.gaps.items()
            return [(("gaps", name), gap.accepted) for name, gap in gaps if isinstance(gap, TextMarking)]
        return []

    @cached_property
    def shown(self) -> list[tuple[Path, str]]:
        """What a trainee reads before answering: stem, options, rows."""
        item = self.item
        texts: list[tuple[Path, str]] = [(("stem",), self.asked)]
        texts += [(p.at(i), o.text) for p in self.picked for i, o in enumerate(p.options)]
        if isinstance(item, Match):
            texts += [(("rows", i, "text"), row.text) for i, row in enumerate(item.rows)]
        if isinstance(item, Match | Order):
            texts += [(("options", i, "text"), option.text) for i, option in enumerate(item.options)]
        return texts

    @cached_property
    def told(self) -> list[tuple[Path, str]]:
        """What a trainee reads after answering: explanation, feedback, what is said of other documents' answers."""
        item = self.item
        texts: list[tuple[Path, str]] = [(("explanation",), item.explanation)]
        if isinstance(item, Boolean):
            texts.append((("feedback",), item.feedback))
        texts += [((*path, "feedback"), entry.feedback) for path, entry in rejecting(item)]
        texts += [((*path, "says"), entry.says) for path, entry in differing(item)]
        for picked in self.picked:
            for i, option in enumerate(picked.options):
                if option.feedback:
                    texts.append(((*picked.path, "options", i, "feedback"), option.feedback))
        if isinstance(item, Match):
            texts += [(("rows", i, "feedback"), r.feedback) for i, r in enumerate(item.rows) if r.feedback]
        return texts

    @cached_property
    def keys(self) -> list[str]:
        """What is right, as texts."""
        item = self.item
        found = [o.text for p in self.picked for _, o in p.right] + [forms[0] for _, forms in self.typed]
        if isinstance(item, Evidence):
            found += item.key
        if isinstance(item, Date):
            found.append(item.key)
        if isinstance(item, Numeric):
            found.append(" ".join(filter(None, (item.key.value, item.key.unit))))
        return found

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

    def forget(self) -> None:
        """Let go of what only the rules for one item look at: a library may have a hundred thousand of them."""
        for name in ("carried", "quotes", "shown", "told"):
            self.__dict__.pop(name, None)


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


class Recalled:
    """What was found before of items that have not changed, for a check that is made again and again.

    An item that is compiled anew is another value, so what is recalled of it is never out of date; the day is.
    """

    def __init__(self) -> None:
        self.known = Known()
        self.marks: dict[tuple[str, Path], Mark] = {}
        self._said: dict[int, tuple[Item, date, list[tuple[str, Remark]]]] = {}

    def said(self, case: Case) -> list[tuple[str, Remark]] | None:
        """Return what all rules have said of an item today, None when they have not seen it."""
        item, today, said = self._said.get(id(case.item), (None, None, None))
        return said if item is case.item and today == case.today else None

    def keep(self, case: Case, said: list[tuple[str, Remark]]) -> None:
        """Keep what all rules say of an item."""
        self._said[id(case.item)] = (case.item, case.today, said)


def remarks(
    cases: list[Case], language: str = "en", recalled: Recalled | None = None
) -> Iterator[tuple[str, Case, Remark]]:
    """Yield (rule, case, remark) for all rules over all cases, item by item and then over the whole."""
    silent = ENGLISH if language.split("-", maxsplit=1)[0] != "en" else frozenset()
    rules = [(name, rule) for name, rule in ITEM_RULES.items() if name not in silent]
    for case in cases:
        said = recalled.said(case) if recalled else None
        if said is None:
            said = [(name, remark) for name, rule in rules for remark in rule(case)]
            case.forget()
            if recalled is not None:
                recalled.keep(case, said)
        for name, remark in said:
            yield name, case, remark
    for name, compare in LIBRARY_RULES.items():
        if name not in silent:
            for case, remark in compare(cases):
                yield name, case, remark
