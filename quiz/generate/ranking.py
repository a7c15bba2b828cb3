"""Stage 10: which drafts are kept: no fact twice, not too many of one sentence or answer, uncovered sentences first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from quiz.checks.words import content, overlap
from quiz.generate.context import shingles
from quiz.generate.gates_grounding import SAME_QUESTION
from quiz.generate.likely import likely, stands_first
from quiz.generate.values import Draft, Source
from quiz.text import canon

PER_SENTENCE, PER_ANSWER = 3, 3
"""Drafts of one sentence, and with one answer in one document, at most."""
ONLY = 8
"""Drafts with one answer in one document as long as each is the only one of its sentence: coverage comes first."""


class Kept(NamedTuple):
    """The drafts that are kept, in the order in which they are to be read, and how many were left out as doubles."""

    drafts: list[Draft]
    doubles: int


def worth(draft: Draft) -> float:
    """Return how likely a draft is to be taken as it is, and a little more for what the document is about."""
    return likely(draft) + 0.05 * draft.origin.importance


def ranked(drafts: Sequence[Draft]) -> Kept:
    """Return the drafts to keep: the sure ones first, and of those as of the others one of each sentence by importance,
    then the second ones.
    """
    by_sentence: dict[tuple[str, int], list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_sentence[(draft.origin.document, draft.origin.sentence.start)].append(draft)
    rounds: list[list[Draft]] = [[] for _ in range(PER_SENTENCE)]
    for own in by_sentence.values():
        # A gap is for names that no question asks for.
        own.sort(key=lambda d: (d.origin.family == "gap", -worth(d), d.origin.answer.start, d.id))
        kept: list[Draft] = []
        for draft in own:
            fits = not any(_tells(one, draft) for one in kept)
            if len(kept) < PER_SENTENCE and fits:
                rounds[len(kept)].append(draft)
                kept.append(draft)
    made: list[Draft] = []
    answers: Counter[str] = Counter()
    seen: dict[str, list[Draft]] = defaultdict(list)
    doubles = 0
    for number, found in enumerate(rounds):
        found.sort(key=lambda d: (-d.origin.importance, d.origin.paragraph, d.origin.sentence.start, d.id))
        for draft in found:
            key = canon(draft.origin.key)
            place = f"{draft.origin.document}\0{key}"
            twin = next((d for d in seen[key] if same_fact(d, draft)), None)
            if twin is not None or answers[place] >= (PER_ANSWER if number else ONLY):
                doubles += twin is not None
                continue
            answers[place] += 1
            seen[key].append(draft)
            made.append(draft)
    made.sort(key=lambda d: not stands_first(d))
    return Kept(made, doubles)


_MIRRORED = (
    {"gap"},
    {"option"},
    {"case", "then"},
    {"how", "case"},
    {"how", "then"},
    {"blank", "code"},
    {"how", "code"},
    {"aim", "code"},
    {"does", "what"},
    {"deed", "when"},
    {"effect", "code"},
    {"duty", "who-must"},
    {"duty", "body"},
    {"done", "code"},
    {"done", "agent"},
    {"value", "blank"},
    {"value", "code"},
    {"deed", "where"},
    {"deed", "which"},
)
"""Families of which two drafts of one sentence tell each other's answers."""


def _tells(first: Draft, second: Draft) -> bool:
    """Tell whether two drafts of one sentence ask for one thing."""
    return (
        canon(first.origin.key) == canon(second.origin.key) or {first.origin.family, second.origin.family} in _MIRRORED
    )


def same_fact(left: Draft, right: Draft) -> bool:
    """Tell whether two drafts with one answer ask for one fact: passages or stems are alike."""
    a, b = left.origin, right.origin
    if a.document == b.document and a.sentence == b.sentence:
        return True
    if shingles(a.passage, b.passage) >= 0.5 or b.passage in [s.text for s in a.sources]:
        return True
    return overlap(content(left.item.stem), content(right.item.stem)) >= SAME_QUESTION


def others(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return sources without repetitions."""
    return tuple({(s.document, s.paragraph, s.text): s for s in sources}.values())
