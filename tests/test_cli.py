"""The command line: what each command prints, with which exit code, and what it says of wrong use and of faults."""

from __future__ import annotations

import gc
import json
import os
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from quiz import __version__
from quiz.cli import main
from quiz.errors import Exit
from quiz.items import Item
from tests.support.library import numbered, one_of_each, write_library
from tests.support.process import environment, quiz, run
from tests.test_plain_safety import ATTACKS, obeyed

Captured = pytest.CaptureFixture[str]
REPORTS: dict[str, tuple[str, ...]] = {
    "due": ("due", "new", "mistakes"),
    "status": ("title", "due", "new", "banks", "action"),
    "items": ("items",),
    "items --status draft": ("items",),
    "grade item-4 4.2": ("item", "score", "verdict", "rule", "notes"),
    "grade item-4 heavy": ("item", "ask_again", "say"),
    "check": ("findings",),
    "drift": ("citations", "summary"),
    "diff .": ("items", "findings"),
    "documents": ("documents", "findings"),
}


def _library_items() -> list[Item]:
    """One item of each type, then a draft and a retired one."""
    *_, draft, retired = numbered(8)
    retired = structs.replace(retired, status="retired", retired="Old.")
    return [*one_of_each(), structs.replace(draft, status="draft"), retired]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_library(tmp_path / "library", _library_items())
    monkeypatch.setenv("QUIZ_LIBRARY", str(root))
    return root


def spoil(library: Path, name: str, old: str, new: str) -> None:
    path = next(library.rglob(name))
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def spoken(capsys: Captured, arguments: Sequence[str]) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("command", REPORTS)
def test_a_report_is_text_or_one_json_document(library: Path, command: str) -> None:
    plain, machine = run(quiz(*command.split())), run(quiz(*command.split(), "--json"))
    assert (plain.returncode, machine.returncode) == (0, 0), plain.stderr + machine.stderr
    assert (plain.stderr, machine.stderr) == ("", "")
    assert set(REPORTS[command]) <= set(json.loads(machine.stdout))
    assert not plain.stdout.startswith("{")
    assert plain.stdout.endswith("\n")
    assert "\x1b" not in plain.stdout + machine.stdout


def test_items_are_given_with_all_their_fields(library: Path) -> None:
    items = {i["id"]: i for i in json.loads(run(quiz("items", "--json")).stdout)["items"]}
    assert len(items) == 8
    assert items["item-1"]["bank"] == "facts"
    assert items["item-1"]["key"] == "a"
    assert [o["id"] for o in items["item-1"]["options"]] == ["a", "b", "c"]
    assert items["item-1"]["citations"] == [{"document": "notes", "paragraph": 1, "quote": "Fact 1 is written down."}]
    assert {i["type"] for i in items.values()} >= {"choice", "multiple", "boolean", "numeric", "date", "text"}
    for status, ids in (("draft", ["item-7"]), ("retired", ["item-8"])):
        found = json.loads(run(quiz("items", "--status", status, "--json")).stdout)["items"]
        assert [i["id"] for i in found] == ids


def test_only_approved_items_are_counted_and_asked(library: Path) -> None:
    assert json.loads(run(quiz("due", "--json")).stdout) == {"due": 0, "new": 6, "mistakes": 0}


GRADES = [
    ("item-1", "a", "correct", "1/1"),
    ("item-1", "b", "incorrect", "0/1"),
    ("item-1", "", "omitted", "0/1"),
    ("item-2", '["a", "b"]', "correct", "1/1"),
    ("item-2", '["b", "a", "a"]', "correct", "1/1"),
    ("item-2", '["a"]', "partial", "1/2"),
    ("item-2", "[]", "omitted", "0/1"),
    ("item-3", "true", "correct", "1/1"),
    ("item-3", "false", "incorrect", "0/1"),
    ("item-4", "4.20 kg", "correct", "1/1"),
    ("item-4", "42", "incorrect", "0/1"),
    ("item-5", "10 February 2026", "correct", "1/1"),
    ("item-5", "2026-02-11", "incorrect", "0/1"),
    ("item-6", "The Blue Whale!", "correct", "1/1"),
    ("item-6", "whale shark", "incorrect", "0/1"),
    ("item-7", "left", "correct", "1/1"),
]


