"""A line to type an answer into, with its unit beside it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from quiz.text import TYPED_LIMIT
from quiz.tui.widgets.answer import CLEAR, Submitted
from quiz.tui.widgets.text import Words


class Line(Input):
    """The line itself: Enter stands in the footer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CLEAR,
        Binding("enter", "submit", "Answer", key_display="Enter", id="typed.submit"),
    ]

    def action_clear(self) -> None:
        """Take away all that is typed, also what stands after the cursor."""
        self.value = ""


class Typed(Horizontal):
    """An input line; Enter submits what was typed."""

    keys = "then Enter"

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit

    def compose(self) -> ComposeResult:
        """The line and the unit."""
        yield Line(max_length=TYPED_LIMIT, select_on_focus=False)
        if self._unit:
            yield Words(self._unit, classes="unit")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Tell what was typed."""
        message.stop()
        blank = not message.value.strip()
        self.post_message(Submitted(None if blank else message.value, "Nothing typed yet" if blank else ""))
