"""Libraries on disk: finding one, reading its files, and a cache keyed by their contents."""

from __future__ import annotations

import os
import re
from hashlib import blake2b
from pathlib import Path

import msgspec

from quiz import __version__
from quiz.banks.compiling import Sources, compile_library
from quiz.banks.library import Library
from quiz.config import BANKS, SEEDS, is_library, shipped_library
from quiz.documents.files import BRIEF_BYTES, brief_paths
from quiz.errors import QuizError
from quiz.reading import read_bytes

CACHE_FORMAT = 1
BANK_FILES = 1_000
_RESERVED = frozenset({"library.yaml", "names.yaml"})


def find_library(given: str | None, chosen: str = "") -> Path:
    """Return the root of the library: `given`, then `QUIZ_LIBRARY`, the current folder, `chosen`, the shipped one.

    Raises QuizError when a named folder holds no library.
    """
    for name, source in ((given, "--library"), (os.environ.get("QUIZ_LIBRARY"), "QUIZ_LIBRARY")):
        if name:
            return _root(Path(name).expanduser(), source)
    if is_library(Path.cwd()):
        return Path.cwd()
    if chosen:
        return _root(Path(chosen), "the chosen library")
    shipped = shipped_library()
    if not is_library(shipped):
        raise QuizError("no library was found", str(shipped), "name one with --library DIR")
    return shipped


def _root(folder: Path, source: str) -> Path:
    if is_library(folder):
        return folder
    if (folder / "library.yaml").is_file():
        return folder.resolve().parent
    hint = f"a library has {BANKS}/library.yaml and {SEEDS}/"
    what = "no such folder" if not folder.exists() else "no library is there"
    raise QuizError(f"{what} ({source})", str(folder), hint)


def _file(path: Path, name: str, limit: int | None = None) -> tuple[str, bytes | QuizError]:
    try:
        return name, read_bytes(path) if limit is None else read_bytes(path, limit)
    except QuizError as error:
        return name, error


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def bank_paths(folder: Path) -> list[Path]:
    """Return the bank files of a folder by name: its YAML files but for library.yaml and names.yaml."""
    found = sorted(p for p in folder.glob("*.y*ml") if p.suffix in (".yaml", ".yml") and p.name not in _RESERVED)
    return found[:BANK_FILES]


def read_sources(root: Path) -> Sources:
    """Read the files of the library at `root`; what cannot be read is in its place as an error."""
    folder = root / BANKS
    names = folder / "names.yaml"
    return Sources(
        _file(folder / "library.yaml", _shown(folder / "library.yaml")),
        _file(names, _shown(names)) if names.exists() else None,
        tuple(_file(p, _shown(p)) for p in bank_paths(folder)),
        tuple(_file(p, _shown(p), BRIEF_BYTES) for p in brief_paths(root / SEEDS)),
    )


def with_files(sources: Sources, outside: list[Path], asked: list[Path]) -> tuple[Sources, set[str]]:
    """Return `sources` with the files `outside` the library added, and the names under which `asked` are spoken of.

    A bank from outside takes the place of the library's bank of the same id; Markdown files are briefs.
    """
    banks = [_file(p, _shown(p)) for p in outside if p.suffix != ".md"]
    briefs = [_file(p, _shown(p), BRIEF_BYTES) for p in outside if p.suffix == ".md"]
    ids = {_bank_id(data) for _, data in banks} - {""}
    kept = [b for b in sources.banks if _bank_id(b[1]) not in ids]
    taken = {_brief_id(data) for _, data in briefs} - {""}
    documents = [d for d in sources.documents if _brief_id(d[1]) not in taken]
    made = sources._replace(banks=(*kept, *banks), documents=(*documents, *briefs))
    return made, {_shown(p) for p in asked}


def _first_value(data: bytes | QuizError, key: bytes) -> str:
    """Return the value of a top-level `key:` by the look of its line: enough to tell which file stands for which."""
    if isinstance(data, QuizError):
        return ""
    found = re.search(rb"(?m)^" + key + rb":[ \t]*([^\s#]+)", data[:65_536])
    return found[1].decode("utf-8", "replace").strip("'\"") if found else ""


def _bank_id(data: bytes | QuizError) -> str:
    return _first_value(data, b"bank")


def _brief_id(data: bytes | QuizError) -> str:
    return _first_value(data, b"id")


def _cache_key(sources: Sources) -> str:
    digest = blake2b(f"{__version__}/{CACHE_FORMAT}".encode(), digest_size=16)
    names = () if sources.names is None else (sources.names,)
    for part in ((sources.library,), names, sources.banks, sources.documents):
        digest.update(b"\x00part")
        for name, data in part:
            content = data if isinstance(data, bytes) else str(data).encode("utf-8", "replace")
            digest.update(f"\x00{name}\x00{len(content)}\x00".encode("utf-8", "replace"))
            digest.update(content)
    return digest.hexdigest()


def open_library(root: Path, cache: Path | None = None) -> Library:
    """Return the library at `root`, from the cache when no file has changed.

    `cache` is a folder for the compiled form; it may be missing or not writable. Raises QuizError when library.yaml or
    names.yaml cannot be used.
    """
    sources = read_sources(root)
    path = None if cache is None else cache / f"library-{_cache_key(sources)}.msgpack"
    if path is not None:
        try:
            return msgspec.msgpack.decode(path.read_bytes(), type=Library)
        except (OSError, msgspec.DecodeError):
            pass
    library, findings = compile_library(sources)
    if library is None:
        first = next(f for f in findings if Path(f.path).name in _RESERVED)
        more = sum(Path(f.path).name in _RESERVED for f in findings) - 1
        hint = f"{first.hint}; `quiz check` tells {more} more" if more else first.hint
        raise QuizError(first.what, f"{first.path}:{first.line}:{first.column}", hint)
    if path is not None:
        _keep(path, msgspec.msgpack.encode(library))
    return library


def _keep(path: Path, data: bytes) -> None:
    """Write the cache and drop older ones; a cache that cannot be written is no loss."""
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        os.replace(temporary, path)
        kept = sorted(path.parent.glob("library-*.msgpack"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in kept[8:]:
            old.unlink()
    except OSError:
        temporary.unlink(missing_ok=True)
