"""Slow and plain statistics to compare the real ones with: other definitions of the same figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from math import exp, log, sqrt

Numbers = Sequence[int | Fraction]
Answers = Mapping[tuple[str, str], float]
"""Shares by person and item."""
HUNDRED = 100


def covariance(left: Numbers, right: Numbers) -> Fraction:
    """By pairs of persons: half the mean product of their differences."""
    products = [(a - b) * (c - d) for (a, c), (b, d) in combinations(list(zip(left, right, strict=True)), 2)]
    return Fraction(sum(products), 2 * len(products))


def largest_covariance(left: Numbers, right: Numbers) -> Fraction:
    return max(covariance(left, dealt) for dealt in permutations(right))


def alpha(columns: Sequence[Numbers]) -> Fraction:
    """By the mean variance v and the mean covariance c of items: p · c / (v + (p - 1) · c)."""
    p = len(columns)
    own = sum((covariance(column, column) for column in columns), Fraction(0)) / p
    joint = sum((covariance(a, b) for a, b in combinations(columns, 2)), Fraction(0)) / Fraction(p * (p - 1), 2)
    return p * joint / (own + (p - 1) * joint)


def kr20(columns: Sequence[Numbers]) -> Fraction:
    """By p · q of each item and the variance over n of totals."""
    k, n = len(columns), len(columns[0])
    totals = [sum(row) for row in zip(*columns, strict=True)]
    spread = Fraction(sum(t * t for t in totals), n) - Fraction(sum(totals), n) ** 2
    facilities = [Fraction(sum(column), n) for column in columns]
    return Fraction(k, k - 1) * (1 - sum(p * (1 - p) for p in facilities) / spread)


def moments(values: Numbers) -> tuple[float, float]:
    """Return skewness and kurtosis by central moments, for four values or more that are not all equal."""
    s = len(values)
    middle = Fraction(sum(values), s)
    m2, m3, m4 = (sum(((v - middle) ** power for v in values), Fraction(0)) / s for power in (2, 3, 4))
    k2, k3 = s * m2 / (s - 1), s * s * m3 / ((s - 1) * (s - 2))
    k4 = s * s * ((s + 1) * m4 - 3 * (s - 1) * m2 * m2) / ((s - 1) * (s - 2) * (s - 3))
    return float(k3) / float(k2) ** 1.5, float(k4 / k2**2)


def upper_lower(marks: Numbers, standings: Numbers) -> Fraction:
    """By a hundred copies of each person, of which 27 n are taken; who stand equal all have their mean mark."""
    level = {}
    for place in standings:
        alike = [mark for mark, standing in zip(marks, standings, strict=True) if standing == place]
        level[place] = Fraction(sum(alike), len(alike))
    copies = [level[place] for place in sorted(standings) for _ in range(HUNDRED)]
    taken = 27 * len(marks)
    return (sum(copies[-taken:], Fraction(0)) - sum(copies[:taken], Fraction(0))) / taken


def wilson(share: float, n: int, z: float) -> tuple[float, float]:
    """By halving: the least and the greatest p that lie no further than z standard errors from the share."""

    def bound(inside: float, outside: float) -> float:
        for _ in range(200):
            middle = (inside + outside) / 2
            near = abs(share - middle) <= z * sqrt(middle * (1 - middle) / n)
            inside, outside = (middle, outside) if near else (inside, middle)
        return inside

    return bound(share, 0.0), bound(share, 1.0)


def chance(ability: float, difficulty: float) -> float:
    return 1 / (1 + exp(difficulty - ability))


def log_posterior(
    answers: Answers, abilities: Mapping[str, float], difficulties: Mapping[str, float], sds: tuple[float, float]
) -> float:
    said = 0.0
    for (person, item), share in answers.items():
        p = chance(abilities[person], difficulties[item])
        said += share * log(p) + (1 - share) * log(1 - p)
    before = (
        sum(x * x for x in abilities.values()) / sds[0] ** 2 + sum(x * x for x in difficulties.values()) / sds[1] ** 2
    )
    return said - before / 2


def highest_posterior(answers: Answers, sds: tuple[float, float]) -> tuple[dict[str, float], dict[str, float]]:
    """By halving, one place after the other, until none moves: slow, and with no use of any second derivative."""
    abilities, difficulties = {person: 0.0 for person, _ in answers}, {item: 0.0 for _, item in answers}
    moved = 1.0
    while moved > 1e-10:
        moved = 0.0
        for places, which, sign, sd in ((abilities, 0, 1, sds[0]), (difficulties, 1, -1, sds[1])):
            for name in places:
                before, low, high = places[name], -60.0, 60.0
                mine = {pair: share for pair, share in answers.items() if pair[which] == name}
                for _ in range(50):
                    places[name] = (low + high) / 2
                    pull = sum(s - chance(abilities[p], difficulties[i]) for (p, i), s in mine.items())
                    rising = sign * pull > places[name] / sd**2
                    low, high = (places[name], high) if rising else (low, places[name])
                moved = max(moved, abs(places[name] - before))
    return abilities, difficulties
