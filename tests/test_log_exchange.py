"""Logs on the move: what goes out comes in again to the byte, logs unite as sets, and what is bad stays out."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.cli import main
from quiz.errors import Exit, QuizError
from quiz.learning import Event, fold, in_order
from quiz.learning.events import Regraded
from quiz.store import Log, Merged, examine, export, merge, schema
from quiz.store.door import FILE
from quiz.store.rows import checksum
from tests.laws import merging
from tests.strategies.store import Parts, event, forged, histories, parts
from tests.support.events import answered, moment
from tests.support.store import (
    digests,
    events_in,
    exported,
    fresh,
    lines_of,
    log_of,
    sql,
    three_answers,
    trouble_of,
)

Captured = pytest.CaptureFixture[str]


def merged_exports(logs: Sequence[Sequence[Event]]) -> list[Event]:
    with fresh() as home:
        files = [Path(home) / f"{n}.jsonl" for n in range(len(logs))]
        for file, log in zip(files, logs, strict=True):
            file.write_bytes(lines_of(log))
        merge(Path(home), files)
        return events_in(exported(Path(home)))


def merged_logs(logs: Sequence[Sequence[Event]]) -> list[Event]:
    with fresh() as home:
        files = [log_of(Path(home) / str(n), log) for n, log in enumerate(logs)]
        for file in files:
            merge(Path(home) / "all", [file])
        return events_in(exported(Path(home) / "all"))


MERGES = [merged_exports, merged_logs]


@pytest.mark.parametrize("rule", MERGES)
@given(known=parts())
def test_l2_merging_is_the_union_of_the_sets(rule: merging.Merge, known: Parts) -> None:
    merging.l2_merging_is_the_union_of_the_sets(rule, *known)


@pytest.mark.parametrize("rule", MERGES)
@given(case=forged())
def test_l3_one_id_for_two_events_is_refused(rule: merging.Merge, case: tuple[list[Event], Event]) -> None:
    merging.l3_one_id_for_two_events_is_refused(rule, *case)


@given(known=parts())
def test_states_after_a_merge_are_those_of_a_replay_of_all(known: Parts) -> None:
    with fresh() as home:
        folder = Path(home)
        log_of(folder, known.one)
        merge(folder, [log_of(folder / "other", known.other)])
        everything = in_order([*known.one, *known.other])
        report = examine(folder)
        assert (report.whole, report.rebuilt, report.events) == (True, 0, len(everything))
        for trainee in {e.trainee for e in everything}:
            with Log(folder, trainee, "lib") as log:
                wanted = [e for e in everything if e.trainee == trainee]
                assert log.events() == wanted
                assert log.states() == fold(wanted)
                assert log.newest() == max(e.utc for e in wanted)


@given(history=histories())
def test_l14_export_merge_export_is_equal_to_the_byte(history: list[Event]) -> None:
    with fresh() as home:
        log_of(Path(home, "one"), history)
        first = exported(Path(home, "one"))
        assert events_in(first) == in_order(history)
        Path(home, "first.jsonl").write_bytes(first)
        assert merge(Path(home, "two"), [Path(home, "first.jsonl")]) == Merged(len(history), 0)
        assert exported(Path(home, "two")) == first
        assert merge(Path(home, "two"), [Path(home, "first.jsonl")]) == Merged(0, len(history))


@given(data=st.data())
def test_l15_an_export_cut_anywhere_gives_a_prefix_or_is_refused_whole(data: st.DataObject) -> None:
    history = in_order(data.draw(histories(least=1)))
    text = lines_of(history)
    cut = text[: data.draw(st.integers(0, len(text)))]
    whole = text.startswith(cut + b"\n") or text == cut or cut[-1:] in (b"", b"\n")
    with fresh() as home:
        file = Path(home, "cut.jsonl")
        file.write_bytes(cut)
        trouble = trouble_of(lambda: merge(Path(home), [file]))
        assert (trouble is None) == whole
        assert exported(Path(home)) == (cut.rstrip(b"\n") + b"\n" * bool(cut) if whole else b"")


@given(data=st.data())
def test_a_flipped_bit_in_an_export_is_refused(data: st.DataObject) -> None:
    history = data.draw(histories(least=1))
    text = bytearray(lines_of(history))
    at = data.draw(st.integers(0, len(text) - 1))
    text[at] ^= 1 << data.draw(st.integers(0, 7))
    with fresh() as home:
        file = Path(home, "flipped.jsonl")
        file.write_bytes(text)
        trouble = trouble_of(lambda: merge(Path(home), [file]))
        if trouble is None:
            assert set(exported(Path(home)).splitlines()) <= set(lines_of(history).splitlines())
        else:
            assert trouble.code == Exit.STORE
            assert str(file) in trouble.where


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return three_answers(tmp_path / "data")


def _line(folder: Path, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The last line of an export, changed and with the checksum that it then should have."""
    fields = json.loads(exported(folder).splitlines()[-1])
    change(fields)
    names = ("id", "utc", "offset", "day", "device", "sequence", "trainee", "library")
    about = (fields["body"].get(name, default) for name, default in (("kind", ""), ("session", ""), ("item", None)))
    if fields["checksum"]:
        fields["checksum"] = checksum((*(fields.get(n) for n in names), *about, json.dumps(fields["body"])))
    return json.dumps(fields).encode()


