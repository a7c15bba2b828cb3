"""Stage 4c: the one clause of a sentence that a question can be made of: who claims it, what stands first, subject,
finite verb, and the rest. With a language model by its tree, else by tags alone, and then only where they leave no
doubt.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from quiz.generate.attribution import (
    CONDITIONS,
    FINITE,
    NOMINAL,
    OPENING,
    SCENES,
    Range,
    after_dateline,
    attribution,
    end_of,
    said_that,
)
from quiz.generate.lexicon import AUXILIARIES, BE, HAVE, MODALS, PRONOUNS, WEEKDAYS
from quiz.generate.tokens import Tokens
from quiz.generate.wordlists import words


class Clause(NamedTuple):
    """Places of tokens: `fronts` before the subject, the subject, the finite verb, the main verb, the rest.

    `speaker` are the tokens of who says it, `claim` how it is said. `passive` tells that the main verb is a participle
    after a form of be. `aux` tells that the finite verb is an auxiliary. `second` tells that the verb is a further one
    of the subject.
    """

    fronts: tuple[Range, ...]
    subject: Range
    finite: int
    verb: int
    rest: Range
    speaker: Range | None = None
    by_tree: bool = False
    second: bool = False

    @property
    def gap(self) -> Range:
        """The tokens between subject and finite verb; none of a second verb, which stands behind another one."""
        return (0, 0) if self.second else (self.subject[1], self.finite)

    @property
    def inverts(self) -> bool:
        """Whether the finite verb can stand before the subject by itself."""
        return self.finite != self.verb


def clause_of(tokens: Tokens) -> Clause | None:
    """Return the clause of a sentence; None when it has none that is safe to ask about."""
    end = end_of(tokens)
    if end < 3:
        return None
    start, end, speaker = attribution(tokens, after_dateline(tokens), end)
    start = _after_deictic(tokens, _after_note(tokens, start))
    code = tokens[start].text[:1] in "`-" or (tokens[start].low == "the" and tokens[start + 1].text[:1] in "`-")
    if tokens[0].head >= 0 and not code:
        found = _by_tree(tokens, start, end, speaker)
        if found is not None:
            return None if _hides_clause(tokens, found) else found
    found = _by_tags(tokens, start, end, speaker)
    if found is not None and _hides_clause(tokens, found):
        return None
    whole = found is not None and found.rest[0] < found.rest[1] and tokens[found.rest[0]].text != ","
    return found if whole else None


def _hides_clause(tokens: Tokens, clause: Clause) -> bool:
    """Tell whether what seems the subject is a thing and who did something with it: `a trip Kern began … lasted`."""
    first, last = clause.subject
    inner = tokens[first:last]
    return (
        len(inner) > 2
        and inner[0].low in ("a", "an")
        and any(a.tag == "NN" and b.tag == "NNP" for a, b in pairwise(inner[1:]))
        and inner[-1].tag == "NNP"
    )


_NOTES = (("note", "that"), ("please", "note", "that"), ("note", "also", "that"), ("remember", "that"),
          ("be", "aware", "that"))  # fmt: skip


def _after_note(tokens: Tokens, start: int) -> int:
    """Return where a clause begins behind words that only ask to note it: `Note that …`."""
    lows = tuple(t.low for t in tokens[start : start + 3])
    found = next((n for n in _NOTES if lows[: len(n)] == n), ())
    return start + len(found) if len(tokens) - start > len(found) + 3 else start


_DEICTIC = words(
    """
    this last next on earlier today yesterday recently currently now however meanwhile
    """
)


def _after_deictic(tokens: Tokens, start: int) -> int:
    """Return where a clause begins without a time that is known to its first readers only: `This week, …`."""
    if tokens[start].low in ("later", "also", "earlier", "then"):
        at = start + 1 + (tokens[start + 1].low == "on")
        if at + 3 < len(tokens) and tokens[at].low in ("in", "on", "by") and tokens[at + 1].tag in ("CD", "NNP"):
            return at
    for at in range(start + 1, min(len(tokens) - 3, start + 4)):
        if tokens[at].text == ",":
            first, last = tokens[start].low, tokens[at - 1].low
            dated = first != "on" or last in WEEKDAYS
            return at + 1 if first in _DEICTIC and dated and (at - start < 3 or last in WEEKDAYS) else start
    return start


def _by_tree(tokens: Tokens, start: int, end: int, speaker: Range | None) -> Clause | None:
    said = said_that(tokens, start, end)
    if said and speaker is None:
        start, speaker = said
    inside = range(start, end)
    verb = _main_verb(tokens, start, end)
    if verb is None:
        return None
    children = [i for i in inside if tokens[i].head == verb and i != verb]
    subjects = [i for i in children if tokens[i].dep in ("nsubj", "nsubjpass") and i < verb]
    if len(subjects) != 1:
        return None
    left, right = span_of(tokens, subjects[0], start, end)
    auxiliaries = [i for i in children if tokens[i].dep in ("aux", "auxpass") and right <= i < verb]
    finite = auxiliaries[0] if auxiliaries else verb
    if tokens[finite].tag not in FINITE and tokens[finite].low not in MODALS:
        return None
    if any(tokens[i].dep in ("mark", "expl", "preconj") for i in children if i < verb) or right > finite:
        return None
    end = _cut(tokens, verb, children, end)
    if any(tokens[i].tag not in ("RB", "RBR") and tokens[i].text not in (",", *OPENING) for i in range(right, finite)):
        return None
    if any(tokens[i].text == "," for i in range(right, finite)) and tokens[right - 1].text != ",":
        return None
    fronts = _fronts(tokens, start, left)
    if fronts is None:
        return None
    return Clause(fronts, (left, right), finite, verb, (finite + 1, end), speaker, True)


def _main_verb(tokens: Tokens, start: int, end: int) -> int | None:
    """Return the verb of the clause between two places: the one whose head lies outside of them, or the root."""
    verbs = [
        i
        for i in range(start, end)
        if (tokens[i].dep == "ROOT" or not start <= tokens[i].head < end) and tokens[i].tag.startswith(("V", "MD"))
    ]
    if len(verbs) != 1:
        return None
    return verbs[0]


def span_of(tokens: Tokens, at: int, start: int, end: int) -> Range:
    """Return first and behind last token of all that hangs on a token."""
    left = right = at
    inside = {at}
    grown = True
    while grown:
        grown = False
        for i in range(start, end):
            if i not in inside and tokens[i].head in inside:
                inside.add(i)
                grown = True
    left, right = min(inside), max(inside) + 1
    return left, right


def _cut(tokens: Tokens, verb: int, children: list[int], end: int) -> int:
    """Return where the clause ends: before a second one with its own subject."""
    for i in children:
        if i > verb and tokens[i].dep in ("conj", "ccomp", "parataxis", "advcl") and tokens[i].dep != "ccomp":
            own = any(t.head == i and t.dep in ("nsubj", "nsubjpass", "expl") for t in tokens)
            left, _ = span_of(tokens, i, 0, end)
            if not own:
                continue
            at = left
            while at > verb + 1 and (tokens[at - 1].tag == "CC" or tokens[at - 1].text in ",;–—:"):
                at -= 1
            if at < left and at > verb + 1:
                return min(end, at)
    return end


_TIME = re.compile(r"(?:at|by|during|around|in|after) (?:this|that) (?:time|period|year|point|stage)")
"""What only says that something was at the time of another sentence."""
_PERSONAL = frozenset(("his", "her", "him"))
"""Words that stand for the person whom the subject names."""


def _fronts(tokens: Tokens, start: int, left: int) -> tuple[Range, ...] | None:
    """Return what stands before the subject, without commas; None when it is more than a phrase."""
    if left == start:
        return ()
    if left - start > 3 and tokens[left - 1].low == "then" and tokens[left - 2].text == ",":
        return _fronts(tokens, start, left - 1)
    stop = left - 1 if tokens[left - 1].text == "," else left
    inner = tokens[start:stop]
    person = tokens[left].tag == "NNP" or tokens[left].low in ("he", "she")
    if inner and inner[0].low in CONDITIONS | (SCENES if person else frozenset()) and tokens[left - 1].text == ",":
        free = ("this", "that", "these") if person else ("he", "she", "this", "that", "these")
        loose = any(t.text in '“”"()' or t.low in free for t in inner)
        return ((start, stop),) if stop - start <= 22 and not loose else None
    if _TIME.fullmatch(" ".join(t.low for t in inner)):
        return ()
    comma = next((i for i in range(start, min(stop, start + 5)) if tokens[i].text == ","), None)
    if (
        comma is not None
        and tokens[start].tag == "IN"
        and tokens[comma - 1].tag == "CD"
        and not _is_year(tokens, comma + 1)
        and tokens[left - 1].text == ","
    ):
        further = _fronts(tokens, comma + 1, left)
        return ((start, comma), *further) if further else None
    if stop - start > 14 or stop <= start:
        return None
    if _is_no_phrase(inner, person):
        return None
    if inner[0].low in ("but", "and", "or", "so", "yet", "however", "thus") or inner[0].tag not in (
        "IN",
        "TO",
        "RB",
        "VBG",
        "VBN",
    ):
        return ((start, stop),) if inner[0].low in ("each", "every") and len(inner) < 4 else None
    return ((start, stop),)


def _is_no_phrase(inner: Tokens, person: bool) -> bool:
    """Tell whether what stands before a subject holds a clause or a pronoun, or is a remark: `long a voice of Oslo`."""
    allowed = _PERSONAL if person else frozenset()
    if any(
        t.tag in FINITE or t.low in PRONOUNS - allowed or t.tag in ("WDT", "WP", "WRB") or t.text in '“”"'
        for t in inner
    ):
        return True
    if inner[-1].low in ("event", "case") and len(inner) < 4:
        return True
    return inner[0].tag in ("RB", "JJ") and len(inner) > 2 and inner[1].low in ("a", "an", "the")


def _is_year(tokens: Tokens, at: int) -> bool:
    """Tell whether a year stands there, behind the comma of its day: `April 14, 1865`."""
    return tokens[at].text.isdigit() and len(tokens[at].text) == 4


def _by_tags(tokens: Tokens, start: int, end: int, speaker: Range | None) -> Clause | None:
    said = said_that(tokens, start, end)
    if said and speaker is None:
        start, speaker = said
    at = start
    fronts: tuple[Range, ...] = ()
    if tokens[at].tag in ("IN", "TO", "WRB") or tokens[at].low in ("during", "since", "once"):
        comma = next((i for i in range(at, min(end, at + 24)) if tokens[i].text == ","), None)
        if comma is None and tokens[at].low in ("in", "since", "on") and at + 2 < end and tokens[at + 1].tag == "CD":
            fronts, at = ((at, at + 2),), at + 2
        elif comma is None:
            return None
        else:
            found = _fronts(tokens, at, comma + 1)
            if not found:
                return None
            fronts, at = found, comma + 1
    finite = _first_finite(tokens, at, end)
    if finite is None and tokens[at].low in ("he", "she") and tokens[at + 1].tag in FINITE:
        finite = at + 1
    elif finite is None or finite == at or not _is_phrase(tokens, at, finite):
        return None
    subject_end = finite
    while subject_end > at and tokens[subject_end - 1].tag in ("RB", "RBR"):
        subject_end -= 1
    if subject_end == at:
        return None
    if tokens[finite].dep in ("relcl", "acl"):
        return None
    verb = _verb_after(tokens, finite, end)
    return None if verb is None else Clause(fronts, (at, subject_end), finite, verb, (finite + 1, end), speaker)


def _first_finite(tokens: Tokens, at: int, end: int) -> int | None:
    for i in range(at, end):
        if tokens[i].tag in FINITE:
            return i
        if tokens[i].tag in ("WDT", "WRB", "WP", "PRP", ":", "``", "''") or tokens[i].text in '“”"();—–':
            return None
    return None


def _is_phrase(tokens: Tokens, at: int, end: int) -> bool:
    """Tell whether some tokens are one noun phrase: nouns with what belongs to them, joined by `of` or `and`."""
    if tokens[at].tag not in NOMINAL or tokens[end - 1].tag == "DT":
        return False
    nouns = [t for t in tokens[at:end] if t.tag.startswith("NN")]
    plain = all(
        t.tag in NOMINAL or t.low in ("of", "and", "for", "in", "on", "between") or t.tag in ("RB", ",", "IN")
        for t in tokens[at:end]
    )
    commas = sum(t.text == "," for t in tokens[at:end])
    return bool(nouns) and plain and commas in (0, 2) and tokens[end - 1].tag.startswith(("NN", "RB", "CD", ","))


def _verb_after(tokens: Tokens, finite: int, end: int) -> int | None:
    """Return the main verb that belongs to a finite one: itself, or a participle or base behind an auxiliary."""
    token = tokens[finite]
    if token.low not in AUXILIARIES and token.tag != "MD":
        return finite
    for i in range(finite + 1, min(end, finite + 5)):
        if tokens[i].tag in ("VB", "VBN", "VBG", "VBD") and (tokens[i].low not in BE | HAVE or tokens[i].tag == "VBN"):
            return i
        if tokens[i].tag not in ("RB", "VB", "VBN", "JJ"):
            break
    return finite if token.tag != "MD" else finite + 1
