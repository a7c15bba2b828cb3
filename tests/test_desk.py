"""The desk beyond a session: keys that changed, editions, a date to be ready for, exams, what becomes of items."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from quiz.banks import Library
from quiz.items import Choice, ExamFile, Item, Text
from quiz.learning import Answered, Regraded, Session
from quiz.scoring import AskAgain
from quiz.store import Log, merge
from quiz.views import Choices, Clock, Desk, remarks
from quiz.views.desk import Step
from quiz.views.exam import mark_of
from quiz.views.progress import progress_of
from quiz.views.why import why
from tests.support.library import library_of, numbered, texts

MINUTE = 60_000


class Calendar(Clock):
    """A clock that is set by the test."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def now(self) -> int:
        return int(self.at.timestamp() * 1000)

    def zone(self) -> tzinfo:
        return UTC

    def days(self, number: int) -> None:
        self.at += timedelta(days=number)


@pytest.fixture
def clock() -> Calendar:
    return Calendar()


@pytest.fixture
def sit(tmp_path: Path, clock: Calendar) -> Callable[..., Desk]:
    """Sit down at a library of these items, with the same log each time."""

    def made(items: list[Item], ready_by: str = "", daily: int = 10, **fields: Any) -> Desk:
        log = Log(tmp_path, "ana", "small")
        return Desk(library_of(items, **fields), log, clock, ready_by=ready_by, daily=daily)

    return made


def opened(desk: Desk, mode: Any = "learn", choices: Choices | None = None, seed: str = "s") -> Session:
    session = desk.begin(mode, choices or Choices(), seed)
    assert session is not None
    return session


def given(desk: Desk, session: Session, response: Any, duration: int = 5_000, **more: Any) -> Step:
    question = desk.question(session)
    assert question is not None
    step = desk.answer(session, question.item, response, duration, **more)
    assert not isinstance(step, AskAgain)
    return step


def test_l13_after_a_key_changed_progress_is_as_if_it_had_always_been_so(sit: Callable[..., Desk]) -> None:
    (item,) = texts(1)
    assert isinstance(item, Text)
    desk = sit([item])
    given(desk, opened(desk), "orca")
    assert not desk.states["item-1"].passed
    desk.log.close()

    desk = sit([structs.replace(item, key="orca")])
    bodies = [e.body for e in desk.log.events()]
    assert [b.item for b in bodies if isinstance(b, Regraded)] == ["item-1"]
    assert desk.states["item-1"].passed
    assert desk.states["item-1"].share == 1.0
    told = why(desk.library.entries["item-1"], desk.log.of_item("item-1"), desk.today())
    assert [(link.score, link.first_score) for link in told.links] == [("1/1", "0/1"), ("", "")]
    assert told.links[0].note == "was 0/1 when it was given"
    desk.log.close()

    desk = sit([structs.replace(item, key="orca")])
    assert sum(isinstance(e.body, Regraded) for e in desk.log.events()) == 1


def test_a_change_that_scoring_does_not_read_is_no_regrade(sit: Callable[..., Desk]) -> None:
    (item,) = texts(1)
    desk = sit([item])
    given(desk, opened(desk), "blue whale")
    desk.log.close()
    desk = sit([structs.replace(item, stem="Which animal, then?", explanation="Because.")])
    assert not any(isinstance(e.body, Regraded) for e in desk.log.events())


def test_a_new_edition_is_learned_anew(sit: Callable[..., Desk]) -> None:
    (item,) = texts(1)
    desk = sit([item])
    given(desk, opened(desk), "blue whale")
    desk.log.close()
    desk = sit([structs.replace(item, edition=2)])
    assert desk.home().new == 1
    session = opened(desk)
    assert session.items == ("item-1",)
    given(desk, session, "blue whale")
    assert (desk.states["item-1"].edition, desk.states["item-1"].attempts) == (2, 1)


