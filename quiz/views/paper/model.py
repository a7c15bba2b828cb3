"""The two sheets of a paper exam as values that every format writes."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from quiz.views.paper.chart import Chart

GroupKind = Literal["tick", "box", "letters", "gap"]


class Line(Struct, frozen=True):
    """One line under a question: what it is called (a letter, a gap's number), its text, what stands above it."""

    sign: str
    text: str
    above: str = ""


class Group(Struct, frozen=True):
    """Lines to `tick`, to write into a `box` before, to refer to by `letters`, or a `gap` to write on."""

    kind: GroupKind
    lines: tuple[Line, ...]


class Quoted(Struct, frozen=True):
    """Where an answer stands: how the document is called, its paragraph, its sentence."""

    called: str
    paragraph: int
    quote: str


class PaperItem(Struct, frozen=True, kw_only=True):
    """A question on the sheet of questions, and what the sheet of answers says of it.

    `right` is the key in lines, `also` what else is to be accepted or known by who marks it.
    """

    number: int
    item: str
    stem: str
    instruction: str
    groups: tuple[Group, ...]
    chart: Chart | None = None
    right: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    explanation: str = ""
    sources: tuple[Quoted, ...] = ()


class Paper(Struct, frozen=True, kw_only=True):
    """A paper exam: `id` stands on both sheets; every question is worth a point, `enough` points pass.

    `short` says what the library has too few questions for, empty when it has enough; `telling` are the numbers of
    questions that print a passage in which the answer to another one stands.
    """

    id: str
    title: str
    seed: str
    minutes: int
    enough: str
    items: tuple[PaperItem, ...]
    short: str = ""
    telling: tuple[int, ...] = ()

    def letters(self) -> frozenset[str]:
        """Return every character that a sheet shows."""
        texts = [self.title, self.id, self.seed, self.enough]
        for item in self.items:
            texts += [item.item, item.stem, item.instruction, item.explanation, *item.right, *item.also]
            texts += [part for g in item.groups for line in g.lines for part in (line.sign, line.text, line.above)]
            texts += [part for q in item.sources for part in (q.called, q.quote)]
            texts += [written.text for written in item.chart.texts] if item.chart else []
        return frozenset("".join(texts))


def worth(paper: Paper) -> str:
    """Return how a paper is marked."""
    points = f"{paper.enough} of {len(paper.items)} points pass"
    return f"Every question is worth 1 point, each of its parts the same share of it; {points}."
