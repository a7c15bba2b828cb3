"""Help before the answer, skips, what is put aside, and keys that come too early."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from textual.widgets import Input

from quiz.config import Settings
from quiz.items import ExamFile, Item, type_name
from quiz.learning import Answered, Buried, Skipped, Suspended
from quiz.store import Log
from quiz.tui.app import QuizApp
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.screens.session import GRACE_MS, SessionScreen
from quiz.tui.widgets.choices import Choices
from quiz.tui.widgets.cloze import Cloze
from quiz.tui.widgets.match import Match
from quiz.tui.widgets.order import Order
from quiz.views import Choices as Chosen
from quiz.views import Clock, Desk
from tests.support.library import composed, fact, library_of, one_of_each, texts
from tests.support.screens import app_of, fields_of, press, responses, running, shown, type_in

EVERY = {type_name(item): item for item in (*one_of_each(), *composed())}


def asking(folder: Path, kind: str, mode: str = "practice", **fields: Any) -> QuizApp:
    return app_of(folder, [structs.replace(EVERY[kind], **fields)], mode)


def screen_of(app: QuizApp) -> SessionScreen:
    assert isinstance(app.screen, SessionScreen)
    return app.screen


def bodies(app: QuizApp, kind: type[Any]) -> list[Any]:
    return [e.body for e in app.desk.log.events() if isinstance(e.body, kind)]


# Hints


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("choice", "Hint: Not right: Letter "),
        ("multiple", "Hint: See the notes, paragraph 2"),
        ("boolean", "Hint: See the notes, paragraph 3"),
        ("numeric", "Hint: A number of 1 digit and 1 decimal"),
        ("date", "Hint: In February 2026"),
        ("text", "Hint: Begins with b: 2 words of 4 and 5 letters"),
        ("cloze", "Hint: (1) 1999"),
        ("match", "Hint: The sun → A star"),
        ("order", "Hint: Comes first: Seed"),
        ("evidence", "Hint: Look in paragraph 10"),
    ],
)
async def test_a_hint_is_shown_once_and_logged_with_the_answer(tmp_path: Path, kind: str, said: str) -> None:
    app = asking(tmp_path, kind)
    async with running(app) as pilot:
        await press(pilot, "f3")
        assert said in shown(app)
        assert screen_of(app).check_action("hint", ()) is False
        await press(pilot, "f3", "ctrl+n")
        assert [a.hints for a in bodies(app, Answered)] == [1]
        assert "Hint:" not in shown(app)


async def test_a_struck_option_cannot_be_picked(tmp_path: Path) -> None:
    app = asking(tmp_path, "choice")
    async with running(app) as pilot:
        choices = app.screen.query_one(Choices)
        await press(pilot, "H")
        (struck,) = choices.struck
        assert choices.options[struck][0] != "a"
        await press(pilot, str(struck + 1))
        assert choices.picked == frozenset()
        places = set()
        for _ in range(4):
            await press(pilot, "down")
            places.add(choices.cursor)
        assert places == {0, 1, 2} - {struck}


async def test_options_that_are_all_struck_are_no_place_to_go(tmp_path: Path) -> None:
    app = asking(tmp_path, "choice")
    async with running(app) as pilot:
        choices = app.screen.query_one(Choices)
        await press(pilot, "1")
        choices.strike("abc")
        await press(pilot, "down")
        assert (set(choices.picked), set(choices.struck)) == (set(), {0, 1, 2})


async def test_a_hint_fills_a_gap_gives_a_partner_and_puts_a_line_first(tmp_path: Path) -> None:
    for kind, right in (("cloze", "year"), ("match", "sun"), ("order", "seed")):
        app = asking(tmp_path / kind, kind)
        async with running(app) as pilot:
            await press(pilot, "f3")
            order = [name for widget in app.screen.query(Order) for name, _ in widget.options[:1]]
            clozes, matches = app.screen.query(Cloze), app.screen.query(Match)
            assert [*(w.filled for w in clozes), *(w.filled for w in matches), order] in ([[right], []], [[right]])


async def test_a_hint_gives_what_is_still_open(tmp_path: Path) -> None:
    app = asking(tmp_path, "cloze")
    async with running(app) as pilot:
        await type_in(pilot, "1998")
        await press(pilot, "f3")
        assert app.screen.query_one(Cloze).filled == ["year", "who"]
        assert fields_of(app)[0].value == "1998"


async def test_an_answer_with_a_hint_comes_again_sooner(tmp_path: Path) -> None:
    days = []
    for keys in ([], ["f3"]):
        app = app_of(tmp_path / str(len(keys)), [EVERY["text"]], "practice")
        async with running(app) as pilot:
            await press(pilot, *keys)
            await type_in(pilot, "blue whale")
            memory = app.desk.states[EVERY["text"].id].memory
            assert memory is not None
            days.append(memory.due - memory.day)
    assert days[1] < days[0]


# The passages before the answer


async def test_passages_are_shown_where_the_mode_allows_and_count_as_help(tmp_path: Path) -> None:
    app = asking(tmp_path, "text")
    async with running(app) as pilot:
        await press(pilot, "f8")
        assert "The notes, paragraph 6" in shown(app)
        assert fact(6) in shown(app)
        await press(pilot, "f8")
        assert fact(6) not in shown(app)
        await press(pilot, "f8", "f3")
        await type_in(pilot, "blue whale")
        assert [a.hints for a in bodies(app, Answered)] == [2]
        assert shown(app).count(fact(6)) == 1


@pytest.mark.parametrize(("mode", "kind"), [("learn", "text"), ("exam", "text"), ("practice", "evidence")])
async def test_passages_are_not_shown_where_they_give_it_away(tmp_path: Path, mode: str, kind: str) -> None:
    app = asking(tmp_path, kind, mode)
    async with running(app) as pilot:
        await press(pilot, "f8")
        assert len(app.screen.query_one("#feedback").children) == 0
        await press(pilot, "ctrl+n")
        assert [a.hints for a in bodies(app, Answered)] == [0]


async def test_an_exam_gives_no_hints_and_puts_nothing_aside(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(2), "exam", 2, exam=ExamFile(items=2))
    async with running(app) as pilot:
        for action in ("hint", "source", "edit"):
            assert screen_of(app).check_action(action, ()) is False
        assert screen_of(app).check_action("shelve", ("suspend",)) is False
        await press(pilot, "f3", "f9", "f10", "f12")
        assert bodies(app, Suspended) == bodies(app, Buried) == []
        assert "Hint:" not in shown(app)


# Skips


async def test_a_skipped_question_comes_again_at_the_end_and_nothing_is_scored(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(3), "practice", 3)
    async with running(app) as pilot:
        plan = screen_of(app).session.items
        await press(pilot, "f4")
        assert "Skipped: it comes again at the end" in shown(app)
        assert "1 of 3" in shown(app)
        assert (bodies(app, Answered), app.desk.log.states()) == ([], {})
        asked = []
        for _ in range(3):
            asked.append(screen_of(app).item)
            await press(pilot, "ctrl+n", "enter")
        assert asked == [plan[1], plan[2], plan[0]]
        assert isinstance(app.screen, ResultsScreen)
        (skip,) = bodies(app, Skipped)
        assert skip.duration >= 4_000


async def test_a_skip_is_resumed_exactly_and_taken_back(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(3), "practice", 3)
    async with running(app) as pilot:
        plan = screen_of(app).session.items
        await press(pilot, "f4", "f4", "escape")
        assert isinstance(app.screen, HomeScreen)
    again = app_of(tmp_path, texts(3))
    async with running(again) as pilot:
        await press(pilot, "enter")
        assert screen_of(again).item == plan[2]
        await press(pilot, "ctrl+z")
        assert screen_of(again).item == plan[1]
        await press(pilot, "ctrl+z")
        assert screen_of(again).item == plan[0]
        assert screen_of(again).check_action("undo", ()) is False


async def test_the_only_question_left_cannot_be_skipped(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(1), "practice", 1)
    async with running(app) as pilot:
        await press(pilot, "f4")
        assert bodies(app, Skipped) == []
        assert screen_of(app).check_action("skip", ()) is False


async def test_in_an_exam_a_question_can_be_skipped_and_its_time_counts(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(2), "exam", 2, exam=ExamFile(items=2, minutes=10))
    async with running(app) as pilot:
        before = app.desk.time_left(screen_of(app).session)
        await press(pilot, "f4")
        after = app.desk.time_left(screen_of(app).session)
        assert before is not None
        assert after is not None
        assert after == before - bodies(app, Skipped)[0].duration < before


@pytest.mark.parametrize(("key", "kind", "said"), [("f10", Suspended, "quiz resume"), ("f12", Buried, "again today")])
async def test_a_question_is_put_aside_before_its_answer(tmp_path: Path, key: str, kind: type[Any], said: str) -> None:
    app = app_of(tmp_path, texts(2), "practice", 2)
    async with running(app) as pilot:
        first, second = screen_of(app).session.items
        await press(pilot, key)
        assert [b.item for b in bodies(app, kind)] == [first]
        assert screen_of(app).item == second
        assert said in shown(app)
        await press(pilot, key)
        assert isinstance(app.screen, ResultsScreen)
        assert bodies(app, Answered) == []


# Keys that come too early


class HandClock(Clock):
    """A clock that stands until it is moved."""

    at = 10_000

    def tick(self) -> int:
        return self.at


def hurried(
    folder: Path, items: list[Item], mode: str = "practice", certainty: bool = False
) -> tuple[QuizApp, HandClock]:
    library, clock = library_of(items, exam=ExamFile(items=len(items))), HandClock()
    desk = Desk(library, Log(folder, "ana", library.id), clock)
    chosen = Chosen(items=len(items), certainty=certainty)
    return QuizApp(desk, folder, Settings(questions=len(items)), mode, chosen, "seed"), clock  # type: ignore[arg-type]


async def test_a_key_meant_for_the_last_screen_answers_nothing(tmp_path: Path) -> None:
    app, clock = hurried(tmp_path, texts(2))
    async with running(app) as pilot:
        await press(pilot, "enter", "enter", "enter", "ctrl+n", "f4", "f10")
        assert (responses(app), bodies(app, Skipped), bodies(app, Suspended)) == ([], [], [])
        await press(pilot, *"blue")
        assert app.screen.query_one(Input).value == "blue"
        clock.at += GRACE_MS - 1
        await press(pilot, "enter")
        assert responses(app) == []
        clock.at += 1
        await press(pilot, "enter")
        assert responses(app) == ["blue"]
        assert screen_of(app).phase == "told"
        await press(pilot, "enter", "space", "enter")
        assert screen_of(app).phase == "told"
        clock.at += GRACE_MS
        await press(pilot, "enter", "enter", "enter", "enter")
        assert screen_of(app).phase == "asking"
        assert len(responses(app)) == 1


async def test_how_sure_one_is_is_no_answer_to_an_early_key(tmp_path: Path) -> None:
    app, clock = hurried(tmp_path, texts(1), certainty=True)
    async with running(app) as pilot:
        await press(pilot, *"blue")
        clock.at += GRACE_MS
        await press(pilot, "enter", "3", "enter", "enter")
        assert (screen_of(app).phase, responses(app)) == ("sure", [])
        clock.at += GRACE_MS
        await press(pilot, "enter")
        assert [a.certainty for a in bodies(app, Answered)] == [3]


async def test_what_was_over_the_question_leaves_half_a_second_too(tmp_path: Path) -> None:
    app, clock = hurried(tmp_path, texts(1))
    async with running(app) as pilot:
        await press(pilot, *"blue")
        clock.at += GRACE_MS
        await press(pilot, "f1", "escape", "enter")
        assert responses(app) == []
        clock.at += GRACE_MS
        await press(pilot, "enter")
        assert responses(app) == ["blue"]


async def test_moving_and_picking_are_not_held_up(tmp_path: Path) -> None:
    app, _ = hurried(tmp_path, [EVERY["choice"]])
    async with running(app) as pilot:
        await press(pilot, "down", "down")
        assert app.screen.query_one(Choices).picked == {1}
