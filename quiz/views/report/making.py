"""The report of a course: counts become rows, rows and findings become work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from quiz.checks.drift import Cited
from quiz.errors import Finding
from quiz.learning import Event
from quiz.store.answers import Inbox, doubled_line, told_line
from quiz.text import counted, one_line
from quiz.views.report.gathering import Gathering
from quiz.views.report.model import Report
from quiz.views.report.rows import confusions, form_of, item_rows
from quiz.views.report.work import work_list

UNKNOWN = "not counted, as this library has no such question"


def gather_inbox(found: Gathering, inbox: Inbox) -> None:
    """Take up all trainees of files that were sent; what is no longer needed is let go before the next is read.

    A trainee whose sessions are another's was counted under that name, and is left out.
    """
    from quiz.store.answers import Told

    owners: dict[str, str] = {}
    for sent in inbox.sent:
        events = inbox.events(sent)
        if not events:
            continue
        sessions = {getattr(e.body, "session", "") for e in events} - {""}
        other = next((owners[s] for s in sessions if s in owners), None)
        if other is not None:
            said = f"{sent.trainee} has answers of {other}, so all of them are left out"
            inbox.told += [Told(str(path), said) for path in sent.files]
            continue
        owners.update(dict.fromkeys(sessions, sent.trainee))
        found.take(sent.trainee, events)


def gather_logs(found: Gathering, logs: Iterable[tuple[str, Sequence[Event]]]) -> None:
    """Take up all trainees of a log."""
    for trainee, events in logs:
        found.take(trainee, events)


def make_report(
    found: Gathering,
    findings: Iterable[Finding] = (),
    cited: Iterable[Cited] = (),
    inbox: Inbox | None = None,
) -> Report:
    """Return the report on what was gathered; `findings` and `cited` are what checks say of the library today."""
    library = found.library
    items, pairs = item_rows(found), confusions(found)
    reports = tuple(sorted(found.reports, key=lambda one: (one.item, one.day, one.trainee)))
    by = found.course.by
    return Report(
        library=library.id,
        title=one_line(library.title),
        day=date.fromordinal(found.course.today).isoformat(),
        by="" if by is None else date.fromordinal(by).isoformat(),
        trainees=len(found.people),
        answers=found.answers,
        files=inbox.files if inbox else 0,
        told=tuple(_told(found, inbox)),
        work=work_list(library.entries, findings, cited, reports, items, pairs),
        items=items,
        people=tuple(sorted(found.people, key=lambda row: _by_number(row.trainee))),
        regraded=tuple(found.regraded[item] for item in library.entries if item in found.regraded),
        confusions=pairs,
        reports=reports,
        form=form_of(found),
        unasked=sum(e.item.id not in found.items for e in library.askable()),
    )


def _by_number(name: str) -> list[tuple[int, str]]:
    """Return what names sort by: `trainee 2` comes before `trainee 10`."""
    return [(int(run), "") if run.isdecimal() else (-1, run) for run in re.split(r"(\d{1,9})", name)]


def _told(found: Gathering, inbox: Inbox | None) -> Iterator[str]:
    """Yield what is to be said of the files."""
    if inbox is not None:
        yield from map(told_line, inbox.told)
        if inbox.doubled:
            yield doubled_line(inbox.doubled)
    if found.unknown:
        yield f"{counted(found.unknown, 'answer')} {UNKNOWN}"
