from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from math import isclose, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.scoring import formulas
from tests import oracles_statistics as oracles
from tests.laws import statistics as laws
from tests.strategies.statistics import Columns, Pair, columns, forms, pairs, right_or_wrong

LINKS = (formulas.correlation, formulas.discrimination_index, formulas.discriminative_efficiency)
each_link = pytest.mark.parametrize("rule", LINKS)
positive = st.fractions(Fraction(1, 9), 9, max_denominator=9)
near = pytest.approx


@given(columns)
def test_mean_median_and_variance_are_those_of_the_standard_library(values: list[int | Fraction]) -> None:
    exact = [Fraction(value) for value in values]
    assert formulas.mean(values) == (statistics.mean(exact) if exact else None)
    assert formulas.median(values) == (statistics.median(exact) if exact else None)
    assert formulas.variance(values) == (statistics.variance(exact) if len(exact) > 1 else None)


@given(pairs())
def test_covariance_is_half_the_mean_product_of_differences_between_two_persons(pair: Pair) -> None:
    expected = oracles.covariance(*pair) if len(pair.marks) > 1 else None
    assert formulas.covariance(*pair) == expected


@given(pairs())
def test_correlation_is_that_of_the_standard_library_and_never_outside_one(pair: Pair) -> None:
    found = formulas.correlation(*pair)
    if found is not None:
        assert -1 <= found <= 1
        assert found == near(statistics.correlation(pair.marks, pair.rests), abs=1e-12)


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=6).filter(lambda c: len(set(c)) > 1), positive)
def test_what_lies_on_a_line_is_correlated_by_one_exactly(values: list[int], slope: Fraction) -> None:
    assert formulas.correlation(values, [slope * value - 3 for value in values]) == 1
    assert formulas.correlation(values, [4 - slope * value for value in values]) == -1


@given(pairs())
def test_m4_the_discrimination_index_is_covariance_over_both_spreads(pair: Pair) -> None:
    found = formulas.discrimination_index(*pair)
    if found is not None:
        spread = oracles.covariance(pair.marks, pair.marks) * oracles.covariance(pair.rests, pair.rests)
        assert found == near(float(100 * oracles.covariance(*pair)) / sqrt(spread), abs=1e-9)


@given(pairs(largest=5))
def test_m4_efficiency_is_the_share_of_the_best_that_dealing_the_same_marks_anew_could_reach(pair: Pair) -> None:
    found = formulas.discriminative_efficiency(*pair)
    if found is not None:
        assert found == float(100 * oracles.covariance(*pair) / oracles.largest_covariance(*pair))


@given(pairs())
def test_m4_the_index_is_at_most_a_hundred_and_at_most_the_efficiency_in_size(pair: Pair) -> None:
    index, efficiency = formulas.discrimination_index(*pair), formulas.discriminative_efficiency(*pair)
    if index is not None and efficiency is not None:
        assert abs(index) <= 100
        assert abs(index) <= abs(efficiency) * (1 + 1e-12)
        assert efficiency <= 100
        assert (index > 0, index < 0) == (efficiency > 0, efficiency < 0)


@each_link
@given(pairs(), st.integers(-50, 50))
def test_m4_the_same_added_to_every_total_leaves_the_index(rule: laws.Linked, pair: Pair, more: int) -> None:
    laws.the_same_added_to_every_total_changes_nothing(rule, pair, more)


@each_link
@given(pairs(), positive)
def test_m4_scaling_marks_leaves_the_index(rule: laws.Linked, pair: Pair, times: Fraction) -> None:
    laws.the_unit_of_marks_changes_nothing(rule, pair, times)


@pytest.mark.parametrize("rule", [*LINKS, formulas.upper_lower])
@given(pairs(), st.integers(0, 6))
def test_the_order_of_persons_leaves_the_index(rule: laws.Linked, pair: Pair, turn: int) -> None:
    laws.the_order_of_persons_changes_nothing(rule, pair, turn)


@each_link
@given(pairs())
def test_m6_an_index_is_undefined_without_variance_and_only_then(rule: laws.Linked, pair: Pair) -> None:
    laws.what_has_no_variance_has_no_figure(rule, pair)


