"""Files that come whole or not at all, and that take no other's place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

LITTER = ".new"
"""How the names of files end that are not yet whole."""


@contextmanager
def written_whole(path: Path, mode: int = 0o600) -> Iterator[Path]:
    """Give a new, empty file to be filled; after that it is on the disk and has the name `path`.

    A kill on the way leaves nothing under that name. Raises FileExistsError when the name is taken, OSError when the
    file cannot be written.
    """
    import uuid

    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex}{LITTER}")
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        yield temporary
        sync(temporary)
        _name(temporary, path)
        sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_lines(path: Path, lines: Iterable[bytes]) -> int:
    """Write lines to a new file and return how many. Raises as `written_whole` does."""
    number = 0
    with written_whole(path) as temporary, temporary.open("wb") as file:
        for number, line in enumerate(lines, 1):  # noqa: B007
            file.write(line)
    return number


def write_result(path: Path, data: bytes, replace: bool) -> None:
    """Write a file that the user asked for, whole or not at all.

    Raises FileExistsError when the name is taken and is not to be replaced, OSError when it cannot be written.
    """
    if not replace or not os.path.lexists(path):
        with written_whole(path, 0o644) as temporary:
            temporary.write_bytes(data)
        return
    beside = free_name(path.with_name(f"{path.name}{LITTER}"))
    try:
        with written_whole(beside, 0o644) as temporary:
            temporary.write_bytes(data)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def free_name(path: Path) -> Path:
    """Return `path`, or the like of it with a number, such that there is no file of that name."""
    number, found = 1, path
    while os.path.lexists(found):
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _name(temporary: Path, path: Path) -> None:
    """Give a file its name unless that is taken; a file system without links gets it by renaming."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        os.rename(temporary, path)
