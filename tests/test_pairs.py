"""What one question tells of another: found by the index as by looking at every pair."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pytest
from msgspec import structs

from quiz.banks import read_sources
from quiz.banks.opening import compiled
from quiz.checks.pairs import TOLD_WORDS, gives_away
from quiz.checks.rules import Case, World
from quiz.checks.words import content, tokens
from quiz.items import Choice, Match
from tests.support.checking import TODAY


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """The shipped items as strangers to one another: without families many give others away."""
    library, _ = compiled(read_sources(Path(__file__).parent.parent))
    assert library is not None
    world = World(library, TODAY)
    alone = [structs.replace(e, item=structs.replace(e.item, family=None)) for e in library.entries.values()]
    return [Case(entry, world) for entry in alone]


def read(case: Case) -> str:
    rows = [row.text for row in case.item.rows] if isinstance(case.item, Match) else []
    return " ".join((case.asked, *rows))


def forms(case: Case) -> list[str]:
    if isinstance(case.item, Choice):
        return [o.text for p in case.picked for _, o in p.right if content(o.text)]
    return [form for _, given in case.typed for form in given if content(form)]


def told_by_pairs(cases: list[Case]) -> dict[str, str]:
    """The first item that gives each one away, by a look at every pair."""
    words = {c.item.id: content(read(c)) for c in cases}
    held = Counter(w for c in cases for w in words[c.item.id])
    weight = {w: 0.1 + math.log(len(cases) / n) for w, n in held.items()}
    documents = cases[0].library.documents.values()
    anchor = content(" ".join(f"{d.called} {' '.join(d.authors)}" for d in documents))
    found: dict[str, str] = {}
    for case in cases:
        for form in forms(case):
            wanted = content(case.asked) - anchor - content(form)
            most = TOLD_WORDS * math.fsum(weight[w] for w in wanted)
            said = f" {' '.join(tokens(form))} "
            for other in cases:
                told = math.fsum(weight[w] for w in wanted & words[other.item.id])
                if other is not case and told >= most and said in f" {' '.join(tokens(read(other)))} ":
                    found.setdefault(case.item.id, other.item.id)
    return found


def test_what_gives_an_item_away_is_what_a_look_at_every_pair_finds(cases: list[Case]) -> None:
    found = {case.item.id: remark.what.split("'")[1] for case, remark in gives_away(cases)}
    assert found == told_by_pairs(cases)
    assert len(found) > 5
