"""Line mode: the same session, question after question, for pipes, screen readers and dumb terminals."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from types import FrameType
from typing import Any, TextIO

from quiz.errors import Exit, QuizError
from quiz.learning import Mode, Session
from quiz.scoring import AskAgain, Verdict
from quiz.text import counted, one_line, safe
from quiz.views import Choices, Desk, Feedback, Question, Results, Source, letters, minutes_text, percent
from quiz.views.lines import feedback_lines, instruction, named, option_lines, question_lines
from quiz.views.question import Texts

HELP = (
    "Type the answer and Enter. :s I do not know, :u take the last answer back, :q leave, :? this help. "
    "Of the last answer: :r I was right, :e it was easy."
)
_OF_LAST = (":r", ":e")


class Plain:
    """Runs sessions over two text streams; every line it writes is safe for any terminal."""

    def __init__(self, desk: Desk, source: TextIO, target: TextIO) -> None:
        self.desk = desk
        self.source = source
        self.target = target
        self._unsaved = False
        self._start = 0
        self._unclear: Any = None

    def run(self, mode: Mode | None, choices: Choices, seed: str) -> int:
        """Run one session, the one left open if it is what is asked for, and return the exit code."""
        _take_signals()
        session = self.desk.left_open(mode, choices, seed)
        home = self.desk.home(choices.items or self.desk.daily)
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
            self._prime(self.desk.primer(session, question.item))
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

    def _prime(self, sources: tuple[Source, ...]) -> None:
        """Show the passage of an item that was forgotten again and again."""
        if sources:
            self.write()
            self.write("You have forgotten the next one several times. Read this once more:")
        for source in sources:
            self.write(f"{source.called}, paragraph {source.paragraph}")
            for text, _ in source.sentences:
                self.write(f"  {text}")

    def _show(self, question: Question) -> None:
        self.write()
        for line in question_lines(question):
            self.write(line)

    def _ask(self, session: Session, question: Question) -> Session | None:
        """Ask until a line is judged, or taken for a command; None when the trainee leaves."""
        self._start = self.desk.clock.tick()
        self._unclear = None
        typed: dict[str, str] = {}
        while True:
            said = self._gaps(question, typed) if question.type == "cloze" else self._line()
            if said == ":q":
                return None
            if said == ":u":
                if session.answers:
                    self.write("Taken back.")
                    return self.desk.undo(session)
                self.write("There is nothing to take back.")
                continue
            if said in _OF_LAST:
                self._of_last(session, said)
                continue
            response = None if said == ":s" else _response(question, said, typed)
            if response is None and said != ":s":
                typed.clear()
                self.write(f"{instruction(question)}; :s if you do not know.")
                continue
            after = self._judge(session, question, response, typed)
            if after is not None:
                return after

    def _of_last(self, session: Session, said: str) -> None:
        """Say of the last answer that it was right, or easy."""
        last = session.answers[-1] if session.answers else None
        right = last is not None and last.outcome.verdict is Verdict.CORRECT
        if last is None or session.mode == "exam" or right is not (said == ":e"):
            self.write("That does not fit the last answer.")
        elif said == ":r":
            self.desk.claim(session)
            self.write("Counts as right; your instructor sees that you said so.")
        else:
            self.desk.easy(session)
            self.write("Comes again later than it would have.")

    def _line(self) -> str:
        """Return the next line that is no call for help; `:q` when there is none."""
        while True:
            line = self.source.readline()
            said = line.strip() if line else ":q"
            if said != ":?":
                return said
            self.write(HELP)

    def _gaps(self, question: Question, typed: dict[str, str]) -> str:
        """Fill the gaps that are not in `typed`, line by line, and return the command that stops it, if one does.

        A blank line leaves a gap open; `:u` goes back by one gap as long as there is one.
        """
        while True:
            part = next((p for p in question.parts if p.id not in typed), None)
            if part is None:
                return ""
            for line in option_lines(part.options):
                self.write(line)
            unit = f" ({part.unit})" if part.unit else ""
            self.write(f"{part.called} {'Pick one' if part.options else f'Type {part.wanted}{unit}'}:")
            said = self._line()
            if said == ":u" and typed:
                typed.popitem()
            elif said in (":q", ":u", ":s", *_OF_LAST):
                return said
            elif part.options and said and _picked(part.options, said) is None:
                self.write("Pick one by its number; a blank line leaves the gap open.")
            else:
                typed[part.id] = said

    def _again(self, question: Question, step: AskAgain, typed: dict[str, str]) -> None:
        """Say why an answer is asked again; of several gaps only the one that is unclear is."""
        part = next((p for p in question.parts if p.id == step.part), None)
        self.write(f"{part.called} {step.say}" if part else step.say)
        if part:
            typed.pop(part.id, None)
        else:
            typed.clear()

    def _judge(self, session: Session, question: Question, response: Any, typed: dict[str, str]) -> Session | None:
        """Commit a response and tell what it earned, in an exam not yet; None when it is to be typed again."""
        exam = session.mode == "exam"
        again = self.desk.doubt(session, question.item, response)
        final = exam and response == self._unclear
        if again is not None and not final:
            self._unclear = response
            self._again(question, again, typed)
            if exam:
                self.write("The same again leaves it so.")
            return None
        # What comes through a pipe was typed before: how long it took is not known.
        duration = self.desk.clock.tick() - self._start if self.source.isatty() else 0
        certainty = self._certainty() if response is not None and self.desk.asks_certainty(session) else None
        try:
            step = self.desk.answer(session, question.item, response, duration, certainty, final)
        except QuizError as error:
            if not self.source.isatty():
                raise
            self._unsaved = True
            self.write(f"NOT SAVED: {error}. Type the answer again to retry, :q to leave.")
            step = None
        if step is None or isinstance(step, AskAgain):
            typed.clear()
            return None
        self._unsaved = False
        if not exam:
            self._tell(step.feedback)
        return step.session

    def _certainty(self) -> int | None:
        """Ask how sure the answer is; None when the input ends."""
        self.write("How sure are you? 1 a guess, 2 fairly sure, 3 certain:")
        while True:
            said = self._line()
            if said in ("1", "2", "3"):
                return int(said)
            if said == ":q":
                return None
            self.write("Type 1, 2 or 3.")

    def _tell(self, feedback: Feedback) -> None:
        self.write()
        for line in feedback_lines(feedback):
            self.write(line)

    def _results(self, results: Results) -> None:
        self.write()
        share = percent(results.score)
        took = minutes_text(results.duration)
        if results.exam is not None:
            self.write(f"{results.verdict()}, {took}.")
        else:
            right = f"{results.right} of {counted(results.answered, 'question')} right"
            self.write(f"Done: {right}, score {share}, {took}.")
        if results.certainty is not None:
            self.write(f"{results.sure()}.")
        for row in results.topics:
            self.write(f"  {row.right}/{row.asked}  {row.title}")
        for wrong in results.wrong:
            self.write(f"✗ {one_line(wrong.stem)}")
            self.write(named("  Right: ", f"{wrong.right} ({wrong.source})"))
        if results.wrong:
            self.write("`quiz mistakes --plain` asks the missed ones again.")


def _response(question: Question, said: str, typed: Mapping[str, str]) -> Any:
    """Return what was typed as a response: ids instead of numbers and letters; None if it is no answer."""
    if question.type == "cloze":
        filled = {p.id: _picked(p.options, typed[p.id]) if p.options else typed[p.id] for p in question.parts}
        return {name: text for name, text in filled.items() if text} or None
    if not said:
        return None
    if question.type == "match":
        return _partners(question, said)
    if question.type == "place":
        return {letters(i): name for i, (name, _) in enumerate(question.options)}.get(said.casefold())
    if not question.options:
        return said
    picked = [_picked(question.options, word) for word in said.replace(",", " ").split()]
    if None in picked:
        return said if question.type == "boolean" else None
    if question.several or question.type == "order":
        return picked
    if len(picked) != 1:
        return None
    return picked if question.type == "evidence" else picked[0]


def _picked(options: Texts, word: str) -> str | None:
    """Return the option that a number (from 1) or an id stands for."""
    ids = [option for option, _ in options]
    if word.isdecimal() and len(word) <= 3 and 1 <= int(word) <= len(ids):
        return ids[int(word) - 1]
    return word if word in ids else None


_PAIR = re.compile(r"([0-9]{1,3})([a-z]{1,2}|-)")


def _partners(question: Question, said: str) -> dict[str, str] | None:
    """Return the partners of the rows: `b a - c` and `ba-c` go by the order of the rows, `1b 2a` by their numbers."""
    words = said.casefold().replace(",", " ").split()
    if len(words) == 1 and len(words[0]) == len(question.parts) and words[0].replace("-", "").isalpha():
        words = list(words[0])
    pairs = [_PAIR.fullmatch(word) for word in words]
    if all(pairs):
        given = {int(pair[1]) - 1: pair[2] for pair in pairs if pair}
    elif len(words) == len(question.parts):
        given = dict(enumerate(words))
    else:
        return None
    called = {letters(place): option for place, (option, _) in enumerate(question.options)}
    if len(given) != len(words) or any(sign != "-" and sign not in called for sign in given.values()):
        return None
    if any(row not in range(len(question.parts)) for row in given):
        return None
    return {question.parts[row].id: called[sign] for row, sign in given.items() if sign != "-"} or None


def _take_signals() -> None:
    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        with suppress(AttributeError, ValueError):
            signal.signal(getattr(signal, name), leave)
