"""A session: question, answer, feedback, next. The answer is on the disk before the verdict is drawn."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from quiz.errors import QuizError
from quiz.learning import Session
from quiz.scoring import AskAgain, Verdict
from quiz.tui.messages import LibraryChanged, PageWanted
from quiz.tui.widgets.answer import Submitted
from quiz.tui.widgets.asking import answer_widget, sure_widget
from quiz.tui.widgets.cloze import Cloze
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.places import PlaceMap
from quiz.tui.widgets.source import Sources
from quiz.tui.widgets.telling import feedback_widgets, passages, trail
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views import Desk, Feedback, Question, Source
from quiz.views.originals import Originals

SAVED = tuple(f"-{v}" for v in Verdict)
WIDTHS = [(0, "-narrow"), (120, "-wide")]
"""The columns of a terminal from which the screen has these classes."""
Phase = Literal["reading", "asking", "sure", "told"]


class SessionScreen(Screen[None]):
    """Asks the questions of one session, one after another, until there are no more."""

    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = ["session.tcss", "places.tcss"]
    HORIZONTAL_BREAKPOINTS = WIDTHS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "next", "Next", key_display="Enter"),
        Binding("ctrl+n", "unknown", "I don't know", key_display="Ctrl+N"),
        Binding("ctrl+z,u", "undo", "Undo", key_display="Ctrl+Z"),
        Binding("c", "context", "More"),
        Binding("m", "map", "Map", id="session.map"),
        Binding("r", "claim", "I was right"),
        Binding("e", "easy", "Easy"),
        Binding("o", "original", "Original", id="session.original"),
        Binding("s", "mark('suspend')", "Suspend", show=False),
        Binding("b", "mark('bury')", "Not today", show=False),
        Binding("escape,q", "leave", "Leave", key_display="Esc"),
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
        self._doubted = False
        self._with_context = self._with_originals = False
        self._originals = Originals(desk.originals, desk.library.documents)
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
                yield Words(id="say")
                yield Vertical(id="feedback")
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
        told = self.phase == "told"
        right = self.feedback is not None and self.feedback.verdict is Verdict.CORRECT
        match action:
            case "next":
                return told or self.phase == "reading"
            case "context" | "mark":
                return told
            case "original":
                return told and self.feedback is not None and self._originals.at_hand(self.feedback.sources)
            case "map":
                return told and self.feedback is not None and self.feedback.map is not None
            case "claim":
                return told and not right
            case "easy":
                return told and right
            case "unknown":
                return self.phase == "asking"
            case "undo":
                return bool(self.session.answers)
        return True

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
        self._doubted = self._with_context = self._with_originals = False
        self._unclear = None
        if question is None:
            self.post_message(self.Finished(self.session))
            return
        self._asked_at = self.desk.clock.tick()
        self.query_one("#where", Words).say(styled((question.bank, "bold"), (f"  ·  level {question.level}", MUTED)))
        self._draw_trail(question.number)
        self._verdict("")
        await self.query_one("#feedback").remove_children()
        await self.query_one(Sources).show(())
        await self.query_one("#answer").remove_children()
        self._hint("")
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

    async def _let_read(self, question: Question, sources: tuple[Source, ...]) -> None:
        """Show the passage of an item that was forgotten again and again before it is asked."""
        self.phase = "reading"
        self._read = question.item
        self.query_one("#stem", Words).say("You have forgotten this one several times. Read it once more, then Enter")
        self.query_one("#instruction").display = False
        await self.query_one(Sources).show(sources, whole=True)
        self.query_one("#body").focus()

    async def _open(self, question: Question) -> None:
        self.phase = "asking"
        self.query_one("#stem", Words).say(question.stem)
        await self._mount_answer(answer_widget(question), question.instruction)

    async def _mount_answer(self, widget: Any, instruction: str) -> None:
        answer = self.query_one("#answer")
        answer.set_class(isinstance(widget, PlaceMap), "-map")
        await answer.remove_children()
        await answer.mount(widget)
        line = self.query_one("#instruction", Words)
        line.say(f"{instruction}{'' if instruction.endswith('?') else ':'} {widget.keys}")
        line.display = True
        next(w for w in widget.walk_children(Widget, with_self=True) if w.can_focus).focus(scroll_visible=False)

    def _hint(self, text: str) -> None:
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
        if question is None or self.phase == "told":
            return
        if self.phase == "sure":
            if given:
                await self._commit(int(given))
        elif question.pick and given and len(given) != question.pick:
            self._hint(f"Pick {question.pick}: now it is {len(given)}")
        elif message.doubt and not self._doubted:
            self._doubted = True
            self._hint(f"{message.doubt}. Enter again {'to answer so' if given else 'if you do not know'}")
        else:
            await self._take(question, given)

    async def action_unknown(self) -> None:
        """Take the question as not answered and show the answer."""
        if self.question is not None:
            await self._take(self.question, None)

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
            self.phase = "sure"
            await self._mount_answer(sure_widget(), "How sure are you?")
            self._hint(f"You said: {self.desk.said(question.item, response)}")
            self.refresh_bindings()
        else:
            await self._commit(None)

    def _again(self, question: Question, step: AskAgain) -> None:
        part = next((p for p in question.parts if p.id == step.part), None)
        leave = " Enter again leaves it so." if self.exam else ""
        self._hint(f"{part.called} {step.say}{leave}" if part else f"{step.say}{leave}")
        for cloze in self.query(Cloze):
            cloze.go_to(step.part)

    async def _commit(self, certainty: int | None) -> None:
        if self.question is None:
            return
        response, duration, final = self._given
        try:
            step = self.desk.answer(self.session, self.question.item, response, duration, certainty, final)
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
        self.phase = "told"
        again = f"  ·  {feedback.again}" if feedback.again else ""
        self._verdict(f"{feedback.symbol} {feedback.headline}{again}", feedback.kind)
        if self.question is not None:
            self.query_one("#stem", Words).say(self.question.stem)
        await self.query_one("#answer").remove_children()
        self.query_one("#instruction").display = False
        self._hint("")
        self._draw_trail(0)
        await self.query_one("#feedback").mount_all(feedback_widgets(feedback))
        await self._show_sources(feedback)
        body = self.query_one("#body")
        body.focus()
        body.scroll_home(animate=False)
        self.refresh_bindings()

    async def action_context(self) -> None:
        """Show or hide the passages that the explanation rests on."""
        if self.feedback is not None:
            self._with_context = not self._with_context
            await self._show_sources(self.feedback)

    async def action_original(self) -> None:
        """Show or hide the originals of the passages."""
        if self.feedback is not None:
            self._with_originals = not self._with_originals
            await self._show_sources(self.feedback)

    async def _show_sources(self, feedback: Feedback) -> None:
        beside = self._originals.beside if self._with_originals else None
        shown = passages(feedback, self._with_context)
        await self.query_one(Sources).show(shown, self._with_context, beside, feedback.witness)

    def action_map(self) -> None:
        """Look at the map with the places that the question speaks of."""
        if self.feedback is not None:
            self.post_message(PageWanted("map", self.feedback.item))

    async def action_next(self) -> None:
        """Go on: to the question whose passage was read, or to the next one."""
        if self.phase in ("told", "reading"):
            await self._ask()

    async def action_undo(self) -> None:
        """Take the last answer back and ask its question again."""
        try:
            self.session = self.desk.undo(self.session)
        except QuizError as error:
            self._verdict(f"NOT SAVED: {error}", "trouble")
            return
        await self._ask()

    def action_claim(self) -> None:
        """Have the answer count as right."""
        self._log(lambda: self.desk.claim(self.session), "✓ Counts as right; your instructor sees that you said so")

    def action_easy(self) -> None:
        """Have the item come again later."""
        self._log(lambda: self.desk.easy(self.session), "✓ Easy: it comes again later than it would have")

    def action_mark(self, what: str) -> None:
        """Suspend the item, or put it off until tomorrow."""
        item = self.feedback.item if self.feedback is not None else ""
        said = {"suspend": "Suspended: `quiz resume` asks it again", "bury": "Not asked again today"}
        self._log(lambda: self.desk.mark(item, what), said[what])

    def _log(self, write: Any, said: str) -> None:
        try:
            write()
        except QuizError as error:
            self._verdict(f"NOT SAVED: {error}", "trouble")
            return
        self._verdict(said, "correct" if said.startswith("✓") else "omitted")

    def action_leave(self) -> None:
        """Leave; the session goes on where it was left."""
        self.post_message(self.Left())


def _warm() -> None:
    from quiz.learning.memory import preload

    preload()
