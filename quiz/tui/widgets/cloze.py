"""The gaps of a stem, one under the other: a line for each typed one, options for each picked one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from quiz.text import TYPED_LIMIT
from quiz.tui.widgets.answer import CLEAR, Submitted
from quiz.tui.widgets.choices import Choices
from quiz.tui.widgets.text import Words
from quiz.tui.widgets.typed import Line
from quiz.views import Part


class GapLine(Line):
    """The line of a typed gap."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Go on", key_display="Enter", id="gap.submit"),
    ]

    def action_clear(self) -> None:
        """Take away what is typed; an empty line leaves it to the whole."""
        if not self.value:
            raise SkipAction
        super().action_clear()


class GapChoices(Choices):
    """The options of a picked gap."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Go on", key_display="Enter", id="gap.submit"),
    ]

    class Done(Message):
        """Enter was pressed."""

    def action_submit(self) -> None:
        """Tell that this gap is done with."""
        self.post_message(self.Done())

    def action_clear(self) -> None:
        """Put back what is picked; where nothing is, it is left to the whole."""
        if not self.picked:
            raise SkipAction
        super().action_clear()


class Gap(Horizontal):
    """One gap: what it is called, its line or options, its unit."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part = part
        self.field: Input | Choices = (
            GapChoices(part.options)
            if part.options
            else GapLine(placeholder=part.wanted, max_length=TYPED_LIMIT, select_on_focus=False, compact=True)
        )

    def compose(self) -> ComposeResult:
        """Called, field, unit."""
        yield Words(self.part.called, classes="called")
        yield self.field
        if self.part.unit:
            yield Words(self.part.unit, classes="unit")

    @property
    def value(self) -> str:
        """What was typed, or the id of what was picked; blank for nothing."""
        if isinstance(self.field, Input):
            return self.field.value if self.field.value.strip() else ""
        return next(iter(self.field.ids), "")

    def put(self, value: str) -> None:
        """Fill the gap with a text or an option id; a blank one empties it."""
        if isinstance(self.field, Input):
            self.field.value = value
            return
        self.field.unpick()
        for place, (name, _) in enumerate(self.field.options):
            if name == value:
                self.field.choose(place)


class Cloze(Widget):
    """Gaps to fill; Enter goes to the next, on the last it submits.

    The response maps gap ids to what was typed or to option ids; open gaps are left out.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Gap before", show=False, id="cloze.up"),
        Binding("down", "move(1)", "Gap after", show=False, id="cloze.down"),
        CLEAR,
    ]

    keys = "Enter or Tab to the next, Enter on the last answers"

    def __init__(self, parts: tuple[Part, ...]) -> None:
        super().__init__()
        self.gaps = [Gap(part) for part in parts]

    def compose(self) -> ComposeResult:
        """One gap under the other."""
        yield from self.gaps

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go on from a line."""
        message.stop()
        self._go_on()

    def on_gap_choices_done(self, message: GapChoices.Done) -> None:
        """Go on from options."""
        message.stop()
        self._go_on()

    def _move(self, step: int) -> bool:
        """Go on by `step` gaps from the one with the cursor; tell whether there is one."""
        place = next((i for i, gap in enumerate(self.gaps) if gap.field.has_focus), 0) + step
        if not 0 <= place < len(self.gaps):
            return False
        self.gaps[place].field.focus()
        return True

    def action_move(self, step: int) -> None:
        """Go to the gap before or after."""
        self._move(step)

    def action_clear(self) -> None:
        """Empty all gaps and go to the first."""
        for gap in self.gaps:
            gap.put("")
        self.gaps[0].field.focus()

    @property
    def filled(self) -> list[str]:
        """The ids of the gaps that have something."""
        return [gap.part.id for gap in self.gaps if gap.value]

    def give(self, values: Mapping[str, Any]) -> None:
        """Fill gaps with what is right for them."""
        for gap in self.gaps:
            if gap.part.id in values:
                gap.put(str(values[gap.part.id]))

    def _go_on(self) -> None:
        if not self._move(1):
            self._submit()

    def _submit(self) -> None:
        response = {gap.part.id: gap.value for gap in self.gaps if gap.value}
        left = [gap.part.called for gap in self.gaps if not gap.value]
        if not response:
            self.post_message(Submitted(None, "Nothing filled in yet"))
        else:
            self.post_message(Submitted(response, f"Still open: {', '.join(left)}" if left else ""))

    def go_to(self, part: str) -> None:
        """Go to the gap of that id."""
        for gap in self.gaps:
            if gap.part.id == part:
                gap.field.focus()
