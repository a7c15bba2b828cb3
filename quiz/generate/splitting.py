"""Stage 2: where sentences end. A full stop after an abbreviation, an initial or a number does not end one."""

from __future__ import annotations

import re

from quiz.generate.lexicon import ABBREVIATIONS, AUXILIARIES, STARTERS, is_verb_form
from quiz.generate.wordlists import words

_END = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s)|[.!?…]+[\"”’»)\]]*$|[。！？]")
_WORD_BEFORE = re.compile(r"[^\s(\[“\"‘]+$")
_WORDS_AFTER = re.compile(r"\s*([“\"‘'(\[]*)(\S+)(?:\s+(\S+))?")
_DOTTED = re.compile(r"(?:[A-Za-z]\.){2,}|[A-Za-z]\.")
_OFFICE = words(
    """
    president secretary senator army navy department treasury congress court government state
    """
)


def split(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of one paragraph, whose white space is folded."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        if end.start() < start:
            continue
        if _ends(text, end.start(), end.end(), start):
            found.append((start, end.end()))
            start = end.end()
            while start < len(text) and text[start] == " ":
                start += 1
    if start < len(text):
        found.append((start, len(text)))
    return found


def _ends(text: str, at: int, behind: int, start: int) -> bool:
    """Tell whether the signs from `at` to `behind` end the sentence that began at `start`."""
    if behind >= len(text) or text[at] in "。！？":
        return True
    after = _WORDS_AFTER.match(text, behind)
    if after is None:
        return True
    opening, word, more = after[1], after[2], after[3] or ""
    bare = word.strip("“”\"‘’'(),.;:")
    if text[at] in "!?":
        return bool(opening) or not bare[:1].islower()
    if bare[:1].islower() and not opening:
        return False
    before = _WORD_BEFORE.search(text, max(start, at - 40), at)
    token = before[0] if before else ""
    whole = token + "."
    if token.isdigit() and at - len(token) <= start:
        return False
    if text[at : at + 1] != "." or text[at + 1 : at + 2] == "." or behind - at > 1:
        return True
    dotted = _DOTTED.fullmatch(whole) is not None
    if token.casefold() in ("no", "nos", "fig", "figs", "art", "sec", "p", "pp", "vol", "ch"):
        # "No. 2" is a number; "No." by itself is an answer.
        return not (bare[:1].isdigit() or (len(bare) < 5 and bare.isupper()))
    if dotted and len(whole) > 2:
        return _begins(bare, more)
    if len(token) == 1 and token.isupper():
        return (
            token == "I"
            and re.search(r"\b(?:War|Part|Book|Act|Phase|Volume) I$", text[max(start, at - 12) : at]) is not None
        )
    return token.casefold() not in ABBREVIATIONS


def _begins(word: str, more: str) -> bool:
    """Tell whether a word with a capital begins a sentence, where a dotted abbreviation stands before it."""
    if word.casefold() in STARTERS:
        return True
    following = more.strip("“”\"‘’'(),.;:")
    if word.casefold() in _OFFICE or following[:1].isupper():
        return False
    return (
        following in AUXILIARIES
        or (following.endswith("ly") and len(following) > 4)
        or is_verb_form(following, "past")
        or is_verb_form(following, "third")
    )
