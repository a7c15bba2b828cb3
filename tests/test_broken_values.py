"""What is read, kept and brought back: the real ways keep each law, and the law catches the naive one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import find, given
from hypothesis import strategies as st
from msgspec import structs

from quiz.items import Item, Names, flaws
from quiz.learning import Event, Rating, fold, retrievability
from quiz.learning.memory import review
from quiz.reading import Mapping, Scalar, read_yaml
from quiz.scoring import Outcome
from quiz.store import Log
from quiz.text import canon
from tests.broken import naive_values as naive
from tests.laws import memory, scoring, values
from tests.laws.scoring import earned
from tests.strategies import learning as learned
from tests.strategies import scoring as cases
from tests.strategies.items import Documents, items
from tests.strategies.logs import logs
from tests.strategies.store import event, histories
from tests.strategies.worlds import World, worlds
from tests.support.effort import WHOLE
from tests.support.events import answered
from tests.support.library import one_of_each
from tests.support.store import events_in, lines_of
from tests.test_banks import _compiled, by_another_hand
from tests.test_broken import SEARCH, _breaks
from tests.test_reading import AS_WRITTEN, YAMLISH
from tests.test_typed import SCALES, reason_of
from tests.test_validity import DOCUMENTS


def as_it_is_kept(outcome: Outcome) -> Outcome:
    return msgspec.json.decode(msgspec.json.encode(outcome), type=Outcome)


def carried(events: Sequence[Event]) -> list[Event]:
    return events_in(lines_of(events))


def field_of(text: str) -> Any:
    root, faults = read_yaml(text)
    assert not faults
    assert isinstance(root, Mapping)
    value = root.entries["field"]
    assert isinstance(value, Scalar)
    return value.value


def is_sound(item: Item, documents: Documents) -> bool:
    return all(flaw.warning for flaw in flaws(item, Names(), documents))


def hashes(world: World, text: str) -> dict[str, tuple[str, str]]:
    return {name: (e.seen, e.scored) for name, e in _compiled(world.sources(text)).entries.items()}


PICKED = st.tuples(cases.picked_options())
MEASURED = cases.measured_numbers()
UNITS = st.sampled_from([s for s in SCALES if s[0] in ("m", "tonnes")])
TEXTS = st.tuples(cases.any_text)
THIRD = st.tuples(st.sampled_from((learned.outcome("1/3"), learned.outcome("1/1"))))
WRITTEN = st.tuples(
    histories() | st.text(max_size=9).map(lambda text: [event(1, answered("one", response=f"{text}\u2028"))])
)
RATINGS = st.tuples(st.lists(st.sampled_from(list(Rating)), max_size=9) | st.just([Rating.EASY] * 30))
WAITS = st.tuples(learned.memories, st.integers(0, 40_000), st.integers(1, 1_000))
REVIEWED = st.tuples(learned.memories, st.sampled_from(list(Rating)), st.integers(0, 60))
SOUND_OR_NOT = st.tuples(
    items(DOCUMENTS) | st.just(structs.replace(one_of_each()[0], key="no-option")), st.just(DOCUMENTS)
)
HANDS = worlds(least=1).flatmap(
    lambda world: st.tuples(st.just(world), st.tuples(by_another_hand(world.bank), by_another_hand(world.bank)))
)

LAWS: list[tuple[str, Callable[..., None], Any, Any, st.SearchStrategy[tuple[Any, ...]]]] = [
    (
        "s1",
        values.no_share_is_below_nothing_or_above_everything,
        earned,
        naive.right_less_wrong_without_a_floor,
        PICKED,
    ),
    ("s1", scoring.only_the_key_earns_everything, earned, naive.shares_summed_in_floats, PICKED),
    ("s3", values.any_text_is_judged, earned, naive.fraction_of_the_text, st.tuples(MEASURED, cases.hostile_texts)),
    (
        "s5",
        scoring.one_more_right_tick_never_lowers_and_one_more_wrong_never_raises,
        earned,
        naive.fewer_ticks_are_better,
        PICKED,
    ),
    ("s15", values.another_unit_changes_nothing, reason_of, naive.float_factors, st.tuples(MEASURED, UNITS)),
    ("t1", values.forms_of_unicode_are_one_answer, canon, naive.casefold_alone, TEXTS),
    ("s21", values.what_is_kept_is_worth_what_it_was, as_it_is_kept, naive.kept_as_a_float, THIRD),
    ("l5", values.a_second_replay_is_equal, fold, naive.as_of_now, st.tuples(logs())),
    ("l14", values.what_is_written_is_read_back, carried, naive.split_at_any_line_end, WRITTEN),
    (
        "l16",
        values.writers_by_turns_lose_nothing,
        Log.append,
        naive.a_number_kept_in_memory,
        st.tuples(st.lists(st.integers(0, 1), max_size=4)),
    ),
    ("f2", values.memory_stays_in_its_bounds, review, naive.without_a_ceiling, RATINGS),
    ("f4", values.recall_falls_and_never_reaches_nothing, retrievability, naive.exponential, WAITS),
    ("f5", memory.due_days_are_where_recall_is_nine_in_ten, review, naive.whole_days_cut_off, REVIEWED),
    (
        "b1",
        values.no_plain_text_becomes_anything_else,
        field_of,
        naive.values_of_yaml_1_1,
        st.tuples(st.sampled_from(AS_WRITTEN)),
    ),
    ("b2", values.any_file_is_read, read_yaml, naive.whatever_pyyaml_says, st.tuples(YAMLISH)),
    ("b3", values.a_sound_item_can_be_answered_right, is_sound, naive.whatever_can_be_read, SOUND_OR_NOT),
    ("b4", values.the_hand_of_the_writer_changes_no_hash, hashes, naive.hash_of_the_text, HANDS),
]
NAMES = [f"{name}-{rule.__name__}" for name, _, _, rule, _ in LAWS]


@pytest.mark.parametrize(("law", "rule", "where"), [(law, real, where) for _, law, real, _, where in LAWS], ids=NAMES)
@WHOLE
@given(data=st.data())
def test_the_real_way_keeps_the_law(
    law: Callable[..., None], rule: Any, where: st.SearchStrategy[tuple[Any, ...]], data: st.DataObject
) -> None:
    law(rule, *data.draw(where))


@pytest.mark.parametrize(("law", "rule", "where"), [(law, bad, where) for _, law, _, bad, where in LAWS], ids=NAMES)
def test_the_law_catches_the_naive_way(
    law: Callable[..., None], rule: Any, where: st.SearchStrategy[tuple[Any, ...]]
) -> None:
    find(where, lambda case: _breaks(law, rule, case), settings=SEARCH)
