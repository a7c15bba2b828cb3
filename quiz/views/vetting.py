"""A draft as a reviewer sees it: question, passage with the answer marked, why each distractor, what the gates say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from quiz.documents import Document
from quiz.generate.deciding import Done, Table
from quiz.generate.values import REASONS, Gate, Sheet, Status, Uncovered
from quiz.generate.vetting import GROUNDING, SOUND, Look, Vetting, failed, wrong_places
from quiz.items import Choice, type_name
from quiz.text import counted, one_line
from quiz.views.answers import right_text, stem_text
from quiz.views.words import letters

REASON_WORDS = {
    "wrong": "wrong answer",
    "ambiguous": "more than one answer",
    "trivial": "not worth asking",
    "context": "unclear by itself",
    "cue": "gives itself away",
    "distractors": "poor wrong answers",
    "grammar": "language",
    "opinion": "opinion as fact",
    "duplicate": "asked already",
}
"""Each reason for refusing a draft, in words."""
HOW = {"copy": "word for word", "near": "almost word for word", "paraphrase": "in other words"}
"""How another document says the same."""
NOTHING = "No draft waits to be read. `quiz generate FILE` makes some"
DONE = "Every draft has been read"


class OptionRow(Struct, frozen=True):
    """An option of a draft: its letter, its text, whether it is right, why it is there."""

    letter: str
    text: str
    right: bool
    why: str


class DraftView(Struct, frozen=True, kw_only=True):
    """Everything that is shown of a draft. `passage` holds pieces of text, each with its kind: empty, cited, answer.

    `gates` are those that are not passed, each in a line; `loose` tells that a grounding gate is among them.
    """

    place: str
    about: str
    stem: str
    options: tuple[OptionRow, ...]
    right: str
    where: str
    status: str
    passage: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    gates: tuple[str, ...]
    summary: str
    edited: str
    loose: bool
    bank: str


def reason_lines() -> list[str]:
    """Return the reasons for refusing, each behind its digit."""
    return [f"{n} {REASON_WORDS[reason]}" for n, reason in enumerate(REASONS, 1)]


def reasons_asked(columns: int) -> str:
    """Return the question for a reason, in rows of three where a line has `columns` enough."""
    lines = reason_lines()
    if columns < 80:
        return "Why is it refused? Any other key: it is not\n" + "  ".join(lines)
    rows = ("".join(f"{text:<25}" for text in lines[n : n + 3]) for n in (0, 3, 6))
    return "\n".join(["Why is it refused? Any other key: it is not", *rows])


def draft_view(
    state: Vetting, look: Look, gates: Sequence[Gate], documents: Mapping[str, Document], bank: str
) -> DraftView:
    """Return what is shown of a draft that is read; `documents` are those of the library and the draft's own."""
    origin, item = look.draft.origin, look.item
    document = documents.get(origin.document)
    called = document.called if document else origin.document
    bad = failed(gates)
    form = type_name(item)
    number = f", stem {look.form + 1} of {len(look.items)}" if len(look.items) > 1 else ""
    return DraftView(
        place=f"{len(state.looks) - state.left + 1:,} of {len(state.looks):,}",
        about=f"{origin.family} · {form}{number}",
        stem=stem_text(item),
        options=_options(look),
        right=right_text(item),
        where=f"{called}, paragraph {origin.paragraph}",
        status=_status(look),
        passage=tuple(_passage(look, document)),
        sources=tuple(_source(s.document, s.paragraph, s.how, s.text, documents) for s in origin.sources),
        gates=tuple(
            [f"Gate {g.number}, {g.name}: {one_line(g.what)}" for g in bad] + [one_line(w) for w in origin.warnings]
        ),
        summary=_summary(gates, bad),
        edited=f"Edited: {', '.join(look.edits)}" if look.edits else "",
        loose=any(g.number in GROUNDING or g.name == SOUND for g in bad),
        bank=bank,
    )


def table_view(table: Table, look: Look) -> DraftView:
    """Return what is shown of a draft on a reviewer's table."""
    documents = dict(table.library.documents)
    own = table.document(look.draft.origin.document)
    if own is not None:
        documents[own.id] = own
    return draft_view(table.state, look, table.gates(look), documents, table.place.bank)


def _summary(gates: Sequence[Gate], bad: Sequence[Gate]) -> str:
    if not bad:
        return f"✓ All {counted(len(gates), 'gate')} passed"
    return f"! {len(bad)} of {counted(len(gates), 'gate')} not passed"


