"""Flaws of what an item cites or shows: each quote is one whole sentence of its paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quiz.documents import Citation, Document, Passage
from quiz.items.entries import Path, differing
from quiz.items.flaw import Flaw, instead, quoted
from quiz.items.types import Item
from quiz.text import counted, nearest

Documents = Mapping[str, Document]


def cited(item: Item, documents: Documents) -> Iterator[Flaw]:
    """Yield the flaws of all citations of an item, those of other documents' answers included."""
    if not item.citations:
        yield Flaw(("citations",), "no-citation", "nothing is cited", "cite the sentence that decides the answer")
    for field, citations in (("citations", item.citations), ("context", item.context)):
        for index, citation in enumerate(citations):
            yield from _citation(citation, (field, index), documents)
    for path, differs in differing(item):
        if not differs.citations:
            hint = "cite the sentence of the document that answers otherwise"
            yield Flaw(path, "no-citation", "the other document is not cited", hint)
        for index, citation in enumerate(differs.citations):
            yield from _citation(citation, (*path, "citations", index), documents)


def known_document(name: str, path: Path, documents: Documents) -> Document | Flaw:
    """Return the document of that id, or the flaw that there is none."""
    what = f"there is no document {quoted(name, 60)}"
    return documents.get(name) or Flaw(path, "no-document", what, instead(name, sorted(documents)))


def no_paragraph(document: Document, number: int, path: Path) -> Flaw:
    """Return the flaw that a document has no paragraph of that number."""
    what = f"{document.id} has no paragraph {number}"
    return Flaw(path, "no-paragraph", what, f"it has {counted(len(document.passages), 'paragraph')}")


def _citation(citation: Citation, path: Path, documents: Documents) -> Iterator[Flaw]:
    document = known_document(citation.document, (*path, "document"), documents)
    if isinstance(document, Flaw):
        yield document
        return
    passage = document.passage(citation.paragraph)
    if passage is None:
        yield no_paragraph(document, citation.paragraph, (*path, "paragraph"))
    elif not passage.has(citation.quote):
        yield misquoted(citation.quote, (*path, "quote"), document, [passage], "correct `paragraph`")


def misquoted(text: str, at: Path, document: Document, passages: Sequence[Passage], cure: str) -> Flaw:
    """Return the flaw of a text that is no whole sentence of some passages of a document.

    `cure` says what to do where it is one of another paragraph.
    """
    quote = " ".join(text.split())
    numbers = ", ".join(str(p.number) for p in passages)
    place = f"{document.id}, paragraph{'s' if len(passages) > 1 else ''} {numbers}"
    for passage in document.passages:
        if passage.has(quote):
            hint = f"it stands in paragraph {passage.number}: {cure}"
            return Flaw(at, "quote-elsewhere", f"the quote is not in {place}", hint)
    sentences = [" ".join(s.text.split()) for passage in passages for s in passage.sentences]
    whole = next((s for s in sentences if quote in s), "")
    if whole:
        return Flaw(at, "quote-partial", f"the quote is a part of a sentence of {place}", f"quote it whole: {whole}")
    several = [s for s in sentences if s in quote]
    if several:
        hint = f"cite one sentence: {several[0]}"
        return Flaw(at, "quote-several", f"the quote is more than one sentence of {place}", hint)
    near = nearest(quote, sentences)
    hint = f"did you mean: {near}" if near else "quote one whole sentence of that paragraph"
    return Flaw(at, "quote-missing", f"the quote is not in {place}", hint)
