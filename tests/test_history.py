from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.learning import (
    Answered,
    Closed,
    Day,
    Event,
    History,
    ItemState,
    Memory,
    Rating,
    Step,
    Streak,
    Undone,
    fold,
    forecast,
    history_of,
    rating_of,
    standing,
    streak,
    traces,
)
from tests.laws import history as laws
from tests.strategies import journeys, logs
from tests.strategies.journeys import ROLLOVER, answer_at
from tests.strategies.learning import SCHEDULED, START, WRONG, answered, answers, event

DAY = START.toordinal()
extras = st.builds(answer_at, st.just(99), st.integers(-2_000, 12_000), st.sampled_from(journeys.OFFSETS))


def _steps(events: list[Event]) -> list[Step]:
    return [step for own in traces(events).values() for step in own]


@given(logs.logs())
def test_history_does_not_depend_on_the_order_of_its_steps(events: list[Event]) -> None:
    steps = _steps(events)
    assert history_of(steps[::-1]) == history_of(steps)


@given(logs.logs())
def test_every_answer_that_stands_is_in_the_history_of_its_day(events: list[Event]) -> None:
    days = history_of(_steps(events)).days
    kept = [e for e in standing(events) if isinstance(e.body, Answered)]
    assert [d.day for d in days] == sorted({date.fromisoformat(e.day).toordinal() for e in kept})
    for found in days:
        own = [e.body for e in kept if date.fromisoformat(e.day).toordinal() == found.day]
        assert found.answers == len(own)
        assert found.milliseconds == sum(b.duration for b in own if isinstance(b, Answered))
    steps = [s for s in _steps(events) if s.role == "review" and s.before.memory is not None]
    passed = [s for s in _steps(events) if s.after.attempts > s.before.attempts and s.after.passed]
    assert sum(d.reviews for d in days) == len(steps)
    assert sum(d.recalled for d in days) == sum(s.rating is not Rating.AGAIN for s in steps)
    assert sum(d.passed for d in days) == len(passed)


def _true_retention(events: list[Event], since: int) -> float | None:
    """Count from the definition: the first answer to an item on a later day than all before it is a review."""
    last: dict[str, int] = {}
    recalled: list[bool] = []
    for e in standing(events):
        if isinstance(e.body, Answered):
            day = date.fromisoformat(e.day).toordinal()
            if day > last.get(e.body.item, day) and day >= since:
                recalled.append(rating_of(e.body.outcome) > Rating.AGAIN)
            last[e.body.item] = max(day, last.get(e.body.item, day))
    return sum(recalled) / len(recalled) if recalled else None


@given(answers(SCHEDULED), st.integers(-1, 42))
def test_true_retention_is_the_share_of_reviews_recalled_since_a_day(events: list[Event], since: int) -> None:
    past = history_of(_steps(events))
    assert past.retention(DAY + since) == _true_retention(events, DAY + since)
    assert past.retention() == _true_retention(events, 0)


def test_retention_counts_from_the_very_day_and_is_unknown_without_a_review() -> None:
    past = History((Day(3, reviews=4, recalled=1), Day(5, reviews=1, recalled=1), Day(6, answers=2)))
    assert [past.retention(d) for d in (0, 3, 4, 5, 6)] == [0.4, 0.4, 1.0, 1.0, None]
    assert History().retention() is None


@given(st.lists(st.tuples(st.integers(-9, 40), st.booleans(), st.booleans()), max_size=12), st.integers(0, 20))
def test_a_forecast_has_every_item_on_its_day_and_what_is_overdue_today(
    items: list[tuple[int, bool, bool]], days: int
) -> None:
    states = {
        f"i{n}": ItemState(memory=Memory(1.0, 5.0, DAY - 50, DAY + due) if known else None, suspended=suspended)
        for n, (due, known, suspended) in enumerate(items)
    }
    waiting = [max(0, due) for due, known, suspended in items if known and not suspended]
    load = forecast(states, DAY, days)
    assert load == [waiting.count(n) for n in range(days)]
    moved = {"i0": DAY + 3, "elsewhere": DAY}
    first = states.get("i0")
    if first is not None and first.memory is not None and not first.suspended:
        waiting[0] = 3
    assert forecast(states, DAY, days, moved) == [waiting.count(n) for n in range(days)]


def test_a_forecast_ends_with_its_last_day() -> None:
    states = {f"i{n}": ItemState(memory=Memory(1.0, 5.0, DAY - 9, DAY + n)) for n in range(-1, 5)}
    assert [forecast(states, DAY, days) for days in range(4)] == [[], [2], [2, 1], [2, 1, 1]]


@given(journeys.days_at_home(), st.integers(-2, 16))
def test_l10_a_missing_day_ends_a_streak(events: list[Event], today: int) -> None:
    laws.a_missing_day_ends_it(streak, events, DAY + today, ROLLOVER)


