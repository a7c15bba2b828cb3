"""An approved draft on the disk: an item more at the end of its bank, its document among those of the library.

Everything is done or nothing, and what was done is taken back byte for byte.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import NamedTuple

from msgspec import structs

from quiz.banks.adding import bank_with, write_new
from quiz.banks.opening import bank_paths
from quiz.banks.saving import replace_file
from quiz.config import BANKS, SEEDS
from quiz.errors import QuizError
from quiz.generate.files import drafts_folder
from quiz.generate.values import Sheet
from quiz.items import Item
from quiz.reading import read_bytes
from quiz.text import canon, nearest, one_line

WORDS = 5
"""Words of a stem of which the id of its item is made."""
_PASSED_OVER = (
    "a an and are as at be by did do does for from had has have how in into is it its many much of on or such that the "
    "their this to together was were what when where which who whom will with according gap"
)


class Place(NamedTuple):
    """A bank that takes approved drafts: its id and its file, which may not be there yet."""

    bank: str
    path: Path


class Receipt(NamedTuple):
    """What an approval wrote: the item's id, the bank before and after (None before: a new file), a new document."""

    item: str
    place: Place
    before: bytes | None
    after: bytes
    seed: Path | None = None


def places(root: Path, banks: dict[str, str]) -> list[Place]:
    """Return the banks of the library at `root`, whose ids are `banks`, by file name; without any, one to be made."""
    found = []
    for path in bank_paths(root / BANKS):
        try:
            named = re.search(rb"(?m)^bank:[ \t]*([^\s#]+)", read_bytes(path))
        except QuizError:
            continue
        bank = named[1].decode("utf-8", "replace").strip("'\"") if named else ""
        if bank in banks:
            found.append(Place(bank, path))
    return found or [Place("reviewed", root / BANKS / "reviewed.yaml")]


def place_of(found: list[Place], bank: str) -> Place:
    """Return the bank of that id. Raises QuizError when there is none."""
    place = next((p for p in found if p.bank == bank), None)
    if place is None:
        near = nearest(bank, [p.bank for p in found])
        hint = f"did you mean '{near}'?" if near else f"known are: {', '.join(p.bank for p in found)}"
        raise QuizError(f"there is no bank '{one_line(bank, 60)}'", "--bank", hint)
    return place


def name_of(item: Item, taken: str) -> str:
    """Return an id for an approved item, made of words of its stem; `taken` is a text that holds all ids in use."""
    return name_from(item.stem, item.id, taken)


def name_from(text: str, instead: str, taken: str) -> str:
    """Return an id that does not stand in `taken`, made of words of a text, of `instead` where it has too few."""
    words = re.findall(r"[a-z0-9]+", canon(re.sub(r"\{\w+\}|['’]s\b", " ", text)))
    kept = list(dict.fromkeys(w for w in words if w not in _PASSED_OVER.split()))[:WORDS]
    stem = "-".join(kept)[:60].strip("-") if len(kept) > 1 else instead
    number = 1
    while True:
        made = stem if number == 1 else f"{stem}-{number}"
        if not re.search(rf"(?<![\w.:-]){re.escape(made)}(?![\w.:-])", taken):
            return made
        number += 1


def _taken(root: Path) -> str:
    return "\n".join(read_bytes(p).decode("utf-8", "replace") for p in bank_paths(root / BANKS))


def approve(root: Path, place: Place, item: Item, sheet: Sheet) -> Receipt:
    """Add an item to a bank with `status: approved`; put its document into `seeds/` if it is not there yet.

    Raises QuizError when the bank cannot take it or nothing can be written; then all is as before.
    """
    seed = _plant(root, sheet) if sheet.foreign else None
    try:
        made = structs.replace(item, id=name_of(item, _taken(root)), status="approved")
        before, after = bank_with(place.path, f"bank: {place.bank}\ntitle: Reviewed drafts\nitems: []\n", made)
        if before is None:
            write_new(place.path, after)
        else:
            replace_file(place.path, after, before)
    except BaseException:
        if seed is not None:
            _remove(seed)
        raise
    return Receipt(made.id, place, before, after, seed)


def _plant(root: Path, sheet: Sheet) -> Path | None:
    """Put the document of a sheet into `seeds/`; None when it is there. Raises QuizError when another one is."""
    source = drafts_folder(root) / f"{sheet.document}.md"
    target = root / SEEDS / f"{sheet.document}.md"
    if not os.path.lexists(source) and os.path.lexists(target):
        return None
    data = read_bytes(source)
    if os.path.lexists(target):
        if read_bytes(target) != data:
            raise QuizError("another document of that name is there", str(target), "rename it, then approve")
        return None
    write_new(target, data)
    return target


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def take_back(root: Path, receipt: Receipt) -> None:
    """Give the bank back as it was before an approval, byte for byte, and take out the document that came with it.

    A document that another bank has come to cite stays. Raises QuizError when the bank was changed meanwhile or cannot
    be written; then nothing is changed.
    """
    path = receipt.place.path
    if receipt.before is not None:
        replace_file(path, receipt.before, receipt.after)
    elif read_bytes(path) != receipt.after:
        raise QuizError("the file has been changed meanwhile", str(path), "take the item out in an editor")
    else:
        try:
            path.unlink()
        except OSError as error:
            raise QuizError(f"cannot be removed ({error.strerror or error})", str(path)) from None
    seed = receipt.seed
    if seed is not None and not re.search(rf"(?<![\w-]){re.escape(seed.stem)}(?![\w-])", _taken(root)):
        _remove(seed)
