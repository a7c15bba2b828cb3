"""Families of lives: what somebody did at a time, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.generate.about import About, Fact, Stem
from quiz.generate.amounts import When, dates
from quiz.generate.asking_clauses import capital, is_phrase
from quiz.generate.asking_rules import ends_open
from quiz.generate.attribution import Range
from quiz.generate.classes import CITY, COUNTRY, NAME, PLACE
from quiz.generate.framing import about_part, lowered, shortened
from quiz.generate.lexicon import BE, DO, HAVE
from quiz.generate.mentions import Mention
from quiz.generate.phrases import part_of, tokens_of
from quiz.generate.wordlists import words

_DATED = ("year", "month", "day")


def deeds(about: About) -> Iterator[Fact]:
    """Yield what the person whom the document is about did at a time: `In 1741, he began work for his father.`"""
    clause, tokens, text = about.clause, about.place.tokens, about.place.said.text
    who = _hero(about)
    found = [w for w in dates(text) if w.grain in _DATED]
    if not who or clause.speaker is not None or not found:
        return
    if clause.inverts or tokens[clause.finite].tag != "VBD" or tokens[clause.finite].low in BE | HAVE | DO:
        return
    said = _when_of(about, found[0])
    if said is None:
        return
    when, end = said
    start, stop = about.chars(clause.finite, end)
    key = text[start:stop].rstrip(" ,")
    if is_phrase(key) and not ends_open(key) and not dates(key) and not re.search(r"\b(?:then|later|also)\b", key):
        year = re.findall(r"\d{3,4}", text[found[0].start : found[0].end])
        stem = Stem("question", f"What did {who} do {when}?")
        yield about._replace(place=about.place._replace(he="")).fact(
            "deed", (start, start + len(key)), None, [stem], cls="deed", name=capital(key), noun=" ".join(year)
        )


def _hero(about: About) -> str:
    """Return the name of the person whom the document is about where the clause is on this person; else empty."""
    title = about.place.said.part or about.read.title
    first, last = about.clause.subject
    own = any(m.name == title and m.title == first and m.last == last for m in about.place.mentions)
    return (
        title
        if " " in title and (own or (about.he == title and about.place.tokens[first].low in ("he", "she")))
        else ""
    )


def _when_of(about: About, when: When) -> tuple[str, int] | None:
    """Return the time as it is said, and where what was done ends: the time stands before the subject or last."""
    tokens, clause = about.place.tokens, about.clause
    cut = tokens_of(tokens, when.start, when.end)
    if cut is None:
        return None
    short = shortened(about.frame)
    end = short.clause.rest[1] if short is not None else clause.rest[1]
    front = next((f for f in clause.fronts if f[0] < cut[0] and cut[1] == f[1]), None)
    if front is not None and cut[0] - front[0] <= 2:
        return (lowered(about.frame, *front), end) if tokens[front[0]].low in ("in", "on") else None
    part: Range | None = part_of(about, cut)
    if part is None or part[1] != end or tokens[part[0]].low not in ("in", "on"):
        return None
    return about.frame.slice(*part), part[0]


_STAYS = words(
    """
    born baptised baptized died lived live buried settled studied worked landed arrived stopped stayed served taught
    married educated raised grew anchored stationed imprisoned resided remained attended retired
    """
)
_MOVES = words("moved sailed travelled traveled returned went marched fled emigrated migrated came transferred sent")


def spots(about: About) -> Iterator[Fact]:
    """Yield where somebody lived, landed or went, where the name is only known to be that of some place."""
    tokens, clause = about.place.tokens, about.clause
    verb = tokens[min(clause.verb, len(tokens) - 1)].low
    for mention in about.place.mentions:
        yield from _of_kind(about, mention)
        yield from _called(about, mention)
        if mention.cls != NAME or not _is_spot(about, mention):
            continue
        part = part_of(about, (mention.title, mention.last))
        lead = tokens[part[0]].low if part is not None else ""
        asks = {"in": "Where", "at": "Where", "to": "Where", "from": "From where"}.get(lead, "")
        if part is None or not asks or verb not in (_STAYS if lead in ("in", "at") else _MOVES):
            continue
        stem = Stem("question", about_part(about.frame, asks, part))
        yield about.fact("where", about.chars(mention.first, mention.last), None, [stem], cls="spot", noun="place")


def _is_spot(about: About, mention: Mention) -> bool:
    """Tell whether a name is that of a place: it stands behind a word of place, and is no time and no fleet."""
    before = about.place.tokens[mention.title - 1].low if mention.title else ""
    if before not in ("in", "at", "to", "from", "the") or " and " in mention.name:
        return False
    shown = re.escape(mention.text)
    placed = re.search(rf"\b(?:in|at|near|village of|town of|city of) {shown}\b|\b{shown}, [A-Z]", about.read.text)
    return placed is not None


_KINDS = words("village town city port hamlet province county parish island district region suburb kingdom commune")


def _of_kind(about: About, mention: Mention) -> Iterator[Fact]:
    """Yield in which village or province something was, where the sentence says what the place is."""
    tokens, at = about.place.tokens, mention.title
    if (
        at < 3
        or tokens[at - 1].low != "of"
        or tokens[at - 2].low not in _KINDS
        or mention.cls not in (NAME, CITY, PLACE)
    ):
        return
    first = at - 2
    while tokens[first - 1].tag in ("JJ", "NN", "VBG"):
        first -= 1
    part = part_of(about, (first, mention.last)) if tokens[first - 1].low == "the" else None
    if part is None or tokens[part[0]].low not in ("in", "at", "to", "from", "near"):
        return
    noun = tokens[at - 2].low
    stem = Stem("question", about_part(about.frame, f"{tokens[part[0]].low} which {noun}", part))
    yield about.fact("where", about.chars(mention.first, mention.last), None, [stem], cls="spot", noun=noun)


def _called(about: About, mention: Mention) -> Iterator[Fact]:
    """Yield which ship, which merchant it was, where the sentence says what the name is that of: `the frigate Argo`."""
    tokens, at = about.place.tokens, mention.title
    kind = tokens[at - 1] if at > 1 else tokens[0]
    if at < 3 or kind.tag != "NN" or not kind.text.isalpha() or kind.text != kind.low or mention.cls in (CITY, COUNTRY):
        return
    first = at - 1
    while tokens[first - 1].tag in ("JJ", "NN", "VBG", "HYPH", "CC") and first > 1:
        first -= 1
    part = part_of(about, (first, mention.last)) if tokens[first - 1].low == "the" else None
    part = part or (part_of(about, (first, mention.last)) if tokens[first].tag == "NN" and first == at - 1 else None)
    if part is None:
        return
    lead = tokens[part[0]].low if tokens[part[0]].tag in ("IN", "TO") else ""
    stem = Stem("question", about_part(about.frame, f"{lead} which {kind.low}" if lead else f"Which {kind.low}", part))
    yield about.fact("which", about.chars(mention.first, mention.last), None, [stem], cls="called", noun=kind.low)
