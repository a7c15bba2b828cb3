"""Bytes of a library's files to a Library: every fault of every file in one run. Pure: no disk."""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec import Struct, structs

from quiz.banks.blocks import cut
from quiz.banks.charts import read_maps
from quiz.banks.circles import circles
from quiz.banks.front import Sources
from quiz.banks.library import Entry, Library
from quiz.documents import Document
from quiz.documents.files import read_briefs
from quiz.errors import Finding, QuizError
from quiz.items import Item, LibraryFile, Marking, Names, NamesFile, Place, flaws, marking_of, scored_hash, seen_hash
from quiz.items.dates import bank_date
from quiz.items.fields import Id, Short
from quiz.maps.model import MapFile
from quiz.maps.shipped import AllMaps
from quiz.reading import (
    INVALID,
    Fault,
    Mapping,
    Mark,
    Node,
    Scalar,
    Sequence,
    Shape,
    decode,
    locate,
    mark_of,
    read_yaml,
)
from quiz.text import nearest, one_line

ITEMS = 150_000

_LIBRARY = Shape(LibraryFile)
_NAMES = Shape(NamesFile)
ITEM_SHAPE = Shape(Item)


class _BankHead(Struct, frozen=True, forbid_unknown_fields=True):
    bank: Id
    title: Short


def read_mapping(data: bytes | QuizError, first: str) -> tuple[Mapping | None, list[Fault]]:
    """Read a YAML file that must hold a mapping, whose field `first` an example shows; None after a fault."""
    if isinstance(data, QuizError):
        return None, [Fault(Mark(1, 1), "unreadable", data.message, data.hint)]
    text = decode(data)
    if isinstance(text, Fault):
        return None, [text]
    root, faults = read_yaml(text)
    if isinstance(root, Mapping):
        return root, faults
    if root is not None:
        kind = "a list" if isinstance(root, Sequence) else "a text"
        hint = f"begin it with a field such as `{first}:`"
        faults.append(Fault(mark_of(root), "schema", f"the file holds nothing but {kind}", hint))
    elif not faults:
        faults.append(Fault(Mark(1, 1), "empty", "the file is empty", "write it or remove it"))
    return None, faults


def _value(shape: Shape, source: tuple[str, bytes | QuizError], name: str, first: str, findings: list[Finding]) -> Any:
    root, faults = read_mapping(source[1], first)
    value = INVALID if root is None else shape(root, name, faults)
    findings.extend(f.finding(source[0]) for f in dict.fromkeys(faults))
    return None if value is INVALID else value


_BLOCK_LINE = 2
"""The line on which an item begins that is read by itself."""


class Made(NamedTuple):
    """One item as compiled by itself: its id as written, what is wrong with it, what scoring reads of it.

    `line` is that of the item; all marks are those of its file.
    """

    line: int
    shown: str
    id_mark: Mark
    item: Any
    faults: list[Fault]
    after: list[Mark]
    scoring: tuple[Marking, str, str] | None

    def moved(self, by: int) -> Made:
        """Return the item as it is so many lines further down."""
        return self._replace(
            line=self.line + by,
            id_mark=_moved(self.id_mark, by),
            faults=[f._replace(mark=_moved(f.mark, by)) for f in self.faults],
            after=[_moved(mark, by) for mark in self.after],
        )


def _moved(mark: Mark, by: int) -> Mark:
    return Mark(mark.line + by, mark.column)


class Known:
    """What has been compiled before, so that the next time only what changed is read: items by their text.

    Good for one state of documents, names, maps and library.yaml; another one is begun anew.
    """

    def __init__(self) -> None:
        self._state: object = None
        self._documents: tuple[dict[str, Document], list[Finding]] = ({}, [])
        self.made: dict[str, Made] = {}

    def documents(self, sources: Sources) -> tuple[dict[str, Document], list[Finding]]:
        """Return the documents of `sources`; forget all items when anything but banks has changed."""
        state = (sources.library, sources.names, sources.documents, sources.maps)
        if state != self._state:
            self._state = state
            self._documents = read_briefs(sources.documents)
            self.made = {}
        return self._documents


def compile_library(sources: Sources, known: Known | None = None) -> tuple[Library | None, list[Finding]]:
    """Compile a library; None when `library.yaml` or `names.yaml` cannot be used.

    Sound items are kept whatever else is wrong; each finding names its place. Never raises, whatever the bytes. With
    `known` only the items are read that were not in the sources compiled with it before; the result is the same.
    """
    findings: list[Finding] = []
    head = _head(sources.library, findings)
    names_file: NamesFile | None = NamesFile()
    if sources.names is not None:
        names_file = _value(_NAMES, sources.names, "names.yaml", "names", findings)
    documents, found = read_briefs(sources.documents) if known is None else known.documents(sources)
    findings.extend(found)
    own, found = read_maps(sources.maps)
    findings.extend(found)
    names = Names.of(names_file or NamesFile())
    work = _Banks(names, documents, head, AllMaps(own), known)
    for source in sources.banks:
        work.take(source)
    work.settle()
    findings.extend(work.findings)
    if head is None or names_file is None:
        return None, findings
    library = Library(
        id=head.id,
        title=head.title,
        topics=head.topics,
        rollover=head.rollover,
        zone=head.zone,
        language=head.language,
        ready_by=head.ready_by,
        exam=head.exam,
        banks=work.titles,
        documents=documents,
        names=names,
        entries=work.entries,
        maps=own | _named(work.entries, work.maps),
        findings=tuple(findings),
    )
    return library, findings


