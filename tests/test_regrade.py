from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.items import Marking, scored_hash
from quiz.items.marking import (
    BooleanMarking,
    ChoiceMarking,
    ClozeMarking,
    DateMarking,
    EvidenceMarking,
    MatchMarking,
    MultipleMarking,
    NumericMarking,
    OrderMarking,
    PlaceMarking,
    TextMarking,
)
from quiz.learning import Answered, Event, Mode, Regraded, Undone, fold, fold_item, trace
from quiz.scoring import AskAgain, Note, Outcome, Policy, Verdict, key_response, score
from quiz.store import Log
from quiz.views.choices import Choices
from quiz.views.desk import Desk
from tests.laws import learning as laws
from tests.strategies import logs
from tests.strategies import scoring as cases
from tests.strategies.learning import ITEMS, event
from tests.support.library import library_of, texts

ONE_OF_EACH: tuple[Marking, ...] = (
    ChoiceMarking(options=("a", "b"), key="a", credits={"option b": "0.3"}),
    MultipleMarking(options=tuple("abcde"), key=("a", "b", "c")),
    BooleanMarking(key=False),
    NumericMarking(unit="km", accepted=(("1.1", "km"),), tolerance_abs="0.1"),
    DateMarking(key="2026-02-10", differs=("2026-02",)),
    TextMarking(accepted=("Gyumri",), rivals=("Kumayri",)),
    ClozeMarking(
        gaps={"x": TextMarking(accepted=("Gyumri",)), "y": ChoiceMarking(options=("a", "b"), key="b")},
        weights={"x": "0.7"},
    ),
    MatchMarking(options=("a", "b", "c"), key={"r": "a", "s": "b", "t": "c"}),
    OrderMarking(key=(("a",), ("b", "c"), ("d",))),
    EvidenceMarking(sentences=("One.", "Two.", "Three."), key=("One.", "Two."), need="all"),
    PlaceMarking(map="m", key="here", reject=("there",)),
)
GIVEN: tuple[Any, ...] = (
    None, "a", "b", ["a", "b"], ["a", "b", "c", "d"], ["d", "c", "b", "a"], False, "false", "1.2 km", "1.2",
    "February 2026", "10 February 2026", "Gyumry", "Kumayri", {"x": "Gyumry", "y": "a"}, {"r": "a", "s": "c"},
    ["One.", "Three."], "One.", "there",
)  # fmt: skip


def test_s21_every_type_of_item_is_there() -> None:
    assert {type(marking) for marking in ONE_OF_EACH} == set(get_args(Marking))


def _rescored_from_the_log(marking: Marking, response: Any, policy: Policy) -> None:
    made = score(marking, response, policy)
    plain, said = msgspec.json.decode(msgspec.json.encode((msgspec.to_builtins(marking), response)))
    back = score(msgspec.convert(plain, Marking), said, policy)
    assert msgspec.json.encode(back) == msgspec.json.encode(made)
    if isinstance(made, Outcome):
        assert isinstance(back, Outcome)
        assert back.share == made.share == msgspec.json.decode(msgspec.json.encode(made), type=Outcome).share
        assert (back.share.numerator, back.share.denominator) == tuple(map(int, made.score.split("/")))


@given(st.sampled_from(ONE_OF_EACH) | cases.markings(), st.sampled_from(GIVEN), cases.policies)
def test_s21_a_stored_answer_rescored_with_its_stored_marking_has_its_stored_score(
    marking: Marking, response: Any, policy: Policy
) -> None:
    _rescored_from_the_log(marking, response, policy)
    _rescored_from_the_log(marking, key_response(marking), policy)


@pytest.mark.parametrize("marking", ONE_OF_EACH, ids=lambda m: type(m).__name__)
def test_s21_a_key_of_any_type_comes_back_as_a_regrade(marking: Marking) -> None:
    right = logs.answer_to(marking, key_response(marking))
    wrong = structs.replace(right, scored="0", outcome=Outcome("0/1", Verdict.INCORRECT, "old/0"))
    state = fold_item([event(1, wrong), event(2, logs.regraded(marking), 5)])
    assert state is not None
    assert (state.share, state.scored) == (1.0, scored_hash(marking))


@given(logs.changes())
def test_a_new_key_counts_as_if_it_had_always_been_so_wherever_the_news_sorts(case: logs.Change) -> None:
    laws.a_new_key_counts_as_if_it_had_always_been_so(fold, case)


@given(logs.own_answers(least=1), logs.keys, logs.keys)
def test_a_key_that_comes_back_brings_all_back(events: list[Event], first: Marking, second: Marking) -> None:
    def after(*markings: Marking) -> object:
        news = [event(80 + n, logs.regraded(m), 41, n) for n, m in enumerate(markings)]
        return laws.placeless(fold([*events, *news]))

    assert after(first, second, first) == after(first)
    assert after(first, second) == after(second)


