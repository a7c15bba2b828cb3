"""Cold start to the painted home screen, against a bare Textual app (one text, one shortcut, a footer) in the same run.

    python -m tests.tools.cold_start [--runs 15] [--items 300] [--events 5000]

Each start is a new process on a pty of 80 by 24; the time runs from the spawn until the frame with all it shows
is written. The starts are taken in turn, so that a change of the machine's speed meets all. An app of a single text,
without a footer, is timed beside them. Prints medians and ratios of medians.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from compileall import compile_dir
from pathlib import Path

import quiz
from tests.support.program import Program
from tests.support.world import answered_world

TEXT = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("bare app")
Bare().run()
"""
BARE = """
from textual.app import App
from textual.widgets import Footer, Static
class Bare(App):
    BINDINGS = [("f1", "help", "Help")]
    def compose(self):
        yield Static("bare app")
        yield Footer()
Bare().run()
"""


def start(command: list[str], sign: bytes) -> float:
    """Return the seconds from the spawn of `command` on a pty until it has written `sign`."""
    program = Program(command)
    try:
        return program.until(sign)
    finally:
        program.end()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--events", type=int, default=5_000)
    options = parser.parse_args()
    # As pip does with what it installs, the bare app's Textual among it.
    compile_dir(Path(quiz.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        library, data = answered_world(Path(folder), options.items, options.events)
        command = Path(sys.executable).with_name("quiz")
        ours = [str(command), "--library", str(library), "--data", str(data), "--trainee", "bench"]
        kinds = {
            "quiz": (ours, b"Practice"),
            "bare": ([sys.executable, "-c", BARE], b"Help"),
            "text": ([sys.executable, "-c", TEXT], b"bare app"),
        }
        times: dict[str, list[float]] = {name: [] for name in kinds}
        for run in range(options.runs + 1):
            for name, (command_line, sign) in kinds.items():
                taken = start(command_line, sign)
                times[name] += [taken] if run else []
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, values in times.items():
        low, high = min(values) * 1e3, max(values) * 1e3
        print(f"{name:5} median {medians[name] * 1e3:6.0f} ms  min {low:6.0f}  max {high:6.0f}")
    print(f"quiz / bare {medians['quiz'] / medians['bare']:.3f} (hold: 1.25)")
    print(f"quiz / text {medians['quiz'] / medians['text']:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
