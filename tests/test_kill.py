"""kill -9 at any moment: what the program has said is on the disk, once, and the next start goes on from there."""

from __future__ import annotations

import json
import random
import re
import signal
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from quiz.learning import Answered, Event, fold
from quiz.store import Log
from quiz.views import VERDICTS
from tests.support.library import numbered, write_library
from tests.support.process import ROOT, Piped, long_session, quiz, run, script
from tests.support.store import QUICK

KILLS = 200
LANES = 2
QUESTIONS = 200
TRAINEE = "t"
_SAID = {f"{symbol} {word}": verdict for verdict, (symbol, word) in VERDICTS.items()}

Told = tuple[str, str]
"""An item and the verdict on it."""


def told_in(output: str) -> list[Told]:
    """The answers whose verdict line came whole."""
    found: list[Told] = []
    item = ""
    for line in output.split("\n")[:-1]:
        if question := re.fullmatch(r"Question of (item-\d+)\?", line):
            item = question[1]
        elif line in _SAID:
            found.append((item, _SAID[line]))
    return found


def first_question(output: str) -> tuple[int, str] | None:
    """The number and the item of the first question of a start, None when it never came so far."""
    found = re.search(r"^Question (\d+) of \d+ · .*\nQuestion of (item-\d+)\?\n", output, re.MULTILINE)
    return (int(found[1]), found[2]) if found else None


def answers_in(data: Path) -> list[Told]:
    with Log(data, TRAINEE, "small", writing=False) as log:
        events = sorted(log.events(), key=lambda e: e.sequence)
        assert log.states() == fold(events)
    return [(e.body.item, str(e.body.outcome.verdict)) for e in events if isinstance(e.body, Answered)]


def broken_promises(before: Sequence[Told], told: Sequence[Told], logged: Sequence[Told]) -> list[str]:
    """Hold what the log has against what it had before and what has been told since."""
    faults = []
    items = [item for item, _ in logged]
    if len(set(items)) < len(items):
        faults.append(f"twice: {sorted(i for i in set(items) if items.count(i) > 1)}")
    wanted = [*before, *told]
    if missing := [one for one in wanted if one not in logged]:
        faults.append(f"missing: {missing}")
    elif list(logged[: len(wanted)]) != wanted:
        faults.append("not in the order of answering")
    if len(logged) > len(wanted) + 1:
        faults.append(f"never given: {logged[len(wanted) + 1 :]}")
    return faults


def test_the_judge_sees_each_kind_of_broken_promise() -> None:
    a, b, c, d = (("item-1", "correct"), ("item-2", "incorrect"), ("item-3", "correct"), ("item-4", "correct"))
    assert broken_promises([a], [b], [a, b]) == []
    assert broken_promises([a], [b], [a, b, c]) == []
    assert broken_promises([a], [b], [a])[0].startswith("missing")
    assert broken_promises([a], [b], [b])[0].startswith("missing")
    assert broken_promises([a], [b], [a, ("item-2", "correct")])[0].startswith("missing")
    assert broken_promises([a], [b], [a, b, b])[0].startswith("twice")
    assert broken_promises([a], [b, c], [a, c, b])[0].startswith("not in the order")
    assert broken_promises([a], [b], [a, b, c, d])[0].startswith("never given")


