from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from quiz.learning import (
    Candidate,
    ItemState,
    Memory,
    Mode,
    Terms,
    interleave,
    is_due,
    make_plan,
    missed,
    option_order,
    retrievability,
    shuffled,
)
from quiz.learning.plan import FEW
from tests.laws import planning as laws
from tests.strategies.learning import MODES, TODAY, Pool, pools, pools_on_terms

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
ON_TERMS = (
    laws.only_what_waits_is_asked_and_once,
    laws.one_of_a_family_is_asked,
    laws.a_session_is_as_long_as_can_be,
    laws.the_quota_of_new_ones_comes_first,
    laws.what_waits_for_others_comes_after_them,
    laws.the_same_seed_gives_the_same_plan,
)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@given(pool=pools())
def test_f10_a_plan_for_learning(law: Callable[[laws.Plan, Pool], None], pool: Pool) -> None:
    law(laws.learn, pool)


@pytest.mark.parametrize("law", ON_TERMS, ids=lambda law: law.__name__)
@given(pool=pools_on_terms())
def test_f10_a_plan_for_learning_on_terms(law: Callable[[laws.Plan, Pool], None], pool: Pool) -> None:
    law(laws.learn, pool)


def test_f10_siblings_do_not_use_up_the_quota_of_new_ones() -> None:
    memory = Memory(5.0, 5.0, TODAY - 5, TODAY)
    siblings = [Candidate(f"new {n}", "a", "f") for n in range(6)]
    pool = [*siblings, Candidate("other", "b"), Candidate("due", "c")]
    for seed in "abcdefgh":
        asked = make_plan(pool, {"due": ItemState(1, memory=memory)}, TODAY, "learn", 9, seed, Terms(quota=2))
        assert asked[2] == "due"
        assert "other" in asked[:2]


def test_f10_a_sibling_of_what_was_met_and_then_suspended_waits() -> None:
    met = ItemState(1, day=TODAY, suspended=True, memory=Memory(5.0, 5.0, TODAY, TODAY + 5))
    pool = [Candidate("met", "a", "f"), Candidate("sibling", "a", "f"), Candidate("other", "b", "g")]
    assert make_plan(pool, {"met": met}, TODAY, "learn", 9, "seed") == ("other",)
    assert len(make_plan(pool, {"met": met}, TODAY + 1, "learn", 9, "seed")) == 2
    assert make_plan(pool, {}, TODAY, "learn", 9, "seed", Terms(frozenset("f"))) == ("other",)


@given(pools_on_terms(), st.sampled_from(MODES))
def test_what_is_suspended_is_never_asked_and_what_is_buried_not_on_its_day_but_in_a_drill(
    pool: Pool, mode: Mode
) -> None:
    asked = make_plan(pool.candidates, pool.states, TODAY, mode, 99, "seed")
    states = [pool.states[item] for item in asked if item in pool.states]
    assert not any(state.suspended for state in states)
    assert mode == "drill" or not any(state.buried == TODAY for state in states)
    if mode == "drill":
        open_ones = [c for c in pool.candidates if c.id not in pool.states or not pool.states[c.id].suspended]
        assert len(asked) == laws.families_of(open_ones)


@pytest.mark.parametrize(("mode", "asked"), [("learn", 0), ("practice", 0), ("mistakes", 0), ("drill", 1)])
def test_what_was_put_off_until_tomorrow_is_asked_today_in_a_drill_alone(mode: Mode, asked: int) -> None:
    due = ItemState(1, day=TODAY - 5, buried=TODAY, memory=Memory(5.0, 5.0, TODAY - 5, TODAY))
    for day, count in ((TODAY, asked), (TODAY + 1, 1)):
        assert len(make_plan([Candidate("one", "a")], {"one": due}, day, mode, 9, "seed")) == count


def test_f10_what_comes_after_others_waits_until_each_was_answered_rightly_once() -> None:
    last = Candidate("last", "a", after=("first", "second"))
    right = ItemState(2, 1, day=TODAY - 9, memory=Memory(50.0, 5.0, TODAY - 9, TODAY + 41))
    for states, asked in (
        ({}, ()),
        ({"first": right}, ()),
        ({"first": right, "second": ItemState(2, 0, day=TODAY - 9)}, ()),
        ({"first": right, "second": right}, ("last",)),
        ({"last": structs.replace(right, memory=Memory(5.0, 5.0, TODAY - 9, TODAY))}, ("last",)),
    ):
        assert make_plan([last], states, TODAY, "learn", 9, "seed") == asked
        assert make_plan([last], states, TODAY, "practice", 9, "seed") == ("last",)


def test_f10_due_days_of_a_date_to_be_ready_for_stand_in_the_place_of_the_memorys() -> None:
    soon = ItemState(1, day=TODAY - 5, memory=Memory(5.0, 5.0, TODAY - 5, TODAY))
    pool, states = [Candidate("one", "a"), Candidate("two", "a")], {"one": soon, "two": soon}
    due = {"one": TODAY + 1}
    assert make_plan(pool, states, TODAY, "learn", 9, "seed", Terms(due=due)) == ("two",)
    assert set(make_plan(pool, states, TODAY + 1, "learn", 9, "seed", Terms(due=due))) == {"one", "two"}
    assert set(make_plan(pool, states, TODAY - 1, "learn", 9, "seed", Terms(due={"two": TODAY - 1}))) == {"two"}


