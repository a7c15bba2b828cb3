"""`quiz log check`: what is wrong is told line by line, what follows from events is made anew, no event is changed."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from msgspec import structs

from quiz.cli import main
from quiz.errors import Exit, QuizError
from quiz.learning import Closed, Event, Undone, fold
from quiz.store import Log, examine, good_rows, schema
from quiz.store.backups import FOLDER
from quiz.store.door import FILE
from quiz.store.examining import LITTER_SECONDS
from quiz.store.rows import INSERT, checksum, row_of
from tests.strategies.store import event, histories
from tests.support.damage import MANY, many_pages, rules
from tests.support.events import answered
from tests.support.limits import as_owner_only
from tests.support.process import quiz, run
from tests.support.store import digests, exported, fresh, log_of, sql, three_answers

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def content() -> bytes:
    return many_pages()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return three_answers(tmp_path / "data")


DAMAGE: dict[str, tuple[list[str], str, str]] = {
    "a changed body": (["UPDATE events SET body = replace(body, 'answer 2', 'answer 3')"], "event", "is damaged"),
    "bytes for a text": (["UPDATE events SET body = CAST(x'ff' AS TEXT) WHERE sequence = 2"], "event", "is damaged"),
    "bytes for an id": (["UPDATE events SET id = CAST(x'ff' AS TEXT) WHERE sequence = 2"], "event", "is damaged"),
    "a removed event": (["DELETE FROM events WHERE sequence = 2"], "lost", "1 event of the device"),
    "removed events": (["DELETE FROM events WHERE sequence < 4"], "lost", "(number 1-3)"),
    "no device": (["DELETE FROM device"], "pages", "which device"),
    "no table of devices": (["DROP TABLE device"], "pages", "no such table"),
    "no table of events": (["DROP TABLE events"], "file", "the log is damaged"),
    "foreign": (["PRAGMA application_id = 5"], "file", "another program's database"),
    "newer": ([f"PRAGMA user_version = {schema.VERSION + 1}"], "file", "newer version"),
    "of no version": (["PRAGMA user_version = 0"], "file", "the log is damaged"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_told_line_by_line_with_exit_3_and_left_as_it_is(data: Path, name: str, capsys: Captured) -> None:
    statements, rule, said = DAMAGE[name]
    sql(data / FILE, *statements)
    before = digests(data / FILE)
    assert main(["log", "check", "--data", str(data)]) == Exit.STORE
    out, err = capsys.readouterr()
    assert err == ""
    first, *_ = out.splitlines()
    assert first.startswith(f"error[{rule}]: ")
    assert said in first
    assert "whole" not in out
    assert digests(data / FILE) == before
    assert main(["log", "check", "--data", str(data), "--json"]) == Exit.STORE
    (finding, *_) = json.loads(capsys.readouterr().out)["findings"]
    assert finding.keys() == {"rule", "what", "hint", "severity"}


@pytest.mark.parametrize(("text", "said"), [(b"", "an empty file"), (b"My notes.\n" * 500, "no quiz log")])
def test_a_file_that_is_no_log_is_told(data: Path, text: bytes, said: str, capsys: Captured) -> None:
    (data / FILE).write_bytes(text)
    assert main(["log", "check", "--data", str(data)]) == Exit.STORE
    assert said in capsys.readouterr().out
    code = main(["log", "check", "--data", str(data), "--save-good", str(data / "good")])
    assert code == Exit.STORE
    assert (data / FILE).read_bytes() == text


def test_an_event_of_a_later_version_is_told_as_such(data: Path, tmp_path: Path) -> None:
    row = row_of(structs.replace(event(1, Closed("s"), device="lap", trainee="t"), library="small"))
    row = row._replace(kind="sung", body='{"kind":"sung"}')
    with closing(sqlite3.connect(data / FILE)) as connection:
        connection.execute(INSERT, row._replace(checksum=checksum(row[:-1])))
        connection.commit()
    (flaw, *_) = examine(data).findings
    assert (flaw.rule, flaw.hint) == ("newer", "install that version")
    with pytest.raises(QuizError, match="made by a newer version"), Log(data, "t", "small") as log:
        log.events()
    assert len(exported(data).splitlines()) == 5


def test_bytes_that_would_be_read_as_the_text_that_was_there_are_found_all_the_same(tmp_path: Path) -> None:
    log_of(tmp_path, [event(1, answered("one", response="a \ufffd b"))])
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        (body,) = connection.execute("SELECT body FROM events").fetchone()
        spoilt = body.encode().replace("\ufffd".encode(), b"\xff")
        connection.execute("UPDATE events SET body = CAST(? AS TEXT)", (spoilt,))
        connection.commit()
    assert rules(examine(tmp_path)) == {"event"}
    assert good_rows(tmp_path) == []


def test_more_than_fifty_findings_are_counted(tmp_path: Path, content: bytes, capsys: Captured) -> None:
    (tmp_path / FILE).write_bytes(content)
    sql(tmp_path / FILE, "UPDATE events SET utc = utc + 1")
    assert main(["log", "check", "--data", str(tmp_path)]) == Exit.STORE
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 51
    assert out[-1] == f"… and {len(MANY) - 50} more (--json gives all)"


@given(history=histories())
def test_a_sound_log_is_whole_and_twice_looked_at_the_same(history: list[Event]) -> None:
    with fresh() as home:
        log_of(Path(home), history)
        first = examine(Path(home))
        assert (first.whole, first.events, first.rebuilt) == (True, len(history), 0)
        assert (first.trainees, first.devices) == (len({e.trainee for e in history}), len({e.device for e in history}))
        assert {"about"} & {f.rule for f in first.findings} == (
            {"about"} if {getattr(e.body, "event", None) for e in history} - {e.id for e in history} - {None} else set()
        )
        assert examine(Path(home)) == first


def test_two_events_of_one_number_are_found_in_a_file_that_allows_them(data: Path) -> None:
    (made,) = sql(data / FILE, "SELECT sql FROM sqlite_schema WHERE name = 'events'")
    loose = str(made[0]).replace("UNIQUE (device, sequence)", "CHECK (sequence > 0)")
    names = "'events_by_item', 'events_by_session', 'events_by_kind'"
    indexes = [text for (text,) in sql(data / FILE, f"SELECT sql FROM sqlite_schema WHERE name IN ({names})")]
    moved = ["ALTER TABLE events RENAME TO old", loose, "INSERT INTO events SELECT * FROM old", "DROP TABLE old"]
    sql(data / FILE, *moved, *indexes)
    row = good_rows(data)[-1]
    with closing(sqlite3.connect(data / FILE)) as connection:
        row = row._replace(id="twin")
        connection.execute(INSERT, row._replace(checksum=checksum(row[:-1])))
        connection.commit()
    assert rules(examine(data)) == {"repeat"}


def test_what_is_only_to_be_noted_is_no_fault(tmp_path: Path, capsys: Captured) -> None:
    events = [event(n, answered("one"), n) for n in (2, 5, 6, 9, 11, 13, 15, 17)]
    log_of(tmp_path, [*events, event(1, Undone("s", "one", "far away"), device="lap")])
    assert main(["log", "check", "--data", str(tmp_path)]) == Exit.DONE
    gap, about, backup, whole = capsys.readouterr().out.splitlines()
    assert gap.startswith("note[gap]: 9 events of the device desk not here (number 1, 3-4, 7-8, 10, 12, …); ")
    assert about.startswith("note[about]: 1 event not here that others are about (far away); ")
    assert backup.startswith("note[backup]: there is no backup, the newest event of 2026-02-10; `quiz log backup`")
    assert whole == "the log is whole: 9 events of 1 trainee from 2 devices"


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE states SET state = replace(state, '\"attempts\":1', '\"attempts\":7')",
        "UPDATE states SET item = 'item-7' WHERE item = 'item-1'",
        "UPDATE states SET state = 'rubbish'",
        "DELETE FROM states",
        "UPDATE derived SET newest = newest + 1",
        "UPDATE derived SET events = 3",
        "DROP TABLE states",
    ],
)
def test_kept_states_that_do_not_follow_from_the_events_are_made_anew(data: Path, harm: str, capsys: Captured) -> None:
    sql(data / FILE, harm)
    assert main(["log", "check", "--data", str(data)]) == Exit.DONE
    assert "4 events of 1 trainee from 1 device, states of 1 trainee made anew" in capsys.readouterr().out
    with Log(data, "t", "small", writing=False) as log:
        assert log.states() == fold(log.events())
        assert log.newest() == log.events()[-1].utc
    assert examine(data).rebuilt == 0


@pytest.mark.parametrize(
    "harm", ["UPDATE states SET state = replace(state, '1', '2')", "UPDATE states SET checksum = 1"]
)
def test_a_damaged_state_is_made_anew_when_it_is_read(data: Path, harm: str) -> None:
    sql(data / FILE, harm)
    with Log(data, "t", "small") as log:
        wanted = fold(log.events())
        assert log.state("item-1") == wanted["item-1"]
        assert log.states() == wanted
    sql(data / FILE, harm)
    with Log(data, "t", "small") as log:
        assert log.states() == wanted


def test_a_kept_state_that_is_whole_but_of_another_shape_is_made_anew(data: Path) -> None:
    text = '{"attempts":"many"}'
    check = checksum(("t", "small", "item-1", text))
    sql(data / FILE, f"UPDATE states SET state = '{text}', checksum = {check} WHERE item = 'item-1'")
    with Log(data, "t", "small") as log:
        assert log.states() == fold(log.events())


def test_what_a_kill_has_left_is_removed_when_it_is_old(data: Path, capsys: Captured) -> None:
    (data / FOLDER).mkdir()
    left = [
        data / f"{FILE}.{'a' * 32}.new",
        data / f"{FILE}.{'b' * 32}.new-journal",
        data / FOLDER / f"log-2026-02-10.sqlite3.{'c' * 32}.new",
    ]
    fresh_one, strange = data / f"{FILE}.{'d' * 32}.new", data / "notes.new"
    for path in (*left, fresh_one, strange):
        path.touch()
    for path in (*left, strange):
        os.utime(path, (path.stat().st_mtime - LITTER_SECONDS - 1,) * 2)
    assert main(["log", "check", "--data", str(data)]) == Exit.DONE
    assert "3 half-written files removed" in capsys.readouterr().out
    assert [path.exists() for path in (*left, fresh_one, strange)] == [False, False, False, True, True]


def test_no_log_is_no_fault(tmp_path: Path, capsys: Captured) -> None:
    assert main(["log", "check", "--data", str(tmp_path / "nowhere")]) == Exit.DONE
    assert capsys.readouterr().out == "there is no event in the log yet\n"
    assert not (tmp_path / "nowhere").exists()


def test_a_log_that_may_only_be_read_is_looked_at(data: Path) -> None:
    (data / FILE).chmod(0o444)
    data.chmod(0o555)
    try:
        said = run(quiz("log", "check", "--data", data), prepare=as_owner_only)
    finally:
        data.chmod(0o755)
    assert (said.returncode, said.stderr) == (0, "")
    assert "the log is whole: 4 events" in said.stdout


def test_a_locked_log_is_told(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(data / FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert main(["log", "check", "--data", str(data)]) == Exit.STORE
        assert "keeps the log locked" in capsys.readouterr().err


def test_good_events_take_no_other_files_place(data: Path, capsys: Captured) -> None:
    (data / "mine").write_text("mine")
    assert main(["log", "check", "--save-good", str(data / "mine"), "--data", str(data)]) == Exit.USAGE
    assert "already a file" in capsys.readouterr().err
    assert (data / "mine").read_text() == "mine"


def test_a_writer_that_was_killed_amid_a_commit_is_undone_and_not_a_fault(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / FILE, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE events SET body = body || hex(randomblob(9000))")
        writer.execute("UPDATE events SET utc = 1")
        hot = tmp_path / "hot"
        hot.mkdir()
        for name in (FILE, f"{FILE}-journal"):
            (hot / name).write_bytes((data / name).read_bytes())
        writer.execute("ROLLBACK")
    assert digests(hot / FILE) != digests(data / FILE)
    assert examine(hot).whole
    assert exported(hot) == exported(data)
