from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import exp, sqrt
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.scoring.rasch import Estimate, Rasch, probability, rasch
from quiz.scoring.statistics import Mark, Version, first_attempts
from tests import oracles_statistics as oracles
from tests.laws import statistics as laws
from tests.oracles_statistics import Answers
from tests.strategies.statistics import SHARES, Columns, forms, logs, marks_of, right_or_wrong, version
from tests.support.effort import FEWER

near = pytest.approx
logits = st.floats(-30, 30)
sds = st.tuples(st.sampled_from((0.5, 1.0, 3.0)), st.sampled_from((0.5, 2.0, 3.0)))
CLOSE = 1e-7
"""How near estimates are to the maximum; the search stops when slopes are below 1e-9."""


Key = TypeVar("Key", str, Version)


def values(estimates: Mapping[Key, Estimate]) -> dict[Key, float]:
    return {key: estimate.value for key, estimate in estimates.items()}


def located(answers: Answers, sds: tuple[float, float]) -> laws.Places:
    marks = [Mark(person, item, "h", Fraction(share)) for (person, item), share in answers.items()]
    found = rasch(marks, *sds)
    return values(found.abilities), {item: value for (item, _), value in values(found.difficulties).items()}


def answers_of(marks: list[Mark]) -> dict[tuple[str, str], float]:
    return {(mark.person, "/".join(mark.version)): float(mark.share) for mark in first_attempts(marks)}


def abilities_by_total(form: Columns, found: Rasch) -> dict[Fraction, set[float]]:
    by_total: dict[Fraction, set[float]] = {}
    for row, shares in enumerate(zip(*form, strict=True)):
        by_total.setdefault(sum(shares, Fraction(0)), set()).add(found.abilities[f"person {row}"].value)
    return by_total


@FEWER
@given(logits, logits)
def test_probability_is_the_logistic_function(ability: float, difficulty: float) -> None:
    assert probability(ability, difficulty) == near(1 / (1 + exp(difficulty - ability)), rel=1e-9, abs=1e-15)
    assert probability(ability, difficulty) + probability(difficulty, ability) == near(1)


def test_probability_of_what_is_far_out_is_zero_or_one() -> None:
    assert (probability(1e6, -1e6), probability(-1e6, 1e6), probability(3, 3)) == (1, 0, 0.5)


@FEWER
@given(logits, logits, st.integers(-20, 20))
def test_m3_a_constant_added_to_all_places_leaves_probabilities(ability: float, difficulty: float, more: int) -> None:
    assert probability(ability + more, difficulty + more) == near(probability(ability, difficulty))


@FEWER
@given(logs, sds)
def test_m3_estimates_are_the_maximum_that_halving_finds(marks: list[Mark], sds: tuple[float, float]) -> None:
    answers = answers_of(marks)
    abilities, difficulties = oracles.highest_posterior(answers, sds)
    found = rasch(marks, *sds)
    assert values(found.abilities) == near(abilities, abs=CLOSE)
    assert {"/".join(name): at for name, at in values(found.difficulties).items()} == near(difficulties, abs=CLOSE)


@FEWER
@given(logs, sds)
def test_m3_no_place_near_by_is_likelier(marks: list[Mark], sds: tuple[float, float]) -> None:
    laws.no_place_near_by_is_likelier(located, answers_of(marks), sds)


@FEWER
@given(forms())
def test_m3_equal_totals_on_the_same_items_give_equal_ability(form: Columns) -> None:
    assert {len(found) for found in abilities_by_total(form, rasch(marks_of(form))).values()} == {1}


@FEWER
@given(forms())
def test_m3_ability_rises_with_the_total_and_difficulty_falls_with_it(form: Columns) -> None:
    found = rasch(marks_of(form))
    by_total = abilities_by_total(form, found)
    ranked = [max(by_total[total]) for total in sorted(by_total)]
    assert ranked == sorted(set(ranked))
    sums = [sum(column, Fraction(0)) for column in form]
    for place, total in enumerate(sums):
        for other, less in enumerate(sums):
            here, there = (found.difficulties[version(at)].value for at in (place, other))
            assert total <= less or here < there


