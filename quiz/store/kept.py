"""States kept beside the events they follow from: found wrong in any way, they are made anew by a replay."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from quiz import learning
from quiz.learning.state import FOLD, ItemState
from quiz.store.rows import COLUMNS, Row, checksum

if TYPE_CHECKING:
    from quiz.learning import Event

OF_ALL_ITEMS = "session = '' AND item IS NULL"
"""Events that are about no session and no item are about all items."""
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


class Replayed(NamedTuple):
    """What a replay has made: the state of each item, of how many events, and the moment of the newest."""

    states: dict[str, ItemState]
    events: int
    newest: int | None


def replay(connection: sqlite3.Connection, who: Who, read: Callable[[Row], Event]) -> Replayed:
    """Fold the events of one item after the other, so that memory does not grow with the log; `read` may raise."""
    select = f"SELECT {COLUMNS} FROM events WHERE trainee = ? AND library = ? AND"
    about_all = [read(Row(*row)) for row in connection.execute(f"{select} {OF_ALL_ITEMS}", who)]
    rows = map(Row._make, connection.execute(f"{select} item IS NOT NULL ORDER BY item", who))
    folded = {
        item: learning.fold_item([*map(read, own), *about_all]) for item, own in groupby(rows, key=attrgetter("item"))
    }
    count, newest = connection.execute(
        "SELECT count(*), max(utc) FROM events WHERE trainee = ? AND library = ?", who
    ).fetchone()
    return Replayed({item: state for item, state in folded.items() if state is not None}, count, newest)


def replace(connection: sqlite3.Connection, who: Who, made: Replayed) -> None:
    """Keep what a replay has made."""
    connection.execute("DELETE FROM states WHERE trainee = ? AND library = ?", who)
    for item, state in made.states.items():
        keep(connection, who, item, state)
    row = (*who, FOLD, made.events, made.newest)
    connection.execute("INSERT OR REPLACE INTO derived VALUES (?, ?, ?, ?, ?)", row)


def is_of_this_fold(connection: sqlite3.Connection, who: Who) -> bool:
    """Tell whether states are kept that this version of the fold has made."""
    row = connection.execute("SELECT fold FROM derived WHERE trainee = ? AND library = ?", who).fetchone()
    return row is not None and row[0] == FOLD


def newest(connection: sqlite3.Connection, who: Who) -> int | None:
    """Return the UTC milliseconds of the newest event as they are kept, None where none are."""
    row = connection.execute("SELECT newest FROM derived WHERE trainee = ? AND library = ?", who).fetchone()
    return None if row is None else row[0]
