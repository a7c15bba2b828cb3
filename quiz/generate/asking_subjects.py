"""Families whose answer is the subject of a clause: a name, a role that has a duty, a piece of code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from quiz.generate.about import About, Fact, Stem
from quiz.generate.asking_names import family_of, noun_behind, wh_of
from quiz.generate.attribution import Range
from quiz.generate.classes import CITY, CODE, NAME, ORG, PERSON, PERSON_NOUNS, THING, is_body
from quiz.generate.framing import about_subject
from quiz.generate.gazetteer import ORGANISATION
from quiz.generate.lexicon import BE
from quiz.generate.mentions import Mention
from quiz.generate.phrases import pair_of, the_of
from quiz.generate.tokens import Tokens
from quiz.generate.wordlists import words


def subjects(about: About) -> Iterator[Fact]:
    """Yield the fact whose answer is the subject: a name, code, a role; nothing that is true of others, too."""
    clause, tokens = about.clause, about.place.tokens
    if any(t.low in ("also", "too") for t in tokens[clause.subject[1] : clause.rest[1]]):
        return
    first, last = clause.subject
    found = [m for m in about.place.mentions if first <= m.title and m.last <= last]
    inner = [m for m in found if _heads(tokens, m, first, last)]
    pair = pair_of(tokens, found)
    if pair is not None and first >= pair[0].title - 1 and pair[1].last == last:
        yield from _together(about, pair)
        return
    many = tokens[clause.finite].tag == "VBP" or tokens[clause.finite].low in ("are", "were", "have")
    listed = many and any(t.low == "and" for t in tokens[first:last])
    post = _post(about, first, last)
    if post is None and len(inner) == 1 and not listed and not _coordinated(tokens, first, last, inner[0]):
        yield from _named(about, inner[0])
        return
    role = post or _role_words(about, first, last)
    if role is not None:
        shown, wh = role
        text = about.place.said.text[slice(*about.chars(*shown))]
        yield about.fact(
            "body" if post else "who-must",
            about.chars(*shown),
            None,
            [Stem("question", about_subject(about.frame, wh))],
            cls="role",
            name=f"{text[:1].upper()}{text[1:]}",
        )


def _together(about: About, pair: tuple[Mention, Mention]) -> Iterator[Fact]:
    """Yield the facts whose answer is one of two names that do something together."""
    for one, other in (pair, pair[::-1]):
        wh = wh_of(one, True)
        asked = about_subject(about.frame, wh).replace(", together,", "") if wh else ""
        if asked and other.text not in about.speaker:
            beside = f"{the_of(about.place.tokens, other)}{_in_title(about, other)}"
            stem = Stem("question", f"Together with {beside}, {asked[:1].lower()}{asked[1:]}")
            yield about.fact(family_of(about, "together"), about.chars(one.first, one.last), one, [stem])


def _named(about: About, mention: Mention) -> Iterator[Fact]:
    """Yield the fact whose answer is the one name that is the subject."""
    clause, tokens = about.clause, about.place.tokens
    last = clause.subject[1]
    behind = noun_behind(tokens, mention.last, last)
    made, wh = mention, wh_of(mention, True)
    if mention.cls == CODE:
        yield from _code(about, mention)
        return
    if mention.cls == ORG and _is_no_body(about, mention):
        return
    if behind and mention.last + 1 == last:
        made, wh = mention._replace(cls=THING, noun=behind, kind=""), f"Which {behind}"
    elif mention.cls == CITY and tokens[min(clause.verb, len(tokens) - 1)].low not in _STAYING:
        return
    shared = tokens[min(clause.verb, len(tokens) - 1)].low in _SHARED and not about.read.brief
    if shared and not _is_only_one(tokens, clause.rest):
        return
    named = any(m.first >= clause.rest[0] for m in about.place.mentions)
    if not named and says_little(tokens, clause.rest, 2):
        return
    asked = about_subject(about.frame, wh) if wh and not _is_one_of_many(about) else ""
    if asked:
        yield about.fact(
            family_of(about, "who"), about.chars(mention.first, mention.last), made, [Stem("question", asked)]
        )


_SHARED = words(
    """
    born died lived attended worked studied joined moved visited served owned participated fought returned passed
    knew liked loved believed wanted considered thought felt feared hoped
    withdrew seceded resigned
    enlisted grew settled resided retired belonged attend attends live lives work works own owns
    """
)
"""Verbs of what many do: that it was done tells of nobody."""


def _is_only_one(tokens: Tokens, rest: Range) -> bool:
    """Tell whether a word says that somebody alone did it, or as the first."""
    return any(
        t.tag in ("JJS", "RBS") or t.low in ("first", "last", "only", "alone", "sole") for t in tokens[slice(*rest)]
    )


def _is_one_of_many(about: About) -> bool:
    """Tell whether a sentence says of its subject what is true of others, too: that it is a such, or lies somewhere."""
    tokens, clause = about.place.tokens, about.clause
    finite, first = tokens[clause.finite], tokens[clause.rest[0]]
    if first.low in _BOUND_TO:
        return False
    if finite.low in ("lies", "lie", "lay") or (clause.inverts and tokens[clause.verb].low in ("located", "situated")):
        return True
    return (
        finite.low in ("is", "was", "are", "were")
        and not clause.inverts
        and (first.low in ("a", "an", "one", "among") or first.tag == "JJ")
    )


def _is_no_body(about: About, mention: Mention) -> bool:
    """Tell whether a supposed organisation is an event that is held, or bears a surname that others bear, too."""
    clause, tokens = about.clause, about.place.tokens
    event = clause.inverts and tokens[clause.verb].low in ("held", "released", "launched")
    words = mention.name.split()
    known = len(words) != 2 or set(mention.name.casefold().split()) & ORGANISATION
    return event or (not known and len(_bearers(about.read.text, words[1])) > 1)


@lru_cache(maxsize=64)
def _bearers(text: str, surname: str) -> frozenset[str]:
    """Return the names with which a document writes a surname."""
    return frozenset(re.findall(rf"\b([A-Z][^\W\d_]+) {re.escape(surname)}\b", text))


_BOUND_TO = words("responsible required obliged entitled liable allowed permitted expected prohibited eligible")
_STAYING = words(
    """
    is was are were has had lies lay became becomes hosts hosted stands
    """
)
"""Verbs whose subject is a city as a place; with others a capital stands for its government."""


def _in_title(about: About, mention: Mention) -> str:
    return about.place.said.text[about.place.tokens[mention.title].start : about.place.tokens[mention.last - 1].end]


def _heads(tokens: Tokens, mention: Mention, first: int, last: int) -> bool:
    """Tell whether a name is the head of a subject: what follows it is a remark set off by commas, or nothing."""
    before = tokens[first : mention.title]
    if mention.cls == CODE and _kind_behind(tokens, mention, last):
        return all(t.tag == "DT" for t in before)
    if mention.cls == CODE and all(t.tag in ("DT", "NN", "JJ") for t in before) and mention.last == last:
        return len(before) < 4 and not any(t.low in ("this", "that", "no", "every", "each") for t in before)
    role = mention.cls == PERSON and bool(before) and _is_by_role(before)
    if not role and any(
        t.tag not in ("DT", "JJ", "CD") or t.low in ("this", "that", "no", "every", "each") for t in before
    ):
        return False
    after = tokens[mention.last : last]
    if not after:
        return True
    if after[0].text == "," and after[-1].tag == "NNP" and any(t.low in ("and", "or") for t in after):
        return False
    if len(after) == 1 and after[0].tag == "NN" and (mention.cls == CODE or noun_behind(tokens, mention.last, last)):
        return True
    return after[0].text in ",(" and not any(t.low in ("and", "or") for t in after[:2])


def _is_by_role(before: Tokens) -> bool:
    """Tell whether what stands before the name of a person says what he or she is: `French inventor`, `Health`."""
    plain = all(t.tag in ("JJ", "NN", "NNP", "VBG", "HYPH", "CD") for t in before[before[0].tag == "DT" :])
    return plain and (
        before[-1].tag == "NNP" or before[-1].low == "old" or before[-1].low in PERSON_NOUNS or is_role(before[-1].low)
    )


def _kind_behind(tokens: Tokens, mention: Mention, last: int) -> str:
    """Return the noun of `X method of …` behind a piece of code that is the subject; empty where none stands there."""
    inner = tokens[mention.last : last]
    at = next((i for i, t in enumerate(inner) if t.tag == "NN"), 3)
    plain = all(t.tag in ("JJ", "NN", "NNS", "NNP", "IN", "DT", "HYPH") or t.text == "-" for t in inner)
    if len(inner) < at + 3 or at > 2 or not plain or inner[at + 1].low != "of":
        return ""
    return inner[at].text


def _coordinated(tokens: Tokens, first: int, last: int, mention: Mention) -> bool:
    around = tokens[first : mention.title] + tokens[mention.last : last]
    return any(t.low in ("and", "or", "as", "nor") and t.tag in ("CC", "IN", "RB") for t in around[:2])


def _code(about: About, mention: Mention) -> Iterator[Fact]:
    """Yield the fact whose answer is a piece of code: an option, a function, a file."""
    tokens, (first, last) = about.place.tokens, about.clause.subject
    follows = tokens[mention.last].text if mention.last < last else ""
    before = [t.text for t in tokens[first : mention.first] if t.tag != "DT"]
    long = _kind_behind(tokens, mention, last)
    if says_little(tokens, about.clause.rest):
        return
    if long:
        asked = about_subject(about.frame, f"Which {about.frame.slice(mention.last, last)}")
        made = mention._replace(noun=long, cls=CODE)
        yield about.fact("code", about.chars(mention.first, mention.last), made, [Stem("question", asked)])
        return
    noun = (
        follows if follows.isalpha() and follows.islower() else " ".join(before).casefold() or code_noun(mention.text)
    )
    noun = noun or code_kinds(about.read.text).get(mention.text.strip("`"), "")
    bare = not noun and first == mention.first and _TELLING_CODE.search(mention.text) and about.normative
    if noun in VAGUE_KINDS:
        return
    if noun or (bare and not _is_one_of_many(about) and not says_little(tokens, about.clause.rest)):
        stem = about_subject(about.frame, f"Which {noun}" if noun else "What")
        made = mention._replace(noun=noun, cls=CODE if noun else "code-any")
        yield about.fact("code", about.chars(mention.first, mention.last), made, [Stem("question", stem)])


VAGUE_KINDS = words(
    "content behavior behaviour minimum maximum value default line form result version way one thing part"
)
_TELLING_CODE = re.compile(r"^`.*(?:[a-z][A-Z]|[-_.()/]).*`$")


def says_little(tokens: Tokens, rest: Range, least: int = 3) -> bool:
    """Tell whether what is said of a thing is too little to know it by: fewer telling words than `least`."""
    telling = [t for t in tokens[rest[0] : rest[1]] if t.tag.startswith(("NN", "JJ", "VB", "CD")) and len(t.text) > 2]
    return len(telling) < least


def code_noun(text: str) -> str:
    """Return how a question calls a piece of code, by its look; empty when that says nothing."""
    bare = text.strip("`")
    if re.fullmatch(r"--?[A-Za-z][\w-]*(?:=\S*)?", bare):
        return "option"
    if bare.endswith(")"):
        return "function"
    if re.fullmatch(r"[\w./~-]*\.(?:json|ya?ml|toml|txt|md|py|js|cfg|conf|ini|html?|xml|csv|sh|log)", bare):
        return "file"
    return ""


CODE_KINDS = words(
    """
    directive module command option attribute header field method property parameter variable function setting flag
    element event utility program keyword class file directory label key value signal tool script package branch
    decorator object argument switch subcommand mode environment section table role tag hook
    """
)
"""What pieces of code are called."""
_KIND_OF_CODE = re.compile(rf"`([^`\n]{{2,40}})`+(?:\]\([^)\n]*\))? ({'|'.join(sorted(CODE_KINDS))})s?\b")


@lru_cache(maxsize=8)
def code_kinds(text: str) -> dict[str, str]:
    """Return what a document calls its pieces of code, where it calls each always the same: `X` is a directive."""
    found: dict[str, set[str]] = {}
    for code, kind in _KIND_OF_CODE.findall(text):
        found.setdefault(code, set()).add(kind)
    return {code: kinds.pop() for code, kinds in found.items() if len(kinds) == 1}


_ROLE = re.compile(
    r"(?:er|or|ee|ist|ant|ian|eer|man|woman)s?$|^(?:staff|members?|boards?|authority|authorities|committees?|party"
    r"|parties|parents?"
    r"|students?|guests?|agency|agencies|company|companies|department|departments|judges?|people|persons?|visitors?"
    r"|citizens?|patrons?|wardens?|participants?|applicants?|residents?|maintainers?"
    r"|secretary|secretaries|delegates?|chairs?|presidents?|trustees?|patients?|clients?|teams?|states?|parliament|council|courts?|heads?|librar(?:y|ies)|schools?|universit(?:y"
    r"|ies))$"
)


ANYBODY = words(
    """
    patron patrons individual individuals people person persons user users member members party parties
    employee employees developer developers reader readers
    """
)


OFTEN = 6
"""Times that a policy names somebody from which it speaks of them throughout: that they must do it tells nothing."""


def _times(text: str, role: str) -> list[str]:
    """Return how often a text names a role, in singular and plural."""
    return re.findall(rf"\b{re.escape(role.rstrip('s'))}s?\b", text, re.IGNORECASE)


ANY_BODY = words("team teams state states body bodies board council committee party parties")
"""Words that alone tell of no body in particular."""
_NOT_ROLE = words(
    """
    number computer paper letter order matter water other another former latter error factor sector vector
    filter parameter buffer header folder character pointer server container counter register chapter center
    winter summer power tower weather color behavior floor door mirror motor monitor router driver printer
    loader handler iterator generator operator constructor descriptor integer trigger marker answer offer layer
    user-agent transfer parser compiler interpreter browser processor adapter wrapper decorator formatter helper
    sensor cover corner border river constant variant element document restaurant plant important relevant
    list playlist chamber significant tier guarantee degree agreement significant cursor editor meter timer selector
    broker client composer
    """
)


def is_role(word: str) -> bool:
    """Tell whether a noun names people or bodies by what they do."""
    return _ROLE.search(word) is not None and word not in _NOT_ROLE and word.rstrip("s") not in _NOT_ROLE


@lru_cache(maxsize=8)
def _is_manual(text: str) -> bool:
    """Tell whether a text is on programs and their options: who does something in it is a program as a rule."""
    return len(re.findall(r"(?<![\w-])--?[a-z][\w-]*|`[^`\n]+`", text)) >= MANUAL


MANUAL = 20
"""Pieces of code from which a text is a manual of a program."""
_MANY = words(
    "this these any no each every some multiple several many other others anyone everyone someone new existing"
)


def _post(about: About, first: int, last: int) -> tuple[Range, str] | None:
    """Return the subject and how it is asked for, where a policy says what a body or post of its own must or may do."""
    tokens, clause = about.place.tokens, about.clause
    start = first + (tokens[first].low == "the")
    mention = next((m for m in about.place.mentions if m.title == start and m.last == last), None)
    rules = tokens[clause.finite].low in ("must", "shall", "may", "should", "can", "cannot", "will")
    if not about.normative or mention is None or mention.cls != NAME or not rules or _is_one_of_many(about):
        return None
    if mention.text.isupper():
        return None
    if about.place.said.part and mention.text.casefold() in about.place.said.part.casefold():
        return None
    body = mention.noun == "organization" and is_body(mention.name)
    name = mention.text.split()
    known = len(name) > 1 or re.search(rf"\b{re.escape(mention.text.casefold())}\b", about.read.text) is not None
    if not body and not (known and name[-1][:1].isupper() and is_role(name[-1].casefold())):
        return None
    return None if says_little(tokens, clause.rest, 2) else ((start, last), "Which body" if body else "Who")


def _role_words(about: About, first: int, last: int) -> tuple[Range, str] | None:
    """Return the subject as a role of people or bodies (`the data controller`, `employees`) where a duty follows."""
    tokens, clause = about.place.tokens, about.clause
    duty = tokens[clause.finite].low in ("must", "shall", "may", "should", "can", "cannot", "will")
    if not (duty or (about.normative and tokens[clause.finite].tag in ("VBZ", "VBP"))) or _is_one_of_many(about):
        return None
    inner = tokens[first:last]
    if not 1 <= len(inner) <= 5 or any(t.tag not in ("DT", "NN", "NNS", "JJ", "NNP", "VBG", "HYPH") for t in inner):
        return None
    if _is_manual(about.read.text) or tokens[clause.verb].low in ("composed", "called", "known", "made"):
        return None
    if (
        inner[0].low in _MANY
        or (tokens[clause.finite].low in BE and not clause.inverts)
        or any(first <= m.first < last for m in about.place.mentions)
    ):
        return None
    bare = len([t for t in inner if t.tag != "DT"]) == 1
    if bare and not about.read.brief and len(_times(about.read.text, inner[-1].low)) > OFTEN:
        return None
    if (
        not is_role(inner[-1].low)
        or (len(inner) < 3 and inner[-1].low in ANYBODY)
        or (bare and inner[-1].low in ANY_BODY)
    ):
        return None
    return (first + (inner[0].tag == "DT"), last), "Who"
