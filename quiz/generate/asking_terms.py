"""Families whose answers are what somebody or something is: roles, terms, short forms, remarks; and who said it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.generate.about import About, Fact, Place, Stem, status_of
from quiz.generate.acronyms import WELL_KNOWN, acronyms
from quiz.generate.amounts import amounts
from quiz.generate.asking_names import wh_of
from quiz.generate.asking_subjects import is_role
from quiz.generate.attribution import TO_WHOM
from quiz.generate.classes import CITY, CODE, COUNTRY, ORG, PERSON, PERSON_NOUNS, PLACE, SOURCE
from quiz.generate.gazetteer import PLACE_NOUNS, TITLES
from quiz.generate.ingest import Read
from quiz.generate.lexicon import SAYING
from quiz.generate.mentions import Mention
from quiz.generate.tokens import Tokens
from quiz.generate.values import Status
from quiz.generate.wordlists import words

_CLAUSES = ("that", "how", "when", "what", "why")


def definitions(about: About) -> Iterator[Fact]:
    """Yield the fact that a name or term is what a sentence says that it is: `X is a …`, `X means …`."""
    clause, tokens = about.clause, about.place.tokens
    finite = tokens[clause.finite]
    rest = tokens[clause.rest[0] : clause.rest[1]]
    copula = (
        finite.low in ("is", "was", "are")
        and not clause.inverts
        and len(rest) > 3
        and (rest[0].low in ("a", "an", "the") or (finite.low == "are" and _tells_apart(rest)))
    )
    means = finite.low in ("means", "denotes") or (finite.low == "refers" and rest[:1] != () and rest[0].low == "to")
    if not (copula or means) or clause.fronts:
        return
    first, last = clause.subject
    mention = next(
        (m for m in about.place.mentions if m.title == first + (tokens[first].low == "the") and m.last == last), None
    )
    if mention is not None and copula and mention.cls != CODE:
        yield from _of_name(about, mention)
    elif means or (mention is None and copula and rest[0].low != "the" and _is_term(tokens, first, last)):
        yield from _of_term(about, means)


def _of_name(about: About, mention: Mention) -> Iterator[Fact]:
    """Yield the fact that a name is what its sentence says: `X is the …`."""
    clause, tokens = about.clause, about.place.tokens
    rest = tokens[clause.rest[0] : clause.rest[1]]
    shown = f"{tokens[clause.finite].text} {about.frame.slice(*clause.rest)}"
    person = mention.cls == PERSON and (rest[0].low == "the" or any(t.tag == "NNP" for t in rest))
    wh = "Who" if person else wh_of(mention, True)
    if person or (rest[0].low == "the" and wh):
        stem = Stem("question", f"{wh} {shown}?")
        yield about.fact("role" if person else "definition", about.chars(mention.first, mention.last), mention, [stem])


def _of_term(about: About, means: bool) -> Iterator[Fact]:
    """Yield the fact that a term is or means what its sentence says."""
    clause, tokens, text = about.clause, about.place.tokens, about.place.said.text
    first, last = clause.subject
    shown = about.frame.slice(*clause.rest)
    shown = shown.removeprefix("to ") if means else shown
    a, b = about.chars(first + (tokens[first].tag == "DT"), last)
    term = text[a:b].strip("“”\"'‘’")
    if _MANY.match(term) or not 1 <= len(term.split()) <= 4 or not term or last <= first + (tokens[first].tag == "DT"):
        return
    a += text[a:b].index(term)
    numbered = re.fullmatch(r"([A-Za-z][a-z]*(?: [a-z]+)*) \d+", term)
    if numbered and means:
        stem = f"Which {numbered[1][:1].lower()}{numbered[1][1:]} {tokens[clause.finite].text} {shown}?"
        cls, noun = "numbered", numbered[1].casefold()
    elif (
        re.search(r"[“”\"]|\b(?:it|them|this|these|those|such)\b", shown)
        or tokens[clause.rest[0]].low in _CLAUSES
        or "example" in shown
    ):
        return
    else:
        many = tokens[clause.finite].low == "are"
        stem = f"{'What are' if many else 'Which term means'} “{shown.strip(' .')}”?"
        cls, noun = "term", "term"
    yield about.fact("term", (a, a + len(term)), None, [Stem("question", stem)], cls=cls, noun=noun)


_MANY = re.compile(r"(?:many|some|most|all|few|several|other|others|these|those|you|users|people)\b", re.IGNORECASE)


def _tells_apart(rest: Tokens) -> bool:
    """Tell whether what things are said to be is a noun with what sets it apart: `executables that …`."""
    nouns = [i for i, t in enumerate(rest) if t.tag == "NNS"]
    return (
        bool(nouns)
        and nouns[0] < 4
        and any(t.low in ("that", "which", "used", "for") for t in rest[nouns[0] : nouns[0] + 2])
    )


def _is_term(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a subject is a bare term: `a mutex`, `photosynthesis`, and not `the car`."""
    words = tokens[first:last]
    article = words[0].low in ("a", "an")
    plain = words[1:] if article else words
    return (
        1 <= len(plain) <= 3
        and all(t.tag in ("NN", "NNS", "JJ", "NNP") and not t.low.endswith("ing") for t in plain)
        and words[0].low not in ("the", "this")
    )


