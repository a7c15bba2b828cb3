"""One rule a type (SCORING 1.4 and 1.5). Total: any JSON value gets an Outcome or an AskAgain, at once."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

from quiz.items.dates import bank_date
from quiz.items.marking import (
    RULES,
    BooleanMarking,
    ChoiceMarking,
    DateMarking,
    Marking,
    MultipleMarking,
    NumericMarking,
    TextMarking,
)
from quiz.items.units import Unit, parse_unit, to_base
from quiz.scoring.outcome import AskAgain, Note, Outcome, Policy, Response, Verdict, share_text
from quiz.scoring.typed import ASK_DATE, ASK_NUMBER, NUMBER_CHARS, read_date, read_number
from quiz.text import TYPED_LIMIT, canon, digit_runs, distance

ONE, ZERO = Fraction(1), Fraction(0)
SMALL = 1_000
"""A currency amount below this, typed without a scale word where the item has one, is asked again."""
LARGE = 100_000
"""A bare number from here on, where the unit has a scale word and no key is so large, is asked again."""


def score(marking: Marking, response: Response, policy: Policy) -> Outcome | AskAgain:
    """Score one response exactly.

    Blank responses are omitted and earn 0. A response that cannot be judged is asked again, or incorrect under a
    final policy. Never raises.
    """
    rule = f"{marking.__struct_config__.tag}/{RULES}"
    if _blank(response):
        return Outcome("0/1", Verdict.OMITTED, rule, chance=share_text(_chance(marking)))
    match marking:
        case ChoiceMarking():
            made = _choice(marking, response, rule)
        case MultipleMarking():
            made = _multiple(marking, response, rule)
        case BooleanMarking():
            made = _boolean(marking, response, rule)
        case NumericMarking():
            made = _numeric(marking, response, rule)
        case DateMarking():
            made = _date(marking, response, rule)
        case TextMarking():
            made = _text(marking, response, rule, policy)
        case _:
            assert_never(marking)
    if isinstance(made, AskAgain) and policy.final:
        return Outcome("0/1", Verdict.INCORRECT, rule, (Note.UNCLEAR,), share_text(_chance(marking)))
    return made


def key_response(marking: Marking) -> Response:
    """Return a response that earns the full score."""
    match marking:
        case ChoiceMarking() | BooleanMarking():
            return marking.key
        case MultipleMarking():
            return list(marking.key)
        case NumericMarking():
            return marking.accepted[0][0]
        case DateMarking():
            return _typed_date(marking.key)
        case TextMarking():
            return marking.accepted[0]
    assert_never(marking)


def _typed_date(key: str) -> str:
    date = bank_date(key)
    if date.year is None:
        months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
        return f"{date.day} {months[(date.month or 1) - 1]}"
    return key


def _blank(response: Response) -> bool:
    if isinstance(response, str):
        return not response.strip()
    return response is None or (isinstance(response, list | tuple | dict) and not response)


def _chance(marking: Marking) -> Fraction:
    match marking:
        case ChoiceMarking():
            return Fraction(1, max(1, len(marking.options)))
        case BooleanMarking():
            return Fraction(1, 2)
        case MultipleMarking():
            return _multiple_chance(len(marking.options), len(marking.key), marking.exact)
        case _:
            return ZERO


def _multiple_chance(options: int, right: int, exact: bool) -> Fraction:
    """Mean score over all sets of ticks, each equally likely; the empty one earns 0."""
    from math import comb

    wrong = options - right
    total = ZERO
    for hits in range(right + 1):
        for extras in range(wrong + 1):
            ways = comb(right, hits) * comb(wrong, extras)
            total += ways * _ticked(hits, right, extras, wrong, exact)
    return total / Fraction(2**options)


def _ticked(hits: int, right: int, extras: int, wrong: int, exact: bool) -> Fraction:
    """Youden's J of a set of ticks, not below 0: share of right ones ticked less share of wrong ones ticked."""
    if exact:
        return ONE if hits == right and extras == 0 else ZERO
    if right == 0:
        return ZERO
    penalty = Fraction(extras, wrong) if wrong else ZERO
    return max(ZERO, Fraction(hits, right) - penalty)


def _outcome(value: Fraction, rule: str, chance: Fraction, notes: Iterable[Note] = (), match: str = "") -> Outcome:
    verdict = Verdict.CORRECT if value == 1 else Verdict.PARTIAL if value > 0 else Verdict.INCORRECT
    return Outcome(share_text(value), verdict, rule, tuple(notes), share_text(chance), match)


