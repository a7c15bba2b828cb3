"""Progress: how far one is, what is to come and what was done, in seven sections that digits open."""

from __future__ import annotations

from typing import ClassVar

from msgspec import structs
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList
from textual.worker import get_current_worker

from quiz.config import Settings
from quiz.errors import QuizError
from quiz.text import one_line
from quiz.tui.messages import PageLeft, SessionWanted
from quiz.tui.widgets import progress as said
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.parts import Groups, PartList
from quiz.tui.widgets.sections import SectionLine
from quiz.tui.widgets.text import Words, opening, plain
from quiz.views import Choices, Desk
from quiz.views.mastery import Part, measure, passage_id, passage_parts, passages_of
from quiz.views.past import Past, past_of, read_again
from quiz.views.progress import standing_of

NAMES = ("Overview", "Retention", "Load", "Days", "Mastery", "Certainty", "Exams")
OVERVIEW, RETENTION, LOAD, DAYS, MASTERY, CERTAINTY, EXAMS = range(len(NAMES))
PLOTTED = (RETENTION, LOAD, DAYS)
"""Sections that have a plot, and numbers in its place."""
WIDEST = 104
EDGES = 5
"""Columns beside what is said: padding and scroll bar."""


class ProgressScreen(Screen[None]):
    """Shows what the states of items say at once, and what was done as soon as the log has been read.

    `about` is a document whose passages are to be shown, the name of a section, or empty.
    """

    CSS_PATH = "progress.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"section({n - 1})", name, id=f"progress.section-{n}", show=False)
            for n, name in enumerate(NAMES, 1)
        ),
        Binding("right,tab", "turn(1)", "Section", id="progress.next", key_display="1-7"),
        Binding("left,shift+tab", "turn(-1)", "Section before", id="progress.previous", show=False),
        Binding("v", "numbers", "Numbers", id="progress.numbers"),
        Binding("p", "practice", "Practice", id="progress.practice"),
        Binding("n", "start", "Begin", id="progress.start"),
        Binding("q", "leave", "Back", id="progress.leave"),
        Binding("backspace,escape", "up", "Up", id="progress.up", show=False),
    ]

    class LookedBack(Message):
        """The log has been read: the past, or why it could not be read."""

        def __init__(self, past: Past | None, trouble: str = "") -> None:
            super().__init__()
            self.past = past
            self.trouble = trouble

    def __init__(self, desk: Desk, settings: Settings, about: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings
        self.today = desk.today()
        self.goal = desk.goal()
        day = self.goal.day if self.goal else None
        self.by = measure(desk.library, desk.states, self.today, day, desk.front.chances)
        self.standing = standing_of(desk.library, self.by, self.goal)
        self.past: Past | None = None
        self.trouble = ""
        self.document = about if about in desk.library.documents else ""
        titles = [name.casefold() for name in NAMES]
        named = titles.index(about.casefold()) if about.casefold() in titles else OVERVIEW
        self.section = MASTERY if self.document else named
        self.as_numbers = False
        self._space = (0, 0)

    def compose(self) -> ComposeResult:
        """The sections' names, then the one that is shown."""
        with Horizontal(classes="bar"):
            yield Words("Progress", classes="left title")
            yield Words(one_line(self.standing.whole.title, 40), classes="right dim")
        yield SectionLine(NAMES)
        with VerticalScroll(id="section"):
            yield Words(id="said")
        yield PartList(id="parts")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what is known, then read the log."""
        self._measure()
        self._open(self.section)
        self._look_back()

    def on_resize(self, event: events.Resize) -> None:
        """Fit plots and rows to the size."""
        if self._measure():
            self._draw()
            self.query_one(PartList).redraw(self._room())

    def _measure(self) -> bool:
        before, self._space = self._space, (self.app.size.width, self.app.size.height)
        return before != self._space

    def _room(self) -> int:
        return max(30, min(WIDEST, self._space[0] - EDGES))

    @work(thread=True, exclusive=True)
    def _look_back(self) -> None:
        try:
            logged = read_again(self.desk.log)
        except QuizError as error:
            self.post_message(self.LookedBack(None, str(error)))
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self.LookedBack(past_of(self.desk.library, logged, self.today)))

    def on_progress_screen_looked_back(self, message: LookedBack) -> None:
        """Show the past."""
        message.stop()
        self.past, self.trouble = message.past, message.trouble
        self._draw()
        self.refresh_bindings()

    def _open(self, section: int) -> None:
        self.section = section
        self.query_one(SectionLine).show(section)
        self.set_class(section == MASTERY, "-parts")
        if section == MASTERY:
            self._list()
            self.query_one(PartList).focus()
        else:
            self.query_one("#section").focus()
            self.query_one("#section").scroll_home(animate=False)
        self._draw()
        self.refresh_bindings()

    def _draw(self) -> None:
        if self.section != MASTERY:
            self.query_one("#said", Words).say(self._said())

    def _said(self) -> Content:
        width, height = self._room(), max(4, min(20, self._space[1] - 13))
        if self.section == LOAD:
            return said.load(self.standing, self.today, width, height, self.as_numbers)
        if self.trouble:
            return plain(self.trouble)
        if self.section == OVERVIEW:
            return said.overview(self.standing, self.past, self.goal, width)
        if self.past is None:
            return plain(said.READING)
        if self.section == RETENTION:
            return said.retention(self.past, width, height, self.as_numbers)
        if self.section == DAYS:
            return said.days(self.past, self.today, width, self.as_numbers)
        return (said.certainty if self.section == CERTAINTY else said.exams)(self.past, width)

    def _list(self, at: str = "") -> None:
        standing = self.standing
        documents = self.desk.library.documents
        called = [structs.replace(p, title=opening(documents[p.id].called)) for p in standing.documents]
        groups: Groups = (("Topics", standing.topics), ("Documents", called))
        if self.document:
            groups = ((opening(documents[self.document].called), self._passages()),)
        filled = ((title, [p for p in parts if p.items]) for title, parts in groups)
        self.query_one(PartList).show(tuple((title, parts) for title, parts in filled if parts), self._room(), at)

    def _passages(self) -> list[Part]:
        """Return the cited passages of the document, each called by its number and how it begins."""
        known = {passage_id(self.document, p.number): p for p in self.desk.library.documents[self.document].passages}
        return [
            structs.replace(part, title=f"{known[part.id].number} · {known[part.id].text}")
            for part in passage_parts(self.desk.library, self.by, self.document)
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the section has."""
        if action == "numbers":
            done = self.past is not None and self.past.ever.answers > 0
            return self.standing.load.total > 0 if self.section == LOAD else self.section in PLOTTED and done
        if action == "practice":
            return self.section == MASTERY
        return True

    def action_section(self, section: int) -> None:
        """Open a section; opening mastery again leads back to all of it."""
        if section == self.section:
            self.document = ""
        self._open(section)

    def action_turn(self, step: int) -> None:
        """Open the section beside this one."""
        self._open((self.section + step) % len(NAMES))

    def action_numbers(self) -> None:
        """Change between plot and numbers."""
        self.as_numbers = not self.as_numbers
        self._draw()

    @on(SectionLine.Picked)
    def open_picked(self, message: SectionLine.Picked) -> None:
        """Open the section that was clicked."""
        message.stop()
        self.action_section(message.index)

    @on(OptionList.OptionSelected)
    def open_part(self, message: OptionList.OptionSelected) -> None:
        """Open a document's passages; practise anything else."""
        message.stop()
        part = self.query_one(PartList).part
        if part is not None and not self.document and not self._is_topic(part):
            self.document = part.id
            self._list()
        else:
            self.action_practice()

    def action_practice(self) -> None:
        """Practise the part under the cursor."""
        part = self.query_one(PartList).part
        if part is not None and part.items:
            self.post_message(self._practice(part))

    def _practice(self, part: Part) -> SessionWanted:
        count, sure = self.settings.questions, self.settings.certainty
        if self.document:
            cited = passages_of(self.desk.library.askable(), self.document)
            items = next(ids for place, ids in cited.items() if passage_id(*place) == part.id)
            return SessionWanted("practice", choices=Choices(items=count, certainty=sure), items=tuple(items[:count]))
        topic, document = (part.id, "") if self._is_topic(part) else ("", part.id)
        choices = Choices(topic=topic, document=document, items=count, certainty=sure)
        return SessionWanted("practice", choices=choices)

    def _is_topic(self, part: Part) -> bool:
        return any(part is topic for topic in self.standing.topics)

    def action_start(self) -> None:
        """Begin a session, or go on with the one left open."""
        self.post_message(SessionWanted(None if self.desk.open_session() else "learn"))

    def action_up(self) -> None:
        """Go from passages back to documents, from anything else back to where one came from."""
        if self.section == MASTERY and self.document:
            at, self.document = self.document, ""
            self._list(at)
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Go back to where one came from."""
        self.post_message(PageLeft())
