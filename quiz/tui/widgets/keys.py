"""The shortcuts that apply now, in one line at the bottom; a click does what the key does.

One widget instead of one for each key: it is there in the first frame, and shows only what fits whole.
"""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from quiz.tui.widgets.text import styled

GAP = 2


class KeyLine(Widget):
    """The shown bindings of the focused widget, the screen and the app, in this order."""

    def __init__(self) -> None:
        super().__init__()
        self._spans: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self.refresh()

    def render(self) -> Content:
        """Return what fits, and remember where each key stands."""
        shown: dict[str, tuple[str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in shown:
                shown[binding.action] = (binding.key, self.app.get_key_display(binding), binding.description)
        parts: list[tuple[str, str] | str] = []
        self._spans = []
        at = 0
        for key, display, description in shown.values():
            end = at + len(display) + 1 + len(description)
            if end > self.size.width:
                break
            parts += [(f"{display} ", "bold $accent"), description + " " * GAP]
            self._spans.append((at, end, key))
            at = end + GAP
        return styled(*parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        event.stop()
        column = event.x - 1
        key = next((key for start, end, key in self._spans if start <= column < end), None)
        if key is not None:
            self.app.simulate_key(key)
