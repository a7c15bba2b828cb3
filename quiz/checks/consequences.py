"""What changed keys do to the scores of those who have answered: raw responses scored by the old and the new marking.

It is the regrade itself, on events that are never logged. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct, to_builtins

from quiz.checks.changes import Rekeyed
from quiz.items import Marking, scored_hash
from quiz.learning import Answered, Event, Regraded, Reset, Tuned, trace

_LAST = 2**62
"""A moment after every event of a log."""


class Rescored(Struct, frozen=True):
    """The answers of a trainee to one item: how many count, their mean score before and after.

    A score is None where no answer counts: `after` where the item is to be learned anew.
    """

    trainee: str
    item: str
    attempts: int
    before: float | None
    after: float | None


class Trainee(Struct, frozen=True):
    """A trainee's accuracy, the mean score of all answers that count, before and after."""

    trainee: str
    before: float | None
    after: float | None


class Consequences(Struct, frozen=True):
    """Whose score changes and by how much; trainees without an answer to a changed item are left out."""

    items: tuple[Rescored, ...] = ()
    trainees: tuple[Trainee, ...] = ()


def consequences(rekeyed: Iterable[Rekeyed], logs: Mapping[str, Iterable[Event]]) -> Consequences:
    """Return what changed keys do to each trainee of a log; `logs` has the events of each.

    Items that are not asked now are not regraded, so they are left out.
    """
    changed = [change for change in rekeyed if change.askable]
    items: list[Rescored] = []
    trainees: list[Trainee] = []
    for trainee, events in sorted(logs.items()):
        own = _Events(events)
        before: list[Fraction] = []
        after: list[Fraction] = []
        touched = False
        for change in changed:
            answers = own.take(change.old, change.new)
            was = _scores(answers, change.before, change.old_edition)
            now = _scores(answers, change.after, change.new_edition)
            before += was
            after += now
            if was or now:
                touched = True
                items.append(Rescored(trainee, change.new, len(was or now), _mean(was), _mean(now)))
        rest = [share for answers in own.left() for share in _scores(answers)]
        if touched:
            trainees.append(Trainee(trainee, _mean([*before, *rest]), _mean([*after, *rest])))
    return Consequences(tuple(items), tuple(trainees))


class _Events:
    """The events of a trainee, by item."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._of_item: dict[str, list[Event]] = {}
        self._tuned: list[Event] = []
        for event in events:
            item = getattr(event.body, "item", None)
            if item is not None:
                self._of_item.setdefault(item, []).append(event)
            elif isinstance(event.body, Tuned):
                self._tuned.append(event)

    def take(self, *ids: str) -> list[Event]:
        """Return the events of an item by all its ids; they are then no longer left."""
        found = [event for i in dict.fromkeys(ids) for event in self._of_item.pop(i, [])]
        return [*found, *self._tuned] if found else []

    def left(self) -> list[list[Event]]:
        """Return the events of each item that was not taken."""
        return [[*events, *self._tuned] for events in self._of_item.values()]


def _scores(events: list[Event], marking: Marking | None = None, edition: int = 1) -> list[Fraction]:
    """Return what each answer to an item counts, as the log has it or by a marking; guesses in a hurry and what
    stands before a reset do not count."""
    if not events:
        return []
    editions = [e.body.edition for e in events if isinstance(e.body, Answered)]
    given = max(editions, default=1)
    if marking is not None:
        if given < edition:
            return []
        events = [*events, _regrade(events[0], marking, given)]
    shares: list[Fraction] = []
    for step in trace(events):
        if isinstance(step.event.body, Reset):
            shares.clear()
        elif step.outcome is not None and step.role not in ("rapid", "superseded"):
            shares.append(Fraction(1) if step.claimed else step.outcome.share)
    return shares


def _regrade(like: Event, marking: Marking, edition: int) -> Event:
    """Return the event by which a desk would tell a marking; it goes into no log."""
    body = Regraded(getattr(like.body, "item", ""), scored_hash(marking), to_builtins(marking), edition)
    return Event(
        id="",
        utc=_LAST,
        offset=0,
        day=like.day,
        device="",
        sequence=1,
        trainee=like.trainee,
        library=like.library,
        body=body,
    )


def _mean(shares: list[Fraction]) -> float | None:
    return float(sum(shares, Fraction(0)) / len(shares)) if shares else None
