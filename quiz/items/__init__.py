"""Items, names, markings and hashes: values only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.items.marking import Marking, marking_of
from quiz.items.names import Names
from quiz.items.types import (
    BankFile,
    Boolean,
    Choice,
    Claim,
    Date,
    Differs,
    Item,
    LibraryFile,
    Multiple,
    NamesFile,
    Numeric,
    Option,
    Quantity,
    Reject,
    Status,
    Text,
    Tolerance,
    type_name,
)
from quiz.lazy import lazily

if TYPE_CHECKING:
    from quiz.items.hashes import scored_hash, seen_hash
    from quiz.items.validity import Flaw, flaws

__all__ = [
    "BankFile",
    "Boolean",
    "Choice",
    "Claim",
    "Date",
    "Differs",
    "Flaw",
    "Item",
    "LibraryFile",
    "Marking",
    "Multiple",
    "Names",
    "NamesFile",
    "Numeric",
    "Option",
    "Quantity",
    "Reject",
    "Status",
    "Text",
    "Tolerance",
    "flaws",
    "marking_of",
    "scored_hash",
    "seen_hash",
    "type_name",
]

__getattr__ = lazily(__name__, {"hashes": "scored_hash seen_hash", "validity": "Flaw flaws"})
