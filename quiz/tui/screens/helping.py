"""Help to the question on the screen before it is answered: a hint, its passages. The answer then says that it was."""

from __future__ import annotations

from typing import cast

from quiz.tui.screens.remarking import Remarking
from quiz.tui.widgets.asking import Answering, filled, take_hint
from quiz.tui.widgets.source import Sources
from quiz.tui.widgets.text import Words, styled
from quiz.views import Question, remarks


class Helping(Remarking):
    """A screen with a question that help can be asked for; `#answer`, `#hint` and `Sources` are on it."""

    question: Question | None

    def __init__(self) -> None:
        super().__init__()
        self.hinted = False
        self._looked_up = False

    @property
    def hints(self) -> int:
        """How much help was taken with this question."""
        return self.hinted + self._looked_up

    def forget_help(self) -> None:
        """Begin with a question that no help was taken with."""
        self.hinted = self._looked_up = False
        self.show_hint("")

    def show_hint(self, text: str) -> None:
        """Show what a hint says, or hide it."""
        line = self.query_one("#hint", Words)
        line.say(styled(("Hint: ", "bold"), text) if text else "")
        line.display = bool(text)
        if text:
            self.call_after_refresh(line.scroll_visible, animate=False)

    @property
    def can_look_up(self) -> bool:
        """Whether the passages may be looked up; those of an evidence question are on the screen."""
        question = self.question
        return question is not None and question.type != "evidence" and remarks.open_book(self.session)

    def action_hint(self) -> None:
        """Show the one hint that a question has."""
        widget = cast("Answering", self.query_one("#answer").children[0])
        hint = remarks.hint(self.desk, self.session, self.item, filled(widget))
        if hint is not None:
            self.hinted = True
            take_hint(widget, hint)
            self.show_hint(hint.says)
            self.refresh_bindings()

    async def action_source(self) -> None:
        """Show the passages that decide the question, or hide them; to have seen them is a hint."""
        box = self.query_one(Sources)
        if box.display:
            await box.show(())
            return
        found = remarks.passages(self.desk, self.session, self.item)
        self._looked_up = self._looked_up or bool(found)
        await box.show(found, whole=True)
        self.call_after_refresh(box.scroll_visible, animate=False)
