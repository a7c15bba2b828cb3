"""Lines with their places to paragraphs: what a reader of the page sees, guessed from gaps, insets and ends. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from quiz.documents.importing.values import Block, BlockKind, folded

REPEATED = 0.25
"""Share of the pages on which a line at the edge must stand to be a running head: left and right ones may differ."""
EDGE = 2
"""Lines at the top and at the bottom of a page that may be running heads."""
GAP = 1.4
"""Pitches of lines from which a gap parts paragraphs."""
LARGE = 1.12
"""Times the usual size of a sign from which a line is a heading."""
HYPHEN = "\ufffe"
_ENDS = re.compile(r"[.!?…:։。！？][\"”’»)\]]*$")
_NUMBER = re.compile(
    r"\W*(?:page|p\.|seite|s\.|стр\.|էջ)?\W*\d{1,4}(?:\s*(?:/|of|von|из)\s*\d{1,4})?\W*", re.IGNORECASE
)
_BULLET = re.compile(r"(?:[•‣▪●○–—*·-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_LEADERS = re.compile(r"(?:[.·…]\s?){5,}\s*[\divxlc]*")
_PARTED = re.compile(rf"(\w+){HYPHEN}(\w+)")


class Line(NamedTuple):
    """A line of a page (from 0) and its place in points from the lower left corner; `size` is the height of a sign."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float


def blocks_of(pages: Sequence[Sequence[Line]]) -> tuple[list[Block], dict[str, int]]:
    """Return the blocks of all pages, and how often something was left out or put together."""
    kept, running = _without_running(pages)
    whole = [line for page in kept for line in page]
    lines = [line for line in whole if not _LEADERS.search(line.text)]
    left = {"running": running, "contents": len(whole) - len(lines)}
    if not lines:
        return [], left
    size = median(line.size for line in lines)
    pitch = _pitch(lines, size)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, pitch, size):
            groups[-1].append(line)
        else:
            groups.append([line])
    joined = [(_kind(group, size), "\n".join(line.text for line in group)) for group in groups]
    texts, parted = _joined([text for _, text in joined])
    blocks = []
    for (kind, _), text in zip(joined, texts, strict=True):
        blocks.append(Block(kind, _BULLET.sub("", text, count=1) if kind == "item" else text))
    return [b for b in blocks if b.text], {**left, "hyphen": parted}


def _without_running(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], int]:
    """Return the pages without running heads and numbers of pages, and how many lines these were."""
    if len(pages) < 2:
        return [list(page) for page in pages], 0
    all_ = [line for page in pages for line in page]
    size = median(line.size for line in all_) if all_ else 1.0
    apart = GAP * _pitch(all_, size) - size
    seen = Counter(key for page in pages for key in {_folded(line) for line in _edges(page)})
    least = max(2.0 if len(pages) < 4 else 3.0, REPEATED * len(pages))
    kept: list[list[Line]] = []
    for page in pages:
        down = sorted(page, key=lambda line: -line.top)
        # The title of a book stands on its first page in large letters, then on each in small ones.
        edges = [line for line in _edges(page) if line.size < LARGE * size]
        known = {line for line in edges if seen[_folded(line)] >= least or _NUMBER.fullmatch(line.text)}
        out = _apart(down, known, apart) | _apart(down[::-1], known, apart)
        kept.append([line for line in page if line not in out])
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def _edges(page: Sequence[Line]) -> list[Line]:
    down = sorted(page, key=lambda line: -line.top)
    return [*down[:EDGE], *down[-EDGE:]]


def _apart(lines: Sequence[Line], known: set[Line], gap: float) -> set[Line]:
    """Return the lines at one edge, given from there inwards, that are `known` to repeat and stand apart from the text.

    A line of the text that happens to repeat does not stand apart.
    """
    for count in range(min(EDGE, len(lines)), 0, -1):
        outer = lines[:count]
        if not all(line in known for line in outer):
            continue
        if len(lines) == count:
            # Nothing else is on the page: what repeats may be all that it says.
            return {line for line in outer if _NUMBER.fullmatch(line.text)}
        if _between(outer[-1], lines[count]) > gap:
            return set(outer)
    return set()


def _between(one: Line, other: Line) -> float:
    """Return how much white stands between two lines, whichever is above; below zero where they overlap."""
    return max(one.bottom - other.top, other.bottom - one.top)


def _folded(line: Line) -> str:
    return re.sub(r"\d+", "#", folded(line.text).casefold())


def _pitch(lines: Sequence[Line], size: float) -> float:
    """Return the usual distance of a line from the one above it."""
    steps = [a.bottom - b.top + b.size for a, b in pairwise(lines) if a.page == b.page]
    # The lower ones: between paragraphs there is more. A few lines do not tell.
    steps = sorted(s for s in steps if 0.5 * size < s < 3 * size)
    return steps[len(steps) // 4] if len(steps) > 3 else min([1.4 * size, *steps])


def _begins(group: Sequence[Line], line: Line, pitch: float, size: float) -> bool:
    """Tell whether a line begins a paragraph behind the lines of another."""
    last = group[-1]
    ended = _ENDS.search(last.text) is not None
    if _BULLET.match(line.text):
        return True
    if abs(line.size - last.size) > 0.15 * size:
        return True
    if line.page != last.page or line.top > last.top + pitch:
        # The next page or the next column: a sentence goes on there.
        return ended or _is_heading(group, size) or not line.text[:1].islower()
    if last.bottom - line.top > GAP * pitch - size:
        return True
    if ended and line.left > min(g.left for g in group) + 0.8 * size:
        return True
    widest = max(g.right for g in group)
    return ended and len(group) > 1 and last.right < widest - 6 * size and not line.text[:1].islower()


def _is_heading(group: Sequence[Line], size: float) -> bool:
    text = " ".join(line.text for line in group)
    return group[0].size > LARGE * size and len(text) < 200 and not text.endswith(".")


def _kind(group: Sequence[Line], size: float) -> BlockKind:
    if _is_heading(group, size):
        return "heading"
    return "item" if _BULLET.match(group[0].text) else "paragraph"


def _joined(texts: list[str]) -> tuple[list[str], int]:
    """Return texts with words put together that were parted at the end of a line, and how many there were.

    A word keeps its hyphen where the document has it with one elsewhere, or where a capital or a digit follows.
    """
    texts = [re.sub(r"(?<=\w)[\u2010\u00ad-]\n(?=\w)", HYPHEN, text) for text in texts]
    whole = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(texts).casefold()))
    count = 0

    def put(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        one, two = found[1] + found[2], f"{found[1]}-{found[2]}"
        hyphened = whole[two.casefold()] > whole[one.casefold()] or not found[2][:1].islower()
        return two if hyphened else one

    made = [_PARTED.sub(put, text) for text in texts]
    return [folded(text.replace(HYPHEN, "-")) for text in made], count
