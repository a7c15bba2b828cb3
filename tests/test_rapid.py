from __future__ import annotations

from statistics import median_low

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quiz.learning import Event, fold, fold_item, is_new, is_rapid, trace
from quiz.learning.progress import DURATIONS
from quiz.scoring import Outcome, Verdict
from tests.laws import learning as laws
from tests.strategies import logs
from tests.strategies.learning import ITEMS, RIGHT, WRONG, event

OMITTED = Outcome("0/1", Verdict.OMITTED, "choice/1")
times = st.integers(1, 400_000)
KEY = logs.KEYS[0]


@pytest.mark.parametrize(
    ("duration", "earlier", "rapid"),
    [
        (999, (), True),
        (1_000, (), False),
        (1, (), True),
        (0, (), False),
        (-5, (), False),
        (0, (90_000,) * 5, False),
        (1_500, (90_000,), False),
        (1_500, (90_000, 90_000), False),
        (1_500, (90_000, 90_000, 90_000), True),
        (8_999, (90_000, 90_000, 90_000), True),
        (9_000, (90_000, 90_000, 90_000), False),
        (1_500, (90_000, 2_000, 90_000), True),
        (1_500, (90_000, 2_000, 3_000), False),
        (1_500, (2_000, 90_000, 90_000, 2_000), False),
        (1_500, (2_000, 90_000, 90_000, 80_000), True),
        (999, (1_000,) * 9, True),
    ],
)
def test_rapid_is_below_a_second_or_a_tenth_of_the_median(duration: int, earlier: tuple[int, ...], rapid: bool) -> None:
    assert is_rapid(duration, RIGHT, earlier) is rapid
    assert is_rapid(duration, WRONG, earlier[::-1]) is rapid
    assert not is_rapid(duration, OMITTED, earlier)


@given(times, st.lists(times, max_size=DURATIONS))
def test_who_takes_longer_is_never_rapid_instead(duration: int, earlier: list[int]) -> None:
    rapid = is_rapid(duration, RIGHT, tuple(earlier))
    usual = median_low(earlier) if len(earlier) >= 3 else 0
    assert rapid is (duration < 1_000 or 10 * duration < usual)
    assert is_rapid(duration - 1, RIGHT, tuple(earlier)) or not rapid or duration == 1
    assert not is_rapid(duration + 1, RIGHT, tuple(earlier)) or rapid


@given(logs.own_answers(), st.sampled_from(("Gyumri", "Baku")), st.integers(1, 999))
def test_a_rapid_guess_leaves_all_but_its_count(events: list[Event], response: str, duration: int) -> None:
    guess = event(99, logs.answer_to(KEY, response, duration=duration), 41)
    laws.a_rapid_guess_leaves_all_but_its_count(fold, events, guess)


@given(logs.own_answers(times=(1, 500, 999)))
def test_an_item_only_guessed_at_is_new(events: list[Event]) -> None:
    state = fold_item(events)
    assume(state is not None)
    assert state is not None
    guesses = [s for s in trace(events) if s.role == "rapid"]
    assert state.rapid == len(guesses)
    assert all(s.rating is None for s in guesses)
    if len(guesses) == len(events):
        assert is_new(state)
        assert state.attempts == 0


@given(st.lists(times | st.just(0), max_size=14))
def test_the_last_measured_times_are_kept_rapid_or_not(durations: list[int]) -> None:
    events = [event(n, logs.answer_to(KEY, "Baku", duration=d), n) for n, d in enumerate(durations, 1)]
    state = fold_item(events)
    kept = tuple(d for d in durations if d)[-DURATIONS:]
    assert (state.durations if state is not None else ()) == kept
    steps = list(trace(events))
    expected = [is_rapid(d, WRONG, tuple(x for x in durations[:n] if x)[-DURATIONS:]) for n, d in enumerate(durations)]
    assert [s.role == "rapid" for s in steps] == expected


def test_the_median_is_that_of_the_last_nine() -> None:
    durations = [40_000] * 5 + [4_000] * 4 + [4_000]
    events = [event(n, logs.answer_to(KEY, "Baku", duration=d), n) for n, d in enumerate([*durations, 1_500], 1)]
    assert (DURATIONS, [s.role for s in trace(events)][-1]) == (9, "review")
    assert [s.role for s in trace(events[:9] + events[10:])][-1] == "rapid"


def test_an_item_left_open_over_lunch_still_counts_afterwards() -> None:
    events = [
        event(n, logs.answer_to(KEY, "Gyumri", duration=d), n) for n, d in enumerate((3_600_000, 8_000, 7_000), 1)
    ]
    state = fold_item(events)
    assert state is not None
    assert (state.attempts, state.rapid) == (3, 0)


def test_who_has_become_ten_times_as_fast_is_not_kept_out_for_ever() -> None:
    slow, fast = [150_000] * 3, [9_000] * 6
    events = [event(n, logs.answer_to(KEY, "Gyumri", duration=d), n) for n, d in enumerate([*slow, *fast], 1)]
    assert [s.role for s in trace(events)] == ["review"] * 3 + ["rapid"] * 3 + ["review"] * 3


def test_not_to_know_is_no_guess_however_fast() -> None:
    state = fold_item([event(1, logs.answer_to(KEY, None, duration=200))])
    assert state is not None
    assert (state.attempts, state.rapid, state.durations) == (1, 0, (200,))
    assert state.memory is not None


def test_a_guess_in_a_drill_or_an_exam_is_one_as_well() -> None:
    events = [event(n, logs.answer_to(KEY, "Baku", mode=m, duration=300), n) for n, m in enumerate(logs.ALL_MODES, 1)]
    state = fold_item(events)
    assert state is not None
    assert (state.attempts, state.rapid) == (0, len(logs.ALL_MODES))
    assert fold(events).keys() == {ITEMS[0]}
