"""What kind of thing a name names: what speaks for a class where it stands, and how a question calls its kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from quiz.generate.gazetteer import (
    CITIES,
    COUNTRIES,
    FIRST_NAMES,
    ORGANISATION,
    PLACE_NOUNS,
    REGIONS,
    THING_NOUNS,
    TITLES,
)
from quiz.generate.lexicon import SAYING
from quiz.generate.tokens import Tokens
from quiz.generate.wordlists import words

PERSON, COUNTRY, CITY, PLACE, ORG, THING, CODE, NAME, SOURCE, FLAG = (
    "person", "country", "city", "place", "organization", "thing", "code", "name", "source", "flag",
)  # fmt: skip


NAMED = frozenset((PERSON, COUNTRY, CITY, PLACE, ORG, THING, SOURCE))


_MODEL = {
    "PERSON": PERSON, "GPE": COUNTRY, "LOC": PLACE, "FAC": PLACE, "ORG": ORG, "EVENT": THING, "LAW": THING,
    "WORK_OF_ART": THING, "PRODUCT": THING,
}  # fmt: skip


class Run(NamedTuple):
    """Words of a sentence that make a name: their tokens, where a title begins, what before them says their kind."""

    first: int
    last: int
    title: int
    text: str
    kind: str = ""


CROWNED = words(
    """
    king queen prince princess emperor empress pope sultan tsar saint lord duke count sir lady dr mr mrs
    """
)


BODIES = words(
    """
    firm company group union agency newspaper magazine bank party club band studio publisher retailer maker
    manufacturer airline charity brewery museum university orchestra network
    """
)


def _listed_as(text: str, words: list[str]) -> Iterable[tuple[str, int]]:
    """Yield the class of a name that is known."""
    if text in COUNTRIES:
        yield COUNTRY, 30
    if text in CITIES:
        yield CITY, 30
    part = words[0] in ("South", "North", "East", "West", "Central") and " ".join(words[1:]) in REGIONS
    if text in REGIONS or part:
        yield PLACE, 30


def evidence(run: Run, tokens: Tokens, text: str) -> Iterable[tuple[str, int]]:
    """Yield what speaks for a class of a name, with its weight."""
    words = run.text.split()
    last = words[-1].casefold()
    if tokens[run.first].text[:1] in "`-" or run.text.endswith("()") or "_" in run.text:
        yield CODE, 50
        return
    yield from _listed_as(run.text, words)
    body = last in ORGANISATION | PLACE_NOUNS.keys() | THING_NOUNS.keys()
    if words[0].casefold() in CROWNED and len(words) > 1 and not body:
        yield PERSON, 12
    if (
        not body
        and run.title < run.first
        and any(tokens[i].low.rstrip(".") in TITLES for i in range(run.title, run.first))
    ):
        yield PERSON, 12
    if words[0] in FIRST_NAMES and 1 < len(words) < 5 and not body:
        yield PERSON, 12
    behind = [t.low for t in tokens[run.last : run.last + 2]]
    if len(words) > 1 and not body and (behind[:1] == ["who"] or behind == [",", "who"]):
        yield PERSON, 12
    if not body and re.match(
        r"[A-Z][a-z]+(?: [A-Z][a-z]+)? (?:de|van|von|di|da|bin|ibn) (?:la )?[A-Z][a-z]+$", run.text
    ):
        yield PERSON, 6
    if last in ORGANISATION or words[0] in ("University", "Ministry", "Bank", "House"):
        yield ORG, 10
    if last in PLACE_NOUNS or words[0] in ("Lake", "Mount", "River", "Cape", "Gulf", "Strait", "Isle", "Port", "Fort"):
        yield PLACE, 10
    if (
        last in THING_NOUNS
        or (len(words) > 2 and words[0].casefold() in THING_NOUNS)
        or re.search(r"\b(Agreement|Treaty|War|Act)\b", run.text)
    ):
        yield THING, 10
    if run.first and tokens[run.first - 1].low in ("a", "an"):
        yield NAME, 3
    after = tokens[run.last] if run.last < len(tokens) else None
    if after is not None and after.low in SAYING and len(words) > 1:
        yield PERSON, 1
    if run.first and tokens[run.first - 1].low == "in" and len(words) < 3:
        yield PLACE, 1
    yield from _model(run, tokens)


def is_sure(name: str, cls: str, kind: str) -> bool:
    """Tell whether a name is of its class by its words, by a list, or by what its sentence calls it.

    In a manual or policy a guess by the place of a word with a capital is mostly wrong.
    """
    words = name.split()
    if cls not in (PERSON, COUNTRY, CITY, PLACE, ORG, THING) or kind or any(True for _ in _listed_as(name, words)):
        return True
    last = words[-1].casefold()
    return len(words) > 1 and (
        last in ORGANISATION | PLACE_NOUNS.keys() | THING_NOUNS.keys() or words[0] in FIRST_NAMES
    )


def is_body(name: str) -> bool:
    """Tell whether a name says itself that it is one of an organization: by a word of it, or as a short form."""
    return name.isupper() or any(word in ORGANISATION | BODIES for word in name.casefold().split())


def _model(run: Run, tokens: Tokens) -> Iterable[tuple[str, int]]:
    """Yield the classes that the language model gives the words of a name."""
    labels = [token.entity.partition("-")[2] for token in tokens[run.first : run.last]]
    for label in dict.fromkeys(labels):
        if label in _MODEL and labels.count(label) * 2 > len(labels):
            cls = _MODEL[label]
            yield (PLACE if cls == COUNTRY else cls), 2


PERSON_NOUNS = words(
    """
    politician physicist chemist mathematician engineer writer author poet painter composer singer actor actress
    astronomer king queen emperor scientist philosopher explorer president minister senator lawyer journalist
    economist biologist inventor general player footballer architect historian doctor physician nurse activist
    diplomat astronaut director teacher professor baker farmer soldier officer judge bishop priest merchant banker
    businessman businesswoman chef dancer designer editor geologist botanist zoologist sailor captain pilot surveyor
    carpenter mason critic pianist violinist conductor novelist playwright dramatist sculptor photographer filmmaker
    athlete boxer cyclist swimmer golfer statesman revolutionary missionary monk nun surgeon psychologist sociologist
    linguist anthropologist archaeologist cartographer navigator admiral colonel physiologist naturalist pioneer
    entrepreneur industrialist librarian midwife mountaineer aviator educator feminist abolitionist trader
    """
)


def kind_said(tokens: Tokens, at: int) -> str:
    """Return the noun of `X is a … noun`, `X, a … noun` behind a name; empty when none stands there."""
    if at < len(tokens) and tokens[at].text == "(":
        close = next((i for i in range(at, min(len(tokens), at + 8)) if tokens[i].text == ")"), None)
        at = at if close is None else close + 1
    if at + 2 >= len(tokens) or tokens[at].low not in ("is", "was", ",", "are"):
        return ""
    if tokens[at + 1].low not in ("a", "an") and not (tokens[at + 1].low == "the" and tokens[at].low != ","):
        return ""
    noun = ""
    for i in range(at + 2, min(len(tokens), at + 9)):
        if tokens[i].tag in ("NN", "NNS"):
            counted = tokens[i - 1].tag == "CD" or (tokens[i - 1].text == "-" and tokens[i - 2].tag == "CD")
            noun = "" if counted and tokens[i].low.rstrip("s") in _TIMES else tokens[i].low
        elif (
            tokens[i].tag not in ("JJ", "JJR", "JJS", "VBN", "VBG", "CD", "HYPH", "CC", "NNP", "RB", "POS")
            and tokens[i].text != "-"
        ):
            break
    return "" if noun in _NO_KIND else noun


_TIMES = frozenset(("year", "month", "week", "day", "hour", "minute", "second"))
HEADS = ORGANISATION | PLACE_NOUNS.keys() | THING_NOUNS.keys() | {"academy", "board"}


_NO_KIND = words(
    """
    year day month week one part member kind type name number way result example case time place thing form use set
    """
)


SURE = 12
"""Weight of a title or a first name before a name."""
_SETTLED = {"city": "city", "capital": "city", "town": "town", "village": "village"}


def _told(name: str, kind: str, cls: str, weight: int) -> tuple[str, str] | None:
    """Return the class and kind of a name of which sentences say what it is; None where that tells nothing."""
    last = kind.rpartition(" ")[2]
    if last in _SETTLED and cls == PERSON and " " not in name:
        return CITY, _SETTLED[last]
    if weight >= 20:
        return None
    if last in PERSON_NOUNS:
        return PERSON, "person"
    if last in _SETTLED:
        return CITY, _SETTLED[last]
    if last in PLACE_NOUNS:
        return PLACE, PLACE_NOUNS[last]
    if last in ORGANISATION | BODIES or last == "organization":
        return ORG, "organization"
    return (THING, kind) if cls in (NAME, THING, ORG) and weight < 6 and not kind.endswith("s") else None


def class_of(name: str, votes: Counter[str], said: Counter[str]) -> tuple[str, str]:
    """Return the class of a name and how a question calls its kind; `said` are the kinds that sentences give it."""
    words = re.split(r" (?:of|for|on|to) ", name)[0].split() or [name]
    last = words[-1].casefold()
    if name.casefold() in HEADS:
        return NAME, ""
    cls, weight = votes.most_common(1)[0] if votes else (NAME, 0)
    told = _told(name, said.most_common(1)[0][0], cls, weight) if said else None
    if told is not None:
        return told
    listed = any(True for _ in _listed_as(name, name.split()))
    if votes[PERSON] >= SURE and not listed and " " in name and last not in HEADS:
        return PERSON, "person"
    named = " " in name and name.split(maxsplit=1)[0] in FIRST_NAMES and last not in HEADS
    if cls == ORG and named and not listed and not is_body(name):
        return PERSON, "person"
    if cls == PERSON and " " in name and last in HEADS:
        cls = THING if last in THING_NOUNS else PLACE if last in PLACE_NOUNS else ORG
    unsure = cls == PERSON and (weight < SURE or votes[PLACE])
    if " " not in name and (unsure or (cls == ORG and weight < 10 and not name.isupper())):
        return NAME, ""
    if weight < 3 or (cls == ORG and weight < 10 and (weight < 4 or len(votes) > 1)):
        return (THING, THING_NOUNS[last]) if last in THING_NOUNS else (NAME, "")
    if cls == PLACE:
        known = weight >= 30 or last in PLACE_NOUNS or votes[PLACE] % 2 or weight >= 10
        if not known or name.endswith((".js", ".io", ".py", ".org", ".com")):
            return NAME, ""
        return PLACE, PLACE_NOUNS.get(
            last, "region" if name in REGIONS or " ".join(name.split()[1:]) in REGIONS else "place"
        )
    if cls == THING or (cls == ORG and last in THING_NOUNS):
        return THING, THING_NOUNS.get(last, "")
    return cls, {PERSON: "person", COUNTRY: "country", CITY: "city", ORG: "organization"}.get(cls, "")
