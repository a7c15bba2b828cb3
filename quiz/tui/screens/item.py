"""One question to look at: as a trainee sees it, and only when asked for what is right, why, and from where."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget

from quiz.config import Settings
from quiz.tui.messages import EditWanted, LibraryChanged, PageLeft
from quiz.tui.widgets.asking import answer_widget
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.marks import Marks
from quiz.tui.widgets.source import Sources
from quiz.tui.widgets.telling import feedback_widgets
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views import Desk
from quiz.views.library import item_row
from quiz.views.preview import preview_of
from quiz.views.question import question_of


class ItemScreen(Screen[None]):
    """Shows the question with the id `about`; nothing is answered and nothing logged."""

    CSS_PATH: ClassVar = ["session.tcss", "item.tcss"]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "reveal", "Show the answer", key_display="Space", id="item.reveal"),
        Binding("e,f4", "edit", "Edit", key_display="e", id="item.edit"),
        Binding("escape,q,backspace", "leave", "Back", key_display="q", id="item.leave"),
    ]

    def __init__(self, desk: Desk, settings: Settings, about: str) -> None:
        super().__init__()
        self.desk = desk
        self.item = about
        self.revealed = False

    def compose(self) -> ComposeResult:
        """What the question is, the question, then what is right."""
        with Horizontal(classes="bar"):
            yield Words(id="where", classes="left")
            yield Words(id="state", classes="right dim")
        with VerticalScroll(id="body"):
            yield Words(id="stem")
            yield Words(id="instruction")
            yield Vertical(id="answer")
            yield Words(id="say")
            yield Vertical(id="feedback")
        yield KeyLine()

    async def on_mount(self) -> None:
        """Show the question."""
        await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say which shortcuts make sense now."""
        known = self.item in self.desk.library.entries
        return known and not self.revealed if action == "reveal" else True

    async def _show(self) -> None:
        entry = self.desk.library.entries.get(self.item)
        await self.query_one("#answer").remove_children()
        await self.query_one("#feedback").remove_children()
        self.query_one("#say").display = self.query_one("#instruction").display = entry is not None
        if entry is None:
            self.query_one("#where", Words).say(styled((self.item, "bold")))
            self.query_one("#stem", Words).say("No sound question has this id now; `quiz check` tells why")
            return
        row = item_row(entry, self.desk.states.get(self.item), self.desk.today())
        self.query_one("#where", Words).say(styled((row.id, "bold"), (f"  {row.about}", MUTED)))
        self.query_one("#state", Words).say(row.state)
        question = question_of(entry, self.desk.library, entry.item.id, 1, 1)
        self.query_one("#stem", Words).say(question.stem)
        self.query_one("#instruction", Words).say(question.instruction)
        widget = answer_widget(question)
        await self.query_one("#answer").mount(widget)
        for part in widget.walk_children(Widget, with_self=True):
            part.can_focus = False
        self.query_one("#say", Words).say("The answer is hidden; Space shows it")
        self.query_one("#body").focus()
        if self.revealed:
            await self._reveal()

    async def action_reveal(self) -> None:
        """Show what is right and why, and what is said to other answers."""
        await self._reveal()
        first = self.query_one("#feedback").children[0]
        self.call_after_refresh(first.scroll_visible, animate=False)

    async def _reveal(self) -> None:
        entry = self.desk.library.entries[self.item]
        self.revealed = True
        self.query_one("#say").display = False
        preview = preview_of(entry, self.desk.library, self.desk.today())
        sources = Sources()
        made = [*feedback_widgets(preview.feedback), sources]
        if preview.said:
            made += [Words("What is said to other answers", classes="section"), Marks(preview.said)]
        await self.query_one("#feedback").mount_all(made)
        await sources.show(preview.feedback.sources, whole=True, witness=preview.feedback.witness)
        self.refresh_bindings()

    def action_edit(self) -> None:
        """Open the question in the editor."""
        self.post_message(EditWanted(self.item))

    @on(LibraryChanged)
    async def show_anew(self) -> None:
        """Show the question as it is now."""
        await self._show()

    def action_leave(self) -> None:
        """Close the page."""
        self.post_message(PageLeft())
