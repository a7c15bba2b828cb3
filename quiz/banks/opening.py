"""Libraries on disk: finding one, reading its files, and a cache keyed by their contents."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from quiz import __version__
from quiz.banks.front import Front, Sources
from quiz.config import BANKS, SEEDS, is_library, library_root, shipped_library
from quiz.documents.files import BRIEF_BYTES, brief_paths
from quiz.errors import QuizError, Severity
from quiz.reading import read_bytes
from quiz.text import safe

if TYPE_CHECKING:
    from quiz.banks.compiling import Known
    from quiz.banks.library import Library
    from quiz.errors import Finding

T = TypeVar("T")

CHOSEN = "the chosen library"
CACHE_FORMAT = 6
_SUM_BYTES = 4
BANK_FILES = 1_000
MAPS = "maps"
"""The folder beside the banks that holds a library's own maps."""
MAP_BYTES = 1024 * 1024
MAP_FILES = 100
_RESERVED = frozenset({"library.yaml", "names.yaml"})


def find_library(given: str | None, chosen: str = "") -> Path:
    """Return the root of the library: `given`, then `QUIZ_LIBRARY`, the current folder, `chosen`, the shipped one.

    Raises QuizError when a named folder holds no library.
    """
    return locate(given, chosen)[0]


def locate(given: str | None, chosen: str = "") -> tuple[Path, str]:
    """Return what `find_library` does, and what decided it, in words. Raises QuizError as it does."""
    for name, source in ((given, "--library"), (os.environ.get("QUIZ_LIBRARY"), "QUIZ_LIBRARY")):
        if name:
            return _root(Path(os.path.expanduser(name)), source), source
    if is_library(Path()):
        return Path.cwd(), "the current folder"
    if chosen:
        return _chosen(Path(chosen)), CHOSEN
    shipped = shipped_library()
    if not is_library(shipped):
        raise QuizError("no library was found", str(shipped), "name one with --library DIR")
    return shipped, "the shipped library"


def _chosen(folder: Path) -> Path:
    """Return the root of the library that was chosen, brought back if an update of it was cut short."""
    if library_root(folder) is None:
        from quiz.banks.receiving import mend

        mend(folder.parent)
    try:
        return _root(folder, CHOSEN)
    except QuizError as error:
        error.hint = "`quiz library use NAME` chooses another"
        raise


def _root(folder: Path, source: str) -> Path:
    root = library_root(folder)
    if root is not None:
        return root
    hint = f"a library has {BANKS}/library.yaml and {SEEDS}/"
    what = "no such folder" if not os.path.exists(folder) else "no library is there"
    raise QuizError(f"{what} ({source})", str(folder), hint)


def _file(path: Path, name: str, limit: int | None = None) -> tuple[str, bytes | QuizError]:
    try:
        return name, read_bytes(path) if limit is None else read_bytes(path, limit)
    except QuizError as error:
        return name, error


def shown(path: Path) -> str:
    """Return how messages name a file: from the current folder where it lies in it."""
    with contextlib.suppress(ValueError, OSError):
        path = path.relative_to(Path.cwd())
    return safe(str(path))


def is_bank(path: PurePath) -> bool:
    """Tell whether a file is a bank by its name: a YAML file that is neither library.yaml nor names.yaml."""
    return path.suffix in (".yaml", ".yml") and path.name not in _RESERVED


def bank_paths(folder: Path) -> list[Path]:
    """Return the bank files of a folder by name."""
    return sorted(filter(is_bank, folder.glob("*.y*ml")))[:BANK_FILES]


def is_map(path: PurePath) -> bool:
    """Tell whether a file is a map by its name."""
    return path.suffix == ".json"


def map_paths(folder: Path) -> list[Path]:
    """Return the map files of a folder of banks by name."""
    return sorted((folder / MAPS).glob("*.json"))[:MAP_FILES]


def read_sources(root: Path) -> Sources:
    """Read the files of the library at `root`; what cannot be read is in its place as an error."""
    folder = root / BANKS
    names = folder / "names.yaml"
    return Sources(
        _file(folder / "library.yaml", shown(folder / "library.yaml")),
        _file(names, shown(names)) if os.path.lexists(names) else None,
        tuple(_file(p, shown(p)) for p in bank_paths(folder)),
        tuple(_file(p, shown(p), BRIEF_BYTES) for p in brief_paths(root / SEEDS)),
        tuple(_file(p, shown(p), MAP_BYTES) for p in map_paths(folder)),
    )


def with_files(sources: Sources, outside: list[Path], asked: list[Path]) -> tuple[Sources, set[str]]:
    """Return `sources` with the files `outside` the library added, and the names under which `asked` are spoken of.

    A bank from outside takes the place of the library's bank of the same id; Markdown files are briefs.
    """
    banks = [_file(p, shown(p)) for p in outside if p.suffix != ".md"]
    briefs = [_file(p, shown(p), BRIEF_BYTES) for p in outside if p.suffix == ".md"]
    ids = {_bank_id(data) for _, data in banks} - {""}
    kept = [b for b in sources.banks if _bank_id(b[1]) not in ids]
    taken = {_brief_id(data) for _, data in briefs} - {""}
    documents = [d for d in sources.documents if _brief_id(d[1]) not in taken]
    made = sources._replace(banks=(*kept, *banks), documents=(*documents, *briefs))
    return made, {shown(p) for p in asked}


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


class _Kept(msgspec.Struct):
    """What the cache holds: what the files looked like, and the library that they gave."""

    key: list[tuple[str, int, int]]
    front: Front
    library: msgspec.Raw


class Origin(NamedTuple):
    """Where a library came from: its root, the folder of its compiled form, what its files were like."""

    root: Path
    cache: Path | None
    key: list[tuple[str, int, int]]


