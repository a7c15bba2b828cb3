"""README is true: its commands exist, its item is sound, its picture is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quiz.checks import check
from quiz.cli import _parse
from quiz.errors import QuizError
from tests.support.checking import TODAY
from tests.support.process import quiz, run


def test_each_command_of_readme_is_one_of_ours(root: Path) -> None:
    text = (root / "README.md").read_text("utf-8")
    block = text[text.index("## Commands") : text.index("The five modes take")]
    named = re.findall(r"^    quiz ([a-z]+)", block, re.MULTILINE)
    shown = run(quiz("--help")).stdout
    known = re.search(r"\n  COMMAND\n(.*?)\n\n", shown, re.DOTALL)
    assert known is not None
    # One that has parts, such as `documents add`, may have a line for each.
    assert sorted(set(named)) == sorted(re.findall(r"^    ([a-z]+) ", known[1], re.MULTILINE))
    options = re.search(r"The five modes take `([^`]*)`", text)
    assert options is not None
    for option in re.findall(r"--[a-z]+", options[1]):
        assert option in run(quiz("learn", "--help")).stdout


def test_the_item_of_readme_is_sound(root: Path, tmp_path: Path) -> None:
    text = (root / "README.md").read_text("utf-8")
    item = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert item is not None
    bank = tmp_path / "readme.yaml"
    # It takes the place of the bank from which it is taken: no item is asked twice.
    bank.write_text(f"bank: numbers\ntitle: From README\nitems:\n{item[1]}", "utf-8")
    report = check(root, [str(bank)], TODAY)
    # README's item is shorter than the one that was read.
    assert [f.rule for f in report.findings if f.rule != "review-changed"] == []
    assert report.items == 1


def test_the_picture_of_readme_is_there(root: Path) -> None:
    text = (root / "README.md").read_text("utf-8")
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]*)\)", text):
        assert (root / picture.strip("<>")).is_file()


def test_an_unknown_command_is_told() -> None:
    with pytest.raises(QuizError, match="lern"):
        _parse(["lern"])
