"""Backups: one a study day without a word, and fewer the older they are."""

from __future__ import annotations

import io
import os
import sqlite3
import stat
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.cli import main
from quiz.errors import Exit, QuizError
from quiz.store import back_up, back_up_daily, files
from quiz.store.backups import FOLDER, all_backups, date_of, kept, newest_good
from quiz.store.door import FILE
from tests.laws import thinning
from tests.strategies.store import days
from tests.support.library import numbered, write_library
from tests.support.store import digests, events_in, exported, three_answers, trouble_of

Captured = pytest.CaptureFixture[str]


TODAY = date(2026, 2, 10)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return three_answers(tmp_path / "data")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", numbered(3))


@given(past=days())
def test_thinning_day_by_day_leaves_what_thinning_once_leaves(past: set[date]) -> None:
    thinning.day_by_day_leaves_what_once_leaves(kept, past)


@given(today=st.dates(date(2020, 1, 1), date(2030, 1, 1)), count=st.integers(0, 700))
def test_what_is_near_is_kept_more_closely(today: date, count: int) -> None:
    thinning.what_is_near_is_kept_more_closely(kept, today, count)


@given(past=days(), today=st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_what_a_wrong_clock_made_stays(past: set[date], today: date) -> None:
    thinning.what_a_wrong_clock_made_stays(kept, past, today)


def session(library: Path, data: Path) -> int:
    return main(["drill", "--plain", "--library", str(library), "--data", str(data), "--trainee", "t"])


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda lines: monkeypatch.setattr("sys.stdin", io.StringIO(lines))


def names(data: Path) -> list[str]:
    return sorted(path.name for path in (data / FOLDER).glob("*"))


def test_the_first_session_of_a_study_day_leaves_a_backup_that_only_its_owner_reads(
    tmp_path: Path, library: Path, typed: Callable[[str], None]
) -> None:
    data = tmp_path / "data"
    typed("1\n1\n1\n")
    assert session(library, data) == Exit.DONE
    (name,) = names(data)
    (day,) = {e.day for e in events_in(exported(data))}
    assert name == f"log-{day}.sqlite3"
    made = data / FOLDER / name
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    before = digests(made)
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / FILE).write_bytes(made.read_bytes())
    assert exported(tmp_path / "copy") == exported(data)
    typed("1\n1\n1\n")
    assert session(library, data) == Exit.DONE
    assert digests(made) == before
    assert names(data) == [name]


def test_a_second_session_of_a_day_copies_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up_daily(data, "2026-02-10")
    monkeypatch.setattr("quiz.store.backups.back_up", lambda *_: pytest.fail("copied"))
    back_up_daily(data, "2026-02-10")


def test_looking_makes_no_backup(data: Path, library: Path, typed: Callable[[str], None]) -> None:
    assert main(["due", "--library", str(library), "--data", str(data), "--trainee", "t"]) == Exit.DONE
    assert names(data) == []


def test_a_backup_that_cannot_be_made_is_silent_and_told_by_check(
    data: Path, library: Path, typed: Callable[[str], None], capsys: Captured
) -> None:
    (data / FOLDER).write_text("in the way")
    typed("1\n1\n1\n")
    assert session(library, data) == Exit.DONE
    assert capsys.readouterr().err == ""
    assert main(["log", "check", "--data", str(data)]) == Exit.DONE
    assert "note[backup]: there is no backup" in capsys.readouterr().out


def test_old_backups_go_and_those_made_by_hand_stay(data: Path) -> None:
    (data / FOLDER).mkdir()
    for n in range(1, 60):
        (data / FOLDER / f"log-{TODAY - timedelta(n)}.sqlite3").touch()
    by_hand = ["log-2025-12-30T120000Z.sqlite3", "log-2025-12-30-v1.sqlite3", "log-of-mine.sqlite3"]
    for name in (*by_hand, "log-2025-13-30.sqlite3"):
        (data / FOLDER / name).touch()
    back_up_daily(data, TODAY.isoformat())
    left = {d for p in all_backups(data) if (d := date_of(p)) and p.name not in by_hand}
    assert left - {TODAY} == kept([TODAY - timedelta(n) for n in range(60)], TODAY) - {TODAY}
    assert set(by_hand) <= set(names(data))
    assert newest_good(data) == data / FOLDER / f"log-{TODAY}.sqlite3"


def test_a_backup_by_hand_has_the_name_that_is_given(data: Path, tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "copy.sqlite3"
    assert main(["log", "backup", str(target), "--data", str(data)]) == Exit.DONE
    assert capsys.readouterr().out == f"the log is copied to {target}\n"
    before = digests(target)
    assert main(["log", "backup", str(target), "--data", str(data)]) == Exit.USAGE
    assert "already a file of that name" in capsys.readouterr().err
    assert digests(target) == before
    assert main(["log", "backup", str(tmp_path / "no" / "copy"), "--data", str(data)]) == Exit.STORE
    assert "no backup can be written (No such file or directory)" in capsys.readouterr().err


def test_backups_of_one_second_do_not_meet(data: Path) -> None:
    made = {back_up(data) for _ in range(3)}
    assert len(made) == 3
    assert set(all_backups(data)) == made


def test_there_is_nothing_to_copy_without_a_log_or_from_a_damaged_one(data: Path, tmp_path: Path) -> None:
    with pytest.raises(QuizError, match="there is no log yet"):
        back_up(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    os.truncate(data / FILE, 20_000)
    with pytest.raises(QuizError, match="the log is damaged"):
        back_up(data)
    assert names(data) == []


@pytest.mark.parametrize("step", ["sync", "_name", "copy_into", "quick_check"])
def test_a_backup_that_fails_on_the_way_leaves_nothing(data: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error") if step == "copy_into" else OSError(28, "No space left")

    if step == "quick_check":
        monkeypatch.setattr("quiz.store.backups.copy_into", lambda source, copy: copy.execute("CREATE TABLE t (x)"))
        monkeypatch.setattr("sqlite3.connect", _damaging)
    elif step == "copy_into":
        monkeypatch.setattr("quiz.store.backups.copy_into", fail)
    else:
        monkeypatch.setattr(files, step, fail)
    trouble = trouble_of(lambda: back_up(data))
    assert trouble is not None
    assert trouble.code == Exit.STORE
    assert names(data) == []


class _Damaged(sqlite3.Connection):
    def execute(self, statement: str, *values: object) -> sqlite3.Cursor:
        if "quick_check" in statement and "backups" in str(super().execute("PRAGMA database_list").fetchall()):
            return super().execute("SELECT 'page 3 is never used'")
        return super().execute(statement, *values)  # type: ignore[arg-type]


_connect = sqlite3.connect


def _damaging(*arguments: object, **named: object) -> sqlite3.Connection:
    return _connect(*arguments, **named, factory=_Damaged)  # type: ignore[call-overload, no-any-return]


def test_a_backup_from_the_future_is_not_the_newest(tmp_path: Path) -> None:
    three_answers(tmp_path)
    newer = back_up(tmp_path)
    ahead = back_up(tmp_path, tmp_path / FOLDER / f"log-{datetime.now(UTC).date() + timedelta(400)}.sqlite3")
    assert newest_good(tmp_path) == newer
    assert all_backups(tmp_path)[-1] == ahead
