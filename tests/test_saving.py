"""Results in numbers and words, as a text and as JSON, in a file that takes no other's place."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.errors import QuizError
from quiz.items import ExamFile
from quiz.learning import Mode, Session
from quiz.text import safe
from quiz.views import Choices, Desk
from quiz.views.results import told_again
from quiz.views.saving import Record, record_of, results_json, results_text, save_results
from tests.support.library import library_of, texts
from tests.support.screens import PAYLOADS
from tests.support.talk import desk_of, talk


def sat(responses: dict[str, str | None], mode: Mode = "practice", **fields: Any) -> tuple[Desk, Session]:
    """A desk and its session, closed, in which these answers were given."""
    desk = desk_of(library_of(fields.pop("items", texts(4)), **fields))
    session = desk.begin(mode, Choices(items=0 if mode == "exam" else 10), "seed", tuple(responses))
    assert session is not None
    for item, response in responses.items():
        step = desk.answer(session, item, response, 10_000)
        session = step.session  # type: ignore[union-attr]
    return desk, desk.close(session)


def record(responses: dict[str, str | None], mode: Mode = "practice", **fields: Any) -> Record:
    return record_of(*sat(responses, mode, **fields))


ONE = {"item-1": "blue whale", "item-2": "orca", "item-3": None}


def test_the_text_has_score_time_topics_levels_and_what_was_right() -> None:
    assert results_text(record(ONE)) == (
        "Small things\n"
        "Practice session of 10 February 2026, trainee\n"
        "\n"
        "1 of 3 questions right, score 33 %, 30 seconds, 10 seconds a question\n"
        "\n"
        "By topic\n"
        "  0 of 1  Even things (0 %)\n"
        "  1 of 2  Odd things (50 %)\n"
        "\n"
        "By level\n"
        "  0 of 1  Level 1 (0 %)\n"
        "  1 of 1  Level 2 (100 %)\n"
        "  0 of 1  Level 3 (0 %)\n"
        "\n"
        "To mend\n"
        "\n"
        "✗ Question of item-2?\n"
        "  You said: orca\n"
        "  Right: blue whale\n"
        "  Source: the notes, paragraph 2\n"
        "\n"
        "○ Question of item-3?\n"
        "  Right: blue whale\n"
        "  Source: the notes, paragraph 3\n"
    )


def test_an_exam_counts_every_question_by_topic_with_its_share() -> None:
    exam = ExamFile(items=4, minutes=5, pass_mark="0.25", topics={"odd": "0.5", "even": "0.5"})
    made = record({"item-1": "blue whale"}, "exam", exam=exam, items=texts(1))
    assert "✗" not in results_text(made)
    desk = desk_of(library_of(texts(4), exam=exam))
    session = desk.begin("exam", Choices(items=0), "seed")
    assert session is not None
    step = desk.answer(session, "item-1", "blue whale", 4_000)
    made = record_of(desk, desk.close(step.session))  # type: ignore[union-attr]
    assert made.results.verdict() == "Passed: 25 % ± 25, 1 of 4 answered"
    told = results_text(made)
    for line in ("Exam of 10 February 2026", "  1 of 2  Odd things (50 %, 50 % of the exam)", "  0 of 2  Even things"):
        assert line in told


ANSWERS = st.dictionaries(
    st.sampled_from([f"item-{n}" for n in range(1, 5)]), st.sampled_from(("blue whale", "orca", None)), min_size=1
)


@given(ANSWERS)
def test_topics_and_levels_each_add_up_to_the_whole(responses: dict[str, str | None]) -> None:
    results = record(responses).results
    for rows in (results.topics, results.levels):
        assert sum(row.asked for row in rows) == results.answered == len(responses)
        assert sum(row.right for row in rows) == results.right
        assert sum(Fraction(row.share) for row in rows) == pytest.approx(1)
        assert sum(row.score * row.asked for row in rows) == pytest.approx(results.score * results.answered)
    assert len(results.wrong) == results.answered - results.right
    assert results.pace * results.answered == results.duration


@given(ANSWERS)
def test_the_json_says_the_same(responses: dict[str, str | None]) -> None:
    made = record(responses)
    told = msgspec.json.decode(results_json(made))
    assert (told["library"], told["trainee"], told["day"]) == ("Small things", "trainee", "2026-02-10")
    assert told["results"]["right"] == made.results.right
    assert [w["item"] for w in told["results"]["wrong"]] == [w.item for w in made.results.wrong]


@pytest.mark.parametrize("text", PAYLOADS)
def test_foreign_text_is_safe_in_the_file(text: str) -> None:
    items = [structs.replace(texts(1)[0], stem=text, key=text)]
    written = results_text(record({"item-1": "something else"}, items=items, title=text))
    assert safe(written) == written
    assert " ".join(safe(text).split()) in written


@pytest.mark.parametrize("name", ["results.txt", "results.JSON"])
def test_a_file_that_is_there_is_replaced_only_when_that_is_said(tmp_path: Path, name: str) -> None:
    made, path = record(ONE), tmp_path / name
    assert save_results(made, str(path)) == path
    first = path.read_bytes()
    assert first.decode() == (results_text(made) if name.endswith("txt") else results_json(made))
    path.write_bytes(b"mine")
    assert save_results(made, str(path)) is None
    assert path.read_bytes() == b"mine"
    assert save_results(made, str(path), replace=True) == path
    assert path.read_bytes() == first
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("name", ["", "  ", "\0", ".", "/nowhere/at/all/x.txt", "x" * 300])
def test_a_name_that_can_be_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QuizError):
        save_results(record(ONE), name)
    assert os.listdir(tmp_path) == []


def test_an_answer_can_be_looked_at_again() -> None:
    desk, session = sat(ONE)
    feedback = told_again(desk, session, "item-2")
    assert feedback is not None
    assert (feedback.symbol, feedback.given, feedback.right) == ("✗", "orca", "blue whale")
    assert feedback.sources[0].called == "the notes"
    assert told_again(desk, session, "item-4") is None


def test_line_mode_saves_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text("mine")
    said = ["orca", ":save mine.txt", ":save /nowhere/at/all/x", ":save! mine.txt", ":save", "", ":save late.txt"]
    code, output = talk(desk_of(library_of(texts(1))), said, "practice")
    assert code == 0
    assert "There is a file of that name already; :save! FILE replaces it." in output
    assert "Not saved: /nowhere/at/all/x: it cannot be written" in output
    assert (tmp_path / "mine.txt").read_text().startswith("Small things\nPractice session")
    assert sorted(os.listdir(tmp_path)) == ["mine.txt", "quiz-practice-2026-02-10.txt"]
