"""Logs on the move: as JSON Lines, one event a line, and merged by set union.

A line has its fields in a fixed order, the body byte for byte as it is stored, and the checksum of the row. What is
exported, merged into an empty log and exported again is therefore equal to the byte.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Raw, Struct

from quiz.errors import Exit, QuizError
from quiz.store import kept, schema
from quiz.store.copying import copy_of, open_to_read, upgrade_copy
from quiz.store.door import Door
from quiz.store.rows import COLUMNS, DAMAGED, INSERT, ORDER, UNKNOWN, BadRow, Row, event_of

FORMAT = 1
LINE_LIMIT = 16 * 1024 * 1024
"""Bytes of the longest line that is read."""
_SQLITE = b"SQLite format 3\0"

_Word = Annotated[str, Meta(max_length=1_000)]
_Whole = Annotated[int, Meta(ge=-(2**53), le=2**53)]


class _Line(Struct, frozen=True, forbid_unknown_fields=True):
    log: int
    id: _Word
    utc: _Whole
    offset: Annotated[int, Meta(ge=-2_880, le=2_880)]
    day: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    device: _Word
    sequence: Annotated[int, Meta(ge=1, le=2**53)]
    trainee: _Word
    library: _Word
    checksum: int
    body: Raw


class _Format(Struct):
    log: int


class _Head(Struct):
    kind: str
    session: str = ""
    item: str | None = None


_LINE = msgspec.json.Decoder(_Line)
_FORMAT = msgspec.json.Decoder(_Format)
_HEAD = msgspec.json.Decoder(_Head)


class Merged(Struct, frozen=True):
    """What a merge did: events that came, and those that were known before."""

    came: int
    known: int


def line_of(row: Row) -> bytes:
    """Return a row as a line of JSON, with its end."""
    line = _Line(
        FORMAT,
        row.id,
        row.utc,
        row.offset,
        row.day,
        row.device,
        row.sequence,
        row.trainee,
        row.library,
        row.checksum,
        Raw(row.body.encode()),
    )
    return msgspec.json.encode(line) + b"\n"


def row_of_line(line: bytes) -> Row:
    """Return the row that a line stands for. Raises BadRow."""
    try:
        found = _LINE.decode(line)
        date.fromisoformat(found.day)
        body = bytes(found.body).decode()
        head = _HEAD.decode(body)
    except (ValueError, RecursionError):
        raise BadRow(UNKNOWN if _is_newer(line) else DAMAGED) from None
    if found.log != FORMAT:
        raise BadRow(UNKNOWN)
    return Row(
        id=found.id,
        utc=found.utc,
        offset=found.offset,
        day=found.day,
        device=found.device,
        sequence=found.sequence,
        trainee=found.trainee,
        library=found.library,
        kind=head.kind,
        session=head.session,
        item=head.item,
        body=body,
        checksum=found.checksum,
    )


def _is_newer(line: bytes) -> bool:
    try:
        return _FORMAT.decode(line).log > FORMAT
    except (ValueError, RecursionError):
        return False


def export(folder: Path, trainee: str = "") -> Iterator[bytes]:
    """Yield all events of the log in a folder as lines, in their order; only those of one trainee if one is named.

    They are read from a copy, so that a slow reader keeps nobody from writing. Raises QuizError for a damaged row.
    """
    with Door(folder, writing=False) as door, door.reading() as connection, closing(copy_of(connection)) as copy:
        where, values = ("WHERE trainee = ?", (trainee,)) if trainee else ("", ())
        for row in copy.execute(f"SELECT {COLUMNS} FROM events {where} ORDER BY {ORDER}", values):
            found = Row(*row)
            if not found.is_whole():
                raise schema.damaged_event(found.id, door.path)
            yield line_of(found)


def merge(folder: Path, files: Sequence[Path]) -> Merged:
    """Add the events of exports and of other logs to the log in a folder: all that are not there yet, or none.

    Raises QuizError, and leaves everything as it was, for a line that is damaged or of a newer version, for a file that
    is no log, for an id that stands for two different events, and for a device's number that two events bear.
    """
    came = known = 0
    touched: set[kept.Who] = set()
    sources = [(_rows_of_log if _is_log(file) else _rows_of_lines)(file) for file in files]
    with Door(folder) as door, door.transaction() as connection:
        for place, row in chain.from_iterable(sources):
            if _add(connection, row, place):
                touched.add((row.trainee, row.library))
                came += 1
            else:
                known += 1
        for who in sorted(touched):
            _derive(connection, who, door.path)
    return Merged(came, known)


def add_if_free(connection: sqlite3.Connection, rows: Iterable[Row]) -> int:
    """Add the rows whose id, and whose number of their device, no other event has; return how many."""
    before = connection.total_changes
    connection.executemany(INSERT.replace("INSERT", "INSERT OR IGNORE", 1), rows)
    return connection.total_changes - before


def _add(connection: sqlite3.Connection, row: Row, place: str) -> bool:
    there = connection.execute(f"SELECT {COLUMNS} FROM events WHERE id = ?", (row.id,)).fetchone()
    if there is not None:
        if Row(*there) == row:
            return False
        what = f"the log has another event with the id {row.id}"
        raise _refused(place, what, "`quiz log check` tells whether the log is whole")
    try:
        connection.execute(INSERT, row)
    except sqlite3.IntegrityError:
        what = f"the log has another event as number {row.sequence} of the device {row.device}"
        raise _refused(place, what, "one of the two logs began as a copy of the other, or is damaged") from None
    return True


def _derive(connection: sqlite3.Connection, who: kept.Who, path: Path) -> None:
    """Replay what a merge has touched: events that cannot be counted are not taken in."""
    try:
        with _named(str(path)):
            made = kept.replay(connection, who, event_of)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        raise _refused(str(path), "an event that came cannot be counted", "its file was not made by quiz") from None
    kept.replace(connection, who, made)


def _is_log(file: Path) -> bool:
    try:
        if not file.is_file():
            raise QuizError("no such file", str(file), "name exports or logs")
        with file.open("rb") as source:
            return source.read(len(_SQLITE)) == _SQLITE
    except OSError as error:
        raise schema.trouble(error, file) from None


def _rows_of_lines(file: Path) -> Iterator[tuple[str, Row]]:
    """Yield the events of an export, each with its place."""
    with file.open("rb") as source:
        for number, line in enumerate(iter(lambda: source.readline(LINE_LIMIT), b""), 1):
            if line.strip():
                place = f"{file}:{number}"
                with _named(place):
                    row = row_of_line(line)
                    event_of(row)
                yield place, row


def _rows_of_log(file: Path) -> Iterator[tuple[str, Row]]:
    """Yield the events of another log, each with its place; the file is only read."""
    try:
        with closing(open_to_read(file)) as source, closing(copy_of(source)) as copy:
            upgrade_copy(copy, file)
            for values in copy.execute(f"SELECT {COLUMNS} FROM events"):
                row = Row(*values)
                place = f"{file}: event {row.id}"
                with _named(place):
                    event_of(row)
                yield place, row
    except sqlite3.Error as error:
        raise schema.trouble(error, file) from None


@contextmanager
def _named(place: str) -> Iterator[None]:
    """Tell where a row is bad."""
    try:
        yield
    except BadRow as bad:
        if bad.what == UNKNOWN:
            raise _refused(place, "this was written by a newer version of quiz", "install that version") from None
        raise _refused(place, "this is no event, or a damaged one", "take a sound copy of the file") from None


def _refused(place: str, what: str, hint: str) -> QuizError:
    return QuizError(f"{what}; nothing was merged", place, hint, Exit.STORE)
