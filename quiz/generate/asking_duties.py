"""Families of rules and manuals: what somebody must, may or must not do, told by what else the same one is told; what
a piece of code does; what is its default.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.checks.words import content
from quiz.generate.about import About, Fact, Place, Stem
from quiz.generate.asking_clauses import capital, is_phrase, subject_of
from quiz.generate.asking_rules import ends_open
from quiz.generate.asking_subjects import VAGUE_KINDS, code_kinds, is_role, says_little
from quiz.generate.classes import CODE
from quiz.generate.framing import about_subject, shortened
from quiz.generate.ingest import Read
from quiz.generate.labels import LABEL, label_of
from quiz.generate.lexicon import BE, DO, HAVE, is_verb_form
from quiz.generate.values import Status
from quiz.generate.wordlists import words

CONTRASTS = {
    "need": frozenset(("may", "ban", "against")),
    "may": frozenset(("ban", "against")),
    "ban": frozenset(("need", "may", "advice")),
    "advice": frozenset(("ban", "against")),
}
"""Kinds of rules that cannot hold for a deed of which another holds: what must be done is not forbidden."""
_KINDS = {"must": "need", "shall": "need", "may": "may", "can": "may", "should": "advice", "cannot": "ban"}
_LOOSE = re.compile(r"\b(?:it|them|their|its|also|then|there|only)\b|[,`“”\"(]", re.IGNORECASE)


def duties(about: About) -> Iterator[Fact]:
    """Yield what somebody must, may or must not do, to be told from what the same one is told by other rules."""
    clause, tokens, text = about.clause, about.place.tokens, about.place.said.text
    modal = tokens[clause.finite]
    follows = tokens[clause.finite + 1].low if clause.finite + 1 < len(tokens) else ""
    negated = follows in ("not", "n't", "n’t")
    kind = _KINDS.get(modal.low, "")
    if not kind or clause.fronts or clause.speaker is not None or clause.verb != clause.finite + 1 + negated:
        return
    if negated:
        kind = "against" if kind == "advice" else "ban"
    verb, subject = tokens[clause.verb], subject_of(about)
    if not subject or verb.low in BE | HAVE or not is_verb_form(verb.text, "base"):
        return
    short = shortened(about.frame)
    end = short.clause.rest[1] if short is not None else clause.rest[1]
    start, stop = about.chars(clause.verb, end)
    key = text[start:stop].rstrip(" ,")
    if is_phrase(key) and not ends_open(key) and not _LOOSE.search(key):
        yield about.fact(
            "duty", (start, start + len(key)), None, [Stem("question", _asked(kind, modal.low, subject))], cls="duty",
            name=capital(key), noun=f"{kind} {subject.casefold()}",
        )  # fmt: skip


def _asked(kind: str, modal: str, subject: str) -> str:
    """Return the question for a rule of a kind; empty for what is only advised against."""
    if kind == "against":
        return ""
    if kind == "ban":
        many = subject in ("you", "we") or subject.endswith("s")
        return f"What {'are' if many else 'is'} {subject} forbidden to do?"
    return f"What {modal} {subject} do?"


def is_rival(own: str, other: str) -> bool:
    """Tell whether one rule may be offered beside another, both as kind and whom it holds for.

    It is of a kind that cannot hold for the same one, or of the same kind for quite other people.
    """
    (kind, _, who), (against, _, whom) = own.partition(" "), other.partition(" ")
    people = is_role(who.split()[-1]) and is_role(whom.split()[-1])
    apart = people and kind == against and not content(who) & content(whom)
    return apart or (who == whom and against in CONTRASTS.get(kind, ()))


def works(about: About) -> Iterator[Fact]:
    """Yield what a piece of code does whose kind is told: `The `X` directive selects …`."""
    clause, tokens, text = about.clause, about.place.tokens, about.place.said.text
    verb, (first, last) = tokens[clause.finite], clause.subject
    if clause.inverts or clause.fronts or clause.speaker is not None or verb.tag != "VBZ" or verb.low in BE | HAVE | DO:
        return
    mention = next((m for m in about.place.mentions if m.cls == CODE and first <= m.first and m.last <= last), None)
    if mention is None:
        return
    around = [t.low for t in tokens[first:last] if t.tag != "DT" and mention.text != t.text]
    known = code_kinds(about.read.text).get(mention.text.strip("`"), "")
    noun = around[0] if around else known
    if len(around) > 1 or not noun.isalpha() or noun in VAGUE_KINDS:
        return
    short = shortened(about.frame)
    end = short.clause.rest[1] if short is not None else clause.rest[1]
    start, stop = about.chars(clause.finite, end)
    key = text[start:stop].rstrip(" ,")
    if is_phrase(key, 4) and not ends_open(key) and not re.search(r"\b(?:it|them|its|also|we|only)\b", key):
        stem = Stem("question", f"What does {f'the {mention.text} {noun}' if around else mention.text} do?")
        yield about.fact("effect", (start, start + len(key)), None, [stem], cls="effect", name=capital(key),
                         noun=f"the {noun} {mention.text}")  # fmt: skip


_ACTS = re.compile(r"[A-Z]{2,6}$")


def bodies(about: About) -> Iterator[Fact]:
    """Yield which body known by its short form decides or may do something: `The TSC elects a chair.`"""
    clause, tokens, text = about.clause, about.place.tokens, about.place.said.text
    first, last = clause.subject
    first += tokens[first].low == "the"
    verb = tokens[clause.finite]
    acts = (
        verb.low in _KINDS
        or verb.low == "will"
        or (verb.tag == "VBZ" and not clause.inverts and verb.low not in BE | HAVE)
    )
    if last - first != 1 or not _ACTS.match(tokens[first].text) or not acts or clause.speaker is not None:
        return
    long = re.search(rf"(\w+)[”\"]? \({tokens[first].text}\)", about.read.text)
    named = len(re.findall(rf"\b{tokens[first].text}\b", about.read.text)) >= BODY
    if long is None or not is_role(long[1].casefold()) or not named or says_little(tokens, clause.rest, 3):
        return
    if any(t.low in ("also", "too") for t in tokens[last : clause.rest[1]]) or tokens[clause.verb].low in BE | HAVE:
        return
    start, end = about.chars(first, last)
    yield about.fact("body", (start, end), None, [Stem("question", about_subject(about.frame, "Who"))], cls="body",
                     name=text[start:end])  # fmt: skip


BODY = 5
"""How often a document names what it speaks of as of somebody who acts."""
_DEFAULT = re.compile(
    r"^(?:The )?default(?: value| setting)? (?:of|for) (?P<of>(?:the )?`[^`]{2,40}`(?: [a-z]+)?) is (?:to )?"
    r"`(?P<value>[^`]{1,30})`(?=[.,;]|$)"
)
_DEFAULTS = re.compile(r"^(?P<of>(?:The )?`[^`]{2,40}`(?: [a-z]+)?) defaults to `(?P<value>[^`]{1,30})`(?=[.,;]|$)")


_LABELLED = re.compile(rf"(?P<of>{LABEL}) defaults to (?P<open>[\"“]?)(?P<value>[^\s\"”',;()]+)[\"”]?(?=[,.;]|$| \()")
_BARE = re.compile(
    r"(?:The default(?: value)? is|Defaults? (?:value )?(?:to|is)) (?P<open>[\"“]?)(?P<value>[^\s\"”',;()]+"
    r"(?: (?:seconds?|minutes?|hours?|days?|times|bytes))?)[\"”]?(?=[,.;]|$| \()"
)
_NO_VALUE = words("a an the all any one none not to as using use set given this that it on off")


def _value_of_label(read: Read, place: Place) -> Iterator[Fact]:
    """Yield the default of the setting that stands before it, or at the head of its paragraph: `Defaults to 5s.`"""
    text = place.said.text
    found = _LABELLED.match(text)
    found = found or _BARE.match(text)
    label = ""
    if found is not None:
        above = next(s.text for s in read.said if s.paragraph == place.said.paragraph)
        label = found.groupdict().get("of") or label_of(above)
    if found is None or len(label) < 3 or found["value"].rstrip(".").casefold() in _NO_VALUE:
        return
    start, end = found.span("value")
    key = text[start:end].rstrip(".")
    stem = Stem("question", f"What is the default of {label}?")
    yield Fact(place.number, "value", start, start + len(key), key, key, "value", "", Status.REPORTED, "", (stem,))


def defaults(read: Read, place: Place) -> Iterator[Fact]:
    """Yield the value that something in code has when nobody gives it one."""
    text = place.said.text
    found = _DEFAULT.match(text) or _DEFAULTS.match(text)
    if found is None:
        yield from _value_of_label(read, place)
        return
    of, (start, end) = found["of"], found.span("value")
    shown = f"{of[:1].lower()}{of[1:]}"
    stem = Stem(
        "question", f"What is the default of {shown}?" if _DEFAULT.match(text) else f"To what does {shown} default?"
    )
    key = text[start:end]
    yield Fact(place.number, "value", start, end, key, key, "value", "", Status.REPORTED, "", (stem,))
