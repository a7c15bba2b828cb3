"""Quotations of briefs: what stands in quotation marks, and how long it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.documents import Document, Passage, Sentence
from quiz.errors import Finding
from quiz.text import one_line

RUN = 8
"""The most words of a quotation; also the words in a row that may not be shared with an original."""
QUOTED = re.compile(r'["“”]([^"“”]*)["“”]')


def place(document: Document, passage: Passage) -> str:
    """Return how messages name a paragraph."""
    return f"{document.id}, paragraph {passage.number}"


def long_quotations(document: Document, passage: Passage, sentence: Sentence, column: int = 1) -> Iterator[Finding]:
    """Yield a finding for each quotation of a sentence that has too many words; it begins at `column`."""
    for quoted in QUOTED.finditer(sentence.text):
        words = len(quoted[1].split())
        if words > RUN:
            yield Finding(
                rule="quotation-long",
                path=document.path,
                line=sentence.line,
                column=column + quoted.start(),
                what=f"the quotation '{one_line(quoted[1], 60)}' has {words} words, more than {RUN}",
                hint="shorten it",
                place=place(document, passage),
            )