class Lane:
    """Starts, kills and judges one program after another on the same log; a new log when its session is over."""

    def __init__(self, folder: Path, command: Sequence[str], seed: int) -> None:
        self.folder = folder
        self.command = command
        self.chance = random.Random(seed)
        self.faults: list[str] = []
        self.kills = self.logs = 0
        self.told = 0
        self._fresh()

    def _fresh(self) -> None:
        self.logs += 1
        self.data = self.folder / f"data-{self.logs}"
        self.data.mkdir(parents=True)
        long_session(self.data, QUESTIONS)
        self.before: list[Told] = []

    def kill(self, times: int) -> None:
        while self.kills < times and not self.faults:
            self._one()

    def _one(self) -> None:
        with Piped([*self.command, "--data", str(self.data), "--trainee", TRAINEE]) as child:
            child.say("1\n" * QUESTIONS)
            if self.chance.random() < 0.8:
                child.until(f"Question {min(len(self.before) + self.chance.randint(1, 12), QUESTIONS)} of")
                child.listen(self.chance.uniform(0, 0.01))
            else:
                child.listen(self.chance.uniform(0, 0.3))
            killed = child.end(signal.SIGKILL) == -signal.SIGKILL
            self._judge(child.heard)
        self.kills += killed
        if not killed or len(self.before) == QUESTIONS:
            self._fresh()

    def _judge(self, output: str) -> None:
        told = told_in(output)
        self.told += len(told)
        events, plan = self._reopened()
        logged = [(e.body.item, str(e.body.outcome.verdict)) for e in events if isinstance(e.body, Answered)]
        self.faults += broken_promises(self.before, told, logged)
        shown = first_question(output)
        past = len(self.before)
        if shown is not None and shown != (past + 1, *plan[past : past + 1]):
            self.faults.append(f"went on with {shown} after {past} answers")
        self.before = logged

    def _reopened(self) -> tuple[list[Event], tuple[str, ...]]:
        if not (self.data / "log.sqlite3").exists():
            return [], ()
        with Log(self.data, TRAINEE, "small") as log:
            events, sessions, states = log.events(), log.sessions(), log.states()
        with closing(sqlite3.connect(self.data / "log.sqlite3")) as plain:
            said = plain.execute("PRAGMA integrity_check").fetchone()[0]
        sequences = sorted(e.sequence for e in events)
        self.faults += [f"integrity_check: {said}"] * (said != "ok")
        self.faults += ["gaps in the sequence"] * (sequences != list(range(1, len(events) + 1)))
        self.faults += ["kept states differ from a replay"] * (states != fold(events))
        self.faults += ["a second session"] * (len(sessions) > 1)
        return sorted(events, key=lambda e: e.sequence), sessions[0].items if sessions else ()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_library(tmp_path_factory.mktemp("library") / "small", numbered(QUESTIONS))


def _lanes(folder: Path, command: Sequence[str], kills: int) -> list[Lane]:
    lanes = [Lane(folder / f"lane-{n}", command, seed=n) for n in range(LANES)]
    with ThreadPoolExecutor(LANES) as pool:
        list(pool.map(lambda lane: lane.kill(kills // LANES), lanes))
    return lanes


@pytest.mark.timeout(300)
def test_no_told_answer_is_lost_or_doubled_by_kills_at_random_moments(tmp_path: Path, library: Path) -> None:
    lanes = _lanes(tmp_path, quiz("--plain", "--library", library), KILLS)
    assert [lane.faults for lane in lanes] == [[]] * LANES
    assert sum(lane.kills for lane in lanes) == KILLS
    assert sum(lane.told for lane in lanes) > KILLS


FEW = 2


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder in memory: a kill, unlike a loss of power, spares what waits for the disk."""
    with TemporaryDirectory(dir=QUICK) as folder:
        yield Path(folder)


def test_a_kill_at_any_statement_from_the_first_start_on_loses_nothing(quick: Path) -> None:
    library = write_library(quick / "library", numbered(FEW))
    (quick / "input").write_text("1\n" * FEW)

    def outputs(living: int) -> tuple[list[int], list[Path], list[list[Told]]]:
        options = ("--plain", "--library", library, "--trainee", TRAINEE)
        done = run(script(ROOT / "tests" / "broken" / "dying.py", str(living), quick, *options))
        codes = json.loads(done.stdout)
        homes = [quick / str(n) for n in range(1, len(codes) + 1)]
        return codes, homes, [told_in((home / "output").read_text("utf-8")) for home in homes]

    codes, homes, told = outputs(0)
    left = [answers_in(home) for home in homes]
    assert [broken_promises([], *pair) for pair in zip(told, left, strict=True)] == [[]] * len(homes)
    assert codes == [*[-signal.SIGKILL] * (len(homes) - 1), 0]
    codes, homes, told = outputs(len(homes))
    assert codes == [0] * len(homes)
    for home, before, after in zip(homes, left, told, strict=True):
        assert answers_in(home) == [*before, *after]
        assert len(before) + len(after) == FEW


def test_control_a_log_that_tells_before_commit_is_caught(tmp_path: Path, library: Path) -> None:
    unsafe = script(ROOT / "tests" / "broken" / "unsafe_log.py", "early", "--plain", "--library", library)
    lanes = _lanes(tmp_path, unsafe, 20)
    assert any(fault.startswith("missing") for lane in lanes for fault in lane.faults)
