"""An item in the editor: the app waits, then goes on with what was written."""

from __future__ import annotations

import asyncio
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.app import SuspendNotSupported

from quiz.banks.editing import command_of, editor_of, find_item, hold_back, run_editor
from quiz.banks.writing import line_of_item
from quiz.errors import QuizError
from quiz.reading import read_bytes

if TYPE_CHECKING:
    from textual.app import App

    from quiz.views import Desk


class Edited(NamedTuple):
    """The bank in which an item was edited, and whether any file of the library is now another one."""

    bank: Path
    changed: bool


async def edit_item(app: App[None], desk: Desk, item: str, path: Path | None = None) -> Edited:
    """Let the editor have the terminal until it ends, then have the desk go on with the library as it is.

    `path` is the file of an item that stands in no bank of the library, such as a draft.
    Raises QuizError when the item cannot be edited, the editor fails, or the library can no longer be used; the desk
    then goes on with the one that it has.
    """
    origin = desk.shelf.origin
    if origin is None:
        raise QuizError("this library is in no files", hint="open one with `quiz --library DIR`")
    editor = editor_of(os.environ)
    bank, line = find_item(origin.root, item) if path is None else (path, _line(path, item))
    before = read_bytes(bank)
    hold_back(origin.root, bank)
    fault: QuizError | None = None
    try:
        with app.suspend():
            # What is raised in here would leave the terminal to nobody.
            try:
                run_editor(command_of(editor, bank, line))
            except QuizError as error:
                fault = error
    except SuspendNotSupported:
        raise QuizError("no editor can be opened from here", hint=f"run `quiz edit {item}`") from None
    if fault is not None:
        raise fault
    shelf = await asyncio.to_thread(desk.shelf.again)
    if shelf is not None:
        desk.take(shelf)
    return Edited(bank, shelf is not None or read_bytes(bank) != before)


def _line(path: Path, item: str) -> int:
    """Return the line of an item in a file; the first where it is not found."""
    return line_of_item(read_bytes(path).decode("utf-8", "replace"), item) or 1


async def told_of(desk: Desk, bank: Path, item: str) -> str:
    """Return one line on what is wrong or weak in the bank of an item."""
    from quiz.checks import check
    from quiz.views.edited import edited_line

    origin = desk.shelf.origin
    assert origin is not None
    today = date.fromordinal(desk.today())
    try:
        report = await asyncio.to_thread(check, origin.root, [str(bank)], today, origin.cache)
    except QuizError as error:
        return str(error)
    return edited_line(item, report.findings)
