"""Reading drafts as a value: undo is exact, what was decided is not offered again, gates are those of a fresh look."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from quiz.generate import vetting
from quiz.generate.files import merged, standing
from quiz.generate.gates import examine
from quiz.generate.values import REASONS, Decision, Draft, Gate
from quiz.generate.vetting import Vetting
from quiz.items import Choice
from quiz.text import one_line
from quiz.views.acceptance import acceptance, acceptance_lines
from tests.support.drafts import FACTS, draft, sheet, table_of, write_drafts

DRAFTS = sheet().drafts
STEPS = st.one_of(
    st.just(("next",)),
    st.tuples(st.just("stem"), st.text(max_size=20)),
    st.tuples(st.just("swap"), st.integers(-1, 3)),
    st.tuples(st.just("decide"), st.sampled_from(["approve", "reject", "skip"])),
)


def step(state: Vetting, what: Any) -> Vetting:
    match what:
        case ("next",):
            return vetting.with_next_stem(state)
        case ("stem", text):
            return vetting.with_stem(state, text)
        case ("swap", place):
            return vetting.with_distractor(state, place)
        case (_, action):
            return vetting.decided(state, action)
    raise AssertionError(what)


@given(st.lists(STEPS, max_size=25))
def test_undo_is_exact_from_any_state_back_to_the_first(steps: list[Any]) -> None:
    states = [vetting.begin(DRAFTS)]
    for what in steps:
        after = step(states[-1], what)
        if after != states[-1]:
            assert len(after.past) == len(states[-1].past) + 1
            states.append(after)
    for before in reversed(states[:-1]):
        assert vetting.undone(states.pop()) == before
    assert vetting.undone(states[0]) == states[0]


@given(st.lists(STEPS, max_size=25))
def test_each_draft_is_read_once_and_none_is_lost(steps: list[Any]) -> None:
    state = vetting.begin(DRAFTS)
    for what in steps:
        state = step(state, what)
    assert [k.draft for k in state.looks] == list(DRAFTS)
    assert (state.look is None) == (state.left == 0)
    assert state.look is None or not state.look.action


@given(st.lists(STEPS, max_size=12))
def test_items_stay_whole_whatever_is_swapped(steps: list[Any]) -> None:
    state = vetting.begin(DRAFTS)
    for what in steps:
        state = step(state, what)
    for look in state.looks:
        item = look.item
        assert item.id == look.draft.id
        assert item.citations == look.draft.item.citations
        if isinstance(item, Choice):
            texts = [o.text for o in item.options]
            assert len(set(texts)) == len(texts) == 3
            assert next(o.text for o in item.options if o.id == item.key) == look.draft.origin.key
            near = {c.quote for c in item.context}
            used = [d for d in look.draft.origin.pool if d.text in texts]
            assert near == {d.near for d in used}


def test_swapping_goes_round_the_pool_and_back() -> None:
    state = vetting.begin(DRAFTS[:1])
    assert state.look is not None
    seen = []
    for _ in range(3):
        state = vetting.with_distractor(state, 0)
        assert state.look is not None
        seen.append(state.look.item.options[0].text)  # type: ignore[union-attr]
    assert seen == ["Dora Lind", "Emil Roth", "Boris Klein"]
    assert state.looks[0].item == DRAFTS[0].item
    assert not state.looks[0].edits
    assert vetting.with_distractor(state, 2) == state


def test_edits_are_named_by_what_is_other() -> None:
    look = vetting.look_at(DRAFTS[0])
    assert look.edits == ()
    assert vetting.reworded(look, "Who?").edits == ("stem",)
    assert replace(look, form=1).edits == ("variant",)
    assert vetting.look_at(replace(DRAFTS[0], item=replace(DRAFTS[0].item, stem="By hand?"))).edits == ("draft",)
    leveled = replace(look.item, level=3)
    assert replace(look, items=(leveled, look.items[1])).edits == ("fields",)


DECISIONS = st.lists(
    st.builds(
        Decision,
        item=st.sampled_from("abc"),
        fact=st.sampled_from([d.origin.fact for d in DRAFTS]),
        family=st.sampled_from(["who", "when"]),
        action=st.sampled_from(["approve", "reject", "skip", "undo"]),
        who=st.just("ana"),
        when=st.just(""),
        reason=st.sampled_from(("", *REASONS)),
        seconds=st.floats(0, 500),
        edits=st.sampled_from([(), ("stem",)]),
    ),
    max_size=12,
)


@given(DECISIONS)
def test_what_was_decided_is_neither_offered_nor_drafted_again(decisions: list[Decision]) -> None:
    held = standing(decisions)
    gone = {f for f, d in held.items() if d.action in ("approve", "reject")}
    offered = [d.origin.fact for d in vetting.offered([sheet()], decisions)]
    assert set(offered) == {d.origin.fact for d in DRAFTS} - gone
    skipped = [f in held for f in offered]
    assert skipped == sorted(skipped)
    again = merged(sheet(), sheet(), decisions, set(FACTS))
    assert not gone & {d.origin.fact for d in again.drafts}


@given(DECISIONS)
def test_figures_add_up_and_undone_decisions_count_for_nothing(decisions: list[Decision]) -> None:
    found = acceptance(decisions)
    held = list(standing(decisions).values())
    assert found.total.read + found.total.skipped == len(held)
    assert found.total.accepted == sum(d.action == "approve" for d in held)
    for name in ("read", "accepted", "as_is", "own", "skipped"):
        assert sum(getattr(r, name) for r in found.families) == getattr(found.total, name)
    for row in (found.total, *found.families):
        assert row.as_is <= row.accepted <= row.read
        assert sum(row.reasons.values()) == row.read - row.accepted
        assert row.share is None or 0 <= row.low <= row.share <= row.high <= 1
        assert row.seconds is None or row.seconds >= 0
    assert all(len(line) <= 78 for line in acceptance_lines(found))
    undone = [*decisions, *(replace(d, action="undo") for d in reversed(decisions) if d.action != "undo")]
    assert acceptance(undone).total.read == 0


def test_time_of_what_was_refused_counts_for_what_was_taken() -> None:
    def one(fact: str, action: Any, seconds: float) -> Decision:
        return Decision(item=fact, fact=fact, family="who", action=action, who="a", when="", seconds=seconds)

    found = acceptance([one("a", "skip", 5), one("a", "approve", 10), one("b", "reject", 25), one("c", "approve", 0)])
    assert found.total.seconds == 20
    assert found.total.share == pytest.approx(2 / 3)


def gate(number: int, name: str = "x", what: str = "") -> Gate:
    return Gate(number=number, name=name, what=what)


@pytest.mark.parametrize(
    ("gates", "edited", "own", "why"),
    [
        ([gate(3)], False, False, ""),
        ([gate(16, what="long")], False, False, ""),
        ([gate(3, what="other")], False, False, "edit it"),
        ([gate(3, what="other")], False, True, "edit it"),
        ([gate(3, what="other")], True, False, "own wording"),
        ([gate(3, what="other")], True, True, ""),
        ([gate(1, vetting.SOUND, "no key")], True, True, "no bank can hold it"),
    ],
)
def test_what_keeps_a_draft_from_its_bank(gates: list[Gate], edited: bool, own: bool, why: str) -> None:
    look = vetting.look_at(DRAFTS[0])
    look = vetting.reworded(look, "Who else?") if edited else look
    assert why in vetting.hindrance(look, gates, ("odd",), own)
    assert bool(vetting.hindrance(look, gates, ("odd",), own)) == bool(why)
    assert "topic 'odd'" in vetting.hindrance(look, [], ("even",), own)


def test_sentences_come_core_first_and_without_those_that_are_asked() -> None:
    found = vetting.unasked([sheet(), sheet("trip")], {"Snow fell at Fort Adler."})
    assert [u.mark for _, u in found] == ["core", "useful", "useful", "plain", "plain"]
    assert found[0][1].text == "Snow fell at Fort Bravo."


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_drafts(tmp_path_factory.mktemp("vetting") / "lib")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=6))
def test_gates_at_each_change_are_those_of_a_fresh_look(root: Path, steps: list[Any]) -> None:
    table = table_of(root)
    table.decisions.clear()
    for what in steps:
        table.state = step(table.state, what)
        look = table.look
        if look is None:
            return
        fresh = table_of(root).ground("camp")
        laid = Draft(item=look.item, origin=look.now.origin)
        assert table.gates(look) == examine(laid, fresh)


@given(st.text(max_size=60))
def test_a_stem_is_kept_as_one_safe_line(text: str) -> None:
    state = vetting.with_stem(vetting.begin(DRAFTS), text)
    assert state.look is not None
    assert state.look.item.stem in (DRAFTS[0].item.stem, one_line(text))
    assert "\n" not in state.look.item.stem


def test_a_draft_of_the_fixture_passes_all_gates(root: Path) -> None:
    table = table_of(root)
    for look in table.state.looks:
        assert vetting.failed(table.gates(look)) == ()
    assert draft(1) == DRAFTS[0]
