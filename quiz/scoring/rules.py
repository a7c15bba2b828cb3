"""One rule a type (SCORING 1.4 and 1.5). Total: any JSON value gets an Outcome or an AskAgain, at once."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import assert_never

from quiz.items.marking import (
    RULES,
    BooleanMarking,
    ChoiceMarking,
    ClozeMarking,
    DateMarking,
    EvidenceMarking,
    Marking,
    MatchMarking,
    MultipleMarking,
    NumericMarking,
    OrderMarking,
    PlaceMarking,
    TextMarking,
)
from quiz.scoring import composed, picked, written
from quiz.scoring.chance import chance, row_chance
from quiz.scoring.judged import ZERO, Judged, blank
from quiz.scoring.outcome import AskAgain, Note, Outcome, Policy, Response, Verdict, share_text


def score(marking: Marking, response: Response, policy: Policy) -> Outcome | AskAgain:
    """Score one response exactly.

    Blank responses are omitted and earn 0. A response that cannot be judged is asked again, or incorrect under a
    final policy. Never raises.
    """
    made = None if blank(response) else _judged(marking, response, policy)
    if isinstance(made, AskAgain):
        if not policy.final:
            return made
        made = Judged(ZERO, (Note.UNCLEAR,))
    return _outcome(marking, made, chance(marking))


def _judged(marking: Marking, response: Response, policy: Policy) -> Judged | AskAgain | None:
    match marking:
        case ChoiceMarking():
            return picked.choice(marking, response)
        case MultipleMarking():
            return picked.multiple(marking, response)
        case BooleanMarking():
            return picked.boolean(marking, response)
        case NumericMarking():
            return written.numeric(marking, response)
        case DateMarking():
            return written.date(marking, response)
        case TextMarking():
            return written.text(marking, response, policy)
        case ClozeMarking():
            return composed.cloze(marking, response, partial(score, policy=policy))
        case MatchMarking():
            return composed.match(marking, response, partial(_row, marking))
        case OrderMarking():
            return composed.order(marking, response)
        case EvidenceMarking():
            return picked.evidence(marking, response)
        case PlaceMarking():
            return picked.place(marking, response)
    assert_never(marking)


def _row(marking: MatchMarking, row: str, made: Judged | None) -> Outcome:
    return _outcome(marking, made, row_chance(marking, row))


def _outcome(marking: Marking, made: Judged | None, guessed: Fraction) -> Outcome:
    """Return the outcome of what was judged, None for what was left out; `guessed` is what a blind guess earns."""
    rule, by_chance = f"{marking.__struct_config__.tag}/{RULES}", share_text(guessed)
    if made is None:
        return Outcome("0/1", Verdict.OMITTED, rule, chance=by_chance)
    verdict = Verdict.CORRECT if made.value == 1 else Verdict.PARTIAL if made.value > 0 else Verdict.INCORRECT
    rule += "+credit" if made.credited else ""
    value = share_text(made.value)
    return Outcome(value, verdict, rule, made.notes, by_chance, made.match, made.form, made.parts)


def key_response(marking: Marking) -> Response:
    """Return a response that earns the full score."""
    match marking:
        case ChoiceMarking() | BooleanMarking() | PlaceMarking():
            return marking.key
        case MultipleMarking():
            return list(marking.key)
        case NumericMarking():
            return written.typed_number(marking)
        case DateMarking():
            return written.typed_date(marking.key)
        case TextMarking():
            return marking.accepted[0]
        case ClozeMarking():
            return {name: key_response(gap) for name, gap in marking.gaps.items()}
        case MatchMarking():
            return dict(marking.key)
        case OrderMarking():
            return [option for step in marking.key for option in step]
        case EvidenceMarking():
            return marking.key[0] if marking.need == "any" else list(marking.key)
    assert_never(marking)
