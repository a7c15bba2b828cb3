"""How many examples a costly property gets: a share of what the profile gives all others, where that is many."""

from __future__ import annotations

from hypothesis import settings

ENOUGH = 40
"""Examples below which no property falls that the profile gives more."""


def _share(part: int) -> settings:
    usual = settings().max_examples
    return settings(max_examples=min(usual, max(ENOUGH, usual // part)))


WHOLE = _share(5)
"""Each example is a whole library: several items in one go."""
FEWER = _share(2)
"""Each example is laid before many parts of the program."""
