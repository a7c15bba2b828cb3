"""Questions that are cut off, and options of another kind than the question names."""

from __future__ import annotations

import pytest
from msgspec import structs

from quiz.generate.about import Fact
from quiz.generate.classes import kind_said
from quiz.generate.distractors import Candidate, Stock, pool
from quiz.generate.gates import examine
from quiz.generate.ingest import Said
from quiz.generate.values import Draft, Status
from quiz.items import Choice, Cloze
from tests.support.drafting import drafts, english, ground

YARD = """# The Yard

The yard of Otto Brandt built 2,564 ships in 1856, and 13,000 in 1860 in the harbour of Bergen. Karl Berger sold the
yard to Norway in 1870 or 1871. By 1890, Karl Berger had bought and sold eighteen ships in Norway.
Karl Berger bought 40 barges from Norway.
"""


def _failed(draft: Draft, stem: str) -> set[int]:
    made = structs.replace(draft, item=structs.replace(draft.item, stem=stem))
    return {g.number for g in examine(made, ground(YARD)) if not g.passed}


@pytest.mark.parametrize(
    ("whole", "cut"),
    [
        (
            "How many ships did Otto Brandt build in 1856 in Bergen?",
            "How many ships did Otto Brandt build in 1856, and 13,000 in Bergen?",
        ),
        (
            "How many ships in the harbour of Bergen in 1856 and 1860?",
            "In 1856, at, how many ships in the harbour of Bergen?",
        ),
        (
            "Otto Brandt built ships in {gap} and in 1860 in Bergen.",
            "Otto Brandt built ships in {gap} or 1860 in Bergen.",
        ),
        (
            "Otto Brandt built ships in {gap}, and 13,000 in 1860 in Bergen.",
            "Otto Brandt built ships in 1860/{gap} in Bergen.",
        ),
    ],
)
def test_a_number_whose_noun_is_cut_off_is_seen(whole: str, cut: str) -> None:
    found = [d for d in drafts(YARD, english()) if d.origin.family in ("count", "when")]
    draft = next(d for d in found if isinstance(d.item, Cloze) == ("{gap}" in whole))
    assert 16 not in _failed(draft, whole)
    assert 16 in _failed(draft, cut)


def test_a_verb_is_not_asked_about_without_its_object() -> None:
    stems = [d.item.stem for d in drafts(YARD, english())]
    assert not [s for s in stems if "bought?" in s]
    whole = YARD.replace("had bought and sold eighteen ships", "had bought eighteen ships and sold them")
    assert [s for s in (d.item.stem for d in drafts(whole, english())) if "had Karl Berger bought" in s]


SEATS = """# Ada Kern

Ada Kern was born in the quiet village of Varde in 1880. Ada Kern landed in the port of Olde in 1901. Ada Kern lived
in Narvik in 1903. Ada Kern moved to Tromen in 1905.
"""


def test_beside_a_village_only_villages_are_offered() -> None:
    found = [d for d in drafts(SEATS, english()) if d.origin.key == "Varde"]
    assert found
    assert not [d for d in found if isinstance(d.item, Choice)]


@pytest.mark.parametrize(
    ("cls", "key", "options", "left"),
    [
        ("country", "United Kingdom", ["England", "Norway", "Sweden"], ["Norway", "Sweden"]),
        ("country", "Norway", ["Scotland", "Sweden", "United Kingdom"], ["Scotland", "Sweden"]),
        (
            "organization",
            "Sea Board",
            ["Oar Court", "Bergen Oar Court", "Mast Club"],
            ["Bergen Oar Court", "Mast Club"],
        ),
        ("person", "Isaac Kern", ["Otto Kern", "Clara Weiss", "Karl Berger"], ["Clara Weiss", "Karl Berger"]),
    ],
)
def test_no_two_names_of_one_thing_are_offered(cls: str, key: str, options: list[str], left: list[str]) -> None:
    known = [Candidate(text, cls, "", "d", 1, "", 1, frozenset(("",)), (1,)) for text in options]
    said = Said(text="", start=0, end=0, paragraph=1, kind="paragraph")
    fact = Fact(0, "who", 0, 1, key, key, cls, "", Status.REPORTED, "", ())
    home = ground("# Sea\n\nThe sea is blue.")
    stock = Stock({cls: known}, home.library.names, home.corpus)
    assert sorted(d.text for d in pool(fact, "Who sold the yard?", said, "d", stock)) == left


def test_a_year_is_what_nobody_is() -> None:
    text = "# Yard\n\nAda Kern met Isabella Eugenie Boyer, a nineteen year old Frenchwoman, in Paris in 1860."
    assert not [d for d in drafts(text, english()) if "year is described" in d.item.stem]
    tokens = next(iter(english().parse(["Boyer, a nineteen year old Frenchwoman, left."])))
    assert kind_said(tokens, 1) == ""
