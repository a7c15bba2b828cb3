"""A session as a value: which items, which answers so far, what comes next. Made from events and from nothing else."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from msgspec import Struct, structs

from quiz.learning.events import Answered, Closed, Event, Mode, Opened, Skipped, Undone, in_order
from quiz.scoring import Outcome, Verdict


class Answer(Struct, frozen=True):
    """One answer that stands: its event, the item, what was given, what it earned, milliseconds, certainty, hints."""

    event: str
    item: str
    response: Any
    outcome: Outcome
    duration: int = 0
    certainty: int | None = None
    hints: int = 0


class Skip(Struct, frozen=True):
    """One time that an item was put off to the end: its event, the item, milliseconds spent on it."""

    event: str
    item: str
    duration: int = 0


class Session(Struct, frozen=True):
    """A session: its plan, its answers and skips in their order, whether it is closed.

    `steps` are the events of the answers and skips that stand, in the order in which they came.
    """

    id: str
    mode: Mode
    seed: str
    items: tuple[str, ...]
    choices: dict[str, str] = {}
    answers: tuple[Answer, ...] = ()
    closed: bool = False
    opened: int = 0
    skips: tuple[Skip, ...] = ()
    steps: tuple[str, ...] = ()

    @property
    def answered(self) -> frozenset[str]:
        """The ids of the items with an answer."""
        return frozenset(a.item for a in self.answers)

    @property
    def last(self) -> Answer | Skip | None:
        """The answer or skip that came last, None when there is none."""
        made: list[Answer | Skip] = [*self.answers, *self.skips]
        return next((step for step in made if step.event in self.steps[-1:]), None)

    @property
    def spent(self) -> int:
        """The milliseconds that its answers and skips took."""
        return sum(a.duration for a in self.answers) + sum(s.duration for s in self.skips)

    def waiting(self, known: Container[str]) -> list[str]:
        """Return the items without an answer that are still in the library, those put off last, longest ago first."""
        done = self.answered
        put_off = {skip.item: place for place, skip in enumerate(self.skips)}
        return sorted((i for i in self.items if i not in done and i in known), key=lambda i: put_off.get(i, -1))

    def current(self, known: Container[str]) -> str | None:
        """Return the item that comes next, None when all that are still in the library have an answer."""
        return next(iter(self.waiting(known)), None)

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
                gone = {a.event for a in self.answers if a.item == body.item}
                kept = tuple(a for a in self.answers if a.event not in gone)
                answer = Answer(
                    event.id, body.item, body.response, body.outcome, body.duration, body.certainty, body.hints
                )
                steps = (*(s for s in self.steps if s not in gone), event.id)
                return structs.replace(self, answers=(*kept, answer), steps=steps)
            case Skipped():
                skip = Skip(event.id, body.item, body.duration)
                return structs.replace(self, skips=(*self.skips, skip), steps=(*self.steps, event.id))
            case Undone():
                return self._without(body.event)
            case Closed():
                return structs.replace(self, closed=True)
            case _:
                return self

    def _without(self, event: str) -> Session:
        return structs.replace(
            self,
            answers=tuple(a for a in self.answers if a.event != event),
            skips=tuple(s for s in self.skips if s.event != event),
            steps=tuple(s for s in self.steps if s != event),
        )


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
