"""The command for instructors: what the answers of many trainees say of the items and of the trainees."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from quiz.commands.shared import folders, open_desk, open_shelf, say
from quiz.errors import Exit, QuizError

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.banks import Library, Shelf
    from quiz.checks.drift import Cited
    from quiz.errors import Finding
    from quiz.learning import Event
    from quiz.views.report.model import Part, Report

FORMATS = ("text", "markdown", "html", "csv", "json")


def instruct(options: Namespace) -> int:
    """Open the screens at the page for instructors."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise QuizError("this page needs a terminal", hint="`quiz report` prints the same")
    from quiz.tui import run_app
    from quiz.views import Choices

    paths = [os.path.abspath(os.path.expanduser(file)) for file in options.files]
    for given, path in zip(options.files, paths, strict=True):
        if not os.path.lexists(path):
            raise QuizError("no such file", given, "name files of `quiz log export --for-instructor`")
    with open_desk(options, writing=True, empty=True) as desk:
        data, settings = folders(options)
        choices = Choices(items=settings.questions)
        return run_app(desk, data, settings, None, choices, "", page=("instructor", "\n".join(paths)))


def report(options: Namespace) -> int:
    """Print or write what there is to do, what answers say of the items, and how far the trainees are."""
    shelf = open_shelf(options)
    made, left_out = _made(options, shelf)
    form = "json" if options.json else options.format
    data = _rendered(made, form, cast("Collection[Part]", options.part)).encode("utf-8", "replace")
    if form != "text" or options.out:
        for line in made.told:
            say(f"quiz: {line}")
    if options.out:
        _write(Path(options.out).expanduser(), data)
        say(f"written to {options.out}")
    else:
        print(data.decode(), end="")
    return Exit.PARTLY if left_out else Exit.DONE


def _made(options: Namespace, shelf: Shelf) -> tuple[Report, int]:
    """Return the report, and how many files were left out of it."""
    from quiz.banks.opening import nothing_is_garbage
    from quiz.store.answers import open_inbox, told_line
    from quiz.views.report.gathering import Gathering
    from quiz.views.report.making import gather_inbox, gather_logs, make_report

    library = shelf.library
    found = Gathering(library, _today().toordinal(), _by(options, library))
    inbox = None
    with nothing_is_garbage():
        if options.files:
            inbox = open_inbox([Path(file).expanduser() for file in options.files], library.id)
            gather_inbox(found, inbox)
            if not found.people and inbox.left_out:
                for told in inbox.told:
                    say(f"quiz: {told_line(told)}")
                hint = "trainees make them by `quiz log export --for-instructor`"
                raise QuizError("none of these files can be used", library.title, hint)
        else:
            gather_logs(found, _logs(options, library))
    findings, cited = _checked(options, shelf)
    return make_report(found, findings, cited, inbox), inbox.left_out if inbox else 0


def _today() -> date:
    return datetime.now().astimezone().date()


def _by(options: Namespace, library: Library) -> int | None:
    """Return the date to be ready for: that of the command, else that of the library."""
    from quiz.views.ready import day_of

    if not options.by:
        return None if library.ready_by is None else day_of(library.ready_by)
    day = day_of(options.by)
    if day is None:
        raise QuizError("this is no date", options.by, "write it as 2026-03-10")
    return day


def _logs(options: Namespace, library: Library) -> Iterator[tuple[str, list[Event]]]:
    """Yield the trainees of the log with their events."""
    from quiz.store import Log

    data, _ = folders(options)
    with Log(data, "", library.id, writing=False) as log:
        trainees = log.trainees()
    for trainee in trainees:
        with Log(data, trainee, library.id, writing=False) as log:
            yield trainee, log.events()


def _checked(options: Namespace, shelf: Shelf) -> tuple[list[Finding], tuple[Cited, ...]]:
    """Return what checks find in the library, and how its citations stand."""
    from quiz.views.report.checked import checked

    data, _ = folders(options)
    return checked(shelf, _today(), data / "cache")


def _rendered(made: Report, form: str, parts: Collection[Part]) -> str:
    from quiz.views.report.model import PARTS

    parts = parts or PARTS
    if form == "json":
        import msgspec

        return msgspec.json.format(msgspec.json.encode(made)).decode() + "\n"
    if form == "csv":
        from quiz.views.report.sheet import sheet

        return sheet(made, parts)
    if form == "markdown":
        from quiz.views.report.markdown import markdown

        return markdown(made, parts)
    if form == "html":
        from quiz.views.report.page import page

        return page(made, parts)
    from quiz.views.report.text import text_lines

    return "".join(f"{line}\n" for line in text_lines(made, parts))


def _write(path: Path, data: bytes) -> None:
    from quiz.store.files import write_result

    try:
        write_result(path, data, replace=False)
    except FileExistsError:
        raise QuizError("there is already a file of that name", str(path), "give another") from None
    except OSError as error:
        hint = "choose another place"
        raise QuizError(f"the file cannot be written ({error.strerror})", str(path), hint) from None
