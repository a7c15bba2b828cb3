"""A map to look at and to answer on: arrows go from place to place, + and - zoom, shifted arrows pan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_letters
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from quiz.maps.drawing import Drawing, Label, draw, place_at
from quiz.maps.model import MapFile, geometry
from quiz.maps.moving import Direction, in_reading_order, middlemost, nearest_in
from quiz.maps.viewport import Viewport, view_of
from quiz.text import safe
from quiz.tui.widgets.answer import Submitted
from quiz.tui.widgets.text import Words, styled
from quiz.views.places import Marked, asking_labels, described, lettered, named_labels, names_of

KINDS = (
    "void", "land", "sea", "border", "coast", "letter", "cursor", "name", "aside", "right", "wrong", "other", "named",
    "here", "right-fill", "wrong-fill", "other-fill", "named-fill", "link", "note", "shore", "letter-sea", "name-sea",
    "aside-sea", "link-sea", "note-sea",
)  # fmt: skip
"""What a cell of a map may be; each has a style of that name."""
LIST_FROM = 120
"""Columns of the terminal from which the list of places stands beside the map."""
LEAST_ROWS = 7
_NO_MARKS: Mapping[str, str] = {}


class MapCanvas(Widget):
    """The drawing itself; it holds the view, and redraws when labels or size change."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"map--{kind}" for kind in KINDS}

    class Pointed(Message):
        """A cell was clicked: `place` is the id of what is drawn there, empty for nothing."""

        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    def __init__(self, chart: MapFile, links: bool) -> None:
        super().__init__()
        self.chart = chart
        self.links = links
        self.view: Viewport = view_of(geometry(chart), 60, 9)
        self.drawing: Drawing | None = None
        self._labels: Mapping[str, Label] = {}
        self._lit: Mapping[str, str] = {}

    def show(self, labels: Mapping[str, Label], lit: Mapping[str, str]) -> None:
        """Draw other labels and fills."""
        self._labels, self._lit = labels, lit
        self._draw()

    def look(self, view: Viewport) -> None:
        """Look at another part of the map."""
        self.view = view
        self._draw()

    def _draw(self) -> None:
        self.drawing = draw(self.chart, self.view, self._labels, self._lit, self.links)
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the same part of the map into the new size."""
        if event.size.width and event.size.height:
            self.view = self.view.resized(event.size.width, event.size.height, geometry(self.chart))
            self._draw()

    def render_line(self, y: int) -> Strip:
        """Return one row of the drawing."""
        rows = self.drawing.rows if self.drawing is not None else ()
        if y >= len(rows):
            return Strip.blank(self.size.width, self.rich_style)
        styles = {kind: self.get_component_rich_style(f"map--{kind}") for _, kind in rows[y]}
        strip = Strip([Segment(safe(text), styles[kind]) for text, kind in rows[y]])
        return strip.adjust_cell_length(self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Tell which place was clicked."""
        event.stop()
        if self.drawing is not None:
            self.post_message(self.Pointed(place_at(self.chart, self.drawing, event.x, event.y)))


