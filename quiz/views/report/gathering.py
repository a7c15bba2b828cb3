"""Counts over the answers of many trainees, one after the other: of each only sums are kept, never events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import sqrt
from typing import Any

from msgspec import structs

from quiz.banks import Entry, Library
from quiz.items import Choice, Multiple
from quiz.learning import REMARK_LIMIT, Answered, Claimed, Event, Reported, Undone
from quiz.learning.state import LEECH_LAPSES
from quiz.learning.tally import Key, Tally, tally
from quiz.scoring.statistics import Mark
from quiz.text import one_line
from quiz.views.report.confusing import mistaken, typed_wrong
from quiz.views.report.model import RegradedRow, TraineeRow
from quiz.views.report.people import Course, trainee_row
from quiz.views.reports import Complaint, complaints

WRONG_KEPT = 40
"""Different wrong answers to an item that are kept apart."""
PAIRS_KEPT = 50_000
"""Different pairs of answers taken for each other that are kept apart."""
MARKS_KEPT = 100_000
"""First answers up to which they are kept, for what only the whole table tells: difficulty and reliability."""
_STILL = 1e-12


class Sums:
    """Sums over pairs (x, y), from which their correlation follows."""

    __slots__ = ("n", "x", "xx", "xy", "y", "yy")

    def __init__(self) -> None:
        self.n = 0
        self.x = self.y = self.xx = self.yy = self.xy = 0.0

    def add(self, x: float, y: float) -> None:
        """Take up a pair."""
        self.n += 1
        self.x += x
        self.y += y
        self.xx += x * x
        self.yy += y * y
        self.xy += x * y

    def correlation(self) -> float | None:
        """Return Pearson's correlation in [-1, 1]; None below two pairs, or without variance on either side."""
        if self.n < 2:
            return None
        n = self.n
        spread_x, spread_y = self.xx - self.x * self.x / n, self.yy - self.y * self.y / n
        if spread_x <= _STILL * n or spread_y <= _STILL * n:
            return None
        return max(-1.0, min(1.0, (self.xy - self.x * self.y / n) / sqrt(spread_x * spread_y)))


class ItemCount:
    """What is counted of one item over first answers."""

    __slots__ = ("answers", "chosen", "forgotten", "learners", "options", "rest", "share", "wrong")

    def __init__(self, entry: Entry) -> None:
        self.answers = 0
        self.share = Fraction(0)
        self.rest = Sums()
        self.options = {o: Sums() for o in option_ids(entry)}
        self.chosen: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.forgotten = 0
        self.learners = 0


def option_ids(entry: Entry) -> tuple[str, ...]:
    """Return the options of an item that are picked, none where answers are typed or put together."""
    item = entry.item
    return tuple(o.id for o in item.options) if isinstance(item, Choice | Multiple) else ()


def picked(response: Any) -> tuple[str, ...]:
    """Return the options that a response picks."""
    if isinstance(response, str):
        return (response,)
    return tuple({str(one) for one in response}) if isinstance(response, list | tuple) else ()


class Gathering:
    """Counts over all trainees that were taken up; `today` and `by` are ordinals of study days."""

    def __init__(self, library: Library, today: int, by: int | None = None) -> None:
        self.library = library
        self.course = Course.of(library, today, by)
        self.keys = {e.item.id: Key(e.scored, e.item.edition, e.marking) for e in library.entries.values()}
        self.items: dict[str, ItemCount] = {}
        self.people: list[TraineeRow] = []
        self.reports: list[Complaint] = []
        self.regraded: dict[str, RegradedRow] = {}
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.pair_items: dict[tuple[str, str], Counter[str]] = {}
        self.asked: Counter[str] = Counter()
        self.unknown = 0
        self.marks: list[Mark] | None = []

    @property
    def answers(self) -> int:
        """How many answers count."""
        return sum(p.answers for p in self.people)

    def take(self, trainee: str, events: Iterable[Event]) -> None:
        """Take up a trainee, of whom `events` are all."""
        trainee, events = one_line(trainee), list(events)
        found = tally(events, self.keys)
        self.unknown += found.unknown
        self.people.append(trainee_row(trainee, found, events, self.course))
        said = complaints(self.library, {trainee: list(_spoken(events))})
        self.reports += [structs.replace(one, words=one_line(one.words, REMARK_LIMIT)) for one in said]
        self._count_items(found)
        self._count_regrades(found)
        if self.marks is not None:
            entries = self.library.entries
            self.marks += [Mark(trainee, i, entries[i].scored, first.share) for i, first in found.first.items()]
            self.marks = self.marks if len(self.marks) <= MARKS_KEPT else None

    def _count_items(self, found: Tally) -> None:
        shares = {item: float(first.share) for item, first in found.first.items()}
        total, others = sum(shares.values()), len(shares) - 1
        mistakes: dict[tuple[str, str], set[str]] = {}
        rights: set[str] = set()
        for item, first in found.first.items():
            entry = self.library.entries[item]
            count = self._count_of(entry)
            count.answers += 1
            count.share += first.share
            chosen = picked(first.response) if count.options else ()
            count.chosen.update(o for o in chosen if o in count.options)
            if others:
                rest = (total - shares[item]) / others
                count.rest.add(shares[item], rest)
                for option, sums in count.options.items():
                    sums.add(float(option in chosen), rest)
            rights.update(self.course.names_asked(entry))
            if first.share < 1:
                self._count_wrong(entry, count, first.response)
                for pair in mistaken(entry.item, first.response, self.library.names):
                    mistakes.setdefault(pair, set()).add(item)
        self._count_mistakes(mistakes, rights)
        for item, known in found.known.items():
            if known.attempts:
                count = self._count_of(self.library.entries[item])
                count.learners += 1
                count.forgotten += known.lapses >= LEECH_LAPSES

    def _count_of(self, entry: Entry) -> ItemCount:
        count = self.items.get(entry.item.id)
        if count is None:
            count = self.items[entry.item.id] = ItemCount(entry)
        return count

    def _count_wrong(self, entry: Entry, count: ItemCount, response: Any) -> None:
        text = typed_wrong(entry.item, response)
        if text and (text in count.wrong or len(count.wrong) < WRONG_KEPT):
            count.wrong[text] += 1

    def _count_mistakes(self, mistakes: Mapping[tuple[str, str], set[str]], rights: set[str]) -> None:
        self.asked.update(rights)
        for pair, items in mistakes.items():
            if pair in self.pairs or len(self.pairs) < PAIRS_KEPT:
                self.pairs[pair] += 1
                self.pair_items.setdefault(pair, Counter()).update(items)

    def _count_regrades(self, found: Tally) -> None:
        for item, made in found.regraded.items():
            entry, was = self.library.entries[item], self.regraded.get(item)
            answers = made.answers + (was.answers if was else 0)
            before = float(made.before) + (was.before * was.answers if was else 0.0)
            after = float(made.after) + (was.after * was.answers if was else 0.0)
            self.regraded[item] = RegradedRow(
                item=item,
                path=entry.path,
                line=entry.line,
                answers=answers,
                trainees=1 + (was.trainees if was else 0),
                before=before / answers,
                after=after / answers,
            )


def _spoken(events: list[Event]) -> Iterator[Event]:
    """Yield what a trainee said against items, and the answers that this is about."""
    rest = [e for e in events if type(e.body) is not Answered]
    claimed = {e.body.event for e in rest if isinstance(e.body, Claimed)}
    yield from (e for e in rest if isinstance(e.body, Reported | Claimed | Undone))
    if claimed:
        yield from (e for e in events if e.id in claimed)
