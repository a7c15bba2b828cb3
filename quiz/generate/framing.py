"""Stage 6: stems. A clause with a part of it cut out becomes a question or a text with a gap; only words of the clause
and the words of a question are used.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from quiz.generate.attribution import FINITE, Range
from quiz.generate.clauses import Clause
from quiz.generate.gazetteer import DEMONYMS
from quiz.generate.lexicon import BE, DO, HAVE, MONTHS, WEEKDAY, base_of, third
from quiz.generate.tokens import Tokens
from quiz.generate.wordlists import words

GAP = "{gap}"


class Frame(NamedTuple):
    """What stems are made of: the sentence, its tokens and clause."""

    text: str
    tokens: Tokens
    clause: Clause

    def slice(self, first: int, last: int) -> str:
        """Return the sentence from a token to before another."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if last > first else ""

    def without(self, first: int, last: int, cut: Range) -> str:
        """Return some tokens without those of `cut`, neither of which begins in the midst of a word."""
        a, b = max(first, cut[0]), min(last, cut[1])
        if b <= a:
            return self.slice(first, last)
        return _joined(self.slice(first, a), self.slice(b, last))


def _joined(*parts: str) -> str:
    text = " ".join(p.strip() for p in parts if p.strip())
    return re.sub(r"([“(]) ", r"\1", re.sub(r" ([,;:.)])", r"\1", text))


def lowered(frame: Frame, first: int, last: int) -> str:
    """Return some tokens as they stand inside a sentence: an article at its beginning loses its capital."""
    shown = frame.slice(first, last)
    token = frame.tokens[first]
    inside = first > 0 and frame.tokens[first - 1].text not in ("“", '"', ":", "—", "–", ";", "‘", ".", "?", "!")
    if inside and token.tag in ("NN", "NNS", "JJ", "VBG"):
        return shown
    if token.tag in ("NN", "NNS") and first + 1 < last and frame.tokens[first + 1].tag in ("NNP", "NNPS"):
        return shown
    if token.low in ("you", "he", "she", "it", "they", "we"):
        return shown[:1].lower() + shown[1:]
    small = token.tag in (
        "DT",
        "JJ",
        "JJR",
        "JJS",
        "RBR",
        "RBS",
        "PDT",
        "CD",
        "NN",
        "NNS",
        "VBG",
        "VBN",
        "IN",
        "RB",
        "PRP$",
    ) or token.low in (
        "the",
        "a",
        "an",
        "its",
    )
    if (
        small
        and token.text not in DEMONYMS
        and (token.low == "a" or (not token.text.isupper() and token.text[1:].islower()))
    ):
        return shown[:1].lower() + shown[1:]
    return shown


def _fronts(frame: Frame, drop: Range | None = None) -> str:
    tokens = frame.tokens
    shown = [
        lowered(frame, a, b)
        for a, b in frame.clause.fronts
        if (drop is None or (a, b) != drop) and tokens[a].tag not in ("VBN", "VBG")
    ]
    return "".join(f"{s}, " for s in shown)


