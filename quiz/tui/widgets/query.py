"""The line to search with: the arrows move through what was found while one goes on typing."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from quiz.text import one_line
from quiz.views.search import QUERY_CHARS


class Query(Input):
    """Takes words; Backspace in an empty line leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Up", show=False, id="query.up"),
        Binding("down", "step(1)", "Down", show=False, id="query.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="query.page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="query.page-down"),
        Binding("enter", "submit", "Open", key_display="Enter", id="query.open"),
        Binding("escape", "leave", "Back", key_display="Esc", id="query.back"),
    ]

    class Moved(Message):
        """The cursor is to go so many rows on (or back), or a page."""

        def __init__(self, step: int, page: bool) -> None:
            super().__init__()
            self.step = step
            self.page = page

    class Left(Message):
        """The search is to be left."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            id=id,
            max_length=QUERY_CHARS,
            placeholder="words of a question or passage",
            select_on_focus=False,
            compact=True,
        )

    def validate_value(self, value: str) -> str:
        """Take nothing that a terminal would obey, also of what is pasted."""
        return one_line(value) + (" " if value[-1:].isspace() else "")

    def action_step(self, step: int) -> None:
        """Move the cursor of what was found."""
        self.post_message(self.Moved(step, page=False))

    def action_page(self, step: int) -> None:
        """Turn the page of what was found."""
        self.post_message(self.Moved(step, page=True))

    def action_delete_left(self) -> None:
        """Take a letter away; leave where there is none."""
        if self.value:
            super().action_delete_left()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave."""
        self.post_message(self.Left())
