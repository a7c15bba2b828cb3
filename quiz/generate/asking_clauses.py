"""Families whose answer is a phrase or a clause: what happens in a case, in which case, how, why, to what end, what
somebody must do, what something does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.generate.about import PHRASES, About, Fact, Stem
from quiz.generate.asking_rules import ends_open
from quiz.generate.asking_subjects import ANY_BODY, ANYBODY, is_role
from quiz.generate.attribution import FINITE, Range
from quiz.generate.clauses import Clause
from quiz.generate.framing import about_part, lowered
from quiz.generate.lexicon import BE, DO, HAVE, is_verb_form
from quiz.generate.tokens import Tokens
from quiz.generate.wordlists import words

_CASES = words("if when unless once after before until whenever")
_DUTIES = words("must shall should cannot")
_VAGUE_KEY = re.compile(
    r"\b(?:this|these|those|he|she|I|they|such|above|below|following|latter|former|here|there|example|etc|see"
    r"|however|(?:an?|the) (?:\w+ )?ones?"
    r"|(?:in|of|for|to|by|on|with|from|at|into) that|it'll|that'll)\b",
    re.IGNORECASE,
)
LEAST, MOST = 3, 18
"""Words of an answer that is a phrase, at least and at most."""
_HALF = re.compile(r"[“”\"()\[\]{}:;…—–]")


def phrases(about: About) -> Iterator[Fact]:
    """Yield the facts of one clause whose answer is a phrase of it."""
    if about.clause.speaker is None and about.normative and _of_us(about):
        yield from _cases(about)
    if about.clause.speaker is not None or _of_nobody(about):
        return
    yield from _cases(about)
    yield from _means(about)
    yield from _agents(about)
    yield from _causes(about)
    yield from _aims(about)
    if about.normative:
        yield from _duties(about)
    yield from _objects(about)


def _of_us(about: About) -> bool:
    """Tell whether those who made a policy speak of themselves: `we`."""
    first, last = about.clause.subject
    return last - first == 1 and about.place.tokens[first].low == "we"


def _of_nobody(about: About) -> bool:
    """Tell whether the subject only points at something: `this`, `it`, `there`, `one of them`."""
    tokens, (first, last) = about.place.tokens, about.clause.subject
    head = tokens[first].low
    alone = last - first == 1 and (tokens[first].tag in ("PRP", "DT", "EX") or head in ("there", "one", "others"))
    pointing = head in (
        "this",
        "these",
        "those",
        "that",
        "such",
        "another",
        "both",
        "it",
        "they",
        "he",
        "she",
        "we",
        "its",
        "their",
        "his",
        "her",
        "our",
        "my",
        "your",
        "what",
    )
    return (alone and head != "you") or pointing


def _end(about: About) -> int:
    """Return the token behind the last word of the sentence."""
    tokens = about.place.tokens
    end = len(tokens)
    while end and tokens[end - 1].text[:1] in ".!?…":
        end -= 1
    return end


def _key(about: About, cut: Range, least: int = LEAST) -> tuple[int, int] | None:
    """Return the characters of a phrase when it can be an answer by itself; None when not."""
    start, end = about.chars(*cut)
    text = about.place.said.text[start:end].rstrip(" ,")
    return (start, start + len(text)) if is_phrase(text, least) and not ends_open(text) else None


def capital(text: str) -> str:
    """Return a phrase with a capital, unless it begins with a piece of code."""
    first = text.split(" ", 1)[0]
    return text if re.search(r"[_`./\d]", first) else f"{text[:1].upper()}{text[1:]}"


def is_consequence(text: str) -> bool:
    """Tell whether some words say by themselves what happens: nothing in them stands for what the case tells of."""
    return is_phrase(text) and re.search(r"\b(?:it|its|them|their)\b", text, re.IGNORECASE) is None


def is_phrase(text: str, least: int = LEAST) -> bool:
    """Tell whether some words can be an answer by themselves: of fair length, pointing at nothing, whole."""
    return least <= len(text.split()) <= MOST and not _VAGUE_KEY.search(text) and not _HALF.search(text)


def _made(about: About, family: str, cls: str, key: tuple[int, int], stem: str, noun: str = "") -> Iterator[Fact]:
    text = about.place.said.text[key[0] : key[1]]
    if stem and not _HALF.search(stem.replace("(", "").replace(")", "")):
        name = capital(text) if cls in PHRASES | {"role"} else text
        yield about.fact(family, key, None, [Stem("question", stem)], cls=cls, name=name, noun=noun)


def _cases(about: About) -> Iterator[Fact]:
    """Yield what happens in a case, and in which case something happens: `If X, Y.`, `Y when X.`"""
    clause, tokens = about.clause, about.place.tokens
    front = next((f for f in clause.fronts if tokens[f[0]].low in _CASES), None)
    case = front or _last_case(about)
    if case is None or tokens[clause.finite].low in ("wo", "ca", "sha") or not is_case(tokens, case):
        return
    whole = clause if front else clause._replace(rest=(clause.rest[0], case[0]))
    if tokens[clause.subject[1] - 1].low in ("default", "defaults"):
        return
    if whole.rest[1] <= whole.rest[0] or _is_double(tokens, whole):
        return
    frame = about.frame._replace(clause=whole._replace(fronts=()))
    key = _key(about, case)
    if key is not None and (about.normative or tokens[clause.subject[0]].low != "you"):
        stem = about_part(frame, "In which case", (whole.rest[1], whole.rest[1]))
        yield from _made(about, "case", "case", key, stem)
    key = _key(about, (clause.subject[0], whole.rest[1]), 4)
    if any(
        t.tag in ("PRP", "PRP$") and t.low not in ("you", "your", "we", "our", "us") for t in tokens[case[0] : case[1]]
    ):
        return
    told = frame.slice(*case).rstrip(" ,")
    told = f"{told[:1].lower()}{told[1:]}"
    if key is None or not about.normative or tokens[case[0]].low in ("before", "until", "unless"):
        return
    must = tokens[clause.finite]
    if tokens[clause.subject[0]].low == "you" and must.low in _DUTIES:
        key = _key(about, (clause.verb, whole.rest[1])) if must.low in _DUTIES and must.tag == "MD" else None
        if key is not None and clause.verb == clause.finite + 1:
            yield from _made(about, "then", "do", key, f"What {must.low} you do {told}?", "you")
        return
    if is_consequence(about.place.said.text[slice(*key)]):
        yield from _made(about, "then", "then", key, f"What happens {told}?")


_LOOSE = words("only even and or than as still")


def _is_double(tokens: Tokens, clause: Clause) -> bool:
    """Tell whether a main clause has a second one behind it, or a word that needs what was cut off."""
    rest = tokens[clause.rest[0] : clause.rest[1]]
    joint = next((i for i, t in enumerate(rest) if t.low in ("and", "or", "but", ";")), None)
    second = joint is not None and any(t.tag in FINITE for t in rest[joint:])
    second = second or (joint is not None and joint < len(rest) - 2 and is_verb_form(rest[-1].text, "third"))
    return second or rest[-1].low in _LOOSE or any(t.low == "still" for t in rest)


def _last_case(about: About) -> Range | None:
    """Return the case with which a sentence ends: `… if the file is empty`."""
    clause, tokens, end = about.clause, about.place.tokens, _end(about)
    begin = max(clause.verb, clause.finite) + 1
    found = [i for i in range(begin, end - 2) if tokens[i].low in ("if", "when", "unless", "once", "until")]
    if len(found) != 1 or (tokens[found[0] - 1].tag in ("CC", "IN", "TO") and tokens[found[0] - 1].text != ","):
        return None
    if any(t.tag == "TO" for t in tokens[begin : found[0]]) or any(t.low == "so" for t in tokens[found[0] : end]):
        return None
    joined = any(t.low in ("and", "or") for t in tokens[begin : found[0]]) and not clause.by_tree
    if joined or any(t.tag in (*FINITE, "WDT", "WRB", "WP") for t in tokens[begin : found[0]]):
        return None
    return found[0], end


def is_case(tokens: Tokens, case: Range) -> bool:
    """Tell whether a phrase is a clause: it has a subject and a finite verb."""
    inner = tokens[case[0] + 1 : case[1]]
    at = next((i for i, t in enumerate(inner) if t.tag in FINITE), None)
    if any(t.low in ("otherwise", "else", ";") for t in inner):
        return False
    return at is not None and at > 0 and any(t.tag.startswith(("NN", "PRP")) for t in inner[:at])


def _undisturbed(about: About, at: int) -> bool:
    """Tell whether only the verb's own phrase stands between the verb and `at`."""
    tokens = about.place.tokens
    between = tokens[max(about.clause.verb, about.clause.finite) + 1 : at]
    return not any(t.tag in (*FINITE, "WDT", "WRB", "WP", "TO", "VBG") or t.text in ",;" for t in between)


