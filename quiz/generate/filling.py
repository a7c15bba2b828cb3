"""Names put into stems: for a pronoun, for a first name or a surname, for what a document calls by its kind alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from quiz.generate.definite import in_full, stands_in
from quiz.generate.gazetteer import DEMONYMS, FIRST_NAMES
from quiz.generate.ground import Ground
from quiz.generate.lexicon import MONTHS

_HE = re.compile(
    r"\b(?:(?P<whose>[Hh]is|[Hh]er(?= (?!(?:to|in|at|on|for|from|with|and|as|by|of|the|an?|that)\b)[a-z]))"
    r"|[Hh]e|[Ss]he|[Ii]t|[Hh]im|[Hh]er)\b"
)


def with_name(text: str, name: str, ground: Ground) -> str:
    """Return a stem with a name for the first pronoun in it, unless it has that name before."""
    name = name.removesuffix("'s")
    found = _HE.search(text)
    if found is None or name.rpartition(" ")[2] in text[: found.start()]:
        return text
    it = found[0].casefold() == "it"
    bare = not it or name.startswith("The ") or name != ground.topic or ground.topic_bare
    shown = name if bare else f"{'The' if found.start() == 0 else 'the'} {name}"
    shown = f"{shown[:1].upper()}{shown[1:]}" if found.start() == 0 else shown
    own = "'s" if found["whose"] else ""
    return f"{text[: found.start()]}{shown}{own}{text[found.end() :]}"


def about_topic(text: str, ground: Ground) -> str:
    """Return a stem in which `the observatory` of a document about the Pulkovo Observatory has its name."""
    title = ground.document.title
    if re.match(r"An? [A-Z]", title):
        text = text.replace(f" {title[:1].lower()}{title[1:]}", f" {title}")
    if not ground.topic or stands_in(ground.topic, text):
        return text
    first, *more = ground.topic.split()
    if more and (first in FIRST_NAMES or ground.life):
        text = re.sub(rf"(?<![A-Z.] )(?<!-)\b{re.escape(first)}\b(?! [A-Z]|-)", ground.topic, text, count=1)
        if ground.topic in text or (ground.topic in ground.document.called and ground.document.called in text):
            return text
        alone = re.search(
            rf"(?<!-)(?P<the>\bthe \w+ )?(?P<before>\b[A-Z][\w.]* )?\b{re.escape(more[-1])}\b(?! [A-Z]|-)", text
        )
        quoted = alone is not None and (text.count('"', 0, alone.start()) % 2 or "“" in text[: alone.start()])
        named = alone is not None and alone["before"] and (alone.start() or alone["before"].strip() == first)
        whose = alone is not None and re.search(r"\b[Tt]he $", text[: alone.start()])
        if alone is None or quoted or alone["the"] or named or whose:
            return text
        return f"{text[: alone.end() - len(more[-1])]}{ground.topic}{text[alone.end() :]}"
    if re.search(r"[“”\"]", text):
        return text
    if more and not ground.normative and more[-1].casefold() not in ground.small:
        text, told = re.subn(rf"\b[Tt]he {re.escape(more[-1])}\b(?! [A-Z])", f"the {ground.topic}", text, count=1)
        if told:
            return text[:1].upper() + text[1:]
    shown = ground.topic if ground.topic_bare else f"the {ground.topic}"
    head, of, _ = ground.topic.partition(" of ")
    if of:
        text = re.sub(rf"\b[Tt]he {re.escape(head)}\b(?! of\b| [A-Z])", f"the {ground.topic}", text, count=1)
        text = text[:1].upper() + text[1:]
    return in_full(text, {ground.topic_noun: shown})


def said_in_full(text: str, people: Mapping[str, str], ground: Ground) -> str:
    """Return a stem in which the first surname that stands alone, and the first short form, are said in full.

    `people` are the full names of the document by their surnames.
    """
    if re.search(r"[“”\"]", text):
        return text
    for last, full in people.items():
        found = re.search(rf"(?P<before>\b[A-Z][\w.’'-]* )?(?<![\w-]){re.escape(last)}\b(?!-| [A-Z]|['’]s [A-Z])", text)
        before = (found["before"] or "").strip().casefold() if found else ""
        if found and full not in text and (not before or before in ground.small) and ground.surnames[last] <= 1:
            at = found.end() - len(last)
            text = f"{text[:at]}{full}{text[found.end() :]}"
    for short, long in ground.short_forms.items():
        alone = rf"(?P<the>\b[Tt]he )?(?<![\w(“-]){re.escape(short)}\b(?![\w-]| [A-Z])"
        found = re.search(alone, text)
        bare = long.rsplit(" (", 1)[0]
        whose = found and re.search(r"(?:\b(?:its|their|his|her|an?)|['’]s|[A-Z]\w*) $", text[: found.start()])
        if found and not whose and bare.removeprefix("the ") not in text:
            shown = f"the {long.removeprefix('the ')}" if found["the"] else long
            text = f"{text[: found.start()]}{shown}{text[found.end() :]}"
            text = text[:1].upper() + text[1:]
    return text


def people_in_full(names: Iterable[str]) -> dict[str, str]:
    """Return full names by their surnames, but for those of which several bear one."""
    found: dict[str, set[str]] = {}
    for name in names:
        if " " in name:
            found.setdefault(name.rpartition(" ")[2], set()).add(name)
    return {last: full.pop() for last, full in found.items() if len(full) == 1}


def begins_with_name(text: str, he: str, ground: Ground) -> bool:
    """Tell whether a stem begins with a name that was put into it."""
    names = (ground.topic, he, *ground.definite.values())
    return any(text.startswith(name) for name in names if name and not name.startswith("the "))


def is_plain_word(text: str, ground: Ground) -> bool:
    """Tell whether a stem begins with a word that the document also writes small, and no name goes on with it."""
    first, _, rest = text.partition(" ")
    known = {first.casefold(), f"{first.casefold()}s", first.casefold().removesuffix("s")}
    return (
        bool(known & ground.small)
        and first not in DEMONYMS
        and not rest[:1].isupper()
        and first.casefold() not in MONTHS
    )
