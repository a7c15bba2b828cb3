"""Rows to find a partner for: a digit goes to a row, a letter gives it its partner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from quiz.text import counted
from quiz.tui.widgets.answer import CLEAR, MarkedRow, Submitted
from quiz.views import letters

ROWS_KEYED = 9
"""Rows that have a digit of their own."""


class MatchRow(MarkedRow):
    """One row: the letter of its partner, and its text."""


class PartnerRow(MarkedRow):
    """One partner: its letter, and its text."""


class Match(Widget, can_focus=True):
    """Rows on the left, lettered partners on the right; one partner may serve several rows.

    The response maps row ids to option ids; rows without a partner are left out.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="match.up"),
        Binding("down", "move(1)", "Down", show=False, id="match.down"),
        Binding("left", "turn(-1)", "Partner before", show=False, id="match.before"),
        Binding("right", "turn(1)", "Partner after", show=False, id="match.after"),
        Binding("backspace,delete", "take_back", "Take the letter away", show=False, id="match.back"),
        CLEAR,
        Binding("enter", "submit", "Answer", key_display="Enter", id="match.submit"),
    ]

    keys = "a digit goes to a row, Backspace takes a letter away; then Enter"

    def __init__(self, rows: tuple[tuple[str, str], ...], options: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.rows = rows
        self.options = options
        self.partners: list[int | None] = [None] * len(rows)
        self.cursor = 0

    def compose(self) -> ComposeResult:
        """Rows, and partners beside them."""
        with Vertical(classes="rows"):
            for index, (_, text) in enumerate(self.rows):
                yield MatchRow(index, text, self._marker(index))
        with Vertical(classes="partners"):
            for index, (_, text) in enumerate(self.options):
                yield PartnerRow(index, text, letters(index))

    def on_mount(self) -> None:
        """Put the cursor on the first row."""
        self._show()

    def _marker(self, index: int) -> str:
        partner = self.partners[index]
        number = f"{index + 1}" if index < ROWS_KEYED else " "
        return f"{number} [{' ' if partner is None else letters(partner)}]"

    def _show(self) -> None:
        for row in self.query(MatchRow):
            picked = self.partners[row.index] is not None
            row.show(self._marker(row.index), picked=picked, cursor=row.index == self.cursor)
        for partner in self.query(PartnerRow):
            partner.show(letters(partner.index), picked=partner.index in self.partners)

    def give(self, option: int) -> None:
        """Give the row under the cursor the partner at `option` (from 0), and go on to the next row."""
        self.partners[self.cursor] = option
        self.cursor = min(self.cursor + 1, len(self.rows) - 1)
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Digits are rows and letters are partners, never shortcuts."""
        if event.character is not None and event.character.isdecimal() and event.character.isascii():
            event.stop()
            if 0 < int(event.character) <= len(self.rows):
                self.cursor = int(event.character) - 1
                self._show()
        elif event.character is not None and event.character.isalpha() and event.character.isascii():
            event.stop()
            index = ord(event.character.lower()) - ord("a")
            if index < len(self.options):
                self.give(index)

    def on_marked_row_clicked(self, message: MarkedRow.Clicked) -> None:
        """A click on a row goes there; one on a partner gives it."""
        message.stop()
        self.focus()
        if isinstance(message.row, PartnerRow):
            self.give(message.row.index)
        else:
            self.cursor = message.row.index
            self._show()

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.cursor = (self.cursor + step) % len(self.rows)
        self._show()

    def action_turn(self, step: int) -> None:
        """Give the row under the cursor the partner before or after the one it has."""
        partner = self.partners[self.cursor]
        start = (-1 if step > 0 else 0) if partner is None else partner
        self.partners[self.cursor] = (start + step) % len(self.options)
        self._show()

    @property
    def filled(self) -> list[str]:
        """The ids of the rows that have a partner."""
        return [row for (row, _), partner in zip(self.rows, self.partners, strict=True) if partner is not None]

    def give_partners(self, partners: Mapping[str, Any]) -> None:
        """Give rows the partners that are right for them."""
        places = {name: place for place, (name, _) in enumerate(self.options)}
        given = ((partners.get(row), had) for (row, _), had in zip(self.rows, self.partners, strict=True))
        self.partners = [places.get(str(name), had) for name, had in given]
        self._show()

    def action_clear(self) -> None:
        """Take all partners away."""
        self.partners = [None] * len(self.rows)
        self.cursor = 0
        self._show()

    def action_take_back(self) -> None:
        """Take the partner of the row under the cursor away, or of the row before where there is none."""
        if self.partners[self.cursor] is None:
            self.cursor = max(0, self.cursor - 1)
        self.partners[self.cursor] = None
        self._show()

    def action_submit(self) -> None:
        """Tell which row has which partner."""
        given = zip(self.rows, self.partners, strict=True)
        response = {row: self.options[option][0] for (row, _), option in given if option is not None}
        left = len(self.rows) - len(response)
        if not response:
            self.post_message(Submitted(None, "No row has a letter yet"))
        else:
            self.post_message(Submitted(response, f"{counted(left, 'row')} without a letter" if left else ""))
