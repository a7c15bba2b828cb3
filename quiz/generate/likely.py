"""How likely readers are to take a draft as it is: more are made than are kept, and the best are kept.

What is counted about a draft, and a logistic regression over it; so Heilman and Smith rank questions (Good Question!
Statistical Ranking for Question Generation, NAACL 2010). The weights are fitted to the verdicts of blind readings by
`python -m tests.tools.fit_likely`, which prints them; tests/EVALUATION.md tells of the readings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from quiz.generate.values import Draft
from quiz.items import Choice

LEAST, SURE = 0.55, 0.7
"""What a draft must reach to be kept, where nobody asked for more, and what to stand first: of those three in four were
taken as they were.
"""
DOUBTFUL = "readers would probably not take what can be asked"
"""Why a sentence has no draft that has one below that."""
KINDS: Mapping[str, str] = {
    "when": "date", "acronym": "short form", "who": "who", "together": "which", "role": "who", "holds": "who",
    "said": "who", "where": "where", "which": "which", "joins": "which", "wants": "which", "who-must": "role",
    "agent": "role",
    "apposition": "remark", "definition": "remark", "entry": "remark", "term": "remark", "called": "remark",
    "count": "number", "measure": "number", "money": "number", "gap": "gap", "blank": "code", "code": "code",
    "option": "code", "value": "code", "body": "body",
}  # fmt: skip
"""What a family asks for; the others ask for a phrase."""
WEIGHTS: Mapping[str, float] = {
    "titled": -0.176,
    "cloze": 0.015,
    "options": -0.461,
    "words": -0.087,
    "short": -0.405,
    "said": -0.054,
    "share of the sentence": -0.022,
    "names": 0.179,
    "nameless": 0.137,
    "figures": -0.057,
    "brackets": -0.27,
    "commas": -0.138,
    "stops": -0.242,
    "pronoun": -0.036,
    "definite": -0.016,
    "few": -0.704,
    "answer": 0.026,
    "present": -0.079,
    "signs": -0.511,
    "pointing": 0.288,
    "asks for a body": 0.452,
    "asks for a code": -0.039,
    "asks for a date": 0.496,
    "asks for a gap": -0.374,
    "asks for a number": 0.151,
    "asks for a remark": -0.321,
    "asks for a role": -0.722,
    "asks for a short form": 2.424,
    "asks for a where": -0.599,
    "asks for a which": -0.641,
    "asks for a who": 0.029,
    "asks for a phrase": -1.997,
}
BIAS = 0.211

_TITLED = re.compile(r"^According to [^,]*?”(?: \([^)]*\))?, ")
_HINT = re.compile(r"(\{gap\}) \([a-z ]+\)")
_NAMES = re.compile(r"(?<!^)\b[A-Z][\w’'-]+")
_PRONOUN = re.compile(r"\b(?:it|its|they|their|he|his|she|her|him|them|this|these|such)\b")
_PRESENT = re.compile(r"\b(?:is|are|has|have|does|do)\b")
_SIGNS = re.compile(r"[°³²/×]|(?<!\w)=|=(?=\d)|\b(?:kg|km|mm|ft|lb|mi|cm)\b")
_POINTING = re.compile(
    r"\b(?:also|even|further|other|another|more|later|then|first|same|both|remaining|next|highest|largest|main|new)\b"
)
_DEFINITE = re.compile(r"\b[Tt]he [a-z][\w-]*(?! of\b)")
_FEW = re.compile(r"(?:2|3|two|three)\b", re.IGNORECASE)


def features(stem: str, passage: str, key: str, family: str, options: bool) -> dict[str, float]:
    """Return what is counted about a draft: stem, the sentence it rests on, answer, family, whether it has options.

    All values lie between 0 and 5.
    """
    titled = _TITLED.match(stem)
    core = _HINT.sub(r"\1", stem[titled.end() :] if titled else stem)
    words, said, names = len(core.split()), max(1, len(passage.split())), len(_NAMES.findall(core))
    kind = KINDS.get(family, "phrase")
    counted = {
        "titled": titled is not None,
        "cloze": "{gap}" in core,
        "options": options,
        "words": min(5, words / 10),
        "short": words < SHORT,
        "said": min(5, said / 10),
        "share of the sentence": min(2, words / said),
        "names": min(4, names),
        "nameless": names == 0,
        "figures": min(4, len(re.findall(r"\d[\d,.]*", core))),
        "brackets": "(" in core,
        "commas": min(3, core.count(",")),
        "stops": re.search(r"[;:—–]", core) is not None,
        "pronoun": _PRONOUN.search(core) is not None,
        "definite": min(4, len(_DEFINITE.findall(core))),
        "few": _FEW.match(key) is not None,
        "answer": min(5, len(key.split())),
        "present": _PRESENT.search(core) is not None,
        "signs": _SIGNS.search(core + key) is not None,
        "pointing": _POINTING.search(core) is not None,
        **{f"asks for a {one}": one == kind for one in (*sorted(set(KINDS.values())), "phrase")},
    }
    return {name: float(value) for name, value in counted.items()}


SHORT = 8
"""Words below which a stem says little."""


def stands_first(draft: Draft) -> bool:
    """Tell whether a draft is one of those that stand first."""
    return likely(draft) >= SURE


def likely(draft: Draft) -> float:
    """Return how likely two readers are both to take a draft as it is, between 0 and 1."""
    own = draft.origin
    found = features(draft.item.stem, own.passage, own.key, own.family, isinstance(draft.item, Choice))
    score = BIAS + sum(WEIGHTS[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-score))
