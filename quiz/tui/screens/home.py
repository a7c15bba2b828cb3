"""The first screen: what today holds, and one shortcut to start."""

from __future__ import annotations

from collections.abc import Container
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from quiz.config import Settings
from quiz.errors import QuizError
from quiz.learning import Mode
from quiz.text import counted, one_line
from quiz.tui.messages import PageWanted, SessionWanted
from quiz.tui.screens.home_lines import FACES, Faces, action, bank_line, goal, heading, session_line, today
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.text import Words, styled
from quiz.views import Choices, Desk

START = "start"
SHORT = 22
"""Lines from which the first screen has blank lines."""
NO_PAGES: frozenset[str] = frozenset()


class Menu(OptionList, inherit_bindings=False):
    """What can be started; left and right belong to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Start", id="home.start", key_display="Enter"),
        Binding("down", "cursor_down", "Down", show=False),
        Binding("up", "cursor_up", "Up", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Last", show=False),
        Binding("pagedown", "page_down", "Page down", show=False),
        Binding("pageup", "page_up", "Page up", show=False),
    ]


class HomeScreen(Screen[None]):
    """Shows due, new and mistakes, topics, banks and last sessions; Enter starts."""

    HELP: ClassVar[str] = "What today holds. Enter starts, goes on, or practises the bank under the cursor."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "start('learn')", "New", id="home.new"),
        Binding("s", "page('setup')", "Set up", id="home.setup"),
        Binding("f1,question_mark", "app.help", "Help", id="home.help", key_display="F1"),
        Binding("p", "start('practice')", "Practice", id="home.practice"),
        Binding("m", "start('mistakes')", "Mistakes", id="home.mistakes"),
        Binding("e", "start('exam')", "Exam", id="home.exam"),
        Binding("right,tab", "turn(1)", "Lists", id="home.turn", key_display="→"),
        Binding("left,shift+tab", "turn(-1)", "List before", id="home.turn-back", show=False),
        Binding("g", "page('progress')", "Progress", id="home.progress"),
        Binding("l", "page('library')", "Library", id="home.library"),
        Binding("a", "page('map')", "Map", id="home.map"),
        Binding("o", "page('settings')", "Settings", id="home.settings"),
        Binding("i", "page('instructor')", "Instructor", id="home.instructor", show=False),
        Binding("q", "app.quit", "Quit", id="home.quit"),
    ]

    def __init__(self, desk: Desk, settings: Settings, pages: Container[str] = NO_PAGES) -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings
        self.pages = pages
        self.home = desk.home(settings.questions)
        self.faces = Faces(self.home)
        self._stacked = False

    def compose(self) -> ComposeResult:
        """Title, today's numbers, the menu: all drawn in the first frame."""
        self.set_class(self._short, "-short")
        self._stacked = self._fits()
        with Horizontal(classes="bar"):
            yield Words("quiz", classes="left title")
            yield Words(one_line(self.home.trainee, 30), id="trainee", classes="right dim")
        with Vertical(id="body"):
            yield Words(today(self.home, self._short), id="today")
            yield Words(goal(self.home), id="goal", classes=self._goal_class)
            yield Menu(*self._menu(), id="menu")
        yield Words(id="news")
        if self.home.left_out:
            out = f"! {counted(self.home.left_out, 'faulty item')} left out; `quiz check` tells why"
            yield Words(out, id="left-out")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read what the first frame does not wait for."""
        self.call_after_refresh(self._read_past)

    def _read_past(self) -> None:
        """Read the last sessions, and what an update of the banks changed since."""
        from quiz.views.news import read_news
        from quiz.views.sessions import last_sessions

        try:
            self.faces = Faces(self.home, last_sessions(self.desk), self.desk.today())
            news = read_news(self.desk).says()
        except QuizError as error:
            news = str(error)
        line = self.query_one("#news", Words)
        line.say(styled(("↻ ", "bold $accent"), news) if news else "")
        line.set_class(bool(news), "-shown")
        if self.faces.sessions:
            self._draw()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is: pages that the app has, sessions where something can be asked."""
        match action:
            case "page":
                needs = {"setup": self.home.items > 0, "map": bool(self.desk.front.maps)}
                return parameters[0] in self.pages and needs.get(str(parameters[0]), True)
            case "start":
                return self.home.items > 0
            case "turn":
                return not self._stacked
        return True

    def refresh_numbers(self, settings: Settings) -> None:
        """Draw anew what a session or other settings have changed."""
        self.settings = settings
        self.home = self.desk.home(settings.questions)
        self.faces = Faces(self.home, self.faces.sessions, self.faces.day, self.faces.shown)
        self._draw()
        self.call_after_refresh(self._read_past)

    def on_resize(self, event: events.Resize) -> None:
        """Fit the bars to the width, and the lists to the height."""
        self._draw()

    @property
    def _goal_class(self) -> str:
        return "" if self.home.goal or self.home.warnings else "-none"

    @property
    def _short(self) -> bool:
        """Whether the terminal is so low that blank lines must go."""
        return self.app.size.height < SHORT

    def _fits(self) -> bool:
        """Tell whether topics, banks and sessions have room below each other."""
        above = 8 + len(self.home.warnings) + bool(self.home.goal)
        return self.faces.height + above <= self.app.size.height

    def _draw(self) -> None:
        self._stacked = self._fits()
        self.set_class(self._short, "-short")
        self.query_one("#today", Words).say(today(self.home, self._short))
        self.query_one("#trainee", Words).say(one_line(self.home.trainee, 30))
        line = self.query_one("#goal", Words)
        line.say(goal(self.home))
        line.set_class(bool(self._goal_class), "-none")
        menu = self.query_one(Menu)
        at = menu.highlighted
        made = self._menu()
        menu.clear_options()
        menu.add_options(made)
        menu.highlighted = at if at is not None and at < len(made) and not made[at].disabled else 0

    def _menu(self) -> list[Option]:
        width = self.app.size.width
        made = [Option(action(self.home), id=START)]
        shown = [f for f in FACES if self.faces.rows(f)] if self._stacked else [self.faces.shown]
        for face in shown:
            rows = self.faces.rows(face)
            if not rows and not self.faces.others:
                continue
            made += [
                Option("", disabled=True),
                Option(heading(self.faces, face, width, self._stacked), disabled=True),
            ]
            for number, row in enumerate(rows):
                where, idle = f"{face}-{number}", not row.items
                if face == "sessions":
                    made.append(Option(session_line(row, self.faces.day, width), id=where, disabled=idle))
                else:
                    made.append(Option(bank_line(row, width), id=where, disabled=idle))
        return made

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Enter or a click: start, practice a topic or a bank, or look at a session again."""
        message.stop()
        if message.option_id == START:
            self._begin()
            return
        face, _, number = (message.option_id or "").partition("-")
        row = self.faces.rows(face)[int(number)]
        if face == "topics":
            usual = self.settings
            chosen = Choices(topic=row.id, items=usual.questions, certainty=usual.certainty)
            self.post_message(SessionWanted("practice", choices=chosen))
        elif face == "banks":
            self.post_message(SessionWanted("practice", row.id))
        elif row.open and self.home.resumable and row.id == next(r.id for r in self.faces.sessions if r.open):
            self.post_message(SessionWanted(None))
        elif "results" in self.pages:
            self.post_message(PageWanted("results", row.id))

    def _begin(self) -> None:
        if self.home.resumable:
            self.post_message(SessionWanted(None))
        elif self.home.start is not None:
            self.post_message(SessionWanted(self.home.start))

    def action_turn(self, step: int) -> None:
        """Show what else is listed: topics, banks or last sessions."""
        self.faces = self.faces.turned(step)
        self._draw()
        menu = self.query_one(Menu)
        menu.highlighted = 0

    def action_start(self, mode: Mode) -> None:
        """Start a session of a mode."""
        self.post_message(SessionWanted(mode))

    def action_page(self, page: str) -> None:
        """Open a page."""
        self.post_message(PageWanted(page))
