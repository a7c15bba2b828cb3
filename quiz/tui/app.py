"""The app: themes, signals, and which screen follows which."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

import msgspec
from textual import on
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from quiz.config import Settings, are_of, delete_settings, keep_choices, trainee_name
from quiz.errors import QuizError
from quiz.text import safe
from quiz.tui.guarded import Guarded
from quiz.tui.messages import (
    EditWanted,
    ForgetWanted,
    LibraryChanged,
    PageLeft,
    PageWanted,
    SessionWanted,
    SettingsChanged,
    TakesSettings,
)
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.small import SmallScreen, is_small
from quiz.tui.theme import DARK, LIGHT, NAMES, PLAIN, THEMES, Uncoloured
from quiz.views import Choices, Desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.await_complete import AwaitComplete
    from textual.command import Provider
    from textual.filter import LineFilter

    from quiz.learning import Mode, Session
    from quiz.tui.screens.results import ResultsScreen
    from quiz.tui.screens.session import SessionScreen


PAGES: dict[str, tuple[str, str]] = {
    "progress": ("progress", "ProgressScreen"),
    "results": ("results", "results_page"),
    "setup": ("setup", "SetupScreen"),
    "library": ("library", "LibraryScreen"),
    "item": ("item", "ItemScreen"),
    "map": ("map", "MapScreen"),
    "review": ("vetting", "VettingScreen"),
    "instructor": ("instructor", "InstructorScreen"),
    "settings": ("settings", "SettingsScreen"),
    "shortcuts": ("shortcuts", "ShortcutsScreen"),
    "tour": ("tour", "TourScreen"),
    "forget": ("forget", "ForgetScreen"),
}
"""Pages over the home screen: module and class, made as `Class(desk, settings, about)` when they are opened."""


def _commands() -> type[Provider]:
    from quiz.tui.commands import Commands

    return Commands


class QuizApp(Guarded):
    """Opens the home screen, a session or a page (`page`, and what it is about) straight away."""

    TITLE = "quiz"
    CSS_PATH = "quiz.tcss"
    COMMANDS: ClassVar[set[Any]] = {_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", key_display="F1", id="app.help"),
        Binding("f2,t", "toggle_theme", "Theme", key_display="F2", id="app.theme"),
        Binding("ctrl+p", "command_palette", "Commands", show=False, priority=True, id="app.palette"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit"),
    ]

    def __init__(
        self,
        desk: Desk,
        data: Path,
        settings: Settings,
        mode: Mode | None,
        choices: Choices,
        seed: str,
        page: tuple[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.data = data
        self.settings = settings
        self.mode = mode
        self.choices = choices
        self.seed = seed
        self.page = page
        self.touring = False
        """Whether the tour comes before anything else."""
        self._ending = self._small = False
        self._uncoloured = Uncoloured()
        for theme in THEMES:
            self.register_theme(theme)
        self._take_theme()

    def get_default_screen(self) -> Screen[object]:
        """Return the home screen: the first frame is already the real one."""
        return cast("Screen[object]", HomeScreen(self.desk, self.settings, PAGES))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what changes each line before it is written: without colours, what takes them away."""
        usual = super().get_line_filters()
        return [*usual, self._uncoloured] if self.theme == PLAIN else usual

    def get_key_display(self, binding: Binding) -> str:
        """Return how a key is shown."""
        from quiz.tui.widgets.key_names import key_text

        return binding.key_display or key_text(binding.key)

    async def on_mount(self) -> None:
        """Take signals; go straight into a session when one was asked for."""
        self.call_after_refresh(gc.enable)
        self._take_keys()
        self.watch_terminal()
        self.take_stops()
        if self.page is not None:
            self.post_message(PageWanted(*self.page))
        if self.touring:
            self.post_message(PageWanted("tour"))
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
        if self._small and isinstance(self.screen, SmallScreen):
            super().pop_screen()
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
    def can_stop(self) -> bool:
        """Whether one can go back to the shell for a while."""
        return self._driver is not None and self._driver.can_suspend

    @property
    def fault(self) -> BaseException | None:
        """The fault that ended the app, if one did: that of a worker itself, not the news that it failed."""
        fault = self._exception
        return fault.error if isinstance(fault, WorkerFailed) else fault

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
            self.screen.refresh_numbers(self.settings)

    def _tell(self, text: str) -> None:
        self.notify(safe(text), markup=False, timeout=8)

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
        if any(type(screen).__name__ == name for screen in self.screen_stack):
            return
        page = getattr(import_module(f"quiz.tui.screens.{module}"), name)
        try:
            screen = page(self.desk, self.settings, message.about)
        except QuizError as error:
            self._tell(str(error))
            return
        await self.push_screen(screen)

    @on(PageLeft)
    async def close_page(self, message: PageLeft) -> None:
        """Close the page on top."""
        message.stop()
        if len(self.screen_stack) > 1:
            await self.pop_screen()
        if isinstance(self.screen, HomeScreen):
            if self.page is not None:
                self.exit()
                return
            self.screen.refresh_numbers(self.settings)

    @on(EditWanted)
    async def open_editor(self, message: EditWanted) -> None:
        """Open an item in the editor, then tell the screens of another library and the trainee of its findings."""
        from quiz.tui.editing import edit_item, told_of

        message.stop()
        try:
            edited = await edit_item(self, self.desk, message.item, message.path)
        except QuizError as error:
            self._tell(str(error))
            return
        if not edited.changed:
            self._tell("Nothing was changed")
            return
        for screen in self.screen_stack:
            screen.post_message(LibraryChanged())
        if message.path is not None:
            return

        async def tell() -> None:
            self._tell(await told_of(self.desk, edited.bank, message.item))

        self.run_worker(tell(), group="findings", exclusive=True, exit_on_error=False)

    @on(SettingsChanged)
    async def take_settings(self, message: SettingsChanged) -> None:
        """Keep the settings, and go by them."""
        message.stop()
        await self._go_by(message.settings)

    async def _go_by(self, settings: Settings) -> None:
        before, self.settings = self.settings, settings
        another = settings.trainee != before.trainee
        try:
            self.desk.serve(
                settings.ready_by,
                settings.questions,
                settings.rollover,
                trainee_name(settings.trainee) if another else "",
            )
        except QuizError as error:
            self._tell(str(error))
        self._take_theme()
        self._take_keys()
        for screen in self.screen_stack:
            if isinstance(screen, HomeScreen):
                screen.settings = settings
            elif isinstance(screen, TakesSettings):
                screen.take_settings(settings)
        self._keep(settings)
        if another:
            await self._show_home()
            self._tell(f"Now {self.desk.log.trainee} is asked")

    def _take_theme(self) -> None:
        chosen = self.settings.theme if self.settings.theme in NAMES else DARK
        self.theme = PLAIN if self.no_color else chosen

    def _take_keys(self) -> None:
        """Go by the shortcuts that were changed; what cannot be is told in a line."""
        if not self.settings.keys:
            self.set_keymap({})
            return
        from quiz.tui.shortcuts import all_shortcuts, sound

        keys, said = sound(self.settings.keys, all_shortcuts(type(self)))
        self.set_keymap(keys)
        if said:
            self._tell(f"Shortcuts in the settings that cannot be: {'; '.join(said)}")

    @on(ForgetWanted)
    async def forget(self, message: ForgetWanted) -> None:
        """Delete all data of the trainee, and begin anew."""
        from quiz.views.own_data import what_went

        message.stop()
        trainee = self.desk.log.trainee
        try:
            gone = self.desk.log.forget()
            if are_of(self.settings, trainee):
                self.settings = delete_settings(self.data, self.settings)
            chosen = self.settings
            self.desk.serve(chosen.ready_by, chosen.questions, chosen.rollover, trainee)
        except QuizError as error:
            self._tell(f"NOT DELETED: {error}")
            return
        self._take_theme()
        self._take_keys()
        await self._show_home()
        self._tell(what_went(gone))

    def _keep(self, settings: Settings) -> None:
        try:
            keep_choices(self.data, settings)
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
        await self.push_screen(ResultsScreen(self.desk, session))

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

    async def action_toggle_theme(self) -> None:
        """Change between light and dark and keep the choice."""
        await self._go_by(msgspec.structs.replace(self.settings, theme=DARK if self.theme != DARK else LIGHT))

    def action_help(self) -> None:
        """Show what can be done here."""
        from quiz.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))
