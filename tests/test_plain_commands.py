"""Line mode's commands about a question: hints, passages, skips, stars, notes, reports, ratings."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from quiz.errors import Exit, QuizError
from quiz.items import ExamFile, Item, type_name
from quiz.learning import Answered, Buried, Noted, Rated, Reported, Skipped, Starred, Suspended
from quiz.plain import Plain
from quiz.views import Choices, Desk
from tests.support.library import composed, library_of, one_of_each, texts
from tests.support.originals import line_of, with_original
from tests.support.process import quiz, run
from tests.support.screens import PAYLOADS
from tests.support.talk import desk_of, talk

EVERY = {type_name(item): item for item in (*one_of_each(), *composed())}


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = desk_of(library_of(texts(3), exam=ExamFile(items=3)))
    yield made
    made.log.close()


def said(desk: Desk, *lines: str, mode: Any = "practice", items: int = 3) -> str:
    return talk(desk, lines, mode, "seed", items)[1]


def bodies(desk: Desk, kind: type[Any]) -> list[Any]:
    return [e.body for e in desk.log.events() if isinstance(e.body, kind)]


def alone(item: Item) -> Desk:
    return desk_of(library_of([item]))


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("choice", "Hint: Not right: Letter "),
        ("boolean", "Hint: See the notes, paragraph 3"),
        ("numeric", "Hint: A number of 1 digit and 1 decimal"),
        ("date", "Hint: In February 2026"),
        ("text", "Hint: Begins with b"),
        ("match", "Hint: The sun → A star"),
        ("order", "Hint: Comes first: Seed"),
        ("evidence", "Hint: Look in paragraph 10"),
    ],
)
def test_a_hint_is_given_once_and_logged(kind: str, hint: str) -> None:
    desk = alone(EVERY[kind])
    output = said(desk, ":hint", ":hint", ":s")
    assert output.count(hint) == 1
    assert "There is one hint to a question." in output
    assert [a.hints for a in bodies(desk, Answered)] == [1]
    desk.log.close()


def test_a_hint_fills_the_gap_that_is_asked() -> None:
    desk = alone(EVERY["cloze"])
    output = said(desk, "1999", ":hint", "12", "blue whale")
    assert "Hint: (2) Ana\n(3) Type a number (kg):" in output
    assert bodies(desk, Answered)[0].response == {"year": "1999", "who": "ana", "much": "12", "what": "blue whale"}
    assert "✓ Right\n" in output
    desk.log.close()


def test_passages_are_shown_where_the_mode_allows(desk: Desk) -> None:
    output = said(desk, ":source", "blue whale")
    number = desk.log.sessions()[0].items[0].removeprefix("item-")
    assert f"the notes, paragraph {number}\n  Fact {number} is written down.\n" in output
    assert [a.hints for a in bodies(desk, Answered)] == [1]
    assert "The passages are shown after the answer here." in said(desk, ":source", mode="learn")
    evidence = alone(EVERY["evidence"])
    assert "The passage stands above." in said(evidence, ":source")
    evidence.log.close()


def test_a_skip_comes_again_at_the_end_and_can_be_taken_back(desk: Desk) -> None:
    output = said(desk, ":skip", "blue whale", "blue whale", ":skip", ":u", "blue whale", ":u", ":s", ":s")
    assert output.count("Skipped: it comes again at the end.") == 1
    assert "No other question is left." in output
    assert "Done: 1 of 3 questions right" in output
    stems = [line for line in output.splitlines() if line.startswith("Question of ")]
    assert stems[0] == stems[3]
    assert len(bodies(desk, Skipped)) == 1


def test_a_skip_itself_is_taken_back(desk: Desk) -> None:
    output = said(desk, ":skip", ":u", ":q")
    stems = [line for line in output.splitlines() if line.startswith("Question of ")]
    assert "Taken back." in output
    assert stems[0] == stems[2] != stems[1]


def test_star_note_and_report_are_about_this_question_or_the_last(desk: Desk) -> None:
    output = said(
        desk, ":star", ":note mind the year", ":note", ":report key it is 12", ":s",
        ":last star", ":last note -", ":last report something is odd", ":last skip", ":last", ":note", ":report", ":q",
    )  # fmt: skip
    session = desk.log.sessions()[0]
    first = session.items[0]
    for part in (
        "★ Starred",
        "Noted: it is shown with the answer.",
        "Your note: mind the year\n",
        "Reported (wrong key): your instructor sees it.",
        "The star is taken off.",
        "No note is kept.",
        "Reported (other): your instructor sees it.",
        "There is no note. :note TEXT keeps one.",
        "Type :report with key, unclear, outdated, typo, other, and words of your own.",
    ):
        assert part in output, part
    assert output.count("That does not fit the last question.") == 2
    assert output.count("Your note: mind the year") == 2
    assert [(b.item, b.reason, b.words) for b in bodies(desk, Reported)] == [
        (first, "key", "it is 12"),
        (first, "other", "something is odd"),
    ]
    assert {b.item for b in bodies(desk, Noted)} == {b.item for b in bodies(desk, Starred)} == {first}


def test_what_is_put_aside_is_not_asked(desk: Desk) -> None:
    output = said(desk, ":suspend", ":bury", ":s")
    assert "Suspended: `quiz resume` asks it again." in output
    assert "Not asked again today." in output
    first, second, _ = desk.log.sessions()[0].items
    assert [b.item for b in bodies(desk, Suspended)] == [first]
    assert [b.item for b in bodies(desk, Buried)] == [second]
    assert "Done: 0 of 1 question" in output


def test_the_last_question_is_put_aside_and_this_one_stays(desk: Desk) -> None:
    output = said(desk, ":s", ":last suspend", ":s", ":q")
    assert "Suspended: `quiz resume` asks it again." in output
    session = desk.log.sessions()[0]
    assert [a.item for a in session.answers] == list(session.items[:2])
    assert [b.item for b in bodies(desk, Suspended)] == [session.items[0]]


def test_ratings_are_taken_as_far_as_the_answer_bears_them_out(desk: Desk) -> None:
    output = said(
        desk, ":rate hard", "blue whale", ":rate", ":rate superb", ":rate hard", ":e", "orca", ":rate good", ":e",
        ":r", ":rate easy", ":q",
    )  # fmt: skip
    assert output.count("That does not fit the last answer.") == 2
    assert output.count("Type :rate again, :rate hard, :rate good or :rate easy.") == 2
    assert "✓ Hard: comes again" in output
    assert "An answer like this counts at most as again." in output
    assert "✓ Counts as right; your instructor sees that you said so." in output
    assert [b.rating for b in bodies(desk, Rated)] == ["hard", "easy", "easy"]


def test_the_editor_is_named_with_its_line(desk: Desk) -> None:
    session_item = said(desk, ":edit", ":q")
    item = desk.log.sessions()[0].items[0]
    assert f"`quiz edit {item}` opens it (facts.yaml, line {desk.askable[item].line})." in session_item


def test_an_exam_has_no_help_and_puts_nothing_aside(desk: Desk) -> None:
    output = said(desk, ":hint", ":source", ":suspend", ":edit", ":star", ":s", ":rate hard", ":q", mode="exam")
    assert "There are no hints in an exam." in output
    assert "The passages are shown after the answer here." in output
    assert output.count("Not in an exam.") == 2
    assert "★ Starred" in output
    assert "That does not fit the last answer." in output
    assert bodies(desk, Suspended) == []


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_note_of_any_text_is_written_safely(desk: Desk, text: str) -> None:
    output = said(desk, f":note {text}", ":note", ":s", ":q")
    assert not set(output) & set("\x1b\x9b\x07\x00\u202e")
    assert len(bodies(desk, Noted)) == 1


def test_a_remark_that_cannot_be_saved_ends_a_pipe_and_is_told_on_a_terminal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise QuizError("the disk is full", "log.sqlite3")

    class Typed(StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(Desk, "record", full)
    with pytest.raises(QuizError, match="the disk is full"):
        said(desk, ":star")
    target = StringIO()
    monkeypatch.setattr("quiz.plain._take_signals", lambda: None)
    assert Plain(desk, Typed(":star\n:skip\n:q\n"), target).run("practice", Choices(items=3), "other") == Exit.DONE
    assert target.getvalue().count("NOT SAVED: log.sqlite3: the disk is full.\n") == 2


def test_starred_questions_are_chosen_on_the_command_line(tmp_path: Path, root: Path) -> None:
    from tests.support.library import write_library

    library = write_library(tmp_path / "library", texts(3))
    command = quiz("--plain", "--library", library, "--data", tmp_path / "data", "--trainee", "t", "practice")
    assert "Nothing of that choice has a star." in run([*command, "--starred"], "").stdout
    run(command, ":star\n")
    assert "Question 1 of 1 " in run([*command, "--starred"], ":s\n").stdout


def test_the_originals_of_the_last_answer_are_told_or_why_not(tmp_path: Path) -> None:
    desk = desk_of(library_of(texts(3), documents={"notes": with_original(tmp_path, 3)}))
    told = said(desk, ":original", ":s", ":original", ":q")
    assert "That does not fit the last answer." in told
    assert "No original is at hand; QUIZ_ORIGINALS=DIR says where they are." in told
    desk.originals = tmp_path
    told = said(desk, ":s", ":original", ":q")
    number = bodies(desk, Answered)[-1].item[-1]
    assert f"The original of the notes, paragraph {number}: {line_of(int(number))}" in told


def test_in_an_exam_no_original_is_told(tmp_path: Path) -> None:
    desk = desk_of(library_of(texts(3), documents={"notes": with_original(tmp_path, 3)}, exam=ExamFile(items=3)))
    desk.originals = tmp_path
    assert "The original of" not in said(desk, ":s", ":original", ":q", mode="exam")
