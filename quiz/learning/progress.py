"""Progress as a fold of the log: the state of an item depends on its own events alone, in the order of all.

An event about another (undone, claimed, rated) holds wherever it sorts. A regrade holds for all answers: the last one
says how each is scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct, structs

from quiz.learning.events import (
    Answered,
    Buried,
    Claimed,
    Event,
    Mode,
    Noted,
    Rated,
    Regraded,
    Reset,
    Resumed,
    Starred,
    Suspended,
    Tuned,
    Undone,
    Unstarred,
    standing,
)
from quiz.learning.memory import DESIRED_RETENTION, Rating, review
from quiz.learning.state import ItemState, Memory
from quiz.scoring import AskAgain, Note, Outcome, Policy, Verdict, score

if TYPE_CHECKING:
    from quiz.items import Marking

_PASS = {kind: Fraction(3, 4) for kind in ("multiple", "cloze", "match", "order", "evidence")}
_UNSCHEDULED: frozenset[Mode] = frozenset({"drill", "exam"})
RAPID_MS = 1_000
"""Milliseconds below which an answer is a rapid guess, whatever the item."""
RAPID_SHARE = 10
"""An answer that took less than one part in so many of the item's median is a rapid guess, too."""
USUAL_FROM = 3
"""Answers from which there is a median to speak of: one left open over lunch says nothing of the next."""
DURATIONS = 9
"""Last answers of an item over which the median is taken."""

Role = Literal["review", "same-day", "drill", "exam", "rapid", "superseded"]


def policy_of(mode: Mode) -> Policy:
    """Return how a session of that mode scores: slips of spelling pass but in an exam."""
    return Policy(typos=mode != "exam")


def rating_of(outcome: Outcome, certainty: int | None = None, hints: int = 0) -> Rating:
    """Return how FSRS grades an outcome (SCORING 2.4).

    Again below the pass share or without an answer; Hard for a pass that is not whole, has a slip, was called a guess
    (certainty 1) or had help (`hints` above 0); else Good. Easy is never given here.
    """
    if outcome.verdict is Verdict.CORRECT:
        helped = certainty == 1 or hints > 0 or Note.TYPO in outcome.notes
        return Rating.HARD if helped else Rating.GOOD
    needed = _PASS.get(outcome.rule.split("/")[0])
    return Rating.HARD if needed is not None and outcome.share >= needed else Rating.AGAIN


def ratings_open(earned: Rating) -> tuple[Rating, ...]:
    """Return what a trainee may say of an answer that earned a rating, the lowest first.

    Nothing above it, so that a miss stays one and help taken stays counted; a good answer may have been easy.
    """
    return tuple(r for r in Rating if r <= earned or (earned is Rating.GOOD and r is Rating.EASY))


