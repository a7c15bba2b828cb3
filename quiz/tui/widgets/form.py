"""Fields below each other, each on one value of several or on a number; for the keyboard alone, and clicks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from quiz.text import one_line
from quiz.tui.widgets.text import MUTED, styled
from quiz.views.setup import Field, Setup

NAME = 12
"""Columns of a field's title."""


class Form(Widget, can_focus=True):
    """Shows what is set up; up and down go from field to field, left and right change one, letters find a value.

    `blank` says by field what an empty number means.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Start", id="form.start", key_display="Enter"),
        Binding("down,tab", "move(1)", "Field", id="form.down", key_display="↑↓"),
        Binding("up,shift+tab", "move(-1)", "Up", id="form.up", show=False),
        Binding("right", "step(1)", "Change", id="form.right", key_display="←→"),
        Binding("left", "step(-1)", "Back", id="form.left", show=False),
        Binding("delete", "clear", "All again", id="form.clear", key_display="Del"),
        Binding("backspace", "back", "Back", id="form.back"),
    ]

    class Changed(Message):
        """A field has another value."""

        def __init__(self, setup: Setup) -> None:
            super().__init__()
            self.setup = setup

    class Done(Message):
        """Enter was pressed."""

    class Left(Message):
        """There was nothing left to take back."""

    def __init__(self, fields: tuple[Field, ...], setup: Setup, blank: Mapping[str, str]) -> None:
        super().__init__()
        self.fields = fields
        self.setup = setup
        self.blank = dict(blank)
        self.cursor = 0
        self.typed = ""

    @property
    def field(self) -> Field:
        """The field under the cursor."""
        return self.fields[self.cursor]

    @property
    def value(self) -> str:
        """The value of the field under the cursor."""
        return str(getattr(self.setup, self.field.name))

    def render(self) -> Content:
        """Return a line a field."""
        parts: list[tuple[str, str] | str] = []
        for place, field in enumerate(self.fields):
            parts += [*self._line(field, place == self.cursor), "\n"]
        return styled(*parts[:-1])

    def _line(self, field: Field, here: bool) -> list[tuple[str, str] | str]:
        value = str(getattr(self.setup, field.name))
        room = max(8, self.size.width - NAME - 6 - 10)
        said = one_line(field.called(value), room) if field.values else value
        blank = "" if said else one_line(self.blank.get(field.name, ""), room)
        place = ""
        if field.values and here:
            ids = [id_ for id_, _ in field.values]
            place = f"{ids.index(value) + 1 if value in ids else 1} of {len(ids)}"
        back = " on $primary 30%" if here and self.has_focus else ""
        shown = said or blank
        fill = " " * max(1, room - len(shown) + 1)
        value_style = f"{'bold' if value or here else '$foreground 75%'}{back}" if said else f"{MUTED}{back}"
        return [
            (f"{'▸' if here else ' '} {field.title:<{NAME}}", f"{'bold' if here else MUTED}{back}"),
            (f"{'‹' if here else ' '} ", f"$accent{back}"),
            (shown, value_style),
            (f" {'›' if here else ' '}", f"$accent{back}"),
            (f"{fill}{place:>8} ", f"{MUTED}{back}"),
        ]

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Digits make a number, letters find a value."""
        sign = event.character
        if sign is None or not event.is_printable:
            return
        event.stop()
        event.prevent_default()
        if not self.field.values:
            if sign.isascii() and sign.isdecimal():
                number = f"{self.value}{sign}".lstrip("0")
                if len(number) <= 4:
                    self._set(number)
        elif sign == " " and not self.typed:
            self.action_step(1)
        else:
            self._find(self.typed + sign)

    def _find(self, typed: str) -> None:
        found = self.field.found(typed)
        if found is not None:
            self._set(found, typed)

    def _set(self, value: str, typed: str = "") -> None:
        self.typed = typed
        if value != self.value:
            self.setup = self.setup.having(self.field.name, value)
            self.post_message(self.Changed(self.setup))
        self.refresh(layout=True)

    def on_click(self, event: events.Click) -> None:
        """Go to the field; a click on the one that is under the cursor changes it."""
        event.stop()
        if 0 <= event.y < len(self.fields):
            if event.y == self.cursor:
                self.action_step(1)
            else:
                self.action_move(event.y - self.cursor)

    def action_move(self, step: int) -> None:
        """Go to another field."""
        self.typed = ""
        self.cursor = (self.cursor + step) % len(self.fields)
        self.refresh()

    def action_step(self, step: int) -> None:
        """Take the next value, or the one before."""
        value = self.field.stepped(self.value, step)
        self._set("" if not self.field.values and value == "0" else value)

    def action_clear(self) -> None:
        """Take the first value again, or no number."""
        self._set(self.field.values[0][0] if self.field.values else "")

    def action_back(self) -> None:
        """Take back what was typed last, or leave."""
        if not self.field.values and self.value:
            self._set(self.value[:-1])
        elif self.typed:
            typed = self.typed[:-1]
            self._set(self.field.found(typed) or self.field.values[0][0], typed)
        else:
            self.post_message(self.Left())

    def action_submit(self) -> None:
        """Say that all is chosen."""
        self.post_message(self.Done())
