"""Options to pick from: digits of the keyboard, arrows, or the mouse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from quiz.tui.widgets.answer import MarkedRow, Submitted
from quiz.tui.widgets.text import Words

_NONE: dict[int, str] = {}


class ChoiceRow(MarkedRow):
    """One option: its number, whether it is picked, its text."""


class Choices(Widget, can_focus=True):
    """A list of options of which one, or several, can be picked; Enter submits what is picked.

    `headings` stand above the options at these places (from 0). The response is an option id, or a list of ids in the
    order of the screen where `listed`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="choices.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="choices.down"),
        Binding("space", "pick", "Pick", show=False, id="choices.pick"),
        Binding("enter", "submit", "Answer", key_display="Enter", id="choices.submit"),
    ]

    TAKES: ClassVar[str] = "123456789"
    """Characters that are no shortcuts while it has the focus."""

    def __init__(
        self,
        options: tuple[tuple[str, str], ...],
        several: bool = False,
        headings: Mapping[int, str] = _NONE,
        *,
        listed: bool = False,
    ) -> None:
        super().__init__()
        self.options = options
        self.several = several
        self.headings = headings
        self.listed = listed or several
        self.picked: frozenset[int] = frozenset()
        self.cursor: int | None = None

    def compose(self) -> ComposeResult:
        """One row an option."""
        with Vertical(classes="rows"):
            for index, (_, text) in enumerate(self.options):
                if index in self.headings:
                    yield Words(self.headings[index], classes="heading")
                yield ChoiceRow(index, text, self._marker(index))

    @property
    def keys(self) -> str:
        """How to answer by keyboard."""
        digits = f"1-{min(9, len(self.options))} or arrows"
        return f"{digits}, Space picks, then Enter" if self.several else f"{digits}, then Enter"

    @property
    def ids(self) -> list[str]:
        """The ids of what is picked, in the order of the screen."""
        return [self.options[i][0] for i in sorted(self.picked)]

    def _marker(self, index: int) -> str:
        number = f"{index + 1}" if index < 9 else " "
        if self.several:
            return f"{number} [{'x' if index in self.picked else ' '}]"
        return f"{number} ({'•' if index in self.picked else ' '})"

    def _show(self) -> None:
        for row in self.query(ChoiceRow):
            row.show(self._marker(row.index), picked=row.index in self.picked, cursor=row.index == self.cursor)

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

    def on_marked_row_clicked(self, message: MarkedRow.Clicked) -> None:
        """A click picks."""
        message.stop()
        self.focus()
        self.choose(message.row.index)

    def action_move(self, step: int) -> None:
        """Move the cursor; where one is asked for, the cursor is the pick."""
        if not self.options:
            return
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
        if not self.picked:
            self.post_message(Submitted(None, "Nothing chosen yet"))
        else:
            self.post_message(Submitted(self.ids if self.listed else self.ids[0]))
