"""What a blind guess earns is counted, never guessed: every response is tried where there are few enough."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.items.marking import BooleanMarking, EvidenceMarking, Marking, MatchMarking, MultipleMarking, OrderMarking
from quiz.scoring import Outcome, Policy, key_response, score
from quiz.scoring.chance import arrangements, chance
from tests import oracles
from tests.laws import parts as laws
from tests.laws.scoring import earned
from tests.strategies import parts as cases
from tests.strategies import scoring as drawn
from tests.support.effort import FEWER


@pytest.mark.parametrize("kind", cases.GUESSABLE)
@FEWER
@given(data=st.data())
def test_s19_a_blind_guess_earns_its_chance(kind: str, data: st.DataObject) -> None:
    marking = data.draw(cases.GUESSABLE[kind])
    laws.a_blind_guess_earns_its_chance(chance, marking)
    for response in (None, key_response(marking)):
        made = score(marking, response, Policy())
        assert isinstance(made, Outcome)
        assert Fraction(made.chance) == chance(marking)


HALF = {"reject 0": "0.5"}
SIZES = [(1, 1), (2, 1), (1, 2), (2, 2), (1, 1, 1), (3, 2, 1), (1, 1, 1, 1, 1), (2, 3, 1), (1, 1, 2, 2)]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_arrangements_are_counted_by_their_wrong_pairs(sizes: tuple[int, ...]) -> None:
    groups = [group for group, size in enumerate(sizes) for _ in range(size)]
    counts: dict[int, int] = {}
    for given_ in set(permutations(groups)):
        wrong = sum(a > b for i, a in enumerate(given_) for b in given_[i + 1 :])
        counts[wrong] = counts.get(wrong, 0) + 1
    assert arrangements(sizes) == tuple(counts[wrong] for wrong in range(max(counts) + 1))


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize(("options", "mean"), [(4, "3/16"), (6, None)])
def test_s19_chance_of_an_order_is_its_mean_over_all_orders(options: int, mean: str | None, exact: bool) -> None:
    key = tuple((name,) for name in "abcdef"[:options])
    values = [max(Fraction(0), oracles.tau(key, p)) for p in permutations("abcdef"[:options])]
    made = [Fraction(v == 1) for v in values] if exact else values
    assert chance(OrderMarking(key=key, exact=exact)) == sum(made, Fraction(0)) / len(made)


@st.composite
def credited_orders(draw: st.DrawFn) -> OrderMarking:
    """An order of which two documents differ, by orders that no list agrees with at once, ties and credits included.

    It may be all or nothing: another document's order earns its credit even then.
    """
    key = draw(drawn.step_lists(most=5))
    options = [option for step in key for option in step]
    first, two = draw(drawn.steps_of(options)), draw(st.permutations(options))
    second = tuple((option,) for option in two)
    differs = (first,) if oracles.agrees(first, two) else (first, second)
    return OrderMarking(key=key, differs=differs, exact=draw(st.booleans()), credits=TWO_CREDITS)


TWO_CREDITS = {"differs 0": "0.7", "differs 1": "0.3"}
SINGLE = tuple((option,) for option in "abcd")


@FEWER
@given(credited_orders())
@example(OrderMarking(key=SINGLE, differs=(SINGLE[::-1],), exact=True, credits=TWO_CREDITS))
@example(OrderMarking(key=SINGLE, differs=(SINGLE[::-1],), credits=TWO_CREDITS))
@example(OrderMarking(key=SINGLE, differs=((("c", "d"), ("a", "b")),), credits={"differs 0": "1"}))
def test_s19_chance_of_an_order_counts_what_other_documents_orders_earn(marking: OrderMarking) -> None:
    laws.a_blind_guess_earns_its_chance(chance, marking)


@FEWER
@given(st.sets(st.frozensets(st.sampled_from("abcd"), min_size=1), min_size=3, max_size=3), st.booleans())
def test_s19_chance_of_ticks_counts_what_every_other_document_earns(sets: set[frozenset[str]], exact: bool) -> None:
    key, *others = (tuple(sorted(one)) for one in sorted(sets, key=sorted))
    laws.a_blind_guess_earns_its_chance(
        chance,
        MultipleMarking(options=tuple("abcd"), key=key, differs=tuple(others), exact=exact, credits=TWO_CREDITS),
    )


@FEWER
@given(drawn.match_markings(), st.data())
def test_s19_each_row_of_a_match_tells_the_chance_of_that_row(marking: MatchMarking, data: st.DataObject) -> None:
    picked = {row: data.draw(st.sampled_from((*marking.options, ""))) for row in marking.key}
    made = score(marking, picked, Policy())
    assert isinstance(made, Outcome)
    for row, part in made.parts.items():
        others = tuple({row: other[row]} if row in other else {} for other in marking.differs)
        alone = MatchMarking(
            options=marking.options, key={row: marking.key[row]}, differs=others, credits=marking.credits
        )
        shares = [earned(alone, {row: option}) for option in marking.options]
        assert Fraction(part.chance) == sum(shares, Fraction(0)) / len(shares)


@pytest.mark.parametrize(
    ("marking", "mean"),
    [
        (EvidenceMarking(sentences=("A.",), key=("A.",), need="any"), "1"),
        (EvidenceMarking(sentences=("A.",), key=("A.",), need="all"), "1/2"),
        (MatchMarking(options=("x", "y"), key={"a": "x", "b": "y"}, exact=True), "1/4"),
        (MatchMarking(options=("x", "y"), key={"a": "x", "b": "y"}), "1/2"),
        (MultipleMarking(options=("a", "b"), key=("a",), differs=(("b",),), credits={"differs 0": "0.5"}), "3/8"),
        (MultipleMarking(options=("a", "b"), key=("a",), differs=(("b",),)), "1/4"),
        (EvidenceMarking(sentences=("A.", "B."), key=("A.",), need="all"), "1/4"),
        (EvidenceMarking(sentences=("A.", "B."), key=("A.",), need="any", reject=("B.",), credits=HALF), "3/4"),
        (EvidenceMarking(sentences=("A.", "B."), key=("A.",), need="all", reject=("B.",), credits=HALF), "3/8"),
    ],
)
def test_s19_chances_that_can_be_counted_by_hand(marking: Marking, mean: str) -> None:
    assert chance(marking) == Fraction(mean)


def test_chance_of_the_largest_items_is_found_at_once() -> None:
    names = tuple(f"option-{n}" for n in range(64))
    order = OrderMarking(key=tuple((name,) for name in names))
    assert 0 < chance(order) < Fraction(1, 10)
    assert chance(MatchMarking(options=names, key=dict.fromkeys(names, names[0]))) == Fraction(1, 64)
    assert 0 < chance(MultipleMarking(options=names, key=names[:32])) < Fraction(1, 10)
    assert chance(BooleanMarking(key=True, differs=(False,), credits={"differs 0": "0.5"})) == Fraction(3, 4)
