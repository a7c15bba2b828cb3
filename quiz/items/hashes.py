"""Two hashes of an item: what a trainee sees, and what scoring reads (DESIGN section 6)."""

from __future__ import annotations

from hashlib import sha256

import msgspec

from quiz.items.marking import RULES, Marking
from quiz.items.types import Choice, Item, Multiple

HASH_DIGITS = 16


def _digest(value: object) -> str:
    return sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()[:HASH_DIGITS]


def seen_hash(item: Item) -> str:
    """Return the hash of stem and option texts, 16 hexadecimal digits."""
    options = [(o.id, o.text) for o in item.options] if isinstance(item, Choice | Multiple) else []
    return _digest((item.stem, sorted(options)))


def scored_hash(marking: Marking) -> str:
    """Return the hash of all that scoring reads and of the rules' version, 16 hexadecimal digits.

    The order in which options or further accepted forms are written does not count.
    """
    plain = msgspec.to_builtins(marking)
    for name in ("options", "accepted", "rivals"):
        if isinstance(plain.get(name), list | tuple):
            plain[name] = sorted(plain[name])
    if plain["type"] == "multiple":
        plain["key"] = sorted(plain["key"])
    return _digest((RULES, plain))
