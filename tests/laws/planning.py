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
    return make_plan(pool.candidates, pool.states, TODAY, "learn", pool.limit, seed, pool.terms)


def _due(pool: Pool, item: str) -> bool:
    state = pool.states.get(item)
    return pool.terms.due[item] <= TODAY if item in pool.terms.due else is_due(state, TODAY)


def _new(pool: Pool, candidate: Candidate) -> bool:
    passed = {item for item, state in pool.states.items() if state.correct}
    return is_new(pool.states.get(candidate.id)) and passed.issuperset(candidate.after)


def waiting(pool: Pool) -> list[Candidate]:
    """Return what may be asked in learn mode: due or new, not set aside, and none of a family that was met today."""
    aside = {item for item, state in pool.states.items() if state.suspended or state.buried == TODAY}
    asked = [c for c in pool.candidates if c.id not in aside]
    met = {c.family for c in pool.candidates if c.id in pool.states and pool.states[c.id].day == TODAY}
    asked = [c for c in asked if _due(pool, c.id) or _new(pool, c)]
    return [c for c in asked if c.family is None or c.family not in met | pool.terms.met]


def families_of(candidates: Sequence[Candidate]) -> int:
    """Return how many of them can be asked when siblings are not."""
    return sum(c.family is None for c in candidates) + len({c.family for c in candidates} - {None})


def only_what_waits_is_asked_and_once(plan: Plan, pool: Pool) -> None:
    asked = plan(pool)
    assert len(set(asked)) == len(asked) <= pool.limit
    assert set(asked) <= {c.id for c in waiting(pool)}


def one_of_a_family_is_asked(plan: Plan, pool: Pool) -> None:
    family = {c.id: c.family for c in pool.candidates}
    seen = Counter(family[i] for i in plan(pool) if family[i] is not None)
    assert set(seen.values()) <= {1}


def a_session_is_as_long_as_can_be(plan: Plan, pool: Pool) -> None:
    assert len(plan(pool)) == min(pool.limit, families_of(waiting(pool)))


def due_comes_before_new(plan: Plan, pool: Pool) -> None:
    kinds = [is_new(pool.states.get(i)) for i in plan(pool)]
    assert kinds == sorted(kinds)


def the_quota_of_new_ones_comes_first(plan: Plan, pool: Pool) -> None:
    """As many new items as are owed, then what is due, then what else is new."""
    kinds = [is_new(pool.states.get(i)) for i in plan(pool)]
    new = families_of([c for c in waiting(pool) if _new(pool, c)])
    owed = min(pool.limit, new, pool.terms.quota or 0)
    assert all(kinds[:owed])
    assert kinds[owed:] == sorted(kinds[owed:])


def the_same_seed_gives_the_same_plan(plan: Plan, pool: Pool) -> None:
    assert plan(pool) == plan(pool)
    assert plan(pool._replace(candidates=pool.candidates[::-1])) == plan(pool)


def what_waits_for_others_comes_after_them(plan: Plan, pool: Pool) -> None:
    """What is new is asked only when all that it comes after was answered rightly once."""
    before = {c.id: c.after for c in pool.candidates}
    for item in plan(pool):
        if is_new(pool.states.get(item)):
            assert all(name in pool.states and pool.states[name].correct for name in before[item])


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
