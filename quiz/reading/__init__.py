"""Reading what people write: YAML with limits and marks, then its conversion to typed values, all faults at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.lazy import lazily
from quiz.reading.files import FILE_BYTES, read_bytes

if TYPE_CHECKING:
    from quiz.reading.fault import Fault, Mark
    from quiz.reading.parser import (
        DEPTH,
        EVENTS,
        SCALAR_CHARS,
        Mapping,
        Node,
        Reading,
        Scalar,
        Sequence,
        decode,
        mark_of,
        read_yaml,
    )
    from quiz.reading.shape import INVALID, Shape, locate

__all__ = [
    "DEPTH",
    "EVENTS",
    "FILE_BYTES",
    "INVALID",
    "SCALAR_CHARS",
    "Fault",
    "Mapping",
    "Mark",
    "Node",
    "Reading",
    "Scalar",
    "Sequence",
    "Shape",
    "decode",
    "locate",
    "mark_of",
    "read_bytes",
    "read_yaml",
]

__getattr__ = lazily(
    __name__,
    {
        "fault": "Fault Mark",
        "parser": "DEPTH EVENTS SCALAR_CHARS Mapping Node Reading Scalar Sequence decode mark_of read_yaml",
        "shape": "INVALID Shape locate",
    },
)
