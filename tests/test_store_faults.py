"""The log in trouble: each fault is one QuizError with exit code 3, and what was told stays on the disk."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from quiz.cli import main
from quiz.errors import Exit, QuizError
from quiz.learning import fold
from quiz.store import Log, schema
from quiz.store.log import FILE
from quiz.views import Choices, Desk
from tests.support.events import answered, moment
from tests.support.library import library_of, texts, write_library
from tests.support.limits import as_owner_only, file_size
from tests.support.process import Piped, quiz, run
from tests.support.store import ITEMS, answers_of, events_of, sql, three_answers, trouble_of
from tests.support.talk import StandingClock

LONG_LINES = f"{'never ' * 1_500}\n" * len(ITEMS)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return three_answers(tmp_path / "data")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", texts(len(ITEMS)))


class Failing:
    """A connection whose statements fail from the `first` to the `last` (counted from 1)."""

    def __init__(self, connection: sqlite3.Connection, error: sqlite3.Error, first: int, last: float) -> None:
        self._connection = connection
        self._error = error
        self._first, self._last = first, last
        self.count = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        self.count += 1
        if self._first <= self.count <= self._last:
            raise self._error
        return self._connection.execute(statement, values)


FAULTS = {
    "database is locked": "keeps the log locked",
    "database or disk is full": "the disk is full",
    "disk I/O error": "the disk reports an error",
    "attempt to write a readonly database": "read-only",
    "database disk image is malformed": "damaged",
    "unable to open database file": "cannot be opened",
}


@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("error", FAULTS)
def test_whichever_statement_fails_nothing_is_half_written_and_a_retry_works(
    data: Path, error: str, for_good: bool
) -> None:
    before = events_of(data)
    for first in range(1, 100):
        with Log(data, "t", "small") as log:
            sound = log._connection
            failing = Failing(sound, sqlite3.OperationalError(error), first, float("inf") if for_good else first)
            log._connection = failing  # type: ignore[assignment]
            trouble = trouble_of(lambda: log.append(answered("item-4"), moment(9)))
            if trouble is None:
                assert failing.count < first
                assert first > 5
                return
            assert trouble.code == Exit.STORE
            assert FAULTS[error] in str(trouble)
            log._connection = sound
            before.append(log.append(answered("item-4", response=first), moment(10)))
            assert log.events() == before
            assert log.states() == fold(before)
    pytest.fail("a log that never stops executing")


def test_an_answer_is_logged_once_when_it_is_told_and_not_at_all_when_it_is_not(tmp_path: Path) -> None:
    library, error = library_of(texts(2)), sqlite3.OperationalError("disk I/O error")
    told = set()
    for first in range(1, 20):
        with Log(tmp_path / str(first), "t", "small") as log:
            desk = Desk(library, log, StandingClock())
            session = desk.begin("drill", Choices())
            assert session is not None
            sound = log._connection
            log._connection = Failing(sound, error, first, float("inf"))  # type: ignore[assignment]
            trouble = trouble_of(partial(desk.answer, session, session.items[0], "x"))
            log._connection = sound
        with Log(tmp_path / str(first), "t", "small") as log:
            (session,) = log.sessions()
        assert len(session.answers) == (trouble is None)
        told.add(trouble is None)
    assert told == {True, False}


@pytest.mark.parametrize("harm", ["removed", "replaced", "folder removed"])
def test_a_log_that_goes_while_open_is_noticed_before_anything_is_told(data: Path, library: Path, harm: str) -> None:
    with Piped(quiz("learn", "--plain", "--library", library, "--data", data, "--trainee", "t")) as child:
        child.until("Question 1 of")
        copy = (data / FILE).read_bytes()
        if harm == "folder removed":
            shutil.rmtree(data)
        else:
            (data / FILE).unlink()
        if harm == "replaced":
            (data / FILE).write_bytes(copy)
        child.say("1\n")
        assert child.end() == Exit.STORE
    assert "removed or replaced while in use" in child.heard
    assert "Right:" not in child.heard
    assert "Traceback" not in child.heard
    if harm == "replaced":
        assert (data / FILE).read_bytes() == copy


def test_a_log_that_goes_amid_an_answer_is_noticed_before_anything_is_told(data: Path) -> None:
    with Log(data, "t", "small") as log:
        derive = log._derive
        log._derive = lambda event: (derive(event), (data / FILE).unlink())[0]  # type: ignore[method-assign, func-returns-value]
        with pytest.raises(QuizError, match="removed or replaced while in use"):
            log.append(answered("item-4"), moment(9))


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_log_locked_for_longer_than_the_patience_is_told(
    data: Path, library: Path, lock: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(data / FILE, isolation_level=None)) as other:
        other.execute(f"BEGIN {lock}")
        code = main(["learn", "--plain", "--library", str(library), "--data", str(data), "--trainee", "t"])
        other.execute("ROLLBACK")
    assert code == Exit.STORE
    assert "another program keeps the log locked" in capsys.readouterr().err
    assert answers_of(data) == list(ITEMS[:3])


def test_a_log_locked_for_a_moment_is_waited_for(data: Path, library: Path) -> None:
    with (
        closing(sqlite3.connect(data / FILE, isolation_level=None)) as other,
        Piped(quiz("learn", "--plain", "--library", library, "--data", data, "--trainee", "t")) as child,
    ):
        child.until("Question 1 of")
        other.execute("BEGIN IMMEDIATE")
        child.say("1\n")
        child.listen(0.2)
        assert "Right:" not in child.heard
        other.execute("ROLLBACK")
        child.until("Right:")
        assert child.end() == Exit.DONE
    assert len(answers_of(data)) == 4


def test_a_full_disk_loses_nothing_that_was_told(data: Path, library: Path) -> None:
    command = quiz("drill", "--plain", "--library", library, "--data", data, "--trainee", "t")
    before = len(answers_of(data))
    room = (data / FILE).stat().st_size + 20_000
    said = run(command, LONG_LINES, prepare=file_size(room))
    assert said.returncode == Exit.STORE
    assert "the disk" in said.stderr
    assert said.stderr.count("\n") == 1
    told = said.stdout.count("Why:")
    assert 0 < told < len(ITEMS)
    assert len(answers_of(data)) == before + told
    assert run(command, "1\n" * len(ITEMS)).returncode == Exit.DONE


@pytest.mark.skipif(not shutil.which("unshare") or os.geteuid() != 0, reason="mounting needs unshare and root")
def test_a_full_file_system_loses_nothing_that_was_told(tmp_path: Path, library: Path) -> None:
    place, out = tmp_path / "small", tmp_path / "out"
    place.mkdir()
    out.mkdir()
    mount = 'mount -t tmpfs -o size=160k none "$0" || exit 99; out=$1; shift'
    steps = f"""{mount}; "$@"; code=$?; cp "$0"/log* "$out"; exit $code"""
    command = quiz("drill", "--plain", "--library", library, "--data", place, "--trainee", "t")
    said = run(["unshare", "--mount", "sh", "-c", steps, str(place), str(out), *command], LONG_LINES)
    if said.returncode == 99 or "unshare" in said.stderr:
        pytest.skip(f"mounting is not permitted: {said.stderr}")
    assert said.returncode == Exit.STORE, said.stderr
    assert "disk is full" in said.stderr
    assert len(answers_of(out)) == said.stdout.count("Why:") > 0


@pytest.mark.parametrize("fold_version", ["fold", "fold - 1"])
def test_a_read_only_log_can_be_looked_at_and_refuses_an_answer(data: Path, library: Path, fold_version: str) -> None:
    options = ("--library", library, "--data", data, "--trainee", "t")
    sql(data / FILE, f"UPDATE derived SET fold = {fold_version}")
    (data / FILE).chmod(0o444)
    data.chmod(0o555)
    try:
        seen = run(quiz("due", *options), prepare=as_owner_only)
        refused = run(quiz("learn", "--plain", *options), "1\n", prepare=as_owner_only)
    finally:
        data.chmod(0o755)
    assert (seen.returncode, seen.stdout) == (0, "3 due, 5 new, 0 to mend\n")
    assert refused.returncode == Exit.STORE
    assert str(data / FILE) in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert answers_of(data) == list(ITEMS[:3])


def test_a_log_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(QuizError, match="the log cannot be used \\(Not a directory\\)"):
        Log(tmp_path / "file", "t", "small")


@pytest.mark.parametrize("command", ["due", "learn"])
@pytest.mark.parametrize("place", ["locked", "below a locked one", "a file", "below a file", "full"])
def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path, library: Path, place: str, command: str) -> None:
    folder = tmp_path / place
    if "locked" in place:
        (tmp_path / "closed").mkdir(mode=0o000)
        folder = tmp_path / "closed" / ("x" * place.startswith("below"))
    else:
        (tmp_path / place.rsplit(maxsplit=1)[-1]).write_text("")
        folder = tmp_path / "file" / "x" if place.startswith("below") else tmp_path / place.rsplit(maxsplit=1)[-1]
    plain = ["--plain"] if command == "learn" else []
    said = run(quiz(command, *plain, "--library", library, "--data", folder), prepare=as_owner_only)
    if "locked" in place:
        (tmp_path / "closed").chmod(0o755)
    assert said.returncode == Exit.STORE, said.stderr
    assert said.stderr.count("\n") == 1
    assert str(folder) in said.stderr
    assert "disk is full" not in said.stderr
