"""Small rules of words: numbers of a noun, short forms, what a name is, what the stem tells of its answer."""

from __future__ import annotations

from collections import Counter

import pytest
from msgspec import structs

from quiz.generate.acronyms import acronyms
from quiz.generate.classes import CITY, NAME, PERSON, THING, class_of
from quiz.generate.drafting import in_the_other_number
from quiz.generate.gates import examine
from quiz.generate.parsing import parser_for
from quiz.items import Text
from tests.support.drafting import drafts, ground, read


@pytest.mark.parametrize(
    ("one", "many"),
    [("disclosing party", "disclosing parties"), ("core developer", "core developers"), ("survey", "surveys")],
)
def test_a_role_is_taken_in_both_numbers(one: str, many: str) -> None:
    assert in_the_other_number(one) == many
    assert in_the_other_number(many) == one


@pytest.mark.parametrize("lead", ["", "and ", "and the ", "the "])
def test_a_long_form_begins_with_a_capital(lead: str) -> None:
    (found,) = acronyms(f"Bergen has a mill {lead}Express Oar Service (EOS).")
    assert found[:2] == ("Express Oar Service", "EOS")


@pytest.mark.parametrize(
    ("name", "votes", "said", "cls"),
    [
        ("Great Oar War", {PERSON: 12}, {}, THING),
        ("Varde", {PERSON: 20, "place": 2}, {}, NAME),
        ("Varde", {PERSON: 20}, {"city": 1}, CITY),
        ("George Kern", {"place": 44, PERSON: 42}, {}, PERSON),
        ("Kern", {PERSON: 20}, {}, PERSON),
    ],
)
def test_what_a_name_names(name: str, votes: dict[str, int], said: dict[str, int], cls: str) -> None:
    assert class_of(name, Counter(votes), Counter(said))[0] == cls


def test_a_short_word_with_a_full_stop_begins_no_item() -> None:
    made = read("Kern lost the\nmill. The oven was old.\n\nb. The mill.\niv. The oven.", "kern.txt")
    assert [(s.kind, s.text) for s in made.said][:2] == [
        ("paragraph", "Kern lost the mill."),
        ("paragraph", "The oven was old."),
    ]
    assert [s.kind for s in made.said][2:] == ["item", "item"]


def test_a_name_inside_of_a_sentence_keeps_its_capital() -> None:
    parser, told = parser_for("auto")
    if told:
        pytest.skip("the model of English is not installed")
    text = "# Narvik\n\nOslo is old and big, and Narvik became the capital of Varde in 1089. Narvik has a mill."
    assert not [d for d in drafts(text, parser) if "narvik" in d.item.stem]


OARS = """# Oar Tool

Use the `--oar-count` option to set how many boats the club lends. A club of Bergen lends 7 boats within 3 days.
The `--flag` option paints the flag of the boat. Members must return boats within 14 days.
"""


@pytest.mark.parametrize(
    ("stem", "fine"),
    [
        ("According to “Oar Tool”, how many boats does a club of the 7 clubs of Bergen lend within 3 days?", False),
        ("According to “Oar Tool”, how many boats does a club of Bergen lend within 3 days?", True),
    ],
)
def test_a_stem_does_not_hold_the_number_that_is_asked_for(stem: str, fine: bool) -> None:
    draft = next(d for d in drafts(OARS) if d.origin.key == "7 boats")
    made = structs.replace(draft, item=structs.replace(draft.item, stem=stem))
    failed = {g.what for g in examine(made, ground(OARS)) if not g.passed}
    assert ("the stem holds the number that is the answer" in failed) != fine


def test_a_part_of_a_piece_of_code_tells_it() -> None:
    asked = [d for d in drafts(OARS) if "count" in d.origin.key and isinstance(d.item, Text)]
    assert not [d for d in asked if "count" in d.item.stem]
    assert not [d for d in drafts(OARS, families=("code", "blank")) if d.origin.key.strip("`") == "--flag"]


def test_a_document_is_about_the_short_form_of_its_title() -> None:
    home = ground("# Bergen Oar Society\n\nThe Bergen Oar Society (BOS) lends boats. The BOS is old.")
    assert home.is_about("BOS", 1)
    assert not home.is_about("BOX", 1)
