"""The files that make a library, taken from a folder or a zip file into a folder of ours; everything else is left."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from quiz.banks.opening import BANK_FILES, MAP_BYTES, MAP_FILES, MAPS, is_bank, is_map
from quiz.banks.packed import MEMBERS, opened, pour
from quiz.config import BANKS, SEEDS, library_root
from quiz.documents.files import BRIEF_BYTES, is_brief
from quiz.errors import QuizError
from quiz.reading import FILE_BYTES, read_bytes
from quiz.text import one_line

LIBRARY_BYTES = 256 * 1024 * 1024
"""Bytes of all the files of a library together."""
REVIEW = "review"
_HEAD = f"{BANKS}/library.yaml"
_FOLDERS = (BANKS, f"{BANKS}/{MAPS}", f"{BANKS}/{REVIEW}", SEEDS, "schemas")
_MOST = {BANKS: BANK_FILES + 2, f"{BANKS}/{MAPS}": MAP_FILES, SEEDS: MEMBERS}


def limit_of(name: str) -> int:
    """Return how many bytes a file of a library may have, by its path in it; 0 for what is no part of a library."""
    path = PurePosixPath(name)
    folder = str(path.parent)
    if folder == BANKS and (is_bank(path) or path.name in ("library.yaml", "names.yaml")):
        return FILE_BYTES
    if folder == f"{BANKS}/{MAPS}" and is_map(path):
        return MAP_BYTES
    if folder == SEEDS and is_brief(path):
        return BRIEF_BYTES
    if (folder == f"{BANKS}/{REVIEW}" and path.suffix == ".jsonl") or (folder == "schemas" and path.suffix == ".json"):
        return MAP_BYTES
    return 0


def gather(given: Path, into: Path) -> None:
    """Copy the files of the library in the folder or zip file `given` into the folder `into`, which is there.

    Raises QuizError when there is none, or a file of it is refused.
    """
    if os.path.isdir(given):
        _from_folder(given, into)
    elif os.path.lexists(given):
        _from_zip(given, into)
    else:
        raise QuizError("no such folder or file", one_line(str(given)), "name a folder or a zip file with a library")


def _from_folder(given: Path, into: Path) -> None:
    root = library_root(given)
    if root is None:
        raise QuizError("no library is there", one_line(str(given)), f"a library has {_HEAD} and {SEEDS}/")
    names = [name for folder in _FOLDERS for name in _listed(root, folder)]
    _count(names, given)
    left = LIBRARY_BYTES
    for name in names:
        source = root / name
        _is_plain(source)
        data = read_bytes(source, limit_of(name))
        left -= len(data)
        _fits(left, given)
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _listed(root: Path, folder: str) -> Iterator[str]:
    """Yield the paths of a library's files in one of its folders, by name."""
    place = root / folder
    if folder != BANKS and not os.path.lexists(place):
        return
    if os.path.islink(place):
        raise QuizError("this is a link", one_line(str(place)), "put the folder itself there")
    try:
        with os.scandir(place) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError as error:
        what = f"cannot be looked into ({error.strerror or error})"
        raise QuizError(what, one_line(str(place)), "check path and permissions") from None
    yield from (f"{folder}/{name}" for name in names if limit_of(f"{folder}/{name}"))


def _is_plain(source: Path) -> None:
    """Raise QuizError for a link or a device: what is copied is what lies in the folder."""
    try:
        mode = source.lstat().st_mode
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise QuizError(what, one_line(str(source)), "check path and permissions") from None
    if stat.S_ISLNK(mode):
        raise QuizError("this is a link", one_line(str(source)), "put the file itself there")
    if not stat.S_ISREG(mode):
        raise QuizError("this is not a regular file", one_line(str(source)), "take it out of the library")


def _from_zip(given: Path, into: Path) -> None:
    if not os.path.isfile(given):
        raise QuizError(
            "this is neither a folder nor a regular file", one_line(str(given)), "name a folder or a zip file"
        )
    with opened(given) as found:
        members = [member.filename for member in found.infolist() if not member.is_dir()]
        root = _root_of(members, given)
        wanted = sorted(n for n in members if n.startswith(root) and limit_of(n.removeprefix(root)))
        _count([n.removeprefix(root) for n in wanted], given)
        left = LIBRARY_BYTES
        for name in wanted:
            target = into / name.removeprefix(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            pour(found, name, target, limit_of(name.removeprefix(root)))
            left -= target.stat().st_size
            _fits(left, given)


def _root_of(members: list[str], given: Path) -> str:
    """Return the path of the library in a zip file, empty or with a slash at its end: the one that lies highest."""
    roots = [n.removesuffix(_HEAD) for n in members if n == _HEAD or n.endswith(f"/{_HEAD}")]
    if not roots:
        raise QuizError("no library is in the zip file", one_line(str(given)), f"a library has {_HEAD} and {SEEDS}/")
    first, *more = sorted(roots, key=lambda root: root.count("/"))
    if more and more[0].count("/") == first.count("/"):
        what = f"two libraries are in the zip file ('{one_line(first, 40)}' and '{one_line(more[0], 40)}')"
        raise QuizError(what, one_line(str(given)), "pack each into a file of its own")
    return first


def _count(names: list[str], given: Path) -> None:
    """Raise QuizError when a library has more files of a kind than are read."""
    for folder, most in _MOST.items():
        if sum(str(PurePosixPath(name).parent) == folder for name in names) > most:
            raise QuizError(f"{folder}/ has more than {most:,} files", one_line(str(given)), "put them together")


def _fits(left: int, given: Path) -> None:
    if left < 0:
        what = f"the library is larger than {LIBRARY_BYTES // 1_048_576} MiB"
        raise QuizError(what, one_line(str(given)), "divide it into several")
