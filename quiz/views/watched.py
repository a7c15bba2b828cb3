"""A library whose files are looked at again and again: have they changed, and what does a check find now."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quiz.config import BANKS, SEEDS

if TYPE_CHECKING:
    from quiz.banks import Library, Sources
    from quiz.checks import Report
    from quiz.checks.review import Record

State = dict[str, tuple[int, int]]
"""Name of each file, when it was changed, and its size."""


def files_state(root: Path) -> State:
    """Return what the files of a library look like from outside."""
    state: State = {}
    for folder in (BANKS, SEEDS):
        try:
            with os.scandir(root / folder) as found:
                for entry in found:
                    if entry.name.endswith((".yaml", ".yml", ".md")):
                        info = entry.stat()
                        state[f"{folder}/{entry.name}"] = (info.st_mtime_ns, info.st_size)
        except OSError:
            continue
    return state


class Checked(NamedTuple):
    """A library as its files are, None where it cannot be used, what a check finds, its files, who has read what."""

    library: Library | None
    report: Report
    sources: Sources
    records: list[Record]


class Watched:
    """Checks a library again and again, reading only what has changed."""

    def __init__(self, root: Path) -> None:
        from quiz.checks.rules import Recalled

        self.root = root
        self._recalled = Recalled()

    def checked(self, today: date) -> Checked:
        """Return the library as its files are now, and what a check finds."""
        from quiz.banks import read_sources
        from quiz.checks.review import read_reviews
        from quiz.checks.running import Report, check_sources

        records, damaged = read_reviews(self.root)
        sources = read_sources(self.root)
        library, report = check_sources(sources, today, recalled=self._recalled, records=records)
        return Checked(library, report + Report(damaged, 0, 0), sources, records)
