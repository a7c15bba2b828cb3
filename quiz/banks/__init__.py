"""Banks on disk to a Library value: compiled once, cached, faults told beside what is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.banks.front import Front, Sources
from quiz.banks.opening import Shelf, find_library, open_library, open_shelf, read_sources
from quiz.lazy import lazily

if TYPE_CHECKING:
    from quiz.banks.compiling import compile_library, library_file
    from quiz.banks.dumping import dump_bank
    from quiz.banks.library import Entry, Library
    from quiz.banks.revisions import sources_at
    from quiz.banks.schema import json_schema
    from quiz.banks.written import Written, WrittenBank, written_banks

__all__ = [
    "Entry",
    "Front",
    "Library",
    "Shelf",
    "Sources",
    "Written",
    "WrittenBank",
    "compile_library",
    "dump_bank",
    "find_library",
    "json_schema",
    "library_file",
    "open_library",
    "open_shelf",
    "read_sources",
    "sources_at",
    "written_banks",
]

__getattr__ = lazily(
    __name__,
    {
        "compiling": "compile_library library_file",
        "dumping": "dump_bank",
        "library": "Entry Library",
        "revisions": "sources_at",
        "schema": "json_schema",
        "written": "Written WrittenBank written_banks",
    },
)
