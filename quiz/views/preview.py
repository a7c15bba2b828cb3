"""A question to look at without answering it: as a trainee sees it, then what is right and what is said to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from quiz.banks import Entry, Library
from quiz.items import Boolean, Cloze, Date, DateGap, Gap, Item, Match, Order, Quantity
from quiz.scoring import AskAgain, Policy, Verdict, score
from quiz.text import one_line
from quiz.views.answers import date_text, gap_numbers, given_text, quantity_text
from quiz.views.feedback import Feedback, Mark, feedback_of
from quiz.views.words import OTHER, OTHER_DOCUMENT, VERDICTS


class Preview(Struct, frozen=True):
    """What is shown after a question: the feedback on no answer, and what is said to answers that are not right."""

    feedback: Feedback
    said: tuple[Mark, ...]


def preview_of(entry: Entry, library: Library, today: int) -> Preview:
    """Return what a question is answered by; `today` is the ordinal of the study day."""
    outcome = score(entry.marking, None, Policy(final=True))
    assert not isinstance(outcome, AskAgain)
    return Preview(feedback_of(entry, None, outcome, None, library, today), tuple(_said(entry.item)))


def _said(item: Item) -> Iterator[Mark]:
    if isinstance(item, Boolean):
        yield _mark("", "False" if item.key else "True", item.feedback)
    yield from _of("", item)
    if isinstance(item, Cloze):
        for name, number in gap_numbers(item).items():
            yield from _of(f"({number})", item.gaps[name])
    if isinstance(item, Match):
        yield from (_mark(f"{one_line(row.text)} →", "another one", row.feedback) for row in item.rows if row.feedback)


def _of(part: str, holder: Item | Gap) -> Iterator[Mark]:
    """Yield what is said to the options, the near misses and the other documents' answers of an item or a gap."""
    key: Any = getattr(holder, "key", None)
    right = key if isinstance(key, tuple) else (key,)
    for option in getattr(holder, "options", ()):
        feedback = getattr(option, "feedback", None)
        if feedback and option.id not in right:
            yield _mark(part, option.text, feedback)
    for near in getattr(holder, "reject", ()):
        yield _mark(part, _words(holder, near.answer), near.feedback)
    for other in getattr(holder, "differs", ()):
        yield _mark(part, _words(holder, other.answer), other.says, OTHER)


def _mark(part: str, answer: str, said: str, kind: str = str(Verdict.INCORRECT)) -> Mark:
    symbol = OTHER_DOCUMENT[0] if kind == OTHER else VERDICTS[Verdict.INCORRECT][0]
    return Mark(symbol=symbol, kind=kind, called=part, given=one_line(answer), right="", said=said)


def _words(holder: Item | Gap, answer: Any) -> str:
    """Return an answer that an author has written down, in words."""
    match holder, answer:
        case _, Quantity():
            return quantity_text(answer)
        case ((Date() | DateGap()), str()):
            return date_text(answer)
        case Order(), _:
            return given_text(holder, [option for step in answer for option in step])
        case Match(), dict():
            rows = {row.id: row for row in holder.rows if row.id in answer}
            lines = given_text(holder, answer).split("\n")
            return "; ".join(line for row, line in zip(holder.rows, lines, strict=False) if row.id in rows)
    return given_text(holder, answer)
