"""What is said after an answer: the verdict, why, and the passage that decides it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from msgspec import Struct, structs

from quiz.banks import Entry, Library
from quiz.documents import Citation, voices
from quiz.items import (
    Boolean,
    Choice,
    ChoiceGap,
    Cloze,
    Evidence,
    Gap,
    Item,
    Match,
    Multiple,
    Order,
    Place,
    Text,
    TextGap,
    differing,
)
from quiz.items.fields import Row
from quiz.learning import ItemState
from quiz.scoring import Note, Outcome, Verdict
from quiz.text import counted, listed, one_line
from quiz.views.answers import NOTHING, gap_numbers, given_text, partner_text, right_text
from quiz.views.difference import Run, nearest_difference
from quiz.views.places import Marked, marked_answer, marked_names, place_names
from quiz.views.words import NOTES, OTHER, OTHER_DOCUMENT, VERDICTS, when_text

ROLES = {"key": "", "also": "Also in ", "differs": "Says otherwise: ", "context": "Behind it: "}
"""What the passage of a role begins with."""


class Source(Struct, frozen=True):
    """One paragraph of a document: sentences with True where they are cited, and what it is shown for.

    `role` is `key` (decides the answer), `also` (another document that says so), `differs` (answers otherwise) or
    `context` (what the explanation needs). `document` is the document's id.
    """

    role: str
    called: str
    title: str
    paragraph: int
    sentences: tuple[tuple[str, bool], ...]
    document: str = ""

    @property
    def heading(self) -> str:
        """What it is shown for, and where it stands."""
        return f"{ROLES[self.role]}{self.called}, paragraph {self.paragraph}"


class Mark(Struct, frozen=True, kw_only=True):
    """What is said of one gap or row: `kind` is its verdict or `other`; `right` is empty where the answer is right."""

    symbol: str
    kind: str
    called: str
    given: str
    right: str
    said: str
    letters: tuple[Run, ...] = ()


class Feedback(Struct, frozen=True, kw_only=True):
    """Everything that a front end shows after an answer.

    `kind` is the verdict or `other`; `marks` say more than `given` and `right` where they are there; `letters` is how
    a typed answer differs from what is right, empty where seeing it would not help; `map` has the places that were
    picked, are right, or are spoken of; it is `drawn` at once where the question was one of places.
    """

    item: str
    verdict: Verdict
    kind: str
    symbol: str
    headline: str
    given: str
    right: str
    marks: tuple[Mark, ...]
    message: str
    notes: tuple[str, ...]
    explanation: str
    witness: str
    again: str
    sources: tuple[Source, ...]
    letters: tuple[Run, ...] = ()
    map: Marked | None = None
    drawn: bool = False


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
            found.append(Source(role, document.called, document.title, paragraph, sentences, name))
    return found


def _deciding(item: Item, library: Library) -> list[Source]:
    """Return the passages that the key rests on; those of further documents say so as well.

    Of a key of several parts, each may rest on a document of its own.
    """
    found = _sources("key", item.citations, library)
    if isinstance(item, Cloze | Match | Order):
        return found
    return [s if s.document == found[0].document else structs.replace(s, role="also") for s in found]


def _witness(item: Item, library: Library) -> str:
    """Say how many independent documents carry the key."""
    cited = tuple(dict.fromkeys(c.document for c in item.citations))
    count = len(voices(cited, library.documents))
    names = listed(library.documents[c].called if c in library.documents else c for c in cited)
    if count > 1:
        return f"{count} independent sources: {names}"
    together = " (one voice)" if len(cited) > 1 else ""
    return f"Single source: {names}{together}"


def _entry_text(item: Item | Gap, match: str) -> str:
    """Return what the author says to the answer that met the entry `match` of an item or gap."""
    kind, _, which = match.partition(" ")
    if kind == "differs":
        return str(getattr(item, "differs", ())[int(which)].says)
    if kind == "option" and isinstance(item, Choice | ChoiceGap) and which != item.key:
        return next((o.feedback or "" for o in item.options if o.id == which), "")
    if kind == "reject":
        return item.feedback if isinstance(item, Boolean) else str(getattr(item, "reject", ())[int(which)].feedback)
    return ""


def _message(item: Item, response: Any, outcome: Outcome) -> str:
    """Return what is said to this very answer."""
    if outcome.parts:
        return _counted_parts(item, outcome)
    said = _entry_text(item, outcome.match)
    if said or outcome.verdict in (Verdict.CORRECT, Verdict.OMITTED) or Note.UNCLEAR in outcome.notes:
        return said
    match item:
        case Multiple():
            return _picked(item, response)
        case Evidence():
            return _pointed(item, response)
        case Order():
            return _placed(item, response)
    return ""


def _counted_parts(item: Item, outcome: Outcome) -> str:
    right = sum(part.verdict is Verdict.CORRECT for part in outcome.parts.values())
    if outcome.verdict is Verdict.CORRECT or not right:
        return ""
    only = " Only all together count." if getattr(item, "score", None) == "exact" else ""
    return f"{right} of {len(outcome.parts)} right.{only}"


def _ids(response: Any) -> list[str]:
    """Return what was picked, one or several, of a response that could be judged."""
    return list(response) if isinstance(response, list | tuple) else [response]


def _picked(item: Multiple, response: Any) -> str:
    picked = set(_ids(response))
    wrong = [f"{o.text}: {o.feedback or ''}" for o in item.options if o.id in picked and o.id not in item.key]
    missed = [o.text for o in item.options if o.id in item.key and o.id not in picked]
    parts = [f"{len(item.key) - len(missed)} of {len(item.key)} found."]
    parts += [f"Not picked: {'; '.join(missed)}."] if missed else []
    return " ".join([*parts, *wrong]).strip()


def _pointed(item: Evidence, response: Any) -> str:
    """Return how many of the sentences were found, and what is said to each wrong one."""
    picked = {" ".join(one.split()) for one in _ids(response)}
    entries = {" ".join(e.answer.split()): e.feedback for e in item.reject}
    entries |= {" ".join(e.answer.split()): e.says for e in item.differs}
    key = {" ".join(one.split()) for one in item.key}
    parts = [f"{len(picked & key)} of {len(key)} found."] if item.need == "all" else []
    return " ".join([*parts, *(f"“{one_line(one, 40)}”: {entries[one]}" for one in entries if one in picked)])


def _placed(item: Order, response: Any) -> str:
    """Return how many of the pairs that the key fixes stand as they should."""
    place = {option: number for number, step in enumerate(item.key) for option in step}
    given = [place[one] for one in response]
    fixed = [(a, b) for a, b in combinations(given, 2) if a != b]
    return f"{sum(a < b for a, b in fixed)} of {counted(len(fixed), 'pair')} in the right order."


def _notes(outcome: Outcome) -> tuple[str, ...]:
    said = {**NOTES, Note.TYPO: f"{NOTES[Note.TYPO]}: it is written {outcome.form}"}
    return tuple(said[note] for note in outcome.notes if note in said)


def _marks(item: Item, response: Any, outcome: Outcome) -> tuple[Mark, ...]:
    """Return what is said of each gap or row, in the order of the item."""
    given = response if isinstance(response, dict) else dict.fromkeys(outcome.parts, response)
    if isinstance(item, Cloze):
        found = [(f"({n})", name, outcome.parts.get(name)) for name, n in gap_numbers(item).items()]
        return tuple(_gap_mark(item, called, given.get(name), part, name) for called, name, part in found if part)
    if isinstance(item, Match):
        rows = [(row, outcome.parts.get(row.id)) for row in item.rows]
        return tuple(_row_mark(item, row, given.get(row.id), part) for row, part in rows if part)
    return ()


def _gap_mark(item: Cloze, called: str, given: Any, part: Outcome, name: str) -> Mark:
    gap = item.gaps.get(part.gap or name, item.gaps[name])
    said = " ".join([*(f"{note}." for note in _notes(part)), _entry_text(gap, part.match)]).strip()
    mark = _mark(called, given_text(gap, given), right_text(gap), part, said)
    return structs.replace(mark, letters=_letters(gap, given, part))


def _row_mark(item: Match, row: Row, given: Any, part: Outcome) -> Mark:
    said = _entry_text(item, part.match) or (row.feedback or "" if part.verdict is Verdict.INCORRECT else "")
    called = f"{one_line(row.text)} →"
    return _mark(called, partner_text(item, given), partner_text(item, item.key.get(row.id)), part, said)


def _mark(called: str, given: str, right: str, part: Outcome, said: str) -> Mark:
    other = Note.OTHER_DOCUMENT in part.notes
    is_right = part.verdict is Verdict.CORRECT
    return Mark(
        symbol=OTHER_DOCUMENT[0] if other else VERDICTS[part.verdict][0],
        kind=OTHER if other else str(part.verdict),
        called=called,
        given=one_line(given) or NOTHING,
        right="" if is_right else one_line(right),
        said=said,
    )


def _letters(item: Item | Gap, given: Any, outcome: Outcome) -> tuple[Run, ...]:
    """Return how a typed text differs from the form that it stands for, or else from the nearest right one."""
    judged = outcome.verdict is not Verdict.CORRECT or Note.TYPO in outcome.notes
    if not isinstance(item, Text | TextGap) or not isinstance(given, str) or not judged:
        return ()
    if Note.OTHER_DOCUMENT in outcome.notes:
        return ()
    forms = (outcome.form,) if Note.TYPO in outcome.notes else (item.key, *item.accept)
    said = given_text(item, given)
    return nearest_difference(said, forms, case=item.case == "keep", accents=item.accents == "keep")


def _headline(item: Item, outcome: Outcome, library: Library) -> str:
    """Return what another document's answer is called: whose it is, if not one that the key rests on."""
    _, said = OTHER_DOCUMENT
    cited = {c.document for c in item.citations}
    kind, _, which = outcome.match.partition(" ")
    entry = getattr(item, "differs", ())[int(which)] if kind == "differs" else None
    names = dict.fromkeys(c.document for c in entry.citations if c.document not in cited) if entry else {}
    called = [library.documents[name].called for name in names if name in library.documents]
    return f"{said}: {listed(called)}" if called else said


