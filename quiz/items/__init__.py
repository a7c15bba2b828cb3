"""Items, names, markings and hashes: values only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.items.entries import differing, rejecting
from quiz.items.fields import Claim, Differs, Option, Quantity, Reject, Status, Tolerance
from quiz.items.files import BankFile, ExamFile, LibraryFile, NamesFile
from quiz.items.marking import Marking, marking_of
from quiz.items.names import Names
from quiz.items.types import (
    Boolean,
    Choice,
    ChoiceGap,
    Cloze,
    Date,
    DateGap,
    Evidence,
    Gap,
    Item,
    Match,
    Multiple,
    Numeric,
    NumericGap,
    Order,
    Place,
    Text,
    TextGap,
    type_name,
)
from quiz.lazy import lazily

if TYPE_CHECKING:
    from quiz.items.flaw import Flaw
    from quiz.items.hashes import scored_hash, seen_hash
    from quiz.items.validity import flaws

__all__ = [
    "BankFile",
    "Boolean",
    "Choice",
    "ChoiceGap",
    "Claim",
    "Cloze",
    "Date",
    "DateGap",
    "Differs",
    "Evidence",
    "ExamFile",
    "Flaw",
    "Gap",
    "Item",
    "LibraryFile",
    "Marking",
    "Match",
    "Multiple",
    "Names",
    "NamesFile",
    "Numeric",
    "NumericGap",
    "Option",
    "Order",
    "Place",
    "Quantity",
    "Reject",
    "Status",
    "Text",
    "TextGap",
    "Tolerance",
    "differing",
    "flaws",
    "marking_of",
    "rejecting",
    "scored_hash",
    "seen_hash",
    "type_name",
]

__getattr__ = lazily(__name__, {"flaw": "Flaw", "hashes": "scored_hash seen_hash", "validity": "flaws"})