@given(st.lists(st.integers(-4, 4), min_size=1, max_size=3), st.integers(2, 4))
def test_m4_variance_is_that_of_a_sample(everyone: list[int], size: int) -> None:
    laws.the_spread_of_samples_is_on_average_that_of_all(formulas.variance, everyone, size)


@given(forms(persons=2))
def test_effective_weights_are_roots_of_covariances_with_the_total_and_add_to_a_hundred(form: Columns) -> None:
    totals = [sum(row) for row in zip(*form, strict=True)]
    joints = [oracles.covariance(column, totals) for column in form]
    whole = sum(sqrt(joint) for joint in joints if joint > 0)
    weights = formulas.effective_weights(form)
    assert weights == [near(100 * sqrt(j) / whole) if whole and j >= 0 else None for j in joints]
    assert not whole or sum(weight for weight in weights if weight is not None) == near(100)


def test_an_item_against_the_total_has_no_effective_weight_and_one_without_variance_has_none_of_it() -> None:
    assert formulas.effective_weights([(0, 1, 1), (0, 2, 2), (1, 0, 0), (1, 1, 1)]) == [
        near(100 / (1 + sqrt(2))),
        near(100 * sqrt(2) / (1 + sqrt(2))),
        None,
        0,
    ]


@given(forms(items=2, persons=2))
def test_m5_alpha_is_the_mean_covariance_over_the_mean_of_the_whole_matrix_and_at_most_one(form: Columns) -> None:
    found = formulas.alpha(form)
    if found is not None:
        assert found == oracles.alpha(form)
        assert found <= 1


@given(st.lists(st.fractions(0, 1, max_denominator=6), max_size=6), st.integers(2, 5))
def test_m5_items_that_agree_in_all_have_alpha_one(column: list[Fraction], items: int) -> None:
    laws.items_that_agree_in_all_are_wholly_reliable(formulas.alpha, column, items)


@given(forms(right_or_wrong, items=2, persons=2))
def test_m5_kr20_is_alpha_where_answers_are_right_or_wrong(form: Columns) -> None:
    found = formulas.alpha(form)
    if found is not None:
        assert found == oracles.kr20(form)


@given(st.lists(st.integers(-9, 9) | st.fractions(-5, 5, max_denominator=12), min_size=4, max_size=9))
def test_skewness_and_kurtosis_are_those_by_central_moments(values: list[int | Fraction]) -> None:
    found = formulas.skewness(values), formulas.kurtosis(values)
    if len(set(values)) == 1:
        assert found == (None, None)
    else:
        assert found == near(oracles.moments(values), abs=1e-9)


@pytest.mark.parametrize(("rule", "size", "k2_power"), [(formulas.skewness, 3, 1.5), (formulas.kurtosis, 4, 2)])
@pytest.mark.parametrize("everyone", [(0, 0, 1, 5), (-3, 1, 1), (0, 1)])
def test_the_k_statistics_behind_them_are_on_average_the_cumulants_of_all(
    rule: Callable[[Sequence[int]], float | None], size: int, k2_power: float, everyone: tuple[int, ...]
) -> None:
    found = [
        (rule(sample) or 0) * float(formulas.variance(sample) or 0) ** k2_power
        for sample in product(everyone, repeat=size)
    ]
    middle = statistics.mean(everyone)
    m2, m3, m4 = (statistics.mean((one - middle) ** power for one in everyone) for power in (2, 3, 4))
    assert statistics.mean(found) == near(m3 if size == 3 else m4 - 3 * m2**2, abs=1e-9)


@given(pairs())
def test_upper_less_lower_is_that_of_a_hundred_copies_of_each_person(pair: Pair) -> None:
    found = formulas.upper_lower(*pair)
    assert found == (oracles.upper_lower(*pair) if len(set(pair.rests)) > 1 else None)


@given(pairs())
def test_upper_and_lower_change_places_with_the_sign_of_standings(pair: Pair) -> None:
    found, turned = formulas.upper_lower(*pair), formulas.upper_lower(pair.marks, [-rest for rest in pair.rests])
    assert turned == (None if found is None else -found)


