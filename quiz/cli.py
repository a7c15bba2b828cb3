"""The command `quiz`: one small function a command, each importing what it needs inside.

Exit codes are `errors.Exit`. Messages go to standard error, what was asked for to standard output; with --json that is
one JSON document and nothing else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING, Any, NoReturn

from quiz import __version__
from quiz.errors import Exit, Finding, QuizError, Severity
from quiz.text import counted, nearest, one_line, safe

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from quiz.banks import Entry, Library, Shelf
    from quiz.config import Settings
    from quiz.views import Choices, Desk

FINDINGS_SHOWN = 50


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        print(f"quiz {__version__}")
        return Exit.DONE
    try:
        _take_streams()
        options = _parse(arguments)
        run: Callable[[Namespace], int] = options.run
        code = run(options)
        sys.stdout.flush()
        return code
    except QuizError as error:
        _say(f"quiz: {error}")
        return error.code
    except KeyboardInterrupt:
        return Exit.INTERRUPT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except Exception as error:
        return _crash(error)


def _take_streams() -> None:
    """Have the three streams, whichever the caller has closed; no character that one cannot carry is a fault."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, StringIO())
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _say(text: str) -> None:
    print(one_line(text), file=sys.stderr)


def _crash(error: Exception) -> int:
    """Tell of a fault of ours in one line; the traceback goes to a file of the user's own, without local values."""
    import tempfile
    import traceback

    if os.environ.get("QUIZ_DEBUG") == "1":
        raise error
    lines = traceback.format_exception(error)
    handle, name = tempfile.mkstemp(prefix="quiz-crash-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(f"quiz {__version__}, Python {sys.version.split()[0]}\n{''.join(lines)}")
    _say(f"quiz: a fault of the program ({type(error).__name__}); every answer is saved; please report {name}")
    return Exit.FAULT


def _parse(arguments: list[str]) -> Namespace:
    """Parse the command line; the commands' own parsers are built only when a word may be one of them."""
    import argparse

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            raise QuizError(message, hint=f"see `{self.prog} --help`")

    common = Parser(prog="quiz", add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--library", metavar="DIR", help="the library to use (QUIZ_LIBRARY)")
    common.add_argument("--data", metavar="DIR", help="where progress is kept (QUIZ_DATA)")
    common.add_argument("--trainee", metavar="NAME", help="whose progress (your login name)")
    plain = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    plain.add_argument("--plain", action="store_true", help="line by line, for pipes and screen readers")
    front = Parser(prog="quiz", add_help=False, parents=[common, plain])
    front.set_defaults(run=_open, mode=None)
    options, rest = front.parse_known_args(arguments)
    return options if not rest else _parser(Parser, common, plain).parse_args(arguments)


def _parser(Parser: type[ArgumentParser], common: ArgumentParser, plain: ArgumentParser) -> ArgumentParser:
    report = Parser(add_help=False)
    report.add_argument("--json", action="store_true", help="print one JSON document")
    chosen = _chosen(Parser(add_help=False))

    parser = Parser(
        prog="quiz",
        description="Learn what documents say: every answer shows its source.",
        parents=[common, plain],
        epilog="Without a command the quiz opens; Enter starts today's session.",
    )
    parser.add_argument("--version", action="version", version=f"quiz {__version__}")
    parser.set_defaults(run=_open, mode=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)

    def command(name: str, run: Callable[[Namespace], int], help_: str, *parents: ArgumentParser) -> ArgumentParser:
        made = commands.add_parser(name, help=help_, description=help_, parents=[common, *parents])
        made.set_defaults(run=run)
        return made

    for mode, help_ in (
        ("learn", "due questions, then new ones"),
        ("practice", "questions of your choice; the first answer of a day counts as its review"),
        ("mistakes", "questions last missed"),
        ("drill", "questions of your choice that never move the schedule"),
    ):
        made = command(mode, _open, help_, chosen, plain)
        made.set_defaults(mode=mode)
    command("due", _due, "one line for a shell prompt: what is due, new and to mend", report)
    command("status", _status, "what today holds, bank by bank", report)
    items = command("items", _items, "every item with all its fields and its bank", report)
    items.add_argument("--status", choices=("draft", "approved", "retired"), help="only items of this status")
    grade = command("grade", _grade, "score one response without logging it", report)
    grade.add_argument("item", metavar="ITEM", help="the id of an item")
    grade.add_argument("response", metavar="RESPONSE", help="an option id, a JSON list, or what would be typed")
    check = command("check", _check, "tell what is wrong with banks and briefs", report)
    check.add_argument("paths", metavar="PATH", nargs="*", help="banks, briefs or libraries (the library)")
    check.add_argument("--schema", choices=("bank", "library", "names"), help="print the JSON Schema of such a file")
    documents = command("documents", _documents, "list the documents; check them against their originals", report)
    documents.add_argument("--originals", metavar="DIR", help="the folder of the originals (QUIZ_ORIGINALS)")
    return parser


def _chosen(parser: ArgumentParser) -> ArgumentParser:
    parser.add_argument("--bank", default="", help="only items of this bank")
    parser.add_argument("--topic", default="", help="only this topic and those below it")
    parser.add_argument("--document", default="", help="only items that cite this document")
    parser.add_argument("--type", default="", help="only items of this type")
    parser.add_argument("--level", type=int, default=0, choices=(1, 2, 3), help="only this level")
    parser.add_argument("--items", type=int, metavar="N", default=None, help="at most so many questions (10)")
    parser.add_argument("--minutes", type=int, metavar="N", default=0, help="stop after so many minutes of answering")
    parser.add_argument("--seed", default="", metavar="S", help="the same seed gives the same session again")
    return parser


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
        _say(f"quiz: {front.title}: {what}; `quiz check` tells why")
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


def _open(options: Namespace) -> int:
    plain = getattr(options, "plain", False) or os.environ.get("TERM") == "dumb"
    if not plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise QuizError("the quiz needs a terminal", hint="use `quiz --plain` with pipes and files")
    import gc

    gc.disable()  # until the first frame: nothing that is made before it is garbage
    data, settings = _folders(options)
    with _desk(options, writing=True) as desk:
        choices = _choices(options, desk, settings.questions)
        seed = getattr(options, "seed", "")
        if plain:
            from quiz.plain import Plain

            gc.enable()
            return Plain(desk, sys.stdin, sys.stdout).run(options.mode, choices, seed)
        from quiz.tui import run_app

        return run_app(desk, data, settings, options.mode, choices, seed)


def _print_json(value: Any) -> None:
    import msgspec

    print(msgspec.json.format(msgspec.json.encode(value)).decode())


def _due(options: Namespace) -> int:
    with _desk(options, writing=False) as desk:
        home = desk.home()
    if options.json:
        _print_json({"due": home.due, "new": home.new, "mistakes": home.mistakes})
    else:
        print(home.summary())
    return Exit.DONE


def _status(options: Namespace) -> int:
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


def _items(options: Namespace) -> int:
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


def _grade(options: Namespace) -> int:
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


def _check(options: Namespace) -> int:
    from quiz.banks import find_library, json_schema
    from quiz.checks import check

    if options.schema:
        _print_json(json_schema(options.schema))
        return Exit.DONE
    _, settings = _folders(options)
    root = find_library(getattr(options, "library", None), settings.library)
    report = check(root, options.paths)
    if options.json:
        _print_json({"findings": report.findings})
        return _verdict(report.findings)
    _tell(report.findings)
    errors = sum(f.severity is Severity.ERROR for f in report.findings)
    warnings = len(report.findings) - errors
    found = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}" if report.findings else "no findings"
    print(f"{found}: {counted(report.items, 'sound item')}, {counted(report.documents, 'document')}")
    return _verdict(report.findings)


def _documents(options: Namespace) -> int:
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
