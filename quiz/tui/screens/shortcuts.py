"""Shortcuts: all of them with their place; Enter takes another key, Backspace goes back to the usual one."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from quiz.config import Settings
from quiz.text import one_line
from quiz.tui.messages import PageLeft, SettingsChanged
from quiz.tui.screens.once import Once
from quiz.tui.shortcuts import FIXED, Shortcut, all_shortcuts, keys_text, why_not
from quiz.tui.widgets.key_names import key_text
from quiz.tui.widgets.keys import KeyLine
from quiz.tui.widgets.text import MUTED, Words, styled
from quiz.views import Desk

FIRST = ("app", "home", "session", "choices", "typed", "cloze", "match", "order", "results")
"""Places in the order in which one comes by them; the others stand behind."""
KEYS = 20
"""Columns for the keys of a shortcut."""


def _rank(shortcut: Shortcut) -> tuple[int, str]:
    prefix = shortcut.id.partition(".")[0]
    return (FIRST.index(prefix), "") if prefix in FIRST else (len(FIRST), shortcut.place)


class KeyTaker(Widget, can_focus=True):
    """Takes the next key that is pressed, whatever it is."""

    TAKES: ClassVar[str] = ""

    class Taken(Message):
        """A key was pressed."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def on_key(self, event: events.Key) -> None:
        """Tell the key."""
        event.stop()
        event.prevent_default()
        self.post_message(self.Taken(event.key))


class KeyScreen(Once, ModalScreen[str]):
    """Waits for the key that a shortcut is to have; returns its name, empty for none."""

    CSS_PATH = "settings.tcss"

    def __init__(self, says: str) -> None:
        super().__init__()
        self._says = says

    def compose(self) -> ComposeResult:
        """What is asked."""
        with Vertical(id="key-box"):
            yield Words(
                styled(("Press the key for ", ""), (self._says, "bold"), ("\n\nEsc leaves it as it is.", MUTED))
            )
            yield KeyTaker()

    def on_mount(self) -> None:
        """Listen."""
        self.query_one(KeyTaker).focus()

    def on_key_taker_taken(self, message: KeyTaker.Taken) -> None:
        """Hand the key over."""
        message.stop()
        self.dismiss("" if message.key == "escape" else message.key)


class ShortcutsScreen(Screen[None]):
    """Lists every shortcut; Enter changes it, Backspace takes the change back."""

    CSS_PATH = "settings.tcss"
    HELP: ClassVar[str] = "Every shortcut can have another key. A key that something else needs there is refused."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "reset", "The usual key", id="shortcuts.reset"),
        Binding("escape,q", "leave", "Back", key_display="Esc", id="shortcuts.leave"),
    ]

    def __init__(self, desk: Desk, settings: Settings, about: str = "") -> None:
        super().__init__()
        self.settings = settings
        self.known: list[Shortcut] = []

    def compose(self) -> ComposeResult:
        """The list, and a line for what is said about it."""
        found = all_shortcuts(type(self.app)).values()
        self.known = sorted((s for s in found if s.id not in FIXED), key=_rank)
        with Horizontal(classes="bar"):
            yield Words("Shortcuts", classes="left title")
            yield Words("Enter, then the new key", classes="right dim")
        yield OptionList(*self._options(), id="menu")
        yield Words(id="shortcut-say")
        yield KeyLine()

    def _options(self) -> list[Option]:
        made: list[Option] = []
        place = ""
        for index, shortcut in enumerate(self.known):
            if shortcut.place != place:
                place = shortcut.place
                made.append(Option(styled((f"{'' if not made else chr(10)}{place}", "bold $accent")), disabled=True))
            made.append(Option(self._line(shortcut), id=f"shortcut-{index}"))
        return made

    def _line(self, shortcut: Shortcut) -> Content:
        usual = shortcut.id not in self.settings.keys
        keys = one_line(keys_text(shortcut, self.settings.keys), KEYS)
        changed = "" if usual else f"  * usually {keys_text(shortcut, {})}"
        return styled((f"  {keys:<{KEYS}}  ", "" if usual else "bold"), f"{shortcut.says:<22}", (changed, MUTED))

    def on_mount(self) -> None:
        """Begin with the first shortcut."""
        self.query_one(OptionList).focus()
        self.query_one(OptionList).highlighted = 1

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Ask for the key."""
        message.stop()
        shortcut = self.known[int((message.option_id or "").removeprefix("shortcut-"))]
        self.app.push_screen(KeyScreen(f"{shortcut.says} ({shortcut.place})"), lambda key: self._take(shortcut, key))

    def _take(self, shortcut: Shortcut, key: str | None) -> None:
        if not key:
            self._say("Left as it is")
            return
        changes = {**self.settings.keys, shortcut.id: key}
        trouble = why_not(shortcut.id, changes, {s.id: s for s in self.known})
        if trouble:
            self._say(f"✗ {trouble}", wrong=True)
            return
        if shortcut.keys == (key,):
            del changes[shortcut.id]
        self._keep(changes, f"✓ {shortcut.says}: {key_text(key)}")

    def action_reset(self) -> None:
        """Give the shortcut under the cursor its usual keys."""
        shortcut = self._under_cursor()
        if shortcut is None or shortcut.id not in self.settings.keys:
            return
        changes = {i: key for i, key in self.settings.keys.items() if i != shortcut.id}
        trouble = why_not(shortcut.id, changes, {s.id: s for s in self.known})
        if trouble:
            self._say(f"✗ {trouble}", wrong=True)
        else:
            self._keep(changes, f"✓ {shortcut.says}: {keys_text(shortcut, {})}")

    def _under_cursor(self) -> Shortcut | None:
        option = self.query_one(OptionList).highlighted_option
        name = (option.id or "") if option is not None else ""
        return self.known[int(name.removeprefix("shortcut-"))] if name else None

    def _keep(self, changes: dict[str, str], said: str) -> None:
        self.settings = replace(self.settings, keys=changes)
        for index, shortcut in enumerate(self.known):
            self.query_one(OptionList).replace_option_prompt(f"shortcut-{index}", self._line(shortcut))
        self._say(said)
        self.post_message(SettingsChanged(self.settings))

    def _say(self, text: str, wrong: bool = False) -> None:
        line = self.query_one("#shortcut-say", Words)
        line.set_class(wrong, "-wrong")
        line.say(text)

    def action_leave(self) -> None:
        """Go back."""
        self.post_message(PageLeft())
