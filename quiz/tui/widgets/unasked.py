"""Sentences that nothing asks about, and the form in which a draft of one's own is begun on one of them."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from quiz.errors import QuizError
from quiz.generate.deciding import Table
from quiz.generate.own import own_draft, stem_begun
from quiz.generate.values import Draft, Sheet, Uncovered
from quiz.generate.vetting import look_at
from quiz.tui.widgets.drafted import sentence_cell
from quiz.tui.widgets.line import Line
from quiz.tui.widgets.own import OwnForm
from quiz.tui.widgets.reel import Cell, Reel
from quiz.views.vetting import sentence_view


class Unasked(Vertical):
    """A list of sentences; Enter opens the form on the one under the cursor."""

    class Drafted(Message):
        """The form holds a draft that is to be kept."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    class Refused(Message):
        """The form holds nothing that a bank could hold."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.table: Table | None = None
        self.found: tuple[tuple[Sheet, Uncovered], ...] = ()

    def compose(self) -> ComposeResult:
        """The list, and in its place the form."""
        yield Reel(id="sentences")
        form = OwnForm(id="form")
        form.display = False
        yield form

    def show(self, table: Table) -> None:
        """Show the sentences that nothing asks about now."""
        self.table = table
        self.found = found = table.unasked()

        def draw(number: int) -> Cell:
            return sentence_cell(sentence_view(*found[number]))

        empty = "Every sentence of the documents that were read has a question"
        reel = self.query_one(Reel)
        reel.show(len(found), draw, min(reel.cursor, max(0, len(found) - 1)), empty, signs=2)
        self._close()

    def _close(self) -> None:
        self.query_one(OwnForm).display = False
        reel = self.query_one(Reel)
        reel.display = True
        reel.focus()

    @on(Reel.Opened)
    def begin(self, message: Reel.Opened) -> None:
        """Begin a draft on a sentence."""
        message.stop()
        sheet, sentence = self.found[message.reel.cursor]
        message.reel.display = False
        form = self.query_one(OwnForm)
        form.display = True
        form.begin(sentence_view(sheet, sentence), stem_begun(sheet))

    @on(Line.Left)
    def leave_form(self, message: Line.Left) -> None:
        """Go back to the list."""
        message.stop()
        self._close()

    def _draft(self) -> Draft:
        """Return the draft that is in the form. Raises QuizError for what no bank could hold."""
        table = self.table
        assert table is not None
        sheet, sentence = self.found[self.query_one(Reel).cursor]
        return own_draft(sheet, sentence, *self.query_one(OwnForm).values, topic=table.topic_of(sheet))

    @on(OwnForm.Changed)
    def judge(self, message: OwnForm.Changed) -> None:
        """Have the gates judge what is in the form."""
        message.stop()
        form, table = self.query_one(OwnForm), self.table
        if table is None or not form.display:
            return
        if not form.values[2].strip():
            form.tell("", ())
            return
        try:
            form.tell("", table.gates(look_at(self._draft())))
        except QuizError as error:
            form.tell(str(error), ())

    @on(OwnForm.Saved)
    def save(self, message: OwnForm.Saved) -> None:
        """Hand the draft on."""
        message.stop()
        try:
            self.post_message(self.Drafted(self._draft()))
        except QuizError as error:
            self.post_message(self.Refused(str(error)))
