"""Backups of the log: whole or not there, one a study day by itself, fewer the older they are."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from quiz.errors import Exit, QuizError
from quiz.store import schema
from quiz.store.copying import copy_into, open_to_read
from quiz.store.door import FILE
from quiz.store.files import free_name, written_whole
from quiz.store.rows import COLUMNS, Row

FOLDER = "backups"
DAILY, WEEKLY, MONTHLY = 12, 10, 9
"""Backups that are kept: of the last days, of weeks before those, of months before those."""
_NAME = re.compile(r"log-(\d{4}-\d{2}-\d{2})(\D.*)?\.sqlite3")


def kept(dates: Iterable[date], today: date) -> set[date]:
    """Return the dates whose backups stay: the last 12 days, the ends of 10 weeks before, of 9 months before those.

    Days without a backup are not counted. Dates after `today`, which a wrong clock made, stay as well.
    """
    dates = set(dates)
    days = sorted(d for d in dates if d <= today)
    weeks = list({d.isocalendar()[:2]: d for d in days[:-DAILY]}.values())
    months = list({(d.year, d.month): d for d in weeks[:-WEEKLY]}.values())
    return {d for d in dates if d > today} | {*days[-DAILY:], *weeks[-WEEKLY:], *months[-MONTHLY:]}


def back_up(folder: Path, target: Path | None = None) -> Path:
    """Copy the log in a folder to `target`, or among the backups under the moment's name; return where it is.

    Raises QuizError when there is no log, when it is damaged, when the copy cannot be written, and when there is
    already a file of that name.
    """
    path = folder / FILE
    if schema.size_of(path) is None:
        raise QuizError("there is no log yet", str(path), "it begins with the first session", Exit.STORE)
    if target is None:
        target = free_name(_place(folder, f"log-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.sqlite3"))
    with closing(schema.connect(path)) as connection:
        _write(connection, path, target)
    return target


def back_up_daily(folder: Path, day: str) -> None:
    """Copy the log in a folder once a study day (an ISO date) and let old copies go; trouble is silent.

    `examine` tells when the newest backup is older than the last day of the log.
    """
    with suppress(QuizError, OSError):
        target = _place(folder, f"log-{day}.sqlite3")
        if target.exists():
            return
        back_up(folder, target)
        of_day = {d: p for p in all_backups(folder) if (d := date_of(p)) and p.name == f"log-{d}.sqlite3"}
        for gone in set(of_day) - kept(of_day, date.fromisoformat(day)):
            of_day[gone].unlink()


def back_up_before_upgrade(path: Path, version: int) -> None:
    """Copy a log of an older version; that copy stays. Raises QuizError or sqlite3.Error when it cannot be made."""
    target = free_name(_place(path.parent, f"log-{datetime.now(UTC):%Y-%m-%d}-v{version}.sqlite3"))
    with closing(open_to_read(path)) as source:
        _write(source, path, target)


def _place(folder: Path, name: str) -> Path:
    """Return where a backup of that name goes, in a folder that is made where there is none."""
    place = folder / FOLDER
    try:
        place.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _unwritable(error, place) from None
    return place / name


def _unwritable(error: OSError, place: Path) -> QuizError:
    return QuizError(f"no backup can be written ({error.strerror})", str(place), "choose another place", Exit.STORE)


def _write(source: sqlite3.Connection, path: Path, target: Path) -> None:
    try:
        with written_whole(target) as temporary, closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode=OFF")
            copy.execute("PRAGMA synchronous=OFF")
            copy_into(source, copy)
            if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise schema.told(schema.DAMAGED, path)
    except FileExistsError:
        raise QuizError("there is already a file of that name", str(target), "give another", Exit.USAGE) from None
    except OSError as error:
        raise _unwritable(error, target) from None
    except sqlite3.Error as error:
        raise schema.trouble(error, path) from None


def all_backups(folder: Path) -> list[Path]:
    """Return the backups of the log in a folder, the newest first; those of days to come last, as clocks err."""
    today = datetime.now(UTC).date() + timedelta(days=1)
    found = [p for p in (folder / FOLDER).glob("log-*.sqlite3") if date_of(p)]
    return sorted(found, key=lambda p: ((date_of(p) or today) <= today, p.name), reverse=True)


def date_of(backup: Path) -> date | None:
    """Return the date that a backup has in its name, None where it has none."""
    found = _NAME.fullmatch(backup.name)
    with suppress(ValueError):
        return date.fromisoformat(found[1]) if found else None
    return None


def newest_good(folder: Path) -> Path | None:
    """Return the newest backup that is whole, row by row; None where there is none."""
    return next((p for p in all_backups(folder) if is_good(p)), None)


def is_good(backup: Path) -> bool:
    """Tell whether a file is a whole log, row by row."""
    try:
        with closing(open_to_read(backup)) as connection:
            rows = connection.execute(f"SELECT {COLUMNS} FROM events")
            return not schema.problem(connection, "integrity_check") and all(Row(*row).is_whole() for row in rows)
    except sqlite3.Error:
        return False
