"""A library and a log of a given size, for measuring."""

from __future__ import annotations

from pathlib import Path

from quiz.banks import open_library
from quiz.learning import Answered, Closed, Event, Opened
from quiz.scoring import Policy, key_response, score
from quiz.scoring.outcome import AskAgain
from quiz.store import Log, Moment
from tests.support.library import numbered, write_library

DAY_MS = 86_400_000
START = 1_780_000_000_000


def answered_world(folder: Path, items: int, events: int, trainee: str = "bench") -> tuple[Path, Path]:
    """Write a library of `items` items and a log of `events` events; return the folders of library and data."""
    from datetime import UTC, datetime

    root = write_library(folder / "library", numbered(items))
    data = folder / "data"
    library = open_library(root, data / "cache")
    entries = library.askable()
    with Log(data, trainee, library.id) as log:
        log._connection.execute("PRAGMA synchronous=OFF")
        made: list[Event] = []
        for number in range(events):
            entry = entries[number % len(entries)]
            utc = START + (number // 100) * DAY_MS + number
            moment = Moment(utc, 0, datetime.fromtimestamp(utc / 1000, UTC).date().isoformat())
            if number % 10 == 0 and number:
                log.append(Closed(f"s{number // 10 - 1}"), moment)
            if number % 10 == 0:
                made.append(log.append(Opened(f"s{number // 10}", "learn", "seed", (entry.item.id,)), moment))
                continue
            outcome = score(entry.marking, key_response(entry.marking) if number % 4 else None, Policy())
            assert not isinstance(outcome, AskAgain)
            body = Answered(
                session=f"s{number // 10}",
                mode="learn",
                item=entry.item.id,
                seen=entry.seen,
                scored=entry.scored,
                response=number,
                outcome=outcome,
            )
            made.append(log.append(body, moment))
        log.states()
    return root, data
