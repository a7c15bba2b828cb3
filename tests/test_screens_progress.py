"""The progress page: sections by keyboard and mouse, plots and their numbers, what was done once the log is read."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from textual.pilot import Pilot

from quiz.documents import Citation, Document, Sentence, SentenceMark
from quiz.documents import Passage as Paragraph
from quiz.errors import QuizError
from quiz.items import ExamFile, Item
from quiz.learning import ItemState, Memory, Opened
from quiz.text import one_line
from quiz.tui.app import QuizApp
from quiz.tui.messages import PageWanted
from quiz.tui.screens import progress as page
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.progress import NAMES, ProgressScreen
from quiz.tui.screens.session import SessionScreen
from quiz.tui.widgets.parts import NONE, PartList
from quiz.tui.widgets.progress import READING
from quiz.tui.widgets.sections import SectionLine
from quiz.tui.widgets.text import Words
from quiz.views import Choices, Desk, numbers
from quiz.views.mastery import Part
from quiz.views.past import read_again
from tests.support.clock import PatientClock
from tests.support.library import document, fact, texts
from tests.support.screens import PAYLOADS, app_of, obeyed_on, running, shown

DAY_MS = 86_400_000
NOON_MS = 1_790_000_000_000 // DAY_MS * DAY_MS + DAY_MS // 2
TODAY = 739_676
READ = "quiz.tui.screens.progress.read_again"


class Calendar(PatientClock):
    """A clock that stands still until it is set."""

    milliseconds = NOON_MS

    def now(self) -> int:
        return self.milliseconds


def studied(app: QuizApp, days: int) -> None:
    """Answer a session on each of some days; the last is today."""
    desk: Desk = app.desk
    desk.clock = clock = Calendar()
    for day in range(days):
        session = desk.begin("learn", Choices(certainty=True), f"{day}")
        while session is not None and (question := desk.question(session)) is not None:
            response = "blue whale" if len(session.answers) % 4 else None
            step: Any = desk.answer(session, question.item, response, 20_000, 3)
            session = step.session
        if session is not None:
            desk.close(session)
        if day < days - 1:
            clock.milliseconds += DAY_MS


@asynccontextmanager
async def opened(
    folder: Path, items: Iterable[Item], days: int = 0, about: str = "", size: tuple[int, int] = (80, 24), **fields: Any
) -> AsyncIterator[tuple[QuizApp, ProgressScreen, Pilot[None]]]:
    """The page over a library of `items` after some days of study, with the log read."""
    app = app_of(folder, items, **fields)
    studied(app, days)
    async with running(app, size) as pilot:
        app.post_message(PageWanted("progress", about))
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, ProgressScreen)
        yield app, app.screen, pilot


async def tap(pilot: Pilot[None], *keys: str) -> None:
    """Press keys without waiting for more than what they lead to."""
    for key in keys:
        pilot.app.simulate_key(key)
        await pilot.pause()


async def leave(app: QuizApp, pilot: Pilot[None], key: str) -> None:
    """Leave the page by a key, and wait until home has drawn its numbers anew."""
    home = app.screen_stack[0]
    assert isinstance(home, HomeScreen)
    before = home.home
    await tap(pilot, key)
    while home.home is before:
        await pilot.pause()
    assert app.screen is home


def said(screen: ProgressScreen) -> str:
    return str(screen.query_one("#said", Words).visual)


def rows(screen: ProgressScreen) -> list[str]:
    return [str(option.prompt) for option in screen.query_one(PartList).options]


async def test_the_overview_tells_mastery_load_and_what_was_done(tmp_path: Path) -> None:
    async with opened(tmp_path, texts(4), days=3) as (_, screen, _pilot):
        assert screen.past is not None
        assert numbers.load_text(screen.standing.load, 0) in said(screen).replace("\n         ", " ")
        for line in numbers.span_lines(screen.past):
            assert line in said(screen)
        assert numbers.streak_text(screen.past) in said(screen)
        assert "4 of 4 questions seen" in said(screen)


async def test_what_the_states_say_is_there_before_the_log_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    def waiting(log: Any) -> Any:
        assert go.wait(20)
        return read_again(log)

    monkeypatch.setattr(READ, waiting)
    app = app_of(tmp_path, texts(4))
    studied(app, 2)
    async with running(app) as pilot:
        app.post_message(PageWanted("progress"))
        await pilot.pause()
        assert READING in shown(app)
        assert "4 of 4 questions seen" in shown(app)
        go.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert READING not in shown(app)
        assert "In all" in shown(app)


async def test_leaving_before_the_log_is_read_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    monkeypatch.setattr(READ, lambda log: go.wait(20) and [])
    app = app_of(tmp_path, texts(1))
    async with running(app) as pilot:
        app.post_message(PageWanted("progress"))
        await pilot.pause()
        await leave(app, pilot, "q")
        go.set()
        await pilot.pause()
        assert app.fault is None


async def test_a_log_that_cannot_be_read_is_told_and_the_rest_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(log: Any) -> Any:
        raise QuizError("the log [/] is damaged")

    monkeypatch.setattr(READ, failing)
    async with opened(tmp_path, texts(2), days=1) as (_, screen, pilot):
        assert "the log [/] is damaged" in said(screen)
        await tap(pilot, "3")
        assert "due today" in said(screen)


async def test_digits_arrows_and_clicks_open_sections(tmp_path: Path) -> None:
    async with opened(tmp_path, texts(2), days=1) as (app, screen, pilot):
        for number, name in enumerate(NAMES, 1):
            await tap(pilot, str(number))
            assert screen.section == number - 1
            assert f"▸{number} {name}" in shown(app)
        await tap(pilot, "right", "right", "left")
        assert screen.section == 0
        await tap(pilot, "left", "tab", "shift+tab")
        assert screen.section == len(NAMES) - 1
        column = str(screen.query_one(SectionLine).render()).index("4 Days")
        await pilot.click(SectionLine, offset=(column + 2, 0))
        await pilot.pause()
        assert screen.section == page.DAYS


@pytest.mark.parametrize("section", page.PLOTTED)
async def test_each_plot_has_its_numbers(tmp_path: Path, section: int) -> None:
    async with opened(tmp_path, texts(4), days=12) as (_, screen, pilot):
        assert screen.past is not None
        await tap(pilot, str(section + 1))
        drawn = said(screen)
        signs = {page.RETENTION: "┄", page.LOAD: "█", page.DAYS: "█"}
        assert signs[section] in drawn
        await tap(pilot, "v")
        lines = {
            page.RETENTION: numbers.retention_lines(screen.past.weeks),
            page.LOAD: numbers.load_lines(screen.standing.load, screen.today),
            page.DAYS: numbers.day_lines(screen.past.weeks),
        }[section]
        for line in lines:
            assert line in said(screen)
        await tap(pilot, "v")
        assert said(screen) == drawn


async def test_nothing_done_has_words_and_a_next_step_in_every_section(tmp_path: Path) -> None:
    async with opened(tmp_path, texts(2)) as (app, screen, pilot):
        for key, words in (
            ("1", numbers.NOTHING_DONE), ("2", numbers.NO_REVIEWS), ("3", numbers.NO_LOAD), ("4", numbers.NOTHING_DONE),
            ("6", numbers.NO_CERTAINTY), ("7", numbers.NO_EXAMS),
        ):  # fmt: skip
            await tap(pilot, key)
            assert words in said(screen).replace("\n         ", " ")
            assert screen.check_action("numbers", ()) is False
        await tap(pilot, "n")
        assert isinstance(app.screen, SessionScreen)


async def test_a_library_without_questions_has_a_page_all_the_same(tmp_path: Path) -> None:
    async with opened(tmp_path, [], documents={"notes": document([1])}) as (_, screen, pilot):
        assert "0 of 0 questions seen" in said(screen)
        await tap(pilot, *"234567"[:3])
        await tap(pilot, "5")
        assert rows(screen) == [NONE]
        await tap(pilot, "enter", "p", "down", "6", "7")
        assert screen.section == page.EXAMS


async def test_enter_opens_a_document_and_backspace_leads_back_to_it(tmp_path: Path) -> None:
    async with opened(tmp_path, texts(4), days=1) as (app, screen, pilot):
        await tap(pilot, "5")
        parts = screen.query_one(PartList)
        assert [row.split("  ")[0].strip() for row in rows(screen)] == [
            "Topics", "Odd things", "Even things", "", "Documents", "The notes",
        ]  # fmt: skip
        await tap(pilot, "end", "enter")
        assert screen.document == "notes"
        assert rows(screen)[1].startswith("1 · Fact 1 is")
        assert parts.part is not None
        assert parts.part.id == "notes:1"
        await tap(pilot, "backspace")
        assert screen.document == ""
        assert parts.part is not None
        assert parts.part.id == "notes"
        await leave(app, pilot, "backspace")


@pytest.mark.parametrize(
    ("keys", "choices", "items"),
    [
        (["p"], {"topic": "odd", "items": "10"}, {"item-1", "item-3"}),
        (["down", "enter"], {"topic": "even", "items": "10"}, {"item-2", "item-4"}),
        (["end", "p"], {"document": "notes", "items": "10"}, {"item-1", "item-2", "item-3", "item-4"}),
        (["end", "enter", "down", "enter"], {"items": "10"}, {"item-2"}),
    ],
)
async def test_a_part_is_practised(tmp_path: Path, keys: list[str], choices: dict[str, str], items: set[str]) -> None:
    async with opened(tmp_path, texts(4)) as (app, _, pilot):
        await tap(pilot, "5", *keys)
        assert isinstance(app.screen, SessionScreen)
        (body,) = [e.body for e in app.desk.log.events() if isinstance(e.body, Opened)]
        assert (body.mode, body.choices, set(body.items)) == ("practice", choices, items)


@pytest.mark.parametrize(
    ("about", "section", "document"), [("notes", 4, "notes"), ("load", 2, ""), ("elsewhere", 0, "")]
)
async def test_the_page_shows_first_what_it_is_asked_about(
    tmp_path: Path, about: str, section: int, document: str
) -> None:
    async with opened(tmp_path, texts(2), about=about) as (_, screen, _pilot):
        assert (screen.section, screen.document) == (section, document)


@pytest.mark.parametrize("key", ["q", "escape", "backspace"])
async def test_leaving_leads_back_home(tmp_path: Path, key: str) -> None:
    async with opened(tmp_path, texts(2)) as (app, _, pilot):
        await leave(app, pilot, key)


async def test_certainty_and_exams_are_told(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(4), exam=ExamFile(items=2))
    studied(app, 2)
    exam = app.desk.begin("exam", Choices(items=0), "x")
    assert exam is not None
    app.desk.close(exam)
    async with running(app) as pilot:
        app.post_message(PageWanted("progress", "exams"))
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, ProgressScreen)
        assert app.screen.past is not None
        assert numbers.exam_line(app.screen.past.exams[0]) in said(app.screen)
        await tap(pilot, "6")
        assert "certain" in said(app.screen)
        assert "no answers" in said(app.screen)


def hostile() -> tuple[list[Item], dict[str, Any]]:
    """A question for each payload, which is the title of its topic and document and stands in its passage."""
    items, documents = [], {}
    for number, (item, text) in enumerate(zip(texts(len(PAYLOADS)), PAYLOADS, strict=True)):
        passage = Paragraph(1, (Sentence(text, SentenceMark.PLAIN), Sentence(fact(number), SentenceMark.PLAIN)))
        name = f"d{number}"
        documents[name] = Document(id=name, title=text, called=text, voice=name, kind="other", passages=(passage,))
        cited = (Citation(name, 1, fact(number)),)
        items.append(structs.replace(item, topics=(f"t{number}",), citations=cited))
    return items, {"topics": {f"t{n}": text for n, text in enumerate(PAYLOADS)}, "documents": documents}


async def test_titles_and_passages_of_other_people_are_shown_as_they_are(tmp_path: Path) -> None:
    items, fields = hostile()
    async with opened(tmp_path, items, size=(140, 50), title=" ".join(PAYLOADS), **fields) as (app, screen, pilot):
        assert one_line(" ".join(PAYLOADS), 40) in shown(app)
        await tap(pilot, "5")
        titles = rows(screen)
        documents = len(PAYLOADS) + 3
        for number, text in enumerate(PAYLOADS):
            assert titles[1 + number].startswith(one_line(text))
            assert titles[documents + number].startswith(one_line(text))
        assert obeyed_on(app) == []
        for number, text in enumerate(PAYLOADS):
            screen.query_one(PartList).highlighted = documents + number
            await tap(pilot, "enter")
            assert rows(screen)[0].startswith(one_line(text))
            assert rows(screen)[1].startswith(one_line(f"1 · {text} {fact(number)}"))
            assert obeyed_on(app) == []
            await tap(pilot, "backspace")


@pytest.mark.parametrize("size", [(60, 18), (200, 60)])
async def test_every_section_at_every_size_and_after_a_resize(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(tmp_path, texts(6), days=3, size=size) as (app, screen, pilot):
        for key in "1234567":
            await tap(pilot, key, "v")
            if screen.section != page.MASTERY and size[0] >= 60:
                lines = said(screen).splitlines()
                assert max(map(len, lines)) <= max(size[0] - 5, 120) or screen.section in (1, 2)
        await tap(pilot, "5", "end")
        before, drawn = screen.query_one(PartList).part, rows(screen)
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert screen.query_one(PartList).part == before
        assert len(rows(screen)[1]) != len(drawn[1])
        assert app.screen.focused is not None
        assert app.fault is None


async def test_more_parts_than_a_list_can_hold_are_counted(tmp_path: Path) -> None:
    async with opened(tmp_path, texts(2)) as (_, screen, _pilot):
        part = Part(id="a", title="A", items=1, seen=0, mastery=0.0, mastered=False)
        many = [structs.replace(part, id=str(n)) for n in range(1_003)]
        screen.query_one(PartList).show((("Many", many),), 60)
        assert rows(screen)[-1].strip() == "and 3 more"
        assert len(rows(screen)) == 1_002


async def test_a_date_to_be_ready_for_plans_the_load_and_shows_what_is_expected(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(2))
    studied(app, 1)
    today = app.desk.today()
    state = app.desk.states["item-1"]
    late = Memory(90.0, 5.0, today - 1, today + 90)
    app.desk.states["item-1"] = structs.replace(state or ItemState(), memory=late, day=today - 1)
    app.desk._ready_by = date.fromordinal(today + 10).isoformat()
    async with running(app) as pilot:
        app.post_message(PageWanted("progress"))
        await pilot.pause()
        assert isinstance(app.screen, ProgressScreen)
        assert "Ready by" in said(app.screen)
        assert app.screen.standing.load.later == 0
        await tap(pilot, "5")
        assert "On date" in rows(app.screen)[0]
