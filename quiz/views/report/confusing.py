"""Two answers taken for each other: what was given for what is right, as names where the library has names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quiz.items import Choice, ChoiceGap, Cloze, Date, Gap, Item, Match, Names, Numeric, Text, TextGap
from quiz.text import canon, one_line

NAME_WORDS = 4
"""Words of the longest text that counts as a name where the library lists none."""
TYPED_CHARS = 60

Pair = tuple[str, str]
"""What is right and what was given for it."""


def as_name(text: str, names: Names) -> str:
    """Return the one form of a name that stands for all; empty for what is no name.

    In a library that lists no names a short text may be one.
    """
    known = names.named(text)
    if known:
        return one_line(known[0], TYPED_CHARS)
    if names.forms:
        return ""
    plain = one_line(text)
    short = len(plain) <= TYPED_CHARS and len(plain.split()) <= NAME_WORDS
    return plain if short and plain[:1].isalpha() and plain[-1:] not in ".!?" else ""


def right_names(item: Item, names: Names) -> tuple[str, ...]:
    """Return the names that are right somewhere in an item."""
    return tuple(dict.fromkeys(filter(None, (as_name(text, names) for text in _rights(item)))))


def _rights(item: Item | Gap) -> Iterator[str]:
    match item:
        case Choice() | ChoiceGap():
            yield _label(item, item.key)
        case Text() | TextGap():
            yield item.key
        case Match():
            for option in item.key.values():
                yield _label(item, option)
        case Cloze():
            for gap in item.gaps.values():
                yield from _rights(gap)


def mistaken(item: Item, response: Any, names: Names) -> tuple[Pair, ...]:
    """Return which names a response has in the place of which; any JSON value may be given."""
    found = ((as_name(right, names), as_name(given, names)) for right, given in _mistaken(item, response, names))
    return tuple(dict.fromkeys((a, b) for a, b in found if a and b and a != b))


def _mistaken(item: Item | Gap, response: Any, names: Names) -> Iterator[Pair]:
    given = response if isinstance(response, dict) else {}
    match item:
        case Choice() | ChoiceGap():
            yield _label(item, item.key), _label(item, response)
        case Text() | TextGap():
            if isinstance(response, str) and _is_meant(item, response[: 4 * TYPED_CHARS], names):
                yield item.key, response[: 4 * TYPED_CHARS]
        case Match():
            for row, option in item.key.items():
                if row in given:
                    yield _label(item, option), _label(item, given[row])
        case Cloze():
            swapped = {gap for group in item.swap for gap in group}
            for name, gap in item.gaps.items():
                if name in given and name not in swapped:
                    yield from _mistaken(gap, given[name], names)


def _is_meant(item: Text | TextGap, typed: str, names: Names) -> bool:
    """Tell whether what was typed is an answer that somebody has thought of: a name, or one that is told apart."""
    apart = {canon(e.answer) for e in item.reject} | {canon(e.answer) for e in item.differs}
    right = {canon(form) for text in (item.key, *item.accept) for form in names.all_forms(text)}
    folded = canon(typed)
    return folded not in right and (bool(names.named(typed)) or folded in apart)


def _label(item: Choice | ChoiceGap | Match, option: Any) -> str:
    return next((o.text for o in item.options if o.id == option), "")


def typed_wrong(item: Item, response: Any) -> str:
    """Return a wrong answer as it was typed, alike for all who meant the same; empty where nothing is typed."""
    if not isinstance(item, Text | Numeric | Date) or not isinstance(response, str | int | float):
        return ""
    text = one_line(str(response)[: 4 * TYPED_CHARS], TYPED_CHARS)
    return text.casefold() if isinstance(item, Text) else text
