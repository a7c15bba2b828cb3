"""From one version of the tables to the next: all or nothing at each moment, and what was stays among the backups.

There is one version yet; the steps here are made up.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from quiz.errors import Exit, QuizError
from quiz.learning import fold
from quiz.store import Log, Merged, examine, merge, migrate, restore, schema
from quiz.store.backups import FOLDER
from quiz.store.door import FILE
from quiz.store.rows import COLUMNS
from tests.support.events import answered, moment
from tests.support.store import digests, exported, sql, three_answers, trouble_of
from tests.tools.old_logs import FIXTURES, GOLDEN, came

STEPS = {
    1: ("ALTER TABLE events ADD COLUMN more TEXT", "CREATE TABLE extra (a)", "INSERT INTO extra VALUES (1)"),
    2: ("CREATE INDEX extra_by_a ON extra (a)", "UPDATE events SET more = kind", "DROP INDEX events_by_kind"),
}
NEWEST = 3


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return three_answers(tmp_path / "data")


@pytest.fixture
def ahead(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a log of version 1, in a program that is at version 3."""
    monkeypatch.setattr(schema, "VERSION", NEWEST)
    monkeypatch.setattr(migrate, "STEPS", STEPS)
    return data


def _tables(path: Path) -> set[tuple[Any, ...]]:
    return set(sql(path, "SELECT name, sql FROM sqlite_schema"))


def _version(path: Path) -> int:
    return int(sql(path, "PRAGMA user_version")[0][0])


def test_an_older_log_is_brought_up_to_date_with_all_its_events(ahead: Path) -> None:
    before = sql(ahead / FILE, f"SELECT {COLUMNS} FROM events")
    with Log(ahead, "t", "small") as log:
        events = log.events()
        assert log.states() == fold(events)
        log.append(answered("item-5"), moment(9))
    assert _version(ahead / FILE) == NEWEST
    assert sql(ahead / FILE, f"SELECT {COLUMNS} FROM events WHERE sequence < 5") == before
    assert sql(ahead / FILE, "SELECT more FROM events WHERE sequence = 2") == [("answered",)]
    assert examine(ahead).whole


def test_what_was_is_kept_whole_among_the_backups(ahead: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = exported_as_it_is(ahead / FILE)
    Log(ahead, "t", "small").close()
    (kept,) = (ahead / FOLDER).iterdir()
    assert kept.name.endswith("-v1.sqlite3")
    assert (_version(kept), exported_as_it_is(kept)) == (1, before)
    (ahead / FILE).unlink()
    done = restore(ahead)
    assert (done.backup, done.events) == (kept, 4)
    assert (_version(ahead / FILE), _version(kept)) == (NEWEST, 1)


def exported_as_it_is(path: Path) -> list[tuple[Any, ...]]:
    return sql(path, f"SELECT {COLUMNS} FROM events ORDER BY id")


def test_a_second_opening_changes_nothing(ahead: Path) -> None:
    Log(ahead, "t", "small").close()
    before = digests(ahead / FILE)
    Log(ahead, "t", "small").close()
    assert digests(ahead / FILE) == before
    assert len(list((ahead / FOLDER).iterdir())) == 1


def test_many_that_open_an_older_log_at_once_take_each_step_once(ahead: Path) -> None:
    def write(number: int) -> None:
        with Log(ahead, "t", "small") as log:
            log.append(answered("item-5", response=number), moment(number + 9))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(8)))
    assert _version(ahead / FILE) == NEWEST
    assert sql(ahead / FILE, "SELECT a FROM extra") == [(1,)]
    assert len(exported(ahead).splitlines()) == 12


class Dying(sqlite3.Connection):
    """Dies by SIGKILL at the statement whose number is `left`."""

    left = 0

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        Dying.left -= 1
        if Dying.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(*arguments)


class Failing(Dying):
    """Raises `error` at that statement, and lives."""

    error: BaseException = KeyboardInterrupt()

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        Dying.left -= 1
        if Dying.left == 0:
            raise Failing.error
        return sqlite3.Connection.execute(self, *arguments)


_connect = sqlite3.connect


def _opened_in_a_fork(data: Path, dies_at: int) -> int:
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code = 1
    try:
        sqlite3.connect = lambda *a, **k: _connect(*a, **k, factory=Dying)  # type: ignore[assignment]
        Dying.left = dies_at
        Log(data, "t", "small").close()
        code = 0
    finally:
        os._exit(code)


def _copies(data: Path, folder: Path) -> Iterator[tuple[int, Path]]:
    for number in range(1, 100):
        place = folder / str(number)
        place.mkdir(parents=True)
        shutil.copy(data / FILE, place)
        yield number, place


