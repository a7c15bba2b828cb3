from __future__ import annotations

import statistics
from collections.abc import Callable
from fractions import Fraction
from math import sqrt
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.scoring import formulas
from quiz.scoring.statistics import (
    Analysis,
    Figure,
    FormStatistics,
    ItemStatistics,
    Mark,
    Options,
    analyse,
    first_attempts,
)
from tests import oracles_statistics as oracles
from tests.laws import statistics as laws
from tests.strategies.statistics import SHARES, Columns, forms, logs, marks_of, right_or_wrong, version

near = pytest.approx
whole = pytest.mark.parametrize("n", [9, 10, 19, 20, 29, 30])
ABC = Options(("a", "b", "c"), frozenset("a"))


def index_at(columns: Columns, place: int) -> float | None:
    return analyse(marks_of(columns)).items[version(place)].discrimination_index.value


def figures(value: object) -> list[Figure]:
    """Return every figure within, options included."""
    if isinstance(value, Figure):
        return [value]
    if isinstance(value, msgspec.Struct):
        return [figure for field in value.__struct_fields__ for figure in figures(getattr(value, field))]
    if isinstance(value, dict):
        return figures(tuple(value.values()))
    return [figure for part in value for figure in figures(part)] if isinstance(value, tuple) else []


def form_of(marks: list[Mark]) -> FormStatistics:
    return analyse(marks).form


@given(logs)
def test_first_attempts_are_the_first_of_each_person_on_each_item_as_it_was_scored(marks: list[Mark]) -> None:
    first = first_attempts(iter(marks))
    asked = [(mark.person, mark.item, mark.scored) for mark in marks]
    assert first == [mark for place, mark in enumerate(marks) if asked.index(asked[place]) == place]


@given(logs, logs)
def test_later_attempts_change_no_figure(marks: list[Mark], later: list[Mark]) -> None:
    known = {(mark.person, mark.version) for mark in marks}
    again = [mark for mark in later if (mark.person, mark.version) in known]
    options = {mark.version: ABC for mark in marks}
    assert analyse([*marks, *again], options) == analyse(marks, options)


@given(logs, st.randoms(use_true_random=False))
def test_the_order_of_first_attempts_changes_no_figure(marks: list[Mark], random: Random) -> None:
    first = first_attempts(marks)
    options = {mark.version: ABC for mark in marks}
    mixed = random.sample(first, len(first))
    assert analyse(mixed, options) == analyse(first, options)
    assert list(analyse(mixed).items) == sorted({mark.version for mark in marks})


@given(forms(persons=2))
def test_m4_figures_of_items_are_moodles_formulas(form: Columns) -> None:
    found = analyse(marks_of(form))
    weights = formulas.effective_weights(form)
    totals = [sum(row, Fraction(0)) for row in zip(*form, strict=True)]
    for place, column in enumerate(form):
        item = found.items[version(place)]
        rests = [total - share for total, share in zip(totals, column, strict=True)]
        assert item.facility.value == near(statistics.mean(column))
        assert item.interval == formulas.wilson_interval(statistics.mean(column), len(column))
        assert item.sd.value == near(statistics.stdev(column))
        assert item.discrimination_index.value == near(formulas.discrimination_index(column, rests))
        assert item.discriminative_efficiency.value == near(formulas.discriminative_efficiency(column, rests))
        assert item.effective_weight.value == near(weights[place])
        assert item.upper_lower.value == near(formulas.upper_lower(column, totals))


@given(forms(persons=2, items=2))
def test_m4_marks_of_an_item_are_held_against_the_rest_and_not_against_the_total(form: Columns) -> None:
    laws.an_item_is_linked_to_the_other_items_and_not_to_itself(index_at, form)


