"""Terminals of all kinds: few colours or none, tmux, a login from afar; stopped and gone on with."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import pytest

from quiz.config import Settings, save_settings
from quiz.tui.guarded import HANGUP
from tests.support.library import texts, write_library
from tests.support.process import PATIENCE, environment, quiz
from tests.support.terminal import GRACE, Terminal

ENTER, UNKNOWN, QUIT = "\r", "\x0e", "\x11"
KINDS = {
    "no colour": {"NO_COLOR": "1"},
    "16 colours": {"TERM": "xterm", "COLORTERM": ""},
    "all colours": {"COLORTERM": "truecolor"},
    "linux console": {"TERM": "linux", "COLORTERM": ""},
    "screen": {"TERM": "screen", "COLORTERM": ""},
    "from afar": {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22", "SSH_TTY": "/dev/pts/0", "LANG": "C.UTF-8"},
}
_SEQUENCE = re.compile(r"\x1b|\[[0-9;?]*[a-zA-Z]\b|\d+;\d+;\d+m")


def command(folder: Path) -> list[str]:
    root = folder / "library"
    if not root.exists():
        write_library(root, texts(3))
        save_settings(folder / "data", Settings(toured=True))
    return quiz("--library", root, "--data", folder / "data", "--trainee", "ana")


@pytest.mark.parametrize("kind", KINDS)
def test_all_is_told_and_nothing_leaks(tmp_path: Path, kind: str) -> None:
    with Terminal(command(tmp_path), 80, 24, **KINDS[kind]) as terminal:
        terminal.until("Start: 3 questions")
        terminal.send(ENTER)
        terminal.until("1 of 3")
        terminal.send("blue wale")
        terminal.until("blue wale")
        time.sleep(1.1)
        terminal.send(ENTER)
        for told in ("✓ Right", "blue w{+h}ale", "The notes, paragraph", "is written down.", "Enter Next"):
            terminal.until(told)
        text = terminal.text
        assert not _SEQUENCE.search(text)
        leave(terminal)
    colours = set(re.findall(rb"[34]8;[25]", bytes(terminal.raw)))
    if kind == "no colour":
        assert b"\x1b[1;" in terminal.raw or b"\x1b[1m" in terminal.raw
        assert not _tinted(bytes(terminal.raw))
    if kind in ("16 colours", "linux console"):
        assert not colours
    if kind == "all colours":
        assert colours <= {b"38;2", b"48;2"}


def _tinted(raw: bytes) -> list[bytes]:
    """The colours that are no shade of grey."""
    found = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", raw)
    return [b";".join(colour) for colour in found if len(set(colour)) > 1]


def leave(terminal: Terminal) -> None:
    terminal.send(QUIT)
    assert terminal.wait() == 0
    assert terminal.modes == terminal.before


def stopped(terminal: Terminal) -> bool:
    process, status = os.waitpid(terminal.process.pid, os.WUNTRACED | os.WNOHANG)
    return bool(process) and os.WIFSTOPPED(status)


TAKEN = b"\x1b[?1004h"
"""Written once what was typed before is thrown away and keys are read again."""


def taken_again(terminal: Terminal, times: int) -> bool:
    return terminal.raw.count(TAKEN) > times


def test_stops_at_any_moment_leave_it_alive(tmp_path: Path) -> None:
    """A stop may come in the midst of a write; Textual's own handler waits for itself then."""
    with Terminal(command(tmp_path)) as terminal:
        terminal.until("Start: 3 questions")
        for number in range(12):
            terminal.send("\x1b[B" * number)
            os.kill(terminal.process.pid, signal.SIGTSTP)
            terminal.until(lambda: stopped(terminal))
            seen = terminal.raw.count(TAKEN)
            os.kill(terminal.process.pid, signal.SIGCONT)
            terminal.until(partial(taken_again, terminal, seen))
        leave(terminal)


def test_a_stop_without_a_warning_is_survived(tmp_path: Path) -> None:
    with Terminal(command(tmp_path)) as terminal:
        terminal.until("Start: 3 questions")
        os.kill(terminal.process.pid, signal.SIGSTOP)
        terminal.until(lambda: stopped(terminal))
        terminal.screen.reset()
        os.kill(terminal.process.pid, signal.SIGCONT)
        # What was written before the stop may still come, so the screen alone does not tell.
        terminal.until(lambda: taken_again(terminal, 1))
        terminal.until("Start: 3 questions")
        leave(terminal)


