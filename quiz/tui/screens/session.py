"""A session: question, answer, feedback, next. The answer is on the disk before the verdict is drawn."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget

from quiz.errors import QuizError
from quiz.learning import Session
from quiz.scoring import AskAgain, Verdict
from quiz.tui.messages import LibraryChanged
from quiz.tui.screens.proving import ORIGINAL, PROOFS, Proving
from quiz.tui.screens.remarking import RATES, REMARKS
from quiz.tui.widgets.answer import Submitted
from quiz.tui.widgets.asking import SURE, answer_widget, how, sure_widget
from quiz.tui.widgets.cloze import Cloze
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.places import PlaceMap
from quiz.tui.widgets.source import Sources
from quiz.tui.widgets.telling import feedback_widgets, trail
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views import Desk, Feedback, Question, Source, remarks

SAVED = tuple(f"-{v}" for v in Verdict)
Phase = Literal["reading", "asking", "sure", "told"]
GRACE_MS = 500
"""Milliseconds after a change on the screen in which keys that answer or go on were meant for what was there before."""


class SessionScreen(Proving):
    """Asks the questions of one session, one after another, until there are no more."""

    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = ["session.tcss", "places.tcss"]
    HELP: ClassVar[str] = "One question after the other. Enter on nothing, twice, shows the answer."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "next", "Next", key_display="Enter", id="session.next"),
        Binding("ctrl+n", "unknown", "Don't know", key_display="Ctrl+N", id="session.unknown"),
        Binding("f3,H", "hint", "Hint", key_display="F3", id="session.hint"),
        Binding("f4,S", "skip", "Skip", key_display="F4", id="session.skip"),
        Binding("ctrl+z,u", "undo", "Undo", key_display="Ctrl+Z", id="session.undo"),
        *PROOFS,
        Binding("r", "claim", "I was right", id="session.claim"),
        *RATES,
        ORIGINAL,
        Binding("escape,q", "leave", "Leave", key_display="Esc", id="session.leave"),
        Binding("f8,O", "source", "Source", key_display="F8", id="session.source"),
        *REMARKS,
    ]

    class Finished(Message):
        """The last question has been answered, or the time is up."""

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
        self.phase: Phase = "asking"
        self.exam = session.mode == "exam"
        self._asked_at = 0
        self._changed_at = 0
        self._doubted = False
        self._read = ""
        self._unclear: Any = None
        self._given: tuple[Any, int, bool] = (None, 0, False)

    def compose(self) -> ComposeResult:
        """Bar, verdict, then the question or its feedback in a part that scrolls."""
        with Horizontal(classes="bar"):
            yield Words(id="where", classes="left")
            yield Words(id="trail", classes="right")
        yield Words(id="verdict")
        with VerticalScroll(id="body"):
            with Vertical(id="asked"):
                yield Words(id="stem")
                yield Words(id="instruction")
                yield Vertical(id="answer")
                yield Words(id="hint")
                yield Words(id="say")
                yield Vertical(id="feedback")
                yield Words(id="own-note")
            yield Sources()
        yield KeyLine()

    async def on_mount(self) -> None:
        """Ask the first question, then load the memory model while it is being read."""
        if self.exam:
            self.set_interval(1, self._tick)
        await self._ask()
        self.call_after_refresh(self.run_worker, _warm, thread=True, exit_on_error=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say which shortcuts make sense now."""
        told, asking = self.phase == "told", self.phase == "asking"
        right = self.feedback is not None and self.feedback.verdict is Verdict.CORRECT
        match action:
            case "next":
                return told or self.phase == "reading"
            case "mark":
                return told
            case "context" | "original" | "map":
                return told and self.can_show(action)
            case "claim":
                return told and not right
            case "rate":
                return told and self.may_rate(parameters[0])
            case "unknown":
                return asking
            case "shelve" | "hint":
                return asking and not self.exam and not (action == "hint" and self.hinted)
            case "skip":
                return asking and remarks.can_skip(self.desk, self.session)
            case "source":
                return asking and self.can_look_up
            case "star" | "note" | "report":
                return bool(self.item)
            case "edit":
                return bool(self.item) and not self.exam
            case "undo":
                return bool(self.session.steps)
        return True

    @property
    def item(self) -> str:
        """The id of the item on the screen."""
        return self.question.item if self.question is not None else ""

    def _begin(self, phase: Phase) -> None:
        self.phase = phase
        self._changed_at = self.desk.clock.tick()

    def on_screen_resume(self) -> None:
        """What was over this screen is gone: a key may still be meant for it."""
        self._changed_at = self.desk.clock.tick()

    @property
    def _early(self) -> bool:
        """Whether a key may have been meant for what was on the screen before."""
        return self.desk.clock.tick() - self._changed_at < GRACE_MS

    def _left(self) -> int | None:
        """Return the milliseconds that an exam has left while a question is open."""
        left = self.desk.time_left(self.session) if self.exam else None
        return None if left is None else max(0, left - (self.desk.clock.tick() - self._asked_at))

    def _tick(self) -> None:
        left = self._left()
        if left == 0:
            self.post_message(self.Finished(self.session))
        elif self.question is not None:
            self._draw_trail(self.question.number)

    def _draw_trail(self, number: int) -> None:
        total = len(self.session.items)
        self.query_one("#trail", Words).say(trail(self.session, number, total, self._left()))

    async def _ask(self) -> None:
        self.question = question = self.desk.question(self.session)
        self.feedback = None
        self._doubted = False
        self._unclear = None
        self.ratings = ()
        if question is None:
            self.post_message(self.Finished(self.session))
            return
        self._asked_at = self.desk.clock.tick()
        self._draw_where(question)
        self._draw_trail(question.number)
        self._verdict("")
        await self.query_one("#feedback").remove_children()
        await self.show_passages()
        await self.query_one("#answer").remove_children()
        self._say("")
        self.forget_help()
        self._draw_note("")
        sources = () if self._read == question.item else self.desk.primer(self.session, question.item)
        if sources:
            await self._let_read(question, sources)
        else:
            await self._open(question)
        self.query_one("#body").scroll_home(animate=False)
        self.refresh_bindings()

    @on(LibraryChanged)
    async def ask_anew(self) -> None:
        """Ask what is asked by what the library says now; what was told stays."""
        if self.phase != "told":
            await self._ask()

    def _draw_where(self, question: Question) -> None:
        star = ("  ★", "bold $accent") if remarks.starred(self.desk, question.item) else ""
        line = styled((question.bank, "bold"), (f"  ·  level {question.level}", MUTED), star)
        self.query_one("#where", Words).say(line)

    async def _let_read(self, question: Question, sources: tuple[Source, ...]) -> None:
        """Show the passage of an item that was forgotten again and again before it is asked."""
        self._begin("reading")
        self._read = question.item
        self.query_one("#stem", Words).say("You have forgotten this one several times. Read it once more, then Enter")
        self.query_one("#instruction").display = False
        await self.show_passages(sources)
        self.query_one("#body").focus()

    async def _open(self, question: Question) -> None:
        self._begin("asking")
        self.query_one("#stem", Words).say(question.stem)
        await self._mount_answer(answer_widget(question), question.instruction)

    async def _mount_answer(self, widget: Any, instruction: str) -> None:
        answer = self.query_one("#answer")
        answer.set_class(isinstance(widget, PlaceMap), "-map")
        await answer.remove_children()
        await answer.mount(widget)
        line = self.query_one("#instruction", Words)
        line.say(how(instruction, widget.keys))
        line.display = True
        # A program that ends while a page opens has taken the widget apart: it may have nothing left to focus.
        for field in [w for w in widget.walk_children(Widget, with_self=True) if w.can_focus][:1]:
            field.focus(scroll_visible=False)

    def _say(self, text: str) -> None:
        line = self.query_one("#say", Words)
        line.say(text)
        line.display = bool(text)
        if text:
            self.call_after_refresh(line.scroll_visible, animate=False)

    def _verdict(self, text: str, kind: str = "") -> None:
        line = self.query_one("#verdict", Words)
        line.remove_class(*SAVED, "-other", "-trouble", "-shown")
        if text:
            line.add_class("-shown", f"-{kind}")
        line.say(text)

    @on(Submitted)
    async def take_answer(self, message: Submitted) -> None:
        """Take an answer, or how sure it is; ask once more where something is open."""
        message.stop()
        question, given = self.question, message.response
        if question is None or self.phase == "told" or self._early:
            return
        if self.phase == "sure":
            if str(given) in dict(SURE):
                await self._commit(int(given))
        elif question.pick and given and len(given) != question.pick:
            self._say(f"Pick {question.pick}: now it is {len(given)}")
        elif message.doubt and not self._doubted:
            self._doubted = True
            self._say(f"{message.doubt}. Enter again {'to answer so' if given else 'if you do not know'}")
        else:
            await self._take(question, given)

    async def action_unknown(self) -> None:
        """Take the question as not answered and show the answer."""
        if self.question is not None and not self._early:
            await self._take(self.question, None)

    async def action_skip(self) -> None:
        """Put the question off to the end of the session."""
        if self._early:
            return
        took = self.desk.clock.tick() - self._asked_at
        try:
            self.session = remarks.skip(self.desk, self.session, self.item, took)
        except QuizError as error:
            self.trouble(str(error))
            return
        await self._ask()
        self._say("Skipped: it comes again at the end")

    async def action_shelve(self, what: Literal["suspend", "bury"]) -> None:
        """Suspend the item before it is answered, or put it off until tomorrow, and ask the next one."""
        said = remarks.SHELVED[what]
        if not self._early and self.remark(lambda: remarks.shelve(self.desk, self.item, what)):
            await self._ask()
            self._say(said)

    async def _take(self, question: Question, response: Any) -> None:
        """Take a response: ask again what cannot be judged, ask how sure it is, or commit it."""
        again = self.desk.doubt(self.session, question.item, response)
        final = self.exam and response == self._unclear
        if again is not None and not final:
            self._unclear = response
            self._again(question, again)
            return
        self._given = (response, self.desk.clock.tick() - self._asked_at, final)
        if response is not None and self.desk.asks_certainty(self.session):
            self._begin("sure")
            await self._mount_answer(sure_widget(), "How sure are you?")
            self._say(f"You said: {self.desk.said(question.item, response)}")
            self.refresh_bindings()
        else:
            await self._commit(None)

    def _again(self, question: Question, step: AskAgain) -> None:
        part = next((p for p in question.parts if p.id == step.part), None)
        leave = " Enter again leaves it so." if self.exam else ""
        self._say(f"{part.called} {step.say}{leave}" if part else f"{step.say}{leave}")
        for cloze in self.query(Cloze):
            cloze.go_to(step.part)

    async def _commit(self, certainty: int | None) -> None:
        if self.question is None:
            return
        response, duration, final = self._given
        try:
            step = self.desk.answer(self.session, self.item, response, duration, certainty, final, self.hints)
        except QuizError as error:
            self._verdict(f"NOT SAVED: {error}. Enter tries again", "trouble")
            return
        if isinstance(step, AskAgain):
            return
        self.session = step.session
        if self.exam:
            await self._ask()
        else:
            await self._tell(step.feedback)

    async def _tell(self, feedback: Feedback) -> None:
        self.feedback = feedback
        self._begin("told")
        again = f"  ·  {feedback.again}" if feedback.again else ""
        self._verdict(f"{feedback.symbol} {feedback.headline}{again}", feedback.kind)
        if self.question is not None:
            self.query_one("#stem", Words).say(self.question.stem)
        await self.query_one("#answer").remove_children()
        self.query_one("#instruction").display = False
        self._say("")
        self.show_hint("")
        self._draw_trail(0)
        await self.query_one("#feedback").mount_all(feedback_widgets(feedback))
        self._draw_note(remarks.note_of(self.desk, self.item))
        await self.show_passages()
        await self.show_proof(feedback)
        body = self.query_one("#body")
        body.focus()
        body.scroll_home(animate=False)
        self.weigh()

    def _draw_note(self, note: str) -> None:
        line = self.query_one("#own-note", Words)
        line.say(styled(("Your note: ", MUTED), note))
        line.display = bool(note)

    async def action_next(self) -> None:
        """Go on: to the question whose passage was read, or to the next one."""
        if self.phase in ("told", "reading") and not self._early:
            await self._ask()

    async def action_undo(self) -> None:
        """Take the last answer back and ask its question again; or take a skip back."""
        try:
            self.session = self.desk.undo(self.session)
        except QuizError as error:
            self.trouble(str(error))
            return
        await self._ask()

    def aside(self, text: str) -> None:
        """Say something in passing: in the line of the verdict, or below an answer that is not given yet."""
        if self.phase == "told":
            self._verdict(text, "correct" if text.startswith("✓") else "omitted")
        else:
            self._say(text)

    def trouble(self, text: str) -> None:
        """Say what could not be saved."""
        self._verdict(f"NOT SAVED: {text}", "trouble")

    def draw_remarks(self) -> None:
        """Draw star and note anew."""
        if self.question is not None:
            self._draw_where(self.question)
        if self.phase == "told":
            self._draw_note(remarks.note_of(self.desk, self.item))

    def action_leave(self) -> None:
        """Leave; the session goes on where it was left."""
        self.post_message(self.Left())


def _warm() -> None:
    from quiz.learning.memory import preload

    preload()
