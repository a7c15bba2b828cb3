"""Engines with one part that looks right and is not: what to put in the place of what, for the machine to find."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import structs

from quiz.learning import Answered, Event, ItemState, Session, in_order
from quiz.scoring import Outcome
from quiz.store import Log, Merged, merge
from quiz.store.door import FILE
from quiz.views import Desk
from tests.broken import naive_learning
from tests.support.store import sql

_derive, _open_session = Log._derive, Desk.open_session


def nothing_is_taken_back(self: Desk, session: Session) -> Session:
    return session


def taken_back_on_the_screen_alone(self: Desk, session: Session) -> Session:
    return structs.replace(session, answers=session.answers[:-1])


def closed_on_the_screen_alone(self: Desk, session: Session) -> Session:
    return structs.replace(session, closed=True)


def states_are_read_once(self: Desk, item: str) -> ItemState | None:
    return self.states.get(item)


def only_the_session_takes_back(events: Any) -> list[Event]:
    """The states go on counting what was taken back."""
    return in_order(events)


def as_it_was_told(self: Any, body: Answered) -> Outcome:
    """A regrade is logged, and no answer is scored anew."""
    return body.outcome


def nobody_is_told_of_new_keys(self: Desk) -> None:
    """An answer stays what it was when it was given."""


def states_stay_as_they_were(connection: sqlite3.Connection, who: tuple[str, str], *_: Any) -> None:
    """A merge takes note of the events that came, and makes no states of them."""
    counted = "(SELECT count(*) FROM events WHERE trainee = ? AND library = ?)"
    connection.execute(f"UPDATE derived SET events = {counted} WHERE trainee = ? AND library = ?", (*who, *who))


def the_last_writer_of_an_item_wins(folder: Path, files: Sequence[Path]) -> Merged:
    merged = merge(folder, files)
    last = "(SELECT device FROM events AS e WHERE e.item = events.item ORDER BY utc DESC, device DESC LIMIT 1)"
    sql(folder / FILE, f"DELETE FROM events WHERE item IS NOT NULL AND device <> {last}")
    return merged


def what_was_answered_is_forgotten(self: Desk) -> Session | None:
    """A session that is taken up begins with its first question."""
    found = _open_session(self)
    return structs.replace(found, answers=()) if found is not None else None


def an_edition_forgets_all(self: Desk, states: dict[str, ItemState]) -> dict[str, ItemState]:
    """What was suspended is asked again when it is to be learned anew."""
    return {item: s for item, s in states.items() if s.edition >= self.front.editions.get(item, 1)}


def the_answer_first_and_then_what_follows(self: Log, event: Event) -> None:
    """Two transactions: the answer is in the log though somebody was told that it could not be saved."""
    self._connection.execute("COMMIT")
    self._connection.execute("BEGIN IMMEDIATE")
    _derive(self, event)


PATCHES: dict[str, tuple[str, Any]] = {
    "nothing_is_taken_back": ("quiz.views.Desk.undo", nothing_is_taken_back),
    "only_the_session_takes_back": ("quiz.learning.progress.standing", only_the_session_takes_back),
    "modes_forgotten": ("quiz.learning.progress._UNSCHEDULED", frozenset()),
    "as_it_was_told": ("quiz.learning.progress._Book.outcome", as_it_was_told),
    "nobody_is_told_of_new_keys": ("quiz.views.Desk._regrade", nobody_is_told_of_new_keys),
    "states_stay_as_they_were": ("quiz.store.exchange._derive", states_stay_as_they_were),
    "the_last_writer_of_an_item_wins": ("tests.test_machine.merge", the_last_writer_of_an_item_wins),
    "the_latest_to_arrive_is_the_last": ("quiz.learning.advance", naive_learning.the_latest_to_arrive_is_the_last),
    "what_was_answered_is_forgotten": ("quiz.views.Desk.open_session", what_was_answered_is_forgotten),
    "an_edition_forgets_all": ("quiz.views.Desk._current", an_edition_forgets_all),
    "the_answer_first_and_then_what_follows": ("quiz.store.Log._derive", the_answer_first_and_then_what_follows),
}
"""The name of a broken engine: which part of the real one it puts its own in the place of."""
