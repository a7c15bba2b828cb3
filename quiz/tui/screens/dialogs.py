"""Small questions over a session: a line of one's own, a report with its reason."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input

from quiz.learning import REMARK_LIMIT, Reason
from quiz.tui.screens.once import Once
from quiz.tui.widgets.answer import Submitted
from quiz.tui.widgets.choices import Choices
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.text import Words
from quiz.tui.widgets.typed import Line
from quiz.views.words import REASONS


class RemarkLine(Line):
    """A line to write a remark into."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Keep", key_display="Enter", id="remark.submit"),
    ]


class Reasons(Choices):
    """What may be wrong, to choose one of."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Go on", key_display="Enter", id="reasons.submit"),
    ]


class NoteDialog(Once, ModalScreen[str | None]):
    """Asks for the trainee's own line about a question; None where it is left as it was."""

    CSS_PATH = "dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+g", "dismiss", "Leave it", key_display="Esc", id="note.leave"),
    ]

    def __init__(self, note: str) -> None:
        super().__init__()
        self._note = note

    def compose(self) -> ComposeResult:
        """What is asked, and the line."""
        with VerticalScroll(id="dialog", can_focus=False):
            yield Words("Your note on this question", classes="title")
            yield RemarkLine(self._note, max_length=REMARK_LIMIT, select_on_focus=False)
            yield Words("It is shown with the answer. An empty line takes it away.", classes="dim")
        yield KeyLine()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Give back what was written."""
        message.stop()
        self.dismiss(message.value)


class ReportDialog(Once, ModalScreen[tuple[Reason, str] | None]):
    """Asks what is wrong with a question, and for a line of words; None where nothing is reported."""

    CSS_PATH = "dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+g,q", "dismiss", "Leave it", key_display="Esc", id="report.leave"),
    ]

    def compose(self) -> ComposeResult:
        """The reasons, and the line."""
        with VerticalScroll(id="dialog", can_focus=False):
            yield Words("What is wrong with this question? Your instructor reads it", classes="title")
            yield Reasons(tuple((reason, called.capitalize()) for reason, called in REASONS.items()))
            yield Words("In your words, if you like:", classes="dim")
            yield RemarkLine(max_length=REMARK_LIMIT, select_on_focus=False)
        yield KeyLine()

    @on(Submitted)
    def go_on(self, message: Submitted) -> None:
        """Go to the line when a reason is chosen."""
        message.stop()
        if message.response is not None:
            self.query_one(RemarkLine).focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Give back the reason and the words; without a reason go back for one."""
        message.stop()
        choices = self.query_one(Choices)
        if not choices.ids:
            choices.focus()
        else:
            self.dismiss((cast("Reason", choices.ids[0]), message.value))
