"""The map of a library, with the places marked that an item speaks of."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import ModalScreen

from quiz.config import Settings
from quiz.text import one_line
from quiz.tui.messages import PageLeft
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.places import PlaceMap
from quiz.tui.widgets.text import Words
from quiz.views import Desk
from quiz.views.places import marked_about

ROWS_AROUND = 5
"""Rows of the screen that are not the map's."""


class MapScreen(ModalScreen[None]):
    """A map over the screen below; `about` is the item whose places are marked, or nothing."""

    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = ["map.tcss", "places.tcss"]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m,q,backspace,escape", "close", "Close", key_display="q", id="map.close"),
    ]

    def __init__(self, desk: Desk, settings: Settings, about: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings
        self.marked = marked_about(desk.library, about)

    def compose(self) -> ComposeResult:
        """The title, the map, the shortcuts."""
        with Horizontal(classes="bar"):
            title = self.marked.chart.title if self.marked else "No map"
            yield Words(one_line(title, 60), classes="left title")
            if self.marked and self.marked.marks:
                yield Words(self.marked.legend(), classes="right dim")
        if self.marked is None:
            yield Words("This library has no map.", id="none")
        else:
            yield PlaceMap(self.marked.chart, marks=self.marked.marks, links=self.marked.links, around=ROWS_AROUND)
        yield KeyLine()

    def on_mount(self) -> None:
        """Let the arrows move on the map."""
        for chart in self.query(PlaceMap):
            chart.focus()

    def action_close(self) -> None:
        """Go back to the screen below."""
        self.post_message(PageLeft())