def _means(about: About) -> Iterator[Fact]:
    """Yield how something is done: `… by reading the file`."""
    clause, tokens, end = about.clause, about.place.tokens, about.clause.rest[1]
    at = next(
        (i for i in range(clause.rest[0], end - 2) if tokens[i].low == "by" and tokens[i + 1].low.endswith("ing")), None
    )
    if at is None or tokens[at + 1].tag not in ("VBG", "NN") or not _undisturbed(about, at):
        return
    if clause.by_tree and tokens[at].head not in (clause.verb, clause.finite):
        return
    key = _key(about, (at, end))
    if key is not None:
        yield from _made(about, "means", "means", key, about_part(about.frame, "How", (at, end)))


_TO_WHOM = {"by": "By whom", "to": "To whom", "with": "With whom", "from": "From whom"}


def _agents(about: About) -> Iterator[Fact]:
    """Yield by whom, to whom or with whom something is or must be done: `… must be signed by the owner`."""
    clause, tokens, end = about.clause, about.place.tokens, about.clause.rest[1]
    for at in range(max(clause.rest[0], clause.verb + 1), end - 1):
        lead = tokens[at].low
        if lead not in _TO_WHOM or tokens[at].tag not in ("IN", "TO"):
            continue
        done = clause.inverts and tokens[clause.verb].tag in ("VBN", "VBD")
        hangs = clause.by_tree and tokens[at].head == clause.verb
        if _undisturbed(about, at) and (done or tokens[clause.verb].low == "be" if lead == "by" else hangs):
            yield from _agent(about, at)
        return


