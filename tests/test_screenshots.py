"""The pictures of screens: they are drawn, the same each time, and a name that is none is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.tui.app import PAGES
from tests.tools.screenshots import SHOTS, draw, main


async def test_a_picture_shows_its_screen_and_is_the_same_each_time(tmp_path: Path) -> None:
    names = ("home-empty", "small")
    first = await draw(names, ["80x24"], ["dark"], tmp_path / "first")
    again = await draw(names, ["80x24"], ["dark"], tmp_path / "again")
    assert [path.name for path in first] == ["home-empty-80x24-dark.svg", "small-50x14-dark.svg"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert "The&#160;library&#160;is&#160;empty" in first[0].read_text("utf-8")


def test_a_name_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "out"), "--only", "hoem"]) == 2
    assert capsys.readouterr().err.startswith("no picture is called hoem; there are: home-first, home-due, ")
    assert not (tmp_path / "out").exists()


def test_every_page_has_a_picture() -> None:
    assert {name.partition("-")[0] for name in SHOTS} >= set(PAGES)
