"""What happens in a case, by the form of the sentence alone: `If the notice is complete, we will post it.`"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.generate.about import Fact, Place, Stem
from quiz.generate.asking_clauses import capital, is_phrase
from quiz.generate.asking_rules import ends_open
from quiz.generate.lexicon import is_verb_form
from quiz.generate.values import Status

_CASE = re.compile(
    r"^(?P<front>If|When|Once|Where|After) (?P<case>[^,;:()“”\"]{10,150}), (?:then )?(?P<then>[^;:()“”\"]{12,150})\.$"
)
_LOOSE = re.compile(
    r"\b(?:this|these|those|such|above|below|following|he|she|I|former|latter|here|instead|however|example|also|again"
    r"|otherwise|further|additional|another|other)\b|^(?:it|they|so|not|there)\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?P<who>we|you|they|(?:the|an?|your|our|any|all|no|each) [a-z-]+|[A-Z]\w+|[a-z-]+s)\b(?P<rest> .+)$"
)
_STATES = re.compile(
    r"(?:[\w`’'-]+ ){0,7}?(?:will|may|must|shall|can|cannot|should|is|are|does|has|have|becomes?|remains?)\b"
)
_PEOPLE = re.compile(
    r"\b(?:users?|owners?|members?|persons?|people|[a-z]{3,}(?:ers|ors|ees|ants|ists|ians)|[a-z]+(?<!s)s)\b"
)
_POINTS = re.compile(r"\b(?:find|see|read|learn|information|details|section|page|documentation)\b")
THEY = "then-they"
"""Class of what happens to, or is done by, those of whom the case tells."""


def outcome(text: str) -> tuple[str, int, int] | None:
    """Return the class of what a sentence says that happens in a case, with its characters; None when it says none."""
    found = _CASE.match(text)
    if found is None or _LOOSE.search(found["case"]) or _LOOSE.search(found["then"].replace("they", "", 1)):
        return None
    start, end = found.span("then")
    told = found["then"]
    begins = _BEGINS.match(told)
    if begins is None or not _STATES.match(told) or is_verb_form(told.split()[0], "base"):
        return None
    if _POINTS.search(told):
        return None
    they = begins["who"] == "they"
    loose = re.search(r"\b(?:it|its|them)\b", told) or (not they and re.search(r"\btheir\b", told))
    if (
        loose
        or (they and not _PEOPLE.search(found["case"]))
        or not is_phrase(told.replace("they", "we"))
        or ends_open(told)
    ):
        return None
    return (THEY if they else "then", start, end) if len(told.split()) >= 5 else None


def consequences(place: Place) -> Iterator[Fact]:
    """Yield what happens in the case that a sentence begins with."""
    text = place.said.text
    made, found = outcome(text), _CASE.match(text)
    if made is None or found is None:
        return
    cls, start, end = made
    case = f"{found['front'].lower()} {found['case']}"
    stem = Stem("question", f"What happens {case}?")
    key = text[start:end]
    yield Fact(place.number, "then", start, end, key, capital(key), cls, "", Status.REPORTED, "", (stem,))
