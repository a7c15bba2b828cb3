"""Cloze, match, order and evidence on the screens: what is logged, what is shown, by keyboard and by mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from quiz.documents import Citation
from quiz.errors import Exit, QuizError
from quiz.items import Item
from quiz.tui.app import QuizApp
from quiz.tui.screens.session import SessionScreen
from quiz.tui.widgets.choices import Choices
from quiz.tui.widgets.cloze import Cloze
from quiz.tui.widgets.marks import Marks
from quiz.tui.widgets.match import Match, MatchRow, PartnerRow
from quiz.tui.widgets.order import Order, OrderRow
from quiz.tui.widgets.passage import Paragraph
from quiz.tui.widgets.text import Words
from quiz.views import letters
from tests.support.library import composed, fact
from tests.support.screens import app_of, arrange, enter, fields_of, press, responses, running, shown

KINDS = ("cloze", "match", "order", "evidence")
RIGHT: dict[str, Any] = {
    "cloze": {"year": "1999", "who": "ana", "much": "12", "what": "blue whale"},
    "match": {"sun": "star", "moon": "satellite", "mars": "planet"},
    "order": ["seed", "root", "leaf", "fruit"],
    "evidence": [fact(10)],
}


def of_type(kind: str) -> Item:
    return next(item for item in composed() if item.__struct_config__.tag == kind)


def asking(folder: Path, kind: str, **fields: Any) -> QuizApp:
    """An app that asks the item of a type, some of its fields changed."""
    return app_of(folder, [msgspec.structs.replace(of_type(kind), **fields)], "practice")


def widget(app: QuizApp, kind: type[Any]) -> Any:
    return app.screen.query_one(kind)


async def fill(pilot: Pilot[None], *values: str) -> None:
    """Fill the gaps one after another, Enter after each; a gap with options by the text of one."""
    for field, value in zip(fields_of(pilot.app), values, strict=True):  # type: ignore[arg-type]
        if isinstance(field, Input):
            field.value = value
        elif value:
            await press(pilot, str([text for _, text in field.options].index(value) + 1))
        await press(pilot, "enter")


async def answer_right(pilot: Pilot[None], kind: str) -> None:
    app: Any = pilot.app
    if kind == "cloze":
        await fill(pilot, "1999", "Ana", "12", "blue whale")
        return
    if kind == "match":
        match = widget(app, Match)
        places = {name: letters(place) for place, (name, _) in enumerate(match.options)}
        await press(pilot, *(places[RIGHT["match"][row]] for row, _ in match.rows))
    elif kind == "order":
        await arrange(pilot, RIGHT["order"])
    else:
        await press(pilot, "3")
    await enter(pilot)


@pytest.mark.parametrize("kind", KINDS)
async def test_the_key_given_by_keyboard_is_logged_by_ids_and_is_right(tmp_path: Path, kind: str) -> None:
    app = asking(tmp_path, kind)
    async with running(app) as pilot:
        await answer_right(pilot, kind)
        assert responses(app) == [RIGHT[kind]]
        assert "✓ Right" in shown(app)
        assert not app.screen.query(Marks)


@pytest.mark.parametrize("kind", KINDS)
async def test_enter_on_nothing_asks_once_and_then_shows_the_answer(tmp_path: Path, kind: str) -> None:
    app = asking(tmp_path, kind)
    async with running(app) as pilot:
        await press(pilot, *["enter"] * (4 if kind == "cloze" else 1))
        assert "Enter again" in shown(app)
        assert responses(app) == []
        await press(pilot, "enter")
        assert len(responses(app)) == 1
        if kind != "order":
            assert responses(app) == [None]
            assert "○ Not answered" in shown(app)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_taken_back_is_asked_again_from_the_beginning(tmp_path: Path, kind: str) -> None:
    app = asking(tmp_path, kind)
    async with running(app) as pilot:
        before = shown(app)
        await answer_right(pilot, kind)
        await press(pilot, "ctrl+z")
        assert shown(app) == before
        assert app.desk.log.states() == {}
        await answer_right(pilot, kind)
        assert responses(app) == [RIGHT[kind]] * 2


@pytest.mark.parametrize("kind", KINDS)
async def test_an_answer_that_cannot_be_saved_stays_and_can_be_given_again(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = asking(tmp_path, kind)

    def full(*_: object) -> None:
        raise QuizError("the disk is full", "log.sqlite3", "free some space", Exit.STORE)

    async with running(app) as pilot:
        real = app.desk.log.append
        monkeypatch.setattr(app.desk.log, "append", full)
        await answer_right(pilot, kind)
        assert "NOT SAVED" in shown(app)
        assert responses(app) == []
        monkeypatch.setattr(app.desk.log, "append", real)
        await press(pilot, "enter")
        assert responses(app) == [RIGHT[kind]]


def lengthened(kind: str) -> Item:
    """The item of a type with a long text wherever it has one."""
    long = " ".join(["long"] * 30)

    def longer(labels: Any) -> Any:
        return tuple(msgspec.structs.replace(label, text=f"{label.text} {long}") for label in labels)

    item: Any = of_type(kind)
    fields = {name: longer(getattr(item, name)) for name in ("rows", "options") if hasattr(item, name)}
    if kind == "cloze":
        who = item.gaps["who"]
        fields["gaps"] = {**item.gaps, "who": msgspec.structs.replace(who, options=longer(who.options))}
    changed: Item = msgspec.structs.replace(item, stem=item.stem + long, explanation=long, **fields)
    return changed


PARTLY = {
    "cloze": ["tab", "1", "tab", "tab", "enter", "enter"],
    "match": ["a", "enter", "enter"],
    "order": ["J", "enter"],
    "evidence": ["1", "enter"],
}


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (140, 45)])
@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_cut_off(tmp_path: Path, kind: str, size: tuple[int, int]) -> None:
    app = app_of(tmp_path, [lengthened(kind)], "practice")
    async with running(app, size) as pilot:
        for keys in ([], PARTLY[kind], ["c"]):
            await press(pilot, *keys)
            body = app.screen.query_one("#body")
            assert body.virtual_size.width <= size[0]
            for words in (w for w in body.query(Words) if w.display):
                assert words.region.right <= size[0]
                assert words.size.width > 0
                assert words.size.height >= words.visual.get_height(words.styles.get_rules(), words.size.width)
        assert len(responses(app)) == 1


async def test_each_gap_is_told_apart_and_another_document_is_named(tmp_path: Path) -> None:
    app = asking(tmp_path, "cloze")
    async with running(app, (80, 40)) as pilot:
        assert "In (1)____, (2)____ weighed (3)____ of (4)____." in shown(app)
        await fill(pilot, "1998", "Ben", "12 kg", "orca")
        text = shown(app)
        for part in ("◐ Partly right", "✗ (1) 1998 Right: 1999", "✗ (2) Ben Right: Ana Ben slept.", "✓ (3) 12 kg"):
            assert part in text
        assert "≠ (4) orca Right: blue whale The letters say so." in text
        assert "1 of 4 right." in text
        assert "Says otherwise: the notes, paragraph 1" in text


async def test_an_unclear_gap_is_gone_to_and_the_others_keep_what_was_typed(tmp_path: Path) -> None:
    app = asking(tmp_path, "cloze")
    async with running(app) as pilot:
        await fill(pilot, "1999", "Ana", "1,2", "blue whale")
        assert "(3) Use a point for decimals" in shown(app)
        assert responses(app) == []
        year, who, much, what = fields_of(app)
        assert (year.value, who.ids, much.value, what.value) == ("1999", ["ana"], "1,2", "blue whale")
        assert much.has_focus
        much.value = "12"
        await press(pilot, "enter", "enter")
        assert responses(app) == [RIGHT["cloze"]]


async def test_an_open_gap_is_asked_about_once_and_then_left_out(tmp_path: Path) -> None:
    app = asking(tmp_path, "cloze")
    async with running(app) as pilot:
        await fill(pilot, "1999", "", "  ", "blue whale")
        assert "Still open: (2), (3). Enter again to answer so" in shown(app)
        await press(pilot, "enter")
        assert responses(app) == [{"year": "1999", "what": "blue whale"}]
        assert "○ (3) – Right: 12 kg" in shown(app)


async def test_tab_and_arrows_go_from_gap_to_gap_and_letters_are_typed(tmp_path: Path) -> None:
    app = asking(tmp_path, "cloze")
    async with running(app) as pilot:
        year, who, much, what = fields_of(app)
        await press(pilot, "q", "u", "t", "down")
        assert year.value == "qut"
        assert app.focused is who
        await press(pilot, "tab")
        assert app.focused is much
        await press(pilot, "down", "down", "up")
        assert app.focused is much
        await pilot.click(what)
        assert app.focused is what


async def test_a_slip_in_a_gap_is_told_though_all_is_right(tmp_path: Path) -> None:
    app = asking(tmp_path, "cloze")
    async with running(app) as pilot:
        await fill(pilot, "1999", "Ana", "12", "blue wale")
        text = shown(app)
        assert "✓ Right" in text
        assert "✓ (4) blue wale A slip of spelling: it is written blue whale." in text


async def test_rows_get_letters_lose_them_and_turn_through_the_partners(tmp_path: Path) -> None:
    app = asking(tmp_path, "match")
    async with running(app) as pilot:
        match: Match = widget(app, Match)
        await press(pilot, "b", "B", "z", "q")
        assert match.partners == [1, 1, None]
        assert isinstance(app.screen, SessionScreen)
        await press(pilot, "backspace")
        assert (match.partners, match.cursor) == ([1, None, None], 1)
        await press(pilot, "left", "down", "right", "right", "up", "up", "left")
        assert match.partners == [0, 3, 1]
        await press(pilot, "enter")
        named = {row: match.options[option][0] for (row, _), option in zip(match.rows, (0, 3, 1), strict=True)}
        assert responses(app) == [named]


async def test_the_last_row_keeps_the_cursor_and_takes_another_letter(tmp_path: Path) -> None:
    app = asking(tmp_path, "match")
    async with running(app) as pilot:
        match: Match = widget(app, Match)
        await press(pilot, "a", "b", "c", "d")
        assert (match.partners, match.cursor) == ([0, 1, 3], 2)


async def test_a_click_on_a_row_and_on_a_partner_joins_them(tmp_path: Path) -> None:
    app = asking(tmp_path, "match")
    async with running(app) as pilot:
        match: Match = widget(app, Match)
        await pilot.click(app.screen.query(MatchRow)[1])
        await pilot.click(app.screen.query(PartnerRow)[3])
        await pilot.pause()
        assert match.partners == [None, 3, None]
        assert match.cursor == 2


async def test_rows_without_a_letter_are_asked_about_once(tmp_path: Path) -> None:
    app = asking(tmp_path, "match")
    async with running(app, (80, 40)) as pilot:
        await press(pilot, "a", "enter")
        assert "2 rows without a letter. Enter again to answer so" in shown(app)
        await press(pilot, "enter")
        assert len(responses(app)[0]) == 1
        assert shown(app).count("→ – Right: ") == 2


async def test_each_row_is_told_apart_and_another_document_is_named(tmp_path: Path) -> None:
    app = asking(tmp_path, "match")
    async with running(app, (80, 40)) as pilot:
        match: Match = widget(app, Match)
        place = letters([name for name, _ in match.options].index("star"))
        await press(pilot, place, place, place, "enter")
        text = shown(app)
        assert "✓ The sun → A star" in text
        assert "✗ The moon → A star Right: A satellite The moon is none." in text
        assert "≠ Mars → A star Right: A planet The letters say so." in text
        assert "1 of 3 right." in text


async def test_lines_are_lifted_carried_and_dropped(tmp_path: Path) -> None:
    app = asking(tmp_path, "order")
    async with running(app) as pilot:
        order: Order = widget(app, Order)
        first = [name for name, _ in order.options]
        await press(pilot, "down", "space", "down", "down", "down", "space", "up")
        assert [name for name, _ in order.options] == [first[0], first[2], first[3], first[1]]
        assert (order.cursor, order.lifted) == (2, False)
        await press(pilot, "shift+up", "K", "K", "J")
        texts = {label.id: label.text for label in of_type("order").options}  # type: ignore[union-attr]
        wanted = [first[0], first[3], first[2], first[1]]
        rows = [row.query_one(".text", Words) for row in app.screen.query(OrderRow)]
        assert [str(row.visual) for row in rows] == [texts[name] for name in wanted]
        await press(pilot, "enter")
        assert responses(app) == [wanted]


async def test_a_click_lifts_a_line_and_the_next_click_drops_it(tmp_path: Path) -> None:
    app = asking(tmp_path, "order")
    async with running(app) as pilot:
        order: Order = widget(app, Order)
        first = [name for name, _ in order.options]
        await pilot.click(app.screen.query(OrderRow)[3])
        await pilot.click(app.screen.query(OrderRow)[1])
        await pilot.pause()
        assert [name for name, _ in order.options] == [first[0], first[3], first[1], first[2]]
        assert not order.lifted


async def test_an_untouched_order_is_asked_about_once(tmp_path: Path) -> None:
    app = asking(tmp_path, "order")
    async with running(app) as pilot:
        first = [name for name, _ in widget(app, Order).options]
        await press(pilot, "enter")
        assert "Nothing moved yet. Enter again to answer so" in shown(app)
        await press(pilot, "enter")
        assert responses(app) == [first]


async def test_an_order_tells_pairs_and_the_tie_and_another_document(tmp_path: Path) -> None:
    app = asking(tmp_path, "order")
    async with running(app) as pilot:
        await arrange(pilot, ["root", "seed", "leaf", "fruit"])
        await press(pilot, "enter")
        text = shown(app)
        assert "You said Root → Seed → Leaf → Fruit" in text
        assert "Right Seed → (Leaf, Root in any order) → Fruit" in text
        assert "4 of 5 pairs in the right order." in text
        await press(pilot, "ctrl+z")
        await arrange(pilot, ["fruit", "seed", "leaf", "root"])
        await press(pilot, "enter")
        assert "≠ Right for another document" in shown(app)
        assert "The letters say so." in shown(app)


async def test_sentences_stand_in_their_order_under_their_paragraphs(tmp_path: Path) -> None:
    app = asking(tmp_path, "evidence")
    async with running(app) as pilot:
        text = shown(app)
        assert "The notes, paragraph 8 (1)Fact 8 is written down. The notes, paragraph 9 (2)Fact 9" in text
        await press(pilot, "1", "2", "enter")
        assert responses(app) == [[fact(9)]]
        assert "That is another fact." in shown(app)
        await press(pilot, "ctrl+z", "1", "enter")
        assert "≠ Right for another document" in shown(app)


async def test_several_sentences_are_pointed_at_and_counted(tmp_path: Path) -> None:
    app = asking(tmp_path, "evidence", need="all", key=(fact(10), fact(8)), differs=())
    async with running(app) as pilot:
        await pilot.click(app.screen.query(Paragraph)[2], offset=(8, 0))
        await press(pilot, "up", "space", "enter")
        assert responses(app) == [[fact(9), fact(10)]]
        text = shown(app)
        assert "1 of 2 found. “Fact 9 is written down.”: That is another fact." in text
        await press(pilot, "ctrl+z", "3", "1", "enter")
        assert "✓ Right" in shown(app)
        assert responses(app)[1] == [fact(8), fact(10)]


async def test_a_long_passage_scrolls_with_the_cursor_and_the_hint_is_seen(tmp_path: Path) -> None:
    item = msgspec.structs.replace(of_type("evidence"), citations=(Citation("notes", 40, fact(40)),))
    passage = msgspec.structs.replace(item.passage, paragraphs=tuple(range(1, 41)))  # type: ignore[union-attr]
    app = app_of(tmp_path, [msgspec.structs.replace(item, passage=passage, need="all")], "practice")
    async with running(app, (60, 18)) as pilot:
        await press(pilot, "up")
        assert fact(40) in shown(app)
        assert fact(1) not in shown(app)
        await press(pilot, "down", "enter")
        assert "Nothing chosen yet. Enter again if you do not know" in shown(app)


async def test_widgets_without_anything_to_choose_take_any_key(tmp_path: Path) -> None:
    app = app_of(tmp_path, [of_type("evidence")], "practice", documents={})
    async with running(app) as pilot:
        assert widget(app, Choices).options == ()
        await press(pilot, "down", "up", "1", "space", "enter", "enter")
        assert responses(app) == [None]


async def test_going_to_a_gap_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    app = asking(tmp_path, "cloze")
    async with running(app):
        before = app.focused
        widget(app, Cloze).go_to("")
        assert app.focused is before
