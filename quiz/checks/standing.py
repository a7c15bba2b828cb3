"""Whether an English sentence stands alone: pronouns without an antecedent, times and places that need a "now".

A sentence of a brief is shown by itself as the proof of an answer. No grammar is parsed here: a pronoun has its
antecedent where some word that may be one stands before it, so that what is told is rarely wrong and not complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quiz.checks.words import QUOTED, STOP, stem


def words_in(text: str) -> frozenset[str]:
    """Return the set of the words of a list that is written as one text."""
    return frozenset(text.split())


_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W_]+)*|\d[\d.,]*")
_SPEAKER = words_in("we us our ours ourselves you your yours my mine myself")
_SUBJECT = words_in("he she they it him them")
_OWNING = words_in("his her hers its their theirs")
_PERSON = words_in("he she him his her hers")
_PEOPLE = words_in("man woman wife husband person people minister president leader author king queen mayor")
_PEOPLE_ENDINGS = ("er", "or", "ist", "ian", "man", "ant")
_PREPOSITIONS = words_in(
    "about after ahead alongside although along among amid as at because before behind besides beyond by despite during"
    " for from if in inside into near of on once outside over per since through throughout to under until unless upon"
    " when where while with within without"
)
_TIMES = words_in(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday time times day days week weeks weekend month months year years spring summer"
    " autumn fall winter moment point decade decades century"
)
_NO_NOUN = words_in(
    "meanwhile later earlier moreover therefore thus already soon often still perhaps afterwards instead next indeed"
    " reads read argues argued claims claimed states stated adds added believes believed expects expected thinks"
    " thought writes wrote reports reported notes noted holds held counts describes described announced announces"
    " insists insisted warns warned hopes hoped considers finds found previous following"
)
_THOSE = words_in("who whom whose of that which in from with on at for by between to under behind already not")
_COPULA = (
    r"(?:is|was|be|been|being|remains?|remained|seems?|seemed|appears?|appeared|becomes?|became|takes?|took|would"
    r"|will|may|might|could|can|should|must|has|had|makes?|made|turns? out|turned out|follows|happens|happened)"
)
_CLAUSE = r"(?:that|whether|how|why|if|when|who|whom|what|where|which)\b"
_PARTICIPLES = r"(?!\w+ed\s+to\b|(?:built|made|sent|held|meant|set|known|seen|put|led|given|brought)\s+to\b)"
_EXPLETIVE = re.compile(
    rf"it(?:['’]s)?\s+(?:{_COPULA}\s+)+{_PARTICIPLES}(?:[\w-]+\s+){{1,6}}?(?:to\b|{_CLAUSE})|it(?:['’]s)?\s+"
    rf"(?:{_COPULA}\s+)+{_CLAUSE}",
    re.IGNORECASE,
)
_FOUND_IT = re.compile(
    r"\b(?:call|make|find|deem|consider|think|believe|keep|leave|see|take|hold|judge)(?:s|ed|ing)?\s+$"
    r"|\b(?:made|making|found|thought|left|kept|saw|took|taking|held|believed|considered|leaving)\s+$",
    re.IGNORECASE,
)
_FOUND_WHAT = re.compile(rf"it\s+(?:[\w-]+\s+){{1,4}}?(?:to\b|for\b|{_CLAUSE})", re.IGNORECASE)
_NAMED_TIMES = "|".join(sorted(_TIMES - {"time", "times", "day", "days", "moment", "point", "may"}))
_RELATIVE = re.compile(
    rf"\b(?:today|tomorrow|yesterday|tonight|recently|lately|currently|nowadays|ago|(?<!as )soon|here|at present"
    rf"|so far(?!-)|at th(?:at|is) (?:time|moment|point)|these days"
    rf"|this (?:{_NAMED_TIMES}|may)|(?<!the )(?<!['’]s )(?:last|next|past|coming) (?:{_NAMED_TIMES}|may))\b",
    re.IGNORECASE,
)
_ANCHORED = re.compile(
    r"\b(?:of|before|after|by|in|at|when|than|until|since) (?:the|this|its|his|her) (?:\w+ )?"
    r"(?:article|report|text|brief|blog|post|piece|speech|interview|document|book|history|letter|study)\b"
    r"|\bas of\b|\b(?:1[0-9]|20)\d\d\b",
    re.IGNORECASE,
)


_ANY = re.compile(
    rf"\b(?:{'|'.join(sorted(_SPEAKER | _SUBJECT | _OWNING))}|i|this|these|that|those|such)\b", re.IGNORECASE
)


class Word(NamedTuple):
    """A word of a text, as it stands and folded, and how many characters stand before it."""

    text: str
    at: int

    @property
    def folded(self) -> str:
        """The word in lower case, without a possessive ending."""
        return re.sub(r"['’]s?$", "", self.text.casefold())


def unquoted(text: str) -> str:
    """Return a text with blanks for what stands in quotation marks: all else keeps its place."""
    if '"' not in text and text.isascii():
        return text
    return QUOTED.sub(lambda found: '"' + " " * (len(found[0]) - 2) + '"', text)


def words_of(text: str) -> list[Word]:
    """Return the words of a text with their places."""
    return [Word(found[0], found.start()) for found in _WORD.finditer(text)]


def relative(text: str, anchors: Sequence[str] = ()) -> Iterator[Word]:
    """Yield what a reader needs another text's "now" or "here" for; `anchors` are names of the text that says so."""
    bare = unquoted(text)
    if not _RELATIVE.search(bare):
        return
    if _ANCHORED.search(bare) or any(re.search(rf"\bof {re.escape(a)}\b", bare) for a in anchors):
        return
    for found in _RELATIVE.finditer(bare):
        yield Word(found[0], found.start())


