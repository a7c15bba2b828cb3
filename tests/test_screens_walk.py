"""Any keys in any order: nothing breaks, the log only grows, and what the screen says is what the log says."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input

from quiz.config import Settings
from quiz.items import ExamFile
from quiz.learning import Event, Session, fold, fold_sessions
from quiz.scoring import Verdict
from quiz.store import Log
from quiz.text import counted
from quiz.tui.app import QuizApp
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.screens.session import SessionScreen
from quiz.tui.widgets.telling import DONE
from quiz.tui.widgets.text import Words
from quiz.views import VERDICTS, Choices, Desk
from tests.broken import naive_engine
from tests.support.clock import PatientClock
from tests.support.library import composed, library_of, one_of_each
from tests.support.screens import press, running
from tests.support.store import fresh

AGAIN = "the program is started anew"
TEXTS = ("blue whale", "blue wale", "4.2 kg", "some", "1999", "10 Feb 2026", "[/]")
KEYS = (
    *"1234abcjkJK", "enter", "space", "up", "down", "tab", "shift+tab", "backspace", "pagedown", "ctrl+n", "ctrl+z",
    *"ucresbtqnpm", "f1", "ctrl+p", *"HSONR*", *(f"f{n}" for n in (3, 4, 5, 6, 7, 8, 10, 12)), "ctrl+u", "home", "end",
)  # fmt: skip
STEPS = st.one_of(
    st.sampled_from(KEYS),
    st.sampled_from(KEYS),
    st.sampled_from(("enter", "ctrl+n", "u", "escape", AGAIN)),
    st.sampled_from([f"type {text}" for text in TEXTS]),
    st.sampled_from([f"answer {text}" for text in ("1", "3", *TEXTS)]),
)
WALKS = st.tuples(st.sampled_from("nnpe"), st.lists(STEPS, min_size=20, max_size=40))
LIBRARY = library_of([*one_of_each(), *composed()], exam=ExamFile(items=2))


def sit_down(folder: Path, certainty: bool) -> QuizApp:
    desk = Desk(LIBRARY, Log(folder, "ana", LIBRARY.id), PatientClock())
    return QuizApp(desk, folder, Settings(questions=3, certainty=certainty), None, Choices(), "seed")


def said(app: QuizApp, where: str) -> str:
    return str(app.screen.query_one(where, Words).visual)


def session_as_logged(events: Sequence[Event], identity: str) -> Session:
    return next(s for s in fold_sessions(events) if s.id == identity)


def the_bar_shows_what_is_answered(app: QuizApp, screen: SessionScreen, events: Sequence[Event]) -> None:
    logged = session_as_logged(events, screen.session.id)
    assert screen.session.answers == logged.answers
    signs = [DONE if logged.mode == "exam" else VERDICTS[a.outcome.verdict][0] for a in logged.answers]
    bar = said(app, "#trail")
    assert re.findall("[■✓◐✗○]", bar) == signs
    number = len(signs) + (screen.phase != "told")
    assert bar.endswith(f"{number} of {len(logged.items)}")


def home_shows_what_is_known(app: QuizApp, events: Sequence[Event]) -> None:
    states, today = fold(events), app.desk.today()
    asked = {i: s for i, s in states.items() if not s.suspended and s.buried != today}
    due = [s for s in asked.values() if s.memory is not None and s.memory.due <= today]
    new = len(LIBRARY.entries) - len(states) + sum(s.memory is None for s in asked.values())
    wrong = [s for s in states.values() if s.attempts and not s.passed]
    of_today = [s for s in states.values() if s.attempts and s.day == today]
    numbers = re.findall(r"(\d+) (due|new|to mend|answered today)", said(app, "#today"))
    wanted = zip((len(due), new, len(wrong), len(of_today)), ("due", "new", "to mend", "answered today"), strict=True)
    assert numbers == [(str(number), name) for number, name in wanted]


def results_show_what_was_answered(app: QuizApp, events: Sequence[Event]) -> None:
    logged = next(s for e in reversed(events) for s in fold_sessions(events) if getattr(e.body, "session", "") == s.id)
    assert logged.closed
    if logged.mode == "exam":
        given = sum(a.outcome.verdict is not Verdict.OMITTED for a in logged.answers)
        assert f"{given} of {len(logged.items)} answered" in said(app, ".score")
    else:
        assert f"{logged.correct()} of {counted(len(logged.answers), 'question')} right" in said(app, ".score")


def the_screen_is_the_log(app: QuizApp, before: Sequence[Event]) -> list[Event]:
    """Return the log, after a look at what it says and what is shown."""
    assert app.fault is None
    events = app.desk.log.events()
    assert {e.id: e for e in events}.items() >= {e.id: e for e in before}.items()
    assert app.desk.states == app.desk.log.states() == fold(events)
    match app.screen:
        case SessionScreen() as screen:
            the_bar_shows_what_is_answered(app, screen, events)
        case HomeScreen():
            home_shows_what_is_known(app, events)
        case ResultsScreen():
            results_show_what_was_answered(app, events)
    return events


async def do(pilot: Pilot[Any], step: str) -> None:
    """Press a key; type into every field; or pick and type and press Enter until nothing more is asked."""
    what, _, text = step.partition(" ")
    fields = [*pilot.app.screen.query(Input)] if what in ("type", "answer") else []
    for field in fields:
        field.value = text
    if what == "answer":
        await press(pilot, text if text.isdigit() and not fields else "2", "enter", "enter")
    elif what == "type":
        await pilot.pause()
    else:
        await press(pilot, step)


async def walk(folder: Path, steps: Sequence[str], certainty: bool = False) -> list[Event]:
    """Take the steps, starting the program again when it has ended; return what is then in the log."""
    events: list[Event] = []
    left = list(steps)
    while left:
        app = sit_down(folder, certainty)
        async with running(app) as pilot:
            while left and app.is_running and not app._exit:
                step = left.pop(0)
                if step == AGAIN:
                    break
                await do(pilot, step)
                if not app._exit:
                    events = the_screen_is_the_log(app, events)
        app.desk.log.close()
    return events


# To shrink a walk takes longer than to read it.
@pytest.mark.timeout(3_600)
@settings(
    max_examples=max(5, min(settings().max_examples // 20, 300)),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(WALKS, st.booleans())
def test_u1_any_keys_leave_the_log_growing_and_the_screen_equal_to_it(
    steps: tuple[str, list[str]], certainty: bool
) -> None:
    with fresh() as folder:
        asyncio.run(walk(Path(folder), [steps[0], *steps[1]], certainty))


@pytest.mark.parametrize(
    ("rule", "where", "steps"),
    [
        (naive_engine.taken_back_on_the_screen_alone, "undo", ["n", "ctrl+n", "u"]),
        (naive_engine.states_are_read_once, "_refresh", ["n", "ctrl+n", "escape"]),
        (naive_engine.what_was_answered_is_forgotten, "open_session", ["n", "ctrl+n", "escape", "enter"]),
        (naive_engine.closed_on_the_screen_alone, "close", ["e", "ctrl+n", "ctrl+n"]),
    ],
)
async def test_u1_a_screen_that_goes_its_own_way_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: Any, where: str, steps: list[str]
) -> None:
    await walk(tmp_path / "right", steps)
    monkeypatch.setattr(Desk, where, rule)
    with pytest.raises(AssertionError):
        await walk(tmp_path / "wrong", steps)
