"""The widget that takes the answer to a question."""

from __future__ import annotations

from quiz.tui.widgets.choices import Choices
from quiz.tui.widgets.cloze import Cloze
from quiz.tui.widgets.match import Match
from quiz.tui.widgets.order import Order
from quiz.tui.widgets.places import PlaceMap
from quiz.tui.widgets.typed import Typed
from quiz.views import Question

SURE = (("1", "A guess"), ("2", "Fairly sure"), ("3", "Certain"))
"""How sure one may be of an answer."""


def answer_widget(question: Question) -> Choices | Typed | Cloze | Match | Order | PlaceMap:
    """Return what the type of a question is answered with."""
    match question.type:
        case "cloze":
            return Cloze(question.parts)
        case "match":
            return Match(tuple((row.id, row.called) for row in question.parts), question.options)
        case "order":
            return Order(question.options)
        case "evidence":
            return Choices(question.options, question.several, question.headings, listed=True)
    if question.chart is not None:
        return PlaceMap(question.chart, [name for name, _ in question.options])
    return Choices(question.options, question.several) if question.options else Typed(question.unit)


def sure_widget() -> Choices:
    """Return what the question how sure one is, is answered with."""
    return Choices(SURE)
