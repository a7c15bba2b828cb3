"""Rasch's model: how able a person and how hard an item is, on one scale, whoever was asked what.

An answer is right with probability 1 / (1 + exp(difficulty - ability)). Estimates are the joint maximum of the
posterior (MAP) under normal priors around 0, so that all right, all wrong and few answers have finite ones, and missing
answers do no harm. A partial share counts as that part of a right answer. Newton's method on all places at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import fsum, sqrt, tanh
from operator import mul

from msgspec import Struct, structs

from quiz.scoring.statistics import Mark, Version, first_attempts

ENOUGH = 30
"""Below so many answers an estimate is marked small (Linacre 1994: 27 to 61 persons by how well items fit them)."""
STEPS = 50
"""Most steps of Newton's method; 5 to 10 are usual."""
STILL = 1e-9
"""Converged when no slope of the log posterior is larger; a place is then off by at most the variance of its prior
times the length of the slopes."""
STRIDE = 1.5
"""Most that a step may change a logit."""


Bend = tuple[int, int, float]
"""Two places that an answer is about, and its weight p · (1 - p) there."""


class Estimate(Struct, frozen=True):
    """A place on the scale in logits, its standard error, how many answers it rests on, and whether they are few.

    The standard error is that of the curvature at the place, all other places held.
    """

    value: float
    standard_error: float
    n: int
    small: bool


class Rasch(Struct, frozen=True):
    """Abilities by person and difficulties by item as it was scored, in order, and whether the search came to rest."""

    abilities: dict[str, Estimate]
    difficulties: dict[Version, Estimate]
    converged: bool
    steps: int


def probability(ability: float, difficulty: float) -> float:
    """Return the chance in [0, 1] of a right answer; ability and difficulty in logits."""
    return (1 + tanh((ability - difficulty) / 2)) / 2


def rasch(marks: Iterable[Mark], ability_sd: float = 1.0, difficulty_sd: float = 2.0, steps: int = STEPS) -> Rasch:
    """Return the MAP estimates from the first attempts among `marks`, which come in the order of the log.

    `ability_sd` and `difficulty_sd` (logits, above 0) are those of the priors; `steps` bounds the search. The same
    first attempts give the same estimates to the last bit, in whatever order they come.
    """
    first = sorted(first_attempts(marks), key=lambda mark: (mark.person, mark.version))
    persons, versions = sorted({mark.person for mark in first}), sorted({mark.version for mark in first})
    keys: list[str | Version] = [*persons, *versions]
    seats = {key: seat for seat, key in enumerate(keys)}
    scores = [Fraction(0)] * len(seats)
    counts = [0] * len(seats)
    for mark in first:
        for seat in (seats[mark.person], seats[mark.version]):
            scores[seat] += mark.share
            counts[seat] += 1
    posterior = _Posterior(
        pairs=[(seats[mark.person], seats[mark.version]) for mark in first],
        scores=[float(score) for score in scores],
        precisions=[ability_sd**-2] * len(persons) + [difficulty_sd**-2] * len(versions),
    )
    found = _climb(posterior, steps)
    estimates = [
        Estimate(place, 1 / sqrt(curve), count, count < ENOUGH)
        for place, curve, count in zip(found.places, posterior.diagonal(found.bends), counts, strict=True)
    ]
    easiness = {version: estimates[seats[version]] for version in versions}
    return Rasch(
        abilities={person: estimates[seats[person]] for person in persons},
        difficulties={name: structs.replace(easy, value=-easy.value) for name, easy in easiness.items()},
        converged=found.still,
        steps=found.steps,
    )


class _Posterior:
    """The log posterior over places: abilities, then easiness (difficulty with its sign turned).

    So each answer pulls two places alike: its logit is their sum.
    """

    def __init__(self, pairs: Sequence[tuple[int, int]], scores: Sequence[float], precisions: Sequence[float]) -> None:
        self.pairs, self.scores, self.precisions = pairs, scores, precisions

    def slopes(self, places: Sequence[float]) -> tuple[list[float], list[Bend]]:
        """Return the slope along each place, and how sharply each answer bends the posterior there."""
        slopes = _plus(self.scores, -1, list(map(mul, self.precisions, places)))
        bends = []
        for person, item in self.pairs:
            p = probability(places[person], -places[item])
            slopes[person] -= p
            slopes[item] -= p
            bends.append((person, item, p * (1 - p)))
        return slopes, bends

    def bent(self, bends: Sequence[Bend], direction: Sequence[float]) -> list[float]:
        """Return the curvature (minus the Hessian) times a direction."""
        product = list(map(mul, self.precisions, direction))
        for person, item, weight in bends:
            pull = weight * (direction[person] + direction[item])
            product[person] += pull
            product[item] += pull
        return product

    def diagonal(self, bends: Sequence[Bend]) -> list[float]:
        """Return the curvature along each place alone."""
        diagonal = list(self.precisions)
        for person, item, weight in bends:
            diagonal[person] += weight
            diagonal[item] += weight
        return diagonal

    def newton_step(self, slopes: Sequence[float], bends: Sequence[Bend]) -> list[float]:
        """Return where Newton's method goes from here: conjugate gradients, scaled by the diagonal, to 1/1000."""
        scales = [1 / curve for curve in self.diagonal(bends)]
        step, left = [0.0] * len(slopes), list(slopes)
        direction = list(map(mul, scales, left))
        power = _dot(left, direction)
        goal, rounds = power / 1_000_000, 0
        while power > goal and rounds < len(slopes):
            bent = self.bent(bends, direction)
            length = power / _dot(direction, bent)
            step, left = _plus(step, length, direction), _plus(left, -length, bent)
            scaled = list(map(mul, scales, left))
            before, power = power, _dot(left, scaled)
            direction = _plus(scaled, power / before, direction)
            rounds += 1
        return step


class _Found(Struct, frozen=True):
    places: list[float]
    bends: list[Bend]
    still: bool
    steps: int


def _climb(posterior: _Posterior, most: int) -> _Found:
    """Climb from 0 to the one maximum.

    A step that changes no logit by more than STRIDE always climbs, since then no weight grows by more than exp(STRIDE)
    on the way: the gain is at least (1 - (exp(s) - 1 - s) / s²) times the step's slope, 0.12 of it at s = 1.5 (Bach
    2010, Self-concordant analysis for logistic regression, lemma 1).
    """
    places = [0.0] * len(posterior.scores)
    slopes, bends = posterior.slopes(places)
    steps = 0
    while not (still := max(map(abs, slopes), default=0.0) <= STILL) and steps < most:
        step = posterior.newton_step(slopes, bends)
        reach = max(abs(step[person] + step[item]) for person, item in posterior.pairs)
        share = STRIDE / max(STRIDE, reach)
        places = _plus(places, share, step)
        slopes, bends = posterior.slopes(places)
        steps += 1
    return _Found(places, bends, still, steps)


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return fsum(map(mul, left, right))


def _plus(left: Sequence[float], times: float, right: Sequence[float]) -> list[float]:
    return [x + times * y for x, y in zip(left, right, strict=True)]
