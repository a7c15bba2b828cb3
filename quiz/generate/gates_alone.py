"""Gate 6: a stem that stands alone. What it points at stands in it, and what it takes as known the document names."""

from __future__ import annotations

import re

from quiz.checks.words import QUOTED
from quiz.generate.gates_grounding import answer_shown, stem_core
from quiz.generate.gazetteer import FIRST_NAMES, PLACE_NOUNS
from quiz.generate.ground import Ground
from quiz.generate.lexicon import BACK_REFERENCE, ITSELF, MONTHS, ONE_OF_ITS, is_verb_form
from quiz.generate.values import Draft
from quiz.generate.wordlists import words
from quiz.items import Choice, Cloze

_SUBJECT_PRONOUN = re.compile(
    r"\b(he|she|it|they|we|i|you|him|them|us|me|her(?= (?:to|in|at|on|for|from|with|and|as|by|of)\b))\b", re.IGNORECASE
)
_OWN = re.compile(r"\b(his|her|its|their|our|my|your)\b", re.IGNORECASE)
_MONTHS = "|".join(m.capitalize() for m in MONTHS)
_NAME = re.compile(
    rf"(?<!^)(?<![.?!] )\b(?!(?:{_MONTHS}|According|I)\b)(?:[A-Z][\w'’.-]+|[A-Z]{{2,}})|`[^`]+`|(?<!\S)--\w"
)
_CAPITAL = re.compile(
    r"\b(?!(?:The|An?|As|In|On|At|By|To|For|From|Who|Which|What|How|Since|After|With|Its|All"
    rf"|{_MONTHS})\b)[A-Z]\w+"
)
_BEHIND = (
    "in|on|at|by|to|from|with|for|within|out|up|off|about|near|and|or|as|the|an?|after|before|when|where|while|is|are|was"
    "|were|has|have|had|called|first|again|did|does|must|shall|may|can|will|would|could|should|into|over|under|during"
    "|until|since|against|through|than|between|among|across|along|around|behind|beyond|toward|towards|via|without"
    "|but|not|if|because|despite"
)
"""Words behind a noun that do not go on with it."""
_BARE_DEFINITE = re.compile(
    rf"\b[Tt]he (?:[12]\d{{3}} )?((?:[a-z][\w-]* )?(?!(?:{_BEHIND}|of)\b)[a-z][\w-]*?)(?=[,;.?]|$|['’]s\b"
    rf"| (?:{_BEHIND}|{{gap}}|[a-z]+ed|(?![a-z]*(?:ous|ss|us|is)\b)[a-z]+s)\b)"
)
_ASKED_DEFINITE = re.compile(r"\b(?:[Dd]id|[Dd]oes|[Dd]o) the ([a-z][\w-]*)(?= (?P<verb>[a-z]+)\b)")
"""A thing whose verb follows it in a question: `did the album sell`."""
_BODY = re.compile(
    r"\b[Tt]he (Board|Council|Committee|Company|Observatory|Society|Union|Church|Treaty|Act|Party|Bank|Office|Academy"
    r"|School|University|College|Museum|Institute|Institution|Commission|Court|Conference|Congress|Agreement|Convention"
    r"|Charter|Castle|Palace|Abbey|Cathedral|Bridge|Tower|House|Hall|Courtyard|Army|Navy|Fleet|Press|Club|League|Trust|Principality|Republic|Kingdom|Empire|Province|Duchy|Colony"
    r"|Fund)(?= [a-z]|[.,;?]|['’]s|$)(?! of\b)"
)
"""A body or thing that is called by its kind alone."""
_UNIQUE = words(
    """
    world earth sun moon sky sea universe internet past future public law state country people first second
    third last same time way end most least best beginning air ground ocean east west north south weather web
    economy environment war summer winter spring autumn morning evening night afternoon rest equator atmosphere
    press media climate globe
    """
)


def alone(draft: Draft, ground: Ground) -> str:
    """Say what a stem takes as known that only another sentence tells; empty where there is nothing."""
    stem = QUOTED.sub("“”", stem_core(draft, ground))
    stem = ITSELF.sub("the document", stem) if ground.normative else stem
    text = isinstance(draft.item, Cloze)
    return (
        _standing_for_nothing(stem, ground, text)
        or _pointing(stem, ground)
        or _owning(stem, ground, text)
        or (_definite(stem, draft, ground) if ground.report else "")
        or _bare_name(stem, ground)
        or ("" if _NAME.search(stem) or _named(draft, ground) else "nothing in the stem has a name")
    )


def _standing_for_nothing(stem: str, ground: Ground, text: bool) -> str:
    loose = _loose_pronoun(stem, ground, text)
    return f"'{loose}' has nothing to stand for" if loose else ""


def _pointing(stem: str, ground: Ground) -> str:
    """Say which word points at another sentence."""
    brief = ground.document.text == "brief"
    free = ("another", "same", "again", "both") if ground.normative else ()
    for found in BACK_REFERENCE.finditer(re.sub(r"\b[Tt]here (?=is\b|are\b|was\b|were\b)", "", stem)):
        word = found[0].casefold()
        if word not in free and (not brief or word in _POINTING):
            return f"'{found[0]}' points at another sentence"
    patterns = () if brief else (_THAT, _A_ONE, _OTHER, _SAID, *(() if ground.normative else (_REST,)))
    pointed = next((m for p in patterns if (m := p.search(stem))), None if brief else _FIRST.match(stem))
    return f"'{pointed[0].strip()}' points at another sentence" if pointed else ""


