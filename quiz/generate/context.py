"""What is known of all documents at once: which sentences hold a word or a name, and how important each sentence is."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quiz.checks.words import content
from quiz.generate.values import How, Source

COMMON = 400
"""Sentences that are looked at for the sake of one word; a word that stands in more tells nothing."""
NEAR, SAME_WORDS = 0.5, 0.5
"""Share of shingles from which a sentence is a near copy, of words from which it is a paraphrase."""


class Held(NamedTuple):
    """A sentence of some document, by its words."""

    document: str
    voice: str
    paragraph: int
    text: str
    words: frozenset[str]


class Corpus:
    """The sentences of all documents, found by their words."""

    def __init__(self, sentences: Iterable[tuple[str, str, int, str]]) -> None:
        self.held = [Held(d, v, p, t, content(t)) for d, v, p, t in sentences]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for place, held in enumerate(self.held):
            for word in held.words:
                self._by_word[word].append(place)

    def weight(self, word: str) -> float:
        """Return how telling a word is: the rarer, the more."""
        return math.log(1 + len(self.held) / (1 + len(self._by_word.get(word, ()))))

    def with_all(self, words: frozenset[str]) -> list[Held]:
        """Return the sentences that hold all of some words; none when even the rarest of them is too common."""
        lists = [self._by_word.get(w, []) for w in words]
        if not lists or not all(lists):
            return []
        rarest = min(lists, key=len)
        if len(rarest) > COMMON:
            return []
        return [self.held[i] for i in rarest if words <= self.held[i].words]

    def twins(self, text: str, asked: frozenset[str], least: float) -> list[Held]:
        """Return other sentences that hold most of the words that are asked with, by their weight."""
        rare = sorted(asked, key=lambda w: (len(self._by_word.get(w, ())), w))[:3]
        total = sum(self.weight(w) for w in asked)
        places = sorted({i for w in rare for i in self._by_word.get(w, [])[:COMMON]})
        found = []
        for held in (self.held[i] for i in places):
            if held.text != text and sum(self.weight(w) for w in asked & held.words) >= least * total:
                found.append(held)
        return found

    def like(self, document: str, text: str, answer: frozenset[str]) -> list[Source]:
        """Return the sentences of other documents that hold the same fact: copies, near copies, paraphrases."""
        words = content(text)
        rare = sorted(words, key=lambda w: (len(self._by_word.get(w, ())), w))[:4]
        places = sorted({i for w in rare for i in self._by_word.get(w, [])[:COMMON]})
        found = []
        for place in places:
            held = self.held[place]
            if held.document == document:
                continue
            how = _how(text, words, held, answer)
            if how:
                found.append(Source(document=held.document, paragraph=held.paragraph, text=held.text, how=how))
        return found[:8]


def _how(text: str, words: frozenset[str], held: Held, answer: frozenset[str]) -> How | None:
    if " ".join(text.split()) == " ".join(held.text.split()):
        return "copy"
    union = len(words | held.words)
    if not union or len(words & held.words) / union < 0.25:
        return None
    if shingles(text, held.text) >= NEAR:
        return "near"
    return "paraphrase" if len(words & held.words) / union >= SAME_WORDS and answer <= held.words else None


def shingles(left: str, right: str, size: int = 3) -> float:
    """Return the share of runs of so many words that two texts have in common (Jaccard), from 0 to 1."""

    def runs(text: str) -> set[tuple[str, ...]]:
        words = text.casefold().split()
        return {tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1))}

    a, b = runs(left), runs(right)
    return len(a & b) / len(a | b)


def importance(texts: Sequence[str]) -> list[float]:
    """Return how important each sentence of a document is, from 0 to 1: by its words that the document repeats.

    The first sentences count a little more. Linear in the length of the document.
    """
    words = [content(t) for t in texts]
    counts = Counter(w for found in words for w in found)
    scores = []
    for place, found in enumerate(words):
        score = sum(math.log(1 + counts[w]) for w in found if counts[w] > 1) / (4 + len(found)) if found else 0.0
        scores.append(score * (1.15 if place < 5 else 1.0))
    top = max(scores, default=0.0) or 1.0
    return [round(s / top, 4) for s in scores]
