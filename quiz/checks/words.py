"""Words as the rules see them: tokens, what carries meaning, and the lists of English words that give an item away."""

from __future__ import annotations

import re
from functools import lru_cache

from quiz.items import Names

_TOKEN = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s\b")
QUOTED = re.compile(r'["“”«»„][^"“”«»„]*["“”«»„]')

_STOP = """
a about above according after again against all also although am among an and any anything are as at be became
because been before began being below between both but by call called calls came can cannot come comes could did do
does doing done down during each either else even ever for from further gave get give given gives go goes had has
have having he her here hers him his how however i if in instead into is it its itself just last let like made make
makes many may me might more most much must my name named names near neither new no nor not now of off on once one
only or other others our out over own part put puts rather said same say saying says see seen sees she should since
so some such take taken takes than that the their them then there these they this those though through to together
too toward under until up upon us use used very was way we well went were what when where whether which while who
whom whose why will with within without would yet you your
"""
STOP = frozenset(_STOP.split())
"""Words that carry no meaning of their own."""

HEDGES = {
    "nearly": "about", "almost": "about", "roughly": "about", "approximately": "about",
    "would": "open", "could": "open", "might": "open", "may": "open", "perhaps": "open", "possibly": "open",
    "expected": "open", "expects": "open", "hopes": "open", "hoped": "open", "planned": "open", "plans": "open",
    "plan": "open", "intends": "open", "intended": "open", "meant": "open", "designed": "open", "proposed": "open",
    "potential": "open", "potentially": "open", "envisions": "open", "envisioned": "open",
    "appeared": "seeming", "appears": "seeming", "seems": "seeming", "seemed": "seeming", "apparently": "seeming",
    "reportedly": "seeming", "alleged": "seeming", "allegedly": "seeming", "suggests": "seeming", "suggest": "seeming",
}  # fmt: skip
"""Words that keep a claim open, each with the kind of opening that it is."""

KEPT = {
    "aim": "open", "aims": "open", "aimed": "open", "goal": "open", "purpose": "open", "intention": "open",
    "possible": "open", "possibility": "open", "chance": "open", "chances": "open", "should": "open", "likely": "open",
    "will": "open", "future": "open", "planning": "open", "project": "open", "proposal": "open", "proposals": "open",
    "expect": "open", "expecting": "open", "forecast": "open", "hope": "open", "prospect": "open", "foresee": "open",
    "foresees": "open", "can": "open", "if": "open", "supposed": "open", "set": "open", "seem": "seeming",
    "appear": "seeming", "apparent": "seeming", "sign": "seeming", "impression": "seeming", "view": "seeming",
}  # fmt: skip
"""Further words by which a question keeps such an opening."""

_BEFORE_NUMBER = r"\s+(?=[$€£¥]?\d)"
QUALIFIERS = {
    "up-to": re.compile(
        rf"\b(up to|at most|no more than|as (?:many|much) as|a maximum of){_BEFORE_NUMBER}", re.IGNORECASE
    ),
    "more-than": re.compile(
        rf"\b(more than|over|at least|above|upwards? of|no fewer than|exceed(?:s|ing)?){_BEFORE_NUMBER}", re.IGNORECASE
    ),
    "about": re.compile(
        rf"\b(about|around|roughly|nearly|almost|approximately|some|an estimated){_BEFORE_NUMBER}", re.IGNORECASE
    ),
}
"""Qualifiers of a numeric key, and how a sentence writes them before a number."""

ATTRIBUTED = re.compile(
    r"\b(according to|says?|said|tells?|told|claims?|claimed|argues?|argued|believes?|believed|denies|denied"
    r"|describes?|described|predicts?|warn(?:s|ed)?|insists?|insisted|considers?|estimates?|estimated|judges?"
    r"|calls? (?:it|the|this|that|an?|\w+['’]s)|expects? (?:that|the|an?|to)|sees? in|takes? \w+(?: \w+)* as"
    r"|in (?:the )?(?:view|opinion|belief|reading|eyes) of|in \w+['’]s? (?:view|opinion|words))\b"
)
"""How a sentence says that what it holds is somebody's."""

