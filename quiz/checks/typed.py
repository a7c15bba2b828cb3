"""The rule for what is typed, decided by scoring itself: another name must not pass."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.checks.rules import Case, Remark, item_rule
from quiz.items.flaw import quoted
from quiz.items.marking import ClozeMarking, Marking, TextMarking
from quiz.scoring import Outcome, Policy, Verdict, score
from quiz.text import canon

SLIPS = 2
"""Edits up to which another name is tried as an answer."""


def _right(marking: Marking, response: object) -> bool:
    made = score(marking, response, Policy())
    return isinstance(made, Outcome) and made.verdict is Verdict.CORRECT


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
