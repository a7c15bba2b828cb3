"""Rules that look right and are not: each one breaks a law that guards the real one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from difflib import SequenceMatcher
from fractions import Fraction
from hashlib import sha256

from msgspec import structs

from quiz.items.marking import ChoiceMarking, MultipleMarking, NumericMarking, TextMarking
from quiz.learning import Answered, Candidate, Event, ItemState, Undone, in_order, make_plan
from quiz.text import canon, digit_runs
from tests import oracles
from tests.strategies.learning import TODAY, Pool


def no_penalty(marking: MultipleMarking, picked: list[str]) -> Fraction:
    return Fraction(len(set(picked) & set(marking.key)), len(marking.key))


def one_off_for_each_wrong_tick(marking: MultipleMarking, picked: list[str]) -> Fraction:
    right, wrong = len(set(picked) & set(marking.key)), len(set(picked) - set(marking.key))
    return max(Fraction(0), Fraction(right - wrong, len(marking.key)))


def right_options_either_way(marking: MultipleMarking, picked: list[str]) -> Fraction:
    same = sum((o in picked) == (o in marking.key) for o in marking.options)
    return Fraction(same, len(marking.options))


def every_mention_counts(marking: MultipleMarking, picked: list[str]) -> Fraction:
    wrong = len(marking.options) - len(marking.key)
    share = Fraction(sum(o in marking.key for o in picked), len(marking.key))
    penalty = Fraction(sum(o not in marking.key for o in picked), wrong) if wrong else Fraction(0)
    return min(Fraction(1), max(Fraction(0), share - penalty))


def key_by_position(marking: ChoiceMarking, picked: str) -> Fraction:
    """The key is a number: that of the option in the order in which ids are sorted."""
    return Fraction(marking.options.index(picked) == sorted(marking.options).index(marking.key))


def float_tolerance(marking: NumericMarking, text: str) -> Fraction:
    value, typed = float(marking.accepted[0][0]), text.replace(",", ".")
    widest = max(float(marking.tolerance_abs), float(marking.tolerance_rel) * abs(value))
    return Fraction(abs(float(typed) - value) <= widest)


def commas_struck_out(marking: NumericMarking, text: str) -> Fraction:
    """Whatever the library's decimal sign is, a comma parts groups."""
    value = Fraction(marking.accepted[0][0])
    widest = max(Fraction(marking.tolerance_abs), Fraction(marking.tolerance_rel) * abs(value))
    return Fraction(abs(Fraction(text.replace(",", "")) - value) <= widest)


def relative_to_the_signed_value(marking: NumericMarking, text: str) -> Fraction:
    typed = text.replace(",", ".")
    value, share = Fraction(marking.accepted[0][0]), Fraction(marking.tolerance_rel)
    if not share:
        return Fraction(abs(Fraction(typed) - value) <= Fraction(marking.tolerance_abs))
    return Fraction(value * (1 - share) <= Fraction(typed) <= value * (1 + share))


def _rivals(marking: TextMarking) -> list[str]:
    return [canon(form) for group in (*marking.reject, *marking.differs, marking.rivals) for form in group]


def slips_before_exact_rivals(marking: TextMarking, typed: str) -> Fraction:
    answer = canon(typed)
    right = map(canon, marking.accepted)
    return Fraction(any(oracles.osa(answer, form) <= oracles.allowed_edits(form) for form in right))


def budget_by_typed_length(marking: TextMarking, typed: str) -> Fraction:
    answer = canon(typed)
    right = [canon(form) for form in marking.accepted]
    if answer in right or not answer or answer in _rivals(marking):
        return Fraction(answer in right)
    nearest = min((oracles.osa(answer, form) for form in _rivals(marking)), default=99)
    edits = min((oracles.osa(answer, form) for form in right if digit_runs(form) == digit_runs(answer)), default=99)
    return Fraction(edits <= oracles.allowed_edits(answer) and edits < nearest)


def edits_on_digits_too(marking: TextMarking, typed: str) -> Fraction:
    return slips_before_exact_rivals(marking, typed) if canon(typed) not in _rivals(marking) else Fraction(0)


def ratio_above_a_threshold(marking: TextMarking, typed: str) -> Fraction:
    ratios = (SequenceMatcher(None, canon(typed), canon(form)).ratio() for form in marking.accepted)
    return Fraction(max(ratios) >= 0.85)


def levenshtein(left: str, right: str, limit: int) -> int:
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row, above = [i], row
        for j, b in enumerate(right, 1):
            row.append(min(row[-1] + 1, above[j] + 1, above[j - 1] + (a != b)))
    return min(row[-1], limit + 1)


def whole_24_hours(earlier: int, later: int, zone: tzinfo, rollover: int) -> int:
    return (later - earlier) // 86_400_000


def _local(moment: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(moment / 1_000, zone).date()


def days_from_midnight(earlier: int, later: int, zone: tzinfo, rollover: int) -> int:
    return (_local(later, zone) - _local(earlier, zone)).days


def order_of_arrival(events: Iterable[Event]) -> dict[str, ItemState]:
    states: dict[str, ItemState] = {}
    for body in (e.body for e in events):
        if isinstance(body, Answered):
            before = states.get(body.item, ItemState())
            states[body.item] = structs.replace(before, attempts=before.attempts + 1, share=float(body.outcome.share))
    return states


def only_what_came_before_is_taken_back(events: Iterable[Event]) -> dict[str, ItemState]:
    kept: dict[str, Event] = {}
    for event in in_order(events):
        if isinstance(event.body, Undone):
            kept.pop(event.body.event, None)
        else:
            kept[event.id] = event
    return order_of_arrival(kept.values())


def rotated(seed: str, item: str, options: Sequence[str]) -> tuple[str, ...]:
    turn = sha256(f"{seed}{item}".encode()).digest()[0] % len(options)
    return (*options[turn:], *options[:turn])


def swapped_with_any_place(seed: str, item: str, options: Sequence[str]) -> tuple[str, ...]:
    """n ** n ways for n! orders."""
    mixed = list(options)
    number = int.from_bytes(sha256(f"{seed}{item}".encode()).digest(), "big")
    for place in range(len(mixed)):
        number, other = divmod(number, len(mixed))
        mixed[place], mixed[other] = mixed[other], mixed[place]
    return tuple(mixed)


def first_of_another_topic(candidates: Sequence[Candidate], last: str) -> list[Candidate]:
    left, ordered = list(candidates), []
    while left:
        chosen = next((c for c in left if c.topic != last), left[0])
        left.remove(chosen)
        ordered.append(chosen)
        last = chosen.topic
    return ordered


def families_forgotten(pool: Pool) -> tuple[str, ...]:
    strangers = [Candidate(c.id, c.topic) for c in pool.candidates]
    return make_plan(strangers, pool.states, TODAY, "learn", pool.limit, "seed")


def whatever_was_never_answered_is_new(pool: Pool) -> tuple[str, ...]:
    """An item only met in a drill is neither due nor new."""
    drilled = {i for i, state in pool.states.items() if state.memory is None}
    known = [c for c in pool.candidates if c.id not in drilled]
    return make_plan(known, pool.states, TODAY, "learn", pool.limit, "seed")
