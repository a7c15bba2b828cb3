"""A report on a whole course, measured: 200 trainees, 300 items, 10 answers to each, as files for an instructor.

    python -m tests.tools.report_load [--trainees 200] [--items 300] [--rounds 10] [--keep FOLDER]

Makes the files, runs `quiz report` over them in a process of its own, and prints how long it took and the most memory
that it held. Exit code 1 when that is more than is to be held: 10 seconds, 500 MB.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from quiz.banks import Entry, Library
from quiz.items import Choice, Item
from quiz.learning import Answered, Event
from quiz.scoring import Outcome, Policy, key_response, score
from quiz.store.sharing import shared_lines
from tests.support.library import library_of, numbered, write_library

SECONDS, MEGABYTES = 10.0, 500.0
START = date(2026, 1, 5)
DAY_MS = 86_400_000
START_MS = (START - date(1970, 1, 1)).days * DAY_MS


class Course(NamedTuple):
    """How large a course is."""

    trainees: int = 200
    items: int = 300
    rounds: int = 10

    @property
    def answers(self) -> int:
        """All answers."""
        return self.trainees * self.items * self.rounds


def answers(course: Course, library: Library, trainee: int) -> Iterator[Event]:
    """Yield the answers of one trainee: a part of them wrong, some days apart, the better the later."""
    rng = Random(trainee)
    number = 0
    told: dict[tuple[str, bool], Outcome] = {}
    for turn in range(course.rounds):
        for place, entry in enumerate(library.entries.values()):
            number += 1
            right = rng.random() < 0.45 + 0.04 * turn + 0.001 * (trainee % 100)
            response = _response(entry, right, rng)
            what = (entry.item.id, right)
            if what not in told:
                made = score(entry.marking, response, Policy(final=True))
                assert isinstance(made, Outcome)
                told[what] = made
            day = turn * (3 + rng.randrange(4)) + place % 3
            yield Event(
                id=f"{rng.getrandbits(128):032x}",
                utc=START_MS + day * DAY_MS + place * 20_000 + trainee,
                offset=60,
                day=(START + timedelta(days=day)).isoformat(),
                device="d" * 32,
                sequence=number,
                trainee=f"trainee {trainee}",
                library=library.id,
                body=Answered(
                    session=f"{trainee:016x}{turn:016x}",
                    mode="learn",
                    item=entry.item.id,
                    seen=entry.seen,
                    scored=entry.scored,
                    response=response,
                    certainty=rng.choice((None, 1, 2, 3)),
                    duration=rng.randrange(2_000, 40_000),
                    outcome=told[what],
                    hints=int(rng.random() < 0.05),
                ),
            )


def _response(entry: Entry, right: bool, rng: Random) -> object:
    if right:
        return key_response(entry.marking)
    item: Item = entry.item
    if isinstance(item, Choice):
        return rng.choice([o.id for o in item.options if o.id != item.key])
    return rng.choice(("2", "3", "orca", "whale shark"))


def make(course: Course, folder: Path) -> tuple[Path, Path]:
    """Make a library and the files of all trainees in a folder; return both."""
    items = numbered(course.items)
    library = library_of(items)
    root, sent = write_library(folder / "library", items), folder / "sent"
    sent.mkdir()
    for trainee in range(course.trainees):
        with (sent / f"trainee-{trainee:03}.jsonl").open("wb") as file:
            file.writelines(shared_lines(answers(course, library, trainee), library.id, f"trainee-{trainee:03}"))
    return root, sent


def measure(root: Path, sent: Path, folder: Path, form: str = "html") -> tuple[float, float, float]:
    """Return the seconds by the clock and of the processor, and the megabytes (10^6 bytes), that the report takes."""
    line = [
        sys.executable,
        "-m",
        "quiz",
        "report",
        str(sent),
        "--format",
        form,
        "--out",
        str(folder / f"report.{form}"),
    ]
    where = ["--library", str(root), "--data", str(folder / "data")]
    start = time.perf_counter()
    subprocess.run([*line, *where], check=True, env={**os.environ, "NO_COLOR": "1"})
    seconds = time.perf_counter() - start
    unit = 1 if sys.platform == "darwin" else 1024
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6


def main(arguments: list[str] | None = None) -> int:
    """Make, measure and print; 1 when a figure is not held."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.report_load")
    usual = Course()
    parser.add_argument("--trainees", type=int, default=usual.trainees)
    parser.add_argument("--items", type=int, default=usual.items)
    parser.add_argument("--rounds", type=int, default=usual.rounds)
    parser.add_argument("--format", default="html", choices=("text", "markdown", "html", "csv", "json"))
    parser.add_argument("--keep", type=Path, help="make the files here, and leave them")
    options = parser.parse_args(arguments)
    course = Course(options.trainees, options.items, options.rounds)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        made = make(course, folder)
        seconds, worked, megabytes = measure(*made, folder, options.format)
    held = seconds <= SECONDS and megabytes <= MEGABYTES
    print(f"{course.trainees} trainees, {course.items} items, {course.answers:,} answers, {options.format}")
    print(
        f"wall {seconds:.1f} s (hold {SECONDS:.0f}), processor {worked:.1f} s,",
        f"peak {megabytes:.0f} MB (hold {MEGABYTES:.0f})",
    )
    print("held" if held else "NOT HELD")
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
