"""Certainty: how sure a trainee was, beside how right (SCORING 1.6). Never part of a score or of a pass.

Marks are linear in the score, so that to say how sure one is pays best (Gardner-Medwin's certainty-based marking).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import fsum
from typing import Any

from msgspec import Struct

LEVELS = (1, 2, 3)
"""A guess, fairly sure, certain."""
_MARKS = {1: (0, 1), 2: (-2, 2), 3: (-6, 3)}
_BANDS = {1: (Fraction(0), Fraction(2, 3)), 2: (Fraction(2, 3), Fraction(4, 5)), 3: (Fraction(4, 5), Fraction(1))}
_MEANT = {1: 0.5, 2: 0.735, 3: 0.9}
_BONUS = Fraction(1, 10)


def certainty_mark(level: int | None, share: Fraction) -> Fraction:
    """Return the mark for a share in [0, 1] at a level of certainty: lo + (hi - lo) * share; 0 without a level.

    Levels 1, 2, 3 earn 0 to 1, -2 to 2, -6 to 3.
    """
    if level is None:
        return Fraction(0)
    low, high = _MARKS[level]
    return low + (high - low) * share


def best_level(chance: Fraction) -> int:
    """Return the level that pays best when answers are right with that chance: from 2/3 on 2, from 4/5 on 3."""
    return 1 if chance < Fraction(2, 3) else 2 if chance < Fraction(4, 5) else 3


class LevelRow(Struct, frozen=True):
    """A level of certainty: answers given with it, their mean share, the band in which it should lie."""

    level: int
    answers: int
    accuracy: float | None
    low: float
    high: float


class Calibration(Struct, frozen=True):
    """How well certainty met what was right; None where nothing can be said.

    `accuracy` is the mean share, `mark` the mean certainty mark, `certain_accuracy` the accuracy with a tenth of what
    the marks lie above or below those of somebody as good who is always equally sure; `brier` the mean squared
    distance between what was meant and what was earned, `reliability` its part that is due to wrong certainty.
    """

    answers: int
    accuracy: float | None
    mark: float | None
    certain_accuracy: float | None
    brier: float | None
    reliability: float | None
    levels: tuple[LevelRow, ...]


def calibration(answers: Iterable[tuple[int | None, Fraction]]) -> Calibration:
    """Return the calibration of answers, each a level of certainty and a share; those without a level do not count."""
    return _calibration(Counter(answers))


def calibration_of(counts: Mapping[tuple[int, str], int]) -> Calibration:
    """Return the calibration of answers, given how many there are of each level of certainty and score `n/d`."""
    return _calibration({(level, Fraction(score)): n for (level, score), n in counts.items()})


def _calibration(counts: Mapping[Any, int]) -> Calibration:
    by_level: dict[int, dict[Fraction, int]] = {level: {} for level in LEVELS}
    for (level, share), n in counts.items():
        if level in by_level:
            by_level[level][share] = n
    rows = tuple(_row(level, shares) for level, shares in by_level.items())
    every = [(level, share, n) for level, shares in by_level.items() for share, n in shares.items()]
    count = sum(n for _, _, n in every)
    if not count:
        return Calibration(0, None, None, None, None, None, rows)
    accuracy = sum((n * share for _, share, n in every), Fraction(0)) / count
    mark = sum((n * certainty_mark(level, share) for level, share, n in every), Fraction(0)) / count
    even = certainty_mark(best_level(accuracy), accuracy)
    squares = [n * (_MEANT[level] - float(share)) ** 2 for level, share, n in every]
    gaps = [r.answers * (_MEANT[r.level] - r.accuracy) ** 2 for r in rows if r.accuracy is not None]
    return Calibration(
        answers=count,
        accuracy=float(accuracy),
        mark=float(mark),
        certain_accuracy=float(accuracy + _BONUS * (mark - even)),
        brier=fsum(squares) / count,
        reliability=fsum(gaps) / count,
        levels=rows,
    )


def _row(level: int, shares: Mapping[Fraction, int]) -> LevelRow:
    low, high = _BANDS[level]
    count = sum(shares.values())
    accuracy = float(sum((n * share for share, n in shares.items()), Fraction(0)) / count) if count else None
    return LevelRow(level, count, accuracy, float(low), float(high))
