from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from statistics import stdev

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.items import ExamFile
from quiz.learning import exam
from quiz.learning.exam import (
    ExamCandidate,
    ExamMark,
    ExamPlan,
    ExamRow,
    Short,
    exam_mark,
    exam_plan,
    exam_topic,
    time_left,
)
from quiz.learning.seats import Offer, Seats, most_filled, seats_owed
from tests.laws import exam as laws
from tests.strategies.exam import (
    FEW_HARD,
    HARD,
    SHARES,
    SIBLINGS,
    ExamCase,
    Sat,
    exam_cases,
    offers,
    on_the_line,
    owed_seats,
    sat_exams,
)

PLANNING = (
    laws.an_exam_is_full_and_asks_nothing_twice,
    laws.no_choice_fills_more_seats,
    laws.what_it_falls_short_of_is_told,
    laws.the_order_of_candidates_does_not_count,
    laws.topics_change_where_they_can,
)
MARKING = (
    laws.a_mark_is_the_sum_of_what_the_items_earned,
    laws.neither_order_nor_form_counts,
    laws.no_answer_earns_what_a_wrong_one_earns,
)


@pytest.mark.parametrize("law", PLANNING)
@given(case=exam_cases())
def test_an_exam_is_drawn(law: Callable[..., None], case: ExamCase) -> None:
    law(exam_plan, case)


@given(exam_cases(5))
def test_whatever_belongs_to_a_best_exam_can_be_drawn(case: ExamCase) -> None:
    laws.whatever_belongs_to_a_best_exam_can_be_drawn(exam_plan, case)


def _library(size: int = 60) -> list[ExamCandidate]:
    return [
        ExamCandidate(f"i{n}", (f"t{n % 4}/x",), n % 3 + 1, f"f{n // 2}" if n % 10 < 2 else None) for n in range(size)
    ]


BLUEPRINT = ExamFile(items=12, topics={"t0": "0.5", "t1": "0.25"}, levels={1: "0.25", 2: "0.5", 3: "0.25"})


def test_in_a_rich_library_every_seat_is_filled_and_each_seed_gives_an_exam_of_its_own() -> None:
    library = _library()
    drawn = {exam_plan(library, BLUEPRINT, f"seed {n}") for n in range(50)}
    assert len(drawn) == 50
    assert {made.short for made in drawn} == {()}
    assert len({frozenset(made.items) for made in drawn}) == 50


def test_the_same_seed_gives_the_same_exam_for_ever() -> None:
    drawn = exam_plan(_library(), BLUEPRINT, "2026").items
    assert " ".join(drawn) == "i16 i13 i32 i35 i36 i25 i12 i23 i52 i54 i40 i37"
    assert exam_plan(_spread(6), ExamFile(items=4, topics={"a": "0.5"}), "2026").items == ("a4", "b3", "a1", "b0")


@pytest.mark.parametrize(
    ("case", "alike", "limit"),
    [
        (SIBLINGS, (("i0", "i1", "i2", "i3"), ("i4",), ("i5",), ("i6",), ("i7",)), 23.6),
        (SIBLINGS, (("i0",), ("i1",), ("i2",), ("i3",)), 21.2),
        (FEW_HARD, tuple((name,) for name in HARD), 23.6),
        (FEW_HARD, (("i5",), ("i6",), ("i7",), ("i8",), ("i9",)), 23.6),
    ],
    ids=["families", "siblings", "level 3", "level 1"],
)
def test_items_that_do_not_differ_are_drawn_equally_often(
    case: ExamCase, alike: tuple[tuple[str, ...], ...], limit: float
) -> None:
    laws.each_is_as_likely_as_another(exam_plan, case, alike, limit)


def test_hard_items_come_at_any_place_however_few_there_are() -> None:
    laws.every_place_in_the_exam_is_as_likely(exam_plan, FEW_HARD, HARD, 25.8)


SCRIPT = """
import json
from tests.test_exam import BLUEPRINT, _library
from quiz.learning.exam import exam_plan
print(json.dumps([exam_plan(_library(), BLUEPRINT, f"seed {n}").items for n in range(5)]))
"""


def test_every_process_draws_the_same_exam(root: Path) -> None:
    printed = set()
    for hash_seed in "12":
        world = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(root)}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=world, cwd=root, capture_output=True, text=True, check=True
        )
        printed.add(run.stdout)
    assert [tuple(items) for items in json.loads(printed.pop())] == [
        exam_plan(_library(), BLUEPRINT, f"seed {n}").items for n in range(5)
    ]
    assert not printed


def _spread(families: int) -> list[ExamCandidate]:
    """Families of two: one easy in topic a, one hard in topic b."""
    return [
        ExamCandidate(f"{'ab'[k]}{n}", ("ab"[k],), (1, 3)[k], f"f{n:02}") for n in range(families) for k in range(2)
    ]


