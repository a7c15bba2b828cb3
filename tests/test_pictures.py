"""What a few screens look like. A change that is meant: look at the new picture, then `pytest --snapshot-update`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quiz.banks import Library, open_library
from quiz.config import Settings
from quiz.items import type_name
from quiz.store import Log
from quiz.tui.app import QuizApp
from quiz.tui.theme import LIGHT
from quiz.tui.widgets.choices import Choices as Options
from quiz.views import Choices, Desk
from tests.support.clock import PatientClock
from tests.support.library import composed, library_of, one_of_each
from tests.support.studied import SEED, Studies
from tests.tools.screenshots import SHOTS, settled

SnapCompare = Callable[..., bool]
SHOWN, OTHER = "route-stage", "agreed"


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quiz.tui.widgets.typed.Line.cursor_blink", False)
    for name in ("NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)


def app_of(library: Library, folder: Path, theme: str = "", **more: Any) -> QuizApp:
    desk = Desk(library, Log(folder, "ana", library.id), PatientClock())
    return QuizApp(desk, folder, Settings(theme=theme, questions=6), None, Choices(items=6), "seed", **more)


@pytest.mark.parametrize("theme", ["", LIGHT])
def test_home(snap_compare: SnapCompare, tmp_path: Path, root: Path, theme: str) -> None:
    assert snap_compare(app_of(open_library(root), tmp_path, theme), terminal_size=(80, 24))


@pytest.mark.parametrize("keys", [["enter"], ["enter", "1"], ["enter", "1", "enter"]])
def test_a_question_and_its_feedback(snap_compare: SnapCompare, tmp_path: Path, keys: list[str]) -> None:
    kinds = [item for item in one_of_each() if item.__struct_config__.tag == "choice"]
    assert snap_compare(app_of(library_of(kinds), tmp_path), press=keys, terminal_size=(80, 24))


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("cloze", ["1", "9", "9", "8", "enter", "down", "enter", "enter", "o", "r", "c", "a", *["enter"] * 2]),
        ("match", ["b", "down", "d"]),
        ("order", ["down", "space", "up"]),
        ("evidence", ["down", "down"]),
    ],
)
def test_parts_rows_lines_and_sentences(snap_compare: SnapCompare, tmp_path: Path, kind: str, keys: list[str]) -> None:
    items = [item for item in composed() if type_name(item) == kind]
    assert snap_compare(app_of(library_of(items), tmp_path), press=["enter", *keys], terminal_size=(80, 24))


def test_results(snap_compare: SnapCompare, tmp_path: Path) -> None:
    keys = ["enter", *["ctrl+n", "enter"] * 6]
    assert snap_compare(app_of(library_of(one_of_each()), tmp_path), press=keys, terminal_size=(80, 24))


def test_help_over_a_wide_terminal(snap_compare: SnapCompare, tmp_path: Path) -> None:
    assert snap_compare(app_of(library_of(one_of_each()), tmp_path), press=["f1"], terminal_size=(140, 45))


def test_the_picture_in_readme(snap_compare: SnapCompare, tmp_path: Path, root: Path) -> None:
    app = app_of(open_library(root), tmp_path)
    app.desk.begin("practice", Choices(), "seed", (SHOWN,))

    async def answer_of_another_document(pilot: Any) -> None:
        await pilot.press("enter")
        options = pilot.app.screen.query_one(Options).options
        place = [name for name, _ in options].index(OTHER)
        await pilot.press(str(place + 1), "enter")

    assert snap_compare(app, run_before=answer_of_another_document, terminal_size=(92, 30))


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Studies:
    return Studies(tmp_path_factory.mktemp("studies"))


@pytest.mark.parametrize("name", ["progress-mastery", "place-wrong"])
def test_the_other_pictures_in_readme(snap_compare: SnapCompare, studies: Studies, name: str) -> None:
    shot = SHOTS[name]
    desk, folder = studies.desk_of(shot.world, shot.settings)
    app = QuizApp(desk, folder, shot.settings, None, Choices(), SEED)

    async def take_the_steps(pilot: Any) -> None:
        await settled(pilot)
        for step in shot.steps:
            await step(pilot)

    assert snap_compare(app, run_before=take_the_steps, terminal_size=(92, 30))
