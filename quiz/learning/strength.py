"""FSRS-6 in plain floats, for the reports that replay the answers of a whole course: `memory` asks the library.

The same numbers come out (a test holds the two against each other) in a tenth of the time; there are no due days here.
"""

from __future__ import annotations

from math import exp

from quiz.learning.memory import LONGEST_DAYS, LONGEST_GAP, Rating

PARAMETERS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483,
    0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
"""FSRS-6's defaults."""
_W = PARAMETERS
_DECAY = -_W[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1
_LEAST, _EASIEST, _HARDEST = 0.001, 1.0, 10.0
_RECALL = exp(_W[8])
_SHORT = exp(_W[17] * _W[18])

Strength = tuple[float, float]
"""Stability in days and difficulty from 1 to 10."""


def _difficulty(rating: int) -> float:
    return _W[4] - exp(_W[5] * (rating - 1)) + 1


_FIRST = {int(r): (max(_W[r - 1], _LEAST), min(max(_difficulty(r), _EASIEST), _HARDEST)) for r in Rating}
_MEAN = _W[7] * _difficulty(4)


def strengthened(known: Strength | None, rating: int, gap: int) -> Strength:
    """Return the strength of a memory after a review with a rating (1 to 4), `gap` days (0 or more) after the last.

    None stands for an item that was never reviewed.
    """
    if known is None:
        return _FIRST[rating]
    stability, difficulty = known
    if gap < 1:
        growth = exp(_W[17] * (rating - 3 + _W[18])) * stability ** -_W[19]
        after = stability * (growth if rating == 1 else max(growth, 1.0))
    else:
        recall = (1 + _FACTOR * min(gap, LONGEST_GAP) / stability) ** _DECAY
        after = _forgotten(stability, difficulty, recall) if rating == 1 else _recalled(known, recall, rating)
    harder = difficulty + (10.0 - difficulty) * -(_W[6] * (rating - 3)) / 9.0
    mixed = _MEAN + (1 - _W[7]) * harder
    return min(max(after, _LEAST), float(LONGEST_DAYS)), min(max(mixed, _EASIEST), _HARDEST)


def _forgotten(stability: float, difficulty: float, recall: float) -> float:
    long = _W[11] * difficulty ** -_W[12] * ((stability + 1) ** _W[13] - 1) * exp((1 - recall) * _W[14])
    return min(float(long), stability / _SHORT)


def _recalled(known: Strength, recall: float, rating: int) -> float:
    stability, difficulty = known
    scale = _W[15] if rating == 2 else _W[16] if rating == 4 else 1.0
    gain = _RECALL * (11 - difficulty) * stability ** -_W[9] * (exp((1 - recall) * _W[10]) - 1)
    return float(stability * (1 + gain * scale))
