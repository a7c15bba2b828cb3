"""From a key to its repaint on a pty, beside a bare Textual app with the same list; and to pages of a long history.

    python -m tests.tools.repaint [--keys 200] [--items 300] [--events 20000]

Each time runs from the key's byte to the last byte of the frame that it brings: from then on nothing is written for 60
ms. Prints medians and 99th percentiles, and how much later than the bare app's our 99th percentile is.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path

from tests.support.world import answered_world

BARE = """
from textual.app import App
from textual.widgets import Footer, OptionList
class Bare(App):
    BINDINGS = [("f1", "help", "Help")]
    def compose(self):
        yield OptionList("one", "two", "three", "four")
        yield Footer()
Bare().run()
"""
DOWN, UP = b"\x1b[B", b"\x1b[A"
WARM = 6
QUIET = 0.06
"""Seconds without a byte after which a frame is over."""


class Program:
    """A program on a pty of 80 by 24."""

    def __init__(self, command: Sequence[str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)

    def until(self, sign: bytes) -> float:
        """Read until a text is written; return the seconds that took."""
        begun, seen = time.perf_counter(), b""
        while sign not in seen:
            if not select.select([self._master], [], [], 20)[0]:
                raise SystemExit(f"{sign!r} never came: {seen[-300:]!r}")
            seen += os.read(self._master, 65_536)
        return time.perf_counter() - begun

    def settle(self) -> float | None:
        """Read until nothing comes any more; return when the last byte came, None where none did."""
        last = None
        while select.select([self._master], [], [], 1 if last is None else QUIET)[0]:
            os.read(self._master, 65_536)
            last = time.perf_counter()
        return last

    def press(self, key: bytes) -> float:
        """Send a key; return the seconds until its frame is whole."""
        begun = time.perf_counter()
        os.write(self._master, key)
        last = self.settle()
        if last is None:
            raise SystemExit(f"{key!r} brought no frame")
        return last - begun

    def send(self, key: bytes) -> None:
        """Send a key and go on."""
        os.write(self._master, key)

    def end(self) -> None:
        """Kill it."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)


def moved(program: Program, count: int) -> list[float]:
    """Return the seconds of so many moves of the cursor, down and up in turn, after a few that nobody times."""
    program.settle()
    return [program.press(UP if number % 2 else DOWN) for number in range(-WARM, count)][WARM:]


def told(name: str, seconds: Sequence[float]) -> float:
    """Print the figures of some times; return the 99th percentile in milliseconds."""
    last = statistics.quantiles(seconds, n=100)[98] * 1e3
    print(f"{name:28} median {statistics.median(seconds) * 1e3:6.1f} ms  p99 {last:6.1f} ms")
    return last


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=400)
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--events", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library, data = answered_world(Path(folder), options.items, options.events)
        shared = ["--library", str(library), "--data", str(data), "--trainee", "bench"]
        quiz = str(Path(sys.executable).with_name("quiz"))
        bare = Program([sys.executable, "-c", BARE])
        bare.until(b"Help")
        least = told("bare: another option", moved(bare, options.keys))
        bare.end()
        for name, command, sign in (
            ("home: another bank", [quiz, *shared], b"Practice"),
            ("question: another option", [quiz, "practice", "--type", "choice", *shared], b"1 of"),
        ):
            ours = Program(command)
            ours.until(sign)
            most = told(name, moved(ours, options.keys))
            print(f"{'':28} p99 above the bare app's {most - least:.1f} ms (hold 16)")
            ours.end()
        for name, key, sign in (("progress", b"g", b"Overview"), ("library", b"l", b"document")):
            ours = Program([quiz, *shared])
            ours.until(b"Practice")
            ours.settle()
            ours.send(key)
            print(f"{name}: first painted after {ours.until(sign) * 1e3:.0f} ms ({options.events:,} events)")
            ours.end()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
