"""Every text on every screen stands out from its ground, in all themes; without colours there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from rich.style import Style
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from quiz.config import Settings
from quiz.items import Item
from quiz.tui.app import QuizApp
from quiz.tui.messages import PageWanted
from quiz.tui.screens.session import SessionScreen
from quiz.tui.theme import CONTRAST, DARK, LIGHT, PLAIN, THEMES
from tests.support.drafts import app_on, write_drafts
from tests.support.library import composed, numbered, one_of_each
from tests.support.screens import app_of, running

LEAST = {DARK: 4.5, LIGHT: 4.5, CONTRAST: 7.0}
VERDICTS = ("correct", "partial", "other", "incorrect", "omitted", "trouble")
SIGNS_OF_FRAMES = frozenset(map(chr, range(0x2500, 0x25A0))) - set("█░")
"""What frames and edges are made of: they tell nothing that a word does not."""


def luminance(color: tuple[int, int, int]) -> float:
    """The relative luminance of WCAG 2."""
    red, green, blue = (c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def read_region(app: QuizApp) -> list[Region]:
    """Where there is something to read: on a page over another only what is its own."""
    screen = app.screen
    if not isinstance(screen, ModalScreen):
        return [screen.region]
    return [w.region for w in screen.query(Widget) if w.display and w.region]


def texts(app: QuizApp) -> Iterator[tuple[str, Style]]:
    regions = read_region(app)
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            seen = "".join(c for c in segment.text if c not in SIGNS_OF_FRAMES).strip()
            if seen and any(region.contains(x, y) for region in regions):
                yield seen, segment.style or Style()
            x += segment.cell_length


def too_weak(app: QuizApp, least: float) -> list[tuple[float, str, str, str]]:
    found = []
    for text, style in texts(app):
        assert style.color is not None, text
        assert style.bgcolor is not None, text
        ink, ground = style.color.get_truecolor(), style.bgcolor.get_truecolor()
        ratio = contrast(ink, ground)
        if ratio < least or style.dim:
            found.append((round(ratio, 2), text, ink.hex, ground.hex))
    return found


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        pilot.app.simulate_key(key)
        await pilot.pause()


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for what a page of its own thread brings."""
    end = monotonic() + 30
    while not holds():
        assert monotonic() < end
        await pilot.pause()
    await pilot.pause()


async def home_and_pages(pilot: Pilot[None]) -> AsyncIterator[str]:
    yield "home"
    await press(pilot, "down")
    yield "home with the cursor on a bank"
    await press(pilot, "f1")
    yield "help"
    await press(pilot, "q", "ctrl+p")
    yield "palette"
    await press(pilot, "down", "p", "r", "a")
    yield "palette with a word"
    await press(pilot, "escape", "escape")
    for page in ("setup", "progress", "library", "map", "settings", "shortcuts", "tour", "forget", "instructor"):
        pilot.app.post_message(PageWanted(page))
        await until(pilot, lambda: len(pilot.app.screen_stack) == 2)
        yield page
        if page == "settings":
            for _ in range(8):
                await press(pilot, "down")
                field = pilot.app.screen.focused
                if isinstance(field, Input):
                    field.value = "999"
                    await press(pilot, "enter", "shift+home")
            yield "settings with refusals"
        if page == "progress":
            for section in "123456":
                await press(pilot, section)
                yield f"progress, section {section}"
            await press(pilot, "v")
            yield "progress in numbers"
        if page == "instructor":
            screen: Any = pilot.app.screen
            await until(pilot, lambda seen=screen: seen.seen is not None)  # type: ignore[misc]
            for section in "123456":
                await press(pilot, section)
                yield f"instructor, section {section}"
        if page == "library":
            await press(pilot, "enter", "i", "enter")
            yield "a question as it is asked"
            await press(pilot, "space")
            yield "a question with its answer"
            await press(pilot, "q", "slash", "a")
            yield "search"
            await press(pilot, "escape", "q", "q")
        if page == "shortcuts":
            await press(pilot, "down", "enter")
            yield "key"
            await press(pilot, "ctrl+c")
            yield "shortcuts with a refusal"
        if page == "forget":
            await press(pilot, "x", "enter")
            yield "forget with a refusal"
        while len(pilot.app.screen_stack) > 1:
            await press(pilot, "escape")