def dangling(text: str, voices: frozenset[str] = frozenset()) -> Iterator[Word]:
    """Yield each pronoun, and `this`, `that` or `such` with its noun, that nothing before it in the sentence explains.

    `voices` are the folded words of the names of who speaks: `it` never stands for them.
    """
    bare = unquoted(text)
    if not _ANY.search(bare):
        return
    words = words_of(bare)
    opening = _opening(bare, words)
    for index, word in enumerate(words):
        folded = word.text.casefold()
        if (folded in _SPEAKER and word.text != "US") or _speaks(words, index):
            yield word
        elif folded in _SUBJECT | _OWNING:
            if folded == "it" and _expletive(bare, word.at):
                continue
            if not _has_antecedent(words, index, opening, voices) and not _named_after(bare, words, index, opening):
                yield word
        elif folded in ("this", "these", "that", "those", "such") and _points(words, index, bare, opening):
            noun = words[index + 1].text if index + 1 < len(words) else ""
            yield Word(f"{word.text} {noun}".strip(), word.at)


def _speaks(words: list[Word], index: int) -> bool:
    """Tell whether a word is the pronoun I and not the number of a king or a war."""
    return words[index].text == "I" and not (index and words[index - 1].text[0].isupper())


def _opening(text: str, words: list[Word]) -> tuple[int, int]:
    """Return how many words an introductory phrase has whose nouns own no later subject, and where its comma stands."""
    comma = text.find(",")
    if not words or words[0].folded not in _PREPOSITIONS or text.casefold().startswith(("according to", "for ")):
        return 0, -1
    if comma < 0:
        return len(words), -1
    return sum(word.at < comma for word in words), comma


def _may_be_meant(word: Word, person: bool) -> bool:
    folded = word.folded
    if folded in STOP or folded in _TIMES or folded in _NO_NOUN or folded.endswith("ly") or not folded[0].isalpha():
        return word.text in ("US", "X")
    if person:
        return word.text[0].isupper() or folded in _PEOPLE or folded.rstrip("s").endswith(_PEOPLE_ENDINGS)
    return True


def _has_antecedent(words: list[Word], index: int, opening: tuple[int, int], voices: frozenset[str]) -> bool:
    folded = words[index].text.casefold()
    start = opening[0] if folded in _SUBJECT else 0
    if start > index:
        start = index if folded in _SUBJECT else 0
    before = words[start:index]
    if folded == "it":
        before = [word for word in before if word.folded not in voices]
    return any(_may_be_meant(word, folded in _PERSON) for word in before)


def _named_after(text: str, words: list[Word], index: int, opening: tuple[int, int]) -> bool:
    """Tell whether a pronoun of an introductory phrase is explained behind its comma, as in "In its report, X"."""
    size, comma = opening
    if comma < 0 or index >= size:
        return False
    following = words[size : size + 4]
    the = bool(following) and following[0].folded in ("the", "a", "an")
    return any(_may_be_meant(word, False) and (the or word.text[0].isupper()) for word in following)


def _expletive(text: str, at: int) -> bool:
    """Tell whether the `it` at a place stands for nothing, as in "it is unclear whether" and "make it possible to"."""
    if _EXPLETIVE.match(text, at):
        return True
    return bool(_FOUND_IT.search(text[:at]) and _FOUND_WHAT.match(text, at))


def _points(words: list[Word], index: int, text: str, opening: tuple[int, int]) -> bool:
    """Tell whether `this`, `these`, `that`, `those` or `such` points out of the sentence."""
    folded = words[index].text.casefold()
    following = words[index + 1] if index + 1 < len(words) else None
    if following is not None and following.folded in _TIMES:
        return False
    if folded in ("those", "such") and not _bare_pointer(folded, words[index + 1 : index + 8]):
        return False
    if folded == "that" and not _determines(words, index):
        return False
    before = words[opening[0] if opening[0] <= index else 0 : index]
    if following is not None and stem(following.folded) in {stem(word.folded) for word in before}:
        return False
    clause = re.split(r"[,;:–]| and | but | or ", text[: words[index].at])[:-1]
    return not (clause and len(before) >= 3 and any(_may_be_meant(word, False) for word in before))


def _bare_pointer(folded: str, after: list[Word]) -> bool:
    """Tell whether `those` or `such` has nothing behind it that says which are meant."""
    if not after:
        return True
    if folded == "those":
        return after[0].folded not in _THOSE and not after[0].folded.endswith(("ing", "ed"))
    return after[0].folded != "as" and not any(word.folded in ("that", "as") for word in after)


def _determines(words: list[Word], index: int) -> bool:
    """Tell whether `that` belongs to a noun: it opens the sentence or follows a preposition."""
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None or following.text[0].isupper() or following.folded in STOP:
        return False
    return index == 0 or words[index - 1].folded in _PREPOSITIONS
