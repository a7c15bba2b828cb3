"""A question as lines of text: what line mode prints, and what an instructor sees of an item while writing it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from quiz.views.difference import legend, letters_text
from quiz.views.feedback import Feedback, Source
from quiz.views.question import Question, Texts
from quiz.views.words import letters

_HOW = {
    "match": " (b a - c in the order of the rows, or 1b 2a; - for none)",
    "order": " (2 1 3)",
    "place": " (its letter)",
}
"""How an answer is typed, where the instruction alone does not tell."""
_NO_HEADINGS: dict[int, str] = {}


def instruction(question: Question) -> str:
    """Return how a question is answered in a line."""
    return f"{question.instruction}{_HOW.get(question.type, '')}"


def option_lines(
    options: Texts, lettered: bool = False, headings: Mapping[int, str] = _NO_HEADINGS, capitals: bool = False
) -> Iterator[str]:
    """Yield a line for each option with its number or letter, and the headings that stand above some."""
    for place, (_, text) in enumerate(options):
        if place in headings:
            yield f"{headings[place]}:"
        sign = letters(place) if lettered else str(place + 1)
        yield f"  {sign.upper() if capitals else sign}  {text}"


def question_lines(question: Question) -> Iterator[str]:
    """Yield the lines of a question as it is asked; the gaps of a cloze are asked one by one afterwards."""
    yield f"Question {question.number} of {question.total} · {question.bank} · level {question.level}"
    yield question.stem
    if question.type == "match":
        for number, row in enumerate(question.parts, 1):
            yield f"  {number}  {row.called}"
        yield "Letters:"
    lettered = question.type in ("match", "place")
    yield from option_lines(question.options, lettered, question.headings, question.type == "place")
    if question.type != "cloze":
        yield f"{instruction(question)}:"


def wrapped(line: str, columns: int) -> list[str]:
    """Return a line broken between words at a width in columns, the rest under its text; as it is for 0 columns."""
    if columns <= 0 or len(line) <= columns:
        return [line]
    import textwrap

    lead = re.match(r" *(?:[0-9]{1,3}|[a-z]{1,2}|[^\w\s]) +", line)
    deep = " " * min(len(lead[0]) if lead else len(line) - len(line.lstrip()), columns // 3)
    return textwrap.wrap(line, columns, subsequent_indent=deep, break_long_words=False, break_on_hyphens=False)


def named(name: str, text: str) -> str:
    """Return a text with its name before it, further lines under the first."""
    return name + text.replace("\n", "\n" + " " * len(name))


def feedback_lines(feedback: Feedback) -> Iterator[str]:
    """Yield the lines that are said after an answer."""
    yield f"{feedback.symbol} {feedback.headline}"
    for mark in feedback.marks:
        right = f" · right: {mark.right}" if mark.right else ""
        yield f"  {mark.symbol} {mark.called} {mark.given}{right}"
        if mark.said:
            yield f"    {mark.said}"
        if mark.letters:
            yield f"    Letters: {letters_text(mark.letters)} ({legend(mark.letters)})"
    if not feedback.marks:
        if feedback.given and feedback.given != feedback.right:
            yield named("You said: ", feedback.given)
        yield named("Right: ", feedback.right)
    if feedback.letters:
        yield f"Letters: {letters_text(feedback.letters)} ({legend(feedback.letters)})"
    for note in feedback.notes:
        yield f"{note}."
    if feedback.message:
        yield feedback.message
    yield f"Why: {feedback.explanation}"
    for source in feedback.sources:
        if source.role != "context":
            yield from _source_lines(source)
    yield f"{feedback.witness}. {feedback.again}.".replace(" .", "").replace("..", ".")


def _source_lines(source: Source) -> Iterator[str]:
    """Yield where a passage stands and its cited sentences."""
    yield f"Source: {source.heading}" if source.role == "key" else source.heading
    for text, cited in source.sentences:
        if cited:
            yield f"  > {text}"
