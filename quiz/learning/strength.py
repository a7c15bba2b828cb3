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
_LEAST, _EASIEST, _HARDEST, _FIRMEST = 0.001, 1.0, 10.0, float(LONGEST_DAYS)
_AGAIN = int(Rating.AGAIN)

Strength = tuple[float, float]
"""Stability in days and difficulty from 1 to 10."""


def _difficulty(rating: int) -> float:
    return _W[4] - exp(_W[5] * (rating - 1)) + 1


_RATINGS = tuple(map(int, Rating))
_FIRST = {r: (max(_W[r - 1], _LEAST), min(max(_difficulty(r), _EASIEST), _HARDEST)) for r in _RATINGS}
_HARDER = {r: -_W[6] * (r - 3) / 9.0 for r in _RATINGS}
_GAIN = {r: exp(_W[8]) * {2: _W[15], 4: _W[16]}.get(r, 1.0) for r in _RATINGS}
_GROWTH = {r: exp(_W[17] * (r - 3 + _W[18])) for r in _RATINGS}
_KEPT = 1 - _W[7]
_MEAN = _W[7] * _difficulty(4)
_SHORT = exp(_W[17] * _W[18])
_SLOW, _SPREAD, _SAME = -_W[9], _W[10], -_W[19]
_LAPSE, _LAPSE_D, _LAPSE_S, _LAPSE_R = _W[11], -_W[12], _W[13], _W[14]


def strengthened(known: Strength | None, rating: int, gap: int) -> Strength:
    """Return the strength of a memory after a review with a rating (1 to 4), `gap` days (0 or more) after the last.

    None stands for an item that was never reviewed.
    """
    if known is None:
        return _FIRST[rating]
    stability, difficulty = known
    if gap < 1:
        growth = _GROWTH[rating] * stability**_SAME
        after = stability * (growth if rating == _AGAIN or growth > 1.0 else 1.0)
    else:
        missed = 1 - (1 + _FACTOR * min(gap, LONGEST_GAP) / stability) ** _DECAY
        if rating == _AGAIN:
            long = _LAPSE * difficulty**_LAPSE_D * ((stability + 1) ** _LAPSE_S - 1) * exp(missed * _LAPSE_R)
            after = min(long, stability / _SHORT)
        else:
            gain = _GAIN[rating] * (11 - difficulty) * stability**_SLOW * (exp(missed * _SPREAD) - 1)
            after = stability * (1 + gain)
    harder = _MEAN + _KEPT * (difficulty + (10.0 - difficulty) * _HARDER[rating])
    # Comparisons, as calls of min and max would be half of the time.
    after = _LEAST if after < _LEAST else _FIRMEST if after > _FIRMEST else after
    return after, _EASIEST if harder < _EASIEST else _HARDEST if harder > _HARDEST else harder
