from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import ceil, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.learning import ItemState, Memory, fold, retrievability
from quiz.learning.ready import Readiness, begun_on, due_days, quota, reachable, readiness
from tests.laws import ready as laws
from tests.strategies.learning import ITEMS, RIGHT, START, WRONG, answered, event
from tests.strategies.ready import TODAY, Course, Dated, courses, dated
from tests.tools import readiness as simulation

days = st.integers(TODAY - 30, TODAY + 90)
counts = st.integers(0, 500)
chances = st.fractions(0, 1, max_denominator=12)
DUE_LAWS = (
    laws.nothing_waits_beyond_the_eve,
    laws.nothing_else_is_moved,
    laws.what_is_too_much_is_spread_evenly,
    laws.it_comes_back_as_late_as_the_budget_allows,
    laws.the_weakest_come_back_nearest_to_the_eve,
)


def due(case: Dated) -> dict[str, int]:
    return due_days(case.states, case.today, case.ready, case.budget)


@given(counts, days, days, days)
def test_the_quota_is_that_of_the_formula_in_exact_fractions(unseen: int, today: int, start: int, ready: int) -> None:
    study = max(Fraction(1), ready - today - Fraction(max(0, ready - start), 5))
    assert quota(unseen, today, start, ready) == (ceil(Fraction(unseen) / study) if today < ready else 0)


@pytest.mark.parametrize(
    ("unseen", "today", "owed"),
    [(200, 0, 18), (200, 1, 20), (1, 0, 1), (0, 0, 0), (200, 13, 200), (3, 13, 3), (200, 14, 0), (200, 20, 0)],
)
def test_the_quota_of_fourteen_days(unseen: int, today: int, owed: int) -> None:
    assert quota(unseen, TODAY + today, TODAY, TODAY + 14) == owed


@given(courses, st.integers(0, 20), st.integers(0, 89), st.integers(0, 89))
def test_more_unseen_or_fewer_days_never_owe_less(course: Course, more: int, on: int, later: int) -> None:
    unseen, start, ready = course
    today = start + on % (ready - start)
    owed = quota(unseen, today, start, ready)
    assert quota(unseen + more, today, start, ready) >= owed
    assert quota(unseen, min(ready - 1, today + later), start, ready) >= owed
    assert quota(unseen, today, start, max(today + 1, ready - later)) >= owed


@given(courses, st.integers(1, 30))
def test_f9_the_quota_followed_every_day_begins_every_item_by_the_eve(course: Course, budget: int) -> None:
    laws.every_item_is_begun_by_the_eve(quota, course, budget)
    laws.every_item_is_begun_by_the_eve(quota, course, course.unseen)


@given(courses, counts)
def test_a_day_in_parts_owes_as_much_as_in_one(course: Course, begun: int) -> None:
    laws.a_day_in_parts_owes_as_much_as_in_one(quota, course, begun)


def test_an_item_is_begun_on_the_one_day_of_its_reviews() -> None:
    old, new, drilled = ITEMS
    log = [
        event(1, answered(old), day=0),
        event(2, answered(old), day=1),
        event(3, answered(new, WRONG), day=1),
        event(4, answered(new, RIGHT), day=1, hour=1),
        event(5, answered(drilled, mode="drill"), day=1),
    ]
    today = START.toordinal() + 1
    assert [begun_on(fold(log).values(), today + n) for n in (-1, 0, 1)] == [0, 1, 0]
    assert [begun_on(fold(log[:1]).values(), today + n) for n in (-1, 0)] == [1, 0]


@given(counts, st.integers(0, 40), st.integers(-1, 60))
def test_a_plan_reaches_two_items_of_three_questions_and_never_more_than_there_are(
    unseen: int, budget: int, left: int
) -> None:
    most = Fraction(67, 100) * budget * max(0, left)
    reached = reachable(unseen, budget, left)
    assert (reached < unseen) is (unseen > most)
    assert reached == min(unseen, int(most))


@pytest.mark.parametrize(
    ("unseen", "budget", "left", "reached"),
    [(201, 10, 30, 201), (202, 10, 30, 201), (67, 10, 10, 67), (9, 25, 0, 0), (9, 25, -3, 0)],
)
def test_the_warning_begins_above_the_last_whole_item(unseen: int, budget: int, left: int, reached: int) -> None:
    assert reachable(unseen, budget, left) == reached


