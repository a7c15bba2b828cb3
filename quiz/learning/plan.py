"""Which items a session asks, in which order: a function of states, study day and seed.

Chance comes from a keyed hash of seed and id, so the same seed gives the same plan on every machine and in every
version of Python.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b

from msgspec import Struct

from quiz.learning.events import Mode
from quiz.learning.state import ItemState, is_due, is_new, missed, retrievability


class Candidate(Struct, frozen=True):
    """An item that may be asked: its id, main topic, and the family whose members give each other away."""

    id: str
    topic: str
    family: str | None = None


def _draw(seed: str, name: str) -> bytes:
    key = blake2b(seed.encode("utf-8", "replace"), digest_size=32).digest()
    return blake2b(name.encode("utf-8", "replace"), key=key, digest_size=8).digest()


def shuffled(seed: str, names: Iterable[str]) -> list[str]:
    """Return the names in an order that depends on `seed` and the names alone, each order as likely as another."""
    return sorted(names, key=lambda name: (_draw(seed, name), name))


def option_order(seed: str, item: str, options: Sequence[str]) -> tuple[str, ...]:
    """Return the order in which a session of that seed shows the options of an item."""
    return tuple(shuffled(f"{seed}\0{item}", options))


def make_plan(
    candidates: Sequence[Candidate],
    states: Mapping[str, ItemState],
    day: int,
    mode: Mode,
    limit: int,
    seed: str,
) -> tuple[str, ...]:
    """Return at most `limit` item ids, none twice, one of a family, topics interleaved.

    learn: due items, those most likely forgotten first, then new ones; a family that was met on this study day waits.
    practice, drill: all candidates, new ones first, then those longest not answered. mistakes: those last missed.
    `day` is the ordinal of the study day.
    """
    by_id = {c.id: c for c in candidates}
    ordered = [by_id[name] for name in shuffled(seed, by_id)]
    if mode == "learn":
        met = {c.family for c in ordered if c.family and _met_on(states.get(c.id), day)}
        free = [c for c in ordered if c.family not in met or c.family is None]
        due = [c for c in free if is_due(states.get(c.id), day)]
        due.sort(key=lambda c: _recall(states[c.id], day))
        groups = [due, [c for c in free if is_new(states.get(c.id))]]
    elif mode == "mistakes":
        groups = [[c for c in ordered if missed(states.get(c.id))]]
    else:
        seen = sorted((c for c in ordered if c.id in states), key=lambda c: states[c.id].day)
        groups = [[c for c in ordered if c.id not in states], seen]
    return _pick(groups, limit)


def _met_on(state: ItemState | None, day: int) -> bool:
    return state is not None and state.day == day


def _recall(state: ItemState, day: int) -> float:
    return retrievability(state.memory, day) if state.memory is not None else 0.0


def _pick(groups: list[list[Candidate]], limit: int) -> tuple[str, ...]:
    families: set[str] = set()
    picked: list[str] = []
    last = ""
    for group in groups:
        chosen: list[Candidate] = []
        for candidate in group:
            if len(picked) + len(chosen) >= limit:
                break
            if candidate.family is None or candidate.family not in families:
                chosen.append(candidate)
                families |= {candidate.family} if candidate.family else set()
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
