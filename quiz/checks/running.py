"""One command over a library or single files: which findings belong to what was asked about."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from quiz.banks import compile_library, read_sources
from quiz.banks.opening import bank_paths, with_files
from quiz.config import BANKS, SEEDS, is_library
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

    Raises QuizError for a path that does not exist.
    """
    if not paths:
        return _whole(root)
    findings: list[Finding] = []
    items = documents = 0
    files: list[Path] = []
    for path in map(Path, paths):
        if is_library(path) or (path / "library.yaml").is_file():
            part = _whole(path if is_library(path) else path.resolve().parent)
            findings += part.findings
            items += part.items
            documents += part.documents
        elif path.is_dir():
            files += [*bank_paths(path), *brief_paths(path)]
        elif path.exists() or path.is_symlink():
            files.append(path)
        else:
            raise QuizError("no such file", str(path), "name a bank, a brief or a library")
    if files:
        part = _files(root, files)
        findings += part.findings
        items += part.items
        documents += part.documents
    return Report(findings, items, documents)


def _whole(root: Path) -> Report:
    library, findings = compile_library(read_sources(root))
    return Report(findings, len(library.entries) if library else 0, len(library.documents) if library else 0)


def _files(root: Path, files: list[Path]) -> Report:
    """Check single files in the company of a library: a bank stands in for the library's bank of the same id."""
    sources = read_sources(root)
    inside = {p.resolve() for p in (*bank_paths(root / BANKS), *brief_paths(root / SEEDS))}
    inside |= {(root / BANKS / name).resolve() for name in ("library.yaml", "names.yaml")}
    sources, shown = with_files(sources, [f for f in files if f.resolve() not in inside], files)
    library, findings = compile_library(sources)
    mine = [f for f in findings if f.path in shown]
    entries = [e for e in library.entries.values() if e.path in shown] if library else []
    documents = [d for d in library.documents.values() if d.path in shown] if library else []
    return Report(mine, len(entries), len(documents))