def _agent(about: About, at: int) -> Iterator[Fact]:
    """Yield who stands behind a preposition, where these are people or bodies by what they do."""
    clause, tokens, end = about.clause, about.place.tokens, about.clause.rest[1]
    stop = at + 1
    while stop < end and tokens[stop].tag in ("DT", "NN", "NNS", "JJ", *(("NNP", "NNPS") if about.normative else ())):
        stop += 1
    inner = tokens[at + 1 : stop]
    if any(t.tag == "VBN" for t in tokens[clause.verb + 1 : at]) or not 1 <= len(inner) <= 5:
        return
    if stop < end and (tokens[at].low == "by" or tokens[stop].tag not in ("IN", ",") or tokens[stop].low == "of"):
        return
    if stop < end and clause.by_tree and at < tokens[stop].head < stop:
        return
    first = at + 1 + (inner[0].tag == "DT")
    key = _key(about, (first, stop), 1) if inner[-1].tag.startswith("NN") else None
    if (
        key is not None
        and is_role(inner[-1].low)
        and not (len(inner) - (inner[0].tag == "DT") == 1 and inner[-1].low in (*ANYBODY, *ANY_BODY))
        and inner[0].low not in ("no", "default", "a", "an", "any", "some", "all", "other", "others")
    ):
        stem = about_part(about.frame, _TO_WHOM[tokens[at].low], (at, stop))
        yield from _made(about, "agent", "role", key, stem)


def _causes(about: About) -> Iterator[Fact]:
    """Yield why something is so: `… because the disk is full`."""
    clause, tokens, end = about.clause, about.place.tokens, _end(about)
    begin = max(clause.verb, clause.finite) + 1
    at = next((i for i in range(begin, end - 2) if tokens[i].low == "because"), None)
    if at is None or not _undisturbed(about, at - (tokens[at - 1].text == ",")):
        return
    rest = (clause.rest[0], min(clause.rest[1], at - (tokens[at - 1].text == ",")))
    key = _key(about, (at, end))
    if key is not None and rest[1] > rest[0]:
        frame = about.frame._replace(clause=clause._replace(rest=rest))
        yield from _made(about, "why", "cause", key, about_part(frame, "Why", (rest[1], rest[1])))