def _owning(stem: str, ground: Ground, text: bool) -> str:
    """Say which possessive pronoun has nobody in the stem to stand for."""
    voice = r"\b(?:your|our)\b" if ground.ours else r"\byour\b"
    own = _OWN.search(re.sub(voice, "", stem) if ground.normative else stem)
    if own is None or (
        _CAPITAL.search(stem[: own.start()])
        or _is_of_topic(stem, own.start(), ground)
        or (text and _has_antecedent(stem[: own.start()], own[0].casefold(), ground))
        or (
            re.match(r"(who|which|what)\b", stem, re.IGNORECASE)
            and (ground.normative or own[0] != "their")
            and not re.match(r"\w+ (?:\w+ )?(?:is|are|was|were) (?:one of )?(?:its|his|her) ", stem)
        )
    ):
        return ""
    return f"'{own[0]}' has nothing to stand for"


def _definite(stem: str, draft: Draft, ground: Ground) -> str:
    """Say which thing a report speaks of with `the` that its other sentences must have told of."""
    asked = [m for m in _ASKED_DEFINITE.finditer(stem) if is_verb_form(m["verb"], "base")]
    for bare in (*_BARE_DEFINITE.finditer(stem), *asked):
        word = bare[1].split()[-1]
        first = bare[0][0] == "T" and re.match(r" (?:on|to|for|from|with|between|at|in) (?!\d)", stem[bare.end() :])
        told = first or word in _UNIQUE or (word in ground.topic_words and _named(draft, ground))
        told = (
            told
            or (word == ground.topic_noun and ground.topic in stem)
            or (word in ONE_OF_ITS and _named(draft, ground))
        )
        if not told and not _told(bare[1], stem[: bare.start()]):
            return f"'the {bare[1]}' is known from another sentence"
    titled = _BODY.search(stem)
    if titled and titled[1] not in ground.document.called:
        return f"'the {titled[1]}' is known from another sentence"
    return ""


def _bare_name(stem: str, ground: Ground) -> str:
    name = next((w for w in _CAPITAL.findall(stem) if w in ground.first_names and _stands_alone(w, stem)), "")
    return f"'{name}' is only the first name of somebody" if name else ""


def _stands_alone(name: str, stem: str) -> bool:
    """Tell whether a name stands in a stem without another name beside it."""
    return (
        re.search(
            rf"(?:[A-Z][\w.’'-]* |-){name}\b|\b{name}(?:,? (?:d[eaiu] |v[ao]n |del |la |le |bin )?[A-Z]|['’]s [A-Z]|-)",
            stem,
        )
        is None
    )


def _has_antecedent(before: str, pronoun: str, ground: Ground) -> bool:
    """Tell whether a thing or things stand before a pronoun in a sentence that is shown whole, for it to stand for."""
    if len(before.split()) < (3 if ground.normative else 6) or (not ground.normative and before.endswith(", ")):
        return False
    if pronoun in ("they", "them", "their"):
        return _MANY.search(before) is not None
    one = _ONE if ground.normative else _ONE_THING
    return pronoun in ("it", "its") and one.search(before) is not None


_OBJECT = re.compile(r"^[^,;]*\b(?:[a-z]+(?:ed|es|ts|ns|ks)|made|gave|took|led|set|put|left|held|kept) it$")
"""`It` behind the first verb of a sentence: what did that is not what it stands for."""
_IT = re.compile(r"^(?:[A-Z][\w.’'-]* )+(?:[a-z]+ly )?[a-z]+(?:ed|es) it\b")
"""`It` behind the first verb of a whole sentence: the name before it did something with what is not told."""
_MANY = re.compile(
    r"\b(?!(?:is|was|has|does|its|this|as|unless|always|perhaps|across|yes)\b)[a-z]+(?<!s)(?<!u)(?<!i)s\b"
    r"|\b(?:people|men|women|children|users?|owners?|members?|person|fleet|crew)\b"
)
_ONE_THING = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Ee]ach|[Oo]ne) [a-z][\w-]+")
_ONE = re.compile(r"(?:\b(?:[Aa]n?|[Tt]he|[Ee]ach|[Aa]ny|[Ee]very|[Yy]our|[Oo]ne)|`[^`]+`|[A-Z]\w+) [a-z][\w-]+")


