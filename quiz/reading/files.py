"""Reading a file as it is, with a limit. The rest of this package is for what stands in it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from quiz.errors import QuizError

FILE_BYTES = 64 * 1024 * 1024


def read_bytes(path: Path, limit: int = FILE_BYTES) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes.

    Raises QuizError when the path is no regular file, is too large or cannot be read.
    """
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            raise QuizError("this is not a regular file", str(path), "name a file, not a folder or a device")
        if info.st_size > limit:
            size = f"{info.st_size / 1_048_576:.0f} MiB, more than {limit / 1_048_576:.0f} MiB"
            raise QuizError(f"the file is too large ({size})", str(path), "split it")
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(limit)
    except OSError as error:
        raise QuizError(
            f"cannot be read ({error.strerror or error})", str(path), "check path and permissions"
        ) from None
