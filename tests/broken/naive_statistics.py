"""Statistics of items that look right and are not: each one breaks a law that guards the real ones."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import log, sqrt

from quiz.scoring import formulas
from tests.oracles_statistics import Answers, Numbers
from tests.strategies.statistics import Columns


def cosine(marks: Numbers, rests: Numbers) -> float | None:
    """Means are not taken off."""
    sizes = sum(mark * mark for mark in marks) * sum(rest * rest for rest in rests)
    return 100 * sum(a * b for a, b in zip(marks, rests, strict=True)) / sqrt(sizes) if sizes else None


def covariance_alone(marks: Numbers, rests: Numbers) -> float | None:
    found = formulas.covariance(marks, rests)
    return None if found is None else float(100 * found)


def zero_for_unknown(marks: Numbers, rests: Numbers) -> float | None:
    return formulas.correlation(marks, rests) or 0.0


def ties_by_their_place(marks: Numbers, standings: Numbers) -> float | None:
    """Who comes first among equals is in the group."""
    ranked = [mark for _, mark in sorted(zip(standings, marks, strict=True), key=lambda pair: pair[0])]
    group = max(1, round(len(ranked) * 0.27))
    return float(sum(ranked[-group:]) - sum(ranked[:group])) / group if ranked else None


def against_the_total(columns: Columns, place: int) -> float | None:
    totals = [sum(row) for row in zip(*columns, strict=True)]
    return formulas.discrimination_index(columns[place], totals)


def population_variance(values: Numbers) -> Fraction | None:
    found = formulas.variance(values)
    return None if found is None else found * (len(values) - 1) / len(values)


def alpha_without_its_factor(columns: Sequence[Numbers]) -> Fraction | None:
    found = formulas.alpha(columns)
    return None if found is None else found * (len(columns) - 1) / len(columns)


def _logit(shares: Sequence[float]) -> float:
    return log((sum(shares) + 0.5) / (len(shares) - sum(shares) + 0.5))


def logits_of_facility(answers: Answers, sds: tuple[float, float]) -> tuple[dict[str, float], dict[str, float]]:
    """Persons and items each for themselves: who was asked what is forgotten, and the priors too."""
    of_person: dict[str, list[float]] = {}
    of_item: dict[str, list[float]] = {}
    for (person, item), share in answers.items():
        of_person.setdefault(person, []).append(share)
        of_item.setdefault(item, []).append(share)
    return (
        {person: _logit(shares) for person, shares in of_person.items()},
        {item: -_logit(shares) for item, shares in of_item.items()},
    )
