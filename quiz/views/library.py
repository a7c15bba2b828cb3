"""A library to look through: its documents, each sentence with the questions that rest on it, what a question is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from quiz.banks import Entry, Library
from quiz.documents import Document, Sentence, SentenceMark
from quiz.items import differing, type_name
from quiz.learning import ItemState, is_due, mastery
from quiz.text import counted
from quiz.views.answers import stem_text
from quiz.views.words import percent, when_text

COVERED, DRAFTED, OPEN, LEFT = "●", "◌", "○", "·"
COVERAGE = {COVERED: "asked", DRAFTED: "draft only", OPEN: "not asked", LEFT: "not to be asked"}
"""Signs of sentences: an approved question rests on it, only others do, none does though one should, none need."""
SIGNS = {SentenceMark.CORE: "*", SentenceMark.USEFUL: "+", SentenceMark.BACKGROUND: "-", SentenceMark.PLAIN: ""}
"""Signs of marks, as briefs write them."""
_SHARES = {
    SentenceMark.CORE: "core {} of {} asked",
    SentenceMark.USEFUL: "useful {} of {}",
    SentenceMark.PLAIN: "{} of {} sentences asked",
    SentenceMark.BACKGROUND: "background {} of {}",
}

Place = tuple[str, int, str]
"""A sentence: document, paragraph, its words with one space between two."""


class SentenceRow(Struct, frozen=True, kw_only=True):
    """A sentence of a document; `sign` says whether it is asked, `first` whether its paragraph begins with it.

    `keyed` are items whose key rests on it, `cited` others that cite it.
    """

    paragraph: int
    first: bool
    text: str
    mark: SentenceMark
    sign: str
    keyed: tuple[str, ...]
    cited: tuple[str, ...]

    @property
    def wanted(self) -> bool:
        """Whether a question should rest on it and no approved one does."""
        return self.sign in (OPEN, DRAFTED)


class DocumentRow(Struct, frozen=True, kw_only=True):
    """A document: how it is called, what it is, whose voice it is, how much of it is asked; `items` rest on it."""

    id: str
    called: str
    title: str
    about: str
    shares: str
    items: int
    paragraphs: int


class ItemRow(Struct, frozen=True, kw_only=True):
    """A question: `about` says type, level and status, `state` what it is to the trainee, `role` what it has to do
    with a sentence: `keyed` or `cited`."""

    id: str
    stem: str
    about: str
    state: str
    role: str = "keyed"


class Look(Struct, frozen=True, kw_only=True):
    """All documents of a library with their sentences."""

    documents: tuple[DocumentRow, ...]
    sentences: dict[str, tuple[SentenceRow, ...]]

    def place_of(self, item: str) -> tuple[str, int] | None:
        """Return the document and the number (from 0) of the first sentence on which an item rests."""
        for document, rows in self.sentences.items():
            for number, row in enumerate(rows):
                if item in row.keyed:
                    return document, number
        return None


def look_at(library: Library) -> Look:
    """Return the documents of a library with what is asked about them."""
    keyed: dict[Place, list[Entry]] = {}
    cited: dict[Place, list[Entry]] = {}
    for entry in library.entries.values():
        for citation in entry.item.citations:
            keyed.setdefault((citation.document, citation.paragraph, _folded(citation.quote)), []).append(entry)
        others = (c for _, other in differing(entry.item) for c in other.citations)
        for citation in (*entry.item.context, *others):
            cited.setdefault((citation.document, citation.paragraph, _folded(citation.quote)), []).append(entry)
    sentences = {d.id: tuple(_sentences(d, keyed, cited)) for d in library.documents.values()}
    rest = Counter(d for e in library.entries.values() for d in {c.document for c in e.item.citations})
    rows = tuple(
        _document(d, sentences[d.id], rest[d.id], library.documents.values()) for d in library.documents.values()
    )
    return Look(documents=rows, sentences=sentences)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _sentences(
    document: Document, keyed: Mapping[Place, list[Entry]], cited: Mapping[Place, list[Entry]]
) -> Iterator[SentenceRow]:
    for passage in document.passages:
        for number, sentence in enumerate(passage.sentences):
            place = (document.id, passage.number, _folded(sentence.text))
            own = keyed.get(place, ())
            names = dict.fromkeys(e.item.id for e in own)
            yield SentenceRow(
                paragraph=passage.number,
                first=number == 0,
                text=sentence.text,
                mark=sentence.mark,
                sign=_sign(sentence, own),
                keyed=tuple(names),
                cited=tuple(dict.fromkeys(e.item.id for e in cited.get(place, ()) if e.item.id not in names)),
            )


def _sign(sentence: Sentence, entries: Iterable[Entry]) -> str:
    statuses = {e.item.status for e in entries}
    if "approved" in statuses:
        return COVERED
    if "draft" in statuses:
        return DRAFTED
    return LEFT if sentence.mark is SentenceMark.BACKGROUND else OPEN


def _document(
    document: Document, sentences: tuple[SentenceRow, ...], items: int, all_: Iterable[Document]
) -> DocumentRow:
    totals = Counter(s.mark for s in sentences)
    asked = Counter(s.mark for s in sentences if s.sign == COVERED)
    shares = [words.format(asked[mark], totals[mark]) for mark, words in _SHARES.items() if totals[mark]]
    same = [d.called for d in all_ if d.voice == document.voice and d.id != document.id]
    voice = f"one voice with {', '.join(same)}" if same else "a voice of its own"
    dated = "" if document.dated == "unstated" else f", {document.dated}"
    return DocumentRow(
        id=document.id,
        called=document.called,
        title=document.title,
        about=f"{document.kind}{dated}; {voice}",
        shares=", ".join([*shares, counted(items, "question")]) if sentences else "no sentences",
        items=items,
        paragraphs=len(document.passages),
    )


def item_row(entry: Entry, state: ItemState | None, today: int, role: str = "keyed") -> ItemRow:
    """Return a question as a row; `today` is the ordinal of the study day."""
    item = entry.item
    return ItemRow(
        id=item.id,
        stem=stem_text(item),
        about=f"{type_name(item)}, level {item.level}, {item.status}",
        state=state_text(state, today) if item.status == "approved" else "",
        role=role,
    )


def state_text(state: ItemState | None, today: int) -> str:
    """Return what an item is to a trainee: `new`, `due, mastery 40 %`, `mastery 91 %, again in 5 days`."""
    if state is None or not state.attempts:
        return "suspended" if state is not None and state.suspended else "new"
    memory = state.memory
    if memory is None:
        parts = ["answered, not yet learned"]
    else:
        parts = [f"mastery {percent(mastery(['it'], {'it': state}, today))}"]
        parts = ["due", *parts] if is_due(state, today) else [*parts, f"again {when_text(memory.due, today)}"]
    flags = (("suspended", state.suspended), ("last missed", not state.passed), ("often forgotten", state.leech))
    return ", ".join([*(word for word, holds in flags if holds), *parts])
