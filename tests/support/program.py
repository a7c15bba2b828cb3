"""A program on a pty of 80 by 24 whose frames are timed, not read."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence

QUIET = 0.06
"""Seconds without a byte after which a frame is over."""


class Program:
    """A program on a pty of 80 by 24."""

    def __init__(self, command: Sequence[str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        self._begun = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)

    def until(self, sign: bytes) -> float:
        """Read until a text is written; return the seconds since the last key, or since the start."""
        seen = b""
        while sign not in seen:
            if not select.select([self._master], [], [], 20)[0]:
                raise SystemExit(f"{sign!r} never came: {seen[-300:]!r}")
            seen += os.read(self._master, 65_536)
        return time.perf_counter() - self._begun

    def settle(self) -> float | None:
        """Read until nothing comes any more; return when the last byte came, None where none did."""
        last = None
        while select.select([self._master], [], [], 1 if last is None else QUIET)[0]:
            os.read(self._master, 65_536)
            last = time.perf_counter()
        return last

    def press(self, key: bytes) -> float:
        """Send a key; return the seconds until its frame is whole."""
        self.send(key)
        last = self.settle()
        if last is None:
            raise SystemExit(f"{key!r} brought no frame")
        return last - self._begun

    def send(self, key: bytes) -> None:
        """Send a key and go on."""
        self._begun = time.perf_counter()
        os.write(self._master, key)

    def end(self) -> None:
        """Kill it."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)
