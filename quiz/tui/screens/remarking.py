"""What a trainee may say of the question on the screen besides its answer: actions of the session screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from textual.binding import Binding, BindingType
from textual.screen import Screen

from quiz.errors import QuizError
from quiz.learning import Rating, RatingWord, Reason, Session
from quiz.tui.messages import EditWanted
from quiz.views import Desk, remarks

SHELVES: list[BindingType] = [
    Binding("f10", "shelve('suspend')", "Suspend", key_display="F10", id="session.suspend-asked"),
    Binding("f12", "shelve('bury')", "Not today", key_display="F12", id="session.bury-asked"),
]
REMARKS: list[BindingType] = [
    Binding("f5,asterisk", "star", "Star", key_display="F5", id="session.star"),
    Binding("f6,N", "note", "Note", key_display="F6", id="session.note"),
    Binding("f7,R", "report", "Report", key_display="F7", id="session.report"),
    Binding("f9,E", "edit", "Edit", key_display="F9", id="session.edit"),
    Binding("s", "mark('suspend')", "Suspend", id="session.suspend"),
    Binding("b", "mark('bury')", "Not today", id="session.bury"),
    *SHELVES,
]
RATES: list[BindingType] = [
    Binding("1", "rate('again')", "How well", key_display="1-4", id="session.again"),
    Binding("2", "rate('hard')", "Hard", show=False, id="session.hard"),
    Binding("3", "rate('good')", "Good", show=False, id="session.good"),
    Binding("e,4", "rate('easy')", "Easy", key_display="e", id="session.easy"),
]


class Remarking(Screen[None]):
    """A screen with a question on it, of which something can be said."""

    desk: Desk
    session: Session
    exam: bool

    def __init__(self) -> None:
        super().__init__()
        self.ratings: tuple[Rating, ...] = ()

    @property
    def item(self) -> str:
        """The id of the item that is spoken of, empty where none is on the screen."""
        raise NotImplementedError

    def aside(self, text: str) -> None:
        """Say something in passing."""
        raise NotImplementedError

    def trouble(self, text: str) -> None:
        """Say what could not be saved."""
        raise NotImplementedError

    def draw_remarks(self) -> None:
        """Draw star and note anew."""
        raise NotImplementedError

    def remark(self, write: Callable[[], str]) -> bool:
        """Log something, and show what `write` says then; tell whether it was saved."""
        try:
            said = write()
        except QuizError as error:
            self.trouble(str(error))
            return False
        self.aside(said)
        self.draw_remarks()
        return True

    def action_star(self) -> None:
        """Give the item a star, or take it off."""
        self.remark(lambda: remarks.star(self.desk, self.item))

    def action_note(self) -> None:
        """Write a line of one's own about the item."""
        from quiz.tui.screens.dialogs import NoteDialog

        item = self.item

        def keep(text: str | None) -> None:
            if text is not None:
                self.remark(lambda: remarks.note(self.desk, item, text))

        self.app.push_screen(NoteDialog(remarks.note_of(self.desk, item)), keep)

    def action_report(self) -> None:
        """Tell the instructor of a fault in the item."""
        from quiz.tui.screens.dialogs import ReportDialog

        item = self.item

        def send(said: tuple[Reason, str] | None) -> None:
            if said is not None:
                self.remark(lambda: remarks.report(self.desk, item, *said))

        self.app.push_screen(ReportDialog(), send)

    def action_edit(self) -> None:
        """Open the item in the editor."""
        self.post_message(EditWanted(self.item))

    def action_mark(self, what: Literal["suspend", "bury"]) -> None:
        """Suspend the item that was answered, or put it off until tomorrow."""
        self.remark(lambda: remarks.shelve(self.desk, self.item, what))

    def action_claim(self) -> None:
        """Have the answer count as right."""
        self.remark(lambda: remarks.claim(self.desk, self.session))
        self.weigh()

    def action_rate(self, word: RatingWord) -> None:
        """Say how well the answer was known."""
        self.remark(lambda: remarks.rate(self.desk, self.session, word))

    def weigh(self) -> None:
        """Find out what may be said of how well the last answer was known."""
        self.ratings = () if self.exam else remarks.ratings(self.desk, self.session)
        self.refresh_bindings()

    def may_rate(self, word: object) -> bool:
        """Tell whether the answer bears such a rating out, and another one too."""
        return len(self.ratings) > 1 and str(word).upper() in [r.name for r in self.ratings]
