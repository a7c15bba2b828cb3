"""The app: themes, signals, and which screen follows which."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

import msgspec
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from quiz.config import Settings, save_settings
from quiz.errors import QuizError
from quiz.tui.screens.home import HomeScreen
from quiz.tui.theme import DARK, LIGHT, THEMES
from quiz.views import Choices, Desk

if TYPE_CHECKING:
    from textual.command import Provider

    from quiz.learning import Mode, Session
    from quiz.tui.screens.results import ResultsScreen
    from quiz.tui.screens.session import SessionScreen


def _session_commands() -> type[Provider]:
    from quiz.tui.commands import SessionCommands

    return SessionCommands


class QuizApp(App[None]):
    """Opens the home screen, or a session straight away; every screen gets what it needs from here."""

    TITLE = "quiz"
    CSS_PATH = "quiz.tcss"
    COMMANDS = App.COMMANDS | {_session_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", key_display="F1"),
        Binding("f2,t", "toggle_theme", "Theme", key_display="F2"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
    ]

    def __init__(
        self, desk: Desk, data: Path, settings: Settings, mode: Mode | None, choices: Choices, seed: str
    ) -> None:
        super().__init__()
        self.desk = desk
        self.data = data
        self.settings = settings
        self.mode = mode
        self.choices = choices
        self.seed = seed
        self._ending = False
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = settings.theme if settings.theme in self.available_themes else DARK

    def get_default_screen(self) -> Screen[object]:
        """Return the home screen: the first frame is already the real one."""
        return cast("Screen[object]", HomeScreen(self.desk, self.settings.questions))

    async def on_mount(self) -> None:
        """Take signals; go straight into a session when one was asked for."""
        self.call_after_refresh(gc.enable)
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._leave, 128 + int(number))
        if self.mode is not None:
            session = self.desk.left_open(self.mode, self.choices, self.seed)
            await (self._run(session) if session is not None else self._start(self.mode, self.choices))

    def _leave(self, code: int) -> None:
        self.exit(return_code=code)

    def exit(self, *arguments: Any, **named: Any) -> None:
        """End the app; what a screen still wanted to draw no longer matters."""
        self._ending = True
        super().exit(*arguments, **named)

    def _handle_exception(self, error: Exception) -> None:
        """Take a fault, but not that of a handler whose screen is being taken down."""
        if not self._ending:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without Textual's traceback, which shows local values; the command line tells of the fault."""
        self._close_messages_no_wait()

    @property
    def fault(self) -> Exception | None:
        """The fault that ended the app, if one did."""
        return self._exception

    async def _start(self, mode: Mode, choices: Choices, items: tuple[str, ...] = ()) -> None:
        try:
            session = self.desk.begin(mode, choices, self.seed, items)
        except QuizError as error:
            self._tell(str(error))
            return
        self.seed = ""
        if session is None:
            self._tell(self.desk.why_nothing(mode, choices))
            return
        await self._run(session)

    async def _run(self, session: Session) -> None:
        from quiz.tui.screens.session import SessionScreen

        await self._back_home()
        await self.push_screen(SessionScreen(self.desk, session))

    async def _back_home(self) -> None:
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    async def _show_home(self) -> None:
        await self._back_home()
        if isinstance(self.screen, HomeScreen):
            self.screen.refresh_numbers()

    def _tell(self, text: str) -> None:
        self.notify(text, markup=False, timeout=8)

    async def on_home_screen_wanted(self, message: HomeScreen.Wanted) -> None:
        """Open the session that was asked for."""
        message.stop()
        if not message.mode:
            session = self.desk.open_session()
            if session is not None:
                await self._run(session)
                return
        items = 0 if message.mode == "exam" else self.settings.questions
        choices = Choices(bank=message.bank, items=items, certainty=self.settings.certainty)
        await self._start(cast("Mode", message.mode or "learn"), choices)

    async def on_session_screen_finished(self, message: SessionScreen.Finished) -> None:
        """Close the session and show what it came to."""
        from quiz.tui.screens.results import ResultsScreen

        message.stop()
        try:
            session = self.desk.close(message.session)
        except QuizError as error:
            self._tell(str(error))
            session = message.session
        await self._back_home()
        await self.push_screen(ResultsScreen(self.desk.results(session)))

    async def on_session_screen_left(self, message: SessionScreen.Left) -> None:
        """Go home; the session stays open."""
        message.stop()
        await self._show_home()

    async def on_results_screen_retry(self, message: ResultsScreen.Retry) -> None:
        """Ask the missed items again."""
        message.stop()
        await self._start("mistakes", Choices(items=len(message.items)), message.items)

    async def on_results_screen_done(self, message: ResultsScreen.Done) -> None:
        """Go home."""
        message.stop()
        await self._show_home()

    def action_toggle_theme(self) -> None:
        """Change between light and dark and keep the choice."""
        self.theme = DARK if not self.current_theme.dark else LIGHT
        self.settings = msgspec.structs.replace(self.settings, theme=self.theme)
        try:
            save_settings(self.data, self.settings)
        except QuizError as error:
            self._tell(str(error))

    def action_help(self) -> None:
        """Show the help page."""
        from quiz.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())
