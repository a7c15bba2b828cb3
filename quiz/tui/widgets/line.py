"""A line to type into, in the middle of a page."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from quiz.text import one_line

CHARS = 2_000
"""Characters that are taken at most."""


class Line(Input):
    """One line of text that a terminal would never obey; Escape leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Take", key_display="Enter", id="line.take"),
        Binding("escape", "leave", "Leave it", key_display="Esc", id="line.leave"),
    ]

    class Left(Message):
        """The line is to be left as it was."""

    def __init__(self, *, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(
            id=id, max_length=CHARS, placeholder=placeholder, select_on_focus=False, compact=True, classes="line"
        )

    def validate_value(self, value: str) -> str:
        """Take nothing that a terminal would obey, also of what is pasted."""
        return one_line(value) + (" " if value[-1:].isspace() else "")

    def action_leave(self) -> None:
        """Leave."""
        self.post_message(self.Left())
