"""Slow and plain answers to compare the real ones with: written from the definitions, never from the code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, permutations

from quiz.text import canon


def osa(left: str, right: str) -> int:
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            if i == 0 or j == 0:
                table[i][j] = i + j
                continue
            options = [
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (left[i - 1] != right[j - 1]),
            ]
            if i > 1 and j > 1 and left[i - 2 : i] == right[j - 2 : j][::-1]:
                options.append(table[i - 2][j - 2] + 1)
            table[i][j] = min(options)
    return table[-1][-1]


def youden(right: int, hits: int, wrong: int, extras: int) -> Fraction:
    return Fraction(hits, right) - (Fraction(extras, wrong) if wrong else 0)


def allowed_edits(form: str) -> int:
    return 0 if len(form) <= 4 else 1 if len(form) <= 8 else 2


def text_share(accepted: Iterable[str], rivals: Iterable[str], typed: str) -> int:
    answer = canon(typed)
    right = [canon(form) for form in accepted]
    wrong = [canon(form) for form in rivals]
    if answer in right:
        return 1
    if not answer or answer in wrong:
        return 0
    nearest_rival = min((osa(answer, form) for form in wrong), default=10**6)
    return int(
        any(
            osa(answer, form) <= allowed_edits(form)
            and osa(answer, form) < nearest_rival
            and re.findall(r"\d+", answer) == re.findall(r"\d+", form)
            for form in right
        )
    )


def neighbours(topics: Sequence[str], last: str = "") -> int:
    return sum(a == b for a, b in pairwise((last, *topics)))


def fewest_neighbours(topics: Sequence[str], last: str = "") -> int:
    return min(neighbours(order, last) for order in set(permutations(topics)))


def chi_square(counts: Sequence[int]) -> float:
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 / expected for count in counts)


Steps = Sequence[Sequence[str]]


def stands(steps: Steps, given: Sequence[str]) -> list[int]:
    """Return the steps in which the options of a list stand."""
    return [next(at for at, step in enumerate(steps) if option in step) for option in given]


def tau(steps: Steps, given: Sequence[str]) -> Fraction:
    """Kendall's tau over the pairs that are no tie: (concordant - discordant) / (concordant + discordant)."""
    at = stands(steps, given)
    signs = [(b > a) - (b < a) for i, a in enumerate(at) for b in at[i + 1 :]]
    return Fraction(sum(signs), sum(map(abs, signs)))


def agrees(steps: Steps, given: Sequence[str]) -> bool:
    at = stands(steps, given)
    return at == sorted(at)


def weighted_mean(shares: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    return sum((s * w for s, w in zip(shares, weights, strict=True)), Fraction(0)) / sum(weights)


def subsets(options: Sequence[str]) -> list[list[str]]:
    return [list(s) for n in range(len(options) + 1) for s in combinations(options, n)]
