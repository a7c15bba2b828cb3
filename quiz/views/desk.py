"""The desk: where a front end opens sessions, asks, answers, takes back. It holds the library, the log and the clock.

Both front ends run the same session through it, so both log the same events and say the same words. What only a
session needs is imported when one begins: the first frame does not wait for it.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from quiz import learning, scoring
from quiz.banks import Shelf
from quiz.errors import QuizError
from quiz.learning import ItemState, study_day
from quiz.store import Log, Moment
from quiz.text import TYPED_LIMIT
from quiz.views.home import Home, home_of

if TYPE_CHECKING:
    from quiz.banks import Entry, Library
    from quiz.learning import Candidate, Mode, Session
    from quiz.scoring import AskAgain
    from quiz.views.feedback import Feedback
    from quiz.views.question import Question
    from quiz.views.results import Results

MOST = 500
"""Questions in a session, at most."""


class Clock:
    """The system's clock; tests have their own."""

    def now(self) -> int:
        """Return UTC milliseconds since 1970."""
        return time.time_ns() // 1_000_000

    def zone(self) -> tzinfo:
        """Return the zone of this machine as it is now."""
        return datetime.now().astimezone().tzinfo or timezone.utc  # noqa: UP017


class Choices(Struct, frozen=True):
    """What a trainee chose to be asked: empty means all; `level` 0 is any; `minutes` 0 is no limit."""

    bank: str = ""
    topic: str = ""
    document: str = ""
    type: str = ""
    level: int = 0
    items: int = 10
    minutes: int = 0

    def admits(self, entry: Entry) -> bool:
        """Tell whether an item is among what was chosen."""
        from quiz.banks.library import under

        item = entry.item
        return (
            (not self.bank or entry.bank == self.bank)
            and (not self.topic or under(item.topics, self.topic))
            and (not self.document or any(c.document == self.document for c in item.citations))
            and (not self.type or item.__struct_config__.tag == self.type)
            and (not self.level or item.level == self.level)
        )

    def logged(self) -> dict[str, str]:
        """Return what was chosen as the log keeps it."""
        named = {k: str(getattr(self, k)) for k in self.__struct_fields__}
        return {k: v for k, v in named.items() if v not in ("", "0")}


class Step(NamedTuple):
    """A session after an answer, and what to say of that answer."""

    session: Session
    feedback: Feedback


