"""Delete own data: says exactly what goes, and wants the name typed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input

from quiz.config import Settings, are_of
from quiz.errors import QuizError
from quiz.text import one_line
from quiz.tui.messages import ForgetWanted, PageLeft
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views import Desk
from quiz.views.own_data import held_of, will_go


class ForgetScreen(ModalScreen[None]):
    """Asks whether all data of the trainee is to be deleted."""

    CSS_PATH = "settings.tcss"
    HELP: ClassVar[str] = "Deletes all answers, sessions, backups and settings of one trainee for good."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+n", "leave", "Keep everything", key_display="Esc", id="forget.leave"),
    ]

    def __init__(self, desk: Desk, settings: Settings, about: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings

    def compose(self) -> ComposeResult:
        """What goes, what stays, and the line for the name."""
        trainee = self.desk.log.trainee
        parts: list[tuple[str, str] | str] = [(f"Delete all data of {one_line(trainee, 60)} for good?", "bold"), "\n"]
        try:
            for line in will_go(held_of(self.desk), are_of(self.settings, trainee)):
                parts.append(f"\n• {line}")
        except QuizError as error:
            parts.append((f"\n✗ {error}", "$error"))
        with VerticalScroll(id="forget-box", can_focus=False):
            yield Words(styled(*parts))
            yield Words(styled(("\nType the name to delete. There is no way back.", MUTED)))
            yield Input(max_length=200, compact=True, select_on_focus=False)
            yield Words(id="forget-say")
        yield KeyLine()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go on only with the very name."""
        message.stop()
        if message.value.strip() == self.desk.log.trainee.strip():
            self.post_message(ForgetWanted())
        else:
            line = self.query_one("#forget-say", Words)
            line.add_class("-shown")
            line.say("✗ That is not the name: nothing is deleted")

    def action_leave(self) -> None:
        """Leave everything as it is."""
        self.post_message(PageLeft())
