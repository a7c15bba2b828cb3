from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LAYERS, CORE, SCREENS = "One direction", "The core has no clock", "Only the screens"
MEMORY, PLOTS = "One file knows the memory", "One file knows the plot"
PLANTED = [
    ("scoring/outcome.py", "from quiz.learning import fold", LAYERS),
    ("text.py", "import quiz.items", LAYERS),
    ("learning/days.py", "import time", CORE),
    ("items/dates.py", "import yaml", CORE),
    ("scoring/rules.py", "from random import random", CORE),
    ("views/home.py", "import textual", SCREENS),
    ("learning/plan.py", "import fsrs", MEMORY),
    ("tui/widgets/parts.py", "import plotille", PLOTS),
]


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in `folder` and on no other."""
    code = "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint(['--no-cache']))"
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path, root: Path) -> Path:
    shutil.copytree(root / "quiz", tmp_path / "tree" / "quiz", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path / "tree")
    return tmp_path / "tree"


def test_every_layer_imports_only_what_stands_below_it(root: Path) -> None:
    run = _lint(root)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(("place", "line", "contract"), PLANTED)
def test_an_import_that_is_not_allowed_is_told(copy: Path, place: str, line: str, contract: str) -> None:
    target = copy / "quiz" / place
    target.write_text(f"{target.read_text()}\n{line}\n")
    run = _lint(copy)
    assert run.returncode == 1
    broken = [text for text in run.stdout.splitlines() if " BROKEN" in text]
    assert [text.startswith(contract) for text in broken] == [True]


@pytest.mark.parametrize("package", ["quiz.items", "quiz.scoring", "quiz.learning"])
def test_the_core_loads_no_reader_no_store_no_screens_and_no_memory_library(root: Path, package: str) -> None:
    code = (
        f"import sys, {package} as core; [getattr(core, name) for name in core.__all__]; "
        "print(*{m.split('.')[0] for m in sys.modules} & {'yaml', 'sqlite3', 'textual', 'rich', 'fsrs'})"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