@given(pools())
def test_f10_what_is_most_likely_forgotten_is_asked_first(pool: Pool) -> None:
    alone = Pool([Candidate(c.id, c.topic) for c in pool.candidates], pool.states, pool.limit)
    asked = laws.learn(alone)
    recall = {
        i: retrievability(s.memory, TODAY) for i, s in pool.states.items() if is_due(s, TODAY) and s.memory is not None
    }
    chosen = [recall[i] for i in asked if i in recall]
    left = [r for i, r in recall.items() if i not in asked]
    assert not chosen or not left or max(chosen) <= min(left) + 1e-12


@pytest.mark.parametrize("count", [FEW - 1, FEW, FEW + 1, 3 * FEW])
def test_f10_of_many_due_items_the_most_likely_forgotten_are_asked_first(count: int) -> None:
    memories = [Memory(1.0 + n % 50, 5.0, TODAY - 60 - n % 7, TODAY - n % 7) for n in range(count)]
    states = {f"i{n}": ItemState(1, memory=memory) for n, memory in enumerate(memories)}
    pool = [Candidate(item, "a") for item in states]
    asked = make_plan(pool, states, TODAY, "learn", count, "seed")
    recall = [round(retrievability(memories[int(item[1:])], TODAY), 12) for item in asked]
    assert recall == sorted(recall)
    assert set(asked) == set(states)
    assert make_plan(pool, states, TODAY, "learn", 9, "seed") == asked[:9]
    assert make_plan(pool, states, TODAY, "learn", count, "other") != asked


@given(pools(), st.sampled_from(MODES), st.randoms(use_true_random=False))
def test_f10_a_plan_depends_on_its_seed_and_not_on_the_order_of_the_items(
    pool: Pool, mode: Mode, random: Random
) -> None:
    other = [*pool.candidates, *pool.candidates[:1]]
    random.shuffle(other)
    states = dict(random.sample(sorted(pool.states.items()), len(pool.states)))
    one, two = (
        make_plan(c, s, TODAY, mode, pool.limit, "seed") for c, s in ((pool.candidates, pool.states), (other, states))
    )
    assert one == two


@given(pools(), st.sampled_from(MODES))
def test_f10_any_mode_asks_known_items_once_and_one_of_a_family(pool: Pool, mode: Mode) -> None:
    asked = make_plan(pool.candidates, pool.states, TODAY, mode, pool.limit, "seed")
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
def test_practice_asks_the_new_and_then_what_was_longest_not_answered(pool: Pool, mode: Mode) -> None:
    alone = [Candidate(c.id, c.topic) for c in pool.candidates]
    asked = make_plan(alone, pool.states, TODAY, mode, pool.limit, "seed")
    assert len(asked) == min(pool.limit, len(alone))
    days = {c.id: pool.states[c.id].day if c.id in pool.states else 0 for c in alone}
    left = [day for i, day in days.items() if i not in asked]
    assert not asked or not left or max(days[i] for i in asked) <= min(left)


@pytest.mark.parametrize("mode", ["practice", "drill"])
def test_what_was_put_off_but_never_answered_is_as_new_as_any(mode: Mode) -> None:
    pool, states = [Candidate("never met", "a"), Candidate("put off", "b")], {"put off": ItemState(buried=TODAY - 1)}
    first = {make_plan(pool, states, TODAY, mode, 1, seed) for seed in "abcdefghij"}
    assert first == {("never met",), ("put off",)}


@given(candidates, st.sampled_from(("", "a", "b", "z")))
def test_f10_no_two_of_a_topic_follow_each_other_where_that_can_be_avoided(case: list[Candidate], last: str) -> None:
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


any_text = st.text(st.characters(exclude_categories=()))


@given(any_text, st.lists(any_text, unique=True))
@example("a lone surrogate: \ud800", ["a", "b", "\udfff"])
def test_shuffling_keeps_all_and_depends_on_the_names_alone(seed: str, names: list[str]) -> None:
    mixed = shuffled(seed, names)
    assert sorted(mixed) == sorted(names)
    assert shuffled(seed, reversed(names)) == mixed
    assert sorted(option_order(seed, "item", names)) == sorted(names)


@pytest.mark.parametrize(("options", "limit"), [(("yes", "no"), 15.1), (("a", "b", "c"), 25.7), (tuple("abcd"), 55.0)])
def test_every_order_of_options_is_as_likely_as_another(options: tuple[str, ...], limit: float) -> None:
    laws.every_order_is_as_likely_as_another(option_order, options, limit)


@pytest.mark.parametrize(("options", "limit"), [(("a", "b", "c"), 25.7), (tuple("abcd"), 55.0)])
def test_every_order_of_new_items_is_as_likely_as_another(options: tuple[str, ...], limit: float) -> None:
    def asked(seed: str, item: str, names: Sequence[str]) -> tuple[str, ...]:
        pool = [Candidate(name, "a topic") for name in names]
        return make_plan(pool, {}, TODAY, "practice", len(pool), seed + item)

    laws.every_order_is_as_likely_as_another(asked, options, limit)


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
