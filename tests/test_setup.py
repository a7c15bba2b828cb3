"""Setting a session up: what can be chosen, what the settings keep of it, how many questions match."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from quiz.items import ExamFile, type_name
from quiz.views.setup import HIGHEST, TYPES, Field, Setup, matching_of, offers_of, preview_of, setup_of
from tests.support.library import composed, library_of, numbered, one_of_each, texts
from tests.support.talk import desk_of

LIBRARY = library_of([*one_of_each(), *composed()])
OFFERS = offers_of(LIBRARY)
CHOSEN = st.fixed_dictionaries(
    {
        f.name: st.sampled_from([i for i, _ in f.values])
        if f.values
        else st.integers(0, HIGHEST).map(lambda n: str(n or ""))
        for f in OFFERS
    }
)


def field(name: str) -> Field:
    return next(f for f in OFFERS if f.name == name)


@given(CHOSEN)
def test_what_was_chosen_is_there_again(chosen: dict[str, str]) -> None:
    setup = structs.replace(Setup(), **chosen)
    assert setup_of(setup.kept(), OFFERS) == setup


@given(st.dictionaries(st.sampled_from([f.name for f in OFFERS]) | st.text(), st.text()))
def test_whatever_the_settings_hold_only_what_is_offered_is_taken(kept: dict[str, str]) -> None:
    setup = setup_of(kept, OFFERS)
    for one in OFFERS:
        value = getattr(setup, one.name)
        assert value in dict(one.values) if one.values else value == "" or 0 < int(value) <= HIGHEST
    setup.choices(10)


@given(CHOSEN, st.sampled_from(OFFERS), st.sampled_from((-1, 1)))
def test_a_step_and_a_step_back_change_nothing(chosen: dict[str, str], one: Field, step: int) -> None:
    value = chosen[one.name]
    assert one.stepped(one.stepped(value, step), -step) == value or not one.values


@given(CHOSEN)
def test_the_choices_admit_what_the_fields_say(chosen: dict[str, str]) -> None:
    setup = structs.replace(Setup(), **chosen)
    for entry in LIBRARY.askable():
        item = entry.item
        wanted = (
            setup.bank in ("", entry.bank)
            and (not setup.topic or setup.topic in item.topics)
            and setup.level in ("", str(item.level))
            and setup.type in ("", type_name(item))
        )
        assert setup.choices(10).admits(entry) == wanted


def test_values_have_titles_in_the_library_s_own_order_and_only_what_has_items() -> None:
    assert field("topic").values == (("", "All topics"), ("odd", "Odd things"), ("even", "Even things"))
    assert field("bank").values == (("", "All banks"), ("facts", "Facts"))
    assert field("document").values == (("", "All documents"), ("notes", "the notes"))
    assert [t for t, _ in offers_of(library_of(texts(2)))[5].values] == ["", "text"]
    nested = library_of([structs.replace(i, topics=("odd/far",)) for i in texts(1)], topics={"odd/far": "Far"})
    assert offers_of(nested)[2].values == (("", "All topics"), ("odd", "odd"), ("odd/far", "odd: Far"))
    assert set(TYPES) >= {type_name(e.item) for e in LIBRARY.entries.values()}


@pytest.mark.parametrize(
    ("typed", "found"),
    [("n", "numeric"), ("a num", "numeric"), ("NAME", "text"), ("aps", "cloze"), ("xyz", None), (" ", None)],
)
def test_letters_find_a_value_by_its_words_first(typed: str, found: str | None) -> None:
    assert field("type").found(typed) == found


def test_numbers_stop_at_their_ends() -> None:
    items = field("items")
    assert (items.stepped("", -1), items.stepped("", 1), items.stepped(str(HIGHEST), 1)) == ("0", "1", str(HIGHEST))


def lines(folder: Path | None = None, setup: Setup = Setup(), **fields: Any) -> tuple[tuple[str, ...], str]:  # noqa: B008
    desk = desk_of(library_of(fields.pop("items", numbered(12)), **fields), folder)
    preview = preview_of(desk, setup, 10)
    return preview.lines, preview.why


def test_a_preview_says_how_many_match_and_how_many_are_asked() -> None:
    assert lines() == (("12 questions: 0 due, 12 new", "10 of them are asked"), "")
    two = Setup(mode="practice", topic="odd", items="2", minutes="5")
    assert lines(setup=two) == (
        ("6 questions: 0 due, 6 new", "2 of them are asked, at most 5 minutes of answering"),
        "",
    )
    one = Setup(mode="drill", type="choice", level="2")
    assert lines(setup=one)[0][1] == "4 of them are asked"


def test_what_matches_nothing_or_has_nothing_to_ask_says_why() -> None:
    assert lines(setup=Setup(type="cloze"))[1].startswith("No approved item is of that bank")
    assert lines(setup=Setup(mode="mistakes"))[1] == "There are no mistakes to mend"
    assert lines(setup=Setup(mode="exam", type="cloze"))[1].startswith("No approved item")


def test_of_a_family_one_is_asked_and_that_is_said() -> None:
    items = [structs.replace(i, family="whales") for i in texts(3)]
    assert lines(items=items)[0][1] == "1 of them is asked; of questions that give each other away only one"


def test_an_exam_shows_what_the_library_prescribes_and_what_is_missing() -> None:
    exam = ExamFile(items=4, minutes=3, pass_mark="0.5", topics={"odd": "0.5", "even": "0.5"}, levels={1: "1"})
    assert lines(setup=Setup(mode="exam"), exam=exam)[0] == (
        "12 questions: 0 due, 12 new",
        "4 questions in 3 minutes; 50 % passes",
        "Odd things 50 %, Even things 50 %",
        "level 1 100 %",
    )
    told, why = lines(setup=Setup(mode="exam", topic="odd", items="6"), exam=exam)
    assert (told[1], told[-1], why) == (
        "6 questions in 3 minutes; 50 % passes",
        "Too few questions: Even things has 0 of 3, level 1 has 2 of 6",
        "",
    )
    assert lines(setup=Setup(mode="exam"))[0][1] == "20 questions in 20 minutes; 70 % passes"


@given(st.sets(st.integers(1, 12)))
def test_all_that_match_are_new_before_the_first_answer(numbers: set[int]) -> None:
    found = matching_of([f"item-{n}" for n in numbers], {}, 739_000)
    assert (found.matching, found.awake, found.due, found.new, found.missed) == (
        len(numbers),
        len(numbers),
        0,
        len(numbers),
        0,
    )


def test_what_is_put_aside_matches_and_is_not_asked(tmp_path: Path) -> None:
    desk = desk_of(library_of(texts(3)), tmp_path)
    desk.mark("item-1", "suspend")
    assert preview_of(desk, Setup(mode="practice"), 10).lines == ("3 questions: 0 due, 2 new", "2 of them are asked")
    for item in ("item-2", "item-3"):
        desk.mark(item, "bury")
    assert preview_of(desk, Setup(mode="practice"), 10).why == "All of these are suspended or put off until tomorrow"
