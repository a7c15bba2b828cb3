"""Maps on the screens: answered by arrows, letters and the mouse, told with names, looked at from home and feedback."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from quiz.banks import Library
from quiz.maps.drawing import place_at
from quiz.maps.shipped import shipped_map
from quiz.maps.viewport import view_of
from quiz.store import Log
from quiz.tui.app import QuizApp
from quiz.tui.screens.map import MapScreen
from quiz.tui.screens.session import SessionScreen
from quiz.tui.widgets.places import MapCanvas, PlaceMap
from tests.support.library import texts
from tests.support.maps import place_item, small_map
from tests.support.screens import PAYLOADS, app_of, obeyed_on, press, responses, running, shown

BAY = small_map()
CHART = shipped_map("south-caucasus")


def bay_app(folder: Path, mode: str | None = "practice") -> QuizApp:
    return app_of(folder, [place_item()], mode, maps={"bay": BAY})


def caucasus_app(folder: Path) -> QuizApp:
    item = place_item(map="south-caucasus", key="nakhchivan")
    return app_of(folder, [item], "practice", maps={"south-caucasus": CHART})


def chart_of(app: QuizApp) -> PlaceMap:
    return app.screen.query_one(PlaceMap)


async def test_a_letter_picks_a_place_and_enter_logs_its_id(tmp_path: Path) -> None:
    app = bay_app(tmp_path)
    async with running(app) as pilot:
        letter = chart_of(app).called["isle"].lower()
        assert "The Isle" not in shown(app)
        await press(pilot, letter)
        assert chart_of(app).cursor == "isle"
        assert f"[{letter.upper()}]" in shown(app)
        assert "land in the west" in shown(app)
        await press(pilot, "enter")
        assert responses(app) == ["isle"]
        assert "✓ The Isle" in shown(app)
        assert "Rock" in shown(app)


async def test_arrows_go_from_place_to_place_and_a_wrong_one_is_shown_beside_the_right_one(tmp_path: Path) -> None:
    app = bay_app(tmp_path)
    async with running(app, (100, 40)) as pilot:
        await press(pilot, "right")
        assert chart_of(app).cursor in chart_of(app).order
        await press(pilot, chart_of(app).called["isle"].lower(), "right", "right")
        assert chart_of(app).cursor == "rock"
        await press(pilot, "enter")
        assert responses(app) == ["rock"]
        assert "✗ Rock" in shown(app)
        assert "✓ The Isle" in shown(app)


async def test_enter_on_nothing_asks_once_more_and_letters_are_never_shortcuts(tmp_path: Path) -> None:
    app = bay_app(tmp_path)
    async with running(app) as pilot:
        await press(pilot, "enter", "q", "z", "u")
        assert isinstance(app.screen, SessionScreen)
        assert "No place chosen yet" in shown(app)
        assert responses(app) == []
        await press(pilot, "enter")
        assert responses(app) == [None]


async def test_zoom_pan_and_the_whole_map(tmp_path: Path) -> None:
    app = caucasus_app(tmp_path)
    async with running(app) as pilot:
        canvas = app.screen.query_one(MapCanvas)
        opening = canvas.view
        await press(pilot, "plus")
        assert canvas.view.scale > opening.scale
        await press(pilot, "minus")
        assert canvas.view == opening
        for key, moved in (("shift+right", 1), ("shift+left", 0), ("L", 1), ("H", 0)):
            await press(pilot, key)
            assert (canvas.view.lon > opening.lon + 0.1) == bool(moved)
        await press(pilot, "J")
        assert canvas.view.lat < opening.lat
        await press(pilot, "0")
        assert canvas.view.scale == pytest.approx(canvas.view.least)
        await press(pilot, "0")
        assert canvas.view == opening
        await press(pilot, chart_of(app).called["nakhchivan"].lower(), *["plus"] * 6)
        assert canvas.view.shows((45.4, 39.3))
        assert responses(app) == []


async def test_without_colour_the_place_under_the_cursor_still_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = bay_app(tmp_path)
    async with running(app) as pilot:
        before = shown(app)
        letter = chart_of(app).called["isle"]
        await press(pilot, letter.lower())
        assert f"[{letter}]" in shown(app)
        assert shown(app).count("·") > before.count("·") + 10
        await press(pilot, "enter", "m")
        assert isinstance(app.screen, MapScreen)


async def test_tab_visits_every_place(tmp_path: Path) -> None:
    app = caucasus_app(tmp_path)
    async with running(app) as pilot:
        seen = []
        for _ in chart_of(app).order:
            await press(pilot, "tab")
            seen.append(chart_of(app).cursor)
        assert sorted(seen) == sorted(chart_of(app).order)
        await press(pilot, "shift+tab")
        assert chart_of(app).cursor == seen[-2]


async def test_a_click_picks_what_is_drawn_there(tmp_path: Path) -> None:
    app = caucasus_app(tmp_path)
    async with running(app, (140, 45)) as pilot:
        canvas = app.screen.query_one(MapCanvas)
        assert canvas.drawing is not None
        spot = canvas.drawing.spots["iran"]
        await pilot.click(MapCanvas, offset=(spot.column, spot.row))
        await pilot.pause()
        assert chart_of(app).cursor == "iran"
        column, row = canvas.view.cell((43.0, 42.2))
        assert place_at(canvas.chart, canvas.drawing, column, row) == "georgia"
        await pilot.click(MapCanvas, offset=(column, row))
        await pilot.pause()
        assert chart_of(app).cursor == "georgia"


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (140, 45), (200, 60)])
async def test_every_letter_and_what_it_is_told_by_fit(tmp_path: Path, size: tuple[int, int]) -> None:
    app = caucasus_app(tmp_path)
    async with running(app, size) as pilot:
        canvas = app.screen.query_one(MapCanvas)
        assert canvas.drawing is not None
        assert set(canvas.drawing.spots) == set(chart_of(app).order)
        await press(pilot, chart_of(app).called["nakhchivan"].lower())
        about = app.screen.query_one(".about")
        assert "borders" in shown(app)
        assert about.region.bottom <= size[1] - 1
        assert canvas.region.height >= 7


async def test_a_new_size_keeps_the_place_under_the_cursor(tmp_path: Path) -> None:
    app = caucasus_app(tmp_path)
    async with running(app, (140, 45)) as pilot:
        await press(pilot, chart_of(app).called["iran"].lower())
        await pilot.resize_terminal(60, 18)
        await pilot.pause()
        canvas = app.screen.query_one(MapCanvas)
        assert chart_of(app).cursor == "iran"
        assert canvas.view.columns == canvas.size.width
        assert canvas.view == view_of_size(canvas)


def view_of_size(canvas: MapCanvas) -> object:
    from quiz.maps.model import geometry

    return view_of(geometry(canvas.chart), canvas.size.width, canvas.size.height)


async def test_an_item_that_names_places_offers_the_map_and_marks_them(tmp_path: Path) -> None:
    named = structs.replace(texts(2)[1], stem="Is it The Isle, or Port?", topics=("odd",))
    retired = place_item(1, status="retired", retired="Old.")
    app = app_of(tmp_path, [retired, named], "practice", maps={"bay": BAY})
    async with running(app) as pilot:
        await press(pilot, "ctrl+n")
        assert "m Map" in shown(app)
        await press(pilot, "m")
        assert isinstance(app.screen, MapScreen)
        assert "◆ The Isle" in shown(app)
        assert "◆ Port" in shown(app)
        await press(pilot, "right")
        assert chart_of(app).cursor
        await press(pilot, "q")
        assert isinstance(app.screen, SessionScreen)
        assert responses(app) == [None]


async def test_home_offers_the_map_of_a_library_that_has_one(tmp_path: Path) -> None:
    app = bay_app(tmp_path, mode=None)
    async with running(app, (140, 45)) as pilot:
        assert "a Map" in shown(app)
        await press(pilot, "a")
        assert isinstance(app.screen, MapScreen)
        assert "The Bay" in shown(app)
        assert "Ferry: planned" in shown(app)
        await press(pilot, "backspace")
        assert app.screen is app.screen_stack[0]


async def test_without_a_map_nothing_of_it_shows(tmp_path: Path) -> None:
    app = app_of(tmp_path, texts(1), "practice")
    async with running(app) as pilot:
        await press(pilot, "ctrl+n")
        assert "Map" not in shown(app)
        await press(pilot, "m")
        assert isinstance(app.screen, SessionScreen)
        await press(pilot, "q", "a")
        assert len(app.screen_stack) == 1
        assert "a Map" not in shown(app)


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 5))
async def test_hostile_names_are_shown_and_not_obeyed(tmp_path: Path, first: int) -> None:
    names = [*PAYLOADS, *PAYLOADS][first : first + 5]
    chart = small_map()
    places = tuple(structs.replace(place, name=name) for place, name in zip(chart.places, names, strict=True))
    link = structs.replace(chart.links[0], name=names[0], note=names[1])
    chart = structs.replace(chart, title=names[2], places=places, links=(link,))
    app = app_of(tmp_path, [place_item()], "practice", maps={"bay": chart})
    async with running(app, (100, 40)) as pilot:
        await press(pilot, chart_of(app).called["isle"].lower(), "enter")
        assert obeyed_on(app) == []
        assert responses(app) == ["isle"]
        await press(pilot, "m", "right")
        assert isinstance(app.screen, MapScreen)
        assert obeyed_on(app) == []


def test_a_library_in_memory_keeps_its_maps(tmp_path: Path) -> None:
    app = bay_app(tmp_path)
    library: Library = app.desk.library
    assert library.maps == {"bay": BAY}
    assert isinstance(app.desk.log, Log)
