"""What `the fleet` is in a document that once says whose fleet it is: the document's own longer words for it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from quiz.generate.lexicon import is_verb_form
from quiz.generate.wordlists import words

_NAME = r"[A-Z][\w’'-]*(?:(?<!['’]s) (?:of |de |and )?[A-Z][\w’'-]*){0,3}"
_LONGER = re.compile(
    rf"(?P<whose>\b{_NAME}['’]s?) (?P<owned>[a-z]{{3,}})\b"
    rf"|\b[Tt]he (?P<which>{_NAME}) (?P<kind>[a-z]{{3,}})\b(?P<next> [A-Za-z]+)?"
)
_BARE = re.compile(r"\b[Tt]he ([A-Za-z][a-z]{2,})\b(?P<next> [A-Za-z]+)?")
KINDS = (
    "academy board council committee company observatory society union church treaty party bank office school"
    " university college museum institute institution commission court conference congress agreement convention"
    " charter castle palace abbey cathedral bridge tower house hall army navy press club league trust fund act"
)
"""Nouns by which bodies and things with names are called for short, with a capital or without."""
_NAMED = re.compile(
    rf"\b(?P<name>(?:(?!(?:The|In|At|On|By|For|This|A|An|After|When)\b)[A-Z][\w’'.-]* ){{0,4}}"
    rf"(?P<kind>{'|'.join(k.capitalize() for k in KINDS.split())})"
    r"(?: (?:of|for) (?:the )?[A-Z][\w-]+(?:(?:,? and)? [A-Z][\w-]+){0,3})?)\b(?! [A-Z])"
)
_FUNCTION = words(
    """
    was is were are had has have did does in on at by to for from with and or but as under over after before during
    until since between into through when where also then could would should may might can will
    """
)


def _ends_there(following: str | None, forms: tuple[str, ...]) -> bool:
    """Tell whether a name ends before a word: none follows, or a verb, or a word that joins what is no name."""
    word = (following or "").strip()
    if word[:1].isupper():
        return False
    return not word or word in _FUNCTION or any(is_verb_form(word, form) for form in forms)


_COMMON = words(
    """
    way time day year end part name work first second last same other area side people family life death home father
    mother wife son daughter brother sister war state law north south east west most best world case rest head body
    following number use
    """
)
LEAST = 2
"""How often a document must say `the fleet` for it to be one that is known."""


def definite_forms(sentences: Iterable[str], topic: str, known: str = "") -> Mapping[str, str]:
    """Return what a document says in full of things it else calls only `the` and a noun, by the noun.

    Only where it speaks of one such thing: `Magellan's fleet` or `the Bosch company`, and no other fleet or company has
    a name. `topic` is the name of what the document is about: what belongs to others is left out; `known` is a
    noun that stands for it already.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    bare: Counter[str] = Counter()
    rivals: set[str] = set()
    own = frozenset(topic.replace("’", "'").split())
    for text in sentences:
        bare.update(m[1].casefold() for m in _BARE.finditer(text) if _ends_there(m["next"], ("past", "third")))
        for found in _LONGER.finditer(text):
            noun = found["owned"] or found["kind"]
            name = found["whose"] or found["which"]
            if found["whose"]:
                if own & frozenset(re.sub(r"['’]s?$", "", name).split()):
                    forms[noun][f"{name} {noun}"] += 1
                else:
                    rivals.add(noun)
            elif not _ends_there(found["next"], ("past", "third")):
                continue
            elif not own & frozenset(name.split()):
                rivals.add(noun)
            else:
                forms[noun][f"the {name} {noun}"] += 1
        for found in _NAMED.finditer(text):
            if " " in found["name"] and not re.search(r"['’]", found["name"]):
                forms[found["kind"].casefold()][f"the {found['name']}"] += 1
    return {
        noun: found.most_common(1)[0][0]
        for noun, found in sorted(forms.items())
        if len(found) == 1 and noun not in rivals and noun not in _COMMON | {known} and bare[noun] >= LEAST
    }


_ELSE = (" of", " that", " which", " in", " at")
"""What makes `the fleet` another one than that which is known."""


def stands_in(name: str, text: str) -> bool:
    """Tell whether a text has a name by itself, not as the beginning of a longer one: `Azerbaijan Airlines`."""
    return re.search(rf"{re.escape(name)}(?! [A-Z][a-z])", text) is not None


def in_full(text: str, forms: Mapping[str, str]) -> str:
    """Return a text in which the first `the` with a noun that stands alone is said in full, once for each noun."""
    for noun, form in forms.items():
        if stands_in(form, text) or re.search(r"[“”\"]", text):
            continue
        for found in re.finditer(rf"\b([Tt])he (?i:{re.escape(noun)})\b(?P<next> [A-Za-z]+)?", text):
            if _ends_there(found["next"], ("past", "third", "base")) and found["next"] not in _ELSE:
                shown = form[:1].upper() + form[1:] if found[1] == "T" else form
                text = text[: found.start()] + shown + (found["next"] or "") + text[found.end() :]
                break
    return text
