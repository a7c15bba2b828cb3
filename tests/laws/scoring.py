"""Laws of scoring. A rule earns a share in [0, 1] for a response to a marking; asked again earns nothing yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec import structs

from quiz.items.marking import Marking, MultipleMarking, TextMarking
from quiz.scoring import AskAgain, Outcome, Policy, score
from tests import oracles
from tests.strategies.scoring import Chosen, Measured, Picked, Typed

Rule = Callable[[Any, Any], Fraction]
Distance = Callable[[str, str, int], int]


def earned(marking: Marking, response: Any) -> Fraction:
    made = score(marking, response, Policy())
    return Fraction(0) if isinstance(made, AskAgain) else made.share


def marked(made: Outcome | AskAgain) -> tuple[Any, ...]:
    """Return what of an outcome two equal markings share; the form named may be another spelling."""
    return ("ask", made.reason) if isinstance(made, AskAgain) else (made.score, made.verdict, made.notes, made.match)


def ticking_all_or_none_earns_nothing(rule: Rule, marking: MultipleMarking) -> None:
    if len(marking.key) < len(marking.options):
        assert rule(marking, list(marking.options)) == 0
    assert rule(marking, []) == 0


def one_more_right_tick_never_lowers_and_one_more_wrong_never_raises(rule: Rule, case: Picked) -> None:
    before = rule(case.marking, case.picked)
    for option in set(case.marking.options) - set(case.picked):
        after = rule(case.marking, [*case.picked, option])
        assert after >= before if option in case.marking.key else after <= before


def asking_for_the_others_and_ticking_the_others_is_the_same(rule: Rule, case: Picked) -> None:
    options, key = case.marking.options, case.marking.key
    if not 0 < len(key) < len(options):
        return
    negated = MultipleMarking(options=options, key=tuple(o for o in options if o not in key))
    assert rule(negated, [o for o in options if o not in case.picked]) == rule(case.marking, case.picked)


def a_tick_counts_once(rule: Rule, case: Picked) -> None:
    assert rule(case.marking, case.picked) == rule(case.marking, sorted(set(case.picked)))


def only_the_key_earns_everything(rule: Rule, case: Picked) -> None:
    assert (rule(case.marking, case.picked) == 1) is (set(case.picked) == set(case.marking.key))


def the_order_of_options_does_not_count(rule: Rule, case: Picked | Chosen) -> None:
    moved = structs.replace(case.marking, options=case.order)
    assert rule(moved, case.picked) == rule(case.marking, case.picked)


def a_number_is_right_in_the_closed_interval_and_nowhere_else(rule: Rule, case: Measured) -> None:
    value, typed = Fraction(case.value), Fraction(case.typed)
    widest = max(Fraction(case.absolute), Fraction(case.relative) * abs(value))
    assert rule(case.marking, case.text()) == (abs(typed - value) <= widest)


def turning_both_signs_changes_nothing(rule: Rule, case: Measured) -> None:
    turned = case._replace(value=-case.value, typed=-case.typed)
    assert rule(turned.marking, turned.text()) == rule(case.marking, case.text())


def a_wider_tolerance_never_makes_right_wrong(rule: Rule, case: Measured) -> None:
    wider = case._replace(absolute=case.absolute + Decimal("0.1"), relative=case.relative + Decimal("0.1"))
    assert rule(wider.marking, case.text()) >= rule(case.marking, case.text())


def _rivals(marking: TextMarking) -> list[str]:
    return [form for group in (*marking.reject, *marking.differs, marking.rivals) for form in group]


def every_form_earns_and_no_rival_does(rule: Rule, marking: TextMarking) -> None:
    assert all(rule(marking, form) == 1 for form in marking.accepted)
    assert all(rule(marking, rival) == 0 for rival in _rivals(marking))


def a_slip_is_judged_by_its_edits_and_by_rivals(rule: Rule, case: Typed) -> None:
    expected = oracles.text_share(case.marking.accepted, _rivals(case.marking), case.text)
    assert rule(case.marking, case.text) == expected


def other_digits_are_never_a_slip(rule: Rule, case: Typed) -> None:
    runs = [re.findall(r"\d+", form) for form in case.marking.accepted]
    if re.findall(r"\d+", case.text) not in runs:
        assert rule(case.marking, case.text) == 0


def no_answer_of_a_set_passes_for_another(rule: Rule, answers: tuple[str, ...]) -> None:
    for answer in answers:
        marking = TextMarking(accepted=(answer,), rivals=tuple(a for a in answers if a != answer))
        assert [a for a in answers if rule(marking, a) == 1] == [answer]


def neighbouring_swaps_are_one_edit(rule: Distance, pair: tuple[str, str]) -> None:
    left, right = pair
    edits = oracles.osa(left, right)
    assert rule(left, right, 99) == edits == rule(right, left, 99)
    assert rule(left, right, 1) == min(edits, 2)
    assert edits >= abs(len(left) - len(right))
    assert (edits == 0) is (left == right)
