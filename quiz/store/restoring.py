"""A backup takes the place of the log; what the log had beyond it comes along, and the log itself is kept."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from quiz.errors import Exit, QuizError
from quiz.store import schema
from quiz.store.backups import FOLDER, is_good, newest_good
from quiz.store.copying import copy_into, open_to_read, upgrade_copy
from quiz.store.door import FILE, Door
from quiz.store.examining import good_rows
from quiz.store.exchange import add_if_free
from quiz.store.files import LITTER, free_name, sync
from quiz.store.log import Log
from quiz.store.rows import Row


class Restored(Struct, frozen=True):
    """What a restore did: from which backup how many events, how many more from the log, and where that is now."""

    backup: Path
    events: int
    more: int
    aside: Path | None


def restore(folder: Path, backup: Path | None = None) -> Restored:
    """Put a backup, by default the newest good one, in the place of the log in a folder.

    The log there, if any, is given another name and nothing in it is changed; its events that are whole and not in the
    backup are taken over. Raises QuizError, and leaves everything as it was, when there is no good backup, when the log
    is locked, or when the disk does not allow it.
    """
    path = folder / FILE
    chosen = _chosen(folder, backup)
    temporary = path.with_name(f"{FILE}.{uuid.uuid4().hex}{LITTER}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _held(path):
            events, more = _build(temporary, chosen, _present_rows(folder))
            aside = _swap(temporary, path)
    except sqlite3.Error as error:
        raise schema.trouble(error, path) from None
    except OSError as error:
        hint = "check the folder and the space in it"
        raise QuizError(f"the backup cannot be put back ({error.strerror})", str(path), hint, Exit.STORE) from None
    finally:
        temporary.unlink(missing_ok=True)
    _replay(folder)
    return Restored(chosen, events, more, aside)


def _chosen(folder: Path, backup: Path | None) -> Path:
    if backup is None:
        found = newest_good(folder)
        if found is None:
            hint = "`quiz log check --save-good FILE` saves what can be read"
            raise QuizError("there is no good backup", str(folder / FOLDER), hint, Exit.STORE)
        return found
    if not backup.is_file():
        raise QuizError("no such file", str(backup), "name a backup")
    if not is_good(backup):
        hint = "without a name the newest good backup is taken"
        raise QuizError("this is no backup, or a damaged one; nothing was restored", str(backup), hint, Exit.STORE)
    return backup


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Keep others from writing to the log. Raises QuizError when another program does already."""
    if not path.is_file() or not schema.size_of(path):
        yield
        return
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, timeout=schema.BUSY_SECONDS, isolation_level=None, uri=True)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise schema.trouble(error, path) from None
        yield


def _present_rows(folder: Path) -> list[Row]:
    with suppress(QuizError):
        return good_rows(folder)
    return []


def _build(target: Path, backup: Path, rows: Sequence[Row]) -> tuple[int, int]:
    """Make the new log: the backup and what it lacks; return how many events each gave.

    It is a new device: the numbers that the old one gave last may be lost, and may be known elsewhere.
    """
    with closing(open_to_read(backup)) as source, closing(sqlite3.connect(target, isolation_level=None)) as log:
        log.execute("PRAGMA journal_mode=MEMORY")
        copy_into(source, log)
        upgrade_copy(log, backup)
        schema.complete(log)
        log.execute("BEGIN IMMEDIATE")
        events = log.execute("SELECT count(*) FROM events").fetchone()[0]
        more = add_if_free(log, rows)
        log.execute("DELETE FROM derived")
        log.execute("UPDATE device SET id = ?", (uuid.uuid4().hex,))
        log.execute("COMMIT")
    sync(target)
    return events, more


def _replay(folder: Path) -> None:
    """Make the kept states anew; where that fails, the next start does it."""
    with suppress(QuizError), Door(folder) as door, door.reading() as connection:
        everyone = connection.execute("SELECT DISTINCT trainee, library FROM events").fetchall()
        for trainee, library in everyone:
            with Log(folder, trainee, library) as log:
                log.states()


def _swap(temporary: Path, path: Path) -> Path | None:
    """Give the log another name, and its name to the new one; at no moment is there none. Return that other name."""
    aside = free_name(path.with_name(f"{FILE}.corrupt-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"))
    there = os.path.lexists(path)
    _keep_journal(path, aside)
    if there:
        try:
            os.link(path, aside)
        except OSError:
            os.rename(path, aside)
    os.replace(temporary, path)
    sync(path.parent)
    return aside if there else None


def _keep_journal(path: Path, aside: Path) -> None:
    """Take the log's journal along: beside another file it would be rolled back into that."""
    journal = path.with_name(f"{path.name}-journal")
    if schema.size_of(journal):
        os.rename(journal, f"{aside}-journal")
