"""A foreign file to a document of the library: front matter, numbered paragraphs, and what an edit of it changes."""

from __future__ import annotations

import contextlib
import os
import re
from hashlib import sha256
from pathlib import Path

from msgspec import Struct, structs

import quiz
from quiz.banks import Sources, read_sources
from quiz.banks.opening import shown
from quiz.banks.quoting import block
from quiz.banks.saving import replace_file, sync_folder
from quiz.checks.drift import BROKEN, Cited, drift
from quiz.config import SEEDS
from quiz.documents import Document
from quiz.documents.brief import parse_brief
from quiz.documents.files import BRIEF_BYTES, read_briefs
from quiz.documents.importing.refusals import left_out, refused
from quiz.documents.importing.running import MIB
from quiz.errors import QuizError
from quiz.generate.changing import Change, changes_between
from quiz.generate.foreign import KINDS, kind_of, take
from quiz.generate.ingest import slug
from quiz.generate.taking import Taken
from quiz.reading import read_bytes
from quiz.text import one_line

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_URL = re.compile(r"https?://[^\s@/?#]+(?:[/?#]\S{0,1900})?")
_UNPRINTABLE = re.compile(r"[^ -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class About(Struct, frozen=True, kw_only=True):
    """What is said of a document when it is added; what is empty is taken from the file, or stays as it is."""

    id: str = ""
    title: str = ""
    called: str = ""
    kind: str = ""
    publisher: str = ""
    dated: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()


class Added(Struct, frozen=True, kw_only=True):
    """What became of a file: `state` is new, unchanged or updated.

    `left_out` tells in words what is not in the document or was changed in it; `changes` what an update changed;
    `broken` are the citations that held before it and hold no more.
    """

    id: str
    title: str
    path: str
    state: str
    file: str
    sha256: str
    paragraphs: int
    sentences: int
    guessed: bool
    left_out: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    broken: tuple[Cited, ...] = ()


def add(root: Path, path: Path, about: About, update: bool = False) -> Added:
    """Make a file a document of the library at `root`; `update` lets it take the place of its older self.

    Raises QuizError when the file cannot be read, is a document already, or when it differs from the document of its
    id and `update` is not given. Nothing is written then.
    """
    kind = kind_of(path)
    _sound(about)
    _hold_back(root)
    data = read_bytes(path, KINDS[kind].bytes)
    digest = sha256(data).hexdigest()
    sources = read_sources(root)
    documents, _ = read_briefs(sources.documents)
    name = about.id or _id_of(path)
    _known_elsewhere(documents, digest, name, path, chosen=bool(about.id))
    old = documents.get(name)
    target = _target(root, name, old)
    if old is not None and old.text == "brief":
        raise QuizError(f"'{name}' is a brief in words of one's own", shown(target), "choose another id with --id")
    taken = take(data, kind, str(path))
    text = _rendered(name, _front(name, path, digest, taken, about, old), taken)
    document = _read_back(text, target)
    added = Added(
        id=name,
        title=document.title,
        path=shown(target),
        state="new",
        file=document.original.file if document.original else "",
        sha256=digest,
        paragraphs=len(document.passages),
        sentences=sum(len(p.sentences) for p in document.passages),
        guessed=kind == "pdf",
        left_out=tuple(left_out(taken.left)),
    )
    if old is not None:
        return _put(target, text.encode(), added, old, document, sources, update)
    _write_new(target, text.encode())
    return added


def _put(
    target: Path, data: bytes, added: Added, old: Document, new: Document, sources: Sources, update: bool
) -> Added:
    """Put a document in the place of its older self, if it differs and that is wanted."""
    before = read_bytes(target, BRIEF_BYTES)
    if before == data:
        return structs.replace(added, state="unchanged")
    changes = changes_between(old, new)
    if not update:
        of = f", of {old.original.file}," if old.original and old.original.file != added.file else ""
        what = f"'{added.id}' is there already{of} and differs: {_in_short(changes)}"
        hint = "--update replaces it and tells what no longer holds, --id adds another"
        raise QuizError(what, shown(target), hint)
    changed = sources._replace(documents=tuple((n, data if n == old.path else d) for n, d in sources.documents))
    held = {(c.path, c.item, c.field) for c in drift(sources).citations if c.state not in BROKEN}
    broken = [c for c in drift(changed).citations if c.state in BROKEN and (c.path, c.item, c.field) in held]
    replace_file(target, data, before)
    return structs.replace(added, state="updated", changes=changes, broken=tuple(broken))


def _in_short(changes: tuple[Change, ...]) -> str:
    if not changes:
        return "only what stands before its paragraphs"
    return changes[0].says() + (f" and {len(changes) - 1} more" if len(changes) > 1 else "")


def _sound(about: About) -> None:
    """Raise QuizError for an id or an address that the format does not take."""
    if about.id and (_ID.fullmatch(about.id) is None or about.id.casefold() == "readme"):
        raise QuizError(f"'{one_line(about.id, 60)}' is no id", "--id", "letters, digits, - . _, at most 128")
    if about.url and _URL.fullmatch(about.url) is None:
        raise QuizError(f"'{one_line(about.url, 60)}' is no address", "--url", "https://… without a name or password")


def _hold_back(root: Path) -> None:
    if Path(os.path.realpath(root)) == Path(quiz.__file__).resolve().parent / "library":
        what = "the library that came with the program takes no documents"
        raise QuizError(what, "", "`quiz new DIR` makes one of your own")


def _id_of(path: Path) -> str:
    made = slug(path.stem)
    return f"{made}-text" if made == "readme" else made


def _known_elsewhere(documents: dict[str, Document], digest: str, name: str, path: Path, *, chosen: bool) -> None:
    """Raise QuizError when the very file is a document already, under another id than the one that it would get."""
    for document in documents.values():
        if document.original and document.original.sha256 == digest and document.id != name:
            hint = "leave out --id" if chosen else f"--id {document.id} names it"
            raise QuizError(f"this very file is the document '{document.id}' already", str(path), hint)


def _target(root: Path, name: str, old: Document | None) -> Path:
    """Return the file of a document: its own, else one of its id. Raises QuizError when that is something else."""
    folder = root / SEEDS
    if old is not None:
        return next(p for p in folder.iterdir() if shown(p) == old.path)
    target = folder / f"{name}.md"
    if os.path.lexists(target):
        raise QuizError("this file is there, and is no document of that id", shown(target), "choose another id: --id")
    return target


def _front(name: str, path: Path, digest: str, taken: Taken, about: About, old: Document | None) -> dict[str, object]:
    """Return the front matter: what is said now, else what the document says of itself, else what the file says."""
    stem = one_line(path.stem.replace("_", " ").replace("-", " "), 60) or "document"
    found = taken.title if taken.title and len(taken.title) <= 70 else stem
    title = about.title or (old.title if old else found)
    address = about.url or (old.original.url if old and old.original else "")
    front: dict[str, object] = {
        "id": name,
        "title": _plain(title) or name,
        "called": _plain(about.called or (old.called if old else f"“{title}”")) or name,
        "kind": about.kind or (old.kind if old else "other"),
        "voice": old.voice if old and old.voice != name else "",
        "authors": [a for a in map(_plain, about.authors) if a] or list(old.authors if old else ()),
        "publisher": _plain(about.publisher) or (old.publisher if old else ""),
        "dated": _plain(about.dated) or (old.dated if old else ""),
        "text": "original",
        "carried": {str(n): list(names) for n, names in old.carried.items()} if old else {},
        "allow": dict(old.allow) if old else {},
        "original": {
            "file": _plain(path.name, 255) or "unnamed",
            "sha256": digest,
            "paragraphs": len(taken.paragraphs),
            **({"url": address} if address else {}),
        },
    }
    usual = {"publisher": "unnamed", "dated": "unstated"}
    return {k: v for k, v in front.items() if v and usual.get(k) != v}


def _plain(text: str, limit: int = 900) -> str:
    return one_line(_UNPRINTABLE.sub("\ufffd", one_line(text)), limit)


def _rendered(name: str, front: dict[str, object], taken: Taken) -> str:
    """Return the text of a file of `seeds/`. Raises QuizError when it would be longer than such a file may be."""
    lines = ["---", *block(front, 0), "---"]
    for number, paragraph in enumerate(taken.paragraphs, 1):
        lines += ["", f"[{number}] {paragraph.remark}".rstrip(), *paragraph.lines]
    text = "\n".join(lines) + "\n"
    size = len(text.encode())
    if size > BRIEF_BYTES or len(taken.paragraphs) > 99_999:
        raise refused("long", f"{size / MIB:.1f} MiB in {len(taken.paragraphs):,} paragraphs", name)
    return text


def _read_back(text: str, target: Path) -> Document:
    """Return the document that a text is. Raises QuizError when our own reader would refuse it."""
    document, findings = parse_brief(text, shown(target))
    if document is None or findings:
        what = findings[0].what if findings else "it has no front matter"
        raise QuizError(f"no document can be made of it ({one_line(what, 120)})", shown(target), "mend the file")
    return document


def _write_new(target: Path, data: bytes) -> None:
    """Write a new file, whole or not at all."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
        sync_folder(target.parent)
    except OSError as error:
        raise QuizError(f"cannot be written ({error.strerror or error})", str(target), "nothing was changed") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
