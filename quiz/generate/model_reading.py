"""From what a language model wrote to values that are safe to work with; the rest is left out, with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from quiz.generate.model_values import ANSWERS, LONG_ANSWER, LONG_REPLY, LONG_TEXT, Role
from quiz.text import safe

NO_JSON = "no JSON of the form that was asked for"
UNFIT = "not of the form that was asked for"
TOO_LONG = "too long"
CONTROL = "characters that a terminal obeys"
_TRIES = 200
"""Places at which JSON is looked for in an answer that holds more than it."""


def entries(reply: str) -> list[Any] | None:
    """Return the list `items` of an answer, also of one with words around the JSON; None when there is none."""
    if len(reply) > LONG_REPLY:
        return None
    for value in _values(reply):
        found = value.get("items") if isinstance(value, dict) else value
        if isinstance(found, list) and all(isinstance(one, dict) for one in found):
            return found
    return None


def _values(reply: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    at = tries = 0
    while tries < _TRIES:
        starts = [p for p in (reply.find("{", at), reply.find("[", at)) if p >= 0]
        if not starts:
            return
        at = min(starts)
        try:
            value, end = decoder.raw_decode(reply, at)
        except (ValueError, RecursionError):
            tries += 1
            at += 1
            continue
        yield value
        tries += 1
        at = end


def entry(role: Role, raw: Any) -> tuple[Any, str]:
    """Return one answer as a value of its role, with its texts on one line each; else None and why it is left out."""
    try:
        value = msgspec.convert(raw, ANSWERS[role])
    except (msgspec.ValidationError, RecursionError):
        return None, UNFIT
    folded = _folded(value)
    wrong = next(filter(None, map(_wrong, _texts(folded))), "")
    if not wrong and any(len(t) > LONG_ANSWER for t in _short(folded)):
        wrong = TOO_LONG
    return (None, wrong) if wrong else (folded, "")


def _folded(value: Any) -> Any:
    """Return a value with every run of spaces and newlines as one space; other white space is left for `_wrong`."""
    if isinstance(value, str):
        return " ".join(part for part in value.replace("\n", " ").replace("\t", " ").split(" ") if part)
    if isinstance(value, list):
        return [_folded(one) for one in value]
    if isinstance(value, Struct):
        return type(value)(**{name: _folded(getattr(value, name)) for name in value.__struct_fields__})
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))


def _wrong(text: str) -> str:
    if len(text) > LONG_TEXT:
        return TOO_LONG
    return CONTROL if safe(text) != text else ""


def _short(value: Any) -> Iterator[str]:
    yield getattr(value, "answer", "")
    yield getattr(value, "speaker", "")
    for offer in getattr(value, "distractors", ()):
        yield offer.text
