"""A hash of an item as it is written, to see whether somebody has edited it."""

from __future__ import annotations

from hashlib import sha256

import msgspec

from quiz.items import Item


def item_digest(item: Item) -> str:
    """Return the hash of all fields of an item: 16 hexadecimal digits."""
    return sha256(msgspec.json.encode(item, order="deterministic")).hexdigest()[:16]
