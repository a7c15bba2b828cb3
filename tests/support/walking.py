"""A walk through all screens: steps that a hand may take, and what must hold after each of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from quiz.config import Settings, load_settings, save_settings, trainee_name
from quiz.documents import Citation
from quiz.items import ExamFile, Place, Text
from quiz.learning import Event, Session, fold, fold_sessions
from quiz.scoring import Verdict
from quiz.store import Log
from quiz.text import counted
from quiz.tui.app import QuizApp
from quiz.tui.messages import PageWanted
from quiz.tui.screens.forget import ForgetScreen
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.screens.saving import SavingScreen
from quiz.tui.screens.session import SessionScreen
from quiz.tui.screens.small import SmallScreen, is_small
from quiz.tui.screens.tour import TourScreen
from quiz.tui.widgets.telling import DONE
from quiz.tui.widgets.text import Words
from quiz.views import VERDICTS, Choices, Desk
from tests.support.clock import PatientClock
from tests.support.library import composed, fact, library_of, one_of_each
from tests.support.maps import small_map
from tests.support.screens import PAYLOADS, obeyed_on, running, strips_of

AGAIN = "the program is started anew"
FORGET = "all data is deleted"
UNFOCUSED: dict[type[Screen[Any]], tuple[Callable[[Any], bool], str]] = {
    SmallScreen: (lambda _: True, "one sentence, and no key but that to quit"),
    TourScreen: (lambda _: True, "cards without anything to choose: its keys are the screen's own"),
    SavingScreen: (lambda screen: bool(screen.taken), "asks for y; any other key goes back to the line"),
}
"""Screens on which nothing has the focus, when that is so, and why."""


def _library() -> Any:
    common: dict[str, Any] = {"topics": ("odd",), "level": 1, "citations": (Citation("notes", 1, fact(1)),)}
    place = Place(id="item-11", stem="Point at the isle.", map="bay", key="isle", explanation="So.", **common)
    evil = Text(id="item-12", stem=" ".join(PAYLOADS), key="x", explanation=" ".join(PAYLOADS), **common)
    items = [replace(item, status="approved") for item in (*one_of_each(), *composed(), place, evil)]
    maps = {"bay": small_map(name="The Isle \x1b[6n")}
    return library_of(items, exam=ExamFile(items=2), maps=maps, banks={"facts": "Facts \x9b2J [/]"})


LIBRARY = _library()


def said(app: QuizApp, where: str) -> str:
    return str(app.screen.query_one(where, Words).visual)


def session_as_logged(logged: Sequence[Event], identity: str) -> Session:
    found = [s for s in fold_sessions(logged) if s.id == identity]
    assert found, "the log has no such session"
    return found[0]


def the_bar_shows_what_is_answered(app: QuizApp, screen: SessionScreen, logged: Sequence[Event]) -> None:
    session = session_as_logged(logged, screen.session.id)
    assert screen.session.answers == session.answers
    signs = [DONE if session.mode == "exam" else VERDICTS[a.outcome.verdict][0] for a in session.answers]
    bar = said(app, "#trail")
    assert re.findall("[■✓◐✗○]", bar) == signs
    number = len(signs) + (screen.phase != "told")
    assert bar.endswith(f"{number} of {len(session.items)}")


def home_shows_what_is_known(app: QuizApp, logged: Sequence[Event]) -> None:
    states, today = fold(logged), app.desk.today()
    asked = {i: s for i, s in states.items() if not s.suspended and s.buried != today}
    due = [s for s in asked.values() if s.memory is not None and s.memory.due <= today]
    new = len(LIBRARY.entries) - len(states) + sum(s.memory is None for s in asked.values())
    wrong = [s for s in asked.values() if s.attempts and not s.passed]
    of_today = [s for s in states.values() if s.attempts and s.day == today]
    numbers = {name: int(n) for n, name in re.findall(r"(\d+) (due|new|to mend|answered today)", said(app, "#today"))}
    wanted = {"due": len(due), "new": new, "to mend": len(wrong), "answered today": len(of_today)}
    if app.desk.goal() is not None:
        # A date to be ready for moves what is due.
        numbers["due"] = wanted["due"]
    assert numbers == wanted


def results_show_what_was_answered(app: QuizApp, screen: ResultsScreen, logged: Sequence[Event]) -> None:
    session = session_as_logged(logged, screen.session.id)
    assert said(app, ".title").endswith("done" if session.closed else "so far")
    if session.mode == "exam":
        given = sum(a.outcome.verdict is not Verdict.OMITTED for a in session.answers)
        assert f"{given} of {len(session.items)} answered" in said(app, ".score")
    else:
        assert f"{session.correct()} of {counted(len(session.answers), 'question')} right" in said(app, ".score")


def the_focus_is_somewhere(app: QuizApp) -> None:
    screen = app.screen
    excused = next((when for kind, (when, _) in UNFOCUSED.items() if isinstance(screen, kind)), None)
    if excused is not None and excused(screen):
        return
    focused = screen.focused
    assert focused is not None, f"nothing has the focus on {screen}"
    assert focused.is_attached
    assert focused.screen is screen
    assert focused.focusable, f"{focused} has the focus and cannot have it"


def nothing_is_obeyed(app: QuizApp) -> None:
    assert obeyed_on(app) == [], f"on {app.screen}"
    for strip in strips_of(app):
        assert not [sign for sign in strip.text if unicodedata.category(sign) in ("Cc", "Cs")], strip.text


def what_is_too_small_is_covered(app: QuizApp) -> None:
    assert isinstance(app.screen, SmallScreen) is is_small(app.size)
    assert sum(isinstance(screen, SmallScreen) for screen in app.screen_stack) == is_small(app.size)
    if not is_small(app.size):
        for line in app.screen.query("KeyLine, #verdict.-shown"):
            assert line.region.area > 0, f"{line} is not shown on {app.screen} at {app.size}"
            assert app.screen.region.contains_region(line.region), f"{line} is cut off on {app.screen} at {app.size}"


def the_screen_is_the_log(app: QuizApp, before: Sequence[Event]) -> list[Event]:
    """Return the log, after a look at what it says and what is shown."""
    logged = app.desk.log.events()
    assert {e.id: e for e in logged}.items() >= {e.id: e for e in before}.items(), "the log lost something"
    assert app.desk.states == app.desk.log.states() == fold(logged)
    match app.screen:
        case SessionScreen() as screen:
            the_bar_shows_what_is_answered(app, screen, logged)
        case HomeScreen():
            home_shows_what_is_known(app, logged)
        case ResultsScreen() as screen:
            results_show_what_was_answered(app, screen, logged)
    return logged


class Walker:
    """One who walks: the app, its pilot, and what is known of each trainee's log."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.known: dict[str, list[Event]] = {}
        self.taken: list[str] = []
        """The steps that were taken, for whoever must find out what went wrong."""
        save_settings(folder, settings)
        self.app = self._sit_down()

    def _sit_down(self) -> QuizApp:
        kept = load_settings(self.folder)
        log = Log(self.folder, trainee_name(kept.trainee), LIBRARY.id)
        desk = Desk(LIBRARY, log, PatientClock(), kept.ready_by, kept.questions, kept.rollover)
        app = QuizApp(desk, self.folder, kept, None, Choices(), "seed")
        app.touring = not kept.toured and not desk.states
        return app

    @property
    def events(self) -> list[Event]:
        """What was in the log of the present trainee when it was last looked at."""
        return self.known.get(self.app.desk.log.trainee, [])

    async def walk(self, steps: Sequence[str]) -> None:
        """Take the steps, starting the program again when it has ended."""
        left = list(steps)
        while left:
            async with running(self.app) as pilot:
                while left and not self.app._exit:
                    step = left.pop(0)
                    self.taken.append(step)
                    if step == AGAIN:
                        break
                    await self._step(pilot, step)
                if not self.app._exit:
                    await pilot.pause()
                    await self._look(pilot)
            self.app.desk.log.close()
            self.app = self._sit_down()
        self.app.desk.log.close()

    async def _step(self, pilot: Pilot[Any], step: str) -> None:
        if step == FORGET or self._is_forgetting(step):
            self.known.pop(self.app.desk.log.trainee, None)
        await take(pilot, step)
        await self._look(pilot)

    def _is_forgetting(self, step: str) -> bool:
        """Whether the step may be the last one to delete all data; whether it is, the log tells."""
        fields = [f.value for f in self.app.screen.query(Input)] if isinstance(self.app.screen, ForgetScreen) else []
        return self.app.desk.log.trainee in fields

    async def _look(self, pilot: Pilot[Any]) -> None:
        """Hold the screen against the log; what is still on its way may come first."""
        for patience in range(20, -1, -1):
            if self.app._exit:
                return
            await pilot.pause(None if patience < 18 else 0)
            if self.app.fault is not None:
                raise AssertionError("a fault of the program") from self.app.fault
            try:
                self._hold()
                return
            except AssertionError:
                if not patience:
                    raise

    def _hold(self) -> None:
        trainee = self.app.desk.log.trainee
        what_is_too_small_is_covered(self.app)
        the_focus_is_somewhere(self.app)
        nothing_is_obeyed(self.app)
        self.known[trainee] = the_screen_is_the_log(self.app, self.known.get(trainee, []))


