"""What only the whole library shows: where keys stand on the screen, and what solvers reach that have read nothing.

A solver that knows no document must not do better than chance (AUTHORING 4.4): what it finds is a cue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import comb
from typing import NamedTuple

from quiz.checks.rules import Case, Picked
from quiz.checks.words import content
from quiz.errors import Finding, Severity
from quiz.items import Boolean, Choice, Multiple, Text
from quiz.learning import option_order
from quiz.text import canon

RENDERINGS = 200
"""Seeds by which every item is rendered."""
POINTS = Fraction(5, 100)
"""How far above chance a solver that has read nothing may come."""
ENOUGH = 20
"""Items from which a share says something."""
DEVIATION = 5.0
"""Standard deviations from an even share of places that chance does not explain."""
NAMED = 8
"""Items that a finding names."""


class Solved(NamedTuple):
    """What a solver reached: its mean score, what chance reaches, over how many items, and where it was right."""

    score: Fraction
    chance: Fraction
    items: int
    right: tuple[str, ...]

    @property
    def above(self) -> Fraction:
        """How far above chance it came, as a share."""
        return self.score - self.chance


Solver = Callable[[Case, Picked], list[float]]
"""Gives each option of a list a weight; the heaviest are picked."""


def _longest(case: Case, picked: Picked) -> list[float]:
    return [float(len(o.text)) for o in picked.options]


def _overlapping(case: Case, picked: Picked) -> list[float]:
    stem = case.words
    return [float(len(content(o.text) & stem)) for o in picked.options]


def _frequent(keys: Counter[str]) -> Solver:
    """Return a solver that picks what is right most often elsewhere in the library."""

    def solve(case: Case, picked: Picked) -> list[float]:
        own = Counter(name for key in case.keys for name in _names(case, key))
        names = [_names(case, o.text) for o in picked.options]
        return [float(max(keys[n] - own[n] for n in found)) for found in names]

    return solve


def _names(case: Case, text: str) -> frozenset[str]:
    return case.world.names_in(text) or frozenset([canon(text)])


def _key_names(cases: list[Case]) -> Counter[str]:
    return Counter(name for case in cases for key in case.keys for name in _names(case, key))


def _share(picked: Picked, weights: list[float]) -> Fraction:
    """Return what picking as many of the heaviest options as are right earns on average: of ties, each is as likely.

    One option is worth 1 or 0; of several, the share of right ones less the share of wrong ones, not below 0.
    """
    right = {i for i, _ in picked.right}
    wanted, wrong = len(right), len(picked.wrong)
    edge = sorted(weights, reverse=True)[wanted - 1]
    sure = [i for i, w in enumerate(weights) if w > edge]
    tied = [i for i, w in enumerate(weights) if w == edge]
    picks, good = wanted - len(sure), sum(i in right for i in tied)
    total = Fraction(0)
    for more in range(max(0, picks - len(tied) + good), min(good, picks) + 1):
        hits = sum(i in right for i in sure) + more
        earned = Fraction(hits, wanted) - (Fraction(wanted - hits, wrong) if wanted > 1 and wrong else 0)
        ways = comb(good, more) * comb(len(tied) - good, picks - more)
        total += Fraction(ways, comb(len(tied), picks)) * max(Fraction(0), earned)
    return total


def solve(cases: list[Case], solver: Solver) -> Solved:
    """Return what a solver reaches over the choices and multiples of a library."""
    earned: list[Fraction] = []
    chance: list[Fraction] = []
    right: list[str] = []
    for case in cases:
        if not isinstance(case.item, Choice | Multiple) or not case.picked[0].right:
            continue
        picked = case.picked[0]
        share = _share(picked, solver(case, picked))
        guessed = _share(picked, [0.0] * len(picked.options))
        earned.append(share)
        chance.append(guessed)
        if share > guessed:
            right.append(case.item.id)
    return _solved(earned, chance, right)


def _solved(earned: list[Fraction], chance: list[Fraction], right: list[str]) -> Solved:
    many = max(1, len(earned))
    return Solved(sum(earned, Fraction(0)) / many, sum(chance, Fraction(0)) / many, len(earned), tuple(right))


def solve_typed(cases: list[Case]) -> Solved:
    """Return what somebody reaches who types the commonest answer of the library to every question for words."""
    texts = [c for c in cases if isinstance(c.item, Text)]
    counts = Counter(name for case in texts for key in case.keys for name in _names(case, key))
    common = max(counts, key=lambda name: (counts[name], name), default="")
    right = [c.item.id for c in texts if any(common in _names(c, k) for k in c.keys)]
    return _solved([Fraction(c.item.id in right) for c in texts], [Fraction(0)] * len(texts), right)


def solve_statements(cases: list[Case]) -> Solved:
    """Return what somebody reaches who gives every statement the verdict that is commoner in the library."""
    verdicts = {c.item.id: c.item.key for c in cases if isinstance(c.item, Boolean)}
    common = 2 * sum(verdicts.values()) >= len(verdicts)
    right = [name for name, key in verdicts.items() if key is common]
    return _solved([Fraction(k is common) for k in verdicts.values()], [Fraction(1, 2)] * len(verdicts), right)


SOLVERS: dict[str, tuple[str, Callable[[list[Case]], Solved]]] = {
    "solver-longest": ("picks the longest option", lambda cases: solve(cases, _longest)),
    "solver-frequent": (
        "picks the name that is right most often elsewhere",
        lambda cases: solve(cases, _frequent(_key_names(cases))),
    ),
    "solver-overlap": (
        "picks the option that shares most words with the stem",
        lambda cases: solve(cases, _overlapping),
    ),
    "solver-typed": ("types the commonest answer of the library everywhere", solve_typed),
    "solver-statement": ("gives every statement the commoner verdict", solve_statements),
}
"""Each solver's rule, what it does, and what it reaches."""


