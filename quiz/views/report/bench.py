"""An instructor's bench: a library that is checked again when its files change, and a course that is counted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from quiz.banks import Library, Shelf
from quiz.checks.coverage import Coverage, coverage
from quiz.checks.drift import Cited
from quiz.errors import Finding, Severity
from quiz.store import Log
from quiz.store.answers import Inbox, open_inbox
from quiz.views.ready import day_of
from quiz.views.report.checked import drifted
from quiz.views.report.gathering import Gathering
from quiz.views.report.making import gather_inbox, gather_logs, make_report
from quiz.views.report.model import Report
from quiz.views.watched import State, Watched, files_state

if TYPE_CHECKING:
    from quiz.learning import Event

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class Seen(Struct, frozen=True):
    """What there is to see: the report, all findings (the gravest first), what is asked of which sentence."""

    report: Report
    findings: tuple[Finding, ...]
    coverage: Coverage


class Bench:
    """A library and a course: the files of trainees at `paths`, or the log in the folder of data where there are none.

    `today` is an ordinal. Made for one thread at a time.
    """

    def __init__(self, shelf: Shelf, data: Path, paths: Sequence[Path], today: int) -> None:
        self.shelf = shelf
        self.data = data
        self.paths = tuple(paths)
        self.today = today
        self._state: State | None = None
        self._watched = None if shelf.origin is None else Watched(shelf.origin.root)
        self._gathered: Gathering | None = None
        self._inbox: Inbox | None = None

    def look(self, anew: bool = False) -> Seen | None:
        """Return what there is to see, None when no file of the library has changed since the last look.

        `anew` counts all answers again. Raises QuizError where the log or a path cannot be read.
        """
        root = self.shelf.origin.root if self.shelf.origin is not None else None
        state = {} if root is None else files_state(root)
        if state == self._state and not anew:
            return None
        library, findings, cited = self._checked()
        found = self._counts(library, anew)
        self._state = state
        report = make_report(found, findings, cited, self._inbox)
        ranked = sorted(findings, key=lambda f: (_WEIGHT[f.severity], f.path, f.line, f.column))
        return Seen(report, tuple(ranked), coverage(library))

    def _checked(self) -> tuple[Library, Sequence[Finding], tuple[Cited, ...]]:
        if self._watched is None:
            return self.shelf.library, self.shelf.library.findings, ()
        found = self._watched.checked(date.fromordinal(self.today))
        library = found.library or self.shelf.library
        findings = found.report.findings
        return library, findings, tuple(drifted(found.sources, library, findings, found.records))

    def _counts(self, library: Library, anew: bool) -> Gathering:
        """Return the counts of the course: the old ones where no answer counts otherwise by the library as it is."""
        by = None if library.ready_by is None else day_of(library.ready_by)
        found = Gathering(library, self.today, by)
        before = self._gathered
        if before is not None and not anew and _counts_alike(before, found):
            before.library = library
            return before
        if self.paths:
            self._inbox = open_inbox(self.paths, library.id)
            gather_inbox(found, self._inbox)
        else:
            gather_logs(found, self._logs(library))
        self._gathered = found
        return found

    def _logs(self, library: Library) -> Iterator[tuple[str, list[Event]]]:
        with Log(self.data, "", library.id, writing=False) as log:
            trainees = log.trainees()
        for trainee in trainees:
            with Log(self.data, trainee, library.id, writing=False) as log:
                yield trainee, log.events()


def _counts_alike(before: Gathering, now: Gathering) -> bool:
    """Tell whether answers count by another library as before, and no item reads otherwise that was reported."""
    known, entries = before.library.entries, now.library.entries
    return (
        before.keys == now.keys
        and before.course.chances == now.course.chances
        and before.course.by == now.course.by
        and all(known[one.item].seen == entries[one.item].seen for one in before.reports)
    )
