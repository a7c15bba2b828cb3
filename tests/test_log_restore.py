"""The way back from a backup: nothing that can be read is lost, and the damaged log is kept."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from quiz.cli import main
from quiz.errors import Exit, QuizError
from quiz.learning import Event, fold, in_order
from quiz.store import Log, Merged, back_up, examine, good_rows, merge, restore, schema
from quiz.store.backups import FOLDER, all_backups, newest_good
from quiz.store.door import FILE
from tests.strategies.store import event
from tests.support.events import answered, moment
from tests.support.library import numbered, write_library
from tests.support.store import digests, events_in, exported, log_of, sql, three_answers, trouble_of

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return three_answers(tmp_path / "data")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", numbered(3))


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