def test_a_hundred_persons_are_compared_by_27_above_and_27_below() -> None:
    standings = list(range(100))
    for first in range(23, 32):
        marks = [int(standing >= 100 - first) for standing in standings]
        assert formulas.upper_lower(marks, standings) == Fraction(min(first, 27), 27)
        marks = [int(standing >= first) for standing in standings]
        assert formulas.upper_lower(marks, standings) == Fraction(min(first, 27), 27)


@given(st.fractions(0, 1, max_denominator=60), st.integers(1, 400), st.sampled_from((formulas.Z_95, 1.0, 2.6)))
def test_wilsons_interval_holds_what_lies_within_z_standard_errors(share: Fraction, n: int, z: float) -> None:
    found = formulas.wilson_interval(share, n, z)
    assert found is not None
    low, high = found
    assert found == near(oracles.wilson(float(share), n, z), abs=1e-7)
    assert 0 <= low <= float(share) <= high <= 1
    assert formulas.wilson_interval(1 - share, n, z) == near((1 - high, 1 - low), abs=1e-12)


def test_wilsons_interval_is_the_95_percent_one_unless_told() -> None:
    found = formulas.wilson_interval(Fraction(7, 10), 20)
    assert found == near(oracles.wilson(0.7, 20, statistics.NormalDist().inv_cdf(0.975)), abs=1e-9)


def test_wilsons_interval_ends_at_zero_and_one_where_nothing_or_all_is_right() -> None:
    nothing, everything = formulas.wilson_interval(Fraction(0), 10), formulas.wilson_interval(Fraction(1), 10)
    assert nothing is not None
    assert everything is not None
    assert (nothing[0], everything[1]) == (0, 1)
    assert (nothing[1], everything[0]) == near((0.277533, 0.722467), abs=1e-6)


@pytest.mark.parametrize(
    ("rule", "columns"),
    [
        (formulas.mean, ((),)),
        (formulas.median, ((),)),
        (formulas.variance, ((),)),
        (formulas.variance, ((3,),)),
        (formulas.covariance, ((1,), (2,))),
        (formulas.alpha, ((),)),
        (formulas.alpha, ([(1,), (0,)],)),
        (formulas.alpha, ([(0, 1, 1)],)),
        (formulas.alpha, ([(0, 1), (1, 0)],)),
        (formulas.skewness, ((0, 1),)),
        (formulas.skewness, ((2, 2, 2),)),
        (formulas.kurtosis, ((0, 1, 1),)),
        (formulas.kurtosis, ((2, 2, 2, 2),)),
        (formulas.upper_lower, ((), ())),
        (formulas.upper_lower, ((1,), (1,))),
        (formulas.upper_lower, ((0, 1), (5, 5))),
        (formulas.wilson_interval, (Fraction(0), 0)),
    ],
)
def test_m6_what_is_undefined_is_none(rule: Callable[..., object], columns: tuple[Any, ...]) -> None:
    assert rule(*columns) is None


def test_m6_what_is_defined_though_nothing_is_earned_is_zero() -> None:
    assert formulas.mean((0,)) == formulas.median((0,)) == 0
    assert formulas.variance((0, 0)) == formulas.covariance((0, 0), (1, 2)) == 0
    assert formulas.skewness((-1, 0, 1)) == 0
    assert formulas.upper_lower((1, 1), (1, 2)) == 0
    assert formulas.correlation((0, 1, 0), (0, 1, 2)) == 0


def test_m6_zero_is_never_written_with_a_minus() -> None:
    zeros = formulas.skewness((-1, 0, 1)), formulas.correlation((0, 1, 0), (0, 1, 2))
    assert [str(zero) for zero in zeros] == ["0.0", "0.0"]
    assert str(formulas.discrimination_index((0, 1, 0), (0, 1, 2))) == "0.0"


@pytest.mark.parametrize("rule", [formulas.covariance, formulas.upper_lower])
def test_columns_of_unequal_length_are_refused(rule: laws.Linked) -> None:
    with pytest.raises(ValueError, match="zip"):
        rule([1, 2], [1])
    with pytest.raises(ValueError, match="zip"):
        formulas.alpha([[1, 2], [1]])


def test_figures_of_huge_columns_stay_exact() -> None:
    far = 10**15
    assert formulas.correlation((far, far + 1, far + 2), (0, 1, 2)) == 1
    assert isclose(formulas.skewness((far, far, far + 3)) or 0, sqrt(3))
