"""Where each node of a YAML text stands, to the character: what is needed to change one and leave the rest alone."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from quiz.reading.parser import Mapping, Node, Scalar, parser_of, read_yaml

Tree = str | list["Tree"] | dict[str, "Tree"]
"""A text without its form: strings, lists and dictionaries."""


class Part:
    """A node and its place: the characters from `start` to before `end`; blank lines after it are no part of it.

    `value` is None for lists and mappings. `style` is that of a scalar (``""`` for plain) or `flow` or `block`; `open`
    tells that blank lines after a block scalar belong to its value. `marked` tells of an anchor, an alias or a tag.
    """

    __slots__ = ("column", "end", "fields", "items", "keys", "marked", "open", "start", "style", "twice", "value")

    def __init__(self, start: int, column: int, style: str, marked: bool, value: str | None = None) -> None:
        self.start = start
        self.end = start
        self.column = column
        self.style = style
        self.marked = marked
        self.open = False
        self.value = value
        self.items: list[Part] = []
        self.fields: dict[str, Part] = {}
        self.keys: dict[str, Part] = {}
        self.twice: set[str] = set()

    def at(self, path: tuple[str | int, ...]) -> Part | None:
        """Return the part that field names and list positions lead to; None when there is none."""
        part: Part | None = self
        for step in path:
            if part is None:
                return None
            if isinstance(step, str):
                part = part.fields.get(step)
            else:
                part = part.items[step] if 0 <= step < len(part.items) else None
        return part


def tree_of(node: Node) -> Tree:
    """Return what a node holds, without its place and form."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key: tree_of(child) for key, child in node.entries.items()}
    return [tree_of(child) for child in node.items]


def parts_of(text: str) -> Part | None:
    """Return the parts of a YAML text; None when it cannot be read or is empty."""
    if read_yaml(text).root is None:
        return None
    builder = _Builder(text)
    parser = parser_of(text)
    try:
        while builder.take(parser.get_event()):
            pass
    finally:
        parser.dispose()
    return builder.root


class _Builder:
    """Takes the parser's events and keeps the open containers on a stack."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *accumulate(map(len, text.splitlines(keepends=True)))]
        self.root: Part | None = None
        self._stack: list[tuple[Part, bool]] = []
        self._pending: list[Part | None] = []

    def take(self, event: Any) -> bool:
        """Take one event; False when there are no more."""
        kind = type(event).__name__
        if kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._open(event, kind == "MappingStartEvent")
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._close(event)
        elif kind == "ScalarEvent":
            self._place(self._scalar(event))
        elif kind == "AliasEvent":
            part = Part(self._offset(event.start_mark), event.start_mark.column, "", True, "")
            part.end = self._offset(event.end_mark)
            self._place(part)
        return kind != "StreamEndEvent"

    def _offset(self, mark: Any) -> int:
        line: int = self.starts[min(mark.line, len(self.starts) - 1)]
        return min(line + int(mark.column), len(self.text))

    def _scalar(self, event: Any) -> Part:
        marked = event.anchor is not None or event.tag is not None
        start, end = self._offset(event.start_mark), self._offset(event.end_mark)
        part = Part(start, event.start_mark.column, event.style or "", marked, event.value)
        if part.style in ("|", ">"):
            head = self.text[start:end].partition("\n")[0].partition("#")[0]
            part.open = "+" in head
            if not part.open:
                end = start + len(self.text[start:end].rstrip())
        part.end = end
        return part

    def _open(self, event: Any, mapping: bool) -> None:
        mark = event.start_mark
        marked = event.anchor is not None or event.tag is not None
        part = Part(self._offset(mark), mark.column, "flow" if event.flow_style else "block", marked)
        self._place(part)
        self._stack.append((part, mapping))
        self._pending.append(None)

    def _close(self, event: Any) -> None:
        part, _ = self._stack.pop()
        self._pending.pop()
        if part.style == "flow":
            part.end = self._offset(event.end_mark)
        if self._stack:
            above = self._stack[-1][0]
            above.end, above.open = max(above.end, part.end), part.open

    def _place(self, part: Part) -> None:
        if not self._stack:
            self.root = part
            return
        parent, mapping = self._stack[-1]
        parent.end, parent.open = max(parent.end, part.end), part.open
        if not mapping:
            parent.items.append(part)
            return
        key = self._pending[-1]
        if key is None:
            self._pending[-1] = part
            return
        name = str(key.value)
        if name in parent.fields:
            parent.twice.add(name)
        else:
            parent.fields[name], parent.keys[name] = part, key
        self._pending[-1] = None