def _ids(response: Response, known: tuple[str, ...]) -> list[str] | None:
    """Return the distinct option ids of a response, or None when one of them is unknown."""
    given = response if isinstance(response, list | tuple) else [response]
    if not all(isinstance(one, str) and one in known for one in given):
        return None
    return list(dict.fromkeys(given))


def _choice(marking: ChoiceMarking, response: Response, rule: str) -> Outcome | AskAgain:
    picked = _ids(response, marking.options)
    if picked is None or len(picked) != 1:
        return AskAgain("malformed", "Pick one of the options.")
    chance, one = _chance(marking), picked[0]
    if one == marking.key:
        return _outcome(ONE, rule, chance, match=f"option {one}")
    notes = (Note.OTHER_DOCUMENT,) if one in marking.differs else ()
    match = f"differs {marking.differs.index(one)}" if notes else f"option {one}"
    return _outcome(ZERO, rule, chance, notes, match)


def _multiple(marking: MultipleMarking, response: Response, rule: str) -> Outcome | AskAgain:
    picked = _ids(response, marking.options)
    if picked is None:
        return AskAgain("malformed", "Pick from the options.")
    key, ticked = set(marking.key), set(picked)
    wrong = len(set(marking.options)) - len(key)
    value = _ticked(len(ticked & key), len(key), len(ticked - key), wrong, marking.exact)
    for index, other in enumerate(marking.differs):
        if set(other) == ticked and value < 1:
            return _outcome(value, rule, _chance(marking), (Note.OTHER_DOCUMENT,), f"differs {index}")
    return _outcome(value, rule, _chance(marking))


_TRUTH = {"true": True, "t": True, "yes": True, "y": True, "false": False, "f": False, "no": False, "n": False}


def _boolean(marking: BooleanMarking, response: Response, rule: str) -> Outcome | AskAgain:
    said = response if isinstance(response, bool) else None
    if isinstance(response, str):
        said = _TRUTH.get(response.strip().casefold())
    if said is None:
        return AskAgain("malformed", "Answer true or false.")
    if said is marking.key:
        return _outcome(ONE, rule, Fraction(1, 2))
    notes = (Note.OTHER_DOCUMENT,) if said in marking.differs else ()
    return _outcome(ZERO, rule, Fraction(1, 2), notes, "differs 0" if notes else "reject 0")


def _typed(response: Response) -> str | None:
    """Return a response as the text that somebody typed, None for what nobody types."""
    if isinstance(response, str):
        return response[:TYPED_LIMIT]
    if isinstance(response, bool) or not isinstance(response, int | float) or abs(response) >= 10**NUMBER_CHARS:
        return None
    return str(response)


def _numeric(marking: NumericMarking, response: Response, rule: str) -> Outcome | AskAgain:
    typed_text = _typed(response)
    read = ASK_NUMBER if typed_text is None else read_number(typed_text)
    if isinstance(read, AskAgain):
        return read
    shown = parse_unit(marking.unit)
    value, typed = read.value, read.unit(shown)
    unit = shown if typed is None else _judged_unit(typed, shown, marking)
    if isinstance(unit, AskAgain):
        return unit
    if shown.scaled and _scale_in_doubt(value, typed, marking):
        return AskAgain("unit", f"Is that in {marking.unit}? Type the number alone, or with its scale.")
    given = to_base(value, unit)
    slack = Fraction(marking.tolerance_abs) * shown.factor
    for accepted in marking.accepted:
        base, target = _in_base(accepted)
        if base == unit.base and abs(given - target) <= max(slack, Fraction(marking.tolerance_rel) * abs(target)):
            return _outcome(ONE, rule, ZERO)
    for kind, others, note in (
        ("differs", marking.differs, Note.OTHER_DOCUMENT),
        ("reject", marking.reject, Note.NEAR_MISS),
    ):
        for index, other in enumerate(others):
            if _in_base(other) == (unit.base, given):
                return _outcome(ZERO, rule, ZERO, (note,), f"{kind} {index}")
    return _outcome(ZERO, rule, ZERO, (Note.OTHER_UNIT,) if unit.base != shown.base else ())