STAGES = {
    "discussed": re.compile(r"\b(discuss\w*|talks?|negotiat\w*|under discussion)\b", re.IGNORECASE),
    "planned": re.compile(r"\b(plan(?:s|ned)?|propos\w*|would|envision\w*|meant to|set to)\b", re.IGNORECASE),
    "announced": re.compile(r"\b(announc\w*|declar\w*|unveil\w*)\b", re.IGNORECASE),
    "agreed": re.compile(r"\b(agree[ds]?|agreeing|accord|commit(?:s|ted)?|broker(?:s|ed)?)\b", re.IGNORECASE),
    "signed": re.compile(r"\b(sign(?:s|ed|ing|ature)?)\b", re.IGNORECASE),
    "ratified": re.compile(r"\b(ratif\w*)\b", re.IGNORECASE),
    "in-force": re.compile(r"\b(in force|into force|took effect|takes? effect|implemented|in effect)\b", re.IGNORECASE),
}
"""Stages of an agreement in their order, and the words that tell of each."""

ABSOLUTES = re.compile(
    r"\b(always|never|every|everyone|everything|everybody|nobody|nothing|none|entirely|completely|totally|absolutely"
    r"|invariably|impossible|under no circumstances|without exception)\b",
    re.IGNORECASE,
)
NEGATIVES = re.compile(
    r"\b(not|never|none|neither|nor|nobody|nothing|except|excluding|incorrect|false|untrue|least|cannot|\w+n['’]t)\b",
    re.IGNORECASE,
)
OF_THE_ABOVE = re.compile(
    r"\b(all|none|neither|both|any|each|some) of (?:the )?(above|these|those|them|options|answers)\b"
    r"|\b(both|neither) [a-d] (?:and|nor) [a-d]\b|\bthe above\b|^(all|none|both|neither)$",
    re.IGNORECASE,
)
PRONOUNS = re.compile(
    r"\b(he|she|it|they|him|her|them|his|hers|its|their|theirs|this|these|those|we|us|our|here|there)\b", re.IGNORECASE
)
VAGUE_SOURCE = re.compile(
    r"\b(?:(?:the|this|that) (?:passage|text|source|document|article|author|authors|paragraph|excerpt|writer)"
    r"|stated|mentioned|written) (?:above|below|in the (?:passage|text|source|document|article)|says?|states?)\b"
    r"|\baccording to (?:the|this) (?:passage|text|source|document|article|author|authors)\b(?! (?:of|by|in|on|from))"
    r"|\b(?:in|by) (?:the|this) (?:passage|excerpt)\b",
    re.IGNORECASE,
)
DEICTIC = re.compile(
    r"\b(today|tomorrow|yesterday|recently|nowadays|currently|(?:this|next|last) (?:week|month|year|summer|winter))\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8_192)
def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, without possessive endings."""
    return tuple(_TOKEN.findall(_POSSESSIVE.sub("", text.casefold())))


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return a word without its commonest English endings: enough to see two forms of one word, no linguistics."""
    for ending, least, put in (
        ("ations", 4, "at"), ("ation", 4, "at"), ("ings", 4, ""), ("ing", 4, ""), ("ies", 2, "y"), ("ied", 2, "y"),
        ("ers", 4, ""), ("ed", 3, ""), ("es", 3, ""), ("er", 4, ""), ("ly", 4, ""), ("s", 3, ""), ("e", 3, ""),
    ):  # fmt: skip
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= least:
            return (word[: -len(ending)] + put).removesuffix("e")
    return word


@lru_cache(maxsize=8_192)
def content(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that carry meaning."""
    return frozenset(stem(w) for w in tokens(text) if w not in STOP and (len(w) > 1 or w.isdigit()))


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the share of words that two sets have in common (Jaccard), from 0 to 1."""
    return len(left & right) / len(left | right) if left or right else 0.0


class NameFinder:
    """Finds the names of a library in texts, the longest form first."""

    def __init__(self, names: Names) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
        forms = [(form, name, False) for name, all_forms in names.forms.items() for form in all_forms]
        forms += [(form, name, True) for name, words in names.related.items() for form in words]
        for form, name, related in forms:
            words = tokens(form)
            if words:
                self._by_first.setdefault(words[0], []).append((words, name, related))
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def found(self, text: str, related: bool) -> frozenset[str]:
        """Return the canonical names of which a form, with `related` also a related word, stands in a text."""
        words = tokens(text)
        names: set[str] = set()
        at = 0
        while at < len(words):
            step = 1
            for phrase, name, is_related in self._by_first.get(words[at], ()):
                if words[at : at + len(phrase)] == phrase and (related or not is_related):
                    names.add(name)
                    step = max(step, len(phrase))
            at += step
        return frozenset(names)
