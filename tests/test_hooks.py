"""The hook that pre-commit offers: it is one of our commands, and it looks at the files that a library is made of."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from quiz.banks.starting import new_library
from quiz.cli import _parse
from tests.support.process import quiz, run


@pytest.fixture
def hook(root: Path) -> dict[str, Any]:
    [only] = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert isinstance(only, dict)
    return only


def test_the_hook_has_what_pre_commit_wants(hook: dict[str, Any]) -> None:
    assert {"id", "name", "entry", "language"} <= set(hook)
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("quiz-check", "python", False)


def test_its_entry_is_a_command_of_ours(hook: dict[str, Any], root: Path) -> None:
    program, *words = shlex.split(hook["entry"]) + list(hook["args"])
    assert f'{program} = "quiz.__main__:main"' in (root / "pyproject.toml").read_text("utf-8")
    assert _parse(words).run == "check"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("seeds/a.md", True),
        ("question_banks/library.yaml", True),
        ("question_banks/a.yml", True),
        ("question_banks/drafts/a.yaml", True),
        ("question_banks/README.md", False),
        ("docs/seeds/a.md", False),
        ("seeds/a.txt", False),
        ("question_banks/a.yaml.orig", False),
    ],
)
def test_it_runs_for_the_files_of_a_library(hook: dict[str, Any], name: str, wanted: bool) -> None:
    assert (re.search(hook["files"], name) is not None) is wanted


def test_it_passes_a_sound_library_and_stops_a_broken_one(hook: dict[str, Any], tmp_path: Path) -> None:
    library = new_library(tmp_path / "library")
    words = [*shlex.split(hook["entry"])[1:], *hook["args"]]
    command = ["sh", "-c", f'cd "$0" && {shlex.join(quiz(*words))}', str(library)]
    done = run(command, QUIZ_DATA=str(tmp_path / "data"), QUIZ_LIBRARY="/nowhere")
    assert (done.returncode, "11 sound items" in done.stdout) == (0, True), done.stderr
    seed = library / "seeds" / "hallam-letter.md"
    seed.write_text(seed.read_text("utf-8").replace("for 22 years", "for 23 years"), "utf-8")
    broken = run(command, QUIZ_DATA=str(tmp_path / "data"))
    assert broken.returncode == 1
    assert "question_banks/first.yaml:" in broken.stdout
