"""Delete own data: all of one trainee goes from every file, nothing of anybody else does, and the log stays whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.cli import main
from quiz.config import Settings, delete_settings, load_settings, save_settings
from quiz.errors import Exit
from quiz.learning import fold
from quiz.store import Log, back_up, examine, export, forget, forgetting, held, line_of, merge
from quiz.store.backups import FOLDER
from quiz.store.door import FILE
from quiz.store.rows import row_of
from tests.strategies.store import event
from tests.support.events import answered, moment, opened
from tests.support.library import numbered, write_library
from tests.support.store import events_in, fresh, log_of, sql, trouble_of

SECRET = "what only ana wrote"
WHO = st.sampled_from(("ana", "bo", "cy"))


def two_trainees(folder: Path) -> Path:
    """A log of ana and bo who answered by turns on one device, with a backup and an answer of ana beside it."""
    for trainee in ("ana", "bo"):
        with Log(folder, trainee, "small") as log:
            log.states()
            log.append(opened("item-1", "item-2"), moment())
    for minute, (trainee, item) in enumerate([("ana", "item-1"), ("bo", "item-1"), ("ana", "item-2")], 1):
        with Log(folder, trainee, "small") as log:
            log.append(answered(item, response=SECRET if trainee == "ana" else "bo's"), moment(minute))
    (folder / FOLDER).mkdir()
    back_up(folder, folder / FOLDER / "log-2026-02-10.sqlite3")
    recovered(folder, "ana", 1)
    recovered(folder, "bo", 2)
    return folder


def recovered(folder: Path, trainee: str, number: int) -> None:
    made = event(number, answered("item-1", response=SECRET), trainee=trainee)
    (folder / f"recovered-{number}.jsonl").write_bytes(line_of(row_of(made)))


def holding(folder: Path, text: str) -> list[str]:
    """The files in which the bytes of a text stand."""
    return sorted(p.name for p in folder.rglob("*") if p.is_file() and text.encode() in p.read_bytes())


@given(st.lists(WHO, min_size=1, max_size=25), WHO)
def test_what_is_deleted_is_one_trainees_and_the_rest_is_as_it_was(whose: list[str], gone: str) -> None:
    made = [
        event(n, answered(f"item-{n % 3}", response=f"{trainee} said"), n * 7, trainee=trainee)
        for n, trainee in enumerate(whose, 1)
    ]
    with fresh() as home:
        folder = Path(home)
        log_of(folder, made)
        (folder / "given.jsonl").unlink()
        back_up(folder)
        assert held(folder, gone).events == whose.count(gone)
        found = forget(folder, gone)
        assert found.answers == whose.count(gone)
        assert found.unknown == ()
        assert holding(folder, f"{gone} said") == []
        assert [e.trainee for e in events_in(b"".join(export(folder)))] == [w for w in whose if w != gone]
        assert not held(folder, gone).anything
        report = examine(folder)
        assert report.whole
        assert not report.rebuilt
        for trainee in set(whose) - {gone}:
            with Log(folder, trainee, "lib") as log:
                assert log.states() == fold(e for e in made if e.trainee == trainee)


def test_the_log_its_backups_and_answers_beside_it_hold_nothing_more(tmp_path: Path) -> None:
    folder = two_trainees(tmp_path / "data")
    assert holding(folder, SECRET) == ["log-2026-02-10.sqlite3", FILE, "recovered-1.jsonl", "recovered-2.jsonl"]
    found = forget(folder, "ana")
    assert (found.events, found.answers, found.sessions, found.others) == (3, 2, 1, 1)
    assert [p.name for p in found.copies] == ["log-2026-02-10.sqlite3"]
    assert [p.name for p in found.waiting] == ["recovered-1.jsonl"]
    assert holding(folder, SECRET) == ["recovered-2.jsonl"]
    assert sql(folder / FOLDER / "log-2026-02-10.sqlite3", "SELECT DISTINCT trainee FROM events") == [("bo",)]
    assert examine(folder).whole


def test_a_backup_that_then_holds_nobody_goes_and_an_empty_log_stays(tmp_path: Path) -> None:
    folder = two_trainees(tmp_path / "data")
    forget(folder, "bo")
    assert forget(folder, "ana").others == 0
    assert [*(folder / FOLDER).iterdir()] == []
    assert examine(folder).events == 0
    assert examine(folder).whole


def test_a_log_that_was_open_goes_on_and_takes_no_number_that_went(tmp_path: Path) -> None:
    folder = two_trainees(tmp_path / "data")
    elsewhere = tmp_path / "elsewhere"
    merge(elsewhere, [folder / FILE])
    with Log(folder, "ana", "small") as log:
        log.states()
        assert log.forget().events == 3
        assert log.states() == {}
        log.append(answered("item-1"), moment(9))
    with Log(folder, "ana", "small") as log:
        assert log.states() == fold(log.events())
        assert len(log.events()) == 1
    assert examine(folder).whole
    assert merge(elsewhere, [folder / FILE]).came == 1


def test_an_answer_that_waits_to_be_saved_goes_too(tmp_path: Path) -> None:
    with Log(two_trainees(tmp_path), "ana", "small") as log:
        log._unsaved = event(7, answered("item-1"), trainee="ana")
        log.forget()
        assert log.save_elsewhere() is None


def test_files_that_cannot_be_read_or_rewritten_are_named_and_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = two_trainees(tmp_path)
    (folder / FOLDER / "log-2026-02-09.sqlite3").write_bytes(b"no database")
    (folder / f"{FILE}.corrupt-1").write_bytes((folder / FILE).read_bytes()[:5000])
    sql(folder / FOLDER / "log-2026-02-10.sqlite3")
    foreign = folder / FOLDER / "log-2026-02-08.sqlite3"
    sql(foreign, "CREATE TABLE t (a)")
    (folder / "recovered-3.jsonl").write_bytes(b"{")
    unread = ["log-2026-02-08.sqlite3", "log-2026-02-09.sqlite3", f"{FILE}.corrupt-1", "recovered-3.jsonl"]
    assert [p.name for p in held(folder, "ana").unknown] == unread

    def cannot(*_: Any) -> None:
        raise OSError("no")

    monkeypatch.setattr(forgetting, "_clean_copy", cannot)
    monkeypatch.setattr(Path, "unlink", cannot)
    found = forget(folder, "ana")
    assert [p.name for p in found.unknown] == [*unread, "log-2026-02-10.sqlite3", "recovered-1.jsonl"]


def test_an_older_copy_without_derived_tables_is_rewritten(tmp_path: Path) -> None:
    folder = two_trainees(tmp_path)
    backup = folder / FOLDER / "log-2026-02-10.sqlite3"
    sql(backup, "DROP TABLE states", "DROP TABLE derived")
    forget(folder, "ana")
    assert sql(backup, "SELECT DISTINCT trainee FROM events") == [("bo",)]


def test_where_there_is_no_log_nothing_is_held_and_none_is_made(tmp_path: Path) -> None:
    assert not forget(tmp_path, "ana").anything
    assert [*tmp_path.iterdir()] == []


def test_a_locked_log_is_told_and_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = two_trainees(tmp_path)
    monkeypatch.setattr("quiz.store.schema.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        trouble = trouble_of(lambda: forget(folder, "ana"))
    assert trouble is not None
    assert trouble.code == Exit.STORE
    assert "locked" in trouble.message
    assert held(folder, "ana").events == 3


@pytest.mark.parametrize("error", ["attempt to write a readonly database", "database or disk is full"])
def test_each_statement_that_fails_leaves_all_of_it_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    folder = two_trainees(tmp_path)
    real = forgetting._delete

    def failing(connection: sqlite3.Connection, trainee: str) -> None:
        real(connection, trainee)
        raise sqlite3.OperationalError(error)

    monkeypatch.setattr(forgetting, "_delete", failing)
    trouble = trouble_of(lambda: forget(folder, "ana"))
    assert trouble is not None
    assert trouble.code == Exit.STORE
    assert held(folder, "ana").events == 3
    assert examine(folder).whole
    monkeypatch.undo()
    forget(folder, "ana")
    assert not held(folder, "ana").anything


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of ana, who has settings, and of bo."""
    monkeypatch.setenv("LOGNAME", "nobody-else")
    folder = two_trainees(tmp_path / "data")
    save_settings(folder, Settings(trainee="ana", theme="quiz-light", library="/somewhere"))
    return folder


