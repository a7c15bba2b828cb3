"""Gate 3 for a stem that a language model worded: instead of being made of the sentence, it must rest on its words."""

from __future__ import annotations

import re

from quiz.checks.fidelity import NUMBER_WORDS
from quiz.checks.words import content
from quiz.generate.values import Draft
from quiz.generate.wordlists import words

LEAST = 0.5
"""Share of the words of a stem that the sentence must hold."""
_NOT = re.compile(r"\b(?:not|never|no|nobody|nothing|none|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_OPENING = words(
    """who whom whose which what when where why how in on at to by with from for of during since until after before
    under over into through between among together besides according about against within as the a an is was are were
    did does do has have had can could must"""
)


def by_model(draft: Draft) -> bool:
    """Tell whether a language model worded the stem of a draft."""
    own = draft.origin
    return bool(own.model) or any(v.model and v.item.stem == draft.item.stem for v in own.variants)


def strays(draft: Draft, core: str, known: str) -> str:
    """Say how a stem strays from its sentence; empty when it does not.

    `core` is the stem without the words that say whose claim it is, `known` the names that any stem may use.
    """
    passage = draft.origin.passage
    held = content(passage)
    asked = content(core.replace("{gap}", " ")) - content(known)
    if len(asked & held) < LEAST * len(asked):
        return "less than half of its words are of the sentence"
    low = _words(passage)
    for word in _words(core):
        if word in NUMBER_WORDS and word != "one" and word not in low and str(NUMBER_WORDS[word]) not in low:
            return f"the number '{word}' is not in the sentence"
    first = next(iter(re.findall(r"[\w'’-]+", core)), "")
    bare = first.casefold().removesuffix("'s").removesuffix("’s")
    if first[:1].isupper() and bare not in _OPENING and bare not in low and bare not in _words(known):
        return f"it begins with '{first}', which is not in the sentence"
    if _NOT.search(core) and not _NOT.search(passage):
        return "it denies what the sentence says"
    return ""


def turned_round(stem: str, passage: str) -> bool:
    """Tell whether a sentence denies something and a stem does not."""
    return bool(_NOT.search(passage)) and not _NOT.search(stem)


def _words(text: str) -> set[str]:
    return {w.casefold().removesuffix("'s").removesuffix("’s") for w in re.findall(r"[\w'’-]+", text)}
