"""Figures that DESIGN holds, in one run: the version, a check of 300 items, a bank of 10,000 items cold and cached.

    python -m tests.tools.figures

Prints medians of seven runs for commands, of three for the rest.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from quiz.banks import open_library, open_shelf, read_sources
from quiz.banks.opening import compiled
from tests.support.library import numbered, write_library


def median_ms(work: Callable[[], object], runs: int) -> float:
    """Return the median of so many runs in milliseconds."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(taken)


def command(*line: str) -> Callable[[], object]:
    """Return a run of a command whose output nobody reads."""
    return lambda: subprocess.run(line, capture_output=True, check=False)


def main() -> int:
    """Measure and print."""
    quiz = str(Path(sys.executable).with_name("quiz"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = write_library(folder / "small", numbered(300))
        large = write_library(folder / "large", numbered(10_000))
        cache = folder / "cache"
        open_library(large, cache)
        nothing = median_ms(command(sys.executable, "-c", "pass"), 7)
        version = median_ms(command(quiz, "--version"), 7)
        print(f"python -c pass        {nothing:7.1f} ms")
        print(f"quiz --version        {version:7.1f} ms  ({version / nothing:.1f} x, hold 4)")
        checked = median_ms(command(quiz, "check", "--library", str(small)), 7)
        print(f"quiz check, 300 items {checked:7.1f} ms  (hold 500)")
        print(f"10,000 items, cold    {median_ms(lambda: compiled(read_sources(large)), 3):7.0f} ms  (hold 1500)")
        print(f"front page, cached    {median_ms(lambda: open_shelf(large, cache), 3):7.1f} ms")
        print(f"whole, cached         {median_ms(lambda: open_shelf(large, cache).library, 3):7.1f} ms  (hold 40)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
