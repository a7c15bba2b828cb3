"""An item that is written here: from fields to a value, and as one more at the end of its bank."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quiz.banks.compiling import ITEM_SHAPE
from quiz.banks.quoting import block
from quiz.banks.saving import replace_file, sync_folder
from quiz.banks.writing import append_item, line_of_item
from quiz.errors import QuizError
from quiz.items import Item
from quiz.reading import INVALID, Fault, decode, read_bytes, read_yaml


def item_of(fields: Mapping[str, Any]) -> Item:
    """Return an item as the reader takes it from a bank. Raises QuizError for the first fault."""
    root = read_yaml("\n".join(block(dict(fields), 0))).root
    faults: list[Fault] = []
    item: Any = INVALID if root is None else ITEM_SHAPE(root, "the item", faults)
    if item is INVALID or faults:
        fault = faults[0] if faults else None
        raise QuizError(fault.what if fault else "the item cannot be written", hint=fault.hint if fault else "")
    made: Item = item
    return made


def bank_with(path: Path, head: str, item: Item) -> tuple[bytes | None, bytes]:
    """Return a bank's bytes before and after an item was added at its end.

    A bank that is not there yet (None) begins with `head`. Raises QuizError when it cannot take the item.
    """
    if not os.path.lexists(path):
        return None, append_item(head, item).encode()
    before = read_bytes(path)
    text = decode(before)
    if isinstance(text, Fault):
        raise QuizError(text.what, f"{path}:{text.mark.line}", text.hint)
    return before, append_item(before.decode(), item).encode()


def add_item(path: Path, head: str, item: Item) -> int:
    """Add an item at the end of a bank, where everything else stays, and return the line on which it begins.

    Raises QuizError when the bank cannot take it or cannot be written; then all is as before.
    """
    before, after = bank_with(path, head, item)
    if before is None:
        write_new(path, after)
    else:
        replace_file(path, after, before)
    return line_of_item(after.decode(), item.id) or 1


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all. Raises QuizError when it cannot be written."""
    made = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "xb") as file:
            made = True
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except OSError as error:
        if made:
            with contextlib.suppress(OSError):
                path.unlink()
        raise QuizError(f"cannot be written ({error.strerror or error})", str(path), "nothing was changed") from None