def _aims(about: About) -> Iterator[Fact]:
    """Yield to what end something is done: `… in order to save space`, `… is used to sort names`."""
    clause, tokens, end = about.clause, about.place.tokens, about.clause.rest[1]
    begin = max(clause.verb, clause.finite) + 1
    at = next(
        (i for i in range(begin, end - 2) if tokens[i].tag == "TO" and is_verb_form(tokens[i + 1].text, "base")), None
    )
    if at is None or not _undisturbed(about, at):
        return
    order = [t.low for t in tokens[at - 2 : at]] == ["in", "order"]
    used = at == clause.verb + 1 and tokens[clause.verb].low in ("used", "designed", "intended") and clause.inverts
    free = clause.by_tree and tokens[at + 1].dep == "advcl" and tokens[at + 1].head == clause.verb
    if not (order or used or free) or tokens[clause.verb].low in BE:
        return
    first = at - 2 * order
    key = _key(about, (first, end))
    if key is not None:
        stem = about_part(about.frame, "For what purpose", (first, end))
        yield from _made(about, "aim", "aim", key, stem)


def _duties(about: About) -> Iterator[Fact]:
    """Yield what somebody or something must, may or must not do."""
    clause, tokens = about.clause, about.place.tokens
    must = tokens[clause.finite]
    negated = clause.finite + 1 < len(tokens) and tokens[clause.finite + 1].low == "not"
    if must.low not in _DUTIES or must.tag != "MD" or clause.verb != clause.finite + 1 + negated:
        return
    subject, verb = subject_of(about), tokens[clause.verb]
    if not subject or subject.casefold() == "you" or verb.low in BE | HAVE or not is_verb_form(verb.text, "base"):
        return
    key = _key(about, (clause.verb, clause.rest[1]))
    if key is not None:
        fronts = "".join(f"{lowered(about.frame, *f)}, " for f in clause.fronts)
        stem = f"{fronts}what {must.low} {subject}{' not' if negated else ''} do?"
        yield from _made(about, "does", "do", key, f"{stem[:1].upper()}{stem[1:]}", subject)


_EMPTY = words("means mean includes include lets let makes make says say becomes become remains remain seems seem")


def subject_of(about: About) -> str:
    """Return the subject as it stands within a question; empty when it is no plain noun phrase."""
    tokens, (first, last) = about.place.tokens, about.clause.subject
    inner = tokens[first:last]
    if len(inner) > 10 or any(t.tag in ("WDT", "WP", "WRB", *FINITE) or t.text in ',()"“”' for t in inner):
        return ""
    loose = inner[0].low in ("no", "any", "all") or inner[0].tag in ("RB", "VBG", "VB") or inner[-1].tag == "VBG"
    if loose or not any(t.tag.startswith("NN") or t.low == "you" for t in inner):
        return ""
    return lowered(about.frame, first, last)


def _objects(about: About) -> Iterator[Fact]:
    """Yield what somebody who has a name did, signed, opened: the thing behind the verb, where more is said of it."""
    clause, tokens, end = about.clause, about.place.tokens, about.clause.rest[1]
    verb, (first, last) = tokens[clause.finite], clause.subject
    if clause.inverts or verb.tag not in ("VBD", "VBZ") or verb.low in BE | HAVE | DO or verb.low in _EMPTY:
        return
    if not any(first <= m.first < last for m in about.place.mentions) or about.normative:
        return
    at = clause.rest[0]
    while at < end and tokens[at].tag in ("DT", "JJ", "NN", "NNS", "CD", "VBG", "HYPH", "VBN"):
        at += 1
    while at + 1 < end and tokens[at].low in ("of", "on", "for") and tokens[at + 1].tag in ("DT", "JJ", "NN", "NNS"):
        at += 1
        while at < end and tokens[at].tag in ("DT", "JJ", "NN", "NNS"):
            at += 1
    cut = (clause.rest[0], at)
    if at - cut[0] < 2 or at >= end or not tokens[at - 1].tag.startswith("NN") or tokens[at].tag != "IN":
        return
    if tokens[at].low in ("of", "that", "than", "as", "between") or tokens[cut[0]].tag not in ("DT", "JJ", "CD", "NNS"):
        return
    key = _key(about, cut, 2)
    if key is not None and subject_of(about):
        yield from _made(about, "object", "object", key, about_part(about.frame, "What", cut), subject_of(about))
