"""Rules for what is typed, each shown by scoring itself: what is right can be typed, and a rival cannot pass."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.checks.rules import Case, Remark, item_rule
from quiz.errors import Severity
from quiz.items.flaw import quoted
from quiz.items.marking import ClozeMarking, Marking, TextMarking
from quiz.scoring import AskAgain, Outcome, Policy, Verdict, key_response, score
from quiz.text import canon

SLIPS = 2
"""Edits up to which another name is tried as an answer."""


def _judged(marking: Marking, response: object) -> Outcome | AskAgain:
    return score(marking, response, Policy())


def _right(marking: Marking, response: object) -> bool:
    made = _judged(marking, response)
    return isinstance(made, Outcome) and made.verdict is Verdict.CORRECT


@item_rule("unreachable-form")
def unreachable_form(case: Case) -> Iterator[Remark]:
    """What is written as right must be judged right when it is typed."""
    marking = case.entry.marking
    if not _right(marking, key_response(marking)):
        yield Remark(
            ("key",), "the key itself is not judged right", "change it so that it can be typed", Severity.ERROR
        )
    for path, gap in _texts(marking):
        for index, form in enumerate(gap.accepted[1:]):
            if not _right(gap, form):
                what = f"{quoted(form)} is accepted and yet not judged right"
                yield Remark((*path, "accept", index), what, "remove it or take it out of `reject` and `rivals`")


def _texts(marking: Marking) -> list[tuple[tuple[str, ...], TextMarking]]:
    if isinstance(marking, TextMarking):
        return [((), marking)]
    if isinstance(marking, ClozeMarking):
        return [(("gaps", n), gap) for n, gap in marking.gaps.items() if isinstance(gap, TextMarking)]
    return []


@item_rule("accepts-rival")
def accepts_rival(case: Case) -> Iterator[Remark]:
    """Another name must not pass as a slip of spelling."""
    names = case.library.names
    for path, marking in _texts(case.entry.marking):
        own = {n for form in marking.accepted for n in names.named(form)}
        folded = {canon(form) for form in marking.accepted}
        for form in _near(case, tuple(sorted(folded))):
            others = set(names.named(form)) - own
            if others and canon(form) not in folded and _right(marking, form):
                what = f"{quoted(form)} passes as a slip of {quoted(marking.accepted[0])}"
                yield Remark((*path, "key"), what, "list the two as rivals in names.yaml, or under `reject`")


def _near(case: Case, accepted: tuple[str, ...]) -> Iterator[str]:
    """Yield the names of the library that lie within two edits of an accepted form."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    known = case.world.folded_names
    for form in accepted:
        for _, _, key in process.extract(
            form, known, scorer=OSA.distance, score_cutoff=SLIPS, limit=None, processor=None
        ):
            yield case.world.name_forms[key]
