"""Help: what the screen below is for, and every shortcut that it, its focused widget and the app really have."""

from __future__ import annotations

import inspect
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen

from quiz.tui.screens.once import Once
from quiz.tui.shortcuts import place_of
from quiz.tui.widgets.text import MUTED, Words, styled


class Entry(NamedTuple):
    """One shortcut: its id, its place, its keys as they are shown, what it does, and whether it works now."""

    id: str
    place: str
    keys: str
    says: str
    now: bool


class HelpScreen(Once, ModalScreen[None]):
    """A page over the screen `below` it."""

    CSS_PATH = "help.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark,f1", "dismiss", "Close", id="help.close"),
        Binding("down,j", "scroll(1)", "Scroll down", show=False, id="help.down"),
        Binding("up,k", "scroll(-1)", "Scroll up", show=False, id="help.up"),
    ]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self.below = below
        self.entries = entries_of(below)

    def compose(self) -> ComposeResult:
        """What it is for, then the shortcuts, those that work now first."""
        with VerticalScroll(id="help"):
            yield Words(self._page())

    def _page(self) -> Content:
        parts: list[tuple[str, str] | str] = [f"{purpose_of(self.below)}\n"]
        answer = getattr(self.below.focused, "keys", "")
        if answer:
            parts.append(f"Here: {answer}.\n")
        for now in (True, False):
            place = ""
            some = [entry for entry in self.entries if entry.now is now]
            if some and not now:
                parts.append(("\nAt other moments\n", "bold"))
            width = max((len(entry.keys) for entry in some), default=0)
            for entry in some:
                if entry.place != place and now:
                    place = entry.place
                    parts.append((f"\n{place}\n", "bold $accent"))
                parts += [f"  {entry.keys:<{width}}  ", (f"{entry.says}\n", "" if now else MUTED)]
        return styled(*parts, ("\nSettings change the keys. Esc or q closes this page.", MUTED))

    def action_scroll(self, step: int) -> None:
        """Scroll by a line."""
        page = self.query_one("#help")
        page.scroll_to(y=page.scroll_target_y + step, animate=False, immediate=True)


def purpose_of(screen: Screen[object]) -> str:
    """Return in a few words what a screen is for."""
    return str(getattr(screen, "HELP", "")) or (inspect.getdoc(screen) or "").partition("\n\n")[0]


def entries_of(screen: Screen[object]) -> list[Entry]:
    """Return everything that can be done on a screen, what the focused widget does first, what the app does last."""
    app = screen.app
    found: dict[tuple[str, str], list[Binding]] = {}
    on: set[str] = set()
    for node, active in screen._modal_binding_chain:
        every = node._bindings.copy()
        every.apply_keymap(app._keymap)
        live = {binding.id for _, binding in active}
        for _, binding in every:
            if binding.id:
                found.setdefault((place_of(node), binding.id), []).append(binding)
                if binding.id in live and app._check_action_state(binding.action, node):
                    on.add(binding.id)
    return [
        Entry(
            identity,
            place,
            ", ".join(dict.fromkeys(map(app.get_key_display, same))),
            same[0].description,
            identity in on,
        )
        for (place, identity), same in found.items()
    ]
