"""How many examples a costly property gets: a share of what the profile gives all others."""

from __future__ import annotations

from hypothesis import settings


def _share(part: int) -> settings:
    return settings(max_examples=max(10, settings().max_examples // part))


WHOLE = _share(5)
"""Each example is a whole library: several items in one go."""
FEWER = _share(2)
"""Each example is laid before many parts of the program."""