def test_what_was_suspended_stays_so_in_a_new_edition(sit: Callable[..., Desk]) -> None:
    (item,) = texts(1)
    desk = sit([item])
    given(desk, opened(desk), "blue whale")
    desk.mark("item-1", "suspend")
    desk.log.close()
    desk = sit([structs.replace(item, edition=2)])
    assert desk.begin("learn", Choices()) is None
    assert (desk.home().suspended, desk.home().banks[0].seen) == (1, 0)
    desk.mark("item-1", "bury")
    desk.mark("item-1", "resume")
    assert (desk.states["item-1"].edition, desk.states["item-1"].attempts) == (2, 0)


def test_a_session_whose_time_is_up_hides_none_that_another_device_left_before(
    sit: Callable[..., Desk], tmp_path: Path, clock: Calendar
) -> None:
    items, fields = exam_library()
    there = Desk(library_of(items, **fields), Log(tmp_path / "there", "ana", "small"), clock)
    left = opened(there)
    there.log.close()
    clock.days(1)
    desk = sit(items, **fields)
    given(desk, opened(desk, "exam", Choices(items=0)), "orca", duration=2 * MINUTE)
    assert desk.open_session() is None
    desk.log.close()
    merge(tmp_path, [tmp_path / "there" / "log.sqlite3"])
    found = sit(items, **fields).open_session()
    assert found is not None
    assert found.id == left.id


def test_what_is_suspended_or_put_off_is_not_asked_and_comes_back(sit: Callable[..., Desk], clock: Calendar) -> None:
    desk = sit(texts(3))
    desk.mark("item-1", "suspend")
    desk.mark("item-2", "bury")
    assert opened(desk).items == ("item-3",)
    assert opened(desk, "practice").items == ("item-3",)
    assert set(opened(desk, "drill").items) == {"item-2", "item-3"}
    assert set(opened(desk, "exam", Choices(items=0)).items) == {"item-1", "item-2", "item-3"}
    clock.days(1)
    assert set(opened(desk).items) == {"item-2", "item-3"}
    desk.mark("item-1", "resume")
    assert set(opened(desk).items) == {"item-1", "item-2", "item-3"}


def test_an_item_put_off_in_the_middle_of_a_session_is_passed_over(sit: Callable[..., Desk]) -> None:
    desk = sit(texts(2))
    session = opened(desk)
    desk.mark(session.items[0], "bury")
    question = desk.question(session)
    assert question is not None
    assert question.item == session.items[1]


def test_a_reset_item_is_new_again(sit: Callable[..., Desk]) -> None:
    desk = sit(texts(1))
    given(desk, opened(desk), "blue whale")
    desk.mark("item-1", "reset")
    home = desk.home()
    assert (home.new, home.due, home.banks[0].seen) == (1, 0, 0)


def test_i_was_right_counts_and_stays_to_be_seen(sit: Callable[..., Desk]) -> None:
    desk = sit(texts(1))
    session = given(desk, opened(desk), "a blue one").session
    desk.claim(session)
    assert desk.states["item-1"].passed
    progress = progress_of(desk.library, desk.log.events(), desk.states, desk.today())
    assert progress.claims == 1
    told = why(desk.library.entries["item-1"], desk.log.of_item("item-1"), desk.today())
    assert told.links[-1].what == "trainee: I was right"


def test_easy_by_hand_moves_the_item_further_away(sit: Callable[..., Desk]) -> None:
    desk = sit(texts(1))
    session = given(desk, opened(desk), "blue whale").session
    before = desk.states["item-1"].memory
    remarks.rate(desk, session, "easy")
    after = desk.states["item-1"].memory
    assert before is not None
    assert after is not None
    assert after.due > before.due


def test_an_answer_in_under_a_second_moves_nothing_and_says_so(sit: Callable[..., Desk]) -> None:
    desk = sit(texts(1))
    step = given(desk, opened(desk), "blue whale", duration=999)
    assert step.feedback.again == "Too fast to count: it comes again soon"
    assert desk.states["item-1"].memory is None
    assert desk.home().new == 1


