"""Whose name a question tells: the title of the part it is from, nobody it is about, no word of its answer."""

from __future__ import annotations

import pytest

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
