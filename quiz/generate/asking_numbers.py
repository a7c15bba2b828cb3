"""Families whose answers are dates and numbers."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from quiz.generate.about import About, Fact, Place, Stem, status_of
from quiz.generate.amounts import Amount, When, amounts, clashing, dates
from quiz.generate.asking_lives import life_dates
from quiz.generate.attribution import Range
from quiz.generate.clauses import Clause
from quiz.generate.framing import GAP, Frame, about_part, about_subject
from quiz.generate.ingest import Read
from quiz.generate.lexicon import BE, MONTHS
from quiz.generate.phrases import part_of, tokens_of
from quiz.generate.tokens import Tokens
from quiz.generate.wordlists import words

_WH_DATE = {
    "year": "which year",
    "month": "which month of which year",
    "day": "which date",
    "yearless": "which day of which month",
    "era": "which year",
    "decade": "which decade",
    "century": "which century",
}

_UNSURE = re.compile(r"\b(?:probably|perhaps|possibly|presumably|supposedly|allegedly)\b", re.IGNORECASE)


def whens(about: About) -> Iterator[Fact]:
    """Yield the facts that are dates."""
    text = about.place.said.text
    found = dates(text)
    if (about.normative and len(found) > 1) or (_UNSURE.search(text) and not about.read.brief) or _is_present(about):
        return
    if not about.read.brief and _is_figure_of_a_year(about.place, about.clause):
        return
    for when in found:
        cut = tokens_of(about.place.tokens, when.start, when.end)
        if cut is None or _is_no_whole(text, when, about.read):
            continue
        alone = sum(other.grain == when.grain for other in found) == 1
        stems = [*life_dates(about.place, when), *_questions(about, when, cut, alone)]
        if _in_aside(text, when.start):
            continue
        start = when.end - len(shown_date(text, when))
        if when.grain != "century" and not _is_of_noun(text, start, when):
            stems.append(about.gap(start, when.end))
        if stems:
            yield about.fact("when", (start, when.end), None, stems, cls=f"date-{when.grain}", when=when)


def _questions(about: About, when: When, cut: Range, alone: bool) -> Iterator[Stem]:
    """Yield the question for a date that stands before the subject or can be cut out of the rest."""
    tokens, clause = about.place.tokens, about.clause
    perfect = tokens[clause.finite].low == "had" and clause.inverts
    if _is_equation(about):
        return
    frame = _simple(about) if perfect else about.frame
    since = any(t.low == "since" for t in tokens[max(0, cut[0] - 2) : cut[0]])
    if frame is None or (since and tokens[clause.finite].low not in ("has", "have", "had")):
        return
    front = next((f for f in clause.fronts if f[0] < cut[0] and cut[1] == f[1]), None)
    if front is not None and cut[0] - front[0] <= 2 and tokens[front[0]].tag in ("IN", "TO"):
        lead = "In" if tokens[front[0]].low == "on" and when.grain in ("month", "year") else tokens[front[0]].text
        yield Stem("question", about_part(frame, f"{lead} {_WH_DATE[when.grain]}", (0, 0), front))
    elif alone and (part := part_of(about, cut)) and not _opens_range(tokens, part, clause.rest[1]):
        wh = f"{about.frame.slice(part[0], cut[0])} {_WH_DATE[when.grain]}"
        if tokens[part[0]].tag == "IN":
            yield Stem("question", about_part(frame, _bare_the(wh), part))


def _is_equation(about: About) -> bool:
    """Tell whether a clause says that one thing is another: asked with a long subject it is hard to read."""
    tokens, clause = about.place.tokens, about.clause
    first = tokens[clause.rest[0]] if clause.rest[0] < clause.rest[1] else None
    return (
        tokens[clause.finite].low in BE
        and first is not None
        and (clause.subject[1] - clause.subject[0] > 4 or (not clause.inverts and first.tag == "NNP"))
        and (first.tag in ("DT", "NNP") or first.text in ("'", "‘", '"', "“"))
    )


def _is_present(about: About) -> bool:
    """Tell whether a clause says what has been done: with a date that is no English, but for `since`."""
    verb = about.place.tokens[about.clause.finite].low
    since = re.search(r"\bsince\b", about.place.said.text, re.IGNORECASE)
    return verb in ("has", "have") and about.clause.inverts and since is None


def _is_figure_of_a_year(place: Place, clause: Clause) -> bool:
    """Tell whether a clause says how much something had, or is now, and its date only says when that was counted."""
    tokens, text = place.tokens, place.said.text
    finite = tokens[clause.finite]
    now = finite.tag in ("VBZ", "VBP") and not clause.inverts
    owns = finite.low in _FIGURED and not clause.inverts
    valued = clause.inverts and tokens[clause.verb].low in ("valued", "estimated", "traded")
    figures = amounts(text)
    return bool(figures) and ((now and not re.search(r"\b(?:since|until|every)\b", text)) or owns or valued)


_FIGURED = words(
    """
    had has have numbered totaled totalled consisted comprised employed produced reported traded earned recorded posted
    generated stood amounted averaged
    """
)
"""Verbs that give the figure of a year."""


def _is_no_whole(text: str, when: When, read: Read) -> bool:
    """Tell whether a date lacks its year, is but part of a decade, or is the rest of another date."""
    vague = when.grain in ("decade", "century") and re.match(r"(?:early|mid|late)\b", shown_date(text, when))
    if _is_sample(text, when.start, when.end) or (
        not read.brief and _COUNTED.search(text[: when.start]) and not re.match(r" ?[–—-]", text[when.end :])
    ):
        return True
    return (
        bool(vague)
        or _is_one_of_years(text, when)
        or (when.grain == "yearless" and not (read.brief or read.kind == "news"))
        or _NOT_ALONE.search(text[: when.start]) is not None
    )


_AMONG_YEARS = re.compile(r"(?:1\d|20)\d\d,? (?:and |or )?$|(?:1\d|20)\d\d, $")


def _is_one_of_years(text: str, when: When) -> bool:
    """Tell whether a year is one of several in a row: `in 2011, 2012 and 2016`."""
    after = re.match(r",? (?:and |or )?(?:1\d|20)\d\d\b", text[when.end :])
    return when.grain == "year" and (after is not None or _AMONG_YEARS.search(text[: when.start]) is not None)


def _is_of_noun(text: str, start: int, when: When) -> bool:
    """Tell whether a day stands between an article and its noun: `the December 20 signing`."""
    dated = when.grain in ("day", "yearless", "month")
    return dated and text[:start].lower().endswith("the ") and re.match(r" [a-zA-Z]", text[when.end :]) is not None


_COUNTED = re.compile(
    r"\b(?:report|study|survey|estimate|poll|census) (?:was )?(?:published |released |conducted |taken )?"
    r"(?:in|of|from|on) $"
    r"|\b[Aa]s of (?:the )?$|\((?:(?:in|as of|on) )?$|%,? in $"
)
"""What stands before a date that only says when something was counted: `as of 2008`, `92% in 2004`."""
_NOT_ALONE = re.compile(rf"\d $|\b(?:{'|'.join(MONTHS)}) (?:and|or|to|through) $", re.IGNORECASE)
"""What makes a date the rest of another one: `In April and August 2003`."""


def shown_date(text: str, when: When) -> str:
    """Return a date as the text has it, without an article."""
    return re.sub(r"^the ", "", text[when.start : when.end])


def _simple(about: About) -> Frame | None:
    """Return the frame of `had restructured` as one of `restructured`: asked for its time, both are one."""
    clause, tokens = about.clause, about.place.tokens
    if (
        clause.verb != clause.finite + 1
        or tokens[clause.verb].tag not in ("VBN", "VBD")
        or tokens[clause.verb].low in BE
    ):
        return None
    rest = (clause.verb + 1, max(clause.verb + 1, clause.rest[1]))
    return about.frame._replace(clause=clause._replace(finite=clause.verb, rest=rest, second=True))


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
    if not about.read.brief and (_UNSURE.search(text) or "whichever" in text):
        return
    found = amounts(text)
    if not about.read.brief and _is_inventory(found):
        return
    twice = not about.read.brief and sum(a.kind == "money" for a in found) > 1
    for amount in found:
        if (amount.kind == "money" and twice) or (amount.kind == "percent" and _ONE_IN.search(text)):
            continue
        if _is_known(text, amount) or (amount.unit in _SPANS and len(dates(text)) > 1):
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
            gap = about.gap(figure_start, figure_end)
            stems.append(gap._replace(text=_unrevealed(gap.text, amount)))
        if any(s.text for s in stems):
            family = {"money": "money", "count": "count"}.get(amount.kind, "measure")
            yield about.fact(
                family, (amount.start, amount.end), None, stems, cls=f"number-{amount.unit}", amount=amount
            )


def whole(read: Read, place: Place, asked: Container[int]) -> Iterator[Fact]:
    """Yield the numbers and dates of a sentence that no clause of it asks for: all of the sentence is the stem.

    `asked` are the characters where answers begin that are asked for already.
    """
    text, tokens = place.said.text, place.tokens
    if not re.match(r"[A-Z\d`]", text) or (place.clause is not None and (read.brief or not _is_plain(text))):
        return
    named = tokens[0].tag in ("NNP", "NNPS")
    said = place.clause is not None or any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in tokens)
    found = amounts(text)
    for amount in found if read.brief or not _is_inventory(found) else ():
        if _is_known(text, amount) or any(clashing(text, amount)) or amount.start in asked:
            continue
        if not said or re.match(r"(?:The )?[Dd]efault\b", text):
            continue
        first, last = figure_of(text, amount)
        stem = Stem("cloze", _unrevealed(text[:first] + GAP + text[last:], amount), named, place.he)
        family = {"money": "money", "count": "count"}.get(amount.kind, "measure")
        key = text[amount.start : amount.end]
        yield Fact(
            place.number, family, amount.start, amount.end, key, key, f"number-{amount.unit}", "",
            status_of(read, text, ""), "", (stem,), amount,
        )  # fmt: skip
    perfect = re.search(r"\b(?:has|have) (?:\w+ly )?\w+(?:ed|en)\b", text) and not re.search(r"\bsince\b", text, re.I)
    told = place.clause is not None and not read.brief and _is_figure_of_a_year(place, place.clause)
    for when in dates(text) if place.clause is not None and not (perfect or told) else ():
        shown = shown_date(text, when)
        start = when.end - len(shown)
        whole_date = when.grain not in ("century", "decade", "era") and not _is_no_whole(text, when, read)
        if not whole_date or start in asked or _in_aside(text, when.start):
            continue
        stem = Stem("cloze", text[:start] + GAP + text[when.end :], named, place.he)
        yield Fact(
            place.number, "when", start, when.end, shown, shown, f"date-{when.grain}", "",
            status_of(read, text, ""), "", (stem,), None, when,
        )  # fmt: skip


def _unrevealed(stem: str, amount: Amount) -> str:
    """Return a stem in which neither the form of a unit nor an article before the gap tells the number."""
    if amount.value == "1":
        stem = stem.replace(f"{GAP} {amount.unit}", f"{GAP} {amount.unit}(s)")
    return re.sub(r"\b([Aa])n? {gap}-", r"\1(n) {gap}-", stem)


_ONE_IN = re.compile(r"\bone (?:in|of|out of) (?:every )?\d", re.IGNORECASE)
_SPANS = ("day", "days", "week", "weeks", "month", "months", "year", "years")
"""Times that two dates of a sentence tell."""


def _is_inventory(found: list[Amount]) -> bool:
    """Tell whether a sentence lists how many there are of several things: one of them is not worth asking for."""
    return sum(a.kind in ("count", "measure", "percent") for a in found) >= INVENTORY


INVENTORY = 3
"""Numbers with units from which a sentence is a list of them."""


def _is_plain(text: str) -> bool:
    """Tell whether a sentence is one that can be shown whole: not long, no list, no aside, nothing doubtful in it."""
    odd = re.search(r"[;:“”\"?!…]|\bwhichever\b|, that is\b", text) or _UNSURE.search(text)
    return len(text.split()) <= WHOLE and not odd


WHOLE = 30
"""Words of a sentence that is shown whole."""


def _in_aside(text: str, at: int) -> bool:
    """Tell whether a place stands in brackets that only add to what is said."""
    inside = text[:at].count("(") > text[:at].count(")")
    return inside and re.search(r"[a-z]ing\b", text[text.rfind("(", 0, at) : at]) is not None


_BEFORE_KNOWN = re.compile(
    r"\b(?:the|this|these|those|its|their|his|her|both|another|additional|other|all)(?: (?:last|first|other))? $",
    re.IGNORECASE,
)


_IN_TWO = re.compile(
    r" \((?:about |c\. )?[\d.,]+ [a-z]+\)|"
    r" \((?:about |c\. )?[\d.,]+ ?(?:km|mi|m|ft|feet|kg|lb|acres?|ha|hectares?|sq|°|miles?|cm|in)\b"
    r"|,? and (?:\d+|[a-z-]+) (?:days?|weeks?|months?|hours?|minutes?|inch(?:es)?)\b"
    r"|(?: [a-z]+){0,2} \([\d.,]+ ?(?:t|tonnes?)\)"
)
_EITHER = re.compile(r"\b(?:one|two|three|\d+) (?:or|to) $")
_OTHER_HALF = re.compile(
    r"\d\S*(?: \S+){0,3} or (?:about )?$|\d(?:,? ?[a-z°]+){1,2} \((?:about |c\. )?$"
    r"|\b(?:days?|weeks?|months?|years?|hours?|minutes?|feet),? and $"
)
"""The same length in another unit, or the rest of a time: what stands behind an amount then tells it."""


def _is_known(text: str, amount: Amount) -> bool:
    """Tell whether an amount is known already, is all there is, or is told by what stands behind it."""
    whole = amount.unit == "%" and amount.value == "100"
    before = text[: amount.start]
    return bool(
        whole
        or _BEFORE_KNOWN.search(before)
        or _EITHER.search(before)
        or _OTHER_HALF.search(before)
        or _IN_TWO.match(text, amount.end)
        or _NO_COUNT.match(text, amount.figure)
        or _NO_MATTER.search(before)
        or _is_sample(text, amount.start, amount.end)
        or re.search(r"[A-Z]\w+ and [A-Z]\w+, (?:the |all )?$", before)
        or re.search(r"(?:[€$£][\d,.]+|\d[\d,.]* [a-z]+) \([^()]*$|\bthat is, [^.]*$", before)
    )


def _is_sample(text: str, start: int, end: int) -> bool:
    """Tell whether an amount or a date stands in quotation marks with little else: a sample of what may be written."""
    return (
        re.search(r'["“][^"”]{0,25}$', text[:start]) is not None
        and re.match(r'[^"“]{0,25}["”]', text[end:]) is not None
    )


_NO_COUNT = re.compile(r" (?:other|halves|thirds?|quarters?|fifths?|tenths?)\b")
_NO_MATTER = re.compile(
    r"\b(?:no|past|last|next|following|table|figure|section|chapter|article|part|rule|step|appendix|page|version|clause"
    r"|paragraph|line) $",
    re.IGNORECASE,
)
"""What stands about a number that counts nothing: `no two hosts`, `three quarters`, `the past ten years`, `Table 2`."""


def figure_of(text: str, amount: Amount) -> tuple[int, int]:
    """Return the characters of the bare number of an amount."""
    last = amount.figure
    if amount.scale:
        last = amount.start + len(text[amount.start : amount.figure].rsplit(amount.scale, 1)[0].rstrip(" -"))
    bare = amount.text.lstrip("US$€£¥") if amount.kind == "money" else amount.text
    return amount.start + len(amount.text) - len(bare), last


_CLUMSY = ("at", "on", "with", "to", "as", "into")
"""Prepositions with which a question for a number is no good English: a gap asks for it."""
_SIZES = ("long", "tall", "high", "wide", "deep", "old", "thick")


def _how_many(about: About, amount: Amount) -> str:
    """Return the question for a number of things; empty when it cannot be taken out of the clause."""
    tokens, clause, text = about.place.tokens, about.clause, about.place.said.text
    if amount.qualifier != "exact" or text[amount.figure : amount.figure + 1] == "-":
        return ""
    cut = tokens_of(tokens, amount.start, amount.end)
    if cut is None:
        return ""
    unit = text[amount.figure : amount.end].strip(" -") + "s" * (amount.value == "1")
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
    if lead.casefold() in _CLUMSY:
        return ""
    return about_part(about.frame, f"{lead} how many {unit}".strip() if lead else f"How many {unit}", part)