def shortened(frame: Frame) -> Frame | None:
    """Return a frame whose rest ends before what is only added to it: a participle, a relative clause, a remark, a
    second
    verb. None when nothing is added.
    """
    first, last = frame.clause.rest
    tokens = frame.tokens
    begin = max(first, frame.clause.verb + 1, frame.clause.finite + 1)
    for i in range(begin, last - 1):
        token, after = tokens[i], tokens[i + 1]
        if _waits(tokens, begin, i, last):
            continue
        if i > begin + 2 and (
            (token.low == "while" and after.tag == "VBG") or (token.low == "in" and after.low == "order")
        ):
            return _ending(frame, i, begin)
        if token.text == ";" and sum(t.text == ";" for t in tokens[begin:last]) > 1:
            return None
        joined = token.text in ("–", "—") and tokens[i].start == tokens[i - 1].end
        if (token.text in ("–", "—", ";", ":") and not joined) or (
            token.text == "-" and tokens[i].start > tokens[i - 1].end
        ):
            return _ending(frame, i, begin)
        if token.text == "," and (after.tag in ("VBG", "WDT", "WP", "WRB", "VBN") or after.low in _ADDING):
            return _ending(frame, i, begin)
        listed = after.tag in ("VBD", "VBZ") and any(
            tokens[j].tag == "CC" and tokens[j + 1].tag == after.tag for j in range(i + 2, last - 1)
        )
        if token.text == "," and listed and not frame.clause.inverts:
            return _ending(frame, i, begin)
        if token.text == "," and after.tag == "IN" and i + 2 < last and tokens[i + 2].low in ("what", "which", "whom"):
            return _ending(frame, i, begin)
        if token.text == "," and after.low in ("a", "an", "the", "one") and not _goes_on(tokens, i + 1, last):
            return _ending(frame, i, begin)
        if token.tag == "CC" and token.low in ("and", "but") and i > begin:
            behind = i + 1 + (after.tag == "RB")
            if behind < last and tokens[behind].tag in ("VBD", "VBZ", "VBP", "MD"):
                return _ending(frame, i, begin)
    return None


_OPENING = frozenset(("that", "whether", "how"))
_OFTEN_OPENING = frozenset(("after", "before", "until", "when", "where", "because", "since", "while", "as"))
"""Words that begin a clause, and those that stand before a noun as well."""


def _waits(tokens: Tokens, first: int, at: int, last: int) -> bool:
    """Tell whether a clause has begun before a place, and its verb is still to come: `a position that only Cyprus`."""
    opened = next((i for i in range(at - 1, first - 1, -1) if tokens[i].low in _OPENING | _OFTEN_OPENING), None)
    if opened is None or any(t.tag in FINITE for t in tokens[opened + 1 : at]):
        return False
    further = any(tokens[i].text == "," and tokens[i + 1].tag in FINITE for i in range(at + 1, last - 1))
    return tokens[opened].low in _OPENING or further


_ADDING = words(
    """
    which who where when while whose as after before although though because including but with despite
    """
)


def _goes_on(tokens: Tokens, at: int, last: int) -> bool:
    """Tell whether a comma stands in a list, whose last member follows `and`."""
    return any(tokens[i].tag == "CC" and tokens[i].low in ("and", "or") for i in range(at, min(last, at + 8)))


def _ending(frame: Frame, at: int, begin: int) -> Frame | None:
    while at > begin and (frame.tokens[at - 1].text == "," or frame.tokens[at - 1].low in ("and", "or", "but")):
        at -= 1
    if at - begin < 1:
        return None
    return frame._replace(clause=frame.clause._replace(rest=(frame.clause.rest[0], at)))


def about_subject(frame: Frame, wh: str) -> str:
    """Return the question for the subject; empty when the verb would not agree."""
    clause, tokens = frame.clause, frame.tokens
    finite = tokens[clause.finite]
    verb = finite.text
    plural = finite.tag == "VBP" or finite.low in ("are", "were", "have", "do")
    if plural and not wh.casefold().startswith("how many"):
        base = base_of(finite.text, "base")
        verb = {"are": "is", "were": "was", "have": "has", "do": "does"}.get(finite.low, third(base) if base else "")
        if not verb:
            return ""
    middle = frame.slice(*clause.gap).strip(" ,")
    behind = tokens[clause.finite + 1 : clause.finite + 3]
    if plural and len(behind) == 2 and behind[0].tag == "CC" and behind[1].tag.startswith("VB"):
        return ""
    rest = frame.slice(*_own_clause_only(frame))
    return _question(_fronts(frame), wh, middle, verb, rest)