def test_an_answer_scored_by_the_new_key_keeps_what_it_was_told() -> None:
    told = Outcome("7/8", Verdict.PARTIAL, "multiple/0")
    body = structs.replace(logs.answer_to(logs.KEYS[2], list("abcd")), outcome=told)
    steps = list(trace([event(1, body), event(2, logs.regraded(logs.KEYS[2]), 3)]))
    assert steps[0].outcome == told
    assert steps[0].after.share == float(Fraction(7, 8))
    other = list(trace([event(1, body), event(2, logs.regraded(logs.KEYS[3]), 3)]))
    assert other[0].outcome == logs.answer_to(logs.KEYS[3], list("abcd")).outcome


@pytest.mark.parametrize(("mode", "verdict"), [("learn", "correct"), ("drill", "correct"), ("exam", "incorrect")])
def test_slips_pass_by_the_mode_in_which_an_answer_was_given(mode: Mode, verdict: str) -> None:
    answer = event(1, logs.answer_to(logs.KEYS[2], "Gyumry", mode=mode))
    outcomes = [step.outcome for step in trace([answer, event(2, logs.regraded(logs.KEYS[0]), -1)])]
    assert [made and str(made.verdict) for made in outcomes] == [None, verdict]


def test_what_would_be_asked_again_by_the_new_key_is_wrong() -> None:
    number = NumericMarking(unit="km", accepted=(("5", "km"),))
    assert isinstance(score(number, "five or so", Policy()), AskAgain)
    body = logs.answer_to(TextMarking(accepted=("five or so",)), "five or so")
    made = next(trace([event(1, body), event(2, logs.regraded(number), 1)])).outcome
    assert made is not None
    assert (made.score, made.verdict, made.notes) == ("0/1", Verdict.INCORRECT, (Note.UNCLEAR,))


@given(logs.own_answers(least=1), logs.keys, st.sampled_from((1, 3)), st.data())
def test_the_news_of_another_edition_changes_nothing(
    events: list[Event], marking: Marking, edition: int, data: st.DataObject
) -> None:
    second = [structs.replace(e, body=structs.replace(e.body, edition=2)) for e in events]
    news = event(70, logs.regraded(marking, edition=edition), *data.draw(logs.moments))
    assert laws.placeless(fold([*second, news])) == laws.placeless(fold(second))


@given(logs.own_answers(least=1), logs.own_answers(least=1), logs.keys)
def test_a_new_edition_is_scored_by_its_own_key_whatever_became_of_the_old_one(
    older: list[Event], newer: list[Event], marking: Marking
) -> None:
    second = [structs.replace(e, id=f"new {e.id}", body=structs.replace(e.body, edition=2)) for e in newer]
    news = event(70, logs.regraded(marking), 0)
    for extra in ([], [event(71, logs.regraded(logs.KEYS[3], edition=2), 1)]):
        one, other = fold([*older, news, *second, *extra]), fold([*second, *extra])
        assert laws.placeless(one) == laws.placeless(other)


@given(logs.changes())
def test_news_taken_back_never_were(case: logs.Change) -> None:
    back = event(71, Undone("s", ITEMS[0], case.news.id), 2)
    assert laws.placeless(fold([*case.events, case.news, back])) == laws.placeless(fold(case.events))


@given(logs.own_answers(least=1))
def test_the_log_keeps_what_was_told(events: list[Event]) -> None:
    before = msgspec.json.encode(events)
    fold([*events, event(70, logs.regraded(logs.KEYS[0]), 41)])
    assert msgspec.json.encode(events) == before
    assert all(isinstance(e.body, Answered) for e in events)


def _opened(folder: Path, key: str, edition: int) -> Desk:
    (item,) = texts(1)
    return Desk(library_of([structs.replace(item, key=key, edition=edition)]), Log(folder, "ana", "small"))


def _answered(desk: Desk, typed: str) -> None:
    session = desk.begin("learn", Choices()) or desk.begin("practice", Choices())
    assert session is not None
    desk.answer(session, "item-1", typed)


def test_a_desk_tells_each_change_of_a_key_once_and_of_the_edition_that_counts(tmp_path: Path) -> None:
    desk = _opened(tmp_path, "blue whale", 1)
    _answered(desk, "blue whale")
    for key, edition, typed, share, news in (
        ("orca", 1, "", 0.0, 1),
        ("narwhal", 2, "narwhal", 1.0, 1),
        ("narwhal", 2, "", 1.0, 1),
        ("blue whale", 1, "", 0.0, 2),
        ("blue whale", 1, "", 0.0, 2),
        ("narwhal", 2, "", 1.0, 3),
    ):
        desk = _opened(tmp_path, key, edition)
        if typed:
            _answered(desk, typed)
        assert desk.states["item-1"].share == share
        assert sum(isinstance(e.body, Regraded) for e in desk.log.events()) == news
