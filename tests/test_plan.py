from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.learning import (
    Candidate,
    ItemState,
    Memory,
    interleave,
    is_due,
    make_plan,
    missed,
    option_order,
    retrievability,
    shuffled,
)
from tests.laws import planning as laws
from tests.strategies.learning import MODES, TODAY, Pool, pools

candidates = st.lists(st.sampled_from("aaabbc"), max_size=7).map(
    lambda topics: [Candidate(f"i{n}", topic) for n, topic in enumerate(topics)]
)
LAWS = (
    laws.only_what_waits_is_asked_and_once,
    laws.one_of_a_family_is_asked,
    laws.a_session_is_as_long_as_can_be,
    laws.due_comes_before_new,
    laws.topics_change_where_they_can,
)


@pytest.mark.parametrize("law", LAWS)
@given(pool=pools())
def test_a_plan_for_learning(law: object, pool: Pool) -> None:
    assert callable(law)
    law(laws.learn, pool)


@given(pools())
def test_what_is_most_likely_forgotten_is_asked_first(pool: Pool) -> None:
    alone = Pool([Candidate(c.id, c.topic) for c in pool.candidates], pool.states, pool.limit)
    asked = laws.learn(alone)
    recall = {
        i: retrievability(s.memory, TODAY) for i, s in pool.states.items() if is_due(s, TODAY) and s.memory is not None
    }
    chosen = [recall[i] for i in asked if i in recall]
    left = [r for i, r in recall.items() if i not in asked]
    assert not chosen or not left or max(chosen) <= min(left)


@given(pools(), st.sampled_from(MODES), st.randoms(use_true_random=False))
def test_a_plan_depends_on_its_seed_and_not_on_the_order_of_the_items(pool: Pool, mode: str, random: Random) -> None:
    other = [*pool.candidates, *pool.candidates[:1]]
    random.shuffle(other)
    states = dict(random.sample(sorted(pool.states.items()), len(pool.states)))
    one, two = (
        make_plan(c, s, TODAY, mode, pool.limit, "seed")  # type: ignore[arg-type]
        for c, s in ((pool.candidates, pool.states), (other, states))
    )
    assert one == two


@given(pools(), st.sampled_from(MODES))
def test_any_mode_asks_known_items_once_and_one_of_a_family(pool: Pool, mode: str) -> None:
    asked = make_plan(pool.candidates, pool.states, TODAY, mode, pool.limit, "seed")  # type: ignore[arg-type]
    laws.one_of_a_family_is_asked(lambda _: asked, pool)
    assert len(set(asked)) == len(asked) <= pool.limit
    assert set(asked) <= {c.id for c in pool.candidates}


@given(pools())
def test_mistakes_asks_what_was_last_missed(pool: Pool) -> None:
    asked = make_plan(pool.candidates, pool.states, TODAY, "mistakes", 99, "seed")
    wrong = [c for c in pool.candidates if missed(pool.states.get(c.id))]
    assert {c.id for c in wrong} >= set(asked)
    assert {c.id for c in wrong if c.family is None} <= set(asked)
    assert {c.family for c in wrong} == {c.family for c in wrong if c.id in asked}


@given(pools(), st.sampled_from(("practice", "drill")))
def test_practice_asks_the_new_and_then_what_was_longest_not_answered(pool: Pool, mode: str) -> None:
    alone = [Candidate(c.id, c.topic) for c in pool.candidates]
    asked = make_plan(alone, pool.states, TODAY, mode, pool.limit, "seed")  # type: ignore[arg-type]
    assert len(asked) == min(pool.limit, len(alone))
    days = {c.id: pool.states[c.id].day if c.id in pool.states else 0 for c in alone}
    left = [day for i, day in days.items() if i not in asked]
    assert not asked or not left or max(days[i] for i in asked) <= min(left)


@given(candidates, st.sampled_from(("", "a", "b", "z")))
def test_no_two_of_a_topic_follow_each_other_where_that_can_be_avoided(case: list[Candidate], last: str) -> None:
    laws.neighbours_are_as_few_as_can_be(interleave, (case, last))


def test_the_first_new_topic_differs_from_the_last_due_one() -> None:
    pool = [Candidate("due", "a"), Candidate("one", "a"), Candidate("two", "b")]
    states = {"due": ItemState(1, memory=Memory(5.0, 5.0, TODAY - 5, TODAY))}
    for seed in "abcdefgh":
        assert make_plan(pool, states, TODAY, "learn", 3, seed) == ("due", "two", "one")


@given(candidates)
def test_within_a_topic_the_order_stays(case: list[Candidate]) -> None:
    mixed = interleave(case)
    for topic in {c.topic for c in case}:
        assert [c for c in mixed if c.topic == topic] == [c for c in case if c.topic == topic]


@given(st.text(), st.lists(st.text(st.characters(exclude_categories=())), unique=True))
def test_shuffling_keeps_all_and_depends_on_the_names_alone(seed: str, names: list[str]) -> None:
    mixed = shuffled(seed, names)
    assert sorted(mixed) == sorted(names)
    assert shuffled(seed, reversed(names)) == mixed
    assert sorted(option_order(seed, "item", names)) == sorted(names)


@pytest.mark.parametrize(("options", "limit"), [(("yes", "no"), 15.1), (("a", "b", "c"), 25.7), (tuple("abcd"), 55.0)])
def test_every_order_of_options_is_as_likely_as_another(options: tuple[str, ...], limit: float) -> None:
    laws.every_order_is_as_likely_as_another(option_order, options, limit)


def test_two_items_of_a_session_have_orders_of_their_own() -> None:
    orders = {option_order("seed", f"item {n}", "abcdef") for n in range(20)}
    assert len(orders) > 15


SCRIPT = """
import json, msgspec
from quiz.learning import Candidate, fold, make_plan, option_order
from tests.strategies.learning import ITEMS, RIGHT, WRONG, answered, event
log = [event(n, answered(ITEMS[n % 3], (RIGHT, WRONG)[n % 2]), n, device="ab"[n % 2]) for n in range(1, 12)]
states = fold(log)
pool = [Candidate(f"i{n}", "abc"[n % 3], "fg"[n % 2] if n % 5 == 0 else None) for n in range(40)]
plans = [make_plan(pool, states, 1, mode, 20, "seed") for mode in ("learn", "practice")]
print(json.dumps([plans, option_order("seed", "x", "abcdef"), msgspec.to_builtins(states)]))
"""


def test_every_process_plans_and_folds_alike(root: Path) -> None:
    printed = set()
    for hash_seed, zone in (("1", "UTC"), ("2", "America/New_York")):
        world = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone, "PYTHONPATH": str(root)}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=world, cwd=root, capture_output=True, text=True, check=True
        )
        printed.add(run.stdout)
    assert len(printed) == 1
    assert json.loads(printed.pop())[0][0]