def _named(entries: dict[str, Entry], maps: AllMaps) -> dict[str, MapFile]:
    """Return the maps that items name, as far as there are any."""
    names = {e.item.map: None for e in entries.values() if isinstance(e.item, Place)}
    return {name: chart for name in names if (chart := maps.get(name)) is not None}


def _head(source: tuple[str, bytes | QuizError], findings: list[Finding]) -> LibraryFile | None:
    """Read `library.yaml`; a day to be ready for that cannot be used is told and left out."""
    root, faults = read_mapping(source[1], "title")
    value: Any = INVALID if root is None else _LIBRARY(root, "library.yaml", faults)
    head: LibraryFile | None = None if value is INVALID else value
    if root is not None and head is not None and head.ready_by is not None:
        what = _no_day(head.ready_by)
        if what:
            mark = locate(root, ("ready_by",))
            faults.append(Fault(mark, "no-such-date", what, "write the day, such as 2027-05-03"))
            head = structs.replace(head, ready_by=None)
    findings.extend(f.finding(source[0]) for f in dict.fromkeys(faults))
    return head


def library_file(sources: Sources) -> LibraryFile | None:
    """Return `library.yaml` as a value; None when it cannot be used."""
    return _head(sources.library, [])


def _no_day(text: str) -> str:
    """Return what is wrong with a date that must be one day of one year."""
    date = bank_date(text)
    if not date.real:
        return f"there is no date {text}"
    return "" if date.year is not None and date.day is not None else f"{text} is no day"


