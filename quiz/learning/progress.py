"""Progress as a fold of the log: the state of an item depends on its own events alone, in the order of all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from msgspec import structs

from quiz.learning.events import Answered, Event, standing
from quiz.learning.memory import Rating, review
from quiz.learning.state import ItemState
from quiz.scoring import Note, Outcome, Verdict

_PASS = {"multiple": Fraction(3, 4)}
_UNSCHEDULED = frozenset({"drill"})


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
