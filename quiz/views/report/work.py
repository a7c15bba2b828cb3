"""What is to be done, from findings, citations and counts: each with the item, its place, why, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import atanh, sqrt

from quiz.banks import Entry
from quiz.checks.drift import BROKEN, Cited, State
from quiz.errors import Finding, Severity
from quiz.text import counted, one_line
from quiz.views.report.checked import CITING
from quiz.views.report.model import TITLES, Confusion, ItemRow, Kind, Work
from quiz.views.reports import Complaint, reason_text
from quiz.views.words import percent

RECHECK = "recheck-due"
"""The rule that tells of an item that is to be looked at again."""
MANY, MANY_SHARE = 2, 0.1
"""Trainees, and their share of those who learn it, from which an item is told that is forgotten again and again."""
HARD, EASY = 0.3, 0.95
"""Facilities from which on an item tells the able from the others no more."""
_SURE = 1.96
"""Standard errors that hold 19 times in 20."""
WORDS_SHOWN = 3
"""Remarks of trainees on an item that are told in full."""
_ORDER = {kind: place for place, kind in enumerate(TITLES)}


def work_list(
    entries: Mapping[str, Entry],
    findings: Iterable[Finding],
    cited: Iterable[Cited],
    reports: Iterable[Complaint],
    items: Iterable[ItemRow],
    pairs: Iterable[Confusion],
) -> tuple[Work, ...]:
    """Return all that is to be done: by kind, what concerns most trainees first.

    `entries` are the items of the library; what a rule tells of a quote is told once, as drift.
    """
    citations = [c for c in cited if c.state in BROKEN or c.state is State.UNCONFIRMED]
    drifted = {c.item for c in citations if c.state in BROKEN}
    found = [*_of_findings(findings, drifted), *_of_citations(citations), *_of_reports(reports, entries)]
    for row in items:
        found += _of_item(row)
    found += [_of_pair(pair, entries) for pair in pairs]
    return tuple(sorted(found, key=lambda w: (_ORDER[w.kind], -w.n, w.path, w.line, w.item)))


def _of_findings(findings: Iterable[Finding], drifted: set[str]) -> Iterator[Work]:
    for finding in findings:
        kind: Kind = "error" if finding.severity is Severity.ERROR else "recheck"
        if kind == "recheck" and finding.rule != RECHECK:
            continue
        if finding.item in drifted and finding.rule in CITING:
            continue
        why = one_line(f"{finding.what} [{finding.rule}]")
        yield Work(kind=kind, item=finding.item, path=finding.path, line=finding.line, why=why, do=finding.hint)


def _of_citations(citations: Iterable[Cited]) -> Iterator[Work]:
    told: set[tuple[str, str]] = set()
    for cited in citations:
        if cited.state is State.UNCONFIRMED:
            if (cited.path, cited.item) in told:
                continue
            told.add((cited.path, cited.item))
        told_all = cited.what_to_do()
        why, _, do = told_all.rpartition("; " if "; " in told_all else ": ")
        yield Work(kind="drift", item=cited.item, path=cited.path, line=cited.line, why=one_line(why), do=one_line(do))


def _of_reports(reports: Iterable[Complaint], entries: Mapping[str, Entry]) -> Iterator[Work]:
    by_item: dict[str, list[Complaint]] = {}
    for one in reports:
        by_item.setdefault(one.item, []).append(one)
    for item, own in by_item.items():
        entry = entries[item]
        times = Counter(reason_text(one.reason) for one in own)
        counts = ", ".join(f"{reason} {n}" for reason, n in times.items())
        words = list(dict.fromkeys(one_line(f"“{one.words}”", 120) for one in own if one.words))[:WORDS_SHOWN]
        who = len({one.trainee for one in own})
        changed = " (the item has changed since)" if all(one.changed for one in own) else ""
        why = f"{counted(who, 'trainee')}: {counts}{': ' if words else ''}{', '.join(words)}{changed}"
        yield _work("report", entry, why, "read the item against its source, then mend it or say why it stands", who)


def _work(kind: Kind, at: Entry | ItemRow, why: str, do: str, n: int) -> Work:
    item = at.item if isinstance(at, ItemRow) else at.item.id
    return Work(kind=kind, item=item, path=at.path, line=at.line, why=why, do=do, n=n)


def _of_item(row: ItemRow) -> Iterator[Work]:
    if row.forgotten >= max(MANY, MANY_SHARE * row.learners):
        why = f"{row.forgotten} of {counted(row.learners, 'trainee')} forgot it four times or more"
        yield _work(
            "leech", row, why, "ask for less at once, or tell it apart from what it is taken for", row.forgotten
        )
    fit, n = row.discrimination.value, row.facility.n
    if fit is not None and _surely_negative(fit, row.discrimination.n):
        why = f"discrimination {fit:+.2f}, {row.discrimination.n} trainees: who does well elsewhere misses it"
        yield _work("key", row, why, "look whether the key is right and the stem says what is meant", n)
    facility = row.facility.value
    if facility is not None and row.interval is not None:
        low, high = (percent(end).removesuffix(" %") for end in row.interval)
        told = f"{percent(facility)} of {n} first answers ({low} to {high} %)"
        if facility <= max(HARD, row.chance):
            guess = f", a blind guess earns {percent(row.chance)}" if row.chance else ""
            do = "look whether the document says it plainly, else split it or lower what it asks"
            yield _work("hard", row, f"{told}{guess}{_given(row)}", do, n)
        elif facility >= EASY:
            yield _work(
                "easy", row, told, "make the wrong answers likelier, ask it the other way round, or let it be", n
            )
    if row.dead:
        of = len([o for o in row.options if not o.right])
        why = f"fewer than 5 % of {n} pick {', '.join(row.dead)} ({len(row.dead)} of {of} wrong options)"
        yield _work("distractor", row, one_line(why), "put something likelier in its place, or leave it out", n)


def _surely_negative(correlation: float, n: int) -> bool:
    """Tell whether a correlation over `n` persons is below 0 beyond chance: the 95 % interval by Fisher's z is."""
    return n > 3 and correlation < 0 and atanh(max(correlation, -1 + 1e-9)) + _SURE / sqrt(n - 3) < 0


def _given(row: ItemRow) -> str:
    if row.wrong:
        return f"; most give {', '.join(f'“{w.text}” ({w.n})' for w in row.wrong)}"
    picked = [o for o in row.options if not o.right and o.chosen]
    top = max(picked, key=lambda o: o.chosen, default=None)
    return f"; most pick “{one_line(top.text, 50)}” ({top.chosen})" if top else ""


def _of_pair(pair: Confusion, entries: Mapping[str, Entry]) -> Work:
    entry = entries[pair.items[0]]
    back = f", {pair.back} the other way round" if pair.back else ""
    also = f"; also in {', '.join(pair.items[1:4])}" if len(pair.items) > 1 else ""
    why = f"{pair.n} of {pair.of} trainees gave “{pair.given}” for “{pair.right}”{back}{also}"
    return _work(
        "confusion", entry, one_line(why), "ask what tells the two apart, or list them as rivals", pair.n + pair.back
    )