@given(journeys.journeys(most=60), extras)
def test_l10_one_more_answer_never_shortens_a_streak(events: list[Event], extra: Event) -> None:
    laws.one_more_answer_never_shortens_it(streak, events, extra, ROLLOVER)


@given(journeys.journeys(most=60), st.integers(-2, 30))
def test_l10_a_second_answer_of_a_day_changes_nothing(events: list[Event], today: int) -> None:
    laws.a_second_answer_of_a_day_changes_nothing(streak, events, DAY + today, ROLLOVER)


@given(journeys.journeys("east") | journeys.journeys("west"))
def test_l10_whoever_answers_every_day_keeps_the_streak_wherever_they_travel(events: list[Event]) -> None:
    laws.whoever_answers_every_day_keeps_it_wherever_they_travel(streak, events, ROLLOVER)


@given(journeys.journeys(most=60), st.integers(-2, 30))
def test_l10_a_streak_does_not_depend_on_the_order_of_arrival(events: list[Event], today: int) -> None:
    assert streak(events[::-1], DAY + today, ROLLOVER) == streak(events, DAY + today, ROLLOVER)


HOME, AUCKLAND, HONOLULU = 60, 780, -600


@pytest.mark.parametrize(
    ("hours", "offsets", "longest"),
    [
        ((20, 44, 68), (HOME, HOME, HOME), 3),
        ((20, 44, 92), (HOME, HOME, HOME), 2),
        ((12, 36), (HONOLULU, AUCKLAND), 2),
        ((12, 36 + 15), (HONOLULU, AUCKLAND), 1),
        ((12, 60), (HONOLULU, AUCKLAND), 1),
        ((2, 3), (HOME, HOME), 2),
        ((3, 26), (HOME, HOME), 1),
        ((3, 27), (HOME, HOME), 2),
        ((12, 12), (-720, 840), 2),
        ((39, 61), (-720, 840), 2),
        ((39, 62), (-720, 840), 2),
        ((39, 63), (-720, 840), 2),
        ((39, 64), (-720, 840), 1),
        ((14, 40, 62), (HONOLULU, AUCKLAND, AUCKLAND), 2),
        ((14, 62), (HONOLULU, AUCKLAND), 1),
        ((14, 14, 40), (HONOLULU, AUCKLAND, AUCKLAND), 2),
        ((0, 50), (AUCKLAND, HONOLULU), 2),
    ],
)
def test_l10_streaks_at_home_and_over_the_date_line(
    hours: tuple[int, ...], offsets: tuple[int, ...], longest: int
) -> None:
    events = [answer_at(n, hour * 60, offset) for n, (hour, offset) in enumerate(zip(hours, offsets, strict=True), 1)]
    assert streak(events, 0, ROLLOVER).longest == longest


@pytest.mark.parametrize(("today", "current"), [(-1, 2), (0, 2), (1, 2), (2, 0), (9, 0)])
def test_l10_a_streak_lives_until_a_whole_day_has_gone_by(today: int, current: int) -> None:
    events = [event(1, answered(), -1), event(2, answered(made=WRONG, mode="drill"), 0)]
    assert streak(events, DAY + today, 0) == Streak(current, 2)


def test_l10_only_answers_that_stand_make_a_streak() -> None:
    first, second = event(1, answered(), 0), event(2, answered(), 1)
    gone = event(3, Undone("s", "x", second.id), 2)
    assert streak([first, second, gone, event(4, Closed("s"), 1)], DAY + 1, 0) == Streak(1, 1)
    assert streak([], DAY, 0) == Streak(0, 0)


def test_l10_a_date_that_a_zone_skipped_is_no_missing_day() -> None:
    apia = {"2011-12-29": ("2011-12-29T20:00", -600), "2011-12-31": ("2011-12-31T20:00", 840)}
    events = []
    for number, (day, (local, offset)) in enumerate(apia.items(), 1):
        seconds = (date.fromisoformat(local[:10]) - date(1970, 1, 1)) / timedelta(seconds=1) + 20 * 3_600
        utc = int(seconds) * 1_000 - offset * 60_000
        events.append(structs.replace(event(number, answered()), utc=utc, offset=offset, day=day))
    assert streak(events, date(2011, 12, 31).toordinal(), ROLLOVER) == Streak(2, 2)


def test_the_history_of_a_log_is_that_of_its_fold() -> None:
    events = [event(n, answered(made=WRONG if n == 3 else answered().outcome), n) for n in range(1, 5)]
    days = history_of(_steps(events)).days
    state = fold(events)[answered().item]
    assert [(d.answers, d.passed, d.reviews, d.recalled) for d in days] == [
        (1, 1, 0, 0),
        (1, 1, 1, 1),
        (1, 0, 1, 0),
        (1, 1, 1, 1),
    ]
    assert (state.reviews, state.recalled, state.correct) == (3, 2, 3)
