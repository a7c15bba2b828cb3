"""Options to pick from: digits or letters of the keyboard, arrows, or the mouse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from quiz.tui.widgets.answer import CLEAR, MarkedRow, Submitted
from quiz.tui.widgets.text import Words
from quiz.views import letters

_NONE: dict[int, str] = {}
_WORDS: dict[str, int] = {}
KEYED = 9
"""Options that have a digit and a letter of their own."""


class ChoiceRow(MarkedRow):
    """One option: its number, whether it is picked, its text."""


class Choices(Widget, can_focus=True):
    """A list of options of which one, or several, can be picked; Enter submits what is picked.

    `headings` stand above the options at these places (from 0); `words` are letters of their own for options (from 0),
    in the place of the alphabet. The response is an option id, or a list of ids in the order of the screen where
    `listed`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="choices.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="choices.down"),
        Binding("space", "pick", "Pick", show=False, id="choices.pick"),
        CLEAR,
        Binding("enter", "submit", "Answer", key_display="Enter", id="choices.submit"),
    ]

    def __init__(
        self,
        options: tuple[tuple[str, str], ...],
        several: bool = False,
        headings: Mapping[int, str] = _NONE,
        *,
        listed: bool = False,
        words: Mapping[str, int] = _WORDS,
    ) -> None:
        super().__init__()
        self.options = options
        self.several = several
        self.headings = headings
        self.listed = listed or several
        self.places = words or {letters(place): place for place in range(min(KEYED, len(options)))}
        self.picked: frozenset[int] = frozenset()
        self.struck: frozenset[int] = frozenset()
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
        named = list(self.places)
        between = "-" if named and named[-1] == letters(len(named) - 1) else " "
        last = min(KEYED, len(self.options))
        keys = f"1-{last}, {between.join([named[0], named[-1]])} or arrows" if len(named) > 1 else "1 or arrows"
        return f"{keys}, Space picks, then Enter" if self.several else f"{keys}, then Enter"

    @property
    def ids(self) -> list[str]:
        """The ids of what is picked, in the order of the screen."""
        return [self.options[i][0] for i in sorted(self.picked)]

    def _marker(self, index: int) -> str:
        number = f"{index + 1}" if index < KEYED else " "
        if index in self.struck:
            return f"{number}  – "
        if self.several:
            return f"{number} [{'x' if index in self.picked else ' '}]"
        return f"{number} ({'•' if index in self.picked else ' '})"

    def _show(self) -> None:
        for row in self.query(ChoiceRow):
            row.set_class(row.index in self.struck, "-struck")
            row.show(self._marker(row.index), picked=row.index in self.picked, cursor=row.index == self.cursor)

    def strike(self, ids: Iterable[str]) -> None:
        """Strike options out: they can no longer be picked."""
        gone = set(ids)
        self.struck |= {place for place, (name, _) in enumerate(self.options) if name in gone}
        self.picked -= self.struck
        self._show()

    def choose(self, index: int) -> None:
        """Pick the option at `index` (from 0); where several may be right, pick it or put it back."""
        if index in self.struck:
            return
        self.cursor = index
        self.picked = self.picked ^ {index} if self.several else frozenset({index})
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Digits and letters pick; a letter that is none of an option may be a shortcut."""
        pressed = event.character or ""
        if pressed.isdecimal() and pressed.isascii():
            event.stop()
            self.press_digit(int(pressed))
        elif pressed in self.places:
            event.stop()
            self.choose(self.places[pressed])

    def press_digit(self, digit: int) -> None:
        """Take a digit of the keyboard: it picks that option."""
        if 0 < digit <= len(self.options):
            self.choose(digit - 1)

    def on_marked_row_clicked(self, message: MarkedRow.Clicked) -> None:
        """A click picks."""
        message.stop()
        self.focus()
        self.choose(message.row.index)

    def action_move(self, step: int) -> None:
        """Move the cursor; where one is asked for, the cursor is the pick."""
        open_places = [place for place in range(len(self.options)) if place not in self.struck]
        if not open_places:
            return
        index = next_place(open_places, self.cursor, step)
        if self.several:
            self.cursor = index
            self._show()
        else:
            self.choose(index)

    def action_pick(self) -> None:
        """Pick the option under the cursor."""
        if self.cursor is not None:
            self.choose(self.cursor)

    def action_clear(self) -> None:
        """Put back all that is picked."""
        self.unpick()

    def unpick(self) -> None:
        """Pick nothing."""
        self.picked = frozenset()
        self.cursor = None
        self._show()

    def action_submit(self) -> None:
        """Tell what is picked."""
        if not self.picked:
            self.post_message(Submitted(None, "Nothing chosen yet"))
        else:
            self.post_message(Submitted(self.ids if self.listed else self.ids[0]))


def next_place(places: Sequence[int], cursor: int | None, step: int) -> int:
    """Return the place after `cursor`, or before it where `step` is below 0, going round at the ends.

    `places` rise and are not empty; without a cursor it is the first or the last of them.
    """
    if step > 0:
        return next((place for place in places if cursor is not None and place > cursor), places[0])
    return next((place for place in reversed(places) if cursor is not None and place < cursor), places[-1])