def test_families_over_several_topics_are_settled_so_that_most_seats_are_filled() -> None:
    blueprint = ExamFile(items=4, topics={"a": "0.5", "b": "0.5"})
    for n in range(30):
        assert exam_plan(_spread(4), blueprint, f"seed {n}").short == ()


@given(exam_cases(), st.integers(1, 2))
def test_an_exam_that_is_not_the_best_is_whole_and_says_so(case: ExamCase, tries: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exam, "TRIES", tries)
        for law in PLANNING:
            if law is not laws.no_choice_fills_more_seats:
                law(exam_plan, case)


def test_of_each_family_the_sibling_is_drawn_that_fills_a_seat() -> None:
    library = [ExamCandidate(f"i{n}-{level}", ("a",), level, f"f{n}") for n in range(6) for level in (1, 2)]
    for n in range(10):
        made = exam_plan(library, ExamFile(items=6, levels={2: "1"}), f"seed {n}")
        assert sorted(made.items) == [f"i{n}-2" for n in range(6)]


def test_the_number_of_tries_is_limited_and_the_best_of_them_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    blueprint = ExamFile(items=30, topics={"a": "0.9", "b": "0.1"})
    short = []
    for tries in (1, 20, 100):
        monkeypatch.setattr(exam, "TRIES", tries)
        made = exam_plan(_spread(30), blueprint, "seed")
        short.append(sum(s.wanted - s.had for s in made.short))
    assert short[0] > short[1] >= short[2] > 0


def test_a_blueprint_that_the_first_try_meets_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def counted(*arguments: object) -> int:
        calls.append(arguments)
        return most_filled(*arguments)  # type: ignore[arg-type]

    calls: list[object] = []
    monkeypatch.setattr(exam, "most_filled", counted)
    made = exam_plan(_spread(10), ExamFile(items=1, topics={"a": "1"}, levels={1: "1", 2: "0"}), "seed")
    assert made.short == ()
    assert len(calls) < 10


@pytest.mark.parametrize(
    ("topics", "paths", "path"),
    [
        (("a",), ("a",), "a"),
        (("a/x",), ("a",), "a"),
        (("a/x/y",), ("a", "a/x"), "a/x"),
        (("a/x/y",), ("a/x", "a"), "a/x"),
        (("a",), ("a/x",), ""),
        (("ab",), ("a",), ""),
        (("a", "b"), ("b",), "b"),
        (("a", "b/z"), ("b/z", "a"), "a"),
        (("c", "d"), ("b", "a"), ""),
        (("a",), (), ""),
    ],
)
def test_an_item_counts_for_the_longest_path_over_its_first_topic_that_has_one(
    topics: tuple[str, ...], paths: tuple[str, ...], path: str
) -> None:
    assert exam_topic(topics, paths) == path


@given(st.dictionaries(st.sampled_from("abcde"), st.sampled_from(SHARES)), st.integers(1, 60))
def test_shares_become_seats(shares: dict[str, str], items: int) -> None:
    laws.seats_are_whole_and_go_to_the_largest_remainders(seats_owed, shares, items)


@given(owed_seats, offers, st.integers(0, 6))
@example(  # The way back through an offer has to grow twice.
    Counter({3: 3, "b": 1, "c": 1, 1: 1}),
    Counter({("c", frozenset({1})): 1, ("c", frozenset({2, 3})): 2, ("b", frozenset({2, 3})): 1}),
    4,
)
def test_as_many_seats_are_filled_as_any_choice_of_families_fills(
    owed: Seats, offered: Counter[Offer], items: int
) -> None:
    laws.no_choice_of_families_fills_more(most_filled, owed, offered, items)


@pytest.mark.parametrize(
    ("shares", "items", "owed"),
    [
        ({}, 5, {}),
        ({"a": "0"}, 5, {"a": 0}),
        ({"a": "1"}, 5, {"a": 5}),
        ({"b": "0.5", "a": "0.5"}, 5, {"a": 3, "b": 2}),
        ({"a": "0.333", "b": "0.333", "c": "0.334"}, 10, {"a": 3, "b": 3, "c": 4}),
        ({"a": "3", "b": "1"}, 8, {"a": 6, "b": 2}),
        ({"a": "0.5"}, 5, {"a": 3}),
        ({"a": "0.25"}, 5, {"a": 1}),
        ({"a": "0.1", "b": "0.1"}, 4, {"a": 1, "b": 0}),
        ({2: "0.5", 1: "0.5"}, 3, {1: 2, 2: 1}),
    ],
)
def test_seats_of_a_blueprint(shares: dict[str, str], items: int, owed: dict[str, int]) -> None:
    assert list(seats_owed(shares, items).items()) == list(owed.items())


