"""Help, palette and tour, by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from quiz.config import Settings, load_settings
from quiz.tui import run_app
from quiz.tui.app import QuizApp
from quiz.tui.commands import Commands
from quiz.tui.messages import PageWanted
from quiz.tui.screens.help import HelpScreen, entries_of
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.session import SessionScreen
from quiz.tui.screens.shortcuts import ShortcutsScreen
from quiz.tui.screens.tour import CARDS, TourScreen
from quiz.tui.shortcuts import all_shortcuts
from quiz.tui.theme import CONTRAST, NAMES
from tests.support.drafts import app_on, write_drafts
from tests.support.events import answered, moment
from tests.support.library import composed, numbered, one_of_each
from tests.support.maps import place_item, small_map
from tests.support.screens import app_of, press, running, shown

OURS = ("settings", "shortcuts", "tour", "forget", "instructor")
UPWARDS = ("up", "up", "up")
THEIRS = {
    "setup": UPWARDS, "progress": ("5", "down", "enter"), "map": ("right",),
    "library": ("slash", "a", "escape", "enter", "down", "down", "enter", "enter", "space"),
}  # fmt: skip
SIZES = ((60, 18), (80, 24), (140, 45))


async def test_every_shortcut_is_in_the_help_of_its_screen(tmp_path: Path) -> None:
    app = app_of(tmp_path, [*one_of_each(), *composed(), place_item()], questions=20, maps={"bay": small_map()})
    listed: set[str] = set()
    async with running(app) as pilot:

        def look() -> None:
            entries = entries_of(app.screen)
            assert {b.binding.id for b in app.screen.active_bindings.values() if b.binding.id} <= {
                e.id for e in entries if e.now
            }
            listed.update(entry.id for entry in entries)

        look()
        for page, keys in {**dict.fromkeys(OURS, UPWARDS), **THEIRS}.items():
            app.post_message(PageWanted(page))
            await pilot.pause()
            deep = len(app.screen_stack)
            for key in keys:
                await app.workers.wait_for_complete()
                await pilot.pause()
                look()
                await press(pilot, key)
            look()
            while len(app.screen_stack) >= deep:
                await press(pilot, "escape")
        await press(pilot, "f1")
        look()
        await press(pilot, "q", "p")
        first = cast("SessionScreen", app.screen).question
        while isinstance(app.screen, SessionScreen):
            look()
            for key in ("f6", "f7") if app.screen.question == first else ():
                await press(pilot, key)
                look()
                await press(pilot, "escape")
            await press(pilot, "ctrl+n")
            look()
            await press(pilot, "enter")
        for keys in (("w",), ("down", "enter")):
            look()
            await press(pilot, *keys)
            look()
            await press(pilot, "escape")
    app = app_on(write_drafts(tmp_path / "drafts"))
    async with running(app) as pilot:
        for key in ("", "e", "escape", "l", "enter"):
            await press(pilot, *filter(None, (key,)))
            await app.workers.wait_for_complete()
            await pilot.pause()
            look()
    assert {*all_shortcuts(QuizApp)} - listed == set()


async def test_help_shows_changed_keys_and_what_works_only_later(tmp_path: Path) -> None:
    app = app_of(tmp_path, one_of_each()[:1], "practice")
    app.settings = Settings(keys={"session.unknown": "f11", "session.context": "x"})
    async with running(app, (140, 45)) as pilot:
        await press(pilot, "f1")
        text = shown(app)
        assert "F11 Don't know" in text
        assert "1-3, a-c or arrows, then Enter" in text
        assert text.index("F11 Don't know") < text.index("At other moments") < text.index("x More")
        entries = {entry.says: entry for entry in entries_of(app.screen_stack[-2])}
        assert entries["More"].now is False
        assert entries["Answer"].now
        await press(pilot, "q", "f11", "f1")
        assert {e.says: e.now for e in entries_of(app.screen_stack[-2])}["More"]


@pytest.mark.parametrize("size", SIZES)
async def test_all_of_a_long_help_can_be_read(tmp_path: Path, size: tuple[int, int]) -> None:
    app = app_of(tmp_path, composed()[2:3], "practice")
    async with running(app, size) as pilot:
        await press(pilot, "f1")
        seen = shown(app)
        for key in ("down", "j", "pagedown", "pagedown", "end"):
            await press(pilot, key)
            seen += shown(app)
        assert "closes this page" in seen


async def test_the_palette_offers_everything_and_nothing_of_textuals(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        names = [c.name for c in Commands(app.screen).distinct()]
        assert len(names) == len(set(names))
        wanted = {"Learn", "Practice", "Mistakes", "Exam", "Drill", "Practice: Facts", "Settings", "Shortcuts", "Tour"}
        assert wanted | {"Delete own data", "Help", "Quit", *(f"Theme: {n}" for n in NAMES.values())} <= {*names}
        assert not {"Keys", "Screenshot", "Theme", "Maximize"} & {*names}
        await press(pilot, "n")
        assert "Don't know" in {c.name for c in Commands(app.screen).distinct()}
        assert "More" not in {c.name for c in Commands(app.screen).distinct()}
        await press(pilot, "ctrl+p", *"don't")
        await pilot.pause(0.3)
        await press(pilot, "enter")
        await pilot.pause()
        assert "Not answered" in shown(app)


@pytest.mark.parametrize(("word", "kind"), [("shortcuts", ShortcutsScreen), ("tour", TourScreen), ("help", HelpScreen)])
async def test_the_palette_opens_pages(tmp_path: Path, word: str, kind: type) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        command = next(c for c in Commands(app.screen).distinct() if c.name.lower() == word)
        command.run()
        await pilot.pause()
        assert isinstance(app.screen, kind)


async def test_the_palette_changes_the_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        next(c for c in Commands(app.screen).distinct() if c.name == "Theme: high contrast").run()
        await pilot.pause()
        assert app.theme == CONTRAST


async def test_the_tour_is_left_by_its_end_or_on_the_way_and_remembered(tmp_path: Path) -> None:
    for keys in (["enter"] * len(CARDS), ["q"], ["enter", "escape"], ["right", "left", "left", "space", "q"]):
        app = app_of(tmp_path, numbered(3))
        app.touring = True
        async with running(app, (60, 18)) as pilot:
            assert isinstance(app.screen, TourScreen)
            assert "Enter goes on, q leaves" in shown(app)
            await press(pilot, *keys)
            assert isinstance(app.screen, HomeScreen)
            assert app.settings.toured
        assert load_settings(tmp_path).toured
        (tmp_path / "settings.json").unlink()


@pytest.mark.parametrize(
    ("mode", "settings", "known", "touring"),
    [
        (None, Settings(), False, True),
        (None, Settings(toured=True), False, False),
        (None, Settings(), True, False),
        ("learn", Settings(), False, False),
    ],
)
def test_the_tour_comes_by_itself_only_at_the_first_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: Any, settings: Settings, known: bool, touring: bool
) -> None:
    app = app_of(tmp_path, numbered(3))
    if known:
        app.desk.log.append(answered("item-1"), moment())
        app.desk.serve("", 10, None)
    opened_apps: list[QuizApp] = []

    def noted(app: QuizApp) -> None:
        opened_apps.append(app)

    monkeypatch.setattr(QuizApp, "run", noted)
    run_app(app.desk, tmp_path, settings, mode, app.choices, "")
    assert opened_apps[0].touring is touring
