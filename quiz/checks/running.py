"""One command over a library or single files: which findings belong to what was asked about."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zlib import crc32

from msgspec import Struct, msgpack

from quiz.banks import Library, Sources, read_sources
from quiz.banks.opening import (
    COMPILING,
    bank_paths,
    cache_key,
    cache_path,
    compiled,
    keep,
    nothing_is_garbage,
    read_kept,
    with_files,
)
from quiz.checks.judging import Allowed, judge
from quiz.checks.review import Record, read_reviews
from quiz.checks.rules import Recalled
from quiz.config import BANKS, SEEDS, library_root
from quiz.documents.files import brief_paths
from quiz.errors import Finding, QuizError, Severity

CHECKING = (*COMPILING, "checks", "checks/explained", "scoring")
"""The packages on which findings depend."""


class Report(Struct, frozen=True):
    """What a check found, how many sound items and documents it saw, and which findings items allow."""

    findings: list[Finding]
    items: int
    documents: int
    allowed: list[Allowed] = []

    def __add__(self, other: Report) -> Report:
        """Return both reports as one."""
        found = [*self.findings, *other.findings]
        return Report(
            found, self.items + other.items, self.documents + other.documents, [*self.allowed, *other.allowed]
        )


class _Kept(Struct):
    """A report in the cache: of which day, files and code."""

    key: list[tuple[str, int, int]]
    today: date
    deep: bool
    report: Report


def check(root: Path, paths: list[str], today: date, cache: Path | None = None, deep: bool = False) -> Report:
    """Check the library at `root`, or only `paths`: banks and briefs are checked with that library, folders that are
    libraries by themselves.

    `cache` is a folder for what was found the last time; `deep` also renders and solves what is asked. Raises
    QuizError for a path that does not exist and for a folder in which nothing is to be checked.
    """
    if not paths:
        return _whole(root, today, cache, deep)
    report = Report([], 0, 0)
    files: list[Path] = []
    for path in map(Path, paths):
        library = library_root(path)
        if library is not None:
            report += _whole(library, today, cache, deep)
        else:
            files += _inside(path)
    return report + _files(root, files, today, deep) if files else report


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


def check_sources(
    sources: Sources,
    today: date,
    deep: bool = False,
    recalled: Recalled | None = None,
    records: Sequence[Record] = (),
) -> tuple[Library | None, Report]:
    """Compile the files of a library and judge what is sound: the whole of a check but for the disk.

    With `recalled` only what has changed since the last check with it is read and judged again.
    """
    library, found = compiled(sources, recalled.known if recalled else None)
    if library is None:
        return None, Report(found, 0, 0)
    with nothing_is_garbage():
        judged, allowed = judge(library, sources, today, deep, recalled, records)
    accepted = _accepted(library, found)
    allowed += accepted
    told = {id(a.finding) for a in accepted}
    left = [f for f in found if id(f) not in told]
    findings = sorted([*left, *judged], key=lambda f: (f.path, f.line, f.column))
    return library, Report(findings, len(library.entries), len(library.documents), allowed)


def _accepted(library: Library, found: list[Finding]) -> list[Allowed]:
    """Return what compiling has told of an item or a document that accepts it, with the reason for which it does."""
    accepted: list[Allowed] = []
    documents = {d.path: d for d in library.documents.values() if d.allow}
    for finding in found:
        entry, document = library.entries.get(finding.item), documents.get(finding.path)
        allow = entry.item.allow if entry is not None else document.allow if document is not None else {}
        reason = allow.get(finding.rule)
        if reason and finding.severity is not Severity.ERROR:
            accepted.append(Allowed(finding, reason))
    return accepted


def _whole(root: Path, today: date, cache: Path | None, deep: bool) -> Report:
    sources = read_sources(root)
    records, damaged = read_reviews(root)
    key = [*cache_key(sources, CHECKING), ("review", len(records), crc32(msgpack.encode((records, damaged))))]
    path = None if cache is None else cache_path(cache, "check", root)
    kept = None if path is None else read_kept(path, _Kept)
    if kept is not None and (kept.key, kept.today, kept.deep) == (key, today, deep):
        return kept.report
    _, report = check_sources(sources, today, deep, records=records)
    report += Report(damaged, 0, 0)
    if path is not None:
        keep(path, _Kept(key, today, deep, report))
    return report


def _files(root: Path, files: list[Path], today: date, deep: bool) -> Report:
    """Check single files in the company of a library: a bank stands in for the library's bank of the same id."""
    sources = read_sources(root)
    heads = (root / BANKS / name for name in ("library.yaml", "names.yaml"))
    inside = {os.path.realpath(p): p for p in (*bank_paths(root / BANKS), *brief_paths(root / SEEDS), *heads)}
    asked = {os.path.realpath(f): f for f in files}
    outside = [f for place, f in asked.items() if place not in inside]
    sources, shown = with_files(sources, outside, [inside.get(place, f) for place, f in asked.items()])
    library, report = check_sources(sources, today, deep, records=read_reviews(root)[0])
    entries = [e for e in library.entries.values() if e.path in shown] if library else []
    documents = [d for d in library.documents.values() if d.path in shown] if library else []
    return Report(
        [f for f in report.findings if f.path in shown],
        len(entries),
        len(documents),
        [a for a in report.allowed if a.finding.path in shown],
    )
