"""Review of drafts in line mode: the same table, draft after draft, for pipes and screen readers."""

from __future__ import annotations

from typing import TextIO

from quiz.errors import Exit, QuizError
from quiz.generate.deciding import Moment, Table, moment_of
from quiz.generate.own import KINDS, own_draft, stem_begun
from quiz.generate.values import REASONS
from quiz.generate.vetting import Look, wrong_places
from quiz.text import counted, one_line, safe
from quiz.views import Desk
from quiz.views.acceptance import acceptance, acceptance_lines
from quiz.views.vetting import (
    approved_line,
    draft_lines,
    left_line,
    reason_lines,
    sentence_view,
    table_view,
)
from quiz.views.words import letters

HELP = (
    "a approve, o approve as own wording with the source checked, e TEXT another stem, n next stem, d B swap option b, "
    "x N refuse for reason N, s skip, u undo, b next bank, i figures, l sentences without a question, "
    "w a draft of one's own, q leave, ? this."
)
LISTED = 20


class PlainReview:
    """Runs a review over two text streams; every line it writes is safe for any terminal."""

    def __init__(self, table: Table, desk: Desk, source: TextIO, target: TextIO) -> None:
        self.table = table
        self.desk = desk
        self.source = source
        self.target = target
        self._since = 0
        self._seen: Look | None = None
        self._failed = False

    def write(self, text: str = "") -> None:
        """Write lines and flush, so that a reader on the other end is never behind."""
        self.target.write(safe(text) + "\n")
        self.target.flush()

    def run(self) -> int:
        """Review until the input ends or nothing is left, and return the exit code."""
        for fault in self.table.faults:
            self.write(f"Left out: {one_line(str(fault))}")
        if self.table.look is not None:
            self.write(HELP)
        while self.table.look is not None:
            self._show()
            line = self.source.readline()
            word, _, rest = one_line(line).partition(" ") if line else ("q", "", "")
            if word == "q":
                self._keep()
                break
            try:
                self._obey(word, rest.strip())
            except QuizError as error:
                self._failed = True
                self.write(f"Not done: {one_line(str(error))}")
        self.write(left_line(self.table.state) if self.table.look is None else self._left())
        return Exit.DONE

    def _left(self) -> str:
        return f"Left with {counted(self.table.state.left, 'draft')} to read"

    def _keep(self) -> None:
        try:
            self.table.keep()
        except QuizError as error:
            self.write(f"Not kept: {one_line(str(error))}")

    def _show(self) -> None:
        """Show the draft when it is another one or was changed."""
        look = self.table.look
        assert look is not None
        if look == self._seen:
            return
        if self._seen is None or self._seen.draft.id != look.draft.id:
            self._since = self.desk.clock.tick()
        self._seen = look
        self.write()
        for line in draft_lines(table_view(self.table, look)):
            self.write(line)

    def _moment(self) -> Moment:
        # What comes through a pipe was typed before: how long it took is not known.
        spent = (self.desk.clock.tick() - self._since) / 1000 if self.source.isatty() else 0.0
        return moment_of(self.desk.moment().utc, spent)

    def _obey(self, word: str, rest: str) -> None:
        match word:
            case "a" | "o":
                self._approve(own=word == "o")
            case "e" if rest:
                self.table.reword(rest)
            case "n":
                self.table.next_stem()
            case "d":
                self._swap(rest)
            case "x" if rest.isdecimal() and 1 <= int(rest[:3]) <= len(REASONS):
                reason = REASONS[int(rest[:3]) - 1]
                self.table.reject(reason, self._moment())
                self.write(f"Refused: {reason}; it will not come again.")
            case "x":
                self.write("Say why: x and " + ", ".join(reason_lines()))
            case "s":
                self.table.skip(self._moment())
                self.write("Skipped.")
            case "u":
                self.write(self.table.undo(self._moment()) or "There is nothing to take back.")
            case "b":
                self.table.choose_next_bank()
                self.write(f"Into {self.table.place.bank} from now on.")
            case _:
                self._tell(word, rest)

    def _tell(self, word: str, rest: str) -> None:
        match word:
            case "i":
                for line in acceptance_lines(acceptance(self.table.decisions)):
                    self.write(line)
            case "l":
                self._list()
            case "w":
                self._own(rest)
            case _:
                self.write(HELP)

    def _approve(self, own: bool) -> None:
        self.table.approve(self._moment(), own)
        self.write(f"{approved_line(self.table.last)}.")

    def _swap(self, rest: str) -> None:
        look = self.table.look
        assert look is not None
        named = {letters(n): n for n in wrong_places(look.item)}
        if rest not in named:
            self.write(f"Say which: d and one of {', '.join(named)}" if named else "There is nothing to swap.")
            return
        self.table.swap(named[rest])
        if self.table.look == look:
            self.write("There is no other distractor for it.")

    def _list(self) -> None:
        found = self.table.unasked()
        for number, (sheet, sentence) in enumerate(found[:LISTED], 1):
            view = sentence_view(sheet, sentence)
            self.write(f"{number} {view.mark + ', ' if view.mark else ''}{view.where}: {view.text}")
        more = f"and {len(found) - LISTED:,} more; " if len(found) > LISTED else ""
        self.write(f"{more}w N TYPE; QUESTION; ANSWER[; WRONG; WRONG] begins a draft, TYPE one of {', '.join(KINDS)}.")

    def _own(self, rest: str) -> None:
        """Take a draft of one's own: `3 text; Who came?; Ana`."""
        found = self.table.unasked()
        head, *parts = [part.strip() for part in rest.split(";")]
        number, _, kind = head.partition(" ")
        if not (number.isdecimal() and 1 <= int(number[:6]) <= len(found) and len(parts) >= 2):
            self.write("w N TYPE; QUESTION; ANSWER[; WRONG; WRONG]; l lists the sentences by number.")
            return
        sheet, sentence = found[int(number[:6]) - 1]
        stem = parts[0] or stem_begun(sheet)
        wrong = "; ".join(parts[2:])
        self.table.add(own_draft(sheet, sentence, kind.strip(), stem, parts[1], wrong, self.table.topic_of(sheet)))
        self.write("Kept among the drafts.")
