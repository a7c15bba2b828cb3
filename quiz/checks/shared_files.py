"""Rules for what all items share: `library.yaml` and `names.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quiz.banks import Library
from quiz.checks.locating import Places
from quiz.errors import Finding


def shared_findings(library: Library, places: Places, today: date) -> Iterator[Finding]:
    """Yield what is weak in the files that all items share."""
    yield from ()