@given(forms(persons=4, items=2))
def test_figures_of_the_form_are_moodles_formulas(form: Columns) -> None:
    found = form_of(marks_of(form))
    totals = [sum(row, Fraction(0)) for row in zip(*form, strict=True)]
    assert (found.items, found.n) == (len(form), len(totals))
    assert found.mean.value == near(statistics.mean(totals))
    assert found.median.value == near(statistics.median(totals))
    assert found.sd.value == near(statistics.stdev(totals))
    if len(set(totals)) == 1:
        assert {f.value for f in (found.skewness, found.kurtosis, found.alpha, found.kr20)} == {None}
        assert found.error_ratio.value is found.standard_error.value is None
        return
    alpha = oracles.alpha(form)
    assert (found.skewness.value, found.kurtosis.value) == near(oracles.moments(totals), abs=1e-9)
    assert found.alpha.value == near(alpha)
    assert found.error_ratio.value == near(100 * sqrt(1 - alpha))
    assert found.standard_error.value == near(sqrt(1 - alpha) * statistics.stdev(totals))


@given(forms(right_or_wrong, items=2, persons=2))
def test_m5_kr20_stands_where_answers_are_right_or_wrong_and_equals_alpha(form: Columns) -> None:
    found = form_of(marks_of(form))
    assert found.kr20 == found.alpha


@given(forms(items=2, persons=3))
def test_m5_kr20_is_undefined_with_partial_shares(form: Columns) -> None:
    partial = (*form, (Fraction(1, 2), *form[0][1:]))
    assert form_of(marks_of(partial)).kr20.value is None


@given(forms(items=2, persons=2))
def test_m5_noise_and_true_variance_add_up_to_the_variance_of_totals(form: Columns) -> None:
    found = form_of(marks_of(form))
    if found.alpha.value is not None and found.standard_error.value is not None and found.sd.value is not None:
        assert found.standard_error.value**2 + found.alpha.value * found.sd.value**2 == near(found.sd.value**2)


@given(st.lists(st.sampled_from(SHARES), min_size=2, max_size=6).filter(lambda c: len(set(c)) > 1), st.integers(2, 4))
def test_m5_items_that_agree_in_all_measure_without_error(column: list[Fraction], items: int) -> None:
    found = form_of(marks_of([column] * items))
    assert (found.alpha.value, found.error_ratio.value, found.standard_error.value) == (1, 0, 0)


@given(logs)
def test_m6_no_figure_is_other_than_a_plain_number_or_none(marks: list[Mark]) -> None:
    found = analyse(marks, {mark.version: ABC for mark in marks})
    assert found.items.keys() == {mark.version for mark in marks}
    for figure in figures(found):
        assert figure.value is None or abs(figure.value) < float("inf")
        assert figure.n <= len({mark.person for mark in marks})


def test_m6_one_person_has_a_facility_and_no_spread() -> None:
    found = analyse(marks_of([[Fraction(1)], [Fraction(0)]]))
    item = found.items[version(0)]
    assert item.facility == Figure(1.0, 1, True)
    assert item.interval == formulas.wilson_interval(Fraction(1), 1)
    assert (found.form.mean.value, found.form.median.value) == (1, 1)
    for none in (item.sd, item.discrimination_index, item.discriminative_efficiency, item.effective_weight):
        assert none == Figure(None, 1, True)
    for none in (item.upper_lower, found.form.sd, found.form.skewness, found.form.alpha, found.form.standard_error):
        assert none == Figure(None, 1, True)
    assert item.distractor_efficiency == Figure(None, 1, True)


def test_m6_without_marks_nothing_is_defined() -> None:
    found = analyse([])
    assert found.items == {}
    assert (found.form.items, found.form.n) == (0, 0)
    assert set(figures(found)) == {Figure(None, 0, True)}