def deep_findings(cases: list[Case], path: str) -> Iterator[Finding]:
    """Yield what renderings and solvers find; `path` names the file that the findings belong to."""
    asked = [c for c in cases if c.item.status == "approved"]
    for rule, (does, reach) in SOLVERS.items():
        solved = reach(asked)
        if solved.items >= ENOUGH and solved.above > POINTS:
            what = (
                f"who {does} reaches {float(solved.score):.0%} of {solved.items} items, "
                f"{float(solved.above) * 100:.0f} points above chance"
            )
            yield _of_library(rule, path, what, f"change some of: {_few(solved.right)}")
    yield from _positions(asked, path)


def _few(names: tuple[str, ...]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _of_library(rule: str, path: str, what: str, hint: str) -> Finding:
    return Finding(rule=rule, path=path, line=1, column=1, what=what, hint=hint, severity=Severity.WARNING)


def places(case: Case) -> Counter[int]:
    """Return how often the key of a choice stands in each place over so many renderings."""
    ids = [o.id for o in case.picked[0].options]
    key = case.picked[0].right[0][1].id
    return Counter(option_order(f"rendering {n}", case.item.id, ids).index(key) for n in range(RENDERINGS))


def _positions(cases: list[Case], path: str) -> Iterator[Finding]:
    """Yield a finding when keys stand in one place of the screen more often than chance explains."""
    for many in (2, 3, 4, 5, 6):
        chosen = [c for c in cases if isinstance(c.item, Choice) and len(c.picked[0].options) == many]
        seen: Counter[int] = Counter()
        for case in chosen:
            seen.update(places(case))
        total = sum(seen.values())
        for place in range(many if total else 0):
            spread = (total * (1 / many) * (1 - 1 / many)) ** 0.5
            if abs(seen[place] - total / many) > DEVIATION * spread:
                what = f"of {total} renderings with {many} options, {seen[place]} have the key in place {place + 1}"
                yield _of_library("key-position", path, what, "report this: the shuffle of the program is not even")
