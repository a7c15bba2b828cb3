"""The widget that takes the answer to a question."""

from __future__ import annotations

from quiz.tui.widgets.choices import Choices
from quiz.tui.widgets.cloze import Cloze
from quiz.tui.widgets.match import Match
from quiz.tui.widgets.order import Order
from quiz.tui.widgets.passage import Passage
from quiz.tui.widgets.places import PlaceMap
from quiz.tui.widgets.typed import Typed
from quiz.views import Question
from quiz.views.hints import Hint

SURE = (("1", "A guess"), ("2", "Fairly sure"), ("3", "Certain"))
"""How sure one may be of an answer."""


TRUE_FALSE = {"t": 0, "f": 1}
"""Letters for what is true and what is false."""
Answering = Choices | Typed | Cloze | Match | Order | PlaceMap


def answer_widget(question: Question) -> Answering:
    """Return what the type of a question is answered with."""
    match question.type:
        case "cloze":
            return Cloze(question.parts)
        case "match":
            return Match(tuple((row.id, row.called) for row in question.parts), question.options)
        case "order":
            return Order(question.options)
        case "evidence":
            return Passage(question.options, question.several, question.headings, listed=True)
        case "boolean":
            return Choices(question.options, words=TRUE_FALSE)
    if question.chart is not None:
        return PlaceMap(question.chart, [name for name, _ in question.options])
    return Choices(question.options, question.several) if question.options else Typed(question.unit)


def how(instruction: str, keys: str) -> str:
    """Return what is to be done and by which keys in one line."""
    between = "" if instruction.endswith("?") else "," if keys.startswith("then ") else ":"
    return f"{instruction}{between} {keys}"


def filled(widget: Answering) -> list[str]:
    """Return the ids of the gaps or rows that have something."""
    return widget.filled if isinstance(widget, Cloze | Match) else []


def take_hint(widget: Answering, hint: Hint) -> None:
    """Do in the answer what a hint says: strike options, fill a gap or row, put a line first."""
    match widget:
        case Choices():
            widget.strike(hint.struck)
        case Cloze():
            widget.give(hint.given)
        case Match():
            widget.give_partners(hint.given)
        case Order() if hint.first:
            widget.put_first(hint.first)


def sure_widget() -> Choices:
    """Return what the question how sure one is, is answered with."""
    return Choices(SURE)
