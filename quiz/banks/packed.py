"""A library in a zip file that somebody else made: each member is looked at before a byte of it is unpacked."""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from quiz.errors import QuizError
from quiz.text import one_line

ZIP_BYTES = 256 * 1024 * 1024
MEMBERS = 20_000
"""Members of a zip file, wanted or not."""
MEMBER_BYTES = 256 * 1024 * 1024
SUM_BYTES = 1024 * 1024 * 1024
RATIO = 200
"""How many times its packed size a member above RATIO_FROM bytes may have."""
RATIO_FROM = 1024 * 1024
DIRECTORY_BYTES = 8 * 1024 * 1024
"""Bytes of the list of members: it is read whole before they can be counted."""
PATH_CHARS = 512
_CHUNK = 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_END_SIGN = b"PK\x05\x06"
_LARGE_SIGN = b"PK\x06\x07"
_LARGE_BYTES = 20
_COMMENT_BYTES = 65_535
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", "conin$", "conout$", *(f"{n}{i}" for n in ("com", "lpt") for i in range(10)))
)
"""Names that are devices on some systems, whatever follows their first dot."""
_HINT = "pack it anew, with the two folders alone"


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip file of which every member has been looked at; a member is then read with `pour`.

    Raises QuizError when it is no zip file, is too large, or has a member that is refused.
    """
    with _reading(path), path.open("rb") as file:
        _measure(file, path)
        with zipfile.ZipFile(file) as found:
            _look_at(found.infolist(), path)
            yield found


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Tell of a zip file that cannot be read in our words."""
    try:
        yield
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise QuizError(what, one_line(str(path)), "check path and permissions") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error):
        raise QuizError("the zip file is damaged", one_line(str(path)), "get it once more") from None


def _measure(file: BinaryIO, path: Path) -> None:
    """Look at the end of a zip file, which tells how long its list of members is; go back to its begin."""
    where = one_line(str(path))
    size = file.seek(0, 2)
    if size > ZIP_BYTES:
        raise QuizError(f"the zip file is larger than {_mib(ZIP_BYTES)}", where, _HINT)
    file.seek(max(0, size - _END.size - _COMMENT_BYTES - _LARGE_BYTES))
    tail = file.read()
    at = (
        len(tail) - _END.size if tail[-_END.size :][:4] == _END_SIGN and tail[-2:] == b"\0\0" else tail.rfind(_END_SIGN)
    )
    if at < 0 or len(tail) - at < _END.size:
        raise QuizError("this is no zip file", where, "name a folder or a zip file with a library")
    end = _END.unpack_from(tail, at)
    if tail[max(0, at - _LARGE_BYTES) :][:4] == _LARGE_SIGN or max(end[3:5]) > MEMBERS:
        raise QuizError(f"the zip file has more than {MEMBERS:,} members", where, _HINT)
    if end[5] > DIRECTORY_BYTES:
        raise QuizError(f"the list of members is larger than {_mib(DIRECTORY_BYTES)}", where, _HINT)
    file.seek(0)


def _mib(size: int) -> str:
    return f"{size // 1_048_576:,} MiB"


def _look_at(members: list[zipfile.ZipInfo], path: Path) -> None:
    """Raise QuizError for the first member that is refused."""
    where = one_line(str(path))
    if len(members) > MEMBERS:
        raise QuizError(f"the zip file has more than {MEMBERS:,} members", where, _HINT)
    if sum(m.file_size for m in members) > SUM_BYTES:
        raise QuizError(f"unpacked it is larger than {_mib(SUM_BYTES)}", where, _HINT)
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for member in members:
        why = name_trouble(member.orig_filename) or _trouble(member)
        if not why:
            why = _clash(member.filename.rstrip("/"), member.is_dir(), files, folders)
        if why:
            raise QuizError(f"member '{one_line(member.orig_filename, 80)}' {why}", where, _HINT)


def name_trouble(name: str) -> str:
    """Return why a member may not have this name, empty when it may."""
    parts = name.rstrip("/").split("/")
    if len(name) > PATH_CHARS:
        return f"has a name of more than {PATH_CHARS} characters"
    if name.startswith("/") or (len(name) > 1 and name[1] == ":"):
        return "has an absolute path"
    if ".." in parts:
        return "leaves the folder"
    if "\\" in name or not all(parts) or "." in parts or name.endswith("//"):
        return "has no plain path"
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in name):
        return "has a control character in its name"
    if any(part.split(".")[0].rstrip().casefold() in _DEVICES for part in parts):
        return "has the name of a device"
    return "has a name that ends in a dot or a space" if any(part[-1] in ". " for part in parts) else ""


def _trouble(member: zipfile.ZipInfo) -> str:
    """Return why a member is refused for what it is, empty when it is not."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "is a link"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is no regular file"
    if member.flag_bits & 0x1:
        return "is encrypted"
    if member.compress_type not in _PACKINGS:
        return "is packed in a way that is not read here"
    if member.file_size > MEMBER_BYTES:
        return f"is larger than {_mib(MEMBER_BYTES)}"
    if member.file_size > RATIO_FROM and member.file_size > RATIO * member.compress_size:
        return f"is packed to less than 1/{RATIO} of its size"
    return ""


def _clash(name: str, is_folder: bool, files: dict[str, str], folders: dict[str, str]) -> str:
    """Return which member before it has the name of a member, empty when none has; take it up.

    Names that some systems hold for one clash: capitals and the way in which marks are written do not count.
    """
    parts = name.split("/")
    for length in range(1, len(parts) + (1 if is_folder else 0)):
        part = "/".join(parts[:length])
        key = _key(part)
        if key in files:
            return "lies in a folder that is also a file"
        if folders.setdefault(key, part) != part:
            return f"differs from '{one_line(folders[key], 80)}' only in capitals"
    if is_folder:
        return ""
    key = _key(name)
    if key in folders:
        return "is a file and also a folder"
    if key in files:
        same = files[key] == name
        return "is there twice" if same else f"differs from '{one_line(files[key], 80)}' only in capitals"
    files[key] = name
    return ""


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def pour(found: zipfile.ZipFile, name: str, target: Path, limit: int) -> None:
    """Unpack one member into a new file: at most `limit` bytes, whatever it says of itself. Raises QuizError."""
    left = limit
    with _reading(Path(found.filename or name)), found.open(name) as source, target.open("xb") as file:
        while chunk := source.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                what = f"member '{one_line(name, 80)}' is larger than {_mib(limit)}"
                raise QuizError(what, one_line(str(found.filename or "")), "split it")
            file.write(chunk)