@pytest.mark.parametrize(("item", "response", "verdict", "score"), GRADES)
def test_grade_scores_each_type(
    library: Path, capsys: Captured, item: str, response: str, verdict: str, score: str
) -> None:
    code, out, _ = spoken(capsys, ["grade", item, response, "--json"])
    made = json.loads(out)
    assert (code, made["item"], made["verdict"], made["score"]) == (0, item, verdict, score)
    assert spoken(capsys, ["grade", item, response])[1].startswith(f"{verdict} {score}")


@pytest.mark.parametrize(
    ("item", "response"),
    [("item-1", "z"), ("item-2", '"z"'), ("item-3", "?"), ("item-4", "x"), ("item-5", "10/2/2026")],
)
def test_grade_tells_what_cannot_be_judged(library: Path, capsys: Captured, item: str, response: str) -> None:
    code, out, _ = spoken(capsys, ["grade", item, response, "--json"])
    assert code == 0
    assert json.loads(out)["say"]
    assert spoken(capsys, ["grade", item, response])[1].startswith("ask again (")


def test_grade_logs_nothing(library: Path, tmp_path: Path) -> None:
    assert run(quiz("grade", "item-1", "a")).returncode == 0
    assert not list((tmp_path / "data").glob("log*"))


@pytest.mark.parametrize(
    "response",
    ["[" * 100_000, "\ud800", "9" * 100_000, "\x1b]0;x\x07", "null", "{}"],
    ids=["deep", "surrogate", "long", "escape", "null", "object"],
)
@pytest.mark.parametrize("item", [f"item-{n}" for n in range(1, 7)])
def test_grade_takes_any_response(library: Path, capsys: Captured, item: str, response: str) -> None:
    code, out, err = spoken(capsys, ["grade", item, response])
    assert code in (Exit.DONE, Exit.USAGE)
    assert (out + err).count("\n") == 1
    assert obeyed(out + err) == []


WRONG: dict[str, str] = {
    "lern": "invalid choice: 'lern'",
    "--nonsense": "unrecognized arguments: --nonsense",
    "due --nonsense": "unrecognized arguments: --nonsense",
    "due extra": "unrecognized arguments: extra",
    "--data": "expected one argument",
    "learn --plain --items 0": "--items: 0 is out of range; give a number from 1 to 10000",
    "learn --plain --items 10001": "--items: 10001 is out of range",
    "learn --plain --items ten": "invalid int value: 'ten'",
    "learn --plain --minutes -1": "--minutes: -1 is out of range",
    "learn --plain --level 4": "invalid choice: 4",
    "learn --plain --bank fact": "there is no bank 'fact'; did you mean 'facts'?",
    "learn --plain --bank zzz": "there is no bank 'zzz'; known are: facts",
    "learn --plain --topic od": "there is no topic 'od'; did you mean 'odd'?",
    "learn --plain --document note": "there is no document 'note'; did you mean 'notes'?",
    "learn --plain --type txt": "there is no type 'txt'; did you mean 'text'?",
    "items --status open": "invalid choice: 'open'",
    "grade": "the following arguments are required: ITEM, RESPONSE",
    "grade item-1": "the following arguments are required: RESPONSE",
    "grade item-99 a": "there is no item 'item-99'; did you mean 'item-",
    "grade zzz a": "there is no item 'zzz'; `quiz items` lists them",
    "grade item-2 a": "item-2: not JSON: a; write a JSON list",
    "check nowhere.yaml": "nowhere.yaml: no such file",
    "check --schema items": "invalid choice: 'items'",
    "documents --originals nowhere": "nowhere: no such folder",
    "due --library nowhere": "nowhere: no such folder (--library)",
    "due --library /": "no library is there (--library)",
    "": "the quiz needs a terminal; use `quiz --plain` with pipes and files",
    "learn": "the quiz needs a terminal; use `quiz --plain`",
}


@pytest.mark.parametrize("command", WRONG)
def test_wrong_use_is_one_line_that_says_what_to_do(library: Path, capsys: Captured, command: str) -> None:
    code, out, err = spoken(capsys, command.split())
    assert (code, out) == (Exit.USAGE, "")
    assert err.startswith("quiz: ")
    assert WRONG[command] in err
    assert err.count("\n") == 1


HOSTILE = ("learn --plain --bank", "learn --plain --topic", "due --library", "check", "documents --originals", "lern")


