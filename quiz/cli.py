"""The command `quiz`: its arguments, its exit codes, and what becomes of a fault.

Exit codes are `errors.Exit`. Messages go to standard error, what was asked for to standard output; with --json that is
one JSON document and nothing else.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

from quiz import __version__, commands
from quiz.errors import Exit, QuizError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        _take_streams()
        options = _parse(arguments)
        run: Callable[[Namespace], int] = getattr(commands, options.run)
        code = run(options)
        if code == Exit.HANGUP:
            _let_go()
        sys.stdout.flush()
        return code
    except QuizError as error:
        commands.say(f"quiz: {error}")
        return error.code
    except KeyboardInterrupt:
        return Exit.INTERRUPT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.EIO:
            _let_go()
            return Exit.HANGUP
        return _crash(error)


def _let_go() -> None:
    """Write no more to a terminal that is gone: the last flush would fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())


def _take_streams() -> None:
    """Have the three streams, whichever the caller has closed; no character that one cannot carry is a fault."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, StringIO())
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


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
    commands.say(f"quiz: a fault of the program ({type(error).__name__}); every answer is saved; please report {name}")
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
    front.set_defaults(run="open_quiz", mode=None)
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
    parser.set_defaults(run="open_quiz", mode=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)

    def command(name: str, run: str, help_: str, *parents: ArgumentParser) -> ArgumentParser:
        made = commands.add_parser(name, help=help_, description=help_, parents=[common, *parents])
        made.set_defaults(run=run)
        return made

    for mode, help_ in (
        ("learn", "due questions, then new ones"),
        ("practice", "questions of your choice; the first answer of a day counts as its review"),
        ("mistakes", "questions last missed"),
        ("drill", "questions of your choice that never move the schedule"),
        ("exam", "the library's exam: timed, with feedback at the end; the same seed gives the same exam"),
    ):
        made = command(mode, "open_quiz", help_, chosen, plain)
        made.set_defaults(mode=mode)
    command("due", "due", "one line for a shell prompt: what is due, new and to mend", report)
    command("status", "status", "what today holds, bank by bank", report)
    _about_progress(command, report)
    _about_instructors(command, report)
    items = command("items", "items", "every item with all its fields and its bank", report)
    items.add_argument("--status", choices=("draft", "approved", "retired"), help="only items of this status")
    grade = command("grade", "grade", "score one response without logging it", report)
    grade.add_argument("item", metavar="ITEM", help="the id of an item")
    grade.add_argument("response", metavar="RESPONSE", help="an option id, what would be typed, or JSON")
    _about_checks(command, report)
    _about_versions(command, report)
    _about_banks(command, plain)
    _about_drafts(command, plain, report)
    documents = command("documents", "documents", "list the documents; check them against their originals", report)
    documents.add_argument("--originals", metavar="DIR", help="the folder of the originals (QUIZ_ORIGINALS)")
    _about_documents(documents, common, report)
    _about_printing(command, report)
    _about_libraries(command("library", "library_list", "the libraries that you received", report), common)
    _about_log(command("log", "", "the log of all answers: take it elsewhere, merge, check, back up"), common, report)
    _about_data(command("data", "", "your own data"), common)
    return parser


def _about_printing(command: Callable[..., ArgumentParser], report: ArgumentParser) -> None:
    made = command("print", "print_exam", "an exam on paper by the library's blueprint, and a sheet of answers", report)
    made.add_argument("--out", metavar="DIR", default=".", help="where both sheets are written (here)")
    made.add_argument("--format", choices=("md", "html", "pdf"), default="html", help="of both sheets (html)")
    made.add_argument("--items", "--questions", type=int, metavar="N", default=None, help="so many questions")
    made.add_argument("--minutes", type=int, metavar="N", default=0, help="another time than the library's exam has")
    made.add_argument("--seed", default="", metavar="S", help="the same seed gives the same paper again")
    made.add_argument("--font", metavar="FILE", action="append", default=[], help="a font for PDF; may be repeated")
    for name, what in (("bank", "of this bank"), ("topic", "of this topic and those below it")):
        made.add_argument(f"--{name}", default="", help=f"only items {what}")
    for name, what in (("document", "that cite this document"), ("type", "of this type")):
        made.add_argument(f"--{name}", default="", help=f"only items {what}")
    made.add_argument("--level", type=int, default=0, choices=(1, 2, 3), help="only this level")


def _about_documents(parser: ArgumentParser, common: ArgumentParser, report: ArgumentParser) -> None:
    parts = parser.add_subparsers(metavar="PART", parser_class=type(parser))
    help_ = "make a text, Markdown, HTML, PDF or Word file a document of the library"
    add = parts.add_parser("add", help=help_, description=help_, parents=[common, report])
    add.set_defaults(run="documents_add")
    add.add_argument("file", metavar="FILE", help="a file .txt, .md, .html, .pdf or .docx")
    add.add_argument("--update", action="store_true", help="put it in the place of the document that it was before")
    for name, metavar, what in (
        ("id", "ID", "its id (made of the file's name)"),
        ("title", "TEXT", "its title (its first heading)"),
        ("called", "NAME", "how questions call it (its title)"),
        ("publisher", "NAME", "who published it"),
        ("date", "DATE", "when it is dated"),
        ("url", "URL", "where it was found"),
    ):
        add.add_argument(f"--{name}", metavar=metavar, default="", help=what)
    add.add_argument("--kind", choices=("news", "opinion", "reference", "other"), default="", help="what it is (other)")
    add.add_argument("--author", metavar="NAME", action="append", default=[], help="an author; may be repeated")


def _about_data(parser: ArgumentParser, common: ArgumentParser) -> None:
    parts = parser.add_subparsers(metavar="PART", required=True, parser_class=type(parser))
    help_ = "delete all answers, sessions, backups and settings of a trainee for good"
    delete = parts.add_parser("delete", help=help_, description=help_, parents=[common])
    delete.set_defaults(run="data_delete")
    delete.add_argument("--yes", action="store_true", help="ask nothing")


def _about_libraries(parser: ArgumentParser, common: ArgumentParser) -> None:
    parts = parser.add_subparsers(metavar="PART", parser_class=type(parser))

    from argparse import SUPPRESS

    # It may stand before PART, too: where it does not stand after it, that says nothing.
    report = type(parser)(add_help=False, argument_default=SUPPRESS)
    report.add_argument("--json", action="store_true", help="print one JSON document")

    def part(name: str, help_: str) -> ArgumentParser:
        made = parts.add_parser(name, help=help_, description=help_, parents=[common, report])
        made.set_defaults(run=f"library_{name}")
        return made

    part("list", "the libraries that you received, and which one is in use (also without PART)")
    add = part("add", "receive a library, or an update of one, and use it from now on")
    add.add_argument("path", metavar="DIR|ZIP", help="a folder or a zip file with a library")
    add.add_argument("--name", metavar="NAME", default="", help="what it is called here (its id)")
    use = part("use", "use another library from now on")
    use.add_argument("name", metavar="NAME", help="its name in the list; `shipped` is the one that came with quiz")
    remove = part("remove", "remove a library that you received; your answers stay in the log")
    remove.add_argument("name", metavar="NAME", help="its name in the list")


def _about_log(parser: ArgumentParser, common: ArgumentParser, report: ArgumentParser) -> None:
    parts = parser.add_subparsers(metavar="PART", required=True, parser_class=type(parser))

    def part(name: str, help_: str, *parents: ArgumentParser) -> ArgumentParser:
        made = parts.add_parser(name, help=help_, description=help_, parents=[common, *parents])
        made.set_defaults(run=f"log_{name}")
        return made

    export = part("export", "write all events, or --trainee's, as JSON Lines")
    export.add_argument("--out", metavar="FILE", default="", help="a new file (standard output)")
    export.add_argument("--for-instructor", action="store_true", help="only what an instructor needs, by a pseudonym")
    export.add_argument("--as", dest="name", metavar="NAME", default="", help="a pseudonym (one by chance, then kept)")
    export.add_argument("--with-notes", action="store_true", help="with --for-instructor: your private notes, too")
    merge = part("merge", "add the events of exports and of other logs: all or none", report)
    merge.add_argument("files", metavar="FILE", nargs="+", help="an export, a log or a backup")
    check = part("check", "tell whether the log is whole", report)
    check.add_argument("--save-good", metavar="FILE", default="", help="write all sound events to a new file")
    backup = part("backup", "copy the log, as happens by itself once a study day")
    backup.add_argument("file", metavar="FILE", nargs="?", default="", help="a new file (one among the backups)")
    restore = part("restore", "put a backup in the place of the log, which is kept")
    restore.add_argument("file", metavar="FILE", nargs="?", default="", help="a backup (the newest that is whole)")


def _about_instructors(command: Callable[..., ArgumentParser], report: ArgumentParser) -> None:
    screen = command("instructor", "instruct", "a screen for instructors: findings as files change, and the report")
    screen.add_argument("files", metavar="FILE", nargs="*", help="files of `log export`, or folders of them (the log)")
    help_ = "what is to be done, what answers say of the items, how far the trainees are"
    made = command("report", "report", help_, report)
    made.add_argument("files", metavar="FILE", nargs="*", help="files of `log export`, or folders of them (the log)")
    made.add_argument(
        "--format", choices=("text", "markdown", "html", "csv", "json"), default="text", help="how it is written"
    )
    made.add_argument("--out", metavar="FILE", default="", help="a new file (standard output)")
    made.add_argument("--by", metavar="DATE", default="", help="a date to be ready for, such as 2026-03-10")
    made.add_argument(
        "--part", choices=("work", "items", "trainees"), action="append", default=[], help="only this; may be repeated"
    )


def _about_checks(command: Callable[..., ArgumentParser], report: ArgumentParser) -> None:
    check = command("check", "check", "tell what is wrong, weak or unclear in banks and briefs", report)
    check.add_argument("paths", metavar="PATH", nargs="*", help="banks, briefs or libraries (the library)")
    check.add_argument("--format", choices=("text", "json", "github"), default="text", help="how findings are printed")
    check.add_argument("--deep", action="store_true", help="also render items many times and let blind solvers try")
    check.add_argument("--watch", action="store_true", help="check again after each save and show what was changed")
    check.add_argument("--explain", metavar="RULE", nargs="?", const="", help="what a rule means; all rules")
    check.add_argument(
        "--schema", choices=("bank", "library", "names", "brief"), help="print the JSON Schema of such a file"
    )
    check.add_argument("--changed", metavar="REV", help="only what differs from a git revision")
    covering = command("coverage", "coverage", "which sentences approved items ask about, and which not", report)
    covering.add_argument("--sentences", action="store_true", help="list every sentence with its items")


def _about_versions(command: Callable[..., ArgumentParser], report: ArgumentParser) -> None:
    drift = command("drift", "drift", "tell which quotes are no longer what their document says", report)
    drift.add_argument("--since", metavar="REV", help="tell quotes that followed a change since a git revision")
    diff = command("diff", "diff", "tell what became of each item; with --data, whose score changes", report)
    diff.add_argument("old", metavar="OLD", help="a folder with a library, or a git revision of the library")
    diff.add_argument("new", metavar="NEW", nargs="?", default=".", help="the same (the library as it is)")
    diff.add_argument(
        "--answers", metavar="FILE", action="append", default=[], help="whose score changes, in files of `log export`"
    )


def _about_drafts(command: Callable[..., ArgumentParser], plain: ArgumentParser, report: ArgumentParser) -> None:
    made = command("generate", "generate", "draft questions from documents; nobody but you approves them", report)
    made.add_argument("files", metavar="FILE", nargs="+", help="a text or Markdown file, a folder, a document's id")
    made.add_argument("--out", metavar="FILE", default="", help="a bank of all drafts (question_banks/drafts)")
    made.add_argument("--family", action="append", default=[], metavar="NAME", help="only this family; may be repeated")
    made.add_argument("--doubtful", action="store_true", help="also what readers would probably not take as it is")
    made.add_argument(
        "--backend", choices=("auto", "rules", "spacy"), default="auto", help="a language model if it is installed"
    )
    made.add_argument("--stage", choices=("facts", "gates"), help="print what a stage gave and what was refused")
    made.add_argument("--model", metavar="ID", default="", help="also ask a model of the library llm; needs --role")
    made.add_argument(
        "--role", action="append", default=[], metavar="ROLE", help="generate, rewrite, distractors, critic; by commas"
    )
    made.add_argument("--critic-model", metavar="ID", default="", help="another model as the critic")
    made.add_argument("--calls", metavar="N", type=int, default=400, help="ask models at most so often (400)")
    made.add_argument(
        "--yes-send-to", metavar="WHERE", action="append", default=[], help="say yes beforehand to a host or plug-in"
    )
    review = command("review", "review", "approve, edit or refuse drafts, one by one", plain, report)
    review.add_argument("--bank", metavar="BANK", default="", help="the bank that takes them (the fittest)")
    review.add_argument("--stats", action="store_true", help="how many were taken, by family, and what it cost in time")


def _about_banks(command: Callable[..., ArgumentParser], plain: ArgumentParser) -> None:
    new = command("new", "new", "make a library of your own, with a worked item of each type")
    new.add_argument("dir", metavar="DIR", help="a folder that does not exist yet, or is empty")
    new.add_argument("--bare", action="store_true", help="without documents and items")
    add = command("add", "add", "write an item step by step, its citation found by searching the documents", plain)
    add.add_argument("--bank", metavar="BANK", default="", help="the bank that takes it (asked where several are)")
    edit = command("edit", "edit", "open an item in your editor, then check its bank")
    edit.add_argument("item", metavar="ITEM", help="the id of an item, sound or faulty")
    edit.add_argument(
        "--set", metavar="FIELD=VALUE", action="append", default=[], help="write a field instead, such as level=2"
    )


def _about_progress(command: Callable[..., ArgumentParser], report: ArgumentParser) -> None:
    progress = command("progress", "progress", "mastery, retention, streak, load, calibration and exams", report)
    progress.add_argument("--passages", action="store_true", help="also by passage")
    ready = command("ready", "ready", "what the date to be ready for asks of you and promises", report)
    ready.add_argument("--by", metavar="DATE", help="set a date of your own, such as 2026-03-10; `off` takes it away")
    why = command("why", "why", "every event behind the numbers of an item", report)
    why.add_argument("item", metavar="ITEM", help="the id of an item")
    for what, help_ in (
        ("suspend", "ask items no more"),
        ("resume", "ask suspended items again"),
        ("bury", "ask items no more today"),
        ("reset", "learn items anew"),
    ):
        mark = command(what, "mark", help_)
        mark.set_defaults(what=what)
        mark.add_argument("items", metavar="ITEM", nargs="+", help="ids of items")
    tune = command("tune", "tune", "change the chance of recall at which items are due")
    tune.add_argument("retention", metavar="RETENTION", type=float, help="from 0.7 to 0.97; 0.9 is usual")


def _chosen(parser: ArgumentParser) -> ArgumentParser:
    parser.add_argument("--bank", default="", help="only items of this bank")
    parser.add_argument("--topic", default="", help="only this topic and those below it")
    parser.add_argument("--document", default="", help="only items that cite this document")
    parser.add_argument("--type", default="", help="only items of this type")
    parser.add_argument("--level", type=int, default=0, choices=(1, 2, 3), help="only this level")
    parser.add_argument("--items", type=int, metavar="N", default=None, help="at most so many questions")
    parser.add_argument("--minutes", type=int, metavar="N", default=0, help="stop after so many minutes of answering")
    parser.add_argument("--starred", action="store_true", help="only questions with your star")
    parser.add_argument("--certainty", action="store_true", help="ask how sure you are of each answer")
    parser.add_argument("--seed", default="", metavar="S", help="the same seed gives the same session again")
    return parser
