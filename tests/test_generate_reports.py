"""Reports and lives: who did it, further clauses of a sentence, names and dates left out of a whole one."""

from __future__ import annotations

import pytest

from quiz.items import Cloze, DateGap, TextGap
from tests.support.drafting import drafts, english, shown

HALL = """# Varde Hall

Varde Hall was designed by Clara Weiss, a pupil of Otto Brandt, and stands in Bergen. The tower of Varde Hall burnt in
1920, and Karl Lund built a new roof in 1925. Peter Olsen moved to Varde Hall, where Anna Keller was killed in 1931.
Hanna Lorentz was brought up as a page of Queen Maud in Varde Hall. While Varde Hall stood empty in 1940, Karl Lund kept
his old roses. Twenty people lost the keys of Varde Hall (7 in Oslo).
"""


def _found() -> dict[str, str]:
    return shown(drafts(HALL, english()))


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("According to “Varde Hall”, by whom was Varde Hall designed?", "Clara Weiss"),
        ("According to “Varde Hall”, Karl Lund built a new roof in {gap}.", "1925"),
        ("According to “Varde Hall”, in which year was Anna Keller killed?", "1931"),
        ("Hanna Lorentz was brought up as a page of {gap} (person) in Varde Hall.", "Queen Maud"),
        ("While Varde Hall stood empty in {gap}, Karl Lund kept his old roses.", "1940"),
    ],
)
def test_what_is_asked_of_a_report(stem: str, key: str) -> None:
    assert _found()[stem] == key


def test_what_had_been_done_is_asked_for_as_what_was_done() -> None:
    text = (
        "# Varde Hall\n\nVarde Hall stands in Bergen. In 1911, Varde Hall had lost its roof. Karl Lund saw Varde Hall."
    )
    assert shown(drafts(text, english()))["In which year did Varde Hall lose its roof?"] == "1911"


def test_a_name_that_is_left_out_is_typed_and_a_date_as_well() -> None:
    gaps = {d.origin.family: d.item for d in drafts(HALL, english()) if isinstance(d.item, Cloze)}
    assert isinstance(gaps["gap"].gaps["gap"], TextGap)
    assert isinstance(gaps["when"].gaps["gap"], DateGap)


@pytest.mark.parametrize(
    "text",
    [
        "Varde Hall perhaps burnt in 1920, and Karl Lund built a new roof.",
        "Karl Lund, the King of Norway, was met by the Duke of Bergen and Oslo.",
        "1948 Varde Hall was sold to Norway by Karl Lund and his sons.",
        "Varde Hall, the Tower of Bergen, and Anna Keller are admired in Norway.",
        "Varde Hall lies 12 km (7 mi) from Bergen, three months and twenty days on foot.",
        "In 1911, Karl Lund lived in Varde Hall and attended the school of Bergen.",
        "A Small Guide To Varde Hall In Bergen By Karl Lund In 1911.",
    ],
)
def test_what_a_report_does_not_give_is_not_asked_for(text: str) -> None:
    asked = [d for d in drafts(f"# Varde Hall\n\n{text}", english()) if d.origin.family != "where"]
    assert not [d for d in asked if d.origin.family != "when" or "perhaps" in text or "1948" in text]


def test_a_date_that_no_clause_asks_for_is_left_out_of_the_whole_sentence() -> None:
    text = "# Varde Hall\n\nWhen Karl Lund saw Varde Hall on 15 May 1914, Otto Brandt was in Oslo with Anna Keller."
    asked = shown(drafts(text, english()))
    assert asked["When Karl Lund saw Varde Hall on {gap}, Otto Brandt was in Oslo with Anna Keller."] == "15 May 1914"


def test_only_names_of_the_same_part_of_a_document_are_offered() -> None:
    parts = "# Ada Kern\n\nAda Kern met Otto Brandt. Karl Lund sold a mill to Ada Kern. Peter Olsen saw Ada Kern.\n\n"
    text = f"{parts}# Varde Hall\n\nClara Weiss painted Varde Hall in 1911. Anna Keller bought Varde Hall in 1920."
    pools = [(d.origin.key, {one.text for one in d.origin.pool}) for d in drafts(text, english())]
    assert [found for key, found in pools if key == "Clara Weiss"] == [{"Anna Keller"}]
    for key, found in pools:
        assert not (found | {key}) & {"Clara Weiss", "Anna Keller"} or not found & {"Otto Brandt", "Karl Lund"}
