"""What a blind guess earns on average, exactly: the mean score over all responses that can be picked."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import lru_cache
from math import comb, factorial, prod

from quiz.items.marking import (
    BooleanMarking,
    ChoiceMarking,
    ClozeMarking,
    EvidenceMarking,
    Marking,
    MatchMarking,
    MultipleMarking,
    OrderMarking,
    Steps,
)
from quiz.scoring.composed import discordant, kendall, places, weighted
from quiz.scoring.judged import ONE, ZERO, credit_of
from quiz.scoring.picked import option_match, sentence, sentence_alone, ticked

CACHED = 1_024


def chance(marking: Marking) -> Fraction:
    """Return the mean score of a blind guess; 0 where nothing is picked from what the marking knows.

    Typed answers have no blind guess, and which places a map has is not known here. Exact where no response meets two
    entries of other documents.
    """
    match marking:
        case ChoiceMarking():
            others = (option_match(marking, o) for o in marking.options if o != marking.key)
            return (ONE + sum(credit_of(marking, m) for m in others)) / len(marking.options)
        case BooleanMarking():
            return (ONE + credit_of(marking, "differs 0")) / 2
        case MultipleMarking():
            return _multiple(marking)
        case ClozeMarking():
            return _cloze(marking)
        case MatchMarking():
            return _match(marking)
        case OrderMarking():
            return _order(marking)
        case EvidenceMarking():
            return _evidence(marking)
        case _:
            return ZERO


@lru_cache(CACHED)
def _ticks(options: int, right: int, exact: bool) -> Fraction:
    """Return the mean score over all sets of ticks, each equally likely; the empty one earns 0."""
    wrong = options - right
    total = sum(
        comb(right, hits) * comb(wrong, extras) * ticked(hits, right, extras, wrong, exact)
        for hits in range(right + 1)
        for extras in range(wrong + 1)
    )
    return Fraction(total) / (1 << options)


def _multiple(marking: MultipleMarking) -> Fraction:
    options, key = set(marking.options), set(marking.key)
    more = ZERO
    for index, other in enumerate(map(set, marking.differs)):
        own = ticked(len(other & key), len(key), len(other - key), len(options - key), marking.exact)
        more += max(ZERO, credit_of(marking, f"differs {index}") - own)
    return _ticks(len(options), len(key), marking.exact) + more / (1 << len(options))


def _evidence(marking: EvidenceMarking) -> Fraction:
    count = max(1, len(marking.sentences))
    single = sum((sentence(marking, s).value for s in marking.sentences), ZERO)
    if marking.need == "any":
        return single / count
    own = sum((sentence_alone(marking, s) for s in marking.sentences), ZERO)
    return _ticks(count, len(marking.key), marking.exact) + (single - own) / (1 << count)


def _cloze(marking: ClozeMarking) -> Fraction:
    """Return the chance of a cloze; gaps that may change places are typed, so that changing earns a guess nothing."""
    if marking.exact:
        picked = [len(gap.options) for gap in marking.gaps.values() if isinstance(gap, ChoiceMarking)]
        return Fraction(len(picked) == len(marking.gaps), prod(picked))
    return weighted(marking, {name: chance(gap) for name, gap in marking.gaps.items()})


def row_chance(marking: MatchMarking, row: str) -> Fraction:
    """Return the mean score of a row of a match over all options."""
    elsewhere = {other[row]: f"differs {i}" for i, other in enumerate(marking.differs) if row in other}
    more = (credit_of(marking, entry) for option, entry in elsewhere.items() if option != marking.key[row])
    return (ONE + sum(more)) / len(marking.options)


def _match(marking: MatchMarking) -> Fraction:
    if marking.exact:
        return Fraction(1, len(marking.options)) ** len(marking.key)
    return sum((row_chance(marking, row) for row in marking.key), ZERO) / len(marking.key)


@lru_cache(CACHED)
def arrangements(sizes: tuple[int, ...]) -> tuple[int, ...]:
    """Return how many arrangements of groups of equal things have 0, 1, 2, … pairs the wrong way round.

    `sizes` are those of the groups in their order. These are the coefficients of the q-multinomial: the product of
    1 - q^n over all things, n = 1, 2, …, divided by the product of 1 - q^k within each group.
    """
    pairs = comb(sum(sizes), 2) - sum(comb(size, 2) for size in sizes)
    middle = pairs // 2
    ways = [1] + [0] * middle
    placed = 0
    for size in sizes:
        for step in range(1, size + 1):
            placed += 1
            for wrong in range(middle, placed - 1, -1):
                ways[wrong] -= ways[wrong - placed]
            for wrong in range(step, middle + 1):
                ways[wrong] += ways[wrong - step]
    # As many arrangements have d pairs the wrong way round as have d the right way round.
    return (*ways, *ways[pairs - middle - 1 :: -1]) if pairs else (1,)


@lru_cache(CACHED)
def _orders(sizes: tuple[int, ...], exact: bool) -> Fraction:
    """Return the mean score over all orders of a key whose ties have these sizes."""
    ways = arrangements(sizes)
    total = sum(count * kendall(wrong, len(ways) - 1, exact) for wrong, count in enumerate(ways))
    return Fraction(total) / sum(ways)


def _order(marking: OrderMarking) -> Fraction:
    mean = _orders(tuple(map(len, marking.key)), marking.exact)
    for index, other in enumerate(marking.differs if marking.credits else ()):
        mean += _credited(marking, other, credit_of(marking, f"differs {index}"))
    return mean


def _credited(marking: OrderMarking, other: Steps, credit: Fraction) -> Fraction:
    """Return what `credit` for another document's order adds to the mean over all orders.

    Between the steps of that order all pairs are settled; within a step they stand in any arrangement.
    """
    place = places(marking.key)
    settled = [option for step in other for option in sorted(step, key=place.__getitem__)]
    against, pairs = discordant(settled, marking.key)
    ways, alike = [1], 1
    for step in other:
        sizes = tuple(Counter(place[option] for option in step).values())
        ways = _product(ways, arrangements(sizes))
        alike *= prod(map(factorial, sizes))
    owns = ((count, kendall(against + wrong, pairs, marking.exact)) for wrong, count in enumerate(ways))
    more = sum((count * max(ZERO, credit - own) for count, own in owns), ZERO)
    return more * alike / factorial(len(settled))


def _product(left: list[int], right: tuple[int, ...]) -> list[int]:
    """Return the coefficients of the product of two polynomials."""
    made = [0] * (len(left) + len(right) - 1)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            made[i + j] += a * b
    return made
