"""Families whose answers are names in the rest of a clause: where, whom, with which, how something is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from quiz.generate.about import About, Fact, Stem
from quiz.generate.attribution import Range
from quiz.generate.classes import CITY, CODE, COUNTRY, NAME, ORG, PERSON, PLACE, SOURCE, THING, is_body
from quiz.generate.framing import GAP, about_part
from quiz.generate.gazetteer import CONTINENTS
from quiz.generate.lexicon import BE, HOLDING, JOINING, WANTING
from quiz.generate.mentions import Mention
from quiz.generate.phrases import pair_of, part_of, the_of
from quiz.generate.tokens import Tokens
from quiz.generate.wordlists import words

_WH_SUBJECT = {PERSON: "Who", SOURCE: "Who", COUNTRY: "Which country", CITY: "Which city", ORG: "Which organization"}


_WH_PART = {PERSON: "whom", COUNTRY: "which country", CITY: "which city", ORG: "which organization"}


_CALLED = {
    **dict.fromkeys(
        words(
            "council committee board team parliament congress senate commission court authority government ministry"
            " society association federation league union foundation"
        ),
        "body",
    ),
    **dict.fromkeys(words("university museum institute academy bank"), "institution"),
    **dict.fromkeys(words("company companies corporation ltd inc"), "firm"),
}
"""How a question calls an organization, by the last word of its name."""


def wh_of(mention: Mention, subject: bool) -> str:
    """Return the words that ask for a name; empty when its kind is not known."""
    if mention.cls == ORG and not mention.kind and not is_body(mention.name):
        return ""
    if mention.cls in (ORG, THING) and mention.kind:
        return f"{'Which' if subject else 'which'} {mention.kind}"
    if mention.cls == SOURCE and " and " not in mention.name:
        return "Which source" if subject else "which source"
    if mention.cls == CITY and mention.noun in ("town", "village"):
        return f"{'Which' if subject else 'which'} {mention.noun}"
    last = mention.name.rpartition(" ")[2].casefold()
    if mention.cls == ORG and last in _CALLED:
        return f"{'Which' if subject else 'which'} {_CALLED[last]}"
    if mention.cls in _WH_SUBJECT:
        return _WH_SUBJECT[mention.cls] if subject else _WH_PART[mention.cls]
    if mention.cls in (PLACE, THING) and mention.noun:
        return ("Which " if subject else "which ") + mention.noun
    return ""


def family_of(about: About, default: str) -> str:
    """Return the family that the verb of a clause puts a fact into."""
    low = about.place.tokens[
        about.clause.verb if about.clause.verb < len(about.place.tokens) else about.clause.finite
    ].low
    if low in JOINING:
        return "joins"
    if low in WANTING:
        return "wants"
    if low in HOLDING:
        return "holds"
    return default


def parts(about: About) -> Iterator[Fact]:
    """Yield the facts whose answer is a name in the rest: where, whom, with which."""
    inside = [m for m in about.place.mentions if m.first >= about.clause.rest[0] and m.last <= about.clause.rest[1]]
    for left, right in pairwise(inside):
        yield from _besides(about, left, right)
    yield from _naming(about, inside)
    yield from _by_whom(about, inside)
    for found in inside:
        yield from _part(about, found)


def _by_whom(about: About, inside: list[Mention]) -> Iterator[Fact]:
    """Yield by whom something was designed, led, founded; what more the sentence says of it is left out."""
    tokens, clause = about.place.tokens, about.clause
    if not clause.inverts or tokens[clause.finite].low not in BE or tokens[clause.verb].tag != "VBN":
        return
    at = next((i for i in range(clause.verb + 1, min(clause.verb + 4, clause.rest[1])) if tokens[i].low == "by"), 0)
    by = next((m for m in inside if at and at < m.title <= at + 5), None)
    if by is not None and any(t.tag not in ("DT", "JJ", "NN", "NNP") for t in tokens[at + 1 : by.title]):
        return
    wh = wh_of(by, False) if by is not None and by.cls in (PERSON, ORG, COUNTRY) else ""
    if (
        by is None
        or not wh
        or (by.last < clause.rest[1] and tokens[by.last].text in ("and", "or", "'s", "’s", "-", "("))
        or _AND_BY.match(about.frame.text[tokens[by.last - 1].end :])
    ):
        return
    bounded = by.last < clause.rest[1] and tokens[by.last].low in ("for", "until", "in", "from", "between", "during")
    frame = about.frame if bounded else about.frame._replace(clause=clause._replace(rest=(clause.rest[0], by.last)))
    stem = Stem("question", about_part(frame, f"by {wh}", (at, by.last)))
    yield about.fact("who", about.chars(by.first, by.last), by, [stem])


def _besides(about: About, left: Mention, right: Mention) -> Iterator[Fact]:
    """Yield the fact whose answer is the second of two names that `and` joins."""
    tokens = about.place.tokens
    part = part_of(about, (left.title, right.last)) if pair_of(tokens, [left, right]) else None
    wh = wh_of(right, False)
    if part is None or not wh or wh == "whom":
        return
    lead = _lead(about, part)
    asked = about_part(about.frame, f"{lead} {wh}".strip(), part)
    if asked and lead.casefold() != "between":
        stem = Stem("question", f"Besides {the_of(tokens, left)}{left.text}, {asked[:1].lower()}{asked[1:]}")
        yield about.fact(family_of(about, "which"), about.chars(right.first, right.last), right, [stem])


def _lead(about: About, part: Range) -> str:
    """Return the preposition with which a phrase begins; empty when it begins with none."""
    return about.frame.slice(part[0], part[0] + 1) if about.place.tokens[part[0]].tag in ("IN", "TO") else ""


def _is_of_title(about: About, found: Mention) -> bool:
    """Tell whether a name is but a part of the title that a sentence names, as Paris in a song's."""
    title = about.place.said.part or about.read.title
    return " " in title and found.text in title and found.text != title and title in about.place.said.text


