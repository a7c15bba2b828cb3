"""What is said of each gap or row of an answer."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views import Mark
from quiz.views.difference import Run, legend

COLORS = {"correct": "$text-success", "partial": "$text-warning", "other": "$text-warning", "incorrect": "$text-error"}


LETTERS = {"missing": "bold underline $text-success", "extra": "bold strike $text-error"}


def letters_content(runs: tuple[Run, ...]) -> Content:
    """Return how an answer differs from what is right: signs and colours, then what the signs mean."""
    pieces = [(text, LETTERS.get(kind, "")) for run in runs for kind, text in run.pieces()]
    return styled(*pieces, (f"   {legend(runs)}", MUTED))


class Marks(Vertical):
    """A part after the other: its sign and what was given; below that what is right, and what is said to it."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        super().__init__()
        self.marks = tuple(marks)

    def compose(self) -> ComposeResult:
        """Signs in one column, words in another."""
        for mark in self.marks:
            with Horizontal(classes="mark"):
                yield Words(styled((mark.symbol, COLORS.get(mark.kind, MUTED))), classes="sign")
                with Vertical(classes="said"):
                    yield Words(styled((f"{mark.called} ", MUTED), (mark.given, "bold")))
                    if mark.right:
                        yield Words(styled(("Right: ", MUTED), mark.right))
                    if mark.said:
                        yield Words(mark.said, classes="aside")
                    if mark.letters:
                        yield Words(styled(("Letters: ", MUTED)) + letters_content(mark.letters))
