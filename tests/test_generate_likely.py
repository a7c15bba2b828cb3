"""How likely readers are to take a draft: what is counted, weights that are those of the readings, what is kept."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.generate import likely
from quiz.generate.pipeline import FAMILIES
from tests.support.drafting import RULES, drafts, english
from tests.tools import fit_likely


def test_the_weights_are_those_of_the_readings() -> None:
    bias, weights = fit_likely.weights()
    assert pytest.approx(bias, abs=0.002) == likely.BIAS
    assert dict(likely.WEIGHTS) == pytest.approx(weights, abs=0.002)


def test_what_readers_took_is_found_likelier_than_what_they_refused() -> None:
    names, rows, taken = fit_likely.read_verdicts()
    found: dict[bool, list[float]] = {True: [], False: []}
    for (_, *row), yes in zip(rows, taken, strict=True):
        found[yes].append(sum(likely.WEIGHTS[n] * v for n, v in zip(names, row, strict=True)))
    pairs = [a > b for a in found[True][::7] for b in found[False][::7]]
    # Half would be chance; drafts of later readings had been chosen by it already.
    assert sum(pairs) > 2 / 3 * len(pairs)


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=40), st.sampled_from(FAMILIES), st.booleans())
def test_what_is_counted_lies_between_0_and_5(stem: str, passage: str, key: str, family: str, options: bool) -> None:
    found = likely.features(stem, passage, key, family, options)
    assert found.keys() == likely.WEIGHTS.keys()
    assert all(0 <= value <= 5 for value in found.values())
    assert sum(value for name, value in found.items() if name.startswith("asks for")) == 1


def test_every_family_that_is_known_to_ask_for_something_is_one() -> None:
    assert set(likely.KINDS) <= set(FAMILIES)


def test_what_readers_would_probably_not_take_is_made_only_when_asked_for() -> None:
    all_of_them = drafts(RULES, english())
    kept = drafts(RULES, english(), doubtful=False)
    poor = [d for d in all_of_them if likely.likely(d) < likely.LEAST]
    assert poor
    assert {d.origin.fact for d in kept} <= {d.origin.fact for d in all_of_them}
    assert all(likely.likely(d) >= likely.LEAST for d in kept)
    named = {d.origin.family for d in poor}
    assert {d.origin.family for d in drafts(RULES, english(), families=tuple(named), doubtful=False)} >= named


@given(st.lists(st.lists(st.floats(-3, 3), min_size=3, max_size=3), min_size=3, max_size=3), st.data())
def test_a_system_is_solved(some: list[list[float]], data: st.DataObject) -> None:
    matrix = [[sum(a * b for a, b in zip(x, y, strict=True)) + (i == j) for j, y in enumerate(some)]
              for i, x in enumerate(some)]  # fmt: skip
    right = data.draw(st.lists(st.floats(-3, 3), min_size=3, max_size=3))
    found = fit_likely.solve(matrix, right)
    back = [sum(a * b for a, b in zip(row, found, strict=True)) for row in matrix]
    assert back == pytest.approx(right, abs=1e-6)


def test_a_fit_finds_the_weights_that_made_the_data() -> None:
    rng = random.Random(5)
    rows = [[rng.uniform(-2, 2), float(rng.random() < 0.5)] for _ in range(4_000)]
    chance = [1 / (1 + 2.718281828 ** -(0.5 + 1.5 * a - 1.0 * b)) for a, b in rows]
    bias, (first, second) = fit_likely.fit(rows, [rng.random() < c for c in chance], 1.0)
    assert (bias, first, second) == pytest.approx((0.5, 1.5, -1.0), abs=0.2)
