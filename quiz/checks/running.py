"""One command over a library or single files: which findings belong to what was asked about."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from quiz.banks import read_sources
from quiz.banks.opening import bank_paths, compiled, with_files
from quiz.config import BANKS, SEEDS, library_root
from quiz.documents.files import brief_paths
from quiz.errors import Finding, QuizError


class Report(NamedTuple):
    """What a check found, and how many sound items and documents it saw."""

    findings: list[Finding]
    items: int
    documents: int


def check(root: Path, paths: list[str]) -> Report:
    """Check the library at `root`, or only `paths`: banks and briefs are checked with that library, folders that are
    libraries by themselves.

    Raises QuizError for a path that does not exist and for a folder in which nothing is to be checked.
    """
    if not paths:
        return _whole(root)
    findings: list[Finding] = []
    items = documents = 0
    files: list[Path] = []
    for path in map(Path, paths):
        library = library_root(path)
        if library is not None:
            part = _whole(library)
            findings += part.findings
            items += part.items
            documents += part.documents
        else:
            files += _inside(path)
    if files:
        part = _files(root, files)
        findings += part.findings
        items += part.items
        documents += part.documents
    return Report(findings, items, documents)


def _inside(path: Path) -> list[Path]:
    """Return the banks and briefs of a folder, or `path` itself when it is no folder."""
    hint = "name a bank, a brief or a library"
    if not os.path.lexists(path):
        raise QuizError("no such file", str(path), hint)
    if not os.path.isdir(path):
        return [path]
    found = [*bank_paths(path), *brief_paths(path)]
    if not found:
        raise QuizError("no bank and no brief is in this folder", str(path), hint)
    return found


def _whole(root: Path) -> Report:
    library, findings = compiled(read_sources(root))
    return Report(findings, len(library.entries) if library else 0, len(library.documents) if library else 0)


def _files(root: Path, files: list[Path]) -> Report:
    """Check single files in the company of a library: a bank stands in for the library's bank of the same id."""
    sources = read_sources(root)
    heads = (root / BANKS / name for name in ("library.yaml", "names.yaml"))
    inside = {os.path.realpath(p): p for p in (*bank_paths(root / BANKS), *brief_paths(root / SEEDS), *heads)}
    asked = {os.path.realpath(f): f for f in files}
    outside = [f for place, f in asked.items() if place not in inside]
    sources, shown = with_files(sources, outside, [inside.get(place, f) for place, f in asked.items()])
    library, findings = compiled(sources)
    mine = [f for f in findings if f.path in shown]
    entries = [e for e in library.entries.values() if e.path in shown] if library else []
    documents = [d for d in library.documents.values() if d.path in shown] if library else []
    return Report(mine, len(entries), len(documents))
