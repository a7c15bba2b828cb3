"""A session as a value: which items, which answers so far, what comes next. Made from events and from nothing else."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from msgspec import Struct, structs

from quiz.learning.events import Answered, Closed, Event, Mode, Opened, Undone, in_order
from quiz.scoring import Outcome, Verdict


class Answer(Struct, frozen=True):
    """One answer that stands: its event, the item, what was given, what it earned, milliseconds taken, certainty."""

    event: str
    item: str
    response: Any
    outcome: Outcome
    duration: int = 0
    certainty: int | None = None


class Session(Struct, frozen=True):
    """A session: its plan, its answers in their order, whether it is closed."""

    id: str
    mode: Mode
    seed: str
    items: tuple[str, ...]
    choices: dict[str, str] = {}
    answers: tuple[Answer, ...] = ()
    closed: bool = False
    opened: int = 0

    @property
    def answered(self) -> frozenset[str]:
        """The ids of the items with an answer."""
        return frozenset(a.item for a in self.answers)

    def current(self, known: Container[str]) -> str | None:
        """Return the first item without an answer that is still in the library, None when all have one."""
        done = self.answered
        return next((i for i in self.items if i not in done and i in known), None)

    def correct(self) -> int:
        """Return how many answers are wholly right."""
        return sum(a.outcome.verdict is Verdict.CORRECT for a in self.answers)

    def after(self, event: Event) -> Session:
        """Return the session after `event`; events of other sessions change nothing."""
        body = event.body
        if isinstance(body, Opened) or getattr(body, "session", "") != self.id:
            return self
        match body:
            case Answered():
                kept = tuple(a for a in self.answers if a.item != body.item)
                answer = Answer(event.id, body.item, body.response, body.outcome, body.duration, body.certainty)
                return structs.replace(self, answers=(*kept, answer))
            case Undone():
                return structs.replace(self, answers=tuple(a for a in self.answers if a.event != body.event))
            case Closed():
                return structs.replace(self, closed=True)
            case _:
                return self


def fold_sessions(events: Iterable[Event]) -> list[Session]:
    """Return all sessions of a log in the order of their opening; any order of the same events gives the same."""
    ordered = in_order(events)
    gone = {e.body.event for e in ordered if isinstance(e.body, Undone)}
    sessions: dict[str, Session] = {}
    for event in ordered:
        body = event.body
        if isinstance(body, Opened) and body.session not in sessions:
            sessions[body.session] = Session(
                body.session, body.mode, body.seed, body.items, body.choices, opened=event.utc
            )
    for event in ordered:
        session = sessions.get(getattr(event.body, "session", ""))
        if session is not None and event.id not in gone:
            sessions[session.id] = session.after(event)
    return list(sessions.values())


def unfinished(sessions: Iterable[Session], known: Container[str]) -> Session | None:
    """Return the newest session that is open and has an item left to ask."""
    found = None
    for session in sessions:
        if not session.closed and session.current(known) is not None:
            found = session
    return found