def test_a_leech_shows_its_passage_before_it_is_asked(sit: Callable[..., Desk], clock: Calendar) -> None:
    desk = sit(texts(1))
    for _ in range(5):
        session = opened(desk, "practice")
        assert desk.primer(session, "item-1") == ()
        given(desk, session, None)
        clock.days(2)
    session = opened(desk, "practice")
    (source,) = desk.primer(session, "item-1")
    assert [text for text, cited in source.sentences if cited] == ["Fact 1 is written down."]
    assert desk.home().leeches == ("item-1",)
    assert desk.primer(opened(desk, "exam", Choices(items=0)), "item-1") == ()


def exam_library(count: int = 8, **exam: Any) -> tuple[list[Item], dict[str, Any]]:
    return texts(count), {"exam": ExamFile(**{"items": 4, "minutes": 2, "pass_mark": "0.5", **exam})}


def test_the_same_seed_gives_the_same_exam_and_the_blueprint_its_size(sit: Callable[..., Desk]) -> None:
    items, fields = exam_library(topics={"odd": "0.5", "even": "0.5"})
    desk = sit(items, **fields)
    first, again, other = (opened(desk, "exam", Choices(items=0), seed) for seed in ("a", "a", "b"))
    assert first.items == again.items
    assert first.items != other.items
    assert sum(int(i.removeprefix("item-")) % 2 for i in first.items) == 2
    assert first.choices == {"items": "4", "minutes": "2", "pass_mark": "0.5"}


def test_m7_an_exam_passes_exactly_at_its_mark_and_omitted_counts_as_wrong(sit: Callable[..., Desk]) -> None:
    items, fields = exam_library()
    desk = sit(items, **fields)
    session = opened(desk, "exam", Choices(items=0))
    for response in ("blue whale", "blue whale", "orca"):
        session = given(desk, session, response).session
    mark = mark_of(desk.library, desk.close(session))
    assert (mark.score, mark.passed, mark.answered, mark.items) == ("1/2", True, 3, 4)
    assert mark.standard_error == pytest.approx((1 / 12) ** 0.5)


def test_l11_an_exam_moves_no_schedule_and_takes_no_slips(sit: Callable[..., Desk]) -> None:
    items, fields = exam_library()
    desk = sit(items, **fields)
    step = given(desk, opened(desk, "exam", Choices(items=0)), "blue wale")
    assert step.feedback.verdict == "incorrect"
    assert all(s.memory is None for s in desk.states.values())


def test_l11_an_exam_goes_on_where_it_was_left_with_the_time_that_was_left(sit: Callable[..., Desk]) -> None:
    items, fields = exam_library()
    desk = sit(items, **fields)
    session = given(desk, opened(desk, "exam", Choices(items=0)), "blue whale", duration=MINUTE).session
    desk.log.close()
    desk = sit(items, **fields)
    found = desk.left_open("exam", Choices(items=0))
    assert found == session
    assert found is not None
    assert desk.time_left(found) == MINUTE
    found = given(desk, found, "blue whale", duration=MINUTE).session
    assert desk.question(found) is None
    assert desk.open_session() is None


def test_what_cannot_be_read_is_asked_again_once_and_then_wrong_in_an_exam(sit: Callable[..., Desk]) -> None:
    items = [i for i in numbered(6) if not isinstance(i, Text | Choice)]
    desk = sit(items, exam=ExamFile(items=1))
    session = opened(desk, "exam", Choices(items=0))
    item = session.items[0]
    assert isinstance(desk.answer(session, item, "some", 5_000), AskAgain)
    step = desk.answer(session, item, "some", 5_000, final=True)
    assert not isinstance(step, AskAgain)
    assert step.feedback.verdict == "incorrect"


