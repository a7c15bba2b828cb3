"""Lines to put into order: a digit sends one to its place; or lift it, carry it, drop it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from quiz.tui.widgets.answer import CLEAR, MarkedRow, Submitted


class OrderRow(MarkedRow):
    """One place: its number, and the text of the option that stands there."""


class Order(Widget, can_focus=True):
    """Options, first to last; the response is the list of their ids."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="order.up"),
        Binding("down", "move(1)", "Down", show=False, id="order.down"),
        Binding("shift+up,K", "carry(-1)", "Carry up", show=False, id="order.carry_up"),
        Binding("shift+down,J", "carry(1)", "Carry down", show=False, id="order.carry_down"),
        Binding("space", "lift", "Lift or drop", show=False, id="order.lift"),
        CLEAR,
        Binding("enter", "submit", "Answer", key_display="Enter", id="order.submit"),
    ]

    keys = "a digit sends the line under the cursor there, or Space lifts it and arrows carry it; then Enter"

    def __init__(self, options: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._shown = options
        self.options = list(options)
        self.cursor = 0
        self.lifted = False
        self._moved = False

    def compose(self) -> ComposeResult:
        """One row a place."""
        with Vertical(classes="rows"):
            for index, (_, text) in enumerate(self.options):
                yield OrderRow(index, text, self._marker(index))

    def on_mount(self) -> None:
        """Put the cursor on the first line."""
        self._show()

    def _marker(self, index: int) -> str:
        return f"{index + 1:>2} {'↕' if self.lifted and index == self.cursor else ' '}"

    def _show(self) -> None:
        for row in self.query(OrderRow):
            cursor = row.index == self.cursor
            row.show(self._marker(row.index), picked=self.lifted and cursor, cursor=cursor)
            row.say(self.options[row.index][1])

    def put(self, index: int) -> None:
        """Put the line under the cursor at the place `index` (from 0); the cursor stays on it."""
        if index != self.cursor and 0 <= index < len(self.options):
            self.options.insert(index, self.options.pop(self.cursor))
            self.cursor = index
            self._moved = True
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Digits are places."""
        if event.character is not None and event.character.isdecimal() and event.character.isascii():
            event.stop()
            self.put(int(event.character) - 1)

    def put_first(self, name: str) -> None:
        """Put the option of that id first."""
        self.lifted = False
        self.cursor = [option for option, _ in self.options].index(name)
        self.put(0)

    def action_clear(self) -> None:
        """Have the lines stand again as they were shown."""
        self.options = list(self._shown)
        self.cursor = 0
        self.lifted = self._moved = False
        self._show()

    def on_marked_row_clicked(self, message: MarkedRow.Clicked) -> None:
        """A click lifts a line, the next click drops it there."""
        message.stop()
        self.focus()
        if self.lifted:
            self.put(message.row.index)
        else:
            self.cursor = message.row.index
        self.action_lift()

    def action_move(self, step: int) -> None:
        """Move the cursor, and the line under it if it is lifted."""
        if self.lifted:
            self.put(self.cursor + step)
        else:
            self.cursor = (self.cursor + step) % len(self.options)
            self._show()

    def action_carry(self, step: int) -> None:
        """Move the line under the cursor."""
        self.put(self.cursor + step)

    def action_lift(self) -> None:
        """Lift the line under the cursor, or drop it."""
        self.lifted = not self.lifted
        self._show()

    def action_submit(self) -> None:
        """Tell the order."""
        self.post_message(Submitted([name for name, _ in self.options], "" if self._moved else "Nothing moved yet"))
