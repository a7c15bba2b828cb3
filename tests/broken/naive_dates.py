"""Naive ways to be ready on a date: each one breaks a law that guards the real one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random

from quiz.learning import Candidate, Terms, is_new, make_plan, retrievability
from quiz.learning.ready import begun_on, quota
from tests.laws.ready import others, windows
from tests.strategies.ready import Dated
from tests.tools.readiness import Course, States


def by_all_days_and_not_those_left(unseen: int, today: int, start: int, ready: int, begun: int) -> int:
    return max(0, -(-(unseen + begun) // (ready - start)) - begun)


def from_what_is_left_now(unseen: int, today: int, start: int, ready: int, begun: int) -> int:
    """A second session of a day is asked for a whole quota again."""
    return -(-unseen // max(1, ready - today))


def its_own_day(case: Dated) -> dict[str, int]:
    return {i: s.memory.due for i, s in case.states.items() if s.memory is not None}


def all_on_the_eve(case: Dated) -> dict[str, int]:
    return its_own_day(case) | dict.fromkeys(windows(case), case.ready - 1)


def as_early_as_today(case: Dated) -> dict[str, int]:
    """What was answered today would be asked again today."""
    return its_own_day(case) | dict.fromkeys(windows(case), case.today)


def everything_cut_at_the_eve(case: Dated) -> dict[str, int]:
    """What was reviewed on the eve would be due again on the eve."""
    return {item: min(day, case.ready - 1) for item, day in its_own_day(case).items()}


def in_turn(case: Dated) -> dict[str, int]:
    moved = {item: window[n % len(window)] for n, (item, window) in enumerate(windows(case).items())}
    return its_own_day(case) | moved


def _latest_free(case: Dated, items: Iterable[str]) -> dict[str, int]:
    load, moved = Counter(others(case)), {}
    for item in items:
        free = [day for day in windows(case)[item] if load[day] < case.budget]
        moved[item] = max(free, default=case.ready - 1)
        load[moved[item]] += 1
    return its_own_day(case) | moved


def _recall(case: Dated, item: str) -> float:
    memory = case.states[item].memory
    return retrievability(memory, case.ready) if memory is not None else 0.0


def weakest_choose_first(case: Dated) -> dict[str, int]:
    """What could come today may take the last place of what can not."""
    return _latest_free(case, sorted(windows(case), key=lambda item: (_recall(case, item), item)))


def strongest_choose_first(case: Dated) -> dict[str, int]:
    return _latest_free(case, sorted(windows(case), key=lambda item: (-_recall(case, item), item)))


def paced_without_an_eve(
    course: Course, items: list[Candidate], states: States, day: int, rng: Random
) -> Sequence[str]:
    """What memory holds until after the date is not asked once more before it."""
    unseen = sum(is_new(states.get(item.id)) for item in items)
    terms = Terms(quota=quota(unseen, day, 1, course.ready, begun_on(states.values(), day)))
    return make_plan(items, states, day, "learn", course.budget, "seed", terms)
