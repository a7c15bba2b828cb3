"""Runs the program on a pseudo-terminal; pyte turns what it writes into what a user sees."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Sequence
from types import TracebackType

import pyte

from tests.support.process import PATIENCE, environment

GRACE = 0.6
"""Seconds after which a key is meant for what is on the screen."""


class Terminal:
    """A process whose terminal is `screen`; `raw` holds every byte that it wrote.

    Its input, output and errors are that terminal, which also controls it: closing it hangs the process up.
    """

    def __init__(self, command: Sequence[str], columns: int = 80, rows: int = 24, **more: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.raw = bytearray()
        self._stream = pyte.ByteStream(self.screen)
        self._master: int | None
        self._master, slave = pty.openpty()
        self._size(slave, columns, rows)
        self.before = termios.tcgetattr(slave)
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
            env=environment(**{"TERM": "xterm-256color", **more}),
        )
        self._slave = slave

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    @property
    def text(self) -> str:
        """What stands on the screen, without blanks at line ends."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def send(self, keys: str) -> None:
        assert self._master is not None
        os.write(self._master, keys.encode())

    def send_later(self, keys: str) -> None:
        """Send keys that would be taken for ones that were meant for what stood on the screen before."""
        time.sleep(GRACE)
        self.send(keys)

    def until(self, wanted: str | Callable[[], bool]) -> str:
        """Draw what comes until a text stands on the screen, or a condition holds; return the screen."""
        end = time.monotonic() + PATIENCE
        while not (wanted in self.text if isinstance(wanted, str) else wanted()):
            assert time.monotonic() < end, f"{wanted!r} never came:\n{self.text}"
            self._draw(0.1)
        return self.text

    def _draw(self, seconds: float) -> bool:
        assert self._master is not None
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        part = os.read(self._master, 65_536)
        self.raw += part
        self._stream.feed(part)
        return True

    def resize(self, columns: int, rows: int) -> None:
        assert self._master is not None
        self.screen.resize(rows, columns)
        self._size(self._master, columns, rows)

    @staticmethod
    def _size(terminal: int, columns: int, rows: int) -> None:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    @property
    def modes(self) -> list[object]:
        """The line settings as they are now: a clean end leaves them equal to `before`."""
        return termios.tcgetattr(self._slave)

    def wait(self) -> int:
        """Draw until the process has ended, and return the code it ended with."""
        self.until(lambda: self.process.poll() is not None)
        while self._draw(0):
            pass
        return self.process.wait()

    def hang_up(self) -> None:
        """Close the terminal as a lost connection does."""
        for end in (self._slave, self._master):
            if end is not None and self._master is not None:
                os.close(end)
        self._master = None
