"""The instructor's page: work, findings as files change, coverage, reports, figures, and the item a key away."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from quiz.config import Settings
from quiz.errors import QuizError
from quiz.text import counted, one_line
from quiz.tui.messages import EditWanted, LibraryChanged, PageLeft, PageWanted
from quiz.tui.widgets.course import COVERAGE, NOUNS, SECTIONS, SIGNS, WORK, Rows, Target, rows_of
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.reel import Cell, Reel
from quiz.tui.widgets.sections import SectionLine
from quiz.tui.widgets.text import Words, plain, styled
from quiz.views import Desk
from quiz.views.report import said
from quiz.views.report.bench import Bench, Seen

POLL = 1.0
"""Seconds between two looks at the files of the library."""
READING = "Reading the library and the answers …"


class InstructorScreen(Screen[None]):
    """Shows a course and its library; `about` has the paths of trainees' files, one a line, or nothing: the own log."""

    HELP: ClassVar[str] = "What a course needs: work first, then findings, coverage, reports, items and trainees."
    CSS_PATH = "instructor.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,f4", "edit", "Edit", key_display="e", id="instructor.edit"),
        *(
            Binding(str(n), f"section({n - 1})", name, id=f"instructor.section-{n}", show=False)
            for n, name in enumerate(SECTIONS, 1)
        ),
        Binding("right,tab", "turn(1)", "Section", id="instructor.next", key_display=f"1-{len(SECTIONS)}"),
        Binding("left,shift+tab", "turn(-1)", "Section before", id="instructor.previous", show=False),
        Binding("r", "again", "Count again", id="instructor.again"),
        Binding("q,backspace,escape", "leave", "Back", key_display="q", id="instructor.leave"),
    ]

    class Looked(Message):
        """There is something new to see, or a reason why there is not."""

        def __init__(self, seen: Seen | None, trouble: str = "") -> None:
            super().__init__()
            self.seen = seen
            self.trouble = trouble

    def __init__(self, desk: Desk, settings: Settings, about: str = "") -> None:
        super().__init__()
        self.desk = desk
        paths = [Path(line) for line in about.split("\n") if line]
        self.bench = Bench(desk.shelf, desk.log.path.parent, paths, desk.today())
        self.seen: Seen | None = None
        self.section = WORK
        self.cursors = [0] * len(SECTIONS)
        self._rows: Rows | None = None
        self._targeted = Target()
        self._busy = False

    def compose(self) -> ComposeResult:
        """The sections' names, a list, and what the figures rest on."""
        with Horizontal(classes="bar"):
            yield Words(one_line(f"Instructor · {self.desk.front.title}", 60), classes="left title")
            yield Words(id="course", classes="right dim")
        yield SectionLine(SECTIONS)
        yield Reel(id="list")
        yield Words(id="told")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read without holding anything up, then look again and again whether files have changed."""
        self.query_one("#list", Reel).show(0, lambda _: Cell(plain("")), empty=READING)
        self.query_one("#list").focus()
        self._look()
        self.set_interval(POLL, self._poll)

    def _poll(self) -> None:
        """Look at the files, unless the last look is not over or another page is on top."""
        if not self._busy and self.is_current:
            self._look()

    def _look(self, anew: bool = False) -> None:
        self._busy = True
        self._read(anew)

    @work(thread=True, exclusive=True, group="look")
    def _read(self, anew: bool) -> None:
        worker = get_current_worker()
        try:
            seen = self.bench.look(anew)
        except QuizError as error:
            self.post_message(self.Looked(None, str(error)))
            return
        if not worker.is_cancelled:
            self.post_message(self.Looked(seen))

    def on_instructor_screen_looked(self, message: Looked) -> None:
        """Show what is new."""
        message.stop()
        self._busy = False
        if message.trouble:
            self.query_one("#list", Reel).show(0, lambda _: Cell(plain("")), empty=message.trouble)
        if message.seen is not None:
            self.seen = message.seen
            self._show()

    def _show(self) -> None:
        """Draw the section that is open."""
        self.query_one(SectionLine).show(self.section)
        if self.seen is None:
            return
        report = self.seen.report
        self.query_one("#course", Words).say(said.head(report).partition(": ")[2])
        self._rows = rows = rows_of(self.section, self.seen)
        self.query_one("#list", Reel).show(rows.total, rows.draw, self.cursors[self.section], rows.empty, SIGNS)
        self._tell()

    def _tell(self) -> None:
        """Say what the section has, and what is to be known of files."""
        if self.seen is None or self._rows is None:
            return
        report, coverage = self.seen.report, self.seen.coverage
        parts = [counted(self._rows.total, *NOUNS[self.section])]
        if self.section == COVERAGE:
            asked = sum(bool(s.items) for s in coverage.sentences)
            parts += [f"{asked:,} of {counted(len(coverage.sentences), 'sentence')} asked about in all"]
        if report.regraded:
            parts.append(f"{counted(len(report.regraded), 'item')} told another key than today's: `quiz report`")
        line = styled(", ".join(parts))
        if report.told:
            more = f" (and {len(report.told) - 1:,} more)" if len(report.told) > 1 else ""
            file, sign, why = report.told[0].partition(": ")
            # There is one line for it: its folder would push out why.
            told = one_line(f"{file.rpartition('/')[2]}{sign}{why}", 200)
            line = styled(f"{', '.join(parts)}\n", ("! ", "bold"), f"{told}{more}")
        self.query_one("#told", Words).say(line)

    @property
    def target(self) -> Target:
        """What the row under the cursor is about."""
        if self._rows is None or not self._rows.total:
            return Target()
        return self._rows.target(min(self.cursors[self.section], self._rows.total - 1))

    @on(Reel.Moved)
    def follow(self, message: Reel.Moved) -> None:
        """Remember the row of each section, and offer what it has."""
        message.stop()
        if self._rows is not None:
            self.cursors[self.section] = message.reel.cursor
        if bool(self._targeted.path or self._targeted.item) != bool(self.target.path or self.target.item):
            self.refresh_bindings()
        self._targeted = self.target

    @on(Reel.Opened)
    def open_row(self, message: Reel.Opened) -> None:
        """Show the question as a trainee sees it, or the document in which a sentence stands."""
        message.stop()
        target = self.target
        if target.item in self.desk.library.entries:
            self.post_message(PageWanted("item", target.item))
        elif target.document in self.desk.library.documents:
            self.post_message(PageWanted("library", target.document))
        elif target.item or target.path:
            self.action_edit()

    @on(SectionLine.Picked)
    def open_picked(self, message: SectionLine.Picked) -> None:
        """Open the section that was clicked."""
        message.stop()
        self.action_section(message.index)

    def on_library_changed(self, message: LibraryChanged) -> None:
        """Check the library that was edited."""
        message.stop()
        self._look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to edit what stands in a file."""
        if action == "edit":
            return bool(self.target.item or self.target.path)
        return True

    def action_edit(self) -> None:
        """Open the item under the cursor in the editor; what is no item, its file."""
        target = self.target
        self.post_message(EditWanted(target.item, None if target.item else Path(target.path)))

    def action_section(self, section: int) -> None:
        """Open a section."""
        self.section = section
        self._show()
        self.refresh_bindings()

    def action_turn(self, step: int) -> None:
        """Open the section beside this one."""
        self.action_section((self.section + step) % len(SECTIONS))

    def action_again(self) -> None:
        """Check and count everything again."""
        self.query_one("#told", Words).say(READING)
        self._look(anew=True)

    def action_leave(self) -> None:
        """Go back to where one came from."""
        self.post_message(PageLeft())
