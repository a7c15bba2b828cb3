"""Laws of item statistics. A rule makes one figure of columns of numbers about the same persons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from math import isclose

from tests.oracles_statistics import Answers, Numbers, log_posterior
from tests.strategies.statistics import Columns, Pair

Linked = Callable[[Numbers, Numbers], float | Fraction | None]
"""What links the marks of an item to what the same persons earn elsewhere."""
OfItem = Callable[[Columns, int], float | None]
"""A figure of the item at a place of a form."""
OfForm = Callable[[Sequence[Numbers]], float | Fraction | None]
Spread = Callable[[Numbers], Fraction | None]
Places = tuple[dict[str, float], dict[str, float]]
Locate = Callable[[Answers, tuple[float, float]], Places]
"""Abilities and difficulties, of shares and the two standard deviations of the priors."""
SLACK = 1e-9


def alike(one: float | Fraction | None, other: float | Fraction | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=SLACK, abs_tol=SLACK)


def the_same_added_to_every_total_changes_nothing(rule: Linked, pair: Pair, more: int) -> None:
    assert alike(rule(pair.marks, [rest + more for rest in pair.rests]), rule(pair.marks, pair.rests))


def the_unit_of_marks_changes_nothing(rule: Linked, pair: Pair, times: Fraction) -> None:
    assert alike(rule([times * mark for mark in pair.marks], pair.rests), rule(pair.marks, pair.rests))
    assert alike(rule(pair.marks, [times * rest for rest in pair.rests]), rule(pair.marks, pair.rests))


def the_order_of_persons_changes_nothing(rule: Linked, pair: Pair, turn: int) -> None:
    marks, rests = (column[turn:] + column[:turn] for column in pair)
    assert alike(rule(marks, rests), rule(pair.marks, pair.rests))


def an_item_is_linked_to_the_other_items_and_not_to_itself(rule: OfItem, columns: Columns) -> None:
    """What an item is worth counts in totals and cancels in what is earned elsewhere."""
    halved = (tuple(mark / 2 for mark in columns[0]), *columns[1:])
    assert alike(rule(halved, 0), rule(columns, 0))


def the_spread_of_samples_is_on_average_that_of_all(rule: Spread, everyone: Numbers, size: int) -> None:
    found = [rule(sample) for sample in product(everyone, repeat=size)]
    middle = Fraction(sum(everyone), len(everyone))
    true = sum((Fraction(one) - middle) ** 2 for one in everyone) / len(everyone)
    assert sum(filter(None, found), Fraction(0)) / len(found) == true


def items_that_agree_in_all_are_wholly_reliable(rule: OfForm, column: Sequence[Fraction], items: int) -> None:
    assert rule([column] * items) == (1 if len(set(column)) > 1 else None)


def what_has_no_variance_has_no_figure(rule: Linked, pair: Pair) -> None:
    flat = min(map(len, map(set, pair)), default=0) < 2
    assert (rule(pair.marks, pair.rests) is None) is flat


def no_place_near_by_is_likelier(rule: Locate, answers: Answers, sds: tuple[float, float]) -> None:
    found = rule(answers, sds)
    highest = log_posterior(answers, *found, sds)
    for places in found:
        for name, at in list(places.items()):
            for step in (-1e-3, 1e-3):
                places[name] = at + step
                assert log_posterior(answers, *found, sds) < highest
            places[name] = at
