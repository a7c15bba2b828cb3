"""The paragraph of an original beside that of its brief, if it is the very file that the brief was written from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from quiz.documents import Document
from quiz.documents.files import read_original
from quiz.errors import QuizError
from quiz.text import safe
from quiz.views.feedback import Source

ORIGINAL_CHARS = 10_000
"""Characters of an original's paragraph that are shown."""


class Original(Struct, frozen=True):
    """A paragraph of an original, or why it is not shown: one of the two is empty."""

    text: str
    why: str = ""


class Originals:
    """The originals of a library's documents in `folder`; without a folder none is at hand."""

    def __init__(self, folder: Path | None, documents: Mapping[str, Document]) -> None:
        self._folder = folder
        self._documents = documents
        self._read: dict[str, list[str] | str] = {}

    def at_hand(self, sources: Iterable[Source]) -> bool:
        """Tell whether a passage is of a document that names its original, and there is a folder to look into."""
        return self._folder is not None and any(self._named(source.document) for source in sources)

    def beside(self, source: Source) -> Original | None:
        """Return the original's paragraph of a passage, or why not; None where no original is named or looked for."""
        document = self._named(source.document)
        if self._folder is None or document is None:
            return None
        if source.document not in self._read:
            self._read[source.document] = _lines_of(self._folder, document)
        lines = self._read[source.document]
        if isinstance(lines, str):
            return Original("", f"The original is not shown: {lines}")
        if not 1 <= source.paragraph <= len(lines):
            return Original("", f"The original is not shown: it has no paragraph {source.paragraph}")
        return Original(safe(lines[source.paragraph - 1], ORIGINAL_CHARS))

    def _named(self, name: str) -> Document | None:
        document = self._documents.get(name)
        own_words = document is not None and document.text == "brief"
        return document if own_words and document is not None and document.original is not None else None


def _lines_of(folder: Path, document: Document) -> list[str] | str:
    """Return the lines of a document's original, or what keeps them from being shown."""
    named = document.original
    try:
        found = read_original(folder, document)
    except QuizError as error:
        return str(error)
    except OSError as error:
        return f"{folder} cannot be read ({error.strerror})"
    if found is None or named is None:
        return f"{named.file if named else 'it'} is not in {folder}"
    lines, digest = found
    if digest != named.sha256:
        return f"{named.file} has changed since the brief was written (its SHA-256 is another)"
    if len(lines) != named.paragraphs:
        return f"{named.file} has {len(lines)} paragraphs, the brief says {named.paragraphs}"
    return lines
