"""Figures of the search in one run: the index of 10,000 questions and as many passages, and each letter of a query.

    python -m tests.tools.search

Prints milliseconds; a letter is the search and the rows of one screen made ready to be drawn.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from quiz.banks import open_library
from quiz.views.library import look_at
from quiz.views.search import Search
from tests.tools.checks import write_library

ITEMS = 10_000
QUERIES = 300
LETTERS = 24
SCREEN = 25
HOLD_LETTER, HOLD_BUILD = 16, 300


def letters(search: Search, stems: list[str], rng: random.Random) -> list[float]:
    """Type the beginnings of stems, and words out of their middles; return the milliseconds of each letter."""
    taken = []
    for _ in range(QUERIES):
        words = rng.choice(stems).split()
        rng.shuffle(words)
        query = " ".join(words)[:LETTERS]
        for end in range(1, len(query) + 1):
            begun = time.perf_counter()
            found = search.find(query[:end])
            for row in found.rows[:SCREEN]:
                search.hit(row, query[:end])
            taken.append((time.perf_counter() - begun) * 1e3)
    return sorted(taken)


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        library = open_library(write_library(Path(name) / "large", ITEMS))
    begun = time.perf_counter()
    search = Search(library)
    built = time.perf_counter()
    look_at(library)
    looked = time.perf_counter()
    print(f"index of {search.size[0]:,} questions and {search.size[1]:,} passages: {(built - begun) * 1e3:.0f} ms"
          f" (hold {HOLD_BUILD} ms); the documents: {(looked - built) * 1e3:.0f} ms")  # fmt: skip
    taken = letters(search, [e.item.stem for e in library.entries.values()], random.Random(1))
    middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    print(f"a letter: median {middle:.1f} ms, p99 {late:.1f} ms (hold {HOLD_LETTER} ms), most {taken[-1]:.1f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