def _scale_in_doubt(value: Fraction, typed: Unit | None, marking: NumericMarking) -> bool:
    """Tell whether a number for a scaled unit may have been meant in another scale: `$5`, or 1,000,000 in millions."""
    if typed is not None:
        return not typed.scaled and abs(value) < SMALL
    return abs(value) >= LARGE > max(abs(Fraction(number)) for number, _ in marking.accepted)


def _in_base(quantity: tuple[str, str]) -> tuple[str, Fraction]:
    unit = parse_unit(quantity[1])
    return unit.base, to_base(Fraction(quantity[0]), unit)


def _judged_unit(typed: Unit, shown: Unit, marking: NumericMarking) -> Unit | AskAgain:
    """Return the unit that a typed one stands for: known units judge themselves, unknown words are asked again."""
    if typed.base == shown.base:
        return typed
    if not typed.base:
        return Unit(shown.base, typed.scale * shown.factor / shown.scale, shown.offset, typed.scale, shown.known)
    others = {parse_unit(unit).base for _, unit in (*marking.accepted, *marking.reject, *marking.differs)}
    if typed.known or typed.base in others:
        return typed
    said = f"in {marking.unit}" if marking.unit else "alone"
    return AskAgain("unit", f"Type the number {said}.")


def _date(marking: DateMarking, response: Response, rule: str) -> Outcome | AskAgain:
    typed = _typed(response)
    date = ASK_DATE if typed is None else read_date(typed)
    if isinstance(date, AskAgain):
        return date
    key = bank_date(marking.key)
    if date.coarser(key):
        return AskAgain("coarse", f"More precisely: {_precision(marking.key)} is asked for.")
    if date.within(key):
        return _outcome(ONE, rule, ZERO, (Note.FINER,) if key.coarser(date) else ())
    for kind, others, note in (
        ("differs", marking.differs, Note.OTHER_DOCUMENT),
        ("reject", marking.reject, Note.NEAR_MISS),
    ):
        for index, other in enumerate(others):
            if date.within(bank_date(other)):
                return _outcome(ZERO, rule, ZERO, (note,), f"{kind} {index}")
    return _outcome(ZERO, rule, ZERO)


def _precision(key: str) -> str:
    if key.startswith("XXXX"):
        return "the day and the month"
    return ("the year", "the month and the year", "the day, the month and the year")[key.count("-")]


def _budget(alias: str) -> int:
    """Edits that a slip may have: none up to 4 letters, one up to 8, two above."""
    return 0 if len(alias) <= 4 else 1 if len(alias) <= 8 else 2


def _text(marking: TextMarking, response: Response, rule: str, policy: Policy) -> Outcome | AskAgain:
    answer = _typed(response)
    if answer is None:
        return AskAgain("malformed", "Type the answer.")

    def fold(text: str) -> str:
        return canon(text, accents=marking.accents, case=marking.case)

    typed = fold(answer)
    if not typed:
        return Outcome("0/1", Verdict.OMITTED, rule)
    accepted = {fold(form): form for form in reversed(marking.accepted)}
    if typed in accepted:
        made = _outcome(ONE, rule, ZERO)
        return Outcome(made.score, made.verdict, rule, form=accepted[typed])
    for kind, groups, note in (
        ("differs", marking.differs, Note.OTHER_DOCUMENT),
        ("reject", marking.reject, Note.NEAR_MISS),
    ):
        for index, group in enumerate(groups):
            if typed in {fold(form) for form in group}:
                return _outcome(ZERO, rule, ZERO, (note,), f"{kind} {index}")
    rivals = {fold(f) for group in (*marking.reject, *marking.differs, marking.rivals) for f in group}
    slip = _slip(typed, accepted, rivals, marking.typos) if policy.typos and typed not in rivals else ""
    if slip:
        return Outcome("1/1", Verdict.CORRECT, rule, (Note.TYPO,), form=slip)
    return _outcome(ZERO, rule, ZERO)


def _slip(typed: str, accepted: dict[str, str], rivals: set[str], typos: int | None) -> str:
    """Return the accepted form that `typed` misspells, or nothing: digits exact, and no rival as near."""
    best: tuple[int, str] | None = None
    for alias, form in accepted.items():
        budget = _budget(alias) if typos is None else min(typos, _budget(alias))
        if budget == 0 or digit_runs(typed) != digit_runs(alias):
            continue
        edits = distance(typed, alias, budget)
        if edits <= budget and (best is None or edits < best[0]):
            best = (edits, form)
    if best is None or any(distance(typed, rival, best[0]) <= best[0] for rival in rivals):
        return ""
    return best[1]
