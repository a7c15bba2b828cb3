"""A log with a little in it, and ways past its one door."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from quiz.errors import QuizError
from quiz.learning import Answered, Event, fold
from quiz.store import Log, export, line_of, merge
from quiz.store.door import FILE
from quiz.store.exchange import row_of_line
from quiz.store.rows import event_of, row_of
from tests.support.events import answered, moment, opened

QUICK = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where temporary folders live in memory, for tests that do not ask what waits for the disk; None where nowhere."""
ITEMS = tuple(f"item-{n}" for n in range(1, 9))


def three_answers(folder: Path) -> Path:
    """Make a log of trainee `t` with a session of ITEMS, of which three are answered; return its folder."""
    with Log(folder, "t", "small") as log:
        log.states()
        log.append(opened(*ITEMS), moment())
        for minute, item in enumerate(ITEMS[:3], 1):
            log.append(answered(item, response=f"answer {minute}"), moment(minute))
    return folder


def events_of(folder: Path) -> list[Event]:
    with Log(folder, "t", "small") as log:
        assert log.states() == fold(log.events())
        return log.events()


def answers_of(folder: Path) -> list[str]:
    return [e.body.item for e in events_of(folder) if isinstance(e.body, Answered)]


def sql(path: Path, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements on the file; return the rows of the last."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        rows: list[tuple[Any, ...]] = []
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        return rows


def trouble_of(action: Callable[[], object]) -> QuizError | None:
    try:
        action()
    except QuizError as error:
        return error
    return None


def lines_of(events: Iterable[Event]) -> bytes:
    return b"".join(line_of(row_of(e)) for e in events)


def events_in(lines: bytes) -> list[Event]:
    return [event_of(row_of_line(line)) for line in lines.splitlines(keepends=True)]


def exported(folder: Path) -> bytes:
    return b"".join(export(folder))


def fresh() -> TemporaryDirectory[str]:
    return TemporaryDirectory(dir=QUICK)


def log_of(folder: Path, events: Iterable[Event]) -> Path:
    """Make a log that holds these events, and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "given.jsonl").write_bytes(lines_of(events))
    merge(folder, [folder / "given.jsonl"])
    return folder / FILE


def digests(*paths: Path) -> list[bytes]:
    return [hashlib.sha256(path.read_bytes()).digest() for path in paths]
