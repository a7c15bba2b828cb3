"""What readers refused too often is not asked: kinds of questions by what blind readings measured.

The shares are those of tests/EVALUATION.md: of the drafts of each kind that was left out, fewer than half were taken as
they were. A brief is written to be asked about: there all kinds stay.
"""

from __future__ import annotations

import re

from quiz.generate.about import Fact, Place, Stem
from quiz.generate.asking_gaps import LABELS
from quiz.generate.classes import NAMED, PERSON, THING
from quiz.generate.framing import GAP
from quiz.generate.ingest import Read
from quiz.generate.wordlists import words

_VAGUE = re.compile(r"\b[Ww]hich (?:organization|place|thing)\b")
"""A question that says no more of what is wanted: 12 of 37 were taken as they were."""
_LABELLED = re.compile(rf"{re.escape(GAP)} \((?:organization|country|place|name)\)")
"""A gap that says no more of what is wanted, in a report: 11 of 31."""
_TOLD = words(
    """
    accord culture meeting conference effect chain structure frontier mountain movement genus heritage farm mission
    project programme program theory law method style system language dialect era period site mine bay strait sea canal
    """
)
"""More kinds by which a thing is asked for in a report: of others the rest of a name is no answer (which ruble)."""
_FEW = ("2", "3")
"""Numbers of things that are guessed, or follow from what is said, in a report: 3 of 19."""
_VAGUE_THINGS = words("goals kinds types ways purposes reasons things aspects approaches")
"""What is told one by one: how many they are is not worth knowing."""
_AROUND = re.compile(r" (?:to|in|on) the (?:north|south|east|west)")
"""What stands behind one of several names around a place."""
_WEAK = frozenset(("definition", "together"))
"""Families of which few were taken in reports."""


_GOES_ON = re.compile(r"[–—/-]\w| (?:an der|am|upon|de la|de|del|von|van|sur|sous|y) [A-Z]")
"""How a name goes on of which only a part was found: `Denmark–Norway`, `Frankfurt am Main`."""


_NO_NAMES = words("north south east west northeast northwest southeast southwest ce bce ad bc")
"""What is taken for a name and is none."""


def worth_asking(read: Read, place: Place, fact: Fact, normative: bool) -> Fact:
    """Return a fact with the stems that are worth it; it may have none, and still be offered beside another."""
    text = place.said.text
    longer = fact.cls == PERSON and re.match(r" [A-Z][a-z]", text[fact.end :])
    cut = longer or _GOES_ON.match(text, fact.end) or re.search(r"\w[–—/-]$", text[: fact.start])
    odd = fact.key.casefold() in _NO_NAMES or (fact.cls == THING and fact.key.endswith("ic"))
    if fact.cls in NAMED and (cut or odd):
        return fact._replace(stems=())
    if read.brief:
        return fact
    amount = fact.amount
    if amount is not None and amount.unit in _VAGUE_THINGS and amount.value in ("2", "3", "4", "5"):
        return fact._replace(stems=())
    if fact.cls in NAMED and _AROUND.match(text, fact.end):
        return fact._replace(stems=())
    few = amount is not None and amount.kind == "count" and amount.value in _FEW and amount.qualifier == "exact"
    if fact.cls == "code-any" or (not normative and (fact.family in _WEAK or few)):
        return fact._replace(stems=())
    if not normative and fact.cls == THING and fact.noun not in LABELS | _TOLD:
        fact = fact._replace(stems=tuple(s for s in fact.stems if f"hich {fact.noun}" not in s.text))
    return fact._replace(stems=tuple(s for s in fact.stems if _is_clear(s, normative)))


def _is_clear(stem: Stem, normative: bool) -> bool:
    return _VAGUE.search(stem.text) is None and (normative or _LABELLED.search(stem.text) is None)
