"""How far a trainee is: by topic, document and passage, what is to come, and what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from quiz.banks import Library
from quiz.learning import Event, ItemState
from quiz.views.load import Load, load_of
from quiz.views.mastery import Measure, Part, measure, parts_of, passage_parts
from quiz.views.past import Past, past_of

if TYPE_CHECKING:
    from quiz.views.ready import Goal


class Standing(Struct, frozen=True, kw_only=True):
    """What the states of items say of a trainee's progress; `new` items were never reviewed and may be asked."""

    whole: Part
    topics: tuple[Part, ...]
    documents: tuple[Part, ...]
    load: Load
    new: int
    leeches: tuple[str, ...]
    suspended: tuple[str, ...]
    claims: int
    rapid: int


class Progress(Past, frozen=True, kw_only=True):
    """Everything that a log says of one trainee's progress: the past, and what stands (see `Standing`)."""

    whole: Part
    topics: tuple[Part, ...]
    documents: tuple[Part, ...]
    passages: tuple[Part, ...]
    load: Load
    new: int
    leeches: tuple[str, ...]
    suspended: tuple[str, ...]
    claims: int
    rapid: int


def standing_of(library: Library, by: Measure, goal: Goal | None = None) -> Standing:
    """Return what the states of items say of progress."""
    asked = [e.item.id for e in library.askable()]
    known = {i: by.states[i] for i in asked if i in by.states}
    return Standing(
        **_fields(parts_of(library, by)),
        load=load_of(known, by.today, goal.due if goal else None),
        new=len(asked) - sum(s.memory is not None or s.suspended for s in known.values()),
        leeches=tuple(sorted(i for i, s in known.items() if s.leech)),
        suspended=tuple(sorted(i for i, s in known.items() if s.suspended)),
        claims=sum(s.claimed for s in known.values()),
        rapid=sum(s.rapid for s in known.values()),
    )


def progress_of(
    library: Library,
    events: Sequence[Event],
    states: Mapping[str, ItemState],
    today: int,
    goal: Goal | None = None,
) -> Progress:
    """Return the progress of the trainee of whom `events` are all; `states` are the items' as they count today."""
    by = measure(library, states, today, goal.day if goal else None)
    past = past_of(library, events, today)
    passages = passage_parts(library, by)
    return Progress(**_fields(standing_of(library, by, goal)), **_fields(past), passages=passages)


def _fields(value: Struct) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__struct_fields__}
