"""Logs as each version of the tables has left them, and what they came to; they must open for ever.

    python -m tests.tools.old_logs

Writes the log of the present version to tests/fixtures unless it is there, and prints what it comes to.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from quiz.learning import Closed, Undone
from quiz.store import Log, schema
from quiz.store.door import FILE
from tests.support.events import answered, moment, opened

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


class Came(NamedTuple):
    """What the log of one trainee with one library comes to."""

    events: int
    sessions: int
    items: int
    attempts: int
    correct: int


GOLDEN: dict[str, dict[tuple[str, str], Came]] = {
    "log-v1.sqlite3": {
        ("ana", "harbour"): Came(events=19, sessions=2, items=5, attempts=13, correct=10),
        ("ana", "lighthouse"): Came(events=2, sessions=1, items=1, attempts=1, correct=1),
        ("bo", "harbour"): Came(events=7, sessions=1, items=5, attempts=5, correct=4),
    },
}
"""By file, trainee and library; what is here is never changed."""


def came(log: Log) -> Came:
    """Return what a log comes to."""
    states = log.states()
    attempts, correct = (sum(getattr(s, name) for s in states.values()) for name in ("attempts", "correct"))
    return Came(len(log.events()), len(log.sessions()), len(states), attempts, correct)


def _live(log: Log, sessions: int, items: int, start: int) -> None:
    names = [f"item-{n}" for n in range(1, items + 1)]
    minute = start
    for number in range(1, sessions + 1):
        log.append(opened(*names, session=f"s{number}"), moment(minute))
        for place, name in enumerate(names):
            minute += 1
            right = (place + number) % 3 > 0
            log.append(answered(name, right, f"answer {place}", f"s{number}", typo=place == 1), moment(minute))
        if number < sessions or items > 1:
            log.append(Closed(f"s{number}"), moment(minute + 1))
        minute += 1500


def write(folder: Path) -> None:
    """Make the log of the present version in a folder."""
    with Log(folder, "ana", "harbour") as log:
        _live(log, 2, 5, 0)
        for minute in (1, 2, 3):
            log.append(answered(f"item-{minute}", session="s2", mode="drill", response=None), moment(4000 + minute))
        last = log.append(answered("item-4", False, session="s2"), moment(4010))
        log.append(Undone("s2", "item-4", last.id), moment(4011))
    with Log(folder, "ana", "lighthouse") as log:
        _live(log, 1, 1, 60)
    with Log(folder, "bo", "harbour") as log:
        _live(log, 1, 5, 90)


def main() -> None:
    """Write it."""
    target = FIXTURES / f"log-v{schema.VERSION}.sqlite3"
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        if target.exists():
            shutil.copy(target, folder / FILE)
        else:
            write(folder)
            shutil.copy(folder / FILE, target)
        for trainee, library in (("ana", "harbour"), ("ana", "lighthouse"), ("bo", "harbour")):
            with Log(folder, trainee, library) as log:
                print(trainee, library, came(log))


if __name__ == "__main__":
    main()
