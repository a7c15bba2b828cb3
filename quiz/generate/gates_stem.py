"""Gates 6 to 9, 15 and 16: a stem that stands alone, tells no time of day, claims nothing as fact, and is whole."""

from __future__ import annotations

import re

from quiz.checks.words import NEGATIVES, QUOTED
from quiz.generate.broken import broken
from quiz.generate.gates_alone import alone, not_the_topic
from quiz.generate.gates_grounding import GateFunction, stem_core
from quiz.generate.ground import Ground
from quiz.generate.lexicon import EVALUATIVE, FORECAST_STRICT, RELATIVE_TIME
from quiz.generate.values import Draft, Status
from quiz.items import Choice, Cloze, Text
from quiz.text import safe

LEAST = 5
"""Words that a question to be typed has without those that say whose claim it is."""
WORDS = (6, 32)
"""Words that a stem has, at least and at most; the words that say whose claim it is do not count."""


def _timeless(draft: Draft, ground: Ground) -> str:
    bare = QUOTED.sub("", stem_core(draft, ground))
    found = RELATIVE_TIME.search(bare)
    if (
        found
        and ground.document.text == "brief"
        and found[0].casefold()
        in (
            "still",
            "already",
            "formerly",
            "earlier",
            "later",
            "now",
            "previous august",
            "previously",
            "recently",
            "day before",
        )
    ):
        return ""
    return f"'{found[0]}' depends on the day of writing" if found else ""


def _status(draft: Draft, ground: Ground) -> str:
    own = draft.origin
    stem = draft.item.stem
    if own.status is Status.OPINION:
        return "the sentence is its writer's judgement"
    if own.status is Status.ATTRIBUTED:
        speaker = own.speaker.split()[-1].strip("’'s,") if own.speaker else ""
        return "" if speaker and speaker in stem else "the stem does not say whose claim it is"
    if own.status is Status.FORECAST and ground.report:
        named = ground.document.called in stem
        return "" if named and not FORECAST_STRICT.search(stem) else "it is a forecast, and nobody is named for it"
    return ""


def _opinion(draft: Draft, ground: Ground) -> str:
    """Say whether the stem itself judges, outside of a quotation and of somebody's claim."""
    if draft.origin.status is Status.ATTRIBUTED or ground.document.text == "brief":
        return ""
    found = re.findall(r"[\w-]+", QUOTED.sub("", stem_core(draft, ground)))
    words = [w.casefold() for at, w in enumerate(found) if not at or not w.istitle()]
    judging = next((w for w in words if w in EVALUATIVE), "")
    return (
        f"'{judging}' is a judgement" if judging and draft.origin.family not in ("who-must", "code", "measure") else ""
    )


_RESIDUE = re.compile(
    r"https?://|\bAcme\b|www\.|@\w{2,}|pic\.twitter|[\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF]|</?\w+[^>]*>|\*\*|\]\("
    r"|\(see (?:below|above|also)|\\\w+\{|\{[{%]|^\W*\||::|%\w\b|\w=\"",
)
_TYPO = re.compile(
    r"\b(\w{2,}) \1\b"
    r"|\b(?:of|for|from|with|at) (?!(?<=for )by\b)(?:by|of|for|from|with|at)\b(?! (?:least|most|all|first|hand)\b)"
    r"|\ba (?:the|an)\b|\bthe (?:a|an|the)\b"
    r"|\(\s*[;,]|(?-i:[a-z][.!?”\"][A-Z][a-z])"
    r"|,,| ,(?=\w)|\b(?:at|to|in|from|of|by|with|as) (?:\.$|as a\b)|[\u2010\u00ad] ",
    re.IGNORECASE,
)
_TENSE = re.compile(
    r"\b[Ss]ince which (?:year|day|date|month of which year) (?:is|are|do|does)\b"
    r"|\b(?:is|are)\b(?!.*\b(?:was|were|has|have|been)\b).*\bsince (?:(?:1\d|20)\d\d[?.,]|{)"
    r"|\b(?:has|have) (?:\w+ly )?\w+(?:ed|en)\b(?!.*\bsince\b)[^,;]* in (?:1\d|20)\d\d[?.]$"
    r"|^(?:According to “[^”]+”(?: \([^)]*\))?, )?(?:[Oo]n|[Ii]n) [^,]{0,14}(?:1\d|20)\d\d,[^,?]*"
    r" (?:has|have) (?:\w+ly )?\w+(?:ed|en)\b"
)
"""A tense that does not go with its time: `is headed since 2010`, `has delivered ships in 2011`."""
_ENDING = re.compile(r"[.!?…][\"”’'»)\]]*$")


