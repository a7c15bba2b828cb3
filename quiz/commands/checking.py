"""The command that tells everything that needs a human: `quiz check`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quiz.commands.shared import FINDINGS_SHOWN, folders, print_json, verdict_of
from quiz.errors import Exit, QuizError

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.checks import Report


def check(options: Namespace) -> int:
    """Print what is wrong with banks and briefs, or what a rule means, or the schema of a file."""
    from quiz import checks
    from quiz.banks import find_library, json_schema

    if options.schema:
        print_json(json_schema(options.schema))
        return Exit.DONE
    if options.explain is not None:
        return _explain(options.explain, options.json)
    data, settings = folders(options)
    root = find_library(getattr(options, "library", None), settings.library)
    if options.watch:
        from quiz.commands.watching import watch

        if options.paths:
            raise QuizError("--watch looks at a whole library", ", ".join(options.paths), "name it with --library")
        return watch(root, lambda report: tell(report, "text"))
    report = checks.check(root, options.paths, datetime.now().astimezone().date(), data / "cache", options.deep)
    if options.changed is not None:
        report = _only_changed(report, root, options.paths, options.changed)
    tell(report, "json" if options.json else options.format)
    return verdict_of(report.findings)


def _only_changed(report: Report, root: Path, paths: list[str], revision: str) -> Report:
    """Return what a report says of what differs from a git revision, in each library that was checked."""
    from functools import reduce
    from operator import or_

    from quiz.banks import read_sources, sources_at
    from quiz.checks.changed import changed_items
    from quiz.config import library_root

    roots = dict.fromkeys(library_root(Path(path)) or root for path in paths) or {root: None}
    return reduce(or_, (changed_items(sources_at(r, revision), read_sources(r)) for r in roots)).only(report)


def _explain(rule: str, as_json: bool) -> int:
    from quiz.checks.explaining import explain, explained
    from quiz.checks.rendering import in_words

    if rule:
        found = explain(rule)
        print_json({"rules": [found._asdict()]}) if as_json else print(in_words(found))
        return Exit.DONE
    rules = explained().values()
    if as_json:
        print_json({"rules": [r._asdict() for r in rules]})
        return Exit.DONE
    for one in sorted(rules):
        print(f"{one.name} ({one.severity}): {one.why}")
    return Exit.DONE


def tell(report: Report, format_: str) -> None:
    """Print a report as text, as one JSON document or as annotations."""
    from quiz.checks.explaining import why
    from quiz.checks.locating import on_disk
    from quiz.checks.rendering import for_github, for_people, summary

    if format_ == "json":
        import msgspec

        def plain(finding: Any) -> dict[str, Any]:
            return {**msgspec.to_builtins(finding), "why": why(finding.rule)}

        allowed = [{**plain(a.finding), "reason": a.reason} for a in report.allowed]
        print_json({"findings": [plain(f) for f in report.findings], "allowed": allowed})
        return
    for finding in report.findings[:FINDINGS_SHOWN]:
        if format_ == "github":
            print(for_github(finding))
        else:
            print(for_people(finding, on_disk(finding.path, finding.line)))
    if len(report.findings) > FINDINGS_SHOWN:
        print(f"… and {len(report.findings) - FINDINGS_SHOWN} more (--json gives all)")
    print(summary(report.findings, len(report.allowed), report.items, report.documents))
