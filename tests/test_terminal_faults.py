"""Faults of the program on a real terminal: one line and a file, and nothing that the program held."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.config import Settings, save_settings
from quiz.store import Log
from tests.support.library import texts, write_library
from tests.support.process import quiz
from tests.support.screens import answers
from tests.support.terminal import Terminal

SECRETS = ("hunter2", "ANSWER-KEY")
PLANTED = """
import sys
from quiz.tui.screens.help import HelpScreen

def broken(*_):
    password, key = sys.argv[-1].split()
    raise RuntimeError("broken on purpose")

async def broken_later(*_):
    broken()

PLANTS[sys.argv.pop(1)]()
from quiz.cli import main
sys.exit(main(sys.argv[1:-1]))
"""
PLANTS = {
    "mount": "lambda: setattr(HelpScreen, 'on_mount', broken)",
    "compose": "lambda: setattr(HelpScreen, 'compose', broken)",
    "timer": "lambda: setattr(HelpScreen, 'on_mount', lambda self: self.set_timer(0.01, broken))",
    "refresh": "lambda: setattr(HelpScreen, 'on_mount', lambda self: self.call_after_refresh(broken))",
    "worker": "lambda: setattr(HelpScreen, 'on_mount', lambda self: self.run_worker(broken_later()))",
    "thread": "lambda: setattr(HelpScreen, 'on_mount', lambda self: self.run_worker(broken, thread=True))",
}
"""Where a fault is planted, and how."""
_TABLE = "PLANTS = {" + ", ".join(f"{name!r}: {how}" for name, how in PLANTS.items()) + "}"


@pytest.mark.parametrize("where", PLANTS)
def test_a_fault_anywhere_is_one_line_and_a_file_without_values(tmp_path: Path, where: str) -> None:
    root = write_library(tmp_path / "library", texts(3))
    save_settings(tmp_path / "data", Settings(toured=True))
    script = PLANTED.replace("PLANTS[", f"{_TABLE}\nPLANTS[")
    line = [*quiz()[:1], "-c", script, where, "--library", root, "--data", tmp_path / "data", "--trainee", "ana"]
    with Terminal([*map(str, line), " ".join(SECRETS)], columns=200, TMPDIR=str(tmp_path)) as terminal:
        terminal.until("Start: 3 questions")
        terminal.send("\r")
        terminal.until("1 of 3")
        terminal.send_later("\x0e")
        terminal.until("Not answered")
        terminal.send("\x1bOP")
        assert terminal.wait() == 70
        assert "a fault of the program (" in terminal.text
        assert "WorkerFailed" not in terminal.text
        assert b"Traceback" not in terminal.raw
        assert terminal.modes == terminal.before
        assert b"\x1b[?1049l" in terminal.raw
    written = [path.read_bytes() for path in tmp_path.glob("quiz-crash-*.txt")]
    assert len(written) == 1
    assert b"Traceback" in written[0]
    assert b"broken on purpose" in written[0]
    kept = [*written, bytes(terminal.raw), *(p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file())]
    assert not [secret for secret in SECRETS if any(secret.encode() in text for text in kept)]
    with Log(tmp_path / "data", "ana", "small") as log:
        assert len(answers(log)) == 1