@FEWER
@given(logs)
def test_right_for_wrong_turns_every_sign(marks: list[Mark]) -> None:
    found = rasch(marks)
    turned = rasch([Mark(m.person, m.item, m.scored, 1 - m.share) for m in marks])
    assert values(turned.abilities) == near({key: -at for key, at in values(found.abilities).items()}, abs=CLOSE)
    assert values(turned.difficulties) == near({k: -at for k, at in values(found.difficulties).items()}, abs=CLOSE)


@FEWER
@given(forms(), sds)
def test_persons_and_items_change_places_when_right_is_wrong(form: Columns, sds: tuple[float, float]) -> None:
    found = rasch(marks_of(form), *sds)
    turned = rasch(marks_of([[1 - share for share in row] for row in zip(*form, strict=True)]), sds[1], sds[0])
    assert list(values(turned.abilities).values()) == near(list(values(found.difficulties).values()), abs=CLOSE)
    assert list(values(turned.difficulties).values()) == near(list(values(found.abilities).values()), abs=CLOSE)


@FEWER
@given(logs, st.randoms(use_true_random=False))
def test_the_same_first_attempts_give_the_same_bits(marks: list[Mark], random: Random) -> None:
    first = first_attempts(marks)
    found = rasch(random.sample(first, len(first)))
    assert found == rasch(marks)
    assert list(found.abilities) == sorted({mark.person for mark in marks})
    assert list(found.difficulties) == sorted({mark.version for mark in marks})


@FEWER
@given(logs, logs)
def test_persons_who_share_no_item_do_not_touch_each_other(marks: list[Mark], others: list[Mark]) -> None:
    apart = [Mark(f"x{m.person}", f"x{m.item}", m.scored, m.share) for m in others]
    alone, together = rasch(marks), rasch([*marks, *apart])
    assert {key: together.abilities[key].value for key in alone.abilities} == near(values(alone.abilities), abs=CLOSE)


@FEWER
@given(logs)
def test_each_estimate_says_on_how_many_answers_it_rests_and_how_sharp_it_is(marks: list[Mark]) -> None:
    found = rasch(marks, 1.5, 2.5)
    first = first_attempts(marks)
    assert {key: e.n for key, e in found.abilities.items()} == Counter(mark.person for mark in first)
    assert {key: e.n for key, e in found.difficulties.items()} == Counter(mark.version for mark in first)
    bends = [
        (mark, p * (1 - p))
        for mark in first
        for p in [probability(found.abilities[mark.person].value, found.difficulties[mark.version].value)]
    ]
    for person, estimate in found.abilities.items():
        own = sum(bend for mark, bend in bends if mark.person == person)
        assert estimate.standard_error == near(1 / sqrt(own + 1 / 1.5**2))
    for name, estimate in found.difficulties.items():
        own = sum(bend for mark, bend in bends if mark.version == name)
        assert estimate.standard_error == near(1 / sqrt(own + 1 / 2.5**2))


@pytest.mark.parametrize(("persons", "small"), [(29, True), (30, False)])
def test_below_thirty_answers_an_estimate_is_marked_small(persons: int, small: bool) -> None:
    form = [[SHARES[row % 2] for row in range(persons)]]
    found = rasch(marks_of(form))
    assert found.difficulties[version(0)].small is small
    assert {estimate.small for estimate in found.abilities.values()} == {True}


@pytest.mark.parametrize("share", [Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1)])
def test_one_answer_is_shared_out_between_person_and_item_by_the_variances_of_their_priors(share: Fraction) -> None:
    found = rasch([Mark("ada", "fog", "h", share)], ability_sd=1.5, difficulty_sd=3)
    ability, difficulty = found.abilities["ada"].value, found.difficulties["fog", "h"].value
    pull = float(share) - probability(ability, difficulty)
    assert (ability, difficulty) == near((1.5**2 * pull, -(3**2) * pull), abs=CLOSE)


