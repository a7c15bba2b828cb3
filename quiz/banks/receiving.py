"""Libraries that were received once and are kept in the user's data folder: taken in, listed, dropped.

A library is put in place whole or not at all: it is made beside its place, checked there, and then renamed. An update
first moves the older one aside; should the program be killed between the two renames, `mend` brings that one back.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from quiz.banks.front import Sources
from quiz.banks.gathering import gather
from quiz.banks.library import Library
from quiz.banks.opening import open_library, open_shelf, read_sources
from quiz.banks.packed import name_trouble
from quiz.banks.saving import sync_folder
from quiz.config import BANKS, libraries_folder, shipped_library
from quiz.errors import Exit, QuizError
from quiz.reading import read_bytes
from quiz.text import one_line

RECEIPT = "received.json"
SHIPPED = "shipped"
"""The name of the library that came with the program; no other may have it."""
NAME_CHARS = 64
_NAME = re.compile(rf"[A-Za-z0-9](?:[A-Za-z0-9._-]{{0,{NAME_CHARS - 2}}}[A-Za-z0-9_-])?")
_ID_LINE = re.compile(rb"(?m)^id:[ \t]*[^\s#]+")
_LEFT_SECONDS = 3_600
"""Age at which a library that was never finished is taken away."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of how a library came: its `name` here, the `id` under which its answers are kept, `was` the id that
    its maker gave it, `received` in UTC (ISO), `origin` the name of the folder or file, a SHA-256 of each file."""

    name: str
    id: str
    was: str
    received: str
    origin: str = ""
    files: dict[str, str] = {}


class Taken(NamedTuple):
    """A library that was taken in: `before` holds the files of the one that it replaced, None where it is new.

    `shares` is whose id it also has, empty where it has one of its own.
    """

    root: Path
    receipt: Receipt
    after: Sources
    library: Library
    before: Sources | None = None
    shares: str = ""


def receipt_of(root: Path) -> Receipt | None:
    """Return how the library at `root` came, None when it was not received or that cannot be read."""
    with contextlib.suppress(QuizError, msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(read_bytes(root / RECEIPT), type=Receipt)
    return None


def received(data: Path) -> list[Receipt]:
    """Return the libraries that were received into a user's data folder, by name."""
    folder = libraries_folder(data)
    mend(folder)
    with contextlib.suppress(OSError):
        names = sorted(name for name in os.listdir(folder) if _NAME.fullmatch(name))
        found = (receipt_of(folder / name) for name in names)
        return [
            msgspec.structs.replace(receipt, name=name)
            for name, receipt in zip(names, found, strict=True)
            if receipt is not None
        ]
    return []


def find_received(data: Path, name: str) -> Path:
    """Return the root of a library by its name. Raises QuizError when none has it."""
    if name == SHIPPED:
        return shipped_library()
    known = [receipt.name for receipt in received(data)]
    if name in known:
        return libraries_folder(data) / name
    from quiz.text import nearest

    near = nearest(name, [*known, SHIPPED])
    hint = f"did you mean '{near}'?" if near else "`quiz library list` shows them"
    raise QuizError(f"there is no library '{one_line(name, 60)}'", hint=hint)


def mend(folder: Path) -> None:
    """Bring back what an update that was cut short had moved aside, and take away what one had left."""
    with contextlib.suppress(OSError):
        for name in sorted(os.listdir(folder)):
            if not (name.startswith(".") and name.endswith(".old") and os.path.isfile(folder / name / RECEIPT)):
                continue
            target = folder / name[1:-4]
            if os.path.lexists(target):
                shutil.rmtree(folder / name, ignore_errors=True)
            else:
                os.replace(folder / name, target)


def take_in(data: Path, given: Path, name: str, now: str) -> Taken:
    """Copy the library in a folder or zip file into the data folder, or put it in the place of its older self.

    `name` is what it is called here, empty for its id; `now` is UTC (ISO). Raises QuizError when it cannot be read, is
    refused or cannot be written; then everything is as it was.
    """
    if name:
        _is_name(name, "--name")
    folder = libraries_folder(data)
    mend(folder)
    with _beside(folder) as fresh:
        gather(given, fresh)
        library = _opened(fresh, given)
        was = library.id
        name = name or _name_of(was)
        known = received(data)
        _is_free(name, known)
        older = next((receipt for receipt in known if receipt.name == name), None)
        root = folder / name
        if older is not None:
            before = _may_update(root, older, library)
            key, shares = older.id, ""
        else:
            before = None
            key, shares = _key_for(name, was, known, data / "cache")
        if key != was:
            _rename(fresh, key)
            library = _opened(fresh, given)
        receipt = Receipt(
            name=name, id=key, was=was, received=now, origin=one_line(given.name, 255), files=_sums(fresh)
        )
        after = read_sources(fresh)
        (fresh / RECEIPT).write_bytes(msgspec.json.format(msgspec.json.encode(receipt)))
        _put(fresh, root)
    return Taken(root, receipt, after, library, before, shares)


def drop(data: Path, name: str) -> None:
    """Delete a library that was received; answers to it stay in the log. Raises QuizError when there is none."""
    if name == SHIPPED:
        raise QuizError("the library that came with the program cannot be removed", hint="use another one")
    root = find_received(data, name)
    aside = root.with_name(f".{name}.{os.getpid()}.gone")
    try:
        os.replace(root, aside)
        sync_folder(root.parent)
    except OSError as error:
        raise QuizError(f"cannot be removed ({error.strerror or error})", str(root), code=Exit.STORE) from None
    shutil.rmtree(aside, ignore_errors=True)


