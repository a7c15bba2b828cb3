"""Laws of exams. A rule plans an exam, owes seats to names, or marks what was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, count, islice
from math import ceil, floor

from quiz.items import ExamFile
from quiz.learning.exam import ExamCandidate, ExamMark, ExamPlan, Short
from quiz.learning.seats import Offer, Seats, seats_owed
from tests import oracles
from tests.strategies.exam import ExamCase, Sat

Plan = Callable[[Iterable[ExamCandidate], ExamFile, str], ExamPlan]
Owe = Callable[[Mapping[str, str], int], Mapping[str, int]]
Fill = Callable[[Seats, Counter[Offer], int], int]
Mark = Callable[[Mapping[str, Fraction | str], Sequence[str], Iterable[ExamCandidate], ExamFile], ExamMark]


def path_of(item: ExamCandidate, paths: Collection[str]) -> str | None:
    for topic in item.topics:
        parts = topic.split("/")
        for size in range(len(parts), 0, -1):
            if "/".join(parts[:size]) in paths:
                return "/".join(parts[:size])
    return None


def short_of(chosen: Collection[ExamCandidate], blueprint: ExamFile) -> list[Short]:
    topics = Counter(path_of(item, blueprint.topics) for item in chosen)
    levels = Counter(item.level for item in chosen)
    wanted = [
        *(Short(path, n, topics[path]) for path, n in seats_owed(blueprint.topics, blueprint.items).items()),
        *(Short(level, n, levels[level]) for level, n in seats_owed(blueprint.levels, blueprint.items).items()),
    ]
    return [short for short in wanted if short.had < short.wanted]


def empty_seats(chosen: Collection[ExamCandidate], blueprint: ExamFile) -> int:
    return sum(short.wanted - short.had for short in short_of(chosen, blueprint))


def _size(case: ExamCase) -> int:
    lone = sum(item.family is None for item in case.candidates)
    return min(case.blueprint.items, lone + len({c.family for c in case.candidates} - {None}))


def best_exams(case: ExamCase) -> list[set[str]]:
    """Return every selection as large as can be, one of a family, that leaves fewest seats empty: by trying all."""
    found: list[tuple[int, set[str]]] = []
    for chosen in combinations(case.candidates, _size(case)):
        families = [item.family for item in chosen if item.family is not None]
        if len(set(families)) == len(families):
            found.append((empty_seats(chosen, case.blueprint), {item.id for item in chosen}))
    fewest = min(empty for empty, _ in found)
    return [chosen for empty, chosen in found if empty == fewest]


def an_exam_is_full_and_asks_nothing_twice(plan: Plan, case: ExamCase) -> None:
    asked = plan(*case).items
    family = {item.id: item.family for item in case.candidates}
    assert len(set(asked)) == len(asked) == _size(case)
    assert set(Counter(family[name] for name in asked if family[name] is not None).values()) <= {1}


def no_choice_fills_more_seats(plan: Plan, case: ExamCase) -> None:
    assert set(plan(*case).items) in best_exams(case)


def what_it_falls_short_of_is_told(plan: Plan, case: ExamCase) -> None:
    made = plan(*case)
    chosen = [item for item in case.candidates if item.id in made.items]
    assert list(made.short) == short_of(chosen, case.blueprint)


def the_order_of_candidates_does_not_count(plan: Plan, case: ExamCase) -> None:
    turned = [*reversed(case.candidates), *case.candidates[:1]]
    assert plan(*case) == plan(turned, case.blueprint, case.seed)


def topics_change_where_they_can(plan: Plan, case: ExamCase) -> None:
    topic = {item.id: item.topics[0] for item in case.candidates}
    asked = [topic[name] for name in plan(*case).items]
    assert oracles.neighbours(asked) == oracles.fewest_neighbours(asked)


def whatever_belongs_to_a_best_exam_can_be_drawn(plan: Plan, case: ExamCase) -> None:
    """By one of 2,000 seeds, if its chance is more than 1 in 100, which in so small a library it is."""
    waiting = set[str]().union(*best_exams(case))
    for n in islice(count(), 2_000):
        if not waiting:
            break
        waiting -= set(plan(case.candidates, case.blueprint, f"seed {n}").items)
    assert not waiting


def each_is_as_likely_as_another(plan: Plan, case: ExamCase, alike: Sequence[Collection[str]], limit: float) -> None:
    """Chi-square over 600 seeds; `limit` is exceeded by chance once in 10,000."""
    seeds = (f"{case.seed} {n}" for n in range(600))
    drawn = Counter(name for seed in seeds for name in plan(case.candidates, case.blueprint, seed).items)
    assert oracles.chi_square([sum(drawn[name] for name in names) for names in alike]) < limit


def every_place_in_the_exam_is_as_likely(plan: Plan, case: ExamCase, names: Collection[str], limit: float) -> None:
    """Chi-square over 600 seeds; `limit` is exceeded by chance once in 10,000."""
    places = [0] * case.blueprint.items
    for n in range(600):
        for place, name in enumerate(plan(case.candidates, case.blueprint, f"{case.seed} {n}").items):
            places[place] += name in names
    assert oracles.chi_square(places) < limit


def seats_are_whole_and_go_to_the_largest_remainders(owe: Owe, shares: Mapping[str, str], items: int) -> None:
    owed = owe(shares, items)
    assert list(owed) == sorted(shares)
    total = max(Fraction(1), sum(map(Fraction, shares.values()), Fraction()))
    claims = [(Fraction(shares[name]) / total * items, owed[name]) for name in owed]
    claims.append((items - sum((claim for claim, _ in claims), Fraction()), items - sum(owed.values())))
    assert all(floor(claim) <= seats <= ceil(claim) for claim, seats in claims)
    ranked = sorted(claims, key=lambda pair: pair[0] % 1, reverse=True)
    raised = [seats > claim for claim, seats in ranked if claim % 1]
    assert raised == sorted(raised, reverse=True)


def no_choice_of_families_fills_more(fill: Fill, owed: Seats, offers: Counter[Offer], items: int) -> None:
    """Family by family, each left out or taken at one of its levels: all the seats that can be taken that way."""
    reached: set[frozenset[tuple[str | int, int]]] = {frozenset()}
    for topic, levels in offers.elements():
        before = [Seats(dict(had)) for had in reached]
        for had in before:
            if had.total() < 2 * items:
                reached.update(frozenset((had + Seats((topic, level))).items()) for level in levels)
    assert fill(owed, offers, items) == max((owed & Seats(dict(had))).total() for had in reached)


def the_pass_mark_itself_passes(mark: Mark, items: int, right: int, written: str) -> None:
    names = [f"i{n}" for n in range(items)]
    blueprint = ExamFile(items=items, pass_mark=written)
    assert mark(dict.fromkeys(names[:right], "1/1"), names, (), blueprint).passed
    assert not mark(dict.fromkeys(names[: right - 1], "1/1"), names, (), blueprint).passed


def a_mark_is_the_sum_of_what_the_items_earned(mark: Mark, sat: Sat) -> None:
    made = mark(sat.shares, sat.items, sat.candidates, sat.blueprint)
    total = sum((sat.shares[name] for name in sat.items if name in sat.shares), Fraction())
    assert Fraction(made.score) * max(1, len(sat.items)) == total
    assert made.passed == (Fraction(made.score) >= Fraction(sat.blueprint.pass_mark))


def neither_order_nor_form_counts(mark: Mark, sat: Sat) -> None:
    made = mark(sat.shares, sat.items, sat.candidates, sat.blueprint)
    texts: dict[str, Fraction | str] = {name: f"{f.numerator}/{f.denominator}" for name, f in sat.shares.items()}
    turned = dict(reversed(texts.items()))
    assert mark(turned, sat.items[::-1], [*sat.candidates[::-1], *sat.candidates], sat.blueprint) == made


def no_answer_earns_what_a_wrong_one_earns(mark: Mark, sat: Sat) -> None:
    wrong = {name: sat.shares.get(name, Fraction()) for name in sat.items}
    made, other = (mark(shares, sat.items, sat.candidates, sat.blueprint) for shares in (sat.shares, wrong))
    assert (made.score, made.passed, made.rows) == (other.score, other.passed, other.rows)
