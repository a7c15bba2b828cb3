"""An item in the editor: the app waits, takes up what was written and tells of it in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from quiz.banks import open_shelf
from quiz.banks.editing import hold_back
from quiz.config import Settings, shipped_library
from quiz.errors import Finding, QuizError, Severity
from quiz.store import Log
from quiz.tui.app import QuizApp
from quiz.tui.messages import EditWanted
from quiz.tui.screens.session import SessionScreen
from quiz.views import Choices, Desk
from quiz.views.edited import edited_line
from tests.support.clock import PatientClock
from tests.support.library import texts, write_library
from tests.support.screens import running, shown


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(QuizApp, "suspend", lambda self: nullcontext())
    return write_library(tmp_path / "mine", texts(2))


def bank(root: Path) -> Path:
    return root / "question_banks" / "facts.yaml"


def app_on(root: Path, mode: Any = None) -> QuizApp:
    data = root.parent / "data"
    shelf = open_shelf(root, data / "cache")
    desk = Desk(shelf, Log(data, "ana", shelf.front.id), PatientClock())
    return QuizApp(desk, data, Settings(), mode, Choices(), "seed")


async def edit(pilot: Pilot[None], item: str) -> str:
    """Want an item edited and return what is then told."""
    app = pilot.app
    app.post_message(EditWanted(item))
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()
    return [n.message for n in app._notifications][-1]


async def test_what_was_written_is_asked_and_its_findings_are_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "sed -i 's/Question of item-/Query of item-/'")
    app = app_on(root, "practice")
    async with running(app) as pilot:
        assert isinstance(app.screen, SessionScreen)
        assert "Question of item-" in shown(app)
        told = await edit(pilot, "item-1")
        assert told.startswith("item-1: read again")
        assert len(told.splitlines()) == 1
        assert "Query of item-" in shown(app)
        assert {e.item.stem[:5] for e in app.desk.askable.values()} == {"Query"}
        assert not app.desk.log.states()


async def test_an_item_that_is_no_longer_sound_is_not_asked_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_on(root, "practice")
    async with running(app) as pilot:
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        assert screen.question is not None
        first = screen.question.item
        line = 1 + bank(root).read_text("utf-8").split(f"id: {first}\n")[0].count("\n")
        monkeypatch.setenv("EDITOR", f"sed -i '{line},$s/level: ./level: 9/'")
        told = await edit(pilot, first)
        assert "'level' cannot be '9'" in told
        assert first not in app.desk.askable
        assert screen.question is None or screen.question.item != first


async def test_nothing_written_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    app = app_on(root)
    async with running(app) as pilot:
        shelf = app.desk.shelf
        assert await edit(pilot, "item-1") == "Nothing was changed"
        assert app.desk.shelf is shelf


@pytest.mark.parametrize(
    ("editor", "item", "what"),
    [
        ("", "item-1", "no editor is set"),
        ("false", "item-1", "the editor ended with 1"),
        ("true", "item-9", "no bank has an item"),
    ],
)
async def test_what_is_in_the_way_is_told_and_all_goes_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, editor: str, item: str, what: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    app = app_on(root)
    async with running(app) as pilot:
        assert what in await edit(pilot, item)
        assert list(app.desk.askable) == ["item-1", "item-2"]


@pytest.mark.parametrize("editor", ["false", "true", "no-such-editor"])
async def test_the_terminal_comes_back_however_the_editor_ends(
    root: Path, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    came_back: list[bool] = []

    @contextmanager
    def suspend(app: QuizApp) -> Iterator[None]:
        yield
        came_back.append(True)

    monkeypatch.setattr(QuizApp, "suspend", suspend)
    monkeypatch.setenv("EDITOR", editor)
    async with running(app_on(root)) as pilot:
        await edit(pilot, "item-1")
    assert came_back == [True]


@pytest.mark.parametrize(
    ("command", "what"),
    [("s/^id: small/id: other/", "is 'other' now"), ("s/^zone: UTC/zone: Nowhere/", "no time zone"), ("s/^id/oh/", "")],
)
async def test_a_library_that_cannot_be_gone_on_with_is_not_taken(
    root: Path, monkeypatch: pytest.MonkeyPatch, command: str, what: str
) -> None:
    monkeypatch.setenv("EDITOR", f"sh -c 'sed -i \"{command}\" {root}/question_banks/library.yaml'")
    app = app_on(root)
    async with running(app) as pilot:
        shelf = app.desk.shelf
        assert what in await edit(pilot, "item-1")
        assert app.desk.shelf is shelf
        assert app.desk.front.id == "small"


def test_installed_and_locked_banks_are_held_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold_back(root, bank(root))
    hold_back(shipped_library(), shipped_library() / "question_banks" / "region.yaml")
    installed = root.rename(root.parent / "library")
    with monkeypatch.context() as patch:
        patch.setattr("quiz.__file__", str(root.parent / "__init__.py"))
        with pytest.raises(QuizError, match="came with the program"):
            hold_back(installed, bank(installed))
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(QuizError, match="cannot be written"):
        hold_back(installed, bank(installed))


FINDINGS = st.builds(
    Finding,
    rule=st.just("r"),
    path=st.just("b.yaml"),
    line=st.integers(1, 9),
    column=st.just(1),
    what=st.text(),
    hint=st.text(),
    severity=st.sampled_from(Severity),
    item=st.sampled_from(["a", "b", ""]),
)


@given(st.lists(FINDINGS))
def test_one_line_tells_of_the_item_first_and_of_the_worst(findings: list[Finding]) -> None:
    told = edited_line("a", findings)
    assert len(told.splitlines()) == 1
    own = [f for f in findings if f.item == "a"] or findings
    if not own:
        assert told.endswith("no findings")
    else:
        worst = next(s for s in Severity if any(f.severity is s for f in own))
        lines = {f.line for f in own if f.severity is worst}
        assert any(f"line {line}:" in told for line in lines)
