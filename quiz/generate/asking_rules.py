"""Families for manuals, policies and contracts: what a term means, which option does what, what must be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.checks.words import content
from quiz.generate.about import About, Fact, Place, Stem
from quiz.generate.asking_subjects import CODE_KINDS, code_kinds, code_noun, is_role, says_little
from quiz.generate.classes import CODE, FLAG
from quiz.generate.framing import about_part, about_subject
from quiz.generate.lexicon import is_verb_form
from quiz.generate.phrases import part_of
from quiz.generate.tokens import Tokens
from quiz.generate.values import Status
from quiz.generate.wordlists import words

_QUOTED = re.compile(
    r"^(?:\(?\w{1,4}[.)] |\d+(?:\.\d+)*\.? )?(?:(?:The|An?) )?(?:term |terms )?[“\"]([^“”\"]{2,60}?),?[”\"]"
    r" (?:means?|shall mean|refers?(?:, [a-z]+,)? to|denotes|is defined as|is|represents|describes|includes)"
    r"[:,]? ((?:an?|the|any|all|each|those|every|[a-z]+)\b[^“”\"]{15,220})[.;]$"
)
_GLOSSED = re.compile(
    r"^[-*• ]*(`[^`]{2,50}`|(?!Note|Warning|Tip|Important|Example|Caution|See)[A-Z][A-Za-z-]+(?: [A-Za-z-]+){0,3})"
    r"(?::(?= )|[–—](?=[A-Z])| [–—-](?= )| (?:[-*+] )?:(?= )) ?((?:[A-Z]|an? |the |any )[^:“”\"]{20,220})\.$"
)
_LABELS = words(
    """
    note notes warning tip important example examples caution see purpose scope date version owner author status address
    email phone summary source title default returns return parameters arguments syntax usage effective photo image
    abstract keywords contact location time place price cost answer question result results
    optional recommendation recommended required requirement requirements rationale hint remember hints goal goals
    background motivation caveat caveats limitation limitations risk risks solution problem reason
    """
)
_BACK = re.compile(r"\b(?:this|these|those|it|they|such|above|below|following|he|she|we|you|your|our)\b", re.IGNORECASE)


_POLICY_VOICE = r"\b(?:[Yy]our?|[Ww]e|[Oo]ur|[Tt]his (?:[Aa]greement|[Pp]olicy|[Ll]icen[sc]e|[Dd]ocument))\b"
_SENTENCE = re.compile(r"(?:In|When|If|For|With|At|As|By|On|Once|After|Before|To|Use|This|These|You|We|It)\b")
_MANY = re.compile(r"(?:Some|All|Most|Many|Any|No|In|On|For|If|When)\b")


_DEFINING = re.compile(r"\b(?:definitions?|glossary|terminology|terms)\b", re.IGNORECASE)


def _entry(place: Place, found: re.Match[str], asked: str) -> Iterator[Fact]:
    """Yield who or what a list of people, things or terms describes: `Clover – A gentle horse …`."""
    term, meaning = found[1], found[2]
    said = re.match(r"\S+(?: (?!who|which|that|where)[^\s,]+){1,7} (?:is|are|was|were|has|have) ", meaning)
    if said or not re.match(r"(?:An?|The) [a-z]", meaning) or content(term) & content(meaning):
        return
    start = found.start(1)
    stem = Stem("question", f"{asked} as “{meaning}”?")
    yield Fact(
        place.number, "entry", start, start + len(term), term, term, "term", "term", Status.REPORTED, "", (stem,)
    )


def terms(place: Place, normative: bool = True) -> Iterator[Fact]:
    """Yield the fact that a term has the meaning which a definition or a glossary gives it."""
    text = place.said.text
    quoted, glossed = _QUOTED.match(text), _GLOSSED.match(text)
    found = quoted or glossed
    if found is None or len(found[2].split()) < 4:
        return
    term, meaning = found[1], found[2]
    if glossed and not quoted and (term.split()[-1].casefold() in _LABELS or term.split()[0].casefold() in _LABELS):
        return
    if (
        _BACK.search(re.sub(r"\b[Yy]our?\b" if not quoted else _POLICY_VOICE, "", meaning))
        or _BACK.search(term)
        or _MANY.match(term)
        or _SENTENCE.match(meaning)
        or (term.isupper() and len(term) > 5)
    ):
        return
    code = term.startswith("`")
    noun = code_noun(term) or _kind_of(place.said.section) if code else "term"
    if not noun or (code and (_tells(term, meaning) or not re.search(r"[A-Za-z]", term))):
        return
    if not code and not quoted and (not normative or _DEFINING.search(place.said.section)):
        yield from _entry(place, found, "Which term is defined" if normative else "Who or what is described")
        return
    says = "is described as" if code or not quoted else "means"
    stem = Stem("question", f"Which {noun} {says} “{meaning}”?")
    start = found.start(1)
    cls = FLAG if code else "term"
    yield Fact(place.number, "term", start, start + len(term), term, term, cls, noun, Status.REPORTED, "", (stem,))


_KINDS = {
    "parameters": "parameter", "options": "option", "properties": "property", "values": "value", "methods": "method",
    "attributes": "attribute", "directives": "directive", "fields": "field", "keys": "key", "functions": "function",
    "commands": "command", "flags": "flag", "settings": "setting", "variables": "variable", "events": "event",
    "arguments": "argument", "keywords": "keyword", "elements": "element", "types": "type", "hooks": "hook",
    "scripts": "script", "modes": "mode", "states": "state", "roles": "role", "permissions": "permission",
    "headers": "header", "exceptions": "exception", "files": "file", "subcommands": "subcommand", "labels": "label",
}  # fmt: skip


def _kind_of(section: str) -> str:
    """Return what the things of a section are, by its heading; empty where it does not say."""
    return _KINDS.get(section.casefold().rsplit(" ", 1)[-1], "")


def _tells(term: str, meaning: str) -> bool:
    """Tell whether the words of a name stand in what is said of it."""
    low = re.sub(r"\W", "", meaning.casefold())
    parts = re.findall(r"[A-Z]?[a-z]{3,}", term)
    return bool(parts) and all(p.casefold()[:5] in low for p in parts)


_YOU = r"(?:[Yy]ou (?:can|may|should|must|need to|will need to|have to)|[Yy]ou['’]ll need to)(?: also)? "
_USE = re.compile(
    rf"^(?:(?P<front>To|If|When) (?P<aim>[a-z][^,;:]{{8,120}}), )?(?:{_YOU})?"
    r"(?P<verb>[Uu]se|[Rr]un|[Ss]et|[Pp]ass|[Ss]pecify|[Aa]dd|[Cc]all|[Tt]ype)"
    r" (?:the )?(?P<code>`[^`]{2,50}`|--[a-z][\w-]+)(?: (?P<noun>option|flag|command|function|method|setting|variable"
    r"|file|parameter|switch|argument|subcommand|directive|attribute|property|module|utility|program|header|field))?"
    r"(?: (?:to (?P<after>[a-z][^;:]{8,120})|(?:that|which) [^,;:]{6,60}|in [^,;:]{6,60}))?\.$"
)
_CALLED = {"run": "command", "type": "command", "call": "function"}


def uses(place: Place) -> Iterator[Fact]:
    """Yield the fact that a piece of code serves an aim: `Use X to …`, `To …, run X`."""
    text = place.said.text
    found = _USE.match(text)
    if found is None:
        return
    aim = found["aim"] or found["after"]
    noun = found["noun"] or code_noun(found["code"]) or _CALLED.get(found["verb"].casefold(), "")
    bare = re.sub(r"\b[Yy]our?\b", "", aim or "")
    if not aim or not noun or _BACK.search(bare) or (found["aim"] and found["after"]):
        return
    case = found["front"] in ("If", "When") and not found["after"]
    wh = f"Which {noun} should you {found['verb'].casefold()} {(found['front'] or '').casefold()}" if case else ""
    stem = Stem("question", f"{wh or f'Which {noun} is used to'} {aim}?")
    start, end = found.span("code")
    yield Fact(place.number, "code", start, end, found["code"], found["code"], CODE, noun, Status.REPORTED, "", (stem,))


_AIM_FIRST = re.compile(
    r"^(?P<aim>(?:To|If|When|Before|After|Once|Unless) [^,;:]{6,110}),"
    r" (?:you (?:can|should|must|need to|will need to|have to)(?: also)? |you['’]ll need to )?"
    r"(?P<order>(?P<verb>[a-z]+) [^;:]{6,110})\.$"
)
_ORDER_FIRST = re.compile(
    r"^(?P<order>(?P<verb>[A-Z][a-z]+) [^,;:]{6,110}?),?"
    r" (?P<aim>(?:to (?!the\b|an?\b|its\b|your\b)[a-z]+|if|when|before|after|unless) [^,;:]{6,110})\.$"
)
NO_ORDER = words(
    """
    note see consider ensure remember refer read let help be do think imagine keep make ask tell please
    allow show print display output activate enable disable suppress exclude list report
    """
)
_CUT_OFF = re.compile(
    r"\b(?:sure|need|needs|able|try|used|order|ready|necessary|want|how|what|allowed|required|likely|not|adheres?|according|due|relative"
    r"|compared|related|similar|prior|subject|refers?|belongs?|appl(?:y|ies)|responds?|corresponds?|close|next|back|for|to|of|with|in|on|at|by|from|about|into|over|under|than|using|the|an?|and|or)$"
)


STATES = re.compile(r"(?:[\w`-]+ ){1,6}(?:is|are|was|were|will|has|can|may|must|should|cannot)\b")
"""Words that say what is, and do not tell to do it: `Pull requests must remain open`."""


def ends_open(text: str) -> bool:
    """Tell whether some words end with one that needs more behind it."""
    return _CUT_OFF.search(text) is not None


def orders(place: Place) -> Iterator[Fact]:
    """Yield the fact that something is to be done for an aim or in a case: `To …, press …`, `Press … if …`."""
    text = place.said.text
    found = _AIM_FIRST.match(text) or _ORDER_FIRST.match(text)
    if found is None:
        return
    verb, order, aim = found["verb"].casefold(), found["order"], found["aim"]
    if STATES.match(order):
        return
    loose = _BACK.search(re.sub(r"\b[Yy]our?\b", "", f"{aim} {order}")) or re.search(r"[“”\"()]", text)
    if loose or not is_verb_form(verb, "base") or verb in NO_ORDER or not _is_aim(aim):
        return
    if not 3 <= len(order.split()) <= 14 or _CUT_OFF.search(order):
        return
    stem = Stem("question", f"What should you do {aim[:1].lower()}{aim[1:]}?")
    start, end = found.span("order")
    key, name = order, f"{order[:1].upper()}{order[1:]}"
    yield Fact(place.number, "how", start, end, key, name, "order", "", Status.REPORTED, "", (stem,))


def _is_aim(aim: str) -> bool:
    """Tell whether some words are an aim or a case: after `to` stands a verb."""
    first, _, rest = aim.partition(" ")
    if rest.startswith("be "):
        return False
    return len(aim.split()) > 2 and (first.casefold() != "to" or is_verb_form(rest.split()[0], "base"))


def code_parts(about: About) -> Iterator[Fact]:
    """Yield the facts whose answer is a piece of code in the rest of a clause: to which file, by which option."""
    tokens = about.place.tokens
    for mention in about.place.mentions:
        if mention.cls != CODE or mention.first < about.clause.rest[0] or mention.last > about.clause.rest[1]:
            continue
        first, last = mention.first, mention.last
        noun = mention.noun or code_noun(mention.text)
        noun = noun or code_kinds(about.read.text).get(mention.text.strip("`"), "")
        if last < about.clause.rest[1] and tokens[last].low == noun:
            last += 1
        else:
            while noun and first and tokens[first - 1].low in noun.split():
                first -= 1
        part = part_of(about, (first, last)) if noun.rpartition(" ")[2] in CODE_KINDS else None
        if part is None:
            continue
        lead = about.frame.slice(part[0], part[0] + 1) if tokens[part[0]].tag in ("IN", "TO") else ""
        said = [t for t in tokens[: about.clause.rest[1]] if t.tag.startswith(("NN", "JJ", "VB")) and len(t.text) > 2]
        if len(about.place.said.text.split()) < 8 or len(said) < 5 or any(t.low == "also" for t in tokens):
            continue
        stem = about_part(about.frame, f"{lead} which {noun}".strip() if lead else f"Which {noun}", part)
        made = mention._replace(noun=noun, kind="")
        yield about.fact("code", about.chars(mention.first, mention.last), made, [Stem("question", stem)])


def things(about: About) -> Iterator[Fact]:
    """Yield the fact whose answer is the thing of which a policy or manual says what it does, or what is done with
    it.
    """
    clause, tokens = about.clause, about.place.tokens
    first, last = clause.subject
    if any(m.first < last and m.last > first for m in about.place.mentions):
        return
    if tokens[first].low in _OTHERS or any(t.low in _OTHERS for t in tokens[first : min(last, first + 3)]):
        return
    if tokens[min(clause.verb, len(tokens) - 1)].low in ("exist", "exists", "work", "works", "help", "happen", "be"):
        return
    if any(t.low in ("also", "too") for t in tokens[clause.finite : clause.rest[1]]):
        return
    if any(t.text == ";" for t in tokens[clause.rest[0] : clause.rest[1]]):
        return
    shown = _plain_thing(tokens, first, last)
    finite = tokens[clause.finite]
    duty = finite.low in ("must", "shall", "may", "should", "can", "will")
    done = clause.inverts and finite.low in ("is", "are")
    plain = finite.tag in ("VBZ", "VBP") and finite.low not in ("is", "are", "has", "have", "do", "does")
    if shown is None or not (duty or done or plain) or says_little(tokens, clause.rest):
        return
    if not duty and shown[1] - shown[0] == 1 and says_little(tokens, clause.rest, 4):
        return
    stem = about_subject(about.frame, "What")
    plural = "s" if tokens[last - 1].tag == "NNS" else ""
    kind = "duty" if duty else "done" if done else "does"
    family = "done" if done and _is_told_well(about, shown) else "what"
    yield about.fact(family, about.chars(*shown), None, [Stem("question", stem)], cls=f"thing-{plural}-{kind}")


_DONE = words("kept retained limited permitted allowed stored deleted published reviewed installed sent shared charged")


def _is_told_well(about: About, shown: tuple[int, int]) -> bool:
    """Tell whether what is done with a thing tells it alone: few words name it, enough are said of it."""
    tokens, clause = about.place.tokens, about.clause
    rest = tokens[clause.rest[0] : clause.rest[1]]
    loose = any(t.tag in ("PRP", "WDT") or t.low in ("this", "these", "those", "which") for t in rest)
    plain = all(t.tag in ("NN", "NNS", "JJ", "IN") for t in tokens[shown[0] : shown[1]])
    short = shown[1] - shown[0] <= 3 and (shown[1] - shown[0] > 1 or tokens[shown[0]].tag == "NNS")
    return tokens[clause.verb].low in _DONE and plain and short and len(rest) >= 6 and not loose


_OTHERS = words(
    "other others another subsequent additional same such this these those first second third last next below above"
)


def _plain_thing(tokens: Tokens, first: int, last: int) -> tuple[int, int] | None:
    """Return the words of a subject without its article when it is one plain thing; None for roles and vague words."""
    inner = tokens[first:last]
    article = inner[0].tag == "DT"
    if article and inner[0].low not in ("a", "an", "all", "any", "every", "each", "the"):
        return None
    if any(t.low in ("same", "nobody", "nothing", "anyone", "everyone", "someone", "anything") for t in inner):
        return None
    plain = inner[1:] if article else inner
    head = next((i for i, t in enumerate(plain) if t.tag not in ("NN", "NNS", "JJ", "VBN", "HYPH")), len(plain))
    if (
        not head
        or plain[head - 1].tag not in ("NN", "NNS")
        or plain[head - 1].low in _VAGUE
        or is_role(plain[head - 1].low)
    ):
        return None
    tail = plain[head:]
    loose = any(t.tag in ("PRP", "PRP$", "VBD", "CC", "CD") or t.text in ',()“”"' for t in tail)
    if loose or len(plain) > 9 or (tail and tail[0].tag not in ("IN", "WDT")):
        return None
    alone = len(plain) == 1
    return (
        None
        if alone and (inner[0].low in ("the", "all", "any") or plain[0].low.endswith("ing"))
        else (first + article, last)
    )


_VAGUE = words(
    """
    thing things one ones way ways case cases example examples part parts rest section sections chapter kind kinds type
    types change changes problem problems issue issues reason reasons result results step steps process line lines list
    following result results order form forms other others number numbers everything something point points purpose
    goal aim time times option options value values default defaults information documentation
    """
)
