"""The last sessions in a line each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.learning import Session
from quiz.learning.session import Answer
from quiz.scoring import Outcome, Verdict
from quiz.views import Choices
from quiz.views.sessions import SessionRow, last_sessions, session_rows
from tests.support.library import library_of, texts
from tests.support.talk import StandingClock, desk_of

TODAY = date(2026, 2, 10).toordinal()


def row(**fields: object) -> SessionRow:
    usual = {"id": "s", "day": TODAY, "mode": "learn", "right": 3, "answered": 4, "items": 10, "open": False}
    return SessionRow(**{**usual, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (row(), "today: Learn, 3 of 4 questions right"),
        (row(day=TODAY - 1, answered=1, right=1), "yesterday: Learn, 1 of 1 question right"),
        (row(day=TODAY - 2, mode="drill"), "8 February: Drill, 3 of 4 questions right"),
        (row(day=date(2025, 12, 31).toordinal(), mode="exam"), "31 December 2025: Exam, 3 of 10 questions right"),
        (row(open=True), "today: Learn, 4 of 10 questions answered, 3 right"),
        (row(open=True, mode="exam"), "today: Exam, 4 of 10 questions answered"),
        (row(day=TODAY + 1), "11 February: Learn, 3 of 4 questions right"),
    ],
)
def test_a_session_in_words(given: SessionRow, said: str) -> None:
    assert given.says(TODAY) == said


def session(number: int, opened: int, answers: int) -> Session:
    right = Outcome("1/1", Verdict.CORRECT, "text/1", ())
    given = tuple(Answer(f"e{n}", f"item-{n}", "x", right) for n in range(answers))
    return Session(f"s{number}", "learn", "seed", ("item-0", "item-1", "item-2"), answers=given, opened=opened)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3))), st.integers(0, 4))
def test_the_newest_with_an_answer_are_listed_newest_first(made: list[tuple[int, int]], most: int) -> None:
    sessions = [session(number, opened, answers) for number, (opened, answers) in enumerate(made)]
    rows = session_rows(sessions, lambda utc: utc, most)
    days = [r.day for r in rows]
    assert days == sorted((opened for opened, answers in made if answers), reverse=True)[:most]
    assert all(r.answered == r.right > 0 for r in rows)


def test_they_are_read_from_the_log_and_each_can_be_had_by_its_id(tmp_path: Path) -> None:
    clock = StandingClock()
    desk = desk_of(library_of(texts(3)), tmp_path, clock)
    for response in ("blue whale", "orca"):
        begun = desk.begin("practice", Choices())
        assert begun is not None
        desk.answer(begun, begun.items[0], response, 3_000)
        clock.pass_days(1)
    desk.begin("practice", Choices())
    assert [(r.day, r.right, r.open) for r in last_sessions(desk)] == [(TODAY + 1, 0, False), (TODAY, 1, False)]
    (newest, _) = last_sessions(desk)
    found = desk.log.session(newest.id)
    assert found is not None
    assert found.answers[0].response == "orca"
    assert desk.log.session("none") is None
