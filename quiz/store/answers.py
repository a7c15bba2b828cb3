"""Files for an instructor, read: which of them can be used, whose they are, and their events one trainee at a time.

Whoever sends such a file is not known. Nothing of it is run or kept; what is no sound file of this library is told by
its name, with the reason, and left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from quiz.errors import QuizError
from quiz.learning import Answered, Event
from quiz.reading import read_bytes
from quiz.store.exchange import FORMAT
from quiz.store.pseudonyms import NAME_CHARS
from quiz.store.sharing import KIND, VERSION, End, Head, Line, first_answer
from quiz.text import counted, one_line

FILES = 10_000
"""Files that are looked at in one go."""
EVENTS = 2_000_000
"""Events of one trainee that are read."""
_LONGEST = 256
"""Characters of an id."""
_SCORE = re.compile(r"(0|[1-9]\d{0,8})/([1-9]\d{0,8})")
_SQLITE = b"SQLite format 3\0"
_DAYS = date(1970, 1, 1), date(2200, 1, 1)

_HEAD = msgspec.json.Decoder(Head)
_LINES = msgspec.json.Decoder(Line)
_EVENTS = msgspec.json.Decoder(Event)
_END = msgspec.json.Decoder(End)


class _Any(Struct):
    """What tells one kind of file from another."""

    quiz: str = ""
    version: int = 0
    log: int = 0


_ANY = msgspec.json.Decoder(_Any)


class Unfit(Exception):
    """A file that cannot be used, and why."""


class Told(Struct, frozen=True):
    """A file that was left out, or something else to know about it, and whether it was left out."""

    path: str
    why: str
    left_out: bool = True


class Sent(Struct, frozen=True):
    """The files of one trainee of one library."""

    trainee: str
    files: tuple[Path, ...]


class Inbox(Struct):
    """Files that were sent: by trainee, and what is to be told of those that cannot be used."""

    library: str
    sent: list[Sent]
    told: list[Told]
    files: int = 0
    doubled: int = 0

    def events(self, sent: Sent) -> list[Event]:
        """Return the distinct events of a trainee's files; a file that turns out to be damaged is told and left out."""
        found: dict[str, Event] = {}
        for path in sent.files:
            try:
                own = {event.id: event for event in _events(path, sent.trainee, self.library)}
                self.doubled += sum(i in found for i in own) if found else 0
                found.update(own)
                if len(found) > EVENTS:
                    raise Unfit(f"there are more than {EVENTS:,} events of {sent.trainee}")
            except Unfit as unfit:
                self.told.append(Told(one_line(str(path)), str(unfit)))
        return list(found.values())

    @property
    def left_out(self) -> int:
        """How many files were left out."""
        return sum(one.left_out for one in self.told)


def open_inbox(paths: Sequence[Path], library: str) -> Inbox:
    """Return which trainees of a library there are answers of in files and folders.

    Only the head of each file is read. Raises QuizError for a path that does not exist.
    """
    heads: dict[str, list[Path]] = {}
    names: dict[str, str] = {}
    begun: dict[str, set[str]] = {}
    told: list[Told] = []
    seen = 0
    for path in _files(paths):
        seen += 1
        try:
            for trainee, begins in _owners(path, library):
                known = names.setdefault(begins, trainee) if begins else trainee
                if known != trainee:
                    said = f"these are answers of {known}, under another name: they are counted as such"
                    told.append(Told(one_line(str(path)), said, left_out=False))
                heads.setdefault(known, []).append(path)
                if begins and len(begun.setdefault(known, {begins})) == 1 and begins not in begun[known]:
                    said = f"this and another file of {known} begin otherwise: one trainee at two computers, or two?"
                    told.append(Told(one_line(str(path)), said, left_out=False))
                begun.setdefault(known, set()).add(begins)
        except Unfit as unfit:
            told.append(Told(one_line(str(path)), str(unfit)))
        except QuizError as error:
            told.append(Told(one_line(str(path)), error.message))
    sent = [Sent(trainee, tuple(files)) for trainee, files in sorted(heads.items())]
    return Inbox(library, sent, told, seen)