def _options(look: Look) -> tuple[OptionRow, ...]:
    item = look.item
    if not isinstance(item, Choice):
        return ()
    why = {d.text.strip("`"): d.why for d in look.draft.origin.pool}
    return tuple(
        OptionRow(letters(n), o.text, o.id == item.key, "" if o.id == item.key else why.get(o.text, "written by hand"))
        for n, o in enumerate(item.options)
    )


def _status(look: Look) -> str:
    origin = look.draft.origin
    said = {
        Status.REPORTED: "",
        Status.ATTRIBUTED: f"Said by {origin.speaker}",
        Status.OPINION: "An opinion",
        Status.FORECAST: "A forecast",
    }[origin.status]
    return "; ".join(filter(None, (said, "the document no longer holds the sentence" if origin.stale else "")))


def _passage(look: Look, document: Document | None) -> Iterable[tuple[str, str]]:
    """Yield the paragraph in pieces; where the document is not at hand, the sentence as it was read."""
    origin = look.draft.origin
    cited = " ".join(origin.passage.split())
    passages = document.passages if document else ()
    sentences = next((p.sentences for p in passages if p.number == origin.paragraph), ())
    texts = [" ".join(s.text.split()) for s in sentences]
    if cited not in texts:
        texts = [cited]
    at = texts.index(cited)
    for number, text in enumerate(texts):
        if abs(number - at) > 2:
            continue
        if number != at:
            yield text, ""
            continue
        before, key, after = text.partition(origin.key) if origin.key else (text, "", "")
        yield from ((part, kind) for part, kind in ((before, "cited"), (key, "answer"), (after, "cited")) if part)


def _source(document: str, paragraph: int, how: str, text: str, documents: Mapping[str, Document]) -> str:
    called = documents[document].called if document in documents else document
    return f"{one_line(called)}, paragraph {paragraph}, {HOW.get(how, how)}: {one_line(text)}"


def swapped_place(look: Look, marked: int) -> int:
    """Return the place (from 0) of the `marked`-th distractor, counted round; -1 where none can be swapped."""
    places = wrong_places(look.item)
    return places[marked % len(places)] if places and look.draft.origin.pool else -1


def approved_line(done: Done) -> str:
    """Return what is told of an approval: id and bank, a document that came with it, wording of one's own."""
    receipt = done.receipt
    if receipt is None:
        return ""
    told = f"Approved as {receipt.item} in {receipt.place.path.name}"
    if receipt.seed is not None:
        told += f"; the document is now seeds/{receipt.seed.name}"
    return told + ("; recorded as your own wording, source checked" if done.decision.own else "")


def left_line(state: Vetting) -> str:
    """Return what is said when no draft is left: what was approved, refused and skipped in this sitting."""
    if not state.looks:
        return NOTHING
    counts = {a: sum(k.action == a for k in state.looks) for a in ("approve", "reject", "skip")}
    skipped = f", {counts['skip']:,} skipped: they come again next time" if counts["skip"] else ""
    return f"{DONE}: {counts['approve']:,} approved, {counts['reject']:,} refused{skipped}"


class SentenceView(Struct, frozen=True):
    """A sentence that nothing asks about: its document and paragraph, its mark, its text, why there is no draft."""

    where: str
    mark: str
    text: str
    why: str


def sentence_view(sheet: Sheet, sentence: Uncovered) -> SentenceView:
    """Return what is shown of a sentence without a question."""
    mark = "" if sentence.mark == "plain" else sentence.mark
    return SentenceView(
        f"{one_line(sheet.called)}, paragraph {sentence.paragraph}",
        mark,
        one_line(sentence.text),
        one_line(sentence.why),
    )


def draft_lines(view: DraftView) -> list[str]:
    """Return a draft as lines of text: the answer in brackets within its passage."""
    lines = [f"Draft {view.place}: {one_line(view.about)}; into {one_line(view.bank)}", view.stem]
    for row in view.options:
        why = f" ({one_line(row.why)})" if row.why else ""
        lines.append(f"  {'✓' if row.right else ' '} {row.letter} {one_line(row.text)}{why}")
    if not view.options:
        lines.append(f"  ✓ {one_line(view.right)}")
    lines += [view.edited] if view.edited else []
    lines += [view.summary, *(f"! {gate}" for gate in view.gates)]
    lines.append(f"{one_line(view.where)}{f'; {one_line(view.status)}' if view.status else ''}")
    signs = {"answer": ("[", "]"), "cited": ("", ""), "": (" ", " ")}
    text = "".join(f"{signs[kind][0]}{part}{signs[kind][1]}" for part, kind in view.passage)
    lines.append(f"  {one_line(text)}")
    return lines + [f"  Also: {source}" for source in view.sources]
