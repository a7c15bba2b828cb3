"""Stage 9: what every draft must satisfy. A gate is a number, a name and a function that says what is wrong.

Those that `quiz check` has are asked through it: the draft is laid into the library as an item.
"""

from __future__ import annotations

from quiz.checks.all_rules import ITEM_RULES
from quiz.checks.rules import ENGLISH
from quiz.generate import gates_grounding, gates_options, gates_stem
from quiz.generate.ground import Ground
from quiz.generate.values import Draft, Gate
from quiz.items import flaws

GATES = (*gates_grounding.GATES, *gates_stem.GATES, *gates_options.GATES)
"""(number, name, function) of every gate of ours."""

OF_RULES = {
    "key-longest": 12, "key-precise": 12, "key-in-stem": 14, "absolute-option": 15, "of-the-above": 15, "option-kind":
    12,
    "option-unit": 12, "option-qualifier": 12, "option-form": 12, "equivalent-options": 10, "options-offered": 12,
    "negative-stem": 15, "stem-long": 16, "stem-unfinished": 16, "vague-source": 6, "stem-deictic": 7, "stem-pronoun":
    6,
    "placeholder": 16, "hedge-lost": 8, "qualifier-lost": 5, "stage-raised": 8, "number-bare": 12, "claim-as-fact": 8,
    "uncited-number": 5, "uncited-name": 5, "background-asked": 9, "accepts-rival": 10,
}  # fmt: skip
"""Rules of `quiz check`, each with the gate to which it belongs."""


_NEVER_HEDGED = ("acronym",)
"""Families whose facts hold whatever else their sentence doubts."""


def examine(draft: Draft, ground: Ground, all_of_them: bool = True) -> tuple[Gate, ...]:
    """Return the verdict of each gate on a draft; with `all_of_them` false only up to the first that is not passed."""
    found: list[Gate] = []
    ground = ground.part(draft.origin.paragraph)
    for number, name, gate in GATES:
        verdict = Gate(number=number, name=name, what=gate(draft, ground))
        found.append(verdict)
        if not verdict.passed and not all_of_them:
            return tuple(found)
    found += _checked(draft, ground)
    return tuple(sorted(found, key=lambda g: g.number))


def _checked(draft: Draft, ground: Ground) -> list[Gate]:
    """Return what `quiz check` says of a draft that is laid into the library as an item."""
    wrong = [f.what for f in flaws(draft.item, ground.library.names, ground.library.documents) if not f.warning]
    if wrong:
        return [Gate(number=1, name="sound", what=wrong[0])]
    case = ground.case(draft.item)
    english = ground.library.language.split("-", maxsplit=1)[0] == "en"
    found = [Gate(number=1, name="sound")]
    for name, rule in ITEM_RULES.items():
        if name == "hedge-lost" and draft.origin.family in _NEVER_HEDGED:
            continue
        if name in OF_RULES and (english or name not in ENGLISH):
            what = next((r.what for r in rule(case)), "")
            found.append(Gate(number=OF_RULES[name], name=name, what=what))
    return found
