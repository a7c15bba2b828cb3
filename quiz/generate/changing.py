"""What differs between two versions of a document, paragraph by paragraph. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from quiz.documents import Document, Passage
from quiz.text import one_line

COMPARED = 2_000
"""Paragraphs between the first and the last change from which they are told as one."""
SHOWN = 80


class Change(Struct, frozen=True, kw_only=True):
    """Some neighbouring paragraphs that are `new`, `gone`, `changed` or `moved`: numbers before and after, from 1.

    `before` and `after` are their texts where they are few; a range that is empty is (0, 0).
    """

    what: str
    was: tuple[int, int] = (0, 0)
    now: tuple[int, int] = (0, 0)
    before: str = ""
    after: str = ""

    def says(self) -> str:
        """Return the change in a line."""
        if self.what == "new":
            return f"{_numbered(self.now)} new: {_short(self.after)}"
        if self.what == "gone":
            return f"{_numbered(self.was)} gone: {_short(self.before)}"
        if self.what == "moved":
            return f"{_numbered(self.was)} now {_range(self.now)}"
        return f"{_numbered(self.was)} changed, now: {_short(self.after)}"


def _short(text: str) -> str:
    return one_line(text, SHOWN) or "(nothing to cite)"


def _range(numbers: tuple[int, int]) -> str:
    return str(numbers[0]) if numbers[0] == numbers[1] else f"{numbers[0]} to {numbers[1]}"


def _numbered(numbers: tuple[int, int]) -> str:
    return f"paragraph {_range(numbers)} is" if numbers[0] == numbers[1] else f"paragraphs {_range(numbers)} are"


def changes_between(old: Document, new: Document) -> tuple[Change, ...]:
    """Return what became of the paragraphs of a document, in the order of the new one."""
    return tuple(_changes([_text(p) for p in old.passages], [_text(p) for p in new.passages]))


def _text(passage: Passage) -> str:
    return "\n".join(s.text for s in passage.sentences)


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    middle = old[first : len(old) - last], new[first : len(new) - last]
    if max(map(len, middle)) > COMPARED:
        codes = [("replace", 0, len(middle[0]), 0, len(middle[1]))]
    else:
        codes = list(SequenceMatcher(None, *middle, autojunk=False).get_opcodes())
    for tag, a, b, c, d in codes:
        yield from _told(tag, middle[0][a:b], middle[1][c:d], first + a, first + c)
    if last and len(old) != len(new):
        yield Change(what="moved", was=(len(old) - last + 1, len(old)), now=(len(new) - last + 1, len(new)))


def _told(tag: str, old: Sequence[str], new: Sequence[str], at: int, to: int) -> Iterator[Change]:
    """Yield the changes of one run: as many paragraphs as before are changed one by one."""
    was = (at + 1, at + len(old)) if old else (0, 0)
    now = (to + 1, to + len(new)) if new else (0, 0)
    if tag == "equal":
        if at != to:
            yield Change(what="moved", was=was, now=now)
    elif len(old) == len(new):
        for n, (one, other) in enumerate(zip(old, new, strict=True), 1):
            yield Change(what="changed", was=(at + n, at + n), now=(to + n, to + n), before=one, after=other)
    elif not old or not new:
        what = "gone" if old else "new"
        yield Change(what=what, was=was, now=now, before="\n".join(old), after="\n".join(new))
    else:
        yield Change(what="changed", was=was, now=now, before="\n".join(old), after="\n".join(new))
