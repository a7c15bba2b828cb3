"""The report on items: figures over all trainees of a log, guesses in a hurry left out, keys of today."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from quiz.cli import main
from quiz.items import Choice, Option
from quiz.scoring import AskAgain
from quiz.scoring.rasch import rasch
from quiz.store import Log
from quiz.views import Choices, Desk
from quiz.views.report.gathering import Gathering
from tests.support.library import library_of, texts, write_library

TODAY = date(2026, 3, 1).toordinal()


def answer(folder: Path, desk_items: list, trainee: str, responses: list[str], duration: int = 5_000) -> None:  # type: ignore[type-arg]
    library = library_of(desk_items)
    with Log(folder, trainee, "small") as log:
        desk = Desk(library, log)
        session = desk.begin("practice", Choices(items=50), "s", tuple(i.id for i in desk_items))
        assert session is not None
        for item, response in zip(desk_items, responses, strict=True):
            step = desk.answer(session, item.id, response, duration)
            assert not isinstance(step, AskAgain)
            session = step.session


def logs(folder: Path, *trainees: str) -> dict:  # type: ignore[type-arg]
    found = {}
    for trainee in trainees:
        with Log(folder, trainee, "small") as log:
            found[trainee] = log.events()
    return found


def gathered(items: list, found: dict) -> Gathering:  # type: ignore[type-arg]
    made = Gathering(library_of(items), TODAY)
    for trainee, events in found.items():
        made.take(trainee, events)
    return made


def test_the_first_answer_of_each_trainee_counts_and_a_guess_in_a_hurry_does_not(tmp_path: Path) -> None:
    items = texts(2)
    answer(tmp_path, items, "ana", ["blue whale", "orca"])
    answer(tmp_path, items, "ana", ["orca", "blue whale"])
    answer(tmp_path, items, "ben", ["orca", "orca"])
    answer(tmp_path, items, "cem", ["blue whale", "blue whale"], duration=500)
    found = gathered(items, logs(tmp_path, "ana", "ben", "cem"))
    assert [(float(count.share), count.answers) for count in found.items.values()] == [(1.0, 2), (0.0, 2)]
    assert len(found.people) == 3
    assert found.marks is not None
    easier, harder = (e.value for e in rasch(found.marks).difficulties.values())
    assert easier < harder


def test_answers_count_by_the_keys_of_today(tmp_path: Path) -> None:
    items = texts(1)
    answer(tmp_path, items, "ana", ["orca"])
    changed = [structs.replace(items[0], key="orca")]
    answer(tmp_path, changed, "ana", ["orca"])
    found = gathered(changed, logs(tmp_path, "ana"))
    assert [count.share for count in found.items.values()] == [1]


def test_distractors_are_counted_by_option(tmp_path: Path) -> None:
    options = tuple(Option(id=o, text=o, feedback="No.") for o in ("left", "right", "up"))
    base = texts(1)[0]
    common = {f: getattr(base, f) for f in ("id", "stem", "explanation", "topics", "level", "citations", "status")}
    items = [Choice(**common, options=options, key="left")]
    for number in range(4):
        answer(tmp_path, items, f"t{number}", ["right" if number else "left"])
    found = gathered(items, logs(tmp_path, *(f"t{n}" for n in range(4))))
    (count,) = found.items.values()
    assert (count.chosen["left"], count.chosen["right"], count.chosen["up"]) == (1, 3, 0)


def test_the_command_prints_items_below_the_work_or_one_json_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = texts(2)
    root = write_library(tmp_path / "library", items)
    answer(tmp_path / "data", items, "ana", ["blue whale", "orca"])
    line = ["--library", str(root), "--data", str(tmp_path / "data")]
    assert main(["report", *line]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Small things, ")
    assert "1 trainee, 2 answers" in told
    assert told.index("To do") < told.index("Items: 2 answered") < told.index("Trainees: 1")
    assert main(["report", "--json", *line]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "quiz-report/1"
    assert [i["item"] for i in found["items"]] == ["item-1", "item-2"]
    assert found["items"][0]["facility"] == {"value": None, "n": 1}
    assert found["people"][0]["trainee"] == "ana"