@pytest.mark.parametrize("command", HOSTILE)
@pytest.mark.parametrize("attack", ATTACKS[:-1])
def test_what_is_typed_comes_back_in_one_line_that_no_terminal_obeys(
    library: Path, capsys: Captured, command: str, attack: str
) -> None:
    code, out, err = spoken(capsys, [*command.split(), f"x\n{attack}\ny".replace("\0", "")])
    assert (code, out) == (Exit.USAGE, "")
    assert err.count("\n") == 1
    assert obeyed(err) == []


FILE_BY_FILE = {"check", "drift", "diff ."}
"""Reports on the files of a library, which tell of what can be read whatever cannot."""


@pytest.mark.parametrize("command", [c for c in REPORTS if c not in FILE_BY_FILE] + ["learn --plain"])
@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("library.yaml", "zone: UTC", "zone: [UTC", "library.yaml:"),
        ("library.yaml", "title:", "titel:", "library.yaml:2:1:"),
        ("names.yaml", "{}", "names: 3", "names.yaml:1:"),
    ],
)
def test_a_library_that_cannot_be_read_is_named_with_line_and_column(
    library: Path, capsys: Captured, command: str, name: str, old: str, new: str, place: str
) -> None:
    (library / "question_banks" / "names.yaml").write_text("{}", "utf-8")
    spoil(library, name, old, new)
    code, out, err = spoken(capsys, command.split())
    assert (code, out) == (Exit.USAGE, "")
    assert place in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("flag", [[], ["--json"]])
@pytest.mark.parametrize(
    ("name", "old", "new"), [("library.yaml", "title:", "titel:"), ("facts.yaml", "key: a", "key: z")]
)
def test_check_tells_errors_with_exit_1(
    library: Path, capsys: Captured, flag: list[str], name: str, old: str, new: str
) -> None:
    spoil(library, name, old, new)
    code, out, err = spoken(capsys, ["check", *flag])
    assert (code, err) == (Exit.FINDINGS, "")
    if flag:
        (finding,) = (f for f in json.loads(out)["findings"] if f["severity"] == "error" and f["path"].endswith(name))
        assert (finding["line"], finding["column"]) >= (2, 1)
    else:
        assert f"{name}:" in out
        assert "error[" in out


def test_check_prints_at_most_fifty_findings_and_json_gives_all(tmp_path: Path, capsys: Captured) -> None:
    root = write_library(tmp_path / "library", numbered(60))
    bank = root / "question_banks" / "facts.yaml"
    bank.write_text(bank.read_text("utf-8").replace("level: ", "level: 9"), "utf-8")
    _, out, _ = spoken(capsys, ["check", str(root)])
    assert out.count("error[") == 50
    assert "… and 10 more (--json gives all)\n60 errors, 0 warnings: 0 sound items" in out
    assert len(json.loads(spoken(capsys, ["check", str(root), "--json"])[1])["findings"]) == 60


@pytest.mark.parametrize("kind", ["bank", "library", "names"])
def test_check_prints_a_schema(capsys: Captured, kind: str) -> None:
    code, out, err = spoken(capsys, ["check", "--schema", kind])
    assert (code, err) == (0, "")
    assert "$schema" in json.loads(out)


def test_a_faulty_item_is_left_out_and_named_once(library: Path) -> None:
    spoil(library, "facts.yaml", "key: a", "key: z")
    for command in ("due", "items"):
        said = run(quiz(command, "--json"))
        assert said.returncode == 0
        assert "1 item left out; `quiz check` tells why" in said.stderr
        assert said.stderr.count("\n") == 1
        assert "item-1" not in json.dumps(json.loads(said.stdout))


def test_a_library_without_an_item_to_ask_is_said(library: Path, capsys: Captured) -> None:
    path = library / "question_banks" / "facts.yaml"
    path.write_text(path.read_text("utf-8").replace("status: approved", "status: draft"), "utf-8")
    for command in (["due"], ["learn", "--plain"]):
        code, out, err = spoken(capsys, command)
        assert (code, out) == (Exit.USAGE, "")
        assert "the library has no item to ask" in err
    assert main(["items"]) == Exit.DONE


