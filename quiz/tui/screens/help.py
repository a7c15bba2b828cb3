"""Help: the shortcuts and the words, on one page."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from quiz.tui.widgets.text import MUTED, Words, styled

_KEYS = (
    ("Anywhere", ""),
    ("F1  ?", "this help"),
    ("F2  t", "light or dark"),
    ("Ctrl+P", "all commands"),
    ("Ctrl+Q", "quit; nothing is lost"),
    ("Home", ""),
    ("Enter", "start, go on, or practice the bank under the cursor"),
    ("n p m e", "new session, practice, mistakes, exam"),
    ("Question", ""),
    ("1-9  arrows", "pick; Space picks where several may be right"),
    ("Tab", "next gap"),
    ("letters", "give the row its partner; Backspace takes it away"),
    ("Space  J  K", "lift or drop a line; J and K carry it down and up"),
    ("Enter", "answer; twice on nothing if you do not know"),
    ("Ctrl+N", "I don't know"),
    ("Ctrl+Z  u", "take the last answer back (u where you do not type)"),
    ("Esc  q", "leave; the session goes on from here next time"),
    ("After the answer", ""),
    ("Enter", "next question"),
    ("arrows", "scroll"),
    ("c", "the other passages that the explanation rests on"),
    ("r  e", "I was right; it was easy"),
    ("s  b", "suspend this question; do not ask it again today"),
)


class HelpScreen(ModalScreen[None]):
    """A page over the screen below it."""

    CSS_PATH = "help.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark,f1", "dismiss", "Close"),
    ]

    def compose(self) -> ComposeResult:
        """Sections of shortcuts."""
        parts: list[tuple[str, str] | str] = []
        for key, what in _KEYS:
            parts += [f"  {key:<13}{what}\n"] if what else [(f"\n{key}\n" if parts else f"{key}\n", "bold $accent")]
        with VerticalScroll(id="help"):
            yield Words(styled(*parts, ("\nEsc closes this page.", MUTED)))
