"""An item written step by step in line mode: for terminals, pipes and screen readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TextIO

from quiz.banks.adding import add_item, item_of
from quiz.banks.opening import shown
from quiz.checks.rules import Recalled
from quiz.errors import Exit, QuizError
from quiz.text import counted, one_line, safe
from quiz.views.adding import Bench, Given, Work, step_lines
from quiz.views.adding_checks import Checker, Whole, finding_lines, head_of, whole, whole_lines, written
from quiz.views.lines import wrapped

HELP = (
    "Type an answer and Enter; a number picks a line of a list. `back` takes the last step back, `?` tells more of a "
    "step, `show` lists what is there, `quit` leaves and keeps it, `drop` throws it away. An answer that is one of "
    'these words stands in quotation marks: "back".'
)
MANY = 2_000
"""Items from which it is said that the checks take a while."""
_WORDS = frozenset(("back", "?", "quit", "show", "drop"))


class PlainAdd:
    """Writes one item over two text streams; every line it writes is safe for any terminal.

    `read` returns the next line, empty at the end of the input. `keep` is given the answers after each step, none when
    the item is in its bank or was thrown away. `columns` is the width at which lines are broken, 0 for none.
    """

    def __init__(
        self,
        bench: Bench,
        today: date,
        read: Callable[[], str],
        target: TextIO,
        keep: Callable[[Given], None],
        columns: int = 0,
    ) -> None:
        self.bench = bench
        self.today = today
        self.target = target
        self.columns = columns
        self._read = read
        self._keep = keep
        self._checker = Checker(bench, today)
        self._recalled = Recalled()
        self._said: list[str] = []
        self._whole: Whole | None = None
        self._looked_at: Given | None = None

    def write(self, text: str = "") -> None:
        """Write lines and flush, so that a reader on the other end is never behind."""
        lines = safe(text).split("\n")
        self.target.write("".join(f"{part}\n" for line in lines for part in wrapped(line, self.columns)))
        self.target.flush()

    def run(self, given: Given = ()) -> int:
        """Ask step after step from the answers of a draft on, write the item, and return the exit code."""
        work = Work(self.bench, given)
        self.write(HELP)
        if given:
            self._resume(work)
        shown_last: Work | None = None
        while work.step is not None:
            self._remark(work)
            self._preview(work)
            # What is asked again stands above: only the question itself is said once more.
            lines = step_lines(work.step)
            for line in lines[-1:] if work is shown_last else ("", *lines):
                self.write(line)
            shown_last = work
            line = self._read()
            word = line.strip().casefold().removeprefix(":") if line else "quit"
            if word == "quit":
                self._save(work)
                self.write("Kept as it is; `quiz add` goes on from here." if work.given else "Nothing was begun.")
                return Exit.DONE
            if word == "drop":
                self._save(Work(self.bench))
                self.write("Thrown away.")
                return Exit.DONE
            work = self._obey(work, word) if word in _WORDS else self._take(work, line)
        return Exit.DONE

    def _resume(self, work: Work) -> None:
        self.write(f"Going on with the item that was begun ({counted(len(work.given), 'step')}).")
        self._show(work.given)
        if work.dropped:
            self.write(f"What was answered to {counted(len(work.dropped), 'step')} no longer fits and is asked again:")
            self._show(work.dropped)

    def _show(self, given: Given) -> None:
        for name, value in given:
            self.write(f"  {one_line(name)}: {one_line(value) or '-'}")

    def _obey(self, work: Work, word: str) -> Work:
        assert work.step is not None
        if word == "back":
            if not work.given:
                self.write("This is the first step.")
                return work
            self._said.clear()
            self.write(f"It was: {one_line(work.given[-1][1]) or 'an empty line'}")
            return self._save(work.back())
        if word == "show":
            self._show(work.given)
        else:
            self.write(work.step.help or "There is no more to say of this step.")
            self.write(HELP)
        return work

    def _take(self, work: Work, line: str) -> Work:
        """Go on with a typed line; say why where it is no answer."""
        text = line.strip()
        quoted = len(text) > 2 and text[0] == text[-1] == '"' and text[1:-1].casefold() in _WORDS
        try:
            after = work.answer(text[1:-1] if quoted else line)
            if after.step is None:
                self._write_down(after)
        except QuizError as error:
            self.write(f"Not taken: {one_line(str(error))}")
            return work
        return after if after.step is None else self._save(after)

    def _save(self, work: Work) -> Work:
        try:
            self._keep(work.given)
        except QuizError as error:
            self.write(f"NOT KEPT: {one_line(str(error))}")
        return work

    def _remark(self, work: Work) -> None:
        """Tell what the checks have come to say since the last step."""
        found = self._checker.lines(work)
        for line in found:
            if line not in self._said:
                self.write(one_line(f"! {line}", 1_000))
        self._said = found

    def _preview(self, work: Work) -> None:
        """Show the item whole before the last step."""
        assert work.step is not None
        if work.step.name != "status" or self._looked_at == work.given:
            return
        self._looked_at = work.given
        self.write()
        try:
            if len(self.bench.library.entries) > MANY:
                self.write("The checks look at the whole library; this takes a while.")
            self._whole = whole(work, self.today, self._recalled)
        except QuizError as error:
            self._whole = None
            self.write(f"! error: {one_line(str(error))}")
            return
        for line in whole_lines(self._whole, self.today):
            self.write(line)

    def _write_down(self, work: Work) -> None:
        """Write the item into its bank and tell where it stands. Raises QuizError when it is not sound or not written;
        then the bank is as it was."""
        if self._whole is None or self._whole.errors:
            raise QuizError("the item has an error and is not written", hint="`back` leads to the step to be mended")
        place = self.bench.place(work.place)
        item = item_of(work.fields)
        line = add_item(place.path, head_of(place.bank), item)
        self._save(Work(self.bench))
        self.write(f"Written as {item.status}: {shown(place.path)}:{line}: {item.id}")
        found = written(self.bench.root, place.path, item.id, self.today, self._recalled)
        for told in finding_lines(found.findings):
            self.write(told)
        if item.status == "draft":
            self.write(f"When two people have said yes: quiz edit {item.id} --set status=approved")
