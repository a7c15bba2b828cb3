"""What the screen says after an answer: letters, passages beside and below, originals, and texts of any length."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from quiz.documents import Citation, Document, Passage, Sentence, SentenceMark
from quiz.items import Choice, Differs, Item, Option, Text
from quiz.text import TYPED_LIMIT, safe
from quiz.tui.app import QuizApp
from quiz.tui.screens.session import SessionScreen
from quiz.tui.widgets.source import WHOLE, SourceBlock, Sources
from quiz.tui.widgets.text import Words
from tests.support.library import document, fact, one_of_each
from tests.support.originals import FILE, line_of, with_original
from tests.support.screens import PAYLOADS, app_of, obeyed_on, press, responses, running, shown, type_in

NARROW, WIDE = (80, 24), (140, 45)


def text_item(**fields: Any) -> Text:
    item = next(item for item in one_of_each() if isinstance(item, Text))
    return msgspec.structs.replace(item, citations=(Citation("notes", 1, fact(1)),), **fields)


def documents(*names: str) -> dict[str, Document]:
    made = document(range(1, 4))
    return {n: msgspec.structs.replace(made, id=n, voice=n, called=f"the {n}") for n in names}


def cited(*names: str) -> tuple[Citation, ...]:
    return tuple(Citation(name, 1, fact(1)) for name in names)


def disagreeing() -> Text:
    other = Differs(answer="orca", says="The letters say so.", citations=cited("letters"))
    return msgspec.structs.replace(text_item(), citations=cited("notes", "post"), differs=(other,))


def asking(folder: Path, item: Item, **fields: Any) -> QuizApp:
    return app_of(folder, [item], "practice", **fields)


def blocks(app: QuizApp) -> dict[str, SourceBlock]:
    return {block.source.heading: block for block in app.screen.query(SourceBlock)}


def plain_text(app: QuizApp, where: str) -> list[str]:
    return [str(words.visual) for words in app.screen.query(where).results(Words)]


def originals_at(app: QuizApp, folder: Path) -> QuizApp:
    app.desk.originals = folder
    return app


@pytest.mark.parametrize("typed", ["blue wale", "bluu wale"])
async def test_a_near_answer_is_shown_letter_by_letter_with_signs(tmp_path: Path, typed: str) -> None:
    app = asking(tmp_path, text_item(typos=1))
    async with running(app) as pilot:
        await type_in(pilot, typed)
        wanted = {"blue wale": "Letters blue w{+h}ale {+ } missing", "bluu wale": "Letters blu[-u]{+e} w{+h}ale"}
        assert wanted[typed] in shown(app)


async def test_far_answers_have_no_letters(tmp_path: Path) -> None:
    app = asking(tmp_path, text_item())
    async with running(app) as pilot:
        await type_in(pilot, "an elephant")
        assert "✗ Wrong" in shown(app)
        assert "Letters" not in shown(app)


@pytest.mark.parametrize(("width", "columns"), [(60, 1), (80, 1), (119, 1), (120, 2), (140, 2), (200, 3)])
async def test_documents_stand_side_by_side_from_120_columns(tmp_path: Path, width: int, columns: int) -> None:
    app = asking(tmp_path, disagreeing(), documents=documents("notes", "post", "letters"))
    async with running(app, (width, 45)) as pilot:
        await type_in(pilot, "orca")
        made = blocks(app)
        assert list(made) == [
            "the notes, paragraph 1",
            "Also in the post, paragraph 1",
            "Says otherwise: the letters, paragraph 1",
        ]
        assert "≠ Right for another document: the letters" in shown(app)
        assert len({block.region.x for block in made.values()}) == columns
        asked, sources = app.screen.query_one("#asked").region, app.screen.query_one(Sources).region
        assert sources.x >= asked.right if width >= 120 else sources.y >= asked.bottom
        assert all(block.region.right <= width for block in made.values())


async def test_a_terminal_that_grows_and_shrinks_moves_the_passages(tmp_path: Path) -> None:
    app = asking(tmp_path, disagreeing(), documents=documents("notes", "post", "letters"))
    async with running(app) as pilot:
        await type_in(pilot, "orca")
        for size, columns in ((WIDE, 2), (NARROW, 1), ((200, 60), 3)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert len({block.region.x for block in blocks(app).values()}) == columns


async def test_a_question_has_the_whole_width_until_it_is_answered(tmp_path: Path) -> None:
    app = asking(tmp_path, text_item())
    async with running(app, WIDE) as pilot:
        before = app.screen.query_one("#asked").region.width
        assert not app.screen.query_one(Sources).display
        await press(pilot, "ctrl+n")
        assert app.screen.query_one("#asked").region.width < before
        assert app.screen.query_one(Sources).display


async def test_the_original_stands_beside_the_brief_on_o(tmp_path: Path) -> None:
    made = with_original(tmp_path / "originals", 2)
    app = originals_at(asking(tmp_path, text_item(), documents={"notes": made}), tmp_path / "originals")
    async with running(app, WIDE) as pilot:
        await press(pilot, "o")
        assert line_of(1) not in shown(app)
        await press(pilot, "ctrl+n")
        assert "o Original" in shown(app)
        await press(pilot, "o")
        assert f"Original: {line_of(1)}" in plain_text(app, ".original")
        passage, original = app.screen.query_one(".passage").region, app.screen.query_one(".original").region
        assert original.x >= passage.right
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        passage, original = app.screen.query_one(".passage").region, app.screen.query_one(".original").region
        assert original.y >= passage.bottom
        await press(pilot, "o")
        assert not app.screen.query(".original")


async def test_an_original_that_has_changed_is_not_shown_and_one_is_told_why(tmp_path: Path) -> None:
    made = with_original(tmp_path / "originals", 2)
    (tmp_path / "originals" / FILE).write_text("Another text.", "utf-8")
    app = originals_at(asking(tmp_path, text_item(), documents={"notes": made}), tmp_path / "originals")
    async with running(app) as pilot:
        await press(pilot, "ctrl+n", "o")
        (said,) = plain_text(app, ".original")
        assert said.startswith("The original is not shown: notes.txt has changed since the brief was written")
        assert "Another text" not in shown(app)


async def test_without_originals_there_is_no_such_key(tmp_path: Path) -> None:
    for name, folder in (("unset", None), ("unnamed", tmp_path)):
        app = originals_at(asking(tmp_path / name, text_item()), folder)  # type: ignore[arg-type]
        async with running(app) as pilot:
            await press(pilot, "ctrl+n", "o")
            assert "Original" not in shown(app)


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_foreign_text_of_an_original_and_in_letters_is_shown_as_it_is(tmp_path: Path, payload: str) -> None:
    made = with_original(tmp_path / "originals", 2, (f"x {payload}", "2"))
    item = text_item(key=f"blue whale {payload} xxxxxxxxxx", typos=0)
    app = originals_at(asking(tmp_path, item, documents={"notes": made}), tmp_path / "originals")
    async with running(app, WIDE) as pilot:
        await type_in(pilot, f"blue whale {safe(payload)} xxxxxxxxxy")
        await press(pilot, "o")
        assert [f"Original: {' '.join(safe(f'x {payload}').split())}"] == [
            " ".join(text.split()) for text in plain_text(app, ".original")
        ]
        values = plain_text(app, ".value")
        letters = next(value for value in values if "[-y]{+x}" in value)
        assert payload != safe(payload) or payload in letters
        assert obeyed_on(app) == []


def long_document(sentences: int, length: int) -> Document:
    texts = [f"Sentence {number} says what it says {'and more ' * length}"[:length] for number in range(sentences)]
    passage = Passage(1, tuple(Sentence(text.strip(), SentenceMark.PLAIN) for text in texts))
    return msgspec.structs.replace(document(range(1, 3)), passages=(passage,))


@pytest.mark.parametrize("length", [100, 2_048])
async def test_a_passage_of_200_sentences_is_cut_around_what_is_cited(tmp_path: Path, length: int) -> None:
    made = long_document(200, length)
    quote = made.passages[0].sentences[120].text
    item = msgspec.structs.replace(text_item(), citations=(Citation("notes", 1, quote),))
    app = asking(tmp_path, item, documents={"notes": made})
    async with running(app) as pilot:
        await press(pilot, "ctrl+n")
        (text,) = plain_text(app, ".passage")
        assert [f"Sentence {n} " in text for n in (118, 119, 120, 121, 122)] == [False, True, True, True, False]
        assert text.startswith("…")
        assert text.endswith("…")
        await press(pilot, "c")
        (text,) = plain_text(app, ".passage")
        assert quote in text
        assert len(text) <= WHOLE + 1_000
        assert all(f"Sentence {n} " in text for n in (range(200) if length == 100 else range(115, 126)))


async def test_an_answer_of_10_000_letters_is_taken_and_told(tmp_path: Path) -> None:
    app = asking(tmp_path, text_item())
    async with running(app, (60, 18)) as pilot:
        await type_in(pilot, "blue wale " * (TYPED_LIMIT // 10))
        assert "✗ Wrong" in shown(app)
        assert len(responses(app)[0]) == TYPED_LIMIT
        assert max(map(len, plain_text(app, ".value"))) <= 200


async def test_options_as_long_as_may_be_are_scrolled_to(tmp_path: Path) -> None:
    options = tuple(Option(id=o, text=f"{o} {'option ' * 300}"[:2_048], feedback="no " * 600) for o in "abcdefgh")
    item = next(item for item in one_of_each() if isinstance(item, Choice))
    item = msgspec.structs.replace(item, options=options, stem=("stem " * 500)[:2_048])
    app = asking(tmp_path, item)
    async with running(app, (60, 18)) as pilot:
        for _ in options:
            await press(pilot, "down")
            row = app.screen.query_one("ChoiceRow.-cursor").region
            assert row.y < 17
            assert row.bottom > 1
        await press(pilot, "enter")
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.phase == "told"
        assert app.screen.query_one("#verdict").region.y == 1


async def test_more_and_the_original_are_shown_where_one_is(tmp_path: Path) -> None:
    made = with_original(tmp_path / "originals", 9)
    cites = tuple(Citation("notes", number, fact(number)) for number in range(1, 9))
    item = msgspec.structs.replace(text_item(), citations=cites, context=(Citation("notes", 9, fact(9)),))
    app = originals_at(asking(tmp_path, item, documents={"notes": made}), tmp_path / "originals")
    async with running(app, (60, 18)) as pilot:
        await press(pilot, "ctrl+n", *["down"] * 4)
        body = app.screen.query_one("#body")
        assert body.scroll_y == 4
        for key in "ccoo":
            await press(pilot, key)
            assert body.scroll_y == 4
        await press(pilot, "enter")
