"""Solvers that have read nothing: they are told where a cue helps them, and silent where none does."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.banks import Sources
from quiz.checks import deep
from quiz.checks.deep import RENDERINGS, SOLVERS, deep_findings, places
from quiz.checks.rules import Case, Picked, World
from quiz.checks.running import check_sources
from quiz.items.fields import Option
from tests.support.checking import TODAY
from tests.support.library import brief

MANY = 24
Options = list[tuple[str, str]]
WORDS = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "islet", "joist", "knoll", "ledge"]


def library(items: list[str]) -> Sources:
    head = b"id: small\ntitle: Small\ntopics: {a: A}\n"
    bank = "bank: b\ntitle: B\nitems:\n" + "".join(items)
    documents = (("notes.md", brief(range(1, len(items) + 1)).encode()),)
    return Sources(("library.yaml", head), None, (("b.yaml", bank.encode()),), documents)


def rest(number: int) -> str:
    return (
        f"    explanation: So it is.\n    topics: [a]\n    level: 1\n    citations:\n      - document: notes\n"
        f"        paragraph: {number}\n        quote: Fact {number} is written down.\n    status: approved\n"
    )


def choice(number: int, stem: str, right: str, wrong: list[str]) -> str:
    options = "".join(
        f"      - id: o{n}\n        text: {text}\n" + ("        feedback: No.\n" if n else "")
        for n, text in enumerate([right, *wrong])
    )
    return (
        f"  - id: item-{number}\n    type: choice\n    stem: {stem}\n    options:\n{options}    key: o0\n{rest(number)}"
    )


def text(number: int, key: str) -> str:
    return f"  - id: item-{number}\n    type: text\n    stem: What is thing {number}?\n    key: {key}\n{rest(number)}"


def statement(number: int, key: bool) -> str:
    said = str(key).lower()
    return (
        f"  - id: item-{number}\n    type: boolean\n    stem: Thing {number} is so.\n    key: {said}\n"
        f"    feedback: No.\n{rest(number)}"
    )


def drawn(seed: int, length: Callable[[int, int], int] = lambda right, n: 1) -> list[str]:
    """Choices of random words; `length` says how many words an option has."""
    rng = random.Random(seed)
    made = []
    for n in range(1, MANY + 1):
        words = rng.sample(WORDS, 4)
        options = [" ".join([w] * length(i == 0, n)) for i, w in enumerate(words)]
        made.append(choice(n, f"Which is thing {n}?", options[0], options[1:]))
    return made


def each(make: Callable[[int], str]) -> list[str]:
    return [make(n) for n in range(1, MANY + 1)]


def of_thing(n: int, right: str, *wrong: str) -> str:
    return choice(n, f"Which is thing {n}?", right, [*wrong] or [f"wrong {n}", f"other {n}"])


def of_the(n: int, word: str, right: str, *wrong: str) -> str:
    return choice(n, f"Which is the {word} of {n}?", right, [*wrong])


GOOD: dict[str, list[list[str]]] = {
    "solver-longest": [drawn(1), drawn(2, lambda right, n: 2 if right == (n % 4 == 0) else 1)],
    "solver-frequent": [
        each(lambda n: of_thing(n, f"right {n}")),
        each(lambda n: of_thing(n, WORDS[n % 6], *WORDS[: n % 6], *WORDS[n % 6 + 1 : 6])),
    ],
    "solver-overlap": [drawn(3), each(lambda n: of_the(n, "amber", "birch", "amber", "cedar"))],
    "solver-typed": [each(lambda n: text(n, f"answer {n}")), each(lambda n: text(n, f"{WORDS[n % 12]} {n}"))],
    "solver-statement": [each(lambda n: statement(n, n % 2 == 0)), each(lambda n: statement(n, n <= MANY // 2))],
}
BAD: dict[str, list[list[str]]] = {
    "solver-longest": [
        drawn(1, lambda right, n: 3 if right else 1),
        drawn(2, lambda right, n: 2 if right == bool(n % 3) else 1),
    ],
    "solver-frequent": [
        each(lambda n: of_thing(n, "amber")),
        each(lambda n: of_thing(n, ("amber", f"right {n}")[n % 2])),
    ],
    "solver-overlap": [
        each(lambda n: of_the(n, "amber", "amber", "birch", "cedar")),
        each(lambda n: of_the(n, ("amber", "delta")[n % 2], "amber", "birch", "cedar")),
    ],
    "solver-typed": [each(lambda n: text(n, "amber")), each(lambda n: text(n, "amber" if n < 4 else f"answer {n}"))],
    "solver-statement": [each(lambda n: statement(n, True)), each(lambda n: statement(n, n % 4 == 0))],
}


def told(items: list[str]) -> set[str]:
    """Return which rules over a whole library tell something of it."""
    _, report = check_sources(library(items), TODAY, deep=True)
    assert report.items == len(items), [f.text() for f in report.findings if f.severity == "error"]
    return {f.rule for f in report.findings} & {*SOLVERS, "key-position"}


@pytest.mark.parametrize("rule", SOLVERS)
@pytest.mark.parametrize("which", [0, 1])
def test_a_cue_that_helps_a_solver_is_told_and_its_absence_is_not(rule: str, which: int) -> None:
    assert rule in told(BAD[rule][which])
    assert rule not in told(GOOD[rule][which])


def test_without_deep_nothing_of_this_is_looked_at() -> None:
    _, report = check_sources(library(BAD["solver-longest"][0]), TODAY)
    assert not {f.rule for f in report.findings} & {*SOLVERS}


def test_a_few_items_say_nothing() -> None:
    assert told(BAD["solver-longest"][0][:19]) == set()


@given(st.lists(st.integers(0, 3), min_size=2, max_size=6), st.data())
def test_what_a_solver_earns_is_the_mean_over_all_ways_to_break_its_ties(
    weights: list[int], data: st.DataObject
) -> None:
    many = len(weights)
    right = data.draw(st.sets(st.integers(0, many - 1), min_size=1, max_size=many))
    options = tuple(Option(id=f"o{n}", text=f"text {n}") for n in range(many))
    picked = Picked((), options, frozenset(f"o{n}" for n in right))
    wanted, wrong = len(right), many - len(right)
    earned = []
    for order in permutations(range(many)):
        chosen = sorted(order, key=lambda n: -weights[n])[:wanted]
        hits = len(right.intersection(chosen))
        value = Fraction(hits, wanted) - (Fraction(wanted - hits, wrong) if wanted > 1 and wrong else 0)
        earned.append(max(Fraction(0), value))
    assert deep._share(picked, [float(w) for w in weights]) == sum(earned, Fraction(0)) / len(earned)


def cases(items: list[str]) -> list[Case]:
    made, _ = check_sources(library(items), date(2026, 1, 1))
    assert made is not None
    world = World(made, TODAY)
    return [Case(entry, world) for entry in made.entries.values()]


def test_a_key_stands_everywhere_and_an_uneven_shuffle_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    made = cases(drawn(5))
    seen = places(made[0])
    assert sum(seen.values()) == RENDERINGS
    assert set(seen) == {0, 1, 2, 3}
    assert not [f for f in deep_findings(made, "library.yaml") if f.rule == "key-position"]
    monkeypatch.setattr(deep, "option_order", lambda seed, item, options: tuple(options))
    findings = [f for f in deep_findings(made, "library.yaml") if f.rule == "key-position"]
    assert len(findings) == 4
    assert (
        findings[0].what
        == f"of {RENDERINGS * MANY} renderings with 4 options, {RENDERINGS * MANY} have the key in place 1"
    )
