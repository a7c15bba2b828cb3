"""Documents on disk: every brief of a folder, and the originals beside them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath

from quiz.documents.model import Document
from quiz.errors import Finding, QuizError
from quiz.reading import read_bytes

BRIEF_BYTES = 4 * 1024 * 1024


def is_brief(path: PurePath) -> bool:
    """Tell whether a file is a document by its name: Markdown, but for a README."""
    return path.name.endswith(".md") and path.name.lower() != "readme.md"


def brief_paths(folder: Path) -> list[Path]:
    """Return the Markdown files of `folder` by name; none when it does not exist."""
    return sorted(filter(is_brief, folder.glob("*.md")))


def read_briefs(sources: Iterable[tuple[str, bytes | QuizError]]) -> tuple[dict[str, Document], list[Finding]]:
    """Parse briefs given as (name for messages, bytes or why they could not be had); documents by id, and findings."""
    from quiz.documents.brief import parse_brief
    from quiz.reading import Fault, decode

    documents: dict[str, Document] = {}
    findings: list[Finding] = []
    for name, data in sources:
        text = data if isinstance(data, QuizError) else decode(data)
        if isinstance(text, QuizError):
            findings.append(Finding(rule="unreadable", path=name, line=1, column=1, what=text.message, hint=text.hint))
            continue
        if isinstance(text, Fault):
            findings.append(text.finding(name))
            continue
        document, found = parse_brief(text, name)
        findings.extend(found)
        if document is None:
            continue
        if document.id in documents:
            what = f"the document id '{document.id}' is also that of {documents[document.id].path}"
            findings.append(
                Finding(rule="duplicate-id", path=name, line=2, column=1, what=what, hint="give it another id")
            )
            continue
        documents[document.id] = document
    return documents, findings


def read_original(folder: Path, document: Document) -> tuple[list[str], str] | None:
    """Return the non-empty lines of a document's original and its SHA-256, or None when it is not in `folder`.

    Of a document whose text is its original's, which may be a PDF, only the SHA-256 is of interest: it has no lines.
    Raises QuizError when the file is there and cannot be read, that of a brief as UTF-8.
    """
    from hashlib import sha256

    from quiz.reading import Fault, decode

    if document.original is None:
        return None
    path = folder / Path(document.original.file).name
    if not path.exists():
        return None
    if document.text == "original":
        return [], sha256(read_bytes(path)).hexdigest()
    data = read_bytes(path, BRIEF_BYTES)
    text = decode(data)
    if isinstance(text, Fault):
        raise QuizError(text.what, f"{path}:{text.mark.line}", text.hint)
    return [line.strip() for line in text.splitlines() if line.strip()], sha256(data).hexdigest()
