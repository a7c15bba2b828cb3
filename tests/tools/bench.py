"""The engine in figures, one run, beside Anki's backend where `anki` is installed (`pip install -e '.[bench]'`).

    python -m tests.tools.bench [--attempts N] [--anki PYTHON]

Prints medians: a response scored and the next item chosen, with its commit, the queue of what is due, a replay of the
log, one attempt taken up incrementally.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from quiz.banks import open_library
from quiz.learning import Answered, Candidate, Event, ItemState, Memory, advance, fold_item, make_plan
from quiz.scoring import AskAgain, Outcome, Policy, Verdict, key_response, score
from quiz.store import Log
from quiz.views import Choices, Desk
from tests.support.library import numbered, write_library

ITEMS = 10_000
ANSWERS = 300
TODAY = 739_000
RIGHT = Outcome("1/1", Verdict.CORRECT, "choice/1")
WRONG = Outcome("0/1", Verdict.INCORRECT, "choice/1")
DAY_MS = 86_400_000
START_MS = 1_700_000_000_000


def p99(values: list[float]) -> float:
    return sorted(values)[len(values) * 99 // 100]


def answering(folder: Path) -> dict[str, float]:
    """Milliseconds to score and go on, in a library of 10,000 items: without and with the commit."""
    library = open_library(write_library(folder / "library", numbered(ITEMS)), folder / "cache")
    scored: list[float] = []
    committed: list[float] = []
    with Log(folder / "data", "bench", library.id) as log:
        desk = Desk(library, log)
        session = desk.begin("learn", Choices(items=ANSWERS), "bench")
        assert session is not None
        for item in session.items:
            marking = desk.askable[item].marking
            response = key_response(marking)
            begun = time.perf_counter()
            made = score(marking, response, Policy())
            desk.question(session)
            scored.append((time.perf_counter() - begun) * 1e3)
            assert not isinstance(made, AskAgain)
            begun = time.perf_counter()
            step = desk.answer(session, item, response, 5_000)
            assert not isinstance(step, AskAgain)
            session = step.session
            desk.question(session)
            committed.append((time.perf_counter() - begun) * 1e3)
    return {
        "scored and next": median(scored),
        "with commit": median(committed[1:]),
        "with commit, p99": p99(committed[1:]),
    }


def queue(items: int) -> float:
    """Milliseconds to choose ten of so many items that are all due."""
    rng = random.Random(1)
    candidates = [Candidate(f"item-{n}", f"topic-{n % 20}") for n in range(items)]
    states = {}
    for candidate in candidates:
        last, gap = rng.randint(5, 30), rng.randint(1, 5)
        memory = Memory(rng.uniform(1, 30), 5.0, TODAY - last, TODAY - last + gap)
        states[candidate.id] = ItemState(attempts=3, correct=3, passed=True, share=1.0, day=TODAY - last, memory=memory)
    taken = []
    for _ in range(7):
        begun = time.perf_counter()
        make_plan(candidates, states, TODAY, "learn", 10, "seed")
        taken.append((time.perf_counter() - begun) * 1e3)
    return median(taken)


def attempts(item: int, count: int) -> list[Event]:
    """So many answers of one item, spaced as a trainee's are."""
    rng = random.Random(item)
    made: list[Event] = []
    day = 0
    for number in range(count):
        day += 1 + min(60, 2 ** min(6, number)) * rng.randint(1, 3) // 2
        utc = START_MS + day * DAY_MS + rng.randrange(DAY_MS // 2)
        outcome = RIGHT if rng.random() < 0.9 else WRONG
        body = Answered(
            session="s", mode="learn", item=f"item-{item}", seen="0", scored="0", duration=5_000, outcome=outcome
        )
        iso = time.strftime("%Y-%m-%d", time.gmtime(utc / 1000))
        made.append(
            Event(
                id=f"{item}-{number}", utc=utc, offset=0, day=iso, device="d", sequence=item * count + number + 1,
                trainee="bench", library="bench", body=body,
            )
        )  # fmt: skip
    return made


def worlds(total: int, each: int = 20) -> Iterator[list[Event]]:
    """The events of item after item, `total` in all."""
    for item in range(total // each):
        yield attempts(item, each)


def replay(total: int) -> dict[str, float]:
    """Seconds to fold so many attempts item by item, megabytes that it needed, milliseconds of one attempt more."""
    taken = 0.0
    more: list[float] = []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for events in worlds(total):
        begun = time.perf_counter()
        fold_item(events)
        taken += time.perf_counter() - begun
        if len(more) < 1_000:
            state = fold_item(events[:-1])
            assert state is not None
            begun = time.perf_counter()
            advance(state, events[-1])
            more.append((time.perf_counter() - begun) * 1e3)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"seconds": taken, "megabytes grown": grown, "one more, ms": median(more)}


def stored(folder: Path, total: int) -> dict[str, float]:
    """Seconds to replay so many attempts from the file, megabytes that it needed."""
    from quiz.store.rows import INSERT, row_of

    with Log(folder, "bench", "bench") as log:
        log._connection.execute("PRAGMA synchronous=OFF")
        log._connection.execute("BEGIN")
        for events in worlds(total):
            log._connection.executemany(INSERT, map(row_of, events))
        log._connection.execute("COMMIT")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.perf_counter()
        states = log.states()
        taken = time.perf_counter() - begun
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        begun = time.perf_counter()
        assert log.states() == states
        again = time.perf_counter() - begun
    return {"seconds": taken, "megabytes grown": grown, "kept states, ms": again * 1e3}


def anki_times(python: str) -> dict[str, Any]:
    """What Anki's backend takes; empty where it is not installed."""
    script = Path(__file__).with_name("anki_times.py")
    done = subprocess.run([python, str(script), "10000", "100000"], capture_output=True, text=True, check=False)
    return dict(json.loads(done.stdout)) if done.returncode == 0 else {}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attempts", type=int, default=1_000_000)
    parser.add_argument("--anki", default=sys.executable, help="a Python that has `anki`")
    options = parser.parse_args()
    anki = anki_times(options.anki)
    with tempfile.TemporaryDirectory() as folder:
        ours = answering(Path(folder))
        kept = stored(Path(folder) / "replay", min(options.attempts, 100_000))
    theirs = anki.get("answer", {})
    beside = f"; Anki {anki['version']}: {theirs['median']:.2f}, p99 {theirs['p99']:.2f}" if anki else ""
    print(f"response scored and next item chosen, {ITEMS:,} items: {ours['scored and next']:.2f} ms (hold 1)")
    commit = f"{ours['with commit']:.2f} ms (hold 5), p99 {ours['with commit, p99']:.2f} (hold 50)"
    print(f"  with its commit: {commit}{beside}")
    for items in (10_000, 100_000):
        mine = queue(items)
        other = f"; Anki {anki['queue'][str(items)]:.1f} ms (hold: as fast)" if anki else ""
        print(f"due queue of {items:,}: {mine:.1f} ms{other}")
    whole = replay(options.attempts)
    print(
        f"replay of {options.attempts:,} attempts: {whole['seconds']:.1f} s (hold 20), "
        f"{whole['megabytes grown']:.0f} MB grown; one more: {whole['one more, ms']:.3f} ms (hold 0.1)"
    )
    print(
        f"replay of {min(options.attempts, 100_000):,} attempts from the file: {kept['seconds']:.1f} s, "
        f"{kept['megabytes grown']:.0f} MB grown; states kept of them: {kept['kept states, ms']:.1f} ms"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
