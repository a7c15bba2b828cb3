"""An answer looked at again: what was said of it, with every passage that it rests on."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen

from quiz.tui.screens.once import Once
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.source import Sources
from quiz.tui.widgets.telling import feedback_widgets
from quiz.tui.widgets.text import Words
from quiz.views import Feedback


class AgainScreen(Once, Screen[None]):
    """Shows the feedback on one answer; any of its keys goes back to where it was opened."""

    CSS_PATH = "session.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q,backspace,escape", "dismiss", "Back", id="again.back", key_display="Enter"),
    ]

    def __init__(self, feedback: Feedback, stem: str) -> None:
        super().__init__()
        self.feedback = feedback
        self.stem = stem

    def compose(self) -> ComposeResult:
        """Verdict, question, then all that is said."""
        feedback = self.feedback
        with Horizontal(classes="bar"):
            yield Words("Looked at again", classes="left title")
        yield Words(f"{feedback.symbol} {feedback.headline}", id="verdict", classes=f"-shown -{feedback.kind}")
        with VerticalScroll(id="body"):
            yield Words(self.stem, id="stem")
            yield Vertical(*feedback_widgets(feedback), Sources(), id="feedback")
        yield KeyLine()

    async def on_mount(self) -> None:
        """Show the passages, and let the keyboard scroll."""
        await self.query_one(Sources).show(self.feedback.sources, whole=True, witness=self.feedback.witness)
        self.query_one("#body").focus()
