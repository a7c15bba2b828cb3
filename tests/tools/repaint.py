"""From a key to its repaint on a pty, beside a bare Textual app with the same list; and to pages of a long history.

    python -m tests.tools.repaint [--keys 200] [--items 300] [--events 20000]

Each time runs from the key's byte to the last byte of the frame that it brings: from then on nothing is written for 60
ms. Prints medians and 99th percentiles, and how much later than the bare app's our 99th percentile is.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support.program import Program
from tests.support.world import answered_world

BARE = """
from textual.app import App
from textual.widgets import Footer, OptionList
class Bare(App):
    BINDINGS = [("f1", "help", "Help")]
    def compose(self):
        yield OptionList("one", "two", "three", "four")
        yield Footer()
Bare().run()
"""
DOWN, UP = b"\x1b[B", b"\x1b[A"
WARM = 6
"""Moves before the timed ones."""


def moved(program: Program, count: int) -> list[float]:
    """Return the seconds of so many moves of the cursor, down and up in turn, after a few that nobody times."""
    program.settle()
    return [program.press(UP if number % 2 else DOWN) for number in range(-WARM, count)][WARM:]


def told(name: str, seconds: Sequence[float]) -> float:
    """Print the figures of some times; return the 99th percentile in milliseconds."""
    last = statistics.quantiles(seconds, n=100)[98] * 1e3
    print(f"{name:28} median {statistics.median(seconds) * 1e3:6.1f} ms  p99 {last:6.1f} ms")
    return last


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=400)
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--events", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library, data = answered_world(Path(folder), options.items, options.events)
        shared = ["--library", str(library), "--data", str(data), "--trainee", "bench"]
        quiz = str(Path(sys.executable).with_name("quiz"))
        bare = Program([sys.executable, "-c", BARE])
        bare.until(b"Help")
        least = told("bare: another option", moved(bare, options.keys))
        bare.end()
        for name, command, sign in (
            ("home: another bank", [quiz, *shared], b"Practice"),
            ("question: another option", [quiz, "practice", "--type", "choice", *shared], b"1 of"),
        ):
            ours = Program(command)
            ours.until(sign)
            most = told(name, moved(ours, options.keys))
            print(f"{'':28} p99 above the bare app's {most - least:.1f} ms (hold 16)")
            ours.end()
        for name, key, sign in (("progress", b"g", b"Overview"), ("library", b"l", b"document")):
            ours = Program([quiz, *shared])
            ours.until(b"Practice")
            ours.settle()
            ours.send(key)
            print(f"{name}: first painted after {ours.until(sign) * 1e3:.0f} ms ({options.events:,} events)")
            ours.end()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
