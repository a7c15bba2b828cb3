"""Two hashes of an item: what a trainee sees, and what scoring reads (DESIGN section 6)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import msgspec

from quiz.items.fields import Label
from quiz.items.marking import RULES, Marking
from quiz.items.types import Choice, ChoiceGap, Cloze, Evidence, Item, Match, Multiple, Order, Place

HASH_DIGITS = 16
_LOOSE = ("options", "accepted", "rivals", "sentences")
"""Fields whose order no rule reads."""


def _digest(value: object) -> str:
    return sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()[:HASH_DIGITS]


def _texts(labels: Iterable[Label]) -> list[tuple[str, str]]:
    return sorted((label.id, label.text) for label in labels)


def seen_hash(item: Item) -> str:
    """Return the hash of stem, option, row and gap texts and of the passage or map, 16 hexadecimal digits."""
    return _digest((item.stem, _shown(item)))


def _shown(item: Item) -> object:
    """Return what a trainee sees of an item beside its stem before answering."""
    match item:
        case Choice() | Multiple() | Order():
            return _texts(item.options)
        case Match():
            return _texts(item.rows), _texts(item.options)
        case Cloze():
            return {name: _texts(gap.options) for name, gap in item.gaps.items() if isinstance(gap, ChoiceGap)}
        case Evidence():
            return item.passage.document, item.passage.paragraphs
        case Place():
            return item.map
        case _:
            return []


def scored_hash(marking: Marking) -> str:
    """Return the hash of all that scoring reads and of the rules' version, 16 hexadecimal digits.

    The order in which options, rows, gaps, ties or further accepted forms are written does not count.
    """
    return _digest((RULES, _ordered(msgspec.to_builtins(marking))))


def _ordered(plain: dict[str, Any]) -> dict[str, Any]:
    """Return a marking as plain values, sorted where the order in which they were written does not count."""
    made = dict(plain)
    for name in _LOOSE:
        if name in made:
            made[name] = sorted(made[name])
    if made["type"] in ("multiple", "evidence"):
        made["key"] = sorted(made["key"])
    if made["type"] in ("multiple", "text"):
        made |= {name: [sorted(forms) for forms in made[name]] for name in ("reject", "differs") if name in made}
    if made["type"] == "order":
        made["key"] = _steps(made["key"])
        made["differs"] = [_steps(answer) for answer in made.get("differs", ())]
    if made["type"] == "cloze":
        made["gaps"] = {name: _ordered(gap) for name, gap in made["gaps"].items()}
        made["swap"] = sorted(sorted(group) for group in made.get("swap", ()))
    return made


def _steps(steps: Iterable[Iterable[str]]) -> list[list[str]]:
    return [sorted(step) for step in steps]
