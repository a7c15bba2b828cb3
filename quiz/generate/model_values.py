"""What a language model may answer, as values: it is told their JSON Schema, and what it says is held to them."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import Struct

Role = Literal["generate", "rewrite", "distractors", "critic"]
ROLES: tuple[Role, ...] = ("generate", "rewrite", "distractors", "critic")
"""What a model may do, in the order in which it does it; none of it happens unless it is asked for."""

LONG_TEXT = 600
"""Characters of any text in an answer, at most: nothing that a draft can use is longer."""
LONG_ANSWER = 120
"""Characters of a key or of a distractor, at most."""
LONG_REPLY = 60_000
"""Characters of a whole answer, at most: reading ends there."""


class Offer(Struct, frozen=True):
    """Something wrong that could stand beside the key."""

    text: str
    why_wrong: str = ""


class Question(Struct, frozen=True):
    """A question to one sentence: `quote` holds the `answer` and stands in the sentence word by word."""

    sentence_ids: list[int]
    quote: str
    answer: str
    stem: str
    distractors: list[Offer]
    status: Literal["reported", "attributed", "opinion", "forecast"] = "reported"
    speaker: str = ""


class Wording(Struct, frozen=True):
    """Another stem for the question with number `n`."""

    n: int
    stem: str


class Offers(Struct, frozen=True):
    """What could be offered with the question that has number `n`."""

    n: int
    distractors: list[Offer]


class Verdict(Struct, frozen=True):
    """Which option of question `n` is right, from 1, 0 for none; `several` tells that more than one is."""

    n: int
    choice: int
    several: bool = False


ANSWERS: dict[Role, type[Struct]] = {
    "generate": Question, "rewrite": Wording, "distractors": Offers, "critic": Verdict
}  # fmt: skip


def schema_of(role: Role) -> dict[str, Any]:
    """Return the JSON Schema of what a model is to answer in a role: an object with a list `items`.

    It refers to nothing outside of itself and has no definitions: not every server follows them.
    """
    made = msgspec.json.schema(ANSWERS[role])
    known = made.get("$defs", {})
    item = _inlined({k: v for k, v in made.items() if k != "$defs"}, known)
    return {
        "type": "object",
        "properties": {"items": {"type": "array", "items": item}},
        "required": ["items"],
    }


def _inlined(node: Any, known: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inlined(one, known) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(known[str(node["$ref"]).rpartition("/")[2]], known)
    return {name: _inlined(one, known) for name, one in node.items() if name not in ("title", "description")}


class Request(NamedTuple):
    """One call: what it is for, the rules, the data, and the schema of the answer."""

    role: Role
    system: str
    prompt: str
    schema: dict[str, Any]

    @property
    def characters(self) -> int:
        """How many characters are sent, with the schema written out and room for asking a second time."""
        return len(self.system) + len(self.prompt) + len(json.dumps(self.schema)) + SECOND_TURN

    @property
    def digest(self) -> str:
        """The hash of all that is sent: 16 hexadecimal digits."""
        whole = "\0".join((self.system, self.prompt, json.dumps(self.schema, sort_keys=True)))
        return sha256(whole.encode("utf-8", "replace")).hexdigest()[:16]


SECOND_TURN = 400
"""Characters that may be added to a call: how to answer, and what was wrong with the first answer."""
