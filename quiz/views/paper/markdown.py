"""A paper exam as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.text import counted
from quiz.views.paper.model import Group, Line, Paper, PaperItem, worth

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&^$])")
_AT_START = re.compile(r"^(\s*)(?:([#+=:-])|(\d{1,9})([.)]))")
_RULE = "…" * 24
_BOX = "\\[ \u00a0 \\]"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is, line breaks included."""
    lines = [_SPECIAL.sub(r"\\\1", line) for line in text.split("\n")]
    return "\\\n".join(_AT_START.sub(_begun, line) for line in lines)


def _begun(found: re.Match[str]) -> str:
    """Return the beginning of a line that Markdown would take for a heading, a rule or an item of a list."""
    return f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}"


def questions(paper: Paper) -> str:
    """Return the sheet of questions."""
    head = [
        *(f"# {escaped(paper.title)}", "", f"Exam {paper.id} · {counted(paper.minutes, 'minute')}", ""),
        *(f"Name: {_RULE}", "", f"Date: {_RULE}", ""),
        *(f"Points: {_RULE} of {len(paper.items)}; {paper.enough} pass", ""),
    ]
    return "\n".join([*head, *(line for item in paper.items for line in _asked(item))]).rstrip("\n") + "\n"


def _asked(item: PaperItem) -> Iterator[str]:
    yield from ("---", "", f"**{item.number}.** {escaped(item.stem)}", "", f"*{escaped(item.instruction)}*", "")
    for group in item.groups:
        for line in group.lines:
            yield from (["", escaped(line.above), ""] if line.above else [])
            yield f"- {_line(group, line)}"
        yield ""


def _line(group: Group, line: Line) -> str:
    match group.kind:
        case "tick":
            return f"☐ {line.sign} {escaped(line.text)}".rstrip()
        case "box":
            return f"{_BOX} {escaped(line.text)}"
        case "letters":
            return f"**{line.sign}** {escaped(line.text)}"
        case "gap":
            return f"{escaped(line.sign)} {_RULE} {escaped(line.text)}".strip()


def answers(paper: Paper) -> str:
    """Return the sheet of answers."""
    head = [
        *(f"# Answers: {escaped(paper.title)}", "", f"Exam {paper.id}, drawn with the seed {escaped(paper.seed)}", ""),
        *(escaped(worth(paper)), ""),
    ]
    lines: list[str] = []
    for item in paper.items:
        lines += [f"**{item.number}.** {escaped(item.stem)} ({escaped(item.item)})", ""]
        lines += [*(f"- **{escaped(line)}**" for line in item.right), ""]
        lines += [part for text in (*item.also, item.explanation) if text for part in (escaped(text), "")]
        for source in item.sources:
            lines += [f"> {escaped(source.called)}, paragraph {source.paragraph}: “{escaped(source.quote)}”", ""]
    return "\n".join([*head, *lines]).rstrip("\n") + "\n"
