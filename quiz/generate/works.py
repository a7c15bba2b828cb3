"""Works and other things with names that look like those of people: novels, films, ships."""

from __future__ import annotations

import re

from quiz.generate.gazetteer import FIRST_NAMES

_NAME = r"[A-Z][\w’'-]+(?: (?:(?:of|the|and|in|a) )?[A-Z][\w’'-]+){0,4}"
_CALLED = re.compile(
    r"\b(?P<kind>novel|film|movie|play|opera|song|album|poem|painting|magazine|newspaper|ship|boat|ballet|symphony"
    rf"|musical|horse),? (?:called |titled |entitled |named )?[“\"‘*_]*(?P<name>{_NAME})"
)


def works_of(text: str) -> dict[str, str]:
    """Return what a text calls a novel, a film, a ship, with that noun; only names of several words, none of people."""
    found: dict[str, str] = {}
    for match in _CALLED.finditer(text):
        first, *more = match["name"].split()
        if more and first not in FIRST_NAMES:
            found.setdefault(match["name"], match["kind"])
    return found
