"""A compiled library under the rules: remarks become findings with their place, less those that an item allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from quiz.banks import Library, Sources
from quiz.checks.all_rules import remarks
from quiz.checks.briefs import brief_findings
from quiz.checks.deep import deep_findings
from quiz.checks.explaining import explained
from quiz.checks.locating import Places
from quiz.checks.rules import Case, Remark, World
from quiz.checks.shared_files import shared_findings
from quiz.errors import Finding, Severity


class Allowed(NamedTuple):
    """A finding that its item accepts, and the reason that it gives."""

    finding: Finding
    reason: str


def files_of(sources: Sources) -> dict[str, object]:
    """Return the files of a library by the name that messages use."""
    names = () if sources.names is None else (sources.names,)
    return dict((sources.library, *names, *sources.banks, *sources.documents))


def judge(library: Library, sources: Sources, today: date, deep: bool = False) -> tuple[list[Finding], list[Allowed]]:
    """Return what the rules find in a compiled library beyond what compiling has found, and what items allow.

    `deep` renders every item many times and lets solvers try that have read nothing.
    """
    places = Places(files_of(sources))  # type: ignore[arg-type]
    world = World(library, today)
    cases = [Case(e, world) for e in library.entries.values() if e.item.status != "retired"]
    findings: list[Finding] = []
    allowed: list[Allowed] = []
    used: set[tuple[str, str]] = set()
    for rule, case, remark in remarks(cases, library.language):
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
    findings += [_finding(*told, places) for told in _idle(cases, used)]
    findings += brief_findings(library)
    findings += shared_findings(library, places, today)
    if deep:
        findings += deep_findings(cases, sources.library[0])
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


def _idle(cases: Iterable[Case], used: set[tuple[str, str]]) -> Iterator[tuple[str, Case, Remark]]:
    """Yield what stands under `allow` and allows nothing."""
    known = explained()
    for case in cases:
        for rule in case.item.allow:
            if rule not in known:
                remark = Remark(("allow", rule), f"there is no rule '{rule}' to allow", "correct the name or remove it")
                yield "allow-unknown", case, remark
            elif (case.item.id, rule) not in used:
                what = f"the item allows '{rule}' and would pass without it"
                yield "allow-idle", case, Remark(("allow", rule), what, "remove it", Severity.NOTE)
