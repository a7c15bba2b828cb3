"""Families whose answers are dates and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.generate.about import About, Fact, Place, Stem, status_of
from quiz.generate.amounts import Amount, amounts, clashing, dates
from quiz.generate.clauses import Range
from quiz.generate.framing import GAP, about_part, about_subject
from quiz.generate.ingest import Read
from quiz.generate.phrases import part_of, tokens_of
from quiz.generate.tokens import Tokens

_WH_DATE = {
    "year": "which year",
    "month": "which month of which year",
    "day": "which date",
    "yearless": "which day of which month",
    "era": "which year",
    "decade": "which decade",
    "century": "which century",
}


def whens(about: About) -> Iterator[Fact]:
    """Yield the facts that are dates."""
    text, tokens, clause = about.place.said.text, about.place.tokens, about.clause
    if about.normative and len(dates(text)) > 1:
        return
    for when in dates(text):
        cut = tokens_of(tokens, when.start, when.end)
        if cut is None:
            continue
        stems = []
        alone = sum(other.grain == when.grain for other in dates(text)) == 1
        front = next((f for f in clause.fronts if f[0] < cut[0] and cut[1] == f[1]), None)
        if front is not None and cut[0] - front[0] <= 2 and tokens[front[0]].tag in ("IN", "TO"):
            wh = f"{tokens[front[0]].text} {_WH_DATE[when.grain]}"
            stems.append(Stem("question", about_part(about.frame, wh, (0, 0), front)))
        elif alone and (part := part_of(about, cut)) and not _opens_range(tokens, part, clause.rest[1]):
            wh = f"{about.frame.slice(part[0], cut[0])} {_WH_DATE[when.grain]}"
            if tokens[part[0]].tag == "IN":
                stems.append(Stem("question", about_part(about.frame, _bare_the(wh), part)))
        shown = re.sub(r"^the ", "", text[when.start : when.end])
        start = when.end - len(shown)
        if when.grain != "century":
            stems.append(about.gap(start, when.end))
        if stems:
            yield about.fact("when", (start, when.end), None, stems, cls=f"date-{when.grain}", when=when)


def _opens_range(tokens: Tokens, part: Range, end: int) -> bool:
    """Tell whether `from …` has its `to …` behind it."""
    return tokens[part[0]].low in ("from", "between") and any(
        t.low in ("to", "until", "and") for t in tokens[part[1] : min(end, part[1] + 2)]
    )


def _bare_the(wh: str) -> str:
    return re.sub(r"\bthe which", "which", wh)


def numbers(about: About) -> Iterator[Fact]:
    """Yield the facts that are numbers with their units, or money."""
    text, tokens, clause = about.place.said.text, about.place.tokens, about.clause
    if about.frame.slice(*clause.subject).casefold() in ("default", "the default", "the default value"):
        return
    for amount in amounts(text):
        if _BEFORE_KNOWN.search(text[: amount.start]) or (amount.unit == "%" and amount.value == "100"):
            continue
        if any(
            tokens[m.first].start < amount.end and amount.start < tokens[m.last - 1].end for m in about.place.mentions
        ):
            continue
        stems = []
        clear = amount.kind == "count" or not any(clashing(text, amount))
        if amount.kind in ("count", "measure") and not amount.scale and clear:
            stems.append(Stem("question", _how_many(about, amount)))
        figure_start, figure_end = figure_of(text, amount)
        if not any(clashing(text, amount)) or amount.kind != "money":
            stems.append(about.gap(figure_start, figure_end))
        if any(s.text for s in stems):
            family = {"money": "money", "count": "count"}.get(amount.kind, "measure")
            yield about.fact(
                family, (amount.start, amount.end), None, stems, cls=f"number-{amount.unit}", amount=amount
            )


def whole(read: Read, place: Place) -> Iterator[Fact]:
    """Yield the numbers of a sentence without a clause of the usual form: all of it is the stem."""
    if place.clause is not None:
        return
    text, tokens = place.said.text, place.tokens
    for amount in amounts(text):
        known = _BEFORE_KNOWN.search(text[: amount.start]) or (amount.unit == "%" and amount.value == "100")
        if known or any(clashing(text, amount)):
            continue
        first, last = figure_of(text, amount)
        stem = Stem("cloze", text[:first] + GAP + text[last:], tokens[0].tag in ("NNP", "NNPS"))
        family = {"money": "money", "count": "count"}.get(amount.kind, "measure")
        key = text[amount.start : amount.end]
        yield Fact(
            place.number, family, amount.start, amount.end, key, key, f"number-{amount.unit}", "",
            status_of(read, text, ""), "", (stem,), amount,
        )  # fmt: skip


_BEFORE_KNOWN = re.compile(
    r"\b(?:the|this|these|those|its|their|his|her|both|another|additional|other|all)(?: (?:last|first|other))? $",
    re.IGNORECASE,
)


def figure_of(text: str, amount: Amount) -> tuple[int, int]:
    """Return the characters of the bare number of an amount."""
    last = amount.figure
    if amount.scale:
        last = amount.start + len(text[amount.start : amount.figure].rsplit(amount.scale, 1)[0].rstrip(" -"))
    bare = amount.text.lstrip("US$€£¥") if amount.kind == "money" else amount.text
    return amount.start + len(amount.text) - len(bare), last


_SIZES = ("long", "tall", "high", "wide", "deep", "old", "thick")


def _how_many(about: About, amount: Amount) -> str:
    """Return the question for a number of things; empty when it cannot be taken out of the clause."""
    tokens, clause, text = about.place.tokens, about.clause, about.place.said.text
    if amount.qualifier != "exact" or text[amount.figure : amount.figure + 1] == "-":
        return ""
    cut = tokens_of(tokens, amount.start, amount.end)
    if cut is None:
        return ""
    unit = text[amount.figure : amount.end].strip(" -")
    if clause.subject == cut:
        return about_subject(about.frame, f"How many {unit}")
    if cut[0] < clause.rest[0] or cut[1] > clause.rest[1]:
        return ""
    measured = cut[0] == clause.rest[0] and cut[1] < clause.rest[1] and tokens[cut[1]].low in _SIZES
    if measured and not clause.inverts and tokens[clause.finite].low in ("is", "was", "are", "were"):
        return about_part(about.frame, f"How many {unit} {tokens[cut[1]].text}", (cut[0], cut[1] + 1))
    behind = tokens[cut[1]] if cut[1] < clause.rest[1] else None
    if behind is not None and behind.low in ("before", "after", "ago", "earlier", "later"):
        return ""
    if behind is not None and (behind.tag not in ("IN", "TO", ",", "RB") or behind.low in ("of", "that", "or", "-")):
        return ""
    part = part_of(about, cut)
    if part is None or (
        part[0] == clause.rest[0] and cut[1] < clause.rest[1] and tokens[clause.finite].low in ("is", "was", "are")
    ):
        return ""
    lead = about.frame.slice(part[0], part[0] + 1) if tokens[part[0]].tag in ("IN", "TO") else ""
    return about_part(about.frame, f"{lead} how many {unit}".strip() if lead else f"How many {unit}", part)
