"""What each rule means: `explained/*.md` holds why it is there, what to do, and examples that the tests run, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from quiz.errors import QuizError
from quiz.text import nearest

FOLDER = Path(__file__).parent / "explained"
_HEAD = re.compile(r"^## ([a-z0-9-]+) \((error|warning|note)\)$")
_FENCE = re.compile(r"^```(\w+) (good|bad) (.+)$")


class Example(NamedTuple):
    """A good or bad example: its parts as text, and what each stands for (an item type, `bank`, `names`, `brief`)."""

    good: bool
    kinds: tuple[str, ...]
    text: str
    encoding: str = "utf-8"

    @property
    def parts(self) -> list[tuple[str, str]]:
        """(kind, text) of each part; a line of five = signs stands between two."""
        return list(zip(self.kinds, re.split(r"(?m)^=====\n", self.text), strict=True))


class Explained(NamedTuple):
    """A rule in words: its severity, why it is there (one sentence), what more there is to say, its examples."""

    name: str
    severity: str
    why: str
    more: str
    examples: tuple[Example, ...]


@cache
def explained() -> dict[str, Explained]:
    """Return every rule in words, by name."""
    return {rule.name: rule for path in sorted(FOLDER.glob("*.md")) for rule in parse(path.read_text("utf-8"))}


def why(rule: str) -> str:
    """Return in one sentence why a rule is there; empty for a name that is none."""
    known = explained().get(rule)
    return known.why if known else ""


def explain(rule: str) -> Explained:
    """Return a rule in words. Raises QuizError when there is none of that name."""
    known = explained()
    if rule not in known:
        near = nearest(rule, known)
        hint = f"did you mean '{near}'?" if near else "`quiz check --explain` lists the rules"
        raise QuizError(f"there is no rule '{rule}'", "--explain", hint)
    return known[rule]


def parse(text: str) -> Iterator[Explained]:
    """Yield the rules of one file of explanations."""
    for section in re.split(r"(?m)^(?=## )", text)[1:]:
        head, *lines = section.splitlines()
        named = _HEAD.match(head)
        if named is None:
            raise ValueError(f"not the head of a rule: {head}")
        prose: list[str] = []
        examples: list[Example] = []
        at = 0
        while at < len(lines):
            fence = _FENCE.match(lines[at])
            if fence is None:
                prose.append(lines[at])
            else:
                end = lines.index("```", at)
                encoding, kinds = "utf-8", []
                for word in fence[3].split():
                    if word.startswith("as="):
                        encoding = word[3:]
                    else:
                        kinds.append(word)
                examples.append(
                    Example(fence[2] == "good", tuple(kinds), "\n".join([*lines[at + 1 : end], ""]), encoding)
                )
                at = end
            at += 1
        reason, _, more = "\n".join(prose).strip().partition("\n\n")
        yield Explained(named[1], named[2], " ".join(reason.split()), more.strip(), tuple(examples))