def about_part(frame: Frame, wh: str, cut: Range, drop: Range | None = None) -> str:
    """Return the question for a part of the rest, which is cut out; empty when it cannot be turned round.

    `drop` is what stands before the subject, when that is what is asked for.
    """
    clause = frame.clause
    turned = _turned(frame)
    if turned is None:
        return ""
    aux, main = turned
    subject = lowered(frame, *clause.subject)
    middle = frame.slice(*clause.gap).strip(" ,")
    if subject.endswith(",") or (not middle and frame.slice(*clause.gap).strip() == ","):
        return ""
    within = _first_verb_only(frame)
    told = [i for i in range(max(within[0], clause.verb + 1), within[1]) if not cut[0] <= i < cut[1]]
    # `She built and sold a mill`: what she built stands behind the second verb.
    if cut[1] > within[1] or (not told and within != clause.rest):
        return ""
    rest = re.sub(r"^, (?=(?:in|at|on|by|near) )", "", frame.without(*within, cut))
    bare = frame.tokens[clause.finite].low in BE and not clause.inverts
    if bare and cut[0] > within[0] and (not rest or rest.startswith(",")):
        return ""
    return _question(_fronts(frame, drop), wh, aux, subject, middle, main, rest)


def _turned(frame: Frame) -> tuple[str, str] | None:
    """Return what stands before the subject in a question, and the verb behind it."""
    clause, tokens = frame.clause, frame.tokens
    finite = tokens[clause.finite]
    if finite.low in BE or finite.tag == "MD" or (clause.inverts and finite.low in HAVE | DO):
        return finite.text, ""
    form, aux = {
        "VBD": ("past", "did"),
        "VBZ": ("third", "does"),
        "VBP": ("base", "do"),
        "VBN": ("participle", "did"),
    }.get(finite.tag, ("", ""))
    base = base_of(finite.text, form) if form else ""
    return (aux, base) if base else None


def _question(fronts: str, *parts: str) -> str:
    body = _joined(*parts).rstrip(" ,;:–—-")
    stem = f"{fronts}{body[:1].lower()}{body[1:]}?" if fronts else f"{body}?"
    return stem[:1].upper() + stem[1:]


def _first_verb_only(frame: Frame) -> Range:
    """Return the rest without what a second verb says, of the same subject or of another: it needs another form."""
    first, last = frame.clause.rest
    tokens = frame.tokens
    for i in range(max(first, frame.clause.verb + 1), last - 1):
        if tokens[i].tag == "CC":
            after = i + 1 + (tokens[i + 1].tag == "RB")
            plain = tokens[frame.clause.finite].tag == "VBD" and not frame.clause.inverts
            further = tokens[after].tag in FINITE or (plain and tokens[after].tag == "VBN") if after < last else False
            if further or (after < last and _says_more(tokens, i + 1, last)):
                return first, i
    return first, last


def _own_clause_only(frame: Frame) -> Range:
    """Return the rest without what another subject does: `and its house was sold`."""
    first, last = frame.clause.rest
    for i in range(max(first, frame.clause.verb + 1), last - 2):
        token = frame.tokens[i]
        own = frame.tokens[i + 1].tag in (*FINITE, "VB", "VBN", "VBG", "RB", "IN")
        if token.tag == "CC" and token.low == "and" and not own and _says_more(frame.tokens, i + 1, last):
            return first, i
    return first, last


_STOPS = ("WDT", "WP", "WRB", "IN", "VBN", "VBG", ",")