@pytest.mark.parametrize("law", DUE_LAWS)
@given(case=dated())
def test_f9_what_is_due_before_a_date(law: Callable[..., None], case: Dated) -> None:
    law(due, case)


@given(dated(items=6, days=4))
def test_no_choice_of_days_has_less_above_the_budget(case: Dated) -> None:
    laws.no_more_is_above_the_budget_than_must_be(due, case)


@given(dated(), st.integers(0, 9))
def test_the_order_of_the_items_leaves_their_days(case: Dated, seed: int) -> None:
    laws.the_order_of_the_items_does_not_count(due, case, seed)


def test_what_was_reviewed_on_the_eve_is_due_after_the_date_by_its_own_memory() -> None:
    states = {
        "on the eve": ItemState(memory=Memory(40.0, 5.0, TODAY, TODAY + 40)),
        "before": ItemState(memory=Memory(40.0, 5.0, TODAY - 1, TODAY + 39)),
    }
    assert due_days(states, TODAY, TODAY + 1, 9) == {"on the eve": TODAY + 40, "before": TODAY}
    assert due_days(states, TODAY + 1, TODAY + 1, 9) == {"on the eve": TODAY + 40, "before": TODAY + 39}


def kept(stability: float, ago: int, due_in: int = 99) -> ItemState:
    return ItemState(memory=Memory(stability, 5.0, TODAY - ago, TODAY + due_in))


@pytest.mark.parametrize(
    ("others", "on"),
    [
        ({}, [1, 1]),
        ({"due tomorrow": kept(9.0, 9, due_in=1)}, [1, 0]),
        ({"answered today": kept(9.0, 0, due_in=1), "due tomorrow": kept(9.0, 9, due_in=1)}, [0, 1]),
        ({"answered today": kept(9.0, 0, due_in=1), "overdue": kept(9.0, 9, due_in=-4)}, [1, 1]),
        ({"answered today": kept(90.0, 0)}, [1, 0]),
        ({"answered today": kept(90.0, 0), "and that": kept(90.0, 0)}, [1, 0]),
    ],
)
def test_two_items_come_back_where_two_questions_a_day_leave_a_place(
    others: dict[str, ItemState], on: list[int]
) -> None:
    late = {"weak": kept(9.0, 1), "strong": kept(30.0, 1)}
    found = due_days(late | others, TODAY, TODAY + 2, 2)
    assert [found["weak"] - TODAY, found["strong"] - TODAY] == on


def test_of_two_items_alike_the_same_comes_back_first_in_any_order() -> None:
    found = [due_days({name: kept(9.0, 1) for name in order}, TODAY, TODAY + 2, 1) for order in ("ab", "ba")]
    assert found == [{"a": TODAY + 1, "b": TODAY}] * 2


def test_what_was_answered_today_never_comes_back_today_however_full_the_days() -> None:
    states = {f"item {n}": kept(9.0, 0) for n in range(3)}
    assert set(due_days(states, TODAY, TODAY + 2, 1).values()) == {TODAY + 1}


def of(case: Dated, guesses: list[Fraction]) -> Readiness | None:
    return readiness(dict(zip(case.states, guesses, strict=False)), case.states, case.ready)


@given(dated(items=5), st.lists(chances, max_size=5))
def test_the_forecast_is_the_mean_and_the_spread_of_all_possible_results(case: Dated, guesses: list[Fraction]) -> None:
    found = of(case, guesses)
    items = list(case.states)[: len(guesses)]
    if not items:
        assert found is None
        return
    memories = [case.states[item].memory for item in items]
    recall = [retrievability(m, case.ready) if m is not None else 0.0 for m in memories]
    right = [r + (1 - r) * float(c) for r, c in zip(recall, guesses, strict=False)]
    mean = square = 0.0
    for result in product((0, 1), repeat=len(right)):
        weight = 1.0
        for got, r in zip(result, right, strict=True):
            weight *= r if got else 1 - r
        mean += weight * sum(result) / len(right)
        square += weight * (sum(result) / len(right)) ** 2
    reach = 1.96 * sqrt(max(0.0, square - mean**2))
    assert found is not None
    assert 0 <= found.low <= found.expected <= found.high <= 1
    assert found.expected == pytest.approx(mean)
    assert found.low == pytest.approx(max(0.0, mean - reach), abs=1e-6)
    assert found.high == pytest.approx(min(1.0, mean + reach), abs=1e-6)
    assert (found.items, found.seen) == (len(items), sum(m is not None for m in memories))


