"""A paragraph of a document with the cited sentences marked."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from quiz.tui.widgets.text import Words, styled
from quiz.views import Source

CITED = "bold underline $cited on $cited-background"
SHORT = 4
"""Sentences up to which a passage is shown whole."""
_ROLES = {"key": "", "differs": "Says otherwise: ", "context": "Also: "}


class SourceBlock(Vertical):
    """One passage: which document and paragraph, then its sentences, those cited marked by weight, line and colour.

    A long passage is cut to the cited sentences and their neighbours unless `whole`; what is left out shows as "…".
    """

    def __init__(self, source: Source, whole: bool) -> None:
        super().__init__(classes=f"-{source.role}")
        self.source = source
        self._whole = whole

    def compose(self) -> ComposeResult:
        """Where it stands, then the text."""
        source = self.source
        yield Words(f"{_ROLES[source.role]}{source.called}, paragraph {source.paragraph}", classes="called")
        parts: list[tuple[str, str] | str] = []
        for text, cited in source.sentences if self._whole else _near(source.sentences):
            parts += [(text, CITED) if cited else text, " "]
        yield Words(styled(*parts[:-1]), classes="passage")


def _near(sentences: tuple[tuple[str, bool], ...]) -> list[tuple[str, bool]]:
    """Return a short passage as it is, of a long one the cited sentences with one neighbour on each side."""
    if len(sentences) <= SHORT:
        return list(sentences)
    cited = [i for i, (_, is_cited) in enumerate(sentences) if is_cited]
    kept = [i for i in range(len(sentences)) if any(abs(i - c) <= 1 for c in cited)]
    shown: list[tuple[str, bool]] = []
    last = -1
    for index in kept:
        if index != last + 1:
            shown.append(("…", False))
        shown.append(sentences[index])
        last = index
    return shown if last == len(sentences) - 1 else [*shown, ("…", False)]
