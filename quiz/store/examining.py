"""Is the log whole? Everything that can be told from it alone; no event is changed."""

from __future__ import annotations

import re
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path

from msgspec import Struct, structs

from quiz.errors import Severity
from quiz.store import schema
from quiz.store.backups import FOLDER, all_backups, date_of
from quiz.store.door import FILE
from quiz.store.exchange import row_of_line
from quiz.store.kept import Who
from quiz.store.log import Log
from quiz.store.rows import DAMAGED, BadRow, Row, event_of
from quiz.store.salvage import all_rows, open_damaged, readable_rows
from quiz.text import counted, one_line

LITTER_SECONDS = 3_600
"""Age from which a half-written file is taken to be left by a kill."""
_LITTER = re.compile(r".*\.[0-9a-f]{32}\.new(-journal)?")
_MOST_LINES = 100
_SHOWN = 5


class Flaw(Struct, frozen=True):
    """One thing that is wrong with a log: `rule` is a stable word, `what` says it, `hint` what to do."""

    rule: str
    what: str
    hint: str
    severity: Severity = Severity.ERROR


class Report(Struct, frozen=True):
    """What an examination came to: events that can be read, whose, from how many devices, and what is wrong.

    `rebuilt` counts trainees with a library whose kept states were wrong and are made anew, `removed` the files that a
    kill had left half written.
    """

    path: str
    events: int = 0
    trainees: int = 0
    devices: int = 0
    rebuilt: int = 0
    removed: int = 0
    findings: tuple[Flaw, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong but for what is only to be noted."""
        return all(f.severity is not Severity.ERROR for f in self.findings)


def examine(folder: Path) -> Report:
    """Look at the log in a folder: pages, indexes, checksums, numbers of devices, kept states, backups.

    Files that a kill left half written are removed, and kept states that do not follow from the events are made anew.
    Raises QuizError when the file cannot be looked at for want of a right or a lock.
    """
    path = folder / FILE
    report = Report(str(path), removed=_remove_litter(folder))
    size = schema.size_of(path)
    if size is None:
        return report
    if size == 0:
        return structs.replace(report, findings=(Flaw("file", schema.EMPTY, schema.rescue(path)),))
    try:
        with closing(open_damaged(path)) as connection:
            survey = _Survey(path)
            survey.look(connection)
    except sqlite3.Error as error:
        trouble = schema.trouble(error, path)
        if trouble.message not in (schema.DAMAGED, schema.NO_LOG):
            raise trouble from None
        return structs.replace(report, findings=(Flaw("file", trouble.message, trouble.hint),))
    report = structs.replace(
        report,
        events=len(survey.ids),
        trainees=len({trainee for trainee, _ in survey.who}),
        devices=len(survey.numbers),
        findings=(*survey.flaws, *survey.notes()),
    )
    return structs.replace(report, rebuilt=_refresh(folder, survey.who)) if report.whole else report


def good_rows(folder: Path) -> list[Row]:
    """Return every event of the log in a folder that can be read and is whole, in order.

    Raises QuizError when the file is no database any more.
    """
    path = folder / FILE
    try:
        with closing(open_damaged(path)) as connection:
            connection.execute("PRAGMA schema_version")
            rows = list(all_rows(connection)) if _has_sound_pages(connection) else readable_rows(connection)[0]
    except sqlite3.Error as error:
        raise schema.trouble(error, path) from None
    return sorted((row for row in rows if row.is_whole()), key=lambda row: row.place)


def _has_sound_pages(connection: sqlite3.Connection) -> bool:
    with suppress(sqlite3.Error):
        return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    return False


class _Survey:
    """What the rows of a log say together."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.flaws: list[Flaw] = []
        self.ids: set[str] = set()
        self.who: set[Who] = set()
        self.numbers: dict[str, list[int]] = defaultdict(list)
        self._device = ""
        self._about: dict[str, str] = {}
        self._last_day = ""

    def look(self, connection: sqlite3.Connection) -> None:
        """Take in a whole file. Raises sqlite3.Error when not even its head can be read."""
        stranger = schema.stranger(connection)
        if stranger:
            self.flaws.append(Flaw("file", stranger, schema.told(stranger, self.path).hint))
            return
        self._look_at_pages(connection)
        if self.flaws:
            rows, lost = readable_rows(connection)
            self._flaw("event", *(f"the event {identity} cannot be read" for identity in lost))
        for row in rows if self.flaws else all_rows(connection):
            self._take(row)

    def _look_at_pages(self, connection: sqlite3.Connection) -> None:
        try:
            lines = [str(line) for (line,) in connection.execute(f"PRAGMA integrity_check({_MOST_LINES})")]
            self._flaw("pages", *(f"the database is damaged: {line}" for line in lines if line != "ok"))
            (self._device,) = connection.execute("SELECT id FROM device").fetchone() or ("",)
            if not self._device:
                self._flaw("pages", "the database is damaged: it does not say which device it is of")
        except sqlite3.Error as error:
            self._flaw("pages", f"the database is damaged: {error}")

    def _flaw(self, rule: str, *what: str) -> None:
        self.flaws += [Flaw(rule, one_line(one), self._rescue) for one in what]

    @cached_property
    def _rescue(self) -> str:
        return schema.rescue(self.path)

    def _take(self, row: Row) -> None:
        try:
            event = event_of(row)
        except BadRow as bad:
            if bad.what == DAMAGED:
                self._flaw("event", f"the event {row.id} is damaged")
            else:
                what = f"the event {row.id} was written by a newer version of quiz"
                self.flaws.append(Flaw("newer", what, "install that version"))
            return
        self.ids.add(row.id)
        self.who.add((row.trainee, row.library))
        self.numbers[row.device].append(row.sequence)
        self._last_day = max(self._last_day, row.day)
        about = getattr(event.body, "event", None)
        if about is not None:
            self._about[about] = row.id

    def notes(self) -> Iterator[Flaw]:
        """Tell what only all rows together show."""
        yield from self._numbers_missing()
        yield from self._events_missing()
        yield from self._answers_waiting()
        yield from self._backups_missing()

    def _numbers_missing(self) -> Iterator[Flaw]:
        """Tell of numbers that a device gave twice, and of those not here: lost if it is our own, else elsewhere."""
        for device, numbers in sorted(self.numbers.items()):
            if len(set(numbers)) < len(numbers):
                yield Flaw("repeat", f"two events of the device {device} have one number", self._rescue)
            gaps = [range(a + 1, b) for a, b in pairwise(chain((0,), sorted(numbers))) if b > a + 1]
            missing = sum(map(len, gaps))
            if not missing:
                continue
            named = ", ".join(str(g[0]) if len(g) == 1 else f"{g[0]}-{g[-1]}" for g in gaps[:_SHOWN])
            more = ", …" * (len(gaps) > _SHOWN)
            what = f"{counted(missing, 'event')} of the device {device} not here (number {named}{more})"
            if device == self._device:
                yield Flaw("lost", what, self._rescue)
            else:
                yield Flaw("gap", what, "`quiz log merge` takes them from where they are", Severity.NOTE)

    def _events_missing(self) -> Iterator[Flaw]:
        """Tell of events about others that are not here."""
        missing = sorted(about for about in self._about if about not in self.ids)
        if missing:
            what = f"{counted(len(missing), 'event')} not here that others are about ({', '.join(missing[:_SHOWN])})"
            yield Flaw("about", what, "`quiz log merge` takes them from where they are", Severity.NOTE)

    def _answers_waiting(self) -> Iterator[Flaw]:
        """Tell of answers that were saved in files of their own and are not here."""
        for path in sorted(self.path.parent.glob("recovered-*.jsonl")):
            with suppress(OSError, BadRow):
                if row_of_line(path.read_bytes()).id not in self.ids:
                    what = f"an answer that could not be saved waits in {path}"
                    yield Flaw("waiting", what, f"`quiz log merge {path}` takes it up", Severity.NOTE)

    def _backups_missing(self) -> Iterator[Flaw]:
        """Tell that days were lived of which there is no backup."""
        newest = max((d.isoformat() for p in all_backups(self.path.parent) if (d := date_of(p))), default="")
        if newest < self._last_day:
            backup = f"the newest backup is of {newest}" if newest else "there is no backup"
            what = f"{backup}, the newest event of {self._last_day}"
            yield Flaw("backup", what, "`quiz log backup` makes one", Severity.NOTE)


def _refresh(folder: Path, everyone: set[Who]) -> int:
    """Hold all kept states against a replay; return for how many trainees with a library they were wrong."""
    rebuilt = 0
    for trainee, library in sorted(everyone):
        with Log(folder, trainee, library) as log:
            rebuilt += log.refresh()
    return rebuilt


def _remove_litter(folder: Path) -> int:
    """Remove what a killed writer has left and return how many files that were; fresh ones may be in the making."""
    removed = 0
    for path in chain(folder.glob("*.new*"), (folder / FOLDER).glob("*.new*")):
        with suppress(OSError):
            if _LITTER.fullmatch(path.name) and time.time() - path.stat().st_mtime > LITTER_SECONDS:
                path.unlink()
                removed += 1
    return removed
