"""Any keys in any order at any size: nothing breaks, the log only grows, and what the screen says is what it says."""

from __future__ import annotations

import asyncio
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from textual.app import App

from quiz.config import Settings
from quiz.tui.app import PAGES, QuizApp
from quiz.tui.guarded import Guarded
from quiz.tui.screens.session import SessionScreen
from quiz.tui.shortcuts import all_shortcuts
from quiz.tui.theme import NAMES
from quiz.views import Desk
from tests.broken import naive_engine
from tests.support.screens import PAYLOADS
from tests.support.store import fresh
from tests.support.walking import AGAIN, FORGET, Walker

BOUND = tuple(sorted({key for shortcut in all_shortcuts(QuizApp).values() for key in shortcut.keys}))
"""Every key that means anything on any page."""
OTHERS = (*"abcdefghijklmnopqrstuvwxyz0123456789é中́[]\\/'\"$%", "ctrl+c", "ctrl+v", "ctrl+w", "ctrl+x", "shift+end")
USUAL = ("enter", "ctrl+n", "down", "1", "2", "a", "tab", "space", "escape")
TEXTS = ("blue whale", "blue wale", "4.2 kg", "1999", "10 Feb 2026", "2099-01-01", "7", "b\tb", "x" * 500, *PAYLOADS)
SIZES = st.one_of(
    st.sampled_from([(60, 18), (80, 24), (140, 45), (200, 60), (40, 10), (59, 18), (60, 17), (120, 18), (60, 60)]),
    st.tuples(st.integers(60, 200), st.integers(18, 60)),
    st.tuples(st.integers(40, 200), st.integers(10, 60)),
)
ABOUT = ("", "notes", "item-9", "item-12", "topic=odd", "mastery", *PAYLOADS[:6])
CALLED = ("Settings", "Help", "Library", "Exam", "Practice", "Learn", "Undo", "Map", *NAMES.values())
CELLS = st.tuples(st.integers(0, 99), st.integers(0, 99))
STEPS = st.one_of(
    st.sampled_from(BOUND),
    st.sampled_from(BOUND),
    st.sampled_from(OTHERS),
    st.sampled_from(USUAL),
    st.sampled_from(USUAL),
    st.sampled_from([f"answer {text}" for text in ("1", "3", *TEXTS[:6])]),
    st.sampled_from([f"type {text}" for text in TEXTS if text.isprintable()] + [f"paste {text}" for text in TEXTS]),
    SIZES.map(lambda size: f"size {size[0]}x{size[1]}"),
    CELLS.map(lambda cell: f"click {cell[0]} {cell[1]}"),
    st.one_of(
        st.tuples(st.sampled_from(sorted(PAGES)), st.sampled_from(ABOUT)).map(lambda page: f"page {page[0]} {page[1]}"),
        st.sampled_from([f"palette {called.casefold()}" for called in CALLED]),
        CELLS.map(lambda cell: f"wheel {cell[0]} {cell[1]}"),
        st.just("away"),
        st.sampled_from([AGAIN, FORGET, "ctrl+q"]),
    ),
)
STARTS = st.sampled_from([["n"], ["n"], ["p"], ["e"], ["s", "enter"], ["g"], ["l"], ["a"], ["o"], []])
WALKS = st.tuples(STARTS, st.lists(STEPS, min_size=30, max_size=60)).map(lambda parts: [*parts[0], *parts[1]])


async def walk(folder: Path, steps: list[str], **chosen: Any) -> Walker:
    """Take the steps; return who took them."""
    folder.mkdir(exist_ok=True)
    walker = Walker(folder, Settings(questions=3, trainee="ana", **chosen))
    try:
        await walker.walk(steps)
    except BaseException as error:
        error.add_note(f"after the steps {walker.taken}")
        raise
    return walker


# To shrink a walk takes longer than to read it.
@pytest.mark.timeout(3_600)
@settings(
    max_examples=max(5, settings().max_examples // 20) if settings().max_examples > 1_000 else 5,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(WALKS, st.booleans(), st.booleans())
def test_u1_any_keys_leave_the_log_growing_and_the_screen_equal_to_it(
    steps: list[str], certainty: bool, toured: bool
) -> None:
    with fresh() as folder, chdir(folder):
        asyncio.run(walk(Path(folder) / "data", steps, certainty=certainty, toured=toured))


STRAIGHT = ["n", "ctrl+n", "u"]


@pytest.mark.parametrize(
    ("whose", "where", "rule", "steps", "told"),
    [
        (Desk, "undo", naive_engine.taken_back_on_the_screen_alone, STRAIGHT, ""),
        (Desk, "_refresh", naive_engine.states_are_read_once, ["n", "ctrl+n", "escape"], ""),
        (Desk, "open_session", naive_engine.what_was_answered_is_forgotten, ["n", "ctrl+n", "escape", "enter"], ""),
        (Desk, "close", naive_engine.closed_on_the_screen_alone, ["e", "ctrl+n", "ctrl+n"], ""),
        (SessionScreen, "action_undo", lambda self: self.set_focus(None), STRAIGHT, "nothing has the focus"),
        (SessionScreen, "action_undo", lambda self: 1 // 0, STRAIGHT, ""),
        (QuizApp, "on_resize", lambda self: None, ["n", "size 40x10"], ""),
        (Guarded, "on_event", App.on_event, ["o", "tab", "paste \x9b2J"], "on "),
    ],
)  # fmt: skip
async def test_u1_a_screen_that_goes_its_own_way_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: type, where: str, rule: Any, steps: list[str], told: str
) -> None:
    await walk(tmp_path / "right", steps, toured=True)
    monkeypatch.setattr(whose, where, rule)
    with pytest.raises((AssertionError, ZeroDivisionError), match=told or None):
        await walk(tmp_path / "wrong", steps, toured=True)
