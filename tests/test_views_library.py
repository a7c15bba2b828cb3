"""A library to look through: coverage as the checks measure it, items as a trainee has them, a question and its key."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quiz.banks import open_library
from quiz.banks.starting import STARTER
from quiz.checks.coverage import coverage
from quiz.documents import Document
from quiz.documents.brief import parse_brief
from quiz.items import Item
from quiz.learning import ItemState
from quiz.learning.state import Memory
from quiz.views.library import COVERED, DRAFTED, LEFT, OPEN, item_row, look_at, state_text
from quiz.views.preview import preview_of
from tests.support.library import composed, library_of, one_of_each

DAY = 739_000


def document(name: str, voice: str, *lines: str, text: str = "brief") -> Document:
    head = f"---\nid: {name}\ntitle: T\ncalled: the {name}\nkind: news\nvoice: {voice}\ntext: {text}\n---\n[1]\n"
    made, findings = parse_brief(head + "\n".join(lines) + "\n", f"{name}.md")
    assert made is not None
    assert not findings
    return made


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["draft", "approved", "retired"])), max_size=10))
def test_what_is_asked_is_what_coverage_measures(chosen: list[tuple[int, str]]) -> None:
    items: list[Item] = [*one_of_each(), *composed()]
    for place, status in chosen:
        items[place] = replace(items[place], status=status)
    library = library_of(items)
    rows = [row for rows in look_at(library).sentences.values() for row in rows]
    for row, measured in zip(rows, coverage(library).sentences, strict=True):
        assert (row.paragraph, row.text) == (measured.paragraph, measured.text)
        assert (row.sign == COVERED) == bool(measured.items)
        assert {*measured.items} <= {*row.keyed}
        assert row.wanted == (not measured.items)
        assert not {*row.keyed} & {*row.cited}


def test_documents_tell_what_they_are_and_how_much_is_asked() -> None:
    one = document("one", "v", "* A.", "+ B.", "- C.")
    two = document("two", "v", "* D.")
    raw = document("raw", "raw", "E.", text="original")
    look = look_at(library_of([], documents={d.id: d for d in (one, two, raw)}))
    assert [row.about for row in look.documents] == [
        "news; one voice with the two",
        "news; one voice with the one",
        "news; a voice of its own",
    ]
    assert [row.shares for row in look.documents] == [
        "core 0 of 1 asked, useful 0 of 1, background 0 of 1, 0 questions",
        "core 0 of 1 asked, 0 questions",
        "0 of 1 sentences asked, 0 questions",
    ]
    assert [row.sign for row in look.sentences["one"]] == [OPEN, OPEN, LEFT]


def test_a_draft_counts_as_a_draft_and_an_item_is_found_at_its_sentence() -> None:
    items = [replace(item, status="draft") for item in one_of_each()]
    look = look_at(library_of(items))
    assert {row.sign for row in look.sentences["notes"]} == {DRAFTED}
    assert look.place_of("item-3") == ("notes", 2)
    assert look.place_of("item-99") is None


MEMORY = Memory(stability=10, difficulty=5, day=DAY - 1, due=DAY + 5)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (None, "new"),
        (ItemState(), "new"),
        (ItemState(suspended=True), "suspended"),
        (ItemState(attempts=1, passed=True), "answered, not yet learned"),
        (ItemState(attempts=1, passed=True, share=1.0, memory=MEMORY), "mastery 99 %, again in 5 days"),
        (ItemState(attempts=2, share=0.5, memory=replace(MEMORY, due=DAY)), "last missed, due, mastery 49 %"),
        (ItemState(attempts=9, lapses=4, passed=True, memory=MEMORY), "often forgotten, mastery 0 %, again in 5 days"),
    ],
)
def test_what_an_item_is_to_a_trainee(state: ItemState | None, said: str) -> None:
    assert state_text(state, DAY) == said


def test_an_item_that_is_not_asked_is_nothing_to_a_trainee_yet() -> None:
    library = library_of([replace(one_of_each()[0], status="draft")])
    row = item_row(library.entries["item-1"], None, DAY)
    assert (row.about, row.state) == ("choice, level 2, draft", "")


@pytest.mark.parametrize("name", [item.id for item in [*one_of_each(), *composed()]])
def test_each_type_shows_what_is_right_and_counts_no_answer(name: str) -> None:
    items = [*one_of_each(), *composed()]
    preview = preview_of(library_of(items).entries[name], library_of(items), DAY)
    item = next(i for i in items if i.id == name)
    assert preview.feedback.right
    assert preview.feedback.given == ""
    assert preview.feedback.explanation == item.explanation
    assert preview.feedback.sources[0].sentences


SAID = {
    "item-1": [("", "Letter B", "Not B."), ("", "Letter C", "Not C.")],
    "item-2": [("", "Letter C", "Not C.")],
    "item-3": [("", "False", "It is white.")],
    "item-4": [],
    "item-6": [("", "whale shark", "That is a fish.")],
    "item-7": [
        ("(2)", "Ben", "Ben slept."),
        ("(4)", "whale shark", "That is a fish."),
        ("(4)", "orca", "The letters say so."),
    ],
    "item-8": [
        ("", "Mars → A star", "The letters say so."),
        *((f"{row} →", "another one", f"{row} is none.") for row in ("The sun", "The moon", "Mars")),
    ],
    "item-9": [("", "Fruit → Seed → Leaf → Root", "The letters say so.")],
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_to_other_answers_is_told_with_the_answer(name: str) -> None:
    library = library_of([*one_of_each(), *composed()])
    said = preview_of(library.entries[name], library, DAY).said
    assert [(mark.called, mark.given, mark.said) for mark in said] == SAID[name]
    assert all(
        (mark.kind, mark.symbol) == (("other", "≠") if "letters" in mark.said else ("incorrect", "✗")) for mark in said
    )


def test_every_item_of_the_starter_can_be_looked_at(tmp_path: Path) -> None:
    library = open_library(STARTER)
    for entry in library.entries.values():
        assert preview_of(entry, library, DAY).feedback.right
