"""Progress as a fold of the log: the state of an item depends on its own events alone, in the order of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct, structs

from quiz.learning.events import Answered, Event, standing
from quiz.learning.memory import Memory, Rating, retrievability, review
from quiz.scoring import Note, Outcome, Verdict

FOLD = 1
"""Version of this fold; kept tables made by another version are made anew."""

_PASS = {"multiple": Fraction(3, 4)}
_UNSCHEDULED = frozenset({"drill"})


class ItemState(Struct, frozen=True):
    """What the log says of one item for one trainee.

    `share` is the last score in [0, 1]; `day` the last study day on which it was answered (an ordinal); `before` is the
    memory as it was before that day's review, which bounds what later answers of the day may do.
    """

    attempts: int = 0
    correct: int = 0
    lapses: int = 0
    share: float = 0.0
    passed: bool = False
    day: int = 0
    edition: int = 1
    memory: Memory | None = None
    before: Memory | None = None


def rating_of(outcome: Outcome) -> Rating:
    """Return how FSRS grades an outcome (SCORING 2.4): Again below the pass share, Hard with a slip, else Good."""
    share = outcome.share
    kind = outcome.rule.split("/")[0]
    if outcome.verdict is Verdict.OMITTED or share < _PASS.get(kind, Fraction(1)):
        return Rating.AGAIN
    return Rating.HARD if share < 1 or Note.TYPO in outcome.notes else Rating.GOOD


def _answered(state: ItemState, event: Event, body: Answered) -> ItemState:
    day = date.fromisoformat(event.day).toordinal()
    if body.edition != state.edition:
        state = ItemState(edition=body.edition)
    rating = rating_of(body.outcome)
    passed = rating > Rating.AGAIN
    memory, before, lapses = state.memory, state.before, state.lapses
    if body.mode not in _UNSCHEDULED:
        if memory is not None and day <= memory.day:
            again = review(memory, rating, memory.day)
            good = review(before, Rating.GOOD, memory.day)
            memory = structs.replace(again, due=min(again.due, good.due))
        else:
            lapses += memory is not None and not passed
            before, memory = memory, review(memory, rating, day)
    return ItemState(
        attempts=state.attempts + 1,
        correct=state.correct + passed,
        lapses=lapses,
        share=float(body.outcome.share),
        passed=passed,
        day=max(day, state.day),
        edition=state.edition,
        memory=memory,
        before=before,
    )


def fold_item(events: Iterable[Event]) -> ItemState | None:
    """Return the state of the one item that `events` are about, None when no answer stands.

    Any order of the same events gives the same state.
    """
    state: ItemState | None = None
    for event in standing(events):
        if isinstance(event.body, Answered):
            state = _answered(state or ItemState(edition=event.body.edition), event, event.body)
    return state


def fold(events: Iterable[Event]) -> dict[str, ItemState]:
    """Return the state of every item that a log of one trainee speaks of."""
    of_item: dict[str, list[Event]] = {}
    for event in events:
        item = getattr(event.body, "item", None)
        if item is not None:
            of_item.setdefault(item, []).append(event)
    states = {item: fold_item(of_item[item]) for item in sorted(of_item)}
    return {item: state for item, state in states.items() if state is not None}


def is_due(state: ItemState | None, day: int) -> bool:
    """Tell whether a seen item is due on a study day (an ordinal)."""
    return state is not None and state.memory is not None and state.memory.due <= day


def missed(state: ItemState | None) -> bool:
    """Tell whether the last answer of an item was no pass."""
    return state is not None and not state.passed


def next_due(states: Iterable[ItemState], day: int) -> int | None:
    """Return the first due day after `day`, None when nothing is scheduled."""
    later = [s.memory.due for s in states if s.memory is not None and s.memory.due > day]
    return min(later, default=None)


def mastery(items: Iterable[str], states: Mapping[str, ItemState], day: int) -> float:
    """Return mastery in [0, 1] of items on a study day: the mean of retrievability times last share, unseen as 0.

    SCORING 3.2. It falls with time and cannot rise without an attempt; 0 without items.
    """
    total = count = 0.0
    for item in items:
        count += 1
        state = states.get(item)
        if state is not None and state.memory is not None:
            total += retrievability(state.memory, day) * state.share
    return total / count if count else 0.0
