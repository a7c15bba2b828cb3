"""Which items a session asks, in which order: a function of states, study day and seed.

Chance comes from a keyed hash of seed and id, so the same seed gives the same plan on every machine and in every
version of Python.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from heapq import nsmallest
from itertools import groupby

from msgspec import Struct

from quiz.learning.events import Mode
from quiz.learning.state import ItemState, missed, waits

FEW = 256
"""So many of what is asked first are found without sorting all."""


class Candidate(Struct, frozen=True):
    """An item that may be asked: its id, main topic, the family whose members give each other away, what comes before.

    `after` are ids of items that must have been answered rightly once before this one is new to anybody.
    """

    id: str
    topic: str
    family: str | None = None
    after: tuple[str, ...] = ()


class Terms(Struct, frozen=True):
    """What else a plan must keep to.

    `met` are families met on this study day in any item of the library; `due` the due days of items for which it is not
    what their memory says; `quota` how many new items come before what is due, None when due items come first.
    """

    met: frozenset[str] = frozenset()
    due: Mapping[str, int] = {}
    quota: int | None = None


USUAL = Terms()
"""A library without a date to be ready for, on a day on which nothing was asked."""


def _draw(seed: str, name: str) -> bytes:
    key = blake2b(seed.encode("utf-8", "replace"), digest_size=32).digest()
    return blake2b(name.encode("utf-8", "replace"), key=key, digest_size=8).digest()


def shuffled(seed: str, names: Iterable[str]) -> list[str]:
    """Return the names in an order that depends on `seed` and the names alone, each order as likely as another."""
    return sorted(names, key=lambda name: (_draw(seed, name), name))


def option_order(seed: str, item: str, options: Sequence[str]) -> tuple[str, ...]:
    """Return the order in which a session of that seed shows the options of an item."""
    return tuple(shuffled(f"{seed}\0{item}", options))


def drawn(seed: str, names: Iterable[str]) -> Iterator[str]:
    """Yield distinct names in an order that depends on `seed` and their set alone, each order as likely as another.

    Fisher and Yates's shuffle, worked out as far as it is asked for: a few of many cost a few draws.
    """
    pool = sorted(names)
    for last in range(len(pool) - 1, -1, -1):
        pick = int.from_bytes(_draw(seed, str(last))) % (last + 1)
        yield pool[pick]
        pool[pick] = pool[last]


def make_plan(
    candidates: Sequence[Candidate],
    states: Mapping[str, ItemState],
    day: int,
    mode: Mode,
    limit: int,
    seed: str,
    terms: Terms = USUAL,
) -> tuple[str, ...]:
    """Return at most `limit` item ids, none twice, one of a family, topics interleaved.

    learn: due items, those most likely forgotten first, then new ones; a family that was met on this study day waits,
    and so does a new item before what it comes after. practice, drill: all candidates, new ones first, then those
    longest not answered. mistakes: those last missed. What is suspended is never asked, what is buried not on its day
    but in a drill. `day` is the ordinal of the study day.
    """
    if mode == "learn":
        return _learn(candidates, states, day, limit, seed, terms)
    pool = [c for c in candidates if not waits(states.get(c.id), day, mode == "drill")]
    if mode == "mistakes":
        return _pick([_by_chance([c for c in pool if missed(states.get(c.id))], seed)], limit)
    seen = [c for c in pool if _attempted(states.get(c.id))]
    new = [c for c in pool if not _attempted(states.get(c.id))]
    return _pick([_by_chance(new, seed), _least_first([states[c.id].day for c in seen], seen, seed)], limit)


def _learn(
    candidates: Sequence[Candidate],
    states: Mapping[str, ItemState],
    day: int,
    limit: int,
    seed: str,
    terms: Terms,
) -> tuple[str, ...]:
    """Plan what is due and what is new. Recall falls with days per stability, so that orders what is due."""
    met = set(terms.met)
    ranks: list[float] = []
    due: list[Candidate] = []
    new: list[Candidate] = []
    for candidate in candidates:
        state = states.get(candidate.id)
        if state is None or state.memory is None:
            if (state is None or not waits(state, day)) and all(_passed(states.get(p)) for p in candidate.after):
                new.append(candidate)
        elif not (state.suspended or state.buried == day):
            memory = state.memory
            if terms.due.get(candidate.id, memory.due) <= day:
                ranks.append((memory.day - day) / memory.stability)
                due.append(candidate)
        if candidate.family is not None and state is not None and state.attempts and state.day == day:
            met.add(candidate.family)
    fresh = _by_chance(new, seed)
    forgotten = _least_first(ranks, due, seed)
    if terms.quota is None:
        return _pick([forgotten, fresh], limit, met)
    return _pick([fresh, forgotten, fresh], limit, met, terms.quota)


def _by_chance(candidates: Iterable[Candidate], seed: str) -> Iterator[Candidate]:
    by_id = {c.id: c for c in candidates}
    return (by_id[name] for name in drawn(seed, by_id))


def _least_first(ranks: Sequence[float], candidates: Sequence[Candidate], seed: str) -> Iterator[Candidate]:
    """Yield candidates by their ranks, the least first, equal ones in an order by chance; few are cheap."""
    bound = max(nsmallest(FEW, ranks), default=0.0)
    near = [n for n, rank in enumerate(ranks) if rank <= bound]
    far = [n for n, rank in enumerate(ranks) if rank > bound]
    for chosen in (near, far):
        chosen.sort(key=ranks.__getitem__)
        for _, equal in groupby(chosen, key=ranks.__getitem__):
            yield from _by_chance((candidates[n] for n in equal), seed)


def _passed(state: ItemState | None) -> bool:
    return state is not None and state.correct > 0


def _attempted(state: ItemState | None) -> bool:
    return state is not None and state.attempts > 0


def _pick(
    groups: list[Iterator[Candidate]], limit: int, met: Collection[str] = (), first: int | None = None
) -> tuple[str, ...]:
    """Pick one of a family, group by group, at most `first` of the first group."""
    families: set[str | None] = set(met)
    picked: list[str] = []
    last = ""
    for number, group in enumerate(groups):
        chosen: list[Candidate] = []
        room = limit - len(picked) if number or first is None else min(limit, first)
        while len(chosen) < room:
            candidate = next(group, None)
            if candidate is None:
                break
            if candidate.family is None or candidate.family not in families:
                chosen.append(candidate)
                families.add(candidate.family)
        for candidate in interleave(chosen, last):
            picked.append(candidate.id)
            last = candidate.topic
    return tuple(picked)


def interleave(candidates: Collection[Candidate], last: str = "") -> list[Candidate]:
    """Return the candidates so that no two of one topic follow each other where that can be avoided.

    The topic with most left goes first among those that differ from the one before (`last` to begin with); within a
    topic the order stays.
    """
    waiting: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        waiting.setdefault(candidate.topic, []).append(candidate)
    ordered: list[Candidate] = []
    while waiting:
        others = [topic for topic in waiting if topic != last] or list(waiting)
        last = max(others, key=lambda topic: len(waiting[topic]))
        ordered.append(waiting[last].pop(0))
        if not waiting[last]:
            del waiting[last]
    return ordered
