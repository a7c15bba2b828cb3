"""The exam: which items it asks and what the answers are worth. Screens, clock and log belong to others.

The draw takes items by chance in an order that the seed gives, and lets go each one that would leave a seat of a topic
or a level empty that can be filled: whatever belongs to any best exam can be drawn, and nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from math import sqrt
from typing import TypeVar

from msgspec import Struct

from quiz.items.files import ExamFile
from quiz.learning.plan import Candidate, interleave, shuffled
from quiz.learning.seats import Offer, Seats, most_filled, seats_owed
from quiz.scoring.outcome import share_text

TRIES = 100
"""How many ways are tried to settle under which topic to draw each of the families that spread over several."""

_Name = TypeVar("_Name", str, int)
_Levels = dict[str, int]
"""The level of each item that a family has under one topic, by id."""
_Family = tuple[str, _Levels]
"""A family under the one topic under which it is drawn."""


class ExamCandidate(Struct, frozen=True):
    """An item that an exam may ask: its id, topics with the main one first, level, and family."""

    id: str
    topics: tuple[str, ...]
    level: int
    family: str | None = None


class Short(Struct, frozen=True):
    """A topic path or level of which the exam `had` fewer items than the seats `wanted`."""

    name: str | int
    wanted: int
    had: int


class ExamPlan(Struct, frozen=True):
    """What an exam asks: item ids in order, and what it falls short of, topics before levels."""

    items: tuple[str, ...]
    short: tuple[Short, ...] = ()


class ExamRow(Struct, frozen=True):
    """What the items of one topic path or level earned together: `score` is the sum of their shares as `n/d`."""

    name: str | int
    score: str
    items: int


class ExamMark(Struct, frozen=True):
    """The result of an exam.

    `score` is the mean share of all planned items as `n/d`; `answered` counts those with an answer; `standard_error`
    is in the unit of the score, None below two items; `rows` hold topics first, then levels, each in order.
    """

    score: str
    passed: bool
    answered: int
    items: int
    standard_error: float | None
    rows: tuple[ExamRow, ...]


def exam_topic(topics: Sequence[str], paths: Iterable[str]) -> str:
    """Return the longest of the blueprint's `paths` that the item's first topic is or lies under.

    If there is none, the item's other topics are asked in turn; the empty text if none of them lies under a path.
    """
    longest_first = sorted(paths, key=len, reverse=True)
    found = (path for topic in topics for path in longest_first if f"{topic}/".startswith(f"{path}/"))
    return next(found, "")


def exam_plan(candidates: Iterable[ExamCandidate], blueprint: ExamFile, seed: str) -> ExamPlan:
    """Return as many items as the blueprint wants, none twice, one of a family, topics interleaved.

    As many seats of topics and levels as possible are filled together, and any other items fill the exam up. The same
    seed gives the same exam, in whatever order the candidates come. A family whose items lie under several topics of
    the blueprint is drawn under one of them: if all such families together can be settled in more than `TRIES` ways,
    the exam is the best of those tried.
    """
    pool = {c.id: c for c in candidates}
    families = _families(pool.values(), blueprint.topics)
    items = min(blueprint.items, len(families))
    owed: Seats = Counter(seats_owed(blueprint.topics, blueprint.items))
    owed.update(seats_owed(blueprint.levels, blueprint.items))
    drawn = _drawn(_settled(families, owed, items, seed), owed, items, seed)
    had = Counter(seat for topic_and_level in drawn.values() for seat in topic_and_level)
    short = tuple(Short(name, seats, had[name]) for name, seats in owed.items() if had[name] < seats)
    mixed = interleave([Candidate(name, pool[name].topics[0]) for name in shuffled(f"\0{seed}", drawn)])
    return ExamPlan(tuple(c.id for c in mixed), short)


def _families(pool: Iterable[ExamCandidate], paths: Iterable[str]) -> dict[str, dict[str, _Levels]]:
    """Return what each family has under each topic; an item without a family is one by itself."""
    families: dict[str, dict[str, _Levels]] = {}
    for item in pool:
        name = item.id if item.family is None else f"\0{item.family}"
        families.setdefault(name, {}).setdefault(exam_topic(item.topics, paths), {})[item.id] = item.level
    return families


def _settled(families: dict[str, dict[str, _Levels]], owed: Seats, items: int, seed: str) -> Sequence[_Family]:
    """Return all families in the order of the draw, each under the one topic with which most seats can be filled."""
    ways = [
        [(topic, families[name][topic]) for topic in shuffled(f"{seed}\0{name}", families[name])]
        for name in shuffled(seed, families)
    ]
    reach: Counter[str | int] = Counter()
    for family in families.values():
        reach.update({*family, *(level for levels in family.values() for level in levels.values())})
    bound = (owed & reach).total()
    best: Sequence[_Family] = ()
    most = -1
    for way in islice(product(*ways), TRIES):
        filled = most_filled(owed, Counter(map(_offer, way)), items)
        if filled > most:
            best, most = way, filled
        if most == bound:
            break
    return best


def _offer(family: _Family) -> Offer:
    topic, levels = family
    return topic, frozenset(levels.values())


def _drawn(families: Sequence[_Family], owed: Seats, items: int, seed: str) -> dict[str, tuple[str, int]]:
    """Return topic and level of each item drawn: of every family the first that leaves a best exam possible."""
    offers = Counter(map(_offer, families))
    most = most_filled(owed, offers, items)
    closed: set[tuple[Offer, int]] = set()
    drawn: dict[str, tuple[str, int]] = {}
    for family in families:
        if not items:
            break
        offer = _offer(family)
        topic, levels = family
        for name in shuffled(f"{seed}\0{topic}", levels):
            level = levels[name]
            if (offer, level) in closed:
                continue
            still_owed, others = owed - Counter((topic, level)), offers - Counter((offer,))
            still_most = most - owed.total() + still_owed.total()
            if most_filled(still_owed, others, items - 1) == still_most:
                drawn[name] = topic, level
                owed, offers, most, items = still_owed, others, still_most, items - 1
                break
            closed.add((offer, level))
    return drawn


def exam_mark(
    shares: Mapping[str, Fraction | str],
    items: Sequence[str],
    candidates: Iterable[ExamCandidate],
    blueprint: ExamFile,
) -> ExamMark:
    """Return the mark of an exam that planned `items`, exact up to the pass mark, which itself passes.

    `shares` holds the score in [0, 1] of each answered item, as a number or as `n/d`. An item without an answer earns
    0; answers to other items do not count. The standard error is the deviation of the items' shares, from a sample,
    over the root of their number; for items that are right or wrong that is Lord's (1955) sqrt(p(1 - p)/(n - 1)).
    `candidates` tell topics and levels: a row is a path of the blueprint, or the main topic of an item that is under
    none; an item that the library no longer has counts for the score and for no row.
    """
    earned = {name: Fraction(shares.get(name, 0)) for name in items}
    count = len(earned)
    score = sum(earned.values(), Fraction()) / max(1, count)
    spread = sum((share - score) ** 2 for share in earned.values())
    known = {c.id: c for c in candidates if c.id in earned}
    topics = ((exam_topic(c.topics, blueprint.topics) or c.topics[0], earned[c.id]) for c in known.values())
    levels = ((c.level, earned[c.id]) for c in known.values())
    return ExamMark(
        score=share_text(score),
        passed=score >= Fraction(blueprint.pass_mark),
        answered=len(earned.keys() & shares.keys()),
        items=count,
        standard_error=sqrt(spread / (count * (count - 1))) if count > 1 else None,
        rows=(*_rows(topics), *_rows(levels)),
    )


def _rows(earned: Iterable[tuple[_Name, Fraction]]) -> Iterator[ExamRow]:
    groups: dict[_Name, list[Fraction]] = defaultdict(list)
    for name, share in earned:
        groups[name].append(share)
    return (ExamRow(name, share_text(sum(groups[name], Fraction())), len(groups[name])) for name in sorted(groups))


def time_left(minutes: int, durations: Iterable[int]) -> int:
    """Return the milliseconds left of an exam of `minutes` after answers that took `durations` milliseconds, 0 or more.

    Only time spent on questions counts, so an exam can be left and taken up again.
    """
    return max(0, minutes * 60_000 - sum(durations))
