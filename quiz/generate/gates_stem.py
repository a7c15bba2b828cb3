"""Gates 6 to 9, 15 and 16: a stem that stands alone, tells no time of day, claims nothing as fact, and is whole."""

from __future__ import annotations

import re

from quiz.checks.words import NEGATIVES, QUOTED
from quiz.generate.gates_grounding import GateFunction, answer_shown, stem_core
from quiz.generate.gazetteer import PLACE_NOUNS
from quiz.generate.ground import Ground
from quiz.generate.lexicon import BACK_REFERENCE, EVALUATIVE, FORECAST_STRICT, MONTHS, RELATIVE_TIME
from quiz.generate.values import Draft, Status
from quiz.generate.wordlists import words
from quiz.items import Choice, Cloze
from quiz.text import safe

WORDS = (6, 32)
"""Words that a stem has, at least and at most; the words that say whose claim it is do not count."""
_SUBJECT_PRONOUN = re.compile(r"\b(he|she|it|they|we|i|you|him|them|us|me)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(his|her|its|their|our|my|your)\b", re.IGNORECASE)
_MONTHS = "|".join(m.capitalize() for m in MONTHS)
_NAME = re.compile(
    rf"(?<!^)(?<![.?!] )\b(?!(?:{_MONTHS}|According|I)\b)(?:[A-Z][\w'’.-]+|[A-Z]{{2,}})|`[^`]+`|(?<!\S)--\w"
)
_CAPITAL = re.compile(
    r"\b(?!(?:The|An?|In|On|At|By|To|For|From|Who|Which|What|How|Since|After|With|Its|All)\b)[A-Z]\w+"
)
_BARE_DEFINITE = re.compile(
    r"\bthe ((?:[a-z][\w-]* )?[a-z][\w-]*?)(?=[,;.?]|$| (?:in|on|at|by|to|from|with|and|or|as|after|before|when"
    r"|where|while|is|are|was|were"
    r"|has|have|had|did|does|must|shall|may|can|will|would|could|should|into|over|under|during|until|since|against"
    r"|through|than"
    r"|{gap}|[a-z]+ed|(?![a-z]*(?:ous|ss|us|is)\b)[a-z]+s)\b)"
)
_UNIQUE = words(
    """
    world earth sun moon sky sea universe internet past future public law state country people first second
    third last same time way end most least best beginning air ground ocean east west north south weather web
    economy environment war summer winter spring autumn morning evening night afternoon rest equator atmosphere
    press media climate globe
    """
)


def _alone(draft: Draft, ground: Ground) -> str:
    stem = QUOTED.sub("“”", stem_core(draft, ground))
    stem = _ITSELF.sub("the document", stem) if ground.normative else stem
    loose = _loose_pronoun(stem, ground)
    if loose:
        return f"'{loose}' has nothing to stand for"
    free = ("another", "same", "otherwise", "here", "again", "both") if ground.normative else ()
    for found in BACK_REFERENCE.finditer(re.sub(r"(?:^|(?<=, ))[Tt]here (?=is\b|are\b|was\b|were\b)", "", stem)):
        word = found[0].casefold()
        if word not in free and (ground.document.text != "brief" or word in _POINTING):
            return f"'{found[0]}' points at another sentence"
    pointed = _THAT.search(stem) or _A_ONE.search(stem)
    if pointed and ground.document.text != "brief":
        return f"'{pointed[0].strip()}' points at another sentence"
    voice = r"\b(?:your|our)\b" if ground.ours else r"\byour\b"
    own = _OWN.search(re.sub(voice, "", stem) if ground.normative else stem)
    if own and not (
        _CAPITAL.search(stem[: own.start()])
        or _is_of_topic(stem, own.start(), ground)
        or (re.match(r"(who|which|what)\b", stem, re.IGNORECASE) and (ground.normative or own[0] != "their"))
    ):
        return f"'{own[0]}' has nothing to stand for"
    if not ground.normative:
        for bare in _BARE_DEFINITE.finditer(stem):
            word = bare[1].split()[-1]
            if word in ground.topic_words and _named(draft, ground):
                continue
            if word not in _UNIQUE and ground.document.text != "brief" and not _told(bare[1], draft, stem):
                return f"'the {bare[1]}' is known from another sentence"
    if not _NAME.search(stem) and not _named(draft, ground):
        return "nothing in the stem has a name"
    return ""


def _loose_pronoun(stem: str, ground: Ground) -> str:
    """Return the first pronoun of a stem that stands for nothing in it; in a policy `you` and `we` are the parties."""
    parties = ("you", "we", "us") if ground.ours else ("you",) if ground.normative else ()
    for found in _SUBJECT_PRONOUN.finditer(_BOUND.sub(" ", stem) if ground.normative else stem):
        word = found[0]
        excused = word == "I" or (word.isupper() and len(word) > 1) or (word == "us" and "US" in stem)
        if not excused and word.casefold() not in parties and not _is_of_topic(stem, found.start(), ground):
            return word
    return ""


