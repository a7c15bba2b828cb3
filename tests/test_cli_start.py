"""What a command loads: nothing that it does not need, so that it starts at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.support.library import numbered, write_library
from tests.support.process import run

SCREENS = {"textual", "rich"}
EXCHANGE = {"quiz.store.exchange", "quiz.store.backups"}
STORE, MEMORY, READER, PARSER = {"sqlite3"}, {"fsrs"}, {"yaml", "quiz.banks.compiling"}, {"argparse"}
KEPT_OUT: dict[str, set[str]] = {
    "--version": SCREENS | STORE | MEMORY | READER | PARSER,
    "due": SCREENS | MEMORY | READER | EXCHANGE,
    "status": SCREENS | MEMORY | READER | EXCHANGE,
    "items": SCREENS | MEMORY | READER | STORE,
    "grade item-1 left": SCREENS | MEMORY | READER | STORE,
    "check": SCREENS | MEMORY | STORE,
    "documents": SCREENS | MEMORY | STORE,
    "--plain": SCREENS | MEMORY | READER,
    "--help": SCREENS | MEMORY | READER | STORE,
}
_LOADED = """
import json, sys
from quiz.__main__ import main
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(arguments: list[str]) -> set[str]:
    said = run([sys.executable, "-c", _LOADED, *arguments])
    assert said.returncode == 0, said.stderr
    return set(json.loads(said.stderr))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that was opened before."""
    monkeypatch.setenv("QUIZ_LIBRARY", str(write_library(tmp_path / "library", numbered(3))))
    loaded(["due"])


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("command", KEPT_OUT)
def test_a_command_loads_only_what_it_needs(command: str) -> None:
    assert loaded(command.split()) & KEPT_OUT[command] == set()


@pytest.mark.usefixtures("library")
def test_the_judge_sees_what_is_loaded() -> None:
    assert {"sqlite3", "argparse", "quiz.store"} <= loaded(["due"])
    assert "yaml" in loaded(["check"])
