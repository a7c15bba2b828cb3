"""The commands that compare: drift, diff and check --changed, over a repository made in place."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from quiz.banks import dump_bank
from quiz.checks.review import quotes_hash
from quiz.cli import main
from quiz.items import BankFile, Item
from quiz.scoring import AskAgain
from quiz.store import Log
from quiz.views import Choices, Desk
from tests.support.library import brief, library_of, texts, write_library
from tests.support.repository import commit, snapshot

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_library(tmp_path / "library", texts(3))
    monkeypatch.chdir(root)
    commit(root)
    return root


def spoken(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def machine(capsys: Captured, *arguments: str) -> tuple[int, Any]:
    code, out, err = spoken(capsys, *arguments, "--json")
    assert err == ""
    return code, json.loads(out)


def rewrite(root: Path, items: list[Item], numbers: Any = range(1, 4)) -> None:
    text = dump_bank(BankFile(bank="facts", title="Facts", items=tuple(items)))
    (root / "question_banks" / "facts.yaml").write_text(text, "utf-8")
    (root / "seeds" / "notes.md").write_text(brief(numbers), "utf-8")


def test_drift_tells_what_a_document_no_longer_says_and_changes_nothing(library: Path, capsys: Captured) -> None:
    assert spoken(capsys, "drift") == (0, "3 citations of 3 items: 3 verbatim\n", "")
    rewrite(library, texts(3), [1, "2 or 3", 4])
    before = snapshot(library)
    code, out, err = spoken(capsys, "drift")
    assert (code, err) == (1, "")
    head, second, third, last = out.splitlines()
    assert head == "notes:"
    assert second.startswith(
        "question_banks/facts.yaml:27:12: changed: item-2 cites notes, paragraph 2, which says now"
    )
    assert "Fact 2 {+or 3+} is written down." in second
    assert ": changed: item-3 " in third
    assert last == "3 citations of 3 items: 1 verbatim, 2 changed"
    code, made = machine(capsys, "drift")
    assert code == 1
    assert made["summary"] == {
        "items": 3, "unreadable": 0, "citations": 3, "verbatim": 1, "confirmed": 0, "unconfirmed": 0, "moved": 0,
        "changed": 2, "gone": 0, "document-missing": 0,
    }  # fmt: skip
    assert [(c["item"], c["state"], c["line"], c["column"]) for c in made["citations"]][1] == (
        "item-2",
        "changed",
        27,
        12,
    )
    assert snapshot(library) == before


def test_drift_since_a_revision_tells_quotes_that_followed(library: Path, capsys: Captured) -> None:
    one, two, three = texts(3)
    followed = structs.replace(two, citations=(structs.replace(two.citations[0], quote="Fact two is written down."),))
    rewrite(library, [one, followed, three], [1, "two", 3])
    code, made = machine(capsys, "drift", "--since", "HEAD")
    assert (code, [c["state"] for c in made["citations"]]) == (0, ["verbatim", "confirmed", "verbatim"])
    assert (
        "confirmed: item-2 cites notes, paragraph 2, which changed, and follows it"
        in spoken(capsys, "drift", "--since", "HEAD")[1]
    )
    assert machine(capsys, "drift")[1]["summary"]["verbatim"] == 3


def test_drift_reads_the_review_record_and_tells_its_damaged_lines(library: Path, capsys: Captured) -> None:
    folder = library / "question_banks" / "review"
    folder.mkdir()
    one, two, _ = texts(3)
    record = [{"item": i.id, "quotes": h, "verdict": "yes"} for i, h in ((one, quotes_hash(one)), (two, "0" * 16))]
    (folder / "ana.jsonl").write_text("".join(json.dumps(r) + "\n" for r in record) + "{torn\n")
    code, out, _ = spoken(capsys, "drift")
    assert code == 0
    assert ": unconfirmed: item-2 was read with other quotes than it has now: have it read again" in out
    assert "question_banks/review/ana.jsonl:3:1: warning[review-record]: the line is no record of a review" in out
    assert out.splitlines()[-1] == "3 citations of 3 items: 2 verbatim, 1 unconfirmed"
    _, made = machine(capsys, "drift")
    assert [f["line"] for f in made["findings"]] == [3]


def test_diff_compares_revisions_folders_and_the_library_as_it_is(
    library: Path, tmp_path: Path, capsys: Captured
) -> None:
    one, two, three = texts(3)
    assert spoken(capsys, "diff", "HEAD") == (0, "0 items changed\n", "")
    rewrite(library, [one, structs.replace(two, key="orca"), structs.replace(three, stem="Which one?")])
    told = [
        "question_banks/facts.yaml:17: item-2: key changed (key)",
        "question_banks/facts.yaml:30: item-3: clarified (stem)",
        "stem: [-Question of item-3?-] {+Which one?+}",
        "2 items changed: 1 clarified, 1 key changed",
    ]
    assert spoken(capsys, "diff", "HEAD") == (0, "\n".join(told) + "\n", "")
    assert spoken(capsys, "diff", "HEAD", ".") == (0, "\n".join(told) + "\n", "")
    commit(library, "later")
    assert spoken(capsys, "diff", "HEAD") == (0, "0 items changed\n", "")
    assert spoken(capsys, "diff", "HEAD~1", "HEAD")[1] == "\n".join(told) + "\n"
    other = write_library(tmp_path / "other", texts(2))
    code, made = machine(capsys, "diff", str(other), "HEAD~1")
    assert (code, [(i["item"], [c["kind"] for c in i["changes"]]) for i in made["items"]]) == (
        0,
        [("item-3", ["added"])],
    )
    code, made = machine(capsys, "diff", ".", str(other / "question_banks"))
    assert {i["item"]: [c["kind"] for c in i["changes"]] for i in made["items"]} == {
        "item-2": ["key changed"], "item-3": ["removed"],
    }  # fmt: skip


def test_diff_tells_what_cannot_be_read_and_ends_with_1(library: Path, capsys: Captured) -> None:
    (library / "question_banks" / "library.yaml").write_text("id: [", "utf-8")
    code, out, _ = spoken(capsys, "diff", "HEAD")
    assert code == 1
    assert out.startswith("question_banks/library.yaml:2:1: error[yaml]: ")
    commit(library, "broken")
    code, made = machine(capsys, "diff", "HEAD", "HEAD~1")
    assert (code, made["items"]) == (1, [])
    assert [f["path"] for f in made["findings"]] == ["HEAD:question_banks/library.yaml"]


@pytest.mark.parametrize("command", ["diff {}", "diff HEAD {}", "drift --since={}", "check --changed={}"])
@pytest.mark.parametrize("revision", ["nowhere", "--upload-pack=x", "-x", "a b", "HEAD\nx", "\0"])
def test_a_revision_that_is_none_is_told_in_one_line(
    library: Path, command: str, revision: str, capsys: Captured
) -> None:
    arguments = [part.format(revision) for part in command.split(" ")]
    if command.startswith("diff") and revision.startswith("-"):
        arguments.insert(1, "--")
    code, out, err = spoken(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "there is no such git revision" in err
    assert not (library / "x").exists()


def test_a_folder_without_a_library_is_told(library: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "empty").mkdir()
    code, _, err = spoken(capsys, "diff", str(tmp_path / "empty"))
    assert code == 2
    assert "no library is in this folder" in err


def test_without_git_folders_are_compared_all_the_same(
    library: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_library(tmp_path / "other", texts(3))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert spoken(capsys, "diff", str(other))[0] == 0
    assert "git is not installed" in spoken(capsys, "diff", "HEAD")[2]


def _answer(data: Path, item: str, typed: str) -> None:
    with Log(data, "ana", "small") as log:
        desk = Desk(library_of(texts(3)), log)
        session = desk.begin("practice", Choices(), "s", (item,))
        assert session is not None
        assert not isinstance(desk.answer(session, item, typed, 5_000), AskAgain)


def test_diff_with_data_tells_whose_score_changes_and_writes_nothing(
    library: Path, tmp_path: Path, capsys: Captured
) -> None:
    one, two, three = texts(3)
    data = tmp_path / "answers"
    _answer(data, "item-1", "blue whale")
    _answer(data, "item-2", "orca")
    rewrite(library, [one, structs.replace(two, key="orca"), three])
    before = {name: kept for name, (_, kept) in snapshot(data).items()}
    code, out, err = spoken(capsys, "diff", "HEAD", "--data", str(data))
    assert (code, err) == (0, "")
    assert out.splitlines()[-2:] == [
        "ana: item-2: 1 answer, score 0.0% → 100.0%",
        "ana: accuracy over all answers 50.0% → 100.0%",
    ]
    assert {name: kept for name, (_, kept) in snapshot(data).items()} == before
    assert "accuracy" not in spoken(capsys, "diff", "HEAD")[1]
    _, made = machine(capsys, "diff", "HEAD", "--data", str(data))
    assert made["consequences"] == {
        "items": [{"trainee": "ana", "item": "item-2", "attempts": 1, "before": 0.0, "after": 1.0}],
        "trainees": [{"trainee": "ana", "before": 0.5, "after": 1.0}],
    }
    assert "consequences" not in machine(capsys, "diff", "HEAD")[1]


def test_an_empty_data_is_the_default_one_and_no_log_is_made(library: Path, capsys: Captured) -> None:
    default = Path(os.environ["QUIZ_DATA"])
    code, out, err = spoken(capsys, "diff", "HEAD", "--data", "")
    assert (code, out.splitlines()[-1]) == (0, "no score changes: no answer was given to an item whose key changed")
    assert f"no answers to Small things are in {default}" in err
    assert not default.exists()
    _answer(default, "item-2", "orca")
    rewrite(library, [structs.replace(i, key="orca") for i in texts(3)])
    assert "ana: item-2: 1 answer, score 0.0% → 100.0%" in spoken(capsys, "diff", "HEAD", "--data", "")[1]


def _findings(capsys: Captured, *arguments: str) -> tuple[int, list[tuple[str, str]]]:
    code, made = machine(capsys, "check", *arguments)
    return code, [(f["rule"], f["item"]) for f in made["findings"]]


def test_check_changed_tells_only_what_differs_from_the_revision(library: Path, capsys: Captured) -> None:
    bad = [structs.replace(i, topics=("nowhere",)) for i in texts(3)]
    rewrite(library, bad[:2])
    commit(library, "with errors")
    assert {i for _, i in _findings(capsys)[1]} >= {"item-1", "item-2"}
    assert _findings(capsys, "--changed", "HEAD") == (0, [])
    bank = library / "question_banks" / "facts.yaml"
    bank.write_text("# moved\n\n" + bank.read_text("utf-8"), "utf-8")
    for _ in range(2):
        assert _findings(capsys, "--changed", "HEAD") == (0, [])
    assert len(_findings(capsys)[1]) >= 2
    rewrite(library, bad)
    assert _findings(capsys, "--changed", "HEAD") == (1, [("no-topic", "item-3")])
    assert _findings(capsys, str(bank), "--changed", "HEAD") == (1, [("no-topic", "item-3")])
    assert _findings(capsys, str(library), "--changed", "HEAD") == (1, [("no-topic", "item-3")])
    assert _findings(capsys, str(library / "seeds" / "notes.md"), "--changed", "HEAD") == (0, [])


def test_check_changed_tells_who_cites_a_sentence_that_went(library: Path, capsys: Captured) -> None:
    rewrite(library, texts(3), [1, "two", 3])
    assert _findings(capsys, "--changed", "HEAD") == (1, [("quote-missing", "item-2")])


def test_check_changed_tells_all_of_a_file_outside_the_library(library: Path, tmp_path: Path, capsys: Captured) -> None:
    outside = tmp_path / "outside.yaml"
    bad = structs.replace(texts(1)[0], topics=("nowhere",))
    outside.write_text(dump_bank(BankFile(bank="facts", title="Facts", items=(bad,))), "utf-8")
    assert _findings(capsys, str(outside), "--changed", "HEAD") == (1, [("no-topic", "item-1")])
