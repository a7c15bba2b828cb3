"""A language model as a critic: it answers each question with and without its passage. It may lower a rank or flag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import structs

from quiz.generate.gates_grounding import answer_shown
from quiz.generate.model_asking import SHUFFLES, Batch, turned
from quiz.generate.model_values import Verdict
from quiz.generate.values import Draft

PREFIX = "critic"


class Hearing:
    """What a critic answered so far, by draft."""

    def __init__(self) -> None:
        self._open: dict[str, list[bool]] = defaultdict(list)
        self._blind: dict[str, list[bool]] = defaultdict(list)

    def hear(self, batch: Batch, verdicts: Iterable[Verdict]) -> int:
        """Take up the answers to one batch, the first to each question; return how many are to no question of it."""
        left = dict(batch.drafts)
        strange = 0
        for verdict in verdicts:
            draft = left.pop(verdict.n, None)
            options = turned(draft, batch.turn) if draft else []
            if draft is None or not 0 <= verdict.choice <= len(options):
                strange += 1
                continue
            picked = options[verdict.choice - 1] if verdict.choice else ""
            right = picked == answer_shown(draft.item) and not verdict.several
            (self._open if batch.open else self._blind)[draft.id].append(right)
        return strange

    def flags(self, draft: Draft, model: str) -> tuple[str, ...]:
        """Return what the answers to a question say of it; nothing when they are as they should be."""
        shown, blind = self._open[draft.id], self._blind[draft.id]
        told = []
        if shown and not all(shown):
            told.append(f"{PREFIX} {model}: with the passage right in {sum(shown)} of {len(shown)}")
        if len(blind) == SHUFFLES and all(blind):
            told.append(f"{PREFIX} {model}: guessed without the passage, {SHUFFLES} of {SHUFFLES}")
        return tuple(told)


def judged(drafts: Sequence[Draft], hearing: Hearing, model: str) -> list[Draft]:
    """Return the drafts with what the critic flags; those that it flags stand last, all others keep their order."""
    told = [(d, hearing.flags(d, model)) for d in drafts]
    made = [(_flagged(d, flags), bool(flags)) for d, flags in told]
    return [d for d, flag in made if not flag] + [d for d, flag in made if flag]


def _flagged(draft: Draft, flags: tuple[str, ...]) -> Draft:
    kept = tuple(w for w in draft.origin.warnings if not w.startswith(f"{PREFIX} "))
    return Draft(item=draft.item, origin=structs.replace(draft.origin, warnings=(*kept, *flags)))
