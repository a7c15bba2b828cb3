"""How two wordings of one text differ: how like they are, which words changed, and whether only the spelling did."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,:](?=\d)")
_MEANING = frozenset("+#%$€£<>=*/&@^~°")
_MINUS = re.compile(r"(?<![^\s(])[-\u2212](?=\d)")


def likeness(old: str, new: str) -> float:
    """Return how like two wordings are, from 0 to 100; case does not count."""
    from rapidfuzz import fuzz

    return float(fuzz.ratio(old.casefold(), new.casefold()))


def marked(old: str, new: str) -> str:
    """Return the new wording with the words that went as [-old-] and those that came as {+new+}."""
    before, after = old.split(), new.split()
    parts: list[str] = []
    for what, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            parts += before[i:j]
            continue
        if j > i:
            parts.append(f"[-{' '.join(before[i:j])}-]")
        if n > k:
            parts.append(f"{{+{' '.join(after[k:n])}+}}")
    return " ".join(parts)


def spelt(text: str) -> str:
    """Return a text without case, punctuation and the width of its spaces.

    Two texts that give the same differ in spelling alone. Signs that carry meaning are kept: `C++` is not `C#`, -5 is
    not 5, 4.2 is not 42.
    """
    kept = _MINUS.sub("\u2212", _BETWEEN_DIGITS.sub(lambda found: f"\u2212{found[0]}\u2212", text))
    wide = unicodedata.normalize("NFC", kept).casefold()
    return " ".join("".join(c if _counts(c, i, wide) else " " for i, c in enumerate(wide)).split())


def _counts(char: str, at: int, text: str) -> bool:
    if char.isalnum() or char in _MEANING or char == "\u2212" or unicodedata.category(char)[0] == "M":
        return True
    return 0 < at < len(text) - 1 and text[at - 1] == text[at + 1] == "\u2212"
