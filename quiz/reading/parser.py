"""The one YAML reader: a single pass over the parser's events, with limits and marks, strings only.

A bank is other people's text, so this reader knows no types: every scalar is the string that was written, and what
YAML 1.1 would make of `no`, `3.10` or `12:30` never happens. Anchors, aliases, tags, duplicate keys and second
documents are faults. All faults of a file come back at once; only a syntax fault ends the reading.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from quiz.reading.fault import Fault, Mark, syntax_fault
from quiz.text import one_line

DEPTH = 32
EVENTS = 6_000_000
SCALAR_CHARS = 65_536
FAULTS = 1_000
"""Faults of one file that are told; what has more is mended in rounds."""


class Scalar:
    """A text as it was written; `plain` when unquoted, `flow` when inside braces or brackets.

    `fault`, here and below, is why the node must not be used; it is among the faults of its Reading, too.
    """

    __slots__ = ("column", "comment", "fault", "flow", "line", "plain", "value")

    def __init__(self, value: str, line: int, column: int, plain: bool = False, flow: bool = False) -> None:
        self.value = value
        self.line = line
        self.column = column
        self.plain = plain
        self.flow = flow
        self.comment = False
        self.fault: Fault | None = None


class Sequence:
    """A list of nodes."""

    __slots__ = ("column", "fault", "flow", "items", "line")

    def __init__(self, line: int, column: int, flow: bool = False) -> None:
        self.fault: Fault | None = None
        self.items: list[Node] = []
        self.line = line
        self.column = column
        self.flow = flow


class Mapping:
    """Keys and values in the order of the file; a key is unique."""

    __slots__ = ("column", "entries", "fault", "flow", "keys", "line")

    def __init__(self, line: int, column: int, flow: bool = False) -> None:
        self.fault: Fault | None = None
        self.entries: dict[str, Node] = {}
        self.keys: dict[str, Scalar] = {}
        self.line = line
        self.column = column
        self.flow = flow


Node = Scalar | Sequence | Mapping


def mark_of(node: Node) -> Mark:
    """Return where a node begins."""
    return Mark(node.line, node.column)


class Reading(NamedTuple):
    """What reading a text gave: the root node, None after a syntax fault or for an empty text, and the faults."""

    root: Node | None
    faults: list[Fault]


def decode(data: bytes) -> str | Fault:
    """Return UTF-8 text without its byte order mark, or the fault with the place of the first wrong byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Fault(Mark(1, 1), "encoding", "the file is UTF-16, not UTF-8", "save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        what = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        return Fault(Mark(line, column), "encoding", what, "save the file as UTF-8")


def parser_of(text: str) -> Any:
    """Return the YAML parser on a text: C where there is one."""
    import yaml

    if hasattr(yaml, "CLoader"):
        return yaml.CLoader(text)
    return yaml.Loader(text)


def read_yaml(text: str) -> Reading:
    """Read one YAML document into nodes; never raises, whatever the text.

    Limits: depth 32, 6,000,000 events, 65,536 characters a scalar.
    """
    import yaml

    builder = _Builder(text)
    try:
        parser = parser_of(text)
        try:
            while builder.take(parser.get_event()):
                pass
        finally:
            parser.dispose()
    except (yaml.YAMLError, ValueError) as error:
        builder.faults.append(syntax_fault(error, text))
        return Reading(None, builder.faults)
    return Reading(None if builder.stopped else builder.root, builder.faults)


class _Builder:
    """Takes events one by one, keeps the open containers on a stack of its own, never recurses."""

    def __init__(self, text: str) -> None:
        # What the parser accepts has no other line breaks than those that YAML knows.
        self.lines = text.splitlines()
        self.faults: list[Fault] = []
        self.root: Node | None = None
        self.stopped = False
        self._stack: list[Mapping | Sequence] = []
        self._pending: list[Scalar | None] = []
        self._documents = 0
        self._events = 0

    def fault(self, node: Node, rule: str, what: str, hint: str, at: Mark | None = None) -> None:
        """Note why `node` must not be used."""
        node.fault = Fault(at or mark_of(node), rule, what, hint)
        if len(self.faults) < FAULTS:
            self.faults.append(node.fault)

    def stop(self, mark: Any, rule: str, what: str, hint: str) -> bool:
        self.faults.append(Fault(Mark(mark.line + 1, mark.column + 1), rule, what, hint))
        self.stopped = True
        return False

    def take(self, event: Any) -> bool:
        """Take one event; False when the reading is over."""
        self._events += 1
        if self._events > EVENTS:
            return self.stop(event.start_mark, "yaml-limit", f"more than {EVENTS:,} parts", "split the file")
        kind = type(event).__name__
        if kind == "ScalarEvent":
            return self._scalar(event)
        if kind in ("MappingStartEvent", "SequenceStartEvent"):
            return self._open(event, kind == "MappingStartEvent")
        if kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._stack.pop()
            self._pending.pop()
            return True
        if kind == "AliasEvent":
            what = f"the alias *{one_line(event.anchor, 40)} is not allowed"
            node = Scalar("", event.start_mark.line + 1, event.start_mark.column + 1)
            self.fault(node, "yaml-alias", what, "write it out; put a text that begins with * in quotation marks")
            return self._place(node)
        if kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                return self.stop(event.start_mark, "yaml-documents", "a second document begins", "one document a file")
        return kind != "StreamEndEvent"

    def _tagged(self, event: Any, node: Node) -> None:
        hint = "remove it; put a text that begins with this sign in quotation marks"
        if event.anchor is not None:
            self.fault(node, "yaml-anchor", f"the anchor &{one_line(event.anchor, 40)} is not allowed", hint)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.fault(node, "yaml-tag", f"the tag {one_line(tag, 60)} is not allowed", hint)

    def _scalar(self, event: Any) -> bool:
        mark = event.start_mark
        if len(event.value) > SCALAR_CHARS:
            return self.stop(mark, "yaml-limit", f"a text of over {SCALAR_CHARS:,} characters", "shorten it")
        plain = not event.style
        node = Scalar(event.value, mark.line + 1, mark.column + 1, plain, bool(self._stack) and self._stack[-1].flow)
        if event.anchor is not None or event.tag is not None:
            self._tagged(event, node)
        if plain:
            end = event.end_mark
            line = self.lines[end.line] if end.line < len(self.lines) else ""
            node.comment = "#" in line and line[end.column :].lstrip(" \t").startswith("#")
        return self._place(node)

    def _open(self, event: Any, mapping: bool) -> bool:
        mark = event.start_mark
        if len(self._stack) >= DEPTH:
            return self.stop(
                mark, "yaml-limit", f"nested deeper than {DEPTH}", "a bank needs no such depth; close the brackets"
            )
        kind = Mapping if mapping else Sequence
        node = kind(mark.line + 1, mark.column + 1, bool(event.flow_style))
        if event.anchor is not None or event.tag is not None:
            self._tagged(event, node)
        if not self._place(node):
            return False
        self._stack.append(node)
        self._pending.append(None)
        return True

    def _place(self, node: Node) -> bool:
        if not self._stack:
            self.root = node
            return True
        parent = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return True
        key = self._pending[-1]
        if key is not None:
            if key.value in parent.entries:
                first = parent.keys[key.value].line
                what = f"the key '{one_line(key.value, 60)}' stands twice (first at line {first})"
                self.fault(parent.entries[key.value], "duplicate-key", what, "remove one of the two", mark_of(key))
            else:
                parent.entries[key.value] = node
                parent.keys[key.value] = key
                node.fault = node.fault or key.fault
            self._pending[-1] = None
            return True
        if isinstance(node, Scalar):
            self._pending[-1] = node
            return True
        self.faults.append(
            Fault(mark_of(node), "yaml", "a list or mapping stands where a key belongs", "use a word as key")
        )
        self.stopped = True
        return False
