"""Settings, shortcuts, help, palette, tour and the end of one's own data, by keyboard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from quiz.config import Settings, load_settings
from quiz.learning import Opened
from quiz.store import Log, examine, held
from quiz.tui.app import QuizApp
from quiz.tui.messages import PageWanted
from quiz.tui.screens.forget import ForgetScreen
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.session import SessionScreen
from quiz.tui.screens.settings import SettingsScreen
from quiz.tui.screens.shortcuts import KeyScreen, ShortcutsScreen
from quiz.tui.theme import CONTRAST, DARK, LIGHT, PLAIN
from quiz.tui.widgets.rows import Row
from quiz.tui.widgets.text import Words
from tests.support.events import answered, moment, opened
from tests.support.library import numbered
from tests.support.screens import app_of, press, running, shown

OURS = ("settings", "shortcuts", "tour", "forget")
UPWARDS = ("up", "up", "up")
THEIRS = {
    "setup": UPWARDS, "progress": ("4", "enter"), "map": ("right",),
    "library": ("slash", "a", "escape", "i", "enter", "space"),
}  # fmt: skip
SIZES = ((60, 18), (80, 24), (140, 45))


def row(app: QuizApp, name: str) -> Row:
    return next(row for row in app.screen.query(Row) if row.row == name)


def note(app: QuizApp, name: str) -> str:
    return str(row(app, name).query_one(".note", Words).visual)


async def put(pilot: Pilot[None], name: str, text: str) -> None:
    """Type into a row and press Enter."""
    app: Any = pilot.app
    field = row(app, name).control
    assert isinstance(field, Input)
    field.focus()
    field.value = text
    await press(pilot, "enter")


@pytest.mark.parametrize(
    ("name", "typed", "field", "value"),
    [
        ("questions", "7", "questions", 7),
        ("questions", " 500 ", "questions", 500),
        ("ready_by", "2030-03-10", "ready_by", "2030-03-10"),
        ("rollover", "0", "rollover", 0),
        ("rollover", "23", "rollover", 23),
        ("trainee", "  bo  b ", "trainee", "bo b"),
    ],
)
async def test_what_is_typed_holds_at_once_and_is_kept(
    tmp_path: Path, name: str, typed: str, field: str, value: Any
) -> None:
    app = app_of(tmp_path, numbered(12))
    async with running(app) as pilot:
        await press(pilot, "o")
        await put(pilot, name, typed)
        assert getattr(app.settings, field) == value
    assert getattr(load_settings(tmp_path), field) == value


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("questions", "0", "'0' cannot be; type a number from 1 to 500"),
        ("questions", "", "An empty line cannot be; type a number from 1 to 500"),
        ("questions", "1e3", "'1e3' cannot be"),
        ("questions", "9" * 70, "cannot be"),
        ("ready_by", "10.3.2026", "'10.3.2026' is no date; type it as 2026-03-10"),
        ("ready_by", "2020-01-01", "'2020-01-01' is not to come; type a later day"),
        ("rollover", "24", "'24' is no hour; type 0 to 23"),
        ("rollover", "-1", "'-1' is no hour"),
        ("trainee", "x" * 61, "too long for a name"),
        ("questions", "[/]", "'[/]' cannot be"),
    ],
)
async def test_wrong_input_is_told_beside_the_row_and_changes_nothing(
    tmp_path: Path, name: str, typed: str, said: str
) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        await press(pilot, "o")
        await put(pilot, name, typed)
        assert note(app, name).startswith("✗ ")
        assert said in note(app, name)
        assert row(app, name).has_class("-wrong")
        assert app.settings == Settings()
        assert load_settings(tmp_path) == Settings()


async def test_a_line_that_is_left_is_taken_too(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        await press(pilot, "o", "down", "end", "backspace", "backspace", "5", "down")
        assert app.settings.questions == 5
        await press(pilot, "up", "6", "escape")
        assert isinstance(app.screen, HomeScreen)
        assert app.settings.questions == 56


async def test_session_size_date_and_study_day_show_at_home(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(12))
    async with running(app) as pilot:
        await press(pilot, "o")
        await put(pilot, "questions", "4")
        await put(pilot, "ready_by", "2027-01-02")
        await put(pilot, "rollover", "9")
        await press(pilot, "escape")
        assert "Start: 4 questions" in shown(app)
        assert app.desk.goal() is not None
        assert app.desk.front.rollover == app.desk.library.rollover == 9
        await press(pilot, "o")
        await put(pilot, "rollover", "")
        assert app.desk.front.rollover == 4


async def test_the_theme_and_certainty_are_picked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        await press(pilot, "o")
        seen = [app.theme]
        for _ in range(4):
            await press(pilot, "right")
            seen.append(app.theme)
        assert seen == [DARK, LIGHT, CONTRAST, PLAIN, DARK]
        await press(pilot, "left")
        assert app.theme == PLAIN
        await press(pilot, "f2")
        assert app.theme == DARK
        assert "‹ dark ›" in shown(app)
        await pilot.click(row(app, "certainty").control)
        await pilot.pause()
        assert app.settings.certainty
    assert load_settings(tmp_path).certainty


async def test_without_colours_the_choice_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        await press(pilot, "o", "right")
        assert app.theme == PLAIN
        assert app.settings.theme == LIGHT
        assert "NO_COLOR is set" in note(app, "theme")


async def test_another_trainee_is_asked_at_once(tmp_path: Path) -> None:
    with Log(tmp_path, "bo", "small") as log:
        log.append(opened("item-1"), moment())
        log.append(answered("item-1"), moment(1))
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        await press(pilot, "n", "ctrl+n")
        app.post_message(PageWanted("settings"))
        await pilot.pause()
        await put(pilot, "trainee", "bo")
        assert isinstance(app.screen, HomeScreen)
        assert app.desk.log.trainee == "bo"
        assert list(app.desk.states) == ["item-1"]
        assert str(app.screen.query_one("#trainee", Words).visual) == "bo"
        await press(pilot, "n", "ctrl+n")
    with Log(tmp_path, "bo", "small") as log:
        assert sum(isinstance(e.body, Opened) for e in log.events()) == 2
    with Log(tmp_path, "ana", "small") as log:
        assert sum(isinstance(e.body, Opened) for e in log.events()) == 1


async def test_settings_that_cannot_be_kept_are_told_and_hold(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    (tmp_path / "settings.json").mkdir()
    async with running(app) as pilot:
        await press(pilot, "o")
        await put(pilot, "questions", "7")
        assert any("settings cannot be kept" in note.message for note in app._notifications)
        assert app.settings.questions == 7


async def take_key(pilot: Pilot[None], identity: str, key: str) -> ShortcutsScreen:
    screen: Any = pilot.app.screen
    place = [shortcut.id for shortcut in screen.known].index(identity)
    menu = screen.query_one(OptionList)
    menu.highlighted = menu.get_option_index(f"shortcut-{place}")
    await press(pilot, "enter", key)
    assert pilot.app.screen is screen
    return cast("ShortcutsScreen", screen)


async def test_a_shortcut_takes_the_next_key_and_gives_it_back(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        app.post_message(PageWanted("shortcuts"))
        await pilot.pause()
        screen = await take_key(pilot, "home.practice", "x")
        assert app.settings.keys == {"home.practice": "x"}
        assert load_settings(tmp_path).keys == {"home.practice": "x"}
        assert "usually p" in shown(app)
        await take_key(pilot, "home.exam", "x")
        assert "✗ x is already 'Practice' (Home)" in str(screen.query_one("#shortcut-say", Words).visual)
        await take_key(pilot, "home.exam", "escape")
        assert app.settings.keys == {"home.practice": "x"}
        await press(pilot, "escape")
        await pilot.resize_terminal(140, 45)
        assert "x Practice" in shown(app)
        await pilot.resize_terminal(80, 24)
        await press(pilot, "p")
        assert isinstance(app.screen, HomeScreen)
        await press(pilot, "x")
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.session.mode == "practice"
        await press(pilot, "escape")
        app.post_message(PageWanted("shortcuts"))
        await pilot.pause()
        await take_key(pilot, "home.mistakes", "p")
        await take_key(pilot, "home.practice", "escape")
        await press(pilot, "backspace")
        assert "✗ p is already 'Mistakes'" in shown(app)
        await take_key(pilot, "home.mistakes", "m")
        await take_key(pilot, "home.practice", "escape")
        await press(pilot, "backspace")
        assert app.settings.keys == {}


async def test_wrong_shortcuts_in_the_file_are_told_once_and_left_out(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    app.settings = Settings(keys={"home.exma": "x", "home.exam": "m", "home.practice": "v"})
    async with running(app) as pilot:
        (told,) = [note.message for note in app._notifications]
        assert told == (
            "Shortcuts in the settings that cannot be: home.exam: m is already 'Mistakes' (Home); "
            "home.exma: there is no shortcut 'home.exma'; did you mean 'home.exam'?"
        )
        assert app._keymap == {"home.practice": "v"}
        await press(pilot, "v")
        assert isinstance(app.screen, SessionScreen)


def test_any_shortcuts_in_the_file_are_read(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"keys": {"[/]": "\x1b", "": ""}}))
    assert load_settings(tmp_path).keys == {"[/]": "\x1b", "": ""}


async def test_own_data_goes_only_with_the_name_and_the_quiz_begins_anew(tmp_path: Path) -> None:
    with Log(tmp_path, "bo", "small") as log:
        log.append(answered("item-1"), moment(1))
    app = app_of(tmp_path, numbered(3))
    app.settings = Settings(theme=LIGHT, trainee="ana", toured=True)
    async with running(app) as pilot:
        await press(pilot, "n", "ctrl+n", "escape")
        app.post_message(PageWanted("forget"))
        await pilot.pause()
        text = shown(app)
        for part in ("Delete all data of ana", "1 answer in 1 session", "1 other trainee", "the settings"):
            assert part in text
        await press(pilot, *"an", "enter")
        assert isinstance(app.screen, ForgetScreen)
        assert "not the name: nothing is deleted" in shown(app)
        await press(pilot, "a", "enter")
        assert isinstance(app.screen, HomeScreen)
        assert "Deleted: 2 events of ana" in shown(app)
        assert app.desk.states == {}
        assert app.theme == DARK
        assert "3 new" in shown(app)
        await press(pilot, "n", "ctrl+n")
        assert len(app.desk.log.events()) == 2
    assert held(tmp_path, "bo").events == 1
    assert examine(tmp_path).whole


async def test_own_data_is_kept_by_escape_and_trouble_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from quiz.store import schema

    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        await press(pilot, "n", "ctrl+n", "escape")
        for keys in (["escape"], ["ctrl+n"]):
            app.post_message(PageWanted("forget"))
            await pilot.pause()
            await press(pilot, *keys)
            assert isinstance(app.screen, HomeScreen)
        monkeypatch.setattr(Log, "forget", lambda log: (_ for _ in ()).throw(schema.told(schema.DAMAGED, log.path)))
        app.post_message(PageWanted("forget"))
        await pilot.pause()
        await press(pilot, *"ana", "enter")
        assert "NOT DELETED" in shown(app)
        assert len(app.desk.log.events()) == 2


async def test_a_page_is_not_opened_twice(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        for _ in range(2):
            app.post_message(PageWanted("settings"))
            await pilot.pause()
        assert [type(s) for s in app.screen_stack] == [HomeScreen, SettingsScreen]


@pytest.mark.parametrize("size", SIZES)
async def test_rows_stand_whole_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app, size) as pilot:
        await press(pilot, "o")
        for made in app.screen.query(Row):
            assert made.control.region.right <= size[0]
            assert made.query_one(".note").region.right <= size[0]
        await press(pilot, "up")
        assert row(app, "forget").control.has_focus
        assert "delete it" in shown(app)


async def test_the_key_screen_takes_what_would_do_something_else(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        got: list[str | None] = []
        for key in ("tab", "f1", "ctrl+c", "q"):
            app.push_screen(KeyScreen("x"), got.append)
            await pilot.pause()
            await press(pilot, key)
        assert got == ["tab", "f1", "ctrl+c", "q"]
