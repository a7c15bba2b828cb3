"""The one text toolbox: what may reach a terminal, what counts as the same answer, what is near to what.

Pure functions over strings. Nothing here knows items, files or screens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

REPLACEMENT = "\ufffd"
COMBINING_LIMIT = 8
"""Combining marks kept on one base character."""
TYPED_LIMIT = 10_000
"""Characters of a typed answer that are looked at."""

_NEWLINES = {0x2028: "\n", 0x2029: "\n", 0x85: "\n", 0x09: "    "}
_JOINERS = frozenset("\u200c\u200d")
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th"})
_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}
ARTICLES = frozenset({"a", "an", "the"})


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cc", "Cs") and char != "\n":
        return REPLACEMENT
    if category == "Cf" and char not in _JOINERS:
        return REPLACEMENT
    return char


def safe(text: str, limit: int | None = None) -> str:
    """Return `text` as it may be written to any terminal.

    Control, bidirectional and surrogate characters become U+FFFD, tabs four spaces, line separators newlines; a base
    keeps at most eight combining marks. Idempotent. `limit` cuts at so many characters and ends with an ellipsis.
    """
    if not (text.isascii() and text.isprintable()):
        text = text.replace("\r\n", "\n").translate(_NEWLINES)
        text = "".join(map(_shown, text))
        text = _thin_marks(unicodedata.normalize("NFC", text))
    if limit is not None and len(text) > limit:
        return text[: max(0, limit - 1)] + "…"
    return text


def _rides(char: str) -> bool:
    """Tell whether a character is drawn on the one before it; a joiner begins no new one."""
    return char in _JOINERS or bool(unicodedata.combining(char)) or unicodedata.category(char) in ("Mn", "Me")


def _thin_marks(text: str) -> str:
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if _rides(char) else 0
        if run <= COMBINING_LIMIT:
            kept.append(char)
    return "".join(kept)


def one_line(text: str, limit: int | None = None) -> str:
    """Return `safe(text)` with every run of white space as one space."""
    return safe(" ".join(safe(text).split()), limit)


_SKIN = range(0x1F3FB, 0x1F400)
_FLAG = range(0x1F1E6, 0x1F200)


def graphemes(text: str) -> list[str]:
    """Return `text` cut into what people see as one character: a letter with its marks, a flag, joined signs."""
    if text.isascii():
        return list(text)
    found: list[str] = []
    for char in text:
        last = found[-1] if found else ""
        rides = _rides(char) or ord(char) in _SKIN or unicodedata.category(char) == "Mc"
        joined = last.endswith("\u200d") and unicodedata.category(char) == "So"
        flag = ord(char) in _FLAG and len(last) == 1 and ord(last) in _FLAG
        if last and (rides or joined or flag):
            found[-1] += char
        else:
            found.append(char)
    return found


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")


def _drop_latin_marks(text: str) -> str:
    kept: list[str] = []
    latin = False
    for char in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(char):
            if latin:
                continue
        else:
            latin = _is_latin(char)
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def canon(text: str, *, accents: bool = False, case: bool = False) -> str:
    """Fold `text` to what two equal answers have in common (SCORING 1.5).

    Width, case, marks on Latin letters, punctuation and a leading English article are folded; `accents` and `case`
    keep those two. Idempotent; empty when nothing but signs is left.
    """
    if text.isascii():
        kept = text[:TYPED_LIMIT] if case else text[:TYPED_LIMIT].casefold()
        return _without_article(kept.translate(_SIGNS).split())
    folded = unicodedata.normalize("NFKC", text[:TYPED_LIMIT])[:TYPED_LIMIT]
    if not case:
        folded = unicodedata.normalize("NFKC", folded.casefold()).casefold()
    if not accents and not folded.isascii():
        folded = _drop_latin_marks(folded)
        if not case:
            folded = folded.translate(_LETTERS)
    words = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in folded).split()
    return _without_article(words)


def _without_article(words: list[str]) -> str:
    while len(words) > 1 and words[0].casefold() in ARTICLES:
        del words[0]
    return " ".join(words)


_LEFT_OUT = frozenset({*range(0x300, 0x370), *range(0x591, 0x5C8), *range(0x64B, 0x660), 0x670})
"""Marks on Latin, Greek, Cyrillic, Hebrew and Arabic letters, which people leave out when they look for something."""


class _Folding(dict[int, str]):
    """What each character is looked for by, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", chr(code)).casefold())
        kept = "".join(c for c in spread if ord(c) not in _LEFT_OUT and unicodedata.category(c) != "Cf")
        words = kept.translate(_LETTERS)
        self[code] = made = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in words)
        return made


_FOLDING = _Folding()


def sought(text: str) -> str:
    """Fold `text` to what it is searched by: words without case, signs and marks, one space between two.

    Each character folds by itself, so that what was found can be shown in the text: see `found_in`.
    """
    return " ".join(text.translate(_FOLDING).split())


def found_in(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return where folded words stand in a text, as places that do not overlap (from, to), in order.

    A word is shown where it begins a word of the text, elsewhere only if it begins none.
    """
    folded = text.translate(_FOLDING)
    # A character may fold to none or several; where each folds to one, places are the same.
    at: Sequence[int] = range(len(text) + 1)
    if not text.isascii():
        at = [place for place, char in enumerate(text) for _ in _FOLDING[ord(char)]]
    spans: list[tuple[int, int]] = []
    for word in filter(None, words):
        places = [m.start() for m in re.finditer(re.escape(word), folded)]
        begins = [p for p in places if p == 0 or folded[p - 1] == " "]
        spans += [(at[p], at[p + len(word) - 1] + 1) for p in begins or places]
    return tuple(_joined(text, sorted(spans)))


def _joined(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield places, in order, that overlap or touch as one; marks belong to the character that they ride on."""
    begin = end = -1
    for start, last in spans:
        stop = next((i for i in range(last, len(text)) if _FOLDING[ord(text[i])]), len(text))
        if start > end:
            if end > 0:
                yield begin, end
            begin = start
        end = max(end, stop)
    if end > 0:
        yield begin, end


_MEANING = re.compile(r"[+#%$€£<>=*/&@^~°]|[-\u2212](?=\d)")


def same(left: str, right: str) -> bool:
    """Tell whether two texts are one after folding.

    Signs that carry meaning count (`C++` is not `C#`, `-5` is not `5`); texts of signs alone stand as they are.
    """
    a, b = canon(left), canon(right)
    if not a and not b:
        return " ".join(left.split()) == " ".join(right.split())
    return a == b and _MEANING.findall(left) == _MEANING.findall(right)


def distance(left: str, right: str, limit: int) -> int:
    """Return the edits between two folded texts, neighbouring swaps counting once; `limit` + 1 when there are more.

    Optimal string alignment (a restricted Damerau-Levenshtein distance).
    """
    from rapidfuzz.distance import OSA

    return int(OSA.distance(left, right, score_cutoff=limit))


_DIGITS = re.compile(r"\d+")


def digit_runs(text: str) -> list[str]:
    """Return the runs of digits in `text`, in their order."""
    return _DIGITS.findall(text)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that `word` was most likely meant to be, or an empty string."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun: `1 question`, `2 questions`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def listed(names: Iterable[str]) -> str:
    """Return names as one says them: `a`, `a and b`, `a, b and c`."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last
