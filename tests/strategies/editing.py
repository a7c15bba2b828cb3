"""Edits of documents: those that leave every cited sentence where it is, and those of one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hypothesis import strategies as st
from msgspec import structs

from quiz.checks.review import folded
from quiz.documents import Document, Passage, Sentence, SentenceMark
from tests.strategies.texts import LINES
from tests.strategies.worlds import World, brief_text

PLAIN_LINES = LINES.filter(lambda line: line[0] not in "[(")


def sentences_of(documents: Iterable[Document]) -> set[str]:
    return {folded(s.text) for d in documents for p in d.passages for s in p.sentences}


@st.composite
def unrelated(draw: st.DrawFn, world: World, cited: frozenset[tuple[str, int, str]]) -> dict[str, Document]:
    """Draw the documents of a world with sentences added, reworded, removed and marked otherwise, but none of those
    that stand in `cited` as (document, paragraph, text)."""
    edited = {}
    for document in world.documents.values():
        passages = []
        for passage in document.passages:
            kept: list[Sentence] = []
            for sentence in passage.sentences:
                kept += draw(_new(document))
                fixed = (document.id, passage.number, folded(sentence.text)) in cited
                what = draw(st.sampled_from(("keep", "mark") if fixed else ("keep", "reword", "remove", "mark")))
                if what == "mark" and document.text == "brief":
                    mark = draw(st.sampled_from([SentenceMark.CORE, SentenceMark.USEFUL, SentenceMark.BACKGROUND]))
                    kept.append(structs.replace(sentence, mark=mark))
                elif what == "reword":
                    kept.append(structs.replace(sentence, text=draw(PLAIN_LINES)))
                elif what != "remove":
                    kept.append(sentence)
            passages.append(structs.replace(passage, sentences=(*kept, *draw(_new(document)))))
        more = [Passage(len(passages) + 1, tuple(draw(_new(document))))] if draw(st.booleans()) else []
        edited[document.id] = structs.replace(document, title=draw(LINES), passages=(*passages, *more))
    return edited


def _new(document: Document) -> st.SearchStrategy[list[Sentence]]:
    mark = SentenceMark.PLAIN if document.text == "original" else SentenceMark.USEFUL
    return st.lists(PLAIN_LINES.map(lambda text: Sentence(text, mark)), max_size=1)


@st.composite
def remarked(draw: st.DrawFn, document: Document) -> bytes:
    """Draw the file of a document with remarks and empty lines strewn among its lines."""
    head, _, body = brief_text(document).partition("\n---\n")
    lines = []
    for line in body.splitlines():
        lines += [*draw(st.lists(st.sampled_from(("", "(a remark)", "   ")), max_size=1)), line]
    return f"{head}\n---\n{chr(10).join(lines)}\n".encode()


class Edit(NamedTuple):
    """One sentence in other words: where it stands, how it was, the documents as they are now."""

    document: str
    paragraph: int
    old: str
    documents: dict[str, Document]


@st.composite
def of_one_sentence(draw: st.DrawFn, world: World) -> Edit:
    """Draw an edit of one sentence into a text that no document has."""
    places = [(d, p, i) for d in world.documents.values() for p in d.passages for i in range(len(p.sentences))]
    document, passage, at = draw(st.sampled_from(places))
    old = passage.sentences[at]
    known = sentences_of(world.documents.values())
    text = draw(
        st.one_of(PLAIN_LINES, st.sampled_from((f"{old.text} indeed", f"{old.text[:9]} and nothing else"))).filter(
            lambda line: folded(line) not in known
        )
    )
    changed = tuple(structs.replace(s, text=text) if i == at else s for i, s in enumerate(passage.sentences))
    passages = tuple(
        structs.replace(p, sentences=changed) if p.number == passage.number else p for p in document.passages
    )
    edited = {**world.documents, document.id: structs.replace(document, passages=passages)}
    return Edit(document.id, passage.number, folded(old.text), edited)
