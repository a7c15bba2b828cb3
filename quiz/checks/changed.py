"""Which findings belong to what differs from an earlier state of a library: by content, wherever its lines are now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import structs

from quiz.banks import Sources, WrittenBank, compile_library, written_banks
from quiz.checks.judging import files_of
from quiz.checks.review import all_citations
from quiz.checks.running import Report
from quiz.documents import Document
from quiz.documents.files import read_briefs
from quiz.errors import Finding, QuizError, Severity
from quiz.reading import Fault, Node, Scalar, Sequence, decode, read_yaml
from quiz.reading import Mapping as Fields

_END = 2**31
_NUMBER = re.compile(r"\d+")


class Span(NamedTuple):
    """Lines of a file, both ends included."""

    path: str
    first: int = 1
    last: int = _END


class Changed(NamedTuple):
    """What differs from an earlier state: ids of items, lines of files; `known` are the files that were there then."""

    items: frozenset[str]
    spans: frozenset[Span]
    known: frozenset[str]

    def shows(self, finding: Finding) -> bool:
        """Tell whether a finding belongs to what differs."""
        if finding.path not in self.known or (finding.item and finding.item in self.items):
            return True
        return any(s.path == finding.path and s.first <= finding.line <= s.last for s in self.spans)

    def only(self, report: Report) -> Report:
        """Return a report with the findings that belong to what differs."""
        findings = [f for f in report.findings if self.shows(f)]
        allowed = [a for a in report.allowed if self.shows(a.finding)]
        return Report(findings, report.items, report.documents, allowed)

    def __or__(self, other: Changed) -> Changed:
        """Return what differs in either of two libraries."""
        return Changed(self.items | other.items, self.spans | other.spans, self.known | other.known)


def changed_items(old: Sources, new: Sources) -> Changed:
    """Return what differs in `new` from `old`.

    Items: those that are new or written otherwise, and those that cite a sentence which its document no longer has
    there. Lines: such items, documents whose sentences or faults differ, heads of banks, library.yaml and names.yaml
    that say something else, and errors that were not there before, wherever they come from.
    """
    were = files_of(old)
    after = written_banks(new.banks)
    documents, told = read_briefs(new.documents)
    earlier, told_before = read_briefs(old.documents)
    rewritten = set(_rewritten(old, new, after))
    items = {item for item, _ in rewritten if item} | set(_citing(after, earlier, documents))
    spans = {span for _, span in rewritten}
    for name, _ in new.documents:
        if _about(name, documents, told) != _about(name, earlier, told_before):
            spans.add(Span(name))
    heads = [new.library, *([new.names] if new.names else [])]
    spans |= {Span(name) for name, data in heads if _plain(data) != _plain(were.get(name))}
    spans |= {Span(f.path, f.line, f.line) for f in _fresh_errors(old, new)}
    return Changed(frozenset(items), frozenset(spans), frozenset(were))


def _rewritten(old: Sources, new: Sources, banks: list[WrittenBank]) -> Iterator[tuple[str, Span]]:
    """Yield what banks have that was not there before: (id, lines) of an item, no id for the head of a bank."""
    before = {bank.path: bank for bank in written_banks(old.banks)}
    left = Counter((w.id, _content(w.node)) for bank in before.values() for w in bank.items)
    for bank in banks:
        for written in bank.items:
            key = (written.id, _content(written.node))
            if left[key] > 0:
                left[key] -= 1
            else:
                yield written.id, Span(bank.path, written.node.line, _last_line(written.node))
        if _head(bank, files_of(new)) != _head(before.get(bank.path), files_of(old)):
            yield "", Span(bank.path, 1, bank.items[0].node.line - 1 if bank.items else _END)


def _content(node: Node | None) -> Any:
    """Return what a node says, as a value that can be compared: order of fields, lines and quotation do not count."""
    if node is None:
        return None
    fault = node.fault.rule if node.fault else ""
    if isinstance(node, Scalar):
        return node.value, node.comment, fault
    if isinstance(node, Sequence):
        return tuple(_content(one) for one in node.items), fault
    return tuple((key, _content(one)) for key, one in sorted(node.entries.items())), fault


def _last_line(node: Node) -> int:
    inner = node.items if isinstance(node, Sequence) else node.entries.values() if isinstance(node, Fields) else ()
    return max([node.line, *(_last_line(one) for one in inner)])


def _head(bank: WrittenBank | None, files: Mapping[str, object]) -> Any:
    """Return what a bank says beside its items; its bytes where it cannot be read."""
    if bank is None:
        return None
    if bank.root is None:
        return files.get(bank.path)
    return tuple(
        (key, _content(one) if key != "items" or not isinstance(one, Sequence) else "")
        for key, one in sorted(bank.root.entries.items())
    )


def _plain(data: object) -> Any:
    """Return what a YAML file says; its bytes where it cannot be read."""
    text = decode(data) if isinstance(data, bytes) else None
    if text is None or isinstance(text, Fault):
        return data if isinstance(data, bytes) else str(data) if isinstance(data, QuizError) else None
    root = read_yaml(text).root
    return data if root is None else _content(root)


def _about(name: str, documents: Mapping[str, Document], findings: list[Finding]) -> Any:
    """Return what a file of a document says and what is wrong with it, wherever its lines are."""
    faults = Counter((f.rule, f.what) for f in findings if f.path == name)
    found = next((d for d in documents.values() if d.path == name), None)
    if found is None:
        return None, faults
    passages = [(p.number, [(s.text, s.mark) for s in p.sentences]) for p in found.passages]
    return (structs.replace(found, passages=()), passages), faults


def _citing(banks: list[WrittenBank], old: Mapping[str, Document], new: Mapping[str, Document]) -> Iterator[str]:
    """Yield the items that cite a sentence which stood where they say and no longer does."""

    def stands(documents: Mapping[str, Document], document: str, paragraph: int, quote: str) -> bool:
        found = documents[document].passage(paragraph) if document in documents else None
        return found is not None and found.has(quote)

    for item in (w.item for bank in banks for w in bank.items if w.item is not None):
        for _, c in all_citations(item):
            place = c.document, c.paragraph, c.quote
            if stands(old, *place) and not stands(new, *place):
                yield item.id
                break


def _fresh_errors(old: Sources, new: Sources) -> list[Finding]:
    """Return the errors of compiling that were not there before; numbers in their words are lines, and do not count."""

    def key(finding: Finding) -> tuple[str, str, str, str]:
        return finding.path, finding.item, finding.rule, _NUMBER.sub("#", finding.what)

    known = Counter(key(f) for f in compile_library(old)[1])
    fresh = []
    for finding in compile_library(new)[1]:
        if known[key(finding)] > 0:
            known[key(finding)] -= 1
        elif finding.severity is Severity.ERROR:
            fresh.append(finding)
    return fresh
