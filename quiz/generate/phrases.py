"""Which phrase of a clause can be cut out whole, so that what is left is still a sentence."""

from __future__ import annotations

from quiz.generate.about import About
from quiz.generate.attribution import Range
from quiz.generate.mentions import Mention
from quiz.generate.tokens import Tokens
from quiz.generate.wordlists import words


def tokens_of(tokens: Tokens, start: int, end: int) -> Range | None:
    """Return the tokens that stand exactly at some characters; None when they are cut."""
    first = next((i for i, t in enumerate(tokens) if t.start == start), None)
    last = next((i for i, t in enumerate(tokens) if t.end == end), None)
    return None if first is None or last is None or last < first else (first, last + 1)


_ENDS_PART = frozenset(("IN", "TO", ",", ".", "RB", ":"))


def part_of(about: About, cut: Range) -> Range | None:
    """Return the phrase of the rest whose noun is exactly `cut`, with its preposition, if it can be taken out whole."""
    tokens, clause = about.place.tokens, about.clause
    first, last = cut
    if (
        first < clause.rest[0]
        or last > clause.rest[1]
        or tokens[clause.subject[0]].low in ("no", "none", "neither", "nobody")
    ):
        return None
    if last < clause.rest[1]:
        after = tokens[last]
        if after.tag not in _ENDS_PART or after.low in ("of", "-", "that", "as", "like", "(") or after.text == "-":
            return None
        if after.text == "," and last + 1 < clause.rest[1] and not _ends_list(tokens, last + 1):
            return None
    if first and tokens[first - 1].low == "the":
        first -= 1
    if first == 0 or not _attached(about, first):
        return None
    before = tokens[first - 1]
    if before.tag in ("IN", "TO") and before.low not in (
        "of",
        "between",
        "as",
        "like",
        "than",
        "that",
        "including",
        "such",
    ):
        if tokens[first - 2].tag in ("IN", "TO") or tokens[first - 2].low in ("and", "or", ",", "together", "along"):
            return None
        return first - 1, last
    if first - 1 in (clause.verb, clause.finite) or (before.tag in ("VB",) and first - 1 > clause.finite):
        return first, last
    return None


def _ends_list(tokens: Tokens, at: int) -> bool:
    """Tell whether a comma ends a phrase for good: what comes is no further member of a list and no remark on it."""
    return (
        tokens[at].tag in ("IN", "VBG", "CC", "WRB")
        and tokens[at].low not in ("including", "or", "and")
        and tokens[at].tag != "WDT"
    )


def _attached(about: About, at: int) -> bool:
    """Tell whether what stands at `at` belongs to the main verb and not to a clause inside of the rest."""
    tokens, clause = about.place.tokens, about.clause
    start = max(clause.verb, clause.finite)
    for i in range(start + 1, at):
        token = tokens[i]
        if token.tag in ("WDT", "WP", "WRB", "VBG", "VBD", "VBZ", "VBP", "PRP") or token.text in '“”"();—–':
            return False
        if token.tag == "VBN" and tokens[i - 1].tag.startswith("NN"):
            return False
        if (
            token.low
            in ("that", "while", "because", "although", "when", "where", "if", "after", "before", "and", "but")
            and token.tag != "DT"
        ):
            if token.low in ("and", "but") and not clause.by_tree:
                return False
            if token.low not in ("and", "but", "after", "before"):
                return False
    phrase = tokens[at - 1].tag in ("IN", "TO")
    if not clause.by_tree:
        return not any(t.tag == "IN" and t.low not in ("on", "in") for t in tokens[start + 1 : at - phrase])
    return _hangs(tokens, clause.verb, at - 1 if phrase else _head_noun(tokens, at), phrase)


_LIGHT = words(
    """
    have has had sign signed hold held make made maintain maintained reach reached conclude concluded share
    shared
    """
)


def _head_noun(tokens: Tokens, at: int) -> int:
    """Return the last token of the run of nouns that begins at `at`."""
    while (
        at + 1 < len(tokens) and tokens[at].tag in ("DT", "JJ", "CD", "NNP", "NN", "NNS") and tokens[at].head == at + 1
    ):
        at += 1
    while tokens[at].dep in ("compound", "det", "amod", "nummod", "poss", "nmod") and tokens[at].head > at:
        at = tokens[at].head
    return at


def _hangs(tokens: Tokens, verb: int, at: int, phrase: bool) -> bool:
    """Tell whether a phrase belongs to the verb, to a verb that follows it, or to the thing that the verb is about."""
    up = tokens[at].head
    if up != verb and tokens[up].dep == "dobj" and phrase:
        light = tokens[tokens[up].head].low in _LIGHT
        if tokens[at].low not in ("in", "at", "on") and not light:
            return False
        up = tokens[up].head
    for _ in range(3):
        if up == verb:
            return True
        if tokens[up].dep not in ("xcomp", "prep") or (tokens[up].dep == "prep" and phrase):
            return False
        up = tokens[up].head
    return False


def pair_of(tokens: Tokens, found: list[Mention]) -> tuple[Mention, Mention] | None:
    """Return two names of one class that `and` joins, when they are all."""
    if len(found) != 2 or found[0].cls != found[1].cls or found[0].name == found[1].name:
        return None
    between = tokens[found[0].last : found[1].title]
    joined = [t.low for t in between] in (["and"], ["and", "the"])
    return (found[0], found[1]) if joined else None


def the_of(tokens: Tokens, mention: Mention) -> str:
    """Return the article that a name has where it stands."""
    return "the " if mention.title and tokens[mention.title - 1].low == "the" else ""
