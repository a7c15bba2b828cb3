"""Fits the weights of `quiz.generate.likely` to what readers said of drafts, and prints them.

    python -m tests.tools.fit_likely

`tests/data/verdicts.csv` holds a line for each draft that was read blind: how many readers it had, whether the harder
one took it as it was, and what is counted about it; no text.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path

VERDICTS = Path(__file__).parents[1] / "data" / "verdicts.csv"
RIDGE = 10.0
"""How strongly weights are drawn to 0: the inverse of the variance of a prior on standardized weights."""
STEPS = 12
READERS = 2
"""Readers of whom the harder one counts in what is predicted."""


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Return the solution of a positive definite system, by Gauss and Jordan."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(size):
        pivot = rows[at][at]
        rows[at] = [value / pivot for value in rows[at]]
        for other in range(size):
            factor = rows[other][at]
            if other != at and factor:
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[size] for row in rows]


def fit(rows: Sequence[Sequence[float]], taken: Sequence[bool], ridge: float = RIDGE) -> tuple[float, list[float]]:
    """Return bias and weights of a logistic regression with a ridge on standardized columns, by Newton's method."""
    count, width = len(rows), len(rows[0])
    means = [sum(column) / count for column in zip(*rows, strict=True)]
    spread = [
        math.sqrt(sum((v - mean) ** 2 for v in column) / count) + 0.1
        for column, mean in zip(zip(*rows, strict=True), means, strict=True)
    ]
    scaled = [[1.0, *((v - m) / s for v, m, s in zip(row, means, spread, strict=True))] for row in rows]
    weights = [0.0] * (width + 1)
    for _ in range(STEPS):
        slope = [0.0] + [-ridge * w for w in weights[1:]]
        curve = [[ridge if i == j and i else 0.0 for j in range(width + 1)] for i in range(width + 1)]
        for row, yes in zip(scaled, taken, strict=True):
            chance = 1 / (1 + math.exp(-sum(w * v for w, v in zip(weights, row, strict=True))))
            rest, weight = yes - chance, chance * (1 - chance)
            for i, value in enumerate(row):
                if value:
                    slope[i] += rest * value
                    line, part = curve[i], weight * value
                    for j in range(width + 1):
                        line[j] += part * row[j]
        weights = [w + step for w, step in zip(weights, solve(curve, slope), strict=True)]
    plain = [w / s for w, s in zip(weights[1:], spread, strict=True)]
    return weights[0] - sum(w * m for w, m in zip(plain, means, strict=True)), plain


def read_verdicts(path: Path = VERDICTS) -> tuple[list[str], list[list[float]], list[bool]]:
    """Return names of what is counted, the counts of each draft behind its number of readers, and if it was taken."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    names = lines[0][3:]
    rows = [[float(line[1]), *map(float, line[3:])] for line in lines[1:]]
    return names, rows, [line[2] == "as_is" for line in lines[1:]]


def weights() -> tuple[float, dict[str, float]]:
    """Return bias and weights for two readers, rounded as they are kept."""
    names, rows, taken = read_verdicts()
    bias, (readers, *found) = fit(rows, taken)
    return round(bias + READERS * readers, 3), {n: round(w, 3) for n, w in zip(names, found, strict=True)}


if __name__ == "__main__":
    constant, table = weights()
    print(f"BIAS = {constant}")
    for name, value in table.items():
        print(f'    "{name}": {value},')
