"""The command that drafts questions from documents: `quiz generate`."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quiz.commands.shared import folders, open_library, print_json, say
from quiz.errors import Exit, QuizError
from quiz.text import counted, one_line

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from quiz.generate.ingest import Read
    from quiz.generate.values import Decision, Sheet

SHOWN = 10


def generate(options: Namespace) -> int:
    """Draft questions from documents and say what was made, and what still has none."""
    from quiz.banks import find_library
    from quiz.commands.generating_model import asked_model, improve
    from quiz.generate import pipeline
    from quiz.generate.opening import reads_of
    from quiz.generate.parsing import parser_for

    library = open_library(options)
    _, settings = folders(options)
    root = find_library(getattr(options, "library", None), settings.library)
    reads = reads_of(root, library, options.files)
    unknown = sorted(set(options.family) - set(pipeline.FAMILIES))
    if unknown:
        raise QuizError(
            f"there is no family '{one_line(unknown[0], 40)}'", "--family", f"known: {', '.join(pipeline.FAMILIES)}"
        )
    asked = asked_model(options)
    parser, note = parser_for(options.backend)
    if note:
        say(f"quiz: {note}")
    trace = pipeline.Trace() if options.stage else None
    today = datetime.now().astimezone().date()
    sheets = pipeline.generate(
        reads,
        library,
        parser,
        today,
        families=options.family,
        doubtful=options.doubtful,
        progress=_progress(),
        trace=trace,
    )
    if trace is not None:
        print_json({options.stage: trace.stages.get(options.stage, [])})
        return Exit.DONE
    made, decisions = _merged(sheets, reads, root)
    code: int = Exit.DONE
    if asked is not None:
        made, code = improve(asked, made, reads, library, decisions, today)
    _deliver(made, reads, root, options)
    return code


def _progress() -> Callable[[str, int, int], bool] | None:
    """Return a function that tells of long work in one line of a terminal; None where there is none."""
    if not sys.stderr.isatty():
        return None

    def tell(stage: str, done: int, total: int) -> bool:
        print(f"\r{stage}: {done:,} of {total:,} sentences\x1b[K", end="", file=sys.stderr, flush=True)
        if not total or done >= total - 1:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        return True

    return tell


def _merged(sheets: list[Sheet], reads: list[Read], root: Path) -> tuple[list[Sheet], list[Decision]]:
    """Return the sheets with what is kept of those that are there, and all decisions."""
    from quiz.generate import files

    decisions, damaged = files.read_decisions(root)
    if damaged:
        say(f"quiz: {counted(damaged, 'line')} of {files.DECISIONS} cannot be read")
    made = []
    for sheet, read in zip(sheets, reads, strict=True):
        sentences = {" ".join(s.text.split()) for s in read.said}
        made.append(files.merged(sheet, files.read_sheet(root, sheet.document), decisions, sentences))
    return made, decisions


def _deliver(made: list[Sheet], reads: list[Read], root: Path, options: Namespace) -> None:
    """Write the sheets where they belong, or to one file, and tell of them."""
    from msgspec import to_builtins

    from quiz.generate import files
    from quiz.generate.ingest import as_file

    if options.json:
        print_json({"documents": [to_builtins(s) for s in made]})
    if options.out:
        _write_one(made, Path(options.out))
    elif not options.json:
        for sheet, read in zip(made, reads, strict=True):
            files.write_sheet(files.drafts_folder(root), sheet, as_file(read))
    if not options.json:
        for sheet in made:
            _tell(sheet, options.out or str(files.drafts_folder(root) / f"{sheet.document}.yaml"))


def _write_one(sheets: list[Sheet], path: Path) -> None:
    """Write all drafts as one bank, and their origins beside it."""
    from msgspec import structs

    from quiz.generate import files

    whole = structs.replace(
        sheets[0],
        document=path.stem or "drafts",
        drafts=tuple(d for s in sheets for d in s.drafts),
        uncovered=tuple(u for s in sheets for u in s.uncovered),
        words=sum(s.words for s in sheets),
        foreign=False,
    )
    bank, beside = files.dump_sheet(whole)
    try:
        path.write_text(bank, "utf-8")
        path.with_suffix(".json").write_bytes(beside)
    except OSError as error:
        raise QuizError(f"cannot be written ({error.strerror or error})", str(path)) from None


def _tell(sheet: Sheet, where: str) -> None:
    from quiz.generate.likely import DOUBTFUL, stands_first

    families = Counter(d.origin.family for d in sheet.drafts)
    told = ", ".join(f"{name} {n}" for name, n in families.most_common())
    sure = sum(stands_first(d) for d in sheet.drafts)
    made = f"{counted(len(sheet.drafts), 'draft')}{f' ({sure} sure, first)' if sure else ''}"
    print(one_line(f"{sheet.document}: {made}{': ' if told else ''}{told} -> {where}"))
    stale = sum(d.origin.stale for d in sheet.drafts)
    if stale:
        print(f"  stale: {counted(stale, 'draft')} of sentences that the document no longer holds")
    left = [u for u in sheet.uncovered if u.mark != "useful"]
    if not sheet.words:
        print("  there is nothing in it to read")
    if left:
        doubtful = sum(u.why == DOUBTFUL for u in left)
        more = f", {doubtful} of them with --doubtful" if doubtful else ""
        print(f"  without a draft: {counted(len(left), 'sentence')}{more}")
    for one in left[:SHOWN]:
        print(one_line(f"    [{one.paragraph}] {one.text} ({one.why})", 200))
    if len(left) > SHOWN:
        print(f"    … and {len(left) - SHOWN} more (--json gives all)")
