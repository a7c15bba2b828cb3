"""Stage 3: a sentence as tokens with parts of speech, by rules alone; `parsing` does the same with a language model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from quiz.checks.fidelity import NUMBER_WORDS
from quiz.generate.gazetteer import COUNTRIES, DEMONYMS
from quiz.generate.lexicon import (
    ADJECTIVES,
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    HAVE,
    MODALS,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    SCALES,
    SUBORDINATORS,
    is_verb_form,
)
from quiz.generate.wordlists import words


class Token(NamedTuple):
    """One token: its text, its characters in the sentence, its part of speech as in the Penn treebank.

    `head` is the place of the token on which it depends (-1 unknown), `dep` how, `entity` a model's class of name.
    """

    text: str
    start: int
    end: int
    tag: str
    head: int = -1
    dep: str = ""
    entity: str = ""

    @property
    def low(self) -> str:
        """The text without case."""
        return self.text.casefold()


Tokens = tuple[Token, ...]


class Parser(Protocol):
    """A back end of the linguistic stage."""

    name: str

    def parse(self, sentences: Iterable[str]) -> Iterable[Tokens]:
        """Yield the tokens of each sentence, in their order."""
        ...


_TOKEN = re.compile(
    r"`[^`\n]{1,80}`|(?:[A-Za-z]\.){2,}|--?[A-Za-z][\w-]*(?:=\w+)?|[$€£¥]|\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th|s)?\b|%"
    r"|(?:J|S|D)r\.|M[rs]s?\.|St\.|No\.(?=\s\d)|[^\W\d_]\.(?=\s[A-Z])"
    r"|(?:[^\W_]|_(?=\w))+(?:[-.'’/@_:]+(?:[^\W_]|_)+)*(?:\(\))?|\.{3}|…|[“”\"‘’'«»()\[\]{},;:.!?—–-]|\S"
)
_POSSESSIVE = re.compile(r"(.+)(['’]s)$")
_CONTRACTION = re.compile(r"(.+)(n['’]t|['’](?:ll|re|ve|d|m))$", re.IGNORECASE)


def words_of(text: str) -> list[tuple[str, int, int]]:
    """Return the tokens of a sentence with their characters; endings such as 's stand by themselves."""
    found: list[tuple[str, int, int]] = []
    for match in _TOKEN.finditer(text):
        word, start = match[0], match.start()
        if word[0] not in "`":
            parted = _POSSESSIVE.match(word) or _CONTRACTION.match(word)
            if parted:
                middle = start + len(parted[1])
                found += [(parted[1], start, middle), (parted[2], middle, match.end())]
                continue
            # A possessive of a plural: the sign alone.
        found.append((word, start, match.end()))
    return found


_CLOSED = PRONOUNS | DETERMINERS | PREPOSITIONS | SUBORDINATORS | ADVERBS | AUXILIARIES


def names_in(sentences: Iterable[Iterable[str]]) -> frozenset[str]:
    """Return the words that have a capital inside of a sentence: they are names at the beginning of one, too."""
    return frozenset(
        w for words in sentences for at, w in enumerate(words) if at and w[:1].isupper() and w.casefold() not in _CLOSED
    )


def retagged(tokens: Tokens, names: frozenset[str], small: frozenset[str] = frozenset()) -> Tokens:
    """Return tokens of which the first is a name if it is one elsewhere, and none if its place gives it its capital.

    `small` are the words that stand with a small letter somewhere.
    """
    if len(tokens) < 2:
        return tokens
    tokens = _after_code(tokens)
    first, follows = tokens[0], tokens[1]
    if first.tag in ("NNP", "NNPS"):
        plain = (
            first.text not in names
            and first.text.isalpha()
            and first.text[1:].islower()
            and follows.tag not in ("NNP", "NNPS")
        )
        common = first.low in small or first.low.endswith(
            ("tion", "ment", "ness", "ism", "ers", "ors", "ings", "ties", "ance", "ence", "sion", "ants", "ees")
        )
        return (
            (first._replace(tag="NNS" if first.low.endswith("s") else "NN"), *tokens[1:])
            if plain and common
            else tokens
        )
    if first.text not in names or first.tag == "VBG":
        return tokens
    return (first._replace(tag="NNP"), *tokens[1:])