def _is_of_topic(stem: str, at: int, ground: Ground) -> bool:
    """Tell whether `he` or `him` stands for the one person whom a stem names, whom the document is about."""
    word = re.match(r"(?:he|him|she|her|his)\b", stem[at:], re.IGNORECASE)
    if word is None or ground.normative or not ground.topic:
        return False
    name = re.search(rf"{re.escape(ground.topic)}|\b{re.escape(ground.topic.split()[-1])}\b", stem)
    if name is None or re.match(r"['’]s", stem[name.end() :]):
        return False
    between = stem[name.end() : max(at, name.end())]
    pairs = re.findall(r"\b(?=[A-Z][\w’'-]+ ([A-Z][\w’'-]+))", between)
    return all(p.casefold() in PLACE_NOUNS for p in pairs)


_ITSELF = re.compile(
    r"\b[Tt]his (?:policy|document|manual|agreement|licen[cs]e|guide|handbook|code of conduct|specification|standard)\b"
)
"""How a policy or manual speaks of itself."""


def _not_the_topic(draft: Draft, ground: Ground) -> str:
    """Say whether it is asked who it was of whom the document or section tells: many did that, or the title tells.

    Where there are options, many do not fit: then only a title that is that name tells it.
    """
    own = draft.origin
    if own.family not in _WHO or isinstance(draft.item, Cloze):
        return ""
    for name in (answer_shown(draft.item), own.key):
        if ground.is_about(name, own.paragraph, isinstance(draft.item, Choice)):
            return f"the document is about '{name}'"
    return ""


_WHO = ("who", "which", "joins", "wants", "holds", "together", "apposition", "agent", "body")
"""Families that ask who or which body it was."""
_BOUND = re.compile(
    r"(?<=\w )(?:if|when|unless|until|before|after|because|that|which|as long as) (?:it|they) (?=[a-z])"
)


_THAT = re.compile(r"\b(?:in|of|for|to|by|on|with|from|at|into) that [a-z]+(?<!s)\b(?! [a-z]+(?:s|ed) )")
_A_ONE = re.compile(
    r"\b(?:do|does|did|done|doing) so\b|\b(?:[Aa]t|[Bb]y|[Ff]rom|[Ss]ince) (?:the|that) time\b"
    r"(?! (?:of|that|when))|\b(?:an?|the|each|this) (?:[a-z]+ )?ones?\b(?! (?:of|that|which|who))"
)
_POINTING = ("these", "those", "this", "such", "another", "others", "latter", "former", "above")


def _told(noun: str, draft: Draft, stem: str) -> bool:
    """Tell whether the stem itself tells of a thing with `the`, or a superlative or ordinal makes it the only one."""
    del draft
    first = noun.split(maxsplit=1)[0]
    return (
        first.endswith("est")
        or first in ("first", "second", "third", "only", "main", "last", "early", "late", "entire", "whole")
        or (len(re.findall(rf"\b{re.escape(noun.rsplit(maxsplit=1)[-1])}", stem)) > 1)
    )


def _named(draft: Draft, ground: Ground) -> bool:
    return draft.item.stem.startswith("According to ") or ground.document.called in draft.item.stem


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
    if own.status is Status.FORECAST and not (ground.normative or ground.document.text == "brief"):
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
    r"https?://|www\.|@\w{2,}|pic\.twitter|[\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF]|</?\w+[^>]*>|\*\*|\]\("
    r"|\\\w+\{|\{[{%]|^\W*\||::|%\w\b|\w=\"",
)
_TYPO = re.compile(
    r"\b(\w{2,}) \1\b|\b(?:of|for|from|with|at) (?:by|of|for|from|with|at)\b|\ba (?:the|an)\b|\bthe (?:a|an|the)\b"
    r"|,,| ,(?=\w)|\b(?:at|to|in|from|of|by|with|as) (?:\.$|as a\b)|[\u2010\u00ad] ",
    re.IGNORECASE,
)
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
    found = NEGATIVES.search(_HARMLESS.sub("", stem)) if isinstance(draft.item, Choice) else _EXCEPTED.search(stem)
    return f"the stem is negative: '{found[0]}'" if found else ""


_HARMLESS = re.compile(r"\b(?:at least|not (?:only|just|yet))\b|\b(?:without|unless)\b", re.IGNORECASE)
_EXCEPTED = re.compile(r"\b(?:except|neither|nor)\b|^(?:no|none|nobody|nothing)\b|\bnot\?", re.IGNORECASE)


_DANGLING = re.compile(
    r"\b(?:and|or|but|the|a|an|of|to|for|with|by|in|on|at|from|that|which|who|as|than|its|their|his|her)\?$"
    r"|\b[Ww]hich \w+ (?:objects|instances|methods|functions|values|types|names) that\b"
    r"|[–—,;:] ?\?$|\b(?:a|an) {gap}"
    r"|\(\s*\)|\b(?:to|of|for|with|by|from|at|into|in|on),|\b(\w+), \?|\?.*\?|\b(?:in|on|at) (?:in|on|at|by|from)\b"
)


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
    numeric = draft.origin.family in ("count", "measure", "money", "when")
    found = _DANGLING.search(item.stem.replace(" stand for?", "?")) or (numeric and _CUT_OFF.search(item.stem))
    return f"the stem is cut off at '{found[0].strip()}'" if found else ""


GATES: tuple[tuple[int, str, GateFunction], ...] = (
    (6, "alone", _alone),
    (6, "topic", _not_the_topic),
    (7, "timeless", _timeless),
    (8, "status", _status),
    (8, "opinion", _opinion),
    (9, "source", _source),
    (15, "plain", _plain_form),
    (16, "whole", _whole),
)
