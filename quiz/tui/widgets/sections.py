"""The sections of a page in one line: a digit or the arrows choose, a click does as well."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from quiz.tui.widgets.text import MUTED, styled

GAP = 2


class SectionLine(Widget):
    """Names with their digits, the shown one marked; where they do not all fit, only the shown one has its name."""

    class Picked(Message):
        """A section was clicked; `index` is its place from 0."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self.names = names
        self.shown = 0
        self._spans: list[tuple[int, int]] = []

    def show(self, index: int) -> None:
        """Mark another section."""
        self.shown = index
        self.refresh()

    def render(self) -> Content:
        """Return what fits, and remember where each name stands."""
        whole = [f"{n} {name}" for n, name in enumerate(self.names, 1)]
        fits = sum(map(len, whole)) + GAP * len(whole) <= self.content_size.width
        parts: list[tuple[str, str] | str] = []
        self._spans = []
        at = 0
        for index, text in enumerate(whole):
            mine = index == self.shown
            label = f"{'▸' if mine else ' '}{text if fits or mine else index + 1}"
            parts += [(label, "bold $accent" if mine else MUTED), " " * (GAP - 1)]
            self._spans.append((at, at + len(label)))
            at += len(label) + GAP - 1
        return styled(*parts)

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        event.stop()
        column = event.x - self.gutter.left
        index = next((n for n, (start, end) in enumerate(self._spans) if start <= column < end), None)
        if index is not None:
            self.post_message(self.Picked(index))
