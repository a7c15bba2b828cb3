"""Drafts to be judged one by one, sentences that have none, and what became of those before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker

from quiz.config import Settings
from quiz.errors import QuizError
from quiz.generate.deciding import Moment, Table, moment_of
from quiz.generate.values import REASONS
from quiz.generate.vetting import Look, reworded
from quiz.text import counted, one_line
from quiz.tui.messages import EditWanted, LibraryChanged, PageLeft
from quiz.tui.widgets.drafted import DraftPane
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.line import Line
from quiz.tui.widgets.sections import SectionLine
from quiz.tui.widgets.text import Words, styled
from quiz.tui.widgets.unasked import Unasked
from quiz.views import Desk
from quiz.views.acceptance import acceptance, acceptance_lines
from quiz.views.vetting import (
    DraftView,
    approved_line,
    left_line,
    reasons_asked,
    swapped_place,
    table_view,
)

NAMES = ("Drafts", "Not asked", "Figures")
DRAFTS, SENTENCES, FIGURES = range(3)
WIDE = 120
"""Columns from which the passage stands beside the question."""
_OF_DRAFT = ("approve", "own", "refuse", "edit", "next_stem", "swap", "mark", "skip", "bank", "editor")
_Change = Callable[[Table], object]
UNREAD = 0.4
"""Seconds within which nobody has read a draft: a key that is held down decides only once."""


class VettingScreen(Screen[None]):
    """Reviews the drafts of the library; `about` is the bank that takes what is approved, or empty."""

    CSS_PATH = "vetting.tcss"
    HELP: ClassVar[str] = "One draft at a time: is it right, clear and worth asking? Nothing is approved but by you."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "approve", "Approve", id="vetting.approve"),
        Binding("o", "own", "Own wording, source checked", id="vetting.own"),
        Binding("x", "refuse", "Refuse", id="vetting.refuse"),
        Binding("e", "edit", "Edit", id="vetting.edit"),
        Binding("n", "next_stem", "Stem", id="vetting.stem"),
        Binding("d", "swap", "Swap", id="vetting.swap"),
        Binding("s", "skip", "Skip", id="vetting.skip"),
        Binding("u", "undo", "Undo", id="vetting.undo"),
        Binding("escape,q,backspace", "leave", "Back", key_display="q", id="vetting.leave"),
        Binding("l", "section(1)", "Not asked", id="vetting.sentences"),
        Binding("i", "section(2)", "Figures", id="vetting.figures"),
        Binding("b", "bank", "Bank", id="vetting.bank"),
        Binding("E", "editor", "Editor", id="vetting.editor"),
        Binding("tab,right", "mark(1)", "Next distractor", show=False, id="vetting.next"),
        Binding("shift+tab,left", "mark(-1)", "Distractor before", show=False, id="vetting.before"),
        *[
            Binding(str(n + 1), f"section({n})", name, show=False, id=f"vetting.section-{n + 1}")
            for n, name in enumerate(NAMES)
        ],
    ]

    def __init__(self, desk: Desk, settings: Settings, about: str) -> None:
        super().__init__()
        self.desk = desk
        self.about = about
        self.table: Table | None = None
        self.section = DRAFTS
        self.view: DraftView | None = None
        self._asking = False
        self._outside = self._leaving = False
        self._marked = 0
        self._since = 0
        self._shown: Look | None = None

    def compose(self) -> ComposeResult:
        """A section each; only one is shown."""
        with Horizontal(classes="bar"):
            yield Words("Review drafts", id="where", classes="left title")
            yield Words(id="state", classes="right dim")
        yield SectionLine(NAMES)
        yield DraftPane(id="drafts")
        yield Unasked(id="unasked")
        with VerticalScroll(id="figures"):
            yield Words(id="table")
        yield Words(id="told")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the drafts without holding anything up."""
        self.query_one(DraftPane).say("Reading the drafts …")
        self._tell("")
        self._arrange()
        self._load()

    @work(thread=True, exclusive=True, exit_on_error=False, name="load")
    def _load(self) -> Table | QuizError:
        origin = self.desk.shelf.origin
        if origin is None:
            return QuizError("this library is in no files", hint="open one with `quiz --library DIR`")
        try:
            today = date.fromordinal(self.desk.today())
            table = Table(origin.root, self.desk.library, self.desk.log.trainee, today, self.about)
            if table.look is not None:
                table.gates(table.look)
        except QuizError as error:
            return error
        return table

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show the first draft when they have been read."""
        if event.worker.name != "load" or not event.worker.is_finished:
            return
        result = event.worker.result
        if isinstance(result, Table):
            self.table = result
            self._show()
            if result.faults:
                self._tell(f"{counted(len(result.faults), 'fault')} among the drafts: {result.faults[0]}", "fault")
        else:
            self.query_one(DraftPane).say(str(result or event.worker.error))

    @on(events.Resize)
    def _arrange(self) -> None:
        """Show the section, the passage beside the question or below."""
        self.set_class(self.size.width >= WIDE, "-wide")
        self.query_one("#drafts").display = self.section == DRAFTS
        self.query_one("#unasked").display = self.section == SENTENCES
        self.query_one("#figures").display = self.section == FIGURES
        self.query_one(SectionLine).show(self.section)
        self.refresh_bindings()

    def _tell(self, text: str, kind: str = "") -> None:
        """Say something in the line above the shortcuts; `kind` is `fault`, `asking` or empty."""
        told = self.query_one("#told", Words)
        told.display = bool(text)
        told.set_class(kind == "fault", "-fault")
        told.set_class(kind == "asking", "-asking")
        told.say(f"! {one_line(text)}" if kind == "fault" else text)

    def _show(self) -> None:
        """Show the draft that is read as it is now."""
        table = self.table
        if table is None:
            return
        pane, look = self.query_one(DraftPane), table.look
        if look is None:
            self.view = self._shown = None
            pane.say(left_line(table.state))
        else:
            if self._shown is None or self._shown.draft.id != look.draft.id:
                self._since, self._marked = self.desk.clock.tick(), 0
                pane.scroll_home(animate=False)
            self._shown = look
            self.view = table_view(table, look)
            pane.show(self.view, swapped_place(look, self._marked))
        view = self.view
        self.query_one("#where", Words).say(f"Review drafts · {view.place}" if view else "Review drafts")
        self.query_one("#state", Words).say(f"into {one_line(view.bank, 30)}" if view else "")
        if self.section == DRAFTS and not self.has_class("-editing"):
            pane.focus()
        self._arrange()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say which shortcuts make sense now."""
        if self._asking or isinstance(self.focused, Line):
            return False
        if action == "section":
            return self.table is not None and parameters != (self.section,)
        if action == "undo":
            return self.section == DRAFTS and self.table is not None and bool(self.table.state.past)
        if action in _OF_DRAFT:
            look = self._shown if self.section == DRAFTS else None
            return look is not None and self._fits(action, look)
        return True

    def _fits(self, action: str, look: Look) -> bool:
        match action:
            case "own":
                return self.view is not None and self.view.loose and bool(look.edits)
            case "next_stem":
                return len(look.items) > 1
            case "swap" | "mark":
                return swapped_place(look, self._marked) >= 0
            case "bank":
                return self.table is not None and len(self.table.places) > 1
        return True

    def _moment(self) -> Moment:
        return moment_of(self.desk.moment().utc, (self.desk.clock.tick() - self._since) / 1000)

    def action_approve(self) -> None:
        """Put the draft into its bank."""
        self._approve(own=False)

    def action_own(self) -> None:
        """Put the draft into its bank as wording of one's own whose source was checked."""
        self._approve(own=True)

    def _approve(self, own: bool) -> None:
        moment = self._moment()
        if moment.seconds < UNREAD:
            self._tell("Nobody reads so fast: that was the shortcut of the draft before")
        elif self._do(lambda table: table.approve(moment, own)) and self.table is not None:
            self._tell(approved_line(self.table.last))

    def action_refuse(self) -> None:
        """Ask for the reason."""
        self._asking = True
        self._tell(reasons_asked(self.size.width), "asking")
        self.refresh_bindings()

    def on_key(self, event: events.Key) -> None:
        """Take the digit of a reason; any other key is a no."""
        if not self._asking:
            return
        event.stop()
        event.prevent_default()
        self._asking = False
        reason = REASONS[int(event.key) - 1] if event.key in tuple("123456789") else ""
        if not reason:
            self._tell("")
            self.refresh_bindings()
        elif self._do(lambda table: table.reject(reason, self._moment())):
            self._tell(f"Refused: {reason}; it will not come again")

    def action_skip(self) -> None:
        """Leave the draft for another time."""
        if self._do(lambda table: table.skip(self._moment())):
            self._tell("Skipped")

    def action_undo(self) -> None:
        """Take the last thing back."""
        told: list[str] = []
        if self._do(lambda table: told.append(table.undo(self._moment()))):
            self._tell(told[0])

    def action_next_stem(self) -> None:
        """Ask in the next way."""
        self._do(lambda table: table.next_stem())

    def action_swap(self) -> None:
        """Put another distractor in the place of the marked one."""
        place = swapped_place(self._shown, self._marked) if self._shown else -1
        before = self._shown
        if self._do(lambda table: table.swap(place)) and before == self._shown:
            self._tell("There is no other distractor for it")

    def action_mark(self, step: int) -> None:
        """Mark another distractor."""
        self._marked += step
        self._show()

    def action_bank(self) -> None:
        """Have the next bank take what is approved."""
        self._do(lambda table: table.choose_next_bank())

    def _do(self, change: _Change) -> bool:
        """Change something and show it; tell why when that cannot be, and return whether it could."""
        if self.table is None:
            return False
        try:
            change(self.table)
        except QuizError as error:
            self._tell(str(error), "fault")
            self.refresh_bindings()
            return False
        self._tell("")
        self._show()
        return True

    def action_edit(self) -> None:
        """Edit the stem in place."""
        if self._shown is None:
            return
        self._tell("")
        self.add_class("-editing")
        line = self.query_one("#edit", Line)
        line.value = self._shown.item.stem
        line.focus()
        self.call_after_refresh(line.action_end)
        self.refresh_bindings()

    @on(Input.Changed, "#edit")
    def judge_typed(self, message: Input.Changed) -> None:
        """Have the gates judge the stem as it is typed."""
        message.stop()
        if self.table is not None and self._shown is not None and self.has_class("-editing"):
            view = table_view(self.table, reworded(self._shown, message.value))
            self.query_one(DraftPane).show_typed(view)

    @on(Input.Submitted, "#edit")
    def take_typed(self, message: Input.Submitted) -> None:
        """Take the stem as it was typed."""
        message.stop()
        self.remove_class("-editing")
        self._do(lambda table: table.reword(message.value))

    @on(Line.Left)
    def leave_line(self, message: Line.Left) -> None:
        """Leave a stem as it was."""
        message.stop()
        self.remove_class("-editing")
        self._show()

    def action_editor(self) -> None:
        """Open the draft in the editor, at its line."""
        table = self.table
        if table is None or table.look is None:
            return
        try:
            table.keep()
        except QuizError as error:
            self._tell(str(error), "fault")
            return
        self._outside = True
        self.post_message(EditWanted(table.look.draft.id, table.file_of(table.look)))

    @on(LibraryChanged)
    def take_up(self) -> None:
        """Go on with the draft as it was written in the editor."""
        if self._outside and self._do(lambda table: table.take_up()):
            self._tell("Read again from its file")
        self._outside = False

    @on(SectionLine.Picked)
    def open_picked(self, message: SectionLine.Picked) -> None:
        """Open the section that was clicked."""
        message.stop()
        self.action_section(message.index)

    def action_section(self, index: int) -> None:
        """Open a section."""
        table = self.table
        if table is None:
            return
        self.section = index
        self._tell("")
        self._arrange()
        if index == SENTENCES:
            self.query_one(Unasked).show(table)
        elif index == FIGURES:
            lines = acceptance_lines(acceptance(table.decisions))
            self.query_one("#table", Words).say(styled("\n".join(lines)))
            self.query_one("#figures").focus()
        else:
            self._show()

    @on(Unasked.Refused)
    def tell_refused(self, message: Unasked.Refused) -> None:
        """Say why a draft of one's own cannot be."""
        message.stop()
        self._tell(message.why, "fault")

    @on(Unasked.Drafted)
    def keep_own(self, message: Unasked.Drafted) -> None:
        """Keep a draft of one's own among those of its document, and read it."""
        message.stop()
        if self._do(lambda table: table.add(message.draft)):
            self.action_section(DRAFTS)
            self._tell("Kept among the drafts; approve it, or go on editing")

    async def action_leave(self) -> None:
        """Leave a section, or the page: what was edited is kept, or asked for again; the library is read again."""
        table = self.table
        if self.section != DRAFTS:
            self.action_section(DRAFTS)
            return
        kept = table is None or table.look is None or self._do(lambda table: table.keep())
        if not kept and not self._leaving:
            self._leaving = True
            return
        try:
            shelf = await asyncio.to_thread(self.desk.shelf.again)
            if shelf is not None:
                self.desk.take(shelf)
        except QuizError as error:
            self.notify(one_line(str(error)), markup=False, timeout=8)
        self.post_message(PageLeft())
