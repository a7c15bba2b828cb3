"""Cloze, match, order and evidence line by line: what is asked, what may be typed, what is logged and told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.errors import Exit
from quiz.items import Evidence, Item, type_name
from quiz.items.fields import Label, Row
from quiz.learning import Answered
from quiz.views import Desk, letters
from tests.strategies.asking import twins
from tests.support.library import composed, fact, library_of
from tests.support.talk import desk_of, talk

SHOWN = re.compile(r"^  (\S+)  (.*)$", re.MULTILINE)


def of_type(kind: str, **fields: Any) -> Item:
    item = next(item for item in composed() if type_name(item) == kind)
    return msgspec.structs.replace(item, **fields)


def signs(text: str) -> dict[str, str]:
    """What is typed for each text that is offered."""
    return {words: sign for sign, words in SHOWN.findall(text)}


class Talk:
    """One question, asked over and over: what was typed, written and logged."""

    def __init__(self, item: Item) -> None:
        self.desk: Desk = desk_of(library_of([item]))

    def of(self, *lines: str) -> str:
        """Begin anew, type these lines, and return all that was written."""
        for left in self.desk.log.sessions():
            self.desk.close(left)
        code, output = talk(self.desk, lines, "drill", "seed")
        assert code == Exit.DONE
        return output

    @property
    def logged(self) -> list[Any]:
        return [e.body.response for e in self.desk.log.events() if isinstance(e.body, Answered)]

    @property
    def last(self) -> Any:
        return self.logged[-1]


@pytest.fixture
def talks() -> Iterator[dict[str, Talk]]:
    made = {type_name(item): Talk(item) for item in composed()}
    yield made
    for one in made.values():
        one.desk.log.close()


def test_a_cloze_is_asked_gap_after_gap(talks: dict[str, Talk]) -> None:
    cloze = talks["cloze"]
    shown = cloze.of()
    assert "In (1)____, (2)____ weighed (3)____ of (4)____.\n(1) Type a year:\n" in shown
    ben = signs(cloze.of("1998"))["Ben"]
    said = cloze.of("1998", ben, "12 kg", "orca")
    assert cloze.last == {"year": "1998", "who": "ben", "much": "12 kg", "what": "orca"}
    assert "(2) Pick one:\n(3) Type a number (kg):\n(4) Type the answer:\n" in said
    assert "◐ Partly right\n  ✗ (1) 1998 · right: 1999\n  ✗ (2) Ben · right: Ana\n    Ben slept.\n" in said
    assert "  ✓ (3) 12 kg\n  ≠ (4) orca · right: blue whale\n    The letters say so.\n1 of 4 right.\n" in said
    assert "You said" not in said


def test_a_blank_line_leaves_a_gap_open_and_only_blank_lines_ask_again(talks: dict[str, Talk]) -> None:
    cloze = talks["cloze"]
    assert "○ (2) – · right: Ana\n" in cloze.of("1999", "", "12", "blue whale")
    assert cloze.last == {"year": "1999", "much": "12", "what": "blue whale"}
    said = cloze.of("", "", "", "", "1999", "ana", "12", "blue whale")
    assert "Fill the gaps; :s if you do not know.\n(1) Type a year:\n" in said
    assert "✓ Right\nRight: (1) 1999; (2) Ana; (3) 12 kg; (4) blue whale\n" in said


def test_only_the_gap_that_is_unclear_is_asked_again(talks: dict[str, Talk]) -> None:
    cloze = talks["cloze"]
    said = cloze.of("1999", "ana", "1,2", "blue whale", "12")
    assert "(3) Use a point for decimals" in said
    assert said.count("(4) Type the answer:") == 1
    assert "✓ Right\n" in said
    assert len(cloze.logged) == 1


def test_a_number_beyond_the_options_of_a_gap_is_asked_again_at_once(talks: dict[str, Talk]) -> None:
    said = talks["cloze"].of("1999", "3", "ana", "12", "blue whale")
    assert "Pick one by its number; a blank line leaves the gap open.\n" in said
    assert "✓ Right\n" in said


def test_commands_hold_within_a_cloze(talks: dict[str, Talk]) -> None:
    cloze = talks["cloze"]
    assert "✓ Right\n" in cloze.of("1998", ":u", "1999", ":?", "ana", "12", "blue whale")
    assert "There is nothing to take back.\n" in cloze.of(":u")
    assert "○ Not answered\n" in cloze.of("1999", "ana", ":s")
    assert cloze.last is None
    assert "Left with 1 question to go" in cloze.of("1999", ":q")
    assert len(cloze.logged) == 2


@pytest.mark.parametrize("written", ["{0} {1} {2}", "{0},{1},{2}", "{0}{1}{2}", "1{0} 3{2} 2{1}", "  {0}   {1} {2} "])
def test_rows_take_letters_in_their_order_or_with_their_numbers(talks: dict[str, Talk], written: str) -> None:
    match = talks["match"]
    shown = signs(match.of())
    rows = {shown[text]: text for text in ("The sun", "The moon", "Mars")}
    partner = {"The sun": "A star", "The moon": "A satellite", "Mars": "A planet"}
    line = written.format(*(shown[partner[rows[number]]] for number in "123"))
    assert "✓ Right\n" in match.of(line.upper())
    assert match.last == {"sun": "star", "moon": "satellite", "mars": "planet"}


def test_a_dash_or_no_number_leaves_a_row_open(talks: dict[str, Talk]) -> None:
    match = talks["match"]
    shown = signs(match.of())
    row = {shown[text]: name for name, text in (("sun", "The sun"), ("moon", "The moon"), ("mars", "Mars"))}
    for line in ("- {} -", "-{}-", "2{}"):
        match.of(line.format(shown["A comet"]))
    assert match.logged == [{row["2"]: "comet"}] * 3


UNFIT = ("a", "a b", "a b c d", "a b z", "4a", "1a 1b", "0a", "abz", "1", "---", "- - -", "1a b")


@pytest.mark.parametrize("line", UNFIT)
def test_letters_that_fit_no_row_or_partner_are_asked_again(talks: dict[str, Talk], line: str) -> None:
    assert "one may serve twice (b a - c in the order of the rows" in talks["match"].of(line)
    assert "; :s if you do not know.\n" in talks["match"].of(line)
    assert talks["match"].logged == []


@given(st.lists(st.none() | st.integers(0, 29), min_size=30, max_size=30).filter(any))
def test_more_partners_than_letters_have_two_each(partners: list[int | None]) -> None:
    item = twins(30)
    talked = Talk(item)
    shown = signs(talked.of())
    rows = {shown[row.text]: row.id for row in item.rows}
    called = {shown[option.text]: option.id for option in item.options}
    given_letters = [None if place is None else letters(place) for place in partners]
    talked.of(" ".join(sign or "-" for sign in given_letters))
    wanted = {rows[str(n)]: called[sign] for n, sign in enumerate(given_letters, 1) if sign}
    assert talked.last == wanted
    talked.of(" ".join(f"{n}{sign}" for n, sign in enumerate(given_letters, 1) if sign))
    assert talked.last == wanted
    talked.desk.log.close()


def test_an_order_is_given_by_numbers_or_ids(talks: dict[str, Talk]) -> None:
    order = talks["order"]
    shown = signs(order.of())
    said = order.of(" ".join(shown[text] for text in ("Root", "Seed", "Leaf", "Fruit")))
    assert order.last == ["root", "seed", "leaf", "fruit"]
    assert "You said: Root → Seed → Leaf → Fruit\nRight: Seed → (Leaf, Root in any order) → Fruit\n" in said
    assert "4 of 5 pairs in the right order.\n" in said
    assert "✓ Right\n" in order.of("seed, leaf, root, fruit")
    assert "≠ Right for another document\n" in order.of("fruit seed leaf root")
    assert "Name each option exactly once.\n" in order.of("1 2 3")
    assert "Put these into order, first to last (2 1 3); :s" in order.of("1 2 3 5")


def test_a_sentence_is_pointed_at_by_its_number(talks: dict[str, Talk]) -> None:
    evidence = talks["evidence"]
    shown = evidence.of("1 2")
    assert f"the notes, paragraph 8:\n  1  {fact(8)}\nthe notes, paragraph 9:\n  2  {fact(9)}\n" in shown
    assert "Point at one sentence:\n" in shown
    assert evidence.logged == []
    assert "That is another fact.\n" in evidence.of("2")
    assert evidence.last == [fact(9)]
    assert "≠ Right for another document\n" in evidence.of("1")
    assert "✓ Right\n" in evidence.of("3")


def test_several_sentences_are_pointed_at_on_one_line() -> None:
    evidence = Talk(of_type("evidence", need="all", key=(fact(8), fact(10)), differs=()))
    said = evidence.of("3, 2")
    assert evidence.last == [fact(10), fact(9)]
    assert f"You said: {fact(10)}\n          {fact(9)}\nRight: {fact(8)}\n       {fact(10)}\n" in said
    assert "1 of 2 found. “Fact 9 is written down.”: That is another fact.\n" in said
    assert "✓ Right\n" in evidence.of("1 3")
    evidence.desk.log.close()


def test_a_sentence_that_stands_twice_is_shown_once() -> None:
    item = of_type("evidence")
    assert isinstance(item, Evidence)
    passage = msgspec.structs.replace(item.passage, paragraphs=(10, 9, 10))
    evidence = Talk(msgspec.structs.replace(item, passage=passage))
    shown = evidence.of()
    assert shown.count(fact(10)) == 1
    assert shown.index("paragraph 10:") < shown.index("paragraph 9:")
    evidence.desk.log.close()


@pytest.mark.parametrize("kind", ["cloze", "match", "order", "evidence"])
def test_not_knowing_is_an_answer_and_is_told_what_is_right(talks: dict[str, Talk], kind: str) -> None:
    said = talks[kind].of(":s")
    assert "○ Not answered\nRight: " in said
    assert talks[kind].logged == [None]


def test_what_was_missed_is_named_at_the_end_under_its_stem(talks: dict[str, Talk]) -> None:
    end = "".join(talks[kind].of(":s").split("Done: ")[1] for kind in ("cloze", "match"))
    assert "✗ In (1)____, (2)____ weighed (3)____ of (4)____.\n  Right: (1) 1999; (2) Ana;" in end
    assert "  Right: The sun → A star\n         The moon → A satellite\n         Mars → A planet (the notes" in end


def test_labels_over_several_lines_are_one_line_in_answers() -> None:
    rows = (Row(id="r", text="two\nlines"), Row(id="s", text="one"))
    options = (Label(id="a", text="first\nsecond"), Label(id="b", text="b"))
    match = Talk(of_type("match", rows=rows, options=options, key={"r": "a", "s": "b"}, differs=()))
    assert "Right: two lines → first second\n       one → b\n" in match.of(":s")
    match.desk.log.close()
