"""What the sheet of answers says: the key in the letters of the sheet of questions, what else passes, the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quiz.banks import Library
from quiz.items import (
    Choice,
    ChoiceGap,
    Cloze,
    Date,
    DateGap,
    Evidence,
    Gap,
    Item,
    Match,
    Multiple,
    Order,
    Place,
    Quantity,
    Text,
    TextGap,
)
from quiz.text import listed, one_line
from quiz.views.answers import date_text, gap_numbers, given_text, quantity_text, right_text
from quiz.views.paper.model import Quoted
from quiz.views.places import names_of, place_names
from quiz.views.question import Question
from quiz.views.words import letters


def right_of(item: Item, question: Question, signs: Mapping[str, str]) -> tuple[str, ...]:
    """Return the key in lines; `signs` has the letters of the options as the question shows them."""
    texts = {name: one_line(text) for name, text in question.options}
    match item:
        case Choice():
            return (f"{signs[item.key]}  {texts[item.key]}",)
        case Multiple():
            return tuple(f"{signs[name]}  {texts[name]}" for name in sorted(item.key, key=lambda n: signs[n]))
        case Match():
            rows = ((part.called, item.key.get(part.id, "")) for part in question.parts)
            return tuple(f"{one_line(row)} → {signs.get(to, '–')}  {texts.get(to, '')}".rstrip() for row, to in rows)
        case Order():
            return tuple(_places(item, texts))
        case Evidence():
            shown = {" ".join(text.split()): signs[name] for name, text in question.options}
            found = [f"{shown.get(' '.join(key.split()), '?')}  {one_line(key)}" for key in item.key]
            return (f"{'any one of these' if item.need == 'any' else 'all of these'}:", *found)
        case Place():
            names = names_of(question.chart) if question.chart else {}
            return (f"{signs.get(item.key, '?')}  {names.get(item.key, item.key)}",)
        case Cloze():
            parts = {part.id: part for part in question.parts}
            return tuple(_gaps(item, {name: [o for o, _ in part.options] for name, part in parts.items()}))
        case _:
            return tuple(one_line(line) for line in right_text(item).split("\n"))


def _places(item: Order, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the numbers of the boxes with what stands beside them; a tie may be numbered in any order."""
    at = 1
    for step in item.key:
        last = at + len(step) - 1
        number = str(at) if last == at else f"{at} to {last}, in any order"
        yield f"{number}  {'; '.join(texts[name] for name in step)}"
        at = last + 1


def _gaps(item: Cloze, orders: Mapping[str, list[str]]) -> Iterator[str]:
    numbers = gap_numbers(item)
    for name, number in numbers.items():
        gap = item.gaps[name]
        sign = f"{letters(orders[name].index(gap.key)).upper()}  " if isinstance(gap, ChoiceGap) else ""
        yield f"({number})  {sign}{one_line(right_text(gap))}"
    for group in item.swap:
        yield f"{listed(f'({numbers[name]})' for name in group)} may change places"


def also_of(item: Item, library: Library) -> tuple[str, ...]:
    """Return what else who marks an answer must know: other forms, how near is near enough, other documents."""
    found = list(_of_gap(item, library, ""))
    if isinstance(item, Cloze):
        for name, number in gap_numbers(item).items():
            found += _of_gap(item.gaps[name], library, f"({number}) ")
    if getattr(item, "score", None) == "exact":
        found.append("All or nothing.")
    return tuple(one_line(line) for line in found)


def _of_gap(item: Item | Gap, library: Library, called: str) -> Iterator[str]:
    names = place_names(library, item) if isinstance(item, Place) else {}
    forms = [_words(item, one, names) for one in getattr(item, "accept", ())]
    if isinstance(item, Text | TextGap):
        known = {form for form in library.names.all_forms(item.key) if form != item.key}
        forms += sorted(known - set(forms))
    if forms:
        yield f"{called}Also right: {'; '.join(forms)}."
    tolerance = getattr(item, "tolerance", None)
    if tolerance is not None and (tolerance.abs != "0" or tolerance.rel != "0"):
        near = [tolerance.abs] if tolerance.abs != "0" else []
        near += [f"{tolerance.rel} of the value"] if tolerance.rel != "0" else []
        yield f"{called}Right within {' or '.join(near)}."
    for other in getattr(item, "differs", ()):
        share = f" ({other.credit} of a point)" if other.credit != "0" else " (no point)"
        yield f"{called}Another document: {_words(item, other.answer, names)}{share}. {other.says}"


def _words(item: Item | Gap, answer: Any, names: Mapping[str, str]) -> str:
    """Return an answer in words, whatever form the type gives it."""
    if isinstance(answer, Quantity):
        return quantity_text(answer)
    if isinstance(item, Date | DateGap):
        return date_text(str(answer))
    if isinstance(item, Order):
        answer = [name for step in answer for name in step]
    return one_line(given_text(item, answer, names))


def sources_of(item: Item, library: Library) -> tuple[Quoted, ...]:
    """Return the sentences that decide an item."""
    found = []
    for citation in item.citations:
        document = library.documents.get(citation.document)
        called = document.called if document else citation.document
        found.append(Quoted(one_line(called), citation.paragraph, one_line(citation.quote)))
    return tuple(found)
