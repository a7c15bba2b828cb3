"""`quiz check --watch`: what changed is checked and shown at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from quiz.banks import open_library
from quiz.checks import check
from quiz.commands.watching import Watch, preview
from quiz.errors import Exit
from quiz.views.watched import files_state

STARTER = Path(__file__).resolve().parent.parent / "quiz" / "starter"
TODAY = date(2026, 11, 27)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STARTER, tmp_path / "library"))


def edit(library: Path, old: str, new: str) -> None:
    bank = library / "question_banks" / "first.yaml"
    text = bank.read_text("utf-8")
    assert old in text
    bank.write_text(text.replace(old, new), "utf-8")


def test_the_first_look_shows_no_item_and_a_later_one_what_changed(library: Path) -> None:
    watch = Watch(library)
    report, lines = watch.look(TODAY)
    assert (report.items, lines) == (11, [])
    edit(library, "text: It has signed a contract.", "text: It has signed one contract.")
    _, lines = watch.look(TODAY)
    assert any("starter-choice, approved" in line for line in lines)
    assert any("It has signed one contract." in line for line in lines)
    assert watch.look(TODAY)[1] == []


def test_what_a_watch_finds_is_what_a_check_finds(library: Path) -> None:
    watch = Watch(library)
    for old, new in (
        ("Which boatyard is to build", "What does the boatyard build not"),
        ("level: 3 ", "level: 4 "),
        ("level: 4 ", "level: 3 "),
        ("bank: first", "# one line more\nbank: first"),
        ("    explanation: Both numbers", "    explanation: TODO Both numbers"),
    ):
        edit(library, old, new)
        assert watch.look(TODAY)[0].findings == check(library, [], TODAY).findings, new


def test_files_look_other_after_a_save_and_when_one_is_gone(library: Path) -> None:
    before = files_state(library)
    assert len(before) == 5
    edit(library, "bank: first", "bank: second")
    assert files_state(library) != before
    (library / "seeds" / "hallam-letter.md").unlink()
    assert len(files_state(library)) == 4


def test_every_type_of_item_is_shown_with_what_is_right(library: Path) -> None:
    opened = open_library(library)
    for entry in opened.entries.values():
        lines = list(preview(entry, opened))
        assert entry.item.id in lines[0]
        if entry.item.id != "starter-place":
            assert lines[-1].strip() == entry.item.explanation
            assert any(line.startswith("  = ") for line in lines)


@pytest.mark.timeout(60)
def test_a_save_is_answered_and_ctrl_c_ends(library: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "QUIZ_DATA": str(tmp_path / "data"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "quiz", "check", "--watch", "--library", str(library)]
    # A shell that started the tests in the background has this signal ignored, and a child would, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        heard = _until(running, "watching")
        assert "11 sound items" in heard
        edit(library, "level: 3 ", "level: 7 ")
        heard = _until(running, "watching")
        assert "error[schema]: 'level' cannot be '7'" in heard
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == Exit.INTERRUPT


def _until(running: subprocess.Popen[str], word: str) -> str:
    assert running.stdout is not None
    heard: list[str] = []
    until = time.monotonic() + 30
    while time.monotonic() < until and word not in (heard[-1] if heard else ""):
        heard.append(running.stdout.readline())
    return "".join(heard)
