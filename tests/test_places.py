"""Place items: checked against their map, asked by letters, told by names; and the places that other items speak of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.banks import Library, open_library
from quiz.documents import Citation
from quiz.items import Item, Names, NamesFile, Place, Reject, flaws
from quiz.items.fields import Differs
from quiz.maps.shipped import shipped_map
from quiz.scoring import Outcome, Policy, score
from quiz.views import question_of
from quiz.views.feedback import feedback_of
from quiz.views.places import (
    Marked,
    described,
    lettered,
    marked_about,
    marked_names,
    named_labels,
    names_of,
    spoken_of,
    where,
)
from tests.support.library import document, fact, library_of, texts
from tests.support.maps import place_item, small_map
from tests.support.talk import desk_of, talk

CHART = shipped_map("south-caucasus")
assert CHART is not None
BAY = small_map()


def bay(*items: Item, **fields: Any) -> Library:
    return library_of(items or [place_item()], maps={"bay": BAY}, **fields)


def rules(item: Item) -> list[tuple[str, bool]]:
    found = flaws(item, Names(), {"notes": document([1])}, {"bay": BAY})
    return [(flaw.rule, flaw.warning) for flaw in found]


def elsewhere(answer: str) -> Differs:
    return Differs(answer=answer, says="So says another.", citations=(Citation("notes", 1, fact(1)),))


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, []),
        ({"key": "ile"}, [("no-place", False)]),
        ({"key": "light"}, [("no-place", False)]),
        ({"reject": (Reject(answer="sea", feedback="No."),)}, [("no-place", False)]),
        ({"differs": (elsewhere("sea"),)}, [("no-place", False)]),
        ({"reject": (Reject(answer="rock", feedback="No."),), "differs": (elsewhere("bay"),)}, []),
        ({"map": "by"}, [("no-map", True)]),
    ],
)
def test_map_and_places_of_an_item_must_be_there(fields: dict[str, Any], found: list[tuple[str, bool]]) -> None:
    assert rules(place_item(**fields)) == found


def test_what_was_meant_is_offered() -> None:
    item = place_item(key="ile")
    assert [f.hint for f in flaws(item, Names(), {"notes": document([1])}, {"bay": BAY})] == ["did you mean 'isle'?"]
    item = place_item(map="by")
    (flaw,) = flaws(item, Names(), {"notes": document([1])}, {"bay": BAY})
    assert "did you mean 'bay'?" in flaw.hint


def test_an_item_is_asked_when_its_map_is_there() -> None:
    assert [e.item.id for e in bay().askable()] == ["item-1"]
    assert bay().front().maps == ("bay",)
    assert library_of([place_item()]).askable() == []
    assert library_of([place_item()]).front().maps == ()


def test_a_question_hides_every_name() -> None:
    library = bay()
    question = question_of(library.entries["item-1"], library, "seed", 1, 1)
    assert question.chart is BAY
    assert sorted(name for name, _ in question.options) == ["bay", "isle", "port", "rock"]
    told = " ".join(text for _, text in question.options)
    assert not any(re.search(rf"\b{place.name}\b", told) for place in BAY.places)
    again = question_of(library.entries["item-1"], library, "other", 1, 1)
    assert {n for n, _ in again.options} == {n for n, _ in question.options}


def test_places_are_told_by_what_lies_beside_them() -> None:
    letters = lettered(BAY, ["isle", "bay", "port", "rock"])
    assert letters == {"isle": "A", "bay": "B", "port": "C", "rock": "D"}
    assert described(BAY, letters, "isle") == "land in the west; touches the water B"
    assert described(BAY, letters, "bay") == "water in the north-west; touches A and D"
    assert described(BAY, letters, "port") == "a point in A, in the middle"
    assert described(BAY, {}, "isle") == "land in the west"
    assert described(BAY, letters, "nowhere") == ""
    names = names_of(CHART)  # type: ignore[arg-type]
    assert described(CHART, names, "nakhchivan") == (  # type: ignore[arg-type]
        "land in the south; borders Armenia, Iran and Turkey"
    )


def test_no_two_places_of_the_shipped_map_are_told_alike() -> None:
    assert CHART is not None
    order = [place.id for place in CHART.asked()]
    told = [described(CHART, lettered(CHART, order), name) for name in order]
    assert len({*told}) == len(told)
    assert {where(CHART, p) for p in CHART.asked()} >= {"in the north", "in the south", "in the east"}


def test_line_mode_takes_a_letter_and_tells_names_only_afterwards(tmp_path: Path) -> None:
    library = bay(place_item(reject=(Reject(answer="rock", feedback="That is a rock."),)))
    desk = desk_of(library, tmp_path)

    def reply(written: str) -> str | None:
        found = re.search(r"^  ([A-Z])  land in the east", written, re.MULTILINE)
        return found[1].lower() if found else None

    code, out = talk(desk, reply, "practice")
    assert code == 0
    asked, _, told = out.partition("Point at a place on the map (its letter):")
    assert "The Isle" not in asked
    assert "You said: Rock" in told
    assert "Right: The Isle" in told
    assert "That is a rock." in told


def test_line_mode_asks_again_for_what_is_no_letter(tmp_path: Path) -> None:
    _, out = talk(desk_of(bay(), tmp_path), ["isle", "z", "a b", ":s"], "practice")
    assert out.count("Point at a place on the map (its letter); :s") == 3


@pytest.mark.parametrize(
    ("response", "marks"),
    [("isle", {"isle": "right"}), ("rock", {"isle": "right", "rock": "wrong"}), (None, {"isle": "right"})],
)
def test_feedback_marks_what_is_right_and_what_was_picked(response: str | None, marks: dict[str, str]) -> None:
    library = bay()
    entry = library.entries["item-1"]
    outcome = score(entry.marking, response, Policy())
    assert isinstance(outcome, Outcome)
    feedback = feedback_of(entry, response, outcome, None, library, 0)
    assert feedback.drawn
    assert feedback.map == Marked(BAY, marks, False)
    assert feedback.right == "The Isle"


def test_another_documents_answer_is_marked_as_such() -> None:
    library = bay(place_item(differs=(elsewhere("rock"),)))
    entry = library.entries["item-1"]
    outcome = score(entry.marking, "rock", Policy())
    assert isinstance(outcome, Outcome)
    feedback = feedback_of(entry, "rock", outcome, None, library, 0)
    assert feedback.map == Marked(BAY, {"isle": "right", "rock": "other"}, False)
    labels, lit = named_labels(BAY, {"isle": "right", "rock": "other"})
    assert (labels["isle"].text, labels["rock"].text) == ("✓ The Isle", "≠ Rock")
    assert lit == {"isle": "right-fill", "rock": "other-fill"}


NAMES = Names.of(
    NamesFile(
        names={
            "Armenia": (),
            "Nagorno-Karabakh": ("Karabakh", "Artsakh"),
            "Caspian Sea": ("Caspian",),
            "The Caspian Post": ("Caspian Post",),
        },
        related={"Armenia": ("Armenian", "Yerevan")},
    )
)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Armenia and Iran", ("armenia", "iran")),
        ("the Armenian side", ("armenia",)),
        ("in Yerevan", ("yerevan",)),
        ("Artsakh, as some say", ("karabakh",)),
        ("Iranians, Tehranian, caspian", ()),
        ("the Caspian Sea", ("caspian-sea",)),
        ("The Caspian Post says", ()),
        ("The Caspian Post on the Caspian", ("caspian-sea",)),
        ("", ()),
    ],
)
def test_places_are_found_by_every_form_of_their_names(text: str, places: tuple[str, ...]) -> None:
    assert CHART is not None
    assert set(spoken_of(CHART, NAMES, [text])) == set(places)


@given(st.lists(st.text(max_size=30), max_size=4))
def test_no_text_stops_the_search_for_places(found: list[str]) -> None:
    assert CHART is not None
    assert set(spoken_of(CHART, NAMES, found)) <= {p.id for p in CHART.places}


def test_an_item_of_another_topic_or_without_places_shows_no_map() -> None:
    named = structs.replace(texts(3)[2], stem="Which is greater, The Isle or Rock?", topics=("odd",))
    silent = structs.replace(texts(2)[1], topics=("odd",))
    library = bay(place_item(1), silent, named)
    assert marked_names(library, named) == Marked(BAY, dict.fromkeys(["isle", "rock"], "named"), False)
    assert marked_names(library, silent) is None
    assert marked_names(library, structs.replace(named, topics=("even",))) is None
    assert marked_names(library_of([named]), named) is None
    assert marked_about(library, "item-3") == marked_names(library, named)
    assert marked_about(library, "") == Marked(BAY, {})
    assert marked_about(library, "item-1") == Marked(BAY, {"isle": "right"}, False)
    assert marked_about(library_of([named]), "item-3") is None


def test_a_link_is_drawn_where_the_item_speaks_of_it() -> None:
    names = Names.of(NamesFile(names={"Ferry": ("the boat",)}))
    for explanation, links in (("The boats go.", False), ("Take the boat.", True), ("The Ferry is slow.", True)):
        library = bay(place_item(explanation=explanation), names=names)
        marked = marked_about(library, "item-1")
        assert marked is not None
        assert marked.links is links
        assert marked.legend() == "✓ what is right"
    assert Marked(BAY, {}).legend() == ""


def test_no_stem_of_the_shipped_place_items_names_its_key(root: Path) -> None:
    library = open_library(root)
    places = [e.item for e in library.askable() if isinstance(e.item, Place)]
    assert len(places) >= 10
    assert set(library.maps) == {"south-caucasus"}
    assert len({p.key for p in places}) >= 7
    for item in places:
        named = names_of(library.maps[item.map])
        assert not re.search(rf"\b{re.escape(named[item.key])}\b", item.stem), item.id