def _says_more(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a verb with a subject of its own stands behind `and`, or one behind a time: `and in June left`."""
    stops = ("WDT", "WP", "WRB", "PRP", "VBN", "VBG", ",") if tokens[first].tag == "IN" else _STOPS
    before = ""
    for token in tokens[first : min(last, first + 9)]:
        if token.tag == "VBN" and token.start and before in ("CD", "NNP"):
            return True
        before = token.tag
        if (token.tag in stops and token.low != "of") or token.low in ("which", "who") or token.text in ";:":
            return False
        if token.tag in FINITE:
            return True
    return False


def with_gap(frame: Frame, start: int, end: int) -> str:
    """Return the clause with a gap for some characters of the sentence; empty when they lie outside of it."""
    clause, tokens = frame.clause, frame.tokens
    if clause.second:
        return ""
    first = clause.fronts[0][0] if clause.fronts else clause.subject[0]
    begin, stop = tokens[first].start, tokens[clause.rest[1] - 1].end
    if not begin <= start < end <= stop:
        return ""
    text = frame.text[begin:start] + GAP + frame.text[end:stop]
    text = text[:1].upper() + text[1:] if not text.startswith(GAP) else text
    return text.rstrip(" ,;:–—-") + "."


_WHEN = "|".join(m.capitalize() for m in MONTHS) + rf"|{WEEKDAY}|[Ss]pring|[Ss]ummer"
_DEICTIC = re.compile(
    rf",? (?:on |by |as of |since |until )?(?:a )?{WEEKDAY}(?= |\?|\.|,)(?! (?:night|morning|evening|afternoon))"
    rf"|,? (?:this|last|next) (?:week|month|year|{_WHEN})(?= |\?|\.|,)"
    r"|(?<= )(?<!is )(?<!are )(?<!most )(?<!more )(?:also|recently|currently|now|today|already|still|however|therefore"
    r"|moreover) (?=\S)"
    r"|,? for example,(?= )|,? (?:today|recently|currently|too|as well)(?=[?.])"
)
_NOW_ASIDE = re.compile(r", (?:now|today|currently) [^,{}?]{2,40},(?= )\s*")
"""A remark on what a thing is today: `St. Stephens, now abandoned, was the capital`."""
_DEICTIC_FRONT = re.compile(
    rf"^(?:(?:On|As of|By|Since|Until) {WEEKDAY}|This week|This year|This month|Last (?:week|month|year|[A-Z][a-z]+)"
    r"|Today|Recently|Currently|Now|As a result|As a consequence|In response|However|Moreover|Therefore|Also|In fact"
    r"|Indeed|In addition|Finally|Alternatively"
    r"|By comparison|In contrast|By contrast|Meanwhile|Unfortunately|On a (?:much )?(?:smaller|larger) scale"
    r"|(?:If|Where|Whenever) (?:possible|necessary|needed)|As usual"
    r"|Afterwards?|Subsequently|Eventually"
    r"|Additionally|Furthermore|Likewise|Similarly|For example|For instance|Historically), ",
    re.IGNORECASE,
)


_JUDGING = re.compile(
    r"\b(?P<article>[Aa]n?|[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) (?:(?:historic|remarkable|landmark|brilliant"
    r"|impressive|extraordinary|spectacular|stunning|striking|magnificent|wonderful|amazing|famous|legendary|iconic|ambitious"
    r"|dramatic|fascinating|outstanding|unprecedented|renowned|huge|exciting)(?: (?:and|but) | |(?=,? )))+"
    r"(?P<next>[A-Za-z])"
)


def _unjudged(found: re.Match[str]) -> str:
    article, following = found["article"], found["next"]
    if following.isupper() and article.casefold() == "the":
        return following
    if article.casefold() in ("a", "an"):
        article = article[0] + ("n" if following in "aeioAEIO" else "")
    return f"{article} {following}"


def timeless(stem: str) -> str:
    """Return a stem without the words that point at the day of writing or at another sentence, or only praise."""
    bare = _DEICTIC_FRONT.sub("", _NOW_ASIDE.sub(" ", re.sub(r"^(?:But|And|Yet) (?=[A-Z])", "", stem)))
    bare = re.sub(r"(?<=\d, )The(?= [A-Z])", "the", bare)
    bare = bare if re.search(r"[“”\"]", bare) else _JUDGING.sub(_unjudged, bare)
    # What somebody said is left as it was said; its own stop makes room for that of the stem.
    parts = re.split(r"([“\"][^“”\"]*[”\"])", bare)
    bare = "".join(part if n % 2 else _DEICTIC.sub("", part) for n, part in enumerate(parts))
    bare = re.sub(r"[.,]([”\"])(?=[?.]$)", r"\1", bare)
    return bare[:1].upper() + bare[1:] if bare != stem else stem
