"""Answers as a file for an instructor: what is in it, under which name, and what is made of files that others send."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.cli import main
from quiz.errors import Exit, QuizError
from quiz.learning import Answered, Claimed, Closed, Event, Noted, Opened, Reported, Skipped, Starred, Tuned, in_order
from quiz.store import Log, forget, open_inbox, pseudonym, shared_lines
from quiz.store.pseudonyms import FILE
from quiz.store.sharing import what_is_in
from quiz.text import one_line
from tests.strategies.learning import answers, event
from tests.support.events import answered, moment, opened
from tests.support.library import texts, write_library
from tests.support.store import exported, lines_of, three_answers

SECRETS = ("ada lovelace", "a private line", "device-of-mine", "+0200")


def remarks() -> list[Event]:
    """An answer, and one event of each kind about it or beside it."""
    right = structs.replace(answered("item-1", response="blue whale"), shown=("x", "y"))
    bodies: list[Any] = [
        opened("item-1"),
        Opened("x", "exam", "secret seed", ("item-1",), {"pass_mark": "0.7", "topic": "odd"}),
        right,
        Claimed("s", "item-1", "3"),
        Reported("item-1", "unclear", "Which whale?", "a" * 16, "b" * 16),
        Noted("item-1", SECRETS[1]),
        Starred("item-1"),
        Skipped("s", "item-2"),
        Tuned(0.8),
        Closed("x"),
    ]
    return [
        Event(
            id=str(n),
            utc=moment(n).utc,
            offset=120,
            day=moment(n).day,
            device=SECRETS[2],
            sequence=n,
            trainee=SECRETS[0],
            library="small",
            body=body,
        )
        for n, body in enumerate(bodies, 1)
    ]


def sent(folder: Path, name: str, events: list[Event], library: str = "small", file: str = "") -> Path:
    path = folder / f"{file or name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(shared_lines(events, library, name)))
    return path


def test_a_file_holds_what_an_instructor_needs_and_nothing_else() -> None:
    head, *lines, end = [json.loads(line) for line in shared_lines(remarks(), "small", "owl")]
    assert (head["trainee"], head["library"], head["events"], head["begins"]) == ("owl", "small", 5, "3")
    assert head["what"] == what_is_in(e for e in remarks() if not isinstance(e.body, Noted))
    assert [line["body"]["kind"] for line in lines] == ["opened", "answered", "claimed", "reported", "closed"]
    assert lines[0]["body"]["choices"] == {"pass_mark": "0.7"}
    assert lines[0]["body"]["seed"] == ""
    assert lines[1]["body"]["response"] == "blue whale"
    assert lines[1]["body"]["shown"] == []
    assert set(end) == {"end"}
    text = b"".join(shared_lines(remarks(), "small", "owl")).decode()
    assert [secret for secret in SECRETS if secret in text] == []


def test_notes_come_only_when_they_are_asked_for_and_the_sentence_says_so() -> None:
    text = b"".join(shared_lines(remarks(), "small", "owl", with_notes=True)).decode()
    assert SECRETS[1] in text
    assert "1 private note" in json.loads(text.splitlines()[0])["what"]
    assert "no notes" in what_is_in(remarks())


@given(answers())
def test_what_is_shared_is_read_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, events: list[Event]) -> None:
    folder = tmp_path_factory.mktemp("sent")
    sent(folder, "owl", events, "lib")
    inbox = open_inbox([folder], "lib")
    found = {e.id: e for one in inbox.sent for e in inbox.events(one)}
    assert inbox.told == []
    for given_ in in_order(events):
        back = found[given_.id]
        assert (back.utc, back.day, back.sequence) == (given_.utc, given_.day, given_.sequence)
        assert (back.trainee, back.device, back.offset) == ("", "", 0)
        if isinstance(given_.body, Answered):
            assert isinstance(back.body, Answered)
            assert back.body.outcome.score == given_.body.outcome.score
            assert structs.replace(back.body, outcome=given_.body.outcome) == given_.body
        else:
            assert back.body == given_.body


# Pseudonyms


def test_a_name_by_chance_stays_and_follows_from_nothing(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    name = pseudonym(one, "ana")
    assert name == pseudonym(one, "ana")
    assert name != pseudonym(one, "ben")
    assert name != pseudonym(other, "ana")
    assert "ana" not in name
    assert (one / FILE).stat().st_mode & 0o077 == 0
    assert pseudonym(one, "ana", " night\towl ") == "night owl" == pseudonym(one, "ana")
    with pytest.raises(QuizError, match="another trainee"):
        pseudonym(one, "ben", "night owl")


def test_a_pseudonym_goes_with_a_trainees_data(tmp_path: Path) -> None:
    folder = three_answers(tmp_path)
    name = pseudonym(folder, "t", "owl")
    forget(folder, "t")
    assert name not in (folder / FILE).read_text()
    assert pseudonym(folder, "t") != name


def test_damaged_names_are_as_none_and_a_folder_that_takes_none_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[1]")
    assert pseudonym(tmp_path, "ana", "owl") == "owl"
    (tmp_path / "file").write_text("")
    with pytest.raises(QuizError, match="cannot be kept"):
        pseudonym(tmp_path / "file" / "below", "ana")


# Files of others


def owners(folder: Path) -> dict[str, int]:
    inbox = open_inbox([folder], "small")
    return {one.trainee: len(inbox.events(one)) for one in inbox.sent}


def told(folder: Path, *more: Path) -> dict[str, str]:
    inbox = open_inbox([folder, *more], "small")
    for one in inbox.sent:
        inbox.events(one)
    return {Path(one.path).name: one.why for one in inbox.told}


def test_the_same_file_twice_counts_once_and_two_of_one_trainee_are_one(tmp_path: Path) -> None:
    events = remarks()
    sent(tmp_path, "owl", events[:3], file="early")
    sent(tmp_path, "owl", events, file="late")
    sent(tmp_path, "owl", events, file="late again")
    os.link(tmp_path / "late.jsonl", tmp_path / "linked.jsonl")
    inbox = open_inbox([tmp_path, tmp_path / "late.jsonl", tmp_path], "small")
    (one,) = inbox.sent
    assert len(inbox.events(one)) == 5
    assert inbox.doubled == 2 + 5 + 5
    assert inbox.told == []


def test_one_trainee_under_two_names_is_one_and_told(tmp_path: Path) -> None:
    sent(tmp_path, "owl", remarks()[:3], file="a")
    sent(tmp_path, "fox", remarks(), file="b")
    assert owners(tmp_path) == {"owl": 5}
    assert told(tmp_path) == {"b.jsonl": "these are answers of owl, under another name: they are counted as such"}


def test_two_beginnings_under_one_name_are_told(tmp_path: Path) -> None:
    sent(tmp_path, "owl", remarks(), file="a")
    sent(tmp_path, "owl", [structs.replace(e, id=f"x{e.id}") for e in remarks()], file="b")
    assert owners(tmp_path) == {"owl": 10}
    assert "one trainee at two computers, or two?" in told(tmp_path)["b.jsonl"]


def test_full_exports_are_read_too(tmp_path: Path) -> None:
    three_answers(tmp_path / "data")
    (tmp_path / "full.jsonl").write_bytes(exported(tmp_path / "data"))
    inbox = open_inbox([tmp_path / "full.jsonl"], "small")
    assert [(one.trainee, len(inbox.events(one))) for one in inbox.sent] == [("t", 4)]


def spoiled(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def test_files_that_cannot_be_used_are_told_by_name_and_left_out(tmp_path: Path) -> None:
    events = remarks()
    good = sent(tmp_path, "good", events)
    (tmp_path / "garbage.jsonl").write_bytes(os.urandom(200))
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "other.txt").write_text('{"a": 1}\n')
    (tmp_path / "deep.jsonl").write_bytes(b"[" * 100_000)
    sent(tmp_path, "foreign", events, "cooking")
    sent(tmp_path, "newer", events)
    spoiled(tmp_path / "newer.jsonl", b'"version":1', b'"version":2')
    sent(tmp_path, "older", events)
    spoiled(tmp_path / "older.jsonl", b'"version":1', b'"version":0')
    sent(tmp_path, "cut", [structs.replace(e, id=f"c{e.id}") for e in events])
    (tmp_path / "cut.jsonl").write_bytes((tmp_path / "cut.jsonl").read_bytes()[:-90])
    sent(tmp_path, "changed", [structs.replace(e, id=f"d{e.id}") for e in events])
    spoiled(tmp_path / "changed.jsonl", b"blue whale", b"grey whale")
    three_answers(tmp_path / ".data")
    os.link(tmp_path / ".data" / "log.sqlite3", tmp_path / "log.sqlite3")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "gone.jsonl").symlink_to(tmp_path / "nowhere")
    why = told(tmp_path)
    assert good.name not in why
    assert why == {
        "garbage.jsonl": "this is no file of `quiz log export`",
        "empty.jsonl": "this is no file of `quiz log export`",
        "other.txt": "this is no file of `quiz log export`",
        "deep.jsonl": "this is no file of `quiz log export`",
        "foreign.jsonl": "this is of another library, cooking",
        "newer.jsonl": "a newer version of quiz wrote this: install it",
        "older.jsonl": "this is of no version: export anew",
        "cut.jsonl": "the file is cut short or was changed: ask for it anew",
        "changed.jsonl": "the file is damaged or was changed: ask for it anew",
        "log.sqlite3": "this is a log: `quiz log export --for-instructor` makes a file of it",
        "pipe": "this is not a regular file",
        "gone.jsonl": "this is not a regular file",
    }
    assert owners(tmp_path)["good"] == 5
    with pytest.raises(QuizError, match="no such file"):
        open_inbox([tmp_path / "nowhere"], "small")


HOSTILE: tuple[dict[str, Any], ...] = (
    {"duration": -1}, {"duration": 2**50}, {"certainty": 7}, {"edition": 0}, {"item": "x" * 1_000},
)  # fmt: skip


@pytest.mark.parametrize("field", HOSTILE)
def test_answers_that_cannot_be_counted_spoil_their_file(tmp_path: Path, field: dict[str, Any]) -> None:
    bad = structs.replace(answered("item-1"), **field)
    sent(tmp_path, "owl", [event(1, bad)])
    assert "cannot be counted" in told(tmp_path)["owl.jsonl"]


@pytest.mark.parametrize("score", ["1/0", "2/1", "-1/2", "1", "1e999999/1", "", "9" * 400 + "/" + "9" * 400])
def test_scores_that_are_none_spoil_their_file(tmp_path: Path, score: str) -> None:
    body = answered("item-1")
    bad = structs.replace(body, outcome=structs.replace(body.outcome, score=score))
    sent(tmp_path, "owl", [event(1, bad)])
    assert "cannot be counted" in told(tmp_path)["owl.jsonl"]


@pytest.mark.parametrize("day", ["2026-13-01", "", "9999-12-31", "0001-01-01", "x" * 100])
def test_days_that_are_none_spoil_their_file(tmp_path: Path, day: str) -> None:
    sent(tmp_path, "owl", [structs.replace(event(1, answered("item-1")), day=day)])
    assert "cannot be counted" in told(tmp_path)["owl.jsonl"]


@given(st.binary(max_size=300), st.integers(0, 2_000))
def test_no_bytes_of_a_file_are_a_fault_of_ours(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int
) -> None:
    folder = tmp_path_factory.mktemp("sent")
    data = sent(folder, "owl", remarks()).read_bytes()
    (folder / "owl.jsonl").write_bytes(data[:at] + noise + data[at + len(noise) :])
    (folder / "noise").write_bytes(noise)
    inbox = open_inbox([folder], "small")
    for one in inbox.sent:
        assert len(inbox.events(one)) in (0, 5)
        assert one_line(one.trainee) == one.trainee


def test_a_file_of_the_exporter_goes_into_no_log(tmp_path: Path) -> None:
    path = sent(tmp_path, "owl", remarks())
    assert main(["log", "merge", str(path), "--data", str(tmp_path / "data")]) == Exit.STORE


# The command


def test_the_command_writes_a_file_and_says_in_a_sentence_what_is_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, data = write_library(tmp_path / "library", texts(3)), three_answers(tmp_path / "data")
    line = ["log", "export", "--for-instructor", "--library", str(root), "--data", str(data), "--trainee", "t"]
    assert main([*line, "--out", str(tmp_path / "t.jsonl"), "--as", "owl"]) == 0
    err = capsys.readouterr().err
    assert err.startswith("quiz: for an instructor, as owl in ")
    assert "3 answers as given" in err
    assert "no notes" in err
    assert main(line) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["trainee"] == "owl"
    assert main([*line, "--out", str(tmp_path / "t.jsonl")]) == 2
    assert "already a file" in capsys.readouterr().err
    assert main([*line[:-1], "nobody"]) == 2
    assert "there are no answers of nobody" in capsys.readouterr().err
    assert main(["log", "export", "--as", "owl", *line[3:]]) == 2
    with Log(data, "t", "small", writing=False) as log:
        assert lines_of(log.events())
