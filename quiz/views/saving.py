"""Results as a file: the same words as text, or all numbers as one JSON document."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from quiz.errors import Exit, QuizError
from quiz.store.files import write_result
from quiz.text import one_line, safe
from quiz.views.answers import date_text
from quiz.views.results import Results, TopicRow
from quiz.views.words import MODES, VERDICTS, percent

if TYPE_CHECKING:
    from quiz.learning import Session
    from quiz.views.desk import Desk


class Record(Struct, frozen=True, kw_only=True):
    """A session that is to be kept: the title of the library, whose it is, its study day (ISO), what it came to."""

    library: str
    trainee: str
    day: str
    results: Results

    @property
    def file_name(self) -> str:
        """The name of the file that is proposed."""
        return f"quiz-{self.results.mode}-{self.day}.txt"


def record_of(desk: Desk, session: Session) -> Record:
    """Return a session as it is kept."""
    day = desk.moment(session.opened or None).day
    return Record(library=desk.front.title, trainee=desk.log.trainee, day=day, results=desk.results(session))


def row_lines(rows: Iterable[TopicRow], exam: bool) -> Iterator[str]:
    """Yield a line for each topic or level; in an exam with its share of all questions."""
    for row in rows:
        share = f", {percent(row.share)} of the exam" if exam else ""
        yield f"  {row.says()}  {one_line(row.title)} ({percent(row.score)}{share})"


def results_text(record: Record) -> str:
    """Return what a session came to as lines of text, safe for any terminal."""
    results = record.results
    session = "" if results.exam else " session"
    lines = [
        one_line(record.library),
        f"{MODES.get(results.mode, results.mode)}{session} of {date_text(record.day)}, {one_line(record.trainee)}",
        "",
        f"{results.headline()}{'' if results.exam else f', score {percent(results.score)}'}, {results.took()}",
    ]
    lines += [results.sure()] if results.certainty is not None else []
    exam = results.exam is not None
    for title, rows in (("By topic", results.topics), ("By level", results.levels)):
        lines += ["", title, *row_lines(rows, exam)] if rows else []
    lines += ["", "To mend"] if results.wrong else []
    for wrong in results.wrong:
        lines += ["", f"{VERDICTS[wrong.verdict][0]} {one_line(wrong.stem)}"]
        lines += [f"  You said: {one_line(wrong.given)}"] if wrong.given else []
        lines += [f"  Right: {one_line(wrong.right)}", f"  Source: {one_line(wrong.source)}"]
    return safe("\n".join(lines)) + "\n"


def results_json(record: Record) -> str:
    """Return what a session came to as one JSON document."""
    return msgspec.json.format(msgspec.json.encode(record)).decode() + "\n"


def place_of(name: str) -> Path:
    """Return the file that a typed name means. Raises QuizError for one that can be none."""
    given = name.strip()
    if not given or "\0" in given:
        raise QuizError("name a file", hint="such as results.txt, or results.json for all numbers")
    path = Path(os.path.abspath(os.path.expanduser(given)))
    if os.path.isdir(path):
        raise QuizError("that is a folder", safe(str(path)), "name a file in it")
    return path


def save_results(record: Record, name: str, replace: bool = False) -> Path | None:
    """Write a session to a file, JSON where the name ends so, and return where; None when the name is taken.

    A file is replaced only where that is said. Raises QuizError when it cannot be written.
    """
    path = place_of(name)
    text = results_json(record) if path.suffix.lower() == ".json" else results_text(record)
    try:
        write_result(path, text.encode("utf-8", "replace"), replace)
    except FileExistsError:
        return None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        hint = "choose another folder or name"
        raise QuizError(f"it cannot be written ({reason})", safe(str(path)), hint, Exit.STORE) from None
    return path
