"""Shares: `two-thirds of the votes`, `half of the members`, `3/4 of those present`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.generate.about import Fact, Place, Stem
from quiz.generate.framing import GAP
from quiz.generate.values import Status

_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_COUNTS = {"one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_SHARE = re.compile(
    r"\b(?:(?P<above>[1-9])/(?P<below>[1-9]\d?)"
    rf"|(?P<count>{'|'.join(_COUNTS)})[- ](?P<part>{'|'.join(p for p in _PARTS if p != 'half')})s?"
    r"|(?P<half>(?:one[- ]|a )?half)|(?P<to>[1-9]):(?P<one>[1-9]))(?= (?:of|majority)\b)",
    re.IGNORECASE,
)
_ODD = re.compile(r"[;:“”\"?!…]|\b(?:about|nearly|almost|roughly|around|some|and a) $", re.IGNORECASE)
LONGEST = 32
"""Words of a sentence that is shown with a gap."""


def forms_of(share: str) -> tuple[str, ...]:
    """Return the usual spellings of a share, with digits and in words; none of what is no share."""
    found = _SHARE.match(f"{share} of")
    if found is None:
        return ()
    if found["to"]:
        return (f"{found['to']} to {found['one']}", f"{found['to']}-to-{found['one']}")
    if found["half"]:
        return ("half", "one half", "a half", "1/2", "50 %")
    above = int(found["above"]) if found["above"] else _COUNTS[found["count"].casefold()]
    below = int(found["below"]) if found["below"] else _PARTS[found["part"].casefold()]
    number = next((w for w, n in _COUNTS.items() if n == above), "")
    part = next((w for w, n in _PARTS.items() if n == below), "")
    many = f"{part}s" if above > 1 else part
    spelled = (f"{number}-{many}", f"{number} {many}") if number and part else ()
    return (f"{above}/{below}", *spelled, *((f"a {part}",) if above == 1 and part else ()))


def shares(place: Place) -> Iterator[Fact]:
    """Yield the one share of a sentence, as a gap in it."""
    text = place.said.text
    found = list(_SHARE.finditer(text))
    whole = text[:1].isupper() and text.endswith(".") and len(text.split()) <= LONGEST and place.clause is not None
    if len(found) != 1 or not whole or found[0].start() < 12 or _ODD.search(text[: found[0].start()]):
        return
    start, end = found[0].span()
    named = place.tokens[0].tag in ("NNP", "NNPS")
    stem = Stem("cloze", f"{text[:start]}{GAP} (share){text[end:]}", named, place.he)
    key = text[start:end]
    yield Fact(place.number, "share", start, end, key, key, "share", "", Status.REPORTED, "", (stem,))
