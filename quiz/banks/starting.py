"""A library of one's own, from the starter that comes with the program: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import msgspec

from quiz.banks.opening import MAPS
from quiz.banks.saving import sync_folder
from quiz.banks.schema import json_schema
from quiz.config import BANKS, SEEDS
from quiz.errors import QuizError

STARTER = Path(__file__).resolve().parent.parent / "starter"
SCHEMAS = "schemas"
"""The folder in which editors find the JSON Schemas that the first lines of the starter's files name."""
BARE = {
    "library.yaml": """\
# yaml-language-server: $schema=../schemas/library.json
id: mine                       # progress is kept under this id: choose it once
title: My library
rollover: 4                    # hour at which a study day begins
zone: local                    # or a name such as Europe/London
language: en

# The tree of topics: a path takes in those below it, and an item names only paths that stand here.
topics:
  general: General
""",
    "names.yaml": """\
# yaml-language-server: $schema=../schemas/names.json
names: {}         # the name as you write it: other forms that are accepted when typed
related: {}       # words that count as a name in a document, never as an answer
rivals: []        # lists of names that are never taken for one another
""",
}
"""The shared files of a library without documents and items."""


def new_library(folder: Path, bare: bool = False) -> Path:
    """Make a library in `folder`, which must not exist or be empty, and return it.

    `bare` leaves documents and items out. Raises QuizError when something is there or it cannot be written.
    """
    target = Path(os.path.abspath(os.path.expanduser(folder)))
    _is_free(target, folder)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _fill(temporary, bare)
        os.replace(temporary, target)
        sync_folder(target.parent)
    except OSError as error:
        what = f"the library cannot be made ({error.strerror or error})"
        raise QuizError(what, str(folder), "name a folder that you may write") from None
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(temporary)
    return target


def _is_free(target: Path, folder: Path) -> None:
    """Raise QuizError unless nothing stands at `target`, or an empty folder does."""
    if not os.path.lexists(target):
        return
    if os.path.islink(target):
        what = "this is a link"
    elif not os.path.isdir(target):
        what = "this is no folder"
    else:
        try:
            what = "the folder is not empty" if os.listdir(target) else ""
        except OSError as error:
            what = f"the folder cannot be looked into ({error.strerror or error})"
    if what:
        raise QuizError(what, str(folder), "name a new folder, or an empty one")


def _fill(folder: Path, bare: bool) -> None:
    """Write the files of a library into a new folder."""
    folder.mkdir()
    for name in (BANKS, SEEDS, SCHEMAS):
        (folder / name).mkdir()
    banks, seeds = STARTER / BANKS, STARTER / SEEDS
    if bare:
        files = {banks / name: text.encode() for name, text in BARE.items()}
    else:
        written = (*banks.glob("*.yaml"), *banks.glob(f"{MAPS}/*.json"), *seeds.glob("*.md"))
        files = {path: path.read_bytes() for path in sorted(written)}
    for path, data in files.items():
        place = folder / path.relative_to(STARTER)
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(data)
    for kind in ("bank", "library", "names"):
        schema = msgspec.json.format(msgspec.json.encode(json_schema(kind)), indent=2)
        (folder / SCHEMAS / f"{kind}.json").write_bytes(schema + b"\n")
