"""Rules for documents by themselves: what a brief must be so that its sentences can be cited (DESIGN section 5)."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.banks import Library
from quiz.documents import Document, SentenceMark
from quiz.errors import Finding, Severity

BACKGROUND = {"news": 0.25, "opinion": 0.35}
"""Largest share of background sentences in a brief."""


def brief_findings(library: Library) -> Iterator[Finding]:
    """Yield what is weak in the documents of a library."""
    for document in library.documents.values():
        if document.text == "brief":
            yield from _background(document)


def _background(document: Document) -> Iterator[Finding]:
    most = BACKGROUND.get(document.kind)
    total = sum(len(p.sentences) for p in document.passages)
    count = document.count(SentenceMark.BACKGROUND)
    if most is not None and total and count / total > most:
        what = f"{count} of {total} sentences are background, more than {most:.0%}"
        yield Finding(
            rule="background-share",
            path=document.path,
            line=1,
            column=1,
            what=what,
            hint="leave some out or ask about them",
            severity=Severity.WARNING,
        )
