"""Stage 7: what to offer beside the key, each with the reason for it. Nothing is offered that may be right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, zip_longest
from typing import NamedTuple

from msgspec import structs

from quiz.checks.words import ABSOLUTES, content
from quiz.generate.about import PHRASES, Fact
from quiz.generate.asking_duties import is_rival
from quiz.generate.asking_subjects import code_noun
from quiz.generate.classes import CITY, CODE, COUNTRY, FLAG, NAMED, ORG, PERSON, PLACE, SOURCE, THING
from quiz.generate.context import Corpus
from quiz.generate.gazetteer import ALIASES, DEMONYMS, ORGANISATION, PLACE_NOUNS, WITHIN
from quiz.generate.ingest import Said
from quiz.generate.lexicon import is_verb_form
from quiz.generate.values import Distractor, Taken
from quiz.items import Names
from quiz.text import canon

WANTED = 3
POOL, PHRASE_POOL = 8, 12
FRAME = 0.6
"""Share of the words of a stem from which a sentence that holds another name fills the same frame with it."""


class Candidate(NamedTuple):
    """A name that may be offered: as it is shown, class, kind, how often it stands in the documents, a sentence with
    it.
    """

    text: str
    cls: str
    noun: str
    document: str
    times: int
    near: str
    paragraph: int
    parts: frozenset[str] = frozenset()
    places: tuple[int, ...] = ()


class Stock(NamedTuple):
    """What distractors are taken from: names by class, in the order of the documents."""

    by_class: Mapping[str, Sequence[Candidate]]
    names: Names
    corpus: Corpus
    authors: frozenset[str] = frozenset()
    called: tuple[str, ...] = ()


def pool(fact: Fact, stem: str, said: Said, document: str, stock: Stock) -> list[Distractor]:
    """Return what may be offered beside the key of a fact that a sentence says, the best first."""
    passage = said.text
    found: list[Distractor] = []
    around = (WITHIN.get(fact.name, fact.name), *_inside(fact.name))
    taken = {canon(form) for form in (*stock.names.all_forms(fact.name), fact.key, fact.name, *around)}
    authors = stock.authors - {fact.name}
    for made in _sources(fact, said, document, stock, stem):
        forms = _forms(made.text, fact, stock.names)
        folded = {canon(form) for form in forms}
        if folded & taken or not _fits(fact, made.text) or (made.text in authors and fact.name not in stock.authors):
            continue
        if any(_in(f, stem) or _in(f, passage) for f in forms) or may_be_right(made.text, stem, stock.corpus):
            continue
        if fact.cls in _ONE_OF_TWO and any(_is_part(made.text, other.text) for other in found):
            continue
        taken |= folded | {canon(name) for name in (WITHIN.get(made.text, ""), *_inside(made.text)) if name}
        found.append(made)
        if len(found) >= (PHRASE_POOL if fact.cls in PHRASES else POOL):
            break
    return found


_ONE_OF_TWO = (PERSON, ORG)


def _is_part(one: str, other: str) -> bool:
    """Tell whether of two names one is the other with fewer words: both name one body or person."""
    return content(one) <= content(other) or content(other) <= content(one)


def _inside(name: str) -> list[str]:
    return [part for part, whole in WITHIN.items() if whole == name]


def _forms(text: str, fact: Fact, names: Names) -> set[str]:
    """Return the forms under which a name may stand in a text."""
    forms = {*names.all_forms(text), *(short for short, long in ALIASES.items() if long == text)}
    if fact.cls == PERSON and len(text.split()) > 1:
        forms.add(text.rsplit(maxsplit=1)[-1])
    return forms


_BESIDE = {"then-they": ("then",)}
"""Classes whose members may be offered beside an answer of another: what others do, beside what those of a case do."""


def _sources(fact: Fact, said: Said, document: str, stock: Stock, stem: str) -> Iterator[Distractor]:
    """Yield what is of the same class: of the document, of others, of the library's lists, of the generator's."""
    known = [c for cls in (fact.cls, *_BESIDE.get(fact.cls, ())) for c in stock.by_class.get(cls, ())]
    same = [c for c in known if _same_kind(fact, c)]
    own = [c for c in same if c.document == document and (fact.cls not in NAMED or _is_near(c, said))]
    near = _nearest(fact, own, stem) if fact.cls in PHRASES else _akin(own, stem) if fact.cls == FLAG else None
    if near and fact.family == "then":
        first = fact.name.split()[0]
        near = sorted(near, key=lambda c: c.text.split()[0] != first)
    for one in near or sorted(own, key=lambda c: (-min(c.times, 5), c.text)):
        yield _from(one, "document", f"{called(fact)} that the same document names")
    for rival in stock.names.rivals_of([fact.name]):
        if rival in stock.names.forms:
            yield _told(rival, "library", "the library lists it as a rival", "")
    for one in sorted((c for c in same if c.document != document), key=lambda c: (-min(c.times, 5), c.text)):
        yield _from(one, "library", f"{called(fact)} that another document of the library names")
    if fact.cls == SOURCE:
        for name in stock.called:
            yield _told(name, "library", "another document of the library", "")
    yield from _listed(fact)


def _nearest(fact: Fact, found: Sequence[Candidate], stem: str) -> Iterator[Candidate]:
    """Yield phrases by how near they are to the key in length, longer and shorter ones in turn.

    First come those that share with the key what the stem holds of it: so no word of the stem tells the key.
    """
    size, words = len(fact.name), content(fact.name) & content(stem)
    for fit in (True, False) if words else (True,):
        part = [c for c in found if not words or bool(words & content(c.text)) == fit]
        longer = sorted((c for c in part if len(c.text) > size), key=lambda c: (len(c.text), c.text))
        shorter = sorted((c for c in part if len(c.text) <= size), key=lambda c: (-len(c.text), c.text))
        for pair in zip_longest(longer, shorter):
            yield from (c for c in pair if c is not None)


def _akin(found: Sequence[Candidate], stem: str) -> list[Candidate]:
    """Return options by how much of what is said of them the stem says, too."""
    words = content(stem)
    return sorted(found, key=lambda c: (-len(words & content(c.near)), c.text))


def fitting(key: str, stem: str, found: Sequence[Distractor]) -> list[Distractor]:
    """Return those of some phrases that go together with a key: three or two, alike in length, no word that tells."""
    told = content(key) & content(stem)
    for size in (WANTED, WANTED - 1):
        for some in combinations(found, size):
            lengths = [len(d.text) for d in some]
            most, least = max(*lengths, len(key)), min(*lengths, len(key))
            shown = frozenset(w for d in some for w in content(d.text))
            if (most <= 2 * least or most - least <= 8) and len(key) <= 1.15 * max(lengths) and told <= shown:
                return list(some)
    return []


NEAR = 6
"""Paragraphs from a sentence within which a name that stands once may be offered."""


def _is_near(one: Candidate, said: Said) -> bool:
    """Tell whether a name is of the part of a document that a sentence stands in, and named often or near it."""
    if not one.parts:
        return True
    if said.part and said.part not in one.parts:
        return False
    return one.times > 1 or any(abs(p - said.paragraph) <= NEAR for p in one.places)


def _same_kind(fact: Fact, one: Candidate) -> bool:
    if fact.cls == "effect":
        return one.noun.split()[1] == fact.noun.split()[1] and _verb_form(one.text) == _verb_form(fact.name)
    if fact.cls == "duty":
        return is_rival(fact.noun, one.noun)
    if fact.cls in PHRASES and fact.noun:
        return not content(fact.noun) & content(one.noun)
    if fact.cls in (PLACE, THING, ORG, CITY):
        return one.noun == fact.noun
    if fact.cls == FLAG:
        return one.noun == fact.noun
    if fact.cls == CODE:
        return (one.noun or code_noun(one.text)) == fact.noun
    return True


def _verb_form(text: str) -> tuple[bool, bool]:
    """Return whether some words begin with a verb as `does` has it, and whether they deny something."""
    first = text.split(" ", 1)[0]
    return is_verb_form(first, "third"), re.match(r"(?:Do not|Don['’]t|Does not|Never|No)\b", text) is not None


_KINDS = {
    "role": "somebody", "term": "term", "order": "step", "case": "case", "means": "way",
    "then": "consequence", "then-they": "consequence",
    "cause": "reason", "aim": "purpose", "do": "deed", "deed": "deed", "duty": "rule",
    "effect": "effect", "object": "thing",
}  # fmt: skip


def called(fact: Fact) -> str:
    """Return what an answer is, with its article: `a city`, `a reason`, `somebody`."""
    kind = (fact.noun if fact.cls not in PHRASES else "") or _KINDS.get(
        fact.cls, "thing" if "thing" in fact.cls else "name"
    )
    return kind if kind == "somebody" else f"a{'n' if kind[0] in 'aeiou' else ''} {kind}"


def _from(one: Candidate, origin: Taken, why: str) -> Distractor:
    made = _told(one.text, origin, why, one.near)
    return structs.replace(made, document=one.document, paragraph=one.paragraph)


def _told(text: str, origin: Taken, why: str, near: str) -> Distractor:
    shown = text[:1].upper() + text[1:]
    feedback = f"{shown} stands in another sentence: {near}" if near else f"{shown} is not what the document says here."
    return Distractor(text=text, why=why, origin=origin, feedback=feedback, near=near)


def _listed(fact: Fact) -> Iterator[Distractor]:
    """Yield what is made of the key itself: decades and centuries near it."""
    if fact.cls in ("date-decade", "date-century"):
        yield from _shifted(fact)


def _shifted(fact: Fact) -> Iterator[Distractor]:
    number = re.search(r"\d+", fact.key)
    if number is None:
        return
    step = 10 if fact.cls == "date-decade" else 1
    for by in (-2, -1, 1, 2) if int(number[0]) % 20 else (-1, 1, 2, -3):
        value = int(number[0]) + by * step
        shown = f"{value}" if step == 10 else f"{value}{_ordinal(value)}"
        text = re.sub(r"\d+(?:st|nd|rd|th)?", shown, fact.key, count=1)
        if value > 0 and value < 2030:
            yield _told(text, "number", "the same with another number", "")


def _ordinal(value: int) -> str:
    return "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _fits(fact: Fact, text: str) -> bool:
    """Tell whether a text looks like the key: alike in length, capitals and form."""
    key = fact.name if fact.cls in (PERSON, COUNTRY, CITY, ORG, PLACE, THING, SOURCE, "role", *PHRASES) else fact.key
    long, short = max(len(key), len(text)), max(1, min(len(key), len(text)))
    if long / short > 2 and long - short > 8:
        return False
    if key[:1].isupper() != text[:1].isupper():
        return False
    if fact.cls != FLAG and (content(key) <= content(text) or content(text) <= content(key)):
        return False
    if fact.cls == PERSON and key.rpartition(" ")[2] == text.rpartition(" ")[2]:
        return False
    if fact.cls == PERSON and (len(key.split()) > 1) != (len(text.split()) > 1):
        return False
    if fact.cls == PERSON and set(text.casefold().split()) & (ORGANISATION | PLACE_NOUNS.keys()):
        return False
    if fact.cls == FLAG and len(key) == len(text) == 2 and key[1].isupper() != text[1].isupper():
        return False
    if fact.cls == FLAG and bool(re.search(r"\d", key)) != bool(re.search(r"\d", text)):
        return False
    if fact.cls in (CODE, FLAG) and ((key[:2] == "--") != (text[:2] == "--") or _nearly(key, text)):
        return False
    if fact.cls in PHRASES and ABSOLUTES.search(text) and not ABSOLUTES.search(key):
        return False
    if fact.cls in PHRASES and bool(re.search(r"\d", key)) != bool(re.search(r"\d", text)):
        return False
    if fact.cls == "role" and key.endswith("s") != text.endswith("s"):
        return False
    return text not in DEMONYMS


def _nearly(key: str, text: str) -> bool:
    """Tell whether two pieces of code are spellings of one: alike but for signs and an end."""
    a, b = (re.sub(r"[\W_]", "", t).casefold() for t in (key, text))
    return min(len(a), len(b)) > 3 and (a.startswith(b) or b.startswith(a))


def _in(text: str, other: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text.casefold())}(?!\w)", other.casefold()) is not None


def is_inside(answer: str, text: str) -> bool:
    """Tell whether the letters of an answer stand inside of one word: `showAllPages` holds `--all-pages`."""
    letters = _letters(answer)
    return len(letters) > 4 and any(letters in _letters(w) for w in text.replace("{gap}", " ").split())


def is_told(answer: str, called: str) -> bool:
    """Tell whether what a document is called holds a word of an answer, also a part of its code."""
    parts = re.findall(r"[^\W_]{5,}", answer)
    return bool(content(answer) & content(called)) or any(is_inside(part, called) for part in parts)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def may_be_right(text: str, stem: str, corpus: Corpus) -> bool:
    """Tell whether some sentence says of another answer most of what the stem asks: then it may be right as well."""
    words = content(text)
    asked = content(stem.replace("{gap}", " ")) - words
    if not words or not asked:
        return False
    total = sum(corpus.weight(w) for w in asked)
    shares = (sum(corpus.weight(w) for w in asked & held.words) for held in corpus.with_all(words))
    return any(share >= FRAME * total for share in shares)
