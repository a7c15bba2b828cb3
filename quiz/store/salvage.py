"""Reading a log that may be damaged: what can be read is read, and nothing is written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from quiz.store import schema
from quiz.store.rows import COLUMNS, Row

_SMALLEST = 50
"""Bytes that an event takes at least: bounds a walk through pages that damage has tied into a ring."""


def open_damaged(path: Path) -> sqlite3.Connection:
    """Open a file whatever its state; what a killed writer left half done is rolled back, as at each opening.

    Bytes that are no text become lone surrogates, which no checksum fits. Raises sqlite3.Error, then or later.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, timeout=schema.BUSY_SECONDS, isolation_level=None, uri=True)
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA query_only=ON")
    # Lets a file be read that has fewer pages than its header says.
    connection.execute("PRAGMA writable_schema=ON")
    return connection


def all_rows(connection: sqlite3.Connection) -> Iterator[Row]:
    """Yield the events of a log whose pages are sound. Raises sqlite3.Error."""
    for values in connection.execute(f"SELECT {COLUMNS} FROM events"):
        yield Row(*values)


def readable_rows(connection: sqlite3.Connection) -> tuple[list[Row], list[str]]:
    """Return the rows of a damaged log that can be read, and the ids of those that are there and cannot.

    The table is walked up to the damage. What lies behind is looked up by the ids that the indexes tell, each walked
    from both ends; the table itself is one of them.
    """
    found: dict[str, Row] = {}
    for values in _as_far_as_it_goes(connection, f"SELECT {COLUMNS} FROM events"):
        found.setdefault(values[0], Row(*values))
    lost: list[str] = []
    for identity in sorted(_ids(connection) - set(found)):
        try:
            values = connection.execute(f"SELECT {COLUMNS} FROM events WHERE id = ?", (identity,)).fetchone()
        except (sqlite3.Error, UnicodeEncodeError):
            lost.append(identity)
            continue
        if values is not None:
            found[identity] = Row(*values)
    return list(found.values()), lost


def _ids(connection: sqlite3.Connection) -> set[str]:
    """Return the ids that the indexes of the events know."""
    ids: set[str] = set()
    for _, index, *_ in _as_far_as_it_goes(connection, "PRAGMA index_list(events)"):
        columns = [name for _, _, name in _as_far_as_it_goes(connection, f"PRAGMA index_info({index})")]
        for direction in ("ASC", "DESC"):
            order = ", ".join(f"{column} {direction}" for column in columns)
            query = f"SELECT id FROM events INDEXED BY {index} ORDER BY {order}"
            ids.update(str(identity) for (identity,) in _as_far_as_it_goes(connection, query))
    return ids


def _as_far_as_it_goes(connection: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    with suppress(sqlite3.Error):
        pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        yield from islice(connection.execute(query), pages * size // _SMALLEST)
