"""What the first screen knows of a library before it is loaded: banks and topics in the library's own order."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.banks import Library
from quiz.items import Item
from tests.support.library import library_of, texts

PATHS = ("zoo", "zoo/birds", "zoo/fish", "art", "art/old", "mid")


def about(*topics: tuple[str, ...]) -> list[Item]:
    return [structs.replace(item, topics=own) for item, own in zip(texts(len(topics)), topics, strict=True)]


def library(*topics: tuple[str, ...], **fields: Any) -> Library:
    return library_of(about(*topics), topics={path: f"On {path}" for path in PATHS}, **fields)


def in_banks(made: Library, banks: dict[str, str]) -> Library:
    entries = {
        name: structs.replace(entry, bank=bank)
        for (name, entry), bank in zip(made.entries.items(), banks.values(), strict=True)
    }
    titles = {bank: bank.upper() for bank in sorted({*banks.values(), "an-empty-one"})}
    return structs.replace(made, entries=entries, banks=titles)


def test_topics_stand_as_the_library_lists_them_and_those_without_items_are_left_out() -> None:
    front = library(("art/old",), ("zoo/fish", "art"), ("zoo",)).front()
    assert front.topics == {"zoo": "On zoo", "art": "On art"}
    assert front.inside == {"zoo": ("item-2", "item-3"), "art": ("item-1", "item-2")}


def test_a_library_about_one_topic_shows_what_is_below_it() -> None:
    front = library(("zoo/fish",), ("zoo/birds",), ("zoo",)).front()
    assert list(front.topics) == ["zoo", "zoo/birds", "zoo/fish"]
    assert list(library(("mid",)).front().topics) == ["mid"]
    assert library().front().topics == {}


def test_banks_stand_in_the_order_of_what_most_of_their_items_are_about() -> None:
    topics = ("art",), ("zoo",), ("art",), ("mid",), ("zoo",)
    made = in_banks(library(*topics), {"1": "aa", "2": "zz", "3": "aa", "4": "bb", "5": "aa"})
    assert list(made.front().banks) == ["zz", "aa", "bb", "an-empty-one"]


@given(st.lists(st.lists(st.sampled_from(PATHS), min_size=1, max_size=3, unique=True).map(tuple), max_size=8))
def test_every_item_is_inside_a_topic_and_a_topic_has_only_items_about_it(topics: list[tuple[str, ...]]) -> None:
    made = library(*topics)
    front = made.front()
    assert {item for items in front.inside.values() for item in items} == set(front.askable)
    assert list(front.topics) == list(front.inside)
    order = [PATHS.index(path) for path in front.topics]
    assert order == sorted(order)
    for path, items in front.inside.items():
        for item in items:
            assert any(f"{t}/".startswith(f"{path}/") for t in made.entries[item].item.topics)