def test_the_priors_are_one_logit_for_persons_and_two_for_items() -> None:
    marks = [
        Mark("ada", "fog", "h", Fraction(1)),
        Mark("ben", "fog", "h", Fraction(0)),
        Mark("ben", "gas", "h", Fraction(1)),
    ]
    assert rasch(marks) == rasch(marks, ability_sd=1, difficulty_sd=2)
    assert rasch(marks) != rasch(marks, ability_sd=2, difficulty_sd=1)


@FEWER
@given(forms(right_or_wrong))
def test_all_right_and_all_wrong_have_finite_places_beyond_the_others(form: Columns) -> None:
    n, items = len(form[0]), len(form)
    ends = [(*column, Fraction(1), Fraction(0)) for column in form]
    found = rasch(marks_of(ends))
    assert found.converged
    top, bottom = (found.abilities[f"person {row}"].value for row in (n, n + 1))
    assert bottom < top <= items
    assert all(bottom <= estimate.value <= top for estimate in found.abilities.values())


@FEWER
@given(forms(most=4), st.sampled_from((0.1, 1.0, 30.0, 1_000.0)), st.sampled_from((0.1, 1.0, 30.0, 1_000.0)))
def test_the_search_comes_to_rest_under_priors_of_any_width(form: Columns, ability: float, difficulty: float) -> None:
    found = rasch(marks_of(form), ability, difficulty)
    assert found.converged
    assert found.steps <= 40


def test_a_search_cut_short_says_so() -> None:
    marks = marks_of([[Fraction(1), Fraction(1), Fraction(0)], [Fraction(1), Fraction(0), Fraction(0)]])
    enough = rasch(marks).steps
    assert 3 <= enough <= 6
    for steps in range(enough):
        cut = rasch(marks, steps=steps)
        assert (cut.converged, cut.steps) == (False, steps)
    assert rasch(marks, steps=enough) == rasch(marks)
    assert rasch(marks).converged


def test_no_step_changes_a_logit_by_more_than_one_and_a_half() -> None:
    # Without the bound the first step would change each logit by 2.
    marks = marks_of([[Fraction(1)] * 3] * 3)
    logits = []
    for steps in range(12):
        found = rasch(marks, 100, 100, steps=steps)
        logits.append(found.abilities["person 0"].value - found.difficulties[version(0)].value)
    changes = [after - before for before, after in pairwise(logits)]
    assert changes[0] == near(1.5)
    assert all(0 < change <= 1.5 * (1 + 1e-12) for change in changes)


def test_without_marks_there_is_nothing_to_place() -> None:
    assert rasch([]) == Rasch({}, {}, True, 0)


def test_where_the_able_are_asked_what_is_hard_facility_misleads_and_difficulty_does_not() -> None:
    # Both items are answered right by half of those asked; the shared items tell who is able.
    marks = []
    for n in range(40):
        able = n % 2 == 0
        marks += [Mark(f"p{n:02}", f"shared {k}", "h", Fraction(able if k else n % 4 < 3)) for k in range(6)]
        marks.append(Mark(f"p{n:02}", "hard" if able else "easy", "h", Fraction(n % 4 < 2)))
    found = values(rasch(marks).difficulties)
    assert found["hard", "h"] > found["easy", "h"] + 1


def test_a_crowd_is_placed_near_the_truth() -> None:
    random = Random(11)
    truth = {f"i{n:02}": n / 10 - 2 for n in range(41)}
    marks = []
    for n in range(150):
        ability = random.gauss(0, 1)
        asked = random.sample(sorted(truth), 25)
        marks += [Mark(f"p{n}", i, "h", Fraction(random.random() < probability(ability, truth[i]))) for i in asked]
    found = rasch(marks)
    assert found.converged
    assert found.steps <= 8
    errors = [abs(estimate.value - truth[item]) for (item, _), estimate in found.difficulties.items()]
    assert sum(errors) / len(errors) < 0.25
