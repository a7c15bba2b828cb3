"""Stage 6b: how a stem is asked: without what points elsewhere, names in full, and with who or what says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from quiz.checks.words import ATTRIBUTED, QUOTED, content
from quiz.generate.about import PHRASES, Fact, Stem
from quiz.generate.classes import CITY, CODE, COUNTRY, FLAG, PERSON
from quiz.generate.definite import in_full
from quiz.generate.distractors import Stock, is_told
from quiz.generate.filling import about_topic, begins_with_name, is_plain_word, said_in_full, with_name
from quiz.generate.framing import timeless
from quiz.generate.gazetteer import CITIES, COUNTRIES, DEMONYMS, REGIONS
from quiz.generate.ground import Ground
from quiz.generate.ingest import Read
from quiz.generate.lexicon import ITSELF, MONTHS, ONE_OF_ITS, PRONOUNS
from quiz.generate.values import Status

LONGEST = 30
"""Words of a stem above which what stands in brackets is left out."""


class Setting(NamedTuple):
    """What all drafts of a document share."""

    read: Read
    ground: Ground
    stock: Stock
    generator: str
    topics: dict[str, frozenset[str]]
    people: Mapping[str, str] = MappingProxyType({})

    @property
    def news(self) -> bool:
        """Whether the document is a report of news; a brief on one is written to be asked about."""
        return self.read.kind == "news" and not self.read.brief


def display(fact: Fact) -> str:
    """Return the answer as it is shown."""
    if fact.cls in (CODE, FLAG, "code-any"):
        return fact.key.strip("`")
    return fact.name if fact.cls in {PERSON, COUNTRY, CITY, "role"} | PHRASES else fact.key


def asked_as(stem: Stem, fact: Fact, setting: Setting) -> str:
    """Return a stem as it is asked: without deictic words, with who claims it; empty when that cannot be said."""
    ground = setting.ground
    text = timeless(stem.text)
    if len(text.split()) > LONGEST:
        text = re.sub(r"(?<!\{gap\}) \((?![^()]*\{gap\})[^()]*\)", "", text)
    if stem.he:
        text = with_name(text, stem.he, ground)
    bare = text
    if ground.report and fact.family != "acronym":
        text = said_in_full(text, setting.people, ground)
    if fact.status is Status.ATTRIBUTED:
        return _attributed(text, stem, fact, setting)
    text = in_full(about_topic(_unlabelled(text), ground), ground.definite)
    text = _ASKED_OF.sub(lambda m: m[0].lower() if m["word"].casefold() in ground.small else m[0], text)
    text = ITSELF.sub(r"the \1", text) if ground.normative else text
    article = text.startswith("The ") and not bare.startswith("The ")
    named = (stem.named and not article and not is_plain_word(text, ground)) or begins_with_name(text, stem.he, ground)
    if ground.report and " according to " in text:
        return ""
    told = is_told(display(fact), ground.document.called)
    if setting.news and not text.startswith("According to "):
        return "" if told else _with(ground.document.called, text, named)
    if not _needs_document(text, fact, ground) or (told and _NAME_INSIDE.search(text)):
        return text
    return _with(ground.document.called, text, named)


def _attributed(text: str, stem: Stem, fact: Fact, setting: Setting) -> str:
    """Return a stem with who claims it; news is named as well unless the stem has a word of its title."""
    words = fact.speaker.split()
    if not words or {w.casefold().strip(",") for w in words} & (PRONOUNS | {"who", "which"}) or len(words) > 9:
        return ""
    if not re.search(r"[A-Z]", fact.speaker):
        return ""
    who, document = _lower_article(fact.speaker), setting.ground.document
    apart = setting.news and not content(document.title) & content(text)
    if apart and is_told(display(fact), document.called):
        return ""
    return _with(f"{who} in {document.called}" if apart else who, text, stem.named)


_ASKED_OF = re.compile(r"(?<=\b(?:did|was|are|has|had|can) )(?P<word>[A-Z][a-z]+)(?= [a-z])")


def _unlabelled(text: str) -> str:
    """Return a stem without the label of its sentence: `Suspension: a member who …`."""
    return re.sub(r"^[A-Z][a-z]+(?: [a-z]+){0,3}: (?=(?:[Aa]n?|[Tt]he|If|When|Each|Any|All) )", "", text)


def _lower_article(text: str) -> str:
    return re.sub(r"^(The|A|An) ", lambda m: f"{m[1].lower()} ", text)


_PLACES = COUNTRIES | CITIES | REGIONS | DEMONYMS.keys()


def _with(who: str, text: str, named: bool) -> str:
    known = named or text.split(maxsplit=1)[:1] == [] or re.sub(r"['’]s$", "", text.split(maxsplit=1)[0]) in _PLACES
    small = text if known or (text[:2].isalpha() and text[:2].isupper()) else text[:1].lower() + text[1:]
    return f"According to {who}, {small}"


_MONTHS = "|".join(m.capitalize() for m in MONTHS)
_NAME_INSIDE = re.compile(rf"(?<!^)(?<![.?!] )\b(?!(?:{_MONTHS})\b)(?:[A-Z][\w'’.-]+|[A-Z]{{2,}})")
_FOREMOST = re.compile(
    r"\b[Tt]he (?:[a-z]+est|first|last|only|main|most [a-z]+) (?!to\b|of\b)[a-z]+\b(?! (?:of|in|to|on|from|by)\b)"
)
_PRESENT = re.compile(r"\b(?:is|are|has|have)\b")
_THE = re.compile(r"\bthe ([a-z][\w-]*)")


def _needs_document(text: str, fact: Fact, ground: Ground) -> bool:
    """Tell whether a stem must name the document: nothing else in it has a name, or it is no report."""
    if ground.document.called in text or text.startswith("According to "):
        return False
    if len(text.split()) < 7 or (not ground.normative and _FOREMOST.search(text)):
        return True
    loose = fact.amount is not None and (fact.amount.qualifier != "exact" or _PRESENT.search(text) is not None)
    if loose and ground.report:
        return True
    if ground.document.text == "brief":
        return (fact.status is Status.FORECAST and not ATTRIBUTED.search(text)) or not _NAME_INSIDE.search(
            QUOTED.sub("", text)
        )
    if any(w in ground.topic_words or w in ONE_OF_ITS for w in _THE.findall(text)):
        return True
    if not content(ground.document.title) & content(text):
        return True
    return ground.normative or fact.status is Status.FORECAST or not _NAME_INSIDE.search(QUOTED.sub("", text))
