"""Documents on disk to what the stages work on: documents of the library, any text or Markdown file."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from msgspec import structs

from quiz.banks import Library
from quiz.banks.opening import shown
from quiz.config import SEEDS
from quiz.documents.brief import parse_brief
from quiz.documents.files import brief_paths
from quiz.errors import QuizError
from quiz.generate.context import Corpus
from quiz.generate.files import drafts_folder
from quiz.generate.ground import Ground, ground_of
from quiz.generate.ingest import Read, read_brief, read_text
from quiz.generate.values import Sheet
from quiz.reading import Fault, decode, read_bytes

TEXT_BYTES = 16 * 1024 * 1024
SUFFIXES = (".txt", ".md", ".markdown", ".rst", ".text")


def reads_of(root: Path, library: Library, given: list[str]) -> list[Read]:
    """Return the documents that are named: paths of files or folders, or ids of the library's documents.

    Raises QuizError for what does not exist, cannot be read, or is no text.
    """
    by_id = _by_id(root, library)
    found: list[Read] = []
    for name in given:
        path = Path(name)
        if os.path.isdir(path):
            inside = sorted(
                p for p in path.iterdir() if p.suffix.casefold() in SUFFIXES and p.name.lower() != "readme.md"
            )
            if not inside:
                raise QuizError(
                    "no text and no Markdown file is in this folder", name, f"it reads {', '.join(SUFFIXES)}"
                )
            found += [_read(p, library, by_id) for p in inside]
        elif os.path.lexists(path):
            found.append(_read(path, library, by_id))
        elif name in by_id:
            found.append(_read(by_id[name], library, by_id))
        else:
            known = f"the library's documents are {', '.join(by_id)}" if by_id else ""
            raise QuizError("no such file, and no document of that id", name, known)
    return _unique(found)


def _by_id(root: Path, library: Library) -> dict[str, Path]:
    paths = {shown(p): p for p in brief_paths(root / SEEDS)}
    return {d.id: paths[d.path] for d in library.documents.values() if d.path in paths}


def _read(path: Path, library: Library, by_id: dict[str, Path]) -> Read:
    data = read_bytes(path, TEXT_BYTES)
    text = decode(data)
    if isinstance(text, Fault):
        raise QuizError(text.what, str(path), text.hint)
    own = next((d for d, p in by_id.items() if os.path.samefile(p, path)), None)
    if own is not None:
        return read_brief(library.documents[own], text, data, shown(path))
    if text.startswith("---") and path.suffix == ".md":
        document, findings = parse_brief(text, shown(path))
        if document is not None and not findings:
            return structs.replace(
                read_brief(document, text, data, shown(path)), foreign=document.id not in library.documents
            )
    made = read_text(text, data, shown(path))
    return structs.replace(made, id=f"{made.id}-text") if made.id in library.documents else made


def _unique(reads: list[Read]) -> list[Read]:
    """Return documents without repetitions. Raises QuizError when two of them would have one id."""
    kept: dict[str, Read] = {}
    for read in reads:
        if read.id in kept and kept[read.id].sha256 != read.sha256:
            raise QuizError(f"two documents would have the id '{read.id}'", read.path, "rename one of the two files")
        kept.setdefault(read.id, read)
    return list(kept.values())


def ground_for(library: Library, sheet: Sheet, root: Path, today: date) -> Ground:
    """Return what the drafts of a sheet are held against, as the document is now.

    Raises QuizError when a document that is not of the library is neither where it was read nor beside its drafts.
    """
    if sheet.document in library.documents and not sheet.foreign:
        read = reads_of(root, library, [sheet.document])[0]
    elif os.path.exists(sheet.path):
        read = structs.replace(_read(Path(sheet.path), library, {}), id=sheet.document, foreign=True)
    else:
        read = _read(drafts_folder(root) / f"{sheet.document}.md", library, {})
    sentences = [
        (d.id, d.voice, p.number, s.text) for d in library.documents.values() for p in d.passages for s in p.sentences
    ]
    if read.foreign:
        sentences += [(read.id, read.id, s.paragraph, s.text) for s in read.said]
    return ground_of(library, read, Corpus(sentences), today)
