"""What a trainee is told when asked again never holds the answer of an item of the shipped library."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quiz.banks import open_library
from quiz.scoring import AskAgain, Policy, score

EXAMPLE = re.compile(r"(?:\d+ )?(?:[A-Z][a-z]+ \d{4})|\d[\d.,-]*\d|\d")
UNCLEAR = ("?", "Tuesday", "10.02.", "10/2/2026", "Febuary 10", "five", "4,2", "$5", "12 wombats", "1,000,000", "May")


@pytest.mark.parametrize("typed", UNCLEAR)
def test_asking_again_gives_no_answer_away(root: Path, typed: str) -> None:
    asked = 0
    for entry in open_library(root).entries.values():
        made = score(entry.marking, typed, Policy())
        if not isinstance(made, AskAgain):
            continue
        asked += 1
        for example in EXAMPLE.findall(made.say):
            judged = score(entry.marking, example, Policy())
            assert isinstance(judged, AskAgain) or judged.share == 0, (entry.item.id, made.say)
    assert asked
