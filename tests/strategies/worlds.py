"""Documents, names files, banks, and whole libraries as the files that hold them."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import yaml
from hypothesis import strategies as st

from quiz.banks import Sources, dump_bank
from quiz.documents import Document, Passage, Sentence, SentenceMark
from quiz.items import BankFile, LibraryFile, NamesFile
from quiz.text import canon
from tests.strategies.items import TOPICS, Documents, items
from tests.strategies.texts import ANSWERS, IDS, LINES, TEXTS, WORDS

MARKS = {SentenceMark.CORE: "* ", SentenceMark.USEFUL: "+ ", SentenceMark.BACKGROUND: "- ", SentenceMark.PLAIN: ""}
_UNMARKED = LINES.filter(lambda line: line[0] not in "[(")


def brief_text(document: Document) -> str:
    """Write a document as the brief that it comes from, with line numbers as `documents` gives them."""
    front = {
        "id": document.id,
        "title": document.title,
        "called": document.called,
        "voice": document.voice,
        "kind": document.kind,
        "authors": list(document.authors),
        "publisher": document.publisher,
        "dated": document.dated,
        "text": document.text,
    }
    lines = ["---", *(f"{key}: {msgspec.json.encode(value).decode()}" for key, value in front.items()), "---"]
    for passage in document.passages:
        lines += ["", f"[{passage.number}]", *(MARKS[s.mark] + s.text for s in passage.sentences)]
    return "\n".join(lines) + "\n"


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw a document with one to three paragraphs, of which the first has a sentence."""
    text = draw(st.sampled_from(("brief", "original")))
    marks = st.just(SentenceMark.PLAIN) if text == "original" else st.sampled_from(list(MARKS)[:3])
    passages: list[Passage] = []
    line = 13
    for number in range(1, draw(st.integers(1, 3)) + 1):
        drawn = draw(st.lists(st.tuples(_UNMARKED, marks), min_size=number == 1, max_size=3))
        sentences = tuple(Sentence(t, mark, line + i) for i, (t, mark) in enumerate(drawn, 1))
        passages.append(Passage(number, sentences, line))
        line += len(drawn) + 2
    identity = draw(WORDS)
    return Document(
        id=identity,
        title=draw(LINES),
        called=draw(LINES),
        voice=draw(st.just(identity) | WORDS),
        kind=draw(st.sampled_from(("news", "opinion", "reference", "other"))),
        authors=tuple(draw(st.lists(LINES, max_size=2))),
        publisher=draw(LINES),
        dated=draw(LINES),
        text=text,
        passages=tuple(passages),
        path=f"{identity}.md",
    )


@st.composite
def names_files(draw: st.DrawFn) -> NamesFile:
    """Draw names of which no form is that of another; rivals are two of the names."""
    forms = draw(st.lists(ANSWERS, max_size=6, unique_by=canon))
    size = draw(st.integers(1, 3))
    names = {forms[at]: tuple(forms[at + 1 : at + size]) for at in range(0, len(forms), size)}
    rivals = (tuple(list(names)[:2]),) if len(names) > 1 and draw(st.booleans()) else ()
    return NamesFile(names=names, related={name: (draw(LINES),) for name in list(names)[2:]}, rivals=rivals)


@st.composite
def banks(draw: st.DrawFn, known: Documents, names: NamesFile | None = None, least: int = 0) -> BankFile:
    """Draw a bank whose items are sound; an item may ask for those before it."""
    drawn = draw(st.lists(items(known, names), min_size=least, max_size=3, unique_by=lambda item: item.id))
    chained = [
        msgspec.structs.replace(item, after=tuple(sorted(draw(st.sets(st.sampled_from([d.id for d in drawn[:at]]))))))
        if at and draw(st.booleans())
        else item
        for at, item in enumerate(drawn)
    ]
    return BankFile(bank=draw(IDS), title=draw(TEXTS), items=tuple(chained))


class World(NamedTuple):
    """A library as values; `sources` gives its files."""

    documents: dict[str, Document]
    names: NamesFile
    bank: BankFile

    def sources(self, bank: str | bytes | None = None) -> Sources:
        """Return the files, with `bank` in the place of the bank's."""
        text = dump_bank(self.bank) if bank is None else bank
        head = LibraryFile(id="world", title="A world", topics=TOPICS)
        return Sources(
            ("library.yaml", _yaml(head)),
            ("names.yaml", _yaml(self.names)),
            (("bank.yaml", text.encode() if isinstance(text, str) else text),),
            tuple((d.path, brief_text(d).encode()) for d in self.documents.values()),
        )


def _yaml(value: msgspec.Struct) -> bytes:
    return yaml.safe_dump(msgspec.to_builtins(value), allow_unicode=True, sort_keys=False).encode()


@st.composite
def worlds(draw: st.DrawFn, least: int = 0) -> World:
    """Draw documents, names, and a bank with at least `least` items."""
    drawn = draw(st.lists(documents(), min_size=1, max_size=2, unique_by=lambda document: document.id))
    known = {document.id: document for document in drawn}
    names = draw(names_files())
    return World(known, names, draw(banks(known, names, least)))
