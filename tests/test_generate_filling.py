"""Names put into stems, and names that are none: surnames of lives, novels, ships, the parts of longer names."""

from __future__ import annotations

import pytest

from quiz.generate.works import works_of
from tests.support.drafting import drafts, english, shown

LIFE = """# Zora Lindqvist

Zora Lindqvist (3 May 1901 – 8 June 1980) was a Swedish writer. She was born in Bergen. She moved to Norway in 1926.
Lindqvist bought a mill in Oslo in 1931. In 1934 Lindqvist sold the rights of the novel Northern Gulls to a newspaper.
She wrote to her brother each week. Afterward, Lindqvist published the novel Northern Gulls in 1936. Her sister Ada
Lindqvist opened a school in 1940. Born in Bergen, Lindqvist came back to Norway in 1945.
"""


def _asked() -> dict[str, str]:
    return shown(drafts(LIFE, english()))


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("In which year did Zora Lindqvist buy a mill in Oslo?", "1931"),
        ("In which year did Zora Lindqvist publish the novel Northern Gulls?", "1936"),
        ("In which year did Zora Lindqvist come back to Norway?", "1945"),
    ],
)
def test_a_surname_that_stands_alone_is_said_in_full(stem: str, key: str) -> None:
    assert _asked()[stem] == key


def test_another_bearer_of_the_name_keeps_her_own() -> None:
    assert not any("Ada Zora" in stem or "Zora Zora" in stem for stem in _asked())
    assert any("Ada Lindqvist" in stem for stem in _asked())


def test_a_novel_is_nobody() -> None:
    found = [d for d in drafts(LIFE, english()) if "Northern Gulls" in d.origin.key]
    assert not any("(person)" in d.item.stem or "ho " in d.item.stem[:30] for d in found)


def test_what_a_text_calls_a_work() -> None:
    text = "In the film The Long Tide she sails the ship Grey Heron. The novel Peter Olsen is by Olsen. A play ran."
    assert works_of(text) == {"The Long Tide": "film", "Grey Heron": "ship"}


@pytest.mark.parametrize(
    "text",
    [
        "The town was sold to Sweden–Norway by Karl Lund in 1814.",
        "Anna Keller was born in Holm an der Aue in 1801.",
        "Karl Lund was led to the North by Anna Keller.",
    ],
)
def test_a_part_of_a_name_is_no_answer(text: str) -> None:
    keys = {d.origin.key for d in drafts(f"# Varde Hall\n\nVarde Hall lies in Bergen. {text}", english())}
    assert not keys & {"Sweden", "Norway", "Holm", "North"}