class PlaceMap(Widget, can_focus=True):
    """A map with a cursor that goes from place to place, and what the place under it is told by, in words.

    With `order` the map is asked: its places have letters in that order, and Enter submits the one under the cursor.
    Without, names show, `marks` says what places are marked as, and `links` draws the links between them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Answer", key_display="Enter", id="place.answer"),
        Binding("plus,equals_sign", "zoom(1)", "Zoom in", key_display="+", id="place.zoom-in"),
        Binding("minus", "zoom(-1)", "Zoom out", key_display="-", id="place.zoom-out"),
        Binding("0", "whole", "Whole map", id="place.whole"),
        Binding("left", "jump('left')", "Place to the left", show=False, id="place.left"),
        Binding("right", "jump('right')", "Place to the right", show=False, id="place.right"),
        Binding("up", "jump('up')", "Place above", show=False, id="place.up"),
        Binding("down", "jump('down')", "Place below", show=False, id="place.down"),
        Binding("tab", "step(1)", "Next place", show=False, id="place.next"),
        Binding("shift+tab", "step(-1)", "Place before", show=False, id="place.before"),
        Binding("shift+left,h,H", "pan(-1, 0)", "Pan left", show=False, id="place.pan-left"),
        Binding("shift+right,l,L", "pan(1, 0)", "Pan right", show=False, id="place.pan-right"),
        Binding("shift+up,k,K", "pan(0, -1)", "Pan up", show=False, id="place.pan-up"),
        Binding("shift+down,j,J", "pan(0, 1)", "Pan down", show=False, id="place.pan-down"),
    ]

    TAKES: ClassVar[str] = ascii_letters

    keys = "arrows or a letter, then Enter"

    def __init__(
        self,
        chart: MapFile,
        order: Sequence[str] = (),
        marks: Mapping[str, str] = _NO_MARKS,
        *,
        links: bool = False,
        around: int = 11,
    ) -> None:
        super().__init__(classes="-asking" if order else "-named")
        self.chart = chart
        self.order = tuple(order)
        self.marks = marks
        self.links = links
        self.cursor = ""
        self.around = around
        self.places = in_reading_order(chart, order or [p.id for p in chart.places])
        self.called = lettered(chart, self.order) if self.order else names_of(chart)

    def compose(self) -> ComposeResult:
        """The map, what is under the cursor, and where there is room the list of all places."""
        with Horizontal(classes="charted"):
            yield MapCanvas(self.chart, self.links)
            with Vertical(classes="places"):
                for name in self.order or self.places:
                    with Horizontal(classes="place"):
                        yield Words(self.called[name], classes="called")
                        yield Words(self._told(name), classes="told")
        yield Words(classes="about")

    @property
    def canvas(self) -> MapCanvas:
        """The drawing."""
        return self.query_one(MapCanvas)

    def on_mount(self) -> None:
        """Draw."""
        self._fit()
        self._show()

    def on_resize(self) -> None:
        """Take the rows that the rest of the screen leaves."""
        self._fit()

    def _fit(self) -> None:
        self.canvas.styles.height = max(LEAST_ROWS, self.app.size.height - self.around)
        self.set_class(self.app.size.width >= LIST_FROM, "-listed")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to answer on a map that is only looked at."""
        return bool(self.order) if action == "submit" else True

    def _told(self, name: str) -> str:
        return described(self.chart, self.called, name)

    def _show(self) -> None:
        if self.order:
            labels, lit = asking_labels(self.chart, self.order, self.cursor)
        else:
            labels, lit = named_labels(self.chart, self.marks, self.cursor)
        self.canvas.show(labels, lit)
        about = self.query_one(".about", Words)
        if self.cursor in self.called:
            about.say(styled((f"{self.called[self.cursor]}: ", "bold"), self._told(self.cursor)))
        else:
            about.say("Arrows go from place to place")
        for name, row in zip(self.order or self.places, self.query(".place"), strict=True):
            row.set_class(name == self.cursor, "-cursor")

    def point(self, name: str) -> None:
        """Put the cursor on a place and bring it into view."""
        self.cursor = name
        at = dict(zip((p.id for p in self.chart.places), geometry(self.chart).at, strict=True))
        if name in at and geometry(self.chart).extent.has(at[name]):
            self.canvas.view = self.canvas.view.towards(at[name])
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Letters are places while they are asked about, never shortcuts; capitals H, J, K and L pan."""
        if not self.order or event.character is None or not (event.character.isalpha() and event.character.isascii()):
            return
        if event.character in "HJKL":
            return
        event.stop()
        index = ord(event.character.lower()) - ord("a")
        if index < len(self.order):
            self.point(self.order[index])

    def on_map_canvas_pointed(self, message: MapCanvas.Pointed) -> None:
        """A click picks."""
        message.stop()
        self.focus()
        if message.place in self.places:
            self.point(message.place)

    def action_jump(self, direction: Direction) -> None:
        """Go to the nearest place in a direction; at first to the one in the middle."""
        if self.cursor in self.places:
            self.point(nearest_in(self.chart, self.places, self.cursor, direction))
        else:
            self.point(middlemost(self.chart, self.places, self.canvas.view))

    def action_step(self, step: int) -> None:
        """Go to the next place, row by row from the north-west."""
        at = self.places.index(self.cursor) + step if self.cursor in self.places else min(0, step)
        self.point(self.places[at % len(self.places)])

    def action_zoom(self, steps: int) -> None:
        """Zoom, with the place under the cursor in the middle when zooming in."""
        at = dict(zip((p.id for p in self.chart.places), geometry(self.chart).at, strict=True))
        on = at.get(self.cursor) if steps > 0 else None
        inside = on is not None and geometry(self.chart).extent.has(on)
        self.canvas.look(self.canvas.view.zoomed(steps, on if inside else None))

    def action_pan(self, columns: int, rows: int) -> None:
        """Move the view by a quarter."""
        view = self.canvas.view
        self.canvas.look(view.panned(columns * max(1, view.columns // 4), rows * max(1, view.rows // 4)))

    def action_whole(self) -> None:
        """Show the whole map; again, the view that it opened with."""
        shape, view = geometry(self.chart), self.canvas.view
        whole = view_of(shape, view.columns, view.rows, whole=True)
        self.canvas.look(view_of(shape, view.columns, view.rows) if view == whole else whole)

    def action_submit(self) -> None:
        """Tell which place is under the cursor."""
        chosen = self.cursor if self.cursor in self.order else None
        self.post_message(Submitted(chosen, "" if chosen else "No place chosen yet"))


class Pictured(Vertical):
    """A map that is shown and not moved in: names, and the places that are marked."""

    def __init__(self, marked: Marked, around: int) -> None:
        super().__init__()
        self.marked = marked
        self.around = around

    def compose(self) -> ComposeResult:
        """The map."""
        yield MapCanvas(self.marked.chart, self.marked.links)

    def on_mount(self) -> None:
        """Draw."""
        self.on_resize()
        self.query_one(MapCanvas).show(*named_labels(self.marked.chart, self.marked.marks))

    def on_resize(self) -> None:
        """Take the rows that the rest of the screen leaves."""
        self.query_one(MapCanvas).styles.height = max(LEAST_ROWS, self.app.size.height - self.around)
