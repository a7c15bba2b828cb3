"""Flaws of what has parts: cloze, match, order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import combinations

from quiz.items.entries import Path
from quiz.items.fields import OPTIONS
from quiz.items.flaw import Flaw, differs_is_key, instead, is_option, labels, no_feedback, quoted
from quiz.items.marking import Steps
from quiz.items.names import Names
from quiz.items.types import ChoiceGap, Cloze, DateGap, Gap, Match, NumericGap, Order, TextGap
from quiz.items.valid_picked import choice
from quiz.items.valid_written import date, numeric, text
from quiz.text import counted, nearest

SWAPPED = 5
"""Gaps that may change places with one another: all their orders are tried."""
_GAP = re.compile(r"\{([^{}]*)\}")


def cloze(item: Cloze, names: Names) -> Iterator[Flaw]:
    """Yield the flaws of a cloze: its stem, its swap groups, and each gap by its own type."""
    if not 1 <= len(item.gaps) <= OPTIONS:
        yield Flaw(("gaps",), "gaps-count", counted(len(item.gaps), "gap"), f"give 1 to {OPTIONS}")
        return
    yield from _stem(item)
    yield from _swap(item)
    for name, gap in item.gaps.items():
        for flaw in _gap(gap, names):
            yield flaw._replace(path=("gaps", name, *flaw.path))


def _gap(gap: Gap, names: Names) -> Iterator[Flaw]:
    match gap:
        case TextGap():
            yield from text(gap, names)
        case NumericGap():
            yield from numeric(gap)
        case DateGap():
            yield from date(gap)
        case _:
            yield from choice(gap)


def _stem(item: Cloze) -> Iterator[Flaw]:
    """Braces of the stem stand round the name of a gap, each once, and nowhere else.

    A gap that an unknown name was most likely meant to be is not told a second time.
    """
    named = _GAP.findall(item.stem)
    if re.search(r"[{}]", _GAP.sub("", item.stem)):
        yield Flaw(("stem",), "stem-brace", "a brace of the stem has no partner", "write {gap} with the name of a gap")
    unused = [name for name in item.gaps if name not in named]
    for name in list(dict.fromkeys(named))[:OPTIONS]:
        if name not in item.gaps:
            yield Flaw(("stem",), "no-gap", f"the stem names a gap {quoted(name)}", instead(name, item.gaps))
            near = nearest(name, unused)
            unused = [other for other in unused if other != near]
        elif named.count(name) > 1:
            what = f"the gap '{name}' stands {named.count(name)} times in the stem"
            yield Flaw(("stem",), "gap-twice", what, "give each place a gap of its own")
    for name in unused:
        hint = f"write {{{name}}} where it belongs"
        yield Flaw(("gaps", name), "gap-unused", f"the stem does not name the gap '{name}'", hint)


def _swap(item: Cloze) -> Iterator[Flaw]:
    seen: set[str] = set()
    for index, group in enumerate(item.swap):
        for position, name in enumerate(group):
            path = ("swap", index, position)
            if name not in item.gaps:
                yield Flaw(path, "no-gap", f"there is no gap {quoted(name)}", instead(name, item.gaps))
            elif name in seen:
                yield Flaw(path, "gap-twice", f"the gap '{name}' stands twice under `swap`", "remove one")
            seen.add(name)
        if not 2 <= len(group) <= SWAPPED:
            what = f"{counted(len(group), 'gap')} may change places"
            yield Flaw(("swap", index), "swap-size", what, f"give 2 to {SWAPPED} in a group")
        kinds = {(type(item.gaps[n]), item.gaps[n].weight) for n in group if n in item.gaps}
        if len(kinds) > 1 or any(kind is ChoiceGap for kind, _ in kinds):
            what = "these gaps cannot change places"
            yield Flaw(("swap", index), "swap-unlike", what, "swap gaps that are typed, of one type and one weight")


def match(item: Match) -> Iterator[Flaw]:
    """Yield the flaws of a match."""
    yield from labels(item.rows, "rows", "row")
    yield from labels(item.options, "options", "option")
    rows, options = dict.fromkeys(r.id for r in item.rows), dict.fromkeys(o.id for o in item.options)
    for index, row in enumerate(item.rows):
        if row.id not in item.key:
            yield Flaw(("rows", index), "row-no-key", f"the key has no partner for '{row.id}'", "add it to `key`")
        if not row.feedback:
            yield no_feedback(("rows", index), "row", row.text)
    yield from _partners(item.key, ("key",), "the key", rows, options)
    for index, differs in enumerate(item.differs):
        path = ("differs", index, "answer")
        yield from _partners(differs.answer, path, "the answer", rows, options)
        for row_id, option in differs.answer.items():
            if item.key.get(row_id) == option:
                yield differs_is_key((*path, row_id), "name another option or leave the row out")
            if any(earlier.answer.get(row_id) == option for earlier in item.differs[:index]):
                yield Flaw((*path, row_id), "answer-twice", "the same answer stands before", "remove one")


def _partners(
    given: dict[str, str], path: Path, what: str, rows: Collection[str], options: Collection[str]
) -> Iterator[Flaw]:
    for row, option in given.items():
        if row not in rows:
            yield Flaw((*path, row), "key-no-row", f"{what} has a row {quoted(row, 60)}", instead(row, rows))
        yield from is_option(options, option, (*path, row), what)


def order(item: Order) -> Iterator[Flaw]:
    """Yield the flaws of an order: the key and other documents' orders name each option once and fix a pair."""
    options = dict.fromkeys(o.id for o in item.options)
    given: list[tuple[Path, Steps]] = [(("key",), item.key)]
    given += [(("differs", i, "answer"), d.answer) for i, d in enumerate(item.differs)]
    found = list(labels(item.options, "options", "option"))
    found += [flaw for path, steps in given for flaw in _steps(steps, path, options)]
    yield from found
    for at, (path, steps) in enumerate(given[1:] if not found else (), 1):
        if not _opposed(steps, item.key) and _finer(steps, item.key):
            yield differs_is_key(path, "write another order")
        elif not all(_opposed(steps, other) for _, other in given[1:at]):
            what = "an answer can agree with this order and with one before"
            yield Flaw(path, "answer-twice", what, "leave one out or fix more pairs")


