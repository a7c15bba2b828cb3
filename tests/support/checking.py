"""A check as tests of reading and compiling see it: its errors, for what is only weak has tests of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from quiz.checks import check
from quiz.errors import Finding, Severity

TODAY = date(2026, 11, 27)


def errors(root: Path, paths: list[str]) -> tuple[list[Finding], int, int]:
    """Return the errors of a check, and how many sound items and documents it saw."""
    report = check(root, paths, TODAY)
    return [f for f in report.findings if f.severity is Severity.ERROR], report.items, report.documents
