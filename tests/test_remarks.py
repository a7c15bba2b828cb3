"""What is said of questions besides answers: skips, stars, notes, reports, ratings; what is then told of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.learning import (
    Body,
    Event,
    ItemState,
    Noted,
    Opened,
    Rated,
    Rating,
    Reported,
    Reset,
    Session,
    Skipped,
    Starred,
    Undone,
    Unstarred,
    fold,
    fold_item,
    fold_sessions,
    ratings_open,
    trace,
)
from quiz.scoring import AskAgain
from quiz.store import Log, export, merge
from quiz.store.exchange import line_of, row_of_line
from quiz.store.rows import Row, checksum, event_of, row_of
from quiz.views import Choices, Desk, remarks
from tests.strategies import logs
from tests.strategies.learning import ITEMS, Lived, answered, event, lived_sessions
from tests.support.library import library_of, texts
from tests.support.talk import desk_of

ITEM = ITEMS[0]


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = desk_of(library_of(texts(3)))
    yield made
    made.log.close()


def begun(desk: Desk, mode: Any = "practice", **choices: Any) -> Session:
    session = desk.begin(mode, Choices(**choices), "seed")
    assert session is not None
    return session


def given_to(desk: Desk, session: Session, response: Any, hints: int = 0) -> Session:
    item = desk.question(session)
    assert item is not None
    step = desk.answer(session, item.item, response, 5_000, hints=hints)
    assert not isinstance(step, AskAgain)
    return step.session


def last_of(desk: Desk) -> Any:
    return desk.log.events()[-1].body


# Old logs

OLD = {
    '{"kind":"answered","session":"s","mode":"learn","item":"i","seen":"a","scored":"b","edition":1,"shown":[],'
    '"response":"x","certainty":null,"duration":0,"outcome":{"score":"1/1","verdict":"correct","rule":"t/1"}}': "hints",
    '{"kind":"rated","session":"s","item":"i","event":"e","rating":"easy"}': "rating",
    '{"kind":"rated","session":"s","item":"i","event":"e"}': "rating",
}


@pytest.mark.parametrize(("body", "field"), OLD.items())
def test_events_written_before_there_were_hints_and_ratings_are_read_and_exported_to_the_byte(
    body: str, field: str
) -> None:
    kind = json.loads(body)["kind"]
    values = ("e1", 1, 0, "2026-02-10", "d", 1, "t", "lib", kind, "s", "i", body)
    row = Row(*values, checksum(values))
    read = event_of(row)
    assert getattr(read.body, field) in (0, "easy")
    line = line_of(row)
    assert row_of_line(line) == row
    assert line_of(row_of_line(line)) == line


NEW: tuple[Body, ...] = (
    Skipped("s", ITEM, 400),
    Starred(ITEM),
    Unstarred(ITEM),
    Noted(ITEM, "mind [the] year\u202e"),
    Reported(ITEM, "typo", "its", "a", "b"),
    Rated("s", ITEM, "e", "hard"),
)


@pytest.mark.parametrize("body", NEW)
def test_new_events_come_back_from_a_row_and_from_a_line(body: Body) -> None:
    made = event(1, body)
    assert event_of(row_of(made)) == made
    assert event_of(row_of_line(line_of(row_of(made)))) == made


@pytest.mark.parametrize("body", ['{"kind":"rated","session":"s","item":"i","event":"e","rating":"superb"}'])
def test_a_rating_that_there_is_not_is_no_event(body: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=Body)


def test_logs_with_new_events_merge_to_the_same_on_both_machines(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with Log(tmp_path / name, "ana", "small") as log:
            desk = Desk(library_of(texts(3)), log)
            session = begun(desk)
            remarks.star(desk, session.items[0])
            remarks.note(desk, session.items[1], name)
            session = remarks.skip(desk, session, session.items[0], 500)
            session = given_to(desk, session, "blue whale", hints=1)
            remarks.rate(desk, session, "again")
            remarks.report(desk, session.items[0], "key", name)
    one, two = tmp_path / "one", tmp_path / "two"
    assert merge(one, [two / "log.sqlite3"]).came == merge(two, [one / "log.sqlite3"]).came
    assert [*export(one)] == [*export(two)]
    with Log(one, "ana", "small") as log, Log(two, "ana", "small") as other:
        assert log.states() == other.states() == fold(log.events())
        assert log.sessions() == other.sessions()


# The fold


@given(st.lists(st.sampled_from((Starred(ITEM), Unstarred(ITEM), Noted(ITEM, "a"), Noted(ITEM, ""))), max_size=6))
def test_the_last_star_and_the_last_note_hold(said: list[Body]) -> None:
    state = fold_item([event(n, body) for n, body in enumerate(said, 1)]) or ItemState()
    stars = [b for b in said if not isinstance(b, Noted)]
    notes = [b.text for b in said if isinstance(b, Noted)]
    assert state.starred is (stars[-1:] == [Starred(ITEM)])
    assert state.note == next(reversed(notes), "")


@given(logs.own_answers(least=1), st.sampled_from(NEW[:5]), logs.moments)
def test_what_is_no_answer_moves_no_schedule(events: list[Event], body: Body, at: tuple[int, int, str]) -> None:
    before, after = fold_item(events), fold_item([*events, event(90, body, *at)])
    assert before is not None
    assert after is not None
    assert structs.replace(after, starred=False, note="", place=before.place) == before


def test_a_reset_and_a_new_edition_keep_star_and_note(desk: Desk) -> None:
    kept = [event(1, Starred(ITEM)), event(2, Noted(ITEM, "mind"), 1), event(3, Reset(ITEM), 2)]
    state = fold_item(kept)
    assert state is not None
    assert (state.starred, state.note) == (True, "mind")
    remarks.star(desk, "item-1")
    remarks.note(desk, "item-1", "mind")
    newer = [structs.replace(item, edition=2) for item in texts(3)]
    again = Desk(library_of(newer), desk.log, desk.clock)
    assert (remarks.starred(again, "item-1"), remarks.note_of(again, "item-1")) == (True, "mind")


def test_of_several_ratings_the_last_holds_and_an_undone_one_does_not() -> None:
    right = event(1, answered())
    said = [event(n, Rated("s", ITEM, right.id, word), n) for n, word in ((2, "again"), (3, "hard"), (4, "easy"))]  # type: ignore[arg-type]
    back = event(5, Undone("s", ITEM, said[2].id), 5)
    for events, rating in (([right, *said], Rating.EASY), ([right, *said, back], Rating.HARD), ([right], Rating.GOOD)):
        assert [s.rating for s in trace(events)] == [rating]


def test_ratings_open_are_those_up_to_what_was_earned_and_easy_for_good() -> None:
    assert [ratings_open(r) for r in Rating] == [
        (Rating.AGAIN,),
        (Rating.AGAIN, Rating.HARD),
        tuple(Rating),
        tuple(Rating),
    ]


# Sessions


def skipped(lived: Lived, items: list[str]) -> tuple[Session, list[Event]]:
    session, events = lived.session, list(lived.events)
    for number, item in enumerate(items, 500):
        events.append(event(number, Skipped("s", item, number), hour=40))
        session = session.after(events[-1])
    return session, events


@given(lived_sessions(), st.lists(st.sampled_from(ITEMS), max_size=5), st.randoms(use_true_random=False))
def test_a_session_with_skips_is_read_back_as_it_was(lived: Lived, items: list[str], random: Any) -> None:
    session, events = skipped(lived, items)
    random.shuffle(events)
    assert fold_sessions(events)[0] == session
    assert session.spent == sum(range(500, 500 + len(items)))


@given(lived_sessions(), st.lists(st.sampled_from(ITEMS), min_size=1, max_size=5))
def test_what_is_skipped_comes_after_all_else_in_the_order_of_the_skips(lived: Lived, items: list[str]) -> None:
    session, _ = skipped(lived, items)
    waiting = session.waiting(ITEMS)
    assert sorted(waiting) == sorted(i for i in ITEMS if i not in session.answered)
    last = {item: place for place, item in enumerate(items)}
    assert waiting == sorted(waiting, key=lambda i: (last.get(i, -1), session.items.index(i) if i not in last else 0))
    assert session.current(ITEMS) == next(iter(waiting), None)


@given(lived_sessions(), st.lists(st.sampled_from(ITEMS), min_size=1, max_size=5))
def test_the_last_step_is_taken_back_first(lived: Lived, items: list[str]) -> None:
    session, events = skipped(lived, items)
    before = skipped(lived, items[:-1])[0]
    assert session.last is not None
    assert session.last.item == items[-1]
    assert session.after(event(600, Undone("s", items[-1], events[-1].id), hour=50)) == before


def test_a_session_in_which_nothing_was_done_has_no_last_step() -> None:
    assert Session("s", "learn", "x", ITEMS).last is None
    (opened,) = fold_sessions([event(1, Opened("s", "learn", "x", ITEMS))])
    assert (opened.last, opened.steps, opened.spent) == (None, (), 0)


def test_an_answer_that_replaces_another_takes_its_step(desk: Desk) -> None:
    session = Session("s", "learn", "x", ITEMS)
    for number in (1, 2):
        session = session.after(event(number, answered()))
    assert session.steps == (event(2, answered()).id,)
