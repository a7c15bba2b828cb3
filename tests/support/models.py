"""Language models that are none: they answer what a test gives them, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from threading import Event
from typing import Any

from quiz.generate.model_talk import NoAnswer
from quiz.generate.model_values import Request, Role
from tests.support.drafting import PORT, RULES

TEXTS = {"port": PORT, "rules": RULES}
CANAL = {
    "sentence_ids": [9],
    "quote": "The Baltic Canal links Lindhaven Harbour",
    "answer": "Baltic Canal",
    "stem": "Which canal links Lindhaven Harbour with a sea?",
    "distractors": [
        {"text": t, "why_wrong": f"{t} is elsewhere."} for t in ("Kiel Canal", "Gota Canal", "Albert Canal")
    ],
}
"""A good question to a sentence of the harbour for which rules have none."""


def items(*found: Any) -> str:
    return json.dumps({"items": list(found)})


class Scripted:
    """Answers one after the other, the last one for ever; an exception is raised instead."""

    def __init__(self, *replies: str | BaseException, name: str = "scripted") -> None:
        self.id = name
        self.asked: list[tuple[Request, str]] = []
        self._replies = list(replies) or [items()]

    def ask(self, request: Request, complaint: str = "") -> str:
        self.asked.append((request, complaint))
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        if isinstance(reply, BaseException):
            raise reply
        return reply


class Critic:
    """Answers every question by a rule: `choose` is given the question as it was sent."""

    def __init__(self, choose: Callable[[dict[str, Any]], int], name: str = "critic") -> None:
        self.id = name
        self._choose = choose

    def ask(self, request: Request, complaint: str = "") -> str:
        del complaint
        return items(*({"n": q["n"], "choice": self._choose(q)} for q in questions(request)))


def questions(request: Request) -> list[dict[str, Any]]:
    """The lines of data of a request, read as the model would."""
    data = request.prompt.split("BEGIN DATA\n")[1].split("\nEND DATA")[0]
    return [json.loads(line) for line in data.split("\n")]


class Plain:
    """Looks to the program like a model of the library `llm`, without that library.

    `answer` makes the answer to a prompt; what it raises, the model raises. `held` is awaited before anything is said.
    """

    model_id = "plain"
    supports_schema = False

    def __init__(self, answer: Callable[[str], str] = lambda prompt: items(), held: Event | None = None) -> None:
        self.api_base = "http://127.0.0.1:9/v1"
        self.heard: list[dict[str, Any]] = []
        self._answer = answer
        self._held = held

    class Options:
        def __init__(self, **given: Any) -> None:
            self.given = given

    def prompt(self, prompt: str, **more: Any) -> Iterator[str]:
        self.heard.append({"prompt": prompt, **more})
        yield ""
        if self._held is not None:
            self._held.wait(20)
        yield self._answer(prompt)


def no_answer(why: str = "refused or failed", again: bool = False) -> NoAnswer:
    return NoAnswer(why, "the model said no", again)


ALL: Sequence[Role] = ("generate", "rewrite", "distractors", "critic")
