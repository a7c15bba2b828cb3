"""The command with a model that only looks like one of the library `llm`: none of this needs that library."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from quiz.banks import open_library
from quiz.cli import main
from quiz.commands import generating_model
from quiz.generate import model_talk
from quiz.generate.files import drafts_folder, read_sheet
from quiz.generate.gates import examine
from quiz.generate.model_talk import FAILED, LENGTHY, SLOW, NoAnswer, Talk, where_of
from quiz.generate.model_values import LONG_REPLY, Request, schema_of
from quiz.generate.opening import ground_for
from tests.support.drafting import PORT, TODAY
from tests.support.library import numbered, write_library
from tests.support.models import CANAL, Plain, items

REQUEST = Request("generate", "rules", "data", schema_of("generate"))
HERE = "127.0.0.1:9"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_library(tmp_path / "library", numbered(3))
    monkeypatch.setenv("QUIZ_LIBRARY", str(root))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "port.txt").write_text(PORT, "utf-8")
    return root


def _run(monkeypatch: pytest.MonkeyPatch, model: Any, *words: str) -> int:
    monkeypatch.setattr(generating_model, "find_model", lambda name: model)
    return main(["generate", "--backend", "rules", "port.txt", "--model", "plain", *words])


def test_nothing_is_sent_without_a_yes(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = Plain()
    assert _run(monkeypatch, model, "--role", "generate,critic") == 2
    told = capsys.readouterr().err
    assert "nothing is sent without a yes that names where to; add --yes-send-to 127.0.0.1:9" in told
    assert "generate by plain: at most 2 calls, " in told
    assert "to the host 127.0.0.1:9 on this machine: at most " in told
    assert model.heard == []
    assert not drafts_folder(home).exists()


def test_a_yes_for_another_place_is_none(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = Plain()
    assert _run(monkeypatch, model, "--role", "generate", "--yes-send-to", "localhost") == 2
    assert "the yes is for localhost, but text would go to 127.0.0.1:9" in capsys.readouterr().err
    assert model.heard == []
    assert not drafts_folder(home).exists()


def test_with_a_yes_drafts_are_made_and_nothing_else_is_written(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and "data" not in p.parts}
    model = Plain(lambda prompt: items(CANAL))
    assert _run(monkeypatch, model, "--role", "generate", "--yes-send-to", HERE) == 0
    told = capsys.readouterr()
    assert "model plain: 1 call, " in told.err
    assert "; 1 draft" in told.err
    assert "model 1" in told.out
    sheet = read_sheet(home, "port")
    assert sheet is not None
    (draft,) = [d for d in sheet.drafts if d.origin.model]
    assert (draft.origin.model, len(draft.origin.prompt)) == ("plain", 16)
    where = ground_for(open_library(home), sheet, home, TODAY)
    assert [g for g in examine(draft, where) if not g.passed] == []
    after = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and "data" not in p.parts}
    assert {p for p in after if p not in before} == {
        drafts_folder(home) / f"port{e}" for e in (".yaml", ".json", ".md")
    }
    assert {p: after[p] for p in before} == before
    assert "tools" not in model.heard[0]
    assert model.heard[0]["options"] == {"temperature": 0}


def test_a_second_run_does_not_ask_again_for_what_is_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = Plain(lambda prompt: items(CANAL))
    _run(monkeypatch, model, "--role", "generate", "--yes-send-to", HERE)
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}
    main(["generate", "--backend", "rules", "port.txt"])
    assert {p: p.read_bytes() for p in home.rglob("*") if p.is_file()} == before


def test_an_interrupt_keeps_what_is_there(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    held = Event()

    def answer(prompt: str) -> str:
        if "ask: " in prompt:
            return items(CANAL)
        os.kill(os.getpid(), signal.SIGINT)
        held.wait(20)
        return items()

    code = _run(monkeypatch, Plain(answer), "--role", "generate,rewrite", "--yes-send-to", HERE)
    held.set()
    assert code == 130
    assert "cancelled; what is there is kept" in capsys.readouterr().err
    sheet = read_sheet(home, "port")
    assert sheet is not None
    assert sum(bool(d.origin.model) for d in sheet.drafts) == 1
    assert len(sheet.drafts) > 5


def test_what_a_model_says_of_its_trouble_cannot_draw_on_the_terminal(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(prompt: str) -> str:
        raise RuntimeError("out of credit \x1b[2J\nApproved!")

    assert _run(monkeypatch, Plain(fail), "--role", "generate", "--yes-send-to", HERE) == 0
    told = capsys.readouterr().err
    assert "\x1b" not in told
    assert "refused or failed" in told
    assert "out of credit" in told
    assert read_sheet(home, "port") is not None


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--model", "m"], "nothing says what the model is for"),
        (["--role", "generate"], "no model is named"),
        (["--model", "m", "--role", "judge"], "there is no role 'judge'"),
        (["--model", "m", "--role", "critic", "--calls", "0"], "not a number of calls from 1"),
    ],
)
def test_what_is_asked_wrongly_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], what: str
) -> None:
    assert main(["generate", "--backend", "rules", "port.txt", *words]) == 2
    assert what in capsys.readouterr().err
    assert not drafts_folder(home).exists()


def test_a_missing_extra_is_one_clear_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(model_talk, "find_spec", lambda name: None if name == "llm" else real(name))
    assert main(["generate", "--backend", "rules", "port.txt", "--model", "m", "--role", "generate"]) == 2
    assert capsys.readouterr().err == (
        "quiz: --model: the extra [llm] is not installed; pip install 'quiz[llm]', and the plug-in of your provider\n"
    )


def test_a_model_that_is_slow_is_not_waited_for() -> None:
    held = Event()
    talk = Talk(Plain(held=held), seconds=0.05)
    with pytest.raises(NoAnswer) as caught:
        talk.ask(REQUEST)
    assert caught.value.why == SLOW
    with pytest.raises(NoAnswer, match=SLOW):
        talk.ask(REQUEST)
    held.set()
    assert Talk(Plain()).ask(REQUEST) == items()


def test_an_endless_answer_is_cut_off() -> None:
    class Endless(Plain):
        def prompt(self, prompt: str, **more: Any) -> Any:
            while True:
                yield "x" * 1000

    with pytest.raises(NoAnswer) as caught:
        Talk(Endless()).ask(REQUEST)
    assert caught.value.why == LENGTHY
    assert LONG_REPLY < 10**6


def test_a_model_that_takes_no_schema_is_told_it_in_words() -> None:
    class Refuses(Plain):
        supports_schema = True

        def prompt(self, prompt: str, **more: Any) -> Any:
            if "schema" in more:
                raise ValueError("response_format is not known")
            return super().prompt(prompt, **more)

    model = Refuses()
    talk = Talk(model)
    with pytest.raises(NoAnswer) as caught:
        talk.ask(REQUEST)
    assert (caught.value.why, caught.value.again) == (FAILED, True)
    assert talk.ask(REQUEST) == items()
    assert json.dumps(REQUEST.schema) in model.heard[0]["system"]
    assert model.heard[0]["options"] == {}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://localhost:8080/v1", "localhost:8080"),
        ("https://user:secret@models.example/v1", "models.example"),
        ("http://[::1]:1234", "[::1]:1234"),
        ("models.example:99", "models.example:99"),
        ("", "plugin:tests"),
        ("http://[bad", "plugin:tests"),
    ],
)
def test_where_text_goes_is_told_by_the_host(address: str, name: str) -> None:
    model = Plain()
    model.api_base = address
    where = where_of(model)
    assert where.name == name
    assert "secret" not in where.told
