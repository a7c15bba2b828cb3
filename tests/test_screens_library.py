"""The library: documents, sentences with their questions, search, a question to look at; by keyboard and mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.pilot import Pilot

from quiz.config import Settings
from quiz.documents import Citation, Document, Passage, Sentence, SentenceMark
from quiz.errors import QuizError
from quiz.text import safe
from quiz.tui.messages import LibraryChanged, PageWanted
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.item import ItemScreen
from quiz.tui.screens.library import LibraryScreen
from quiz.tui.widgets.query import Query
from quiz.tui.widgets.reel import Cell, Reel
from tests.support.library import composed, fact, library_of, one_of_each, texts
from tests.support.screens import PAYLOADS, app_of, obeyed_on, press, running, shown


async def settle(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def look(pilot: Pilot[None], about: str = "") -> LibraryScreen:
    """Open the library and wait until it has been read."""
    pilot.app.post_message(PageWanted("library", about))
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, LibraryScreen)
    return screen


def reel(screen: LibraryScreen, name: str = "list") -> Reel:
    return screen.query_one(f"#{name}", Reel)


def all_types() -> list[Any]:
    return [*one_of_each(), *composed()]


async def test_a_document_opens_as_sentences_with_the_questions_on_each(tmp_path: Path) -> None:
    app = app_of(tmp_path, all_types())
    async with running(app) as pilot:
        screen = await look(pilot)
        assert "1 document, 10 questions" in shown(app)
        assert "10 of 10 sentences asked" in shown(app)
        await press(pilot, "enter")
        assert screen.spot.document == "notes"
        assert "paragraph 1 of 10" in shown(app)
        await press(pilot, "down", "down")
        assert "Snow is white." in shown(app)
        assert "item-3 · boolean, level 1, approved · new" in shown(app)
        await press(pilot, "enter", "enter")
        assert isinstance(app.screen, ItemScreen)
        assert app.screen.item == "item-3"
        await press(pilot, "q", "q", "q", "q")
        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("about", ["notes", "item-4", "no such thing"])
async def test_it_opens_at_what_it_is_about(tmp_path: Path, about: str) -> None:
    async with running(app_of(tmp_path, all_types())) as pilot:
        screen = await look(pilot, about)
        wanted = {"notes": ("document", "notes", 0), "item-4": ("document", "notes", 3)}
        assert tuple(screen.spot) == wanted.get(about, ("documents", "", 0))
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.parametrize("kind", [item.__struct_config__.tag for item in all_types()])
async def test_each_type_is_shown_as_asked_and_its_answer_only_when_wanted(tmp_path: Path, kind: str) -> None:
    item = next(i for i in all_types() if i.__struct_config__.tag == kind)
    app = app_of(tmp_path, all_types())
    async with running(app, (100, 60)) as pilot:
        app.post_message(PageWanted("item", item.id))
        await pilot.pause()
        assert "The answer is hidden" in shown(app)
        assert item.explanation not in shown(app)
        await press(pilot, *"1ab4", "tab", "down", "up")
        assert item.explanation not in shown(app)
        await press(pilot, "space")
        assert item.explanation in shown(app)
        assert "The answer is hidden" not in shown(app)
        await press(pilot, "space", "enter")
        assert len(app.screen.query(".explanation")) == 1
        assert app.desk.log.events() == []


async def test_search_finds_while_one_types_and_opens_both_kinds(tmp_path: Path) -> None:
    app = app_of(tmp_path, all_types())
    async with running(app) as pilot:
        screen = await look(pilot)
        await press(pilot, "slash")
        assert screen.query_one(Query).has_focus
        assert "20 found" in shown(app)
        await press(pilot, *"snow")
        assert "1 found" in shown(app)
        assert "? item-3 (boolean, level 1, approved; new) Snow is white." in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, ItemScreen)
        await press(pilot, "q")
        assert app.screen.query_one(Query).has_focus
        assert screen.query_one(Query).value == "snow"
        screen.query_one(Query).value = "fact 4"
        await pilot.pause()
        await press(pilot, "enter")
        assert tuple(screen.spot) == ("document", "notes", 3)
        await press(pilot, "q")
        assert tuple(screen.spot)[:2] == ("search", "")
        screen.query_one(Query).value = ""
        await press(pilot, "backspace")
        assert tuple(screen.spot) == ("documents", "", 0)


async def test_found_words_have_weight_and_line(tmp_path: Path) -> None:
    app = app_of(tmp_path, all_types())
    async with running(app) as pilot:
        await look(pilot)
        await press(pilot, "slash", *"white")
        strips = app.screen._compositor.render_strips()
        marked = [
            s.text
            for strip in strips
            for s in strip
            if s.style and s.style.bold and s.style.underline and s.text.strip()
        ]
        assert marked == ["white"]


async def test_keys_move_through_what_was_found_while_the_line_has_the_focus(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(300))
    async with running(app) as pilot:
        screen = await look(pilot)
        await press(pilot, "slash", *"question", "down", "down")
        assert reel(screen).cursor == 2
        await press(pilot, "pagedown")
        assert reel(screen).cursor > 5
        await press(pilot, "pageup", "up")
        assert screen.query_one(Query).has_focus
        at = reel(screen).cursor
        await press(pilot, "enter")
        assert isinstance(app.screen, ItemScreen)
        assert app.screen.item == f"item-{at + 1}"


async def test_the_next_sentence_without_a_question_is_one_key_away(tmp_path: Path) -> None:
    items = [replace(item, status="draft") if item.id in ("item-2", "item-5") else item for item in one_of_each()]
    async with running(app_of(tmp_path, items)) as pilot:
        screen = await look(pilot, "notes")
        places = []
        for _ in range(3):
            await press(pilot, "n")
            places.append(screen.spot.cursor)
        assert places == [1, 4, 1]
        assert "draft only" in shown(pilot.app)  # type: ignore[arg-type]


async def test_nothing_left_to_ask_is_said(tmp_path: Path) -> None:
    app = app_of(tmp_path, one_of_each())
    async with running(app) as pilot:
        await look(pilot, "notes")
        await press(pilot, "n")
        assert "Every sentence that should be asked about is" in shown(app)


async def test_questions_stand_beside_from_120_columns_and_below_before(tmp_path: Path) -> None:
    async with running(app_of(tmp_path, one_of_each())) as pilot:
        screen = await look(pilot, "notes")
        lower = screen.query_one("#beside").region
        assert lower.y > reel(screen).region.y
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        beside = screen.query_one("#beside").region
        assert (beside.y, beside.x > 50) == (reel(screen).region.y, True)
        await press(pilot, "i")
        assert not screen.query_one("#beside").display
        await press(pilot, "enter")
        assert reel(screen, "items").has_focus


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"documents": {"d": Document(id="d", title="D", called="the D", voice="d", kind="news")}}, "no sentences"),
        ({"documents": {"notes": library_of(texts(1)).documents["notes"]}}, "0 of 1 sentences asked"),
    ],
)
async def test_libraries_without_sentences_or_items(tmp_path: Path, fields: dict[str, Any], said: str) -> None:
    app = app_of(tmp_path, [], **fields)
    async with running(app) as pilot:
        await look(pilot)
        assert said in shown(app)
        await press(pilot, "enter", "n", "i", "i", "enter", "e", "slash", "x", "enter", "escape", "q", "q")
        assert isinstance(app.screen, HomeScreen)


async def test_a_library_without_documents_says_what_to_do(tmp_path: Path) -> None:
    library = replace(library_of(texts(1)), documents={}, entries={})
    app = app_of(tmp_path, texts(1))
    app.desk.shelf = type(app.desk.shelf).of(library)
    async with running(app) as pilot:
        await look(pilot)
        assert "No documents are in this library" in shown(app)
        await press(pilot, "enter", "slash", "enter")
        assert "There is nothing to search" in shown(app)


async def test_a_library_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise QuizError("the disk is gone", "library.yaml")

    app = app_of(tmp_path, texts(1))
    async with running(app) as pilot:
        monkeypatch.setattr("quiz.views.desk.Desk.library", property(broken))
        await look(pilot)
        assert "the disk is gone" in shown(app)
        await press(pilot, "enter", "slash", "x", "escape", "q")
        assert isinstance(app.screen, HomeScreen)


def long_document(paragraphs: int) -> Document:
    """A document in several languages, some of its sentences longer than a screen."""
    said = (
        "An ordinary sentence of this paragraph.",
        "جملة قصيرة من هذه الفقرة.",
        "Նախադասություն։",
        "很长的句子" * 200,
    )
    made = tuple(
        Passage(n, tuple(Sentence(text, SentenceMark.PLAIN) for text in said)) for n in range(1, paragraphs + 1)
    )
    return Document(id="long", title="Long", called="the long one", voice="long", kind="other", passages=made)


async def test_a_document_of_2000_paragraphs_lays_out_no_more_than_is_seen(tmp_path: Path) -> None:
    app = app_of(tmp_path, [], documents={"long": long_document(2_000)})
    async with running(app, (60, 18)) as pilot:
        screen = await look(pilot, "long")
        list_ = reel(screen)
        drawn: list[int] = []
        draw = list_._draw

        def counted(number: int) -> Cell:
            drawn.append(number)
            return draw(number)

        list_._draw = counted
        await press(pilot, "end")
        assert "paragraph 2000 of 2000" in shown(app)
        await press(pilot, "home", "pagedown", "pagedown", "down", "down", "up")
        assert len(drawn) < 120
        for _ in range(12):
            list_.action_move(1)
        await pilot.pause()
        assert screen.spot.cursor > 3


def hostile_document(number: int, text: str) -> Document:
    sentences = tuple(Sentence(one, SentenceMark.CORE) for one in (fact(1), *PAYLOADS))
    return Document(
        id=f"d{number}", title=text, called=text, voice=text, kind=text, dated=text, passages=(Passage(1, sentences),)
    )


async def test_foreign_text_is_shown_as_it_is_everywhere(tmp_path: Path) -> None:
    documents = {f"d{n}": hostile_document(n, text) for n, text in enumerate(PAYLOADS)}
    cited = (Citation("d0", 1, fact(1)),)
    stems = [replace(one_of_each()[0], id=f"i{n}", stem=text, citations=cited) for n, text in enumerate(PAYLOADS)]
    app = app_of(tmp_path, stems, documents=documents, title=PAYLOADS[-1])

    async def all_shown(least: int) -> None:
        text = shown(app)
        for _ in range(30):
            if all(text.count(one) >= least for one in lines):
                break
            await pilot.pause(0.05)
            text = shown(app)
        assert {one: text.count(one) >= least for one in lines} == dict.fromkeys(lines, True)
        assert obeyed_on(app) == []

    lines = [" ".join(safe(one).split()) for one in PAYLOADS]
    async with running(app, (140, 190)) as pilot:
        screen = await look(pilot)
        await all_shown(3)
        await press(pilot, "enter")
        await all_shown(2)
        await press(pilot, "slash")
        await all_shown(2)
        for one in PAYLOADS[10:15]:
            screen.query_one(Query).value = one
            await pilot.pause(0)
            assert obeyed_on(app) == []


@pytest.mark.parametrize("text", PAYLOADS[::4])
async def test_foreign_text_of_a_question_is_shown_as_it_is(tmp_path: Path, text: str) -> None:
    item = replace(one_of_each()[5], stem=text, key=safe(text), explanation=text)
    app = app_of(tmp_path, [item])
    async with running(app) as pilot:
        app.post_message(PageWanted("item", item.id))
        await pilot.pause()
        await press(pilot, "space")
        assert shown(app).count(" ".join(safe(text).split())) == 3
        assert obeyed_on(app) == []


async def test_edit_names_the_question_under_the_cursor_and_another_library_is_shown_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[str] = []

    async def edit_item(app: object, desk: object, item: str, path: object) -> object:
        wanted.append(item)
        raise QuizError("not now")

    monkeypatch.setattr("quiz.tui.editing.edit_item", edit_item)
    app = app_of(tmp_path, one_of_each())
    async with running(app) as pilot:
        screen = await look(pilot, "notes")
        await press(pilot, "down", "e")
        assert wanted == ["item-2"]
        items = [replace(i, stem="Quite another stem?") if i.id == "item-2" else i for i in one_of_each()]
        app.desk.take(type(app.desk.shelf).of(library_of(items)))
        screen.post_message(LibraryChanged())
        await settle(pilot)
        assert "Quite another stem?" in shown(app)
        assert screen.spot.cursor == 1


async def test_a_question_that_is_gone_is_told(tmp_path: Path) -> None:
    app = app_of(tmp_path, one_of_each())
    async with running(app) as pilot:
        app.post_message(PageWanted("item", "item-2"))
        await pilot.pause()
        await press(pilot, "space")
        app.desk.take(type(app.desk.shelf).of(library_of(texts(1))))
        app.screen.post_message(LibraryChanged())
        await pilot.pause()
        assert "No sound question has this id now" in shown(app)
        await press(pilot, "space", "q")
        assert isinstance(app.screen, HomeScreen)


async def test_a_click_moves_and_a_second_one_opens(tmp_path: Path) -> None:
    async with running(app_of(tmp_path, one_of_each())) as pilot:
        screen = await look(pilot, "notes")
        await pilot.click("#list", offset=(10, 3))
        assert screen.spot.cursor == 1
        await pilot.click("#list", offset=(10, 3))
        await pilot.pause()
        assert reel(screen, "items").has_focus


KEYS = (
    "enter",
    "down",
    "up",
    "pagedown",
    "end",
    "home",
    "tab",
    "slash",
    "a",
    "1",
    "n",
    "i",
    "backspace",
    "space",
    "escape",
)


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(KEYS), max_size=15), st.sampled_from([(60, 18), (80, 24), (200, 60)]))
async def test_any_keys_leave_the_focus_somewhere_and_the_log_alone(
    tmp_path_factory: pytest.TempPathFactory, keys: list[str], size: tuple[int, int]
) -> None:
    app = app_of(
        tmp_path_factory.mktemp("walk"), all_types(), documents={"notes": library_of(all_types()).documents["notes"]}
    )
    async with running(app, size) as pilot:
        await look(pilot)
        for key in keys:
            if isinstance(app.screen, HomeScreen):
                break
            await press(pilot, key)
            assert app.fault is None
            assert app.screen.focused is not None
            assert app.desk.log.events() == []


def test_pages_are_made_of_desk_settings_and_what_they_are_about(tmp_path: Path) -> None:
    desk = app_of(tmp_path, texts(1)).desk
    assert LibraryScreen(desk, Settings(), "x").about == ItemScreen(desk, Settings(), "x").item == "x"
