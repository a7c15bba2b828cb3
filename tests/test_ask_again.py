"""What a trainee is told when asked again never holds the answer of an item of the shipped library."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from quiz.banks import open_library
from quiz.items.marking import ClozeMarking, Marking, MatchMarking
from quiz.scoring import AskAgain, Policy, score

EXAMPLE = re.compile(r"(?:\d+ )?(?:[A-Z][a-z]+ \d{4})|\d[\d.,-]*\d|\d")
UNCLEAR = ("?", "Tuesday", "10.02.", "10/2/2026", "Febuary 10", "five", "4,2", "4.2", "$5", "12 wombats", "1,000,000")
EVERY_TYPE = Path(__file__).parent / "fixtures" / "every_type"


def _forms(marking: Marking, typed: str) -> list[Any]:
    """Return a typed text as the response of an item: itself, or in each part by itself."""
    if isinstance(marking, ClozeMarking):
        return [{gap: typed} for gap in marking.gaps]
    if isinstance(marking, MatchMarking):
        return [{row: typed} for row in marking.key]
    return [typed, [typed]]


@pytest.mark.parametrize("typed", UNCLEAR)
@pytest.mark.parametrize("shipped", [True, False], ids=["shipped", "every type"])
def test_asking_again_gives_no_answer_away(root: Path, shipped: bool, typed: str) -> None:
    asked = 0
    for entry in open_library(root if shipped else EVERY_TYPE).entries.values():
        for response in _forms(entry.marking, typed):
            made = score(entry.marking, response, Policy())
            if not isinstance(made, AskAgain):
                continue
            asked += 1
            for example in (form for found in EXAMPLE.findall(made.say) for form in _forms(entry.marking, found)):
                judged = score(entry.marking, example, Policy())
                assert isinstance(judged, AskAgain) or judged.share == 0, (entry.item.id, made.say)
    assert asked
