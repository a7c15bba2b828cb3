"""What trainees say against items: their reports, and answers that they hold to be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from quiz.banks import Entry, Library
from quiz.learning import Answered, Claimed, Event, Reported, standing
from quiz.text import one_line
from quiz.views.answers import given_text
from quiz.views.words import REASONS

CLAIMED = "claimed"
"""The reason of an answer that was told to be wrong and is held to be right."""
_WHAT: dict[str, str] = {**REASONS, CLAIMED: "says it was right"}


class Complaint(Struct, frozen=True, kw_only=True):
    """One thing that a trainee says against an item.

    `day` is the study day; `reason` a reason of a report, or `claimed`, and then `words` is the answer; `changed`: the
    item is another today than the one that it is about.
    """

    item: str
    day: str
    trainee: str
    reason: str
    words: str
    changed: bool

    def says(self) -> str:
        """Return it in one line."""
        what = reason_text(self.reason)
        words = f": {self.words}" if self.words else ""
        changed = " (the item has changed since)" if self.changed else ""
        return one_line(f"{self.item}: {what}{words}; {self.trainee}, {self.day}{changed}")


def reason_text(reason: str) -> str:
    """Return what is said against an item, in words."""
    return _WHAT[reason]


def complaints(library: Library, logs: Mapping[str, Iterable[Event]]) -> tuple[Complaint, ...]:
    """Return what is said against the items of a library, by item and then by time; `logs` are by trainee."""
    found = [pair for trainee, events in logs.items() for pair in _of_trainee(library, trainee, events)]
    return tuple(made for _, made in sorted(found, key=lambda pair: (pair[1].item, pair[0].place)))


def _of_trainee(library: Library, trainee: str, events: Iterable[Event]) -> Iterator[tuple[Event, Complaint]]:
    known = standing(events)
    answers = {e.id: e.body for e in known if isinstance(e.body, Answered)}
    for event in known:
        body = event.body
        entry = library.entries.get(getattr(body, "item", None) or "")
        if entry is None:
            continue
        if isinstance(body, Reported):
            hashes = body.seen, body.scored
            yield event, _complaint(entry, event, trainee, body.reason, body.words, hashes)
        elif isinstance(body, Claimed) and body.event in answers:
            answer = answers[body.event]
            given = one_line(given_text(entry.item, answer.response), 200)
            hashes = answer.seen, answer.scored
            yield event, _complaint(entry, event, trainee, CLAIMED, given, hashes)


def _complaint(entry: Entry, event: Event, trainee: str, reason: str, words: str, hashes: tuple[str, str]) -> Complaint:
    changed = hashes != (entry.seen, entry.scored)
    return Complaint(item=entry.item.id, day=event.day, trainee=trainee, reason=reason, words=words, changed=changed)
