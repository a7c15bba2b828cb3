"""A file of a library in the place of its older self: whole or not at all, with the permissions that it had."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from quiz.errors import QuizError
from quiz.reading import read_bytes


def replace_file(path: Path, data: bytes, before: bytes) -> None:
    """Put `data` in the place of a file that holds `before`; a link to it stays one.

    Raises QuizError when the file holds something else by now or cannot be written; then nothing has changed.
    """
    target = Path(os.path.realpath(path))
    if read_bytes(target) != before:
        raise QuizError("the file has been changed meanwhile", str(path), "do it again")
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.chmod(temporary, mode)
            os.fsync(file.fileno())
        os.replace(temporary, target)
        sync_folder(target.parent)
    except OSError as error:
        raise QuizError(f"cannot be written ({error.strerror or error})", str(path), "nothing was changed") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
