"""What a sentence holds that may be offered beside the answer of another: cases, consequences, orders, roles.

Sentences of which nothing is asked are looked at as well: what is wrong for a question need not be the answer of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quiz.generate.about import Place
from quiz.generate.asking_cases import THEY, outcome
from quiz.generate.asking_clauses import capital, is_case, is_consequence, is_phrase
from quiz.generate.asking_code import is_entry
from quiz.generate.asking_rules import NO_ORDER, STATES, ends_open
from quiz.generate.asking_subjects import ANYBODY, is_role
from quiz.generate.ingest import is_headline
from quiz.generate.lexicon import is_verb_form


class Offer(NamedTuple):
    """A phrase with its class, as it is shown."""

    cls: str
    text: str


_CASE = re.compile(r"(?:If|When|Unless|Once|Until|Before|After) [^,;:()“”\"]{8,110}(?=, )")
_LAST = re.compile(r"(?<=[a-z] )(?:if|when|unless|once|until) [^,;:()“”\"]{8,110}(?=\.$)")
_AIM = re.compile(
    r"(?:^To|(?:(?<=used )|(?<=designed )|(?<=intended )|(?<=needed )|(?<=required )|(?<=in order ))to)"
    r" [a-z]+(?<!ed)(?<!ing) [^,;:()“”\"]{8,90}(?=,|\.$)"
)
_MEANS = re.compile(r"(?<=[a-z] )by [a-z]+ing [^,;:()“”\"]{8,90}(?=,|\.$)")
_CAUSE = re.compile(r"(?<=[a-z,] )because (?!of\b)[^,;:()“”\"]{8,90}(?=,|\.$)")
_TAIL = re.compile(r"(?: (?:as well|too|instead|again|however|respectively))?\.$")


def offers(place: Place, normative: bool) -> Iterator[Offer]:
    """Yield what a sentence of a policy or manual holds that may be offered; nothing of other texts but cases."""
    text = place.said.text
    if is_entry(text) or text.count("`") % 2 or is_headline(text):
        return
    front = _CASE.match(text)
    for found in (front, _LAST.search(text)):
        if found is not None and is_phrase(found[0]) and is_case(place.tokens, _range(place, *found.span())):
            yield Offer("case", _shown(found[0]))
    for cls, pattern in (("aim", _AIM), ("means", _MEANS), ("cause", _CAUSE)):
        found = pattern.search(text)
        if found is not None and is_phrase(found[0]) and not ends_open(found[0]):
            yield Offer(cls, _shown(found[0]))
    if not normative:
        return
    if front is not None:
        rest = _TAIL.sub("", text[front.end() + 2 :]).removeprefix("then ")
        if (
            len(rest.split()) >= 4
            and not re.match(r"(?:or|and|but|just|please|do|don['’]t|try)\b", rest)
            and is_consequence(rest)
            and not is_verb_form(rest.split()[0], "base")
        ):
            yield Offer("then", _shown(rest))
    made = outcome(text)
    if made is not None and made[0] == THEY:
        yield Offer(THEY, _shown(text[made[1] : made[2]]))
    yield from _statements(place)
    yield from _orders(place)
    yield from _roles(place)


_COMES = frozenset(("will", "shall", "must", "cannot", "may", "can"))


def _statements(place: Place) -> Iterator[Offer]:
    """Yield a short rule that holds without a case: `Visitors will be asked to leave.`"""
    clause, tokens = place.clause, place.tokens
    text = _TAIL.sub("", place.said.text)
    if clause is None or clause.fronts or clause.subject[0] != 0 or tokens[clause.finite].low not in _COMES:
        return
    case = any(t.low in ("if", "when", "unless", "until", "once", "after", "before", "not") for t in tokens)
    case = case or any(t.low in ("also", "too", "then", "instead") for t in tokens)
    if not case and 4 <= len(text.split()) <= 16 and is_consequence(text) and not re.search(r"\b[Nn]o\b|[,`]", text):
        yield Offer("then", _shown(text))


def _range(place: Place, start: int, end: int) -> tuple[int, int]:
    inside = [i for i, t in enumerate(place.tokens) if start <= t.start < end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _shown(text: str) -> str:
    return capital(text)


def _orders(place: Place) -> Iterator[Offer]:
    """Yield what a sentence tells to do: `Remove the label.`, `If …, remove the label.`"""
    text = _TAIL.sub("", place.said.text)
    order = re.split(
        r"(?<=[a-z`]), (?=[a-z]+ )|(?<=\w)(?=,? (?:to|if|when|before|after|so|and|which|that|because|by) )", text
    )
    for part in order[:1] + [p for p in order[1:2] if text[:1] in "TIWBAOU"]:
        words = part.split()
        if STATES.match(part) or _says(place, text.index(part), len(part)):
            continue
        known = len(words) > 2 and is_verb_form(words[0], "base") and words[0].casefold() not in NO_ORDER
        if known and len(words) <= 14 and is_phrase(part) and not ends_open(part) and words[1].islower():
            yield Offer("order", _shown(part))


def _says(place: Place, start: int, length: int) -> bool:
    """Tell whether some words say what is, and do not tell to do it: a finite verb of their own stands in them."""
    tokens = [t for t in place.tokens if start <= t.start < start + length]
    return any(
        t.tag in ("VBP", "VBZ", "VBD", "MD") and not any(b.tag in ("WDT", "WP", "WRB", "IN") for b in tokens[:at])
        for at, t in enumerate(tokens)
        if at
    )


def _roles(place: Place) -> Iterator[Offer]:
    """Yield the people and bodies that a sentence names by what they do."""
    tokens = place.tokens
    for at, token in enumerate(tokens):
        more = at + 1 < len(tokens) and tokens[at + 1].tag.startswith(("NN", "POS", "HYPH"))
        if token.tag not in ("NN", "NNS") or more or not is_role(token.low) or token.text[1:] != token.low[1:]:
            continue
        first = at
        while first and at - first < 2 and tokens[first - 1].tag in ("NN", "JJ") and tokens[first - 1].text.islower():
            first -= 1
        if (first < at or token.low not in ANYBODY) and not token.low.startswith("librar"):
            yield Offer("role", _shown(place.said.text[tokens[first].start : token.end]))