def test_the_command_asks_for_the_name_and_says_what_goes(
    own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for typed in ("bo\n", ""):
        monkeypatch.setattr("sys.stdin", StringIO(typed))
        assert main(["data", "delete"]) == Exit.USAGE
        assert held(own, "ana").events == 3
    said = capsys.readouterr()
    for part in ("2 answers in 1 session", "1 backup", "settings", "1 other trainee", "nothing was deleted"):
        assert part in said.err
    monkeypatch.setattr("sys.stdin", StringIO("ana\n"))
    assert main(["data", "delete"]) == Exit.DONE
    assert "Deleted: 3 events of ana, also from 1 backup" in capsys.readouterr().out
    assert not held(own, "ana").anything
    assert held(own, "bo").events == 2
    assert load_settings(own) == Settings(library="/somewhere")
    assert main(["log", "check"]) == Exit.DONE


def test_yes_asks_nothing_and_another_trainees_settings_stay(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "delete", "--trainee", "bo", "--yes"]) == Exit.DONE
    assert load_settings(own).theme == "quiz-light"
    assert held(own, "ana").events == 3
    assert main(["data", "delete", "--trainee", "bo", "--yes"]) == Exit.DONE
    assert "There is nothing of bo" in capsys.readouterr().out


def test_what_could_not_be_cleaned_is_told_with_exit_3(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / FOLDER / "log-2026-02-09.sqlite3").write_bytes(b"no database")
    assert main(["data", "delete", "--yes"]) == Exit.STORE
    assert "NOT cleaned" in capsys.readouterr().out


def test_settings_without_a_library_go_as_a_file(tmp_path: Path) -> None:
    save_settings(tmp_path, Settings(trainee="ana"))
    delete_settings(tmp_path, load_settings(tmp_path))
    assert [*tmp_path.iterdir()] == []
    delete_settings(tmp_path, Settings())
    (tmp_path / "settings.json").mkdir()
    trouble = trouble_of(lambda: delete_settings(tmp_path, Settings()))
    assert trouble is not None
    assert trouble.code == Exit.STORE


def test_the_command_line_goes_by_trainee_and_rollover_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argparse import Namespace

    from quiz.commands.shared import open_desk

    monkeypatch.setenv("QUIZ_LIBRARY", str(write_library(tmp_path / "library", numbered(3))))
    save_settings(tmp_path / "data", Settings(trainee="ana", rollover=11))
    with open_desk(Namespace(), writing=False) as desk:
        assert desk.log.trainee == "ana"
        assert desk.front.rollover == desk.library.rollover == 11
    with open_desk(Namespace(trainee="bo"), writing=False) as desk:
        assert desk.log.trainee == "bo"