def _loose_pronoun(stem: str, ground: Ground, text: bool) -> str:
    """Return the first pronoun of a stem that stands for nothing in it; in a policy `you` and `we` are the parties.

    `text`: the stem is a whole sentence with a gap, in which a thing may stand for which the pronoun stands.
    """
    parties = ("you", "we", "us") if ground.ours else ("you",) if ground.normative else ()
    for found in _SUBJECT_PRONOUN.finditer(_BOUND.sub(" ", stem) if ground.normative else stem):
        word = found[0]
        excused = word == "I" or (word.isupper() and len(word) > 1) or (word == "us" and "US" in stem)
        if excused or word.casefold() in parties or _is_of_topic(stem, found.start(), ground):
            continue
        object_ = (not ground.normative and _OBJECT.search(stem[: found.end()])) or _IT.match(stem[: found.end()])
        if object_ or not (text and _has_antecedent(stem[: found.start()], word.casefold(), ground)):
            return word
    return ""


def _is_of_topic(stem: str, at: int, ground: Ground) -> bool:
    """Tell whether `he` or `him` stands for the one person whom a stem names, whom the document is about."""
    word = re.match(r"(?:he|him|she|her|his)\b", stem[at:], re.IGNORECASE)
    if word is None or not (ground.life or ground.topic.split(" ")[0] in FIRST_NAMES):
        return False
    if word[0].casefold() not in ground.pronouns:
        return False
    name = re.search(rf"{re.escape(ground.topic)}|\b{re.escape(ground.topic.split()[-1])}\b(?! [A-Z])", stem)
    whose = word[0].casefold() in ("his", "her", "him")
    if (
        name is None
        or (whose and name.start() > at)
        or (re.match(r"['’]s", stem[name.end() :]) and word[0].casefold() not in ("he", "she"))
    ):
        return False
    between = stem[name.end() : max(at, name.end())]
    pairs = re.findall(r"\b(?=[A-Z][\w’'-]+ ([A-Z][\w’'-]+))", between)
    return all(p.casefold() in PLACE_NOUNS for p in pairs)


def not_the_topic(draft: Draft, ground: Ground) -> str:
    """Say whether it is asked who it was of whom the document or section tells: many did that, or the title tells.

    Where there are options, many do not fit: then only a title that is that name tells it.
    """
    own = draft.origin
    asked = own.family in _WHO and not isinstance(draft.item, Cloze)
    if not asked and own.family != "gap":
        return ""
    for name in (answer_shown(draft.item), own.key):
        if ground.is_about(name, own.paragraph, asked and isinstance(draft.item, Choice)):
            return f"the document is about '{name}'"
    return ""


_WHO = ("who", "which", "joins", "wants", "holds", "together", "apposition", "agent", "body", "role")
"""Families that ask who or which body it was."""
_BOUND = re.compile(
    r"(?<=\w )(?:if|when|unless|until|before|after|because|that|which|as long as) (?:it|they) (?=[a-z])"
)


_THAT = re.compile(
    r"\b(?:in|of|for|to|by|on|with|from|at|into) that (?:(?:day|month|year|time)\b|[a-z]+(?<!s)\b(?! [a-z]+(?:s|ed) ))"
)
_REST = re.compile(
    r"\b[Tt]he (?:highest|lowest|largest|smallest|longest|oldest|other|rest|next)(?: [a-z]+ [a-z]+)?"
    r" (?:is|was|are|were)\b"
    r"|^(?:[Aa]n? )(?:(?:early|other) [a-z]+|example|exception)\b|\b(?:much|far|even) (?:more|less) (?!.*\bthan\b)"
    r"|\b[Tt]he (?:first|last) (?:two|three|four|five|six|\d+) [a-z]+\b(?! of\b)"
    r"|\b(?:the only|all) other\b|\bsimilar [a-z]+ |\bremaining [a-z]+|\bfurther [a-z]+\b|\b[Tt]he next [a-z]+\b"
)
_SAID = re.compile(
    r"\b(?:said|aforesaid) (?:application|request|notice|person|agreement|document|property|period)\b|\bthat year\b"
)
_FIRST = re.compile(r"[Tt]hat [a-z]+\b")
_OTHER = re.compile(
    r"(?:^|\b(?:[Dd]id|[Dd]oes|[Dd]o|[Ww]as|[Ww]ere|[Ii]s|[Aa]re) )(?:[Oo]ther|[Ff]urther|[Aa]dditional) \w+"
)
_A_ONE = re.compile(
    r"\b[Dd]uring the (?:year|season|period|day|night)\b(?! (?:of|that|when|before|after)| [A-Z\d])"
    r"|\b(?:do|does|did|done|doing) so\b|\b(?:[Aa]t|[Bb]y|[Ff]rom|[Ss]ince) (?:the|that) time\b"
    r"(?! (?:of|that|when))|\b(?:an?|the|each|this) (?:[a-z]+ )?ones?\b(?! (?:of|that|which|who))"
)
_POINTING = ("these", "those", "this", "such", "another", "others", "latter", "former", "above")


def _told(noun: str, before: str) -> bool:
    """Tell whether the stem has told of a thing with `the`, or a superlative or ordinal makes it the only one."""
    first = noun.split(maxsplit=1)[0]
    return (
        first.endswith("est")
        or first in ("first", "second", "third", "only", "last", "early", "late")
        or re.search(rf"\b{re.escape(noun.rsplit(maxsplit=1)[-1])}", before) is not None
    )


def _named(draft: Draft, ground: Ground) -> bool:
    return draft.item.stem.startswith("According to ") or ground.document.called in draft.item.stem
