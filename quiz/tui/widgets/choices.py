"""Options to pick from: digits and letters of the keyboard, arrows, or the mouse."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget

from quiz.tui.widgets.text import Words


class ChoiceRow(Horizontal):
    """One option: its number, whether it is picked, its text."""

    class Clicked(Message):
        """The row was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, index: int, text: str, several: bool) -> None:
        super().__init__()
        self.index = index
        self._text = text
        self._several = several

    def compose(self) -> ComposeResult:
        """Marker and text, so that a long text wraps under itself."""
        yield Words(self._marker(False), classes="marker")
        yield Words(self._text, classes="text")

    def _marker(self, picked: bool) -> str:
        number = f"{self.index + 1}" if self.index < 9 else " "
        if self._several:
            return f"{number} [{'x' if picked else ' '}]"
        return f"{number} ({'•' if picked else ' '})"

    def show(self, picked: bool, cursor: bool) -> None:
        """Draw the row as picked or not, under the cursor or not."""
        self.set_class(picked, "-picked")
        self.set_class(cursor, "-cursor")
        self.query_one(".marker", Words).say(self._marker(picked))

    def on_click(self, event: events.Click) -> None:
        """Tell the list."""
        event.stop()
        self.post_message(self.Clicked(self.index))


class Choices(Widget, can_focus=True):
    """A list of options of which one, or several, can be picked; Enter submits what is picked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("space", "pick", "Pick", show=False),
        Binding("enter", "submit", "Answer", key_display="Enter"),
    ]

    class Submitted(Message):
        """Enter was pressed; `picked` are option ids in the order of the screen."""

        def __init__(self, picked: tuple[str, ...]) -> None:
            super().__init__()
            self.picked = picked

    def __init__(self, options: tuple[tuple[str, str], ...], several: bool) -> None:
        super().__init__()
        self.options = options
        self.several = several
        self.picked: frozenset[int] = frozenset()
        self.cursor: int | None = None

    def compose(self) -> ComposeResult:
        """One row an option."""
        with Vertical(id="rows"):
            for index, (_, text) in enumerate(self.options):
                yield ChoiceRow(index, text, self.several)

    def _show(self) -> None:
        for row in self.query(ChoiceRow):
            row.show(row.index in self.picked, row.index == self.cursor)
            if row.index == self.cursor:
                row.scroll_visible(animate=False)

    def choose(self, index: int) -> None:
        """Pick the option at `index` (from 0); where several may be right, pick it or put it back."""
        self.cursor = index
        self.picked = self.picked ^ {index} if self.several else frozenset({index})
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Digits pick."""
        if event.character is not None and event.character.isdecimal() and event.character.isascii():
            event.stop()
            index = int(event.character) - 1
            if 0 <= index < len(self.options):
                self.choose(index)

    def on_choice_row_clicked(self, message: ChoiceRow.Clicked) -> None:
        """A click picks."""
        message.stop()
        self.focus()
        self.choose(message.index)

    def action_move(self, step: int) -> None:
        """Move the cursor; where one is asked for, the cursor is the pick."""
        index = (0 if step > 0 else -1) if self.cursor is None else self.cursor + step
        index %= len(self.options)
        if self.several:
            self.cursor = index
            self._show()
        else:
            self.choose(index)

    def action_pick(self) -> None:
        """Pick the option under the cursor."""
        if self.cursor is not None:
            self.choose(self.cursor)

    def action_submit(self) -> None:
        """Tell what is picked."""
        self.post_message(self.Submitted(tuple(self.options[i][0] for i in sorted(self.picked))))
