"""Stars, notes, reports, ratings and the editor on the screens: what is logged, what is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from quiz.errors import Exit, QuizError
from quiz.items import ExamFile
from quiz.learning import Noted, Rated, Reported, Starred, Unstarred
from quiz.tui.app import QuizApp
from quiz.tui.messages import EditWanted
from quiz.tui.screens.dialogs import NoteDialog, ReportDialog
from quiz.tui.screens.remarking import Remarking
from quiz.tui.screens.session import SessionScreen
from quiz.tui.widgets.choices import Choices
from quiz.tui.widgets.text import Words
from tests.support.library import texts
from tests.support.screens import PAYLOADS, app_of, obeyed_on, press, responses, running, shown, type_in


def asking(folder: Path, count: int = 1, mode: str = "practice") -> QuizApp:
    return app_of(folder, texts(count), mode, exam=ExamFile(items=count))


def bodies(app: QuizApp, kind: type[Any]) -> list[Any]:
    return [e.body for e in app.desk.log.events() if isinstance(e.body, kind)]


def note_on(app: QuizApp) -> str:
    line = app.screen.query_one("#own-note", Words)
    return str(line.visual) if line.display else ""


async def test_a_star_is_given_and_taken_off_before_and_after_the_answer(tmp_path: Path) -> None:
    app = asking(tmp_path)
    async with running(app) as pilot:
        assert "★" not in shown(app)
        await press(pilot, "f5")
        assert "level 2 ★" in shown(app)
        await press(pilot, "ctrl+n", "asterisk")
        assert "The star is taken off" in shown(app)
        assert "★" not in shown(app)
        assert [type(b) for b in bodies(app, Starred | Unstarred)] == [Starred, Unstarred]  # type: ignore[arg-type]
        await press(pilot, "f5")
        assert "★ Starred" in shown(app)


async def test_a_note_is_written_and_shown_with_the_answer(tmp_path: Path) -> None:
    app = asking(tmp_path)
    async with running(app) as pilot:
        await press(pilot, *"blue", "f6")
        assert isinstance(app.screen, NoteDialog)
        await type_in(pilot, "mind the colour")
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.query_one(Input).value == "blue"
        assert note_on(app) == ""
        await press(pilot, "ctrl+n")
        assert note_on(app) == "Your note: mind the colour"
        await press(pilot, "N")
        assert app.screen.query_one(Input).value == "mind the colour"
        await press(pilot, "ctrl+u", "enter")
        assert note_on(app) == ""
        assert [b.text for b in bodies(app, Noted)] == ["mind the colour", ""]


@pytest.mark.parametrize("keys", [["f6", "x", "escape"], ["f6", "x", "ctrl+g"], ["f7", "q"], ["f7", "1", "ctrl+g"]])
async def test_what_is_left_is_not_logged(tmp_path: Path, keys: list[str]) -> None:
    app = asking(tmp_path)
    async with running(app) as pilot:
        before = app.desk.log.events()
        await press(pilot, *keys)
        assert isinstance(app.screen, SessionScreen)
        assert app.desk.log.events() == before


async def test_a_report_has_a_reason_and_words(tmp_path: Path) -> None:
    app = asking(tmp_path)
    async with running(app) as pilot:
        await press(pilot, "f7")
        assert isinstance(app.screen, ReportDialog)
        await press(pilot, "enter")
        assert app.screen.query_one(Choices).has_focus
        await press(pilot, "3", "enter", *"since", "enter")
        assert isinstance(app.screen, SessionScreen)
        assert "Reported (out of date): your instructor sees it" in shown(app)
        (report,) = bodies(app, Reported)
        assert (report.item, report.reason, report.words) == ("item-1", "outdated", "since")
        assert responses(app) == []


async def test_words_without_a_reason_go_back_for_one(tmp_path: Path) -> None:
    app = asking(tmp_path)
    async with running(app) as pilot:
        await press(pilot, "ctrl+n", "R", "tab", *"qq", "enter")
        assert isinstance(app.screen, ReportDialog)
        assert app.screen.query_one(Choices).has_focus
        await press(pilot, "e", "enter", "enter")
        assert [(b.reason, b.words) for b in bodies(app, Reported)] == [("other", "qq")]


@pytest.mark.parametrize("text", PAYLOADS)
async def test_a_note_of_any_text_is_shown_as_it_is(tmp_path: Path, text: str) -> None:
    app = asking(tmp_path)
    async with running(app) as pilot:
        await press(pilot, "f6")
        await type_in(pilot, text)
        await press(pilot, "ctrl+n")
        assert obeyed_on(app) == []
        await press(pilot, "f6")
        assert obeyed_on(app) == []


async def test_a_right_answer_can_be_rated_and_a_wrong_one_cannot(tmp_path: Path) -> None:
    app = asking(tmp_path, 2)
    async with running(app) as pilot:
        await type_in(pilot, "blue whale")
        assert "1-4 How well" in shown(app)
        await press(pilot, "2")
        assert "✓ Hard: comes again" in shown(app)
        await press(pilot, "1", "3", "4")
        assert [b.rating for b in bodies(app, Rated)] == ["hard", "again", "good", "easy"]
        await press(pilot, "enter")
        await type_in(pilot, "orca")
        assert "How well" not in shown(app)
        await press(pilot, "1", "2", "3", "4", "e")
        assert len(bodies(app, Rated)) == 4
        await press(pilot, "r", "4")
        assert bodies(app, Rated)[4].rating == "easy"


async def test_an_answer_with_help_is_hard_at_most(tmp_path: Path) -> None:
    app = asking(tmp_path)
    async with running(app) as pilot:
        await press(pilot, "f3")
        await type_in(pilot, "blue whale")
        await press(pilot, "3", "4", "e")
        assert bodies(app, Rated) == []
        await press(pilot, "1")
        assert [b.rating for b in bodies(app, Rated)] == ["again"]


async def test_the_editor_is_asked_for_but_not_in_an_exam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for mode, wanted in (("practice", ["item-1", "item-1"]), ("exam", [])):
        app = asking(tmp_path / mode, 1, mode)
        seen: list[str] = []
        post = SessionScreen.post_message

        def posted(self: Any, message: Any, seen: list[str] = seen, post: Any = post) -> bool:
            if isinstance(message, EditWanted):
                seen.append(message.item)
                return True
            return bool(post(self, message))

        async with running(app) as pilot:
            monkeypatch.setattr(SessionScreen, "post_message", posted)
            await press(pilot, "f9", "ctrl+n")
            if mode == "practice":
                await press(pilot, "E")
            monkeypatch.undo()
        assert seen == wanted


async def test_in_an_exam_a_question_can_be_reported_starred_and_noted(tmp_path: Path) -> None:
    app = asking(tmp_path, 2, "exam")
    async with running(app) as pilot:
        await press(pilot, "f5", "f7", "1", "enter", "enter", "f6")
        await type_in(pilot, "odd")
        assert [len(bodies(app, kind)) for kind in (Starred, Reported, Noted)] == [1, 1, 1]
        assert responses(app) == []


async def test_a_remark_that_cannot_be_saved_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = asking(tmp_path, 2)
    async with running(app) as pilot:

        def full(*_: object) -> None:
            raise QuizError("the disk is full", "log.sqlite3", "free some space", Exit.STORE)

        with monkeypatch.context() as patch:
            patch.setattr(app.desk.log, "append", full)
            for keys in (["f5"], ["f4"], ["f10"]):
                await press(pilot, *keys)
                assert "NOT SAVED: log.sqlite3: the disk is full" in shown(app)
                assert isinstance(app.screen, SessionScreen)
                assert app.screen.phase == "asking"
        assert bodies(app, Starred) == []


async def test_a_screen_says_for_itself_what_it_speaks_of() -> None:
    bare = Remarking()
    for missing in (lambda: bare.item, lambda: bare.aside(""), lambda: bare.trouble(""), bare.draw_remarks):
        with pytest.raises(NotImplementedError):
            missing()


async def test_dialogs_fit_a_small_terminal(tmp_path: Path) -> None:
    app = asking(tmp_path)
    async with running(app, (60, 18)) as pilot:
        await press(pilot, "f7", "1", "enter")
        line = app.screen.query_one(Input)
        assert line.has_focus
        assert app.screen.region.contains_region(line.region)
        await press(pilot, "escape", "f6")
        assert "Your note on this question" in shown(app)
