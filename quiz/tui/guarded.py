"""What a hasty hand, other people's clipboards and a lost terminal must not do: an app that keeps to what was meant."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import sys

from textual import events
from textual.app import App, ScreenError
from textual.css.query import NoMatches
from textual.widget import MountError

from quiz.text import safe

HANGUP = 129
"""The exit code of SIGHUP."""
LOOK = 2.0
"""Seconds between two looks whether the terminal is still there."""
GONE = (MountError, NoMatches, ScreenError)
"""What a page meets that is still opening, or closing, while a program that ends takes its screens apart."""


def hung_up(descriptor: int) -> bool:
    """Tell whether the terminal behind a file descriptor is gone."""
    poll = select.poll()
    poll.register(descriptor, 0)
    return any(what & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, what in poll.poll(0))


class Guarded(App[None]):
    """An app that takes plain text only from a paste, has one palette at a time, and ends when its terminal is gone."""

    def watch_terminal(self) -> None:
        """End as at SIGHUP when the terminal is gone: not everyone who closes one sends the signal."""
        terminal = sys.__stdin__
        if not self.is_headless and hasattr(select, "poll") and terminal is not None and terminal.isatty():
            descriptor = terminal.fileno()
            self.set_interval(LOOK, lambda: self.exit(return_code=HANGUP) if hung_up(descriptor) else None)

    def take_stops(self) -> None:
        """Be stopped, and gone on with, between two tasks of the loop.

        Textual's own handlers may come in the midst of a write: they want the lock that it holds, and wait for ever.
        """
        if not self.is_headless and hasattr(signal, "SIGTSTP"):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop = asyncio.get_running_loop()
                loop.add_signal_handler(signal.SIGTSTP, self._stop, loop)
                loop.add_signal_handler(signal.SIGCONT, self._draw_again)

    def _stop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give the terminal back and stop until told to go on."""
        loop.remove_signal_handler(signal.SIGCONT)
        with self.suspend():
            os.kill(os.getpid(), signal.SIGSTOP)
        loop.add_signal_handler(signal.SIGCONT, self._draw_again)

    def _draw_again(self) -> None:
        """Take the terminal anew: who was stopped without a warning finds it as others left it."""
        with self.suspend():
            pass

    def _handle_exception(self, error: Exception) -> None:
        """Let a program that has ended pass over what its screens no longer have."""
        if self.is_running or not isinstance(error, GONE):
            super()._handle_exception(error)

    async def on_event(self, event: events.Event) -> None:
        """Take from a paste what a terminal would obey."""
        if isinstance(event, events.Paste):
            event.text = safe(event.text)
        await super().on_event(event)

    def action_command_palette(self) -> None:
        """Open the palette."""
        from quiz.tui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())