def passages_of(item: Item, library: Library) -> tuple[Source, ...]:
    """Return the passages that decide an item's answer."""
    return tuple(_deciding(item, library))


def _again(state: ItemState | None, today: int, eve: int | None, rapid: bool) -> str:
    if rapid:
        return "Too fast to count: it comes again soon"
    if state is None or state.memory is None:
        return ""
    memory = state.memory
    if eve is not None and memory.day < eve < memory.due:
        return "Comes again once more before the date to be ready for"
    return f"Comes again {when_text(memory.due, today)}"


def feedback_of(
    entry: Entry,
    response: Any,
    outcome: Outcome,
    state: ItemState | None,
    library: Library,
    today: int,
    eve: int | None = None,
    rapid: bool = False,
) -> Feedback:
    """Return the feedback on one answer.

    `today` is the ordinal of the study day, `eve` the last one before a date to be ready for; `rapid`: the answer came
    too fast to count.
    """
    item = entry.item
    elsewhere = Note.OTHER_DOCUMENT in outcome.notes and not outcome.parts
    symbol, headline = VERDICTS[outcome.verdict]
    if elsewhere:
        symbol, headline = OTHER_DOCUMENT[0], _headline(item, outcome, library)
    places = place_names(library, item)
    to_say = outcome.verdict is not Verdict.CORRECT or any(note in NOTES for note in outcome.notes)
    return Feedback(
        item=item.id,
        verdict=outcome.verdict,
        kind=OTHER if elsewhere else str(outcome.verdict),
        symbol=symbol,
        headline=headline,
        given=given_text(item, response, places) if to_say else "",
        right=right_text(item, places),
        marks=_marks(item, response, outcome) if to_say else (),
        message=_message(item, response, outcome),
        notes=() if outcome.parts else _notes(outcome),
        explanation=item.explanation,
        witness=_witness(item, library),
        again=_again(state, today, eve, rapid),
        sources=(
            *_deciding(item, library),
            *_sources("differs", (c for _, other in differing(item) for c in other.citations), library),
            *_sources("context", item.context, library),
        ),
        letters=_letters(item, response, outcome),
        map=marked_answer(library, item, response, elsewhere)
        if isinstance(item, Place)
        else marked_names(library, item),
        drawn=isinstance(item, Place),
    )
