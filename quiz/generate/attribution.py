"""Stage 4b: who says a sentence. Reports tell that before the claim, behind it, or behind the speaker's own words."""

from __future__ import annotations

from quiz.generate.lexicon import SAYING, WEEKDAYS
from quiz.generate.tokens import Tokens

Range = tuple[int, int]
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
NOMINAL = frozenset(
    ("NN", "NNS", "NNP", "NNPS", "CD", "JJ", "JJR", "JJS", "DT", "POS", "PRP$", "$", "VBG", "VBN", "HYPH", "PDT")
)
OPENING, CLOSING, MARKS = '“"', '”"', '“”"'
_DASHES = ("—", "–", "-", "--")
CONDITIONS = frozenset(("if", "when", "once", "unless", "after", "before", "until", "while", "because", "where"))
SCENES = frozenset(("as", "although", "though", "since"))
"""Words with which a sentence begins whose first clause is not what is claimed; the latter stand for reasons, too."""
TO_WHOM = ("tell", "tells", "told")
"""Verbs of saying that name the hearer."""
_BARE = frozenset(("say", "says", "said", "believe", "believes", "believed", "argue", "argues", "argued"))
"""Verbs behind which a claim may stand without `that`."""


def end_of(tokens: Tokens) -> int:
    """Return where a sentence ends without its stops, or behind a quotation that ends it; 0 where it has no end."""
    end = len(tokens)
    quotes = sum(t.text in MARKS for t in tokens)
    if end > 2 and tokens[-1].text in CLOSING and tokens[-2].text[:1] in ".!?…":
        whole = tokens[0].text in OPENING and quotes == 2
        return 0 if whole or quotes % 2 else end
    while end and tokens[end - 1].text[:1] in ".!?…":
        end -= 1
    return end if end < len(tokens) else 0


def after_dateline(tokens: Tokens) -> int:
    """Return where a report begins behind the place and date of its writing: `OSLO, March 3 (Agency) — `."""
    city = tokens[0].text.rstrip("".join(_DASHES)) if tokens else ""
    if len(tokens) < 8 or not (city.isupper() and len(city) > 2):
        return 0
    if city != tokens[0].text:
        return 1 if tokens[1].text[:1].isupper() else 0
    dash = next((i for i in range(1, min(12, len(tokens) - 4)) if tokens[i].text in _DASHES), None)
    if dash is None or tokens[dash].end == tokens[dash + 1].start:
        return 0
    inner = tokens[1:dash]
    known = all(t.tag in ("NNP", "NNPS", "CD") or t.text in ",()./" or t.text.isupper() for t in inner)
    return dash + 1 if known and tokens[dash + 1].text[:1].isupper() else 0


def attribution(tokens: Tokens, start: int, end: int) -> tuple[int, int, Range | None]:
    """Return where the claim begins and ends, and who makes it, where that is said before or after it."""
    lows = [t.low for t in tokens]
    if lows[start : start + 2] == ["according", "to"] and "," in lows[start + 2 : start + 14]:
        comma = lows.index(",", start + 2)
        if comma < end - 3:
            return comma + 1, end, (start + 2, comma)
    for at in range(end - 2, max(start + 3, end - 12), -1):
        if lows[at : at + 2] == ["according", "to"] and lows[at - 1] == ",":
            return start, at - 1, (at + 2, end)
    if tokens[start].text in OPENING:
        return _behind_quotation(tokens, start, end)
    before = _before_quotation(tokens, start, end)
    if before is not None:
        return before
    behind = _behind_claim(tokens, start, end)
    return behind or (start, end, None)


def _behind_claim(tokens: Tokens, start: int, end: int) -> tuple[int, int, Range] | None:
    """Return a claim and who makes it, said behind it: `The yard will close, Holm said on Monday`."""
    if tokens[start].low in CONDITIONS | SCENES:
        return None
    for at in range(end - 1, start + 4, -1):
        if tokens[at].low not in SAYING or tokens[at].tag not in FINITE:
            continue
        comma = next((i for i in range(at - 1, max(start + 2, at - 9), -1) if tokens[i].text == ","), None)
        if comma is None or comma + 1 == at or not _is_speaker(tokens, comma + 1, at):
            return None
        whole = any(t.tag in FINITE for t in tokens[start:comma])
        return (start, comma, (comma + 1, at)) if whole and _is_tail(tokens, at, end) else None
    return None


def _is_tail(tokens: Tokens, verb: int, end: int) -> bool:
    """Tell whether what stands behind a verb of saying only says when, where and to whom it was said, or goes on."""
    tail = tokens[verb + 1 : end]
    if not tail:
        return True
    if any(t.tag in FINITE or t.text in MARKS for t in tail) or len(tail) > 14:
        return False
    return tail[0].text == "," or tail[0].tag == "IN" or tokens[verb].low in TO_WHOM or tail[0].low in WEEKDAYS


