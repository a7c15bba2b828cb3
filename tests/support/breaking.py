"""Sound files broken in the ways in which hands and programs break them."""

from __future__ import annotations

import re
from random import Random

HOSTILE = (
    "\t", "\x00", "\x1b[31m", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffd", "\ud800", "\x7f", "e" + "\u0301" * 20,
    "{", "}", "[", "]", "'", '"', "`", "@", "%", "&a ", "*a ", "!tag ", "| ", "> ", "# ", " #", ": ", "- ", "? ", "---",
    "...", "\\", "\r", "\n", "<<: ",
)  # fmt: skip
"""Signs that mean something to YAML or to a terminal, or that nobody sees."""
VALUES = (
    "", "~", "null", "true", "yes", "1", "-1", "0x10", "1e9", "1,5", "2026-02-30", "XXXX-13-01", "9999999999", "[]",
    "{}", "[[a]]", "{a: b}", "'", '"', ">-", "|", "x", "one two", "a/b", "/", "№", "choice", "retired", "approved",
    "[a, a]",
)  # fmt: skip
"""What may stand where another value belongs."""
_FIELD = re.compile(r"^(\s*(?:- )?[\w-]+:)(\s.*)?$")


def _at(chance: Random, lines: list[str]) -> int:
    return chance.randint(0, max(0, len(lines) - 1))


def _lines(chance: Random, lines: list[str]) -> list[str]:
    """Delete, repeat, exchange or cut lines."""
    at, other = _at(chance, lines), _at(chance, lines)
    kind = chance.choice(("delete", "repeat", "exchange", "move", "cut", "blank", "join"))
    made = list(lines)
    if kind == "delete":
        del made[at : at + chance.randint(1, 8)]
    elif kind == "repeat":
        made[other:other] = lines[at : at + chance.randint(1, 20)]
    elif kind == "exchange" and made:
        made[at], made[other] = made[other], made[at]
    elif kind == "move" and made:
        made.insert(other, made.pop(at))
    elif kind == "cut":
        del made[at:]
    elif kind == "blank":
        made.insert(at, "")
    elif made:
        made[at : at + 2] = [" ".join(made[at : at + 2])]
    return made


def _indents(chance: Random, lines: list[str]) -> list[str]:
    """Move some lines to the left or to the right, or indent them with tabs."""
    at, count, by = _at(chance, lines), chance.randint(1, 4), chance.choice((-4, -2, -1, 1, 2, 4, 9))
    made = list(lines)
    for i in range(at, min(at + count, len(made))):
        bare = made[i].lstrip(" ")
        depth = max(0, len(made[i]) - len(bare) + by)
        made[i] = ("\t" if by == 9 else " " * depth) + bare
    return made


def _signs(chance: Random, lines: list[str]) -> list[str]:
    """Put a hostile sign into a line, or take signs out of it."""
    if not lines:
        return lines
    at = _at(chance, lines)
    line = lines[at]
    column = chance.randint(0, len(line))
    gone = chance.randint(0, 3)
    return [*lines[:at], line[:column] + chance.choice(HOSTILE) + line[column + gone :], *lines[at + 1 :]]


def _fields(chance: Random, lines: list[str]) -> list[str]:
    """Give a field another value, another name or the value of another field."""
    places = [i for i, line in enumerate(lines) if _FIELD.match(line)]
    if not places:
        return lines
    at, other = chance.choice(places), chance.choice(places)
    head, value = (found[1], found[2]) if (found := _FIELD.match(lines[at])) else ("", "")
    kind = chance.choice(("value", "name", "swap", "number", "drop"))
    made = list(lines)
    if kind == "value":
        made[at] = f"{head} {chance.choice(VALUES)}"
    elif kind == "name":
        made[at] = f"{head[:-2]}{chance.choice('abcxyz')}:{value or ''}"
    elif kind == "swap":
        theirs = found[2] if (found := _FIELD.match(lines[other])) else ""
        made[at] = f"{head}{theirs or ''}"
    elif kind == "number":
        made[at] = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), lines[at])
    else:
        del made[at]
    return made


def _words(chance: Random, lines: list[str]) -> list[str]:
    """Change a word somewhere: a quote, an id, a key."""
    places = [i for i, line in enumerate(lines) if line.strip()]
    if not places:
        return lines
    at = chance.choice(places)
    words = lines[at].split(" ")
    position = chance.randint(0, len(words) - 1)
    word = words[position]
    words[position] = chance.choice(("", "x", word * 2, word[:-1], word.upper()))
    return [*lines[:at], " ".join(words), *lines[at + 1 :]]


def broken(text: str, seed: int) -> bytes:
    """Return a text broken in one to three places, as bytes that may no longer be UTF-8; one seed, one breakage."""
    chance = Random(seed)
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        way = chance.choice((_lines, _indents, _signs, _fields, _words))
        lines = way(chance, lines)
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    ends = chance.choice(("as it is",) * 12 + ("truncated", "latin-1", "utf-16", "crlf", "bom", "byte"))
    if ends == "truncated":
        return data[: chance.randint(0, len(data))]
    if ends == "latin-1":
        return data.decode("utf-8", "replace").encode("latin-1", "replace")
    if ends == "utf-16":
        return data.decode("utf-8", "replace").encode("utf-16")
    if ends == "crlf":
        return data.replace(b"\n", b"\r\n")
    if ends == "bom":
        return b"\xef\xbb\xbf" + data
    if ends == "byte":
        at = chance.randint(0, len(data))
        return data[:at] + bytes([chance.randint(0, 255)]) + data[at:]
    return data
