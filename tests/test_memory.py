from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from pathlib import Path
from typing import Never
from unittest.mock import Mock

import fsrs_rs_python as rust
import pytest
from fsrs import Card, Scheduler, State
from fsrs import Rating as Grade
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.learning import RETENTIONS, Memory, Rating, retrievability
from quiz.learning.memory import DESIRED_RETENTION, LONGEST_DAYS, LONGEST_GAP, preload, review
from tests.laws import memory as laws
from tests.strategies.learning import START, memories, reviews

DAY = START.toordinal()
NOON = datetime(START.year, START.month, START.day, 12, tzinfo=UTC)
retentions = st.sampled_from((*RETENTIONS, 0.8, DESIRED_RETENTION))


def _scheduler(retention: float) -> Scheduler:
    return Scheduler(desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@given(reviews, retentions)
def test_f1_reviews_are_those_of_py_fsrs_on_whole_study_days(
    history: list[tuple[Rating, int]], retention: float
) -> None:
    scheduler = _scheduler(retention)
    card, memory, day = Card(card_id=1, due=NOON), None, 0
    for rating, gap in history:
        day += gap
        moment = NOON + timedelta(days=day)
        card, _ = scheduler.review_card(card, Grade(int(rating)), review_datetime=moment)
        memory = review(memory, rating, DAY + day, retention)
        assert memory.stability == card.stability
        assert memory.difficulty == card.difficulty
        assert memory.day == DAY + day
        assert memory.due - memory.day == max(1, (card.due - moment).days)


RUST = rust.FSRS(rust.DEFAULT_PARAMETERS)
SINGLE = 1e-4
"""fsrs-rs counts in 32-bit floats."""


def _next(memory: rust.MemoryState | None, rating: Rating, gap: int, retention: float) -> rust.ItemState:
    states = RUST.next_states(memory, retention, gap)
    return (states.again, states.hard, states.good, states.easy)[rating - 1]


# Since py-fsrs 6.3.2 no pass lowers stability on the same day, as in fsrs-rs; before, Hard did (SCORING 2.2).
@given(reviews, retentions)
def test_f1_reviews_are_those_of_fsrs_rs_with_the_same_rules_for_a_second_review_of_a_day(
    history: list[tuple[Rating, int]], retention: float
) -> None:
    memory, known, day = None, None, DAY
    for number, (rating, gap) in enumerate(history):
        since = gap if number else 0
        day += since
        memory = review(memory, rating, day, retention)
        found = _next(known, rating, since, retention)
        known = found.memory
        assert memory.stability == pytest.approx(known.stability, rel=SINGLE)
        assert memory.difficulty == pytest.approx(known.difficulty, rel=SINGLE)
        nearest = min(max(1.0, found.interval), LONGEST_DAYS)
        assert memory.due - memory.day == pytest.approx(nearest, abs=0.5 + SINGLE * nearest)


@pytest.mark.parametrize("rating", list(Rating))
def test_f1_a_first_review_has_the_parameters_of_its_rating(rating: Rating) -> None:
    found = review(None, rating, DAY)
    assert found.stability == pytest.approx(rust.DEFAULT_PARAMETERS[rating - 1], rel=1e-6)
    assert found.day == DAY


@given(memories, st.integers(0, 40_000))
def test_f1_recall_is_that_of_py_fsrs_on_whole_days(memory: Memory, wait: int) -> None:
    card = Card(
        card_id=1,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=NOON,
        last_review=NOON,
    )
    expected = _scheduler(0.9).get_card_retrievability(card, NOON + timedelta(days=wait))
    assert retrievability(memory, memory.day + wait) == pytest.approx(expected, rel=1e-12)


@given(reviews, retentions)
def test_f2_stability_and_difficulty_stay_in_their_bounds(history: list[tuple[Rating, int]], retention: float) -> None:
    memory, day = None, DAY
    for rating, gap in history:
        day += gap
        memory = review(memory, rating, day, retention)
        assert 0.001 <= memory.stability <= LONGEST_DAYS
        assert 1 <= memory.difficulty <= 10
        assert 1 <= memory.due - memory.day <= LONGEST_DAYS


@pytest.mark.parametrize("gap", [0, 1, 400])
def test_f2_no_stability_shrinks_beyond_a_minute_and_a_half(gap: int) -> None:
    memory = review(None, Rating.AGAIN, DAY)
    for n in range(1, 60):
        memory = review(memory, Rating.AGAIN, DAY + n * gap)
    assert memory.stability >= 0.001
    assert memory.due - memory.day == 1


def test_f2_no_stability_grows_beyond_a_hundred_years() -> None:
    memory, day = None, DAY
    for _ in range(40):
        memory = review(memory, Rating.EASY, day)
        day = memory.due
        if day > DAY + 20 * LONGEST_DAYS:
            break
    assert memory is not None
    assert memory.stability == LONGEST_DAYS == 36_500
    assert memory.due - memory.day == LONGEST_DAYS
    assert review(memory, Rating.EASY, memory.day, RETENTIONS[0]).due - memory.day == LONGEST_DAYS


@given(memories, st.integers(LONGEST_GAP, LONGEST_GAP + 9), st.sampled_from(list(Rating)))
def test_no_gap_is_too_long_to_count(memory: Memory, gap: int, rating: Rating) -> None:
    found, longest = (review(memory, rating, memory.day + g) for g in (gap, LONGEST_GAP))
    assert (found.stability, found.difficulty) == (longest.stability, longest.difficulty)
    assert found.due - found.day == longest.due - longest.day


def test_a_gap_counts_up_to_the_longest() -> None:
    first = review(None, Rating.AGAIN, DAY)
    gaps = (LONGEST_GAP - 1, LONGEST_GAP, LONGEST_GAP + 1)
    one, two, three = (review(first, Rating.HARD, DAY + gap).stability for gap in gaps)
    assert one < two == three


@given(memories | st.none(), st.sampled_from((0, 1, 2, 7, 60)))
def test_f3_a_better_rating_never_means_less_stability_or_an_earlier_day(memory: Memory | None, gap: int) -> None:
    laws.a_better_rating_never_means_less(review, memory, gap)


@given(memories, st.integers(1, 400))
def test_f3_a_lapse_on_a_later_day_never_makes_memory_firmer(memory: Memory, gap: int) -> None:
    laws.a_lapse_never_makes_memory_firmer(review, memory, gap)


@given(memories)
def test_f3_a_pass_on_the_same_day_never_makes_memory_weaker(memory: Memory) -> None:
    laws.a_pass_on_the_same_day_never_makes_memory_weaker(review, memory)


@given(memories, st.integers(0, 40_000), st.integers(1, 1_000), st.floats(1.01, 10))
def test_f4_recall_falls_with_time_and_rises_with_stability(
    memory: Memory, wait: int, longer: int, factor: float
) -> None:
    now, later = (retrievability(memory, memory.day + days) for days in (wait, wait + longer))
    assert 0 < later < now <= 1
    firmer = structs.replace(memory, stability=memory.stability * factor)
    assert retrievability(firmer, memory.day + wait + longer) > later


@given(memories)
def test_f4_recall_is_certain_on_the_day_itself_and_nine_in_ten_after_the_stability(memory: Memory) -> None:
    assert retrievability(memory, memory.day) == 1
    assert retrievability(memory, memory.day - 3) == 1
    days = structs.replace(memory, stability=float(max(1, round(memory.stability))))
    assert retrievability(days, days.day + round(days.stability)) == pytest.approx(0.9, rel=1e-12)


@given(st.lists(memories, min_size=2, max_size=6), retentions)
def test_f5_the_interval_grows_with_stability_and_ends_where_recall_is_as_wished(
    known: list[Memory], retention: float
) -> None:
    after = sorted((review(m, Rating.GOOD, m.day + 1, retention) for m in known), key=lambda m: m.stability)
    for one, other in pairwise(after):
        assert one.due - one.day <= other.due - other.day
    for memory in after:
        interval = memory.due - memory.day
        if 1 < interval < LONGEST_DAYS:
            assert retrievability(memory, memory.due + 1) < retention < retrievability(memory, memory.due - 1)


@given(memories | st.none(), st.sampled_from(list(Rating)), st.sampled_from((0, 1, 30)))
def test_f5_f8_who_wants_to_forget_less_is_asked_sooner_and_remembers_the_same(
    memory: Memory | None, rating: Rating, gap: int
) -> None:
    day = (memory.day if memory is not None else DAY) + gap
    made = [review(memory, rating, day, retention) for retention in (0.7, 0.8, 0.9, 0.97)]
    assert len({(m.stability, m.difficulty, m.day) for m in made}) == 1
    assert [m.due for m in made] == sorted((m.due for m in made), reverse=True)
    if made[2].due - day > 3:
        assert len({m.due for m in made}) == 4
    assert review(memory, rating, day) == made[2]


@given(memories, st.sampled_from(list(Rating)), st.integers(0, 60))
def test_f7_due_days_are_never_spread_by_chance(memory: Memory, rating: Rating, gap: int) -> None:
    laws.due_days_are_where_recall_is_nine_in_ten(review, memory, rating, gap)


SCRIPT = """
import random
random.seed({seed})
from quiz.learning.memory import Rating, review
memory, day = None, 740_000
for n in range(200):
    memory = review(memory, Rating(n * n % 4 + 1), day)
    day = memory.due if n % 3 else day
    print(memory)
"""


def test_f7_due_days_are_the_same_again_in_every_process(root: Path) -> None:
    printed = set()
    for seed in (1, 2):
        world = {**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": str(seed)}
        command = [sys.executable, "-c", SCRIPT.format(seed=seed)]
        run = subprocess.run(command, env=world, cwd=root, capture_output=True, text=True, check=True)
        printed.add(run.stdout)
    assert len(printed) == 1
    assert len(printed.pop().splitlines()) == 200


@given(memories, st.integers(0, 9), st.sampled_from(list(Rating)))
def test_l7_a_clock_turned_back_counts_as_the_last_day(memory: Memory, back: int, rating: Rating) -> None:
    assert review(memory, rating, memory.day - back) == review(memory, rating, memory.day)


@pytest.mark.parametrize("rating", list(Rating))
def test_f7_no_review_asks_what_time_it_is_or_waits(rating: Rating, monkeypatch: pytest.MonkeyPatch) -> None:
    class Unwatched(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Never:
            raise AssertionError("a review looked at the clock")

    monkeypatch.setattr("fsrs.card.datetime", Unwatched)
    monkeypatch.setattr("time.sleep", Mock(side_effect=AssertionError("a review waited")))
    # Such a retention is asked for nowhere else, so that nothing is remembered from another review.
    first = review(None, rating, DAY, 0.8123)
    assert review(first, rating, DAY + 3, 0.8123).day == DAY + 3


def test_preloading_is_no_review() -> None:
    before = review(None, Rating.GOOD, DAY)
    preload()
    assert review(None, Rating.GOOD, DAY) == before