def _files(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are named and those in the folders that are named, each once, by name."""
    found: dict[str, Path] = {}
    for path in paths:
        if not os.path.lexists(path):
            raise QuizError("no such file", one_line(str(path)), "name files of `quiz log export --for-instructor`")
        inside = [path]
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if not p.name.startswith(".") and not p.is_dir())
        for one in inside:
            found.setdefault(os.path.realpath(one), one)
    if len(found) > FILES:
        raise QuizError(f"there are {len(found):,} files, more than {FILES:,}", hint="name a part of them")
    return list(found.values())


def _first_line(path: Path) -> bytes:
    if not path.is_file():
        raise Unfit("this is not a regular file")
    try:
        with path.open("rb") as file:
            return file.readline(1 << 20)
    except OSError as error:
        raise Unfit(f"this cannot be read ({error.strerror})") from None


def _owners(path: Path, library: str) -> Iterator[tuple[str, str]]:
    """Yield whose answers a file has, each trainee with the id of the first event, as far as the head tells it."""
    line = _first_line(path)
    if line.startswith(_SQLITE):
        raise Unfit("this is a log: `quiz log export --for-instructor` makes a file of it")
    try:
        kind = _ANY.decode(line)
    except (ValueError, RecursionError):
        raise Unfit("this is no file of `quiz log export`") from None
    if kind.log:
        yield from _of_log(path, kind.log, library)
        return
    if kind.quiz != KIND:
        raise Unfit("this is no file of `quiz log export`")
    if kind.version != VERSION:
        newer = kind.version > VERSION
        raise Unfit("a newer version of quiz wrote this: install it" if newer else "this is of no version: export anew")
    try:
        head = _HEAD.decode(line)
    except (ValueError, RecursionError):
        raise Unfit("the first line is damaged") from None
    if head.library != library:
        raise Unfit(f"this is of another library, {one_line(head.library, 60)}")
    yield _name(head.trainee), head.begins[:_LONGEST]


def _of_log(path: Path, version: int, library: str) -> Iterator[tuple[str, str]]:
    """Yield whose answers a full export has."""
    if version > FORMAT:
        raise Unfit("a newer version of quiz wrote this: install it")
    events = _decoded(_EVENTS, read_bytes(path))
    owners = dict.fromkeys(e.trainee for e in events if e.library == library)
    if not owners:
        others = sorted({one_line(e.library, 60) for e in events})
        raise Unfit(f"this is of another library, {', '.join(others[:3])}" if others else "there is nothing in it")
    for owner in owners:
        yield owner, first_answer(e for e in events if (e.trainee, e.library) == (owner, library))


def _name(text: str) -> str:
    return one_line(text, NAME_CHARS) or "nobody"


def _events(path: Path, trainee: str, library: str) -> Iterator[Event]:
    """Yield the events of a file that are a trainee's. Raises Unfit."""
    try:
        data = read_bytes(path)
    except QuizError as error:
        raise Unfit(error.message) from None
    first = data.find(b"\n") + 1
    if b'"log"' in data[:16]:
        found = _decoded(_EVENTS, data)
        yield from map(_sound, (e for e in found if (e.trainee, e.library) == (trainee, library)))
        return
    last = data.rfind(b"\n", 0, len(data) - 1) + 1
    every = memoryview(data)
    lines = [] if last <= first else _decoded(_LINES, every[first:last])
    try:
        end = _END.decode(every[last:])
        head = _HEAD.decode(every[:first])
    except (ValueError, RecursionError):
        raise Unfit("the file is cut short or was changed: ask for it anew") from None
    if end.end != sha256(every[:last]).hexdigest() or head.events != len(lines):
        raise Unfit("the file is damaged or was changed: ask for it anew")
    yield from map(_sound, lines)


def _decoded(decoder: msgspec.json.Decoder[Any], data: bytes | memoryview) -> list[Any]:
    try:
        return decoder.decode_lines(data)
    except (ValueError, RecursionError):
        raise Unfit("there is a line in it that is no event") from None


def _sound(event: Event) -> Event:
    """Return an event that can be counted. Raises Unfit."""
    body = event.body
    ok = _is_day(event.day) and len(event.id) <= _LONGEST and abs(event.utc) < 2**53
    if ok and isinstance(body, Answered):
        ok = (
            _is_score(body.outcome.score)
            and 0 <= body.duration < 2**40
            and body.certainty in (None, 1, 2, 3)
            and body.edition >= 1
            and len(body.item) <= _LONGEST
        )
    if not ok:
        raise Unfit(f"the event {one_line(event.id, 40)} cannot be counted: the file was not made by quiz")
    return event


@lru_cache(maxsize=8_192)
def _is_day(text: str) -> bool:
    try:
        return _DAYS[0] <= date.fromisoformat(text) <= _DAYS[1]
    except ValueError:
        return False


@lru_cache(maxsize=8_192)
def _is_score(text: str) -> bool:
    found = _SCORE.fullmatch(text)
    return found is not None and int(found[1]) <= int(found[2])


def told_line(told: Told) -> str:
    """Return in one line what is to be told of a file."""
    return one_line(f"{told.path}: {'left out: ' if told.left_out else ''}{told.why}")


def doubled_line(doubled: int) -> str:
    """Return in one line that events came more than once."""
    return f"{counted(doubled, 'event')} came more than once and {'counts' if doubled == 1 else 'count'} once"
