"""What changed between two states of a library: nothing untold, nothing invented, each thing by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.banks import Sources, compile_library, dump_bank
from quiz.checks.changes import Change, Difference, Kind, difference
from quiz.documents import Citation
from quiz.items import BankFile, Item, Names, NamesFile, marking_of, scored_hash
from tests.strategies.worlds import World, names_files, worlds
from tests.support.effort import WHOLE
from tests.support.library import brief, composed, one_of_each, texts

EVERY = {type(i).__name__: i for i in (*one_of_each(), *composed())}
HEAD = "id: small\ntitle: Small\ntopics: {odd: Odd, even: Even}\n"


def sources(
    *items: Item, bank: str = "facts", names: str = "", head: str = HEAD, numbers: Any = range(1, 11)
) -> Sources:
    text = dump_bank(BankFile(bank=bank, title="Facts", items=items))
    return Sources(
        ("library.yaml", head.encode()),
        ("names.yaml", names.encode()) if names else None,
        (("facts.yaml", text.encode()),),
        (("notes.md", brief(numbers).encode()),),
    )


def told(found: Difference) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    return {i.item: [(str(c.kind), c.fields) for c in i.changes] for i in found.items}


@WHOLE
@given(worlds())
def test_nothing_changed_between_a_library_and_itself(world: World) -> None:
    found = difference(world.sources(), world.sources())
    assert (found.items, found.rekeyed, found.failed) == ((), (), False)


@st.composite
def _twins(draw: st.DrawFn, world: World, other: World) -> World:
    """Draw `other` with ids of `world`, its documents with those of both."""
    ids = [i.id for i in world.bank.items]
    items = [structs.replace(i, id=name, after=()) for i, name in zip(other.bank.items, ids, strict=False)]
    kept = [i for i in world.bank.items[len(items) :] if draw(st.booleans())]
    bank = structs.replace(world.bank, items=(*items, *(structs.replace(k, after=()) for k in kept)))
    return World({**other.documents, **world.documents}, draw(st.sampled_from((world.names, other.names))), bank)


@WHOLE
@given(worlds(), worlds(), st.data())
def test_whatever_is_scored_otherwise_is_told_and_nothing_else(one: World, other: World, data: st.DataObject) -> None:
    new = data.draw(_twins(one, other))
    old, _ = compile_library(one.sources())
    now, _ = compile_library(new.sources())
    assert old is not None
    assert now is not None
    found = difference(one.sources(), new.sources())
    kinds = {i.item: i.kinds for i in found.items}
    were, are = {i.id: i for i in one.bank.items}, {i.id: i for i in new.bank.items}
    for name in were.keys() & are.keys():
        assert (Kind.KEY in kinds.get(name, set())) is (_scored(one, were[name]) != _scored(new, are[name]))
        if were[name] != are[name]:
            assert name in kinds
    assert {i for i, k in kinds.items() if Kind.REMOVED in k} == were.keys() - are.keys()
    assert {i for i, k in kinds.items() if Kind.LEFT_OUT in k} >= {
        i for i in old.entries.keys() & are.keys() if i not in now.entries
    }
    for item in found.items:
        for change in item.changes:
            assert change.kind is not Kind.KEY or change.fields


def _scored(world: World, item: Item) -> str:
    return scored_hash(marking_of(item, Names.of(world.names), world.documents))


@WHOLE
@given(worlds(least=1), names_files())
def test_names_that_change_a_key_are_told_as_such(world: World, names: NamesFile) -> None:
    new = world._replace(names=names)
    found = difference(world.sources(), new.sources())
    keyed = {i.item: c.fields for i in found.items for c in i.changes if c.kind is Kind.KEY}
    assert set(keyed.values()) <= {("names",)}
    assert set(keyed) == {i.id for i in world.bank.items if _scored(world, i) != _scored(new, i)}


@WHOLE
@given(worlds(least=1))
def test_another_layout_is_cosmetic_and_no_more(world: World) -> None:
    plain = yaml.safe_load(dump_bank(world.bank))
    shuffled = {**plain, "items": [dict(reversed(item.items())) for item in plain["items"]]}
    text = yaml.safe_dump(shuffled, sort_keys=False, allow_unicode=True, width=60)
    found = difference(world.sources(), world.sources(text))
    assert {c for i in found.items for c in i.changes} <= {Change(Kind.COSMETIC, "laid out otherwise")}


Edit = Callable[[Item], Item]


def put(**fields: Any) -> Edit:
    return lambda item: structs.replace(item, **fields)


def option(at: int, **fields: Any) -> Edit:
    def edit(item: Item) -> Item:
        options = list(item.options)  # type: ignore[union-attr]
        options[at] = structs.replace(options[at], **fields)
        return structs.replace(item, options=tuple(options))

    return edit


def gap(name: str, **fields: Any) -> Edit:
    return lambda item: structs.replace(item, gaps={**item.gaps, name: structs.replace(item.gaps[name], **fields)})  # type: ignore[union-attr]


def differing(**fields: Any) -> Edit:
    return lambda item: structs.replace(item, differs=tuple(structs.replace(d, **fields) for d in item.differs))  # type: ignore[union-attr]


QUOTE = Citation("notes", 2, "Fact 2 is written down.")
CASES: list[tuple[str, Edit, list[tuple[str, tuple[str, ...]]]]] = [
    ("Choice", put(stem="Which letter comes first"), [("cosmetic", ("stem",))]),
    ("Choice", put(stem="which letter   comes: first?"), [("cosmetic", ("stem",))]),
    ("Choice", put(stem="Which letter comes last?"), [("clarified", ("stem",))]),
    ("Choice", put(explanation="Other words."), [("clarified", ("explanation",))]),
    ("Choice", option(1, text="Letter bee"), [("clarified", ("options",))]),
    ("Choice", option(1, text="letter b"), [("cosmetic", ("options",))]),
    ("Choice", option(1, feedback="Other."), [("clarified", ("options",))]),
    ("Choice", lambda i: structs.replace(i, options=i.options[::-1]), [("cosmetic", ("options",))]),  # type: ignore[union-attr]
    ("Choice", option(1, credit="0.5"), [("key changed", ("options",))]),
    ("Choice", lambda i: structs.replace(i, options=i.options[:2]), [("key changed", ("options",))]),  # type: ignore[union-attr]
    ("Choice", put(key="b"), [("key changed", ("key",))]),
    ("Choice", put(key="b", stem="Which comes next?"), [("key changed", ("key",)), ("clarified", ("stem",))]),
    (
        "Choice",
        lambda i: option(1, text="Letter bee")(put(key="b")(i)),
        [("key changed", ("key",)), ("clarified", ("options",))],
    ),
    ("Choice", put(citations=(QUOTE,)), [("clarified", ("citations",))]),
    ("Choice", put(context=(QUOTE,)), [("clarified", ("context",))]),
    ("Choice", put(level=3), [("filed", ("level",))]),
    ("Choice", put(topics=("even", "odd"), family="f"), [("filed", ("family", "topics"))]),
    ("Choice", put(edition=2), [("learn anew", ())]),
    ("Choice", put(edition=2, key="b"), [("learn anew", ()), ("key changed", ("key",))]),
    ("Choice", put(status="draft"), [("status", ())]),
    ("Choice", put(status="retired", retired="It is wrong."), [("retired", ()), ("filed", ("retired",))]),
    ("Choice", put(topics=("nowhere",)), [("filed", ("topics",)), ("left out", ())]),
    ("Choice", put(key="z"), [("key changed", ("key",)), ("left out", ())]),
    ("Multiple", put(key=("b", "a")), [("cosmetic", ("key",))]),
    ("Multiple", put(key=("a", "c")), [("key changed", ("key",))]),
    ("Multiple", put(score="exact"), [("key changed", ("score",))]),
    ("Multiple", put(pick="any"), [("clarified", ("pick",))]),
    ("Boolean", put(feedback="Other."), [("clarified", ("feedback",))]),
    ("Boolean", put(key=False), [("key changed", ("key",))]),
    ("Text", put(accept=("whale",)), [("key changed", ("accept",))]),
    ("Text", put(reject=()), [("key changed", ("reject",))]),
    ("Text", put(typos=0), [("key changed", ("typos",))]),
    ("Text", put(case="keep"), [("key changed", ("case",))]),
    ("Numeric", put(tolerance=structs.replace(EVERY["Numeric"].tolerance, abs="1")), [("key changed", ("tolerance",))]),  # type: ignore[union-attr]
    ("Date", put(key="2026-02-11"), [("key changed", ("key",))]),
    ("Match", differing(answer={"mars": "comet"}), [("key changed", ("differs",))]),
    ("Match", differing(says="Other words."), [("clarified", ("differs",))]),
    ("Order", put(key=(("seed",), ("root", "leaf"), ("fruit",))), [("cosmetic", ("key",))]),
    ("Order", put(key=(("seed",), ("leaf",), ("root",), ("fruit",))), [("key changed", ("key",))]),
    ("Cloze", gap("what", accept=("whale",)), [("key changed", ("gaps",))]),
    ("Cloze", gap("what", weight="2"), [("key changed", ("gaps",))]),
    ("Evidence", put(need="all"), [("key changed", ("need",))]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "edit", "expected"), CASES)
def test_what_became_of_an_item(kind: str, edit: Edit, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    old = EVERY[kind]
    found = difference(sources(old), sources(edit(old)))
    assert told(found) == {old.id: expected}
    assert [r.new for r in found.rekeyed] == ([old.id] if "key changed" in dict(expected) else [])


ITEM = texts(1)[0]


def test_items_that_came_went_and_were_renamed_or_moved() -> None:
    added = structs.replace(ITEM, id="new")
    assert told(difference(sources(), sources(added))) == {"new": [("added", ())]}
    assert told(difference(sources(added), sources())) == {"new": [("removed", ())]}
    renamed = structs.replace(ITEM, id="new", was=("older", "item-1"))
    found = difference(sources(ITEM), sources(renamed))
    assert told(found) == {"new": [("renamed", ())]}
    assert (found.items[0].was, found.items[0].changes[0].what) == ("item-1", "from item-1")
    assert told(difference(sources(ITEM), sources(ITEM, renamed))) == {"new": [("added", ())]}
    moved = difference(sources(ITEM), sources(ITEM, bank="other"))
    assert told(moved) == {"item-1": [("moved", ())]}
    assert moved.items[0].changes[0].what == "from facts to other"


def test_a_retired_item_is_told_with_its_reason_and_changed_words_are_marked() -> None:
    (one,) = difference(sources(ITEM), sources(structs.replace(ITEM, status="retired", retired="Too old."))).items
    assert one.changes[0] == Change(Kind.RETIRED, "Too old.")
    (one,) = difference(sources(ITEM), sources(structs.replace(ITEM, stem="Question of the item-1?"))).items
    assert one.words == {"stem": "Question of {+the+} item-1?"}


@pytest.mark.parametrize(
    ("kind", "new", "cause"),
    [
        ("Text", {"names": "names:\n  blue whale: [Balaenoptera]\n"}, "names"),
        ("Numeric", {"head": HEAD + "decimal: comma\n"}, "decimal"),
        ("Evidence", {"numbers": [*range(1, 8), "8 and a half", 9, 10]}, "documents"),
    ],
)
def test_a_key_that_changes_through_what_all_items_share_is_told(kind: str, new: dict[str, Any], cause: str) -> None:
    item = structs.replace(EVERY[kind], differs=()) if kind == "Evidence" else EVERY[kind]
    found = difference(sources(item), sources(item, **new))
    assert told(found) == {item.id: [("key changed", (cause,))]}
    edited = structs.replace(item, level=2 if item.level != 2 else 3)
    assert told(difference(sources(item), sources(edited, **new))) == {
        item.id: [("key changed", (cause,)), ("filed", ("level",))]
    }


def test_a_key_may_change_in_itself_and_through_names() -> None:
    new = sources(structs.replace(EVERY["Text"], accept=("whale",)), names="names:\n  blue whale: [Balaenoptera]\n")
    assert told(difference(sources(EVERY["Text"]), new)) == {"item-6": [("key changed", ("accept", "names"))]}


def test_an_item_that_can_be_asked_again_is_mended() -> None:
    wrong = structs.replace(ITEM, topics=("nowhere",))
    assert told(difference(sources(wrong), sources(ITEM))) == {"item-1": [("filed", ("topics",)), ("mended", ())]}


def test_an_item_that_can_no_longer_be_read_is_left_out_and_not_removed() -> None:
    good = sources(ITEM)
    data = good.banks[0][1]
    assert isinstance(data, bytes)
    spoilt = good._replace(banks=(("facts.yaml", data.replace(b"level: 2", b"level: nine")),))
    assert told(difference(good, spoilt)) == {"item-1": [("left out", ())]}
    assert told(difference(spoilt, good)) == {"item-1": [("mended", ())]}
    assert told(difference(spoilt, spoilt)) == {}
    assert not difference(good, spoilt).failed
    torn = good._replace(banks=(("facts.yaml", data + b"\n\t- x"),))
    found = difference(good, torn)
    assert told(found) == {"item-1": [("left out", ())]}
    assert found.failed
    assert [f.rule for f in found.new_findings] == ["yaml"]


@pytest.mark.parametrize("broken", [b"", b"id: [", b"\xff"])
def test_a_library_that_cannot_be_compiled_is_told_and_compared_with_nothing(broken: bytes) -> None:
    good = sources(ITEM)
    bad = good._replace(library=("library.yaml", broken))
    for found in (difference(good, bad), difference(bad, good)):
        assert found.failed
        assert found.items == ()
    assert difference(good, bad).new_findings
    assert difference(bad, good).old_findings
    assert difference(good, good._replace(names=("names.yaml", b"names: 1\n"))).failed