def _steps(steps: Steps, path: Path, options: Collection[str]) -> Iterator[Flaw]:
    what = "the key" if path == ("key",) else "the answer"
    seen: set[str] = set()
    for index, step in enumerate(steps):
        for option in step:
            yield from is_option(options, option, (*path, index), what)
            if option in seen:
                yield Flaw((*path, index), "duplicate-option", f"'{option}' stands twice in {what}", "remove one")
            seen.add(option)
    missing = [o for o in options if o not in seen]
    if missing:
        yield Flaw(path, "order-missing", f"{what} leaves out: {', '.join(missing)}", "name each option once")
    if len(steps) < 2:
        yield Flaw(path, "no-pair", f"{what} fixes no pair of options", "give at least two steps")


def _place(steps: Steps) -> dict[str, int]:
    return {option: place for place, step in enumerate(steps) for option in step}


def _opposed(left: Steps, right: Steps) -> bool:
    """Tell whether two orders fix some pair otherwise; if they fix none, some list agrees with both."""
    a, b = _place(left), _place(right)
    return any((a[x] - a[y]) * (b[x] - b[y]) < 0 for x, y in combinations(a, 2))


def _finer(left: Steps, right: Steps) -> bool:
    """Tell whether `left` fixes every pair that `right` fixes, so that agreeing with it is agreeing with `right`."""
    a, b = _place(left), _place(right)
    return all(a[x] != a[y] or b[x] == b[y] for x, y in combinations(a, 2))
