"""Line mode: the same session, question after question, for pipes, screen readers and dumb terminals."""

from __future__ import annotations

import signal
import sys
import time
from contextlib import suppress
from types import FrameType
from typing import Any, TextIO

from quiz.errors import Exit, QuizError
from quiz.learning import Mode, Session
from quiz.scoring import AskAgain
from quiz.text import counted, one_line, safe
from quiz.views import Choices, Desk, Feedback, Question, Results, minutes_text, percent

HELP = "Type the answer and Enter. :s I do not know, :u take the last answer back, :q leave, :? this help."


class Plain:
    """Runs sessions over two text streams; every line it writes is safe for any terminal."""

    def __init__(self, desk: Desk, source: TextIO, target: TextIO) -> None:
        self.desk = desk
        self.source = source
        self.target = target
        self._unsaved = False

    def run(self, mode: Mode | None, choices: Choices, seed: str) -> int:
        """Run one session, the one left open if it is what is asked for, and return the exit code."""
        _take_signals()
        session = self.desk.left_open(mode, choices, seed)
        home = self.desk.home(choices.items)
        self.write(f"{home.title}: {home.summary()}")
        if session is not None:
            self.write(f"{home.action}.")
        else:
            session = self.desk.begin(mode or "learn", choices, seed)
        if session is None:
            self.write(f"{self.desk.why_nothing(mode or 'learn', choices)}.")
            return Exit.DONE
        self.write(HELP)
        return self._session(session)

    def write(self, text: str = "") -> None:
        """Write lines and flush, so that a reader on the other end is never behind."""
        self.target.write(safe(text) + "\n")
        self.target.flush()

    def _session(self, session: Session) -> int:
        while True:
            question = self.desk.question(session)
            if question is None:
                break
            self._show(question)
            after = self._ask(session, question)
            if after is None:
                left = len(session.items) - len(session.answers)
                self.write(f"Left with {counted(left, 'question')} to go; `quiz` goes on from here.")
                return Exit.STORE if self._unsaved else Exit.DONE
            session = after
        session = self.desk.close(session)
        self._results(self.desk.results(session))
        return Exit.DONE

    def _show(self, question: Question) -> None:
        self.write()
        self.write(f"Question {question.number} of {question.total} · {question.bank} · level {question.level}")
        self.write(question.stem)
        for number, (_, text) in enumerate(question.options, 1):
            self.write(f"  {number}  {text}")
        self.write(f"{question.instruction}:")

    def _ask(self, session: Session, question: Question) -> Session | None:
        """Ask until a line is judged, or taken for a command; None when the trainee leaves."""
        start = time.monotonic()
        while True:
            line = self.source.readline()
            if not line:
                return None
            said = line.strip()
            if said == ":q":
                return None
            if said == ":?":
                self.write(HELP)
                continue
            if said == ":u":
                if session.answers:
                    self.write("Taken back.")
                    return self.desk.undo(session)
                self.write("There is nothing to take back.")
                continue
            response = None if said == ":s" else _response(question, said)
            if response is None and said != ":s":
                self.write(f"{question.instruction}; :s if you do not know.")
                continue
            step = self._commit(session, question, response, start)
            if isinstance(step, AskAgain):
                self.write(step.say)
                continue
            if step is None:
                continue
            session, feedback = step
            self._unsaved = False
            self._tell(feedback)
            return session

    def _commit(
        self, session: Session, question: Question, response: Any, start: float
    ) -> tuple[Session, Feedback] | AskAgain | None:
        try:
            return self.desk.answer(session, question.item, response, int((time.monotonic() - start) * 1000))
        except QuizError as error:
            if not self.source.isatty():
                raise
            self._unsaved = True
            self.write(f"NOT SAVED: {error}. Type the answer again to retry, :q to leave.")
            return None

    def _tell(self, feedback: Feedback) -> None:
        self.write()
        self.write(f"{feedback.symbol} {feedback.headline}")
        if feedback.given and feedback.given != feedback.right:
            self.write(f"You said: {feedback.given}")
        self.write(f"Right: {feedback.right}")
        for note in feedback.notes:
            self.write(f"{note}.")
        if feedback.message:
            self.write(feedback.message)
        self.write(f"Why: {feedback.explanation}")
        for source in feedback.sources:
            if source.role == "context":
                continue
            role = "Source" if source.role == "key" else "Says otherwise"
            self.write(f"{role}: {source.called}, paragraph {source.paragraph}")
            for text, cited in source.sentences:
                if cited:
                    self.write(f"  > {text}")
        self.write(f"{feedback.witness}. {feedback.again}.".replace(" .", "").replace("..", "."))

    def _results(self, results: Results) -> None:
        self.write()
        share = percent(results.score)
        took = minutes_text(results.duration)
        self.write(f"Done: {results.right} of {counted(results.answered, 'question')} right, score {share}, {took}.")
        for row in results.topics:
            self.write(f"  {row.right}/{row.asked}  {row.title}")
        for wrong in results.wrong:
            self.write(f"✗ {one_line(wrong.stem)}")
            self.write(f"  Right: {wrong.right} ({wrong.source})")
        if results.wrong:
            self.write("`quiz mistakes --plain` asks the missed ones again.")


def _response(question: Question, said: str) -> Any:
    """Return a typed line as a response: option numbers become ids, other lines stay; None if it is neither."""
    if not said:
        return None
    if not question.options:
        return said
    ids = [option for option, _ in question.options]
    words = said.replace(",", " ").split()
    picked: list[str] = []
    for word in words:
        if word.isdecimal() and len(word) <= 3 and 1 <= int(word) <= len(ids):
            picked.append(ids[int(word) - 1])
        elif word in ids:
            picked.append(word)
        elif question.type == "boolean":
            return said
        else:
            return None
    if question.several:
        return picked
    return picked[0] if len(picked) == 1 else None


def _take_signals() -> None:
    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        with suppress(AttributeError, ValueError):
            signal.signal(getattr(signal, name), leave)
