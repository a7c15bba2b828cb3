"""Where a typed answer and what is right part, letter by letter, as long as seeing it helps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby

from msgspec import Struct

from quiz.text import canon, graphemes

LETTERS = 200
"""Letters up to which two texts are laid beside each other."""
NEAR = 3
"""Of so many letters at most one may differ."""
SIGNS = {"missing": "{+ } missing", "extra": "[- ] too much"}
_ARTICLE = re.compile(r"^(?:an?|the) (?=\S)", re.IGNORECASE)


class Run(Struct, frozen=True):
    """Neighbouring letters of an answer and of what is right.

    `kind` is `same`, `missing` (only in what is right), `extra` (only in the answer) or `changed`.
    """

    kind: str
    given: str
    right: str

    def pieces(self) -> tuple[tuple[str, str], ...]:
        """Return what is shown of it with its kind, `[-too much]` and `{+missing}`; `same` stands bare."""
        if self.kind == "same":
            return (("same", self.given),)
        extra = (("extra", f"[-{self.given}]"),) if self.given else ()
        return (*extra, ("missing", f"{{+{self.right}}}")) if self.right else extra


def difference(given: str, right: str, fold: Callable[[str], str] = canon) -> tuple[Run, ...]:
    """Return the runs of letters that two texts share and do not, nothing where they are one or far from each other.

    `fold` takes from a letter what does not count. The runs, joined, give both texts back.
    """
    left, wanted = graphemes(given), graphemes(right)
    if not left or max(len(left), len(wanted)) > LETTERS:
        return ()
    from rapidfuzz.distance import Levenshtein

    steps = Levenshtein.opcodes([fold(c) or c for c in left], [fold(c) or c for c in wanted])
    edits = sum(max(s.src_end - s.src_start, s.dest_end - s.dest_start) for s in steps if s.tag != "equal")
    if not edits or edits * NEAR > max(len(left), len(wanted)):
        return ()
    runs: list[Run] = []
    for same, group in groupby(steps, key=lambda step: step.tag == "equal"):
        block = list(group)
        before = "".join(left[block[0].src_start : block[-1].src_end])
        after = "".join(wanted[block[0].dest_start : block[-1].dest_end])
        kind = "same" if same else "changed" if before and after else "missing" if after else "extra"
        runs.append(Run(kind, before, after))
    return tuple(runs)


def nearest_difference(
    given: str, forms: Iterable[str], *, case: bool = False, accents: bool = False
) -> tuple[Run, ...]:
    """Return how an answer differs from that one of the right forms that is nearest to it.

    `case` and `accents`: these count. A leading English article does not.
    """

    def fold(letter: str) -> str:
        return canon(letter, case=case, accents=accents)

    found = [difference(_bare(given), _bare(form), fold) for form in forms]
    return min(filter(None, found), key=_apart, default=())


def _bare(text: str) -> str:
    return _ARTICLE.sub("", " ".join(text.split()))


def _apart(runs: tuple[Run, ...]) -> int:
    return sum(max(len(run.given), len(run.right)) for run in runs if run.kind != "same")


def letters_text(runs: Iterable[Run]) -> str:
    """Return runs as one line: `blue w{+h}ale`."""
    return "".join(text for run in runs for _, text in run.pieces())


def legend(runs: Iterable[Run]) -> str:
    """Return what the signs in these runs mean."""
    kinds = [kind for run in runs for kind, _ in run.pieces()]
    return ", ".join(said for kind, said in SIGNS.items() if kind in kinds)
