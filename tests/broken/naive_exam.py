"""Exams that look right and are not: each one breaks a law that guards the real one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from random import Random

from msgspec import structs

from quiz.items import ExamFile
from quiz.learning.exam import ExamCandidate, ExamMark, ExamPlan, exam_mark, exam_plan, exam_topic
from quiz.learning.seats import Offer, Seats, seats_owed
from quiz.scoring.outcome import share_text


def each_share_rounded(shares: Mapping[str, str], items: int) -> Mapping[str, int]:
    whole = max(1.0, sum(map(float, shares.values())))
    return {name: round(float(shares[name]) / whole * items) for name in sorted(shares)}


def what_is_left_to_the_last(shares: Mapping[str, str], items: int) -> Mapping[str, int]:
    whole = max(Fraction(1), sum(map(Fraction, shares.values()), Fraction()))
    owed = {name: int(Fraction(shares[name]) / whole * items) for name in sorted(shares)}
    for name in list(owed)[-1:] if whole > 1 else ():
        owed[name] += items - sum(owed.values())
    return owed


def _greedy(
    order: Iterable[ExamCandidate], blueprint: ExamFile, of: Callable[[ExamCandidate], Sequence[str | int]]
) -> ExamPlan:
    """Take whatever fills a seat of which it is the turn, then whatever is left."""
    owed: dict[str | int, int] = {
        **seats_owed(blueprint.topics, blueprint.items),  # type: ignore[dict-item]
        **seats_owed(blueprint.levels, blueprint.items),  # type: ignore[dict-item]
    }
    items = list(order)
    first: list[ExamCandidate] = []
    for item in items:
        seats = of(item)
        if all(owed.get(seat, 0) for seat in seats):
            first.append(item)
            for seat in seats:
                owed[seat] -= 1
    taken: list[ExamCandidate] = []
    for item in dict.fromkeys([*first, *items]):
        if item.family is None or all(item.family != other.family for other in taken):
            taken.append(item)
    return ExamPlan(tuple(item.id for item in taken[: blueprint.items]))


def _by_chance(candidates: Iterable[ExamCandidate], seed: str) -> list[ExamCandidate]:
    mixed = sorted({c.id: c for c in candidates}.values(), key=lambda c: c.id)
    Random(seed).shuffle(mixed)
    return mixed


def topics_and_then_levels(candidates: Iterable[ExamCandidate], blueprint: ExamFile, seed: str) -> ExamPlan:
    return _greedy(_by_chance(candidates, seed), blueprint, lambda c: [exam_topic(c.topics, blueprint.topics)])


def whatever_fills_both(candidates: Iterable[ExamCandidate], blueprint: ExamFile, seed: str) -> ExamPlan:
    return _greedy(_by_chance(candidates, seed), blueprint, lambda c: [exam_topic(c.topics, blueprint.topics), c.level])


def shuffled_by_position(candidates: Iterable[ExamCandidate], blueprint: ExamFile, seed: str) -> ExamPlan:
    items = list({c.id: c for c in candidates}.values())
    Random(seed).shuffle(items)
    return _greedy(items, blueprint, lambda c: [c.level])


def the_same_few(candidates: Iterable[ExamCandidate], blueprint: ExamFile, seed: str) -> ExamPlan:
    """The order comes from the seed, the choice does not."""
    made = exam_plan(candidates, blueprint, "")
    return structs.replace(made, items=tuple(Random(seed).sample(made.items, len(made.items))))


def families_forgotten(candidates: Iterable[ExamCandidate], blueprint: ExamFile, seed: str) -> ExamPlan:
    return exam_plan([structs.replace(c, family=None) for c in candidates], blueprint, seed)


def larger_families_sooner(candidates: Iterable[ExamCandidate], blueprint: ExamFile, seed: str) -> ExamPlan:
    """Items are shuffled, not families: the more siblings, the sooner one of them comes."""
    return _greedy(_by_chance(candidates, seed), blueprint, lambda c: [c.id])


def in_order_of_the_draw(candidates: Iterable[ExamCandidate], blueprint: ExamFile, seed: str) -> ExamPlan:
    """What there are few seats for is drawn early, before its seats are full."""
    return _greedy(_by_chance(candidates, seed), blueprint, lambda c: [c.level])


def nothing_is_short(candidates: Iterable[ExamCandidate], blueprint: ExamFile, seed: str) -> ExamPlan:
    return structs.replace(exam_plan(candidates, blueprint, seed), short=())


def topics_and_levels_apart(owed: Seats, offers: Counter[Offer], items: int) -> int:
    reach = Seats()
    for topic, levels in offers.elements():
        reach.update((topic, *levels))
    return min(2 * items, (owed & reach).total())


def float_mark(
    shares: Mapping[str, Fraction | str],
    items: Sequence[str],
    candidates: Iterable[ExamCandidate],
    blueprint: ExamFile,
) -> ExamMark:
    made = exam_mark(shares, items, candidates, blueprint)
    total = 0.0
    for name in items:
        total += float(Fraction(shares.get(name, 0)))
    return structs.replace(
        made,
        score=share_text(Fraction(total) / max(1, len(items))),
        passed=total >= float(blueprint.pass_mark) * len(items),
    )


def only_what_was_answered(
    shares: Mapping[str, Fraction | str],
    items: Sequence[str],
    candidates: Iterable[ExamCandidate],
    blueprint: ExamFile,
) -> ExamMark:
    return exam_mark(shares, [name for name in items if name in shares], candidates, blueprint)


def above_the_pass_mark(
    shares: Mapping[str, Fraction | str],
    items: Sequence[str],
    candidates: Iterable[ExamCandidate],
    blueprint: ExamFile,
) -> ExamMark:
    made = exam_mark(shares, items, candidates, blueprint)
    return structs.replace(made, passed=Fraction(made.score) > Fraction(blueprint.pass_mark))
