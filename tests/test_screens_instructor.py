"""The page for instructors: its sections, an item a key away, files that change, hostile texts, any size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from textual.pilot import Pilot

from quiz.banks import open_shelf
from quiz.cli import main
from quiz.config import Settings
from quiz.errors import Finding
from quiz.learning import Event, Reported
from quiz.store import Log
from quiz.store.sharing import shared_lines
from quiz.tui.app import QuizApp
from quiz.tui.editing import Edited
from quiz.tui.messages import LibraryChanged, PageWanted
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.instructor import InstructorScreen
from quiz.tui.screens.item import ItemScreen
from quiz.tui.screens.library import LibraryScreen
from quiz.tui.widgets.course import COVERAGE, FINDINGS, SECTIONS, WORK, Target
from quiz.tui.widgets.reel import Reel
from quiz.views import Choices, Desk
from tests.strategies.learning import event
from tests.support.clock import PatientClock
from tests.support.library import library_of, texts, write_library
from tests.support.screens import PAYLOADS, obeyed_on, press, running, shown
from tests.test_report_work import choices, given_by


def course(folder: Path, words: str = "The paper says up") -> Path:
    """The files of 24 trainees, all of whom miss the first of two questions; one of them reports it."""
    library = library_of(choices(2))
    entry = library.entries["item-1"]
    for n in range(24):
        events: list[Event] = given_by(library, {"item-1": ["up"], "item-2": ["left"]}, n + 1)
        if not n:
            events.append(event(90_000, Reported("item-1", "key", words, entry.seen, entry.scored), 3))
        folder.mkdir(exist_ok=True)
        (folder / f"t{n}.jsonl").write_bytes(b"".join(shared_lines(events, library.id, f"trainee {n}")))
    return folder


def app_with(folder: Path, root: Path) -> QuizApp:
    """An app over a library on the disk."""
    shelf = open_shelf(root)
    desk = Desk(shelf, Log(folder / "data", "ana", shelf.front.id), PatientClock())
    return QuizApp(desk, folder / "data", Settings(toured=True), None, Choices(), "seed")


async def looked(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@asynccontextmanager
async def opened(
    tmp_path: Path, about: str | None = None, size: tuple[int, int] = (80, 24), items: int = 2
) -> AsyncIterator[tuple[Pilot[None], Any]]:
    """The page over a small library on the disk, and its screen."""
    root = write_library(tmp_path / "library", choices(items))
    app = app_with(tmp_path, root)
    async with running(app, size) as pilot:
        app.post_message(PageWanted("instructor", str(course(tmp_path / "sent")) if about is None else about))
        await looked(pilot)
        assert isinstance(app.screen, InstructorScreen)
        yield pilot, app


async def test_work_comes_first_and_digits_open_the_other_sections(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(140, 45)) as (pilot, app):
        assert "24 trainees, 48 answers, 24 files" in shown(app)
        text = shown(app)
        assert text.index("reported item-1") < text.index("too hard item-1") < text.index("too easy item-2")
        assert "1 trainee: wrong key 1: “The paper says up”" in text
        for section, wanted in enumerate(SECTIONS):
            await press(pilot, str(section + 1))
            assert f"▸{section + 1} {wanted}" in shown(app)
        assert "trainee 3 " in shown(app)
        await press(pilot, "right")
        assert app.screen.section == WORK
        await press(pilot, "left", "5")
        assert "0 % (0 to 14) right of 24" in shown(app)


async def test_each_thing_is_one_key_away_from_its_item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_: list[tuple[str, Path | None]] = []

    async def edit(_: QuizApp, desk: Desk, item: str, path: Path | None = None) -> Edited:
        opened_.append((item, path))
        return Edited(Path("bank.yaml"), False)

    monkeypatch.setattr("quiz.tui.editing.edit_item", edit)
    async with opened(tmp_path) as (pilot, app):
        for section in "145":
            await press(pilot, section, "e")
        assert opened_ == [("item-1", None)] * 3
        seen = app.screen.seen
        note = Finding(rule="x", path="seeds/notes.md", line=3, column=1, what="So.", hint="mend it")
        app.screen.seen = structs.replace(seen, findings=(note,))
        await press(pilot, "2", "e", "enter")
        assert opened_[3:] == [("", Path("seeds/notes.md"))] * 2


async def test_enter_shows_the_item_and_a_sentence_its_document(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, app):
        await press(pilot, "enter")
        assert isinstance(app.screen, ItemScreen)
        await press(pilot, "q")
        assert isinstance(app.screen, InstructorScreen)
        seen = app.screen.seen
        short = structs.replace(seen.coverage.sentences[0], items=())
        app.screen.seen = structs.replace(seen, coverage=structs.replace(seen.coverage, sentences=(short,)))
        await press(pilot, "3")
        assert app.screen.target == Target("", short.path, "notes")
        await press(pilot, "enter")
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen.about == "notes"


async def test_findings_follow_the_files_and_the_keys_the_counts(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, app):
        screen = app.screen
        assert screen.check_action("edit", ())
        first = screen.bench._gathered
        bank = next((tmp_path / "library" / "question_banks").glob("*facts*.yaml"))
        good = bank.read_text("utf-8")
        bank.write_text(good.replace("key: left", "key: up", 1), "utf-8")
        screen._poll()
        await looked(pilot)
        assert [(r.item, r.before, r.after) for r in screen.seen.report.regraded] == [("item-1", 0.0, 1.0)]
        bank.write_text(good.replace("key: left", "key: nowhere", 1), "utf-8")
        screen._poll()
        await looked(pilot)
        assert screen.seen.report.work[0].kind == "error"
        await press(pilot, "2")
        assert "key-no-option" in shown(app)
        assert screen.target.item == "item-1"
        await press(pilot, "e")
        bank.write_text(good.replace("key: left", "key: up", 1), "utf-8")
        screen.post_message(LibraryChanged())
        await looked(pilot)
        assert [(r.item, r.before, r.after) for r in screen.seen.report.regraded] == [("item-1", 0.0, 1.0)]
        again = screen.bench._gathered
        assert again is not first
        for stem, changed in (("of item-1?", False), ("of item-1 now?", True)):
            bank.write_text(good.replace("of item-1?", stem) + "\n", "utf-8")
            screen._poll()
            await looked(pilot)
            assert [one.changed for one in screen.seen.report.reports] == [changed]
        again = screen.bench._gathered
        bank.write_text(bank.read_text("utf-8") + "\n", "utf-8")
        screen._poll()
        await looked(pilot)
        assert screen.bench._gathered is again
        screen._poll()
        await looked(pilot)
        assert screen.bench.look() is None


async def test_without_files_the_own_log_counts_and_r_counts_it_again(tmp_path: Path) -> None:
    async with opened(tmp_path, "") as (pilot, app):
        assert "0 trainees" in shown(app)
        assert "Nothing waits" in shown(app)
        desk = app.desk
        session = desk.begin("practice", Choices(items=2), "s")
        desk.answer(session, session.items[0], "up", 5_000)
        await press(pilot, "r")
        await looked(pilot)
        assert "1 trainee, 1 answer" in shown(app)
        await press(pilot, "6")
        assert "1 answer on 1 day, last" in shown(app)
        assert not app.screen.check_action("edit", ())
        await press(pilot, "q")
        assert isinstance(app.screen, HomeScreen)
        await press(pilot, "i")
        assert isinstance(app.screen, InstructorScreen)


async def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "junk").write_text("junk")
    async with opened(tmp_path, str(tmp_path / "junk")) as (_, app):
        assert "left out: this is no file of `quiz log" in shown(app)
    async with opened(tmp_path / "other", str(tmp_path / "nowhere")) as (_, app):
        assert "no such file" in shown(app)


async def test_a_library_without_files_or_items_has_the_page(tmp_path: Path) -> None:
    for library in (library_of([]), library_of(texts(2))):
        desk = Desk(library, Log(tmp_path, "ana", library.id), PatientClock())
        app = QuizApp(desk, tmp_path, Settings(toured=True), None, Choices(), "seed")
        async with running(app) as pilot:
            app.post_message(PageWanted("instructor"))
            await looked(pilot)
            for section in "123456":
                await press(pilot, section, "e")
            assert isinstance(app.screen, InstructorScreen)


async def test_hostile_texts_are_shown_and_do_nothing(tmp_path: Path) -> None:
    payload = "".join(PAYLOADS)[:400]
    sent = course(tmp_path / "sent", payload)
    async with opened(tmp_path, str(sent), (140, 45)) as (pilot, app):
        screen = app.screen
        bad = Finding(rule="x", path=payload, line=1, column=1, what=payload, hint=payload, item=payload)
        report = structs.replace(
            screen.seen.report,
            told=(payload,),
            work=tuple(structs.replace(w, why=payload, do=payload) for w in screen.seen.report.work),
            people=tuple(structs.replace(p, trainee=payload) for p in screen.seen.report.people[:2]),
            items=tuple(structs.replace(i, stem=payload) for i in screen.seen.report.items),
        )
        sentence = structs.replace(screen.seen.coverage.sentences[0], text=payload, items=(), path=payload)
        coverage = structs.replace(screen.seen.coverage, sentences=(sentence,))
        screen.seen = structs.replace(screen.seen, report=report, findings=(bad,), coverage=coverage)
        for section in "123456":
            await press(pilot, section)
            assert obeyed_on(app) == []
            assert "[bold]x[/bold]" in shown(app)


@pytest.mark.parametrize("size", [(60, 18), (140, 45)])
async def test_it_fits_any_size_and_every_row_can_be_reached(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(tmp_path, size=size) as (pilot, app):
        for section in range(len(SECTIONS)):
            await press(pilot, str(section + 1), "end")
            reel = app.screen.query_one("#list", Reel)
            assert reel.cursor == max(0, reel.count - 1)
            assert app.screen.query_one("#told").region.bottom <= size[1]
        await press(pilot, str(COVERAGE + 1), str(WORK + 1))
        assert app.screen.cursors[WORK] == app.screen.query_one("#list", Reel).cursor > 0
        assert app.screen.cursors[FINDINGS] == 0


def test_the_command_needs_a_terminal_and_files_that_are_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["instructor", "--data", str(tmp_path)]) == 2
    assert "`quiz report` prints the same" in capsys.readouterr().err
