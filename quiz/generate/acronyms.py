"""Short forms that a sentence explains: `Long Form (LF)`, `LF stands for Long Form`."""

from __future__ import annotations

import re

from quiz.generate.wordlists import words

WELL_KNOWN = words(
    """
    UN US USA UK EU NATO USSR UAE UNESCO WHO BBC NASA FBI CIA IBM RAF CEO GDP HIV AIDS NGO IMF CPI FAQ URL PDF QA TV PC
    USB DVD CPU ID OK HTML HTTP
    """
)
"""Short forms that nobody has to learn from a document."""
_ACRONYM = re.compile(
    r"((?:(?:[A-Z][\w'’-]*|[A-Z]\.)(?: (?:of|for|and|the|on|in|&"
    r"|to))*[ -]){1,9}[A-Z][\w'’-]*)[”\"’']? ?\(([A-Z][A-Za-z]{1,9})\)"
)


_STANDS = re.compile(
    r"\b([A-Z][A-Za-z]*[A-Z]\w*) stands for (?:the )?((?:[A-Z][\w'’-]*)(?: (?:[A-Z][\w'’-]*|of|for|and|the|on"
    r"|in))*(?: [A-Z][\w'’-]*))"
)
_SHORTLY = re.compile(
    r"((?:[A-Z][\w'’-]*)(?: (?:[A-Z][\w'’-]*|of|for|and|the|on"
    r"|in))*(?: [A-Z][\w'’-]*)),? (?:or )?([A-Z][A-Za-z]*[A-Z])(?: for short)"
)


_OPENED = re.compile(
    r"\b([A-Z]{2,8}) \(((?:[A-Z][\w'’-]*)(?:[ -](?:[A-Z][\w'’-]*|of|for|and|the|on|in))*[ -][A-Z][\w'’-]*)\)"
)


def _spells(long: str, short: str) -> bool:
    """Tell whether a short form is made of the first letters of a long one, with or without its small words."""
    parts = re.findall(r"[^\s-]+", long)
    return short.casefold() in (
        "".join(p[0] for p in parts).casefold(),
        "".join(p[0] for p in parts if p[0].isupper()).casefold(),
    )


def acronyms(text: str) -> list[tuple[str, str, int, int]]:
    """Return (long form, short form, start and end of the long form) for each `Long Form (LF)` of a sentence."""
    found = [(m[2], m[1], m.start(2), m.end(2)) for m in _STANDS.finditer(text)]
    found += [(m[1], m[2], m.start(1), m.end(1)) for m in _SHORTLY.finditer(text)]
    found += [(m[2], m[1], m.start(2), m.end(2)) for m in _OPENED.finditer(text) if _spells(m[2], m[1])]
    for match in _ACRONYM.finditer(text):
        short = match[2]
        if sum(c.isupper() for c in short) < 2:
            continue
        parts = list(re.finditer(r"[^\s-]+", match[1]))
        for at in range(len(parts)):
            tail = parts[at:]
            if not tail[0][0][0].isupper():
                continue
            if _spells(" ".join(w[0] for w in tail), short):
                start = match.start(1) + tail[0].start()
                found.append((text[start : match.end(1)], short, start, match.end(1)))
                break
    bare = [(re.sub(r"['’]s$", "", whole), short, start) for whole, short, start, _ in found]
    return [(whole, short, start, start + len(whole)) for whole, short, start in bare]
