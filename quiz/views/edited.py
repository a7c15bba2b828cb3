"""What is told of a library after its files were edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quiz.errors import Severity
from quiz.text import counted, one_line

if TYPE_CHECKING:
    from quiz.errors import Finding

CHARS = 200
"""Characters of the finding that is told."""


def edited_line(item: str, findings: Sequence[Finding]) -> str:
    """Return one line on an item that was edited: how its bank stands, and the worst that is said of the item.

    `findings` are those of its bank; where the item has none the worst of the bank is told.
    """
    if not findings:
        return f"{item}: read again, no findings"
    order = list(Severity)
    worst = min(findings, key=lambda f: (f.item != item, order.index(f.severity)))
    counts = (
        counted(sum(f.severity is severity for f in findings), str(severity))
        for severity in order
        if any(f.severity is severity for f in findings)
    )
    told = one_line(f"line {worst.line}: {worst.what}", CHARS)
    return f"{item}: read again; its bank has {', '.join(counts)}. {told}. `quiz check` tells all"
