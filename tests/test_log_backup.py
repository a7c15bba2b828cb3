"""Backups: one a study day without a word, fewer the older they are, and a way back that loses nothing on the way."""

from __future__ import annotations

import io
import os
import re
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.cli import main
from quiz.errors import Exit, QuizError
from quiz.learning import Event, fold, in_order
from quiz.store import Log, Merged, back_up, back_up_daily, examine, files, good_rows, merge, restore, schema
from quiz.store.backups import FOLDER, all_backups, date_of, kept, newest_good
from quiz.store.door import FILE
from tests.laws import thinning
from tests.strategies.store import days, event
from tests.support.events import answered, moment
from tests.support.library import numbered, write_library
from tests.support.store import digests, events_in, exported, log_of, sql, three_answers, trouble_of

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


def _stages(folder: Path) -> tuple[list[Event], Path, Path]:
    """A log with a backup of its first half and one of three quarters; all its events, and the backups."""
    events = in_order(event(n, answered(f"item-{n % 5}"), n * 600) for n in range(1, 41))
    log_of(folder, events[:20])
    older = back_up(folder, _dated(folder, 11))
    log_of(folder, events[:30])
    newer = back_up(folder, _dated(folder, 12))
    log_of(folder, events)
    return events, older, newer


def _dated(folder: Path, day: int) -> Path:
    (folder / FOLDER).mkdir(exist_ok=True)
    return folder / FOLDER / f"log-2026-02-{day}.sqlite3"


def _garbage(path: Path) -> None:
    path.write_bytes(b"\xaa" * path.stat().st_size)


def _a_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    at = next(p for p in range(0, len(content), 4096) if content.count(b'"kind":"answered"', p, p + 4096) > 1)
    content[at : at + 4096] = b"\xaa" * 4096
    path.write_bytes(content)


