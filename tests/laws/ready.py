"""Laws of a date to be ready for: how new items are paced, and what becomes due before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import product
from random import Random

from quiz.learning import retrievability
from tests.strategies.ready import Course, Dated
from tests.tools import readiness as simulation

Quota = Callable[[int, int, int, int, int], int]
"""New items owed, by those unseen, today, the day of the start, the date, and how many were begun today."""
Due = Callable[[Dated], Mapping[str, int]]


def every_item_is_begun_by_the_eve(quota: Quota, course: Course, budget: int) -> None:
    """Whoever takes the quota every day, or as much of it as the budget holds, loses nothing."""
    unseen = min(course.unseen, budget * (course.ready - course.start))
    for today in range(course.start, course.ready):
        unseen -= min(budget, quota(unseen, today, course.start, course.ready, 0))
    assert unseen == 0


def a_day_in_parts_owes_as_much_as_in_one(quota: Quota, course: Course, begun: int) -> None:
    begun = min(begun, course.unseen)
    whole = quota(course.unseen, course.start, course.start, course.ready, 0)
    assert quota(course.unseen - begun, course.start, course.start, course.ready, begun) == max(0, whole - begun)


def windows(case: Dated) -> dict[str, range]:
    """Return the days on which what would be due after the eve may come back: not before tomorrow if seen today."""
    known = {i: s.memory for i, s in case.states.items() if s.memory is not None}
    eve = case.ready - 1
    late = {i: m for i, m in known.items() if m.due > eve > m.day and eve >= case.today}
    return {i: range(max(case.today, m.day + 1), case.ready) for i, m in late.items()}


def others(case: Dated) -> Counter[int]:
    """Return the questions of each day that no rule can move: answered today, due by themselves."""
    known = {i: s.memory for i, s in case.states.items() if s.memory is not None}
    kept = [m for i, m in known.items() if i not in windows(case)]
    return Counter(
        [*(max(case.today, m.due) for m in kept)] + [case.today for m in known.values() if m.day == case.today]
    )


def _above(load: Mapping[int, int], budget: int) -> int:
    return sum(max(0, count - budget) for count in load.values())


def nothing_waits_beyond_the_eve(due: Due, case: Dated) -> None:
    days = due(case)
    assert days.keys() == {i for i, s in case.states.items() if s.memory is not None}
    for item, window in windows(case).items():
        assert days[item] in window


def nothing_else_is_moved(due: Due, case: Dated) -> None:
    days, moved = due(case), windows(case)
    for item, state in case.states.items():
        if item not in moved and state.memory is not None:
            assert days[item] == state.memory.due


def no_more_is_above_the_budget_than_must_be(due: Due, case: Dated) -> None:
    """Compares with all ways to choose the days: for few items and days."""
    days, moved = due(case), windows(case)
    fixed = others(case)
    fewest = min(_above(fixed + Counter(chosen), case.budget) for chosen in product(*moved.values()))
    assert _above(fixed + Counter(days[item] for item in moved), case.budget) == fewest


def what_is_too_much_is_spread_evenly(due: Due, case: Dated) -> None:
    days, moved = due(case), windows(case)
    load = others(case) + Counter(days[item] for item in moved)
    for item, window in moved.items():
        if load[days[item]] > case.budget:
            assert all(load[day] >= load[days[item]] - 1 for day in window)


def it_comes_back_as_late_as_the_budget_allows(due: Due, case: Dated) -> None:
    days, moved = due(case), windows(case)
    load = others(case) + Counter(days[item] for item in moved)
    for item in moved:
        assert all(load[day] >= case.budget for day in range(days[item] + 1, case.ready))


def the_weakest_come_back_nearest_to_the_eve(due: Due, case: Dated) -> None:
    days, moved = due(case), windows(case)
    load = others(case) + Counter(days[item] for item in moved)
    recall = {i: retrievability(m, case.ready) for i, s in case.states.items() if (m := s.memory) is not None}
    inside = [i for i in moved if load[days[i]] <= case.budget]
    for one, other in product(inside, inside):
        if moved[one] == moved[other] and recall[one] < recall[other]:
            assert days[one] >= days[other]


def the_order_of_the_items_does_not_count(due: Due, case: Dated, seed: int) -> None:
    mixed = list(case.states.items())
    Random(seed).shuffle(mixed)
    assert due(case._replace(states=dict(mixed))) == due(case)


def more_is_known_on_the_day_than_by_the_baselines(
    policy: simulation.Policy, course: simulation.Course, learners: int, margin: float
) -> None:
    ours, _ = simulation.on_the_day(policy, course, learners, seed=1)
    for baseline in (simulation.due_first, simulation.at_random):
        assert ours > simulation.on_the_day(baseline, course, learners, seed=1)[0] + margin
