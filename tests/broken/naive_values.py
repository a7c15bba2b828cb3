"""Naive ways to score, read, keep and bring back: each one breaks a law that guards the real one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from itertools import count
from math import exp, log
from typing import Any

import yaml
from fsrs import Card, Scheduler, State
from fsrs import Rating as Grade
from msgspec import structs

from quiz.items import Item
from quiz.items.marking import MultipleMarking, NumericMarking
from quiz.learning import Body, Event, ItemState, Memory, Rating, fold
from quiz.learning.memory import review
from quiz.scoring import Outcome
from quiz.store import Log, Moment
from quiz.store.rows import BadRow, row_of
from tests.strategies.items import Documents
from tests.strategies.worlds import World
from tests.support.store import events_in, lines_of

_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)
_PER = {"cm": 0.01, "m": 1.0, "kg": 1.0, "tonnes": 1000.0}


def shares_summed_in_floats(marking: MultipleMarking, picked: list[str]) -> float:
    right, wrong = len(marking.key), max(1, len(marking.options) - len(marking.key))
    ticked = set(picked)
    return sum((1 / right if o in marking.key else -1 / wrong) for o in marking.options if o in ticked)


def right_less_wrong_without_a_floor(marking: MultipleMarking, picked: list[str]) -> Fraction:
    right = len(set(picked) & set(marking.key))
    return Fraction(right - len(set(picked) - set(marking.key)), len(marking.key))


def fewer_ticks_are_better(marking: MultipleMarking, picked: list[str]) -> Fraction:
    return 1 - Fraction(len(set(picked) & set(marking.key)), len(marking.key))


def fraction_of_the_text(marking: NumericMarking, text: str) -> Fraction:
    return Fraction(Fraction(text) == Fraction(marking.accepted[0][0]))


def float_factors(marking: NumericMarking, text: str) -> bool:
    number, unit = text.replace(",", ".").split()
    value, base = (float(n) * _PER[u] for n, u in (marking.accepted[0], (number, unit)))
    return abs(base - value) <= float(marking.tolerance_abs) * _PER[marking.unit]


def casefold_alone(text: str) -> str:
    return text.casefold().strip()


def kept_as_a_float(outcome: Outcome) -> Outcome:
    share = Fraction(float(outcome.share))
    return structs.replace(outcome, score=f"{share.numerator}/{share.denominator}")


_CALLS = count()


def as_of_now(events: Iterable[Event]) -> dict[str, ItemState]:
    """A fold that looks at the clock: what it says changes while one looks."""
    now = next(_CALLS)
    return {item: structs.replace(state, day=state.day + now) for item, state in fold(events).items()}


def split_at_any_line_end(events: Sequence[Event]) -> list[Event]:
    """Lines end where Unicode says that a line may end."""
    found: list[Event] = []
    for line in lines_of(events).decode().splitlines():
        try:
            found += events_in(line.encode() + b"\n")
        except BadRow:
            continue
    return found


def a_number_kept_in_memory(log: Log, body: Body, moment: Moment) -> Event:
    """A program counts the events that it has written itself."""
    number = getattr(log, "written", 0) + 1
    log.written = number  # type: ignore[attr-defined]
    event = log._made(body, moment, log._device, number)
    with log.transaction() as connection:
        connection.execute(f"INSERT INTO events VALUES ({', '.join('?' * 13)})", row_of(event))
    return event


def without_a_ceiling(memory: Memory | None, rating: Rating, day: int) -> Memory:
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(1, due=_NOON)
    if memory is not None:
        card = Card(1, State.Review, None, memory.stability, memory.difficulty, _NOON, _NOON)
    now = _NOON + timedelta(days=day - memory.day if memory is not None else 0)
    after = scheduler.review_card(card, Grade(rating), now)[0]
    return Memory(float(after.stability or 0), float(after.difficulty or 0), day, day + (after.due - now).days)


def whole_days_cut_off(memory: Memory | None, rating: Rating, day: int) -> Memory:
    made = review(memory, rating, day)
    return structs.replace(made, due=made.day + max(1, int(made.stability)))


def exponential(memory: Memory, day: int) -> float:
    return exp(log(0.9) * (day - memory.day) / memory.stability)


def values_of_yaml_1_1(text: str) -> Any:
    return yaml.safe_load(text)["field"]


def whatever_pyyaml_says(text: str) -> Any:
    return yaml.safe_load(text)


def whatever_can_be_read(item: Item, documents: Documents) -> bool:
    """An item is sound if its fields have the right types."""
    return True


def hash_of_the_text(world: World, text: str) -> str:
    return sha256(text.encode()).hexdigest()
