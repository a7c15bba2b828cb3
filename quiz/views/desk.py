"""The desk: where a front end opens sessions, asks, answers, takes back. It holds the library, the log and the clock.

Both front ends run the same session through it, so both log the same events and say the same words. What only a
session needs is imported when one begins: the first frame does not wait for it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from quiz import learning, scoring
from quiz.banks import Shelf
from quiz.errors import QuizError
from quiz.learning import ItemState, study_day, waits
from quiz.store import Log, Moment, clock_trouble
from quiz.views.choices import MOST, Choices
from quiz.views.clock import Clock, named_zone
from quiz.views.given import cleaned
from quiz.views.home import Home, home_of

if TYPE_CHECKING:
    from pathlib import Path

    from quiz.banks import Entry, Library
    from quiz.items import ExamFile
    from quiz.learning import Body, Candidate, Event, Mode, Session
    from quiz.learning.exam import Short
    from quiz.scoring import AskAgain
    from quiz.views.feedback import Feedback, Source
    from quiz.views.question import Question
    from quiz.views.ready import Goal
    from quiz.views.results import Results


class Step(NamedTuple):
    """A session after an answer, and what to say of that answer, in an exam not before its end."""

    session: Session
    feedback: Feedback


class Desk:
    """Serves one trainee with one library. Store trouble is raised as QuizError; the session then stays as it was.

    `ready_by` is the trainee's own date to be ready for (ISO), `daily` the questions of a day, `rollover` the hour at
    which the trainee's study days begin (0 to 23), None for the library's; `originals` is the folder of the documents'
    originals, if it is at hand.
    """

    def __init__(
        self, library: Library | Shelf, log: Log, clock: Clock | None = None, ready_by: str = "", daily: int = 10,
        rollover: int | None = None, *, originals: Path | None = None,
    ) -> None:  # fmt: skip
        self._whole = library if isinstance(library, Shelf) else Shelf.of(library)
        self.originals = originals
        self.log = log
        self.clock = clock or Clock()
        self.serve(ready_by, daily, rollover)

    def serve(self, ready_by: str, daily: int, rollover: int | None, trainee: str = "") -> None:
        """Go by these choices from now on, for another trainee if one is named. Raises QuizError."""
        self.log.trainee = trainee or self.log.trainee
        self._rollover = rollover
        self.shelf = self._whole.beginning_at(rollover)
        self.front = self.shelf.front
        self.daily = daily
        self._zone = named_zone(self.front.zone)
        self._ready_by = ready_by or self.front.ready_by or ""
        self.states = self._current(self.log.states())
        self._regrade()

    @property
    def library(self) -> Library:
        """The whole library, loaded when a session first needs it."""
        return self.shelf.library

    def take(self, shelf: Shelf) -> None:
        """Go on with the library as its files are now. Raises QuizError when it is another one; then all stays."""
        if shelf.front.id != self.front.id:
            what = f"the library was '{self.front.id}' and is '{shelf.front.id}' now"
            raise QuizError(what, "library.yaml", "quit and start anew")
        self._zone = named_zone(shelf.front.zone)
        self._whole = shelf
        self.shelf = shelf.beginning_at(self._rollover)
        self.front = self.shelf.front
        self.__dict__.pop("askable", None)
        self.states = self._current(self.log.states())
        self._regrade()

    @cached_property
    def askable(self) -> dict[str, Entry]:
        """The approved items by id."""
        return {e.item.id: e for e in self.library.askable()}

    def _current(self, states: dict[str, ItemState]) -> dict[str, ItemState]:
        """Return the states as they stand today: of an edition to be learned anew only what was said of it is left."""
        now = {i: self.front.editions.get(i, 1) for i in states}
        return {
            i: s
            if s.edition >= now[i]
            else ItemState(edition=now[i], suspended=s.suspended, buried=s.buried, starred=s.starred, note=s.note)
            for i, s in states.items()
        }

    def _regrade(self) -> None:
        """Log how items are scored now whose answers were scored otherwise, and take up what follows.

        A log that cannot be written keeps its scores for this time.
        """
        scored = self.front.scored
        changed = [i for i, s in self.states.items() if s.attempts and s.scored != scored.get(i, s.scored)]
        if not changed:
            return
        from msgspec import to_builtins

        markings = {item: self.askable[item].marking for item in changed if item in self.askable}
        bodies = [
            learning.Regraded(item, scored[item], to_builtins(marking), self.states[item].edition)
            for item, marking in markings.items()
        ]
        with suppress(QuizError):
            self.log.append_all(bodies, self.moment())
            self.states = self._current(self.log.states())

    def moment(self, utc: int | None = None) -> Moment:
        """Return now, or a moment in UTC milliseconds, as the log keeps it."""
        utc = self.clock.now() if utc is None else utc
        zone = self._zone or self.clock.zone()
        local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=utc)).astimezone(zone)
        offset = local.utcoffset() or timedelta()
        day = study_day(utc, zone, self.front.rollover)
        return Moment(utc, int(offset.total_seconds() // 60), day.isoformat())

    def today(self) -> int:
        """Return the study day as an ordinal."""
        return self.moment().ordinal

    @property
    def eve(self) -> int | None:
        """The last study day before the date to be ready for, None when there is none or it is over."""
        from quiz.views.ready import day_of

        day = day_of(self._ready_by)
        return None if day is None or day <= self.today() else day - 1

    def goal(self) -> Goal | None:
        """Return what the date to be ready for asks of today and what it promises, None without one to come."""
        eve = self.eve
        if eve is None:
            return None
        from quiz.views.ready import goal_of

        return goal_of(self.front, self.states, eve + 1, self.today(), self.log.first_day(), self.daily)

    def open_session(self) -> Session | None:
        """Return the newest session that was left before its end, if there is one."""
        return next((s for s in self.log.left_open(self.front.askable) if self.time_left(s) != 0), None)

    def home(self, limit: int = 10) -> Home:
        """Return what today holds; a new session would have at most `limit` questions."""
        trouble = clock_trouble(self.log.newest(), self.clock.now())
        return home_of(
            self.front, self.log.trainee, self.states, self.open_session(), self.today(), limit, self.goal(), trouble
        )

    def entries(self, choices: Choices) -> list[Entry]:
        """Return the approved items that `choices` admit."""
        starred = {i for i, s in self.states.items() if s.starred}
        found = (e for e in self.askable.values() if choices.admits(e))
        return [e for e in found if not choices.starred or e.item.id in starred]

    def candidates(self, choices: Choices) -> list[Candidate]:
        """Return the approved items that `choices` admit, as a plan takes them."""
        return [
            learning.Candidate(
                e.item.id, e.item.topics[0], e.item.family, tuple(a for a in e.item.after if a in self.askable)
            )
            for e in self.entries(choices)
        ]

    def exam(self) -> ExamFile:
        """Return the exam that the library prescribes; the usual one where it says nothing."""
        from quiz.items import ExamFile

        return self.library.exam or ExamFile()

    def begin(self, mode: Mode, choices: Choices, seed: str = "", items: tuple[str, ...] = ()) -> Session | None:
        """Open a session and return it, None when there is nothing to ask; one left open before is closed.

        `seed` makes the plan come out the same again; `items` asks just these.
        """
        import secrets

        from quiz.views.news import note_items

        seed = seed or secrets.token_hex(4)
        choices = self._settled(mode, choices)
        plan = tuple(i for i in items if i in self.askable) if items else self.plan(mode, choices, seed)
        if not plan:
            return None
        note_items(self)
        for left in self.log.open_ids():
            self.log.append(learning.Closed(left), self.moment())
        opened = learning.Opened(secrets.token_hex(8), mode, seed, plan, choices.logged())
        event = self.log.append(opened, self.moment())
        return learning.Session(opened.session, mode, seed, plan, opened.choices, opened=event.utc)

    def _settled(self, mode: Mode, choices: Choices) -> Choices:
        return choices.in_exam(self.exam()) if mode == "exam" else choices

    def plan(self, mode: Mode, choices: Choices, seed: str) -> tuple[str, ...]:
        """Return the items that a session begun now with that seed would ask."""
        choices = self._settled(mode, choices)
        if mode == "exam":
            from quiz.views.exam import exam_of

            return exam_of(self.entries(choices), self.exam(), choices.items, seed).items
        today = self.today()
        met = frozenset(
            e.item.family
            for i, e in self.askable.items()
            if e.item.family and (state := self.states.get(i)) and state.attempts and state.day == today
        )
        goal = self.goal() if mode == "learn" else None
        terms = learning.Terms(met, goal.due, goal.quota) if goal else learning.Terms(met)
        limit = max(1, min(choices.items, MOST))
        return learning.make_plan(self.candidates(choices), self.states, today, mode, limit, seed, terms)

    def shortfalls(self, choices: Choices) -> tuple[Short, ...]:
        """Return the topics and levels of which an exam would have fewer items than the library prescribes."""
        from quiz.views.exam import exam_of

        return exam_of(self.entries(choices), self.exam(), self._settled("exam", choices).items, "").short

    def left_open(self, mode: Mode | None, choices: Choices, seed: str = "") -> Session | None:
        """Return the session left before its end that is what is asked for now, None when there is none.

        Without a mode any will do; otherwise mode and choices must be the same, and the seed if one is given.
        """
        session = self.open_session()
        if session is None or mode is None:
            return session
        chosen = self._settled(mode, choices).logged()
        same = session.mode == mode and session.choices == chosen and seed in ("", session.seed)
        return session if same else None

    def why_nothing(self, mode: Mode, choices: Choices) -> str:
        """Say why `begin` found nothing to ask, and what to do."""
        from quiz.views.setup import why_nothing

        if not self.front.askable:
            return "The library has no approved items. Run `quiz check` and approve some"
        if choices.starred and not self.entries(choices):
            return "Nothing of that choice has a star"
        return why_nothing(mode, [e.item.id for e in self.entries(choices)], self.states, self.today())

    def time_left(self, session: Session) -> int | None:
        """Return the milliseconds that a session has left, None when it has no limit."""
        minutes = int(session.choices.get("minutes", "0"))
        return max(0, minutes * 60_000 - session.spent) if minutes else None

    def asked(self, session: Session) -> list[str]:
        """Return the items of a session that may be asked; what is suspended or put off is not, but in an exam."""
        today = self.today()
        return [
            i
            for i in session.items
            if i in self.askable and (session.mode == "exam" or not waits(self.states.get(i), today))
        ]

    def question(self, session: Session) -> Question | None:
        """Return the question that comes next, None when the session is over."""
        from quiz.views.question import question_of

        item = session.current(self.asked(session))
        if item is None or self.time_left(session) == 0:
            return None
        entry = self.askable[item]
        return question_of(entry, self.library, session.seed, len(session.answers) + 1, len(session.items))

    def primer(self, session: Session, item: str) -> tuple[Source, ...]:
        """Return the passages to read before an item is asked: those of one that was forgotten again and again."""
        from quiz.views.feedback import passages_of

        state = self.states.get(item)
        leech = state is not None and state.leech and session.mode != "exam"
        return passages_of(self.askable[item].item, self.library) if leech else ()

    def doubt(self, session: Session, item: str, response: Any) -> AskAgain | None:
        """Return what to ask again of a response that cannot be judged; nothing is logged."""
        made = scoring.score(self.askable[item].marking, cleaned(response), learning.policy_of(session.mode))
        return made if isinstance(made, scoring.AskAgain) else None

    def said(self, item: str, response: Any) -> str:
        """Return a response in words."""
        from quiz.views.places import said

        return said(self.library, self.askable[item].item, response)

    def asks_certainty(self, session: Session) -> bool:
        """Tell whether a session asks how sure one is of each answer."""
        return session.choices.get("certainty") == "True"

    def answer(
        self,
        session: Session,
        item: str,
        response: Any,
        duration: int = 0,
        certainty: int | None = None,
        final: bool = False,
        hints: int = 0,
    ) -> Step | AskAgain:
        """Score a response, commit it, and only then say what it earned.

        `duration` in milliseconds, 0 for unmeasured; `certainty` 1 to 3; `hints` that were taken. A response that
        cannot be judged is asked again and not logged, unless it is `final`: then it is wrong.
        """
        from msgspec import structs

        from quiz.views.feedback import feedback_of
        from quiz.views.question import shown_ids

        entry = self.askable[item]
        response = cleaned(response)
        policy = structs.replace(learning.policy_of(session.mode), final=final)
        outcome = scoring.score(entry.marking, response, policy)
        if isinstance(outcome, scoring.AskAgain):
            return outcome
        body = learning.Answered(
            session=session.id,
            mode=session.mode,
            item=item,
            seen=entry.seen,
            scored=entry.scored,
            edition=entry.item.edition,
            shown=shown_ids(entry.item, session.seed),
            response=response,
            certainty=certainty if certainty in (1, 2, 3) else None,
            duration=max(0, duration),
            outcome=outcome,
            hints=max(0, hints),
        )
        before = self.states.get(item)
        event = self.log.append(body, self.moment())
        state = self._refresh(item)
        rapid = state is not None and state.rapid > (before.rapid if before else 0)
        feedback = feedback_of(entry, response, outcome, state, self.library, self.today(), self.eve, rapid)
        return Step(session.after(event), feedback)

    def undo(self, session: Session) -> Session:
        """Take the last answer or skip of a session back; the session as it is when there is none."""
        last = session.last
        return (
            session if last is None else session.after(self.record(learning.Undone(session.id, last.item, last.event)))
        )

    def claim(self, session: Session) -> Session:
        """Say of the last answer: I was right. It counts so, and an instructor sees it."""
        last = session.answers[-1]
        self.record(learning.Claimed(session.id, last.item, last.event))
        return session

    def mark(self, item: str, what: str) -> None:
        """Log what becomes of an item: `suspend`, `resume`, `bury` (until tomorrow) or `reset` (learn anew)."""
        bodies: dict[str, Body] = {
            "suspend": learning.Suspended(item),
            "resume": learning.Resumed(item),
            "bury": learning.Buried(item),
            "reset": learning.Reset(item),
        }
        self.record(bodies[what])

    def record(self, body: Body) -> Event:
        """Write an event and take up what follows of the item that it is about. Raises QuizError."""
        event = self.log.append(body, self.moment())
        self._refresh(str(getattr(body, "item", "")))
        return event

    def close(self, session: Session) -> Session:
        """End a session."""
        return session if session.closed else session.after(self.log.append(learning.Closed(session.id), self.moment()))

    def results(self, session: Session) -> Results:
        """Return what a session came to."""
        from quiz.views.results import results_of

        return results_of(session, self.library)

    def _refresh(self, item: str) -> ItemState | None:
        """Take up an item's new state; its event is on the disk, so trouble in reading that back undoes nothing."""
        try:
            state: ItemState | None = self.log.state(item)
        except QuizError:
            return self.states.get(item)
        self.states.pop(item, None)
        if state is not None:
            self.states |= self._current({item: state})
        return self.states.get(item)
