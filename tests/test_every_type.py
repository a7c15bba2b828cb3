"""A library with one item of each type: all of it is sound, and each item is answered as its type is."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from quiz.banks import Library, open_library
from quiz.items import Cloze, Item, differing, rejecting, type_name
from quiz.items.marking import Marking
from quiz.scoring import AskAgain, Outcome, Policy, key_response, score
from tests.strategies import items as drawn
from tests.strategies.worlds import documents
from tests.support.effort import FEWER

ROOT = Path(__file__).parent / "fixtures" / "every_type"
TYPES = {member.__struct_config__.tag for member in Item.__args__}
PLACED = ["ford", "bridge"]


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library(ROOT)


def test_every_type_has_a_sound_item_and_a_marking_of_its_own(library: Library) -> None:
    assert library.errors() == []
    assert {type_name(entry.item) for entry in library.entries.values()} == TYPES
    assert {entry.marking.__struct_config__.tag for entry in library.entries.values()} == TYPES
    assert {member.__struct_config__.tag for member in Marking.__args__} == TYPES
    assert [(f.rule, f.item) for f in library.findings] == [("no-map", "weir-place")]


def test_the_key_of_every_item_earns_everything(library: Library) -> None:
    for entry in library.entries.values():
        made = score(entry.marking, key_response(entry.marking), Policy(final=True))
        assert isinstance(made, Outcome)
        assert (made.score, made.notes) == ("1/1", ()), entry.item.id


WORK = {"grain": "Oats", "wood": "planks", "one": "the bridge", "other": "ford", "sum": "4,5", "stuff": "iron"}


@pytest.mark.parametrize(
    ("item", "response", "share", "notes", "match"),
    [
        ("oldest-mill", "middle", "1/4", [], "option middle"),
        ("oldest-mill", "lower", "1/2", ["other-document"], "differs 0"),
        ("open-questions", ["payment", "vote"], "1/2", [], ""),
        ("mills-before", "no", "0", [], "reject 0"),
        ("bridge-cost", "4,5 thousand", "1", [], ""),
        ("bridge-cost", "4.500 crowns", "1", [], ""),
        ("bridge-cost", "6,5", "1/2", ["near-miss"], "reject 0"),
        ("bridge-cost", "6", "0", ["other-document"], "differs 0"),
        ("bridge-cost", "4.5", None, [], "ambiguous"),
        ("bridge-opened", "12 June 1906", "1", [], ""),
        ("bridge-opened", "July 1906", None, [], "coarse"),
        ("bridge-opened", "2 July 1906", "0", ["other-document"], "differs 0"),
        ("historian", "E. Brook", "1", [], ""),
        ("historian", "Edda Brok", "1", ["typo"], ""),
        ("historian", "Mayor Olm", "0", ["near-miss"], "reject 0"),
        ("mill-work", WORK, str(Fraction(11, 16)), ["other-document"], ""),
        ("mill-work", {"year": "1904"}, None, [], "coarse"),
        ("who-says-what", {"oldest": "brook", "closed": "railway"}, "1/3", [], ""),
        ("bridge-order", ["lower", "upper", "vote", "opening"], "1", [], ""),
        ("bridge-order", ["upper", "lower", "opening", "vote"], "3/5", ["other-document"], "differs 0"),
        ("bridge-order", ["upper", "vote", "lower", "opening"], "3/5", [], ""),
        ("bridge-order", ["upper", "vote"], None, [], "no-permutation"),
        ("payment-open", ["The railway has not said when it will pay."], "1", [], ""),
        ("payment-open", "The council expects the railway to pay within a year.", "0", ["near-miss"], "reject 0"),
        ("weir-place", "weir", "1", [], ""),
        ("weir-place", "ford", "0", ["near-miss"], "reject 0"),
    ],
)
def test_responses_of_every_type(
    library: Library, item: str, response: Any, share: str | None, notes: list[str], match: str
) -> None:
    made = score(library.entries[item].marking, response, Policy())
    if share is None:
        assert isinstance(made, AskAgain)
        assert made.reason == match
        return
    assert isinstance(made, Outcome)
    assert (made.share, list(made.notes), made.match) == (Fraction(share), notes, match)


def test_the_entries_of_an_item_are_found_in_its_gaps_too(library: Library) -> None:
    found = {i: [path for path, _ in differing(e.item)] for i, e in library.entries.items()}
    assert {item: paths for item, paths in found.items() if paths} == {
        "oldest-mill": [("differs", 0)],
        "bridge-cost": [("differs", 0)],
        "bridge-opened": [("differs", 0)],
        "mill-work": [("gaps", "wood", "differs", 0)],
        "bridge-order": [("differs", 0)],
    }
    assert [path for path, _ in rejecting(library.entries["bridge-cost"].item)] == [("reject", 0)]
    assert rejecting(library.entries["oldest-mill"].item) == []


@FEWER
@given(documents().map(lambda document: {document.id: document}).flatmap(drawn.items))
def test_each_entry_stands_where_it_is_said_to_stand(item: Item) -> None:
    for path, entry in (*differing(item), *rejecting(item)):
        at: Any = item
        for step in path:
            at = getattr(at, step) if isinstance(step, str) and hasattr(at, step) else at[step]
        assert at is entry
    holders: tuple[Any, ...] = tuple(item.gaps.values()) if isinstance(item, Cloze) else (item,)
    assert len(differing(item)) == sum(len(holder.differs) for holder in holders)
    assert len(rejecting(item)) == sum(len(getattr(holder, "reject", ())) for holder in holders)