def _part(about: About, found: Mention) -> Iterator[Fact]:
    """Yield the fact whose answer is one name of the rest."""
    tokens = about.place.tokens
    behind = noun_behind(tokens, found.last, about.clause.rest[1])
    if found.cls == CODE or found.name in CONTINENTS or _is_of_title(about, found):
        return
    if found.cls == NAME and not behind:
        yield from _by_what(about, found)
        return
    mention = found._replace(cls=THING, noun=behind, kind="") if behind else found
    part = part_of(about, (mention.title, mention.last + bool(behind)))
    if part is not None and _REMARK.match(about.place.said.text[tokens[part[1] - 1].end :]):
        return
    if part is not None and _ANOTHER.match(about.place.said.text[tokens[part[1] - 1].end :]):
        return
    wh = f"which {behind}" if behind else wh_of(mention, False)
    if part is not None and wh and mention.cls == ORG and _lead(about, part) in ("in", "at"):
        return
    stems = _part_stems(about, mention, part, wh) if part is not None and wh else []
    place = (
        mention.cls in (COUNTRY, CITY, PLACE)
        and part is not None
        and tokens[part[0]].low in ("in", "at", "near", "from", "to")
    )
    gap = about.gap(*about.chars(mention.first, mention.last))
    if gap.text.find(GAP) > len(gap.text) * 0.4:
        stems.append(gap)
    if stems and stems[0].form == "question":
        family = "where" if place else family_of(about, "which")
        yield about.fact(family, about.chars(mention.first, mention.last), mention, stems)


_ANOTHER = re.compile(
    r"[^,;]{0,40},? (?:and )?(?:in |on |at |the )*[A-Z]\w+(?: \w+)? (?:on|in) (?:the )?\d"
    r"|[^,;]{0,30}, (?:the )?[A-Z][\w ]{2,40} (?:to|in|on) the "
)
"""What goes on with the same of another name: `in Scotland on 27 March, and Ireland on 23 April`."""
_BODIES = frozenset(("Earth", "Moon", "Sun", "Mars", "Venus", "Mercury", "Jupiter", "Saturn"))
"""Names that are taken for those of people."""


def _is_be(about: About) -> bool:
    """Tell whether the verb of a clause is a form of be by itself: its other half is no object."""
    return about.place.tokens[about.clause.finite].low in BE and not about.clause.inverts


