"""A text with several headings of the first level: each is the title of what follows it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Sequence

LONGEST = 70
"""Characters of a heading that can name what follows it."""


def headings_above(
    text: str, headings: Sequence[tuple[int, int, str]], general: Container[str], name: str
) -> Callable[[int], str]:
    """Return a function that gives, for a character of a text, the heading of the first level above it.

    `headings` are (start, end, words) in their order; those whose words are `general`, in small letters, name nothing.
    `name` stands for a heading that is too long. Empty everywhere where there are not two such headings.
    """
    firsts = [(a, words) for a, b, words in headings if words.casefold() not in general and _is_first(text, a, b)]
    if len({words for _, words in firsts}) < 2:
        return lambda at: ""
    starts = [a for a, _ in firsts]
    titles = ["", *(words if len(words) <= LONGEST else name for _, words in firsts)]
    return lambda at: titles[bisect_right(starts, at)]


def _is_first(text: str, start: int, end: int) -> bool:
    """Tell whether a heading is marked as one of the first level: by one `#`, or a line of `=` below and none above."""
    before, line, behind = text[:start].rpartition("\n")
    if re.match(r"\s{0,3}#\s", f"{behind}{text[start:end]}"):
        return True
    above = before.rpartition("\n")[2] if line else ""
    below = text[end:].partition("\n")[2].partition("\n")[0]
    return re.fullmatch(r"={3,}\s*", below) is not None and not above.startswith("===")
