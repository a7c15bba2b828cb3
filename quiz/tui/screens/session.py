"""A session: question, answer, feedback, next. The answer is on the disk before the verdict is drawn."""

from __future__ import annotations

from time import monotonic
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from quiz.errors import QuizError
from quiz.learning import Session
from quiz.scoring import AskAgain, Verdict
from quiz.tui.widgets.choices import Choices
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.source import SourceBlock
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.tui.widgets.typed import Typed
from quiz.views import OTHER_DOCUMENT, VERDICTS, Desk, Feedback, Question

TRAIL = 30
"""Questions up to which each answer has its sign in the bar."""
SAVED = tuple(f"-{v}" for v in Verdict)


class SessionScreen(Screen[None]):
    """Asks the questions of one session, one after another, until there are no more."""

    CSS_PATH = "session.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "next", "Next", key_display="Enter"),
        Binding("ctrl+n", "unknown", "I don't know", key_display="Ctrl+N"),
        Binding("ctrl+z,u", "undo", "Undo", key_display="Ctrl+Z"),
        Binding("c", "context", "More"),
        Binding("escape,q", "leave", "Leave", key_display="Esc"),
    ]

    class Finished(Message):
        """The last question has been answered."""

        def __init__(self, session: Session) -> None:
            super().__init__()
            self.session = session

    class Left(Message):
        """The trainee leaves; the session stays open."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.desk = desk
        self.session = session
        self.question: Question | None = None
        self.feedback: Feedback | None = None
        self._asked_at = 0.0
        self._blank = False
        self._with_context = False

    def compose(self) -> ComposeResult:
        """Bar, verdict, then the question or its feedback in a part that scrolls."""
        with Horizontal(classes="bar"):
            yield Words(id="where", classes="left")
            yield Words(id="trail", classes="right")
        yield Words(id="verdict")
        with VerticalScroll(id="body"):
            yield Words(id="stem")
            yield Vertical(id="answer")
            yield Words(id="instruction")
            yield Words(id="say")
            yield Vertical(id="feedback")
        yield KeyLine()

    async def on_mount(self) -> None:
        """Ask the first question, then load the memory model while it is being read."""
        await self._ask()
        self.call_after_refresh(self.run_worker, _warm, thread=True, exit_on_error=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say which shortcuts make sense now."""
        told = self.feedback is not None
        if action in ("next", "context"):
            return told
        if action == "unknown":
            return not told
        if action == "undo":
            return bool(self.session.answers)
        return True

    async def _ask(self) -> None:
        self.question = question = self.desk.question(self.session)
        self.feedback = None
        self._blank = self._with_context = False
        if question is None:
            self.post_message(self.Finished(self.session))
            return
        self.query_one("#where", Words).say(styled((question.bank, "bold"), (f"  ·  level {question.level}", MUTED)))
        self.query_one("#trail", Words).say(_trail(self.session, question.number, question.total))
        self._verdict("")
        self.query_one("#stem", Words).say(question.stem)
        await self.query_one("#feedback").remove_children()
        answer = self.query_one("#answer")
        await answer.remove_children()
        widget: Widget = Choices(question.options, question.several) if question.options else Typed(question.unit)
        await answer.mount(widget)
        self._instruct(question)
        (widget if question.options else widget.query_one(Input)).focus()
        self.query_one("#body").scroll_home(animate=False)
        self._asked_at = monotonic()
        self.refresh_bindings()

    def _instruct(self, question: Question) -> None:
        keys = f": 1-{min(9, len(question.options))} or arrows, then Enter" if question.options else ", then Enter"
        self.query_one("#instruction", Words).say(f"{question.instruction}{keys}")
        self.query_one("#instruction").display = True
        self._hint("")

    def _hint(self, text: str) -> None:
        line = self.query_one("#say", Words)
        line.say(text)
        line.display = bool(text)

    def _verdict(self, text: str, kind: str = "") -> None:
        line = self.query_one("#verdict", Words)
        line.remove_class(*SAVED, "-other", "-trouble", "-shown")
        if text:
            line.add_class("-shown", f"-{kind}")
        line.say(text)

    async def on_choices_submitted(self, message: Choices.Submitted) -> None:
        """Take what was picked."""
        message.stop()
        if self.question is None:
            return
        picked: Any = list(message.picked)
        if self.question.pick and picked and len(picked) != self.question.pick:
            self._hint(f"Pick {self.question.pick}: now it is {len(picked)}")
            return
        await self._take(picked if self.question.several else (picked[0] if picked else None))

    async def on_typed_submitted(self, message: Typed.Submitted) -> None:
        """Take what was typed."""
        message.stop()
        await self._take(message.text)

    async def action_unknown(self) -> None:
        """Take the question as not answered and show the answer."""
        self._blank = True
        await self._take(None)

    async def _take(self, response: Any) -> None:
        if self.question is None or self.feedback is not None:
            return
        empty = response is None or not response or (isinstance(response, str) and not response.strip())
        if empty and not self._blank:
            self._blank = True
            self._hint("Nothing chosen yet. Enter again if you do not know")
            return
        duration = int((monotonic() - self._asked_at) * 1000)
        try:
            step = self.desk.answer(self.session, self.question.item, None if empty else response, duration)
        except QuizError as error:
            self._verdict(f"NOT SAVED: {error}. Enter tries again", "trouble")
            return
        if isinstance(step, AskAgain):
            self._hint(step.say)
            return
        self.session = step.session
        await self._tell(step.feedback)

    async def _tell(self, feedback: Feedback) -> None:
        self.feedback = feedback
        again = f"  ·  {feedback.again}" if feedback.again else ""
        kind = "other" if feedback.symbol == OTHER_DOCUMENT[0] else str(feedback.verdict)
        self._verdict(f"{feedback.symbol} {feedback.headline}{again}", kind)
        await self.query_one("#answer").remove_children()
        self.query_one("#instruction").display = False
        self._hint("")
        if self.question is not None:
            self.query_one("#trail", Words).say(_trail(self.session, 0, self.question.total))
        await self.query_one("#feedback").mount_all(_feedback_widgets(feedback, self._with_context))
        body = self.query_one("#body")
        body.focus()
        body.scroll_home(animate=False)
        self.refresh_bindings()

    async def action_context(self) -> None:
        """Show or hide the passages that the explanation rests on."""
        if self.feedback is not None:
            self._with_context = not self._with_context
            box = self.query_one("#feedback")
            await box.remove_children()
            await box.mount_all(_feedback_widgets(self.feedback, self._with_context))

    async def action_next(self) -> None:
        """Go on to the next question."""
        if self.feedback is not None:
            await self._ask()

    async def action_undo(self) -> None:
        """Take the last answer back and ask its question again."""
        try:
            self.session = self.desk.undo(self.session)
        except QuizError as error:
            self._verdict(f"NOT SAVED: {error}", "trouble")
            return
        await self._ask()

    def action_leave(self) -> None:
        """Leave; the session goes on where it was left."""
        self.post_message(self.Left())


