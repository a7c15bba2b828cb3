"""Examples of rules as whole libraries: what an example says, laid over the starter library as text.

An example of an item type is a patch: its top-level fields take the place of those of the starter's item of that type,
to the letter, so that what goes wrong in a text goes wrong here, too. Pure: no disk.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import NamedTuple

from quiz.banks import Sources
from quiz.checks.explaining import Example
from quiz.checks.locating import item_lines
from quiz.errors import QuizError

_FIELD = re.compile(r"^([^\s#:-][^:]*):(?=\s|$)")
_FILE = re.compile(r"(?m)^original:.*?file:\s*([^\s,}]+)", re.DOTALL)
_ID = re.compile(r"(?m)^id:\s*(\S+)")
_TYPE = re.compile(r"^ +type: (\w+)")
MAP = "example"
"""The name of the map that an example brings."""
_AUTO = "sha256: AUTO"
_DEPTH = 4
"""Columns before the fields of an item in the starter's bank."""


class Part(NamedTuple):
    """Where a part of an example stands: a file and its lines, from 1, the last one included."""

    path: str
    first: int
    last: int

    def holds(self, path: str, line: int) -> bool:
        """Tell whether a line of a file belongs to the part."""
        return path == self.path and self.first <= line <= self.last


class Built(NamedTuple):
    """An example as the files of a library, where its parts stand in them, and the originals that it brings."""

    sources: Sources
    parts: tuple[Part, ...]
    originals: dict[str, bytes]
    faithful: bool
    """Whether a document of the example tells of an original, so that the two are to be compared."""


def build(example: Example, starter: Sources) -> Built:
    """Return an example laid over the starter library. Raises ValueError for a kind of part that there is not."""
    return _Building(starter, example.encoding).build(example.parts)


def _text(data: bytes | QuizError) -> str:
    if isinstance(data, QuizError):
        raise ValueError(data.message)
    return data.decode("utf-8")


def _blocks(lines: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return the fields of a text that begin in its first column, each with its lines."""
    blocks: list[tuple[str, list[str]]] = []
    for line in lines:
        named = _FIELD.match(line)
        if named or not blocks:
            blocks.append((named[1] if named else "", []))
        blocks[-1][1].append(line)
    return blocks


def patched(lines: Sequence[str], patch: str) -> list[str]:
    """Return lines with the top-level fields that a patch has in place of their own, its other fields at the end."""
    given: dict[str, list[str]] = {}
    for name, block in _blocks(patch.splitlines()):
        given.setdefault(name, []).extend(block)
    made: list[str] = []
    for name, block in _blocks(lines):
        made += given.pop(name, block)
    return [*made, *(line for block in given.values() for line in block)]


class _Building:
    """Files in the making."""

    def __init__(self, starter: Sources, encoding: str) -> None:
        self.starter = starter
        self.encoding = encoding
        self.parts: list[Part] = []
        self.originals: dict[str, bytes] = {}
        self.faithful = False
        self.library = starter.library
        self.names = starter.names
        self.banks: list[tuple[str, bytes]] = []
        self.documents = dict(starter.documents)
        self.maps = list(starter.maps)
        self.items: list[tuple[str, str]] = []
        self._brief = ""

    def build(self, parts: list[tuple[str, str]]) -> Built:
        for kind, text in parts:
            self._take(kind, text)
        banks = [(path, data) for path, data in self.starter.banks if path != self._bank_path()]
        sources = Sources(
            self.library,
            self.names,
            (self._patched_bank(), *banks, *self.banks),
            tuple(self.documents.items()),
            tuple(self.maps),
        )
        return Built(sources, tuple(self.parts), self.originals, self.faithful)

    def _take(self, kind: str, text: str) -> None:
        if kind == "bank":
            self._whole(path := f"example-{len(self.banks) + 1}.yaml", text)
            self.banks.append((path, text.encode(self.encoding)))
        elif kind == "map":
            self._whole(path := f"maps/{MAP}.json", text)
            self.maps.append((path, text.encode(self.encoding)))
        elif kind == "library":
            self.library = self._head(self.library, text)
        elif kind == "names":
            self.names = self._head(self.starter.names or ("names.yaml", b""), text)
        elif kind == "brief":
            self._document(text)
        elif kind == "original":
            self._original(text)
        else:
            self.items.append((kind, text))

    def _whole(self, path: str, text: str) -> None:
        self.parts.append(Part(path, 1, text.count("\n") + 1))

    def _head(self, source: tuple[str, bytes | QuizError], patch: str) -> tuple[str, bytes]:
        text = "\n".join([*patched(_text(source[1]).splitlines(), patch), ""])
        self._whole(source[0], text)
        return source[0], text.encode(self.encoding)

    def _document(self, text: str) -> None:
        named = _ID.search(text)
        same = [p for p in self.documents if named is not None and PurePath(p).stem == named[1]]
        self._brief = next(iter(same), f"example-{len(self.documents)}.md")
        self._whole(self._brief, text)
        self.faithful = self.faithful or "\noriginal:" in text
        self.documents[self._brief] = text.replace(_AUTO, f"sha256: {'0' * 64}").encode(self.encoding)

    def _original(self, text: str) -> None:
        data = text.encode(self.encoding)
        brief = _text(self.documents[self._brief])
        named = _FILE.search(brief)
        if named is None:
            raise ValueError("the brief before an original names no file")
        self.originals[named[1]] = data
        brief = brief.replace(f"sha256: {'0' * 64}", f"sha256: {sha256(data).hexdigest()}")
        self.documents[self._brief] = brief.encode(self.encoding)

    def _bank_path(self) -> str:
        return self.starter.banks[0][0]

    def _patched_bank(self) -> tuple[str, bytes]:
        """Return the starter's bank with the items of the example; a second one of a type is added at the end."""
        path, data = self.starter.banks[0]
        lines = _text(data).splitlines()
        waiting = list(self.items)
        made: list[str] = []
        found: dict[str, list[str]] = {}
        at = 0
        while at < len(lines):
            block = item_lines(lines, at + 1) if lines[at].startswith("  - ") else []
            kind = next((named[1] for line in block if (named := _TYPE.match(line))), "")
            found.setdefault(kind, block)
            patch = next((p for p in waiting if p[0] == kind), None)
            if patch is not None:
                waiting.remove(patch)
                self._add(made, path, _item(block, patch[1]))
            else:
                made += block or lines[at : at + 1]
            at += max(1, len(block))
        for number, (kind, text) in enumerate(waiting, 2):
            if kind not in found:
                raise ValueError(f"the starter has no item of the type {kind}")
            own = _item(found[kind], f"id: starter-{kind}-{number}")
            self._add(made, path, _item(own, text))
        return path, "\n".join([*made, ""]).encode(self.encoding if self.items else "utf-8")

    def _add(self, made: list[str], path: str, block: list[str]) -> None:
        self.parts.append(Part(path, len(made) + 1, len(made) + len(block)))
        made += block


def _item(block: list[str], patch: str) -> list[str]:
    """Return an item of the starter's bank with the fields of a patch."""
    first = block[0].replace("- ", "  ", 1)
    fields = [line[_DEPTH:] for line in (first, *block[1:])]
    lines = [f"{' ' * _DEPTH}{line}" if line else "" for line in patched(fields, patch)]
    return [f"{lines[0][: _DEPTH - 2]}- {lines[0][_DEPTH:]}", *lines[1:]]