def test_a_form_worked_by_hand() -> None:
    # Totals 3, 2, 1, 0; beside the first item 2, 1, 0, 0 are earned.
    form = [[Fraction(n) for n in column] for column in ((1, 1, 1, 0), (1, 1, 0, 0), (1, 0, 0, 0))]
    found = analyse(marks_of(form))
    first = found.items[version(0)]
    assert first.facility.value == 0.75
    assert first.sd.value == 0.5
    assert first.discrimination_index.value == near(100 * 0.25 / sqrt(0.25 * 11 / 12))
    assert first.discriminative_efficiency.value == 100
    assert first.effective_weight.value == near(100 * sqrt(1 / 2) / (sqrt(1 / 2) + sqrt(2 / 3) + sqrt(1 / 2)))
    assert first.upper_lower.value == near(1 - 0.08 / 1.08)
    assert found.form.alpha.value == near(0.75)
    assert found.form.kr20.value == near(0.75)
    assert found.form.error_ratio.value == near(50)
    assert found.form.standard_error.value == near(sqrt(5 / 12))
    assert (found.form.mean.value, found.form.median.value, found.form.skewness.value) == (1.5, 1.5, 0)
    assert found.form.kurtosis.value == near(-1.2)


def test_where_items_were_skipped_the_rest_is_the_mean_of_what_else_was_answered() -> None:
    answers: dict[str, dict[str, int | Fraction]] = {
        "ada": {"fog": 1, "gas": 1, "oil": 1},
        "ben": {"fog": 1, "gas": 1},
        "cleo": {"fog": 0, "oil": Fraction(1, 2)},
        "dan": {"fog": 1, "gas": 0, "oil": 0},
        "eve": {"fog": 0},
    }
    marks = [Mark(person, item, "h", Fraction(x)) for person, shares in answers.items() for item, x in shares.items()]
    found = analyse(marks)
    fog = found.items["fog", "h"]
    shares, rests = [1, 1, 0, 1], [Fraction(1), Fraction(1), Fraction(1, 2), Fraction(0)]
    assert fog.facility == Figure(0.6, 5, True)
    assert fog.discrimination_index == Figure(formulas.discrimination_index(shares, rests), 4, True)
    assert fog.discriminative_efficiency == Figure(formulas.discriminative_efficiency(shares, rests), 4, True)
    means = [Fraction(1), Fraction(1), Fraction(1, 4), Fraction(1, 3), Fraction(0)]
    assert fog.upper_lower == Figure(float(formulas.upper_lower([*shares, 0], means) or 0), 5, True)
    assert (found.form.items, found.form.n) == (3, 2)
    assert found.form.mean == Figure(2.0, 2, True)
    both = formulas.effective_weights([(1, 1), (1, 0), (1, 0)])
    assert [item.effective_weight for item in found.items.values()] == [Figure(weight, 2, True) for weight in both]


def test_a_form_that_nobody_answered_in_full_has_figures_of_items_alone() -> None:
    found = analyse([Mark("ada", "fog", "h", Fraction(1)), Mark("ben", "gas", "h", Fraction(0))])
    assert [item.facility.value for item in found.items.values()] == [1, 0]
    assert (found.form.items, found.form.n) == (2, 0)
    assert set(figures(found.form)) == {Figure(None, 0, True)}


def test_two_versions_of_an_item_are_two_items() -> None:
    marks = [Mark("ada", "fog", hash_, share) for hash_, share in (("old", Fraction(0)), ("new", Fraction(1)))]
    found = analyse(marks)
    assert {name: item.facility.value for name, item in found.items.items()} == {("fog", "new"): 1, ("fog", "old"): 0}


def counted(picks: list[str], options: Options = ABC) -> ItemStatistics:
    """Figures of an item that each person answered with some letters; on the other item the first half is right."""
    marks = [
        Mark(f"person {n}", item, "h", Fraction(n < len(picks) / 2), tuple(picked))
        for n, picked in enumerate(picks)
        for item in ("asked", "else")
    ]
    return analyse(marks, {("asked", "h"): options, ("missing", "h"): options}).items["asked", "h"]


def test_options_are_counted_and_a_good_distractor_is_picked_by_those_who_earn_less_elsewhere() -> None:
    found = counted(["a", "ab", "", "b"])
    assert [option.option for option in found.options] == ["a", "b", "c"]
    assert [option.right for option in found.options] == [True, False, False]
    assert [option.chosen for option in found.options] == [2, 2, 0]
    assert [option.share for option in found.options] == [Figure(share, 4, True) for share in (0.5, 0.5, 0)]
    assert [option.functional for option in found.options] == [True, True, False]
    assert [option.correlation for option in found.options] == [Figure(value, 4, True) for value in (1, 0, None)]
    assert found.distractor_efficiency == Figure(0.5, 4, True)
    assert counted(["a", "a", "b", "b"]).options[1].correlation.value == -1


