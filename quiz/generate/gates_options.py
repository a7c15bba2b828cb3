"""Gates 10 to 14: one right option among things of one kind, and nothing but the document that tells which."""

from __future__ import annotations

import re
from itertools import combinations, permutations

from quiz.checks.fidelity import NUMBER_WORDS
from quiz.checks.words import content
from quiz.generate.amounts import amounts, dates
from quiz.generate.distractors import is_inside, is_told, may_be_right
from quiz.generate.gates_grounding import GateFunction, answer_shown, stem_core
from quiz.generate.gazetteer import ALIASES, DEMONYMS
from quiz.generate.ground import Ground
from quiz.generate.values import Draft
from quiz.items import Choice, Cloze, Date, DateGap, Item, Numeric, NumericGap
from quiz.text import canon

LENGTH_RATIO, LENGTH_CHARS = 2.0, 8


def _options(draft: Draft) -> tuple[str, list[str]]:
    item = draft.item
    if not isinstance(item, Choice):
        return "", []
    return answer_shown(item), [o.text for o in item.options if o.id != item.key]


def _one_right(draft: Draft, ground: Ground) -> str:
    item = draft.item
    if not isinstance(item, Choice):
        return ""
    if sum(o.id == item.key for o in item.options) != 1:
        return "not one option is the key"
    names = ground.library.names
    folded = [{canon(f) for f in names.all_forms(o.text)} for o in item.options]
    for a, b in combinations(range(len(folded)), 2):
        if folded[a] & folded[b]:
            return f"'{item.options[a].text}' and '{item.options[b].text}' are one thing"
    stem = stem_core(draft, ground).casefold()
    for option in item.options:
        if re.search(rf"(?<!\w){re.escape(option.text.casefold())}(?!\w)", stem):
            return f"the option '{option.text}' stands in the stem"
    return ""


def _two_right(draft: Draft, ground: Ground) -> str:
    key, wrong = _options(draft)
    passage = draft.origin.passage.casefold()
    for text in wrong:
        if re.search(rf"(?<!\w){re.escape(text.casefold())}(?!\w)", passage):
            return f"the sentence itself names '{text}'"
        if may_be_right(text, stem_core(draft, ground), ground.corpus):
            return f"'{text}' may be right as well"
    del key
    return ""


TWIN = 0.85
"""Share of the words of a stem from which another sentence answers it as well."""


def _one_answer(draft: Draft, ground: Ground) -> str:
    """Say whether another sentence says the same of something else: then what is to be typed is not the only answer."""
    key = draft.origin.key
    passage = content(draft.origin.passage)
    asked = content(stem_core(draft, ground).replace("{gap}", " ")) & passage
    if len(asked) < 3 or draft.origin.family in ("option", "acronym"):
        return ""
    for held in ground.corpus.twins(" ".join(draft.origin.passage.split()), asked, TWIN):
        other = held.document == draft.origin.document and key.strip("`").casefold() not in held.text.casefold()
        if other and _may_answer(draft, held.text):
            return f"another sentence says the same of something else: {held.text}"
    return ""


def _may_answer(draft: Draft, text: str) -> bool:
    """Tell whether a sentence holds something of the kind that is asked for: a date, such a number, a case."""
    family = draft.origin.family
    if family == "when":
        return bool(dates(text))
    if family in ("count", "measure", "money"):
        unit = {a.unit for a in amounts(draft.origin.key)}
        return any(not unit or a.unit in unit for a in amounts(text))
    if family == "case":
        return re.search(r"\b(?:if|when|unless|once|until)\b", text, re.IGNORECASE) is not None
    return True


def _alike(draft: Draft, ground: Ground) -> str:
    del ground
    key, wrong = _options(draft)
    if not wrong:
        return ""
    lengths = [len(t) for t in (key, *wrong)]
    if max(lengths) / max(1, min(lengths)) > LENGTH_RATIO and max(lengths) - min(lengths) > LENGTH_CHARS:
        return "the options differ much in length"
    if len({t[:1].isupper() for t in (key, *wrong)}) > 1:
        return "some options have a capital and some have not"
    if len({bool(re.search(r"\d", t)) for t in (key, *wrong)}) > 1:
        return "some options hold a number and some do not"
    return ""


def _in_order(draft: Draft, ground: Ground) -> str:
    del ground
    key, wrong = _options(draft)
    numbers = [
        int(n[0])
        for t in (key, *wrong)
        if (n := re.search(r"\d+", t)) and re.fullmatch(r"(?:early |mid-|late )?\d+\D*", t)
    ]
    if not wrong or len(numbers) <= len(wrong):
        return ""
    return "two options are the same number" if len(set(numbers)) < len(numbers) else ""


_CODED = re.compile(r"[a-z][A-Z]|[a-z][_-][a-z]|^--")
_FIGURES = re.compile(r"(?<![\w.,])\d+(?![\w,]|\.\d)")


