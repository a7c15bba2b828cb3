"""The formulas of classical item analysis, exact: whole numbers and fractions in, one rounding at the end.

Sources: the statistics of Moodle's quiz report (SCORING 3.3), which are sample statistics (n - 1); Wilson 1927 for the
interval; Kelley 1939 for the upper and lower 27 %. What is undefined is None: too few values, or no variance where a
formula divides by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt

Number = int | Fraction
Numbers = Sequence[Number]

TAIL = Fraction(27, 100)
"""Share of persons in the upper and in the lower group."""
Z_95 = 1.959963984540054
"""Two-sided 95 % point of the normal distribution."""


def mean(values: Numbers) -> Fraction | None:
    """Return the mean, None without values."""
    return Fraction(sum(values), len(values)) if values else None


def median(values: Numbers) -> Fraction | None:
    """Return the middle value, or the mean of the two in the middle; None without values."""
    ranked, n = sorted(values), len(values)
    return Fraction(ranked[(n - 1) // 2] + ranked[n // 2], 2) if ranked else None


def covariance(left: Numbers, right: Numbers) -> Fraction | None:
    """Return the sample covariance (n - 1) of two columns of equal length, None below two values."""
    n = len(left)
    if n < 2:
        return None
    products = sum(a * b for a, b in zip(left, right, strict=True))
    return Fraction(n * products - sum(left) * sum(right), n * (n - 1))


def variance(values: Numbers) -> Fraction | None:
    """Return the sample variance (n - 1), None below two values."""
    return covariance(values, values)


def correlation(left: Numbers, right: Numbers) -> float | None:
    """Return Pearson's correlation in [-1, 1], None below two values or without variance on either side."""
    joint = covariance(left, right)
    spread = (variance(left) or 0) * (variance(right) or 0)
    if joint is None or not spread:
        return None
    size = sqrt(joint * joint / spread)
    return -size if joint < 0 else size


def discrimination_index(marks: Numbers, rests: Numbers) -> float | None:
    """Return 100 · cov(x, r) / sqrt(var x · var r) in [-100, 100]; `rests` are what the same persons earn elsewhere."""
    found = correlation(marks, rests)
    return None if found is None else 100 * found


def discriminative_efficiency(marks: Numbers, rests: Numbers) -> float | None:
    """Return 100 · cov(x, r) / cov(sorted x, sorted r): the index as a share of what these marks allow, at most 100.

    In size it is at least the index; a negative one may fall below -100.
    """
    joint, best = covariance(marks, rests), covariance(sorted(marks), sorted(rests))
    return float(100 * joint / best) if joint is not None and best else None


def effective_weights(columns: Sequence[Numbers]) -> list[float | None]:
    """Return what share in % each item has in the spread of totals: 100 · sqrt(cov(x, T)) / Σ sqrt(cov(x, T)).

    `columns` hold the marks of the same persons item by item. An item with a negative covariance has no weight (None)
    and no part in the sum.
    """
    totals = _totals(columns)
    joints = [covariance(column, totals) for column in columns]
    roots = [None if joint is None or joint < 0 else sqrt(joint) for joint in joints]
    whole = sum(root for root in roots if root is not None)
    return [100 * root / whole if root is not None and whole else None for root in roots]


def alpha(columns: Sequence[Numbers]) -> Fraction | None:
    """Return Cronbach's alpha, p / (p - 1) · (1 - Σ var x / var T), at most 1 and without a lower bound.

    `columns` hold the marks of the same persons item by item, p of them. None below two items or two persons or when
    all totals are equal. Moodle's coefficient of internal consistency is 100 times alpha. On marks of 0 and 1 it is
    KR-20: p·q is the variance over n, and whether one divides by n or by n - 1 cancels.
    """
    p = len(columns)
    spread = variance(_totals(columns))
    if p < 2 or not spread:
        return None
    return Fraction(p, p - 1) * (1 - sum(filter(None, map(variance, columns))) / spread)


def skewness(values: Numbers) -> float | None:
    """Return k3 / k2 ** 1.5 by k-statistics, None below three values or without variance."""
    n, k2 = len(values), variance(values)
    if n < 3 or not k2:
        return None
    s1, s2, s3 = (sum(value**power for value in values) for power in (1, 2, 3))
    k3 = Fraction(2 * s1**3 - 3 * n * s1 * s2 + n * n * s3, n * (n - 1) * (n - 2))
    size = sqrt(k3 * k3 / k2**3)
    return -size if k3 < 0 else size


def kurtosis(values: Numbers) -> float | None:
    """Return k4 / k2 ** 2 by k-statistics (0 for a normal distribution), None below four values or without variance."""
    n, k2 = len(values), variance(values)
    if n < 4 or not k2:
        return None
    s1, s2, s3, s4 = (sum(value**power for value in values) for power in (1, 2, 3, 4))
    fourth = -6 * s1**4 + 12 * n * s1**2 * s2 - 3 * n * (n - 1) * s2**2 - 4 * n * (n + 1) * s1 * s3
    k4 = Fraction(fourth + n * n * (n + 1) * s4, n * (n - 1) * (n - 2) * (n - 3))
    return float(k4 / k2**2)


def upper_lower(marks: Numbers, standings: Numbers) -> Fraction | None:
    """Return D: the mean mark of the 27 % of persons who stand highest less that of the 27 % who stand lowest.

    `standings` order the persons. The groups are 27 % exactly: persons who stand equal share the places that are left,
    so that no order of persons matters. None when all stand equal.
    """
    groups: dict[Number, list[Number]] = {}
    for standing, mark in sorted(zip(standings, marks, strict=True)):
        groups.setdefault(standing, []).append(mark)
    if len(groups) < 2:
        return None
    ranked, places = list(groups.values()), TAIL * len(marks)
    return _first(ranked[::-1], places) - _first(ranked, places)


def _first(groups: Sequence[Numbers], places: Fraction) -> Fraction:
    earned, left = Fraction(0), places
    for group in groups:
        taken = min(left, Fraction(len(group)))
        earned += taken * Fraction(sum(group), len(group))
        left -= taken
    return earned / places


def wilson_interval(share: Fraction, n: int, z: float = Z_95) -> tuple[float, float] | None:
    """Return Wilson's interval for a share in [0, 1] of n answers, None without answers; z is the normal point.

    It solves |share - p| = z · sqrt(p · (1 - p) / n) for p. With partial marks it is a little too wide, never too
    narrow: no marks in [0, 1] vary more than those of 0 and 1 with the same mean.
    """
    return (_wilson_low(share, n, z), 1 - _wilson_low(1 - share, n, z)) if n > 0 else None


def _wilson_low(share: Fraction, n: int, z: float) -> float:
    """Return the smaller root as product over larger root, so that nothing cancels and that of 0 is 0."""
    found, extra = float(share), z * z / n
    return found * found / (found + extra / 2 + sqrt(extra * (found * (1 - found) + extra / 4)))


def _totals(columns: Sequence[Numbers]) -> list[Number]:
    return [sum(row) for row in zip(*columns, strict=True)]