def is_rapid(duration: int, outcome: Outcome, earlier: tuple[int, ...]) -> bool:
    """Tell whether an answer came too fast to count: in milliseconds, 0 for unmeasured; `earlier` are those before it.

    Fast ones are among `earlier`, so that whoever has become faster is not kept out for ever. Not to answer is no
    guess, however fast.
    """
    if duration <= 0 or outcome.verdict is Verdict.OMITTED:
        return False
    usual = sorted(earlier)[(len(earlier) - 1) // 2] if len(earlier) >= USUAL_FROM else 0
    return duration < RAPID_MS or duration * RAPID_SHARE < usual


class Step(Struct, frozen=True):
    """What the fold made of one event: the outcome that counts, how it was rated, and the state after it.

    `outcome` is None where the event is no answer; `rating` None where the answer moved no schedule, and `role` says
    why.
    """

    event: Event
    before: ItemState
    after: ItemState
    outcome: Outcome | None = None
    rating: Rating | None = None
    role: Role | None = None
    claimed: bool = False


class _Book:
    """What events say about other answers: the last regrade, claims, ratings, the retention."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.claimed: set[str] = set()
        self.rated: dict[str, Rating] = {}
        self.retention = DESIRED_RETENTION
        self._marking: Marking | None = None
        answers: list[Answered] = []
        regrades: dict[int, Regraded] = {}
        for event in events:
            match event.body:
                case Answered() as body:
                    answers.append(body)
                case Claimed() as body:
                    self.claimed.add(body.event)
                case Rated() as body:
                    self.rated[body.event] = Rating[body.rating.upper()]
                case Regraded() as body:
                    regrades[body.edition] = body
                case Tuned() as body:
                    self.retention = body.retention
        self.edition = max((a.edition for a in answers), default=1)
        self.regrade = regrades.get(self.edition)
        hashes = {self.regrade.scored} if self.regrade else {a.scored for a in answers if a.edition == self.edition}
        self.scored = hashes.pop() if len(hashes) == 1 else ""

    def outcome(self, body: Answered) -> Outcome:
        """Return what an answer is worth by the last regrade."""
        if self.regrade is None or body.scored == self.regrade.scored:
            return body.outcome
        if self._marking is None:
            from quiz.items import Marking

            self._marking = msgspec.convert(self.regrade.marking, Marking)
        made = score(self._marking, body.response, structs.replace(policy_of(body.mode), final=True))
        return body.outcome if isinstance(made, AskAgain) else made


def retention_of(events: Iterable[Event]) -> float:
    """Return the chance of recall at which items are due, as the last event of tuning says."""
    return _Book(standing(events)).retention


def trace(events: Iterable[Event]) -> Iterator[Step]:
    """Yield what each event of one item, and of the trainee's tuning, did to the item's state, in order."""
    ordered = standing(events)
    book = _Book(ordered)
    state = ItemState(edition=book.edition, scored=book.scored)
    for event in ordered:
        step = _step(state, event, book)
        if step is not None:
            state = step.after
            yield step


def _step(state: ItemState, event: Event, book: _Book) -> Step | None:
    day = date.fromisoformat(event.day).toordinal()
    after: ItemState
    match event.body:
        case Answered() as body:
            if body.edition == book.edition:
                return _answered(state, event, body, book)
            return Step(event, state, _at(state, event), body.outcome, role="superseded")
        case Reset():
            after = ItemState(
                edition=state.edition,
                scored=state.scored,
                suspended=state.suspended,
                buried=state.buried,
                starred=state.starred,
                note=state.note,
                durations=state.durations,
            )
        case Suspended():
            after = structs.replace(state, suspended=True)
        case Resumed():
            after = structs.replace(state, suspended=False)
        case Buried():
            after = structs.replace(state, buried=day)
        case Starred() | Unstarred() as body:
            after = structs.replace(state, starred=isinstance(body, Starred))
        case Noted() as body:
            after = structs.replace(state, note=body.text)
        case Regraded():
            after = state
        case _:
            return None
    return Step(event, state, _at(after, event))


def _at(state: ItemState, event: Event) -> ItemState:
    return structs.replace(state, place=event.place)


def _answered(state: ItemState, event: Event, body: Answered, book: _Book) -> Step:
    outcome = book.outcome(body)
    durations = (*state.durations, body.duration)[-DURATIONS:] if body.duration > 0 else state.durations
    if is_rapid(body.duration, outcome, state.durations):
        after = structs.replace(state, rapid=state.rapid + 1, durations=durations)
        return Step(event, state, _at(after, event), outcome, role="rapid")
    claimed = event.id in book.claimed
    rating = Rating.GOOD if claimed else rating_of(outcome, body.certainty, body.hints)
    said = book.rated.get(event.id, rating)
    rating = said if said in ratings_open(rating) else rating
    day = date.fromisoformat(event.day).toordinal()
    passed = rating > Rating.AGAIN
    counted = structs.replace(
        state,
        attempts=state.attempts + 1,
        correct=state.correct + passed,
        claimed=state.claimed + claimed,
        share=1.0 if claimed else float(outcome.share),
        passed=passed,
        day=max(day, state.day),
        durations=durations,
        place=event.place,
    )
    if body.mode in _UNSCHEDULED:
        role: Role = "exam" if body.mode == "exam" else "drill"
        return Step(event, state, counted, outcome, role=role, claimed=claimed)
    memory = state.memory
    if memory is not None and day <= memory.day:
        later = _same_day(state, memory, rating, book.retention)
        return Step(event, state, structs.replace(counted, memory=later), outcome, rating, "same-day", claimed)
    after = structs.replace(
        counted,
        lapses=state.lapses + (memory is not None and not passed),
        reviews=state.reviews + (memory is not None),
        recalled=state.recalled + (memory is not None and passed),
        before=memory,
        memory=review(memory, rating, day, book.retention),
    )
    return Step(event, state, after, outcome, rating, "review", claimed)


def _same_day(state: ItemState, memory: Memory, rating: Rating, retention: float) -> Memory:
    """Return the memory after a further answer of a day: never due later than after one good review that day."""
    again = review(memory, rating, memory.day, retention)
    good = review(state.before, Rating.GOOD, memory.day, retention)
    return structs.replace(again, due=min(again.due, good.due))


def fold_item(events: Iterable[Event]) -> ItemState | None:
    """Return the state of the one item that `events` are about, None when none of them stands.

    Any order of the same events gives the same state. Events of tuning may be among them.
    """
    own = list(events)
    state: ItemState | None = None
    for step in trace(own):
        state = step.after
    return state if state is None or _complete(own) else structs.replace(state, place=None)


def _complete(events: Sequence[Event]) -> bool:
    """Tell whether every event that another one names is there."""
    named = {e.body.event for e in events if isinstance(e.body, Undone | Claimed | Rated)}
    return not named or named <= {e.id for e in events}


def advance(state: ItemState, event: Event, retention: float = DESIRED_RETENTION) -> ItemState | None:
    """Return the state after one more answer, None where only a replay of the item's events can tell.

    It can tell for an answer that sorts last, is scored as those before it and may not have been spoken of before it
    came. `retention` is the trainee's.
    """
    body = event.body
    if not isinstance(body, Answered) or state.place is None or event.place <= state.place:
        return None
    if body.edition != state.edition or body.scored != state.scored:
        return None
    book = _Book((event,))
    book.retention = retention
    return _answered(state, event, body, book).after


def _by_item(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Return the events of each item, in the order of ids, with those of the trainee's tuning."""
    of_item: dict[str, list[Event]] = {}
    tuned: list[Event] = []
    for event in events:
        item = getattr(event.body, "item", None)
        if item is not None:
            of_item.setdefault(item, []).append(event)
        elif isinstance(event.body, Tuned):
            tuned.append(event)
    return {item: [*of_item[item], *tuned] for item in sorted(of_item)}


def fold(events: Iterable[Event]) -> dict[str, ItemState]:
    """Return the state of every item that a log of one trainee speaks of."""
    states = {item: fold_item(own) for item, own in _by_item(events).items()}
    return {item: state for item, state in states.items() if state is not None}


def traces(events: Iterable[Event]) -> dict[str, list[Step]]:
    """Return, for every item that a log of one trainee speaks of, what each event did to it."""
    return {item: list(trace(own)) for item, own in _by_item(events).items()}
