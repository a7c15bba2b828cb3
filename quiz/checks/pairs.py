"""Rules that compare items: what is asked twice, and what one item tells of another (AUTHORING 4.5)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from quiz.banks import Library
from quiz.checks.rules import Case, Remark, library_rule
from quiz.checks.words import content, overlap, tokens
from quiz.items import Boolean, Choice, Date, Match, Multiple, Numeric, Order, Place, type_name
from quiz.text import canon

SAME_WORDS = 0.6
"""Share of words from which two stems with one key are one question."""
TOLD_WORDS = 0.7
"""Share of what a question asks, weighed by rarity, from which another text that holds its answer gives it away."""
COMPARED = 60
"""Items that are compared with one another for the sake of one rare word."""
COMMON = 1_000
"""Items from which on a word is too common to tell anything."""


def _key(case: Case) -> Hashable:
    """Return what two items of one type share when they have the same answer; None where that cannot be said."""
    item = case.item
    match item:
        case Choice() | Multiple():
            picked = case.picked[0]
            return frozenset(canon(o.text) for _, o in picked.right)
        case Boolean():
            return item.key
        case Numeric():
            return item.key.value, canon(item.key.unit or "")
        case Date() | Place():
            return item.key
        case Match():
            texts = {o.id: canon(o.text) for o in (*item.rows, *item.options)}
            return frozenset((texts.get(r), texts.get(o)) for r, o in item.key.items())
        case Order():
            texts = {o.id: canon(o.text) for o in item.options}
            return tuple(frozenset(texts.get(o) for o in step) for step in item.key)
        case _:
            return frozenset(canon(k) for k in case.keys)


class _Index:
    """Which cases hold a word, by their places, and how telling each word is: the rarer, the more."""

    def __init__(self, cases: list[Case], words: dict[str, frozenset[str]]) -> None:
        self.cases = cases
        self.by_word: dict[str, set[int]] = defaultdict(set)
        for place, case in enumerate(cases):
            for word in words[case.item.id]:
                self.by_word[word].add(place)
        # The inverse document frequency, log(items / items with the word), and a little for every word.
        self.weight = {word: 0.1 + math.log(len(cases) / len(held)) for word, held in self.by_word.items()}

    def rarest(self, words: Iterable[str], many: int) -> list[str]:
        """Return the rarest of some words, the first of them the rarest; equal ones by the alphabet."""
        return sorted((w for w in words if w in self.by_word), key=lambda w: (len(self.by_word[w]), w))[:many]

    def holding(self, words: frozenset[str]) -> list[Case]:
        """Return the cases that hold all of one or more words; none when even the rarest is too common to tell."""
        if not all(w in self.by_word for w in words):
            return []
        rarest, *others = sorted((self.by_word[w] for w in words), key=len)
        return [self.cases[place] for place in sorted(rarest.intersection(*others))] if len(rarest) <= COMMON else []


@library_rule("near-duplicate")
def near_duplicate(cases: list[Case]) -> Iterator[tuple[Case, Remark]]:
    """One question twice teaches nothing the second time."""
    words = {c.item.id: c.words for c in cases}
    index = _Index(cases, words)
    groups: dict[Hashable, list[Case]] = defaultdict(list)
    for case in cases:
        kind = (type_name(case.item), _key(case))
        for word in index.rarest(words[case.item.id], 3):
            groups[(*kind, word)].append(case)
    told: set[tuple[str, str]] = set()
    for group in groups.values():
        for at, later in enumerate(group[:COMPARED]):
            for earlier in group[:at]:
                pair = (earlier.item.id, later.item.id)
                if pair not in told and overlap(words[pair[0]], words[pair[1]]) >= SAME_WORDS:
                    told.add(pair)
                    what = f"'{earlier.item.id}' asks the same and has the same key"
                    yield later, Remark(("stem",), what, "leave one out, or ask for something else")


@library_rule("gives-away", english=True)
def gives_away(cases: list[Case]) -> Iterator[tuple[Case, Remark]]:
    """No question answers another of the same session: siblings share a family."""
    shown = {c.item.id: _words_read(c) for c in cases}
    index = _Index(cases, shown)
    anchor = _anchor(cases[0].library) if cases else frozenset()
    for case in cases:
        found = next(_giving(case, index, shown, anchor), None)
        if found is not None:
            form, other = found
            what = f"'{other.item.id}' shows '{form}' with most of what is asked here"
            hint = f"give both `family: {case.item.family or case.item.id}`, or word one otherwise"
            yield case, Remark(("stem",), what, hint)


def _giving(
    case: Case, index: _Index, shown: dict[str, frozenset[str]], anchor: frozenset[str]
) -> Iterator[tuple[str, Case]]:
    """Yield the items that show a right form with most of what a case asks."""
    for form in _telling(case):
        words = content(form)
        near = [other for other in index.holding(words) if not _siblings(case, other)]
        if near:
            wanted = {w: index.weight[w] for w in case.words - anchor - words}
            most = TOLD_WORDS * math.fsum(wanted.values())
            for other in near:
                told = math.fsum(wanted[w] for w in wanted.keys() & shown[other.item.id])
                if told >= most and _holds(form, other):
                    yield form, other


def _siblings(left: Case, right: Case) -> bool:
    return left is right or (left.item.family is not None and left.item.family == right.item.family)


def _telling(case: Case) -> list[str]:
    """Return the forms of what is right that give an answer away when they stand in another question."""
    if isinstance(case.item, Choice):
        return [o.text for p in case.picked for _, o in p.right if content(o.text)]
    return [form for _, forms in case.typed for form in forms if content(form)]


def _anchor(library: Library) -> frozenset[str]:
    """Return the words by which stems name documents: they say nothing of what is asked."""
    return content(" ".join(f"{d.called} {' '.join(d.authors)}" for d in library.documents.values()))


def _read(case: Case) -> str:
    """Return what an item states before it is answered: stem and rows; options are offered, not stated."""
    rows = [row.text for row in case.item.rows] if isinstance(case.item, Match) else []
    return " ".join((case.asked, *rows))


def _words_read(case: Case) -> frozenset[str]:
    """Return the words of that which carry meaning; of most items they are those of the stem."""
    return content(_read(case)) if isinstance(case.item, Match) else case.words


def _holds(form: str, other: Case) -> bool:
    """Tell whether stem or rows of another item hold a form word by word."""
    return f" {' '.join(tokens(form))} " in f" {' '.join(tokens(_read(other)))} "
