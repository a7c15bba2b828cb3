"""The screens by keyboard and mouse: values and messages first, pixels last."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.widgets import Input, OptionList

from quiz.config import load_settings
from quiz.documents import Citation
from quiz.errors import Exit, QuizError
from quiz.items import Choice, Item, Option
from quiz.learning import Event
from quiz.text import safe
from quiz.tui.screens.help import HelpScreen
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.screens.session import SessionScreen
from quiz.tui.theme import DARK, LIGHT
from quiz.tui.widgets.choices import ChoiceRow, Choices
from quiz.tui.widgets.source import SourceBlock
from quiz.tui.widgets.text import Words
from tests.support.library import fact, numbered, one_of_each
from tests.support.screens import PAYLOADS, answers, app_of, obeyed_on, press, running, shown, type_in


def only(kind: str) -> list[Item]:
    return [item for item in one_of_each() if item.__struct_config__.tag == kind]


async def test_home_tells_what_today_holds_and_enter_starts(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(12))
    async with running(app) as pilot:
        text = shown(app)
        assert "0 due 12 new 0 to mend" in text
        assert "Start: 10 questions" in text
        assert "Facts" in text
        assert "0 %" in text
        await press(pilot, "enter")
        assert isinstance(app.screen, SessionScreen)
        assert "1 of 10" in shown(app)


async def test_a_digit_picks_and_enter_submits(tmp_path: Path) -> None:
    app = app_of(tmp_path, only("choice"), "practice")
    async with running(app) as pilot:
        options = app.screen.query_one(Choices).options
        right = [name for name, _ in options].index("a")
        await press(pilot, str(right + 1))
        assert not answers(app.desk.log)
        assert app.screen.query(ChoiceRow)[right].has_class("-picked")
        await press(pilot, "enter")
        assert "✓ Right" in shown(app)
        assert answers(app.desk.log)[0].body.response == "a"  # type: ignore[union-attr]


async def test_feedback_marks_the_cited_sentence_and_names_the_source(tmp_path: Path) -> None:
    app = app_of(tmp_path, only("choice"), "practice")
    async with running(app) as pilot:
        wrong = [name for name, _ in app.screen.query_one(Choices).options].index("b")
        await press(pilot, str(wrong + 1), "enter")
        text = shown(app)
        for part in ("✗ Wrong", "You said Letter B", "Right Letter A", "Not B.", "The notes, paragraph 1"):
            assert part in text
        assert "Single source: the notes" in text
        passage = app.screen.query_one(SourceBlock).query_one(".passage", Words)
        content = passage.visual
        marked = [str(content)[span.start : span.end] for span in content.spans]  # type: ignore[attr-defined]
        assert marked == [fact(1)]


@pytest.mark.parametrize(
    ("kind", "keys", "typed", "verdict"),
    [
        ("multiple", ["1", "2", "3"], "", "Pick 2: now it is 3"),
        ("boolean", ["1", "enter"], "", "✓ Right"),
        ("boolean", ["2", "enter"], "", "✗ Wrong"),
        ("boolean", ["down", "enter"], "", "✓ Right"),
        ("numeric", [], "4.2", "✓ Right"),
        ("numeric", [], "4,2", "Use a point for decimals"),
        ("date", [], "10 Feb 2026", "✓ Right"),
        ("date", [], "10/2/2026", "Day or month first?"),
        ("text", [], "blue wale", "A slip of spelling: it is written blue whale"),
        ("text", [], "whale shark", "That is a fish."),
    ],
)
async def test_each_type_is_answered_by_keyboard(
    tmp_path: Path, kind: str, keys: list[str], typed: str, verdict: str
) -> None:
    app = app_of(tmp_path, only(kind), "practice")
    async with running(app) as pilot:
        await press(pilot, *keys)
        if kind == "multiple":
            await press(pilot, "enter")
        if typed:
            await type_in(pilot, typed)
        assert verdict in shown(app)


async def test_several_options_are_toggled_and_counted(tmp_path: Path) -> None:
    app = app_of(tmp_path, only("multiple"), "practice")
    async with running(app) as pilot:
        places = {name: str(i + 1) for i, (name, _) in enumerate(app.screen.query_one(Choices).options)}
        await press(pilot, places["a"], places["c"], places["c"], places["b"], "enter")
        assert "✓ Right" in shown(app)


async def test_enter_on_nothing_asks_once_and_then_shows_the_answer(tmp_path: Path) -> None:
    app = app_of(tmp_path, only("text"), "practice")
    async with running(app) as pilot:
        await press(pilot, "enter")
        assert "Enter again if you do not know" in shown(app)
        assert not answers(app.desk.log)
        await press(pilot, "enter")
        assert "○ Not answered" in shown(app)
        assert answers(app.desk.log)[0].body.response is None  # type: ignore[union-attr]


async def test_undo_asks_the_last_question_again_and_forgets_its_answer(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(4), questions=4)
    async with running(app) as pilot:
        await press(pilot, "enter", "ctrl+n")
        first = answers(app.desk.log)[0].body.item  # type: ignore[union-attr]
        await press(pilot, "enter", "ctrl+z")
        assert "1 of 4" in shown(app)
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.question is not None
        assert app.screen.question.item == first
        assert app.desk.log.states() == {}


async def test_leaving_keeps_the_session_and_enter_goes_on_with_the_fifth(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(12))
    async with running(app) as pilot:
        await press(pilot, "enter", *["ctrl+n", "enter"] * 4, "escape")
        assert isinstance(app.screen, HomeScreen)
        assert "Go on with question 5 of 10" in shown(app)
    again = app_of(tmp_path, numbered(12))
    async with running(again) as pilot:
        await press(pilot, "enter")
        assert "5 of 10" in shown(again)


async def test_results_tell_score_topics_and_what_was_right_and_retry_asks_the_missed(tmp_path: Path) -> None:
    app = app_of(tmp_path, one_of_each(), questions=6)
    async with running(app, (80, 40)) as pilot:
        await press(pilot, "enter")
        missed = set()
        for _ in range(6):
            assert isinstance(app.screen, SessionScreen)
            assert app.screen.question is not None
            if app.screen.question.type == "text":
                await type_in(pilot, "blue whale")
            else:
                missed.add(app.screen.question.item)
                await press(pilot, "ctrl+n")
            await press(pilot, "enter")
        assert isinstance(app.screen, ResultsScreen)
        text = shown(app)
        for part in ("1 of 6 questions right", "score 17 %", "Odd things", "Even things", "To mend", "Letter A"):
            assert part in text
        await press(pilot, "r")
        assert isinstance(app.screen, SessionScreen)
        assert set(app.screen.session.items) == missed


async def test_the_mouse_picks_and_the_key_line_answers(tmp_path: Path) -> None:
    app = app_of(tmp_path, only("boolean"), "practice")
    async with running(app) as pilot:
        await pilot.click(app.screen.query(ChoiceRow)[0])
        await pilot.pause()
        assert app.screen.query_one(Choices).picked == {0}
        await pilot.click("KeyLine", offset=(2, 0))
        await pilot.pause()
        assert "✓ Right" in shown(app)


async def test_a_click_on_a_bank_practices_it(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        menu = app.screen.query_one(OptionList)
        menu.highlighted = menu.option_count - 1
        await press(pilot, "enter")
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.session.mode == "practice"
        assert app.screen.session.choices["bank"] == "facts"


async def test_the_theme_changes_and_is_kept(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        assert app.theme == DARK
        await press(pilot, "t")
        assert app.theme == LIGHT
    assert load_settings(tmp_path).theme == LIGHT


async def test_help_opens_and_closes_from_every_screen(tmp_path: Path) -> None:
    app = app_of(tmp_path, only("text"))
    async with running(app) as pilot:
        for keys in ([], ["enter"], ["ctrl+n"], ["enter"]):
            await press(pilot, *keys)
            before = app.screen
            await press(pilot, "f1")
            assert isinstance(app.screen, HelpScreen)
            assert app.screen.below is before
            assert "Ctrl+Q Quit" in shown(app)
            await press(pilot, "escape")
            assert app.screen is before


async def test_the_palette_starts_a_drill(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        await press(pilot, "ctrl+p", *"drill")
        await pilot.pause(0.3)
        await press(pilot, "enter")
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.session.mode == "drill"


async def test_an_answer_that_cannot_be_saved_stays_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(tmp_path, only("text"), "practice")
    async with running(app) as pilot:
        real = app.desk.log.append

        def full(*_: object) -> Event:
            raise QuizError("the disk is full", "log.sqlite3", "free some space", Exit.STORE)

        monkeypatch.setattr(app.desk.log, "append", full)
        await type_in(pilot, "blue whale")
        assert "NOT SAVED: log.sqlite3: the disk is full" in shown(app)
        assert "Right" not in shown(app)
        assert app.screen.query_one(Input).value == "blue whale"
        monkeypatch.setattr(app.desk.log, "append", real)
        await press(pilot, "enter")
        assert "✓ Right" in shown(app)


async def test_nothing_to_ask_is_said_and_not_an_empty_session(tmp_path: Path) -> None:
    app = app_of(tmp_path, numbered(3))
    async with running(app) as pilot:
        await press(pilot, "m")
        assert isinstance(app.screen, HomeScreen)
        assert "There are no mistakes to mend" in shown(app)


def hostile(text: str) -> Choice:
    options = (Option(id="a", text=text), Option(id="b", text=f"{text} 2", feedback=text))
    return Choice(
        id="hostile",
        stem=text,
        options=options,
        key="a",
        explanation=text,
        topics=("odd",),
        level=1,
        citations=(Citation("notes", 1, fact(1)),),
        status="approved",
    )


async def literally(folder: Path, text: str) -> None:
    app = app_of(folder, [hostile(text)])
    wanted = " ".join(safe(text).split())
    async with running(app, (100, 30)) as pilot:
        await press(pilot, "enter")
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.query_one("#stem", Words).visual.plain == safe(text)  # type: ignore[attr-defined]
        rows = [row.query_one(".text", Words).visual.plain for row in app.screen.query(ChoiceRow)]  # type: ignore[attr-defined]
        assert sorted(rows) == sorted([safe(text), safe(f"{text} 2")])
        wrong = [name for name, _ in app.screen.query_one(Choices).options].index("b")
        await pilot.click(app.screen.query(ChoiceRow)[wrong])
        await press(pilot, "enter")
        said = [w.visual.plain for w in app.screen.query("#feedback Words").results(Words)]  # type: ignore[attr-defined]
        assert said.count(safe(text)) >= 3
        assert obeyed_on(app) == []
        await press(pilot, "enter")
        assert isinstance(app.screen, ResultsScreen)
        if len(wanted) < 60:
            assert wanted in shown(app) or not wanted.isascii()


@pytest.mark.parametrize("text", PAYLOADS)
async def test_foreign_text_is_shown_as_it_is(tmp_path: Path, text: str) -> None:
    await literally(tmp_path, text)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.sampled_from("[]/@=\"'\\ ab#$:{}()\x1b\x9b\n\t") | st.characters(), min_size=1, max_size=60))
async def test_any_text_is_shown_as_it_is(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    if safe(text).strip():
        await literally(tmp_path_factory.mktemp("any"), text)
