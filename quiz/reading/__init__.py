"""Reading what people write: YAML with limits and marks, then its conversion to typed values, all faults at once."""

from quiz.reading.parser import (
    DEPTH,
    EVENTS,
    FILE_BYTES,
    SCALAR_CHARS,
    Fault,
    Mapping,
    Mark,
    Node,
    Reading,
    Scalar,
    Sequence,
    decode,
    mark_of,
    read_bytes,
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
