"""The pictures of screens: they are drawn, the same each time, and a name that is none is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.tui.app import PAGES
from quiz.tui.messages import PageWanted
from quiz.tui.screens.item import ItemScreen
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.widgets.asking import how
from quiz.tui.widgets.text import Words, opening
from quiz.tui.widgets.typed import Line
from tests.support.library import texts
from tests.support.screens import app_of, press, running
from tests.tools.screenshots import SHOTS, draw, main


async def test_a_picture_shows_its_screen_and_is_the_same_each_time(tmp_path: Path) -> None:
    names = ("home-empty", "small")
    first = await draw(names, ["80x24"], ["dark"], tmp_path / "first")
    again = await draw(names, ["80x24"], ["dark"], tmp_path / "again")
    assert [path.name for path in first] == ["home-empty-80x24-dark.svg", "small-50x14-dark.svg"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert "The&#160;library&#160;is&#160;empty" in first[0].read_text("utf-8")


def test_a_name_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "out"), "--only", "hoem"]) == 2
    assert capsys.readouterr().err.startswith("no picture is called hoem; there are: home-first, home-due, ")
    assert not (tmp_path / "out").exists()


def test_every_page_has_a_picture() -> None:
    assert {name.partition("-")[0] for name in SHOTS} >= set(PAGES)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the notes, paragraph 8", "The notes, paragraph 8"),
        ("iPhone notes", "iPhone notes"),
        ("a [link=http://x] b", "a [link=http://x] b"),
        ("x-1.2 notes", "x-1.2 notes"),
        ("", ""),
    ],
)
def test_a_heading_begins_with_a_capital_where_it_is_made_of_words(text: str, wanted: str) -> None:
    assert opening(text) == wanted


@pytest.mark.parametrize(
    ("instruction", "keys", "wanted"),
    [
        ("Type a date", "then Enter", "Type a date, then Enter"),
        ("True or false?", "t f, then Enter", "True or false? t f, then Enter"),
        ("Pick one", "1-3, then Enter", "Pick one: 1-3, then Enter"),
    ],
)
def test_what_is_to_be_done_stands_before_the_keys(instruction: str, keys: str, wanted: str) -> None:
    assert how(instruction, keys) == wanted


async def test_a_look_at_an_item_leaves_the_line_to_type_into_as_it_was(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(1))
    async with running(app) as pilot:
        await press(pilot, "enter")
        before = app.screen.query_one(Line).region
        app.post_message(PageWanted("item", "item-1"))
        await pilot.pause()
        assert isinstance(app.screen, ItemScreen)
        await press(pilot, "q")
        assert app.screen.query_one(Line).region == before


async def test_bars_of_topics_and_levels_begin_below_one_another(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(2), "practice")
    async with running(app) as pilot:
        await press(pilot, "ctrl+n", "enter", "ctrl+n", "enter")
        assert isinstance(app.screen, ResultsScreen)
        rows = [str(part.visual).splitlines() for part in app.screen.query(".topics").results(Words)]
        assert len(rows) == 2
        assert len({row.index("░") for part in rows for row in part}) == 1


@pytest.mark.parametrize(
    ("before", "after", "anew"),
    [("1 ( ) ", "1 (•) ", False), ("one", "ones", True), ("one", "one", False), ("one", "o\nn", True)],
)
async def test_a_text_is_laid_out_anew_only_where_it_may_need_other_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, anew: bool
) -> None:
    app = app_of(tmp_path, texts(1))
    async with running(app) as pilot:
        line = app.screen.query_one("#today", Words)
        line.say(before)
        await pilot.pause()
        asked: list[bool] = []
        monkeypatch.setattr(Words, "refresh", lambda _, *__, layout=False, **___: asked.append(layout))
        line.say(after)
        assert any(asked) is anew
        monkeypatch.undo()
        assert str(line.visual) == after