@pytest.mark.parametrize("attack", ATTACKS[:-1])
def test_nothing_in_a_bank_reaches_a_terminal_as_a_control(tmp_path: Path, capsys: Captured, attack: str) -> None:
    items = [structs.replace(item, stem=f"x{attack}x", explanation=f"x{attack}x") for item in one_of_each()]
    root = write_library(tmp_path / "library", items)
    for command in ("items", "items --json", "status", "check", "check --json", "documents"):
        _, out, err = spoken(capsys, [*command.split(), "--library", str(root)])
        assert obeyed(out + err) == [], command


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["due", "--help"], ["learn", "--help"]])
def test_help_and_version_need_no_library(tmp_path: Path, arguments: list[str]) -> None:
    said = run(quiz(*arguments), QUIZ_LIBRARY=str(tmp_path / "nowhere"))
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith(f"quiz {__version__}\n" if arguments == ["--version"] else "usage: quiz")


def _fail(*_: Any) -> None:
    answer_key = "ANSWER-KEY " * 3
    raise RuntimeError(len(answer_key))


def test_a_fault_of_the_program_is_one_line_and_a_file_without_values(
    library: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.commands.items", _fail)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code, out, err = spoken(capsys, ["items"])
    (crash,) = tmp_path.glob("quiz-crash-*")
    assert (code, out) == (Exit.FAULT, "")
    assert err.count("\n") == 1
    assert "RuntimeError" in err
    assert str(crash) in err
    text = crash.read_text("utf-8")
    assert __version__ in text
    assert "Traceback" in text
    assert "ANSWER-KEY ANSWER-KEY" not in text
    assert stat.S_IMODE(crash.stat().st_mode) == 0o600


def test_a_debugging_user_sees_the_traceback(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quiz.commands.items", _fail)
    monkeypatch.setenv("QUIZ_DEBUG", "1")
    with pytest.raises(RuntimeError):
        main(["items"])


def _shell(line: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", "-c", line, *quiz()]
    return subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=30, check=False)


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ('"$0" "$@" due <&-', 0, ""),
        ('"$0" "$@" due >&-', 0, ""),
        ('"$0" "$@" due 2>&-', 0, ""),
        ('"$0" "$@" <&-', 2, "needs a terminal"),
        ('"$0" "$@" --plain <&-', 0, ""),
        ('"$0" "$@" items --json | head -c 10 >/dev/null', 0, ""),
    ],
)
def test_closed_streams_are_no_fault(library: Path, line: str, code: int, said: str) -> None:
    done = _shell(line)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Error" not in done.stderr
    assert "fault" not in done.stderr


def test_progress_is_kept_by_trainee_and_by_folder(library: Path, tmp_path: Path) -> None:
    run(quiz("learn", "--plain", "--trainee", "ann", "--data", tmp_path / "one"), ":s\n" * 6)

    def due(*options: str) -> str:
        return run(quiz("due", *options)).stdout

    assert due("--trainee", "ann", "--data", str(tmp_path / "one")) == "0 due, 0 new, 6 to mend\n"
    assert due("--trainee", "bob", "--data", str(tmp_path / "one")) == "0 due, 6 new, 0 to mend\n"
    assert due("--trainee", "ann", "--data", str(tmp_path / "two")) == "0 due, 6 new, 0 to mend\n"
    assert run(quiz("due", "--trainee", "ann"), QUIZ_DATA=str(tmp_path / "one")).stdout.endswith("6 to mend\n")


def test_the_library_is_found_in_the_promised_order(tmp_path: Path) -> None:
    roots = {name: write_library(tmp_path / name, numbered(n)) for n, name in enumerate(("a", "b", "c", "d"), 1)}
    data = tmp_path / "data"
    data.mkdir()
    (data / "settings.json").write_text(json.dumps({"library": str(roots["d"])}))

    def items(folder: Path, *options: str | Path, **more: str) -> int:
        said = subprocess.run(
            quiz("items", "--json", *options), cwd=folder, env=environment(**more), capture_output=True, check=True
        )
        return len(json.loads(said.stdout)["items"])

    named = {"QUIZ_LIBRARY": str(roots["b"])}
    assert items(roots["c"], "--library", roots["a"], **named) == 1
    assert items(roots["c"], "--library", roots["a"] / "question_banks", **named) == 1
    assert items(roots["c"], **named) == 2
    assert items(roots["c"]) == 3
    assert items(tmp_path) == 4
    os.unlink(data / "settings.json")
    assert items(tmp_path) > 4


def test_a_start_that_fails_leaves_the_collector_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert main(["--library", str(tmp_path / "nowhere")]) == 2
    assert gc.isenabled()
