"""Search over questions and passages while one types. Pure: an index is made once, a query asks it.

The key of an item is not searched and not shown: who looks for a question is not told its answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from msgspec import Struct

from quiz.banks import Entry, Library
from quiz.documents import Document, Passage
from quiz.text import found_in, one_line, sought
from quiz.views.answers import stem_text

MOST = 1_000
"""Rows that a search gives, at most."""
QUERY_CHARS = 200
RECALLED = 12
"""Queries whose rows are kept, so that one more letter looks only through them."""
EXCERPT = 300
"""Characters of a text that are shown around what was found."""
BEFORE = 60
"""Characters that are shown before it where the text is longer than that."""

Spans = tuple[tuple[int, int], ...]


def query_words(query: str) -> tuple[str, ...]:
    """Return the folded words of a query, each once; of a long one those of its first 200 characters."""
    return tuple(dict.fromkeys(sought(query[:QUERY_CHARS]).split()))


class Found(NamedTuple):
    """The numbers of the texts that were found, the best first, and how many match in all."""

    rows: list[int]
    total: int


class TextIndex:
    """Texts in which words are found wherever they stand in a word."""

    def __init__(self, texts: Iterable[str]) -> None:
        # The space before the first word makes every word begin after one.
        self._texts = [f" {sought(text)}" for text in texts]
        self._known: dict[tuple[str, ...], list[int]] = {}

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self._texts)

    def find(self, query: str, most: int = MOST) -> Found:
        """Return at most `most` texts in which each word of a query stands; all of them for a query without words.

        First those that have the query as it was typed from the beginning of a word, then those of which words begin
        with all its words, then the others, each in their order.
        """
        words = query_words(query)
        if not words:
            return Found(list(range(min(most, len(self._texts)))), len(self._texts))
        rows = self._matching(words)
        ranked: dict[int, None] = {}
        for better in self._better(rows, query, words):
            ranked.update(dict.fromkeys(islice(better, most)))
            if len(ranked) >= most:
                break
        return Found(list(islice(ranked, most)), len(rows))

    def _matching(self, words: tuple[str, ...]) -> list[int]:
        """Return the texts that have all of some words: of those of an earlier query where that asked for less."""
        known = self._known.get(words)
        if known is not None:
            return known
        texts = self._texts
        before = next((k for k in reversed(self._known) if _narrows(words, k)), None)
        if before is None:
            first, *left = sorted(words, key=len, reverse=True)
            rows = [row for row, text in enumerate(texts) if first in text]
        else:
            rows = self._known[before]
            left = [word for word in words if word not in before]
        for word in left:
            rows = [row for row in rows if word in texts[row]]
        if len(self._known) >= RECALLED:
            del self._known[next(iter(self._known))]
        self._known[words] = rows
        return rows

    def _better(self, rows: list[int], query: str, words: tuple[str, ...]) -> Iterator[Iterable[int]]:
        texts = self._texts
        typed = f" {sought(query[:QUERY_CHARS])}"
        yield (row for row in rows if typed in texts[row])
        begins = [f" {word}" for word in words]
        if begins != [typed]:
            yield (row for row in rows if all(begin in texts[row] for begin in begins))
        yield rows


def _narrows(words: tuple[str, ...], before: tuple[str, ...]) -> bool:
    """Tell whether what has all of `words` has all of `before`."""
    return all(any(old in word for word in words) for old in before)


class Hit(Struct, frozen=True, kw_only=True):
    """One row of what was found: a question (`item`) or a passage (`document`, `sentence`: its number there, from 0).

    `where` says what it is, `text` is what was found, long texts cut around it; spans are places of the words.
    """

    where: str
    where_spans: Spans
    text: str
    text_spans: Spans
    item: str = ""
    document: str = ""
    sentence: int = 0


class Search:
    """All questions and passages of a library, to be searched."""

    def __init__(self, library: Library) -> None:
        self._entries: list[Entry] = list(library.entries.values())
        self._passages: list[tuple[Document, Passage, int]] = list(_passages(library.documents.values()))
        texts = [f"{stem_text(e.item)} {e.item.id}" for e in self._entries]
        texts += [f"{passage.text} {document.called}" for document, passage, _ in self._passages]
        self._index = TextIndex(texts)

    @property
    def size(self) -> tuple[int, int]:
        """How many questions and passages there are."""
        return len(self._entries), len(self._passages)

    def find(self, query: str, most: int = MOST) -> Found:
        """Return which rows a query finds; `hit` says what they are."""
        return self._index.find(query, most)

    def entry(self, row: int) -> Entry | None:
        """Return the question of a row, None for a passage."""
        return self._entries[row] if row < len(self._entries) else None

    def hit(self, row: int, query: str, where: str = "") -> Hit:
        """Return a row as it is shown; `where` says more of a question than its id."""
        words = query_words(query)
        entry = self.entry(row)
        if entry is not None:
            return _hit(f"{entry.item.id}{where}", stem_text(entry.item), words, item=entry.item.id)
        document, passage, first = self._passages[row - len(self._entries)]
        best = _best([s.text for s in passage.sentences], words)
        text = passage.sentences[best].text if passage.sentences else ""
        called = f"{document.called}, paragraph {passage.number}"
        return _hit(called, text, words, document=document.id, sentence=first + best)


def _passages(documents: Iterable[Document]) -> Iterator[tuple[Document, Passage, int]]:
    """Yield each passage that has a text with the number of its first sentence in the document, from 0."""
    for document in documents:
        first = 0
        for passage in document.passages:
            if passage.sentences:
                yield document, passage, first
            first += len(passage.sentences)


def _best(texts: Sequence[str], words: Sequence[str]) -> int:
    """Return which text has the most of some words, the first of several."""
    folded = [sought(text) for text in texts]
    return max(range(len(texts)), key=lambda i: (sum(word in folded[i] for word in words), -i), default=0)


def _hit(where: str, text: str, words: Sequence[str], **about: str | int) -> Hit:
    where, text = one_line(where), one_line(text)
    text, spans = excerpt(text, found_in(text, words))
    return Hit(where=where, where_spans=found_in(where, words), text=text, text_spans=spans, **about)  # type: ignore[arg-type]


def excerpt(text: str, spans: Spans) -> tuple[str, Spans]:
    """Cut a long text to what stands around the first of some places; return it with the places as they are then."""
    if len(text) <= EXCERPT:
        return text, spans
    first = spans[0][0] if spans else 0
    begin = first - BEFORE if first > EXCERPT - BEFORE else 0
    lead = "…" if begin else ""
    end = begin + EXCERPT
    cut = f"{lead}{text[begin:end]}{'…' if end < len(text) else ''}"
    moved = len(lead) - begin
    return cut, tuple((a + moved, min(b, end) + moved) for a, b in spans if begin <= a < end)