_BEHIND_VERB = words("the a an how whether that to what which all any each as if")


def _after_code(tokens: Tokens) -> Tokens:
    """Return tokens in which what follows code at the beginning is a verb where it can be one: `x` controls the …"""
    at = 1 + (len(tokens) > 3 and tokens[1].low in _CODE_NOUNS)
    if tokens[0].text[:1] not in "`-" or at + 1 >= len(tokens) or not is_verb_form(tokens[at].text, "third"):
        return tokens
    if tokens[at].tag.startswith("V") or tokens[at + 1].low not in _BEHIND_VERB:
        return tokens
    return (*tokens[:at], tokens[at]._replace(tag="VBZ"), *tokens[at + 1 :])


class Rules:
    """The back end that needs nothing: closed classes, known verbs, endings, and what stands beside."""

    name = "rules"

    def parse(self, sentences: Iterable[str]) -> Iterable[Tokens]:
        """Yield the tokens of each sentence, in their order."""
        parted = [words_of(text) for text in sentences]
        names = names_in([w for w, _, _ in found] for found in parted)
        for found in parted:
            yield tag(found, names)


def tag(words: list[tuple[str, int, int]], names: frozenset[str] = frozenset()) -> Tokens:
    """Give each word its part of speech; `names` are words that are known to be names."""
    tags: list[str] = []
    for place, (word, _, _) in enumerate(words):
        known = place == 0 and word in names and not is_verb_form(word, "ing")
        tags.append("NNP" if known else _tag(words, tags, place, word))
    return tuple(Token(w, s, e, t) for (w, s, e), t in zip(words, tags, strict=True))


def _tag(words: list[tuple[str, int, int]], tags: list[str], place: int, word: str) -> str:
    low = word.casefold()
    if word.isupper() and word in ("US", "IT", "WHO", "ME", "OR", "IN", "AT"):
        return "NNP"
    before = tags[-1] if tags else ""
    last = words[place - 1][0].casefold() if place else ""
    after = words[place + 1][0] if place + 1 < len(words) else ""
    closed = _closed(low, word, before, after)
    if closed:
        return closed
    if word[0] == "`" or word.startswith("-") or word.endswith("()") or "_" in word:
        return "NNP"
    if word[0].isdigit() or low in NUMBER_WORDS or low in SCALES:
        return "CD"
    if not word[0].isalpha():
        return word if word in ",:;()" else ("." if word in ".!?…" else ("$" if word in "$€£¥" else ":"))
    if word[0].isupper() and (place > 0 or _is_name(words)):
        return "JJ" if word in DEMONYMS and after[:1].islower() else "NNP"
    return _open(low, before, last, after, word)


def _closed(low: str, word: str, before: str, after: str) -> str:
    if low in ("'s", "’s"):
        return "POS"
    if low == "to":
        return "TO"
    if low in MODALS and not (low in ("will", "may", "might") and (word[0].isupper() or before == "DT")):
        return "MD"
    if low in BE:
        return {"be": "VB", "been": "VBN", "being": "VBG", "was": "VBD", "were": "VBD", "are": "VBP"}.get(low, "VBZ")
    if low in HAVE or low in ("do", "does", "did"):
        return {"has": "VBZ", "does": "VBZ", "had": "VBD", "did": "VBD", "having": "VBG"}.get(
            low, "VB" if before in ("MD", "TO") else "VBP"
        )
    if low in ("n't", "n’t", "not"):
        return "RB"
    if low in SUBORDINATORS:
        if low == "that" and before in ("", "IN", "CC", ",") and after[:1].islower() and low != word:
            return "DT"
        return "WDT" if low in ("which", "who", "whom", "whose", "that") else "WRB" if low[0] in "wh" else "IN"
    if (low in DETERMINERS and low not in PRONOUNS | {"both", "all"}) or (low == "all" and after[:1].islower()):
        return "DT"
    if low in PRONOUNS:
        return (
            "DT"
            if low in ("this", "these", "those", "such", "its", "his", "her", "their", "our", "your", "my")
            else "PRP"
        )
    if low in ("and", "or", "but", "nor"):
        return "CC"
    if low in PREPOSITIONS:
        return "IN"
    return ""