def test_topics_and_levels_are_met_together_where_one_after_the_other_would_fail() -> None:
    library = [ExamCandidate(*c) for c in (("p", ("a",), 1), ("q", ("a",), 2), ("r", ("b",), 1))]
    blueprint = ExamFile(items=2, topics={"a": "0.5", "b": "0.5"}, levels={1: "0.5", 2: "0.5"})
    assert {frozenset(exam_plan(library, blueprint, f"{n}").items) for n in range(30)} == {frozenset("qr")}


def test_what_the_library_lacks_is_filled_up_with_other_items_and_told() -> None:
    library = [ExamCandidate(*c) for c in (("p", ("a",), 1), ("q", ("c",), 1), ("r", ("c",), 1))]
    blueprint = ExamFile(items=3, topics={"a": "0.7", "b": "0.3"}, levels={1: "0.4", 3: "0.6"})
    made = exam_plan(library, blueprint, "seed")
    assert sorted(made.items) == ["p", "q", "r"]
    assert made.short == (Short("a", 2, 1), Short("b", 1, 0), Short(3, 2, 0))


def test_an_empty_library_gives_an_empty_exam() -> None:
    assert exam_plan([], ExamFile(items=2, levels={1: "1"}), "seed") == ExamPlan((), (Short(1, 2, 0),))


@pytest.mark.parametrize("law", MARKING)
@given(sat=sat_exams())
def test_m7_an_exam_is_marked(law: Callable[..., None], sat: Sat) -> None:
    law(exam_mark, sat)


@given(on_the_line())
def test_m7_the_pass_mark_itself_passes_and_one_item_less_does_not(line: tuple[int, int, str]) -> None:
    laws.the_pass_mark_itself_passes(exam_mark, *line)


@given(sat_exams())
def test_rows_hold_what_the_items_of_a_topic_or_level_earned(sat: Sat) -> None:
    made = exam_mark(sat.shares, sat.items, sat.candidates, sat.blueprint)
    groups: dict[str | int, list[Fraction]] = {}
    for item in sat.candidates:
        for name in (laws.path_of(item, sat.blueprint.topics) or item.topics[0], item.level):
            groups.setdefault(name, []).append(sat.shares.get(item.id, Fraction()))
    assert {row.name: (Fraction(row.score), row.items) for row in made.rows} == {
        name: (sum(earned), len(earned)) for name, earned in groups.items()
    }
    names = [row.name for row in made.rows]
    assert names == [*sorted(n for n in names if isinstance(n, str)), *sorted(n for n in names if isinstance(n, int))]


@given(sat_exams())
def test_the_standard_error_is_that_of_a_mean_and_unknown_below_two_items(sat: Sat) -> None:
    made = exam_mark(sat.shares, sat.items, sat.candidates, sat.blueprint)
    earned = [float(sat.shares.get(name, 0)) for name in sat.items]
    if len(earned) < 2:
        assert made.standard_error is None
    else:
        assert made.standard_error == pytest.approx(stdev(earned) / len(earned) ** 0.5)


def test_a_mark_in_full() -> None:
    library = [
        ExamCandidate("p", ("b/z",), 2),
        ExamCandidate("q", ("a/x",), 1),
        ExamCandidate("r", ("a", "b"), 1),
        ExamCandidate("s", ("a",), 3),
    ]
    blueprint = ExamFile(items=4, topics={"b": "1"}, pass_mark="0.375")
    made = exam_mark({"p": "1/1", "r": "1/2", "s": "1/1"}, ("r", "p", "q", "gone"), library, blueprint)
    rows = (ExamRow("a/x", "0/1", 1), ExamRow("b", "3/2", 2), ExamRow(1, "1/2", 2), ExamRow(2, "1/1", 1))
    assert made == ExamMark("3/8", True, 2, 4, made.standard_error, rows)
    assert made.standard_error == pytest.approx((0.6875 / 12) ** 0.5)


@pytest.mark.parametrize(("right", "items", "score", "passed"), [(14, 20, "7/10", True), (1, 2, "1/2", False)])
def test_right_or_wrong_items_have_the_standard_error_of_lord(right: int, items: int, score: str, passed: bool) -> None:
    names = [f"i{n}" for n in range(items)]
    made = exam_mark(dict.fromkeys(names[:right], Fraction(1)), names, (), ExamFile())
    share = right / items
    assert (made.score, made.passed) == (score, passed)
    assert made.standard_error == pytest.approx((share * (1 - share) / (items - 1)) ** 0.5)


def test_an_exam_without_items_is_not_passed_and_has_no_error() -> None:
    assert exam_mark({"p": "1/1"}, (), (), ExamFile()) == ExamMark("0/1", False, 0, 0, None, ())


@given(st.integers(1, 600), st.lists(st.integers(0, 10**7)))
def test_time_left_is_what_answers_have_not_used(minutes: int, durations: list[int]) -> None:
    left = time_left(minutes, durations)
    assert left >= 0
    assert left + sum(durations) >= minutes * 60_000
    assert left == 0 or left + sum(durations) == minutes * 60_000
    assert time_left(minutes, iter(durations[::-1])) == left
