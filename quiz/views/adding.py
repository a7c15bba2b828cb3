"""An item written step by step: the answers that were given, and from them the next step and the item so far.

Nothing but the answers is kept: all else follows from them, so that a step is taken back by leaving out the last.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Generator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

from quiz.banks import Library
from quiz.documents import Document, Passage
from quiz.errors import QuizError
from quiz.generate.accepting import Place
from quiz.items.fields import STEM_CHARS
from quiz.maps.shipped import AllMaps
from quiz.text import counted, nearest, one_line, safe
from quiz.views.search import TextIndex

FOUND = 12
"""Passages of a search that are shown."""
_JOINERS = "\u200c\u200d"
_HINT = "type it again without it"


def _as_it_is(text: str) -> str:
    return text


class Step(Struct, frozen=True, kw_only=True):
    """One thing that is asked of who writes an item.

    `choices` are (value, how it is shown), to be picked by number. `usual` is what an empty line stands for, None
    where it is no answer, and `usually` says so. `check` returns an answer as it is kept, or raises QuizError.
    """

    name: str
    asks: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    usual: str | None = None
    usually: str = ""
    check: Callable[[str], str] = _as_it_is

    def take(self, line: str) -> str:
        """Return the answer that a typed line gives. Raises QuizError when it is none."""
        text = clean(line)
        if not text:
            if self.usual is None:
                raise QuizError("this step needs an answer", hint="`?` says what is meant, `back` goes back")
            return self.usual
        if self.choices and text.isdecimal() and 1 <= int(text[:6]) <= len(self.choices):
            return self.choices[int(text[:6]) - 1][0]
        return self.keep(text)

    def keep(self, value: str) -> str:
        """Return an answer that was given before as it is kept. Raises QuizError when it is none any more."""
        if value == self.usual:
            return value
        if self.choices:
            values = [v for v, _ in self.choices]
            if value in values:
                return value
            near = nearest(value, values)
            hint = f"did you mean '{near}'?" if near else f"pick one by its number, 1 to {len(values)}"
            raise QuizError(f"'{one_line(value, 60)}' is none of these", hint=hint)
        return self.check(value)


Steps = Generator[Step, str, Any]
"""Asks steps one after the other, and is sent the answer to each."""


def clean(line: str) -> str:
    """Return a typed line with single blanks. Raises QuizError for one that no terminal and no bank should hold."""
    line = line.strip(" \t\r\n").replace("\t", " ")
    for char in line:
        category = unicodedata.category(char)
        if char == "\ufffd":
            raise QuizError("the line holds a character that could not be read", hint=_HINT)
        if category in ("Cc", "Cs") or (category == "Cf" and char not in _JOINERS):
            raise QuizError(f"the line holds a control character (U+{ord(char):04X})", hint=_HINT)
    text = one_line(line)
    if len(text) > STEM_CHARS:
        raise QuizError(f"the line has more than {counted(STEM_CHARS, 'character')}", hint="shorten it")
    return text


class Bench:
    """What an item is written from: the library at `root`, its banks as `places`, and the bank that was chosen."""

    def __init__(self, root: Path, library: Library, places: list[Place], chosen: Place | None) -> None:
        self.root = root
        self.library = library
        self.places = places
        self.chosen = chosen
        self.taken = "\n".join({**library.entries, **{f.item: f for f in library.findings if f.item}})
        """The ids of all items, sound or faulty, one a line."""
        self.maps = AllMaps(library.maps)

    @cached_property
    def passages(self) -> list[tuple[Document, Passage]]:
        """Every passage that has a text."""
        return [(d, p) for d in self.library.documents.values() for p in d.passages if p.sentences]

    @cached_property
    def _index(self) -> TextIndex:
        return TextIndex(f"{passage.text} {document.called}" for document, passage in self.passages)

    def search(self, words: str) -> list[tuple[Document, Passage]]:
        """Return the passages in which all of some words stand, the best first."""
        return [self.passages[row] for row in self._index.find(words, FOUND).rows]

    def passage(self, name: str) -> tuple[Document, Passage] | None:
        """Return a passage by document and number, `euronews 6`."""
        document, _, number = name.rpartition(" ")
        return next((f for f in self.passages if f[0].id == document and str(f[1].number) == number), None)

    def place(self, bank: str) -> Place:
        """Return the bank of that id."""
        return next((p for p in self.places if p.bank == bank), self.places[0])


Given = tuple[tuple[str, str], ...]
"""The answers so far: name of the step, answer."""


class Work:
    """An item being written: the answers so far, the `step` that comes next (None at the end), the `fields` so far.

    `dropped` are answers of a draft that no longer fit the library, with all that came after them.
    """

    def __init__(self, bench: Bench, given: Given = ()) -> None:
        from quiz.views.adding_script import Script

        script = Script(bench)
        steps = script.steps()
        step: Step | None = next(steps)
        kept: list[tuple[str, str]] = []
        for name, value in given:
            if step is None or step.name != name:
                break
            try:
                answer = step.keep(value)
            except QuizError:
                break
            kept.append((name, answer))
            step = _next(steps, answer)
        self.bench = bench
        self.given: Given = tuple(kept)
        self.step = step
        self.dropped: Given = given[len(kept) :]
        self.fields: Mapping[str, Any] = script.fields
        self.answered = script.answered
        self.place = script.place

    def answer(self, line: str) -> Work:
        """Return the work after a typed line. Raises QuizError when it is no answer to the step."""
        assert self.step is not None
        return Work(self.bench, (*self.given, (self.step.name, self.step.take(line))))

    def back(self) -> Work:
        """Return the work before its last answer."""
        return Work(self.bench, self.given[:-1])


def _next(steps: Steps, answer: str) -> Step | None:
    try:
        return steps.send(answer)
    except StopIteration:
        return None


def step_lines(step: Step) -> list[str]:
    """Return a step as lines of text."""
    lines = [f"  {number}  {safe(one_line(shown))}" for number, (_, shown) in enumerate(step.choices, 1)]
    usual = f" (Enter: {step.usually})" if step.usual is not None and step.usually else ""
    asks = f"{step.asks}{usual}"
    return [*lines, asks if asks.endswith("?") else f"{asks}:"]
