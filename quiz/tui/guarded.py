"""What a hasty hand and other people's clipboards must not do: an app that keeps to what was meant."""

from __future__ import annotations

from textual import events
from textual.app import App

from quiz.text import safe


class Guarded(App[None]):
    """An app into which only plain text is pasted, and which has one palette at a time."""

    async def on_event(self, event: events.Event) -> None:
        """Take from a paste what a terminal would obey."""
        if isinstance(event, events.Paste):
            event.text = safe(event.text)
        await super().on_event(event)

    def action_command_palette(self) -> None:
        """Open the palette."""
        from quiz.tui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())