def test_it_is_stopped_with_a_clean_terminal_and_drawn_again_when_it_goes_on(tmp_path: Path) -> None:
    with Terminal(command(tmp_path)) as terminal:
        terminal.until("Start: 3 questions")
        terminal.send(ENTER)
        terminal.until("1 of 3")
        terminal.send("blue")
        terminal.until("blue")
        os.kill(terminal.process.pid, signal.SIGTSTP)
        terminal.until(lambda: stopped(terminal))
        terminal.until(lambda: b"\x1b[?1049l" in terminal.raw)
        assert terminal.modes == terminal.before
        assert b"\x1b[?25h" in terminal.raw
        terminal.screen.reset()
        seen = len(terminal.raw)
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.until("1 of 3")
        terminal.until("blue")
        assert b"\x1b[?1049h" in terminal.raw[seen:]
        time.sleep(1.1)
        terminal.send(f" whale{ENTER}")
        terminal.until("✓ Right")
        leave(terminal)


def test_the_palette_stops_it(tmp_path: Path) -> None:
    with Terminal(command(tmp_path)) as terminal:
        terminal.until("Start: 3 questions")
        terminal.send("\x10")
        terminal.until("Search for commands")
        terminal.send("stop for")
        terminal.until("Back to the shell")
        terminal.send(ENTER)
        terminal.until(lambda: stopped(terminal))
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.screen.reset()
        terminal.until(lambda: taken_again(terminal, 1))
        terminal.until("Start: 3 questions")
        leave(terminal)


@pytest.mark.parametrize("exported", [{}, {"COLUMNS": "80", "LINES": "24"}])
def test_a_small_terminal_is_told_so_and_grows(tmp_path: Path, exported: dict[str, str]) -> None:
    with Terminal(command(tmp_path), 50, 12, **exported) as terminal:
        terminal.until("this is 50 × 12")
        terminal.send(f"{ENTER}x{UNKNOWN}")
        terminal.resize(80, 24)
        terminal.until("Start: 3 questions")
        terminal.send(QUIT)
        assert terminal.wait() == 0


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_in_tmux(tmp_path: Path) -> None:
    tmux = ["tmux", "-S", str(tmp_path / "socket"), "-f", "/dev/null"]

    def tell(*words: str) -> str:
        done = subprocess.run([*tmux, *words], capture_output=True, text=True, timeout=PATIENCE, check=True)
        return done.stdout

    def until(text: str) -> str:
        end = time.monotonic() + PATIENCE
        while text not in (screen := tell("capture-pane", "-p")):
            assert time.monotonic() < end, screen
            time.sleep(0.05)
        return screen

    ended = tmp_path / "ended"
    line = ["sh", "-c", '"$@"; echo $? >"$0"', str(ended), *command(tmp_path)]
    started = [*tmux, "new-session", "-d", "-x", "80", "-y", "24", *line]
    subprocess.run(started, env=environment(TERM="xterm-256color"), timeout=PATIENCE, check=True)
    try:
        tell("set-option", "-g", "remain-on-exit", "on")
        until("Start: 3 questions")
        tell("send-keys", "Enter")
        until("1 of 3")
        time.sleep(GRACE)
        tell("send-keys", "C-n")
        assert not _SEQUENCE.search(until("Not answered"))
        tell("send-keys", "C-q")
        end = time.monotonic() + PATIENCE
        while not (ended.exists() and ended.read_text()):
            assert time.monotonic() < end, tell("capture-pane", "-p")
            time.sleep(0.05)
        assert ended.read_text() == "0\n"
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)


def test_it_ends_when_its_terminal_is_gone_without_a_signal(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command(tmp_path),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        env=environment(TERM="xterm"),
    )
    os.close(slave)
    seen = b""
    while b"Practice" not in seen:
        seen += os.read(master, 65_536)
    os.close(master)
    try:
        assert process.wait(PATIENCE) == HANGUP
    finally:
        process.kill()
