"""Line mode: the same session, question after question, for pipes, screen readers and dumb terminals."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import Any, TextIO

from quiz.errors import Exit, QuizError
from quiz.learning import Mode, Session
from quiz.scoring import AskAgain
from quiz.text import counted, one_line, safe
from quiz.views import (
    Choices,
    Desk,
    Feedback,
    Question,
    Results,
    Source,
    commands,
    percent,
    remarks,
)
from quiz.views.commands import first_word
from quiz.views.lines import feedback_lines, instruction, named, option_lines, question_lines
from quiz.views.replies import picked, response_of

HELP = (
    "Type the answer and Enter. :s I do not know, :u take the last answer back, :q leave, :? this help.\n"
    "Of this question: :hint, :source, :skip, :star, :note TEXT, :report REASON WORDS, :suspend, :bury, :edit; "
    "with :last before it (:last note TEXT) of the one before.\n"
    "Of the last answer: :r I was right, :e it was easy, :rate again, hard, good or easy, :original the originals."
)
_COMMANDS = (*commands.OF_ANSWER, *commands.OF_ITEM, ":last", ":hint", ":source", ":skip")
KEEP = ":save FILE keeps these results as text, as JSON if the name ends in .json. Enter ends."


class Plain:
    """Runs sessions over two text streams; every line it writes is safe for any terminal."""

    def __init__(self, desk: Desk, source: TextIO, target: TextIO) -> None:
        self.desk = desk
        self.source = source
        self.target = target
        self._unsaved = False
        self._start = 0
        self._unclear: Any = None
        self._hinted = self._looked_up = False

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
        self._keep(session)
        return Exit.DONE

    def _keep(self, session: Session) -> None:
        """Save the results where that is wanted; a file that is there is replaced only where that is said."""
        from quiz.views.saving import record_of, save_results

        self.write(KEEP)
        while (said := self.source.readline().strip()).startswith(":save"):
            record = record_of(self.desk, session)
            word, _, name = said.partition(" ")
            try:
                path = save_results(record, name or record.file_name, replace=word == ":save!")
            except QuizError as error:
                self.write(f"Not saved: {error}.")
                continue
            self.write(
                f"Saved in {path}." if path else "There is a file of that name already; :save! FILE replaces it."
            )

    def _prime(self, sources: tuple[Source, ...]) -> None:
        """Show the passage of an item that was forgotten again and again."""
        if sources:
            self.write()
            self.write("You have forgotten the next one several times. Read this once more:")
        self._passages(sources)

    def _passages(self, sources: tuple[Source, ...]) -> None:
        for source in sources:
            self.write(f"{source.called}, paragraph {source.paragraph}")
            for text, _ in source.sentences:
                self.write(f"  {text}")

    def _show(self, question: Question) -> None:
        self.write()
        for line in question_lines(question):
            self.write(line)

    def _ask(self, session: Session, question: Question) -> Session | None:
        """Ask until a line is judged, or the question is put aside; None when the trainee leaves."""
        self._start = self.desk.clock.tick()
        self._unclear = None
        self._hinted = self._looked_up = False
        typed: dict[str, str] = {}
        while True:
            said = self._gaps(question, typed) if question.type == "cloze" else self._line()
            if said == ":q":
                return None
            if said == ":u":
                if session.steps:
                    self.write("Taken back.")
                    return self.desk.undo(session)
                self.write("There is nothing to take back.")
                continue
            if first_word(said) in _COMMANDS:
                after = self._saved(partial(self._command, session, question, said, typed))
            else:
                after = self._answer(session, question, said, typed)
            if after is not None:
                return after

    def _answer(self, session: Session, question: Question, said: str, typed: dict[str, str]) -> Session | None:
        response = None if said == ":s" else response_of(question, said, typed)
        if response is None and said != ":s":
            typed.clear()
            self.write(f"{instruction(question)}; :s if you do not know.")
            return None
        return self._judge(session, question, response, typed)

    def _saved(self, command: Callable[[], Session | None]) -> Session | None:
        """Obey a command; on a terminal it is told when that could not be saved."""
        try:
            return command()
        except QuizError as error:
            if not self.source.isatty():
                raise
            self.write(f"NOT SAVED: {error}.")
            return None

    def _command(self, session: Session, question: Question, said: str, typed: dict[str, str]) -> Session | None:
        """Obey a command; return the session where another question is to be asked now."""
        word, rest = first_word(said), said.partition(" ")[2].strip()
        if word in commands.OF_ANSWER:
            self.write(commands.of_answer(self.desk, session, word, rest))
        elif word == ":last":
            last = session.answers[-1].item if session.answers else ""
            word, rest = f":{first_word(rest)}", rest.partition(" ")[2].strip()
            fits = last in self.desk.askable and word in commands.OF_ITEM
            self.write(
                commands.of_item(self.desk, session, last, word, rest)
                if fits
                else "That does not fit the last question."
            )
        elif word in commands.OF_ITEM:
            self.write(commands.of_item(self.desk, session, question.item, word, rest))
            shelved = remarks.is_shelved(self.desk, session, question.item)
            return session if shelved else None
        elif word == ":skip":
            return self._skip(session, question)
        elif word == ":hint":
            self._hint(session, question, typed)
        else:
            self._look_up(session, question)
        return None

    def _skip(self, session: Session, question: Question) -> Session | None:
        if not remarks.can_skip(self.desk, session):
            self.write("No other question is left.")
            return None
        after = remarks.skip(self.desk, session, question.item, self._took())
        self.write("Skipped: it comes again at the end.")
        return after

    def _hint(self, session: Session, question: Question, typed: dict[str, str]) -> None:
        hint = remarks.hint(self.desk, session, question.item, typed)
        if hint is None:
            self.write("There are no hints in an exam.")
        elif self._hinted:
            self.write("There is one hint to a question.")
        else:
            self._hinted = True
            self.write(f"Hint: {hint.says}")
            if question.type == "cloze":
                typed.update(hint.given)

    def _look_up(self, session: Session, question: Question) -> None:
        if question.type == "evidence":
            self.write("The passage stands above.")
            return
        found = remarks.passages(self.desk, session, question.item)
        if not found:
            self.write("The passages are shown after the answer here.")
        self._looked_up = self._looked_up or bool(found)
        self._passages(found)

    def _took(self) -> int:
        """Return the milliseconds since the question was asked; what comes through a pipe was typed before."""
        return self.desk.clock.tick() - self._start if self.source.isatty() else 0

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
            elif first_word(said) in (":q", ":u", ":s", *_COMMANDS):
                return said
            elif part.options and said and picked(part.options, said) is None:
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
        duration = self._took()
        certainty = self._certainty() if response is not None and self.desk.asks_certainty(session) else None
        try:
            hints = self._hinted + self._looked_up
            step = self.desk.answer(session, question.item, response, duration, certainty, final, hints)
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
            note = remarks.note_of(self.desk, question.item)
            if note:
                self.write(f"Your note: {note}")
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
        took = results.took()
        if results.exam is not None:
            self.write(f"{results.headline()}, {took}.")
        else:
            self.write(f"Done: {results.headline()}, score {share}, {took}.")
        if results.certainty is not None:
            self.write(f"{results.sure()}.")
        for row in (*results.topics, *results.levels):
            self.write(f"  {row.right}/{row.asked}  {row.title}")
        for wrong in results.wrong:
            self.write(f"✗ {one_line(wrong.stem)}")
            self.write(named("  Right: ", f"{wrong.right} ({wrong.source})"))
        if results.wrong:
            self.write("`quiz mistakes --plain` asks the missed ones again.")


def _take_signals() -> None:
    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        with suppress(AttributeError, ValueError):
            signal.signal(getattr(signal, name), leave)
