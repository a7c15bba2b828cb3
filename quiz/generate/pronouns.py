"""Whom `he` and `she` stand for: only in a document about one person, and only while nobody else was named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from quiz.generate.about import Place
from quiz.generate.classes import NAME, PERSON
from quiz.generate.mentions import Mention

_MAYBE = (PERSON, NAME)
"""Classes of what may be a person; by the rules alone a rare first name is just a name."""


def _maybe(place: Place, mention: Mention) -> bool:
    """Tell whether a name of no known class may be a person's: two words without an article or title."""
    at = mention.title - 1
    while at >= 0 and place.tokens[at].tag in ("JJ", "CD", "NN", "NNP"):
        at -= 1
    before = place.tokens[at].low if at >= 0 else ""
    return mention.cls == NAME and " " in mention.name and before not in ("the", "a", "an", "named", "called", "titled")


def in_parts(places: Sequence[Place], title: str) -> Iterator[Place]:
    """Yield the sentences of a document as `with_pronouns` does, each part by itself."""
    for part, some in groupby(places, key=lambda place: place.said.part):
        yield from with_pronouns(list(some), (part if part[:1].isupper() else "") if part else title)


def with_pronouns(places: Sequence[Place], title: str) -> Iterator[Place]:
    """Yield the sentences of a document, each with the name for which the pronoun at its beginning stands.

    That is what the title names: a person as long as the paragraph has named no other since, a thing right behind a
    sentence on it; elsewhere nobody and nothing.
    """
    known = [m for p in places for m in p.mentions if m.name == title]
    person = " " in title and any(m.cls in _MAYBE for m in known)
    thing = bool(known) and not any(m.cls == PERSON for m in known)
    own = _pronoun(places)
    whose = "her" if own == "she" else "his"
    paragraph, free, told = -1, False, False
    for place in places:
        if place.said.paragraph != paragraph:
            paragraph, free, told = place.said.paragraph, True, False
        first = place.tokens[place.clause.subject[0]].low if place.clause is not None else ""
        names = {m.name for m in place.mentions}
        if first == "it":
            yield place._replace(he=title) if thing and told else place
        else:
            yield (
                place._replace(he=title) if person and free and first in (own, whose) and title not in names else place
            )
        told = (told and first == "it") or _is_on(place, title)
        free = _free_after(place, title, free, first in (own, whose))


def _pronoun(places: Sequence[Place]) -> str:
    """Return the pronoun with which most clauses of a document begin that begin with one: `he` or `she`."""
    counts = Counter(p.tokens[p.clause.subject[0]].low for p in places if p.clause is not None)
    return "she" if counts["she"] > counts["he"] else "he"


def _free_after(place: Place, title: str, free: bool, pronoun: bool) -> bool:
    """Tell whether a pronoun behind a sentence stands for whom the title names: that sentence was on nobody else."""
    people = {m.name for m in place.mentions if m.cls == PERSON or _maybe(place, m)}
    if place.clause is None:
        return people == {title} if people else free
    first, last = place.clause.subject
    subject = {m.name for m in place.mentions if m.cls in _MAYBE and first <= m.first < last}
    if subject == {title}:
        return True
    return free and not subject and (pronoun or not people - {title})


def _is_on(place: Place, title: str) -> bool:
    """Tell whether the subject of a sentence is what the title names, or `the` and the last word of that name."""
    if place.clause is None or not title:
        return False
    first, last = place.clause.subject
    if any(m.name == title and first <= m.first and m.last == last for m in place.mentions):
        return True
    shown = [t.low for t in place.tokens[first:last]]
    return shown == ["the", title.rsplit(" ", 1)[-1].casefold()]
