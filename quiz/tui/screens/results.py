"""What a session came to, and what to do about the wrong ones."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from quiz.text import counted, one_line
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.text import MUTED, Words, pair, styled
from quiz.views import MODES, VERDICTS, Results, Wrong, minutes_text, percent


class ResultsScreen(Screen[None]):
    """Score, topics, and each answer that was not right with what was."""

    CSS_PATH = "results.tcss"
    HELP: ClassVar[str] = "What the session came to, and each answer that was not right with what was."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "retry", "Retry the missed", id="results.retry"),
        Binding("enter,escape,q", "home", "Home", key_display="Enter", id="results.home"),
    ]

    class Retry(Message):
        """The missed items are to be asked again."""

        def __init__(self, items: tuple[str, ...]) -> None:
            super().__init__()
            self.items = items

    class Done(Message):
        """The trainee has seen it."""

    def __init__(self, results: Results) -> None:
        super().__init__()
        self.results = results

    def compose(self) -> ComposeResult:
        """The score first, the wrong ones last."""
        results = self.results
        with Horizontal(classes="bar"):
            session = "" if results.exam else " session"
            yield Words(f"{MODES.get(results.mode, results.mode)}{session} done", classes="left title")
            yield Words(minutes_text(results.duration), classes="right dim")
        with VerticalScroll(id="body"):
            yield Words(_score(results), classes="score")
            if results.certainty is not None:
                yield Words(results.sure(), classes="topics")
            if results.topics:
                yield Words(_topics(results), classes="topics")
            if results.wrong:
                yield Words("To mend", classes="section")
            for wrong in results.wrong:
                yield _wrong(wrong)
        yield KeyLine()

    def on_mount(self) -> None:
        """Let the keyboard scroll."""
        self.query_one("#body").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Retry only what there is to retry."""
        return bool(self.results.wrong) if action == "retry" else True

    def action_retry(self) -> None:
        """Ask the missed items again."""
        self.post_message(self.Retry(tuple(w.item for w in self.results.wrong)))

    def action_home(self) -> None:
        """Go home."""
        self.post_message(self.Done())


def _score(results: Results) -> Content:
    if results.exam is not None:
        return styled((results.verdict(), "bold $success" if results.exam.passed else "bold $error"))
    right = f"{results.right} of {counted(results.answered, 'question')} right"
    return styled((right, "bold"), (f"   score {percent(results.score)}", MUTED))


def _topics(results: Results) -> Content:
    width = max(len(one_line(row.title, 40)) for row in results.topics)
    parts: list[tuple[str, str] | str] = []
    for row in results.topics:
        bar = round(row.score * 12)
        parts += [
            f"{one_line(row.title, 40):<{width}}  ",
            ("█" * bar, "$success"),
            ("░" * (12 - bar), MUTED),
            f"  {row.right} of {row.asked}\n",
        ]
    return styled(*parts)


def _wrong(wrong: Wrong) -> Vertical:
    stem = styled((f"{VERDICTS[wrong.verdict][0]} {one_line(wrong.stem)}", "bold"))
    said = [pair("You said", wrong.given)] if wrong.given else []
    place = Words(wrong.source, classes="place")
    return Vertical(Words(stem), *said, pair("Right", wrong.right), place, classes=f"wrong -{wrong.verdict}")
