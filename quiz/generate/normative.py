"""What marks a policy or a manual: it says what must be, may be or is done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quiz.generate.lexicon import is_verb_form
from quiz.generate.news import is_news

RULES = 0.26
"""Share of sentences with a rule or an order from which a document is a policy or a manual."""
_DEONTIC = re.compile(
    r"\b(must|shall|should|(?-i:may|can|will)|cannot|is required|are required|default|option|returns?)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"`[^`]+`|(?<!\S)--?\w|\w\(\)")


def is_normative(texts: Sequence[str]) -> bool:
    """Tell whether sentences are those of a policy or a manual and not of a report; headings do not count."""
    whole = [t for t in texts if t.endswith((".", "!", "?", ":", ";", "”", '"', ")"))]
    rules = sum(bool(_DEONTIC.search(t) or _CODE.search(t) or _orders(t)) for t in whole)
    return rules > 0 and rules >= RULES * len(whole) and not is_news(texts)


def _orders(text: str) -> bool:
    """Tell whether a sentence is an order: it begins with the base of a verb."""
    first = text.split(" ", 1)[0]
    return first[:1].isupper() and first[1:].islower() and is_verb_form(first, "base") and not first.endswith("s")
