"""Rules for what has parts or an order that look right and are not."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations, pairwise
from math import factorial
from typing import Any

from quiz.items.marking import (
    ChoiceMarking,
    ClozeMarking,
    EvidenceMarking,
    Marking,
    MatchMarking,
    MultipleMarking,
    OrderMarking,
)
from tests import oracles
from tests.laws.scoring import earned


def _flat(marking: OrderMarking) -> list[str]:
    return [option for step in marking.key for option in step]


def by_absolute_position(marking: OrderMarking, given: list[str]) -> Fraction:
    return Fraction(sum(a == b for a, b in zip(_flat(marking), given, strict=False)), len(_flat(marking)))


def cut_to_the_shorter(marking: OrderMarking, given: list[str]) -> Fraction:
    """Kendall's tau of those options that are known."""
    known = [option for option in given if option in _flat(marking)]
    return max(Fraction(0), oracles.tau(marking.key, known)) if len(set(known)) > 1 else Fraction(0)


def longest_ordered_subset(marking: OrderMarking, given: list[str]) -> Fraction:
    at = oracles.stands(marking.key, given)
    longest = max(
        len(kept) for n in range(1, len(at) + 1) for kept in combinations(at, n) if list(kept) == sorted(kept)
    )
    return Fraction(longest, len(at))


def share_of_pairs(marking: OrderMarking, given: list[str]) -> Fraction:
    return (oracles.tau(marking.key, given) + 1) / 2


def neighbours_in_a_row(marking: OrderMarking, given: list[str]) -> Fraction:
    at = oracles.stands(marking.key, given)
    return Fraction(sum(a <= b for a, b in pairwise(at)), max(1, len(at) - 1))


def ties_by_name(marking: OrderMarking, given: list[str]) -> Fraction:
    """Options of a tie have to stand in the order of their ids."""
    return max(Fraction(0), oracles.tau([[o] for step in marking.key for o in sorted(step)], given))


def of_the_rows_answered(marking: MatchMarking, given: dict[str, str]) -> Fraction:
    right = sum(marking.key.get(row) == option for row, option in given.items())
    return Fraction(right, max(1, len(given)))


def each_option_once(marking: MatchMarking, given: dict[str, str]) -> Fraction:
    """An option that has served one row serves no other."""
    used: set[str] = set()
    right = 0
    for row, option in marking.key.items():
        right += given.get(row) == option and option not in used
        used.add(given.get(row, ""))
    return Fraction(right, len(marking.key))


def _gaps(marking: ClozeMarking, given: dict[str, Any]) -> list[Fraction]:
    return [earned(gap, given.get(name)) for name, gap in marking.gaps.items()]


def every_gap_alike(marking: ClozeMarking, given: dict[str, Any]) -> Fraction:
    return sum(_gaps(marking, given), Fraction(0)) / len(marking.gaps)


def whole_gaps_only(marking: ClozeMarking, given: dict[str, Any]) -> Fraction:
    """What a gap earns by credit is cut off."""
    weights = [Fraction(marking.weights.get(name, "1")) for name in marking.gaps]
    return oracles.weighted_mean([Fraction(int(share)) for share in _gaps(marking, given)], weights)


def weights_that_are_not_shared_out(marking: ClozeMarking, given: dict[str, Any]) -> Fraction:
    weights = [Fraction(marking.weights.get(name, "1")) for name in marking.gaps]
    return min(Fraction(1), sum((s * w for s, w in zip(_gaps(marking, given), weights, strict=True)), Fraction(0)))


def weights_by_position(marking: ClozeMarking, given: dict[str, Any]) -> Fraction:
    """The weights are taken as a list: a gap without one gets that of another."""
    weights = [Fraction(w) for w in marking.weights.values()]
    weights += [Fraction(1)] * (len(marking.gaps) - len(weights))
    return oracles.weighted_mean(_gaps(marking, given), weights)


def first_come_first_served(marking: ClozeMarking, given: dict[str, Any]) -> Fraction:
    """Each answer takes the first gap that it fits best of those left."""
    left, total = list(marking.gaps), Fraction(0)
    for name in marking.gaps:
        best = max(left, key=lambda key: earned(marking.gaps[key], given.get(name))) if marking.swap else name
        total += earned(marking.gaps[best], given.get(name))
        left.remove(best)
    return total / len(marking.gaps)


def one_answer_for_all(marking: ClozeMarking, given: dict[str, Any]) -> Fraction:
    """One answer may serve several gaps that change places."""
    if not marking.swap:
        return every_gap_alike(marking, given)
    gaps = marking.gaps.values()
    return sum((max(earned(gap, one) for one in given.values()) for gap in gaps), Fraction(0)) / len(marking.gaps)


def places_that_may_always_change(marking: ClozeMarking, given: dict[str, Any]) -> Fraction:
    return first_come_first_served(ClozeMarking(gaps=marking.gaps, swap=(tuple(marking.gaps),)), given)


def wrong_sentences_do_not_count(marking: EvidenceMarking, picked: list[str]) -> Fraction:
    return Fraction(len(set(picked) & set(marking.key)), len(marking.key))


def one_of_n(marking: Marking) -> Fraction:
    """The chance of a choice, for every type."""
    match marking:
        case ChoiceMarking() | MultipleMarking() | MatchMarking():
            return Fraction(1, len(marking.options))
        case OrderMarking():
            return Fraction(1, factorial(len(_flat(marking))))
        case EvidenceMarking():
            return Fraction(1, len(marking.sentences))
        case ClozeMarking():
            return _mean(one_of_n(gap) for gap in marking.gaps.values())
        case _:
            return Fraction(0)


def _mean(values: Iterable[Fraction]) -> Fraction:
    every = list(values)
    return sum(every, Fraction(0)) / len(every)
