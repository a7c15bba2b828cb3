"""The first screen: what today holds, and one shortcut to start."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from quiz.text import counted, one_line
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views import BankRow, Desk, Home, percent

START = "start"
FULL, EMPTY = "█", "░"


class HomeScreen(Screen[None]):
    """Shows due, new and mistakes, the banks with their mastery; Enter starts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "start('learn')", "New session"),
        Binding("p", "start('practice')", "Practice"),
        Binding("m", "start('mistakes')", "Mistakes"),
        Binding("e", "start('exam')", "Exam"),
        Binding("q", "app.quit", "Quit"),
    ]

    class Wanted(Message):
        """A session is wanted: the one left open (no mode), or one of that mode and bank."""

        def __init__(self, mode: str = "", bank: str = "") -> None:
            super().__init__()
            self.mode = mode
            self.bank = bank

    def __init__(self, desk: Desk, questions: int) -> None:
        super().__init__()
        self.desk = desk
        self.questions = questions
        self.home = desk.home(questions)
        self._width = 0

    def compose(self) -> ComposeResult:
        """Title, today's numbers, the menu: all drawn in the first frame."""
        self._width = self.app.size.width
        with Horizontal(classes="bar"):
            yield Words("quiz", classes="left title")
            yield Words(one_line(self.home.trainee, 30), classes="right dim")
        with Vertical(id="body"):
            yield Words(_today(self.home), id="today")
            if self.home.goal or self.home.warnings:
                yield Words(_goal(self.home), id="goal")
            yield OptionList(*_menu(self.home, self._width), id="menu")
        if self.home.left_out:
            out = f"{counted(self.home.left_out, 'faulty item')} left out; `quiz check` tells why"
            yield Words(out, id="left-out")
        yield KeyLine()

    def refresh_numbers(self) -> None:
        """Draw anew what a session has changed."""
        self.home = self.desk.home(self.questions)
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the bars to the width."""
        if event.size.width != self._width:
            self._width = event.size.width
            self._draw()

    def _draw(self) -> None:
        self.query_one("#today", Words).say(_today(self.home))
        self._say_goal()
        menu = self.query_one("#menu", OptionList)
        at = menu.highlighted
        menu.clear_options()
        menu.add_options(_menu(self.home, self._width))
        menu.highlighted = at if at is not None and at < menu.option_count else 0

    def _say_goal(self) -> None:
        for line in self.query("#goal").results(Words):
            line.say(_goal(self.home))

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Enter or a click: start, or practice a bank."""
        message.stop()
        if message.option_id == START:
            self.post_message(self.Wanted("" if self.home.resumable else "learn"))
        elif message.option_id:
            bank = self.home.banks[int(message.option_id.removeprefix("bank-"))]
            self.post_message(self.Wanted("practice", bank.id))

    def action_start(self, mode: str) -> None:
        """Start a session of a mode."""
        self.post_message(self.Wanted(mode))


def _menu(home: Home, width: int) -> list[Option]:
    made = [Option(_action(home), id=START)]
    if home.banks:
        made += [Option("", disabled=True), Option(_heading(width), disabled=True)]
        made += [Option(_bank(row, width), id=f"bank-{i}") for i, row in enumerate(home.banks)]
    return made


def _today(home: Home) -> Content:
    numbers = (
        ("due", home.due),
        ("new", home.new),
        ("to mend", home.mistakes),
        ("answered today", home.answered_today),
    )
    parts: list[tuple[str, str] | str] = [(home.title, "bold"), "\n\n"]
    for name, number in numbers:
        parts += [(f"{number:,}", "bold $accent" if number else MUTED), (f" {name}    ", MUTED)]
    return styled(*parts)


def _goal(home: Home) -> Content:
    parts: list[tuple[str, str] | str] = [home.goal] if home.goal else []
    for warning in home.warnings:
        parts += ["\n" if parts else "", ("! ", "bold $warning"), (warning, "$warning")]
    return styled(*parts)


def _action(home: Home) -> Content:
    return styled(("▶ ", "$accent"), (home.action, "bold"), (f"\n  {home.detail}", MUTED))


def _columns(width: int) -> tuple[int, int]:
    """Return the widths of a bank's title and its bar for a terminal of `width` columns."""
    free = max(30, min(width, 120) - 32)
    bar = max(6, min(30, free // 2))
    return max(10, free - bar), bar


def _heading(width: int) -> Content:
    title, bar = _columns(width)
    return styled((f"  {'Practice a bank':<{title}} {'Mastery':<{bar + 7}}{'Seen':>9}{'Due':>6}", MUTED))


def _bank(row: BankRow, width: int) -> Content:
    title, bar = _columns(width)
    full = round(row.mastery * bar)
    return styled(
        f"  {one_line(row.title, title):<{title}} ",
        (FULL * full, "$success"),
        (EMPTY * (bar - full), MUTED),
        f" {percent(row.mastery):>5} ",
        (f"{row.seen:>4}/{row.items:<4}", MUTED),
        (f"{row.due:>6}", "$accent" if row.due else MUTED),
    )
