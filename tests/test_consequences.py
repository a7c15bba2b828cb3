"""Whose score changes: what is foretold is what a desk makes of the same log once the new library is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.banks import Sources, dump_bank
from quiz.checks.changes import difference
from quiz.checks.consequences import Consequences, Rescored, Trainee, consequences
from quiz.items import BankFile, Item, Option
from quiz.learning import Answered, Event, Tuned
from quiz.scoring import AskAgain
from quiz.store import Log
from quiz.views import Choices, Desk
from tests.support.effort import WHOLE
from tests.support.library import brief, library_of, one_of_each, texts
from tests.support.store import fresh

KEYS = ("blue whale", "orca", "narwhal")
SLOW = 5_000


def sources(items: list[Item]) -> Sources:
    text = dump_bank(BankFile(bank="facts", title="Facts", items=tuple(items)))
    head = b"id: small\ntitle: Small\ntopics: {odd: Odd, even: Even}\n"
    notes = ("notes.md", brief(range(1, 11)).encode())
    return Sources(("library.yaml", head), None, (("facts.yaml", text.encode()),), (notes,))


def answer(folder: Path, items: list[Item], responses: dict[str, list[Any]], trainee: str = "ana") -> list[Event]:
    """Give the responses to each item by turns, and return the events."""
    with Log(folder, trainee, "small") as log:
        desk = Desk(library_of(items), log)
        for item, given_ in responses.items():
            for response in given_:
                session = desk.begin("practice", Choices(), "s", (item,))
                assert session is not None
                assert not isinstance(desk.answer(session, item, response, SLOW), AskAgain)
        return log.events()


def foretold(old: list[Item], new: list[Item], **logs: list[Event]) -> Consequences:
    return consequences(difference(sources(old), sources(new)).rekeyed, logs)


def keyed(*keys: str) -> list[Item]:
    return [structs.replace(item, key=key) for item, key in zip(texts(len(keys)), keys, strict=True)]


@WHOLE
@given(st.data())
def test_what_is_foretold_is_what_a_desk_makes_of_it(data: st.DataObject) -> None:
    draw = data.draw
    key = st.sampled_from(KEYS)
    old, new = (keyed(*draw(st.tuples(key, key, key))) for _ in "on")
    responses = {i.id: draw(st.lists(key, max_size=2)) for i in old}
    with fresh() as folder:
        events = answer(Path(folder), old, responses)
        found = foretold(old, new, ana=events)
        with Log(Path(folder), "ana", "small") as log:
            states = Desk(library_of(new), log).states
    changed = {o.id for o, n in zip(old, new, strict=True) if o.key != n.key}  # type: ignore[union-attr]
    assert [r.item for r in found.items] == [i.id for i in new if i.id in changed and responses[i.id]]
    for one in found.items:
        right = states[one.item].correct / states[one.item].attempts
        assert (one.attempts, one.after) == (states[one.item].attempts, right)
    for trainee in found.trainees:
        right_ = sum(s.correct for s in states.values()) / sum(s.attempts for s in states.values())
        assert trainee.after == right_


def test_scores_before_and_after_and_the_accuracy_over_all_answers(tmp_path: Path) -> None:
    old, new = keyed("blue whale", "orca", "orca"), keyed("narwhal", "orca", "narwhal")
    events = answer(tmp_path, old, {"item-1": ["blue whale", "narwhal", "narwhal"], "item-2": ["orca"]})
    found = foretold(old, new, ana=events, ben=[])
    assert found.items == (Rescored("ana", "item-1", 3, 1 / 3, 2 / 3),)
    assert found.trainees == (Trainee("ana", 0.5, 0.75),)


def test_shares_count_as_they_are(tmp_path: Path) -> None:
    multiple = next(i for i in one_of_each() if i.id == "item-2")
    new = structs.replace(multiple, key=("a", "c"))
    events = answer(tmp_path, [multiple], {"item-2": [["a", "b"]]})
    (one,) = foretold([multiple], [new], ana=events).items
    assert (one.before, one.after) == (1.0, 0.0)
    half = structs.replace(multiple, options=(*multiple.options, Option(id="d", text="D", feedback="No.")))  # type: ignore[union-attr]
    more = structs.replace(half, key=("a", "b", "c"), pick="any")
    (one,) = foretold([structs.replace(half, pick="any")], [more], ana=events).items
    assert (one.before, one.after) == (1.0, 2 / 3)


def test_each_trainee_has_rows_of_their_own(tmp_path: Path) -> None:
    old, new = keyed("blue whale"), keyed("orca")
    ana = answer(tmp_path, old, {"item-1": ["blue whale"]})
    ben = answer(tmp_path, old, {"item-1": ["orca"]}, "ben")
    found = foretold(old, new, ben=ben, ana=ana)
    assert [(r.trainee, r.before, r.after) for r in found.items] == [("ana", 1.0, 0.0), ("ben", 0.0, 1.0)]


def test_an_item_to_be_learned_anew_keeps_no_score(tmp_path: Path) -> None:
    old = keyed("blue whale")
    events = answer(tmp_path, old, {"item-1": ["orca"]})
    new = [structs.replace(keyed("orca")[0], edition=2)]
    found = foretold(old, new, ana=events)
    assert found.items == (Rescored("ana", "item-1", 1, 0.0, None),)
    assert found.trainees == (Trainee("ana", 0.0, None),)


@pytest.mark.parametrize("change", [{"status": "draft"}, {"status": "retired", "retired": "x"}, {"topics": ("no",)}])
def test_an_item_that_is_not_asked_is_not_regraded(tmp_path: Path, change: dict[str, Any]) -> None:
    old = keyed("blue whale")
    events = answer(tmp_path, old, {"item-1": ["orca"]})
    assert foretold(old, [structs.replace(keyed("orca")[0], **change)], ana=events) == Consequences()


def test_answers_under_an_old_id_count_for_the_item_that_replaces_it(tmp_path: Path) -> None:
    old = keyed("blue whale")
    events = answer(tmp_path, old, {"item-1": ["orca"]})
    (one,) = foretold(old, [structs.replace(keyed("orca")[0], id="new", was=("item-1",))], ana=events).items
    assert one == Rescored("ana", "new", 1, 0.0, 1.0)


def test_claims_guesses_resets_and_undone_answers_count_as_the_log_counts_them(tmp_path: Path) -> None:
    old, new = keyed("blue whale"), keyed("orca")
    with Log(tmp_path, "ana", "small") as log:
        desk = Desk(library_of(old), log)
        for step, (typed, duration) in enumerate(
            [("x", SLOW), ("y", SLOW), ("orca", SLOW), ("orca", 400), ("z", SLOW)]
        ):
            session = desk.begin("practice", Choices(), "s", ("item-1",))
            assert session is not None
            made = desk.answer(session, "item-1", typed, duration)
            assert not isinstance(made, AskAgain)
            if step == 0:
                desk.mark("item-1", "reset")
            if step == 1:
                desk.claim(made.session)
            if step == 4:
                desk.undo(made.session)
        events = log.events()
    (one,) = foretold(old, new, ana=events).items
    assert one == Rescored("ana", "item-1", 2, 0.5, 1.0)


def test_tuning_stays_and_the_events_are_not_touched(tmp_path: Path) -> None:
    old, new = keyed("blue whale"), keyed("orca")
    events = answer(tmp_path, old, {"item-1": ["orca"]})
    tuned = structs.replace(events[-1], id="t", body=Tuned(0.8))
    before = [*events, tuned]
    assert foretold(old, new, ana=before).items == foretold(old, new, ana=events).items
    assert before == [*events, tuned]
    assert any(isinstance(e.body, Answered) for e in before)