_NEW = {"id": "new", "sequence": 99}
BAD_LINES: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "another event of a known id": (lambda d: _line(d, lambda f: f.update(utc=1)), "another event with the id"),
    "another event of a known number": (lambda d: _line(d, lambda f: f.update(id="new")), "another event as number 4"),
    "a wrong checksum": (lambda d: _line(d, lambda f: f.update(_NEW, checksum=0)), "no event, or a damaged one"),
    "a field more": (lambda d: _line(d, lambda f: f.update(_NEW, more=1)), "no event, or a damaged one"),
    "a field less": (lambda d: _line(d, lambda f: (f.update(_NEW), f.pop("day"))), "no event, or a damaged one"),
    "no such day": (lambda d: _line(d, lambda f: f.update(_NEW, day="2026-02-30")), "no event, or a damaged one"),
    "another kind of day": (lambda d: _line(d, lambda f: f.update(_NEW, day="2026-W07-2")), "no event, or a damaged"),
    "a number below one": (lambda d: _line(d, lambda f: f.update(_NEW, sequence=0)), "no event, or a damaged"),
    "a time out of reach": (lambda d: _line(d, lambda f: f.update(_NEW, utc=2**63)), "no event, or a damaged"),
    "a later format": (lambda d: _line(d, lambda f: f.update(_NEW, log=2)), "a newer version of quiz"),
    "a later format with more": (lambda d: _line(d, lambda f: f.update(_NEW, log=2, more=1)), "a newer version"),
    "a body of a later version": (
        lambda d: _line(d, lambda f: f.update(_NEW, body={"kind": "sung", "item": "x"})),
        "a newer version of quiz",
    ),
    "a text": (lambda _: b"These are my notes.", "no event, or a damaged one"),
    "JSON of another kind": (lambda _: b'{"id": 1}', "no event, or a damaged one"),
    "a list without end": (lambda _: b"[" * 100_000, "no event, or a damaged one"),
    "no UTF-8": (lambda _: b"\xff\xfe\x00", "no event, or a damaged one"),
    "a body that nests without end": (
        lambda d: (
            exported(d).splitlines()[-1].split(b'"body":')[0] + b'"body":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        ),
        "no event, or a damaged one",
    ),
}