def key_event(key: str) -> events.Key:
    """The event of a key by its name, with the character that it types."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    try:
        character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = key if len(key) == 1 else None  # type: ignore[assignment]
    return events.Key(name, character)


async def take(pilot: Pilot[Any], step: str) -> None:
    """Take one step: a key by its name, or a word that says what else is done, and with what."""
    app = pilot.app
    what, _, rest = step.partition(" ")
    match what:
        case "size":
            width, _, height = rest.partition("x")
            await pilot.resize_terminal(int(width), int(height))
        case "click" | "wheel":
            point(app, what, *map(int, rest.split()))
        case "away":
            app.post_message(events.AppBlur())
            app.post_message(events.AppFocus())
        case "paste":
            app.post_message(events.Paste(rest))
        case "type" | "answer":
            for field in app.screen.query(Input):
                field.value = rest
            if what == "answer":
                await _keys(pilot, rest if rest.isdecimal() else "2", "enter", "enter")
        case "page":
            page, _, about = rest.partition(" ")
            app.post_message(PageWanted(page, about))
        case "palette":
            await _keys(pilot, "ctrl+p", *rest, "enter")
        case _ if step == FORGET:
            app.post_message(PageWanted("forget"))
            await pilot.pause()
            await _keys(pilot, *app.desk.log.trainee, "enter")  # type: ignore[attr-defined]
        case _:
            await _keys(pilot, step)


def point(app: App[Any], what: str, across: int, down: int) -> None:
    """Click or turn the wheel at so many hundredths of the screen."""
    x, y = app.size.width * across // 100, app.size.height * down // 100
    kinds = (events.MouseDown, events.MouseUp) if what == "click" else (events.MouseScrollDown,)
    for kind in kinds:
        app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))


async def _keys(pilot: Pilot[Any], *keys: str) -> None:
    for key in keys:
        if pilot.app._exit:
            return
        pilot.app.post_message(key_event(key))
        await pilot.pause(0)
