"""The main job on a real terminal: ten questions by keyboard, left after four, gone on with the fifth."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from quiz.config import Settings, load_settings, save_settings
from quiz.documents import Citation
from quiz.items import Item, Text
from quiz.learning import Answered
from quiz.store import Log
from tests.support.library import fact, numbered, one_of_each, write_library
from tests.support.process import quiz, run
from tests.support.terminal import Terminal

ENTER, LEAVE, QUIT, UNKNOWN = "\r", "\x1b", "\x11", "\x0e"


def command(folder: Path, items: list[Item]) -> list[str]:
    root = folder / "library"
    if not root.exists():
        write_library(root, items)
        save_settings(folder / "data", Settings(toured=True))
    return quiz("--library", root, "--data", folder / "data", "--trainee", "ana")


def answers(folder: Path) -> list[Answered]:
    with Log(folder / "data", "ana", "small") as log:
        return [e.body for e in log.events() if isinstance(e.body, Answered)]


THINKING = 1.1
"""Seconds that one who does not guess takes at least."""


def answer(terminal: Terminal, number: int, total: int) -> None:
    terminal.until(f"{number} of {total}")
    terminal.until("Enter Answer")
    time.sleep(THINKING)
    terminal.send("1")
    terminal.until(lambda: "(•)" in terminal.text or " 1 " in terminal.text.split("Enter Answer")[0])
    terminal.send(ENTER)
    terminal.until("Comes again")
    terminal.send_later(ENTER)


def ended_cleanly(terminal: Terminal) -> None:
    assert terminal.modes == terminal.before
    for sequence in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"):
        assert sequence in terminal.raw
    assert b"Traceback" not in terminal.raw


def test_ten_questions_left_after_four_go_on_with_the_fifth(tmp_path: Path) -> None:
    line = command(tmp_path, numbered(12))
    with Terminal(line) as first:
        first.until("Start: 10 questions")
        first.send(ENTER)
        for number in range(1, 5):
            answer(first, number, 10)
        first.until("5 of 10")
        first.send(QUIT)
        assert first.wait() == 0
        ended_cleanly(first)
    assert len(answers(tmp_path)) == 4
    with Terminal(line) as second:
        second.until("Go on with question 5 of 10")
        second.send(ENTER)
        for number in range(5, 11):
            answer(second, number, 10)
        second.until("of 10 questions right")
        second.send(ENTER)
        second.until("Start: 2 more questions")
        second.send("q")
        assert second.wait() == 0
        ended_cleanly(second)
    given = [body.item for body in answers(tmp_path)]
    assert len(given) == len(set(given)) == 10


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_leaves_a_clean_terminal_and_the_answers(tmp_path: Path, number: signal.Signals, code: int) -> None:
    with Terminal(command(tmp_path, numbered(12))) as terminal:
        terminal.until("Start: 10 questions")
        terminal.send(ENTER)
        answer(terminal, 1, 10)
        terminal.until("2 of 10")
        os.kill(terminal.process.pid, number)
        assert terminal.wait() == code
        ended_cleanly(terminal)
    assert len(answers(tmp_path)) == 1


def test_a_signal_amid_drawing_is_no_fault(tmp_path: Path) -> None:
    line = command(tmp_path, numbered(12))
    rng = random.Random(7)
    for _ in range(6):
        with Terminal(line) as terminal:
            terminal.until("F1 Help")
            terminal.send(f"{ENTER}1{ENTER}{ENTER}{UNKNOWN}{ENTER}")
            time.sleep(rng.random() / 5)
            os.kill(terminal.process.pid, signal.SIGTERM)
            assert terminal.wait() == 143


def test_a_lost_terminal_ends_it_with_the_answers_saved(tmp_path: Path) -> None:
    with Terminal(command(tmp_path, numbered(12))) as terminal:
        terminal.until("Start: 10 questions")
        terminal.send(ENTER)
        answer(terminal, 1, 10)
        terminal.until("2 of 10")
        terminal.hang_up()
        end = time.monotonic() + 10
        while terminal.process.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        assert terminal.process.poll() == 129
    assert len(answers(tmp_path)) == 1


def test_a_fault_of_the_program_is_one_line_without_values(tmp_path: Path) -> None:
    line = command(tmp_path, one_of_each())
    script = (
        "import sys\n"
        "from quiz.views import Desk\n"
        "def broken(*_):\n    secret = 'ANSWER-KEY'\n    raise RuntimeError('broken on purpose')\n"
        "Desk.answer = broken\n"
        "from quiz.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    with Terminal([line[0], "-c", script, *line[3:]]) as terminal:
        terminal.until("Start: 6 questions")
        terminal.send(ENTER)
        terminal.until("1 of 6")
        terminal.send_later(UNKNOWN)
        assert terminal.wait() == 70
        assert "a fault of the program (RuntimeError)" in terminal.text.replace("\n", "")
        assert b"ANSWER-KEY" not in terminal.raw
        assert b"Traceback" not in terminal.raw
        assert terminal.modes == terminal.before


def test_no_escape_sequence_of_a_bank_reaches_the_terminal(tmp_path: Path) -> None:
    evil = "A\x1b]52;c;cHduZWQ=\x07 B\x9b2J C\x1b[6n"
    item = Text(
        id="item-1",
        stem=evil,
        key="x",
        explanation=evil,
        topics=("odd",),
        level=1,
        citations=(Citation("notes", 1, fact(1)),),
        status="approved",
    )
    with Terminal(command(tmp_path, [item])) as terminal:
        terminal.until("Start: 1 question")
        terminal.send(ENTER)
        terminal.until("A�]52")
        terminal.send_later(UNKNOWN)
        terminal.until("Not answered")
        for sequence in (b"\x1b]52", b"cHduZWQ=\x07", b"\x9b2J", b"\x1b[6n"):
            assert sequence not in terminal.raw


@pytest.mark.parametrize("mode", ["learn", "practice", "drill"])
def test_a_mode_goes_straight_into_a_session(tmp_path: Path, mode: str) -> None:
    line = command(tmp_path, numbered(3))
    with Terminal([*line[:3], mode, "--items", "2", *line[3:]]) as terminal:
        terminal.until("1 of 2")
        terminal.send(QUIT)
        assert terminal.wait() == 0


def test_without_a_terminal_it_says_what_to_do(tmp_path: Path) -> None:
    done = run(command(tmp_path, numbered(3)))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "quiz: the quiz needs a terminal; use `quiz --plain` with pipes and files\n"


def test_the_first_start_begins_with_a_tour_that_q_leaves_for_good(tmp_path: Path) -> None:
    root = write_library(tmp_path / "library", numbered(3))
    line = quiz("--library", root, "--data", tmp_path / "data", "--trainee", "ana")
    with Terminal(line) as first:
        first.until("1 of 4")
        first.send(ENTER)
        first.until("2 of 4")
        first.send("q")
        first.until("Start: 3 questions")
        first.send(QUIT)
        assert first.wait() == 0
    assert load_settings(tmp_path / "data").toured
    with Terminal(line) as second:
        second.until("Start: 3 questions")
        assert "1 of 4" not in second.text
        second.send(QUIT)
        assert second.wait() == 0
