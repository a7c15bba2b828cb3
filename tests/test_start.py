"""What to do next: words and a next step for every state of a library and of a day."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.banks import Front
from quiz.learning import ItemState, Session
from quiz.views.start import LONGEST_MS, Day, about_text, start_of, usual_ms

TODAY = 739_000


def front(**fields: Any) -> Front:
    given: dict[str, Any] = {"banks": {"facts": "Facts"}, "askable": {"item-1": "facts"}, **fields}
    return Front(id="small", title="Small", rollover=4, zone="UTC", **given)


def day(**fields: Any) -> Day:
    usual: dict[str, Any] = {
        "today": TODAY, "due": 0, "new": 0, "first": 0, "answered": 0, "limit": 10, "later": None, "paced": False,
        "begun": True, "due_ms": 12_000, "new_ms": 30_000,
    }  # fmt: skip
    return Day(**{**usual, **fields})


@pytest.mark.parametrize(
    ("fields", "action", "hint"),
    [
        ({"askable": {}, "banks": {}}, "The library is empty", "quiz new DIR"),
        ({"askable": {}}, "The bank is empty", "quiz new DIR"),
        ({"askable": {}, "banks": {"a": "A", "b": "B"}}, "The banks are empty", "items:"),
        ({"askable": {}, "waiting": 2}, "No question is approved yet", "2 questions wait"),
        ({"askable": {}, "left_out": 12, "waiting": 2}, "All 12 questions are faulty", "quiz check"),
        ({"askable": {}, "left_out": 1}, "Its only question is faulty", "quiz check"),
    ],
)
def test_a_library_with_nothing_to_ask_says_why_and_what_to_do(fields: dict[str, Any], action: str, hint: str) -> None:
    start = start_of(front(**fields), None, day())
    assert (start.action, start.mode) == (action, None)
    assert hint in start.detail


@pytest.mark.parametrize(
    ("fields", "action", "detail", "mode"),
    [
        ({"new": 274, "begun": False}, "Start: 10 questions", "10 new, about 5 minutes. Each", "learn"),
        ({"due": 7, "new": 20}, "Start: 10 questions", "7 reviews and 3 new, about 3 minutes", "learn"),
        ({"due": 7, "new": 20, "first": 8, "paced": True}, "Start: 10 questions", "2 reviews and 8 new", "learn"),
        ({"due": 1}, "Start: 1 question", "1 review, about 1 minute", "learn"),
        ({"new": 9, "answered": 10}, "Start: 9 more questions", "Done for today. If you like: 9 new", "learn"),
        ({"new": 9, "answered": 2, "paced": True}, "Start: 9 more questions", "Done for today", "learn"),
        ({"new": 9, "answered": 2, "first": 1, "paced": True}, "Start: 9 questions", "9 new", "learn"),
        ({"new": 9, "answered": 9}, "Start: 9 questions", "9 new", "learn"),
        ({"answered": 4, "later": TODAY + 1}, "All done for today", "The next review comes tomorrow", "practice"),
        ({"answered": 4}, "All done for today", "Everything has been seen", "practice"),
        ({"later": TODAY + 5}, "Nothing is due today", "The next review comes in 5 days", "practice"),
        ({}, "All questions are put aside", "quiz resume", None),
    ],
)
def test_each_day_has_its_words_and_its_next_step(
    fields: dict[str, Any], action: str, detail: str, mode: str | None
) -> None:
    start = start_of(front(), None, day(**fields))
    assert (start.action, start.mode) == (action, mode)
    assert start.detail.startswith(detail) or detail in start.detail


def test_a_session_that_was_left_goes_on_and_an_exam_tells_nothing() -> None:
    session = Session("s", "learn", "seed", ("a", "b"))
    assert start_of(front(), session, day()).action == "Go on with question 1 of 2"
    assert start_of(front(), session, day()).detail == "Learn session, 0 right answers so far"
    assert start_of(front(), Session("s", "exam", "seed", ("a",)), day()).detail == "Exam session"


STATES = st.builds(ItemState, durations=st.lists(st.integers(0, 10**9), max_size=9).map(tuple))


@given(st.lists(STATES))
def test_what_an_answer_takes_lies_among_what_was_measured(states: list[ItemState]) -> None:
    usual = usual_ms(states)
    times = [min(LONGEST_MS, ms) for s in states for ms in s.durations if ms]
    if usual is None:
        assert all(0 in s.durations for s in states if s.durations)
    else:
        assert min(times) <= usual <= max(times)


def test_one_answer_over_lunch_does_not_count() -> None:
    assert usual_ms([ItemState(durations=(5_000, 6_000, 3_000_000))]) == 6_000
    assert usual_ms([ItemState(durations=(5_000,)), ItemState(durations=(7_000,)), ItemState()]) == 6_000
    assert usual_ms([]) is None


@given(st.integers(0, 10**9))
def test_a_guessed_time_is_never_too_short(milliseconds: int) -> None:
    minutes = int(about_text(milliseconds).split()[1].replace(",", ""))
    assert minutes >= 1
    assert (minutes - 1) * 60_000 <= milliseconds <= minutes * 60_000
