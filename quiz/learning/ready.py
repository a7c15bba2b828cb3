"""A date to be ready for: how many new items a day, what is due before the date, what share is expected on it.

SCORING 2.6. Days are ordinals of study days. `ready` is the day itself; its eve, the day before, is the last one to
study on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from heapq import heappush, heapreplace
from math import fsum, sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

from quiz.learning.state import ItemState, retrievability

if TYPE_CHECKING:
    from fractions import Fraction


class Readiness(Struct, frozen=True):
    """The share in [0, 1] expected on the day, the range that holds it 19 times in 20; how many items, how many seen.

    The range is the luck of the day alone: what the memory model misjudges is not in it.
    """

    expected: float
    low: float
    high: float
    items: int
    seen: int


def quota(unseen: int, today: int, start: int, ready: int, begun: int = 0) -> int:
    """Return how many new items are owed on what is left of today; 0 after the eve.

    SCORING 2.6: ceil(unseen / max(1, days left - all days / 5)) a day, so that the last fifth of the days is kept for
    repeating. `unseen` items wait, `begun` more had their first review today and count as part of the day's quota;
    `start` is the day on which learning for the date began.
    """
    if today >= ready:
        return 0
    fifths = max(5, 5 * (ready - today) - max(0, ready - start))
    return max(0, -(-5 * (unseen + begun) // fifths) - begun)


def begun_on(states: Iterable[ItemState], day: int) -> int:
    """Return how many items had their first review on a study day and none on a later one."""
    return sum(s.memory is not None and s.before is None and s.memory.day == day for s in states)


def reachable(unseen: int, budget: int, days_left: int) -> int:
    """Return how many of the `unseen` items `budget` questions a day (0 or more) can cover; if not all, warn.

    SCORING 2.6: budget · days · 0.67, rounded down; the third question of three goes into repeating.
    """
    return min(unseen, budget * max(0, days_left) * 67 // 100)


def due_days(states: Mapping[str, ItemState], today: int, ready: int, budget: int) -> dict[str, int]:
    """Return the day on which each reviewed item is due when there is a date to be ready for.

    `states` are those of the items that may be asked: each takes a place of its day.
    What would be due only after the eve comes back once before it: as late as `budget` questions a day (1 or more)
    allow, those most likely forgotten by the day nearest to it, never again on the day of their last review. Where the
    days are full, what is too much is spread evenly. What was reviewed on the eve or later keeps its own due day, and
    from the day on all do.
    """
    known = {item: state.memory for item, state in states.items() if state.memory is not None}
    due = {item: memory.due for item, memory in known.items()}
    eve = ready - 1
    if today > eve:
        return due
    late = [
        (max(today, memory.day + 1), retrievability(memory, ready), item)
        for item, memory in known.items()
        if memory.day < eve < memory.due
    ]
    load = Counter(max(today, day) for day in due.values())
    load[today] += sum(memory.day == today for memory in known.values())
    return due | _spread(late, load, eve, budget)


def _spread(late: list[tuple[int, float, str]], load: Counter[int], eve: int, budget: int) -> dict[str, int]:
    """Return a day up to the eve for each item, given as first day allowed, recall on the day, id.

    Those with fewest days to choose from choose first, so that a place is missed only where there is none.
    """
    placed: dict[str, int] = {}
    days: list[tuple[int, int]] = []
    first = eve + 1
    for earliest, _, item in sorted(late, key=lambda entry: (-entry[0], *entry[1:])):
        for day in range(earliest, first):
            heappush(days, (max(0, load[day] + 1 - budget), -day))
        first = earliest
        day = -days[0][1]
        placed[item] = day
        load[day] += 1
        heapreplace(days, (max(0, load[day] + 1 - budget), -day))
    return placed


def readiness(chances: Mapping[str, Fraction], states: Mapping[str, ItemState], ready: int) -> Readiness | None:
    """Return the share of items expected right on the day if none is answered until then, None without items.

    `chances` has the items that count (of a topic, a document, all) and what a blind guess earns on each, in [0, 1].
    An item earns R + (1 - R) · chance, R its retrievability on the day and 0 while new: SCORING 3.2, with all items
    alike. The last share, which mastery counts, does not: R is the chance of a pass and knows of every miss, so a share
    of 0 would say that what was missed today is missed for sure on the day. The range is that of a sum of independent
    answers (Poisson binomial): 1.96 · sqrt(sum r · (1 - r)) / n on both sides.
    """
    if not chances:
        return None
    earned, seen = [], 0
    for item, chance in chances.items():
        state = states.get(item)
        guess = float(chance)
        recall = 0.0
        if state is not None and state.memory is not None:
            recall = retrievability(state.memory, ready)
            seen += 1
        earned.append(guess + (1 - guess) * recall)
    expected = fsum(earned) / len(earned)
    reach = 1.96 * sqrt(fsum(r * (1 - r) for r in earned)) / len(earned)
    return Readiness(expected, max(0.0, expected - reach), min(1.0, expected + reach), len(earned), seen)
