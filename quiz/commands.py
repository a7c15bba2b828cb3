"""What each command does: a small function a command, each importing what it needs inside."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from quiz.errors import Exit, Finding, QuizError, Severity
from quiz.text import counted, nearest, one_line, safe

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from quiz.banks import Entry, Library, Shelf
    from quiz.config import Settings
    from quiz.views import Choices, Desk

FINDINGS_SHOWN = 50


def say(text: str) -> None:
    """Write one line to standard error."""
    print(one_line(text), file=sys.stderr)


def _folders(options: Namespace) -> tuple[Path, Settings]:
    from quiz.config import data_folder, load_settings

    data = data_folder(getattr(options, "data", None))
    return data, load_settings(data)


def _shelf(options: Namespace) -> Shelf:
    from quiz.banks import find_library, open_shelf

    data, settings = _folders(options)
    root = find_library(getattr(options, "library", None), settings.library)
    shelf = open_shelf(root, data / "cache")
    front = shelf.front
    if front.faults:
        what = f"{counted(front.left_out, 'item')} left out" if front.left_out else counted(front.faults, "fault")
        say(f"quiz: {front.title}: {what}; `quiz check` tells why")
    return shelf


def _library(options: Namespace) -> Library:
    return _shelf(options).library


@contextmanager
def _desk(options: Namespace, writing: bool) -> Iterator[Desk]:
    from quiz.config import default_trainee
    from quiz.store import Log
    from quiz.views import Desk

    shelf = _shelf(options)
    data, _ = _folders(options)
    trainee = safe(getattr(options, "trainee", "") or default_trainee(), 128)
    if not shelf.front.askable:
        hint = "run `quiz check`; items are asked when they are sound and `status: approved`"
        raise QuizError("the library has no item to ask", shelf.front.title, hint)
    with Log(data, trainee, shelf.front.id, writing=writing) as log:
        yield Desk(shelf, log)


def _known(kind: str, name: str, known: Iterable[str]) -> None:
    known = list(known)
    if name and name not in known:
        near = nearest(name, known)
        hint = f"did you mean '{near}'?" if near else f"known are: {', '.join(known)}"
        raise QuizError(f"there is no {kind} '{one_line(name, 60)}'", f"--{kind}", hint)


def _choices(options: Namespace, desk: Desk, default: int) -> Choices:
    from quiz.views import Choices

    if options.mode is None:
        return Choices(items=default)
    from quiz.items import type_name

    library = desk.library
    count = default if options.items is None else options.items
    for name, value, least in (("items", count, 1), ("minutes", options.minutes, 0)):
        if not least <= value <= 10_000:
            raise QuizError(f"{value} is out of range", f"--{name}", f"give a number from {least} to 10000")
    _known("bank", options.bank, library.banks)
    _known("document", options.document, library.documents)
    _known("type", options.type, sorted({type_name(e.item) for e in library.askable()}))
    parts = [t.split("/") for t in library.topics]
    _known("topic", options.topic, sorted({"/".join(p[:n]) for p in parts for n in range(1, len(p) + 1)}))
    return Choices(
        bank=options.bank,
        topic=options.topic,
        document=options.document,
        type=options.type,
        level=options.level,
        items=count,
        minutes=options.minutes,
    )


def open_quiz(options: Namespace) -> int:
    """Open the screens, or line mode."""
    plain = getattr(options, "plain", False) or os.environ.get("TERM") == "dumb"
    if not plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise QuizError("the quiz needs a terminal", hint="use `quiz --plain` with pipes and files")
    import gc

    gc.disable()  # until the first frame: nothing that is made before it is garbage
    try:
        return _run_session(options, plain)
    finally:
        gc.enable()


def _run_session(options: Namespace, plain: bool) -> int:
    data, settings = _folders(options)
    with _desk(options, writing=True) as desk:
        choices = _choices(options, desk, settings.questions)
        seed = getattr(options, "seed", "")
        if plain:
            import gc

            from quiz.plain import Plain

            gc.enable()
            return Plain(desk, sys.stdin, sys.stdout).run(options.mode, choices, seed)
        from quiz.tui import run_app

        return run_app(desk, data, settings, options.mode, choices, seed)


def _print_json(value: Any) -> None:
    import msgspec

    print(msgspec.json.format(msgspec.json.encode(value)).decode())


def due(options: Namespace) -> int:
    """Print what is due in one line."""
    with _desk(options, writing=False) as desk:
        home = desk.home()
    if options.json:
        _print_json({"due": home.due, "new": home.new, "mistakes": home.mistakes})
    else:
        print(home.summary())
    return Exit.DONE


def status(options: Namespace) -> int:
    """Print what today holds, bank by bank."""
    from quiz.views import percent

    with _desk(options, writing=False) as desk:
        home = desk.home(_folders(options)[1].questions)
    if options.json:
        _print_json(home)
        return Exit.DONE
    print(f"{one_line(home.title)}: {home.summary()}")
    print(f"{home.action} ({home.detail})")
    for row in home.banks:
        print(f"  {percent(row.mastery):>5}  {row.seen}/{row.items} seen  {row.due} due  {one_line(row.title)}")
    return Exit.DONE


def _plain_entry(entry: Entry) -> dict[str, Any]:
    import msgspec

    return {**msgspec.to_builtins(entry.item), "bank": entry.bank, "status": entry.item.status}


def items(options: Namespace) -> int:
    """Print every item."""
    library = _library(options)
    found = [e for e in library.entries.values() if options.status in (None, e.item.status)]
    if options.json:
        _print_json({"items": [_plain_entry(e) for e in found]})
        return Exit.DONE
    for entry in found:
        item = _plain_entry(entry)
        about = f"{item['type']}, level {item['level']}, {item['status']}, {item['bank']}"
        print(one_line(f"{item['id']} ({about}): {item['stem']}"))
    return Exit.DONE


def grade(options: Namespace) -> int:
    """Score one response without logging it."""
    import msgspec

    from quiz.scoring import AskAgain, Policy, score

    library = _library(options)
    entry = library.entries.get(options.item)
    if entry is None:
        near = nearest(options.item, library.entries)
        hint = f"did you mean '{near}'?" if near else "`quiz items` lists them"
        raise QuizError(f"there is no item '{one_line(options.item, 60)}'", hint=hint)
    response: Any = options.response
    if entry.marking.__struct_config__.tag == "multiple":
        try:
            response = msgspec.json.decode(options.response)
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            hint = """write a JSON list of option ids, such as '["a", "b"]'"""
            raise QuizError(f"not JSON: {one_line(options.response, 60)}", options.item, hint) from None
    made = score(entry.marking, response, Policy())
    if isinstance(made, AskAgain):
        asked = {"item": entry.item.id, "ask_again": made.reason, "say": made.say}
        _print_json(asked) if options.json else print(f"ask again ({made.reason}): {made.say}")
        return Exit.DONE
    if options.json:
        _print_json({"item": entry.item.id, **msgspec.to_builtins(made), "notes": made.notes})
        return Exit.DONE
    notes = f" ({', '.join(made.notes)})" if made.notes else ""
    print(f"{made.verdict} {made.score}{notes}")
    return Exit.DONE


def _tell(findings: Sequence[Finding]) -> None:
    for finding in findings[:FINDINGS_SHOWN]:
        print(one_line(finding.text()))
    if len(findings) > FINDINGS_SHOWN:
        print(f"… and {len(findings) - FINDINGS_SHOWN} more (--json gives all)")


def _verdict(findings: Sequence[Finding]) -> int:
    return Exit.FINDINGS if any(f.severity is Severity.ERROR for f in findings) else Exit.DONE


def check(options: Namespace) -> int:
    """Print what is wrong with banks and briefs."""
    from quiz import checks
    from quiz.banks import find_library, json_schema

    if options.schema:
        _print_json(json_schema(options.schema))
        return Exit.DONE
    _, settings = _folders(options)
    root = find_library(getattr(options, "library", None), settings.library)
    report = checks.check(root, options.paths)
    if options.json:
        _print_json({"findings": report.findings})
        return _verdict(report.findings)
    _tell(report.findings)
    errors = sum(f.severity is Severity.ERROR for f in report.findings)
    warnings = len(report.findings) - errors
    found = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}" if report.findings else "no findings"
    print(f"{found}: {counted(report.items, 'sound item')}, {counted(report.documents, 'document')}")
    return _verdict(report.findings)


def documents(options: Namespace) -> int:
    """Print the documents and what lies between them and their originals."""
    from pathlib import Path

    from quiz.checks import fidelity
    from quiz.documents import SentenceMark

    library = _library(options)
    originals = options.originals or os.environ.get("QUIZ_ORIGINALS")
    findings = [f for f in library.findings if f.path.endswith(".md")]
    if originals:
        folder = Path(originals).expanduser()
        if not folder.is_dir():
            raise QuizError("no such folder", str(folder), "name the folder of the originals")
        findings += fidelity(library, folder)
    rows = [
        {
            "id": d.id,
            "title": d.title,
            "called": d.called,
            "voice": d.voice,
            "kind": d.kind,
            "path": d.path,
            "paragraphs": len(d.passages),
            **{str(m): d.count(m) for m in SentenceMark},
        }
        for d in library.documents.values()
    ]
    if options.json:
        _print_json({"documents": rows, "findings": findings})
        return _verdict(findings)
    for row in rows:
        marks = f"{row['core']} core, {row['useful']} useful, {row['background']} background"
        print(one_line(f"{row['id']}: {row['title']} ({row['kind']}, {row['paragraphs']} paragraphs; {marks})"))
    _tell(findings)
    if originals:
        print(f"{counted(len(findings), 'finding')} against the originals in {one_line(str(originals))}")
    return _verdict(findings)
