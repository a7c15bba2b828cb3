"""Rules for what has parts: cloze, match, order (SCORING 1.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import combinations, permutations

from msgspec import structs

from quiz.items.marking import ClozeMarking, GapMarking, MatchMarking, OrderMarking, Steps
from quiz.scoring.judged import ONE, ZERO, Judged, blank, met
from quiz.scoring.outcome import AskAgain, Note, Outcome, Response, Verdict

ASK_GAPS = AskAgain("malformed", "Fill the gaps.")
ASK_ROWS = AskAgain("malformed", "Pick a partner from the options for each row.")
ASK_LIST = AskAgain("malformed", "Give all options in their order.")
ASK_ORDER = AskAgain("no-permutation", "Name each option exactly once.")

JudgeGap = Callable[[GapMarking, Response], Outcome | AskAgain]
FinishRow = Callable[[str, Judged | None], Outcome]
"""Makes the outcome of a row of what was judged; None stands for a row left out."""


def _notes(parts: Iterable[Outcome]) -> tuple[Note, ...]:
    found = {note for part in parts for note in part.notes}
    return tuple(note for note in Note if note in found)


def _credited(parts: Iterable[Outcome]) -> bool:
    return any(part.rule.endswith("+credit") for part in parts)


def cloze(marking: ClozeMarking, response: Response, judge: JudgeGap) -> Judged | AskAgain | None:
    """Judge the gaps of a cloze, each by `judge`: their weighted mean; None when all are left out.

    A text alone stands for the only gap. Gaps of a swap group are held against one another's keys, and the assignment
    that earns most counts: the authored one before others that earn as much.
    """
    if isinstance(response, str) and len(marking.gaps) == 1:
        response = dict.fromkeys(marking.gaps, response)
    if not isinstance(response, dict):
        return ASK_GAPS
    made = {name: judge(gap, response.get(name)) for name, gap in marking.gaps.items()}
    for group in marking.swap:
        made.update(_best(marking, group, response, judge))
    parts: dict[str, Outcome] = {}
    for name, part in made.items():
        if isinstance(part, AskAgain):
            return AskAgain(part.reason, part.say, name)
        parts[name] = part
    if all(part.verdict is Verdict.OMITTED for part in parts.values()):
        return None
    value = weighted(marking, {name: part.share for name, part in parts.items()})
    if marking.exact:
        value = ONE if value == 1 else ZERO
    credited = _credited(parts.values()) and not marking.exact
    return Judged(value, _notes(parts.values()), parts=parts, credited=credited)


def weighted(marking: ClozeMarking, values: dict[str, Fraction]) -> Fraction:
    """Return the mean of a value for each gap, weighted as the cloze says."""
    weights = {name: Fraction(marking.weights.get(name, "1")) for name in marking.gaps}
    return sum((weights[name] * values[name] for name in weights), ZERO) / sum(weights.values())


def _best(
    marking: ClozeMarking, group: tuple[str, ...], response: dict[str, Response], judge: JudgeGap
) -> dict[str, Outcome | AskAgain]:
    """Return what the responses to a group of gaps make when each is held against the key that suits them best."""
    made = {(at, key): judge(marking.gaps[key], response.get(at)) for at in group for key in group}

    def worth(pairs: tuple[tuple[str, str], ...]) -> tuple[Fraction, int]:
        found = (made[pair] for pair in pairs)
        return sum((m.share for m in found if isinstance(m, Outcome)), ZERO), sum(at == key for at, key in pairs)

    ordered = sorted(group)
    best = max((tuple(zip(ordered, keys, strict=True)) for keys in permutations(ordered)), key=worth)
    return {at: _placed(made[at, key], at, key) for at, key in best}


def _placed(made: Outcome | AskAgain, at: str, key: str) -> Outcome | AskAgain:
    return structs.replace(made, gap=key) if isinstance(made, Outcome) and at != key else made


def partner_match(marking: MatchMarking, row: str, option: str) -> str:
    """Return the entry that an option meets as the partner of a row."""
    for index, other in enumerate(marking.differs):
        if other.get(row) == option:
            return f"differs {index}"
    return f"option {option}"


def match(marking: MatchMarking, response: Response, finish: FinishRow) -> Judged | AskAgain | None:
    """Judge the partners of the rows: right rows of all rows; None when every row is left out."""
    if not isinstance(response, dict):
        return ASK_ROWS
    parts: dict[str, Outcome] = {}
    for row, right in marking.key.items():
        option = response.get(row)
        if blank(option):
            parts[row] = finish(row, None)
        elif not isinstance(option, str) or option not in marking.options:
            return ASK_ROWS
        elif option == right:
            parts[row] = finish(row, Judged(ONE, match=f"option {option}"))
        else:
            parts[row] = finish(row, met(marking, partner_match(marking, row, option)))
    if all(part.verdict is Verdict.OMITTED for part in parts.values()):
        return None
    value = sum((part.share for part in parts.values()), ZERO) / len(parts)
    if marking.exact:
        value = ONE if value == 1 else ZERO
    entries = {part.match for part in parts.values()}
    elsewhere = next((m for m in (f"differs {i}" for i in range(len(marking.differs))) if m in entries), "")
    credited = _credited(parts.values()) and not marking.exact
    return Judged(value, _notes(parts.values()), elsewhere, parts=parts, credited=credited)


def places(steps: Steps) -> dict[str, int]:
    """Return the place of each option of an order; options of a tie share theirs."""
    return {option: place for place, step in enumerate(steps) for option in step}


def discordant(given: list[str], steps: Steps) -> tuple[int, int]:
    """Return how many pairs of a list an order fixes otherwise, and how many it fixes at all."""
    place = places(steps)
    fixed = [(place[a], place[b]) for a, b in combinations(given, 2) if place[a] != place[b]]
    return sum(a > b for a, b in fixed), len(fixed)


def kendall(against: int, pairs: int, exact: bool) -> Fraction:
    """Return Kendall's tau of an order, not below 0; under `exact` all or nothing.

    `against` of `pairs` fixed pairs stand the other way round. Without a fixed pair every order is right.
    """
    if against == 0:
        return ONE
    return ZERO if exact else max(ZERO, Fraction(pairs - 2 * against, pairs))


def order(marking: OrderMarking, response: Response) -> Judged | AskAgain:
    """Judge an order of all options by the pairs that the key fixes."""
    if not isinstance(response, list | tuple):
        return ASK_LIST
    given = list(response)
    known = places(marking.key)
    if len(given) != len(known) or not all(isinstance(o, str) for o in given) or set(given) != set(known):
        return ASK_ORDER
    value = kendall(*discordant(given, marking.key), marking.exact)
    for index, other in enumerate(marking.differs):
        if value < 1 and discordant(given, other)[0] == 0:
            return met(marking, f"differs {index}", value)
    return Judged(value)
