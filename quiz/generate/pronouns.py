"""Whom `he` and `she` stand for: only in a document about one person, and only while nobody else was named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from quiz.generate.about import Place
from quiz.generate.asking_subjects import is_role
from quiz.generate.classes import NAME, ORG, PERSON, PLACE, THING
from quiz.generate.gazetteer import ORGANISATION, PLACE_NOUNS
from quiz.generate.mentions import Mention
from quiz.generate.wordlists import words

_MAYBE = (PERSON, NAME)
"""Classes of what may be a person; by the rules alone a rare first name is just a name."""


def _maybe(place: Place, mention: Mention) -> bool:
    """Tell whether a name of no known class may be a person's: two words without an article or title."""
    at = mention.title - 1
    while at >= 0 and place.tokens[at].tag in ("JJ", "CD", "NN", "NNP"):
        at -= 1
    before = place.tokens[at].low if at >= 0 else ""
    return mention.cls == NAME and " " in mention.name and before not in ("the", "a", "an", "named", "called", "titled")


_YEARS = r"(?:,[^.()]{0,40})? \([^()]{0,80}\d{3,4} ?[–—-][^()]{0,80}\d{3,4}[^()]{0,20}\)"
LIFE = 5
"""Sentences that begin with `he` or `she` from which a text whose title is a name tells of a life."""


def is_life(title: str, texts: Sequence[str]) -> bool:
    """Tell whether a text is on a person of its title's name: years stand behind it, and he or she acts all through."""
    if " " not in title or any(w in ORGANISATION or w in PLACE_NOUNS for w in title.casefold().split()):
        return False
    surname = re.escape(title.rsplit(" ", 1)[-1])
    dated = any(re.search(rf"\b{surname}{_YEARS}", t) for t in texts[:3])
    acts = sum(bool(re.match(r"(?:[^,]{3,60},? )?(?:[Ss]?[Hh]e|[Hh]er|[Hh]is)\b", t)) for t in texts)
    return acts > 1 and (dated or acts >= max(LIFE, 0.1 * len(texts)))


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
    paragraph, free, told, subject = -1, False, False, ""
    for place in places:
        if place.said.paragraph != paragraph:
            paragraph, free, told, subject = place.said.paragraph, True, False, ""
        first = place.tokens[place.clause.subject[0]].low if place.clause is not None else ""
        names = {m.name for m in place.mentions}
        if first == "it":
            name = title if thing and told else subject
            yield place._replace(he=name) if name else place
        else:
            stands = (
                person and free and title not in names and (first in (own, whose) or _is_on_nobody_else(place, own))
            )
            yield place._replace(he=title) if stands else place
        told = (told and first == "it") or _is_on(place, title)
        subject = subject if first == "it" else _thing(place)
        free = _free_after(place, title, free, first in (own, whose))


def _thing(place: Place) -> str:
    """Return the one named thing or body that a sentence has as its subject, as it stands there; else nothing."""
    if place.clause is None or place.clause.speaker is not None or place.he:
        return ""
    first, last = place.clause.subject
    named = next((m for m in place.mentions if m.last == last and m.cls in (ORG, PLACE, THING)), None)
    if named is None or named.title - first > 1 or (named.title > first and place.tokens[first].low != "the"):
        return ""
    text = place.said.text[place.tokens[first].start : place.tokens[last - 1].end]
    return f"the {text[4:]}" if text.startswith("The ") else text


_FORMS = {"he": frozenset(("he", "him", "his")), "she": frozenset(("she", "her"))}


def _is_on_nobody_else(place: Place, own: str) -> bool:
    """Tell whether a sentence with a pronoun somewhere tells of no other person: by a name, a role or a relation."""
    if not any(t.low in _FORMS[own] for t in place.tokens):
        return False
    people = any(m.cls == PERSON or _maybe(place, m) for m in place.mentions)
    roles = any(t.tag in ("NN", "NNS") and (t.low.rstrip("s") in _KIN or is_role(t.low)) for t in place.tokens)
    return not people and not roles


def _pronoun(places: Sequence[Place]) -> str:
    """Return the pronoun with which most clauses of a document begin that begin with one: `he` or `she`."""
    counts = Counter(p.tokens[p.clause.subject[0]].low for p in places if p.clause is not None)
    return "she" if counts["she"] > counts["he"] else "he"


def _free_after(place: Place, title: str, free: bool, pronoun: bool) -> bool:
    """Tell whether a pronoun behind a sentence stands for whom the title names.

    That is so behind a sentence whose subject was that one, and stays so until another person is a subject, or some
    thing of which a sentence with another person tells (centering, Grosz, Joshi and Weinstein 1995).
    """
    others = {m.name for m in place.mentions if m.cls == PERSON or _maybe(place, m)} - {title}
    if place.clause is None:
        return free and not others
    first, last = place.clause.subject
    subject = {m.name for m in place.mentions if m.cls in _MAYBE and m.title == first and m.last == last}
    leads = any(m.name == title and m.title == first for m in place.mentions)
    if subject == {title} or leads or (free and pronoun and last - first == 1):
        return True
    inner = place.tokens[first:last]
    nouns = [t for t in inner if t.tag in ("NN", "NNS")]
    somebody = bool(subject) or any(t.low.rstrip("s") in _KIN or is_role(t.low) for t in nouns)
    return free and not somebody and not others


_KIN = words("father mother brother sister son daughter wife husband uncle aunt cousin friend man woman boy girl king")


def _is_on(place: Place, title: str) -> bool:
    """Tell whether the subject of a sentence is what the title names, or `the` and the last word of that name."""
    if place.clause is None or not title:
        return False
    first, last = place.clause.subject
    if any(m.name == title and first <= m.first and m.last == last for m in place.mentions):
        return True
    shown = [t.low for t in place.tokens[first:last]]
    return shown == ["the", title.split(" of ", maxsplit=1)[0].rsplit(" ", 1)[-1].casefold()]
