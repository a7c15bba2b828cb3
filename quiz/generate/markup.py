"""Markup: what is left out of a text when its sentences are read, and how two texts are held against each other
without it.
"""

from __future__ import annotations

import re

from quiz.generate.labels import LABELLED

_EDITORS = (
    r"\[(?:(?:citation|clarification|verification) needed|(?:dubious|who|when|which)\??(?: – discuss)?"
    r"|(?:note|nb|n) \d+|[a-z])\]"
)
"""Remarks of editors in a text: `[citation needed]`, `[note 3]`."""
_MARKUP = re.compile(
    # What opens again before it is closed ends there: each place is read once, whatever the text.
    r"<!--(?:(?!<!--).)*?-->|<(?:script|style)\b(?:(?!<(?:script|style)\b).)*?</(?:script|style)>|</?[A-Za-z][^<>\n]{0,500}>"
    r"|(?<!\!)\[(?=[^\]\n]{1,300}\]\([^)\n]{0,500}\))|(?<=[^\s(])\]\([^)\n]{0,500}\)"
    r"|\*\*\*?|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])"
    r"|(?<![\w_])_(?=[^\s_])|(?<=[^\s_])_(?![\w_])|\[(?=[^\]\n]{1,120}\]\[)|(?<=[^\s\[])\]\[[^\]\n]{0,120}\]"
    r"|\{\{\w+\}\}|\{\{\w+\([\"'](?=[^\"'}\n]{1,60}[\"'][^}\n]{0,120}\)\}\})|(?<=\S)[\"'](?:, ?[\"'][^}\n]*)?\)\}\}"
    r"|(?<=\()[;,][ \t](?=\S)"
    rf"|{_EDITORS}|\[\d{{1,3}}\]"
    r"|\[\^[^\]\n]{1,20}\]|\{[#.][^}\n]{1,60}\}",
    re.DOTALL,
)
_DOUBLED = re.compile(
    r"(?<!`)`(?=`[^`\n])|(?<=[^`\s])`(?=`(?!`))|(?<=`)~(?=[A-Za-z.])"
    r"|:[a-z]+(?::[a-z]+)?:(?=`[^`\n]+`)"
)
_PARTED = re.compile(r"(?<=\w)[\u2010\u00ad][ \t\r]*\n[ \t]*(?=\w)")
_SEE = re.compile(r"\s\(see\s+https?://[^\s()]+\)|,\s+see\s+https?://[^\s()]+(?=\))")
_STRESSED = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*\n]{1,60}(?<=[^\s*])\*(?![\w*])")
_TAGS = re.compile(r"<!doctype|<html|<p>|<div|</", re.IGNORECASE)


def mask(text: str, markdown: bool) -> bytearray:
    """Return for each character whether it is markup (1): tags, emphasis, addresses of links, hyphens at an end."""
    marks = bytearray(len(text))
    marked = markdown or _TAGS.search(text, 0, 20_000)
    for pattern in (_PARTED, _SEE, _MARKUP, _DOUBLED) if marked else (_PARTED, _SEE, _DOUBLED, _STRESSED):
        for found in pattern.finditer(text):
            if marked or pattern is not _STRESSED:
                marks[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
            else:
                marks[found.start()] = marks[found.end() - 1] = 1
    for found in LABELLED.finditer(text):
        marks[found.start("off") : found.end("off")] = b"\x01\x01"
    return marks


def cleaned(text: str, masked: bytearray, start: int, end: int) -> tuple[str, list[int]]:
    """Return a part of the text without markup and with white space folded, and the place of each of its characters."""
    kept: list[str] = []
    places: list[int] = []
    blank = True
    for at in range(start, end):
        char = text[at]
        if masked[at]:
            continue
        if char.isspace():
            if not blank:
                kept.append(" ")
                places.append(at)
            blank = True
            continue
        kept.append(char)
        places.append(at)
        blank = False
    if kept and kept[-1] == " ":
        kept.pop()
        places.pop()
    return "".join(kept), places


_MARKED = re.compile(
    rf"(?<=\()[;,][ \t](?=\S)|{_EDITORS}|(?<=[\w>\]`)])::(?=\s)"
    r"|\{\{\w+\}\}|\{\{\w+\([\"']|[\"'](?:, ?[\"'][^}\n]*)?\)\}\}"
    r"|[\u2010\u00ad]\s*\n\s*|:[a-z]+:(?=`)|\]\([^)\n]*\)|<[^<>\n]*>|\[\^?\w+\]|(?<=`)~(?=[A-Za-z.])|[*_`\[\]]"
)
"""Markup that the sentences of a document are read without."""


def bare(text: str) -> str:
    """Return a text without markup and white space."""
    return "".join(_MARKED.sub("", _SEE.sub("", text)).split())
