"""Bytes of a library's files to a Library: every fault of every file in one run. Pure: no disk."""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec import Struct

from quiz.banks.library import Entry, Library
from quiz.documents import Document
from quiz.documents.files import read_briefs
from quiz.errors import Finding, QuizError, Severity
from quiz.items import Item, LibraryFile, Names, NamesFile, flaws, marking_of, scored_hash, seen_hash
from quiz.items.types import Id, Short
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

ITEMS = 150_000

_LIBRARY = Shape(LibraryFile)
_NAMES = Shape(NamesFile)
_ITEM = Shape(Item)


class _BankHead(Struct, frozen=True, forbid_unknown_fields=True):
    bank: Id
    title: Short


class Sources(NamedTuple):
    """The files of a library as (name for messages, bytes or why they could not be had)."""

    library: tuple[str, bytes | QuizError]
    names: tuple[str, bytes | QuizError] | None
    banks: tuple[tuple[str, bytes | QuizError], ...]
    documents: tuple[tuple[str, bytes | QuizError], ...]


def _finding(fault: Fault, path: str, item: str = "") -> Finding:
    return Finding(
        rule=fault.rule,
        path=path,
        line=fault.mark.line,
        column=fault.mark.column,
        what=fault.what,
        hint=fault.hint,
        severity=Severity.WARNING if fault.warning else Severity.ERROR,
        item=item,
    )


def _read(source: tuple[str, bytes | QuizError], findings: list[Finding]) -> Node | None:
    """Read a YAML file that must hold a mapping; None after a fault, which is then noted."""
    path, data = source
    if isinstance(data, QuizError):
        findings.append(Finding(rule="unreadable", path=path, line=1, column=1, what=data.message, hint=data.hint))
        return None
    text = decode(data)
    if isinstance(text, Fault):
        findings.append(_finding(text, path))
        return None
    reading = read_yaml(text)
    findings.extend(_finding(f, path) for f in reading.faults)
    if reading.root is None:
        if not reading.faults:
            findings.append(_finding(Fault(Mark(1, 1), "empty", "the file is empty", "write it or remove it"), path))
        return None
    if not isinstance(reading.root, Mapping):
        kind = "a list" if isinstance(reading.root, Sequence) else "a text"
        fault = Fault(
            mark_of(reading.root), "schema", f"the file holds {kind}", "begin it with fields such as `bank: ID`"
        )
        findings.append(_finding(fault, path))
        return None
    return reading.root


def _value(shape: Shape, source: tuple[str, bytes | QuizError], name: str, findings: list[Finding]) -> Any:
    node = _read(source, findings)
    if node is None:
        return None
    faults: list[Fault] = []
    value = shape(node, name, faults)
    findings.extend(_finding(f, source[0]) for f in faults)
    return None if value is INVALID else value


def compile_library(sources: Sources) -> tuple[Library | None, list[Finding]]:
    """Compile a library; None when `library.yaml` or `names.yaml` cannot be used.

    Sound items are kept whatever else is wrong; each finding names its place. Never raises, whatever the bytes.
    """
    findings: list[Finding] = []
    head: LibraryFile | None = _value(_LIBRARY, sources.library, "library.yaml", findings)
    names_file = NamesFile() if sources.names is None else _value(_NAMES, sources.names, "names.yaml", findings)
    documents, found = read_briefs(sources.documents)
    findings.extend(found)
    names = Names.of(names_file or NamesFile())
    work = _Banks(names, documents, None if head is None else frozenset(head.topics))
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
        ready_by=head.ready_by,
        banks=work.titles,
        documents=documents,
        names=names,
        entries=work.entries,
        findings=tuple(findings),
    )
    return library, findings


class _Banks:
    """Collects the items of all banks; ids are unique over them."""

    def __init__(self, names: Names, documents: dict[str, Document], topics: frozenset[str] | None) -> None:
        self.names = names
        self.documents = documents
        self.topics = topics
        self.entries: dict[str, Entry] = {}
        self.titles: dict[str, str] = {}
        self.findings: list[Finding] = []
        self._first: dict[str, tuple[str, int]] = {}
        self._after: list[tuple[str, str, Mark, str]] = []

    def take(self, source: tuple[str, bytes | QuizError]) -> None:
        """Compile one bank."""
        path = source[0]
        root = _read(source, self.findings)
        if not isinstance(root, Mapping):
            return
        faults: list[Fault] = []
        rest = Mapping(root.line, root.column, root.flow)
        rest.entries = {k: v for k, v in root.entries.items() if k != "items"}
        rest.keys = root.keys
        head = _HEAD(rest, "the bank", faults)
        items = root.entries.get("items")
        if items is None:
            faults.append(
                Fault(mark_of(root), "schema", "the bank has no 'items'", "add `items:` with a list of items")
            )
        elif not isinstance(items, Sequence):
            faults.append(
                Fault(mark_of(items), "schema", "'items' should be a list", "begin each item with `- id: ...`")
            )
        elif len(items.items) > ITEMS:
            faults.append(Fault(mark_of(items), "yaml-limit", f"more than {ITEMS:,} items", "split the bank"))
            items = None
        self.findings.extend(_finding(f, path) for f in faults)
        bank = head.bank if head is not INVALID else path
        if bank in self.titles:
            fault = Fault(
                mark_of(rest.entries["bank"]), "duplicate-id", f"there is already a bank '{bank}'", "rename it"
            )
            self.findings.append(_finding(fault, path))
        elif head is not INVALID:
            self.titles[bank] = head.title
        if isinstance(items, Sequence):
            for node in items.items:
                self._item(node, bank, path)

    def _item(self, node: Node, bank: str, path: str) -> None:
        faults: list[Fault] = []
        item = _ITEM(node, "the item", faults)
        shown = _id_of(node)
        if shown:
            first = self._first.get(shown)
            if first is not None:
                mark = locate(node, ("id",))
                what = f"the id '{shown}' is already that of an item ({first[0]}:{first[1]})"
                faults.append(Fault(mark, "duplicate-id", what, "give this item another id"))
            else:
                self._first[shown] = (path, node.line)
        if item is not INVALID:
            for flaw in flaws(item, self.names, self.documents):
                faults.append(Fault(locate(node, flaw.path), flaw.rule, flaw.what, flaw.hint))
            faults.extend(self._topics(item, node))
            self._after.extend((item.id, other, locate(node, ("after", i)), path) for i, other in enumerate(item.after))
        self.findings.extend(_finding(f, path, shown) for f in faults)
        if item is INVALID or any(not f.warning for f in faults):
            return
        marking = marking_of(item, self.names)
        self.entries[item.id] = Entry(item, bank, path, node.line, marking, seen_hash(item), scored_hash(marking))

    def _topics(self, item: Item, node: Node) -> list[Fault]:
        if self.topics is None:
            return []
        return [
            Fault(
                locate(node, ("topics", i)),
                "no-topic",
                f"the topic '{t}' is not in library.yaml",
                "list it there or change it",
            )
            for i, t in enumerate(item.topics)
            if t not in self.topics
        ]

    def settle(self) -> None:
        """Check what can be told only when all banks are known."""
        for item, other, mark, path in self._after:
            if other not in self._first:
                fault = Fault(mark, "no-item", f"there is no item '{other}'", "name an item of this library")
                self.findings.append(_finding(fault, path, item))
                self.entries.pop(item, None)


_HEAD = Shape(_BankHead)


def _id_of(node: Node) -> str:
    found = node.entries.get("id") if isinstance(node, Mapping) else None
    return found.value if isinstance(found, Scalar) else ""
