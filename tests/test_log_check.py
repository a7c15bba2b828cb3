"""`quiz log check`: no damage stays unseen, nothing is repaired in place, and what is good can be saved."""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.cli import main
from quiz.errors import Exit, QuizError, Severity
from quiz.learning import Closed, Event, Undone, fold, in_order
from quiz.store import Log, examine, good_rows, merge, schema
from quiz.store.backups import FOLDER
from quiz.store.door import FILE
from quiz.store.examining import LITTER_SECONDS, Report
from quiz.store.rows import INSERT, checksum, row_of
from tests.strategies.store import event, histories
from tests.support.events import answered
from tests.support.limits import as_owner_only
from tests.support.process import quiz, run
from tests.support.store import digests, exported, fresh, lines_of, log_of, sql, three_answers, trouble_of

Captured = pytest.CaptureFixture[str]
PAGE = 4096
MANY = in_order(
    event(
        n,
        answered(f"item-{n % 9}", n % 3 > 0, "x" * (n % 7 * 40)),
        n * 7,
        ("desk", "lap")[n % 2],
        ("ana", "bo")[n % 5 > 3],
    )
    for n in range(1, 121)
)
ALL = {e.id for e in MANY}


@pytest.fixture(scope="module")
def content() -> bytes:
    """A log of many pages."""
    with fresh() as home:
        return log_of(Path(home), MANY).read_bytes()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return three_answers(tmp_path / "data")


def rules(report: Report) -> set[str]:
    return {f.rule for f in report.findings if f.severity is Severity.ERROR}


def _judge(content: bytes) -> Report | QuizError:
    """Hold an examination, and what is saved, against what the log held before it was damaged."""
    with fresh() as home:
        folder = Path(home)
        (folder / FILE).write_bytes(content)
        known = set(lines_of(MANY).splitlines())
        trouble = trouble_of(lambda: (examine(folder), good_rows(folder)))
        if trouble is not None:
            assert trouble.code == Exit.STORE
            return trouble
        report = examine(folder)
        saved = {row.id for row in good_rows(folder)}
        assert saved <= ALL
        if report.whole:
            assert exported(folder) == lines_of(MANY)
            for who in ("ana", "bo"):
                with Log(folder, who, "lib") as log:
                    assert log.states() == fold(e for e in MANY if e.trainee == who)
        else:
            assert (folder / FILE).read_bytes() == content
            trouble = trouble_of(lambda: exported(folder))
            assert trouble is not None or set(exported(folder).splitlines()) <= known or "pages" in rules(report)
        return report