def _is_name(name: str, where: str = "") -> None:
    if not _NAME.fullmatch(name) or name.casefold() == SHIPPED or name_trouble(name):
        hint = f"give it another with --name: letters, digits, - . _, at most {NAME_CHARS}"
        raise QuizError(f"no library may be called '{one_line(name, 60)}' here", where, hint)


def _name_of(id_: str) -> str:
    """Return how a library is called that was given no name: by its id, as far as that can be a folder's name."""
    name = id_.replace(":", "-")[:NAME_CHARS].rstrip(".")
    _is_name(name)
    return name


def _is_free(name: str, known: list[Receipt]) -> None:
    near = next((r.name for r in known if r.name != name and r.name.casefold() == name.casefold()), "")
    if near:
        what = f"'{name}' differs from the library '{near}' only in capitals"
        raise QuizError(what, hint=f"`--name {near}` updates that one")


def _may_update(root: Path, older: Receipt, library: Library) -> Sources:
    """Return the files of the library at `root` if `library` may take its place. Raises QuizError."""
    name = older.name
    if older.was != library.id:
        what = f"'{name}' is the library '{older.was}' here, and this one is '{one_line(library.id, 60)}'"
        raise QuizError(what, hint="give it another name with --name")
    edited = sorted(f for f, sum_ in _sums(root).items() if older.files.get(f) != sum_)
    edited += sorted(set(older.files) - set(_sums(root)))
    if edited:
        what = f"'{name}' was edited after it came ({one_line(edited[0], 80)}), and an update would undo that"
        raise QuizError(what, str(root), f"copy what you changed, then `quiz library remove {name}`; answers stay")
    before = read_sources(root)
    items: set[str] = set()
    with contextlib.suppress(QuizError):
        items = set(open_library(root).entries)
    if items and library.entries and not items & library.entries.keys():
        what = f"it has the id of the library '{name}' and not one of its items"
        raise QuizError(what, hint="if it is another one, give it a name of its own with --name")
    return before


def _key_for(name: str, was: str, known: list[Receipt], cache: Path) -> tuple[str, str]:
    """Return the id under which answers to a new library are kept, and whose id that also is.

    It is the one that its maker gave it, unless another library has that and this one is called otherwise: then it is
    its name, so that the answers to the two do not mix.
    """
    ids = {receipt.id: receipt.name for receipt in known}
    with contextlib.suppress(QuizError):
        ids.setdefault(open_shelf(shipped_library(), cache).front.id, SHIPPED)
    other = ids.get(was, "")
    if not other:
        return was, ""
    if name != _name_of(was):
        if name in ids:
            raise QuizError(f"'{name}' is the id of the library '{ids[name]}'", "--name", "give it another name")
        return name, ""
    if other == SHIPPED:
        return was, SHIPPED
    hint = f"`--name {other}` updates that one, any other name keeps the two and their answers apart"
    raise QuizError(f"the library '{other}' has the same id '{was}'", hint=hint)


@contextlib.contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Make an empty folder for a library that is not finished, and take it away if it is still there at the end."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(".new", ".", folder))
    except OSError as error:
        raise _unwritten(folder, error) from None
    try:
        _sweep(folder, fresh.stat().st_mtime - _LEFT_SECONDS)
        yield fresh
    except OSError as error:
        raise _unwritten(folder, error) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _sweep(folder: Path, before: float) -> None:
    """Take away what is left of attempts that were cut short before a moment (seconds)."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            place = folder / name
            if name.endswith((".new", ".gone")) and name.startswith(".") and place.stat().st_mtime < before:
                shutil.rmtree(place, ignore_errors=True)


def _unwritten(folder: Path, error: OSError) -> QuizError:
    what = f"the library cannot be kept ({error.strerror or error})"
    return QuizError(what, str(folder), "nothing was changed", code=Exit.STORE)


def _opened(fresh: Path, given: Path) -> Library:
    """Compile a library that is not in place yet; messages name its files as they lie in what was given."""
    try:
        return open_library(fresh)
    except QuizError as error:
        inside = error.where[max(0, error.where.rfind(f"{BANKS}/")) :]
        raise QuizError(error.message, f"{one_line(str(given))}: {inside}", error.hint) from None


def _rename(fresh: Path, key: str) -> None:
    """Write another id into library.yaml. Raises QuizError when it does not stand on a line of its own."""
    path = fresh / BANKS / "library.yaml"
    data, times = _ID_LINE.subn(b"id: " + key.encode(), path.read_bytes(), count=1)
    path.write_bytes(data)
    with contextlib.suppress(QuizError):
        if times and open_library(fresh).id == key:
            return
    raise QuizError("its id cannot be changed here", f"{BANKS}/library.yaml", "write `id:` on a line of its own")


def _sums(root: Path) -> dict[str, str]:
    """Return the SHA-256 of each file below `root`, by its path there; the receipt is none of them."""
    names = sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file() and p.parent != root)
    return {name: sha256((root / name).read_bytes()).hexdigest() for name in names}


def _put(fresh: Path, root: Path) -> None:
    """Put a finished library into its place; an older one there is moved aside first and then deleted."""
    for path in sorted(fresh.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    aside = root.with_name(f".{root.name}.old")
    there = os.path.lexists(root)
    if there:
        os.replace(root, aside)
    try:
        os.replace(fresh, root)
    except OSError:
        if there:
            os.replace(aside, root)
        raise
    sync_folder(root.parent)
    shutil.rmtree(aside, ignore_errors=True)