class Shelf:
    """A library at hand: its front page at once, the whole when it is first asked for.

    `origin` says where it came from, None for one that is on no disk.
    """

    def __init__(self, front: Front, load: Callable[[], Library], origin: Origin | None = None) -> None:
        self.front = front
        self._load = load
        self.origin = origin

    @cached_property
    def library(self) -> Library:
        """The whole library."""
        return self._load()

    @classmethod
    def of(cls, library: Library) -> Shelf:
        """Return the shelf of a library that is already loaded."""
        return cls(library.front(), lambda: library)

    def beginning_at(self, hour: int | None) -> Shelf:
        """Return it with study days that begin at another hour (0 to 23); None leaves the library's."""
        if hour is None or hour == self.front.rollover:
            return self
        front = msgspec.structs.replace(self.front, rollover=hour)
        return Shelf(front, lambda: msgspec.structs.replace(self.library, rollover=hour), self.origin)

    def again(self) -> Shelf | None:
        """Return the library as its files are now, None when no file has changed. Raises QuizError as `open_shelf`."""
        origin = self.origin
        if origin is None or cache_key(read_sources(origin.root)) == origin.key:
            return None
        return open_shelf(origin.root, origin.cache)


COMPILING = ("banks", "documents", "items", "maps", "reading")
"""The packages that make a library of files."""


def _code_age(packages: Sequence[str]) -> int:
    """Return when code of some packages was last changed, in nanoseconds: other code, another cache."""
    package = Path(__file__).resolve().parent.parent
    folders = [package / f for f in packages if os.path.isdir(package / f)]
    files = [e for f in folders for e in os.scandir(f) if e.name.endswith((".py", ".md", ".json"))]
    return max((e.stat().st_mtime_ns for e in files), default=0)


def cache_key(sources: Sources, packages: Sequence[str] = COMPILING) -> list[tuple[str, int, int]]:
    """Return name, length and checksum of every file, and the age of the code: an edit changes at least one of them."""
    names = () if sources.names is None else (sources.names,)
    key = [(f"{__version__}/{CACHE_FORMAT}", 0, _code_age(packages))]
    for name, data in (sources.library, *names, *sources.banks, *sources.documents, *sources.maps):
        content = data if isinstance(data, bytes) else str(data).encode("utf-8", "replace")
        key.append((name, len(content), zlib.crc32(content)))
    return key


def open_library(root: Path, cache: Path | None = None) -> Library:
    """Return the library at `root`, from the cache when no file has changed; see `open_shelf`."""
    return open_shelf(root, cache).library


def open_shelf(root: Path, cache: Path | None = None) -> Shelf:
    """Return the library at `root` with its front page read and the rest to be loaded when needed.

    `cache` is a folder for the compiled form; it may be missing or not writable. Raises QuizError when library.yaml or
    names.yaml cannot be used.
    """
    sources = read_sources(root)
    key = cache_key(sources)
    origin = Origin(root, cache, key)
    path = None if cache is None else cache_path(cache, "library", root)
    if path is not None:
        kept = read_kept(path, _Kept)
        if kept is not None and kept.key == key:
            raw = kept.library
            return Shelf(kept.front, lambda: _whole(raw, sources), origin)
    library = _compiled(sources)
    if path is not None:
        encoded = msgspec.Raw(msgspec.msgpack.encode(library))
        keep(path, _Kept(key, library.front(), encoded))
    return Shelf(library.front(), lambda: library, origin)


def _sum(data: bytes | memoryview) -> bytes:
    """Return the checksum that stands before the data in the cache: a disk that lies must not change a key."""
    return zlib.crc32(data).to_bytes(_SUM_BYTES, "big")


def cache_path(cache: Path, kind: str, root: Path) -> Path:
    """Return where in the folder `cache` something about the library at `root` is kept."""
    return cache / f"{kind}-{zlib.crc32(os.fsencode(os.path.realpath(root))):08x}.msgpack"


def read_kept(path: Path, type_: type[T]) -> T | None:
    """Return what a file of the cache holds; None when there is none or it is damaged."""
    with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        data = memoryview(path.read_bytes())
        if data[:_SUM_BYTES] == _sum(data[_SUM_BYTES:]):
            return msgspec.msgpack.decode(data[_SUM_BYTES:], type=type_)
    return None


def _whole(raw: msgspec.Raw, sources: Sources) -> Library:
    from quiz.banks.library import Library

    try:
        with nothing_is_garbage():
            return msgspec.msgpack.decode(raw, type=Library)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _compiled(sources)


@contextlib.contextmanager
def nothing_is_garbage() -> Iterator[None]:
    """Spare the collector while a library is made: all that comes to be stays."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def compiled(sources: Sources, known: Known | None = None) -> tuple[Library | None, list[Finding]]:
    """Compile a library as `compile_library` does, a fifth faster."""
    from quiz.banks.compiling import compile_library

    with nothing_is_garbage():
        return compile_library(sources, known)


def _compiled(sources: Sources) -> Library:
    library, findings = compiled(sources)
    if library is None:
        first, *more = [f for f in findings if Path(f.path).name in _RESERVED and f.severity is Severity.ERROR]
        hint = f"{first.hint}; `quiz check` tells {len(more)} more" if more else first.hint
        raise QuizError(first.what, f"{first.path}:{first.line}:{first.column}", hint)
    return library


def keep(path: Path, value: object) -> None:
    """Write a value into the cache; one that cannot be written is no loss."""
    data = msgspec.msgpack.encode(value)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(_sum(data) + data)
        os.replace(temporary, path)
    with contextlib.suppress(OSError):
        temporary.unlink(missing_ok=True)