def _behind_quotation(tokens: Tokens, start: int, end: int) -> tuple[int, int, Range | None]:
    """Return the words of a quotation and who says them: `“…,” Holm said on Monday`, `“…,” said Holm, the minister`."""
    nothing = (start, end, None)
    close = next((i for i in range(start + 4, end - 2) if tokens[i].text in CLOSING), None)
    outside = close is not None and tokens[close + 1].text == ","
    ended = close is not None and (outside or tokens[close - 1].text[:1] in ",?!" or tokens[close + 1].low in SAYING)
    if close is None or not ended or any(t.text in MARKS for t in tokens[start + 1 : close]):
        return nothing
    if any(t.text in MARKS for t in tokens[close + 1 : end]):
        return nothing
    first, stop = close + 1 + outside, close - (tokens[close - 1].text in ",")
    if tokens[first].low in SAYING and tokens[first].tag in FINITE:
        last = next(
            (i for i in range(first + 1, end) if tokens[i].text == "," or not _is_speaker(tokens, first + 1, i + 1)),
            end,
        )
        return (start + 1, stop, (first + 1, last)) if last > first + 1 else nothing
    verb = next((i for i in range(first + 1, min(end, first + 9)) if tokens[i].tag in FINITE), None)
    if verb is None or tokens[verb].low not in SAYING or not _is_speaker(tokens, first, verb):
        return nothing
    return start + 1, stop, (first, verb)


def _speaker(tokens: Tokens, first: int, last: int) -> Range | None:
    """Return who speaks: all that stands before the verb, or of a name and a remark between commas the name."""
    if _is_speaker(tokens, first, last):
        return (first, last) if last - first < 12 else None
    commas = [i for i in range(first, last) if tokens[i].text == ","]
    if len(commas) != 2 or commas[1] != last - 1 or any(t.tag in FINITE for t in tokens[first:last]):
        return None
    for a, b in ((first, commas[0]), (commas[0] + 1, commas[1])):
        if _is_speaker(tokens, a, b) and all(t.tag in ("NNP", "NNPS") for t in tokens[max(a, b - 2) : b]):
            return a, b
    return None


def _before_quotation(tokens: Tokens, start: int, end: int) -> tuple[int, int, Range] | None:
    """Return the words of a quotation that ends a sentence and who says them: `On Monday, Holm said: “…”`."""
    close = end - 1 if tokens[end - 1].text in CLOSING else 0
    opened = next((i for i in range(start + 3, close - 3) if tokens[i].text in OPENING), None)
    bare = opened is not None and tokens[opened - 1].low in SAYING
    if (
        opened is None
        or not (bare or tokens[opened - 1].text in ",:")
        or any(t.text in MARKS for t in tokens[opened + 1 : close])
    ):
        return None
    verb = next((i for i in range(opened - 1, start, -1) if tokens[i].tag in FINITE), start)
    first = 1 + next((i for i in range(verb - 1, start - 1, -1) if tokens[i].text == ","), start - 1)
    if tokens[verb].low not in SAYING or opened - verb > 6 or first == verb or not _is_speaker(tokens, first, verb):
        return None
    stop = close - 1 if tokens[close - 1].text[:1] in ".,!?…" else close
    return opened + 1, stop, (first, verb)


def _is_speaker(tokens: Tokens, first: int, last: int) -> bool:
    return all(t.tag in NOMINAL or t.low in ("of", "and", "for") for t in tokens[first:last])


def said_that(tokens: Tokens, start: int, end: int) -> tuple[int, Range] | None:
    """Return where the claim of `X says that …` begins, and X; `that` may be missing before a name or article."""
    for at in range(start + 1, min(end - 3, start + 24)):
        token = tokens[at]
        speaker = _speaker(tokens, start, at) if token.low in SAYING and token.tag in FINITE else None
        if speaker is not None:
            that = _that(tokens, at, end)
            if that is not None:
                return that + 1, speaker
            follows = tokens[at + 1]
            bare = follows.tag in ("NNP", "NNPS", "NNS", "CD", "JJ", "DT") and token.low in _BARE
            return (at + 1, speaker) if bare else None
        if token.tag in FINITE:
            return None
    return None


def _that(tokens: Tokens, verb: int, end: int) -> int | None:
    """Return where `that` stands behind a verb of saying, at once or behind when and to whom something was said."""
    for at in range(verb + 1, min(end - 3, verb + 7)):
        if tokens[at].low == "that":
            return at
        if tokens[at].tag not in NOMINAL and tokens[at].tag != "IN":
            return None
    return None
