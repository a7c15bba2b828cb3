"""`quiz progress`: the numbers of the progress page as lines and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quiz.views import numbers
from tests.support.library import numbered, write_library
from tests.support.process import quiz, run


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_library(tmp_path / "library", numbered(6))
    monkeypatch.setenv("QUIZ_LIBRARY", str(root))
    return root


def test_progress_prints_what_was_done_and_what_is_to_come() -> None:
    run(quiz("learn", "--plain", "--items", "4"), "1\n" * 4)
    said = run(quiz("progress")).stdout.splitlines()
    assert [line for line in said if line and not line.startswith(" ")] == [
        "By topic", "By document", "To come", "Retention", "Days",
    ]  # fmt: skip
    assert f"  {numbers.NO_REVIEWS}" in said
    assert any(line.startswith("  In all          1       4") for line in said)
    assert "  Streak: 1 day, longest 1" in said
    assert any(line.endswith("later; 2 not begun.") for line in said)
    assert "By passage" in run(quiz("progress", "--passages")).stdout


def test_progress_as_json_has_all_numbers() -> None:
    run(quiz("learn", "--plain", "--items", "4"), "1\n" * 4)
    found = json.loads(run(quiz("progress", "--json")).stdout)
    load = found["load"]
    assert load["overdue"] + sum(load["days"]) + load["later"] == 4
    assert len(load["days"]) == 30
    (week,) = found["weeks"]
    assert sum(count or 0 for count in week["answers"]) == week["span"]["answers"] == found["today"]["answers"] == 4
    assert (found["new"], found["wish"], found["ever"]["days"]) == (2, 0.9, 1)
    assert {part["id"] for part in found["passages"]} == {f"notes:{n}" for n in range(1, 7)}


def test_progress_of_nothing_says_so() -> None:
    said = run(quiz("progress")).stdout
    assert numbers.NOTHING_DONE in said
    assert f"{numbers.NO_LOAD} 6 questions not begun." in said
