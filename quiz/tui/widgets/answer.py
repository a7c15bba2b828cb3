"""What all widgets share that take an answer: the message that they post, and the rows that they are made of."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message

from quiz.tui.widgets.text import Words

CLEAR = Binding("ctrl+u", "clear", "Clear", show=False, key_display="Ctrl+U", id="answer.clear")
"""What takes a part of an answer away again, whatever its type."""


class Submitted(Message):
    """Enter was pressed: `response` as it is logged, None for a blank one; `doubt` says what is still open."""

    def __init__(self, response: Any, doubt: str = "") -> None:
        super().__init__()
        self.response = response
        self.doubt = doubt


class MarkedRow(Horizontal):
    """A marker and a text that wraps under itself; `index` is its place from 0."""

    class Clicked(Message):
        """The row was clicked."""

        def __init__(self, row: MarkedRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, index: int, text: str, marker: str) -> None:
        super().__init__()
        self.index = index
        self._text = text
        self._marker = marker

    def compose(self) -> ComposeResult:
        """Marker and text."""
        yield Words(self._marker, classes="marker")
        yield Words(self._text, classes="text")

    def show(self, marker: str, *, picked: bool = False, cursor: bool = False) -> None:
        """Draw the row as picked or not, under the cursor or not."""
        wanted = {name for name, holds in (("-picked", picked), ("-cursor", cursor)) if holds}
        self.add_class(*wanted)
        self.remove_class(*{"-picked", "-cursor"} - wanted)
        self.query_one(".marker", Words).say(marker)
        if cursor:
            self.scroll_visible(animate=False)

    def say(self, text: str) -> None:
        """Show another text."""
        self.query_one(".text", Words).say(text)

    def on_click(self, event: events.Click) -> None:
        """Tell the list."""
        event.stop()
        self.post_message(self.Clicked(self))
