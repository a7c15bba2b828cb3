from __future__ import annotations

from fractions import Fraction
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.scoring.certainty import LEVELS, Calibration, best_level, calibration, certainty_mark
from tests.laws import certainty as laws

shares = st.fractions(0, 1, max_denominator=60)
given_answers = st.lists(
    st.tuples(st.sampled_from((None, 1, 1, 2, 3, 3)), st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(1)))),
    max_size=12,
)
MEANT = {1: 0.5, 2: 0.735, 3: 0.9}


def test_s17_a_level_has_its_marks_for_wrong_and_right() -> None:
    table = [float(certainty_mark(level, Fraction(share))) for level in LEVELS for share in (0, 1)]
    assert table == [0, 1, -2, 2, -6, 3]
    assert certainty_mark(3, Fraction(1, 4)) == Fraction(-15, 4)


@given(shares, shares)
def test_s17_more_right_never_pays_less(one: Fraction, other: Fraction) -> None:
    laws.more_right_never_pays_less(certainty_mark, one, other)


@given(shares, shares, shares)
def test_s17_a_mark_is_linear_in_the_score(one: Fraction, other: Fraction, weight: Fraction) -> None:
    laws.a_mark_is_linear_in_the_score(certainty_mark, one, other, weight)


@given(shares)
def test_s17_the_level_that_fits_pays_best(share: Fraction) -> None:
    laws.the_level_that_fits_pays_best(certainty_mark, share)
    assert certainty_mark(best_level(share), share) == max(certainty_mark(level, share) for level in LEVELS)


@pytest.mark.parametrize(
    ("chance", "level"),
    [
        ("0", 1),
        ("1999/3000", 1),
        ("2/3", 2),
        ("2001/3000", 2),
        ("3999/5000", 2),
        ("4/5", 3),
        ("4001/5000", 3),
        ("1", 3),
    ],
)
def test_s17_the_levels_change_at_two_thirds_and_at_four_fifths(chance: str, level: int) -> None:
    assert best_level(Fraction(chance)) == level
    laws.the_level_that_fits_pays_best(certainty_mark, Fraction(chance))


def test_s20_no_answer_costs_nothing() -> None:
    laws.no_answer_costs_nothing(certainty_mark)
    assert certainty_mark(None, Fraction(1)) == 0


@given(given_answers, st.integers(1, 4))
def test_s20_answers_without_a_level_do_not_count(answers: list[tuple[int | None, Fraction]], more: int) -> None:
    assert calibration([*answers, *([(None, Fraction(0))] * more), (7, Fraction(0))]) == calibration(answers)


def test_nothing_can_be_said_of_no_answers() -> None:
    empty = calibration([(None, Fraction(1))])
    assert (empty.answers, [row.answers for row in empty.levels]) == (0, [0, 0, 0])
    figures = (empty.accuracy, empty.mark, empty.certain_accuracy, empty.brier, empty.reliability)
    assert {*figures, *(row.accuracy for row in empty.levels)} == {None}


@given(given_answers, st.integers(0, 9))
def test_the_figures_are_those_of_their_definitions_in_any_order(
    answers: list[tuple[int | None, Fraction]], seed: int
) -> None:
    told = [(level, share) for level, share in answers if level is not None]
    found = calibration(answers)
    assert found.answers == len(told)
    for row in found.levels:
        of_level = [share for level, share in told if level == row.level]
        assert row.answers == len(of_level)
        assert row.accuracy == (float(sum(of_level) / len(of_level)) if of_level else None)
    if told:
        accuracy = sum((s for _, s in told), Fraction(0)) / len(told)
        mark = sum((certainty_mark(level, s) for level, s in told), Fraction(0)) / len(told)
        evenly = max(certainty_mark(level, accuracy) for level in LEVELS)
        assert (found.accuracy, found.mark) == (float(accuracy), float(mark))
        assert found.certain_accuracy == pytest.approx(float(accuracy + (mark - evenly) / 10))
        assert found.brier == pytest.approx(fmean((MEANT[level] - s) ** 2 for level, s in told))
        _brier_is_reliability_and_what_varies_within_levels(found, told)
    mixed = list(answers)
    Random(seed).shuffle(mixed)
    assert calibration(mixed) == found


def _brier_is_reliability_and_what_varies_within_levels(found: Calibration, told: list[tuple[int, Fraction]]) -> None:
    mean = {row.level: row.accuracy for row in found.levels}
    within = fmean((float(share) - (mean[level] or 0.0)) ** 2 for level, share in told)
    assert found.brier is not None
    assert found.reliability is not None
    assert found.brier == pytest.approx(found.reliability + within)


@given(st.lists(shares, min_size=1, max_size=8))
def test_whoever_is_always_as_sure_as_fits_gains_and_loses_nothing(earned: list[Fraction]) -> None:
    accuracy = sum(earned, Fraction(0)) / len(earned)
    fits = best_level(accuracy)
    for level in LEVELS:
        found = calibration((level, share) for share in earned)
        assert found.certain_accuracy is not None
        if level == fits:
            assert found.certain_accuracy == found.accuracy == float(accuracy)
        else:
            assert found.certain_accuracy <= float(accuracy)


def test_whoever_knows_what_they_know_gains() -> None:
    known, guessed = [(3, Fraction(1))] * 6, [(1, Fraction(0))] * 4
    honest, flat = calibration([*known, *guessed]), calibration([(1, s) for _, s in (*known, *guessed)])
    assert (honest.accuracy, honest.mark) == (0.6, 1.8)
    assert honest.certain_accuracy == pytest.approx(0.72)
    assert (flat.accuracy, flat.mark, flat.certain_accuracy) == (0.6, 0.6, 0.6)
    assert honest.reliability == pytest.approx(0.6 * 0.1**2 + 0.4 * 0.5**2)


def test_levels_have_the_bands_in_which_they_pay_best() -> None:
    rows = calibration([]).levels
    assert [row.level for row in rows] == [1, 2, 3]
    assert [(row.low, row.high) for row in rows] == [
        (0.0, float(Fraction(2, 3))),
        (float(Fraction(2, 3)), 0.8),
        (0.8, 1),
    ]
