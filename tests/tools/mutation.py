"""Break the core on purpose and see how much of it the tests notice: mutation testing with mutmut.

    pip install mutmut==3.8.1
    python -m tests.tools.mutation [--children N] [FILE ...]

Works on a copy of the checkout in a temporary folder. Prints a Markdown table (killed, survived, by file) and the
survivors as diffs; tests/MUTATION.md keeps the last figures and why each survivor was left alive.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CORE = ("quiz/scoring", "quiz/learning")
TESTS = (
    "test_advance", "test_broken_parts", "test_certainty", "test_chance", "test_dates", "test_days", "test_decimals",
    "test_every_type", "test_exam", "test_formulas", "test_history", "test_learning", "test_marks", "test_memory",
    "test_parts", "test_plan", "test_rapid", "test_rasch", "test_ready", "test_regrade", "test_scoring",
    "test_sessions", "test_slips", "test_statistics", "test_typed",
)  # fmt: skip
"""The tests of the core: those that open no file and draw no screen."""
KILLED, SURVIVED, UNTESTED = {1, 3}, 0, 33
CONFIG = """
[tool.mutmut]
paths_to_mutate = {paths}
do_not_mutate = {others}
tests_dir = {tests}
also_copy = ["tests", "quiz", "question_banks", "seeds", "README.md"]
"""


def copy_of(folder: Path, files: list[str]) -> None:
    """Lay a copy of what git knows into `folder`, with the files to mutate."""
    listed = ["git", "ls-files", "-co", "--exclude-standard"]
    known = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in known.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    others = [p for p in map(str, (q.relative_to(folder) for q in folder.glob("quiz/**/*.py"))) if p not in files]
    tests = [f"tests/{name}.py" for name in TESTS if (folder / "tests" / f"{name}.py").exists()]
    project = folder / "pyproject.toml"
    made = CONFIG.format(paths=json.dumps(["quiz"]), others=json.dumps(others), tests=json.dumps(tests))
    project.write_text(project.read_text("utf-8") + made, "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--children", type=int, default=2, help="processes at once")
    parser.add_argument("files", nargs="*", help="files to mutate (all of quiz/scoring and quiz/learning)")
    options = parser.parse_args()
    files = options.files or sorted(
        str(path.relative_to(ROOT)) for folder in CORE for path in (ROOT / folder).glob("*.py")
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_of(folder, files)
        command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(options.children)]
        done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout[-3_000:], done.stderr[-2_000:], file=sys.stderr)
        return _report(folder, files)


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "HYPOTHESIS_PROFILE": "mutation", "PYTHONDONTWRITEBYTECODE": "1"}


def _report(folder: Path, files: list[str]) -> int:
    whole: Counter[str] = Counter()
    alive: list[str] = []
    print("| file | mutants | killed | survived | share |\n|---|---|---|---|---|")
    for file in files:
        meta = folder / "mutants" / f"{file}.meta"
        codes = json.loads(meta.read_text())["exit_code_by_key"] if meta.exists() else {}
        if not codes:
            continue
        left = [name for name, code in codes.items() if code in (SURVIVED, UNTESTED)]
        untold = sum(code is None for code in codes.values())
        killed = len(codes) - len(left) - untold
        whole.update(mutants=len(codes) - untold, killed=killed)
        alive += left
        note = f" ({untold} not run)" if untold else ""
        print(f"| {file} | {len(codes) - untold}{note} | {killed} | {len(left)} | {killed / len(codes):.1%} |")
    share = whole["killed"] / max(1, whole["mutants"])
    print(f"| all | {whole['mutants']} | {whole['killed']} | {len(alive)} | {share:.1%} |\n")
    for name in alive:
        shown = subprocess.run(
            [sys.executable, "-m", "mutmut", "show", name], cwd=folder, capture_output=True, text=True, check=False
        )
        print(f"{name}\n{shown.stdout}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