def _is_name(words: list[tuple[str, int, int]]) -> bool:
    """Tell whether the first word of a sentence is a name by itself: it is known, or a name follows it."""
    first = words[0][0]
    follows = words[1][0] if len(words) > 1 else ""
    if first in COUNTRIES or first.casefold() in MONTHS or first.isupper():
        return True
    low = first.casefold()
    common = (
        low in ADVERBS | ADJECTIVES or is_verb_form(low, "base") or is_verb_form(low, "past") or low.endswith("ing")
    )
    if follows[:1].isupper():
        return not common
    if follows == "and" and len(words) > 2 and words[2][0][:1].isupper():
        return not common
    if first.casefold().endswith("s") and not first.casefold().endswith(("is", "us", "as")):
        return False
    return follows in AUXILIARIES or is_verb_form(follows, "third") or (is_verb_form(follows, "past") and not common)


_CODE_NOUNS = words(
    """
    command option flag function method setting variable file parameter switch argument
    """
)


def _open(low: str, before: str, last: str, after: str, word: str) -> str:
    """Return the tag of a word of an open class."""
    if before in ("MD", "TO") and is_verb_form(low, "base"):
        return "VB"
    if before == "RB" and last in ("not", "n't", "n’t") and is_verb_form(low, "base"):
        return "VB"
    if last[:1] in ("`", "-") and low in _CODE_NOUNS:
        return "NN"
    if (low.endswith("ly") and len(low) > 4) or low in ADVERBS:
        return "RB"
    verb = _past_form(low, before, last, after)
    if verb:
        return verb
    if low.endswith("ing") and len(low) > 5:
        return "VBG" if before not in ("DT", "JJ", "POS") else "NN"
    if is_verb_form(low, "third") and before in ("NNP", "NN", "PRP", "RB", ")", "WDT", ","):
        if (
            after[:1].isupper()
            or after.casefold() in DETERMINERS | PREPOSITIONS | ADVERBS | {"to", "that", "how"}
            or _plain(after)
        ):
            return "VBZ" if not (after in ("of",) and before == "NN") else "NNS"
        return "NNS"
    if is_verb_form(low, "base") and before in ("NNS", "PRP", "NNP") and last not in ("it", "he", "she"):
        return "VBP"
    if low in ADJECTIVES or low.endswith(("ous", "ful", "ive", "able", "ible", "ical", "ish", "less")) or "-" in low:
        return "JJ"
    if low.endswith(("al", "ic", "ary")) and after[:1].islower() and after not in PREPOSITIONS:
        return "JJ"
    return "NNS" if low.endswith("s") and not low.endswith(("ss", "us", "is")) else "NN"


def _past_form(low: str, before: str, last: str, after: str) -> str:
    """Return the tag of a past form or participle; empty when a word is none."""
    participle, past = is_verb_form(low, "participle"), is_verb_form(low, "past")
    if participle and (last in BE | HAVE or (before == "RB" and not past)):
        return "VBN"
    if past or (low.endswith("ed") and len(low) > 4):
        if before in ("DT", "JJ", "POS", "CD") or (before == "IN" and after[:1].islower()):
            return "JJ"
        if after in ("by",) or before in ("", ",") or not (past or participle):
            return "VBN"
        return "VBD" if past else "VBN"
    return "VBN" if participle else ""


def _plain(after: str) -> bool:
    return after[:1].islower() or after[:1].isdigit() or after[:1] in '`$€£“"'
