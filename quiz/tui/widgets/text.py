"""The only way in which text reaches the screen: as content, never as markup."""

from __future__ import annotations

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from quiz.text import safe

MUTED = "$text-muted"
"""The style of what is said in passing."""


def plain(text: str) -> Content:
    """Return other people's text as content: no markup, no escape sequence, no action."""
    return Content(safe(text))


def styled(*parts: tuple[str, str] | str) -> Content:
    """Return content of (text, style) pairs; the texts are never read as markup."""
    return Content.assemble(*[(safe(p[0]), p[1]) if isinstance(p, tuple) else safe(p) for p in parts])


def opening(text: str) -> str:
    """Return a text with a capital where it begins, as a heading has it; what is more than words stays as it is."""
    first = text.partition(" ")[0]
    words = first.isalpha() and first.islower() and all(char.isalnum() or char in " ,.'-" for char in text)
    return text[:1].upper() + text[1:] if words else text


class Words(Static):
    """A text that is shown as it is."""

    def __init__(self, text: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:
        self._said = text if isinstance(text, Content) else plain(text)
        super().__init__(self._said, id=id, classes=classes, markup=False)

    def say(self, text: str | Content) -> None:
        """Show another text; the screen is laid out anew only where the text may need other room."""
        before, now = self._said, text if isinstance(text, Content) else plain(text)
        if not now.is_same(before):
            self._said = now
            fits = self.content_size.height == 1 and now.cell_length <= self.content_size.width
            self.update(now, layout=not (fits and now.cell_length == before.cell_length and "\n" not in now.plain))


def pair(name: str, value: str | Content) -> Horizontal:
    """Return a name and a value beside it that wraps under itself."""
    return Horizontal(Words(name, classes="name"), Words(value, classes="value"), classes="pairs")
