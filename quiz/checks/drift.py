"""Drift: what each citation is worth against the documents as they are now. Pure, and it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct, structs

from quiz.banks import Sources, Written, written_banks
from quiz.checks.review import Record, all_citations, by_item, folded, since_read
from quiz.checks.wording import likeness, marked
from quiz.documents import Citation, Document
from quiz.documents.files import read_briefs
from quiz.items import Item
from quiz.items.entries import Path
from quiz.reading import locate
from quiz.text import counted

SIMILAR_HERE = 70.0
"""Likeness from which a sentence of the cited paragraph is taken for the quote in other words."""
SIMILAR_ELSEWHERE = 78.0
"""The same for a sentence of another paragraph of the document."""


class State(StrEnum):
    """What a citation is worth.

    `verbatim`: a whole sentence of its paragraph; `confirmed`: that, after a change that it followed; `unconfirmed`:
    that, but nobody has read it since it changed; `moved`: it stands in another paragraph; `changed`: a sentence is
    like it; `gone`: none is; `document-missing`: there is no such document.
    """

    VERBATIM = "verbatim"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"
    MISSING = "document-missing"


BROKEN = frozenset({State.MOVED, State.CHANGED, State.GONE, State.MISSING})
"""States in which the proof of an item is not where it says."""


class Cited(Struct, frozen=True, kw_only=True):
    """One citation of an item and its state.

    `field` says where it stands in the item (`citations 0`), `path`, `line` and `column` where its quote does; `now`
    is what it has become, `marked` that with the words that changed, `elsewhere` a document of the same voice that
    still has the old sentence, or any document that has it where its own is missing.
    """

    item: str
    state: State
    document: str
    paragraph: int
    quote: str
    field: str
    path: str
    line: int
    column: int
    now: Citation | None = None
    marked: str = ""
    elsewhere: Citation | None = None

    def what_to_do(self) -> str:
        """Return what is to be told of a citation, and what to do."""
        at = f"cites {self.document}, paragraph {self.paragraph}"
        if self.state is State.UNCONFIRMED:
            return "was read with other quotes than it has now: have it read again"
        if self.state is State.CONFIRMED:
            return f"{at}, which changed, and follows it: nothing to do"
        if self.state is State.MISSING:
            there = "" if self.elsewhere is None else f" the sentence stands in {_place(self.elsewhere)}:"
            return f"{at}, and there is no such document;{there} correct `document` or retire the item"
        if self.state is State.MOVED and self.now is not None:
            if self.now.document == self.document:
                return f"{at}, but the sentence stands in paragraph {self.now.paragraph}: correct `paragraph`"
            return f"{at}, but the sentence stands in {_place(self.now)} of the same voice: cite that or retire it"
        if self.now is None:
            return f"{at}, which no longer says so: cite what the item rests on now, or retire it"
        here = self.now.paragraph == self.paragraph
        says = f"{at}, which says now" if here else f"{at}; paragraph {self.now.paragraph} says now"
        kept = "" if self.elsewhere is None else f" ({_place(self.elsewhere)} of the same voice, still has the quote)"
        return f"{says}: {self.marked}{kept}; see whether the item still holds, then quote the sentence as it is"


class Drift(Struct, frozen=True):
    """Every citation with its state, in the order of the banks, and how many items could not be read."""

    citations: tuple[Cited, ...]
    items: int
    unreadable: int

    @property
    def broken(self) -> bool:
        """Whether some citation is not where it says."""
        return any(c.state in BROKEN for c in self.citations)

    def summary(self) -> dict[str, int]:
        """Return how many citations are in each state, and how many items there are."""
        states = {str(s): sum(c.state is s for c in self.citations) for s in State}
        return {"items": self.items, "unreadable": self.unreadable, "citations": len(self.citations), **states}

    def in_words(self) -> str:
        """Return the summary as a line."""
        counts = self.summary()
        told = [f"{counts[s]:,} {s}" for s in State if counts[s]]
        of = f"{counted(counts['citations'], 'citation')} of {counted(self.items, 'item')}"
        left = f"; {counted(self.unreadable, 'item')} cannot be read: `quiz check` tells why" if self.unreadable else ""
        return f"{of}: {', '.join(told) or 'none'}{left}"


def _place(citation: Citation) -> str:
    return f"{citation.document}, paragraph {citation.paragraph},"


def drift(sources: Sources, records: Iterable[Record] = (), since: Sources | None = None) -> Drift:
    """Return the state of every citation of every item that is not retired, sound or not.

    `records` are the review record, the oldest first; `since` the library as it was, to tell quotes that followed a
    change of their sentence.
    """
    documents, _ = read_briefs(sources.documents)
    readings = by_item(records)
    before = _Before(since)
    found: list[Cited] = []
    items = unreadable = 0
    for written in (w for bank in written_banks(sources.banks) for w in bank.items):
        item = written.item
        if item is None:
            unreadable += 1
        elif item.status != "retired":
            items += 1
            states = _states(item, written, documents)
            followed = before.followed(item, documents)
            read = since_read(item, readings.get(item.id, ()))
            found += _confirmed(states, followed, read)
    return Drift(tuple(found), items, unreadable)


def _states(item: Item, written: Written, documents: Mapping[str, Document]) -> list[tuple[Path, Cited]]:
    """Return each citation of an item, with its place, as it stands against the documents alone."""
    found = []
    for path, citation in all_citations(item):
        mark = locate(written.node, (*path, "quote"))
        cited = Cited(
            item=item.id,
            state=State.VERBATIM,
            document=citation.document,
            paragraph=citation.paragraph,
            quote=folded(citation.quote),
            field=" ".join(map(str, path)),
            path=written.path,
            line=mark.line,
            column=mark.column,
        )
        found.append((path, structs.replace(cited, **_standing(citation, documents))))
    return found


def _standing(citation: Citation, documents: Mapping[str, Document]) -> dict[str, object]:
    """Return the fields that say what has become of a citation; none for one that is verbatim."""
    document = documents.get(citation.document)
    if document is None:
        return {"state": State.MISSING, "elsewhere": _whole(citation.quote, documents.values())}
    passage = document.passage(citation.paragraph)
    if passage is not None and passage.has(citation.quote):
        return {}
    own = _whole(citation.quote, [document])
    if own is not None:
        return {"state": State.MOVED, "now": own}
    kin = [d for d in documents.values() if d.voice == document.voice and d.id != document.id]
    elsewhere = _whole(citation.quote, kin)
    quote = folded(citation.quote)
    now = _like(quote, document, citation.paragraph)
    if now is not None:
        return {"state": State.CHANGED, "now": now, "marked": marked(quote, now.quote), "elsewhere": elsewhere}
    if elsewhere is not None:
        return {"state": State.MOVED, "now": elsewhere}
    return {"state": State.GONE}


def _sentences(document: Document) -> Iterator[Citation]:
    for passage in document.passages:
        for sentence in passage.sentences:
            yield Citation(document.id, passage.number, folded(sentence.text))


def _whole(quote: str, documents: Iterable[Document]) -> Citation | None:
    """Return where a quote is a whole sentence, None when nowhere."""
    wanted = folded(quote)
    return next((s for d in documents for s in _sentences(d) if s.quote == wanted), None)


def _like(quote: str, document: Document, paragraph: int) -> Citation | None:
    """Return the sentence that a quote has most likely become: of its paragraph before any other."""
    scored = [(likeness(quote, s.quote), s) for s in _sentences(document)]
    for least, here in ((SIMILAR_HERE, True), (SIMILAR_ELSEWHERE, False)):
        fit = [(score, s) for score, s in scored if score >= least and (s.paragraph == paragraph) is here]
        if fit:
            return max(fit, key=lambda one: one[0])[1]
    return None


def _confirmed(states: list[tuple[Path, Cited]], followed: frozenset[Path], read: bool | None) -> Iterator[Cited]:
    """Yield citations with what is known of their reading: an item that is broken waits for its repair first."""
    whole = all(cited.state is State.VERBATIM for _, cited in states)
    for path, cited in states:
        if cited.state is not State.VERBATIM:
            yield cited
        elif whole and read is False:
            yield structs.replace(cited, state=State.UNCONFIRMED)
        elif path in followed or (whole and read):
            yield structs.replace(cited, state=State.CONFIRMED)
        else:
            yield cited


class _Before:
    """The library as it was: which quotes have followed a change of their sentence since."""

    def __init__(self, sources: Sources | None) -> None:
        self._documents: dict[str, Document] = {}
        self._items: dict[str, Item] = {}
        if sources is not None:
            self._documents, _ = read_briefs(sources.documents)
            written = [w for bank in written_banks(sources.banks) for w in bank.items]
            self._items = {w.item.id: w.item for w in reversed(written) if w.item is not None}

    def followed(self, item: Item, documents: Mapping[str, Document]) -> frozenset[Path]:
        """Return the places of the citations whose sentence was changed and whose quote was brought along."""
        old = next((self._items[i] for i in (item.id, *item.was) if i in self._items), None)
        if old is None:
            return frozenset()
        cited_before = [(path[:-1], c) for path, c in all_citations(old)]
        kept = {(c.document, folded(c.quote)) for _, c in cited_before}
        lost = {(path, c.document) for path, c in cited_before if self._changed(c, self._documents, documents)}
        return frozenset(
            path
            for path, c in all_citations(item)
            if (path[:-1], c.document) in lost
            and (c.document, folded(c.quote)) not in kept
            and self._changed(c, documents, self._documents)
        )

    @staticmethod
    def _changed(citation: Citation, there: Mapping[str, Document], gone: Mapping[str, Document]) -> bool:
        """Tell whether a quote is a sentence of its document in one state of the library and not in the other."""
        with_it, without = there.get(citation.document), gone.get(citation.document)
        return (
            with_it is not None
            and without is not None
            and _whole(citation.quote, [with_it]) is not None
            and _whole(citation.quote, [without]) is None
        )
