"""What stands on a terminal that is too small for any other screen."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen

from quiz.tui.widgets.text import Words

NEEDED = Size(60, 18)
"""Columns and rows that every screen gets by with."""


def is_small(size: Size) -> bool:
    """Tell whether a terminal is too small."""
    return size.width < NEEDED.width or size.height < NEEDED.height


def small_text(size: Size) -> str:
    """Say what is needed and what there is."""
    return (
        f"The quiz needs {NEEDED.width} × {NEEDED.height}; this is {size.width} × {size.height}. "
        "Make the terminal larger: all is kept as it was."
    )


class SmallScreen(Screen[None]):
    """Says what size is needed; no key does anything here but quitting."""

    AUTO_FOCUS = None

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Words(small_text(self.app.size))

    def on_resize(self, event: events.Resize) -> None:
        """Say what size it is now."""
        self.query_one(Words).say(small_text(event.size))
