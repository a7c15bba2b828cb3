"""System calls: the bytes of an answer are synced to the disk before the bytes of its verdict are written."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from quiz.views import VERDICTS
from tests.support.library import numbered, write_library
from tests.support.process import ROOT, long_session, quiz, run, script

ANSWERS = 12
_VERDICTS = tuple(f"{symbol} {word}".encode() for symbol, word in VERDICTS.values())
_CALL = re.compile(r'^(?:\d+ +)?(\w+)\((\d+)<([^>]*)>(?:, "([^"]*)")?')
_QUESTION = re.compile(rb"Question of (item-\d+)\?")
_ANSWERED = re.compile(rb'"item":"(item-\d+)"')


@pytest.fixture(scope="module")
def strace(tmp_path_factory: pytest.TempPathFactory) -> str:
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is not installed")
    said = run([found, "-o", "/dev/null", "true"])
    if said.returncode:
        pytest.skip(f"strace may not trace here: {said.stderr.strip()}")
    return found


class Trace:
    """What a trace tells: verdicts written, and those written while their answer was not on the disk."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.verdicts = 0
        self.faults: list[str] = []
        self._unsynced: dict[str, set[bytes]] = {}
        self._on_disk: set[bytes] = set()
        self._asked = b""
        for line in lines:
            if found := _CALL.match(line):
                call, number, path, data = found.groups()
                self._take(call, number, _plain(path).decode("utf-8", "replace"), _plain(data or ""))

    def _take(self, call: str, number: str, path: str, data: bytes) -> None:
        if call in ("fsync", "fdatasync"):
            written = self._unsynced.pop(path, set())
            self._on_disk |= written if path.endswith("log.sqlite3") else set()
        elif "log.sqlite3" in path:
            self._unsynced.setdefault(path, set()).update(_ANSWERED.findall(data))
        elif call == "write" and number == "1":
            self._told(data)

    def _told(self, data: bytes) -> None:
        if question := _QUESTION.match(data):
            self._asked = question[1]
        elif data.rstrip() in _VERDICTS:
            self.verdicts += 1
            self.faults += [f"{self._asked!r} told before the sync of {path}" for path in self._unsynced]
            self.faults += [f"{self._asked!r} told before it was written"] * (self._asked not in self._on_disk)


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else text.encode()


def traced(strace: str, folder: Path, command: Sequence[str]) -> list[str]:
    library = write_library(folder / "library", numbered(ANSWERS))
    data = folder / "data"
    trace = folder / "trace"
    data.mkdir()
    long_session(data, ANSWERS)
    calls = "trace=write,pwrite64,ftruncate,fsync,fdatasync"
    options = ["-f", "-y", "-xx", "-s", "4096", "-e", calls, "-o", str(trace)]
    quiz_options = ["--plain", "--library", str(library), "--data", str(data)]
    said = run([strace, *options, *command, *quiz_options], "1\n" * ANSWERS)
    assert said.returncode == 0, said.stderr
    return trace.read_text("ascii").splitlines()


def test_every_verdict_is_written_after_its_answer_was_synced(strace: str, tmp_path: Path) -> None:
    trace = Trace(traced(strace, tmp_path, quiz()))
    assert trace.verdicts == ANSWERS
    assert trace.faults == []


@pytest.mark.parametrize(("fault", "said"), [("unsynced", "before the sync"), ("early", "before it was written")])
def test_control_a_log_that_breaks_its_promise_is_caught(strace: str, tmp_path: Path, fault: str, said: str) -> None:
    trace = Trace(traced(strace, tmp_path, script(ROOT / "tests" / "broken" / "unsafe_log.py", fault)))
    assert trace.verdicts == ANSWERS
    assert sum(said in one for one in trace.faults) >= ANSWERS - 1
