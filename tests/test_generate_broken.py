"""Stems that are cut where their clause goes on are refused; whole ones are not."""

from __future__ import annotations

import re

import pytest

from quiz.generate.broken import PATTERNS, broken

WHOLE = [
    "In which year was Lindhaven Harbour opened?",
    "According to “Varde Hall”, who needed a boat?",
    "On {gap}, two days after the mill had burnt, Karl Lund left Oslo.",
    "Which city is the largest city of Norway?",
    "Who became the first woman to sail round the island?",
    "Not only Karl Lund but also Anna Keller came in {gap}.",
    "Norway won {gap} medals and Sweden five silver cups.",
    "What does NSC stand for?",
]


@pytest.mark.parametrize(("pattern", "stem"), PATTERNS)
def test_each_pattern_finds_its_example(pattern: str, stem: str) -> None:
    assert re.search(pattern, stem)
    assert broken(stem)


@pytest.mark.parametrize("stem", WHOLE)
def test_whole_stems_are_not_broken(stem: str) -> None:
    assert broken(stem.replace(" stand for?", "?")) == ""
