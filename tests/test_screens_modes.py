"""Exam, certainty, leeches, and what is said of an answer afterwards, by keyboard."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec import structs

from quiz.config import Settings
from quiz.items import ExamFile
from quiz.learning import Answered, Buried, Claimed, Closed, Rated, Suspended
from quiz.store import Log
from quiz.tui.app import QuizApp
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.screens.session import SessionScreen
from quiz.views import Choices, Desk
from tests.support.clock import PatientClock
from tests.support.library import library_of, one_of_each, texts
from tests.support.screens import app_of, press, running, shown


def app_for(folder: Path, mode: str, choices: Choices, **fields: Any) -> QuizApp:
    items = fields.pop("items", texts(4))
    desk = Desk(library_of(items, **fields), Log(folder, "ana", "small"), PatientClock())
    return QuizApp(desk, folder, Settings(), mode, choices, "seed")  # type: ignore[arg-type]


def bodies(app: QuizApp, kind: type[Any]) -> list[Any]:
    return [e.body for e in app.desk.log.events() if isinstance(e.body, kind)]


async def test_an_exam_tells_nothing_before_its_end_and_then_whether_it_is_passed(tmp_path: Path) -> None:
    exam = ExamFile(items=2, minutes=5, pass_mark="0.5")
    app = app_for(tmp_path, "exam", Choices(items=0), exam=exam)
    async with running(app) as pilot:
        assert "1 of 2" in shown(app)
        assert "4:" in shown(app)
        await press(pilot, *"orca", "enter")
        assert "2 of 2" in shown(app)
        for secret in ("Wrong", "Right", "✗", "blue whale"):
            assert secret not in shown(app)
        await press(pilot, *"blue whale".replace(" ", "_").replace("_", " "), "enter")
        assert isinstance(app.screen, ResultsScreen)
        text = shown(app)
        assert "Passed: 50 % ± 50, 2 of 2 answered" in text
        assert "blue whale" in text
    assert len(bodies(app, Closed)) == 1


async def test_an_exam_ends_when_its_time_is_over(tmp_path: Path) -> None:
    app = app_for(tmp_path, "exam", Choices(items=0), exam=ExamFile(items=2, minutes=1))
    async with running(app) as pilot:
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        app.desk.clock._ticks += 60_000  # type: ignore[attr-defined]
        screen._tick()
        await pilot.pause()
        assert isinstance(app.screen, ResultsScreen)
        assert "Not passed: 0 %" in shown(app)


async def test_what_cannot_be_read_is_asked_again_once_in_an_exam(tmp_path: Path) -> None:
    (item,) = (i for i in one_of_each() if i.__struct_config__.tag == "numeric")
    app = app_for(tmp_path, "exam", Choices(items=0), items=[item], exam=ExamFile(items=1))
    async with running(app) as pilot:
        await press(pilot, *"some", "enter")
        assert "Enter again leaves it so" in shown(app)
        assert not bodies(app, Answered)
        await press(pilot, "enter")
        assert isinstance(app.screen, ResultsScreen)
    (answer,) = bodies(app, Answered)
    assert (answer.response, answer.outcome.score, answer.mode) == ("some", "0/1", "exam")


async def test_how_sure_one_is_is_asked_after_the_answer_and_logged(tmp_path: Path) -> None:
    app = app_for(tmp_path, "practice", Choices(certainty=True), items=texts(2))
    async with running(app) as pilot:
        await press(pilot, *"orca", "enter")
        assert "How sure are you?" in shown(app)
        assert "You said: orca" in shown(app)
        assert not bodies(app, Answered)
        await press(pilot, "enter")
        assert not bodies(app, Answered)
        await press(pilot, "3", "enter")
        assert "Wrong" in shown(app)
        await press(pilot, "enter", "ctrl+n")
        assert "Not answered" in shown(app)
        await press(pilot, "enter")
        assert "certain 0 % of 1; mark -6.0 a question" in shown(app)
    assert [a.certainty for a in bodies(app, Answered)] == [3, None]


async def test_i_was_right_and_easy_are_offered_where_they_fit(tmp_path: Path) -> None:
    app = app_for(tmp_path, "practice", Choices(), items=texts(2))
    async with running(app) as pilot:
        await press(pilot, *"orca", "enter", "e")
        assert not bodies(app, Rated)
        await press(pilot, "r")
        assert "Counts as right" in shown(app)
        assert len(bodies(app, Claimed)) == 1
        await press(pilot, "enter", *"blue", "space", *"whale", "enter", "r", "e")
        assert "✓ Easy: comes again in " in shown(app)
        assert len(bodies(app, Claimed)) == len(bodies(app, Rated)) == 1


async def test_an_item_can_be_suspended_or_put_off_after_its_answer(tmp_path: Path) -> None:
    app = app_for(tmp_path, "practice", Choices(), items=texts(2))
    async with running(app) as pilot:
        await press(pilot, "ctrl+n", "s")
        assert "Suspended" in shown(app)
        await press(pilot, "enter", "ctrl+n", "b")
        assert "Not asked again today" in shown(app)
    assert len(bodies(app, Suspended)) == len(bodies(app, Buried)) == 1


async def test_the_passage_of_a_leech_is_read_before_it_is_asked(tmp_path: Path) -> None:
    app = app_for(tmp_path, "mistakes", Choices(), items=texts(1))
    desk, now = app.desk, app.desk.clock.now()
    for number in range(5):
        moment = now + int(timedelta(days=2 * number).total_seconds() * 1000)
        desk.clock.now = lambda moment=moment: moment  # type: ignore[method-assign, misc]
        session = desk.begin("practice", Choices())
        assert session is not None
        desk.answer(session, "item-1", None, 5_000)
    async with running(app) as pilot:
        assert "You have forgotten this one several times" in shown(app)
        assert "Fact 1 is written down." in shown(app)
        assert "Question of item-1?" not in shown(app)
        await press(pilot, "enter")
        assert "Question of item-1?" in shown(app)
        await press(pilot, *"orca", "enter")
        assert "Wrong" in shown(app)


async def test_home_shows_the_date_and_its_warning(tmp_path: Path) -> None:
    items = texts(60)
    desk = Desk(library_of(items), Log(tmp_path, "ana", "small"), PatientClock(), ready_by="2999-01-01", daily=1)
    app = QuizApp(desk, tmp_path, Settings(), None, Choices(), "seed")
    async with running(app):
        assert "Ready by 1 January 2999" in shown(app)
    plain = app_of(tmp_path / "other", [structs.replace(items[0])])
    async with running(plain):
        assert "Ready by" not in shown(plain)
