"""What `quiz why` tells of an item: each event with the outcome that counts, in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.items.marking import Marking
from quiz.learning import (
    Answered,
    Claimed,
    Event,
    ItemState,
    Rated,
    Rating,
    Reported,
    Reset,
    Skipped,
    Tuned,
    fold_item,
    rating_of,
    standing,
    trace,
)
from quiz.learning.memory import review
from tests.strategies import logs
from tests.strategies.learning import ITEMS, event

KEY = logs.KEYS[0]


@given(logs.logs(items=ITEMS[:1]))
def test_every_event_of_an_item_is_told_once_and_leads_from_state_to_state(events: list[Event]) -> None:
    steps = list(trace(events))
    silent = Claimed | Rated | Reported | Skipped | Tuned
    assert [s.event for s in steps] == [e for e in standing(events) if not isinstance(e.body, silent)]
    before = [ItemState(edition=s.before.edition, scored=s.before.scored) for s in steps[:1]]
    assert [s.before for s in steps] == [*before, *(s.after for s in steps[:-1])]
    assert all(s.after.place == s.event.place for s in steps)


@given(logs.logs(items=ITEMS[:1]))
def test_every_answer_is_told_with_its_outcome_and_role_and_nothing_else_is(events: list[Event]) -> None:
    for step in trace(events):
        is_answer = isinstance(step.event.body, Answered)
        assert (step.outcome is not None) is (step.role is not None) is is_answer
        assert (step.rating is not None) is (step.role in ("review", "same-day"))


@given(logs.own_answers(least=1), st.data())
def test_an_answer_said_to_be_right_is_told_so_wherever_it_counts(events: list[Event], data: st.DataObject) -> None:
    about = data.draw(st.sampled_from(events))
    told = {s.event.id: s for s in trace([*events, event(99, logs.spoken_of(about, Claimed))])}
    assert {name for name, step in told.items() if step.claimed} <= {about.id}
    assert told[about.id].claimed is (told[about.id].role != "rapid")


@given(logs.own_answers())
def test_an_answer_is_rated_by_its_outcome_and_by_how_sure_one_was(events: list[Event]) -> None:
    for step in trace(events):
        assert isinstance(step.event.body, Answered)
        assert step.outcome is not None
        if step.rating is not None:
            assert step.rating is rating_of(step.outcome, step.event.body.certainty, step.event.body.hints)


@pytest.mark.parametrize(
    ("certainty", "rating"), [(None, Rating.GOOD), (1, Rating.HARD), (2, Rating.GOOD), (3, Rating.GOOD)]
)
def test_a_right_answer_called_a_guess_comes_back_sooner(certainty: int | None, rating: Rating) -> None:
    (step,) = trace([event(1, logs.answer_to(KEY, "Gyumri", certainty=certainty))])
    assert step.rating is rating
    assert step.after.memory == review(None, rating, step.after.day)


def test_each_role_of_an_answer_is_told_with_outcome_and_claim() -> None:
    answers = [
        event(1, logs.answer_to(KEY, "Baku", edition=1), 0),
        event(2, logs.answer_to(KEY, "Baku", edition=2), 1),
        event(3, logs.answer_to(KEY, "Gyumry", edition=2), 1, 1),
        event(4, logs.answer_to(KEY, "Baku", mode="drill", edition=2), 2),
        event(5, logs.answer_to(KEY, "Baku", mode="exam", edition=2), 3),
        event(6, logs.answer_to(KEY, "Gyumri", duration=1, edition=2), 4),
    ]
    claims = [event(10 + n, logs.spoken_of(answer, Claimed), 9) for n, answer in enumerate(answers)]
    said = [(s.role, s.outcome.score, s.claimed) for s in trace([*answers, *claims]) if s.outcome is not None]
    assert said == [
        ("superseded", "0/1", False),
        ("review", "0/1", True),
        ("same-day", "1/1", True),
        ("drill", "0/1", True),
        ("exam", "0/1", True),
        ("rapid", "1/1", False),
    ]


@given(st.sampled_from((1, 2, 3)), st.sampled_from(logs.KEYS[:2]))
def test_an_item_that_is_learned_anew_keeps_its_edition_and_its_key(edition: int, key: Marking) -> None:
    answer = event(1, logs.answer_to(key, "Gyumri", edition=edition))
    answered, reset = fold_item([answer]), fold_item([answer, event(2, Reset(ITEMS[0]), 1)])
    assert answered is not None
    assert reset is not None
    assert (reset.edition, reset.scored, reset.attempts) == (edition, answered.scored, 0)
