"""Rules for options to pick from: nothing but the documents may tell which is right (AUTHORING 4.3, 4.4)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations

from quiz.checks.rules import Case, Picked, Remark, item_rule
from quiz.checks.words import ABSOLUTES, OF_THE_ABOVE, QUALIFIERS, QUOTED, content, tokens
from quiz.items import Choice, Match
from quiz.items.units import parse_unit

LONGER_SHARE = 1.25
LONGER_CHARS = 8
"""A key is too long that is longer than every distractor by more than a quarter and by more than eight characters."""
OFFERED = {"choice": (3, 5), "multiple": (4, 8)}
"""How many options serve well, at least and at most."""

_NUMBER = re.compile(r"\d")
_AMOUNT = re.compile(r"([$€£¥])?\s*(\d[\d,]*(?:\.\d+)?)\s*(%|[^\W\d_]+)?(?:\s+([^\W\d_]+))?")
_PRECISE: dict[str, Callable[[str], bool]] = {
    "a number": lambda text: bool(_NUMBER.search(text)),
    "a quotation": lambda text: bool(QUOTED.search(text)),
    "a remark in parentheses": lambda text: "(" in text,
}


@item_rule("key-longest")
def key_longest(case: Case) -> Iterator[Remark]:
    """The right option stands out by its length."""
    for picked in case.picked:
        if not picked.right or not picked.wrong:
            continue
        index, shortest = min(picked.right, key=lambda pair: len(pair[1].text))
        longest = max(len(o.text) for _, o in picked.wrong)
        length = len(shortest.text)
        if length > longest * LONGER_SHARE and length > longest + LONGER_CHARS:
            what = f"the right option has {length} characters, the longest distractor {longest}"
            yield Remark(picked.at(index), what, "shorten it or give the distractors as much to say")


@item_rule("key-precise")
def key_precise(case: Case) -> Iterator[Remark]:
    """Only the right option has a number, a quotation or a remark in parentheses."""
    for picked in case.picked:
        if len(picked.wrong) < 2 or not picked.right:
            continue
        for called, has in _PRECISE.items():
            if all(has(o.text) for _, o in picked.right) and not any(has(o.text) for _, o in picked.wrong):
                what = f"only what is right has {called}"
                yield Remark(picked.at(picked.right[0][0]), what, "make the options equally precise")


@item_rule("key-in-stem", english=True)
def key_in_stem(case: Case) -> Iterator[Remark]:
    """A word of the stem points at the right option."""
    stem = case.words
    for picked in case.picked:
        others = frozenset(w for _, o in picked.wrong for w in content(o.text))
        for index, option in picked.right:
            shared = (content(option.text) - others) & stem
            if shared:
                what = f"the stem shares '{_first(option.text, shared)}' with the right option alone"
                yield Remark(picked.at(index), what, "word one of the two otherwise or give the word to a distractor")
    yield from _typed_in_stem(case)
    yield from _partner_in_row(case)


def _first(text: str, stems: frozenset[str]) -> str:
    """Return the first word of a text whose stem is among `stems`."""
    return next((w for w in tokens(text) if content(w) & stems), "")


def _typed_in_stem(case: Case) -> Iterator[Remark]:
    """Yield a remark for each typed key of which every accepted form has a word of the stem."""
    stem = case.words
    for path, forms in case.typed:
        shared = [content(f) & stem for f in forms]
        if shared and all(shared):
            what = f"the stem holds '{_first(forms[0], shared[0])}', a word of the answer"
            yield Remark((*path, "key"), what, "ask without it, or accept a form that does without")


def _partner_in_row(case: Case) -> Iterator[Remark]:
    item = case.item
    if not isinstance(item, Match):
        return
    texts = {o.id: content(o.text) for o in item.options}
    for index, row in enumerate(item.rows):
        partner = item.key.get(row.id, "")
        others = frozenset(w for o, words in texts.items() if o != partner for w in words)
        shared = (texts.get(partner, frozenset()) - others) & content(row.text)
        if shared:
            what = f"the row shares '{_first(row.text, shared)}' with its partner alone"
            yield Remark(("rows", index, "text"), what, "word one of the two otherwise")


@item_rule("absolute-option", english=True)
def absolute_option(case: Case) -> Iterator[Remark]:
    """Words such as always and never mark an option as wrong."""
    for picked in case.picked:
        found = [(i, m) for i, o in enumerate(picked.options) if (m := ABSOLUTES.search(QUOTED.sub("", o.text)))]
        if 0 < len(found) < len(picked.options):
            index, match = found[0]
            yield Remark(picked.at(index), f"'{match[0]}' stands in some options only", "say it less absolutely")


@item_rule("of-the-above", english=True)
def of_the_above(case: Case) -> Iterator[Remark]:
    """Options that speak of other options test logic, and positions are shuffled."""
    for picked in case.picked:
        for index, option in enumerate(picked.options):
            if OF_THE_ABOVE.search(option.text):
                yield Remark(picked.at(index), "this option speaks of the others", "use `multiple`, or name a thing")


@item_rule("option-kind")
def option_kind(case: Case) -> Iterator[Remark]:
    """Some options are amounts and some are not, so that those who know the kind need not know the answer."""
    for picked in case.picked:
        amounts = [_amount(o.text) for o in picked.options]
        if any(amounts) and not all(amounts):
            odd = next(i for i, a in enumerate(amounts) if not a)
            yield Remark(picked.at(odd), "some options are amounts, this one is none", "offer things of one kind")


def _amount(text: str) -> tuple[Fraction, str] | None:
    """Return number and unit of a text that is mainly an amount, None for any other."""
    bare = text.strip().removeprefix("(")
    for pattern in QUALIFIERS.values():
        found = pattern.match(bare)
        if found:
            bare = bare[len(found[1]) :].strip()
    match = _AMOUNT.match(bare)
    if match is None or len(bare) > len(match[0]) + 24:
        return None
    sign, number, first, second = match.groups()
    unit = parse_unit(" ".join(filter(None, (first, second, sign))))
    return Fraction(number.replace(",", "")) * unit.scale, unit.base


@item_rule("option-unit")
def option_unit(case: Case) -> Iterator[Remark]:
    """Amounts in different units are not compared by those who guess."""
    for picked in case.picked:
        units = [a[1] for o in picked.options if (a := _amount(o.text))]
        counts = Counter(units)
        if len(units) == len(picked.options) and len(counts) > 1:
            rare = min(counts, key=lambda unit: counts[unit])
            what = f"the options have different units: {', '.join(u or 'none' for u in counts)}"
            yield Remark(picked.at(units.index(rare)), what, "give all amounts in one unit")


def _qualifier(text: str) -> str:
    return next((name for name, pattern in QUALIFIERS.items() if pattern.search(text)), "")


@item_rule("option-qualifier", english=True)
def option_qualifier(case: Case) -> Iterator[Remark]:
    """`up to` or `about` before one amount only tells it from the others."""
    for picked in case.picked:
        if not all(_amount(o.text) for o in picked.options):
            continue
        found = [_qualifier(o.text) for o in picked.options]
        if len(set(found)) > 1:
            rare = min(range(len(found)), key=lambda i: found.count(found[i]))
            yield Remark(picked.at(rare), "the options are qualified differently", "give all the same qualifier")


def _is_name(words: list[str]) -> bool:
    """Tell whether the first word belongs to a name, as in Beijing and Stirling Castle."""
    return words[0][0].isupper() and (len(words) == 1 or words[1][0].isupper())


def _form(text: str) -> str:
    """Return the grammatical look of an option: how it begins and ends."""
    words = text.split()
    first = words[0] if words else ""
    bare = first.casefold()
    if bare == "to":
        start = "with 'to'"
    elif bare.endswith("ing") and len(bare) > 5 and not _is_name(words):
        start = "with a word in -ing"
    elif bare in ("that", "because", "by", "when", "if", "whether"):
        start = f"with '{bare}'"
    else:
        start = ""
    return start


def _end(text: str) -> str:
    return text[-1] if text[-1:] in ".!?;" else ""


def _case(text: str) -> str:
    return "a capital" if text[:1].isupper() else "a small letter" if text[:1].islower() else ""


@item_rule("option-form", english=True)
def option_form(case: Case) -> Iterator[Remark]:
    """An option of another grammatical form is picked or left for its form."""
    looks: dict[str, Callable[[str], str]] = {
        "begins {} and the others do not": _form,
        "ends with '{}' and the others do not": _end,
        "begins with {} and the others do not": _case,
    }
    for picked in case.picked:
        for said, look in looks.items():
            index = _odd_key(picked, look)
            if index is not None:
                shown = look(picked.options[index].text)
                what = f"the right option {said.format(shown)}" if shown else "only the right option has another form"
                yield Remark(picked.at(index), what, "give all options one form")


def _odd_key(picked: Picked, look: Callable[[str], str]) -> int | None:
    """Return the position of the only right option when all distractors look alike and it looks otherwise."""
    if len(picked.right) != 1 or len(picked.wrong) < 2:
        return None
    wrong = {look(o.text) for _, o in picked.wrong}
    index, option = picked.right[0]
    return index if len(wrong) == 1 and look(option.text) not in wrong else None


@item_rule("equivalent-options")
def equivalent_options(case: Case) -> Iterator[Remark]:
    """Two options are one thing under two names, so that both are right or both can be ruled out."""
    for picked in case.picked:
        named = [frozenset(case.library.names.named(o.text)) for o in picked.options]
        amounts = [_amount(o.text) for o in picked.options]
        for a, b in combinations(range(len(picked.options)), 2):
            same_name = bool(named[a] & named[b])
            same_amount = amounts[a] is not None and amounts[a] == amounts[b]
            if same_name or (same_amount and _qualifier(picked.options[a].text) == _qualifier(picked.options[b].text)):
                what = f"this is '{picked.options[a].text}' by another name"
                yield Remark(picked.at(b), what, "offer something else")


@item_rule("options-offered")
def options_offered(case: Case) -> Iterator[Remark]:
    """Three or four options serve best: two are a coin, and of many some tempt nobody."""
    kind = "choice" if isinstance(case.item, Choice) else "multiple"
    for picked in case.picked:
        least, most = OFFERED["choice" if picked.path else kind]
        if not least <= len(picked.options) <= most:
            what = f"{len(picked.options)} options"
            yield Remark((*picked.path, "options"), what, f"offer {least} to {most}")
