"""What the checks say of an item while it is written, and the item whole as it will be asked; no bank is touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from quiz.banks import Entry, Library, Sources, read_sources
from quiz.banks.adding import bank_with, item_of
from quiz.banks.opening import shown
from quiz.banks.writing import line_of_item
from quiz.checks.all_rules import ITEM_RULES, stems
from quiz.checks.review import read_reviews
from quiz.checks.rules import ENGLISH, Case, Recalled, World
from quiz.checks.running import check_sources
from quiz.errors import Finding, QuizError, Severity
from quiz.items import flaws, marking_of, scored_hash, seen_hash
from quiz.text import one_line
from quiz.views.adding import Bench, Work
from quiz.views.adding_answers import gap_names
from quiz.views.lines import feedback_lines, named, option_lines, question_lines
from quiz.views.preview import preview_of
from quiz.views.question import question_of

_CITED = frozenset(("uncited-number", "uncited-name"))
"""Rules that can say something only when all citations are there."""
_LATE = frozenset(("claim-as-fact", "stage-raised", "recheck-due"))
"""Rules that can say something only when it is known whose claim it is."""
_OPEN = "…"
"""Stands for a text that is still to come."""


class Checker:
    """Looks at an item after each step; `today` is the day of the check."""

    def __init__(self, bench: Bench, today: date) -> None:
        self.bench = bench
        self.today = today

    @cached_property
    def _world(self) -> World:
        return World(self.bench.library, self.today)

    def lines(self, work: Work) -> list[str]:
        """Return what is wrong or weak in the parts of an item that are there, one thing a line."""
        if "stem" not in work.fields or "status" in work.fields:
            return []
        try:
            return list(dict.fromkeys(self._found(work)))
        except QuizError as error:
            return [f"error: {error}"]

    def _found(self, work: Work) -> Iterator[str]:
        fields = work.fields
        item = item_of({**_to_come(self.bench), **fields, **({} if work.answered else _answered(fields))})
        library = self.bench.library
        if work.answered:
            for flaw in flaws(item, library.names, library.documents, self.bench.maps):
                if flaw.rule != "no-map":
                    yield f"{'warning' if flaw.warning else 'error'}[{flaw.rule}]: {flaw.what}; {flaw.hint}"
        marking = marking_of(item, library.names, library.documents)
        case = Case(Entry(item, "", "", 1, marking, seen_hash(item), scored_hash(marking)), self._world)
        english = library.language.split("-", maxsplit=1)[0] == "en"
        for name, rule in ITEM_RULES.items():
            if not self._may_speak(name, rule.__module__, work) or (name in ENGLISH and not english):
                continue
            for remark in rule(case):
                if not remark.path or str(remark.path[0]) in fields:
                    yield f"{remark.severity}[{name}]: {remark.what}; {remark.hint}"

    def _may_speak(self, rule: str, module: str, work: Work) -> bool:
        """Tell whether what a rule looks at is there yet."""
        if not work.answered:
            return module == stems.__name__
        told = "topics" in work.fields
        return told or not (rule in _LATE or (rule in _CITED and work.step is not None and "context" in work.step.name))


def _to_come(bench: Bench) -> dict[str, Any]:
    """Return the fields that are asked last, as far as an item needs them."""
    topic = next(iter(bench.library.topics), "general")
    return {"id": "item", "explanation": _OPEN, "topics": [topic], "level": "1", "status": "draft"}


def _answered(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers for an item of which only the stem is there."""
    kind = fields["type"]
    if kind == "cloze":
        return {"gaps": {name: {"type": "text", "key": _OPEN} for name in gap_names(fields["stem"])}}
    if kind in ("choice", "multiple", "boolean"):
        return {"type": "boolean", "key": "true", "feedback": _OPEN}
    return {"type": "text", "key": _OPEN}


class Whole(NamedTuple):
    """An item as it would stand in its bank: None where it is not sound; all that a check says of it."""

    entry: Entry | None
    library: Library | None
    findings: list[Finding]

    @property
    def errors(self) -> bool:
        """Whether it cannot be asked as it is."""
        return self.entry is None or any(f.severity is Severity.ERROR for f in self.findings)


def head_of(bank: str) -> str:
    """Return how a bank begins that is not there yet."""
    return f"bank: {bank}\ntitle: Questions\nitems: []\n"


def whole(work: Work, today: date, recalled: Recalled | None = None) -> Whole:
    """Return the item as it would stand in its bank; with `recalled` the next look at the library is quick.

    Raises QuizError when it cannot be written there.
    """
    item = item_of({**work.fields, "status": work.fields.get("status", "draft")})
    place = work.bench.place(work.place)
    before, after = bank_with(place.path, head_of(place.bank), item)
    name = shown(place.path)
    sources = read_sources(work.bench.root)
    banks = tuple((n, after if n == name else data) for n, data in sources.banks)
    if before is None:
        banks = (*banks, (name, after))
    return _looked_at(sources._replace(banks=banks), work.bench.root, name, after, (item.id, today), recalled)


def written(root: Path, path: Path, item: str, today: date, recalled: Recalled | None = None) -> Whole:
    """Return an item as it stands in its bank now."""
    sources = read_sources(root)
    data = next((d for n, d in sources.banks if n == shown(path)), b"")
    bank = data if isinstance(data, bytes) else b""
    return _looked_at(sources, root, shown(path), bank, (item, today), recalled)


def _looked_at(
    sources: Sources, root: Path, name: str, bank: bytes, asked: tuple[str, date], recalled: Recalled | None
) -> Whole:
    item, today = asked
    library, report = check_sources(sources, today, recalled=recalled, records=read_reviews(root)[0])
    line = line_of_item(bank.decode("utf-8", "replace"), item) or 1
    mine = [f for f in report.findings if (f.path == name and f.line >= line) or f"'{item}'" in f.what]
    return Whole(library.entries.get(item) if library else None, library, mine)


def whole_lines(found: Whole, today: date) -> Iterator[str]:
    """Yield an item as it will be asked, what is said after it, and what the checks say of it."""
    if found.entry is not None and found.library is not None:
        question = question_of(found.entry, found.library, found.entry.item.id, 1, 1)
        yield from question_lines(question)
        for part in question.parts if question.type == "cloze" else ():
            yield f"  {part.called} {part.wanted or 'pick one'}{f' ({part.unit})' if part.unit else ''}"
            yield from option_lines(part.options)
        shown_after = preview_of(found.entry, found.library, today.toordinal())
        yield ""
        yield named("Right: ", shown_after.feedback.right)
        for mark in shown_after.said:
            yield f"  {mark.symbol} {' '.join(filter(None, (mark.called, mark.given)))}: {mark.said}"
        yield from _told(feedback_lines(shown_after.feedback))
    yield from finding_lines(found.findings)


def _told(lines: Iterable[str]) -> Iterator[str]:
    """Yield of what is said after an answer all from the explanation on."""
    begun = False
    for line in lines:
        begun = begun or line.startswith("Why: ")
        if begun and not line.startswith(("Comes again", "Again")):
            yield line


def finding_lines(findings: list[Finding]) -> Iterator[str]:
    """Yield what a check says of an item, without its place."""
    for finding in findings:
        yield one_line(f"! {finding.severity}[{finding.rule}]: {finding.what}; {finding.hint}")
    if not findings:
        yield "✓ The checks find nothing"
