"""Keys that come faster than screens close, pages that open on a terminal that is too small, pastes of any kind."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.css.query import NoMatches
from textual.pilot import Pilot
from textual.widgets import Input

from quiz.config import Settings
from quiz.tui.messages import PageLeft, PageWanted, SessionWanted
from quiz.tui.screens.dialogs import NoteDialog
from quiz.tui.screens.help import HelpScreen
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.library import LibraryScreen
from quiz.tui.screens.palette import Palette
from quiz.tui.screens.session import SessionScreen
from quiz.tui.screens.settings import SettingsScreen
from quiz.tui.screens.small import SmallScreen
from quiz.tui.widgets.answer import Submitted
from tests.support.library import texts
from tests.support.screens import PAYLOADS, app_of, obeyed_on, press, responses, running, shown
from tests.support.walking import key_event


async def at_once(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys so fast that none of them is seen before all are there."""
    for key in keys:
        pilot.app.post_message(key_event(key))
    for _ in range(3):
        await pilot.pause()


async def test_a_page_that_is_still_being_closed_when_the_program_ends_is_no_fault(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(3))
    pop, popped, ended = app.pop_screen, asyncio.Event(), asyncio.Event()

    async def slow_pop() -> None:
        await pop()
        popped.set()
        await ended.wait()

    async with running(app) as pilot:
        home = app.screen
        app.post_message(PageWanted("settings"))
        await pilot.pause()
        assert isinstance(app.screen, SettingsScreen)
        app.pop_screen = slow_pop  # type: ignore[assignment, method-assign]
        app.post_message(PageLeft())
        await popped.wait()

        async def end() -> None:
            while home.children:
                await asyncio.sleep(0.01)
            ended.set()

        task = asyncio.create_task(end())
    await task


async def test_the_palette_opens_again_while_it_is_being_closed(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(3))
    async with running(app) as pilot:
        await press(pilot, "ctrl+p")
        first = app.screen
        assert isinstance(first, Palette)
        first.dismiss()
        app.action_command_palette()
        await pilot.pause()
        assert isinstance(app.screen, Palette)
        assert app.screen is not first
        await press(pilot, "escape")
        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize(("opened", "keys"), [("f6", ("enter", "enter")), ("f1", ("enter", "enter")), ("ctrl+p", ())])
async def test_what_is_told_twice_to_close_leaves_the_question_below(
    tmp_path: Path, opened: str, keys: tuple[str, ...]
) -> None:
    app = app_of(tmp_path, texts(3), "practice")
    async with running(app) as pilot:
        await press(pilot, opened)
        above = app.screen
        assert isinstance(above, NoteDialog | HelpScreen | Palette)
        await at_once(pilot, *keys)
        above.dismiss(None)
        above.dismiss(None)
        await pilot.pause()
        assert isinstance(app.screen, SessionScreen)


async def test_a_page_that_opens_on_too_small_a_terminal_is_covered_once(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(3))
    async with running(app) as pilot:
        await pilot.resize_terminal(40, 10)
        app.post_message(PageWanted("settings"))
        for _ in range(2):
            await pilot.pause()
        assert [type(screen) for screen in app.screen_stack] == [HomeScreen, SettingsScreen, SmallScreen]
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert [type(screen) for screen in app.screen_stack] == [HomeScreen, SettingsScreen]
        assert app.focused is not None


@pytest.mark.parametrize("steps", [0, 2, 4, 8])
@pytest.mark.parametrize("page", ["", "settings", "library", "progress"])
async def test_a_page_that_is_still_opening_when_the_program_ends_is_no_fault(
    tmp_path: Path, page: str, steps: int
) -> None:
    app = app_of(tmp_path, texts(3))
    async with running(app):
        app.post_message(PageWanted(page) if page else SessionWanted("practice"))
        for _ in range(steps):
            await asyncio.sleep(0)
    assert not app.return_code


async def test_a_fault_of_a_page_while_the_program_goes_on_is_told(tmp_path: Path) -> None:
    async def fail() -> None:
        async with running(app_of(tmp_path, texts(3))) as pilot:
            pilot.app.screen.call_later(pilot.app.screen.query_one, "#nothing")
            await pilot.pause()

    with pytest.raises(NoMatches):
        await fail()


@pytest.mark.parametrize("text", PAYLOADS)
async def test_what_is_pasted_is_obeyed_by_no_terminal(tmp_path: Path, text: str) -> None:
    app = app_of(tmp_path, texts(3), "practice")
    async with running(app) as pilot:
        app.post_message(events.Paste(text))
        await pilot.pause()
        assert app.screen.query_one(Input).value
        assert obeyed_on(app) == []


@pytest.mark.parametrize("late", ["120 Feb 2026", "4", ["1"], {"year": "1"}, None])
async def test_an_answer_that_comes_late_does_not_say_how_sure_one_is(tmp_path: Path, late: Any) -> None:
    app = app_of(tmp_path, texts(3))
    app.settings = Settings(questions=3, certainty=True)
    async with running(app) as pilot:
        await press(pilot, "n", *"whale", "enter")
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.phase == "sure"
        app.screen.post_message(Submitted(late))
        await pilot.pause()
        assert app.screen.phase == "sure"
        assert responses(app) == []
        await press(pilot, "3", "enter")
        assert responses(app) == ["whale"]


async def test_a_timer_that_fires_late_does_not_hide_what_has_been_read(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(3))
    async with running(app) as pilot:
        app.post_message(PageWanted("library"))
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        assert "1 document, 3 questions" in shown(app)
        screen._say_reading()
        await pilot.pause()
        assert "Reading" not in shown(app)