def _source(draft: Draft, ground: Ground) -> str:
    passage = draft.origin.passage
    if _RESIDUE.search(passage):
        return "the sentence holds an address, a handle or markup"
    if not _ENDING.search(passage):
        return "the sentence has no end"
    found = _TYPO.search(passage)
    if found and found[0].casefold() not in ("that that", "had had"):
        return f"the sentence looks misspelt: '{found[0]}'"
    if safe(passage) != passage:
        return "the sentence holds characters that a terminal does not show"
    letters = [c for c in passage if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.4 * len(letters):
        return "the sentence is written in capitals"
    del ground
    return ""


def _plain_form(draft: Draft, ground: Ground) -> str:
    stem = QUOTED.sub("", stem_core(draft, ground))
    open_to_many = isinstance(draft.item, Choice) or (isinstance(draft.item, Text) and ground.normative)
    if isinstance(draft.item, Text) and not ground.normative and _DENIED.search(stem):
        return "many did not do what is asked"
    found = NEGATIVES.search(_HARMLESS.sub("", stem)) if open_to_many else _EXCEPTED.search(stem)
    return f"the stem is negative: '{found[0]}'" if found else ""


_DENIED = re.compile(r"^(?:[Ww]ho|[Ww]hich \w+) (?:did|does|was|were|is|has|had|could|would|will)(?: not|n['’]t) ")
_HARMLESS = re.compile(r"\b(?:at least|not (?:only|just|yet))\b|\b(?:without|unless)\b", re.IGNORECASE)
_EXCEPTED = re.compile(r"\b(?:except|neither|nor)\b|^(?:no|none|nobody|nothing)\b|\bnot\?", re.IGNORECASE)


_CUT_OFF = re.compile(
    r"{gap}(?:,? or |/|–)\d|\d(?: or |/){gap}|^[^{}]*,? (?:and|but|or) (?:about |only |some )?(?!(?:1\d|20)\d\d\b(?!,))"
    r"\d[\d,.]* (?:in|by|at|on|for|to)\b"
)
"""A number beside the one that is asked for: the other of two, or one whose noun is lost."""


def _whole(draft: Draft, ground: Ground) -> str:
    item = draft.item
    core = stem_core(draft, ground)
    count = len(core.split()) + 2 * isinstance(item, Cloze)
    if not (WORDS[0] <= max(count, len(item.stem.split())) and count <= WORDS[1]):
        return f"the stem has {count} words"
    if not isinstance(item, Cloze | Choice) and count < LEAST and ground.document.text != "brief":
        return f"the question says little with {count} words"
    if isinstance(item, Cloze):
        if item.stem.count("{") != 1:
            return "the stem has not one gap"
        before = item.stem.split("{")[0].split()
        if len(before) < 3:
            return "the gap stands at the beginning"
        if not item.stem.endswith("."):
            return "the text does not end"
    elif not item.stem.endswith("?"):
        return "the question has no question mark"
    if _TENSE.search(item.stem):
        return "the tense does not go with the time"
    numeric = draft.origin.family in ("count", "measure", "money", "when")
    odd = broken(item.stem.replace(" stand for?", "?"))
    found = _CUT_OFF.search(item.stem) if numeric and not odd else None
    odd = found[0].strip() if found else odd
    return f"the stem is cut off at '{odd}'" if odd else ""


GATES: tuple[tuple[int, str, GateFunction], ...] = (
    (6, "alone", alone),
    (6, "topic", not_the_topic),
    (7, "timeless", _timeless),
    (8, "status", _status),
    (8, "opinion", _opinion),
    (9, "source", _source),
    (15, "plain", _plain_form),
    (16, "whole", _whole),
)
