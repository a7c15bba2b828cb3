"""Findings as text: for people, with the line and a caret; for GitHub's annotations; and a rule explained."""

from __future__ import annotations

import unicodedata

from quiz.checks.explaining import Explained, why
from quiz.errors import Finding, Severity
from quiz.text import counted, one_line, safe

LINE_CHARS = 100
"""Characters of a line that are shown round the caret."""


def for_people(finding: Finding, line: str) -> str:
    """Return a finding with its line, a caret under its column, and why the rule is there; no line, no caret."""
    shown = [one_line(finding.text())]
    if line.strip():
        start = max(0, finding.column - 1 - LINE_CHARS // 2) if len(line) > LINE_CHARS else 0
        before = safe(line[start : finding.column - 1])
        rest = safe(line[finding.column - 1 : start + LINE_CHARS]).rstrip()
        number = str(finding.line)
        shown.append(f"  {number} | {before}{rest}")
        shown.append(f"  {' ' * len(number)} | {' ' * _cells(before)}^")
    reason = why(finding.rule)
    if reason:
        shown.append(f"  why: {reason}")
    return "\n".join(shown)


def _cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(bool(unicodedata.combining(c)) for c in text)


_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def for_github(finding: Finding) -> str:
    """Return a finding as a workflow command of GitHub Actions, which becomes an annotation of its line."""
    where = {
        "file": finding.path,
        "line": str(finding.line),
        "col": str(finding.column),
        "title": f"{finding.rule}{f' ({finding.item})' if finding.item else ''}",
    }
    properties = ",".join(f"{name}={_property(value)}" for name, value in where.items())
    place = f" ({finding.place})" if finding.place else ""
    reason = why(finding.rule)
    message = f"{finding.what}{place}; {finding.hint}{f' – {reason}' if reason else ''}"
    return f"::{_GITHUB[finding.severity]} {properties}::{_data(one_line(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")


def summary(findings: list[Finding], allowed: int, items: int, documents: int) -> str:
    """Return the last line of a check."""
    counts = {s: sum(f.severity is s for f in findings) for s in Severity}
    told = [counted(n, str(s)) for s, n in counts.items() if n or s is not Severity.NOTE]
    found = ", ".join(told) if findings else "no findings"
    accepted = f", {allowed:,} allowed" if allowed else ""
    return f"{found}{accepted}: {counted(items, 'sound item')}, {counted(documents, 'document')}"


def in_words(rule: Explained) -> str:
    """Return a rule in words, with its examples: what is wrong first, then what is right."""
    parts = [f"{rule.name} ({rule.severity})", rule.why]
    if rule.more:
        parts.append(rule.more)
    for good in (False, True):
        for example in (e for e in rule.examples if e.good is good):
            title = f"{'Good' if good else 'Bad'} ({', '.join(example.kinds)}):"
            indented = "\n".join(f"    {line}".rstrip() for line in safe(example.text).splitlines())
            parts.append(f"{title}\n{indented}")
    return "\n\n".join(parts)
