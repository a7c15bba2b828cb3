"""What became of drafts: how many were taken, by family, and what an accepted question costs in time. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from quiz.generate.values import REASONS, Decision
from quiz.scoring.formulas import wilson_interval
from quiz.text import counted, one_line
from quiz.views.words import percent


class FamilyRow(Struct, frozen=True, kw_only=True):
    """What became of the drafts of a family: `accepted` of `read` were approved, `as_is` of them without an edit.

    `share` and its 95 % interval are of 0 to 1; `seconds` is all the time spent on the family for each accepted draft,
    refused and skipped ones included; None where nothing was accepted or the time is not known. `reasons` counts why
    drafts were refused.
    """

    family: str
    read: int
    accepted: int
    as_is: int
    own: int
    skipped: int
    share: float | None
    low: float
    high: float
    seconds: float | None
    reasons: dict[str, int]


class Acceptance(Struct, frozen=True, kw_only=True):
    """All decisions in one row, and a row for each family, those read most first."""

    total: FamilyRow
    families: tuple[FamilyRow, ...]


def acceptance(decisions: Iterable[Decision]) -> Acceptance:
    """Return what became of drafts by what was decided and not undone; of each draft the last decision counts."""
    by_fact: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.action != "undo":
            by_fact[decision.fact].append(decision)
        elif by_fact[decision.fact]:
            by_fact[decision.fact].pop()
    held = [stack for stack in by_fact.values() if stack]
    by_family: dict[str, list[list[Decision]]] = defaultdict(list)
    for stack in held:
        by_family[stack[-1].family].append(stack)
    rows = [_row(family, stacks) for family, stacks in by_family.items()]
    rows.sort(key=lambda r: (-r.read, r.family))
    return Acceptance(total=_row("all", held), families=tuple(rows))


def _row(family: str, stacks: Sequence[Sequence[Decision]]) -> FamilyRow:
    last = [stack[-1] for stack in stacks]
    taken = [d for d in last if d.action == "approve"]
    refused = [d for d in last if d.action == "reject"]
    read = len(taken) + len(refused)
    spent = sum(max(0.0, d.seconds) for stack in stacks for d in stack)
    share = Fraction(len(taken), read) if read else None
    low, high = (wilson_interval(share, read) if share is not None else None) or (0.0, 1.0)
    why = Counter(d.reason for d in refused)
    return FamilyRow(
        family=family,
        read=read,
        accepted=len(taken),
        as_is=sum(not d.edits for d in taken),
        own=sum(d.own for d in taken),
        skipped=len(last) - read,
        share=None if share is None else float(share),
        low=low,
        high=high,
        seconds=spent / len(taken) if taken and spent else None,
        reasons={r: why[r] for r in (*REASONS, *sorted(set(why) - set(REASONS))) if why[r]},
    )


def acceptance_lines(found: Acceptance) -> list[str]:
    """Return the figures as lines of at most 60 columns: the whole, a table of families, why drafts were refused."""
    total = found.total
    if not total.read and not total.skipped:
        return ["Nothing has been decided yet"]
    lines = [f"{counted(total.read, 'draft')} decided: {total.accepted:,} approved, {total.as_is:,} of them as drafted"]
    if total.share is not None:
        lines.append(f"Accepted {percent(total.share)} (19 in 20 sure: {percent(total.low)} to {percent(total.high)})")
    if total.seconds is not None:
        lines.append(f"{total.seconds:.0f} seconds for each approved draft, all reading included")
    if total.own:
        lines.append(f"{total.own:,} approved as own wording, source checked")
    if total.skipped:
        lines.append(f"{counted(total.skipped, 'draft')} skipped")
    lines += ["", f"{'Family':<14}{'Read':>6}{'Taken':>7}{'As is':>7}{'Share':>8}{'Seconds':>9}"]
    for row in found.families:
        share = "–" if row.share is None else percent(row.share)
        seconds = "–" if row.seconds is None else f"{row.seconds:,.0f}"
        name = one_line(row.family, 13)
        lines.append(f"{name:<14}{row.read:>6,}{row.accepted:>7,}{row.as_is:>7,}{share:>8}{seconds:>9}")
    if total.reasons:
        lines += ["", "Refused as: " + ", ".join(f"{one_line(r, 20)} {n:,}" for r, n in total.reasons.items())]
    return lines
