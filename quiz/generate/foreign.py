"""Files of other people's making: which kinds are read, how large they may be, and their text by a child process."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from quiz.documents.importing.refusals import refused
from quiz.documents.importing.running import MIB, Limits, run_limited
from quiz.documents.importing.values import Refusal
from quiz.errors import QuizError
from quiz.generate.taking import Taken


class Kind(NamedTuple):
    """How files of a kind are called and read, how large they may be, for how long, and by which library."""

    called: str
    reader: str
    bytes: int
    seconds: int
    needs: str = ""


KINDS = {
    "text": Kind("a text", "take_text", 4 * MIB, 10),
    "markdown": Kind("Markdown", "take_markdown", 4 * MIB, 10),
    "html": Kind("an HTML page", "take_html", 4 * MIB, 10, "lxml"),
    "pdf": Kind("a PDF", "take_pdf", 50 * MIB, 60, "pypdfium2"),
    "docx": Kind("a Word file", "take_docx", 50 * MIB, 30, "mammoth"),
}
SUFFIXES = {
    **dict.fromkeys((".txt", ".text"), "text"),
    **dict.fromkeys((".md", ".markdown"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    ".pdf": "pdf",
    ".docx": "docx",
}
_SIGNS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "old-word"),
    (b"{\\rtf", "", "rtf"),
    (b"PK\x03\x04", "docx", "a zip file, as Word's are"),
    (b"\x89PNG", "", "a picture"),
    (b"\xff\xd8\xff", "", "a picture"),
    (b"GIF8", "", "a picture"),
    (b"\x1f\x8b", "", "a packed file (gzip)"),
    (b"SQLite format 3", "", "a database"),
)
"""How files begin, the kind that this is, and what it is called or why it is refused."""
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE)


def kind_of(path: Path) -> str:
    """Return the kind of a file by its suffix. Raises QuizError for one that is not read."""
    kind = SUFFIXES.get(path.suffix.casefold())
    if kind is None:
        raise QuizError("files with this suffix are not read", str(path), f"it reads {', '.join(SUFFIXES)}")
    return kind


def take(data: bytes, kind: str, where: str) -> Taken:
    """Return the paragraphs of a file of some kind (a key of KINDS), read in a limited child process.

    Raises QuizError when it cannot be read or is not what its name says; `where` names it.
    """
    how = KINDS[kind]
    try:
        if not data:
            raise Refusal("empty")
        _look(data, kind)
        if how.needs and find_spec(how.needs) is None:
            raise Refusal("extra", how.called)
        return run_limited(f"quiz.generate.taking:{how.reader}", data, Taken, Limits(how.seconds))
    except Refusal as refusal:
        raise refused(refusal.why, refusal.detail, where) from None


def _look(data: bytes, kind: str) -> None:
    """Raise Refusal when a file begins like one of another kind."""
    for sign, of, what in _SIGNS:
        if data.startswith(sign) and of != kind:
            raise Refusal(what) if what in ("old-word", "rtf") else Refusal("is", what)
    if kind != "pdf" and data.startswith(b"%PDF-"):
        raise Refusal("is", "a PDF")
    if kind in ("text", "docx", "pdf") and _PAGE.match(data):
        raise Refusal("is", "an HTML page")