def speakers(about: About) -> Iterator[Fact]:
    """Yield the fact that somebody said something: who said it is asked for."""
    clause, tokens, text = about.clause, about.place.tokens, about.place.said.text
    if clause.speaker is None:
        return
    first, last = clause.speaker
    stop = next((i for i in range(first, last) if tokens[i].low in ("of", "from", "for")), last)
    inner = [m for m in about.place.mentions if first <= m.first and m.last in (stop, last) and m.first < max(stop, 1)]
    inner = [m for m in inner if m.first - first <= 6]
    if len(inner) != 1 or (inner[0].cls != SOURCE and any(t.low in ("and", "or") for t in tokens[first:last])):
        return
    mention = inner[0]
    if mention.cls not in (PERSON, ORG, COUNTRY, SOURCE):
        return
    begin = tokens[clause.fronts[0][0] if clause.fronts else clause.subject[0]].start
    claim = text[begin : tokens[clause.rest[1] - 1].end].strip(" ,")
    if begin and text[begin - 1] in '“"':
        claim = f"“{claim}”"
    quoted = re.fullmatch(r"[“\"]([^“”\"]+)[,.]?[”\"],?", claim)
    if not quoted and mention.cls != PERSON and amounts(claim):
        return
    said = next((t.text for t in tokens[last : last + 1] if t.low in SAYING and t.low not in TO_WHOM), "said")
    if quoted:
        stem = f"Who said “{quoted[1].rstrip(' ,')}”?"
    else:
        low = claim[:1].lower() + claim[1:] if tokens[clause.subject[0]].tag in ("DT", "JJ", "NN", "NNS") else claim
        stem = f"Who {said} that {low}?"
    base = about._replace(speaker="", status=Status.REPORTED)
    yield base.fact("said", about.chars(mention.first, mention.last), mention, [Stem("question", stem)])


def acronym(read: Read, place: Place) -> Iterator[Fact]:
    """Yield the fact that a short form stands for a long one."""
    del read
    for whole, short, begin, end in acronyms(place.said.text):
        long = re.sub(r"^(?:the|an?) ", "", whole, flags=re.IGNORECASE)
        start = begin + len(whole) - len(long)
        if 2 <= len(long.split()) <= 9 and short not in WELL_KNOWN:
            stems = (
                Stem("question", f"What does {short} stand for?"),
                Stem("question", f"What does the short form {short} stand for?"),
            )
            yield Fact(place.number, "acronym", start, end, long, long, "long form", "", Status.REPORTED, "", stems)


_VERBS = ("VBD", "VBZ", "VBP", "MD", "WDT", "CC")


def _noun(tokens: Tokens, first: int, last: int) -> str:
    """Return the noun that a remark is about, small, or nothing."""
    stop = next((i for i in range(first, last) if tokens[i].tag in ("IN", "TO", "WP", "WDT")), last)
    return next((t.low for t in reversed(tokens[first:stop]) if t.tag.startswith("NN")), "")


def _is_of_place(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a remark says what a place is: its noun is one that places have."""
    noun = _noun(tokens, first, last)
    return noun in PLACE_NOUNS or noun in _OF_PLACES


_OF_PLACES = words(
    "capital home seat birthplace centre center suburb resort settlement colony site headquarters neighbour neighbor"
    " hometown municipality commune area community territory state nation"
)


def _is_of_person(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a remark says what somebody is: its noun is that of a role, a trade or a relation."""
    noun = _noun(tokens, first, last)
    return last - first > 2 and (noun in PERSON_NOUNS | TITLES | _RELATIONS or is_role(noun))


_RELATIONS = words(
    "son daughter brother sister wife husband father mother cousin friend heir pupil head widow uncle aunt"
)


def _is_subject(place: Place, first: int, last: int) -> bool:
    """Tell whether words behind a name are no remark on it but what the sentence is about, or several things."""
    noun = next((t for t in place.tokens[first + 1 : last] if t.tag.startswith("NN")), None)
    return (place.clause is not None and place.clause.subject[0] == first) or (noun is not None and noun.tag == "NNS")


def appositions(read: Read, place: Place) -> Iterator[Fact]:
    """Yield the fact that a name is what a remark behind it says: `X, the heir to Y, …`."""
    tokens, text = place.tokens, place.said.text
    for mention in place.mentions:
        at = mention.last
        if at + 3 >= len(tokens) or tokens[at].text != "," or tokens[at + 1].low not in ("the", "a", "an"):
            continue
        close = next((i for i in range(at + 2, min(len(tokens), at + 14)) if tokens[i].text in ",."), None)
        if close is None or close - at < 4 or any(t.tag in _VERBS for t in tokens[at + 1 : close]):
            continue
        if mention.title and tokens[mention.title - 1].low in ("and", "or", ","):
            continue
        if close + 1 < len(tokens) and tokens[close + 1].low in ("and", "or", "the", "a"):
            continue
        wh = wh_of(mention, True)
        if not wh or any(t.tag == "NNP" for t in tokens[at + 2 : at + 3]):
            continue
        remark = text[tokens[at + 1].start : tokens[close - 1].end]
        if re.search(r"\b(?:between|among)\b(?!.*\band\b)", remark):
            continue
        if mention.first and tokens[mention.first - 1].tag in ("NNP", "NNPS"):
            continue
        if mention.cls in (CITY, COUNTRY, PLACE) and not _is_of_place(tokens, at + 2, close):
            continue
        if (mention.cls == PERSON and not _is_of_person(tokens, at + 2, close)) or _is_subject(place, at + 1, close):
            continue
        status = status_of(read, place.said.text, "")
        a, b = tokens[mention.first].start, tokens[mention.last - 1].end
        stem = Stem("question", f"{wh} is described as “{remark}”?")
        yield Fact(
            place.number, "apposition", a, b, text[a:b], mention.name, mention.cls, mention.noun, status, "", (stem,)
        )
