"""Laws of what has parts or an order, and of chance. A rule earns a share in [0, 1]; None: it is asked again."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations
from typing import Any

from msgspec import structs

from quiz.items.marking import ClozeMarking, Marking, MultipleMarking, OrderMarking
from quiz.scoring import AskAgain, Policy, score
from tests import oracles
from tests.laws.scoring import earned
from tests.strategies.parts import Filled, Matched, Ordered, Renamed, Ticked, blind_responses

Rule = Callable[[Any, Any], Fraction | None]
Chance = Callable[[Any], Fraction]


def judged(marking: Marking, response: Any) -> Fraction | None:
    made = score(marking, response, Policy())
    return None if isinstance(made, AskAgain) else made.share


def renaming_options_changes_nothing(rule: Rule, case: Renamed) -> None:
    """The options of the other marking have other names and stand in another order."""
    assert rule(case.other, case.renamed) == rule(case.marking, case.response)


def _share(rule: Rule, marking: Any, response: Any) -> Fraction:
    made = rule(marking, response)
    assert made is not None
    return made


def an_order_is_worth_its_tau(rule: Rule, case: Ordered) -> None:
    assert rule(case.marking, case.given) == max(Fraction(0), oracles.tau(case.marking.key, case.given))


def only_the_right_order_earns_everything_and_the_reversed_one_nothing(rule: Rule, case: Ordered) -> None:
    key = [option for step in case.marking.key for option in step]
    assert rule(case.marking, key) == 1
    assert rule(case.marking, key[::-1]) == 0
    assert (rule(case.marking, case.given) == 1) is oracles.agrees(case.marking.key, case.given)


def two_neighbours_that_change_places_move_one_pair(rule: Rule, case: Ordered) -> None:
    before, after = _share(rule, case.marking, case.given), _share(rule, case.marking, case.swapped)
    fixed = sum(map(abs, _signs(case.marking, case.given)))
    if before > 0 and after > 0:
        assert abs(before - after) in (0, Fraction(2, fixed))


def _signs(marking: OrderMarking, given: list[str]) -> list[int]:
    at = oracles.stands(marking.key, given)
    return [(b > a) - (b < a) for i, a in enumerate(at) for b in at[i + 1 :]]


def options_of_a_tie_may_change_places(rule: Rule, case: Ordered) -> None:
    for step in case.marking.key:
        turned = iter([option for option in case.given if option in step][::-1])
        moved = [next(turned) if option in step else option for option in case.given]
        assert rule(case.marking, moved) == rule(case.marking, case.given)


def what_is_no_order_of_all_options_is_asked_again(rule: Rule, case: Ordered) -> None:
    given = case.given
    for wrong in (given[1:], [*given, given[0]], [*given, "no-option"], [*given[1:], given[1]], ["no-option"] * 2):
        assert rule(case.marking, wrong) is None


def a_match_earns_its_right_rows(rule: Rule, case: Matched) -> None:
    right = sum(case.given.get(row) == option for row, option in case.marking.key.items())
    assert rule(case.marking, case.given) == Fraction(right, len(case.marking.key))


def rows_that_are_not_asked_do_not_count(rule: Rule, case: Matched) -> None:
    assert rule(case.marking, {**case.given, "no-row": "anything"}) == rule(case.marking, case.given)


def one_more_right_row_helps(rule: Rule, case: Matched) -> None:
    before = _share(rule, case.marking, case.given)
    for row, option in case.marking.key.items():
        more = _share(rule, case.marking, {**case.given, row: option}) - before
        assert more == (0 if case.given.get(row) == option else Fraction(1, len(case.marking.key)))


def a_cloze_is_the_weighted_mean_of_its_gaps(rule: Rule, case: Filled) -> None:
    shares = [earned(gap, case.given[name]) for name, gap in case.marking.gaps.items()]
    weights = [Fraction(case.marking.weights.get(name, "1")) for name in case.marking.gaps]
    made = _share(rule, case.marking, case.given)
    assert made == oracles.weighted_mean(shares, weights)
    assert min(shares) <= made <= max(shares)


def the_order_of_gaps_and_the_scale_of_weights_do_not_count(rule: Rule, case: Filled) -> None:
    names = list(case.marking.gaps)[::-1]
    weights = {name: str(3 * Fraction(case.marking.weights.get(name, "1"))) for name in names}
    moved = structs.replace(case.marking, gaps={n: case.marking.gaps[n] for n in names}, weights=weights)
    assert rule(moved, {name: case.given[name] for name in names}) == rule(case.marking, case.given)


def a_gap_alone_is_its_own_item(rule: Rule, case: Filled) -> None:
    for name, gap in case.marking.gaps.items():
        alone = ClozeMarking(gaps={name: gap}, weights={name: "2.5"})
        assert rule(alone, {name: case.given[name]}) == earned(gap, case.given[name])


def the_best_places_count(rule: Rule, case: Filled) -> None:
    """All gaps may change places and weigh the same: each answer is held against the key that suits them all best."""
    names, gaps = list(case.marking.gaps), case.marking.gaps
    made = {(at, key): earned(gaps[key], case.given[at]) for at in names for key in names}
    best = max(sum((made[pair] for pair in zip(names, keys, strict=True)), Fraction(0)) for keys in permutations(names))
    assert rule(case.marking, case.given) == best / len(names)
    assert rule(structs.replace(case.marking, swap=()), case.given) == sum(made[n, n] for n in names) / len(names)


def sentences_are_ticked_as_options_are(rule: Rule, case: Ticked) -> None:
    options = MultipleMarking(options=case.marking.sentences, key=case.marking.key, exact=case.marking.exact)
    assert rule(case.marking, case.picked) == earned(options, case.picked)


def a_blind_guess_earns_its_chance(rule: Chance, marking: Marking) -> None:
    made = [earned(marking, response) for response in blind_responses(marking)]
    assert rule(marking) == sum(made, Fraction(0)) / len(made)
