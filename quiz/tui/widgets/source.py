"""Paragraphs of documents with the cited sentences marked, one document beside the other where there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from quiz.tui.widgets.text import MUTED, Words, opening, styled
from quiz.views import Source
from quiz.views.originals import Original

CITED = "bold underline $cited on $cited-background"
SHORT = 4
"""Sentences up to which a passage is shown whole."""
WHOLE = 40_000
"""Characters of a passage that are shown at most, so that drawing it takes no time that is felt."""
COLUMN = 32
"""Columns of the terminal that a document needs to stand beside another."""

Beside = Callable[[Source], Original | None]
"""Returns the original's paragraph of a passage, None where there is none to speak of."""


class SourceBlock(Vertical):
    """One passage: which document and paragraph, then its sentences, those cited marked by weight, line and colour.

    A long passage is cut to the cited sentences and their neighbours unless `whole`; what is left out shows as "…".
    `original` stands below it, or beside it where there is room.
    """

    def __init__(self, source: Source, whole: bool, original: Original | None = None) -> None:
        super().__init__(classes=f"-{source.role}")
        self.source = source
        self._whole = whole
        self._original = original

    def compose(self) -> ComposeResult:
        """Where it stands, the text, and the original's."""
        yield Words(opening(self.source.heading), classes="called")
        with Vertical(classes="texts"):
            yield Words(passage_text(self.source, self._whole), classes="passage")
            if self._original is not None:
                yield Words(_original_text(self._original), classes="original")


class Sources(Widget):
    """Passages by document: one under the other, or beside one another where the screen is `-wide`."""

    async def show(
        self, sources: Iterable[Source], whole: bool = False, beside: Beside | None = None, witness: str = ""
    ) -> None:
        """Show these passages, then what `witness` says of them all; with `beside`, the originals' paragraphs, too."""
        documents: dict[str, list[SourceBlock]] = {}
        for source in sources:
            block = SourceBlock(source, whole, beside(source) if beside is not None else None)
            documents.setdefault(source.document, []).append(block)
        columns = [Vertical(*blocks, classes="document") for blocks in documents.values()]
        async with self.batch():
            await self.remove_children()
            if columns:
                await self.mount(Vertical(*columns, classes="documents"), Words(witness, classes="witness"))
        self.display = bool(columns)
        self.set_class(beside is not None, "-originals")
        self._set_columns()

    def on_resize(self, event: events.Resize) -> None:
        """Have as many documents side by side as there is room for."""
        self._set_columns()

    def _set_columns(self) -> None:
        wide = self.screen.has_class("-wide") and not self.has_class("-originals")
        room = max(1, self.size.width // COLUMN) if wide else 1
        for documents in self.query_children(".documents"):
            documents.styles.grid_size_columns = min(room, len(documents.children))


def passage_text(source: Source, whole: bool) -> Content:
    """Return the sentences of a passage, the cited ones marked; `whole` says whether all are wanted."""
    near = WHOLE if whole or len(source.sentences) <= SHORT else 0
    parts: list[tuple[str, str] | str] = []
    for text, cited in _around(source.sentences, near):
        parts += [(text, CITED) if cited else text, " "]
    return styled(*parts[:-1])


def _original_text(original: Original) -> Content:
    if original.why:
        return styled((original.why, MUTED))
    return styled(("Original: ", MUTED), original.text)


def _around(sentences: tuple[tuple[str, bool], ...], room: int) -> list[tuple[str, bool]]:
    """Return the cited sentences with a neighbour on each side, and further ones as long as there is `room`.

    `room` counts characters. "…" stands for what is left out.
    """
    cited = [i for i, (_, is_cited) in enumerate(sentences) if is_cited] or [0]
    away = [min(abs(i - c) for c in cited) for i in range(len(sentences))]
    kept: set[int] = set()
    for index in sorted(range(len(sentences)), key=away.__getitem__):
        room -= len(sentences[index][0])
        if away[index] <= 1 or room >= 0:
            kept.add(index)
    shown: list[tuple[str, bool]] = []
    last = -1
    for index in sorted(kept):
        if index != last + 1:
            shown.append(("…", False))
        shown.append(sentences[index])
        last = index
    return shown if last == len(sentences) - 1 else [*shown, ("…", False)]
