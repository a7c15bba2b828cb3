"""Rules that compare items: what is asked twice, and what one item tells of another (AUTHORING 4.5)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from quiz.checks.rules import Case, Remark, library_rule
from quiz.checks.words import content, overlap, tokens
from quiz.items import Boolean, Choice, Date, Match, Multiple, Numeric, Order, type_name
from quiz.text import canon

SAME_WORDS = 0.6
"""Share of words from which two stems with one key are one question."""
TOLD_WORDS = 0.7
"""Share of what a question asks, weighed by rarity, from which another text that holds its answer gives it away."""
COMPARED = 60
"""Items that are compared with one another for the sake of one rare word; what is commoner is not telling."""


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
        case Date():
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
    """Which cases hold a word, and how telling a word is: the rarer, the more."""

    def __init__(self, cases: list[Case], words: dict[str, frozenset[str]]) -> None:
        self.by_word: dict[str, list[Case]] = defaultdict(list)
        for case in cases:
            for word in words[case.item.id]:
                self.by_word[word].append(case)
        self._all = max(1, len(cases))

    def weight(self, word: str) -> float:
        """Return log(items / items with the word), the inverse document frequency, and a little for every word."""
        return 0.1 + math.log(self._all / max(1, len(self.by_word.get(word, ()))))

    def rarest(self, words: Iterable[str], many: int) -> list[str]:
        """Return the rarest of some words, the first of them the rarest; equal ones by the alphabet."""
        return sorted(words, key=lambda w: (len(self.by_word.get(w, ())), w))[:many]


@library_rule("near-duplicate")
def near_duplicate(cases: list[Case]) -> Iterator[tuple[Case, Remark]]:
    """One question twice teaches nothing the second time."""
    words = {c.item.id: content(c.asked) for c in cases}
    index = _Index(cases, words)
    groups: dict[Hashable, list[Case]] = defaultdict(list)
    for case in cases:
        for word in index.rarest(words[case.item.id], 3):
            groups[type_name(case.item), _key(case), word].append(case)
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
    shown = {c.item.id: content(" ".join(text for _, text in c.shown)) for c in cases}
    asked = {c.item.id: content(c.asked) for c in cases}
    index = _Index(cases, shown)
    for case in cases:
        forms = _telling(case)
        if not forms:
            continue
        wanted = asked[case.item.id] - {w for form in forms for w in content(form)} - _anchor(case)
        whole = sum(map(index.weight, wanted))
        near = {o.item.id: o for w in index.rarest(wanted, 2) for o in index.by_word.get(w, ())[:COMPARED]}
        for other in near.values():
            if other is case or _siblings(case, other):
                continue
            share = sum(index.weight(w) for w in wanted & shown[other.item.id])
            if share >= TOLD_WORDS * whole and (form := _held(forms, other)):
                what = f"'{other.item.id}' shows '{form}' with most of what is asked here"
                hint = f"give both `family: {case.item.family or case.item.id}`, or word one otherwise"
                yield case, Remark(("stem",), what, hint)


def _siblings(left: Case, right: Case) -> bool:
    return left.item.family is not None and left.item.family == right.item.family


def _telling(case: Case) -> list[str]:
    """Return the forms of what is right that give an answer away when they stand in another question."""
    if isinstance(case.item, Choice):
        return [o.text for p in case.picked for _, o in p.right if content(o.text)]
    return [form for _, forms in case.typed for form in forms if content(form)]


def _anchor(case: Case) -> frozenset[str]:
    """Return the words by which stems name documents: they say nothing of what is asked."""
    called = " ".join(f"{d.called} {' '.join(d.authors)}" for d in case.library.documents.values())
    return content(called)


def _held(forms: list[str], other: Case) -> str:
    """Return the form that a stem or row of another item holds; options are offered, not told."""
    told = " ".join(text for path, text in other.shown if path[0] in ("stem", "rows"))
    held = f" {' '.join(tokens(told))} "
    return next((form for form in forms if f" {' '.join(tokens(form))} " in held), "")
