"""Stems that stand alone: whole names, nothing that only another sentence tells, no answer that can be reckoned."""

from __future__ import annotations

import pytest

from quiz.generate.acronyms import acronyms
from quiz.generate.splitting import split
from tests.support.drafting import drafts, english, shown

STAR = """# Varde Star

The Varde Star is a newspaper of Norway. In 1901, the Star bought a mill in Narvik. Karl Lund of Bergen sold 40 boats to
the Star in 1911. Norway failed to win a cup for the first time since 1978, and Sweden failed in Oslo in 1986.
"""


def _found(text: str) -> dict[str, str]:
    return shown(drafts(text, english(), doubtful=True))


def test_what_a_document_is_about_is_named_in_full() -> None:
    found = _found(STAR)
    assert found["In which year did the Varde Star buy a mill in Narvik?"] == "1901"
    assert not any("the Star" in stem for stem in found)


def test_a_country_keeps_its_capital_behind_the_name_of_a_document() -> None:
    found = [s for s in _found(STAR) if "for the first time since {gap}" in s]
    assert found
    assert all("Norway failed" in s for s in found)


@pytest.mark.parametrize(
    ("sentence", "gone"),
    [
        ("In Oslo, thirty-two boats were parted into eight groups of four boats.", "four boats"),
        ("In Oslo, 32 boats were parted into 8 groups of four boats.", "four boats"),
        ("Karl Lund largely rebuilt it in 1932 in Oslo.", "1932"),
        ("In 1932, 1934 and 1936, Karl Lund was named a hero of Norway.", "1932"),
        ("The fire caused more than $10 million in damage in Oslo, and led to fire laws in Norway.", "$10 million"),
        ("The first two meetings were held in Oslo on 6 July 1932.", "6 July 1932"),
        ("By July 1932, the ship carried 40 people from Oslo to Bergen.", "July 1932"),
        ("Karl Lund held that rank in Oslo until May 1932.", "May 1932"),
        ("During the year, Karl Lund sold 77 ships in Oslo.", "77 ships"),
        ("Table 77 lists the ships of Karl Lund in Oslo.", "77 lists"),
        ("At Oslo, the mills of Karl Lund have two goals in Norway.", "two goals"),
        ("In 1932, Karl Lund reported earnings of $5 million in Oslo.", "1932"),
        ("According to a report published in 1932, Karl Lund sold boats in Oslo.", "1932"),
        ("In 1932, in Oslo, Karl Lund, Anna Kern, and Otto Brandt built the first ferry of Norway.", "Karl Lund"),
    ],
)
def test_what_does_not_stand_alone_is_not_asked(sentence: str, gone: str) -> None:
    assert gone not in _found(f"{STAR}\n{sentence}\n").values()


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("In Oslo, thirty boats were parted into eight groups of boats.", "eight groups"),
        ("Karl Lund rebuilt the mill of Oslo in 1932.", "1932"),
        ("In 1932, Karl Lund was named a hero of Norway.", "1932"),
    ],
)
def test_what_stands_alone_is_asked(sentence: str, kept: str) -> None:
    assert kept in _found(f"{STAR}\n{sentence}\n").values()


def test_a_long_form_ends_before_its_possessive() -> None:
    text = "It is the Varde Standards Association's (VSA) rule."
    ((long, short, start, end),) = acronyms(text)
    assert (long, short, text[start:end]) == ("Varde Standards Association", "VSA", "Varde Standards Association")


BELL = """# Anna Clara Kern

Anna Clara Kern (3 March 1847 – 2 August 1922) was a baker from Oslo. Anna Kern was born in Bergen on 3 March 1847. She
opened a mill in 1871. She sold a boat in 1880. When the Kern family moved to Narvik, she built a yard in 1890. She
wrote a book in 1900.
"""


def test_a_name_is_not_doubled() -> None:
    found = _found(BELL)
    assert found
    assert not any("Anna Anna" in s or "the Anna Clara Kern family" in s for s in found)


def test_what_was_done_most_recently_stays_so() -> None:
    found = _found(f"{STAR}\nThe rules of the Varde Star were most recently changed in Oslo by Karl Lund in 1932.\n")
    assert found
    assert not any("most changed" in s for s in found)


def test_a_unit_ends_before_a_small_word() -> None:
    found = _found(f"{STAR}\nBy 1932, Karl Lund had 438 stores across the north of Norway.\n")
    assert "438 stores" in found.values()


def test_an_estimate_names_where_it_stands() -> None:
    found = _found(f"{STAR}\nOslo is home to more than 70 ships of the Varde Star.\n")
    assert next(s for s, k in found.items() if k == "70 ships").startswith("According to ")


def test_a_short_form_inside_a_longer_name_stays() -> None:
    text = """# Varde

The Varde Coal Service (VCS) was founded in Oslo by Karl Lund in 1901. In 1911, Otto Brandt bought VCS Records for its
VCS Boats in Bergen. In 1921, the VCS sold a mill to Norway.
"""
    found = _found(text)
    assert any("the Varde Coal Service (VCS) sell a mill" in s for s in found)
    assert not any("(VCS) Records" in s or "(VCS) Boats" in s for s in found)


def test_a_list_with_semicolons_is_not_cut_in_its_midst() -> None:
    listed = "By 1962, the Varde Star ran four mills located in Oslo, Norway; Aarhus, Denmark; and Turku, Finland."
    assert not any(s.endswith("in Oslo, Norway?") for s in _found(f"{STAR}\n{listed}\n"))


def test_of_several_deeds_the_first_is_asked_about_or_all() -> None:
    found = _found(
        f"{STAR}\nIn 1932, Karl Lund brought 70 boats to Norway, sold the boats, and built a mill in Narvik.\n"
    )
    boats = [s for s, k in found.items() if k == "70 boats"]
    assert boats
    assert not any(s.endswith("sold the boats.") for s in boats)


def test_a_sentence_ends_behind_a_war_with_a_number() -> None:
    text = "Oslo sent men to World War I. Historian F. W. Lund was one."
    assert [text[a:b] for a, b in split(text)] == ["Oslo sent men to World War I.", "Historian F. W. Lund was one."]
