"""What is said after an answer: the verdict, why, and the passage that decides it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from quiz.banks import Entry, Library
from quiz.documents import Citation, voices
from quiz.items import Boolean, Choice, Item, Multiple
from quiz.learning import ItemState
from quiz.scoring import Note, Outcome, Verdict
from quiz.views.question import given_text, right_text
from quiz.views.words import NOTES, OTHER_DOCUMENT, VERDICTS, when_text


class Source(Struct, frozen=True):
    """One paragraph of a document: sentences with True where they are cited, and what it is shown for.

    `role` is `key` (decides the answer), `differs` (answers otherwise) or `context` (what the explanation needs).
    """

    role: str
    called: str
    title: str
    paragraph: int
    sentences: tuple[tuple[str, bool], ...]


class Feedback(Struct, frozen=True, kw_only=True):
    """Everything that a front end shows after an answer."""

    item: str
    verdict: Verdict
    symbol: str
    headline: str
    given: str
    right: str
    message: str
    notes: tuple[str, ...]
    explanation: str
    witness: str
    again: str
    sources: tuple[Source, ...]


def _sources(role: str, citations: Iterable[Citation], library: Library) -> list[Source]:
    quotes: dict[tuple[str, int], set[str]] = {}
    for citation in citations:
        quotes.setdefault((citation.document, citation.paragraph), set()).add(" ".join(citation.quote.split()))
    found: list[Source] = []
    for (name, paragraph), wanted in quotes.items():
        document = library.documents.get(name)
        passage = document.passage(paragraph) if document else None
        if document is not None and passage is not None:
            sentences = tuple((s.text, " ".join(s.text.split()) in wanted) for s in passage.sentences)
            found.append(Source(role, document.called, document.title, paragraph, sentences))
    return found


def _witness(item: Item, library: Library) -> str:
    """Say how many independent documents carry the key."""
    cited = tuple(dict.fromkeys(c.document for c in item.citations))
    count = len(voices(cited, library.documents))
    names = " and ".join(library.documents[c].called if c in library.documents else c for c in cited)
    if count > 1:
        return f"{count} independent sources: {names}"
    together = " (one voice)" if len(cited) > 1 else ""
    return f"Single source: {names}{together}"


def _message(item: Item, response: Any, outcome: Outcome) -> str:
    """Return what the item's author says to this very answer."""
    kind, _, which = outcome.match.partition(" ")
    if kind == "differs" and item.differs:
        return item.differs[int(which)].says
    if isinstance(item, Multiple):
        return _picked(item, response)
    if kind == "option" and isinstance(item, Choice) and which != item.key:
        return next((o.feedback or "" for o in item.options if o.id == which), "")
    if kind == "reject" and isinstance(item, Boolean):
        return item.feedback
    if kind == "reject":
        return str(getattr(item, "reject", ())[int(which)].feedback)
    return ""


def _picked(item: Multiple, response: Any) -> str:
    picked = set(response) if isinstance(response, list | tuple) else set()
    wrong = [f"{o.text}: {o.feedback or ''}" for o in item.options if o.id in picked and o.id not in item.key]
    missed = [o.text for o in item.options if o.id in item.key and o.id not in picked]
    if not wrong and not missed:
        return ""
    parts = [f"{len(item.key) - len(missed)} of {len(item.key)} found."] if picked else []
    parts += [f"Not picked: {'; '.join(missed)}."] if missed and picked else []
    return " ".join([*parts, *wrong]).strip()


def feedback_of(
    entry: Entry, response: Any, outcome: Outcome, state: ItemState | None, library: Library, today: int
) -> Feedback:
    """Return the feedback on one answer; `today` is the ordinal of the study day."""
    item = entry.item
    symbol, headline = VERDICTS[outcome.verdict]
    if Note.OTHER_DOCUMENT in outcome.notes:
        symbol, headline = OTHER_DOCUMENT
    notes = [NOTES[n] for n in outcome.notes if n in NOTES]
    if Note.TYPO in outcome.notes:
        notes = [f"{NOTES[Note.TYPO]}: it is written {outcome.form}" if n == NOTES[Note.TYPO] else n for n in notes]
    memory = state.memory if state else None
    other = [c for d in item.differs for c in d.citations]
    return Feedback(
        item=item.id,
        verdict=outcome.verdict,
        symbol=symbol,
        headline=headline,
        given=given_text(item, response) if notes or outcome.verdict is not Verdict.CORRECT else "",
        right=right_text(item),
        message=_message(item, response, outcome),
        notes=tuple(notes),
        explanation=item.explanation,
        witness=_witness(item, library),
        again=f"Comes again {when_text(memory.due, today)}" if memory else "",
        sources=(
            *_sources("key", item.citations, library),
            *_sources("differs", other, library),
            *_sources("context", item.context, library),
        ),
    )
