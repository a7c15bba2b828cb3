"""What checks say of the files of a library as they are now."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quiz.banks import Shelf
    from quiz.checks.drift import Cited
    from quiz.errors import Finding


def checked(shelf: Shelf, today: date, cache: Path | None) -> tuple[list[Finding], tuple[Cited, ...]]:
    """Return the findings of a check of a library, and every citation as it stands; nothing of one without files."""
    if shelf.origin is None:
        return [], ()
    from quiz.banks import read_sources
    from quiz.checks import check
    from quiz.checks.drift import drift
    from quiz.checks.review import read_reviews

    root = shelf.origin.root
    report = check(root, [], today, cache)
    return report.findings, drift(read_sources(root), read_reviews(root)[0]).citations
