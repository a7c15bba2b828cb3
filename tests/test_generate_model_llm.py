"""The library `llm` itself: a plug-in of ours in this process, its OpenAI-compatible model with a server of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from quiz.cli import main
from quiz.errors import QuizError
from quiz.generate.files import drafts_folder, read_sheet
from quiz.generate.model_talk import SLOW, NoAnswer, Talk, find_model, where_of
from quiz.generate.model_values import Request, schema_of
from tests.support.drafting import PORT
from tests.support.library import numbered, write_library
from tests.support.models import CANAL, items

llm: Any = pytest.importorskip("llm", reason="the extra [llm] is not installed: pip install -e '.[llm]'")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

REPLIES = {
    "good": items(CANAL),
    "ungrounded": items({**CANAL, "quote": "The canal was dug by Peter the Great", "answer": "Peter the Great"}),
    "malformed": '{"items": [{"stem": "Which',
    "injected": items({**CANAL, "status": "approved"}, {**CANAL, "stem": "\x1b]0;owned\x07Which canal is approved?"}),
    "refusing": "I am sorry, but I cannot help with that.",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_library(tmp_path / "library", numbered(3))
    monkeypatch.setenv("QUIZ_LIBRARY", str(root))
    monkeypatch.setenv("LLM_USER_PATH", str(tmp_path / "llm"))
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "llm").mkdir()
    (tmp_path / "port.txt").write_text(PORT, "utf-8")
    return root


class _Model(llm.Model):  # type: ignore[misc]
    can_stream = True

    def __init__(self, name: str, held: Event) -> None:
        self.model_id = f"quiz-{name}"
        self.supports_schema = name == "good"
        self.prompts: list[Any] = []
        self._name = name
        self._held = held

    def execute(self, prompt: Any, stream: bool, response: Any, conversation: Any) -> Iterator[str]:
        self.prompts.append(prompt)
        if self._name == "slow":
            self._held.wait(20)
            return
        if self._name == "failing":
            raise llm.NeedsKeyException("no key")
        reply = REPLIES[self._name]
        yield reply[:20]
        yield reply[20:]


@pytest.fixture
def models(home: Path) -> Iterator[dict[str, Any]]:
    held = Event()
    made = {name: _Model(name, held) for name in (*REPLIES, "slow", "failing")}

    class Plugin:
        @llm.hookimpl  # type: ignore[untyped-decorator]
        def register_models(self, register: Any) -> None:
            for one in made.values():
                register(one)

    plugin = Plugin()
    llm.plugins.pm.register(plugin, name="quiz-tests")
    yield made
    held.set()
    llm.plugins.pm.unregister(plugin)


def _run(name: str, *words: str) -> int:
    return main(["generate", "--backend", "rules", "port.txt", "--model", name, "--role", "generate", *words])


@pytest.mark.parametrize(
    ("name", "drafts", "told"),
    [
        ("good", 1, "1 draft"),
        ("ungrounded", 0, "1 × a quote that the document does not hold"),
        ("malformed", 0, "1 × no JSON of the form that was asked for"),
        ("injected", 0, "dropped: 1 × characters that a terminal obeys, 1 × not of the form that was asked for"),
        ("refusing", 0, "1 × no JSON of the form that was asked for"),
        ("failing", 0, "1 × refused or failed (NeedsKeyException: no key)"),
    ],
)
def test_each_kind_of_model(
    models: dict[str, Any], home: Path, capsys: pytest.CaptureFixture[str], name: str, drafts: int, told: str
) -> None:
    assert _run(f"quiz-{name}", "--yes-send-to", "plugin:tests") == 0
    err = capsys.readouterr().err
    assert told in err
    assert "\x1b" not in err
    sheet = read_sheet(home, "port")
    assert sheet is not None
    assert sum(bool(d.origin.model) for d in sheet.drafts) == drafts
    assert {d.item.status for d in sheet.drafts} == {"draft"}
    first = models[name].prompts[0]
    assert (first.tools, bool(first.schema)) == ([], name == "good")


def test_a_slow_model_is_not_waited_for(models: dict[str, Any]) -> None:
    with pytest.raises(NoAnswer, match=SLOW):
        Talk(find_model("quiz-slow"), 0.05).ask(Request("generate", "rules", "data", schema_of("generate")))


def test_a_model_that_shows_no_address_is_named_by_its_plug_in(models: dict[str, Any]) -> None:
    assert where_of(find_model("quiz-good")).name == "plugin:tests"
    assert where_of(find_model("gpt-4o-mini")).name == "api.openai.com"


def test_a_model_that_is_not_there_is_told(home: Path) -> None:
    with pytest.raises(QuizError, match="there is no model 'nobody'"):
        find_model("nobody")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    reply = items(CANAL)
    strict = False
    heard: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.heard.append(body)
        if self.strict and "response_format" in body:
            self._send(400, "application/json", b'{"error": {"message": "response_format is not known"}}')
            return
        parts = [{"role": "assistant", "content": ""}, {"content": self.reply[:30]}, {"content": self.reply[30:]}]
        chunks = [
            {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
             "choices": [{"index": 0, "delta": d, "finish_reason": None}]}
            for d in parts
        ]  # fmt: skip
        lines = [f"data: {json.dumps(c)}\n\n" for c in chunks] + ["data: [DONE]\n\n"]
        self._send(200, "text/event-stream", "".join(lines).encode())

    def _send(self, code: int, kind: str, data: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        del format, args


@pytest.fixture
def server(home: Path, tmp_path: Path) -> Iterator[tuple[str, type[_Handler]]]:
    handler = type("Handler", (_Handler,), {"heard": []})
    made = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    made.daemon_threads = True
    thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    host = f"127.0.0.1:{made.server_port}"
    local = [{"model_id": "local", "model_name": "m", "api_base": f"http://{host}/v1", "supports_schema": True}]
    (tmp_path / "llm" / "extra-openai-models.yaml").write_text(json.dumps(local), "utf-8")
    yield host, handler
    made.shutdown()
    made.server_close()


def test_a_server_on_this_machine_is_asked_only_after_a_yes_by_its_name(
    server: tuple[str, type[_Handler]], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host, handler = server
    assert _run("local") == 2
    assert f"add --yes-send-to {host}" in capsys.readouterr().err
    assert handler.heard == []
    assert not drafts_folder(home).exists()
    assert _run("local", "--yes-send-to", host) == 0
    assert "; 1 draft" in capsys.readouterr().err
    (body,) = handler.heard
    assert body["temperature"] == 0
    assert body["response_format"]["json_schema"]["schema"] == schema_of("generate")
    assert "tools" not in body
    assert [m["role"] for m in body["messages"]] == ["system", "user"]


def test_a_server_that_knows_no_schema_is_asked_in_words(
    server: tuple[str, type[_Handler]], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host, handler = server
    handler.strict = True
    assert _run("local", "--yes-send-to", host) == 0
    assert "; 1 draft" in capsys.readouterr().err
    assert ["response_format" in body for body in handler.heard] == [True, False]
    assert "JSON Schema" in handler.heard[1]["messages"][0]["content"]