def _cues(draft: Draft, ground: Ground) -> str:
    stem = draft.item.stem
    shown = answer_shown(draft.item)
    shared = content(shown) & content(stem.replace("{gap}", " "))
    others = {w for t in _options(draft)[1] for w in content(t)}
    free = any(not content(form) & content(stem) for form in getattr(draft.item, "accept", ()))
    forms = (shown, draft.origin.key, *getattr(draft.item, "accept", ())) if not _options(draft)[1] else ()
    told = next((f for f in forms if f and re.search(rf"(?<!\w){re.escape(f)}(?!\w)", stem)), "")
    if told:
        return f"the stem holds '{told}', the answer"
    parts = {w for p in re.findall(r"[A-Z]?[a-z]{3,}", shown) for w in content(p)} if _CODED.search(shown) else set()
    if not others and parts & content(stem_core(draft, ground)):
        return f"the stem holds '{sorted(parts & content(stem))[0]}', a part of the answer"
    if shared - others and not free:
        return f"the stem holds '{sorted(shared)[0]}', a word of the answer"
    if is_inside(shown, stem) and not any(is_inside(t, stem) for t in _options(draft)[1]):
        return f"a word of the stem holds '{shown}', the answer"
    if draft.origin.family in ("who-must", "agent") and _begin_alike(shown, stem_core(draft, ground)):
        return "the stem holds the beginning of the answer"
    called = ground.document.called if stem_core(draft, ground) != stem.replace("{gap}", " ") else ""
    if is_told(shown, called) and not any(is_told(t, called) for t in _options(draft)[1]):
        return "what the document is called holds a word of the answer"
    for short, long in ALIASES.items():
        if long in (shown, draft.origin.key) and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", stem):
            return f"'{short}' in the stem tells the answer"
    for adjective, name in DEMONYMS.items():
        if name in (shown, draft.origin.key) and re.search(rf"\b{adjective}s?\b", stem):
            return f"'{adjective}' in the stem tells the answer"
    if isinstance(draft.item, Cloze) and re.search(r"\ban? \{", draft.item.stem):
        return "the article before the gap tells the answer"
    return _figures(draft, stem_core(draft, ground))


ADDENDS = 3
"""Numbers of a stem of which one is looked at as the rest of another."""


def _figures(draft: Draft, stem: str) -> str:
    """Say whether a stem holds the number or the year that is to be typed, or numbers that come to it."""
    year = _year(draft.item)
    if year and re.search(rf"\b{year}\b", stem):
        return f"the stem holds {year}, the year of the answer"
    if year and re.search(rf"[A-Za-z]{{3}}['’]?{year[2:]}\b", stem):
        return "a name in the stem holds the year of the answer"
    value = _number(draft.item)
    if value:
        numbers = [int(n) for n in _FIGURES.findall(stem)]
        numbers += _spelt(stem.casefold())
        if value.isdigit() and int(value) in numbers:
            return "the stem holds the number that is the answer"
        numbers += [1] * len(re.findall(r"\b(?:and|,) one\b", stem))
        few = len(numbers) <= ADDENDS and draft.origin.family == "count"
        pairs = {abs(a - b) for a in numbers for b in numbers} if "%" in stem or few else set()
        if value.isdigit() and len(numbers) > 1 and (sum(numbers) == int(value) or int(value) in pairs):
            return "the numbers of the stem add up to the answer"
        times = (a == b * int(value) or a * b == int(value) for a, b in permutations(numbers, 2) if a > 1 and b > 1)
        if value.isdigit() and few and any(times):
            return "the numbers of the stem multiply to the answer"
    return _counted(draft, stem)


def _spelt(stem: str) -> list[int]:
    """Return the numbers that a stem has in words: `thirty-two` is one."""
    found = []
    for run in re.findall(r"[a-z]+(?:-[a-z]+)*", stem):
        parts = run.split("-")
        values = [NUMBER_WORDS[p] for p in parts if p in NUMBER_WORDS and p != "one"]
        tens = len(values) == len(parts) == 2 and values[0] % 10 == 0 and values[1] < 10
        found += [sum(values)] if tens else values
    return found


def _year(item: Item) -> str:
    """Return the year of the date that is to be typed; empty where none is asked for."""
    part = next(iter(item.gaps.values())) if isinstance(item, Cloze) else item
    return part.key[:4] if isinstance(part, Date | DateGap) and part.key[:4].isdigit() else ""


def _begin_alike(answer: str, stem: str) -> bool:
    """Tell whether a long word of an answer begins as one of a stem does: archivists, archival."""
    begun = {w[:6].casefold() for w in re.findall(r"[^\W\d_]{6,}", answer)}
    return any(w[:6].casefold() in begun for w in re.findall(r"[^\W\d_]{6,}", stem))


def _number(item: Item) -> str:
    """Return the number that is to be typed, in a field or in a gap; empty where there is none."""
    if isinstance(item, Numeric):
        return item.key.value
    gaps = list(item.gaps.values()) if isinstance(item, Cloze) else []
    return gaps[0].key.value if len(gaps) == 1 and isinstance(gaps[0], NumericGap) else ""


def _counted_two(stem: str, value: int) -> str:
    """Say whether what two things are stands right behind them: `two variables, x and y`."""
    pair = value == 2 and re.search(
        r"[,:] (?!(?:and|or|but|which|who|that|so)\b)[^,:;]{1,60} and [^,:;]{1,60}[.?]?$", stem
    )
    return "the stem names both that are to be counted" if pair else ""


def _counted(draft: Draft, stem: str) -> str:
    """Say whether the stem lists as many things as the answer counts."""
    number = _number(draft.item)
    if not number.isdigit():
        return ""
    stem = re.sub(r" ?\([^()]*\)", "", stem)
    listed = max((len(re.split(r", (?:and )?| and ", part)) for part in re.split(r"[:(]", stem)), default=0)
    value = int(number)
    return _counted_two(stem, value) or (
        "the stem lists what is to be counted"
        if value == listed and listed > 2 and re.search(r"[:(]|, \w+,? and ", stem)
        else ""
    )


GATES: tuple[tuple[int, str, GateFunction], ...] = (
    (10, "one-right", _one_right),
    (11, "two-right", _two_right),
    (11, "one-answer", _one_answer),
    (12, "alike", _alike),
    (13, "in-order", _in_order),
    (14, "cues", _cues),
)