def _warm() -> None:
    from quiz.learning.memory import preload

    preload()


def _trail(session: Session, number: int, total: int) -> Any:
    parts: list[tuple[str, str] | str] = []
    if total <= TRAIL:
        colors = {Verdict.CORRECT: "$success", Verdict.PARTIAL: "$warning", Verdict.INCORRECT: "$error"}
        for answer in session.answers:
            verdict = answer.outcome.verdict
            parts.append((VERDICTS[verdict][0], colors.get(verdict, MUTED)))
        waiting = total - len(session.answers)
        if number and waiting > 0:
            parts.append(("▸", "bold $accent"))
            waiting -= 1
        parts.append(("·" * max(0, waiting) + "  ", MUTED))
    parts.append(f"{number or len(session.answers)} of {total}")
    return styled(*parts)


def _feedback_widgets(feedback: Feedback, context: bool) -> list[Widget]:
    made: list[Widget] = []
    if feedback.given and feedback.given != feedback.right:
        made.append(_pair("You said", feedback.given))
    made.append(_pair("Right", feedback.right))
    if feedback.notes:
        made.append(_pair("Note", "; ".join(feedback.notes)))
    if feedback.message:
        made.append(Words(feedback.message, classes="message"))
    made.append(Words(feedback.explanation, classes="explanation"))
    made += [SourceBlock(s, whole=context) for s in feedback.sources if s.role != "context" or context]
    made.append(Words(feedback.witness, classes="witness"))
    return made


def _pair(name: str, value: str) -> Widget:
    return Horizontal(Words(name, classes="name"), Words(value, classes="value"), classes="pairs")
