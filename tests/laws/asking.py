"""Laws of asking. A rule makes of an item and a session's seed what a trainee is shown before the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product

from quiz.items import Cloze, Evidence, Item, Match, Order
from quiz.views import Question

Ask = Callable[[Item, str], Question]


def the_question_is_the_same_whatever_is_right(ask: Ask, case: tuple[Item, Item, str]) -> None:
    item, other, seed = case
    assert ask(item, seed) == ask(other, seed)


def everything_that_can_be_answered_is_shown_once(ask: Ask, item: Item, seed: str) -> None:
    question = ask(item, seed)
    shown = [name for name, _ in question.options]
    assert len(set(shown)) == len(shown)
    if isinstance(item, Evidence):
        assert {" ".join(one.split()) for one in item.key} <= set(shown)
    elif not isinstance(item, Cloze) and hasattr(item, "options"):
        assert Counter(question.options) == Counter((o.id, o.text) for o in item.options)
    parts = [part.id for part in question.parts]
    wanted = list(item.gaps) if isinstance(item, Cloze) else [row.id for row in getattr(item, "rows", ())]
    assert Counter(parts) == Counter(wanted)
    for part in question.parts:
        options = getattr(item.gaps[part.id], "options", ()) if isinstance(item, Cloze) else ()
        assert Counter(part.options) == Counter((o.id, o.text) for o in options)


def rows_tell_nothing_of_their_partners(ask: Ask, item: Match, seeds: Sequence[str]) -> None:
    met = set()
    for seed in seeds:
        question = ask(item, seed)
        places = {option: place for place, (option, _) in enumerate(question.options)}
        met |= {(row, places[item.key[part.id]]) for row, part in enumerate(question.parts)}
    assert met == set(product(range(len(item.rows)), range(len(item.options))))


def any_order_may_be_shown_the_right_one_too(ask: Ask, item: Item, seeds: Sequence[str]) -> None:
    assert isinstance(item, Order)
    met = Counter(tuple(name for name, _ in ask(item, seed).options) for seed in seeds)
    orders = 1
    for number in range(2, len(item.options) + 1):
        orders *= number
    assert len(met) == orders
    assert max(met.values()) < 3 * len(seeds) / orders
