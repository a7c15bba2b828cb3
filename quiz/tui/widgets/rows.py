"""Rows of a form: a name, what can be changed, and a word on it beside."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from quiz.tui.widgets.text import MUTED, Words, plain, styled


class Changed(Message):
    """A row of a form has another value: what was picked, what was typed, or nothing where it was pressed."""

    def __init__(self, row: str, value: Any) -> None:
        super().__init__()
        self.row = row
        self.value = value


class Pick(Widget, can_focus=True):
    """One of a few values, changed in place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,enter,space", "turn(1)", "Change", key_display="Enter", id="pick.after"),
        Binding("left", "turn(-1)", "Change back", show=False, id="pick.before"),
    ]

    class Picked(Message):
        """Another value was picked."""

        def __init__(self, value: Any) -> None:
            super().__init__()
            self.value = value

    def __init__(self, options: tuple[tuple[Any, str], ...], value: Any) -> None:
        super().__init__()
        self.options = options
        self.place = next((i for i, (known, _) in enumerate(options) if known == value), 0)

    def render(self) -> Content:
        """The value between two arrows."""
        return styled(("‹ ", MUTED), self.options[self.place][1], (" ›", MUTED))

    def show(self, value: Any) -> None:
        """Show a value that was chosen elsewhere."""
        self.place = next((i for i, (known, _) in enumerate(self.options) if known == value), self.place)
        self.refresh()

    def action_turn(self, step: int) -> None:
        """Pick the next value, or the one before."""
        self.place = (self.place + step) % len(self.options)
        self.refresh()
        self.post_message(self.Picked(self.options[self.place][0]))

    def on_click(self, event: events.Click) -> None:
        """A click changes it."""
        event.stop()
        self.focus()
        self.action_turn(1)


class Press(Widget, can_focus=True):
    """A step that is taken with Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press", "Open", key_display="Enter", id="press.open")
    ]

    class Pressed(Message):
        """The step is to be taken."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self) -> Content:
        """What it does."""
        return plain(f"▸ {self._text}")

    def action_press(self) -> None:
        """Take the step."""
        self.post_message(self.Pressed())

    def on_click(self, event: events.Click) -> None:
        """A click takes it."""
        event.stop()
        self.focus()
        self.action_press()


class Row(Horizontal):
    """A row of a form; `name` stands on the left, `note` on the right."""

    def __init__(self, row: str, called: str, control: Pick | Press | Input, note: str = "") -> None:
        super().__init__()
        self.row = row
        self.control = control
        self._called = called
        self._note = note
        self._given = control.value if isinstance(control, Input) else ""

    def compose(self) -> ComposeResult:
        """Name, control, note."""
        yield Words(self._called, classes="called")
        yield self.control
        yield Words(self._note, classes="note")

    def say(self, note: str, wrong: bool = False) -> None:
        """Say something beside the control; what is wrong with a sign."""
        self.set_class(wrong, "-wrong")
        self.query_one(".note", Words).say(f"✗ {note}" if wrong else note)

    def show(self, value: Any) -> None:
        """Show a value that was chosen elsewhere."""
        if isinstance(self.control, Pick):
            self.control.show(value)
        elif isinstance(self.control, Input) and self._given != str(value):
            self._given = self.control.value = str(value)

    def on_pick_picked(self, message: Pick.Picked) -> None:
        """Tell of the value."""
        message.stop()
        self.post_message(Changed(self.row, message.value))

    def on_press_pressed(self, message: Press.Pressed) -> None:
        """Tell that it was pressed."""
        message.stop()
        self.post_message(Changed(self.row, None))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Tell what was typed."""
        message.stop()
        self._give()

    def on_descendant_blur(self) -> None:
        """Take what was typed when the line is left."""
        if isinstance(self.control, Input) and self.control.value != self._given:
            self._give()

    def _give(self) -> None:
        if isinstance(self.control, Input):
            self._given = self.control.value
            self.post_message(Changed(self.row, self.control.value))


class Rows(VerticalScroll, can_focus=False):
    """Rows one below the other; the arrows go from one to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Row before", show=False, id="rows.up"),
        Binding("down", "move(1)", "Row after", show=False, id="rows.down"),
    ]

    def action_move(self, step: int) -> None:
        """Go to the row before or after."""
        rows = list(self.query(Row))
        at = next((i for i, row in enumerate(rows) if row.control.has_focus), 0)
        rows[(at + step) % len(rows)].control.focus()