@given(data=st.data())
def test_no_flipped_bit_stays_unseen_where_it_matters(content: bytes, data: st.DataObject) -> None:
    spoilt = bytearray(content)
    page = data.draw(st.sampled_from([0, *range(len(content) // PAGE)]))
    spoilt[page * PAGE + data.draw(st.integers(0, PAGE - 1))] ^= 1 << data.draw(st.integers(0, 7))
    _judge(bytes(spoilt))


@given(data=st.data())
def test_no_garbage_stays_unseen_where_it_matters(content: bytes, data: st.DataObject) -> None:
    spoilt = bytearray(content)
    for _ in range(data.draw(st.integers(1, 3))):
        at, length = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(1, 3 * PAGE))
        garbage = random.Random(data.draw(st.integers(0, 9))).randbytes(length)
        spoilt[at : at + length] = garbage[: len(content) - at]
    _judge(bytes(spoilt))


def _cuts(content: bytes) -> Iterator[int]:
    for start in range(0, len(content), PAGE):
        yield from (max(0, start - 1), start, start + 1)


def test_l15_a_log_cut_at_any_page_is_left_alone_and_yields_only_whole_events(content: bytes) -> None:
    for cut in _cuts(content):
        _cut(content, cut)


@given(data=st.data())
def test_l15_a_log_cut_anywhere_is_left_alone_and_yields_only_whole_events(content: bytes, data: st.DataObject) -> None:
    _cut(content, data.draw(st.integers(0, len(content) - 1)))


def _cut(content: bytes, size: int) -> None:
    """What is cut off within the last page may be something that follows from the events."""
    with fresh() as home:
        (Path(home) / FILE).write_bytes(content[:size])
        trouble = trouble_of(lambda: Log(Path(home), "ana", "lib"))
        assert trouble is not None or size > len(content) - PAGE
        assert trouble is None or trouble.code == Exit.STORE
        assert (Path(home) / FILE).read_bytes() == content[:size]
    judged = _judge(content[:size])
    assert trouble is None or isinstance(judged, QuizError) or not judged.whole


def test_events_behind_the_damage_are_saved_though_no_other_index_is_left(tmp_path: Path, content: bytes) -> None:
    spoilt = bytearray(content)
    (tmp_path / FILE).write_bytes(content)
    indexes = sql(tmp_path / FILE, "SELECT rootpage FROM sqlite_schema WHERE type = 'index' AND rootpage > 0")
    pages = [_events_page(tmp_path / FILE, content, 2), *((page - 1) * PAGE for (page,) in indexes)]
    assert len(pages) == 5
    for at in pages:
        spoilt[at : at + PAGE] = b"\xaa" * PAGE
    (tmp_path / FILE).write_bytes(spoilt)
    saved = {row.id for row in good_rows(tmp_path)}
    assert {min(ALL), max(ALL)} <= saved < ALL


def test_an_id_that_only_a_damaged_index_knows_is_no_event(data: Path) -> None:
    page = _root_page(data / FILE, "events_by_item")
    spoilt = bytearray((data / FILE).read_bytes())
    identity = good_rows(data)[-1].id.encode()
    spoilt[spoilt.index(identity, (page - 1) * PAGE, page * PAGE)] ^= 1
    (data / FILE).write_bytes(spoilt)
    assert rules(examine(data)) == {"pages"}
    assert len(good_rows(data)) == 4


def test_a_file_cut_so_short_that_its_pages_cannot_be_counted_yields_what_is_left(data: Path) -> None:
    known = good_rows(data)
    for pages in range(1, (data / FILE).stat().st_size // PAGE)[::-1]:
        os.truncate(data / FILE, pages * PAGE)
        found = good_rows(data) if trouble_of(lambda: good_rows(data)) is None else []
        assert set(found) <= set(known)
        assert rules(examine(data)) == {"pages"}
    assert found == []


def test_events_are_saved_from_a_file_that_lacks_its_end(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content[: len(content) // PAGE * 3 // 4 * PAGE])
    assert len(good_rows(tmp_path)) > len(ALL) // 3


def _root_page(path: Path, name: str) -> int:
    return int(sql(path, f"SELECT rootpage FROM sqlite_schema WHERE name = '{name}'")[0][0])


def test_an_event_that_an_index_hides_is_found_though_the_log_opens(data: Path) -> None:
    page = _root_page(data / FILE, "events_by_item")
    spoilt = bytearray((data / FILE).read_bytes())
    at = spoilt.index(b"item-2", (page - 1) * PAGE, page * PAGE)
    spoilt[at + 5] ^= 1
    (data / FILE).write_bytes(spoilt)
    assert sql(data / FILE, "PRAGMA quick_check") == [("ok",)]
    with Log(data, "t", "small") as log:
        assert log._read("item = 'item-2'") == []
    before = digests(data / FILE)
    report = examine(data)
    assert rules(report) == {"pages"}
    assert len(good_rows(data)) == 4
    assert digests(data / FILE) == before


def _events_page(path: Path, content: bytes, number: int) -> int:
    """The offset of a leaf of the table of events: one that holds whole bodies."""
    leaves = [at for at in range(0, len(content), PAGE) if content.count(b'"kind":"answered"', at, at + PAGE) > 1]
    return leaves[number]


@pytest.mark.parametrize("pages", [(0,), (1, 3), (0, 2, 4), (0, -1)])
def test_good_events_are_saved_from_before_between_and_after_damaged_pages(
    tmp_path: Path, content: bytes, pages: tuple[int, ...], capsys: Captured
) -> None:
    spoilt = bytearray(content)
    for page in pages:
        at = _events_page(tmp_path / FILE, content, page)
        spoilt[at : at + PAGE] = b"\xaa" * PAGE
    (tmp_path / FILE).write_bytes(spoilt)
    out = tmp_path / "good.jsonl"
    assert main(["log", "check", "--save-good", str(out), "--data", str(tmp_path), "--json"]) == Exit.STORE
    report = json.loads(capsys.readouterr().out)
    lost = set(re.findall(r"the event (\S+) cannot be read", json.dumps(report)))
    good = out.read_bytes()
    saved = {json.loads(line)["id"] for line in good.splitlines()}
    assert saved | lost == ALL
    assert not saved & lost
    assert len(lost) < len(pages) * 20
    assert good == lines_of(e for e in MANY if e.id in saved)
    merge(tmp_path / "new", [out])
    assert exported(tmp_path / "new") == good
    assert (tmp_path / FILE).read_bytes() == spoilt


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
