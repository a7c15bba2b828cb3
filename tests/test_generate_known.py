"""What a stem may take as known: whom a pronoun stands for, what `the fleet` is, what only another sentence tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.generate.definite import definite_forms, in_full
from quiz.generate.gates import examine
from quiz.generate.pronouns import is_life
from tests.support.drafting import drafts, english, ground, shown

KERN = """# Ada Kern

Ada Kern (3 May 1850 – 9 June 1911) was a baker from Bergen. She opened a mill in Oslo in 1871. In 1880 she married
Otto Brandt. The Guild of Bakers gave her a silver spoon in 1890. The oven that she built in Narvik opened in 1899.

Otto Brandt was a mason. He sold a quarry in 1895.
"""
VOYAGE = """# Karl Lund

Lund's fleet left Bergen on 4 May 1620. The fleet reached Narvik in 1621. The fleet was lost off Tromen in 1622. The
Lund company sold 40 ships in 1630. The company built a harbour in 1641, and the company was closed in 1650.
"""


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("In which year did Ada Kern open a mill in Oslo?", "1871"),
        ("In which year did Ada Kern marry Otto Brandt?", "1880"),
        ("The Guild of Bakers gave Ada Kern a silver spoon in {gap}.", "1890"),
        ("In which year did the oven that Ada Kern built in Narvik open?", "1899"),
    ],
)
def test_a_pronoun_gets_the_name_of_whom_the_document_is_about(stem: str, key: str) -> None:
    assert shown(drafts(KERN, english()))[stem] == key


def test_a_pronoun_behind_a_sentence_on_somebody_else_stands_for_nobody() -> None:
    assert not [s for s in shown(drafts(KERN, english())) if "quarry" in s]


def test_a_life_is_told_by_its_years_or_by_its_pronouns() -> None:
    said = ["She baked bread.", "She sold it.", "The mill burnt."]
    assert is_life("Ada Kern", ["Ada Kern (1850 – 1911) was a baker.", *said])
    assert is_life("Ada Kern", ["Ada Kern was a baker.", *["In 1880, she baked bread."] * 5])
    assert not is_life("Ada Kern", ["Ada Kern was a baker.", *said])
    assert not is_life("Bergen Museum", ["Bergen Museum (1850 – 1911) was a house.", *said])
    assert not is_life("Kern", ["Kern (1850 – 1911) was a baker.", *said])


def test_what_the_fleet_is_is_said_in_full() -> None:
    found = shown(drafts(VOYAGE, english()))
    assert found["In which year did Lund's fleet reach Narvik?"] == "1621"
    assert found["The Lund company built a harbour in {gap}."] == "1641"


@pytest.mark.parametrize(
    "more", ["Otto Brandt's fleet came later.", "The Swedish fleet came later.", "The Brandt fleet came later."]
)
def test_nothing_is_said_in_full_where_there_are_two_of_a_kind(more: str) -> None:
    texts = ["Lund's fleet left.", "The fleet was big.", "The fleet sank."]
    assert definite_forms(texts, "Karl Lund") == {"fleet": "Lund's fleet"}
    assert definite_forms([*texts, f"At last {more[0].lower()}{more[1:]}", more], "Karl Lund") == {}


def test_what_is_said_in_two_ways_or_of_somebody_else_is_not_said_in_full() -> None:
    bare = ["The fleet was big.", "The fleet sank."]
    assert definite_forms(["Lund's fleet left.", "The Lund fleet came.", *bare], "Karl Lund") == {}
    assert definite_forms(["At last the Brandt fleet came.", *bare], "Karl Lund") == {}
    assert definite_forms(["At last the Lund fleet came.", *bare], "Karl Lund") == {"fleet": "the Lund fleet"}


def test_a_name_whose_first_word_is_the_noun_is_none_of_it() -> None:
    texts = ["Oslo has the Lund fleet code.", "The fleet was big.", "The fleet sank."]
    assert definite_forms(texts, "Karl Lund") == {}


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("The fleet sank.", "Lund's fleet sank."),
        ("When did the fleet leave?", "When did Lund's fleet leave?"),
        ("When did the fleet's flag fall?", "When did Lund's fleet's flag fall?"),
        ("The fleet code is 7.", "The fleet code is 7."),
        ("The fleet of Norway sank.", "The fleet of Norway sank."),
        ("Lund's fleet met the fleet.", "Lund's fleet met the fleet."),
        ("“The fleet sank.”", "“The fleet sank.”"),
    ],
)
def test_only_a_bare_noun_is_said_in_full(text: str, full: str) -> None:
    assert in_full(text, {"fleet": "Lund's fleet"}) == full


@given(st.text(max_size=120), st.dictionaries(st.from_regex(r"[a-z]{3,8}", fullmatch=True), st.just("the Lund ship")))
def test_any_text_is_said_in_full_without_losing_a_word(text: str, forms: dict[str, str]) -> None:
    words = in_full(text, forms).replace("the Lund ship", "").replace("The Lund ship", "").split()
    left = iter(text.split())
    assert all(any(w == other or other in w or w in other for other in left) for w in words)


@pytest.mark.parametrize(
    "stem",
    [
        "In which year did Clara meet Karl Lund in Bergen?",
        "In which year was the Council of two minds on Karl Lund, and the Board closed?",
        "The oven was built by Karl Lund in Bergen in {gap}.",
        "In which year did other work go to Karl Lund in Bergen?",
        "Karl Lund found the island's highest hill in Bergen in {gap}.",
    ],
)
def test_what_is_known_from_another_sentence_only_is_seen(stem: str) -> None:
    text = f"{VOYAGE}\nClara Weiss met Karl Lund in Bergen in 1640."
    draft = next(d for d in drafts(text, english()) if ("{gap}" in stem) == ("{gap}" in d.item.stem))
    item = type(draft.item)(**{f: getattr(draft.item, f) for f in draft.item.__struct_fields__} | {"stem": stem})
    failed = [g for g in examine(type(draft)(item=item, origin=draft.origin), ground(text)) if not g.passed]
    assert "alone" in [g.name for g in failed]
