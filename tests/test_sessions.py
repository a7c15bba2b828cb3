from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quiz.learning import (
    Answered,
    Body,
    Buried,
    Claimed,
    Closed,
    Event,
    Opened,
    Reset,
    Resumed,
    Session,
    Suspended,
    Tuned,
    Undone,
    fold_sessions,
    unfinished,
)
from tests.strategies import logs
from tests.strategies.learning import ITEMS, RIGHT, WRONG, Lived, answered, answers, event, lived_sessions


@given(lived_sessions(), st.randoms(use_true_random=False))
def test_l11_a_session_of_any_mode_read_back_in_any_order_is_the_session_that_was_lived(
    lived: Lived, random: Random
) -> None:
    events = list(lived.events)
    random.shuffle(events)
    sessions = fold_sessions(events)
    assert [s.id for s in sessions] == ["s", "t"]
    assert sessions[0] == lived.session
    assert sessions[1].answers == ()


@given(lived_sessions())
def test_what_comes_next_is_the_first_of_the_plan_without_an_answer(lived: Lived) -> None:
    session = lived.session
    left = [i for i in session.items if i not in session.answered]
    assert session.current(ITEMS) == (left[0] if left else None)
    assert session.current(ITEMS[1:]) == next((i for i in left if i in ITEMS[1:]), None)
    assert session.current(()) is None


@given(answers())
def test_events_of_unknown_sessions_open_none(events: list[Event]) -> None:
    assert fold_sessions(events) == []


@given(lived_sessions(), st.integers(0, 12))
def test_what_happens_outside_of_sessions_changes_none(lived: Lived, hour: int) -> None:
    outside: list[Body] = [kind(ITEMS[0]) for kind in (Suspended, Resumed, Buried, Reset)]
    more = [event(50 + n, body, hour=hour) for n, body in enumerate([*outside, Tuned(0.8)])]
    assert fold_sessions([*lived.events, *more]) == fold_sessions(lived.events)


@given(logs.own_answers(least=1))
def test_a_session_tells_each_answer_as_it_was_given_and_scored(events: list[Event]) -> None:
    session = Session("s", "learn", "seed", ITEMS)
    for number, given_ in enumerate(events):
        session = session.after(given_)
        (told,) = session.answers
        body = given_.body
        assert isinstance(body, Answered)
        assert (told.event, told.item, told.response) == (given_.id, body.item, body.response)
        assert (told.outcome, told.duration, told.certainty) == (body.outcome, body.duration, body.certainty)
        assert session.after(event(50 + number, Suspended(ITEMS[0]))) == session
        assert session.after(event(60 + number, Tuned(0.8))) == session


def test_an_answer_taken_back_is_gone_though_the_taking_back_sorts_before_it() -> None:
    answer = event(5, answered(), hour=5)
    events = [_opened(1, "s"), answer, event(7, Undone("s", ITEMS[0], answer.id), hour=2, device="two")]
    assert fold_sessions(events)[0].answers == ()


def _opened(number: int, name: str) -> Event:
    return event(number, Opened(name, "learn", "seed", ITEMS), hour=number)


def test_answers_of_another_session_are_not_ours() -> None:
    session = Session("t", "learn", "seed", ITEMS)
    assert session.after(event(1, answered())) == session
    assert session.after(_opened(2, "t")) == session
    assert session.after(event(3, Closed("s"))) == session
    assert session.after(event(4, Claimed("t", ITEMS[0], "an event"))) == session


def test_an_item_answered_twice_has_its_last_answer() -> None:
    session = Session("s", "learn", "seed", ITEMS)
    for number, made in ((1, WRONG), (2, RIGHT)):
        session = session.after(event(number, answered(made=made)))
    assert [a.outcome for a in session.answers] == [RIGHT]
    assert session.correct() == 1


def test_the_newest_open_session_with_a_question_left_is_the_unfinished_one() -> None:
    opened = [_opened(n, name) for n, name in enumerate("abcd", 1)]
    last = [event(20 + n, answered(i), hour=9) for n, i in enumerate(ITEMS)]
    done = [event(30, Closed("d"), hour=9)]
    found = unfinished(fold_sessions([*opened, *last, *done]), ITEMS)
    assert found is not None
    assert found.id == "c"
    assert unfinished(fold_sessions([*opened, *done]), ()) is None
    assert unfinished([], ITEMS) is None


def test_a_session_whose_questions_are_all_answered_is_not_unfinished_until_one_is_taken_back() -> None:
    events = [_opened(1, "s"), *(event(n, answered(i), hour=9) for n, i in enumerate(ITEMS, 2))]
    assert unfinished(fold_sessions(events), ITEMS) is None
    back = event(9, Undone("s", ITEMS[-1], events[-1].id), hour=10)
    found = unfinished(fold_sessions([*events, back]), ITEMS)
    assert found is not None
    assert found.current(ITEMS) == ITEMS[-1]
