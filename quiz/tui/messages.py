"""What screens tell the app; they know no app and no other screen."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, runtime_checkable

from textual.message import Message

from quiz.config import Settings
from quiz.learning import Mode
from quiz.views import Choices


class SessionWanted(Message):
    """A session is wanted: the one left open (no mode), or one of that mode and bank, or with these very choices."""

    def __init__(
        self, mode: Mode | None = None, bank: str = "", choices: Choices | None = None, items: tuple[str, ...] = ()
    ) -> None:
        super().__init__()
        self.mode = mode
        self.bank = bank
        self.choices = choices
        self.items = items


class PageWanted(Message):
    """A page is wanted, one of `app.PAGES`; `about` says what it is to show first (an item or a document)."""

    def __init__(self, page: str, about: str = "") -> None:
        super().__init__()
        self.page = page
        self.about = about


class PageLeft(Message):
    """The page on top has been looked at."""


class SettingsChanged(Message):
    """The trainee chose other settings: they are to be kept and to hold from now on."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings


class EditWanted(Message):
    """An item is to be opened in the editor, at its line; `path` is its file where that is no bank of the library."""

    def __init__(self, item: str, path: Path | None = None) -> None:
        super().__init__()
        self.item = item
        self.path = path


class LibraryChanged(Message):
    """The app tells the screen on top: the desk holds another library than before."""


class ForgetWanted(Message):
    """All data of the trainee is to be deleted for good."""


@runtime_checkable
class TakesSettings(Protocol):
    """A screen that shows settings and is told when they have changed."""

    def take_settings(self, settings: Settings) -> None:
        """Show these settings."""
