"""Banks on disk to a Library value: compiled once, cached, faults told beside what is sound."""

from quiz.banks.compiling import Sources, compile_library
from quiz.banks.dumping import dump_bank
from quiz.banks.library import Entry, Library
from quiz.banks.opening import find_library, open_library, read_sources
from quiz.banks.schema import json_schema

__all__ = [
    "Entry",
    "Library",
    "Sources",
    "compile_library",
    "dump_bank",
    "find_library",
    "json_schema",
    "open_library",
    "read_sources",
]
