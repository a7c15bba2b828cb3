"""Maps as data and as drawings: the shipped one says what is true, any view is drawn, labels never clash."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quiz.banks.charts import read_maps
from quiz.maps.drawing import Drawing, Label, cells_of, draw, place_at
from quiz.maps.ground import ground
from quiz.maps.model import Dot, MapFile, MapPlace, geometry
from quiz.maps.moving import in_reading_order, middlemost, nearest_in
from quiz.maps.shipped import AllMaps, shipped_map, shipped_names
from quiz.maps.viewport import ZOOMS, Viewport, view_of
from quiz.views.places import asking_labels, named_labels
from tests.support.maps import small_map

SIZES = st.tuples(st.integers(20, 200), st.integers(6, 60))


def _shipped() -> MapFile:
    chart = shipped_map("south-caucasus")
    assert chart is not None
    return chart


CHART = _shipped()
SHAPE = geometry(CHART)
ASKED = [place.id for place in CHART.asked()]


@st.composite
def views(draw_: st.DrawFn) -> Viewport:
    view = view_of(SHAPE, *draw_(SIZES), whole=draw_(st.booleans()))
    view = view.zoomed(draw_(st.integers(-3, ZOOMS)))
    return view.panned(draw_(st.integers(-60, 60)), draw_(st.integers(-30, 30)))


def neighbours(name: str) -> set[str]:
    place = CHART.place(name)
    assert place is not None
    return set(place.borders)


def inside(at: Dot, ring: tuple[Dot, ...]) -> bool:
    """Tell whether a position lies in an outline, by counting the edges to the east of it."""
    x, y = at
    edges = zip(ring, (*ring[1:], ring[0]), strict=True)
    return (
        sum((a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in edges) % 2
        == 1
    )


def rings_of(name: str) -> list[tuple[Dot, ...]]:
    return [ring for number, ring in SHAPE.rings if CHART.places[number].id == name]


def test_nakhchivan_lies_between_armenia_iran_and_turkey_and_away_from_the_mainland() -> None:
    assert neighbours("nakhchivan") == {"armenia", "iran", "turkey"}
    assert "nakhchivan" not in neighbours("azerbaijan")
    assert not {dot for r in rings_of("nakhchivan") for dot in r} & {dot for r in rings_of("azerbaijan") for dot in r}
    assert neighbours("azerbaijan") == {"armenia", "caspian-sea", "georgia", "iran", "russia"}
    assert neighbours("armenia") == {"azerbaijan", "georgia", "iran", "nakhchivan", "turkey"}
    assert not neighbours("armenia") & {"caspian-sea", "black-sea"}


@pytest.mark.parametrize(("town", "land"), [(p.id, p.inside) for p in CHART.places if p.inside and p.id != "moscow"])
def test_each_point_lies_in_its_land(town: str, land: str) -> None:
    assert any(inside(SHAPE.at[[p.id for p in CHART.places].index(town)], ring) for ring in rings_of(land))


def test_karabakh_has_no_border_and_the_corridor_no_course() -> None:
    karabakh = CHART.place("karabakh")
    assert karabakh is not None
    assert (karabakh.kind, karabakh.rings, karabakh.borders) == ("point", (), ())
    (link,) = CHART.links
    assert (link.status, link.note, set(link.between)) == (
        "planned", "planned, course not given", {"azerbaijan", "nakhchivan"},
    )  # fmt: skip


def test_the_file_is_small_sound_and_says_where_it_comes_from() -> None:
    from quiz.maps.shipped import FOLDER

    data = (FOLDER / "south-caucasus.json").read_bytes()
    assert len(data) < 40_000
    maps, findings = read_maps([("south-caucasus.json", data)])
    assert findings == []
    assert maps == {"south-caucasus": CHART}
    assert "world-atlas 2.0.2" in CHART.origin
    assert "public domain" in CHART.licence
    assert all(place.source for place in CHART.places)


@given(views(), st.floats(32.4, 54), st.floats(35.45, 44.3))
def test_a_position_comes_back_from_its_cell(view: Viewport, lon: float, lat: float) -> None:
    column, row = view.cell((lon, lat))
    there = view.position(column, row)
    assert view.cell(there) == (column, row)
    assert abs(there[0] - lon) * view.shrink * view.scale <= 1.001
    assert abs(there[1] - lat) * view.scale <= 2.001


@given(SIZES, st.booleans())
def test_what_a_view_is_to_show_is_within_it(size: tuple[int, int], whole: bool) -> None:
    view = view_of(SHAPE, *size, whole=whole)
    box = SHAPE.extent if whole else SHAPE.view
    for x, y in (view.dot(corner) for corner in ((box.west, box.south), (box.east, box.north))):
        assert -0.01 <= x <= size[0] * 2 + 0.01
        assert -0.01 <= y <= size[1] * 4 + 0.01


@given(SIZES, st.integers(0, ZOOMS), st.integers(-20, 20), st.integers(-10, 10))
def test_zoom_and_pan_are_taken_back_by_their_opposites(
    size: tuple[int, int], steps: int, columns: int, rows: int
) -> None:
    view = view_of(SHAPE, *size).zoomed(steps)
    back = view.zoomed(1).zoomed(-1) if steps < ZOOMS else view.zoomed(-1).zoomed(1)
    assert math.isclose(back.scale, view.scale, rel_tol=1e-6)
    assert (back.lon, back.lat) == (view.lon, view.lat)
    moved = view.panned(columns, rows)
    assume(SHAPE.extent.west < moved.lon < SHAPE.extent.east and SHAPE.extent.south < moved.lat < SHAPE.extent.north)
    home = moved.panned(-columns, -rows)
    assert math.isclose(home.lon, view.lon)
    assert math.isclose(home.lat, view.lat)


@given(views(), st.tuples(st.integers(1, 200), st.integers(1, 60)))
def test_another_size_keeps_the_part_that_is_looked_at(view: Viewport, size: tuple[int, int]) -> None:
    again = view.resized(*size, SHAPE)
    assert (again.columns, again.rows) == size
    if view == view_of(SHAPE, view.columns, view.rows):
        assert again == view_of(SHAPE, *size)
    else:
        assert (again.lon, again.lat) == (view.lon, view.lat)


def overlapping(drawing: Drawing) -> list[tuple[int, int]]:
    cells = [(s.column + i, s.row) for s in drawing.spots.values() for i in range(s.width)]
    return [cell for cell in {*cells} if cells.count(cell) > 1 or cell in drawing.points.values()]


@given(views(), st.sampled_from(["", *ASKED]), st.booleans())
def test_every_view_is_drawn_whole_and_without_labels_on_one_another(view: Viewport, cursor: str, asking: bool) -> None:
    labels, lit = asking_labels(CHART, ASKED, cursor) if asking else named_labels(CHART, {"iran": "wrong"}, cursor)
    drawing = draw(CHART, view, labels, lit, links=not asking)
    assert [sum(len(cells_of(text)) for text, _ in row) for row in drawing.rows] == [view.columns] * view.rows
    assert overlapping(drawing) == []
    for spot in drawing.spots.values():
        assert 0 <= spot.column <= view.columns - spot.width
        assert 0 <= spot.row < view.rows
    assert drawing == draw(CHART, view, labels, lit, links=not asking)


@given(SIZES)
def test_every_letter_is_on_the_map_as_it_opens_and_a_click_on_it_picks_it(size: tuple[int, int]) -> None:
    labels, lit = asking_labels(CHART, ASKED, "")
    drawing = draw(CHART, view_of(SHAPE, *size), labels, lit)
    assert set(drawing.spots) == set(ASKED)
    for name, spot in drawing.spots.items():
        assert place_at(CHART, drawing, spot.column, spot.row) == name


@given(SIZES, st.sampled_from([p.id for p in CHART.places]))
def test_every_place_is_shown_by_name_once_it_is_gone_to(size: tuple[int, int], name: str) -> None:
    at = SHAPE.at[[p.id for p in CHART.places].index(name)]
    view = view_of(SHAPE, *size)
    view = view.towards(at) if SHAPE.extent.has(at) else view_of(SHAPE, *size, whole=True)
    labels, lit = named_labels(CHART, {}, name)
    assert name in draw(CHART, view, labels, lit).spots


@pytest.mark.parametrize("start", ASKED)
def test_arrows_lead_from_every_place_to_every_other(start: str) -> None:
    reached, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        for direction in ("left", "right", "up", "down"):
            there = nearest_in(CHART, ASKED, at, direction)
            if there not in reached:
                reached.add(there)
                waiting.append(there)
    assert reached == set(ASKED)


@pytest.mark.parametrize(
    ("start", "direction", "end"),
    [
        ("armenia", "right", "azerbaijan"),
        ("azerbaijan", "right", "baku"),
        ("nakhchivan", "left", "turkey"),
        ("armenia", "down", "nakhchivan"),
        ("armenia", "left", "yerevan"),
        ("russia", "up", "russia"),
    ],
)
def test_an_arrow_goes_to_the_nearest_place_that_way(start: str, direction: Any, end: str) -> None:
    assert nearest_in(CHART, ASKED, start, direction) == end


def test_the_middle_and_the_reading_order() -> None:
    assert middlemost(CHART, ASKED, view_of(SHAPE, 80, 20)) in (
        "armenia",
        "yerevan",
        "tbilisi",
        "nakhchivan",
        "karabakh",
    )
    assert middlemost(CHART, [], view_of(SHAPE, 80, 20)) == ""
    order = in_reading_order(CHART, ASKED)
    assert sorted(order) == sorted(ASKED)
    assert order[0] == "russia"
    assert order[-1] == "iran"


@given(st.integers(1, 30), st.integers(1, 12))
def test_each_cell_belongs_to_what_lies_under_its_middle(columns: int, rows: int) -> None:
    chart = small_map()
    view = view_of(geometry(chart), columns, rows)
    base = ground(chart, view)
    for row in range(rows):
        for column in range(columns):
            at = view.position(column, row)
            # A middle that lies on an outline may belong to either side of it.
            sides = [(at[0] + x, at[1] + y) for x in (-1e-9, 1e-9) for y in (-1e-9, 1e-9)]
            over = [[i for i, ring in geometry(chart).rings if inside(side, ring)] for side in sides]
            assert base.owners[row][column] in {o[-1] + 1 if o else 0 for o in over}


@pytest.mark.parametrize("size", [(76, 13), (80, 12), (40, 27)])
def test_no_row_of_a_land_is_missing_where_a_corner_lies_in_the_middle_of_it(size: tuple[int, int]) -> None:
    view = view_of(SHAPE, *size)
    number = [place.id for place in CHART.places].index("azerbaijan")
    (ring,) = rings_of("azerbaijan")
    drawn = ground(CHART, view).owners
    for row in range(size[1]):
        found = sum(inside((at[0], at[1] + 1e-9), ring) for at in (view.position(c, row) for c in range(size[0])))
        assert abs(found - drawn[row].count(number + 1)) <= 1


@given(st.text(max_size=12))
def test_a_name_of_any_script_takes_as_many_cells_as_are_kept_for_it(name: str) -> None:
    chart = small_map(name=name or "x")
    view = view_of(geometry(chart), 40, 12)
    labels, lit = named_labels(chart, {}, "isle")
    drawing = draw(chart, view, labels, lit, links=True)
    assert overlapping(drawing) == []
    assert all("\n" not in text and "\x1b" not in text for row in drawing.rows for text, _ in row)


def test_a_library_has_its_own_map_first_and_then_those_that_come_with_the_program() -> None:
    own = small_map("south-caucasus")
    maps = AllMaps({"south-caucasus": own})
    assert maps["south-caucasus"] is own
    assert AllMaps({})["south-caucasus"] == CHART
    assert maps.get("nowhere") is None
    assert list(maps) == list(shipped_names()) == ["south-caucasus"]
    assert shipped_map("../south-caucasus") is None


def _written(**fields: Any) -> dict[str, Any]:
    place = {"id": "isle", "name": "Isle", "kind": "land", "at": "0.5,0.5", "rings": ["0,0 1,0 1,1"]}
    whole = {"map": "bay", "title": "Bay", "origin": "hand", "licence": "MIT", "extent": "0,0 1,1", "places": [place]}
    return whole | fields


def _place(**fields: Any) -> list[dict[str, Any]]:
    return [{"id": "isle", "name": "Isle", "kind": "land", "at": "0.5,0.5", "rings": ["0,0 1,0 1,1"]} | fields]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"map": "other"}, "the map is called 'other' and its file 'bay'"),
        ({"extent": "1,1 0,0"}, "'1,1 0,0' is no box"),
        ({"view": "everything"}, "'everything' is no box"),
        ({"places": _place(at="north")}, "'north' is no position"),
        ({"places": _place(at="nan,nan")}, "'nan,nan' is no position"),
        ({"places": _place(at="0,91")}, "'0,91' is no position"),
        ({"places": _place(rings=["0,0 1,1"])}, "this is no outline"),
        ({"places": _place(rings=[])}, "the land has no outline"),
        ({"places": _place(kind="point")}, "a point has no outline"),
        ({"places": _place(borders=["sea"])}, "there is no place 'sea'"),
        ({"places": _place(borders=["isle"])}, "'isle' does not name 'isle' as its neighbour"),
        ({"places": _place(inside="sea")}, "there is no land 'sea'"),
        ({"places": _place() * 2}, "the id 'isle' stands twice"),
        ({"places": _place(color="red")}, "has no field 'color'"),
        ({"links": [{"name": "Way", "status": "open", "between": ["isle", "ile"]}]}, "there is no place 'ile'"),
    ],
)
def test_what_is_wrong_in_a_map_is_told_at_its_line(fields: dict[str, Any], told: str) -> None:
    text = json.dumps(_written(**fields), indent=1)
    maps, findings = read_maps([("maps/bay.json", text.encode())])
    assert maps == {}
    assert any(told in f.what for f in findings), findings
    assert all(1 <= f.line <= text.count("\n") + 1 for f in findings)


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_no_file_stops_the_reading_of_maps(data: bytes) -> None:
    maps, findings = read_maps([("bay.json", data)])
    assert maps == {}
    assert findings


def test_a_place_without_outline_or_room_is_left_out_and_a_letter_never() -> None:
    chart = small_map()
    labels = {p.id: Label(p.name * 9) for p in chart.places}
    assert draw(chart, view_of(geometry(chart), 20, 6), labels).spots == {}
    letters = {p.id: Label("X", must=True) for p in chart.places}
    assert set(draw(chart, view_of(geometry(chart), 20, 6), letters).spots) == {p.id for p in chart.places}
    assert MapPlace(id="a", name="A", kind="point", at="0,0").ask
