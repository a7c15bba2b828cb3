"""Where in a file a part of an item stands: its lines are read again, only when there is something to tell of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path as FilePath

from quiz.banks import Entry
from quiz.errors import QuizError
from quiz.items.entries import Path
from quiz.reading import Fault, Mark, Node, Sequence, decode, locate, read_bytes, read_yaml

FRONT_LINES = 10_000
"""Lines of a front matter that are looked at."""


class Places:
    """Marks of parts of items in the files of a library, given as the names and bytes that were compiled.

    `marks` may hold what was found before: the place of a part within the lines of its item.
    """

    def __init__(
        self, files: Mapping[str, bytes | QuizError], marks: dict[tuple[str, Path], Mark] | None = None
    ) -> None:
        self._files = files
        self._marks = {} if marks is None else marks
        self._lines: dict[str, list[str]] = {}
        self._briefs: dict[str, list[str]] = {}

    def lines(self, path: str) -> list[str]:
        """Return the lines of a file; none when it cannot be read."""
        if path not in self._lines:
            data = self._files.get(path, b"")
            text = decode(data) if isinstance(data, bytes) else ""
            self._lines[path] = [] if isinstance(text, Fault) else text.splitlines()
        return self._lines[path]

    def line(self, path: str, number: int) -> str:
        """Return one line of a file, counted from 1; empty beyond its end."""
        lines = self.lines(path)
        return lines[number - 1] if 1 <= number <= len(lines) else ""

    def line_of_brief(self, path: str, number: int) -> str:
        """Return one line of a document, counted from 1 as briefs are read: only a line feed ends a line."""
        if path not in self._briefs:
            data = self._files.get(path, b"")
            text = decode(data) if isinstance(data, bytes) else ""
            self._briefs[path] = [] if isinstance(text, Fault) else text.split("\n")
        lines = self._briefs[path]
        return lines[number - 1] if 1 <= number <= len(lines) else ""

    def front(self, path: str, part: Path) -> Mark:
        """Return where a part of the front matter of a document stands."""
        lines: list[str] = []
        while (line := self.line_of_brief(path, len(lines) + 2).rstrip()) != "---" and len(lines) < FRONT_LINES:
            lines.append(line)
        root = read_yaml("\n".join(["", *lines])).root
        return Mark(1, 1) if root is None else locate(root, part)

    def root(self, path: str) -> Node | None:
        """Return what a YAML file holds; None when it cannot be read."""
        data = self._files.get(path, b"")
        text = decode(data) if isinstance(data, bytes) else ""
        return None if isinstance(text, Fault) else read_yaml(text).root

    def mark(self, entry: Entry, path: Path) -> Mark:
        """Return where a part of an item stands; the item itself when the part cannot be found."""
        block = "\n".join(item_lines(self.lines(entry.path), entry.line))
        if (block, path) not in self._marks:
            root = read_yaml(block).root
            items = root.items if isinstance(root, Sequence) else []
            self._marks[block, path] = locate(items[0], path) if items else Mark(1, 1)
        inside = self._marks[block, path]
        return Mark(inside.line + entry.line - 1, inside.column)


def item_lines(lines: list[str], first: int) -> list[str]:
    """Return the lines of the item of a block list that begins on line `first` (from 1)."""
    if not 1 <= first <= len(lines):
        return []
    depth = len(lines[first - 1]) - len(lines[first - 1].lstrip())
    last = first
    for number in range(first, len(lines)):
        line = lines[number].rstrip()
        indent = len(line) - len(line.lstrip())
        if line and indent <= depth and not (line.lstrip().startswith("#") and indent < depth):
            break
        if line:
            last = number + 1
    return lines[first - 1 : last]


@lru_cache(maxsize=8)
def _on_disk(path: str, changed: int) -> list[str]:
    """Return the lines of a file that was last changed at that time."""
    try:
        text = decode(read_bytes(FilePath(path)))
    except QuizError:
        return []
    return [] if isinstance(text, Fault) else text.splitlines()


def on_disk(path: str, number: int) -> str:
    """Return one line of a file as it is now, counted from 1; empty when there is none."""
    try:
        lines = _on_disk(path, os.stat(path).st_mtime_ns)
    except OSError:
        return ""
    return lines[number - 1] if 1 <= number <= len(lines) else ""