class Desk:
    """Serves one trainee with one library. Store trouble is raised as QuizError; the session then stays as it was."""

    def __init__(self, library: Library | Shelf, log: Log, clock: Clock | None = None) -> None:
        self._shelf = library if isinstance(library, Shelf) else Shelf.of(library)
        self.front = self._shelf.front
        self.log = log
        self.clock = clock or Clock()
        self._zone = self._named_zone()
        self.states = log.states()

    @property
    def library(self) -> Library:
        """The whole library, loaded when a session first needs it."""
        return self._shelf.library

    @cached_property
    def askable(self) -> dict[str, Entry]:
        """The approved items by id."""
        return {e.item.id: e for e in self.library.askable()}

    def _named_zone(self) -> tzinfo | None:
        name = self.front.zone
        if name == "local":
            return None
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            hint = "write `zone: local` or a name such as Asia/Yerevan"
            raise QuizError(f"there is no time zone '{name}'", "library.yaml", hint) from None

    def moment(self) -> Moment:
        """Return now, as the log keeps it."""
        utc = self.clock.now()
        zone = self._zone or self.clock.zone()
        local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=utc)).astimezone(zone)
        offset = local.utcoffset() or timedelta()
        day = study_day(utc, zone, self.front.rollover)
        return Moment(utc, int(offset.total_seconds() // 60), day.isoformat())

    def today(self) -> int:
        """Return the study day as an ordinal."""
        return date.fromisoformat(self.moment().day).toordinal()

    def open_session(self) -> Session | None:
        """Return the session that was left before its end, if there is one."""
        found = self.log.newest_open(self.front.askable)
        return found if found is not None and not self._time_is_up(found) else None

    def home(self, limit: int = 10) -> Home:
        """Return what today holds; a new session would have at most `limit` questions."""
        return home_of(self.front, self.log.trainee, self.states, self.open_session(), self.today(), limit)

    def candidates(self, choices: Choices) -> list[Candidate]:
        """Return the approved items that `choices` admit."""
        entries = [e for e in self.askable.values() if choices.admits(e)]
        return [learning.Candidate(e.item.id, e.item.topics[0], e.item.family) for e in entries]

    def begin(self, mode: Mode, choices: Choices, seed: str = "", items: tuple[str, ...] = ()) -> Session | None:
        """Open a session and return it, None when there is nothing to ask; one left open before is closed.

        `seed` makes the plan come out the same again; `items` asks just these.
        """
        import secrets

        seed = seed or secrets.token_hex(4)
        if items:
            plan = tuple(i for i in items if i in self.askable)
        else:
            limit = max(1, min(choices.items, MOST))
            plan = learning.make_plan(self.candidates(choices), self.states, self.today(), mode, limit, seed)
        if not plan:
            return None
        for left in self.log.open_ids():
            self.log.append(learning.Closed(left), self.moment())
        opened = learning.Opened(secrets.token_hex(8), mode, seed, plan, choices.logged())
        event = self.log.append(opened, self.moment())
        return learning.Session(opened.session, mode, seed, plan, opened.choices, opened=event.utc)

    def left_open(self, mode: Mode | None, choices: Choices, seed: str = "") -> Session | None:
        """Return the session left before its end that is what is asked for now, None when there is none.

        Without a mode any will do; otherwise mode and choices must be the same, and the seed if one is given.
        """
        session = self.open_session()
        if session is None or mode is None:
            return session
        same = session.mode == mode and session.choices == choices.logged() and seed in ("", session.seed)
        return session if same else None

    def why_nothing(self, mode: Mode, choices: Choices) -> str:
        """Say why `begin` found nothing to ask, and what to do."""
        found = self.candidates(choices)
        if not self.front.askable:
            return "The library has no approved items. Run `quiz check` and approve some"
        if not found:
            return "No approved item is of that bank, topic, document, type and level. Choose wider"
        if mode == "mistakes":
            return "There are no mistakes to mend"
        return "Nothing is due and nothing is new. Practice as you like"

    def _time_is_up(self, session: Session) -> bool:
        minutes = int(session.choices.get("minutes", "0"))
        return minutes > 0 and sum(a.duration for a in session.answers) >= minutes * 60_000

    def question(self, session: Session) -> Question | None:
        """Return the question that comes next, None when the session is over."""
        from quiz.views.question import question_of

        item = session.current(self.askable)
        if item is None or self._time_is_up(session):
            return None
        entry = self.askable[item]
        return question_of(entry, self.library, session.seed, len(session.answers) + 1, len(session.items))

    def answer(self, session: Session, item: str, response: Any, duration: int = 0) -> Step | AskAgain:
        """Score a response, commit it, and only then say what it earned; `duration` in milliseconds.

        A response that cannot be judged is asked again and not logged.
        """
        from quiz.items import Choice, Multiple
        from quiz.views.feedback import feedback_of

        entry = self.askable[item]
        response = _clean(response)
        outcome = scoring.score(entry.marking, response, scoring.Policy())
        if isinstance(outcome, scoring.AskAgain):
            return outcome
        shown: tuple[str, ...] = ()
        if isinstance(entry.item, Choice | Multiple):
            shown = learning.option_order(session.seed, item, [o.id for o in entry.item.options])
        body = learning.Answered(
            session=session.id,
            mode=session.mode,
            item=item,
            seen=entry.seen,
            scored=entry.scored,
            edition=entry.item.edition,
            shown=shown,
            response=response,
            duration=max(0, duration),
            outcome=outcome,
        )
        event = self.log.append(body, self.moment())
        self._refresh(item)
        state = self.states.get(item)
        feedback = feedback_of(entry, response, outcome, state, self.library, self.today())
        return Step(session.after(event), feedback)

    def undo(self, session: Session) -> Session:
        """Take the last answer of a session back; the session as it is when there is none."""
        if not session.answers:
            return session
        last = session.answers[-1]
        event = self.log.append(learning.Undone(session.id, last.item, last.event), self.moment())
        self._refresh(last.item)
        return session.after(event)

    def close(self, session: Session) -> Session:
        """End a session."""
        return session if session.closed else session.after(self.log.append(learning.Closed(session.id), self.moment()))

    def results(self, session: Session) -> Results:
        """Return what a session came to."""
        from quiz.views.results import results_of

        return results_of(session, self.library)

    def _refresh(self, item: str) -> None:
        """Take up an item's new state; its event is on the disk, so trouble in reading that back undoes nothing."""
        try:
            state: ItemState | None = self.log.state(item)
        except QuizError:
            return
        if state is None:
            self.states.pop(item, None)
        else:
            self.states[item] = state


def _clean(response: Any) -> Any:
    """Return a response as the log can keep it: typed text at most 10,000 characters, no lone surrogates."""
    if isinstance(response, str):
        return response[:TYPED_LIMIT].encode("utf-8", "replace").decode()
    return response
