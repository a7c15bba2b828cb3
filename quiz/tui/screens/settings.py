"""Settings: each is kept and holds as soon as it is changed."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input

from quiz.config import Settings, trainee_name
from quiz.errors import QuizError
from quiz.text import counted, one_line
from quiz.tui.messages import PageLeft, PageWanted, SettingsChanged
from quiz.tui.theme import DARK, NAMES
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.rows import Changed, Pick, Press, Row, Rows
from quiz.tui.widgets.text import Words
from quiz.views import Desk
from quiz.views.own_settings import date_from, hour_from, questions_from, trainee_from

SWITCH = ((False, "off"), (True, "on"))
PAGES = ("shortcuts", "tour", "forget")
"""Rows that open a page of that name."""


class SettingsScreen(Screen[None]):
    """Theme, questions a session, date, study day, certainty, trainee, shortcuts; and the way to delete own data."""

    CSS_PATH = "settings.tcss"
    HELP: ClassVar[str] = (
        "What you choose once. Each change holds at once and is kept; the command line goes by it too."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", key_display="Esc", id="settings.leave"),
    ]

    def __init__(self, desk: Desk, settings: Settings, about: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings

    def compose(self) -> ComposeResult:
        """One row a setting."""
        with Horizontal(classes="bar"):
            yield Words("Settings", classes="left title")
        with Rows(id="settings"):
            yield from self._rows()
        yield KeyLine()

    def _rows(self) -> ComposeResult:
        now = self._values()
        yield Row("theme", "Theme", Pick(tuple(NAMES.items()), now["theme"]))
        yield Row("questions", "Questions a session", _line(now["questions"]))
        yield Row("ready_by", "Ready by", _line(now["ready_by"], "as 2026-03-10"))
        yield Row("rollover", "A study day begins at", _line(now["rollover"], "hour"))
        yield Row("certainty", "Ask how sure you are", Pick(SWITCH, now["certainty"]), "never counts for the score")
        yield Row("trainee", "Trainee", _line(now["trainee"], "login"))
        yield Row("shortcuts", "Shortcuts", Press("change them"))
        yield Row("tour", "Tour", Press("see it again"))
        yield Row("forget", "Own data", Press("delete it"), "asks once more")

    def on_mount(self) -> None:
        """Say what holds."""
        self._say_all()
        self.query_one(Row).control.focus()

    def take_settings(self, settings: Settings) -> None:
        """Show settings that were changed elsewhere."""
        self.settings = settings
        now = self._values()
        for row in self.query(Row):
            if row.row in now:
                row.show(now[row.row])
        self._say_all()

    def _values(self) -> dict[str, Any]:
        chosen = self.settings
        return {
            "theme": chosen.theme or DARK,
            "questions": str(chosen.questions),
            "ready_by": one_line(chosen.ready_by, 80),
            "rollover": "" if chosen.rollover is None else str(chosen.rollover),
            "certainty": chosen.certainty,
            "trainee": one_line(chosen.trainee, 80),
        }

    def _say_all(self) -> None:
        """Say beside each row what holds now, where the row itself does not."""
        theirs = self.desk.front.ready_by
        notes = {
            "theme": "NO_COLOR is set: no colours are shown" if self.app.no_color else "",
            "questions": "",
            "ready_by": "" if self.settings.ready_by else f"the library's: {theirs or 'none'}",
            "rollover": "o'clock"
            if self.settings.rollover is not None
            else f"the library's: {self.desk.front.rollover}",
            "trainee": f"now {self.desk.log.trainee}",
            "shortcuts": f"{counted(len(self.settings.keys), 'change')}" if self.settings.keys else "",
        }
        for row in self.query(Row):
            if row.row in notes:
                row.say(notes[row.row])

    @on(Changed)
    def take_change(self, message: Changed) -> None:
        """Take a value, or say beside it why not."""
        message.stop()
        if message.row in PAGES:
            self.post_message(PageWanted(message.row))
            return
        try:
            settings = replace(self.settings, **{message.row: self._read(message.row, message.value)})
        except QuizError as error:
            next(row for row in self.query(Row) if row.row == message.row).say(str(error), wrong=True)
            return
        changed = settings != self.settings
        self.settings = settings
        self._say_all()
        if changed:
            self.post_message(SettingsChanged(settings))

    def _read(self, row: str, value: Any) -> Any:
        match row:
            case "questions":
                return questions_from(value)
            case "ready_by":
                return date_from(value, self.desk.today())
            case "rollover":
                return hour_from(value)
            case "trainee":
                name = trainee_from(value)
                return "" if name == trainee_name("") else name
        return value

    def action_leave(self) -> None:
        """Leave; what was typed last is taken first."""
        self.set_focus(None)
        self.post_message(PageLeft())


def _line(value: str, placeholder: str = "") -> Input:
    return Input(value, placeholder=placeholder, max_length=80, select_on_focus=False, compact=True)