async def questions(pilot: Pilot[None]) -> AsyncIterator[str]:
    screen: Any = pilot.app.screen
    while isinstance(pilot.app.screen, SessionScreen) and screen.question is not None:
        kind = screen.question.type
        await press(pilot, "down", "a", "1")
        yield kind
        for _ in range(5):
            if screen.phase != "told":
                await press(pilot, "enter")
        if screen.phase != "told":
            await press(pilot, "ctrl+n")
        yield f"{kind} told"
        await press(pilot, "enter")
    yield "results"


async def drafts(pilot: Pilot[None]) -> AsyncIterator[str]:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    yield "a draft"
    for key, place in (
        ("d", "a distractor swapped"), ("e", "its stem in a line"), ("escape", "as it was"), ("x", "reasons"),
        ("escape", "no reason"), ("l", "sentences"), ("enter", "an item of one's own"), ("escape", "sentences again"),
        ("i", "figures"),
    ):  # fmt: skip
        await press(pilot, key)
        yield place


async def verdicts(pilot: Pilot[None]) -> AsyncIterator[str]:
    screen: Any = pilot.app.screen
    for kind in VERDICTS:
        screen._verdict("✗ said of the answer", kind)
        screen._say("said of the line")
        await pilot.pause()
        yield kind


WALKS: dict[str, tuple[Callable[[Pilot[None]], AsyncIterator[str]], Callable[[], list[Item]], str | None]] = {
    "pages": (home_and_pages, lambda: numbered(3), None),
    "questions": (questions, lambda: [*one_of_each(), *composed()], "practice"),
    "verdicts": (verdicts, lambda: numbered(1), "practice"),
    "drafts": (drafts, list, None),
}


def dressed(folder: Path, theme: str, walk: str) -> QuizApp:
    _, items, mode = WALKS[walk]
    app = app_on(write_drafts(folder / "lib")) if walk == "drafts" else app_of(folder, items(), mode, questions=20)
    app.settings = Settings(theme=theme, questions=20, toured=True)
    app._take_theme()
    return app


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("theme", LEAST)
async def test_every_text_stands_out_from_its_ground(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str, walk: str
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    app = dressed(tmp_path, theme, walk)
    weak: dict[str, list[tuple[float, str, str, str]]] = {}
    places: list[str] = []
    async with running(app, (80, 24)) as pilot:
        async for place in WALKS[walk][0](pilot):
            if found := too_weak(app, LEAST[theme]):
                weak[place] = found
            places.append(place)
    assert len(places) >= len(VERDICTS)
    assert weak == {}


@pytest.mark.parametrize(
    ("walk", "environment"),
    [("pages", False), ("questions", False), ("verdicts", False), ("verdicts", True), ("drafts", False)],
)
async def test_without_colours_there_is_none_and_marks_are_reversed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, walk: str, environment: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if environment:
        monkeypatch.setenv("NO_COLOR", "1")
    app = dressed(tmp_path, LIGHT if environment else PLAIN, walk)
    reversed_somewhere = False
    async with running(app, (80, 24)) as pilot:
        async for place in WALKS[walk][0](pilot):
            for text, style in texts(app):
                assert style.color is None or style.color.is_default, (place, text)
                assert style.bgcolor is None or style.bgcolor.is_default, (place, text)
                reversed_somewhere |= bool(style.reverse)
    assert reversed_somewhere


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


async def test_a_weak_text_is_found(tmp_path: Path) -> None:
    app = dressed(tmp_path, DARK, "pages")
    async with running(app) as pilot:
        app.screen.query_one("#today").styles.color = "#444444"
        await pilot.pause()
        assert too_weak(app, 4.5)


def test_style_sheets_and_code_take_their_colours_from_the_theme(root: Path) -> None:
    import re

    raw = re.compile(
        r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\b(color|background|border\S*): *(\w+ )?(red|green|blue|cyan|black)"
    )
    for path in [*(root / "quiz/tui").rglob("*.tcss"), *(root / "quiz/tui").rglob("*.py")]:
        if path.name != "theme.py":
            found = [line for line in path.read_text("utf-8").splitlines() if _colour(line, raw)]
            assert found == [], path


def _colour(line: str, raw: Any) -> bool:
    """Whether a line names a colour; `#feed { ` and `"#feed"` are ids."""
    import re

    return any(not re.fullmatch(r"#[a-z-]+", m[0]) for m in raw.finditer(line))


def test_each_theme_defines_what_the_others_do() -> None:
    first, *others = THEMES
    for theme in others:
        assert {*first.variables} - {*theme.variables} <= {
            "block-cursor-background", "block-cursor-foreground", "input-selection-background",
            "input-selection-foreground",
        }  # fmt: skip
