"""A name that is left out of a sentence, to be typed, where no question can be made for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.generate.about import Fact, Place, Stem
from quiz.generate.classes import CITY, COUNTRY, NAME, NAMED, ORG, PLACE, SOURCE, THING, is_body
from quiz.generate.framing import GAP
from quiz.generate.ingest import Read
from quiz.generate.lexicon import BE, HAVE, MODALS
from quiz.generate.mentions import Mention
from quiz.generate.tokens import Tokens
from quiz.generate.values import Status
from quiz.generate.wordlists import words

EARLIEST = 0.3
"""Share of a sentence before which no gap stands: what is asked for must be told first."""
SHORTEST, LONGEST = 9, 32
"""Words of a sentence that is shown with a gap."""


def gaps(read: Read, place: Place, normative: bool) -> Iterator[Fact]:
    """Yield the names of a sentence that may be left out of it: what stands before tells that a name is wanted.

    In a policy or a manual, `normative`, names of no known kind are asked for as well, if they are named seldom.
    """
    text, tokens, clause = place.said.text, place.tokens, place.clause
    if (clause is not None and clause.speaker is not None) or not _is_whole(place):
        return
    he = place.he if clause is not None and tokens[clause.subject[0]].low in ("he", "she") else ""
    for mention in place.mentions:
        if not _asks_for_itself(tokens, mention, normative) or (normative and not _is_seldom(read, mention)):
            continue
        start, end = tokens[mention.first].start, tokens[mention.last - 1].end
        behind = tokens[mention.last].tag if mention.last < len(tokens) else ""
        if behind in ("NN", "NNS", "JJ", "NNP", "VBG", "CD"):
            continue
        if start < EARLIEST * len(text) or _is_joined(text, start, end) or text.count(text[start:end]) > 1:
            continue
        kind = _kind(mention)
        said = re.search(rf"\b{re.escape(kind)} $", text[:start])
        shown = f"{text[:start]}{GAP}{'' if said else f' ({kind})'}{text[end:]}"
        stem = Stem("cloze", shown, tokens[0].tag in ("NNP", "NNPS"), he)
        yield Fact(place.number, "gap", start, end, text[start:end], mention.name, mention.cls, mention.noun,
                   Status.REPORTED, "", (stem,))  # fmt: skip


def _is_whole(place: Place) -> bool:
    """Tell whether a sentence stands by itself and says enough."""
    text = place.said.text
    telling = [t for t in place.tokens if t.tag.startswith(("NN", "VB", "JJ")) and t.low not in BE | HAVE | MODALS]
    odd = re.search(r"[?!…;:“”\"]|\$", text) or not text.endswith(".") or not text[:1].isupper()
    verb = place.clause is not None or any(t.tag in ("VBD", "VBZ") and t.dep in ("", "ROOT") for t in place.tokens)
    return not odd and verb and len(telling) >= 6 and SHORTEST <= len(text.split()) <= LONGEST


def _kind(mention: Mention) -> str:
    """Return what a gap says that is wanted: a person, a city, a treaty."""
    if mention.cls == NAME or (mention.cls == ORG and not is_body(mention.name)):
        return "name"
    if mention.cls in (PLACE, THING, CITY) and mention.noun:
        return mention.noun if mention.noun in LABELS else "name"
    return mention.cls


LABELS = words(
    """
    place city town village river lake sea mountain island region province district street bridge tower cathedral church
    university college school museum library palace castle treaty act agreement war battle party newspaper magazine book
    novel film opera play poem song album prize award ship railway airport company dynasty empire kingdom republic
    county state capital port harbour street square park
    """
)
"""Kinds that a gap may say are wanted; of others it says only that a name is."""
_GENERIC = words("board council committee university college union company court church assembly ministry academy")


def _asks_for_itself(tokens: Tokens, mention: Mention, normative: bool) -> bool:
    """Tell whether a name fills a place of its own in a sentence: behind a verb, a noun or a preposition."""
    if (
        (mention.cls not in NAMED - {SOURCE, COUNTRY} and not (normative and mention.cls == NAME))
        or mention.noun == "region"
        or mention.first != mention.title
        or not mention.first
        or mention.text.casefold() in _GENERIC
    ):
        return False
    if mention.cls in (PLACE, THING) and not mention.noun:
        return False
    at = mention.first - 1 - (tokens[mention.first - 1].low == "the")
    titled = at > 0 and tokens[at].low == "of" and tokens[at - 1].text[:1].isupper()
    return at >= 0 and not titled and tokens[at].tag in ("IN", "TO", "NN", "VB", "VBD", "VBZ", "VBG", "VBN", "VBP")


def _is_seldom(read: Read, mention: Mention) -> bool:
    """Tell whether a policy or manual names something a few times only, and by a name that is no plain word."""
    name = mention.text
    if name.isupper() or len(name) < 4 or name.casefold() in read.title.casefold():
        return False
    told = len(re.findall(rf"\b{re.escape(name)}\b", read.text))
    return told <= SELDOM and (" " in name or re.search(rf"\b{re.escape(name.casefold())}\b", read.text) is None)


SELDOM = 4
"""Times that a policy or manual names what may be left out: what it is about stands in it more often."""


def _is_joined(text: str, start: int, end: int) -> bool:
    """Tell whether a name is a member of a list, or the beginning of something longer."""
    return bool(
        re.match(r",? (?:and|or)\b|['’(\-/]|, (?:[A-Z]|who\b|which\b)| (?:[A-Z(]|of\b|for the [A-Z])", text[end:])
        or re.search(r"\b(?:and|or|an?|both)(?: the)? $|, $|[(\-/]$|\([^()]*$", text[:start])
    )
