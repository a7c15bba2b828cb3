"""What marks a report of news: it says who said what, and on which day of the week."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quiz.generate.lexicon import WEEKDAY

SHARE, LEAST = 0.1, 3
"""In which share of its sentences, and in how many, a report of news tells that: of 31 reports 27 reach it, of 217
manuals, policies and articles of an encyclopaedia one, which is on a news agency.
"""
_TELLING = re.compile(
    r"\b(?:said|told|says|say|announced|added|warned|argued|wrote|[Aa]ccording to [A-Z])\b"
    rf"|\b{WEEKDAY}\b"
)


def is_news(texts: Sequence[str]) -> bool:
    """Tell whether sentences are those of a report of news."""
    telling = sum(_TELLING.search(text) is not None for text in texts)
    return telling >= LEAST and telling >= SHARE * len(texts)
