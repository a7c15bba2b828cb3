"""Hints: what they say of each type, and what they never give away."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.documents import Citation
from quiz.items import (
    Choice,
    ChoiceGap,
    Cloze,
    Evidence,
    Item,
    Match,
    Multiple,
    Option,
    Order,
    Quantity,
    Reject,
    Text,
    TextGap,
    type_name,
)
from quiz.scoring.rules import key_response
from quiz.views.hints import Hint, hint_of
from quiz.views.question import question_of
from tests.strategies.asking import DOCUMENTS, asked_items
from tests.support.library import composed, fact, library_of, one_of_each
from tests.support.maps import place_item, small_map

EVERY = {type_name(item): item for item in (*one_of_each(), *composed())}


def hint(item: Item, filled: tuple[str, ...] = (), seed: str = "s", **fields: Any) -> Hint:
    library = library_of([item], **fields)
    return hint_of(library.entries[item.id], library, seed, filled)


def right_options(item: Item) -> set[str]:
    """What is right, or right for another document."""
    if isinstance(item, Choice):
        return {item.key, *(d.answer for d in item.differs)}
    if isinstance(item, Multiple):
        return {*item.key, *(option for d in item.differs for option in d.answer)}
    return {" ".join(one.split()) for one in item.key} if isinstance(item, Evidence) else set()


@given(asked_items, st.text(max_size=4), st.data())
def test_a_hint_of_any_item_strikes_nothing_right_and_gives_nothing_wrong(
    item: Item, seed: str, data: st.DataObject
) -> None:
    library = library_of([item], documents=DOCUMENTS)
    entry = library.entries[item.id]
    question = question_of(entry, library, seed, 1, 1)
    parts = [part.id for part in question.parts]
    filled = tuple(data.draw(st.lists(st.sampled_from(parts), unique=True))) if parts else ()
    found = hint_of(entry, library, seed, filled)
    assert found == hint_of(entry, library, seed, filled)
    assert found.says
    assert len(found.struck) <= 1
    assert not right_options(item) & set(found.struck)
    if isinstance(item, Choice | Multiple):
        assert set(found.struck) <= {option for option, _ in question.options}
    key = key_response(entry.marking)
    assert all(key[name] == value for name, value in found.given.items())
    still_open = set(parts) - set(filled)
    assert not still_open or set(found.given) <= still_open
    assert found.first in (item.key[0] if isinstance(item, Order) else ("",))


def test_of_two_options_none_is_struck_and_all_other_right_ones_stay() -> None:
    choice = EVERY["choice"]
    assert isinstance(choice, Choice)
    two = structs.replace(choice, options=choice.options[:2])
    assert hint(two) == Hint("See the notes, paragraph 1")
    assert hint(choice).struck in (("b",), ("c",))
    assert len({hint(choice, seed=f"seed {n}").struck for n in range(20)}) == 2


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("5", "A number of 1 digit"),
        ("1200", "A number of 4 digits"),
        ("0.25", "A number of 1 digit and 2 decimals"),
        ("-17.5", "A number below zero, of 2 digits and 1 decimal"),
    ],
)
def test_of_a_number_the_digits_are_told(value: str, said: str) -> None:
    assert hint(structs.replace(EVERY["numeric"], key=Quantity(value=value, unit="kg"))).says == said


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("2026-02-10", "In February 2026"),
        ("2026-02", "In 2026"),
        ("2026", "In the years 2020 to 2029"),
        ("XXXX-02-10", "In February"),
    ],
)
def test_of_a_date_what_is_coarser_is_told(key: str, said: str) -> None:
    assert hint(structs.replace(EVERY["date"], key=key)).says == said


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("Gyumri", "Begins with G: 6 letters"),
        ("blue whale", "Begins with b: 2 words of 4 and 5 letters"),
        ("the Board of Peace", "Begins with t: 4 words of 3, 5, 2 and 5 letters"),
        ("«Éire»", "Begins with É: 4 letters"),
        ("é́x – y", "Begins with é́: 2 words of 2 and 1 letters"),
        ("हिन्दी", "Begins with हि: 3 letters"),
        ("?!", "Begins with ?"),
    ],
)
def test_of_a_name_its_beginning_and_its_letters_are_told(key: str, said: str) -> None:
    assert hint(structs.replace(EVERY["text"], key=key)).says == said


def test_the_only_gap_is_not_given_but_described() -> None:
    cloze = EVERY["cloze"]
    assert isinstance(cloze, Cloze)
    for name, said in (
        ("what", "Begins with b: 2 words of 4 and 5 letters"),
        ("who", "One of 2"),
        ("year", "In the y"),
    ):
        one = structs.replace(cloze, stem=f"It was {{{name}}}.", gaps={name: cloze.gaps[name]})
        assert hint(one).says.startswith(said)
        assert hint(one).given == {}
    assert isinstance(cloze.gaps["who"], ChoiceGap)
    assert isinstance(cloze.gaps["what"], TextGap)


def test_when_all_is_filled_the_first_is_given() -> None:
    assert hint(EVERY["cloze"], ("year", "who", "much", "what")).given == {"year": "1999"}
    assert hint(EVERY["cloze"], ("year",)) == Hint("(2) Ana", given={"who": "ana"})
    assert hint(EVERY["match"], ("sun", "moon")) == Hint("Mars → A planet", given={"mars": "planet"})
    assert isinstance(EVERY["match"], Match)


def test_what_may_stand_first_in_an_order_is_told() -> None:
    order = EVERY["order"]
    assert isinstance(order, Order)
    assert hint(order) == Hint("Comes first: Seed", first="seed")
    tied = structs.replace(order, key=(("leaf", "root"), ("seed",), ("fruit",)), differs=())
    assert hint(tied) == Hint("Comes among the first: Leaf", first="leaf")


def test_of_a_passage_the_paragraph_is_told_and_of_one_paragraph_a_sentence_that_is_wrong() -> None:
    evidence = EVERY["evidence"]
    assert isinstance(evidence, Evidence)
    assert hint(evidence).says == "Look in paragraph 10"
    both = structs.replace(
        evidence, key=(fact(10), fact(8)), citations=(*evidence.citations, Citation("notes", 8, fact(8)))
    )
    assert hint(both).says == "Look in paragraph 8 and 10"
    alone = structs.replace(evidence, passage=structs.replace(evidence.passage, paragraphs=(10,)), reject=())
    assert hint(alone).says == "A sentence of 5 words"
    wrong = structs.replace(alone, reject=(Reject(answer=fact(9), feedback="No."),))
    assert hint(wrong) == Hint(f"Not right: {fact(9)}", struck=(fact(9),))


def test_a_document_that_is_not_there_is_named_by_its_id() -> None:
    boolean = EVERY["boolean"]
    library = library_of([boolean])
    bare = structs.replace(library, documents={})
    assert hint_of(library.entries[boolean.id], bare, "s").says == "See notes, paragraph 3"


def test_a_long_option_is_cut() -> None:
    long = tuple(Option(id=o, text=o * 2_000, feedback="No.") for o in "abc")
    assert len(hint(structs.replace(EVERY["choice"], options=long)).says) < 100
    assert isinstance(EVERY["text"], Text)


@pytest.mark.parametrize(
    ("key", "says"),
    [("isle", "It is land in the west; touches the water Bay"), ("port", "It is a point in The Isle, in the middle")],
)
def test_a_place_is_told_by_what_lies_beside_it_and_never_by_its_name(key: str, says: str) -> None:
    assert hint(place_item(key=key), maps={"bay": small_map()}).says == says


def test_a_place_whose_map_is_not_at_hand_is_told_by_its_passage() -> None:
    assert hint(place_item(map="lost")).says == "See the notes, paragraph 1"
