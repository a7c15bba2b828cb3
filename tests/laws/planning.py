"""Laws of plans. A rule plans a pool of items for learning: ids in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from quiz.learning import Candidate, is_due, is_new, make_plan
from tests import oracles
from tests.strategies.learning import TODAY, Pool

Plan = Callable[[Pool], Sequence[str]]
Interleave = Callable[[Sequence[Candidate], str], Sequence[Candidate]]
Order = Callable[[str, str, Sequence[str]], Sequence[str]]


def learn(pool: Pool, seed: str = "seed") -> tuple[str, ...]:
    return make_plan(pool.candidates, pool.states, TODAY, "learn", pool.limit, seed)


def waiting(pool: Pool) -> list[Candidate]:
    """Return what may be asked in learn mode: due or new, and none of a family that was met today."""
    met = {c.family for c in pool.candidates if c.id in pool.states and pool.states[c.id].day == TODAY} - {None}
    asked = [c for c in pool.candidates if is_due(pool.states.get(c.id), TODAY) or is_new(pool.states.get(c.id))]
    return [c for c in asked if c.family not in met]


def only_what_waits_is_asked_and_once(plan: Plan, pool: Pool) -> None:
    asked = plan(pool)
    assert len(set(asked)) == len(asked) <= pool.limit
    assert set(asked) <= {c.id for c in waiting(pool)}


def one_of_a_family_is_asked(plan: Plan, pool: Pool) -> None:
    family = {c.id: c.family for c in pool.candidates}
    seen = Counter(family[i] for i in plan(pool) if family[i] is not None)
    assert set(seen.values()) <= {1}


def a_session_is_as_long_as_can_be(plan: Plan, pool: Pool) -> None:
    possible = waiting(pool)
    single = sum(c.family is None for c in possible)
    families = len({c.family for c in possible if c.family is not None})
    assert len(plan(pool)) == min(pool.limit, single + families)


def due_comes_before_new(plan: Plan, pool: Pool) -> None:
    kinds = [is_new(pool.states.get(i)) for i in plan(pool)]
    assert kinds == sorted(kinds)


def topics_change_where_they_can(plan: Plan, pool: Pool) -> None:
    topic = {c.id: c.topic for c in pool.candidates}
    asked = plan(pool)
    due = [topic[i] for i in asked if not is_new(pool.states.get(i))]
    new = [topic[i] for i in asked if is_new(pool.states.get(i))]
    assert oracles.neighbours(due) == oracles.fewest_neighbours(due)
    last = due[-1] if due else ""
    assert oracles.neighbours(new, last) == oracles.fewest_neighbours(new, last)


def neighbours_are_as_few_as_can_be(interleave: Interleave, case: tuple[Sequence[Candidate], str]) -> None:
    candidates, last = case
    topics = [c.topic for c in interleave(candidates, last)]
    assert sorted(topics) == sorted(c.topic for c in candidates)
    assert oracles.neighbours(topics, last) == oracles.fewest_neighbours(topics, last)


def every_order_is_as_likely_as_another(order: Order, options: Sequence[str], limit: float) -> None:
    """Chi-square over 500 draws an order; `limit` is exceeded by chance once in 10,000."""
    orders = 1
    for n in range(2, len(options) + 1):
        orders *= n
    counts = Counter(tuple(order(f"seed {n}", "item", options)) for n in range(500 * orders))
    assert len(counts) == orders
    assert oracles.chi_square(list(counts.values())) < limit
