"""What trainees are called in files for an instructor: a name by choice or by chance, the same one from then on.

A name by chance follows from nothing, so nobody can tell from a file whose it is. Names are kept in the folder of the
data, and go with a trainee's own data.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from quiz.errors import Exit, QuizError
from quiz.text import one_line

FILE = "pseudonyms.json"
NAME_CHARS = 64
"""Characters of a pseudonym."""
_NAMES = msgspec.json.Decoder(dict[str, str])


def pseudonym(folder: Path, trainee: str, chosen: str = "") -> str:
    """Return what a trainee is called in files for an instructor; `chosen`, if any, holds from now on.

    Raises QuizError when a name is taken by another trainee of this folder or cannot be kept.
    """
    known = _read(folder)
    name = one_line(chosen, NAME_CHARS) or known.get(trainee) or _by_chance()
    if any(other != trainee and called == name for other, called in known.items()):
        raise QuizError("another trainee of this log has that name", name, "choose another with --as")
    if known.get(trainee) != name:
        _write(folder, {**known, trainee: name})
    return name


def forget_pseudonym(folder: Path, trainee: str) -> None:
    """Keep no longer what a trainee was called. Raises QuizError when the file cannot be written."""
    known = _read(folder)
    if known.pop(trainee, None) is not None:
        _write(folder, known)


def _by_chance() -> str:
    import secrets

    return f"trainee-{secrets.token_hex(4)}"


def _read(folder: Path) -> dict[str, str]:
    """Return the names that are kept; none where they cannot be read."""
    with suppress(OSError, msgspec.DecodeError):
        return _NAMES.decode((folder / FILE).read_bytes())
    return {}


def _write(folder: Path, names: dict[str, str]) -> None:
    path = folder / FILE
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(names))
        os.replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        what = f"the pseudonym cannot be kept ({error.strerror})"
        raise QuizError(what, str(path), "check the folder and its permissions", Exit.STORE) from None
