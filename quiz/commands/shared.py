"""What several commands need: the folders, the library, the desk, and how things are printed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from quiz.errors import Exit, Finding, QuizError, Severity
from quiz.text import counted, one_line

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from quiz.banks import Library, Shelf
    from quiz.config import Settings
    from quiz.store import Log
    from quiz.views import Desk

FINDINGS_SHOWN = 50


def say(text: str) -> None:
    """Write one line to standard error."""
    print(one_line(text), file=sys.stderr)


def folders(options: Namespace) -> tuple[Path, Settings]:
    """Return the folder of the user's data and the settings in it."""
    from quiz.config import data_folder, load_settings

    data = data_folder(getattr(options, "data", None))
    return data, load_settings(data)


def open_shelf(options: Namespace) -> Shelf:
    """Open the library that is asked for and say once what is left out of it."""
    from quiz import banks

    data, settings = folders(options)
    root = banks.find_library(getattr(options, "library", None), settings.library)
    shelf = banks.open_shelf(root, data / "cache")
    front = shelf.front
    if front.faults:
        what = f"{counted(front.left_out, 'item')} left out" if front.left_out else counted(front.faults, "fault")
        say(f"quiz: {front.title}: {what}; `quiz check` tells why")
    return shelf


def open_library(options: Namespace) -> Library:
    """Load the whole library that is asked for."""
    return open_shelf(options).library


def trainee_of(options: Namespace, settings: Settings) -> str:
    """Return whose progress is meant: `--trainee`, then the settings, then the login."""
    from quiz.config import trainee_name

    return trainee_name(getattr(options, "trainee", "") or settings.trainee)


@contextmanager
def open_desk(options: Namespace, writing: bool, empty: bool = False) -> Iterator[Desk]:
    """Open the library and the log.

    Raises QuizError when the log cannot be used, or when there is no item to ask and the library may not be `empty`.
    """
    from quiz.config import originals_folder
    from quiz.store import Log
    from quiz.views import Desk

    shelf = open_shelf(options)
    data, settings = folders(options)
    if not (empty or shelf.front.askable):
        hint = "run `quiz check`; items are asked when they are sound and `status: approved`"
        raise QuizError("the library has no item to ask", shelf.front.title, hint)
    with Log(data, trainee_of(options, settings), shelf.front.id, writing=writing) as log:
        try:
            yield Desk(
                shelf,
                log,
                None,
                settings.ready_by,
                settings.questions,
                settings.rollover,
                originals=originals_folder(),
            )
        except QuizError as error:
            error.hint = "; ".join(filter(None, (error.hint, _kept_elsewhere(log))))
            raise
        except BaseException:
            log.save_elsewhere()
            raise
        left = _kept_elsewhere(log)
    if left:
        say(f"quiz: NOT SAVED in the log: {left}")
    if log.written_on:
        from quiz.store import back_up_daily

        back_up_daily(data, log.written_on)


def _kept_elsewhere(log: Log) -> str:
    """Keep an answer that could not be saved in a file of its own, and say how it comes back; empty when none waits."""
    path = log.save_elsewhere()
    return f"`quiz log merge {path}` takes the last answer up" if path else ""


def print_json(value: Any) -> None:
    """Print one JSON document."""
    import msgspec

    print(msgspec.json.format(msgspec.json.encode(value)).decode())


def tell(findings: Sequence[Finding]) -> None:
    """Print findings, one a line, and how many more there are."""
    for finding in findings[:FINDINGS_SHOWN]:
        print(one_line(finding.text()))
    if len(findings) > FINDINGS_SHOWN:
        print(f"… and {len(findings) - FINDINGS_SHOWN} more (--json gives all)")


def verdict_of(findings: Sequence[Finding]) -> int:
    """Return the exit code that findings lead to."""
    return Exit.FINDINGS if any(f.severity is Severity.ERROR for f in findings) else Exit.DONE
