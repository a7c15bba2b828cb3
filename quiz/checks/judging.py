"""A compiled library under the rules: remarks become findings with their place, less those that an item allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from quiz.banks import Library, Sources
from quiz.checks.all_rules import remarks
from quiz.checks.briefs import brief_findings
from quiz.checks.deep import deep_findings
from quiz.checks.explaining import explained
from quiz.checks.locating import Places
from quiz.checks.review import Record, by_item, unread
from quiz.checks.rules import Case, Recalled, Remark, World
from quiz.checks.shared_files import shared_findings
from quiz.errors import Finding, QuizError, Severity


class Allowed(NamedTuple):
    """A finding that its item accepts, and the reason that it gives."""

    finding: Finding
    reason: str


class _Idle(NamedTuple):
    """What is to be said of an entry under `allow` that allows nothing."""

    rule: str
    remark: Remark


def files_of(sources: Sources) -> dict[str, bytes | QuizError]:
    """Return the files of a library by the name that messages use."""
    names = () if sources.names is None else (sources.names,)
    return dict((sources.library, *names, *sources.banks, *sources.documents, *sources.maps))


def judge(
    library: Library,
    sources: Sources,
    today: date,
    deep: bool = False,
    recalled: Recalled | None = None,
    records: Sequence[Record] = (),
) -> tuple[list[Finding], list[Allowed]]:
    """Return what the rules find in a compiled library beyond what compiling has found, and what is allowed of it.

    `deep` renders every item many times and lets solvers try that have read nothing; `recalled` holds what rules have
    said of items before, `records` who has read which item; without any, nothing is said of that.
    """
    places = Places(files_of(sources), recalled.marks if recalled else None)
    world = World(library, today)
    cases = [Case(e, world) for e in library.entries.values() if e.item.status != "retired"]
    findings, allowed = _of_items(library, cases, places, recalled, records)
    more, accepted = _of_documents(library, places)
    findings += more
    findings += shared_findings(library, sources, places, today)
    if deep:
        findings += deep_findings(cases, sources.library[0])
    return findings, allowed + accepted


def _of_items(
    library: Library, cases: list[Case], places: Places, recalled: Recalled | None, records: Sequence[Record]
) -> tuple[list[Finding], list[Allowed]]:
    """Return what the rules for items find, and what items allow."""
    findings: list[Finding] = []
    allowed: list[Allowed] = []
    used: set[tuple[str, str]] = set()
    for rule, case, remark in chain(remarks(cases, library.language, recalled), _unread(cases, records)):
        finding = _finding(rule, case, remark, places)
        reason = case.item.allow.get(rule)
        if reason is not None and remark.severity is not Severity.ERROR:
            used.add((case.item.id, rule))
            allowed.append(Allowed(finding, reason))
        else:
            findings.append(finding)
    for finding in library.findings:
        if finding.item in library.entries:
            used.update((finding.item, r) for r in library.entries[finding.item].item.allow if r == finding.rule)
    for case in cases:
        idle = [r for r in case.item.allow if (case.item.id, r) not in used]
        findings += [_finding(rule, case, remark, places) for rule, remark in _idle("item", idle)]
    return findings, allowed


def _unread(cases: list[Case], records: Sequence[Record]) -> Iterator[tuple[str, Case, Remark]]:
    """Yield the approved items that too few readers have said yes to, for a library that keeps a record of it."""
    read = by_item(records)
    for case in cases if records else ():
        missing = unread(case.item, read.get(case.item.id, ())) if case.item.status == "approved" else None
        if missing is not None:
            yield missing[0], case, Remark(("id",), missing[1], "have it read, and keep the verdicts beside the banks")


def _of_documents(library: Library, places: Places) -> tuple[list[Finding], list[Allowed]]:
    """Return what the rules for briefs find, and what the front matter of documents allows."""
    by_path = {d.path: d for d in library.documents.values()}
    findings: list[Finding] = []
    allowed: list[Allowed] = []
    used = {(f.path, f.rule) for f in library.findings}
    for finding in brief_findings(library, places):
        reason = by_path[finding.path].allow.get(finding.rule)
        if reason is not None and finding.severity is not Severity.ERROR:
            used.add((finding.path, finding.rule))
            allowed.append(Allowed(finding, reason))
        else:
            findings.append(finding)
    for path, document in by_path.items():
        for rule, remark in _idle("document", [r for r in document.allow if (path, r) not in used]):
            mark = places.front(path, remark.path)
            findings.append(
                Finding(
                    rule=rule,
                    path=path,
                    line=mark.line,
                    column=mark.column,
                    what=remark.what,
                    hint=remark.hint,
                    severity=remark.severity,
                )
            )
    return findings, allowed


def _finding(rule: str, case: Case, remark: Remark, places: Places) -> Finding:
    mark = places.mark(case.entry, remark.path)
    return Finding(
        rule=rule,
        path=case.entry.path,
        line=mark.line,
        column=mark.column,
        what=remark.what,
        hint=remark.hint,
        severity=remark.severity,
        item=case.item.id,
    )


def _idle(what: str, unused: Iterable[str]) -> Iterator[_Idle]:
    """Yield what stands under `allow` of an item or a document and allows nothing."""
    known = explained()
    for rule in unused:
        if rule not in known:
            remark = Remark(("allow", rule), f"there is no rule '{rule}' to allow", "correct the name or remove it")
            yield _Idle("allow-unknown", remark)
        else:
            said = f"the {what} allows '{rule}' and would pass without it"
            yield _Idle("allow-idle", Remark(("allow", rule), said, "remove it", Severity.NOTE))
