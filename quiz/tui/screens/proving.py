"""What an answer rests on: the passages of the documents, their originals, the map."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from quiz.tui.messages import PageWanted
from quiz.tui.screens.helping import Helping
from quiz.tui.widgets.source import Sources
from quiz.tui.widgets.telling import passages
from quiz.views import Feedback, Source
from quiz.views.originals import Originals

WIDTHS = [(0, "-narrow"), (120, "-wide")]
"""The columns of a terminal from which the screen has these classes."""
PROOFS: list[BindingType] = [
    Binding("c", "context", "More", id="session.context"),
    Binding("m", "map", "Map", id="session.map"),
]
ORIGINAL = Binding("o", "original", "Original", id="session.original")


class Proving(Helping):
    """A screen that shows what an answer rests on, in its `Sources`."""

    HORIZONTAL_BREAKPOINTS = WIDTHS

    feedback: Feedback | None

    def __init__(self) -> None:
        super().__init__()
        self._with_context = self._with_originals = False

    def can_show(self, what: str) -> bool:
        """Tell whether there is more to show after an answer: `context`, `original` or `map`."""
        if self.feedback is None:
            return False
        if what == "original":
            return self._originals().at_hand(self.feedback.sources)
        return what == "context" or self.feedback.map is not None

    def _originals(self) -> Originals:
        return Originals(self.desk.originals, self.desk.library.documents)

    async def show_passages(self, sources: Iterable[Source] = ()) -> None:
        """Show these passages and no others."""
        self._with_context = self._with_originals = False
        await self.query_one(Sources).show(sources, whole=True)

    async def show_proof(self, feedback: Feedback) -> None:
        """Show the passages that an answer rests on, more of them and originals as they are asked for."""
        beside = self._originals().beside if self._with_originals else None
        shown = passages(feedback, self._with_context)
        await self.query_one(Sources).show(shown, self._with_context, beside, feedback.witness)

    async def action_context(self) -> None:
        """Show or hide the passages that the explanation rests on."""
        if self.feedback is not None:
            self._with_context = not self._with_context
            await self.show_proof(self.feedback)

    async def action_original(self) -> None:
        """Show or hide the originals of the passages."""
        if self.feedback is not None:
            self._with_originals = not self._with_originals
            await self.show_proof(self.feedback)

    def action_map(self) -> None:
        """Look at the map with the places that the question speaks of."""
        if self.feedback is not None:
            self.post_message(PageWanted("map", self.feedback.item))