class _Banks:
    """Collects the items of all banks; ids are unique over them."""

    def __init__(
        self,
        names: Names,
        documents: dict[str, Document],
        head: LibraryFile | None,
        maps: AllMaps,
        known: Known | None = None,
    ) -> None:
        self.names = names
        self.maps = maps
        self.known = known
        self.documents = documents
        self.topics = None if head is None else frozenset(head.topics)
        self.comma = head is not None and head.decimal == "comma"
        self.entries: dict[str, Entry] = {}
        self.titles: dict[str, str] = {}
        self.findings: list[Finding] = []
        self._first: dict[str, tuple[str, int]] = {}
        self._after: list[tuple[Item, str, Mark, str]] = []

    def take(self, source: tuple[str, bytes | QuizError]) -> None:
        """Compile one bank."""
        path, data = source
        root, faults, items = self._pieces(data) or self._read_whole(data)
        found: list[Finding] = []
        if root is not None:
            bank = self._head(root, path, faults)
            for made in items:
                found.extend(self._enter(made, bank, path))
        told = {(f.rule, f.line, f.column) for f in found}
        found.extend(f.finding(path) for f in dict.fromkeys(faults) if (f.rule, *f.mark) not in told)
        self.findings.extend(sorted(found, key=lambda f: (f.line, f.column)))

    def _read_whole(self, data: bytes | QuizError) -> tuple[Mapping | None, list[Fault], list[Made]]:
        root, faults = read_mapping(data, "bank")
        return root, faults, [] if root is None else [self._make(node) for node in item_nodes(root, faults)]

    def _pieces(self, data: bytes | QuizError) -> tuple[Mapping, list[Fault], list[Made]] | None:
        """Return head, faults and items of a bank of which only the changed items are read; None to read it whole."""
        text = decode(data) if self.known is not None and isinstance(data, bytes) else None
        pieces = cut(text) if isinstance(text, str) else None
        if pieces is None or self.known is None:
            return None
        head = read_yaml(pieces.head)
        if not isinstance(head.root, Mapping):
            return None
        items: list[Made] = []
        for block in pieces.blocks:
            made = self.known.made.get(block.text) or self._block(block.text)
            if made is None:
                return None
            self.known.made[block.text] = made
            items.append(made.moved(block.line - _BLOCK_LINE))
        return head.root, head.faults, items

    def _block(self, text: str) -> Made | None:
        """Read and compile the lines of one item, at line 2; None when they are not one item or do not read well."""
        root, faults = read_yaml(f"items:\n{text}")
        items = root.entries.get("items") if isinstance(root, Mapping) else None
        nodes = items.items if isinstance(items, Sequence) and not faults else []
        return self._make(nodes[0]) if len(nodes) == 1 else None

    def _head(self, root: Mapping, path: str, faults: list[Fault]) -> str:
        """Note the title of a bank and return its id; its path when it has none that can be used."""
        rest = Mapping(root.line, root.column, root.flow)
        rest.entries = {k: v for k, v in root.entries.items() if k != "items"}
        rest.keys = root.keys
        head = _HEAD(rest, "the file", faults)
        if head is INVALID:
            return path
        if head.bank in self.titles:
            what = f"there is already a bank '{head.bank}'"
            faults.append(Fault(locate(root, ("bank",)), "duplicate-id", what, "rename one of the two"))
        self.titles.setdefault(head.bank, head.title)
        return str(head.bank)

    def _make(self, node: Node) -> Made:
        """Compile one item by itself."""
        faults: list[Fault] = []
        item = ITEM_SHAPE(node, "the item", faults)
        after: list[Mark] = []
        scoring = None
        if item is not INVALID:
            for flaw in flaws(item, self.names, self.documents, self.maps):
                faults.append(Fault(locate(node, flaw.path), flaw.rule, flaw.what, flaw.hint, flaw.warning))
            faults.extend(self._topics(item, node))
            after = [locate(node, ("after", i)) for i in range(len(item.after))]
        if item is not INVALID and all(f.warning for f in faults):
            marking = marking_of(item, self.names, self.documents, self.comma)
            scoring = (marking, seen_hash(item), scored_hash(marking))
        return Made(node.line, id_of(node), locate(node, ("id",)), item, faults, after, scoring)

    def _enter(self, made: Made, bank: str, path: str) -> list[Finding]:
        """Take an item into the library unless its id is taken, and return what is wrong with it."""
        faults = list(made.faults)
        first = self._first.get(made.shown)
        if made.shown and first is not None:
            what = f"the id '{made.shown}' is already that of an item ({first[0]}:{first[1]})"
            faults.insert(0, Fault(made.id_mark, "duplicate-id", what, "give this item another id"))
        elif made.shown:
            self._first[made.shown] = (path, made.line)
        if made.item is not INVALID:
            self._after.extend(
                (made.item, other, mark, path) for other, mark in zip(made.item.after, made.after, strict=True)
            )
        if made.scoring is not None and len(faults) == len(made.faults):
            self.entries[made.item.id] = Entry(made.item, bank, path, made.line, *made.scoring)
        return [f.finding(path, made.shown) for f in faults]

    def _topics(self, item: Item, node: Node) -> list[Fault]:
        if self.topics is None:
            return []
        return [
            Fault(
                locate(node, ("topics", i)),
                "no-topic",
                f"the topic '{topic}' is not in library.yaml",
                f"did you mean '{near}'?" if (near := nearest(topic, self.topics)) else "list it there or change it",
            )
            for i, topic in enumerate(item.topics)
            if topic not in self.topics
        ]

    def settle(self) -> None:
        """Check what can be told only when all banks are known."""
        for item, other, mark, path in self._after:
            if other not in self._first:
                self._unfit(
                    item, path, Fault(mark, "no-item", f"there is no item '{other}'", "name one of this library")
                )
        before: dict[str, list[str]] = {}
        for item, other, _, _ in self._after:
            before.setdefault(item.id, []).append(other)
        group = {item: found for found in circles(before) for item in found}
        for item, other, mark, path in self._after:
            if other in group.get(item.id, ()):
                self._unfit(item, path, Fault(mark, "after-circle", *_circle(item.id, other, group[item.id])))

    def _unfit(self, item: Item, path: str, fault: Fault) -> None:
        """Tell a fault of an item that was sound by itself, and leave the item out."""
        self.findings.append(fault.finding(path, item.id))
        if item.id in self.entries and self.entries[item.id].item is item:
            del self.entries[item.id]


def _circle(item: str, other: str, group: frozenset[str]) -> tuple[str, str]:
    """Return what is wrong with `other` coming before `item`, and what to do."""
    if item == other:
        return "the item is to come after itself", "take it out of `after`"
    what = f"'{other}' is to come before this item and, by its own `after`, after it"
    return what, f"break the circle of: {', '.join(sorted(group))}"


_HEAD = Shape(_BankHead)


def item_nodes(root: Mapping, faults: list[Fault]) -> list[Node]:
    """Return the nodes of a bank's items."""
    items = root.entries.get("items")
    if items is None:
        hint = "add `items:` with a list of items"
        faults.append(Fault(mark_of(root), "schema", "the file has no 'items'", hint))
    elif not isinstance(items, Sequence):
        hint = "begin each item with `- id: ...`"
        faults.append(Fault(mark_of(items), "schema", "'items' should be a list", hint))
    elif len(items.items) > ITEMS:
        faults.append(Fault(mark_of(items), "yaml-limit", f"more than {ITEMS:,} items", "split the bank"))
    else:
        return items.items
    return []


def id_of(node: Node) -> str:
    """Return the id of an item as it is written, in one line; empty when there is none."""
    return one_line(text_of(node, "id"), 128)


def text_of(node: Node, field: str) -> str:
    """Return a field of a node as it is written; empty when it is no text."""
    found = node.entries.get(field) if isinstance(node, Mapping) else None
    return found.value if isinstance(found, Scalar) else ""
