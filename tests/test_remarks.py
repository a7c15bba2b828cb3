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

from quiz.cli import main
from quiz.errors import Exit
from quiz.items import Item
from quiz.learning import (
    REMARK_LIMIT,
    Answered,
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
from quiz.views.reports import complaints
from quiz.views.why import why
from tests.strategies import logs
from tests.strategies.learning import ITEMS, Lived, answered, event, lived_sessions
from tests.support.library import library_of, one_of_each, texts, write_library
from tests.support.screens import PAYLOADS
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


# At the desk


def test_undo_takes_back_a_skip_or_an_answer_whichever_came_last(desk: Desk) -> None:
    session = begun(desk)
    assert desk.undo(session) is session
    first = session.items[0]
    session = remarks.skip(desk, session, first)
    session = given_to(desk, session, "orca")
    assert session.answers[0].item == session.items[1]
    session = desk.undo(session)
    assert (session.answers, len(session.skips)) == ((), 1)
    session = desk.undo(session)
    assert session.current(session.items) == first
    assert desk.log.sessions() == [session]


def test_can_skip_knows_what_is_put_aside(desk: Desk) -> None:
    session = begun(desk)
    assert remarks.can_skip(desk, session)
    for item in session.items[1:]:
        remarks.shelve(desk, item, "bury")
    assert not remarks.can_skip(desk, session)
    assert remarks.is_shelved(desk, session, session.items[1])
    assert not remarks.is_shelved(desk, session, session.items[0])


def test_a_star_is_given_and_taken_off_and_chosen_by(desk: Desk) -> None:
    assert desk.begin("practice", Choices(starred=True)) is None
    assert desk.why_nothing("practice", Choices(starred=True)) == "Nothing of that choice has a star"
    assert remarks.star(desk, "item-2").startswith("★ Starred")
    session = begun(desk, starred=True)
    assert (session.items, session.choices["starred"]) == (("item-2",), "True")
    assert desk.left_open("practice", Choices(starred=True)) == session
    assert remarks.star(desk, "item-2") == "The star is taken off"
    assert not remarks.starred(desk, "item-2")
    assert [type(e.body) for e in desk.log.events() if not isinstance(e.body, Opened)] == [Starred, Unstarred]


def test_a_note_is_kept_in_one_line_and_only_logged_when_it_is_another(desk: Desk) -> None:
    assert remarks.note_of(desk, "item-1") == ""
    assert remarks.note(desk, "item-1", "  mind\nthe \x1b year ").startswith("Noted")
    assert remarks.note_of(desk, "item-1") == "mind the \ufffd year"
    count = len(desk.log.events())
    remarks.note(desk, "item-1", "mind the \ufffd year")
    assert len(desk.log.events()) == count
    assert remarks.note(desk, "item-1", " ") == "No note is kept"
    assert remarks.note_of(desk, "item-1") == ""
    remarks.note(desk, "item-1", "x" * 10_000)
    assert len(remarks.note_of(desk, "item-1")) == REMARK_LIMIT


def test_a_report_holds_what_was_asked(desk: Desk) -> None:
    assert remarks.report(desk, "item-1", "outdated", "since May") == "Reported (out of date): your instructor sees it"
    entry = desk.askable["item-1"]
    assert last_of(desk) == Reported("item-1", "outdated", "since May", entry.seen, entry.scored)
    assert "item-1" not in desk.states


@pytest.mark.parametrize(
    ("response", "hints", "word", "said", "rating"),
    [
        ("blue whale", 0, "hard", "✓ Hard: comes again ", Rating.HARD),
        ("blue whale", 0, "again", "✓ Again: comes again ", Rating.AGAIN),
        ("blue whale", 0, "good", "✓ Good: comes again ", Rating.GOOD),
        ("blue whale", 0, "easy", "✓ Easy: comes again ", Rating.EASY),
        ("blue whale", 1, "good", "An answer like this counts at most as hard", Rating.HARD),
        ("blue whale", 1, "easy", "An answer like this counts at most as hard", Rating.HARD),
        ("orca", 0, "good", "An answer like this counts at most as again", Rating.AGAIN),
        (None, 0, "hard", "An answer like this counts at most as again", Rating.AGAIN),
    ],
)
def test_how_well_it_was_known_counts_as_far_as_the_answer_bears_it_out(
    desk: Desk, response: Any, hints: int, word: Any, said: str, rating: Rating
) -> None:
    session = given_to(desk, begun(desk), response, hints)
    assert remarks.rate(desk, session, word).startswith(said)
    (step,) = trace(desk.log.of_item(session.answers[0].item))
    assert step.rating is rating
    assert isinstance(last_of(desk), Rated) is said.startswith("✓")


def test_what_is_claimed_is_good_and_may_have_been_easy(desk: Desk) -> None:
    session = given_to(desk, begun(desk), "orca")
    assert remarks.ratings(desk, session) == (Rating.AGAIN,)
    assert remarks.claim(desk, session).startswith("✓ Counts as right")
    assert remarks.ratings(desk, session) == tuple(Rating)


def test_what_moves_no_schedule_is_not_rated(desk: Desk) -> None:
    assert remarks.ratings(desk, begun(desk)) == ()
    session = given_to(desk, begun(desk, "drill"), "blue whale")
    assert remarks.rate(desk, session, "hard") == "This answer moves no schedule"
    assert isinstance(last_of(desk), Answered)


def test_a_rating_needs_a_state_to_say_when(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    session = given_to(desk, begun(desk), "blue whale")
    monkeypatch.setattr(Desk, "_refresh", lambda self, item: self.states.pop(item, None))
    assert remarks.rate(desk, session, "hard") == "✓ Hard"


def test_passages_before_the_answer_have_nothing_marked(desk: Desk) -> None:
    session = begun(desk)
    (source,) = remarks.passages(desk, session, "item-1")
    assert source.sentences == (("Fact 1 is written down.", False),)
    for mode in ("learn", "exam"):
        other = structs.replace(session, mode=mode)
        assert remarks.passages(desk, other, "item-1") == ()
    assert remarks.hint(desk, structs.replace(session, mode="exam"), "item-1") is None


# What is told of it


def test_why_tells_every_remark(desk: Desk) -> None:
    session = begun(desk)
    item = session.items[0]
    remarks.star(desk, item)
    remarks.note(desk, item, "mind the year")
    remarks.note(desk, item, "")
    remarks.report(desk, item, "key", "it is [/] 12")
    remarks.report(desk, item, "other")
    session = remarks.skip(desk, session, item)
    session = desk.undo(session)
    session = given_to(desk, session, "blue whale", hints=2)
    remarks.rate(desk, session, "again")
    remarks.star(desk, item)
    told = why(desk.library.entries[item], desk.log.of_item(item), desk.today())
    assert [link.what for link in told.links] == [
        "starred",
        "note: mind the year",
        "the note taken away",
        "reported, wrong key: it is [/] 12",
        "reported, other",
        "skipped: asked again at the end of its session",
        "Practice: blue whale",
        "trainee: it was again",
        "the star taken off",
    ]
    assert told.links[5].note == "taken back"
    assert told.links[6].note == "with 2 hints"
    assert told.links[6].rating == "again"


def spoken(folder: Path, items: list[Item], trainee: str, *said: Any) -> dict[str, list[Event]]:
    with Log(folder, trainee, "small") as log:
        desk = Desk(library_of(items), log)
        session = given_to(desk, begun(desk), "orca")
        for reason, words in said:
            remarks.report(desk, session.items[0], reason, words)
        remarks.claim(desk, session)
        return {trainee: log.events()}


def test_an_instructor_sees_reports_and_claims_by_item_and_whether_it_has_changed(tmp_path: Path) -> None:
    items = texts(1)
    found = spoken(tmp_path, items, "ana", ("key", "it is an orca"), ("typo", ""))
    found |= spoken(tmp_path, items, "ben")
    told = complaints(library_of(items), found)
    assert [(c.trainee, c.reason, c.words, c.changed) for c in told] == [
        ("ana", "key", "it is an orca", False),
        ("ana", "typo", "", False),
        ("ana", "claimed", "orca", False),
        ("ben", "claimed", "orca", False),
    ]
    assert told[0].says() == f"item-1: wrong key: it is an orca; ana, {told[0].day}"
    assert told[2].says() == f"item-1: says it was right: orca; ana, {told[2].day}"
    reworded = [structs.replace(items[0], stem="Which?")]
    assert {c.changed for c in complaints(library_of(reworded), found)} == {True}
    assert complaints(library_of(reworded), found)[0].says().endswith("(the item has changed since)")
    assert complaints(library_of(one_of_each()[1:]), found) == ()


def test_a_claim_whose_answer_is_gone_is_no_complaint(tmp_path: Path) -> None:
    items = texts(1)
    events = spoken(tmp_path, items, "ana")["ana"]
    without = [e for e in events if not isinstance(e.body, Answered)]
    assert complaints(library_of(items), {"ana": without}) == ()


def test_the_report_has_a_section_of_what_trainees_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = texts(1)
    spoken(tmp_path / "data", items, "ana", ("unclear", "which one?"))
    root = write_library(tmp_path / "library", items)
    line = ["--library", str(root), "--data", str(tmp_path / "data")]
    assert main(["report", *line]) == Exit.DONE
    out = capsys.readouterr().out
    assert "\n\nReported by trainees\nitem-1: unclear: which one?; ana, " in out
    assert main(["report", "--json", *line]) == Exit.DONE
    found = json.loads(capsys.readouterr().out)["reports"]
    assert [found[0][name] for name in ("item", "reason", "words")] == ["item-1", "unclear", "which one?"]


@pytest.mark.parametrize("text", PAYLOADS)
def test_what_a_trainee_writes_reaches_a_terminal_safely(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    items = texts(1)
    spoken(tmp_path / "data", items, "ana", ("other", text))
    root = write_library(tmp_path / "library", items)
    assert main(["report", "--library", str(root), "--data", str(tmp_path / "data")]) == Exit.DONE
    assert not set(capsys.readouterr().out) & set("\x1b\x9b\x07\x00\u202e")


def test_every_type_can_be_reported(tmp_path: Path) -> None:
    desk = desk_of(library_of(one_of_each()))
    for item in desk.askable:
        remarks.report(desk, item, "typo")
    assert len(complaints(desk.library, {"ana": desk.log.events()})) == 6
    desk.log.close()
