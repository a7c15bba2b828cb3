"""Which sentences approved items ask about, by document, topic, type and level (AUTHORING 2). Pure.

A sentence is covered when it stands under `citations` of an approved item; `context` and `differs` do not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from quiz.banks import Entry, Library
from quiz.documents import Document, SentenceMark, voices
from quiz.items import type_name

CONSTRUCTED = frozenset({"text", "numeric", "date", "cloze", "match", "order", "evidence"})
"""Types whose answer is typed or put together, not picked."""
HOLD = {SentenceMark.CORE: 1.0, SentenceMark.USEFUL: 0.75, SentenceMark.PLAIN: 0.75}
"""Share of sentences that is to be covered, by mark; background is only reported."""


class SentenceCoverage(Struct, frozen=True):
    """One sentence with the items whose key rests on it; `constructed` when one of them is typed or put together."""

    document: str
    paragraph: int
    text: str
    mark: SentenceMark
    path: str
    line: int
    items: tuple[str, ...]
    constructed: bool


class Share(Struct, frozen=True):
    """So many of so many."""

    covered: int
    total: int

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None of nothing."""
        return self.covered / self.total if self.total else None


class DocumentCoverage(Struct, frozen=True):
    """A document's shares by mark and by paragraph, and how many core sentences a constructed answer reaches."""

    document: str
    voice: str
    marks: dict[str, Share]
    paragraphs: dict[int, Share]
    core_constructed: Share
    items: int


class SingleSource(Struct, frozen=True):
    """An item whose key rests on one voice."""

    item: str
    voice: str


class Coverage(Struct, frozen=True):
    """What approved items ask about; `matrix` counts items of a document (citations) under a main topic."""

    documents: tuple[DocumentCoverage, ...]
    sentences: tuple[SentenceCoverage, ...]
    topics: dict[str, int]
    types: dict[str, int]
    levels: dict[str, int]
    banks: dict[str, int]
    single_source: tuple[SingleSource, ...]
    matrix: dict[str, dict[str, int]]

    @property
    def short(self) -> tuple[SentenceCoverage, ...]:
        """The sentences that are to be asked about and are not, core first."""
        left = [s for s in self.sentences if not s.items and s.mark is not SentenceMark.BACKGROUND]
        return tuple(sorted(left, key=lambda s: (s.mark is not SentenceMark.CORE, s.document, s.line)))


def _folded(text: str) -> str:
    return " ".join(text.split())


def coverage(library: Library) -> Coverage:
    """Return what the approved items of a library ask about."""
    entries = [e for e in library.entries.values() if e.item.status == "approved"]
    asking: dict[tuple[str, int, str], list[Entry]] = {}
    for entry in entries:
        for c in entry.item.citations:
            asking.setdefault((c.document, c.paragraph, _folded(c.quote)), []).append(entry)
    sentences = tuple(_sentences(library.documents.values(), asking))
    topics = Counter(t for e in entries for t in e.item.topics)
    matrix = {
        d: dict(Counter(e.item.topics[0] for e in entries if any(c.document == d for c in e.item.citations)))
        for d in library.documents
    }
    heard = {e.item.id: voices((c.document for c in e.item.citations), library.documents) for e in entries}
    return Coverage(
        documents=tuple(_document(d, sentences, entries) for d in library.documents.values()),
        sentences=sentences,
        topics={t: topics[t] for t in library.topics},
        types=_counted(type_name(e.item) for e in entries),
        levels=_counted(str(e.item.level) for e in entries),
        banks={b: sum(e.bank == b for e in entries) for b in library.banks},
        single_source=tuple(SingleSource(i, next(iter(v))) for i, v in heard.items() if len(v) == 1),
        matrix=matrix,
    )


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _sentences(
    documents: Iterable[Document], asking: dict[tuple[str, int, str], list[Entry]]
) -> Iterable[SentenceCoverage]:
    for document in documents:
        for passage in document.passages:
            for sentence in passage.sentences:
                found = asking.get((document.id, passage.number, _folded(sentence.text)), [])
                yield SentenceCoverage(
                    document=document.id,
                    paragraph=passage.number,
                    text=sentence.text,
                    mark=sentence.mark,
                    path=document.path,
                    line=sentence.line,
                    items=tuple(dict.fromkeys(e.item.id for e in found)),
                    constructed=any(type_name(e.item) in CONSTRUCTED for e in found),
                )


def _document(document: Document, sentences: tuple[SentenceCoverage, ...], entries: list[Entry]) -> DocumentCoverage:
    own = [s for s in sentences if s.document == document.id]
    core = [s for s in own if s.mark is SentenceMark.CORE]
    return DocumentCoverage(
        document=document.id,
        voice=document.voice,
        marks={str(m): _share(s for s in own if s.mark is m) for m in SentenceMark if document.count(m)},
        paragraphs={p.number: _share(s for s in own if s.paragraph == p.number) for p in document.passages},
        core_constructed=Share(sum(s.constructed for s in core), len(core)),
        items=sum(any(c.document == document.id for c in e.item.citations) for e in entries),
    )


def _share(sentences: Iterable[SentenceCoverage]) -> Share:
    known = list(sentences)
    return Share(sum(bool(s.items) for s in known), len(known))
