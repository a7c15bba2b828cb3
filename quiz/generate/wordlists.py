"""Lists of words as they are written in the modules that know them."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


def parted(text: str) -> frozenset[str]:
    """Return what stands between bars; line breaks and the blanks around them do not count."""
    return frozenset(part for line in text.split("\n") for part in line.strip().split("|") if part)
