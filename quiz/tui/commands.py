"""The command palette: what can be started from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from quiz.text import one_line
from quiz.tui.screens.home import HomeScreen
from quiz.tui.widgets.text import plain


class SessionCommands(Provider):
    """Sessions by mode and by bank."""

    def _commands(self) -> Iterable[tuple[str, str, Callable[[], None]]]:
        home = next((s for s in self.app.screen_stack if isinstance(s, HomeScreen)), None)
        if home is None:
            return

        def want(mode: str, bank: str = "") -> Callable[[], None]:
            def run() -> None:
                self.app.post_message(HomeScreen.Wanted(mode, bank))

            return run

        yield "Learn", "Due questions, then new ones", want("learn")
        yield "Practice", "Questions from all banks", want("practice")
        yield "Mistakes", "Questions last missed", want("mistakes")
        yield "Exam", "Timed, with feedback at the end", want("exam")
        yield "Drill", "Questions that never move the schedule", want("drill")
        for row in home.home.banks:
            yield f"Practice: {one_line(row.title, 60)}", "Questions of this bank", want("practice", row.id)

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for name, help_, run in self._commands():
            yield DiscoveryHit(plain(name), run, text=name, help=help_)

    async def search(self, query: str) -> Hits:
        """Offer what matches."""
        matcher = self.matcher(query)
        for name, help_, run in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, plain(name), run, text=name, help=help_)
