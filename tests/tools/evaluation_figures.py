"""Figures of an evaluation: shares with intervals, agreement of two readers, tables by family."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

VERDICTS = ("as_is", "edit", "refuse")
Z95 = 1.959963984540054


class Verdict(Struct, frozen=True, kw_only=True):
    """What one reader says of one item; `same_kind` is None where there are no options or nothing is said."""

    verdict: str
    wrong_key: bool = False
    same_kind: bool | None = None


def wilson(hits: int, of: int, z: float = Z95) -> tuple[float, float]:
    """Return the score interval of a share, from 0 to 1 (Wilson 1927, J. Am. Stat. Assoc. 22, 209-212)."""
    if of <= 0:
        return 0.0, 1.0
    share, square = hits / of, z * z
    middle = share + square / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    low, high = (middle - half) / (1 + square / of), (middle + half) / (1 + square / of)
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def kappa(left: Sequence[str], right: Sequence[str]) -> float:
    """Return the agreement of two readers beyond chance (Cohen 1960, Educ. Psychol. Meas. 20, 37-46).

    1 when they say the same throughout, also when that is one verdict for all; about 0 when they are independent.
    """
    n = len(left)
    if not n or n != len(right):
        raise ValueError("two readers, the same items, at least one")
    seen = sum(a == b for a, b in zip(left, right, strict=True)) / n
    one, two = Counter(left), Counter(right)
    chance = sum(one[c] * two[c] for c in one) / (n * n)
    return 1.0 if chance == 1 else (seen - chance) / (1 - chance)


def ac1(left: Sequence[str], right: Sequence[str]) -> float:
    """Return Gwet's AC1, steadier than kappa where one verdict prevails (Gwet 2008, Br. J. Math. Stat. Psychol. 61)."""
    n = len(left)
    if not n or n != len(right):
        raise ValueError("two readers, the same items, at least one")
    seen = sum(a == b for a, b in zip(left, right, strict=True)) / n
    both = Counter((*left, *right))
    chance = sum((both[c] / (2 * n)) * (1 - both[c] / (2 * n)) for c in VERDICTS) / (len(VERDICTS) - 1)
    return (seen - chance) / (1 - chance)


def read_verdicts(path: Path, numbers: Sequence[str]) -> dict[str, Verdict]:
    """Return the verdicts of one reader by number. Raises ValueError for a gap, an unknown number or a bad verdict."""
    found: Any = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(found, dict):
        raise ValueError(f"{path.name}: it must say for each number what the verdict is")
    given = {str(n): v for n, v in found.items()}
    odd = sorted(set(numbers) ^ set(given), key=lambda n: (len(n), n))
    if odd:
        raise ValueError(f"{path.name}: missing or unknown: {', '.join(odd[:10])}")
    made = {}
    for number in numbers:
        value = given[number]
        fields = {"verdict": value} if isinstance(value, str) else value
        if not isinstance(fields, dict) or fields.get("verdict") not in VERDICTS:
            raise ValueError(f"{path.name}: {number} has no verdict out of {', '.join(VERDICTS)}")
        same = fields.get("same_kind")
        made[number] = Verdict(
            verdict=fields["verdict"],
            wrong_key=bool(fields.get("wrong_key", False)),
            same_kind=same if isinstance(same, bool) else None,
        )
    return made


def share(name: str, hits: int, of: int) -> str:
    """Return a share in one line, with its interval."""
    if not of:
        return f"{name}: none"
    low, high = wilson(hits, of)
    return f"{name}: {hits} of {of} = {100 * hits / of:.1f} % (95 %: {100 * low:.1f} to {100 * high:.1f})"


def worse(verdicts: Sequence[Verdict]) -> str:
    """Return the harder one of several verdicts on one item."""
    return max((v.verdict for v in verdicts), key=VERDICTS.index)


def table(key: Mapping[str, Any], readers: Sequence[Mapping[str, Verdict]]) -> list[str]:
    """Return the figures line by line: in all, by family, hand-written, planted, agreement.

    An item counts as taken only when all readers take it, and its key as wrong when one of them says so.
    """
    items: Mapping[str, Mapping[str, Any]] = key["items"]
    drafts = [n for n, one in items.items() if one["origin"] == "draft"]
    lines = ["drafts", *(f"  {line}" for line in _lines(drafts, items, readers))]
    sure = [n for n in drafts if items[n].get("sure")]
    lines += ["  of those that stand first", *(f"    {line}" for line in _lines(sure, items, readers))] if sure else []
    for family in sorted({items[n]["family"] for n in drafts}):
        own = [n for n in drafts if items[n]["family"] == family]
        lines += [f"  {family}", *(f"    {line}" for line in _lines(own, items, readers))]
    hand = [n for n, one in items.items() if one["origin"] == "written"]
    lines += ["written by hand", *(f"  {line}" for line in _lines(hand, items, readers))] if hand else []
    bad = [n for n, one in items.items() if one["origin"] == "planted"]
    for place, reader in enumerate(readers, 1):
        lines += [
            share(f"planted refused by reader {place}", sum(reader[n].verdict == "refuse" for n in bad), len(bad))
        ]
        missed = Counter(items[n]["kind"] for n in bad if reader[n].verdict != "refuse")
        lines += [f"  let through: {', '.join(f'{k} {c}' for k, c in sorted(missed.items()))}"] if missed else []
    if len(readers) == 2:
        left, right = ([reader[n].verdict for n in items] for reader in readers)
        lines += [f"agreement on {len(items)} items: kappa {kappa(left, right):.2f}, AC1 {ac1(left, right):.2f}"]
    return lines


def _lines(
    numbers: Sequence[str], items: Mapping[str, Mapping[str, Any]], readers: Sequence[Mapping[str, Verdict]]
) -> list[str]:
    whole = {n: worse([r[n] for r in readers]) for n in numbers}
    optional = [n for n in numbers if items[n]["options"] > 2 and any(r[n].same_kind is not None for r in readers)]
    same = sum(all(r[n].same_kind is not False for r in readers) for n in optional)
    lines = [
        share("as is", sum(v == "as_is" for v in whole.values()), len(numbers)),
        share("usable", sum(v != "refuse" for v in whole.values()), len(numbers)),
        share("wrong key", sum(any(r[n].wrong_key for r in readers) for n in numbers), len(numbers)),
    ]
    return lines + ([share("options of one kind", same, len(optional))] if optional else [])
