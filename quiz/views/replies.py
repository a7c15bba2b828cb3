"""What was typed in a line as the answer to a question: numbers, letters and ids as a response."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from quiz.views.question import Question, Texts
from quiz.views.words import letters


def response_of(question: Question, said: str, typed: Mapping[str, str]) -> Any:
    """Return what was typed as a response: ids instead of numbers and letters; None if it is no answer."""
    if question.type == "cloze":
        filled = {p.id: picked(p.options, typed[p.id]) if p.options else typed[p.id] for p in question.parts}
        return {name: text for name, text in filled.items() if text} or None
    if not said:
        return None
    if question.type == "match":
        return _partners(question, said)
    if question.type == "place":
        return {letters(i): name for i, (name, _) in enumerate(question.options)}.get(said.casefold())
    if not question.options:
        return said
    ids = [picked(question.options, word) for word in said.replace(",", " ").split()]
    if None in ids:
        return said if question.type == "boolean" else None
    if question.several or question.type == "order":
        return ids
    if len(ids) != 1:
        return None
    return ids if question.type == "evidence" else ids[0]


def picked(options: Texts, word: str) -> str | None:
    """Return the option that a number (from 1) or an id stands for."""
    ids = [option for option, _ in options]
    if word.isdecimal() and len(word) <= 3 and 1 <= int(word) <= len(ids):
        return ids[int(word) - 1]
    return word if word in ids else None


_PAIR = re.compile(r"([0-9]{1,3})([a-z]{1,2}|-)")


def _partners(question: Question, said: str) -> dict[str, str] | None:
    """Return the partners of the rows: `b a - c` and `ba-c` go by the order of the rows, `1b 2a` by their numbers."""
    words = said.casefold().replace(",", " ").split()
    if len(words) == 1 and len(words[0]) == len(question.parts) and words[0].replace("-", "").isalpha():
        words = list(words[0])
    pairs = [_PAIR.fullmatch(word) for word in words]
    if all(pairs):
        given = {int(pair[1]) - 1: pair[2] for pair in pairs if pair}
    elif len(words) == len(question.parts):
        given = dict(enumerate(words))
    else:
        return None
    called = {letters(place): option for place, (option, _) in enumerate(question.options)}
    if len(given) != len(words) or any(sign != "-" and sign not in called for sign in given.values()):
        return None
    if any(row not in range(len(question.parts)) for row in given):
        return None
    return {question.parts[row].id: called[sign] for row, sign in given.items() if sign != "-"} or None
