"""Whose name a question tells: the title of the part it is from, nobody it is about, no word of its answer."""

from __future__ import annotations

import pytest
from msgspec import structs

from quiz.generate.gates import examine
from tests.support.drafting import drafts, ground, read

TWO = """# Rowing Rules

Trainers must return the keys within 14 days.

# Sailing Rules

## Masts

Trainers must oil the masts within 30 days.
"""


def test_a_stem_names_the_heading_of_the_first_level_above_its_sentence() -> None:
    found = {d.origin.key: d.item.stem for d in drafts(TWO)}
    assert found["14 days"].startswith("According to “Rowing Rules”, ")
    assert found["30 days"].startswith("According to “Sailing Rules”, ")
    assert all(g.passed for d in drafts(TWO) for g in examine(d, ground(TWO)))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (TWO, ["Rowing Rules", "Sailing Rules"]),
        (TWO.replace("# Sailing Rules", "## Sailing Rules"), [""]),
        (TWO.replace("# Sailing Rules", "# Introduction"), [""]),
        ("Oars\n====\n\nOars float.\n\nCare\n----\n\nOil it.\n\nMasts\n=====\n\nMasts sink.\n", ["Oars", "Masts"]),
        (f"---\ntitle: Rules\n---\n{TWO}", [""]),
    ],
)
def test_headings_of_the_first_level_are_titles_where_there_are_several(text: str, parts: list[str]) -> None:
    assert list(dict.fromkeys(s.part for s in read(text, "text.md").said if s.kind != "heading")) == parts


LIVES = """# Ada Kern

Ada Kern was keenly interested in Bergen. Ada Kern opened a mill in Oslo in 1901. Clara Weiss sold the mill of Ada
Kern to Norway in 1911. Otto Brandt praised Ada Kern in Bergen in 1912. Hanna Lorentz left Oslo in 1915.

## Otto Brandt

Otto Brandt visited Hanna Lorentz in Bergen in 1921.
"""


@pytest.mark.parametrize("name", ["Ada Kern", "Kern", "Ada Marie Kern"])
def test_nobody_is_asked_for_whom_the_document_is_about(name: str) -> None:
    assert ground(LIVES).is_about(name, 2)
    keys = {d.origin.key for d in drafts(LIVES, families=("who",))}
    assert "Clara Weiss" in keys
    about = next(d for d in drafts(LIVES, families=("who",)) if d.origin.key == "Clara Weiss")
    other = structs.replace(about, origin=structs.replace(about.origin, key=name))
    assert [6 in {g.number for g in examine(d, ground(LIVES)) if not g.passed} for d in (about, other)] == [False, True]
    assert not keys & {"Ada Kern", "Kern"}


def test_a_name_of_the_nearest_heading_or_of_most_sentences_is_what_a_part_is_about() -> None:
    home = ground(LIVES)
    assert [home.is_about("Otto Brandt", n) for n in (2, 4)] == [False, True]
    often = ground("# Sea\n\n" + "Olsen sails. " * 6 + "Kern sings. " * 5)
    assert often.is_about("Peter Olsen", 2)
    assert not often.is_about("Kern", 2)


def test_beside_options_only_a_title_that_is_the_name_tells_it() -> None:
    text = "# A report on Ada Kern and Norway\n\n" + "Norway builds. " * 6
    assert ground(text).is_about("Ada Kern", 2)
    assert ground(text).is_about("Norway", 2)
    assert not ground(text).is_about("Ada Kern", 2, by_name=True)
    assert not ground(text).is_about("Norway", 2, by_name=True)
    assert ground(LIVES).is_about("Kern", 2, by_name=True)


COOKIES = """# Using Lantern Crates

The `Path` attribute of the shed must match the `Crate` header. The `Size` attribute of the shed must match the
`Label` header. The `mill.showAllOars` setting must match the `--all-oars` option. The option must be set.
"""


def test_no_word_of_the_answer_stands_in_the_title_that_a_stem_names() -> None:
    found = {d.origin.key: d.item.stem for d in drafts(COOKIES)}
    assert "`Label`" in found
    assert found["`Crate`"].startswith("The `Path` attribute")
    assert "`--all-oars`" not in found
