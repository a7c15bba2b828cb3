"""States kept beside the events they follow from: found wrong in any way, they are made anew by a replay."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from quiz.learning.state import FOLD, ItemState
from quiz.store.rows import checksum

if TYPE_CHECKING:
    from quiz.learning import Event

Who = tuple[str, str]
"""A trainee and a library."""

_STATE = msgspec.json.Decoder(ItemState)


class Stale(Exception):
    """What is kept is damaged, or does not follow from the events that are there."""


def load(connection: sqlite3.Connection, who: Who) -> dict[str, ItemState]:
    """Return all kept states. Raises Stale."""
    kept = connection.execute("SELECT fold, events FROM derived WHERE trainee = ? AND library = ?", who).fetchone()
    count = connection.execute("SELECT count(*) FROM events WHERE trainee = ? AND library = ?", who).fetchone()[0]
    if kept != (FOLD, count):
        raise Stale
    rows = connection.execute(
        "SELECT item, state, checksum FROM states WHERE trainee = ? AND library = ? ORDER BY item", who
    )
    return {item: _decoded(who, item, state, check) for item, state, check in rows}


def load_one(connection: sqlite3.Connection, who: Who, item: str) -> ItemState | None:
    """Return the kept state of one item. Raises Stale."""
    row = connection.execute(
        "SELECT state, checksum FROM states WHERE trainee = ? AND library = ? AND item = ?", (*who, item)
    ).fetchone()
    return None if row is None else _decoded(who, item, *row)


def _decoded(who: Who, item: str, state: str, check: int) -> ItemState:
    if checksum((*who, item, state)) != check:
        raise Stale
    try:
        return _STATE.decode(state)
    except msgspec.DecodeError:
        raise Stale from None


def keep(connection: sqlite3.Connection, who: Who, item: str, state: ItemState | None) -> None:
    """Keep the state of one item."""
    if state is None:
        connection.execute("DELETE FROM states WHERE trainee = ? AND library = ? AND item = ?", (*who, item))
        return
    text = msgspec.json.encode(state).decode()
    row = (*who, item, text, checksum((*who, item, text)))
    connection.execute("INSERT OR REPLACE INTO states VALUES (?, ?, ?, ?, ?)", row)


def count(connection: sqlite3.Connection, who: Who, utc: int) -> None:
    """Take note that there is one event more, of that moment."""
    connection.execute(
        "UPDATE derived SET events = events + 1, newest = max(ifnull(newest, ?), ?) WHERE trainee = ? AND library = ?",
        (utc, utc, *who),
    )


def replace(connection: sqlite3.Connection, who: Who, states: Mapping[str, ItemState], events: Sequence[Event]) -> None:
    """Keep what a replay of `events`, in their order, has made."""
    connection.execute("DELETE FROM states WHERE trainee = ? AND library = ?", who)
    for item, state in states.items():
        keep(connection, who, item, state)
    newest = events[-1].utc if events else None
    connection.execute("INSERT OR REPLACE INTO derived VALUES (?, ?, ?, ?, ?)", (*who, FOLD, len(events), newest))


def newest(connection: sqlite3.Connection, who: Who) -> int | None:
    """Return the UTC milliseconds of the newest event as they are kept, None where none are."""
    row = connection.execute("SELECT newest FROM derived WHERE trainee = ? AND library = ?", who).fetchone()
    return None if row is None else row[0]
