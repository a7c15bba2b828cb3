"""Laws of what is read, kept and brought back: texts, numbers, outcomes, events, banks."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from quiz.errors import QuizError
from quiz.items import Item, Names, marking_of
from quiz.learning import Body, Event, Memory, Rating
from quiz.scoring import Outcome, Policy, key_response, score
from quiz.store import Log, Moment
from tests.laws.memory import SOME_DAY, Review
from tests.strategies.items import Documents
from tests.strategies.scoring import Measured, Picked
from tests.strategies.worlds import World
from tests.support.events import answered, moment
from tests.support.store import fresh

Rule = Callable[[Any, Any], Any]
Append = Callable[[Log, Body, Moment], Event]


def no_share_is_below_nothing_or_above_everything(rule: Rule, case: Picked) -> None:
    made = rule(case.marking, case.picked)
    assert isinstance(made, Fraction)
    assert 0 <= made <= 1


def any_text_is_judged(rule: Rule, case: Measured, text: str) -> None:
    try:
        rule(case.marking, text)
    except Exception as error:
        raise AssertionError(text) from error


def another_unit_changes_nothing(rule: Rule, case: Measured, units: tuple[str, str, int]) -> None:
    large, small, factor = units
    in_small = rule(case.marking_in(small, factor), f"{case.text(case.typed * factor)} {small}")
    assert in_small == rule(case.marking_in(large), f"{case.text()} {large}")


def forms_of_unicode_are_one_answer(fold: Callable[[str], str], text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC")} == {folded}


def what_is_kept_is_worth_what_it_was(keep: Callable[[Outcome], Outcome], outcome: Outcome) -> None:
    assert keep(outcome).share == outcome.share


def a_second_replay_is_equal(fold: Callable[[Sequence[Event]], Any], events: Sequence[Event]) -> None:
    assert fold(events) == fold(events)


def what_is_written_is_read_back(carry: Callable[[Sequence[Event]], list[Event]], events: Sequence[Event]) -> None:
    assert carry(events) == list(events)


def writers_by_turns_lose_nothing(append: Append, turns: Sequence[int]) -> None:
    """Two programs have the same log open."""
    with fresh() as folder, Log(Path(folder), "ana", "small") as one, Log(Path(folder), "ana", "small") as other:
        try:
            written = [append((one, other)[who], answered("one"), moment()) for who in turns]
        except QuizError as error:
            raise AssertionError from error
        assert one.events() == other.events() == written


def memory_stays_in_its_bounds(review: Review, ratings: Sequence[Rating]) -> None:
    memory, day = None, SOME_DAY
    for rating in ratings:
        memory = review(memory, rating, day)
        day = memory.due
        assert 0.001 <= memory.stability <= 36_500
        assert 1 <= memory.difficulty <= 10


def recall_falls_and_never_reaches_nothing(
    recall: Callable[[Memory, int], float], memory: Memory, wait: int, longer: int
) -> None:
    assert 0 < recall(memory, memory.day + wait + longer) < recall(memory, memory.day + wait) <= 1


def no_plain_text_becomes_anything_else(read: Callable[[str], Any], written: str) -> None:
    """`read` gives the value of the one field of a file."""
    assert read(f"field: {written}\n") == written


def any_file_is_read(read: Callable[[str], Any], text: str) -> None:
    try:
        read(text)
    except Exception as error:
        raise AssertionError(text) from error


def a_sound_item_can_be_answered_right(
    is_sound: Callable[[Item, Documents], bool], item: Item, documents: Documents
) -> None:
    if is_sound(item, documents):
        marking = marking_of(item, Names(), documents)
        made = score(marking, key_response(marking), Policy(final=True))
        assert isinstance(made, Outcome)
        assert made.share == 1


def the_hand_of_the_writer_changes_no_hash(
    hashes: Callable[[World, str], Any], world: World, hands: tuple[str, str]
) -> None:
    """`hands` have both written the bank of that world."""
    assert hashes(world, hands[0]) == hashes(world, hands[1])
