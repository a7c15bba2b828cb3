"""Home, set-up and results by keyboard: what they offer, what they tell the app, what they save."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from quiz.commands.shared import open_desk
from quiz.config import Settings, load_settings
from quiz.errors import QuizError
from quiz.items import ExamFile, Item
from quiz.learning import Opened
from quiz.text import safe
from quiz.tui import app as app_module
from quiz.tui.app import QuizApp
from quiz.tui.messages import PageWanted, SessionWanted, SettingsChanged
from quiz.tui.screens.again import AgainScreen
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.results import ResultsScreen, WrongBlock
from quiz.tui.screens.saving import SavingScreen
from quiz.tui.screens.session import SessionScreen
from quiz.tui.screens.setup import SetupScreen
from quiz.tui.widgets.form import Form
from quiz.tui.widgets.source import SourceBlock
from quiz.views import Choices
from tests.support.library import TITLE, numbered, texts, write_library
from tests.support.screens import PAYLOADS, app_of, obeyed_on, press, running, shown

TWO_TOPICS = {"odd": "Odd things", "even": "Even things"}


@asynccontextmanager
async def hearing(app: QuizApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Pilot[None], list[Any]]]:
    """Run the app and collect what screens tell it."""
    heard: list[Any] = []

    def take(message: Message) -> None:
        wanted = isinstance(message, SessionWanted | PageWanted | SettingsChanged)
        if wanted and not any(message is one for one in heard):
            heard.append(message)

    async with app.run_test(size=size, message_hook=take, notifications=True) as pilot:
        await pilot.pause()
        yield pilot, heard


def opened(app: QuizApp) -> list[Opened]:
    return [e.body for e in app.desk.log.events() if isinstance(e.body, Opened)]


def sat_down(
    folder: Path, items: Iterable[Item], answered: int = 0, mode: str = "practice", sessions: int = 1, **fields: Any
) -> QuizApp:
    """An app over items of which the first `answered` were answered wrongly in a session that is over."""
    app = app_of(folder, items, **fields)
    for number in range(sessions if answered else 0):
        desk = app.desk
        names = tuple(f"item-{n}" for n in range(1, answered + 1))
        session = desk.begin(mode, Choices(items=answered), f"seed {number}", names)  # type: ignore[arg-type]
        assert session is not None
        for item in names:
            session = desk.answer(session, item, "orca", 5_000).session  # type: ignore[union-attr]
        desk.close(session)
    return app


async def test_home_lists_topics_then_banks_then_sessions(tmp_path: Path) -> None:
    items = [structs.replace(item, topics=(f"t{n}",)) for n, item in enumerate(texts(12))]
    app = sat_down(tmp_path, items, 2, topics={f"t{n}": f"Topic {n}" for n in range(12)})
    async with running(app, (60, 18)) as pilot:
        assert "Topic 1" in shown(app)
        await press(pilot, "right")
        assert "Topic 1" not in shown(app)
        assert "Facts" in shown(app)
        await press(pilot, "right")
        assert "Today Practice 0 of 2 questions right" in shown(app)
        await press(pilot, "right", "left", "left")
        assert "Facts" in shown(app)


async def test_home_lists_all_below_each_other_where_there_is_room(tmp_path: Path) -> None:
    app = sat_down(tmp_path, texts(12), 2, sessions=2)
    async with running(app, (80, 24)) as pilot:
        for part in ("Odd things", "Facts", "Today Practice 0 of 2 questions right"):
            assert part in shown(app)
        await pilot.resize_terminal(60, 18)
        await pilot.pause()
        assert "Facts" not in shown(app)
        await pilot.resize_terminal(140, 45)
        await pilot.pause()
        assert "Facts" in shown(app)


async def test_enter_on_a_topic_practises_it(tmp_path: Path) -> None:
    app = sat_down(tmp_path, texts(12))
    async with hearing(app) as (pilot, heard):
        await press(pilot, "down", "down", "enter")
        (wanted,) = [m for m in heard if isinstance(m, SessionWanted)]
        assert (wanted.mode, wanted.choices) == ("practice", Choices(topic="even"))
        assert isinstance(app.screen, SessionScreen)
        assert {app.desk.askable[i].item.topics[0] for i in app.screen.session.items} == {"even"}


async def test_enter_on_a_session_shows_what_it_came_to(tmp_path: Path) -> None:
    app = sat_down(tmp_path, texts(12), 2)
    async with running(app) as pilot:
        await press(pilot, "end", "enter")
        assert isinstance(app.screen, ResultsScreen)
        assert "0 of 2 questions right" in shown(app)
        await press(pilot, "q")
        assert isinstance(app.screen, HomeScreen)


async def test_a_session_that_was_left_goes_on_from_the_list_and_an_exam_tells_nothing(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(4), exam=ExamFile(items=3, minutes=5))
    async with running(app) as pilot:
        await press(pilot, "e", *"orca", "enter", "escape")
        assert "1 of 3 questions answered" in shown(app)
        assert "right" not in shown(app)
        await press(pilot, "end", "enter")
        assert isinstance(app.screen, SessionScreen)
        assert len(opened(app)) == 1
        app.post_message(PageWanted("results", opened(app)[0].session))
        await pilot.pause()
        assert isinstance(app.screen, SessionScreen)


async def test_keys_of_pages_are_offered_where_the_app_has_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {"setup": ("setup", "SetupScreen"), "progress": ("setup", "SetupScreen")}
    monkeypatch.setattr(app_module, "PAGES", pages)
    app = app_of(tmp_path, texts(4))
    async with hearing(app, (140, 45)) as (pilot, heard):
        assert "Progress" in shown(app)
        assert "Library" not in shown(app)
        await press(pilot, "l", "a", "o")
        assert heard == []
        await press(pilot, "g")
        assert [m.page for m in heard] == ["progress"]
        assert isinstance(app.screen, SetupScreen)


async def test_an_empty_library_says_what_to_do_and_offers_no_session(tmp_path: Path) -> None:
    app = app_of(tmp_path, [], banks={})
    async with hearing(app) as (pilot, heard):
        assert "The library is empty" in shown(app)
        assert "quiz new DIR" in shown(app)
        await press(pilot, *"nspme", "enter", "right")
        assert heard == []
        assert isinstance(app.screen, HomeScreen)
        assert "Practice" not in shown(app)


async def test_drafts_alone_are_no_questions_and_an_empty_bank_is_none_to_practise(tmp_path: Path) -> None:
    drafts = [structs.replace(item, status="draft") for item in texts(3)]
    app = app_of(tmp_path, drafts)
    async with running(app):
        assert "No question is approved yet" in shown(app)
        assert "3 questions wait to be approved" in shown(app)
    app = app_of(tmp_path / "more", texts(2), banks={"facts": "Facts", "blank": "Blank"})
    async with hearing(app) as (pilot, heard):
        assert "no questions yet" in shown(app)
        await press(pilot, "end", "enter")
        assert [m.bank for m in heard] == ["facts"]


async def test_when_all_is_done_enter_practises(tmp_path: Path) -> None:
    app = sat_down(tmp_path, texts(2), 2, "learn")
    async with hearing(app) as (pilot, heard):
        assert "All done for today" in shown(app)
        assert "The next review comes tomorrow" in shown(app)
        await press(pilot, "enter")
        assert [m.mode for m in heard] == ["practice"]
        assert isinstance(app.screen, SessionScreen)


async def test_an_update_of_the_banks_is_told_until_a_session_begins(tmp_path: Path) -> None:
    sat_down(tmp_path, texts(2), 2).desk.log.close()
    changed = [structs.replace(texts(1)[0], key="orca"), *texts(3)[1:]]
    app = app_of(tmp_path, changed)
    async with running(app, (140, 45)) as pilot:
        wanted = "Since your last session: 1 new question, 1 key corrected (1 answer of yours counts more)"
        assert wanted in shown(app)
        await press(pilot, "n", "escape")
        assert isinstance(app.screen, HomeScreen)
        assert "Since your last session" not in shown(app)


async def test_a_session_is_set_up_by_keyboard_and_that_is_remembered(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(24))
    async with hearing(app) as (pilot, heard):
        await press(pilot, "s", *"prac", "down", "down", *"even", "down", "down", "1", "down", *"word")
        assert "4 questions: 0 due, 4 new" in shown(app)
        await press(pilot, "down", "1", "2", "backspace", "backspace", "3", "down", "9", "down", "space")
        assert "3 of them are asked, at most 9 minutes of answering" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, SessionScreen)
        wanted = next(m for m in heard if isinstance(m, SessionWanted))
        expected = Choices(topic="even", level=1, type="text", items=3, minutes=9, certainty=True)
        assert (wanted.mode, wanted.choices) == ("practice", expected)
    kept = load_settings(tmp_path)
    assert kept.setup["type"] == "text"
    again = app_of(tmp_path, numbered(24))
    again.settings = kept
    async with running(again) as pilot:
        await press(pilot, "s")
        assert isinstance(again.screen, SetupScreen)
        assert again.screen.setup.choices(10) == expected


async def test_what_matches_nothing_is_not_started_and_says_why(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    async with hearing(app) as (pilot, heard):
        await press(pilot, "s", *"mis", "enter")
        assert isinstance(app.screen, SetupScreen)
        assert "! There are no mistakes to mend" in shown(app)
        assert [type(m) for m in heard] == [PageWanted]
        await press(pilot, "delete", "enter")
        assert isinstance(app.screen, SessionScreen)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (140, 45)])
async def test_the_set_up_is_whole_at_every_usual_size(tmp_path: Path, size: tuple[int, int]) -> None:
    exam = ExamFile(items=4, minutes=3, topics={"odd": "0.5", "even": "0.5"}, levels={1: "1"})
    app = app_of(tmp_path, numbered(12), exam=exam)
    async with running(app, size) as pilot:
        await press(pilot, "s", "left")
        for part in ("Mode ‹ Exam ›", "Certainty Not asked", "4 questions in 3 minutes", "Odd things 50 %", "level 1"):
            assert part in shown(app)
        assert app.screen.query_one("#body").max_scroll_y == 0


@pytest.mark.parametrize("key", ["escape", "backspace"])
async def test_the_set_up_is_left_by_two_keys(tmp_path: Path, key: str) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        await press(pilot, "s", key)
        assert isinstance(app.screen, HomeScreen)
    assert opened(app) == []


async def test_clicks_choose_a_field_and_then_change_it(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        await press(pilot, "s")
        await pilot.click(Form, offset=(5, 2))
        assert app.screen.query_one(Form).field.name == "topic"
        await pilot.click(Form, offset=(5, 2))
        await pilot.pause()
        assert app.screen.setup.topic == "odd"  # type: ignore[attr-defined]


async def test_a_wrong_answer_is_looked_at_again_from_the_results(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(2))
    async with running(app) as pilot:
        await press(pilot, "enter", *["o", "enter", "enter"] * 2)
        assert isinstance(app.screen, ResultsScreen)
        assert "By level" in shown(app)
        await press(pilot, "down", "down")
        assert [block.has_class("-cursor") for block in app.screen.query(WrongBlock)] == [False, True]
        await press(pilot, "enter")
        assert isinstance(app.screen, AgainScreen)
        assert "✗ Wrong" in shown(app)
        assert len(app.screen.query(SourceBlock)) == 1
        await press(pilot, "enter")
        assert isinstance(app.screen, ResultsScreen)
        await press(pilot, "up", "up", "enter")
        assert isinstance(app.screen, HomeScreen)


async def test_a_click_on_a_wrong_answer_shows_it(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(1))
    async with running(app, (80, 40)) as pilot:
        await press(pilot, "enter", "o", "enter", "enter")
        await pilot.click(WrongBlock, offset=(4, 1))
        await pilot.pause()
        assert isinstance(app.screen, AgainScreen)


async def test_results_are_saved_and_no_file_is_replaced_without_a_yes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = app_of(tmp_path / "data", texts(1))
    async with running(app) as pilot:
        await press(pilot, "enter", "o", "enter", "enter", "w")
        assert isinstance(app.screen, SavingScreen)
        name = app.screen.query_one(Input).value
        (tmp_path / name).write_text("mine")
        await press(pilot, "enter")
        assert "There is a file of that name already" in shown(app)
        await press(pilot, "n")
        assert (tmp_path / name).read_text() == "mine"
        app.screen.query_one(Input).value = "no/such/folder.txt"
        await press(pilot, "enter")
        assert "Not saved" in shown(app)
        app.screen.query_one(Input).value = name
        await press(pilot, "enter", "y")
        assert isinstance(app.screen, ResultsScreen)
        assert (tmp_path / name).read_text().startswith(TITLE)
        await press(pilot, "w", "ctrl+g")
        assert isinstance(app.screen, ResultsScreen)
    assert sorted(os.listdir(tmp_path)) == sorted(["data", name])


async def test_foreign_text_is_shown_as_it_is(tmp_path: Path) -> None:
    """Each payload is a topic, a stem, a key and an explanation; the first also bank and library."""
    topics = {f"t{n}": text for n, text in enumerate(PAYLOADS)}
    items = [
        structs.replace(item, stem=text, key=text, explanation=text, topics=(topic,))
        for item, (topic, text) in zip(texts(len(topics)), topics.items(), strict=True)
    ]
    first = PAYLOADS[0]
    app = sat_down(tmp_path, items, len(items), title=first, banks={"facts": first}, topics=topics)
    async with running(app, (100, 200)) as pilot:
        lines = ["".join(str(option.prompt).split()) for option in app.screen.query_one(OptionList).options]
        for text in PAYLOADS:
            assert any(line.startswith("".join(safe(text).split())) for line in lines), text
        assert obeyed_on(app) == []
        await press(pilot, "end", "enter")
        assert isinstance(app.screen, ResultsScreen)
        for text in PAYLOADS:
            assert shown(app).count(" ".join(safe(text).split())) >= 3 or not safe(text).isascii(), text
        assert obeyed_on(app) == []
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, AgainScreen)
        assert first in shown(app)
        await press(pilot, "q", "q", "s", "down", "down", "right")
        assert isinstance(app.screen, SetupScreen)
        for text in PAYLOADS:
            assert " ".join(safe(text).split()) in shown(app) or not safe(text).isascii(), text
            assert obeyed_on(app) == []
            await press(pilot, "right")


async def test_what_the_settings_hold_is_asked_for_where_nothing_was_set_up(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(3))
    app.settings = Settings(certainty=True, questions=2)
    async with running(app) as pilot:
        await press(pilot, "s")
        assert "2, as usual" in shown(app)
        assert "Asked after each answer" in shown(app)


def test_the_screens_open_on_a_library_that_has_nothing_to_ask_and_commands_say_so(tmp_path: Path) -> None:
    root = write_library(tmp_path / "library", [structs.replace(item, status="draft") for item in texts(2)])
    options = Namespace(library=str(root), data=str(tmp_path / "data"), trainee="ana")
    with open_desk(options, writing=True, empty=True) as desk:
        assert desk.home().action == "No question is approved yet"
    with pytest.raises(QuizError, match="no item to ask"), open_desk(options, writing=True):
        pass
