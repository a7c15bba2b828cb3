from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from fsrs import Card, Scheduler, State
from fsrs import Rating as Grade
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.learning import Memory, Rating, retrievability
from quiz.learning.memory import DESIRED_RETENTION, LONGEST_DAYS, review
from tests.strategies.learning import START, memories, reviews

DAY = START.toordinal()
NOON = datetime(START.year, START.month, START.day, 12, tzinfo=UTC)
SCHEDULER = Scheduler(desired_retention=DESIRED_RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@given(reviews)
def test_reviews_are_those_of_the_library_on_whole_study_days(history: list[tuple[Rating, int]]) -> None:
    card, memory, day = Card(card_id=1, due=NOON), None, 0
    for rating, gap in history:
        day += gap
        moment = NOON + timedelta(days=day)
        card, _ = SCHEDULER.review_card(card, Grade(int(rating)), review_datetime=moment)
        memory = review(memory, rating, DAY + day)
        assert memory.stability == card.stability
        assert memory.difficulty == card.difficulty
        assert memory.day == DAY + day
        assert memory.due - memory.day == max(1, (card.due - moment).days)


@given(memories, st.integers(0, 40_000))
def test_recall_is_that_of_the_library_on_whole_days(memory: Memory, wait: int) -> None:
    card = Card(
        card_id=1,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=NOON,
        last_review=NOON,
    )
    expected = SCHEDULER.get_card_retrievability(card, NOON + timedelta(days=wait))
    assert retrievability(memory, memory.day + wait) == pytest.approx(expected, rel=1e-12)


@given(memories, st.integers(0, 40_000), st.integers(1, 1_000), st.floats(1.01, 10))
def test_recall_falls_with_time_and_rises_with_stability(memory: Memory, wait: int, longer: int, factor: float) -> None:
    now, later = (retrievability(memory, memory.day + days) for days in (wait, wait + longer))
    assert 0 < later < now <= 1
    firmer = structs.replace(memory, stability=memory.stability * factor)
    assert retrievability(firmer, memory.day + wait + longer) > later


@given(memories)
def test_recall_is_certain_on_the_day_itself_and_nine_in_ten_after_the_stability(memory: Memory) -> None:
    assert retrievability(memory, memory.day) == 1
    assert retrievability(memory, memory.day - 3) == 1
    days = structs.replace(memory, stability=float(max(1, round(memory.stability))))
    assert retrievability(days, days.day + round(days.stability)) == pytest.approx(0.9)


@given(reviews)
def test_stability_and_difficulty_stay_in_their_bounds(history: list[tuple[Rating, int]]) -> None:
    memory, day = None, DAY
    for rating, gap in history:
        day += gap
        memory = review(memory, rating, day)
        assert 0.001 <= memory.stability <= LONGEST_DAYS
        assert 1 <= memory.difficulty <= 10
        assert 1 <= memory.due - memory.day <= LONGEST_DAYS


def test_no_stability_grows_beyond_a_hundred_years() -> None:
    memory, day = None, DAY
    for _ in range(40):
        memory = review(memory, Rating.EASY, day)
        day = memory.due
        if day > DAY + 20 * LONGEST_DAYS:
            break
    assert memory is not None
    assert memory.stability == LONGEST_DAYS
    assert memory.due - memory.day == LONGEST_DAYS


@given(memories | st.none(), st.sampled_from((0, 1, 2, 7, 60)))
def test_a_better_rating_never_means_less_stability_or_an_earlier_day(memory: Memory | None, gap: int) -> None:
    day = (memory.day if memory is not None else DAY) + gap
    after = [review(memory, rating, day) for rating in Rating]
    for worse, better in pairwise(after):
        assert worse.stability <= better.stability
        assert worse.due <= better.due


@given(memories, st.integers(1, 400))
def test_a_lapse_on_a_later_day_never_makes_memory_firmer(memory: Memory, gap: int) -> None:
    assert review(memory, Rating.AGAIN, memory.day + gap).stability <= memory.stability


@given(st.lists(memories, min_size=2, max_size=6))
def test_the_interval_grows_with_stability_and_ends_where_recall_is_as_wished(known: list[Memory]) -> None:
    known.sort(key=lambda m: m.stability)
    for one, other in pairwise(known):
        assert one.due - one.day <= other.due - other.day
    for memory in known:
        interval = memory.due - memory.day
        if 1 < interval < LONGEST_DAYS:
            assert retrievability(memory, memory.due + 1) < DESIRED_RETENTION < retrievability(memory, memory.due - 1)


@given(memories, st.integers(0, 9), st.sampled_from(list(Rating)))
def test_a_clock_turned_back_counts_as_the_last_day(memory: Memory, back: int, rating: Rating) -> None:
    assert review(memory, rating, memory.day - back) == review(memory, rating, memory.day)
