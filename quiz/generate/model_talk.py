"""The one place that knows the library `llm`: finds a model, tells where it sends text, asks it with a time limit."""

from __future__ import annotations

import json
import os
from importlib.util import find_spec
from threading import Event, Thread
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit

from quiz.errors import QuizError
from quiz.generate.model_values import LONG_REPLY, Request
from quiz.text import one_line

SECONDS = 120.0
"""How long one answer may take."""
SLOW, FAILED, LENGTHY = "no answer in time", "refused or failed", "too long an answer"
MISSING = "the extra [llm] is not installed"
HERE = "this-process"
_INSIDE = frozenset(("llm_gguf", "llm_gpt4all", "llm_mlx"))
"""Plug-ins that load weights into this process."""
_ADDRESSES = ("api_base", "base_url", "api_url", "server_url", "endpoint", "host", "url")
_REJECTED = (400, 404, 422)
"""Codes with which a server says that it does not understand a request."""
_OPENAI = "llm.default_plugins.openai_models"


class NoAnswer(Exception):
    """A call that gave nothing.

    `why` is the reason by which it is counted, `what` what was said, `again` whether to ask once more may help.
    """

    def __init__(self, why: str, what: str = "", again: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.what = one_line(what, 200)
        self.again = again


class Where(NamedTuple):
    """Where a model sends text: the `name` by which a yes names it, and how it is `told`."""

    name: str
    told: str


class Speaker(Protocol):
    """Whoever answers: a model, or one that is made for a test."""

    @property
    def id(self) -> str:
        """The name of the model."""

    def ask(self, request: Request, complaint: str = "") -> str:
        """Return the answer to a request; `complaint` says what was wrong with the last one. Raises NoAnswer."""


def where_of(model: Any) -> Where:
    """Return where a model sends what it is asked, as far as it can be seen."""
    module = type(model).__module__
    given = next((v for name in _ADDRESSES if isinstance(v := getattr(model, name, None), str) and v.strip()), "")
    if not given and module == _OPENAI:
        given = os.environ.get("OPENAI_BASE_URL", "") or "https://api.openai.com"
    host = _host(given)
    if host:
        near = " on this machine" if host.rsplit(":", 1)[0] in ("localhost", "127.0.0.1", "[::1]") else ""
        return Where(host, f"the host {host}{near}")
    package = module.split(".", maxsplit=1)[0]
    if package in _INSIDE:
        return Where(HERE, "a model in this process")
    name = f"plugin:{one_line(package, 60)}"
    return Where(name, f"{name}, which shows no address: the plug-in alone knows where it sends text")


def _host(address: str) -> str:
    """Return host and port of an address; empty when it has none."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        port = f":{parts.port}" if parts.port else ""
        host = parts.hostname or ""
    except ValueError:
        return ""
    return one_line(f"[{host}]{port}" if ":" in host else f"{host}{port}", 200) if host else ""


def find_model(name: str) -> Any:
    """Return a model of the library `llm` by its name or alias.

    Raises QuizError when the library is not installed, does not know the model, or cannot be set up.
    """
    if find_spec("llm") is None:
        raise QuizError(MISSING, "--model", "pip install 'quiz[llm]', and the plug-in of your provider")
    import llm

    try:
        return llm.get_model(name)
    except llm.UnknownModelError:
        hint = "`llm models` lists those that are installed; a plug-in brings more"
        raise QuizError(f"there is no model '{one_line(name, 60)}'", "--model", hint) from None
    except Exception as error:
        raise QuizError(f"the library llm cannot be used ({one_line(str(error), 200)})", "--model") from None


class Talk:
    """A model of the library `llm`.

    Parameters: `model` as `find_model` returns it, `seconds` how long one answer may take. It is given no tools, asked
    at temperature 0 where it takes one, and with a schema where it takes one.
    """

    def __init__(self, model: Any, seconds: float = SECONDS) -> None:
        self._model = model
        self._seconds = seconds
        self._schema = bool(getattr(model, "supports_schema", False))
        self._options = _calm(model)
        self._running: Thread | None = None
        self.where = where_of(model)

    @property
    def id(self) -> str:
        """The name of the model, as its plug-in gives it."""
        return one_line(str(self._model.model_id), 100)

    def ask(self, request: Request, complaint: str = "") -> str:
        """Return the whole answer to a request.

        Raises NoAnswer when it does not come in time, is too long, or the model fails. A model that takes no schema or
        no temperature after all is asked without from then on.
        """
        if self._running is not None and self._running.is_alive():
            # A model in this process may not be asked twice at once; one elsewhere ends by itself.
            self._running.join(self._seconds)
            if self._running.is_alive():
                raise NoAnswer(SLOW, "the model is still at the question before")
        return self._in_time(request, f"{request.prompt}\n\n{complaint}" if complaint else request.prompt)

    def _in_time(self, request: Request, prompt: str) -> str:
        heard: list[str] = []
        failed: list[BaseException] = []
        done, stop = Event(), Event()

        def listen() -> None:
            try:
                size = 0
                for part in self._answer(request, prompt):
                    heard.append(part)
                    size += len(part)
                    if stop.is_set() or size > LONG_REPLY:
                        break
            except BaseException as error:
                failed.append(error)
            finally:
                done.set()

        self._running = Thread(target=listen, name="quiz-model", daemon=True)
        self._running.start()
        try:
            in_time = done.wait(self._seconds)
        finally:
            stop.set()
        if not in_time:
            raise NoAnswer(SLOW, f"more than {self._seconds:g} seconds")
        if failed:
            raise self._failure(failed[0])
        reply = "".join(heard)
        if len(reply) > LONG_REPLY:
            raise NoAnswer(LENGTHY)
        return reply

    def _failure(self, error: BaseException) -> NoAnswer:
        refused = isinstance(error, (NotImplementedError, TypeError, ValueError))
        again = bool(self._schema or self._options) and (refused or getattr(error, "status_code", 0) in _REJECTED)
        if again:
            self._schema, self._options = False, {}
        return NoAnswer(FAILED, f"{type(error).__name__}: {error}", again)

    def _answer(self, request: Request, prompt: str) -> Any:
        system = request.system
        more: dict[str, Any] = {"schema": request.schema} if self._schema else {}
        if not self._schema:
            system = f"{system} Its JSON Schema: {json.dumps(request.schema)}"
        return self._model.prompt(prompt, system=system, options=dict(self._options), **more)


def _calm(model: Any) -> dict[str, Any]:
    """Return the options for an answer that is as far as possible the same each time."""
    try:
        model.Options(temperature=0)
    except Exception:
        return {}
    return {"temperature": 0}
