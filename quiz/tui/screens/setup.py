"""Setting a session up: what it asks, how many questions that are, and Enter to start it."""

from __future__ import annotations

from typing import ClassVar

from msgspec import structs
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen

from quiz.config import Settings
from quiz.tui.messages import PageLeft, SessionWanted, SettingsChanged
from quiz.tui.widgets.form import Form
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views import Desk
from quiz.views.setup import ABOUT, Preview, offers_of, preview_of, setup_of

SHORT = 22
"""Lines from which there are blank lines."""


class SetupScreen(Screen[None]):
    """Offers everything that a session can be narrowed to; what was chosen last is there again.

    `about` may name one choice as `field=value`, such as `topic=region`.
    """

    CSS_PATH = "setup.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="setup.leave", show=False),
    ]

    def __init__(self, desk: Desk, settings: Settings, about: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings
        self.offers = offers_of(desk.library)
        name, _, value = about.partition("=")
        kept = settings.setup or ({"certainty": "1"} if settings.certainty else {})
        self.setup = setup_of({**kept, name: value}, self.offers)
        self.preview = self._looked()
        self._pending = False

    def compose(self) -> ComposeResult:
        """Fields, then what they come to."""
        with Horizontal(classes="bar"):
            yield Words("Set up a session", classes="left title")
            yield Words("type to find a value", classes="right dim")
        with VerticalScroll(id="body", can_focus=False):
            yield Form(self.offers, self.setup, self._blank())
            yield Words(id="mode-is")
            yield Words(id="comes-to")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what the fields come to."""
        self.query_one(Form).focus()
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        """Do without blank lines on a low terminal."""
        self.set_class(event.size.height < SHORT, "-short")

    def _blank(self) -> dict[str, str]:
        exam = self.desk.exam()
        if self.setup.mode == "exam":
            return {"items": f"{exam.items}, as the library says", "minutes": f"{exam.minutes}, as the library says"}
        return {"items": f"{self.settings.questions}, as usual", "minutes": "No limit"}

    def _looked(self) -> Preview:
        return preview_of(self.desk, self.setup, self.settings.questions)

    def _show(self) -> None:
        self.query_one("#mode-is", Words).say(styled((ABOUT[self.setup.mode], MUTED)))
        self.query_one("#comes-to", Words).say(_told(self.preview))

    @on(Form.Changed)
    def take_change(self, message: Form.Changed) -> None:
        """Count anew once the field has been drawn; of several changes only the last is counted."""
        message.stop()
        self.setup = message.setup
        self.query_one(Form).blank = self._blank()
        if not self._pending:
            self._pending = True
            self.call_after_refresh(self._count)

    def _count(self) -> None:
        self._pending = False
        self.preview = self._looked()
        self._show()

    @on(Form.Done)
    def start(self, message: Form.Done) -> None:
        """Keep what was chosen and start; what cannot be started says why."""
        message.stop()
        self._count()
        if self.preview.why:
            self.app.bell()
            return
        self.settings = structs.replace(self.settings, setup=self.setup.kept())
        self.post_message(SettingsChanged(self.settings))
        choices = self.setup.choices(self.settings.questions)
        self.post_message(SessionWanted(self.setup.mode, choices=choices))

    @on(Form.Left)
    def action_leave(self) -> None:
        """Go back."""
        self.post_message(PageLeft())


def _told(preview: Preview) -> Content:
    first, *more = preview.lines
    parts: list[tuple[str, str] | str] = [(first, "bold"), *(f"\n{line}" for line in more)]
    if preview.why:
        parts += [("\n! ", "bold $warning"), (preview.why, "$warning")]
    return styled(*parts)
