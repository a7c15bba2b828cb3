"""Remarks at the desk, in `quiz why` and in an instructor's report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from quiz.cli import main
from quiz.errors import Exit
from quiz.items import Item
from quiz.learning import (
    REMARK_LIMIT,
    Answered,
    Event,
    Opened,
    Rated,
    Rating,
    Reported,
    Session,
    Starred,
    Unstarred,
    trace,
)
from quiz.scoring import AskAgain
from quiz.store import Log
from quiz.views import Choices, Desk, remarks
from quiz.views.reports import complaints
from quiz.views.why import why
from tests.strategies.learning import ITEMS
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
    assert "\n  Reported by trainees (1)\n" in out
    assert ": item-1: 1 trainee: unclear 1, says it was right 1: “which one?”, “orca”\n" in out
    assert "\n\nReported by trainees, one by one\n  item-1: unclear: which one?; ana, " in out
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
