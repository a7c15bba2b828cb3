"""How many seats of an exam a topic or a level is owed, and how many of them a choice of items can fill at most.

An item may fill one seat of its topic and one of its level. Which items fill most seats together is a flow: from the
start through a topic, a family's offer and a level to the end. The flow that earns most is grown along the path that
earns most each time (successive shortest paths, with gains for costs; Busacker and Gowen 1960).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from enum import Enum, auto
from fractions import Fraction
from math import inf
from typing import TypeVar

_Name = TypeVar("_Name", str, int)

Seats = Counter[str | int]
"""Seats by topic path and level."""
Offer = tuple[str, frozenset[int]]
"""What one family can give under one topic: the topic, and the levels at which it has an item there."""


class _Node(Enum):
    START = auto()
    ANY_TOPIC = auto()
    ANY_LEVEL = auto()
    END = auto()


_Place = _Node | str | int | Offer
_Arc = tuple[_Place, _Place]


def seats_owed(shares: Mapping[_Name, str], items: int) -> dict[_Name, int]:
    """Return how many of `items` seats each name is owed: exact largest remainders (Hamilton's method).

    Shares are plain digits, 0 or more. If they sum to more than 1, each is divided by the sum; if to less, what they
    leave is free and is one more claim. Among equal remainders the lower name comes first and the free seats last.
    """
    names = sorted(shares)
    whole = max(Fraction(1), sum(map(Fraction, shares.values()), Fraction()))
    claims = [Fraction(shares[name]) * items / whole for name in names]
    claims.append(items - sum(claims, Fraction()))
    seats = [int(claim) for claim in claims]
    by_remainder = sorted(range(len(claims)), key=lambda place: seats[place] - claims[place])
    for place in by_remainder[: items - sum(seats)]:
        seats[place] += 1
    return dict(zip(names, seats[:-1], strict=True))


def most_filled(owed: Seats, offers: Counter[Offer], items: int) -> int:
    """Return how many of the owed seats at most `items` families can fill, one item each.

    `offers` counts the families of each kind. A topic or level that is not in `owed` has no seats.
    """
    room, seats = _network(owed, offers, items)
    filled = 0
    while items:
        path = _best_path(room, seats)
        earned = len(seats.intersection(path))
        if not earned:
            break
        width = min(items, *(room[arc] for arc in path))
        for tail, head in path:
            room[tail, head] -= width
            room[head, tail] += width
        items -= width
        filled += width * earned
    return filled


def _network(owed: Seats, offers: Counter[Offer], items: int) -> tuple[Counter[_Arc], set[_Arc]]:
    """Return how many items each arc lets through, and which of them fill seats."""
    room: Counter[_Arc] = Counter()
    seats: set[_Arc] = set()
    room[_Node.START, _Node.ANY_TOPIC] = room[_Node.ANY_LEVEL, _Node.END] = items
    for offer, families in offers.items():
        topic, levels = offer
        room[topic, offer] = families
        room[_Node.START, topic] = owed[topic]
        room[_Node.ANY_TOPIC, topic] = items
        seats.add((_Node.START, topic))
        for level in levels:
            room[offer, level] = families
            room[level, _Node.END] = owed[level]
            room[level, _Node.ANY_LEVEL] = items
            seats.add((level, _Node.END))
    return room, seats


def _best_path(room: Counter[_Arc], seats: Set[_Arc]) -> list[_Arc]:
    """Return the arcs from start to end that fill most seats together; none if there is no room for one more item."""
    best: dict[_Place, float] = {_Node.START: 0}
    by: dict[_Place, _Arc] = {}
    # A path neither comes back to the start nor goes on from the end: a seat once filled is not emptied again.
    arcs = [arc for arc, left in room.items() if left and arc[0] is not _Node.END and arc[1] is not _Node.START]
    better = True
    while better:
        better = False
        for arc in arcs:
            tail, head = arc
            earned = best.get(tail, -inf) + (arc in seats)
            if earned > best.get(head, -inf):
                best[head], by[head], better = earned, arc, True
    path: list[_Arc] = []
    place: _Place = _Node.END
    while place in by:
        path.append(by[place])
        place = by[place][0]
    return path