def test_a_kill_at_any_statement_leaves_one_version_or_another_and_the_next_start_goes_on(
    ahead: Path, tmp_path: Path
) -> None:
    """Each version has its own set of tables: none between is ever seen."""
    events = exported_as_it_is(ahead / FILE)
    seen: dict[int, set[frozenset[tuple[Any, ...]]]] = {}
    for number, place in _copies(ahead, tmp_path / "kills"):
        code = _opened_in_a_fork(place, number)
        assert code in (0, -signal.SIGKILL)
        version = _version(place / FILE)
        seen.setdefault(version, set()).add(frozenset(_tables(place / FILE)))
        assert exported_as_it_is(place / FILE) == events
        backups = list((place / FOLDER).glob("*.sqlite3")) if version > 1 else []
        assert [exported_as_it_is(b) for b in backups[:1]] == [events] * (version > 1)
        with Log(place, "t", "small") as log:
            assert len(log.events()) == 4
        assert _version(place / FILE) == NEWEST
        if code == 0:
            break
    assert code == 0
    assert {version: len(tables) for version, tables in seen.items()} == {1: 1, 2: 1, 3: 1}


@pytest.mark.parametrize("error", [sqlite3.OperationalError("database or disk is full"), KeyboardInterrupt()])
def test_a_statement_that_fails_leaves_one_version_or_another(
    ahead: Path, tmp_path: Path, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = exported_as_it_is(ahead / FILE)
    monkeypatch.setattr(Failing, "error", error)
    for number, place in _copies(ahead, tmp_path / "faults"):
        with monkeypatch.context() as patch:
            patch.setattr(sqlite3, "connect", lambda *a, **k: _connect(*a, **k, factory=Failing))
            Dying.left = number
            stopped = _opened(place)
        assert exported_as_it_is(place / FILE) == events
        with Log(place, "t", "small") as log:
            assert len(log.events()) == 4
        if not stopped:
            return
    pytest.fail("a log that never stops executing")


def _opened(place: Path) -> bool:
    """Open a log; tell whether that was stopped in one of the ways that it may be."""
    try:
        trouble = trouble_of(lambda: Log(place, "t", "small").close())
    except KeyboardInterrupt:
        return True
    assert trouble is None or (trouble.code, trouble.message) == (Exit.STORE, "the disk is full")
    return trouble is not None


def test_a_step_that_loses_events_is_taken_back(ahead: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "STEPS", {**STEPS, 2: ("DELETE FROM events WHERE sequence = 1",)})
    with pytest.raises(QuizError, match="events were lost on the way to a newer version"):
        Log(ahead, "t", "small")
    assert _version(ahead / FILE) == 2
    assert len(exported_as_it_is(ahead / FILE)) == 4


def test_without_room_for_a_backup_nothing_is_changed(ahead: Path) -> None:
    (ahead / FOLDER).write_text("in the way")
    before = digests(ahead / FILE)
    with pytest.raises(QuizError, match="no backup can be written"):
        Log(ahead, "t", "small")
    assert digests(ahead / FILE) == before


def test_an_older_log_is_merged_and_stays_as_old_as_it_is(ahead: Path, tmp_path: Path) -> None:
    before = digests(ahead / FILE)
    assert merge(tmp_path / "other", [ahead / FILE]) == Merged(4, 0)
    assert digests(ahead / FILE) == before


def test_a_program_that_was_overtaken_while_open_writes_no_more(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Log(data, "t", "small") as old:
        with monkeypatch.context() as patch:
            patch.setattr(schema, "VERSION", NEWEST)
            patch.setattr(migrate, "STEPS", STEPS)
            Log(data, "t", "small").close()
        with pytest.raises(QuizError, match="made by a newer version"):
            old.append(answered("item-5"), moment(9))
    assert len(exported_as_it_is(data / FILE)) == 4


def test_a_step_that_another_program_has_taken_meanwhile_is_not_taken_again(
    ahead: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(ahead / FILE, isolation_level=None)) as slow:
        real, asked = schema.version_of, iter([1])

        def version(connection: sqlite3.Connection) -> int:
            known = next(asked, 0) if connection is slow else 0
            if known:
                Log(ahead, "t", "small").close()
            return known or real(connection)

        monkeypatch.setattr(schema, "version_of", version)
        migrate.run_steps(slow, ahead / FILE)
    assert sql(ahead / FILE, "SELECT a FROM extra") == [(1,)]


def test_an_upgrade_that_comes_second_makes_no_second_backup(ahead: Path) -> None:
    Log(ahead, "t", "small").close()
    before = digests(ahead / FILE), sorted((ahead / FOLDER).iterdir())
    with closing(sqlite3.connect(ahead / FILE, isolation_level=None)) as late:
        migrate.upgrade(late, ahead / FILE)
    assert (digests(ahead / FILE), sorted((ahead / FOLDER).iterdir())) == before


@pytest.mark.parametrize("version", [NEWEST + 1, 2**31 - 1])
def test_a_newer_log_is_refused_and_left_alone(ahead: Path, version: int) -> None:
    sql(ahead / FILE, f"PRAGMA user_version = {version}")
    before = digests(ahead / FILE)
    with pytest.raises(QuizError, match="made by a newer version of quiz; install that version"):
        Log(ahead, "t", "small")
    assert digests(ahead / FILE) == before
    assert not (ahead / FOLDER).exists()


@pytest.mark.parametrize("name", GOLDEN)
def test_a_log_of_each_release_opens_with_all_that_it_held(tmp_path: Path, name: str) -> None:
    shutil.copy(FIXTURES / name, tmp_path / FILE)
    assert examine(tmp_path).whole
    for (trainee, library), wanted in GOLDEN[name].items():
        with Log(tmp_path, trainee, library) as log:
            assert came(log) == wanted
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
