"""What the answers of all trainees say of the items: marks from logs, and the figures that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from quiz.banks import Library
from quiz.items import Choice, Item, Multiple
from quiz.learning import Answered, Event, traces
from quiz.scoring.rasch import Rasch, rasch
from quiz.scoring.statistics import Analysis, Mark, Options, Version, analyse, first_attempts


class ItemReport(Struct, frozen=True):
    """Figures of the items as they are scored today, how hard they are where they were chosen adaptively, trainees."""

    analysis: Analysis
    difficulty: Rasch
    trainees: int


def report_of(library: Library, logs: Mapping[str, Iterable[Event]]) -> ItemReport:
    """Return the report on a library's items; `logs` has the events of each trainee."""
    marks = [mark for trainee, events in sorted(logs.items()) for mark in _marks(trainee, events, library)]
    options = {(e.item.id, e.scored): found for e in library.entries.values() if (found := _options(e.item))}
    known: dict[Version, Options] = options
    return ItemReport(analyse(marks, known), rasch(first_attempts(marks)), len(logs))


def _marks(trainee: str, events: Iterable[Event], library: Library) -> Iterable[Mark]:
    """Yield what a trainee's answers count by the keys of today, in their order; guesses made in a hurry do not."""
    steps = [s for own in traces(events).values() for s in own if s.outcome is not None]
    for step in sorted(steps, key=lambda s: s.event.place):
        body = step.event.body
        if not isinstance(body, Answered) or step.outcome is None or step.role in ("rapid", "superseded"):
            continue
        entry = library.entries.get(body.item)
        if entry is not None:
            yield Mark(trainee, body.item, entry.scored, step.outcome.share, _picked(entry.item, body.response))


def _picked(item: Item, response: Any) -> tuple[str, ...]:
    if isinstance(item, Choice) and isinstance(response, str):
        return (response,)
    if isinstance(item, Multiple) and isinstance(response, list | tuple):
        return tuple(str(one) for one in response)
    return ()


def _options(item: Item) -> Options | None:
    if isinstance(item, Choice | Multiple):
        key = frozenset((item.key,) if isinstance(item, Choice) else item.key)
        return Options(tuple(o.id for o in item.options), key)
    return None