def test_an_exam_counts_by_the_keys_of_today(sit: Callable[..., Desk]) -> None:
    (item,) = texts(1)
    assert isinstance(item, Text)
    desk = sit([item])
    desk.close(given(desk, opened(desk, "exam", Choices(items=0)), "orca").session)
    desk.log.close()
    desk = sit([structs.replace(item, key="orca")])
    (exam,) = progress_of(desk.library, desk.log.events(), desk.states, desk.today()).exams
    assert (exam.mark.score, exam.mark.passed, exam.day) == ("1/1", True, date(2026, 3, 1).toordinal())


def test_a_date_to_be_ready_for_paces_warns_and_keeps_what_is_due_before_it(
    sit: Callable[..., Desk], clock: Calendar
) -> None:
    desk = sit(texts(20), ready_by="2026-03-11", daily=5)
    goal = desk.goal()
    assert goal is not None
    assert (goal.days_left, goal.quota, goal.unseen, goal.reachable) == (10, 3, 20, 20)
    assert goal.warning() == ""
    assert desk.home().goal.startswith("Ready by 11 March 2026: 10 days left")
    for _ in range(9):
        session = opened(desk, "learn", Choices(items=5))
        while desk.question(session) is not None:
            session = given(desk, session, "blue whale").session
        desk.close(session)
        goal = desk.goal()
        assert goal is not None
        eve = goal.day - 1
        today = desk.today()
        states = {i: s.memory for i, s in desk.states.items() if s.memory is not None}
        assert all(due <= eve for i, due in goal.due.items() if states[i].day < min(eve, today))
        clock.days(1)
    assert goal.unseen == 0
    clock.days(1)
    assert desk.goal() is None


def test_a_date_that_cannot_be_met_is_said_with_what_would_meet_it(sit: Callable[..., Desk]) -> None:
    desk = sit(texts(60), ready_by="2026-03-06", daily=5)
    (warning,) = desk.home().warnings
    assert warning == "5 questions a day cover about 16 of 60 new ones; 18 would cover all"


def test_a_family_met_today_waits_even_if_another_bank_was_asked_for(sit: Callable[..., Desk]) -> None:
    items: list[Item] = [structs.replace(i, family="whales") for i in texts(2)]
    desk = sit(items)
    session = opened(desk, "learn", Choices(topic="odd"))
    given(desk, session, "blue whale")
    assert desk.begin("learn", Choices(topic="even")) is None


def test_certainty_is_logged_and_calibrated_and_no_part_of_the_score(sit: Callable[..., Desk]) -> None:
    desk = sit(texts(2))
    session = given(desk, opened(desk), "blue whale", certainty=3).session
    given(desk, session, "orca", certainty=3)
    answers = [e.body for e in desk.log.events() if isinstance(e.body, Answered)]
    assert [(a.certainty, a.outcome.score) for a in answers] == [(3, "1/1"), (3, "0/1")]
    calibration = progress_of(desk.library, desk.log.events(), desk.states, desk.today()).calibration
    assert (calibration.answers, calibration.accuracy, calibration.mark) == (2, 0.5, -1.5)


def test_progress_counts_by_topic_document_and_passage(sit: Callable[..., Desk]) -> None:
    desk = sit(texts(4))
    session = opened(desk, "practice", Choices(topic="even"))
    while desk.question(session) is not None:
        session = given(desk, session, "blue whale").session
    progress = progress_of(desk.library, desk.log.events(), desk.states, desk.today())
    assert [(p.id, p.seen, p.items, p.mastery) for p in progress.topics] == [("odd", 0, 2, 0.0), ("even", 2, 2, 1.0)]
    assert [(p.id, p.seen, p.items, p.mastery) for p in progress.documents] == [("notes", 2, 4, 0.5)]
    assert [(p.id, p.mastery) for p in progress.passages] == [
        ("notes:1", 0.0), ("notes:2", 1.0), ("notes:3", 0.0), ("notes:4", 1.0),
    ]  # fmt: skip
    assert not progress.whole.mastered


def test_a_library_in_memory_says_what_its_front_says(sit: Callable[..., Desk]) -> None:
    library: Library = sit(texts(2)).library
    assert library.front().scored == {i: e.scored for i, e in library.entries.items()}
