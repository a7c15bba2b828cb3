"""Commands for the log: take it elsewhere, bring logs together, look whether it is whole, copy it and bring it back."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from quiz.commands.shared import FINDINGS_SHOWN, folders, open_shelf, print_json, say, trainee_of
from quiz.errors import Exit, QuizError
from quiz.text import counted, one_line, safe

if TYPE_CHECKING:
    from argparse import Namespace


def log_export(options: Namespace) -> int:
    """Write all events as JSON Lines, to a new file or to standard output; or what an instructor needs of them."""
    from quiz.store import export

    if options.for_instructor:
        return _export_for_instructor(options)
    if options.name or options.with_notes:
        raise QuizError("--as and --with-notes are for --for-instructor", hint="add it, or leave them out")
    data, _ = folders(options)
    lines = export(data, safe(getattr(options, "trainee", ""), 128))
    if options.out:
        say(f"{counted(_write(Path(options.out), lines), 'event')} written to {options.out}")
    else:
        _print(lines)
    return Exit.DONE


def _export_for_instructor(options: Namespace) -> int:
    """Write what an instructor needs of one trainee's answers to one library, and say what that is."""
    from quiz.store import Log, pseudonym, shared_lines
    from quiz.store.sharing import what_is_in

    data, settings = folders(options)
    front = open_shelf(options).front
    trainee = trainee_of(options, settings)
    with Log(data, trainee, front.id, writing=False) as log:
        events = log.events()
    if not events:
        raise QuizError(
            f"there are no answers of {trainee} to {front.title}", str(data), "answer some, or --trainee NAME"
        )
    name = pseudonym(data, trainee, options.name)
    lines = shared_lines(events, front.id, name, options.with_notes)
    if options.out:
        _write(Path(options.out), lines)
    else:
        _print(lines)
    where = f" in {options.out}" if options.out else ""
    say(f"quiz: for an instructor, as {name}{where}: {what_is_in(events, options.with_notes)}")
    return Exit.DONE


def _write(path: Path, lines: Iterable[bytes]) -> int:
    from quiz.store import write_lines

    path = path.expanduser()
    try:
        return write_lines(path, lines)
    except FileExistsError:
        raise QuizError("there is already a file of that name", str(path), "give another") from None
    except OSError as error:
        hint = "choose another place"
        raise QuizError(f"the file cannot be written ({error.strerror})", str(path), hint) from None


def _print(lines: Iterable[bytes]) -> None:
    """Print lines byte for byte, but to a terminal only what no terminal obeys."""
    binary = getattr(sys.stdout, "buffer", None)
    for line in lines:
        if binary is None or sys.stdout.isatty():
            print(one_line(line.decode()))
        else:
            binary.write(line)


def log_merge(options: Namespace) -> int:
    """Add what other logs and exports know to the log: all of it or nothing."""
    import msgspec

    from quiz.store import merge

    data, _ = folders(options)
    done = merge(data, [Path(file).expanduser() for file in options.files])
    if options.json:
        print_json(msgspec.to_builtins(done))
    else:
        print(f"{counted(done.came, 'event')} came, {counted(done.known, 'event')} known before")
    return Exit.DONE


def log_check(options: Namespace) -> int:
    """Tell whether the log is whole, and save its good events elsewhere if that is asked for."""
    import msgspec

    from quiz.store import examine, good_rows, line_of

    data, _ = folders(options)
    report = examine(data)
    if options.save_good:
        saved = _write(Path(options.save_good), map(line_of, good_rows(data)))
        say(f"{counted(saved, 'good event')} written to {options.save_good}")
    if options.json:
        print_json(msgspec.to_builtins(report))
        return Exit.DONE if report.whole else Exit.STORE
    for flaw in report.findings[:FINDINGS_SHOWN]:
        print(one_line(f"{flaw.severity}[{flaw.rule}]: {flaw.what}; {flaw.hint}"))
    if len(report.findings) > FINDINGS_SHOWN:
        print(f"… and {len(report.findings) - FINDINGS_SHOWN} more (--json gives all)")
    if not report.whole:
        return Exit.STORE
    if not report.events:
        print("there is no event in the log yet")
        return Exit.DONE
    found = f"{counted(report.events, 'event')} of {counted(report.trainees, 'trainee')}"
    mended = f", states of {counted(report.rebuilt, 'trainee')} made anew" if report.rebuilt else ""
    cleaned = f", {counted(report.removed, 'half-written file')} removed" if report.removed else ""
    print(f"the log is whole: {found} from {counted(report.devices, 'device')}{mended}{cleaned}")
    return Exit.DONE


def log_backup(options: Namespace) -> int:
    """Copy the log, among the backups or to a new file."""
    from quiz.store import back_up

    data, _ = folders(options)
    target = back_up(data, Path(options.file).expanduser() if options.file else None)
    print(one_line(f"the log is copied to {target}"))
    return Exit.DONE


def log_restore(options: Namespace) -> int:
    """Put a backup in the place of the log, which is kept."""
    from quiz.store import restore

    data, _ = folders(options)
    done = restore(data, Path(options.file).expanduser() if options.file else None)
    came = f"{counted(done.events, 'event')} came back from {done.backup}"
    if done.aside is None:
        print(one_line(came))
    else:
        more = f"{counted(done.more, 'more event')} from the log, which is now {done.aside}"
        print(one_line(f"{came}, {more}"))
    return Exit.DONE
