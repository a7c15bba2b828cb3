"""Asking by keyboard: letters and digits, running passages, one key that clears."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from textual.pilot import Pilot
from textual.widgets import Input

from quiz.documents import Citation
from quiz.items import Item, Option, type_name
from quiz.learning import Buried
from quiz.tui.app import QuizApp
from quiz.tui.screens.session import SessionScreen
from quiz.tui.widgets.choices import Choices, next_place
from quiz.tui.widgets.cloze import Cloze
from quiz.tui.widgets.match import Match
from quiz.tui.widgets.order import Order
from quiz.tui.widgets.passage import Paragraph, Passage
from tests.support.library import composed, fact, one_of_each, texts
from tests.support.screens import PAYLOADS, app_of, fields_of, obeyed_on, press, responses, running, shown

EVERY = {type_name(item): item for item in (*one_of_each(), *composed())}


def asking(folder: Path, kind: str, mode: str = "practice", **fields: Any) -> QuizApp:
    return app_of(folder, [structs.replace(EVERY[kind], **fields)], mode)


def screen_of(app: QuizApp) -> SessionScreen:
    assert isinstance(app.screen, SessionScreen)
    return app.screen


def bodies(app: QuizApp, kind: type[Any]) -> list[Any]:
    return [e.body for e in app.desk.log.events() if isinstance(e.body, kind)]


def long_passage(sentences: int, need: str = "any") -> Item:
    """An evidence item over a paragraph for each sentence."""
    evidence = structs.replace(
        EVERY["evidence"], need=need, key=(fact(sentences),), citations=(Citation("notes", sentences, fact(sentences)),)
    )
    return structs.replace(
        evidence,
        passage=structs.replace(evidence.passage, paragraphs=tuple(range(1, sentences + 1))),  # type: ignore[union-attr]
    )


# Picking


@pytest.mark.parametrize(
    ("kind", "keys", "picked"),
    [
        ("choice", ["b"], {1}),
        ("choice", ["2"], {1}),
        ("choice", ["d"], set()),
        ("choice", ["9", "0"], set()),
        ("multiple", ["a", "c", "c", "b"], {0, 1}),
        ("boolean", ["t"], {0}),
        ("boolean", ["f"], {1}),
        ("boolean", ["b"], set()),
        ("evidence", ["c"], {2}),
    ],
)
async def test_letters_and_digits_pick(tmp_path: Path, kind: str, keys: list[str], picked: set[int]) -> None:
    app = asking(tmp_path, kind)
    async with running(app) as pilot:
        theme = app.theme
        await press(pilot, *keys)
        assert app.screen.query_one(Choices).picked == picked
        assert app.theme == theme
        assert bodies(app, Buried) == []


async def test_the_instruction_names_the_keys_of_each_type(tmp_path: Path) -> None:
    wanted = {
        "choice": "Pick one: 1-3, a-c or arrows, then Enter",
        "boolean": "True or false? 1-2, t f or arrows, then Enter",
        "evidence": "Point at one sentence: 1-3, a-c or arrows, then Enter",
        "order": "a digit sends the line under the cursor there",
        "match": "a digit goes to a row",
    }
    for kind, words in wanted.items():
        app = asking(tmp_path / kind, kind)
        async with running(app, (140, 30)):
            assert words in shown(app)


def test_the_next_place_goes_round() -> None:
    assert [next_place([0, 2, 5], at, 1) for at in (None, 0, 2, 5, 1)] == [0, 2, 5, 0, 2]
    assert [next_place([0, 2, 5], at, -1) for at in (None, 0, 2, 5, 1)] == [5, 5, 0, 2, 0]


async def test_a_digit_goes_to_a_row_and_a_letter_gives_it_its_partner(tmp_path: Path) -> None:
    app = asking(tmp_path, "match")
    async with running(app) as pilot:
        match = app.screen.query_one(Match)
        await press(pilot, "3", "b", "1", "d", "9", "0")
        assert match.partners == [3, None, 1]
        assert match.filled == [match.rows[0][0], match.rows[2][0]]


async def test_a_digit_sends_a_line_to_its_place(tmp_path: Path) -> None:
    app = asking(tmp_path, "order")
    async with running(app) as pilot:
        order = app.screen.query_one(Order)
        first = [name for name, _ in order.options]
        await press(pilot, "down", "down", "1", "9", "0")
        assert [name for name, _ in order.options] == [first[2], first[0], first[1], first[3]]
        assert order.cursor == 0


# A passage


async def test_sentences_run_on_and_the_one_under_the_cursor_has_its_sign(tmp_path: Path) -> None:
    app = asking(tmp_path, "evidence")
    async with running(app) as pilot:
        assert "The notes, paragraph 8 (1)Fact 8 is written down. The notes, paragraph 9 (2)Fact 9" in shown(app)
        await press(pilot, "down", "down")
        assert "▸2•Fact 9 is written down." in shown(app)
        await press(pilot, "left", "end", "home", "right")
        assert app.screen.query_one(Passage).cursor == 1


async def test_sentences_of_one_paragraph_stand_in_one_text(tmp_path: Path) -> None:
    passage = Passage((("x", "One."), ("y", "Two."), ("z", "Three.")), headings={0: "p", 2: "q"})
    assert [(p.first, p.end) for p in passage.compose() if isinstance(p, Paragraph)] == [(0, 2), (2, 3)]
    assert str(passage._content(0, 2)) == "(1)One. (2)Two."
    assert [type(p) for p in Passage(()).compose()] == []


async def test_numbers_of_two_digits_reach_any_sentence_and_it_is_seen(tmp_path: Path) -> None:
    app = app_of(tmp_path, [long_passage(40)], "practice")
    async with running(app, (60, 18)) as pilot:
        await press(pilot, "3", "7")
        passage = app.screen.query_one(Passage)
        assert (passage.cursor, set(passage.picked)) == (36, {36})
        assert fact(37) in shown(app)
        assert fact(1) not in shown(app)
        await press(pilot, "5", "down", "9", "9")
        assert passage.cursor == 8
        await press(pilot, "0", "enter")
        assert responses(app) == [[fact(9)]]


async def test_where_several_are_asked_for_a_number_goes_there_and_space_picks(tmp_path: Path) -> None:
    app = app_of(tmp_path, [long_passage(12, "all")], "practice")
    async with running(app) as pilot:
        await press(pilot, "1", "2")
        passage = app.screen.query_one(Passage)
        assert (passage.cursor, passage.picked) == (11, frozenset())
        await press(pilot, "space", "home", "space", "enter")
        assert responses(app) == [[fact(1), fact(12)]]


async def test_a_sentence_longer_than_the_screen_is_shown_from_its_beginning(tmp_path: Path) -> None:
    passage = Passage(tuple((str(n), f"begins{n} " + "word " * 400) for n in range(3)))
    app = app_of(tmp_path, texts(1))
    async with running(app, (60, 18)) as pilot:
        await press(pilot, "enter")
        await app.screen.query_one("#answer").mount(passage)
        passage.focus()
        await press(pilot, "down", "down")
        assert "begins1" in shown(app)


async def test_a_click_on_a_sentence_picks_it(tmp_path: Path) -> None:
    app = asking(tmp_path, "evidence")
    async with running(app) as pilot:
        await pilot.click(app.screen.query(Paragraph)[1], offset=(8, 0))
        await pilot.pause()
        assert app.screen.query_one(Passage).picked == {1}
        await pilot.click(app.screen.query(Paragraph)[1], offset=(60, 0))
        assert app.screen.query_one(Passage).picked == {1}


@pytest.mark.parametrize("text", PAYLOADS)
async def test_a_passage_shows_foreign_text_as_it_is(tmp_path: Path, text: str) -> None:
    app = app_of(tmp_path, texts(1))
    async with running(app, (100, 30)) as pilot:
        await press(pilot, "enter")
        await app.screen.query_one("#answer").mount(Passage((("x", text), ("y", text)), headings={0: text}))
        await pilot.pause()
        assert obeyed_on(app) == []


# Clearing


async def filled_in(pilot: Pilot[None], kind: str) -> None:
    keys = {"choice": "1", "multiple": "12", "boolean": "t", "evidence": "2", "match": "ab", "order": "2"}
    if kind in keys:
        await press(pilot, *keys[kind])
    else:
        pilot.app.screen.query(Input).first().value = "blue"


@pytest.mark.parametrize("kind", EVERY)
async def test_one_key_clears_what_is_given_in_every_type(tmp_path: Path, kind: str) -> None:
    app = asking(tmp_path, kind)
    async with running(app) as pilot:
        await filled_in(pilot, kind)
        await press(pilot, "ctrl+u", "enter")
        assert responses(app) == []
        await press(pilot, *["enter"] * 5)
        wanted = ["fruit", "leaf", "root", "seed"] if kind == "order" else []
        assert sorted(responses(app)[0] or []) == wanted


async def test_a_cloze_is_cleared_gap_by_gap_and_then_whole(tmp_path: Path) -> None:
    app = asking(tmp_path, "cloze")
    async with running(app) as pilot:
        cloze = app.screen.query_one(Cloze)
        await press(pilot, "1", "9", "enter", "1", "enter", "4", "left", "ctrl+u")
        assert cloze.filled == ["year", "who"]
        await press(pilot, "ctrl+u")
        assert cloze.filled == []
        assert fields_of(app)[0].has_focus
        await press(pilot, "down", "2", "ctrl+u")
        assert cloze.filled == []
        assert fields_of(app)[1].has_focus


def test_an_option_more_than_digits_has_no_letter() -> None:
    many = tuple(Option(id=f"o{n}", text=str(n)) for n in range(12))
    assert list(Choices(tuple((o.id, o.text) for o in many)).places) == list("abcdefghi")
