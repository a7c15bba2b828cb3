"""A bank's text cut into its items, so that after an edit only the items that changed are read again. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

_ITEMS = re.compile(r"items:[ ]*(#.*)?")
_OTHER_BREAKS = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_MARKERS = ("---", "...", "%")


class Block(NamedTuple):
    """The lines of one item; `line` is that of its first, from 1."""

    line: int
    text: str


class Cut(NamedTuple):
    """A bank in pieces: what stands before its items, and the items."""

    head: str
    blocks: list[Block]


def cut(text: str) -> Cut | None:
    """Return the pieces of a bank that is written as a block list of items at its end; None for any other text.

    Reading the pieces one by one then gives what reading the whole gives, as long as each piece reads without a fault
    of syntax.
    """
    lines = text.split("\n")
    if _OTHER_BREAKS.search(text) or any(map(_marker, lines)):
        return None
    heads = [n for n, line in enumerate(lines) if _ITEMS.fullmatch(line)]
    if len(heads) != 1:
        return None
    head = heads[0]
    starts = _starts(lines, head + 1)
    if not starts:
        return None
    ends = [*starts[1:], len(lines)]
    blocks = [Block(a + 1, "\n".join(lines[a:b])) for a, b in zip(starts, ends, strict=True)]
    return Cut("\n".join(lines[: head + 1]), blocks)


def _marker(line: str) -> bool:
    return line.startswith(_MARKERS)


def _starts(lines: list[str], first: int) -> list[int]:
    """Return where items begin; nothing when a line belongs to none."""
    starts: list[int] = []
    depth = -1
    for number in range(first, len(lines)):
        bare = lines[number].lstrip(" ")
        if not bare.strip() or bare.startswith("#"):
            continue
        indent = len(lines[number]) - len(bare)
        if depth < 0:
            depth = indent
        if indent < depth or bare.startswith("\t"):
            return []
        if indent == depth:
            if not bare.startswith("- "):
                return []
            starts.append(number)
    return starts
