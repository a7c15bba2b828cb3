"""Commands that make and change banks: a library of one's own, an item in the editor, a field from the command line."""

from __future__ import annotations

import os
import shlex
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quiz.commands.shared import folders, verdict_of
from quiz.errors import Exit, QuizError
from quiz.text import one_line

if TYPE_CHECKING:
    from argparse import Namespace


def new(options: Namespace) -> int:
    """Make a library in a new folder and say how to go on."""
    from quiz.banks.starting import new_library

    new_library(Path(options.dir), options.bare)
    shown = one_line(options.dir)
    quoted = one_line(shlex.quote(options.dir))
    print(f"Made {shown}: seeds/ for documents, question_banks/ for banks, schemas/ for your editor.")
    first = "put a document into seeds/ and a bank" if options.bare else "see question_banks/first.yaml, a worked item"
    print(f"Next: {first} {'into question_banks/' if options.bare else 'of each type'}, then")
    print(f"  quiz check {quoted}")
    print(f"  quiz --library {quoted}")
    return Exit.DONE


def edit(options: Namespace) -> int:
    """Open an item in the editor, or set fields of it, and tell what is then wrong or weak in its bank."""
    from quiz.banks import find_library
    from quiz.banks.editing import command_of, editor_of, find_item, run_editor

    data, settings = folders(options)
    root = find_library(getattr(options, "library", None), settings.library)
    changes = [_change(given) for given in options.set]
    editor = [] if changes else editor_of(os.environ)
    path, line = find_item(root, options.item)
    if changes:
        _set(path, options.item, changes)
    else:
        run_editor(command_of(editor, path, line))
    return _checked(root, path, data)


def _change(given: str) -> tuple[str, str]:
    field, sign, value = given.partition("=")
    if not sign or not field.strip():
        raise QuizError(f"'{one_line(given, 60)}' sets no field", "--set", "write FIELD=VALUE, such as status=approved")
    return field.strip(), value


def _set(path: Path, item: str, changes: list[tuple[str, str]]) -> None:
    """Write all changes into a bank, or none."""
    from quiz.banks.saving import replace_file
    from quiz.banks.writing import set_field
    from quiz.reading import read_bytes

    before = read_bytes(path)
    text = before.decode("utf-8")
    for field, value in changes:
        text = set_field(text, item, field, value)
    after = text.encode("utf-8")
    if after != before:
        replace_file(path, after, before)


def _checked(root: Path, path: Path, data: Path) -> int:
    """Print the findings of one bank as `quiz check` does, and return its exit code."""
    from quiz import checks
    from quiz.commands.checking import tell

    report = checks.check(root, [str(path)], datetime.now().astimezone().date(), data / "cache")
    tell(report, "text")
    return verdict_of(report.findings)
