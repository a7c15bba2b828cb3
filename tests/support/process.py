"""Runs the program as its users do: in a process of its own, on pipes."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from quiz.config import Settings, save_settings

ROOT = Path(__file__).resolve().parents[2]
_NOT_INHERITED = {"PYTHONUNBUFFERED", "PYTHONIOENCODING", "TERM"}
PATIENCE = 30.0
"""Seconds after which a process that stays silent has failed."""


def quiz(*arguments: str | Path) -> list[str]:
    """The command line that runs this checkout."""
    return [sys.executable, "-m", "quiz", *map(str, arguments)]


def script(path: Path, *arguments: str | Path) -> list[str]:
    return [sys.executable, str(path), *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    return {**inherited, "PYTHONPATH": str(ROOT), **more}


def run(
    command: Sequence[str], given: str = "", prepare: Callable[[], None] | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end with `given` as its input; `prepare` runs in the child before it."""
    return subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env=environment(**more),
        preexec_fn=prepare,
    )


def long_session(data: Path, questions: int) -> Path:
    """Make a session of `data` that many questions long, and return the folder."""
    save_settings(data, Settings(questions=questions))
    return data


class Piped:
    """A running process; what it writes is gathered in `heard` as far as it was awaited."""

    def __init__(self, command: Sequence[str], **more: str) -> None:
        self.process = subprocess.Popen(
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment(**more),
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.source, self.target = self.process.stdout, self.process.stdin
        self._bytes = bytearray()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self.source, selectors.EVENT_READ)

    def __enter__(self) -> Piped:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._selector.close()
        self.source.close()
        self.target.close()

    @property
    def heard(self) -> str:
        return self._bytes.decode("utf-8", "replace")

    def say(self, text: str) -> None:
        self.target.write(text.encode())

    def listen(self, seconds: float) -> bool:
        """Gather output for so long; False when the process has closed its output before."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self._selector.select(left) and not self._gather():
                return False
        return True

    def until(self, text: str) -> str:
        """Gather output until `text` is in it."""
        wanted, end = text.encode(), time.monotonic() + PATIENCE
        while wanted not in self._bytes:
            assert time.monotonic() < end, f"{text!r} never came: {self.heard}"
            assert not self._selector.select(PATIENCE) or self._gather(), f"ended without {text!r}: {self.heard}"
        return self.heard

    def _gather(self) -> bool:
        part = os.read(self.source.fileno(), 65_536)
        self._bytes += part
        return bool(part)

    def end(self, signal: int | None = None) -> int:
        """Send a signal, or else close the input; gather all that is left; return the code it ended with."""
        if signal is None:
            self.target.close()
        elif self.process.poll() is None:
            self.process.send_signal(signal)
        while self._gather():
            pass
        return self.process.wait(PATIENCE)