HARMS: dict[str, tuple[Callable[[Path], object], int | None]] = {
    "nothing": (lambda p: None, 10),
    "empty": (lambda p: p.write_bytes(b""), 0),
    "garbage": (_garbage, 0),
    "a garbage page": (_a_page, None),
    "half": (lambda p: os.truncate(p, p.stat().st_size // 8192 * 4096), None),
    "a changed row": (lambda p: sql(p, "UPDATE events SET utc = 1 WHERE sequence = 39"), 9),
    "foreign": (lambda p: sql(p, "PRAGMA application_id = 5", "ALTER TABLE events RENAME TO notes"), 0),
    "gone": (lambda p: p.unlink(), 0),
}


@pytest.mark.parametrize("name", HARMS)
def test_a_restore_brings_the_newest_good_backup_and_what_can_be_read_beyond_it(
    tmp_path: Path, name: str, capsys: Captured
) -> None:
    harm, more = HARMS[name]
    events, _, newer = _stages(tmp_path)
    harm(tmp_path / FILE)
    readable = set() if trouble_of(lambda: good_rows(tmp_path)) else {r.id for r in good_rows(tmp_path)}
    before = digests(tmp_path / FILE) if name != "gone" else []
    assert main(["log", "restore", "--data", str(tmp_path)]) == Exit.DONE
    out = capsys.readouterr().out
    assert out.startswith(f"30 events came back from {newer}")
    there = {e.id for e in events_in(exported(tmp_path))}
    assert there == {e.id for e in events[:30]} | readable
    assert more is None or len(there) == 30 + more
    assert out.count("\n") == 1
    aside = list(tmp_path.glob(f"{FILE}.corrupt-*"))
    assert digests(*aside) == before
    assert all(f"{len(there) - 30} more event" in out and str(path) in out for path in aside)
    report = examine(tmp_path)
    assert (report.whole, report.rebuilt) == (True, 0)
    with Log(tmp_path, "ana", "lib") as log:
        assert log.states() == fold(e for e in events if e.id in there)


def test_a_damaged_backup_is_passed_over_and_refused_when_it_is_named(tmp_path: Path, capsys: Captured) -> None:
    _, older, newer = _stages(tmp_path)
    sql(newer, "UPDATE events SET utc = 1 WHERE sequence = 3")
    _dated(tmp_path, 13).write_text("My notes.\n" * 500)
    assert newest_good(tmp_path) == older
    before = digests(tmp_path / FILE, newer)
    assert main(["log", "restore", str(newer), "--data", str(tmp_path)]) == Exit.STORE
    assert "this is no backup, or a damaged one; nothing was restored" in capsys.readouterr().err
    assert main(["log", "restore", str(tmp_path / "nowhere"), "--data", str(tmp_path)]) == Exit.USAGE
    assert "no such file" in capsys.readouterr().err
    assert digests(tmp_path / FILE, newer) == before
    assert main(["log", "restore", "--data", str(tmp_path)]) == Exit.DONE
    assert f"20 events came back from {older}, 20 more events" in capsys.readouterr().out


def test_a_named_backup_from_elsewhere_makes_the_log_where_there_is_none(data: Path, tmp_path: Path) -> None:
    copy = back_up(data, tmp_path / "copy.sqlite3")
    done = restore(tmp_path / "new" / "place", copy)
    assert (done.events, done.more, done.aside) == (4, 0, None)
    assert exported(tmp_path / "new" / "place") == exported(data)


def test_without_a_good_backup_nothing_is_restored(data: Path) -> None:
    before = digests(data / FILE)
    with pytest.raises(QuizError, match=f"{FOLDER}: there is no good backup; .*--save-good"):
        restore(data)
    assert digests(data / FILE) == before


@pytest.mark.parametrize("spoil", [lambda p: p.write_bytes(b""), lambda p: os.truncate(p, 12_288), _garbage])
def test_a_log_that_is_not_whole_names_the_newest_good_backup(
    tmp_path: Path, library: Path, spoil: Callable[[Path], object], capsys: Captured
) -> None:
    _stages(tmp_path)
    spoil(tmp_path / FILE)
    before = digests(tmp_path / FILE)
    assert main(["due", "--library", str(library), "--data", str(tmp_path)]) == Exit.STORE
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert err.endswith("; `quiz log restore` brings back the backup log-2026-02-12.sqlite3\n")
    assert digests(tmp_path / FILE) == before
    for path in all_backups(tmp_path):
        path.unlink()
    main(["due", "--library", str(library), "--data", str(tmp_path)])
    assert "; there is no backup; `quiz log check --save-good FILE` saves what can be read\n" in capsys.readouterr().err


def test_a_backup_from_the_future_is_not_the_newest(tmp_path: Path) -> None:
    _, _, newer = _stages(tmp_path)
    ahead = back_up(tmp_path, tmp_path / FOLDER / f"log-{datetime.now(UTC).date() + timedelta(400)}.sqlite3")
    assert newest_good(tmp_path) == newer
    assert all_backups(tmp_path)[-1] == ahead


def test_a_log_that_another_program_writes_to_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _stages(tmp_path)
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)
    before = digests(tmp_path / FILE)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(QuizError, match="keeps the log locked"):
            restore(tmp_path)
    assert digests(tmp_path / FILE) == before
    assert not list(tmp_path.glob("*corrupt*"))


def test_a_session_that_is_open_while_the_log_is_replaced_tells_it_and_writes_nowhere(tmp_path: Path) -> None:
    _stages(tmp_path)
    with Log(tmp_path, "ana", "lib") as log:
        done = restore(tmp_path)
        before = digests(tmp_path / FILE, done.aside or tmp_path)
        with pytest.raises(QuizError, match="removed or replaced while in use"):
            log.append(answered("item-1"), moment())
    assert digests(tmp_path / FILE, done.aside or tmp_path) == before


def test_two_restores_of_one_second_keep_both_logs(tmp_path: Path) -> None:
    _stages(tmp_path)
    first, second = restore(tmp_path), restore(tmp_path)
    assert first.aside != second.aside
    assert len(list(tmp_path.glob("*corrupt*"))) == 2


def test_the_journal_of_a_log_that_is_gone_is_not_rolled_back_into_another(tmp_path: Path) -> None:
    _stages(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE events SET body = hex(randomblob(9000))")
        writer.execute("UPDATE events SET utc = 1")
        journal = (tmp_path / f"{FILE}-journal").read_bytes()
        writer.execute("ROLLBACK")
    (tmp_path / FILE).unlink()
    (tmp_path / f"{FILE}-journal").write_bytes(journal)
    assert restore(tmp_path).aside is None
    (left,) = tmp_path.glob("*corrupt*-journal")
    assert left.read_bytes() == journal
    assert examine(tmp_path).whole
    assert len(exported(tmp_path).splitlines()) == 30


def test_a_file_system_without_links_restores_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _stages(tmp_path)

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    before = digests(tmp_path / FILE)
    done = restore(tmp_path)
    assert digests(done.aside or tmp_path) == before
    assert len(exported(tmp_path).splitlines()) == 40
    back_up(tmp_path, tmp_path / "copy")
    with pytest.raises(QuizError, match="already a file"):
        back_up(tmp_path, tmp_path / "copy")


@pytest.mark.parametrize(
    "step", ["os.link", "os.replace", "quiz.store.restoring.sync", "quiz.store.restoring.copy_into"]
)
def test_a_restore_that_fails_or_is_killed_leaves_the_log_or_the_backup_in_its_place(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    events, _, _ = _stages(tmp_path)
    _a_page(tmp_path / FILE)
    before = digests(tmp_path / FILE)

    def stop(*_: object) -> None:
        assert (tmp_path / FILE).exists()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(step, stop)
        with pytest.raises(KeyboardInterrupt):
            restore(tmp_path)
    assert digests(tmp_path / FILE) == before
    restore(tmp_path)
    assert {e.id for e in events[:30]} <= {e.id for e in events_in(exported(tmp_path))}
    assert not list(tmp_path.glob("*.new*"))


@pytest.mark.parametrize(
    ("step", "error", "said"),
    [
        ("sync", OSError(28, "No space left on device"), "the backup cannot be put back (No space left on device)"),
        ("copy_into", sqlite3.OperationalError("database or disk is full"), "the disk is full"),
    ],
)
def test_a_disk_that_is_full_leaves_the_log_as_it_was(
    tmp_path: Path, step: str, error: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stages(tmp_path)
    before = digests(tmp_path / FILE)

    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr(f"quiz.store.restoring.{step}", full)
    with pytest.raises(QuizError, match=re.escape(said)) as caught:
        restore(tmp_path)
    assert caught.value.code == Exit.STORE
    assert digests(tmp_path / FILE) == before


def test_what_a_restored_log_writes_does_not_meet_what_was_lost(data: Path, tmp_path: Path) -> None:
    back_up(data)
    with Log(data, "t", "small") as log:
        lost = log.append(answered("item-7"), moment(20))
    (tmp_path / "all.jsonl").write_bytes(exported(data))
    _garbage(data / FILE)
    restore(data)
    with Log(data, "t", "small") as log:
        made = log.append(answered("item-8"), moment(30))
    assert made.device != lost.device
    assert merge(data, [tmp_path / "all.jsonl"]) == Merged(1, 4)
    assert events_in(exported(data))[-2:] == [lost, made]
