"""The command that writes an item step by step: `quiz add`."""

from __future__ import annotations

import contextlib
import os
import sys
import zlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from quiz.commands.shared import folders, open_library, say
from quiz.errors import Exit, QuizError

if TYPE_CHECKING:
    from argparse import Namespace

    from quiz.generate.accepting import Place
    from quiz.views.adding import Bench, Given

DRAFT_BYTES = 1024 * 1024


class _Draft(Struct):
    """An item that was begun: the library's root, and the answers to the steps so far."""

    root: str
    given: tuple[tuple[str, str], ...] = ()


def add(options: Namespace) -> int:
    """Write an item step by step, from where the last one was left."""
    from quiz.banks import find_library
    from quiz.banks.editing import hold_back
    from quiz.banks.receiving import receipt_of
    from quiz.config import BANKS
    from quiz.plain_add import PlainAdd

    data, settings = folders(options)
    root = find_library(getattr(options, "library", None), settings.library)
    hold_back(root, root / BANKS)
    bench = _bench(options, root)
    if receipt_of(root) is not None:
        say("quiz: this library was received: an update of it is refused while it holds what you write here")
    path = data / "adding" / f"{zlib.crc32(os.fsencode(os.path.realpath(root))):08x}.json"
    today = datetime.now().astimezone().date()

    def keep(given: Given) -> None:
        _keep(path, root, given)

    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    # Not what a shell once exported as COLUMNS.
    columns = os.get_terminal_size(sys.stdout.fileno()).columns if terminal else 0
    plain = not terminal or getattr(options, "plain", False) or os.environ.get("TERM") == "dumb"
    read = sys.stdin.readline if plain else _edited
    return PlainAdd(bench, today, read, sys.stdout, keep, columns).run(_kept(path))


def _edited() -> str:
    """Return a line that may be edited while it is typed, and earlier ones called back, as in a shell."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401
    try:
        return f"{input()}\n"
    except EOFError:
        return ""


def _bench(options: Namespace, root: Path) -> Bench:
    from quiz.generate.accepting import place_of
    from quiz.views.adding import Bench

    library = open_library(options)
    if not any(p.sentences for d in library.documents.values() for p in d.passages):
        raise QuizError("the library has no document that an item could cite", str(root), "put one into seeds/ first")
    places = _places(root, library.banks)
    chosen = place_of(places, options.bank) if options.bank else None
    return Bench(root, library, places, chosen)


def _places(root: Path, banks: dict[str, str]) -> list[Place]:
    """Return the banks that take items; without any, one to be made. Raises QuizError when none can be read."""
    from quiz.banks.opening import bank_paths
    from quiz.config import BANKS
    from quiz.generate.accepting import Place, places

    if banks:
        return places(root, banks)
    there = bank_paths(root / BANKS)
    if there:
        raise QuizError("no bank can be read", str(there[0]), "`quiz check` tells why")
    return [Place("items", root / BANKS / "items.yaml")]


def _kept(path: Path) -> Given:
    """Return the answers of the item that was begun last, none where there is none."""
    import msgspec

    from quiz.reading import read_bytes

    if not os.path.lexists(path):
        return ()
    try:
        return msgspec.json.decode(read_bytes(path, DRAFT_BYTES), type=_Draft).given
    except (QuizError, msgspec.DecodeError, UnicodeDecodeError):
        say(f"quiz: the item that was begun cannot be read and is begun anew: {path}")
        return ()


def _keep(path: Path, root: Path, given: Given) -> None:
    """Keep the answers so far, whole or not at all; without any the file goes. Raises QuizError."""
    import msgspec

    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        if not given:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(_Draft(str(root), given))))
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        what = f"what was typed cannot be kept ({error.strerror or error})"
        raise QuizError(what, str(path), code=Exit.STORE) from None
