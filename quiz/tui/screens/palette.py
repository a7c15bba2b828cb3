"""The command palette as a screen that is closed once."""

from __future__ import annotations

from textual.command import CommandPalette

from quiz.tui.screens.once import Once


class Palette(Once, CommandPalette):
    """The command palette; it has no id: one that is still being closed would have the same."""
