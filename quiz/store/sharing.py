"""A trainee's answers as a file for an instructor: what an instructor needs, under a pseudonym, and no more.

The first line says what the file is, each further one is an event, the last one tells whether the file is whole. A
checksum shows damage, not dishonesty: whoever writes such a file by hand can write what he or she likes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

import msgspec
from msgspec import Struct, structs

from quiz.learning import (
    Answered,
    Claimed,
    Closed,
    Event,
    Noted,
    Opened,
    Rated,
    Reported,
    Reset,
    Undone,
    in_order,
)
from quiz.scoring import Outcome
from quiz.text import counted

KIND = "answers"
VERSION = 1
"""Of the format of such files."""


class Head(Struct, frozen=True, kw_only=True):
    """The first line: which program's file, its version, the library, the pseudonym, what is in it, how many events.

    `begins` is the id of the first answer: two files that begin alike are of one trainee.
    """

    quiz: str = KIND
    version: int = VERSION
    library: str
    trainee: str
    what: str
    events: int
    begins: str = ""


class Line(Event, frozen=True, kw_only=True, omit_defaults=True):
    """An event as it is shared: without place of origin, time zone, device and name."""

    offset: int = 0
    device: str = ""
    trainee: str = ""
    library: str = ""


class End(Struct, frozen=True):
    """The last line: the SHA-256 of all lines before it."""

    end: str


def shared_lines(events: Iterable[Event], library: str, name: str, with_notes: bool = False) -> Iterator[bytes]:
    """Yield the lines of a file for an instructor: of one trainee's events those that an instructor needs.

    `name` is the pseudonym; notes are private, so they come only `with_notes`.
    """
    kept = [e for e in map(_reduced(with_notes), in_order(events)) if e is not None]
    head = Head(
        library=library,
        trainee=name,
        what=what_is_in(kept, with_notes),
        events=len(kept),
        begins=first_answer(kept),
    )
    digest = sha256()
    for value in (head, *(_line(e) for e in kept)):
        line = msgspec.json.encode(value) + b"\n"
        digest.update(line)
        yield line
    yield msgspec.json.encode(End(digest.hexdigest())) + b"\n"


def _line(event: Event) -> Line:
    return Line(id=event.id, utc=event.utc, day=event.day, sequence=event.sequence, body=event.body)


def first_answer(events: Iterable[Event]) -> str:
    """Return the id of the first answer among events of one trainee, empty where there is none."""
    given = [e for e in events if isinstance(e.body, Answered)]
    return min(given, key=lambda e: (e.utc, e.sequence, e.id)).id if given else ""


def what_is_in(events: Iterable[Event], with_notes: bool = False) -> str:
    """Return in one sentence what a file for an instructor holds."""
    kinds = [type(e.body) for e in events]
    reports = kinds.count(Reported)
    notes = f", {counted(kinds.count(Noted), 'private note')}" if with_notes else ""
    return (
        f"{counted(kinds.count(Answered), 'answer')} as given, each with its day and time, how long it took, what it "
        f"earned, hints taken, how sure and how well known, and {counted(reports, 'report')} of questions with "
        f"reasons{notes}; no {'' if with_notes else 'notes, no '}names, no place, no device"
    )


def _reduced(with_notes: bool) -> Callable[[Event], Event | None]:
    """Return what makes of an event what is shared of it, None of it nothing."""

    def reduced(event: Event) -> Event | None:
        match event.body:
            case Answered() as body:
                told = body.outcome
                outcome = Outcome(told.score, told.verdict, told.rule, told.notes, match=told.match)
                made = structs.replace(body, shown=(), outcome=outcome)
                return structs.replace(event, body=made)
            case Opened(mode="exam") as body:
                mark = {k: v for k, v in body.choices.items() if k == "pass_mark"}
                return structs.replace(event, body=structs.replace(body, seed="", choices=mark))
            case Undone() | Claimed() | Rated() | Reported() | Reset() | Closed():
                return event
            case Noted() if with_notes:
                return event
        return None

    return reduced
