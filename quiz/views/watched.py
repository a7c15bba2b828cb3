"""A library whose files are looked at again and again: have they changed, and what does a check find now."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from quiz.config import BANKS, SEEDS

if TYPE_CHECKING:
    from quiz.banks import Library
    from quiz.checks import Report

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


class Watched:
    """Checks a library again and again, reading only what has changed."""

    def __init__(self, root: Path) -> None:
        from quiz.checks.rules import Recalled

        self.root = root
        self._recalled = Recalled()

    def checked(self, today: date) -> tuple[Library | None, Report]:
        """Return the library as its files are now, None where it cannot be used, and what a check finds."""
        from quiz.banks import read_sources
        from quiz.checks.review import read_reviews
        from quiz.checks.running import Report, check_sources

        records, damaged = read_reviews(self.root)
        library, report = check_sources(read_sources(self.root), today, recalled=self._recalled, records=records)
        return library, report + Report(damaged, 0, 0)
