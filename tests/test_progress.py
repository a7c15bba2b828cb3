"""Progress as values and words: weeks, loads, spans, parts, and the lines that both front ends show."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.banks.library import under
from quiz.documents import Citation
from quiz.learning import Answered, Day, Event, ItemState, Memory, Streak, fold, standing
from quiz.learning.exam import ExamMark
from quiz.scoring import Verdict
from quiz.scoring.certainty import calibration
from quiz.store import Log
from quiz.views import Choices, Desk, numbers
from quiz.views.calendar import Span, bands, level_of, monday, span_of, weeks_known, weeks_of
from quiz.views.load import Load, load_of
from quiz.views.mastery import Part, measure, parts_of, passage_parts
from quiz.views.past import WEEKS, ExamResult, Past, past_of, read_again, recall_range
from quiz.views.progress import progress_of, standing_of
from tests.strategies import logs
from tests.strategies.learning import RIGHT, START, answered, event
from tests.support.library import document, fact, library_of, numbered, one_of_each, texts
from tests.support.screens import PAYLOADS

TODAY = START.toordinal()
days = st.lists(
    st.builds(
        lambda day, answers, passed, reviews, recalled, time: Day(
            day, answers, min(answers, passed), min(answers, reviews), min(answers, reviews, recalled), time
        ),
        st.integers(TODAY - 900, TODAY + 9),
        *[st.integers(0, 40)] * 4,
        st.integers(0, 10**7),
    ),
    max_size=20,
    unique_by=lambda d: d.day,
)
todays = st.integers(TODAY - 8, TODAY + 8)
memories = st.builds(Memory, st.just(3.0), st.just(5.0), st.just(TODAY), st.integers(TODAY - 5, TODAY + 9))
states = st.dictionaries(
    st.sampled_from([f"item-{n}" for n in range(12)]),
    st.builds(ItemState, memory=st.none() | memories, suspended=st.booleans()),
)


@given(todays, st.integers(1, 60), days)
def test_weeks_cover_exactly_their_days_whatever_weekday_it_is(today: int, count: int, known: list[Day]) -> None:
    weeks = weeks_of(known, today, count)
    covered = [week.first + n for week in weeks for n in range(7)]
    assert covered == list(range(covered[0], covered[0] + 7 * count))
    assert date.fromordinal(covered[0]).weekday() == 0
    assert covered[-7] <= today <= covered[-1]
    answers = {d.day: d.answers for d in known}
    cells = [count for week in weeks for count in week.answers]
    assert cells == [None if day > today else answers.get(day, 0) for day in covered]


@given(todays, st.integers(1, 60), days)
def test_what_weeks_come_to_is_what_their_days_come_to(today: int, count: int, known: list[Day]) -> None:
    weeks = weeks_of(known, today, count)
    whole = span_of(d for d in known if weeks[0].first <= d.day <= today)
    for name in Span.__struct_fields__:
        assert sum(getattr(week.span, name) for week in weeks) == getattr(whole, name)
    assert [sum(c or 0 for c in week.answers) for week in weeks] == [week.span.answers for week in weeks]


@given(todays, days, st.integers(1, 200))
def test_known_weeks_begin_with_the_first_answer_and_are_not_too_many(today: int, known: list[Day], most: int) -> None:
    weeks = weeks_known(known, today, most)
    past = [d.day for d in known if d.day <= today]
    assert len(weeks) <= most
    assert bool(weeks) == bool(past)
    if past and len(weeks) < most:
        assert weeks[0].first == monday(min(past))


@given(st.integers(1, 300))
def test_each_count_is_in_the_band_of_its_level(most: int) -> None:
    found = [level for count in range(1, most + 1) for level, low, high in bands(most) if low <= count <= high]
    assert found == [level_of(count, most) for count in range(1, most + 1)]
    assert level_of(0, most) == level_of(0, 0) == 0
    assert found[-1] == 4
    assert bands(0) == ()


@given(states, todays, st.integers(1, 40), st.booleans())
def test_a_load_is_every_item_that_has_a_day(
    known: dict[str, ItemState], today: int, ahead: int, planned: bool
) -> None:
    scheduled = {i: s.memory.due for i, s in known.items() if s.memory and not s.suspended}
    due = {i: today + n // 2 for n, i in enumerate(sorted(scheduled)) if n % 2} if planned else {}
    load = load_of(known, today, due or None, ahead)
    on = list((scheduled | due).values())
    assert load.total == len(scheduled)
    assert load.overdue == sum(day < today for day in on)
    assert load.days == tuple(on.count(today + n) for n in range(ahead))
    assert load.later == sum(day >= today + ahead for day in on)


@given(st.integers(0, 200), st.integers(1, 200))
def test_a_range_of_recall_holds_its_share_and_narrows_with_reviews(recalled: int, more: int) -> None:
    reviews = max(1, recalled) + more % 50
    low, high = recall_range(recalled, reviews)
    assert 0 <= low <= recalled / reviews <= high <= 1
    narrow_low, narrow_high = recall_range(recalled * 4, reviews * 4)
    assert narrow_high - narrow_low < high - low


@given(logs.logs(), todays)
def test_the_past_counts_every_answer_that_stands_once(events: list[Event], today: int) -> None:
    past = past_of(library_of(numbered(3)), events, today)
    kept = [e for e in standing(events) if isinstance(e.body, Answered)]
    until = [e for e in kept if date.fromisoformat(e.day).toordinal() <= today]
    assert past.ever.answers == len(kept)
    assert past.ever.milliseconds == sum(e.body.duration for e in kept if isinstance(e.body, Answered))
    assert len(past.weeks) == WEEKS or sum(w.span.answers for w in past.weeks) == len(until)
    spans = [past.today, past.week, past.month]
    for short, long in zip(spans, [*spans[1:], past.ever], strict=True):
        assert all(getattr(short, name) <= getattr(long, name) for name in Span.__struct_fields__)
    assert past.ever.recalled <= past.ever.reviews <= past.ever.answers
    assert past.retention == (past.ever.recalled / past.ever.reviews if past.ever.reviews else None)


@given(st.lists(st.tuples(st.sampled_from((None, 1, 2, 3)), st.fractions(0, 1))))
def test_levels_of_certainty_add_up(answers: list[tuple[int | None, Fraction]]) -> None:
    found = calibration(answers)
    assert sum(row.answers for row in found.levels) == found.answers == sum(level is not None for level, _ in answers)
    lines = list(numbers.certainty_lines(found))
    assert len(lines) == 3
    assert sum("no answers" in line for line in lines) == sum(row.accuracy is None for row in found.levels)


@given(
    st.lists(
        st.lists(st.sampled_from(("a", "a/b", "a/b/c", "ab", "d")), min_size=1, max_size=3), min_size=1, max_size=6
    )
)
def test_a_topic_has_the_items_under_it_each_once(topics: list[list[str]]) -> None:
    items = [structs.replace(i, topics=tuple(own)) for i, own in zip(numbered(len(topics)), topics, strict=True)]
    library = library_of(items, topics={path: path for path in ("a", "a/b", "ab", "d")})
    by = measure(library, {}, TODAY)
    parts = parts_of(library, by)
    assert [(p.id, p.items) for p in parts.topics] == [
        (path, sum(under(own, path) for own in topics)) for path in library.topics
    ]
    assert parts.whole.items == len(topics)
    assert sum(p.items for p in passage_parts(library, by)) == sum(p.items for p in parts.documents) == len(topics)


def test_a_log_is_read_again_through_a_door_of_its_own(tmp_path: Path) -> None:
    library = library_of(texts(3))
    desk = Desk(library, Log(tmp_path, "ana", library.id))
    session = desk.begin("learn", Choices())
    assert session is not None
    desk.answer(session, session.items[0], "blue whale")
    assert read_again(desk.log) == desk.log.events()
    found = progress_of(library, desk.log.events(), desk.states, desk.today())
    assert (found.ever.answers, found.new, found.load.total) == (1, 2, 1)
    assert found.whole == standing_of(library, measure(library, desk.states, desk.today())).whole
    assert desk.states == fold(desk.log.events())


NO_PAST = past_of(library_of(numbered(1)), [], TODAY)


def past(reviews: int, recalled: int, ever: int = 0) -> Past:
    month, whole = Span(1, 90, 80, reviews, recalled, 60_000), Span(5, 99, 80, ever or reviews, recalled, 3_600_000)
    return structs.replace(NO_PAST, month=month, ever=whole, retention=recalled / (ever or reviews))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (NO_PAST, "No reviews yet"),
        (past(0, 8, ever=10), "No reviews in the last 30 days; 80 % of 10 reviews recalled."),
        (past(10, 9), "90 % of 10 reviews recalled (60 to 98 %), in keeping with the 90 % that you aim at"),
        (past(100, 70), "fewer than the 90 % that you aim at"),
        (past(200, 200), "100 % of 200 reviews recalled (98 to 100 %), more than the 90 %"),
    ],
)
def test_retention_is_held_against_what_is_aimed_at(found: Past, said: str) -> None:
    assert said in numbers.retention_text(found)


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    [
        (0, "0 s"), (89_400, "89 s"), (90_000, "2 min"), (3_570_000, "1 h 0 min"), (12_000_000, "3 h 20 min"),
        (4_000_000_000, "1,111 h 7 min"),
    ],
)  # fmt: skip
def test_time_spent_in_words(milliseconds: int, said: str) -> None:
    assert numbers.spent_text(milliseconds) == said


def test_a_load_in_words_and_in_lines() -> None:
    load = Load(3, (4, 0, *[1] * 28), 9)
    assert numbers.load_text(load, 5) == "4 due today, 3 overdue, 28 in the 29 days after, 9 later; 5 not begun."
    lines = list(numbers.load_lines(load, TODAY))
    assert lines[1].split() == ["1", "Mar", "2026", "9", "4", "0", "1", "1", "1", "1", "1"]
    assert [line.split()[-1] for line in lines[-3:]] == ["3", "9", "44"]
    assert numbers.load_text(Load(0, (0,), 0), 2) == f"{numbers.NO_LOAD} 2 questions not begun."


def test_days_in_lines_leave_those_to_come_empty() -> None:
    head, newest, before = numbers.day_lines(weeks_of([Day(TODAY - 1, 12, milliseconds=60_000)], TODAY + 2, 2))
    assert head.split()[2:9] == list(numbers.DAYS)
    assert newest.split() == ["2", "Mar", "2026", "0", "0", "0", "0", "s"]
    assert before.split() == ["23", "Feb", "2026", "0", "0", "0", "0", "0", "12", "0", "12", "60", "s"]


def test_an_exam_a_streak_and_a_list_in_lines() -> None:
    mark = ExamMark("3/4", True, 19, 20, 0.05, ())
    line = numbers.exam_line(ExamResult(session="s", day=TODAY, mark=mark))
    assert line.split() == ["1", "Mar", "2026", "75", "%", "±", "5", "✓", "passed", "19", "of", "20", "answered"]
    failed = ExamResult(session="s", day=TODAY, mark=structs.replace(mark, passed=False, standard_error=None))
    assert "75 %" in numbers.exam_line(failed)
    assert "✗ not passed" in numbers.exam_line(failed)
    assert numbers.streak_text(structs.replace(NO_PAST, streak=Streak(1, 1_200))) == "1 day, longest 1,200"
    assert numbers.list_text("Leeches", [f"i{n}" for n in range(7)], 2) == "Leeches: 7 (i0, i1 and 5 more)"


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_part_in_a_line_is_one_line_that_no_terminal_obeys(text: str) -> None:
    line = numbers.part_line(Part(id="a", title=f"{text}\nb", items=3, seen=1, mastery=0.5, mastered=True))
    assert not set(line) & set("\x1b\x9b\x07\x00\u202e\n")
    assert line.startswith(" 50 %  1/3 seen mastered  ")


def test_answers_in_a_hurry_or_left_out_say_nothing_of_certainty() -> None:
    def given(number: int, **fields: object) -> Event:
        body = Answered(
            session="s", mode="learn", item="item-1", seen="0", scored="0", certainty=3, duration=5_000,
            outcome=structs.replace(RIGHT, **fields),
        )  # fmt: skip
        return event(number, body, number)

    left_out = given(2, score="0/1", verdict=Verdict.OMITTED)
    fast = given(3)
    fast = structs.replace(fast, body=structs.replace(fast.body, duration=10))
    found = past_of(library_of(numbered(1)), [given(1), left_out, fast], TODAY + 9).calibration
    assert (found.answers, found.accuracy) == (1, 1.0)


def test_chances_of_the_front_page_are_those_that_are_worked_out() -> None:
    library = library_of([*numbered(4), *one_of_each()[1:3]])
    told = measure(library, {}, TODAY, TODAY + 9, library.front().chances)
    assert told == measure(library, {}, TODAY, TODAY + 9)
    assert len(set(told.chances.values())) > 1
    assert measure(library, {}, TODAY).chances == {}


def test_spans_begin_so_many_study_days_back_and_end_today() -> None:
    events = [event(n, answered(), -back) for n, back in enumerate((0, 6, 7, 29, 30, -1), 1)]
    past = past_of(library_of(numbered(1)), events, TODAY)
    assert [span.days for span in (past.today, past.week, past.month, past.ever)] == [1, 2, 4, 6]


def known(item: str, stability: float = 30.0, share: float = 1.0) -> dict[str, ItemState]:
    memory = Memory(stability, 5.0, TODAY, TODAY + 9)
    return {item: ItemState(1, 1, share=share, passed=True, day=TODAY, memory=memory)}


@pytest.mark.parametrize(
    ("seen", "stability", "share", "mastered"),
    [
        (10, 30.0, 1.0, True),
        (9, 30.0, 1.0, False),
        (10, 6.9, 1.0, False),
        (10, 7.0, 0.85, True),
        (10, 30.0, 0.84, False),
    ],
)
def test_mastered_is_what_was_all_seen_is_well_known_and_firm(
    seen: int, stability: float, share: float, mastered: bool
) -> None:
    states: dict[str, ItemState] = {}
    for number in range(1, seen + 1):
        states |= known(f"item-{number}", stability, share)
    whole = parts_of(library_of(texts(10)), measure(library_of(texts(10)), states, TODAY)).whole
    assert (whole.seen, whole.mastered) == (seen, mastered)


def test_passages_of_one_document_are_those_that_it_has() -> None:
    items = texts(3)
    other = (Citation("aside", 2, fact(2)), *items[1].citations)
    documents = {name: structs.replace(document(range(1, 4)), id=name, called=name) for name in ("notes", "aside")}
    library = library_of([items[0], structs.replace(items[1], citations=other), items[2]], documents=documents)
    by = measure(library, known("item-2"), TODAY)
    every = ["notes:1", "notes:2", "notes:3", "aside:2"]
    assert [part.id for part in passage_parts(library, by)] == every
    (aside,) = passage_parts(library, by, "aside")
    assert (aside.id, aside.title, aside.items, aside.seen) == ("aside:2", "aside, paragraph 2", 1, 1)


def test_retention_in_lines_is_told_week_by_week_the_newest_first() -> None:
    own = weeks_of([Day(TODAY, 4, 3, 4, 3), Day(TODAY - 14, 2, 2, 2, 2)], TODAY, 3)
    lines = [line.split() for line in numbers.retention_lines(own)]
    assert [line[3:] for line in lines[1:]] == [["4", "75", "%"], ["0", "-"], ["2", "100", "%"]]
