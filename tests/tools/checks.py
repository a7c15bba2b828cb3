"""Figures of the checks in one run: small and large libraries, cold and warm, and a save under `--watch`.

    python -m tests.tools.checks [--largest]

Prints seconds and the most memory of a whole `quiz check`; `--largest` adds a library of 100,000 items.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from quiz.commands.watching import POLL, Watch
from quiz.views.watched import files_state

HOLD = {300: (0.5, 0), 10_000: (6, 250), 100_000: (60, 1024)}
"""Seconds and MiB that a cold check may take, by number of items."""
WARM = {10_000: 1.0}
SAVE_MS = 200
BANKS = 20
LETTERS = ("bcdfglmnprst", "aeiou")


def _words(rng: random.Random, many: int) -> list[str]:
    made = ("".join(rng.choice(part) for _ in range(rng.randint(2, 4)) for part in LETTERS) for _ in range(many))
    return list(made)


def write_library(root: Path, items: int, banks: int = BANKS) -> Path:
    """Write a library of so many items, half of them typed and half picked, each with a sentence of its own."""
    rng = random.Random(items)
    words = _words(rng, 4_000)

    def phrase(many: int) -> str:
        return " ".join(rng.choice(words) for _ in range(many))

    for folder in ("seeds", "question_banks"):
        (root / folder).mkdir(parents=True)
    (root / "question_banks" / "library.yaml").write_text("id: big\ntitle: Big\ntopics:\n  a: A\n  b: B\n")
    names = "".join(f"  {word.capitalize()}-on-sea: []\n" for word in dict.fromkeys(words[:200]))
    (root / "question_banks" / "names.yaml").write_text(f"names:\n{names}")
    for bank in range(banks):
        called = f"document {bank}"
        brief = [f"---\nid: d{bank}\ntitle: D {bank}\ncalled: the {called}\nkind: reference\ntext: original\n---\n"]
        rows = [f"bank: b{bank}\ntitle: Bank {bank}\nitems:\n"]
        for number in range(1, items // banks + 1):
            sentence = f"{phrase(9).capitalize()} {number}."
            brief.append(f"\n[{number}]\n{sentence}\n")
            rows.append(_item(f"i-{bank}-{number}", bank, number, sentence, phrase))
        (root / "seeds" / f"d{bank}.md").write_text("".join(brief))
        (root / "question_banks" / f"b{bank}.yaml").write_text("".join(rows))
    return root


def _item(name: str, bank: int, number: int, sentence: str, phrase: object) -> str:
    assert callable(phrase)
    stem = f"{phrase(12)}?".capitalize()
    if number % 2:
        answer = f"    key: {phrase(2)}\n"
    else:
        feedback = "        feedback: That is another thing.\n"
        options = "".join(f"      - id: o{n}\n        text: {phrase(2)}\n{feedback if n else ''}" for n in range(4))
        answer = f"    options:\n{options}    key: o0\n"
    return (
        f"\n  - id: {name}\n    type: {'text' if number % 2 else 'choice'}\n    stem: {stem}\n{answer}"
        f"    explanation: {phrase(6).capitalize()}.\n    topics: [{'ab'[number % 2]}]\n    level: {1 + number % 3}\n"
        f"    citations:\n      - document: d{bank}\n        paragraph: {number}\n        quote: {sentence}\n"
        f"    status: approved\n"
    )


def run(root: Path, data: Path) -> tuple[float, float]:
    """Return seconds and MiB of one `quiz check`."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "quiz", "check", "--library", str(root), "--data", str(data)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"the check of {root} found errors or failed ({running.returncode})")
    return time.perf_counter() - begun, used.ru_maxrss / 1024


def _told(name: str, seconds: float, memory: float, hold: tuple[float, float]) -> None:
    limits = f"(hold {hold[0]:g} s{f', {hold[1]:g} MiB' if hold[1] else ''})"
    print(f"{name:32} {seconds:7.2f} s {memory:7.0f} MiB  {limits}")


def saves(root: Path) -> float:
    """Return the median of ten saves under `--watch` in milliseconds: the look at the files, and the check."""
    bank = next((root / "question_banks").glob("b*.yaml"))
    text = bank.read_text()
    watching = Watch(root)
    watching.look(date(2026, 1, 1))
    taken = []
    for number in range(1, 11):
        bank.write_text(text.replace("    level: 1", "    level: 3", number))
        begun = time.perf_counter()
        files_state(root)
        watching.look(date(2026, 1, 1))
        taken.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(taken)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--largest", action="store_true", help="a library of 100,000 items, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for items in (300, 10_000, *([100_000] if options.largest else [])):
            root = write_library(folder / str(items), items)
            _told(f"{items:,} items, cold", *run(root, folder / "data"), HOLD[items])
            if items in WARM:
                _told(f"{items:,} items, warm", *run(root, folder / "data"), (WARM[items], 0))
        taken = saves(write_library(folder / "watched", 1_000, 1))
        seen = f"and at most {POLL * 1e3:.0f} ms until it is seen"
        print(f"a save under --watch, 1,000 items in one bank: {taken:.0f} ms, {seen} (hold {SAVE_MS} ms)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