def test_control_a_changed_line_with_the_right_checksum_is_taken(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "came.jsonl"
    file.write_bytes(_line(data, lambda f: f.update(_NEW, utc=1, day="2020-02-29")))
    assert merge(data, [file]) == Merged(1, 0)


@pytest.mark.parametrize("name", BAD_LINES)
def test_l3_a_bad_line_refuses_the_whole_merge_names_itself_and_leaves_both_untouched(
    data: Path, tmp_path: Path, name: str, capsys: Captured
) -> None:
    made, said = BAD_LINES[name]
    good = lines_of([event(1, answered("item-1"), device="lap", trainee="t")])
    file = tmp_path / "came.jsonl"
    file.write_bytes(good + b"\n" + made(data) + b"\n")
    before = digests(data / FILE, file)
    code = main(["log", "merge", str(file), "--data", str(data)])
    err = capsys.readouterr().err
    assert (code, err.count("\n")) == (Exit.STORE, 1)
    assert err.startswith(f"quiz: {file}:3: ")
    assert said in err
    assert "nothing was merged" in err
    assert digests(data / FILE, file) == before


def test_an_event_that_no_replay_can_count_is_kept_out(data: Path, tmp_path: Path) -> None:
    regraded = Regraded("item-1", "0" * 16, {"type": "no such type"})
    file = tmp_path / "came.jsonl"
    file.write_bytes(lines_of([structs.replace(event(1, regraded, trainee="t"), library="small")]))
    before = digests(data / FILE)
    with pytest.raises(QuizError, match="cannot be counted; nothing was merged"):
        merge(data, [file])
    assert digests(data / FILE) == before


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


BAD_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "foreign": (lambda p: sql(p, "PRAGMA application_id = 5"), "another program's database"),
    "newer": (lambda p: sql(p, f"PRAGMA user_version = {schema.VERSION + 1}"), "made by a newer version"),
    "half": (lambda p: os.truncate(p, p.stat().st_size // 2), "the log is damaged"),
    "a damaged row": (lambda p: sql(p, "UPDATE events SET utc = 1 WHERE sequence = 2"), "a damaged one"),
    "no table": (lambda p: sql(p, "DROP TABLE events"), "the log is damaged"),
    "missing": (lambda p: p.unlink(), "no such file"),
    "a directory": (_directory, "no such file"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_l3_a_bad_log_refuses_the_whole_merge_and_both_stay_untouched(data: Path, tmp_path: Path, name: str) -> None:
    spoil, said = BAD_FILES[name]
    other = log_of(tmp_path / "other", [event(1, answered("item-1")), event(2, answered("item-2"))])
    spoil(other)
    before = digests(*(p for p in (data / FILE, other) if p.is_file()))
    trouble = trouble_of(lambda: merge(data, [other]))
    assert trouble is not None
    assert said in str(trouble)
    assert str(other) in trouble.where
    assert trouble.code == (Exit.USAGE if said == "no such file" else Exit.STORE)
    assert digests(*(p for p in (data / FILE, other) if p.is_file())) == before


def test_a_file_that_may_not_be_read_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refused)
    with pytest.raises(QuizError, match=r"x\.jsonl.*Permission denied"):
        merge(data, [Path("x.jsonl")])


def test_a_log_merged_with_itself_is_itself(data: Path) -> None:
    before = exported(data)
    assert merge(data, [data / FILE, data / FILE]) == Merged(0, 8)
    assert exported(data) == before


def test_a_damaged_event_here_keeps_its_sound_twin_out_and_is_told(data: Path, tmp_path: Path) -> None:
    (tmp_path / "sound.jsonl").write_bytes(exported(data))
    sql(data / FILE, "UPDATE events SET utc = utc + 1 WHERE sequence = 2")
    with pytest.raises(QuizError, match="another event with the id"):
        merge(data, [tmp_path / "sound.jsonl"])
    sql(data / FILE, "DELETE FROM events WHERE sequence = 3")
    with pytest.raises(QuizError, match=r"sound\.jsonl:\d"):
        merge(data, [tmp_path / "sound.jsonl"])


@pytest.mark.parametrize("column", ["body", "utc"])
def test_a_merge_beside_a_damaged_event_is_refused(data: Path, tmp_path: Path, column: str) -> None:
    sql(data / FILE, f"UPDATE events SET {column} = 1 WHERE sequence = 2")
    file = tmp_path / "came.jsonl"
    file.write_bytes(lines_of([structs.replace(event(1, answered("item-1"), trainee="t"), library="small")]))
    with pytest.raises(QuizError, match="nothing was merged"):
        merge(data, [file])


def test_a_damaged_event_is_not_exported(data: Path) -> None:
    sql(data / FILE, "UPDATE events SET body = replace(body, 'answer 2', 'answer 3')")
    with pytest.raises(QuizError, match="damaged in the event"):
        exported(data)


def test_one_trainee_is_exported_alone(tmp_path: Path, capsys: Captured) -> None:
    for trainee in ("ana", "bo", "ana"):
        with Log(tmp_path, trainee, "small") as log:
            log.append(answered("item-1", response=trainee), moment())
    assert main(["log", "export", "--trainee", "ana", "--data", str(tmp_path)]) == Exit.DONE
    out = capsys.readouterr().out
    assert [json.loads(line)["trainee"] for line in out.splitlines()] == ["ana", "ana"]
    assert main(["log", "export", "--data", str(tmp_path)]) == Exit.DONE
    assert capsys.readouterr().out.encode() == exported(tmp_path)


def test_a_log_goes_on_with_its_own_numbers_after_a_merge(data: Path, tmp_path: Path) -> None:
    with Log(data, "t", "small") as log:
        own = log.events()[-1]
    copy = tmp_path / "copy"
    with Log(copy, "t", "small") as log:
        theirs = log.append(answered("item-8"), moment(30))
    merge(data, [copy / FILE])
    with Log(data, "t", "small") as log:
        made = log.append(answered("item-7"), moment(31))
    assert (made.device, made.sequence) == (own.device, own.sequence + 1)
    merge(copy, [data / FILE])
    with Log(copy, "t", "small") as log:
        again = log.append(answered("item-7"), moment(32))
    assert (again.device, again.sequence) == (theirs.device, theirs.sequence + 1)


def test_an_export_written_on_windows_or_by_an_editor_is_taken(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "edited.jsonl"
    file.write_bytes(b"\r\n" + exported(data).replace(b"\n", b"\r\n").rstrip())
    assert merge(tmp_path / "other", [file]) == Merged(4, 0)
    assert exported(tmp_path / "other") == exported(data)


def test_nothing_to_export_and_nothing_to_merge_are_no_fault(tmp_path: Path, capsys: Captured) -> None:
    assert exported(tmp_path) == b""
    assert not list(tmp_path.iterdir())
    (tmp_path / "empty.jsonl").touch()
    assert main(["log", "merge", str(tmp_path / "empty.jsonl"), "--data", str(tmp_path / "d"), "--json"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out) == {"came": 0, "known": 0}


def test_the_commands_tell_how_many(data: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["log", "export", "--out", str(out), "--data", str(data)]) == Exit.DONE
    assert capsys.readouterr() == ("", f"4 events written to {out}\n")
    assert out.read_bytes() == exported(data)
    with Log(tmp_path / "other", "t", "small") as log:
        log.append(answered("item-1"), moment())
    arguments = ["log", "merge", str(out), str(tmp_path / "other" / FILE), "--data", str(data)]
    assert main(arguments) == Exit.DONE
    assert capsys.readouterr().out == "1 event came, 4 events known before\n"


@pytest.mark.parametrize(("name", "said"), [("there", "already a file"), ("nowhere/x", "cannot be written")])
def test_an_export_takes_no_other_files_place(
    data: Path, tmp_path: Path, name: str, said: str, capsys: Captured
) -> None:
    (tmp_path / "there").write_text("mine")
    code = main(["log", "export", "--out", str(tmp_path / name), "--data", str(data)])
    err = capsys.readouterr().err
    assert (code, err.count("\n")) == (Exit.USAGE, 1)
    assert said in err
    assert (tmp_path / "there").read_text() == "mine"
    assert not list(tmp_path.glob("*.new*"))


def test_what_is_shown_on_a_terminal_is_not_obeyed_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    with Log(tmp_path, "t", "small") as log:
        log.append(answered("item-1", response="\x9b2J\u202e"), moment())
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["log", "export", "--data", str(tmp_path)]) == Exit.DONE
    out = capsys.readouterr().out
    assert "item-1" in out
    assert not {"\x9b", "\u202e"} & set(out)


def test_a_reader_that_is_slow_keeps_nobody_from_writing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.0)
    lines = export(data)
    next(lines)
    with Log(data, "t", "small") as log:
        log.append(answered("item-5"), moment(9))
    assert len(list(lines)) == 3


def test_a_locked_log_is_told_and_not_waited_for_without_end(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(data / FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(QuizError, match="keeps the log locked"):
            merge(tmp_path / "other", [data / FILE])
        with pytest.raises(QuizError, match="keeps the log locked"):
            merge(data, [])
    assert exported(tmp_path / "other") == b""


def test_a_log_of_an_infinite_view_is_refused(tmp_path: Path) -> None:
    other = log_of(tmp_path / "other", [event(1, answered("item-1"))])
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n"
    sql(other, "DROP TABLE events", f"CREATE VIEW events AS {endless}")
    with pytest.raises(QuizError, match="the log is damaged"):
        merge(tmp_path / "mine", [other])
