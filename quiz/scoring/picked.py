"""Rules for what is picked: choice, multiple, boolean, evidence, place (SCORING 1.4)."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from quiz.items.marking import BooleanMarking, ChoiceMarking, EvidenceMarking, MultipleMarking, PlaceMarking
from quiz.scoring.judged import ONE, ZERO, Judged, met
from quiz.scoring.outcome import AskAgain, Response

ASK_OPTION = AskAgain("malformed", "Pick one of the options.")
ASK_OPTIONS = AskAgain("malformed", "Pick from the options.")
ASK_TRUTH = AskAgain("malformed", "Answer true or false.")
ASK_SENTENCE = AskAgain("malformed", "Pick one sentence of the passage.")
ASK_SENTENCES = AskAgain("malformed", "Pick sentences of the passage.")
ASK_PLACE = AskAgain("malformed", "Pick a place on the map.")


def ids(response: Response, known: Collection[str]) -> list[str] | None:
    """Return the distinct ids of a response, or None when one of them is unknown."""
    given = response if isinstance(response, list | tuple) else [response]
    if not all(isinstance(one, str) and one in known for one in given):
        return None
    return list(dict.fromkeys(given))


def ticked(hits: int, right: int, extras: int, wrong: int, exact: bool) -> Fraction:
    """Return the value of a set of ticks: Youden's J, not below 0; under `exact` all or nothing.

    `hits` of `right` right ones and `extras` of `wrong` wrong ones are ticked: share of right less share of wrong.
    """
    if exact:
        return ONE if hits == right and extras == 0 else ZERO
    penalty = Fraction(extras, wrong) if wrong else ZERO
    return max(ZERO, Fraction(hits, right) - penalty)


def option_match(marking: ChoiceMarking, option: str) -> str:
    """Return the entry that an option of a choice meets."""
    return f"differs {marking.differs.index(option)}" if option in marking.differs else f"option {option}"


def choice(marking: ChoiceMarking, response: Response) -> Judged | AskAgain:
    """Judge one option."""
    picked = ids(response, marking.options)
    if picked is None or len(picked) != 1:
        return ASK_OPTION
    if picked[0] == marking.key:
        return Judged(ONE, match=f"option {marking.key}")
    return met(marking, option_match(marking, picked[0]))


def multiple(marking: MultipleMarking, response: Response) -> Judged | AskAgain:
    """Judge a set of options."""
    picked = ids(response, marking.options)
    if picked is None:
        return ASK_OPTIONS
    key, given = set(marking.key), set(picked)
    wrong = len(set(marking.options)) - len(key)
    value = ticked(len(given & key), len(key), len(given - key), wrong, marking.exact)
    for index, other in enumerate(marking.differs):
        if set(other) == given and value < 1:
            return met(marking, f"differs {index}", value)
    return Judged(value)


_TRUTH = {"true": True, "t": True, "yes": True, "y": True, "false": False, "f": False, "no": False, "n": False}


def boolean(marking: BooleanMarking, response: Response) -> Judged | AskAgain:
    """Judge a truth value, or one of the words for it."""
    said = response if isinstance(response, bool) else None
    if isinstance(response, str):
        said = _TRUTH.get(response.strip().casefold())
    if said is None:
        return ASK_TRUTH
    if said is marking.key:
        return Judged(ONE)
    return met(marking, "differs 0") if said in marking.differs else Judged(ZERO, match="reject 0")


def _entry(marking: EvidenceMarking | PlaceMarking, answer: str) -> str:
    """Return the entry that one answer meets, or nothing."""
    for kind, answers in (("differs", marking.differs), ("reject", marking.reject)):
        if answer in answers:
            return f"{kind} {answers.index(answer)}"
    return ""


def sentence_alone(marking: EvidenceMarking, picked: str) -> Fraction:
    """Return what one sentence earns by itself, whatever entry it meets."""
    right = picked in marking.key
    if marking.need == "any":
        return Fraction(right)
    keys = len(marking.key)
    return ticked(int(right), keys, int(not right), len(marking.sentences) - keys, marking.exact)


def sentence(marking: EvidenceMarking, picked: str) -> Judged:
    """Judge a single sentence of the passage."""
    value = sentence_alone(marking, picked)
    match = "" if picked in marking.key else _entry(marking, picked)
    return met(marking, match, value)


def evidence(marking: EvidenceMarking, response: Response) -> Judged | AskAgain:
    """Judge sentences of the passage: one where any will do, a set where all are needed."""
    given = response if isinstance(response, list | tuple) else [response]
    folded = [" ".join(one.split()) if isinstance(one, str) else one for one in given]
    picked = ids(folded, marking.sentences)
    if marking.need == "any" and (picked is None or len(picked) != 1):
        return ASK_SENTENCE
    if picked is None:
        return ASK_SENTENCES
    if len(picked) == 1:
        return sentence(marking, picked[0])
    key = set(marking.key)
    hits = len(key & set(picked))
    return Judged(ticked(hits, len(key), len(picked) - hits, len(marking.sentences) - len(key), marking.exact))


def place(marking: PlaceMarking, response: Response) -> Judged | AskAgain:
    """Judge the id of a place; which places the map has is not known here, so any other id is wrong."""
    if not isinstance(response, str):
        return ASK_PLACE
    picked = response.strip()
    if picked == marking.key:
        return Judged(ONE)
    return met(marking, _entry(marking, picked))