def test_a_single_item_at_even_odds_leaves_the_whole_range() -> None:
    assert readiness({"item": Fraction(1, 2)}, {}, TODAY) == Readiness(0.5, 0.0, 1.0, items=1, seen=0)


@given(dated(), st.lists(chances, min_size=12, max_size=12), st.integers(0, 11), st.floats(1, 50))
def test_readiness_rises_with_the_memory_of_any_item(
    case: Dated, guesses: list[Fraction], which: int, factor: float
) -> None:
    firmer = dict(case.states)
    for item in [f"i{which}"] if f"i{which}" in firmer else []:
        memory = firmer[item].memory
        if memory is not None:
            firmer[item] = structs.replace(
                firmer[item], memory=structs.replace(memory, stability=memory.stability * factor)
            )
    before, after = of(case, guesses), of(case._replace(states=firmer), guesses)
    assert (before is None) is (after is None)
    assert before is None or after is None or before.expected <= after.expected


@given(chances)
def test_what_was_never_reviewed_earns_exactly_what_a_blind_guess_does(chance: Fraction) -> None:
    for states in ({}, {"item": ItemState(attempts=3, share=1.0, passed=True)}):
        found = readiness({"item": chance}, states, TODAY)
        assert found is not None
        assert (found.expected, found.items, found.seen) == (float(chance), 1, 0)


@given(dated(), st.lists(chances, min_size=12, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_items_leaves_readiness(case: Dated, guesses: list[Fraction], random: Random) -> None:
    asked = dict(zip(case.states, guesses, strict=False))
    mixed = dict(random.sample(list(asked.items()), len(asked)))
    assert readiness(mixed, case.states, case.ready) == readiness(asked, case.states, case.ready)


def test_a_miss_is_in_the_memory_and_does_not_count_twice() -> None:
    memory = Memory(4.0, 6.0, TODAY - 4, TODAY)
    for share in (0.0, 0.75, 1.0):
        found = readiness({"item": Fraction(1, 4)}, {"item": ItemState(share=share, memory=memory)}, TODAY)
        assert found is not None
        assert found.expected == pytest.approx(0.9 + 0.1 / 4)


@pytest.mark.parametrize(
    ("course", "margin"),
    [
        (simulation.Course(14, 25), 0.1),
        (simulation.Course(30, 10), 0.1),
        (simulation.Course(30, 10, items=40), 0.01),
        (simulation.Course(14, 25, items=60), 0.01),
    ],
)
def test_f9_paced_new_items_and_the_eve_leave_more_in_memory_than_due_first_and_chance(
    course: simulation.Course, margin: float
) -> None:
    laws.more_is_known_on_the_day_than_by_the_baselines(simulation.paced_new, course, 5, margin)


def test_f9_a_simulated_learner_sees_every_item_by_the_eve_and_repeats_with_its_seed() -> None:
    course = simulation.Course(14, 25)
    recall, seen = simulation.on_the_day(simulation.paced_new, course, 5, seed=1)
    assert seen == 1
    assert (recall, seen) == simulation.on_the_day(simulation.paced_new, course, 5, seed=1)
    assert recall != simulation.on_the_day(simulation.paced_new, course, 5, seed=2)[0]


def test_the_simulation_prints_a_row_for_each_policy_and_the_same_figures_as_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = ["readiness", "--learners", "1", "--items", "20"]
    monkeypatch.setattr("sys.argv", small)
    assert simulation.main() == 0
    table = capsys.readouterr().out.splitlines()
    monkeypatch.setattr("sys.argv", [*small, "--json"])
    assert simulation.main() == 0
    rows = json.loads(capsys.readouterr().out)["readiness"]
    assert len(table) == 1 + len(simulation.POLICIES)
    for line, name in zip(table[1:], simulation.POLICIES, strict=True):
        figures = [f"{row['recall']:.3f} ({row['seen']:.2f})" for row in rows if row["policy"] == name]
        assert len(figures) == len(simulation.COURSES)
        assert line.startswith(name)
        assert all(figure in line for figure in figures)
