"""Stage 5: what a sentence says, by family: the answer, how firmly it is said, and the stems that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from quiz.generate.about import About, Fact, Place, status_of
from quiz.generate.asking_cases import consequences
from quiz.generate.asking_clauses import phrases
from quiz.generate.asking_code import blanks, calls, is_entry, known_as, options
from quiz.generate.asking_deeds import deeds, spots
from quiz.generate.asking_duties import bodies, defaults, duties, works
from quiz.generate.asking_gaps import gaps
from quiz.generate.asking_names import lists, parts
from quiz.generate.asking_numbers import numbers, whens, whole
from quiz.generate.asking_rules import code_parts, orders, terms, things, uses
from quiz.generate.asking_shares import shares
from quiz.generate.asking_subjects import subjects
from quiz.generate.asking_terms import acronym, appositions, definitions, speakers
from quiz.generate.clauses import Clause
from quiz.generate.framing import Frame, shortened
from quiz.generate.ingest import Read
from quiz.generate.lexicon import BE, HAVE, MODALS, is_verb_form
from quiz.generate.seconds import joined, seconds
from quiz.generate.tokens import Tokens
from quiz.generate.wordlists import words


def facts_of(read: Read, place: Place, normative: bool = False) -> Iterator[Fact]:
    """Yield the facts of one sentence, the surest families first; `normative` tells of a policy or a manual."""
    yield from terms(place, normative)
    yield from options(place)
    yield from calls(place) if normative else known_as(place)
    yield from uses(place)
    yield from defaults(read, place)
    if normative:
        yield from orders(place)
        yield from consequences(place)
    if normative and not _has_no_subject(place):
        yield from blanks(place)
    yield from acronym(read, place)
    if normative and (is_entry(place.said.text) or _has_no_subject(place)):
        return
    yield from appositions(read, place)
    asked = set()
    for fact in _of_clauses(read, place, normative):
        asked |= {fact.start} if fact.stems else set()
        yield fact
    if normative or read.brief or not _points_back(place.tokens):
        yield from whole(read, place, asked)
        yield from gaps(read, place, normative)
    yield from shares(place)


def _points_back(tokens: Tokens) -> bool:
    """Tell whether a sentence speaks of what another one told: `he held that rank until May`."""
    return any(a.low == "that" and a.tag == "DT" and b.tag in ("NN", "JJ") for a, b in pairwise(tokens))


def _has_no_subject(place: Place) -> bool:
    """Tell whether a sentence begins with what something does that only stands above it: `Defaults to …`."""
    first = place.said.text.split(" ", 1)[0]
    modal = first[:1].isupper() and first.casefold() in MODALS | BE | HAVE
    return modal or (first[1:].islower() and is_verb_form(first, "third"))


def _of_clauses(read: Read, place: Place, normative: bool) -> Iterator[Fact]:
    """Yield the facts of the one clause of a sentence."""
    clause = place.clause
    if clause is None or clause.rest[1] <= clause.rest[0] or place.tokens[clause.finite].text[:1].isupper():
        return
    if not (normative or read.brief) and _points_back(place.tokens[: clause.rest[1]]):
        return
    first, last = clause.subject
    if last - first == 1 and place.tokens[first].low in _SOME:
        return
    seen: set[tuple[str, int]] = set()
    for second in () if normative else seconds(place.tokens, clause):
        whole = _about(read, place, second, normative)
        begin = place.tokens[second.finite].start
        for fact in _all(whole):
            if fact.start > begin and (fact.family, fact.start) not in seen:
                seen.add((fact.family, fact.start))
                yield fact
    for further in () if normative else joined(place.tokens, clause):
        for fact in _all(_about(read, place, further, normative)):
            if (fact.family, fact.start) not in seen:
                seen.add((fact.family, fact.start))
                yield fact
    about = _about(read, place, clause, normative)
    for fact in _all(about):
        if (fact.family, fact.start) not in seen:
            seen.add((fact.family, fact.start))
            yield fact


_SOME = words("one some many most others several two three both all few another each none")
"""Subjects that only the sentence before tells what of."""


def _about(read: Read, place: Place, clause: Clause, normative: bool) -> About:
    frame = Frame(place.said.text, place.tokens, clause)
    speaker = frame.slice(*clause.speaker).strip(" ,") if clause.speaker else ""
    return About(read, place, frame, clause, speaker, status_of(read, place.said.text, speaker), normative)


def _all(about: About) -> Iterator[Fact]:
    """Yield the facts of a clause; where something is only added to it, the stems without that stand beside."""
    short = shortened(about.frame)
    less = {}
    if short is not None:
        smaller = about._replace(frame=short, clause=short.clause)
        less = {(f.family, f.start, f.end): f for f in _of_clause(smaller)}
    for fact in _of_clause(about):
        other = less.pop((fact.family, fact.start, fact.end), None)
        if other is None:
            yield fact
            continue
        long = any(len(s.text.split()) > LONG for s in fact.stems)
        both = (*other.stems, *fact.stems) if long else (*fact.stems, *other.stems)
        yield fact._replace(stems=tuple(dict.fromkeys(sorted(both, key=lambda s: s.form == "cloze"))))
    yield from less.values()


LONG = 20
"""Words of a stem from which a shorter one stands first."""


def _of_clause(about: About) -> Iterator[Fact]:
    yield from whens(about)
    yield from definitions(about)
    yield from subjects(about)
    yield from parts(about)
    yield from code_parts(about)
    yield from numbers(about)
    if not about.normative:
        if about.read.brief:
            yield from lists(about)
        yield from deeds(about)
        yield from spots(about)
    yield from speakers(about)
    yield from phrases(about)
    if about.normative:
        yield from things(about)
        yield from duties(about)
        yield from works(about)
        yield from bodies(about)
