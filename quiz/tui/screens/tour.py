"""A short tour: four cards for the first start."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from quiz.config import Settings
from quiz.tui.messages import PageLeft, SettingsChanged
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views import Desk

CARDS = (
    (
        "Learn what documents say",
        "A few minutes a day: what is due, then something new. Each question comes back shortly before you would "
        "forget it, so that little work keeps all of it.",
    ),
    (
        "All by keyboard",
        "Digits and letters pick, Enter answers, and twice Enter shows what you do not know. The line at the bottom "
        "always tells which keys work now; Help (F1) tells all of them, and the palette (Ctrl+P) starts anything.",
    ),
    (
        "The proof is beside the answer",
        "After each answer you see why, with the sentence of the document that decides it. Documents may disagree: "
        "≠ means that yours is right for another one.",
    ),
    (
        "Nothing is lost",
        "An answer is on your disk before you see whether it was right. Leave when you like: the next start goes on "
        "with the very next question. Settings hold your pace, a date to be ready for, colours and keys.",
    ),
)


class TourScreen(ModalScreen[None]):
    """Shows one card after the other; can be left at any of them."""

    CSS_PATH = "settings.tcss"
    HELP: ClassVar[str] = "A short tour of what this is."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,right", "turn(1)", "Next", key_display="Enter", id="tour.next"),
        Binding("left,backspace", "turn(-1)", "Back", key_display="←", id="tour.back"),
        Binding("q,escape", "leave", "Leave the tour", key_display="q", id="tour.leave"),
    ]

    def __init__(self, desk: Desk, settings: Settings, about: str = "") -> None:
        super().__init__()
        self.settings = settings
        self.card = 0

    def compose(self) -> ComposeResult:
        """The first card."""
        with VerticalScroll(id="tour-box", can_focus=False):
            yield Words(_card(0), id="card")
        yield KeyLine()

    def action_turn(self, step: int) -> None:
        """Show another card; after the last one the tour is over."""
        self.card = max(0, self.card + step)
        if self.card < len(CARDS):
            self.query_one("#card", Words).say(_card(self.card))
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave, and do not come by itself again."""
        if not self.settings.toured:
            self.post_message(SettingsChanged(replace(self.settings, toured=True)))
        self.post_message(PageLeft())


def _card(number: int) -> Content:
    title, text = CARDS[number]
    last = number + 1 == len(CARDS)
    end = "Enter begins" if last else "Enter goes on, q leaves"
    return styled((f"{title}\n", "bold $accent"), f"\n{text}\n", (f"\n{number + 1} of {len(CARDS)}  ·  {end}", MUTED))
