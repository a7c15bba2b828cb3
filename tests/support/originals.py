"""Documents with an original on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from quiz.documents import Document, Original
from tests.support.library import document

FILE = "notes.txt"


def line_of(number: int) -> str:
    return f"The original says of {number} what it says."


def with_original(folder: Path, count: int, lines: Iterable[str] = (), **fields: object) -> Document:
    """A document of `count` paragraphs, its original written to `folder`; `fields` of the front matter may be given."""
    folder.mkdir(parents=True, exist_ok=True)
    data = "\n\n".join(lines or map(line_of, range(1, count + 1))).encode()
    (folder / FILE).write_bytes(data)
    named = {"file": FILE, "sha256": hashlib.sha256(data).hexdigest(), "paragraphs": count, **fields}
    made = document(range(1, count + 1))
    return msgspec.structs.replace(made, text="brief", original=msgspec.convert(named, Original))