@pytest.mark.parametrize(("persons", "works"), [(19, True), (20, True), (21, False)])
def test_a_distractor_works_if_five_percent_pick_it(persons: int, works: bool) -> None:
    found = counted(["b", *["c", "a"], *["ac"] * (persons - 3)], Options(("b", "c", "d", "e"), frozenset("e")))
    assert [option.functional for option in found.options] == [works, True, False, False]
    assert found.distractor_efficiency.value == near((works + 1) / 3)


def test_without_distractors_or_without_known_options_there_is_no_distractor_efficiency() -> None:
    found = counted(["a", "b"], Options(("a", "b"), frozenset("ab")))
    assert found.distractor_efficiency == Figure(None, 2, True)
    assert len(found.options) == 2
    bare = analyse(marks_of([SHARES, SHARES])).items[version(0)]
    assert (bare.options, bare.distractor_efficiency.value) == ((), None)


def test_who_answered_nothing_else_is_counted_but_not_correlated() -> None:
    marks = [
        Mark("ada", "fog", "h", Fraction(1), ("a",)),
        Mark("ada", "gas", "h", Fraction(1)),
        Mark("ben", "fog", "h", Fraction(0), ("b",)),
        Mark("ben", "gas", "h", Fraction(0)),
        Mark("cleo", "fog", "h", Fraction(1), ("a",)),
    ]
    right = analyse(marks, {("fog", "h"): ABC}).items["fog", "h"].options[0]
    assert (right.chosen, right.share.n) == (2, 3)
    assert right.correlation == Figure(1.0, 2, True)


def large(n: int, items: int = 10) -> Analysis:
    marks = marks_of([[SHARES[(row + place) % 5] for row in range(n)] for place in range(items)])
    return analyse([msgspec.structs.replace(mark, picked=("b",)) for mark in marks], {version(0): ABC})


Pick = Callable[[Analysis], Figure]
FIRST = version(0)


@whole
@pytest.mark.parametrize(
    ("needed", "pick"),
    [
        (10, lambda found: found.items[FIRST].facility),
        (10, lambda found: found.items[FIRST].sd),
        (20, lambda found: found.items[FIRST].distractor_efficiency),
        (20, lambda found: found.items[FIRST].options[1].share),
        (20, lambda found: found.items[FIRST].options[1].correlation),
        (30, lambda found: found.items[FIRST].discrimination_index),
        (30, lambda found: found.items[FIRST].discriminative_efficiency),
        (30, lambda found: found.items[FIRST].effective_weight),
        (30, lambda found: found.items[FIRST].upper_lower),
        (30, lambda found: found.form.mean),
        (30, lambda found: found.form.median),
        (30, lambda found: found.form.sd),
        (30, lambda found: found.form.skewness),
        (30, lambda found: found.form.kurtosis),
        (30, lambda found: found.form.alpha),
        (30, lambda found: found.form.kr20),
        (30, lambda found: found.form.error_ratio),
        (30, lambda found: found.form.standard_error),
    ],
)
def test_a_figure_says_how_many_persons_it_rests_on_and_whether_they_are_few(n: int, needed: int, pick: Pick) -> None:
    figure = pick(large(n))
    assert (figure.n, figure.small) == (n, n < needed)


@pytest.mark.parametrize("items", [9, 10])
def test_reliability_of_a_form_below_ten_items_is_marked_small_and_its_mean_is_not(items: int) -> None:
    form = large(30, items).form
    for figure in (form.alpha, form.kr20, form.error_ratio, form.standard_error):
        assert figure.small is (items < 10)
    for figure in (form.mean, form.median, form.sd, form.skewness, form.kurtosis):
        assert figure.small is False
