"""Terminals of any size: what is too small says so, and what was typed and picked is there again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widgets import Input

from quiz.items import Item, type_name
from quiz.tui.app import QuizApp
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.screens.session import SessionScreen
from quiz.tui.screens.small import NEEDED, SmallScreen, is_small, small_text
from quiz.tui.theme import DARK
from quiz.tui.widgets.choices import Choices
from quiz.tui.widgets.cloze import Cloze
from quiz.tui.widgets.match import Match
from quiz.tui.widgets.order import Order
from tests.support.library import composed, numbered, one_of_each
from tests.support.screens import answers, app_of, press, running, shown
from tests.support.store import fresh

ITEMS = {type_name(item): item for item in [*one_of_each(), *composed()]}
FLOOR = (60, 18)
SIZES = st.tuples(st.integers(0, 500), st.integers(0, 200)) | st.sampled_from([(59, 18), (60, 17), FLOOR, (1, 1)])


async def resize(pilot: Pilot[None], width: int, height: int) -> None:
    await pilot.resize_terminal(width, height)
    await pilot.pause()


def only(folder: Path, item: Item) -> QuizApp:
    return app_of(folder, [item], "practice")


def given_of(app: QuizApp) -> Any:
    """What an answer holds so far, whatever its type, and where the cursor is."""
    found: list[Any] = [field.value for field in app.screen.query(Input)]
    found += [(widget.cursor, widget.picked) for widget in app.screen.query(Choices)]
    found += [(widget.cursor, tuple(widget.partners)) for widget in app.screen.query(Match)]
    found += [(widget.cursor, widget.lifted, tuple(widget.options)) for widget in app.screen.query(Order)]
    return found


HALFWAY = {
    "choice": ["2"],
    "multiple": ["1", "3"],
    "boolean": ["2"],
    "numeric": ["4", "full_stop", "2"],
    "date": [*"1999"],
    "text": [*"blu"],
    "cloze": [*"1999", "enter", "down", "1"],
    "match": ["b", "down"],
    "order": ["down", "space", "down"],
    "evidence": ["down", "down"],
}


@pytest.mark.parametrize("kind", HALFWAY)
async def test_an_answer_that_is_half_given_outlives_any_size(tmp_path: Path, kind: str) -> None:
    app = only(tmp_path, ITEMS[kind])
    async with running(app) as pilot:
        await press(pilot, *HALFWAY[kind])
        before, focused = given_of(app), app.focused
        assert focused is not None
        for size in ((140, 45), (40, 10), FLOOR, (120, 18)):
            await resize(pilot, *size)
            if is_small(Size(*size)):
                await press(pilot, "1", "x", "enter", "ctrl+n", "escape")
                continue
            assert given_of(app) == before
            assert app.focused is focused
            cursor = app.screen.query(".-cursor").first().region if app.screen.query(".-cursor") else focused.region
            assert app.screen.query_one("#body").region.contains_region(cursor)
        assert not answers(app.desk.log)


@given(SIZES)
def test_what_is_needed_and_what_there_is_is_said_below_60_by_18(size: tuple[int, int]) -> None:
    width, height = size
    assert is_small(Size(width, height)) is (width < 60 or height < 18)
    assert f"needs {NEEDED.width} × {NEEDED.height}; this is {width} × {height}." in small_text(Size(width, height))


@pytest.mark.parametrize("size", [(50, 12), (59, 40), (200, 17)])
async def test_keys_answer_nothing_while_the_terminal_is_too_small(tmp_path: Path, size: tuple[int, int]) -> None:
    app = only(tmp_path, ITEMS["text"])
    async with running(app) as pilot:
        await press(pilot, *"blue")
        await resize(pilot, *size)
        assert f"needs 60 × 18; this is {size[0]} × {size[1]}" in shown(app)
        await press(pilot, "x", "enter", "enter", "ctrl+n", "ctrl+z", "escape", "f1", "f2", "t", "ctrl+p", "tab", "q")
        await pilot.click()
        assert isinstance(app.screen, SmallScreen)
        assert app.theme == DARK
        assert not answers(app.desk.log)
        await resize(pilot, 80, 24)
        assert isinstance(app.screen, SessionScreen)
        await press(pilot, *" whale", "enter")
        assert "✓ Right" in shown(app)


async def test_one_can_still_quit(tmp_path: Path) -> None:
    app = only(tmp_path, ITEMS["text"])
    async with running(app, (20, 5)) as pilot:
        await press(pilot, "ctrl+q")
        assert app._exit


async def test_it_may_begin_too_small(tmp_path: Path) -> None:
    for number, (mode, screen) in enumerate({None: HomeScreen, "practice": SessionScreen}.items()):
        app = app_of(tmp_path / str(number), numbered(3), mode)
        async with running(app, (30, 8)) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, SmallScreen)
            await resize(pilot, 80, 24)
            assert isinstance(app.screen, screen)
            assert app.focused is not None


async def test_an_exam_that_ends_meanwhile_is_covered_too(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3), "exam")
    async with running(app) as pilot:
        assert isinstance(app.screen, SessionScreen)
        screen = app.screen
        await resize(pilot, 30, 8)
        screen.post_message(SessionScreen.Finished(screen.session))
        for _ in range(3):
            await pilot.pause()
        assert isinstance(app.screen, SmallScreen)
        await resize(pilot, 80, 24)
        assert isinstance(app.screen, ResultsScreen)
        assert not [s for s in app.screen_stack if isinstance(s, SmallScreen)]


async def test_help_over_a_question_is_there_again(tmp_path: Path) -> None:
    app = only(tmp_path, ITEMS["choice"])
    async with running(app) as pilot:
        await press(pilot, "1", "f1")
        over = app.screen
        await resize(pilot, 10, 3)
        await press(pilot, "escape")
        await resize(pilot, 80, 24)
        assert app.screen is over


KEYS = ["1", "2", "a", "enter", "space", "up", "down", "ctrl+n", "u", "c", "escape", "f1", "q", "n", "tab"]
STEPS = st.lists(
    st.sampled_from(KEYS) | st.tuples(st.integers(0, 200), st.integers(0, 60)) | st.just(FLOOR), min_size=5, max_size=15
)


async def walk(folder: Path, steps: Sequence[str | tuple[int, int]], check: Callable[[QuizApp], None]) -> None:
    app = app_of(folder, [*one_of_each(), *composed()], questions=6)
    async with running(app) as pilot:
        for step in steps:
            if app._exit:
                break
            if isinstance(step, str):
                logged, small = app.desk.log.events(), isinstance(app.screen, SmallScreen)
                await press(pilot, step)
                assert not small or app.desk.log.events() == logged
            else:
                await resize(pilot, *step)
                check(app)
    assert app.fault is None


def is_as_it_should_be(app: QuizApp) -> None:
    assert isinstance(app.screen, SmallScreen) is is_small(app.size)
    assert sum(isinstance(screen, SmallScreen) for screen in app.screen_stack) == is_small(app.size)
    if not is_small(app.size):
        assert app.focused is not None
        for line in app.screen.query("KeyLine, #verdict.-shown"):
            assert app.screen.region.contains_region(line.region)
            assert line.region.area > 0


# To shrink a walk takes longer than to read it.
@pytest.mark.timeout(3_600)
@settings(
    max_examples=max(5, min(settings().max_examples // 20, 100)),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(STEPS)
def test_any_keys_at_any_sizes(steps: list[str | tuple[int, int]]) -> None:
    with fresh() as folder:
        asyncio.run(walk(Path(folder), ["enter", *steps], is_as_it_should_be))


ODD = ((0, 0), (1, 1), (2, 2), (1, 400), (400, 1), (500, 200), (5, 40))


async def test_no_size_is_a_fault(tmp_path: Path) -> None:
    app = app_of(tmp_path, list(ITEMS.values())[-len(ODD) :], questions=len(ODD))
    async with running(app, ODD[0]) as pilot:
        await resize(pilot, 80, 24)
        await press(pilot, "enter")
        for number, size in enumerate(ODD):
            for key in ("ctrl+n", "enter"):
                if (key == "enter") is bool(number % 2):
                    await resize(pilot, *size)
                    await resize(pilot, 80, 24)
                await press(pilot, key)
        assert isinstance(app.screen, ResultsScreen)


async def test_every_gap_is_reached_at_the_smallest_size(tmp_path: Path) -> None:
    app = only(tmp_path, ITEMS["cloze"])
    async with running(app, FLOOR) as pilot:
        for gap in app.screen.query_one(Cloze).gaps:
            assert gap.field.has_focus
            assert app.screen.query_one("#body").region.overlaps(gap.field.region)
            await press(pilot, "1", "enter")
