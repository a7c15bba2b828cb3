"""Rows, labels, gaps and sentences of other people are shown as they are written, and nothing in them is obeyed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from quiz.documents import Citation, Document, Sentence, SentenceMark
from quiz.documents import Passage as Paragraph
from quiz.items import Cloze as ClozeItem
from quiz.items import Evidence, Item, NumericGap, Option
from quiz.items import Match as MatchItem
from quiz.items import Order as OrderItem
from quiz.items.fields import Label, Reject, Row
from quiz.text import safe
from quiz.tui.widgets.answer import MarkedRow
from quiz.tui.widgets.match import Match
from quiz.tui.widgets.passage import Paragraph as RunningText
from quiz.tui.widgets.text import Words
from quiz.views import letters
from tests.support.library import composed, fact
from tests.support.screens import PAYLOADS, app_of, arrange, enter, fields_of, obeyed_on, press, responses, running

KINDS = ("cloze", "match", "order", "evidence")


def hostile_items(text: str) -> dict[str, Item]:
    """One item a type that has `text` wherever other people's words stand."""
    options = (Option(id="a", text=text), Option(id="b", text=f"{text} 2", feedback=text))
    common: dict[str, Any] = {"explanation": text, "citations": (Citation("notes", 1, fact(1)),)}
    cloze, match, order, evidence = composed()
    assert isinstance(cloze, ClozeItem)
    assert isinstance(match, MatchItem)
    assert isinstance(order, OrderItem)
    assert isinstance(evidence, Evidence)
    kilos = cloze.gaps["much"]
    assert isinstance(kilos, NumericGap)
    gaps: Any = {
        "who": replace(cloze.gaps["who"], options=options, key="a"),
        "much": replace(kilos, key=replace(kilos.key, unit=text)),
        "what": replace(cloze.gaps["what"], key=safe(text), reject=(Reject(answer="42", feedback=text),)),
    }
    rows = (Row(id="r", text=text, feedback=text), Row(id="s", text=f"{text} 2", feedback=text))
    labels = (Label(id="a", text=text), Label(id="b", text=f"{text} 2"))
    return {
        "cloze": replace(cloze, stem=text + "{who}{much}{what}", gaps=gaps, **common),
        "match": replace(match, stem=text, rows=rows, options=labels, key={"r": "a", "s": "b"}, differs=(), **common),
        "order": replace(order, stem=text, options=labels, key=(("a",), ("b",)), differs=(), **common),
        "evidence": replace(
            evidence,
            stem=text,
            key=(fact(1),),
            reject=(Reject(answer=" ".join(text.split()), feedback=text),),
            passage=replace(evidence.passage, paragraphs=(1, 2)),
            differs=(),
            **common,
        ),
    }


def hostile_document(text: str) -> Document:
    one, two = (Sentence(words, SentenceMark.PLAIN) for words in (fact(1), text))
    passages = (Paragraph(1, (one,)), Paragraph(2, (two,)))
    return Document(id="notes", title=text, called=text, voice="notes", kind="other", passages=passages)


async def wrong_cloze(pilot: Pilot[None]) -> None:
    app: Any = pilot.app
    for field in fields_of(app):
        if isinstance(field, Input):
            field.value = "42"
        else:
            await press(pilot, str([name for name, _ in field.options].index("b") + 1))
        await press(pilot, "enter")


async def wrong_match(pilot: Pilot[None]) -> None:
    match = pilot.app.screen.query_one(Match)
    wrong = {"r": "b", "s": "a"}
    places = {name: letters(place) for place, (name, _) in enumerate(match.options)}
    await press(pilot, *(places[wrong[row]] for row, _ in match.rows), "enter")


async def wrong_order(pilot: Pilot[None]) -> None:
    await arrange(pilot, ["b", "a"])
    await enter(pilot)


async def wrong_evidence(pilot: Pilot[None]) -> None:
    await press(pilot, "2", "enter")


WRONG: dict[str, Callable[[Pilot[None]], Any]] = {
    "cloze": wrong_cloze,
    "match": wrong_match,
    "order": wrong_order,
    "evidence": wrong_evidence,
}


@pytest.mark.parametrize(("text", "kind"), zip(PAYLOADS, cycle(KINDS)))
async def test_foreign_text_in_rows_labels_gaps_and_sentences_is_shown_as_it_is(
    tmp_path: Path, text: str, kind: str
) -> None:
    item = hostile_items(text)[kind]
    app = app_of(tmp_path, [item], "practice", documents={"notes": hostile_document(text)}, banks={"facts": text})
    async with running(app, (140, 45)) as pilot:
        rows = [str(row.query_one(".text", Words).visual) for row in app.screen.query(MarkedRow)]
        rows += [str(paragraph.visual).partition(")")[2] for paragraph in app.screen.query(RunningText)]
        assert rows.count(safe(text)) == {"match": 2}.get(kind, 1)
        assert obeyed_on(app) == []
        await WRONG[kind](pilot)
        said = " ".join(str(words.visual) for words in app.screen.query("#feedback Words").results(Words))
        assert len(responses(app)) == 1
        assert said.count(safe(text)) >= 3
        assert obeyed_on(app) == []
        await press(pilot, "enter")
        assert obeyed_on(app) == []
