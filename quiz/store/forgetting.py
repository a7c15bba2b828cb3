"""A trainee's own data is taken out of a folder for good: from the log, its backups, and answers saved elsewhere.

Other trainees' events stay as they are. Files that the user put elsewhere (exports, copies) are not known here.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

from msgspec import Struct

from quiz.store import schema
from quiz.store.backups import FOLDER
from quiz.store.copying import open_to_read
from quiz.store.door import FILE, Door
from quiz.store.exchange import row_of_line
from quiz.store.pseudonyms import forget_pseudonym
from quiz.store.rows import BadRow


class Held(Struct, frozen=True):
    """What a folder holds of a trainee, and who else is in its log.

    `copies` are backups and logs put aside that hold events of the trainee, `waiting` the files of answers that could
    not be saved, `unknown` files that cannot be read and may hold some.
    """

    trainee: str
    events: int = 0
    answers: int = 0
    sessions: int = 0
    others: int = 0
    copies: tuple[Path, ...] = ()
    waiting: tuple[Path, ...] = ()
    unknown: tuple[Path, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything to delete."""
        return bool(self.events or self.copies or self.waiting)


def held(folder: Path, trainee: str) -> Held:
    """Return what the log in a folder and the files beside it hold of a trainee. Raises QuizError."""
    with Door(folder, writing=False) as door, door.reading() as connection:
        events, answers, sessions = connection.execute(
            "SELECT count(*), count(CASE kind WHEN 'answered' THEN 1 END), count(CASE kind WHEN 'opened' THEN 1 END)"
            " FROM events WHERE trainee = ?",
            (trainee,),
        ).fetchone()
        select = "SELECT count(DISTINCT trainee) FROM events WHERE trainee <> ?"
        others = connection.execute(select, (trainee,)).fetchone()[0]
    copies, waiting, unknown = [], [], []
    for path in _copies(folder):
        holds = _holds(path, trainee)
        if holds is None:
            unknown.append(path)
        elif holds:
            copies.append(path)
    for path in sorted(folder.glob("recovered-*.jsonl")):
        try:
            if row_of_line(path.read_bytes()).trainee == trainee:
                waiting.append(path)
        except (OSError, BadRow):
            unknown.append(path)
    return Held(trainee, events, answers, sessions, others, tuple(copies), tuple(waiting), tuple(unknown))


def forget(folder: Path, trainee: str) -> Held:
    """Delete all of a trainee in a folder; return what there was, with the files that could not be rewritten.

    Bytes that held events are overwritten. The log goes on as a new device: the numbers of the events that went may be
    known elsewhere. Raises QuizError when the log is locked, read-only or damaged; then the log is as it was, or the
    events are gone from it and running again does the rest.
    """
    found = held(folder, trainee)
    forget_pseudonym(folder, trainee)
    if schema.size_of(folder / FILE) is not None:
        _clean_log(folder, trainee)
    left = list(found.unknown)
    for path in found.copies:
        try:
            _clean_copy(path, trainee)
        except (sqlite3.Error, OSError):
            left.append(path)
    for path in found.waiting:
        try:
            path.unlink()
        except OSError:
            left.append(path)
    return Held(
        trainee, found.events, found.answers, found.sessions, found.others, found.copies, found.waiting, tuple(left)
    )


def _copies(folder: Path) -> Iterator[Path]:
    """Yield the backups of a log, those in the making too, and the logs that a restore has put aside."""
    found = chain((folder / FOLDER).glob("*.sqlite3*"), folder.glob(f"{FILE}.*"))
    yield from sorted(path for path in found if not path.name.endswith("-journal"))


def _holds(path: Path, trainee: str) -> bool | None:
    """Tell whether a copy has events of a trainee, None when it cannot be read."""
    try:
        with closing(open_to_read(path)) as connection:
            if schema.problem(connection):
                return None
            select = "SELECT 1 FROM events WHERE trainee = ? LIMIT 1"
            return connection.execute(select, (trainee,)).fetchone() is not None
    except (sqlite3.Error, UnicodeError):
        return None


def _clean_log(folder: Path, trainee: str) -> None:
    with Door(folder) as door:
        with door.reading() as connection:
            connection.execute("PRAGMA secure_delete=ON")
        with door.transaction() as connection:
            _delete(connection, trainee)
            connection.execute("UPDATE device SET id = ?", (uuid.uuid4().hex,))
        with door.reading() as connection:
            connection.execute("VACUUM")


def _clean_copy(path: Path, trainee: str) -> None:
    """Rewrite a copy without a trainee's events; it goes when it then holds none. Raises sqlite3.Error or OSError."""
    with closing(sqlite3.connect(path, timeout=schema.BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("BEGIN IMMEDIATE")
        _delete(connection, trainee)
        empty = connection.execute("SELECT 1 FROM events LIMIT 1").fetchone() is None
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    if empty:
        path.unlink()


def _delete(connection: sqlite3.Connection, trainee: str) -> None:
    """Delete a trainee's rows; an older copy may lack the tables that are derived."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for table in ("events", *sorted(there & {"states", "derived"})):
        connection.execute(f"DELETE FROM {table} WHERE trainee = ?", (trainee,))
