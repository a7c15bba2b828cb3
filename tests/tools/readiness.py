"""Expected recall on the day to be ready for, by what is asked first: new items paced (ours), due first, at random.

    python -m tests.tools.readiness [--learners 60] [--items 200] [--seed 1] [--json]

Simulated learners know half of the items at first sight; after that an answer is right with the probability that the
memory model gives, so the model is true. What is missed is asked once more on the same day, as another question of the
day's budget. Prints the mean of the recall expected on the day, and the share of items seen by then (SCORING 2.6).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from random import Random
from statistics import fmean
from typing import NamedTuple

from quiz.learning import Candidate, ItemState, Rating, Terms, is_new, make_plan, retrievability
from quiz.learning.memory import review
from quiz.learning.ready import begun_on, due_days, quota, readiness


class Course(NamedTuple):
    """Days until the date, questions a day, items to learn."""

    days: int
    budget: int
    items: int = 200

    @property
    def ready(self) -> int:
        """The day itself, when learning begins on day 1."""
        return self.days + 1

    @property
    def ids(self) -> list[str]:
        """The ids of the items."""
        return [f"item {n}" for n in range(self.items)]


States = Mapping[str, ItemState]
Policy = Callable[[Course, list[Candidate], States, int, Random], Sequence[str]]
"""Which items to ask on a day, in their order."""

COURSES = (Course(14, 25), Course(30, 10), Course(30, 25), Course(60, 15))


def at_random(course: Course, items: list[Candidate], states: States, day: int, rng: Random) -> Sequence[str]:
    """Ask whatever comes."""
    return [item.id for item in rng.sample(items, min(course.budget, len(items)))]


def due_first(course: Course, items: list[Candidate], states: States, day: int, rng: Random) -> Sequence[str]:
    """Ask what is due, then what is new, as when there is no date."""
    return make_plan(items, states, day, "learn", course.budget, "seed")


def paced_new(course: Course, items: list[Candidate], states: States, day: int, rng: Random) -> Sequence[str]:
    """Ask the day's quota of new items, what is due when nothing waits beyond the eve, further new items."""
    unseen = sum(is_new(states.get(item.id)) for item in items)
    owed = quota(unseen, day, 1, course.ready, begun_on(states.values(), day))
    terms = Terms(due=due_days(states, day, course.ready, course.budget), quota=owed)
    return make_plan(items, states, day, "learn", course.budget, "seed", terms)


POLICIES: dict[str, Policy] = {"random": at_random, "due first, then new": due_first, "paced new, then due": paced_new}


def _ask(state: ItemState | None, day: int, rng: Random) -> ItemState:
    before = state.memory if state is not None else None
    passed = rng.random() < (0.5 if before is None else retrievability(before, day))
    after = review(before, Rating.GOOD if passed else Rating.AGAIN, day)
    return ItemState(passed=passed, share=float(passed), day=day, memory=after, before=before)


def _asked_again(state: ItemState, day: int) -> ItemState:
    memory = review(state.memory, Rating.GOOD, day)
    return ItemState(passed=True, share=1.0, day=day, memory=memory, before=state.before)


def study(policy: Policy, course: Course, rng: Random) -> dict[str, ItemState]:
    """Return what a learner has in memory who keeps to a policy every day up to the eve."""
    items = [Candidate(item, "topic") for item in course.ids]
    states: dict[str, ItemState] = {}
    for day in range(1, course.ready):
        left = course.budget
        for item in policy(course, items, states, day, rng):
            if not left:
                break
            states[item] = _ask(states.get(item), day, rng)
            left -= 1
            if not states[item].passed and left:
                states[item] = _asked_again(states[item], day)
                left -= 1
    return states


def on_the_day(policy: Policy, course: Course, learners: int, seed: int) -> tuple[float, float]:
    """Return the recall expected on the day and the share of items seen by then, means over learners."""
    chances = dict.fromkeys(course.ids, Fraction(0))
    known = [readiness(chances, study(policy, course, Random(f"{seed} {n}")), course.ready) for n in range(learners)]
    made = [one for one in known if one is not None]
    return fmean(one.expected for one in made), fmean(one.seen / one.items for one in made)


def main() -> int:
    """Simulate and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--learners", type=int, default=60)
    parser.add_argument("--items", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    courses = [course._replace(items=options.items) for course in COURSES]
    found = {
        name: [on_the_day(policy, course, options.learners, options.seed) for course in courses]
        for name, policy in POLICIES.items()
    }
    if options.json:
        rows = [
            {"policy": name, **course._asdict(), "recall": recall, "seen": seen}
            for name, results in found.items()
            for course, (recall, seen) in zip(courses, results, strict=True)
        ]
        print(json.dumps({"learners": options.learners, "seed": options.seed, "readiness": rows}, indent=2))
        return 0
    print(f"{'recall on the day (share seen)':32}" + "".join(f"{f'{c.days} d x {c.budget}':>14}" for c in courses))
    for name, results in found.items():
        print(f"{name:32}" + "".join(f"{f'{recall:.3f} ({seen:.2f})':>14}" for recall, seen in results))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
