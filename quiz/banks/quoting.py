"""How a text is written in YAML so that the reader reads exactly that text back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from quiz.reading import Mapping, Scalar, read_yaml

WIDTH = 120
_TOKEN = re.compile(r"[A-Za-z][\w./-]*|-?[0-9]+(\.[0-9]+)?|[0-9]{4}-[0-9]{2}(-[0-9]{2})?", re.ASCII)
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""What other readers of YAML take for something else than a text."""
_NAME = re.compile(r"[^\W\d_][\w'’-]*( [\w'’-]+){0,5}")
"""Some words that stand in brackets without quotation marks."""
_NAMED = ("by", "unit")
"""Fields that may hold some words inside braces."""
_PLAIN = re.compile(r"[^\W\d_](?:[^:#\n]|:(?=[^\s])|(?<=[^\s])#)*", re.UNICODE)


def is_token(text: str) -> bool:
    """Tell whether a text is one word, number or date that stands without quotation marks anywhere."""
    return _TOKEN.fullmatch(text) is not None and text.casefold() not in _WORDS


def written(text: str, column: int, room: int, *, prose: bool = True, one_line: bool = False) -> list[str]:
    """Return the lines that write `text` as the value of a field.

    `column` is where the lines after the first are to begin, `room` how many characters the first one has; `prose`
    keeps other readers from taking the text for a number or a truth value; `one_line` leaves a comment its place.
    """
    for lines in _forms(text, column, room, prose, one_line):
        if _reads_back(lines, text):
            return lines
    raise AssertionError(f"no form reads back: {text!r}")


def _forms(text: str, column: int, room: int, prose: bool, one_line: bool) -> Iterator[list[str]]:
    """Yield ways to write a text, the most readable first."""
    fits = len(text) <= room and "\n" not in text
    plain = is_token(text) or (_PLAIN.fullmatch(text) and text.casefold() not in _WORDS)
    if not prose or (plain and fits and not one_line):
        yield [text]
    simple = '"' not in text and "\\" not in text
    if fits and simple and not (plain or " " in text):
        yield [f'"{text}"']
    if not one_line:
        if re.fullmatch(r"[^ \n]+( [^ \n]+)*", text):
            yield [">-", *_folded(text, WIDTH - column)]
        elif "\n" in text:
            yield ["|-", *text.split("\n")]
    yield [msgspec.json.encode(text).decode()]


def _folded(text: str, width: int) -> Iterator[str]:
    """Yield a text as lines of at most `width` characters where words allow it; only single blanks become breaks."""
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _reads_back(lines: list[str], text: str) -> bool:
    body = "\n".join([lines[0], *(f"  {line}" if line else "" for line in lines[1:])])
    root, faults = read_yaml(f"k: {body}\n")
    node = root.entries.get("k") if isinstance(root, Mapping) else None
    return isinstance(node, Scalar) and node.value == text and not node.comment and not faults


def block(value: Any, column: int) -> list[str]:
    """Return the lines of a list or mapping, each beginning at `column`; braces only round ids, numbers and names."""
    lines: list[str] = []
    entries = value.items() if isinstance(value, dict) else ((None, entry) for entry in value)
    for key, entry in entries:
        head = "- " if key is None else f"{_key(key)}: "
        lines += _entry(head, entry, column)
    return lines


def _key(key: Any) -> str:
    text = str(key)
    return text if is_token(text) else msgspec.json.encode(text).decode()


def _entry(head: str, value: Any, column: int) -> list[str]:
    """Return the lines of one entry of a list or mapping."""
    if isinstance(value, str):
        first, *rest = written(value, column + 2, WIDTH - column - len(head), prose=not is_token(value))
        return [head + first, *(f"  {line}" if line else "" for line in rest)]
    if isinstance(value, bool | int | float):
        return [head + msgspec.json.encode(value).decode()]
    flow = _flow(value)
    if flow and len(flow) + len(head) + column <= WIDTH:
        return [head + flow]
    inner = block(value, column + 2)
    if head == "- ":
        return [head + inner[0], *(f"  {line}" if line else "" for line in inner[1:])]
    return [head.rstrip(), *(f"  {line}" if line else "" for line in inner)]


def _flow(value: Any) -> str:
    """Return a value in one line with brackets and braces; empty where it holds more than ids, numbers and names."""
    if isinstance(value, bool | int | float):
        return msgspec.json.encode(value).decode()
    if isinstance(value, str):
        return value if is_token(value) else ""
    if isinstance(value, dict):
        named = {k: isinstance(v, str) and k in _NAMED and _is_name(v) for k, v in value.items()}
        found = [(_key(k), v if named[k] else "" if isinstance(v, dict) else _flow(v)) for k, v in value.items()]
        return "{" + ", ".join(f"{k}: {v}" for k, v in found) + "}" if all(v for _, v in found) else ""
    entries = [v if isinstance(v, str) and _is_name(v) else _flow(v) for v in value]
    return "[" + ", ".join(entries) + "]" if all(entries) else ""


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and text.casefold() not in _WORDS
