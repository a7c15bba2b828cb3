"""Asks where results are to be kept, and keeps them."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from quiz.errors import QuizError
from quiz.tui.screens.once import Once
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views.saving import Record, save_results


class NameLine(Input):
    """A line to write a name into."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Save", key_display="Enter", id="saving.submit"),
    ]


class SavingScreen(Once, ModalScreen[str]):
    """Proposes a name in the current folder; a file that is there is replaced only by a yes.

    It gives back where the results were saved, the empty text if they were not.
    """

    CSS_PATH = "saving.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+g", "leave", "Leave it", key_display="Esc", id="saving.back"),
        Binding("y", "replace", "Replace", id="saving.replace", show=False),
    ]

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.record = record
        self.taken = ""

    def compose(self) -> ComposeResult:
        """A line for the name, and what is to be known of it."""
        with Vertical(id="saving"):
            yield Words("Save the results as", classes="title")
            yield NameLine(self.record.file_name, select_on_focus=False, max_length=4_000)
            yield Words(styled((_HELP, MUTED)), id="saving-says")
        yield KeyLine()

    def on_mount(self) -> None:
        """Let the name be changed."""
        self.query_one(Input).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A yes is asked for only where a file would be replaced."""
        return bool(self.taken) if action == "replace" else True

    @on(Input.Submitted)
    def take_name(self, message: Input.Submitted) -> None:
        """Save under the name."""
        message.stop()
        self._save(message.value, replace=False)

    def _save(self, name: str, replace: bool) -> None:
        try:
            path = save_results(self.record, name, replace)
        except QuizError as error:
            self._say(f"Not saved: {error}")
            return
        if path is not None:
            self.dismiss(str(path))
            return
        self.taken = name
        self.set_focus(None)
        self._say("There is a file of that name already. y replaces it; any other key goes back to the name")

    def _say(self, text: str) -> None:
        self.query_one("#saving-says", Words).say(styled(("! ", "bold $warning"), (text, "$warning")))

    def on_key(self, event: events.Key) -> None:
        """Anything but a yes goes back to the name."""
        if self.taken and event.key not in ("y", "escape"):
            event.stop()
            event.prevent_default()
            self._rename()

    def _rename(self) -> None:
        self.taken = ""
        self.query_one(Input).focus()
        self.query_one("#saving-says", Words).say(styled((_HELP, MUTED)))

    def action_replace(self) -> None:
        """Replace the file."""
        name, self.taken = self.taken, ""
        self.query_one(Input).focus()
        self._save(name, replace=True)

    def action_leave(self) -> None:
        """Save nothing, or go back to the name."""
        if self.taken:
            self._rename()
        else:
            self.dismiss("")


_HELP = "It is saved as text, as JSON if the name ends in .json."
