"""What a session came to, and what to do about the wrong ones."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from quiz.config import Settings
from quiz.errors import QuizError
from quiz.learning import Session
from quiz.text import one_line
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.text import MUTED, Words, opening, pair, styled
from quiz.views import MODES, VERDICTS, Desk, Wrong, percent
from quiz.views.results import TopicRow, told_again
from quiz.views.saving import record_of

BAR = 12
"""Columns of the bar of a topic."""


class WrongBlock(Vertical):
    """An answer that was not right: its question, what was given, what was right, where it stands."""

    def __init__(self, wrong: Wrong, number: int) -> None:
        super().__init__(classes=f"wrong -{wrong.verdict}")
        self.wrong = wrong
        self.number = number

    def compose(self) -> ComposeResult:
        """Question and answers below each other."""
        wrong = self.wrong
        yield Words(styled((f"{VERDICTS[wrong.verdict][0]} {one_line(wrong.stem)}", "bold")))
        if wrong.given:
            yield pair("You said", wrong.given)
        yield pair("Right", wrong.right)
        yield Words(opening(wrong.source), classes="place")


class ResultsScreen(Screen[None]):
    """Score, topics, levels and time, and each answer that was not right with what was.

    Up and down go through these; Enter on one shows what was said of it with its passages.
    """

    CSS_PATH = "results.tcss"
    HELP: ClassVar[str] = "What the session came to, and each answer that was not right with what was."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "look", "Show", id="results.look", key_display="Enter"),
        Binding("enter", "home", "Home", id="results.done", key_display="Enter"),
        Binding("down,j", "move(1)", "Wrong ones", id="results.down", key_display="↑↓", priority=True),
        Binding("up,k", "move(-1)", "Up", id="results.up", show=False, priority=True),
        Binding("r", "retry", "Retry the missed", id="results.retry"),
        Binding("w", "save", "Save", id="results.save"),
        Binding("q,escape,backspace", "home", "Home", id="results.home"),
    ]

    class Retry(Message):
        """The missed items are to be asked again."""

        def __init__(self, items: tuple[str, ...]) -> None:
            super().__init__()
            self.items = items

    class Done(Message):
        """The trainee has seen it."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.desk = desk
        self.session = session
        self.record = record_of(desk, session)
        self.results = self.record.results
        self.cursor: int | None = None

    def compose(self) -> ComposeResult:
        """The score first, the wrong ones last."""
        results = self.results
        with Horizontal(classes="bar"):
            what = f"{MODES.get(results.mode, results.mode)}{'' if results.exam else ' session'}"
            yield Words(f"{what} {'done' if self.session.closed else 'so far'}", classes="left title")
            yield Words(results.took(), classes="right dim")
        with VerticalScroll(id="body"):
            yield Words(self._score(), classes="score")
            if results.certainty is not None:
                yield Words(results.sure(), classes="topics")
            of = ", score, right answers, share of the exam" if results.exam else ""
            for title, rows in (("By topic", results.topics), ("By level", results.levels)):
                if rows:
                    yield Words(title + of, classes="section")
                    yield Words(self._rows(rows), classes="topics")
            if results.wrong:
                yield Words("To mend", classes="section")
            for number, wrong in enumerate(results.wrong):
                yield WrongBlock(wrong, number)
        yield KeyLine()

    def on_mount(self) -> None:
        """Let the keyboard scroll."""
        self.query_one("#body").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Retry and look only at what there is."""
        if action == "look":
            return self.cursor is not None
        return bool(self.results.wrong) if action in ("retry", "move") else True

    def _score(self) -> Content:
        results = self.results
        if results.exam is not None:
            sign = "✓ " if results.exam.passed else "✗ "
            return styled(
                (sign + results.headline(), f"bold {'$text-success' if results.exam.passed else '$text-error'}")
            )
        return styled((results.headline(), "bold"), (f"   score {percent(results.score)}", MUTED))

    def _rows(self, rows: tuple[TopicRow, ...]) -> Content:
        most = max(12, min(40, self.app.size.width - 44))
        width = max(len(one_line(row.title, most)) for row in (*self.results.topics, *self.results.levels))
        parts: list[tuple[str, str] | str] = []
        for row in rows:
            bar = round(row.score * BAR)
            share = f"   {percent(row.share)}" if self.results.exam is not None else ""
            parts += [
                f"{one_line(row.title, most):<{width}}  ",
                ("█" * bar, "$success"),
                ("░" * (BAR - bar), MUTED),
                f" {percent(row.score):>5}   {row.says()}",
                (f"{share}\n", MUTED),
            ]
        return styled(*parts[:-1], (share, MUTED))

    def action_move(self, step: int) -> None:
        """Go to another wrong answer; above the first stands the score."""
        last = len(self.results.wrong) - 1
        at = (-1 if self.cursor is None else self.cursor) + step
        self._go_to(None if at < 0 else min(at, last))

    def _go_to(self, place: int | None) -> None:
        self.cursor = place
        for block in self.query(WrongBlock):
            block.set_class(block.number == place, "-cursor")
            if block.number == place:
                block.scroll_visible(animate=False)
        if place is None:
            self.query_one("#body").scroll_home(animate=False)
        self.refresh_bindings()

    def on_click(self, event: events.Click) -> None:
        """A click on a wrong answer shows it."""
        node = event.widget
        while node is not None and not isinstance(node, WrongBlock):
            node = node.parent if node.parent is not self else None  # type: ignore[assignment]
        if isinstance(node, WrongBlock):
            self._go_to(node.number)
            self.action_look()

    def action_look(self) -> None:
        """Show what was said of the answer under the cursor."""
        from quiz.tui.screens.again import AgainScreen

        wrong = self.results.wrong[self.cursor or 0]
        feedback = told_again(self.desk, self.session, wrong.item)
        if feedback is not None:
            self.app.push_screen(AgainScreen(feedback, wrong.stem))

    def action_retry(self) -> None:
        """Ask the missed items again."""
        self.post_message(self.Retry(tuple(w.item for w in self.results.wrong)))

    def action_save(self) -> None:
        """Ask for a name and save the results."""
        from quiz.tui.screens.saving import SavingScreen

        self.app.push_screen(SavingScreen(self.record), self._saved)

    def _saved(self, path: str | None) -> None:
        if path:
            self.app.notify(f"Saved in {one_line(path)}", markup=False, timeout=8)

    def action_home(self) -> None:
        """Go home."""
        self.post_message(self.Done())


def results_page(desk: Desk, settings: Settings, about: str) -> ResultsScreen:
    """Return the results of an earlier session; `about` is its id. Raises QuizError before the end of an exam."""
    found = desk.log.session(about)
    if found is None:
        raise QuizError("there is no such session")
    if found.mode == "exam" and not found.closed:
        raise QuizError("that exam was not ended", hint="its results are told at its end")
    return ResultsScreen(desk, found)
