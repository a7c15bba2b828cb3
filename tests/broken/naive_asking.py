"""Ways to ask that give the key away, or leave something out."""

from __future__ import annotations

from msgspec.structs import replace

from quiz.items import Evidence, Item, Match, Order
from quiz.learning import option_order
from quiz.views import Question, question_of
from tests.strategies.asking import DOCUMENTS
from tests.support.library import library_of


def asked(item: Item, seed: str) -> Question:
    library = library_of([item], documents=DOCUMENTS)
    return question_of(library.entries[item.id], library, seed, 1, 1)


def several_where_several_are_right(item: Item, seed: str) -> Question:
    question = asked(item, seed)
    return replace(question, several=len(item.key) > 1) if isinstance(item, Evidence) else question


def _listed(item: Order) -> tuple[str, ...]:
    return tuple(option for step in item.key for option in step)


def never_in_the_right_order(item: Item, seed: str) -> Question:
    question = asked(item, seed)
    right = isinstance(item, Order) and tuple(name for name, _ in question.options) == _listed(item)
    return replace(question, options=question.options[::-1]) if right else question


def rows_and_partners_drawn_alike(item: Item, seed: str) -> Question:
    question = asked(item, seed)
    if not isinstance(item, Match):
        return question
    order = option_order(seed, item.id, [row.id for row in item.rows])
    return replace(question, parts=tuple(sorted(question.parts, key=lambda part: order.index(part.id))))


def partners_that_are_needed(item: Item, seed: str) -> Question:
    question = asked(item, seed)
    if not isinstance(item, Match):
        return question
    return replace(question, options=tuple(o for o in question.options if o[0] in item.key.values()))


def gaps_without_their_options(item: Item, seed: str) -> Question:
    question = asked(item, seed)
    return replace(question, parts=tuple(replace(part, options=()) for part in question.parts))
