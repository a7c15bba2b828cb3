"""The app: themes, signals, and which screen follows which."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

import msgspec
from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from quiz.config import Settings, save_settings
from quiz.errors import QuizError
from quiz.tui.messages import EditWanted, LibraryChanged, PageLeft, PageWanted, SessionWanted, SettingsChanged
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.small import SmallScreen, is_small
from quiz.tui.theme import DARK, LIGHT, THEMES
from quiz.views import Choices, Desk

if TYPE_CHECKING:
    from textual.await_complete import AwaitComplete
    from textual.command import Provider

    from quiz.learning import Mode, Session
    from quiz.tui.screens.results import ResultsScreen
    from quiz.tui.screens.session import SessionScreen


PAGES: dict[str, tuple[str, str]] = {
    "progress": ("progress", "ProgressScreen"),
    "library": ("library", "LibraryScreen"),
    "item": ("item", "ItemScreen"),
    "map": ("map", "MapScreen"),
}
"""Pages over the home screen: module and class, made as `Class(desk, settings, about)` when they are opened."""


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
        self._ending = self._small = False
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

    def on_resize(self) -> None:
        """Follow the terminal: one that is too small is told so."""
        self.call_later(self._fit)

    async def _fit(self) -> None:
        """Cover what is there while the terminal is too small for it, and uncover it as it was."""
        self._small = is_small(self.size)
        covered = isinstance(self.screen, SmallScreen)
        if self._small and not covered:
            await super().push_screen(SmallScreen())
        elif covered and not self._small:
            await super().pop_screen()
            self.screen.refresh(layout=True)

    def push_screen(self, *arguments: Any, **named: Any) -> Any:
        """Open a screen; one that is opened on a terminal that is too small is covered, too."""
        self.call_later(self._fit)
        return super().push_screen(*arguments, **named)

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top."""
        self.call_later(self._fit)
        return super().pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let nothing but quitting happen behind a terminal that is too small."""
        return action in ("quit", "help_quit") if self._small else super().check_action(action, parameters)

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

    def panic(self, *renderables: Any) -> None:
        """End as any fault does: what Textual would print of it may hold values."""
        self._fatal_error()

    @property
    def fault(self) -> BaseException | None:
        """The fault that ended the app, if one did: that of a worker itself, not the news that it failed."""
        fault = self._exception
        return fault.error if isinstance(fault, WorkerFailed) else fault

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what Textual does, and going back to the shell for a while where that is possible."""
        yield from super().get_system_commands(screen)
        if self._driver is not None and self._driver.can_suspend:
            yield SystemCommand("Stop for now", "Back to the shell; `fg` goes on", self.action_suspend_process)

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

    @on(SessionWanted)
    async def open_session(self, message: SessionWanted) -> None:
        """Open the session that was asked for."""
        message.stop()
        if message.mode is None:
            session = self.desk.open_session()
            if session is not None:
                await self._run(session)
                return
        usual = 0 if message.mode == "exam" else self.settings.questions
        choices = message.choices or Choices(bank=message.bank, items=usual, certainty=self.settings.certainty)
        await self._start(message.mode or "learn", choices, message.items)

    @on(PageWanted)
    async def open_page(self, message: PageWanted) -> None:
        """Open a page."""
        from importlib import import_module

        message.stop()
        module, name = PAGES[message.page]
        page = getattr(import_module(f"quiz.tui.screens.{module}"), name)
        await self.push_screen(page(self.desk, self.settings, message.about))

    @on(PageLeft)
    async def close_page(self, message: PageLeft) -> None:
        """Close the page on top."""
        message.stop()
        if len(self.screen_stack) > 1:
            await self.pop_screen()
        if isinstance(self.screen, HomeScreen):
            self.screen.refresh_numbers()

    @on(EditWanted)
    async def open_editor(self, message: EditWanted) -> None:
        """Open an item in the editor, then tell the screens of another library and the trainee of its findings."""
        from quiz.tui.editing import edit_item, told_of

        message.stop()
        try:
            edited = await edit_item(self, self.desk, message.item)
        except QuizError as error:
            self._tell(str(error))
            return
        if not edited.changed:
            self._tell("Nothing was changed")
            return
        for screen in self.screen_stack:
            screen.post_message(LibraryChanged())

        async def tell() -> None:
            self._tell(await told_of(self.desk, edited.bank, message.item))

        self.run_worker(tell(), group="findings", exclusive=True, exit_on_error=False)

    @on(SettingsChanged)
    def take_settings(self, message: SettingsChanged) -> None:
        """Keep the settings, and go by them."""
        message.stop()
        self._keep(message.settings)

    def _keep(self, settings: Settings) -> None:
        self.settings = settings
        try:
            save_settings(self.data, settings)
        except QuizError as error:
            self._tell(str(error))

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
        self._keep(msgspec.structs.replace(self.settings, theme=self.theme))

    def action_help(self) -> None:
        """Show the help page."""
        from quiz.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())
