"""What is said of items: figures from counts, and nothing where they rest on too few."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import structs

from quiz.banks import Entry
from quiz.items import Choice, Multiple, type_name
from quiz.scoring.formulas import wilson_interval
from quiz.scoring.rasch import ENOUGH, rasch
from quiz.scoring.statistics import (
    DISCRIMINATION_PERSONS,
    FACILITY_PERSONS,
    FUNCTIONAL,
    OPTION_PERSONS,
    FormStatistics,
    analyse,
)
from quiz.text import one_line
from quiz.views.answers import stem_text
from quiz.views.report.gathering import Gathering, ItemCount
from quiz.views.report.model import Confusion, Counted, ItemRow, OptionRow, Wrong

STEM_CHARS = 100
WRONG_SHOWN = 3
"""Wrong answers to an item that are told."""
CONFUSION_TRAINEES = 3
"""Trainees from which two answers are said to be taken for each other."""
CONFUSIONS = 50
"""Pairs of answers that are told."""


def item_rows(found: Gathering) -> tuple[ItemRow, ...]:
    """Return what first answers say of each item, in the order of the banks."""
    entries = found.library.entries
    hard = {item: e for (item, _), e in rasch(found.marks or ()).difficulties.items()}
    made = (_row(entry, found.items[item], found) for item, entry in entries.items() if item in found.items)
    return tuple(
        structs.replace(row, difficulty=_if_enough(hard[row.item].value, hard[row.item].n, ENOUGH))
        if row.item in hard
        else row
        for row in made
    )


def form_of(found: Gathering) -> FormStatistics | None:
    """Return the figures of all items as one test, None where there are too many answers to keep them."""
    return None if found.marks is None else analyse(found.marks).form


def _row(entry: Entry, count: ItemCount, found: Gathering) -> ItemRow:
    n = count.answers
    enough = n >= FACILITY_PERSONS
    facility = count.share / n if n else Fraction(0)
    return ItemRow(
        item=entry.item.id,
        stem=one_line(stem_text(entry.item), STEM_CHARS),
        type=type_name(entry.item),
        path=entry.path,
        line=entry.line,
        facility=Counted(float(facility) if enough else None, n),
        interval=wilson_interval(facility, n) if enough else None,
        discrimination=_if_enough(count.rest.correlation(), count.rest.n, DISCRIMINATION_PERSONS),
        chance=float(found.course.chances.get(entry.item.id, 0)),
        options=tuple(_options(entry, count)),
        wrong=tuple(Wrong(text, times) for text, times in _most(count)),
        forgotten=count.forgotten,
        learners=count.learners,
    )


def _if_enough(value: float | None, n: int, needed: int) -> Counted:
    return Counted(value if n >= needed else None, n)


def _most(count: ItemCount) -> list[tuple[str, int]]:
    ranked = sorted(count.wrong.items(), key=lambda one: (-one[1], one[0]))
    return ranked[:WRONG_SHOWN]


def _options(entry: Entry, count: ItemCount) -> Iterator[OptionRow]:
    item = entry.item
    if not isinstance(item, Choice | Multiple):
        return
    key = {item.key} if isinstance(item, Choice) else set(item.key)
    n = count.answers
    for option in item.options:
        chosen, sums = count.chosen[option.id], count.options[option.id]
        enough = n >= OPTION_PERSONS
        right = option.id in key
        yield OptionRow(
            option=option.id,
            text=one_line(option.text, STEM_CHARS),
            right=right,
            chosen=chosen,
            share=Counted(chosen / n if enough else None, n),
            correlation=_if_enough(sums.correlation(), sums.n, OPTION_PERSONS),
            dead=enough and not right and Fraction(chosen, n) < FUNCTIONAL,
        )


def confusions(found: Gathering) -> tuple[Confusion, ...]:
    """Return which two answers several trainees took for each other, the most frequent first."""
    told: list[Confusion] = []
    for (right, given), n in found.pairs.items():
        back = found.pairs.get((given, right), 0)
        if (n, given) < (back, right) or n + back < CONFUSION_TRAINEES:
            continue
        items = found.pair_items[right, given] + found.pair_items.get((given, right), type(found.asked)())
        ranked = sorted(items, key=lambda item: (-items[item], item))
        told.append(Confusion(right=right, given=given, n=n, back=back, of=found.asked[right], items=tuple(ranked)))
    told.sort(key=lambda c: (-(c.n + c.back), c.right, c.given))
    return tuple(told[:CONFUSIONS])
