"""The command palette: everything that can be started or changed, wherever one is.

Textual's own entries are left out: its list of themes is not ours, and its panel of keys is what Help is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from msgspec.structs import replace
from textual.command import DiscoveryHit, Hit, Hits, Provider

from quiz.config import BANKS, DRAFTS
from quiz.text import one_line
from quiz.tui.messages import PageWanted, SessionWanted, SettingsChanged
from quiz.tui.screens.home import HomeScreen
from quiz.tui.theme import NAMES
from quiz.tui.widgets.text import plain
from quiz.views import MODES, Desk

if TYPE_CHECKING:
    from quiz.tui.app import QuizApp

SESSIONS = {
    "learn": "Due questions, then new ones",
    "practice": "Questions from all banks",
    "mistakes": "Questions last missed",
    "exam": "Timed, with feedback at the end",
    "drill": "Questions that never move the schedule",
}
TITLES = {"setup": "Session set-up", "tour": "Tour", "forget": "Delete own data", "review": "Review drafts"}
"""Pages that are called otherwise than their name."""


class Command(NamedTuple):
    """A command: what it is called, a word on it, what it does."""

    name: str
    help: str
    run: Callable[[], Any]


class Commands(Provider):
    """What can be done on the screen now, sessions by mode and bank, pages, themes, help and the way out."""

    def commands(self) -> Iterator[Command]:
        """Yield all commands, those of the screen first."""
        app = cast("QuizApp", self.app)
        seen = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            of_app = active.node is app or binding.action.startswith("app.")
            if binding.id and active.enabled and not of_app and binding.id not in seen:
                seen.add(binding.id)
                run = partial(app.run_action, binding.action, active.node)
                yield Command(binding.description, f"Here, {app.get_key_display(binding)}", run)
        for mode, help_ in SESSIONS.items():
            yield Command(MODES[mode], help_, partial(app.post_message, SessionWanted(mode)))  # type: ignore[arg-type]
        home = next((s for s in app.screen_stack if isinstance(s, HomeScreen)), None)
        for row in (bank for bank in home.home.banks if bank.items) if home is not None else ():
            run_bank = partial(app.post_message, SessionWanted("practice", row.id))
            yield Command(f"Practice: {one_line(row.title, 60)}", "Questions of this bank", run_bank)
        yield from self._everywhere(app)

    def _everywhere(self, app: QuizApp) -> Iterator[Command]:
        from quiz.tui.app import PAGES

        for page in (p for p in PAGES if p != "review" or has_drafts(app.desk)):
            name = TITLES.get(page, page.replace("-", " ").capitalize())
            yield Command(name, "A page of its own", partial(app.post_message, PageWanted(page)))
        for theme, called in NAMES.items():
            change = SettingsChanged(replace(app.settings, theme=theme))
            yield Command(f"Theme: {called}", "The colours of everything", partial(app.post_message, change))
        yield Command("Help", "What this screen is for, and its shortcuts", app.action_help)
        if app.can_stop:
            yield Command("Stop for now", "Back to the shell; `fg` goes on", app.action_suspend_process)
        yield Command("Quit", "Nothing is lost", app.action_quit)

    def distinct(self) -> list[Command]:
        """Return all commands, of those of one name only the first."""
        return list({command.name: command for command in reversed(list(self.commands()))}.values())[::-1]

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for command in self.distinct():
            yield DiscoveryHit(plain(command.name), command.run, text=command.name, help=command.help)

    async def search(self, query: str) -> Hits:
        """Offer what matches."""
        matcher = self.matcher(query)
        for command in self.distinct():
            score = matcher.match(command.name)
            if score > 0:
                yield Hit(score, plain(command.name), command.run, text=command.name, help=command.help)


def has_drafts(desk: Desk) -> bool:
    """Tell whether the library has drafts that are to be read or were."""
    origin = desk.shelf.origin
    return origin is not None and any((origin.root / BANKS / DRAFTS).glob("*.json"))
