"""The words of both front ends: what is said to an answer, and numbers, dates and times in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from quiz.documents import Citation, Document
from quiz.items import Differs, Item, Quantity, Text
from quiz.learning import Session
from quiz.scoring import AskAgain
from quiz.store import Log
from quiz.views import Choices, Desk, Feedback
from quiz.views.answers import date_text, quantity_text
from quiz.views.difference import legend, letters_text
from quiz.views.lines import feedback_lines
from quiz.views.words import minutes_text, percent, when_text
from tests.support.library import composed, document, fact, library_of, one_of_each


def told(folder: Path, item: Item, response: Any) -> Feedback:
    desk = Desk(library_of([item]), Log(folder, "ana", "small"))
    session = desk.begin("practice", Choices())
    assert isinstance(session, Session)
    step = desk.answer(session, item.id, response)
    assert not isinstance(step, AskAgain)
    return step.feedback


def of_type(kind: str) -> Item:
    return next(i for i in one_of_each() if i.__struct_config__.tag == kind)


def renumbered(item: Item) -> Item:
    return msgspec.structs.replace(item, citations=(Citation("notes", 1, fact(1)),))


def test_feedback_on_several_options_names_what_was_missed_and_each_wrong_pick(tmp_path: Path) -> None:
    feedback = told(tmp_path, renumbered(of_type("multiple")), ["a", "c"])
    assert feedback.message == "1 of 2 found. Not picked: Letter B. Letter C: Not C."
    assert feedback.right == "Letter A; Letter B"


def test_a_right_answer_is_not_said_back_unless_there_is_a_note(tmp_path: Path) -> None:
    feedback = told(tmp_path / "set", renumbered(of_type("multiple")), ["b", "a"])
    assert (feedback.headline, feedback.given, feedback.message) == ("Right", "", "")
    feedback = told(tmp_path / "slip", renumbered(of_type("text")), "blue wale")
    assert (feedback.headline, feedback.given) == ("Right", "blue wale")


def test_an_answer_of_another_document_is_told_whose_it_is(tmp_path: Path) -> None:
    cited = (Citation("notes", 1, fact(1)),)
    item = Text(
        id="item-1",
        stem="Which animal is it?",
        key="blue whale",
        differs=(
            Differs(answer="orca", says="The letters call it an orca.", citations=(Citation("notes", 1, fact(1)),)),
        ),
        explanation="It is one.",
        topics=("odd",),
        level=1,
        citations=cited,
        status="approved",
    )
    feedback = told(tmp_path, item, "an orca")
    assert (feedback.symbol, feedback.headline) == ("≠", "Right for another document")
    assert feedback.message == "The letters call it an orca."
    assert [source.role for source in feedback.sources] == ["key", "differs"]


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity(value="9", unit="billion USD", qualifier="up-to"), "up to 9 billion USD"),
        (Quantity(value="12345.5", unit="km", qualifier="about"), "about 12,345.5 km"),
        (Quantity(value="-4", unit="%"), "-4%"),
        (Quantity(value="2026"), "2026"),
        (Quantity(value="1000000", unit="people", qualifier="more-than"), "more than 1,000,000 people"),
    ],
)
def test_numbers_in_words(quantity: Quantity, text: str) -> None:
    assert quantity_text(quantity) == text


@pytest.mark.parametrize(
    ("key", "text"),
    [("2023", "2023"), ("2025-08", "August 2025"), ("2026-02-10", "10 February 2026"), ("XXXX-02-10", "10 February")],
)
def test_dates_in_words(key: str, text: str) -> None:
    assert date_text(key) == text


def test_times_and_shares_in_words() -> None:
    assert [when_text(day, 739_000) for day in (738_999, 739_000, 739_001, 739_029)] == [
        "today",
        "today",
        "tomorrow",
        "in 29 days",
    ]
    assert when_text(739_030, 739_000) == "on 24 May 2024"
    assert [percent(share) for share in (0, 0.001, 0.5, 0.999, 1)] == ["0 %", "1 %", "50 %", "99 %", "100 %"]
    assert [minutes_text(ms) for ms in (400, 1_000, 89_000, 90_000, 600_000)] == [
        "0 seconds",
        "1 second",
        "89 seconds",
        "2 minutes",
        "10 minutes",
    ]


def text_item(**fields: Any) -> Text:
    common: dict[str, Any] = {
        "id": "item-1",
        "stem": "Which animal is it?",
        "key": "blue whale",
        "explanation": "It is one.",
        "topics": ("odd",),
        "level": 1,
        "citations": (Citation("notes", 1, fact(1)),),
        "status": "approved",
    }
    return Text(**{**common, **fields})


def documents(*names: str) -> dict[str, Document]:
    """Documents that all state the same facts, called `the NAME`."""
    made = document(range(1, 4))
    return {n: msgspec.structs.replace(made, id=n, voice=n, called=f"the {n}") for n in names}


def told_with(folder: Path, item: Item, response: Any, *names: str) -> Feedback:
    desk = Desk(library_of([item], documents=documents(*names)), Log(folder, "ana", "small"))
    session = desk.begin("practice", Choices())
    assert isinstance(session, Session)
    step = desk.answer(session, item.id, response)
    assert not isinstance(step, AskAgain)
    return step.feedback


def cited(*names: str) -> tuple[Citation, ...]:
    return tuple(Citation(name, 1, fact(1)) for name in names)


def test_further_documents_that_say_so_are_told_as_such(tmp_path: Path) -> None:
    item = text_item(citations=cited("notes", "post", "blog"), context=(Citation("post", 2, fact(2)),))
    feedback = told_with(tmp_path, item, None, "notes", "post", "blog")
    assert [source.heading for source in feedback.sources] == [
        "the notes, paragraph 1",
        "Also in the post, paragraph 1",
        "Also in the blog, paragraph 1",
        "Behind it: the post, paragraph 2",
    ]
    assert feedback.witness == "3 independent sources: the notes, the post and the blog"


@pytest.mark.parametrize(
    ("whose", "headline"),
    [
        (("post",), "Right for another document: the post"),
        (("post", "blog"), "Right for another document: the post and the blog"),
        (("notes", "blog"), "Right for another document: the blog"),
        (("notes",), "Right for another document"),
    ],
)
def test_the_verdict_says_for_which_document_an_answer_is_right(
    tmp_path: Path, whose: tuple[str, ...], headline: str
) -> None:
    other = Differs(answer="orca", says="The others call it an orca.", citations=cited(*whose))
    feedback = told_with(tmp_path, text_item(differs=(other,)), "orca", "notes", "post", "blog")
    assert (feedback.kind, feedback.headline) == ("other", headline)
    assert feedback.letters == ()


@pytest.mark.parametrize(
    ("fields", "typed", "letters"),
    [
        ({}, "blue wale", "blue w{+h}ale"),
        ({"typos": 0}, "blue wale", "blue w{+h}ale"),
        ({"accept": ("orca",), "typos": 0}, "orka", "or[-k]{+c}a"),
        ({"accept": ("orcas",)}, "orkas", "or[-k]{+c}as"),
        ({}, "the blue whale", ""),
        ({}, "elephant", ""),
        ({}, None, ""),
        ({"key": "Nature", "case": "keep"}, "nature", "[-n]{+N}ature"),
    ],
)
def test_near_answers_are_told_letter_by_letter(
    tmp_path: Path, fields: dict[str, Any], typed: str | None, letters: str
) -> None:
    feedback = told_with(tmp_path, text_item(**fields), typed, "notes")
    assert letters_text(feedback.letters) == letters
    said = [line for line in feedback_lines(feedback) if line.startswith("Letters: ")]
    assert said == ([f"Letters: {letters} ({legend(feedback.letters)})"] if letters else [])


def test_line_mode_says_where_it_stands_and_who_says_otherwise(tmp_path: Path) -> None:
    other = Differs(answer="orca", says="The blog calls it an orca.", citations=cited("blog"))
    item = text_item(differs=(other,), citations=cited("notes", "post"), context=(Citation("post", 2, fact(2)),))
    assert list(feedback_lines(told_with(tmp_path, item, "orca", "notes", "post", "blog"))) == [
        "≠ Right for another document: the blog",
        "You said: orca",
        "Right: blue whale",
        "The blog calls it an orca.",
        "Why: It is one.",
        "Source: the notes, paragraph 1",
        f"  > {fact(1)}",
        "Also in the post, paragraph 1",
        f"  > {fact(1)}",
        "Says otherwise: the blog, paragraph 1",
        f"  > {fact(1)}",
        "2 independent sources: the notes and the post. Comes again tomorrow.",
    ]


def test_parts_of_a_key_may_rest_on_documents_of_their_own(tmp_path: Path) -> None:
    item = msgspec.structs.replace(composed()[1], citations=cited("notes", "post"), differs=())
    feedback = told_with(tmp_path, item, None, "notes", "post")
    assert [source.heading for source in feedback.sources] == ["the notes, paragraph 1", "the post, paragraph 1"]