_REMARK = re.compile(r", (?:about|by|with|for|of|a|an|the) (?!(?:end|time|beginning|same)\b)")
"""What is only added to a name: without the name it hangs in the air."""
_AND_BY = re.compile(r"[^.;]{0,120}?\b(?:and|as well as|together with) (?:by|his|her|the|later) ")
"""What names another one by whom it was done."""
_TOOLS = frozenset(("with", "via", "through", "using"))


def _by_what(about: About, found: Mention) -> Iterator[Fact]:
    """Yield the fact that a manual or policy has something done with what has a name: `… is checked with X`."""
    part = part_of(about, (found.title, found.last)) if about.normative else None
    lead = _lead(about, part).casefold() if part is not None else ""
    if part is not None and lead in _TOOLS and len(found.name) > 2:
        stem = Stem("question", about_part(about.frame, f"{lead} what", part))
        yield about.fact("which", about.chars(found.first, found.last), found, [stem])


def _part_stems(about: About, mention: Mention, part: Range, wh: str) -> list[Stem]:
    """Return the questions for a name that can be cut out of the rest."""
    lead = _lead(about, part)
    if mention.text in _BODIES or (wh == "whom" and not lead and _is_be(about)):
        return []
    if mention.cls == PLACE and mention.noun == "place" and lead in ("in", "at"):
        return [Stem("question", about_part(about.frame, "Where", part))]
    asks = f"{lead} {wh}" if lead else {"whom": "Whom"}.get(wh, wh)
    return [Stem("question", about_part(about.frame, asks, part))]


def noun_behind(tokens: Tokens, at: int, end: int) -> str:
    """Return the noun behind a name that says what it is, as in `the Koha system`; empty when none stands there."""
    if at < end and tokens[at].low in ("building", "area", "family", "name", "side", "district", "population"):
        return ""
    if at < end and tokens[at].tag == "NN" and tokens[at].text.isalpha() and tokens[at].text.islower():
        more = at + 1 < end and (
            tokens[at + 1].tag.startswith(("NN", "POS", "HYPH", "VBG", "JJ")) or tokens[at + 1].text in "-'’"
        )
        return "" if more or tokens[at - 1].tag not in ("NNP", "NNPS") else tokens[at].text
    return ""


_NAMING = frozenset(["called", "named", "dubbed", "nicknamed", "known", "titled"])


def _naming(about: About, inside: list[Mention]) -> Iterator[Fact]:
    """Yield the fact that something has a name: `the corridor is called X`."""
    tokens, clause = about.place.tokens, about.clause
    at = next((i for i in range(*clause.rest) if tokens[i].low in _NAMING), None)
    bare = tokens[clause.subject[0]].low == "the" and clause.subject[1] - clause.subject[0] < 3
    if (
        at is None
        or (bare and about.normative)
        or tokens[clause.finite].low not in ("is", "was", "are", "were")
        or at - clause.finite > 2
    ):
        return
    mention = next((m for m in inside if m.title in (at + 1, at + 2, at + 3)), None)
    if mention is None or any(t.low not in ("the", "as") for t in tokens[at + 1 : mention.title]):
        return
    frame = about.frame._replace(clause=clause._replace(rest=(clause.rest[0], mention.last)))
    first = at + 1 + (tokens[at + 1].low == "as")
    stem = about_part(frame, "What", (first, mention.last))
    yield about.fact("named", about.chars(mention.first, mention.last), mention, [Stem("question", stem)])


def lists(about: About) -> Iterator[Fact]:
    """Yield the fact that something holds several things: the last of the list is asked for."""
    tokens, clause, text = about.place.tokens, about.clause, about.place.said.text
    if tokens[min(clause.verb, len(tokens) - 1)].low not in HOLDING:
        return
    first, last = clause.rest
    joint = next((i for i in range(last - 2, first + 3, -1) if tokens[i].low == "and" and tokens[i].tag == "CC"), None)
    if joint is None or not 1 <= last - joint - 1 <= 3 or not any(t.text == "," for t in tokens[first:joint]):
        return
    final = tokens[joint + 1 : last]
    if any(t.tag not in ("NN", "NNS", "JJ", "VBG") for t in final) or not final[-1].tag.startswith("NN"):
        return
    start, end = final[0].start, final[-1].end
    yield about.fact("holds", (start, end), None, [about.gap(start, end)], cls="part", name=text[start:end])
