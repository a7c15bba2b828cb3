"""The folder `question_banks/drafts`: drafts as a bank with their origins beside it, and what was decided on each.

A document's drafts are two files. `ID.yaml` is a bank like any other (`quiz check` reads it), `ID.json` holds the
origin of each item. `decisions.jsonl` is only ever added to.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, structs

from quiz.banks.compiling import ITEM_SHAPE, item_nodes, read_mapping
from quiz.banks.quoting import block
from quiz.banks.saving import sync_folder
from quiz.banks.writing import tidy_fields
from quiz.config import BANKS
from quiz.errors import QuizError
from quiz.generate.signature import item_digest
from quiz.generate.values import FORMAT, Decision, Draft, Origin, Sheet, Uncovered
from quiz.items import Item
from quiz.reading import FILE_BYTES, INVALID, Fault, read_bytes

DRAFTS = "drafts"
DECISIONS = "decisions.jsonl"
SHEET_BYTES = 256 * 1024 * 1024
_HEAD = "# Drafts: nobody has approved them. `quiz review` reads them with you; what is edited here by hand is kept.\n"


class _Kept(Struct, frozen=True, kw_only=True):
    """What `ID.json` holds."""

    format: int
    document: str
    title: str
    called: str
    sha256: str
    path: str
    generator: str
    foreign: bool = False
    words: int = 0
    origins: tuple[Origin, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()


def drafts_folder(root: Path) -> Path:
    """Return the folder of the drafts of the library at `root`."""
    return root / BANKS / DRAFTS


def dump_sheet(sheet: Sheet) -> tuple[str, bytes]:
    """Return a sheet as the text of its bank and the bytes of what stands beside; the same sheet gives the same."""
    lines = [_HEAD.rstrip("\n"), *block({"bank": f"drafts-{sheet.document}", "title": _title(sheet)}, 0)]
    lines.append("items:" if sheet.drafts else "items: []")
    for draft in sheet.drafts:
        inner = block(tidy_fields(draft.item), 4)
        lines += ["", f"  - {inner[0]}", *(f"    {line}" if line else "" for line in inner[1:])]
    kept = _Kept(
        format=FORMAT,
        origins=tuple(d.origin for d in sheet.drafts),
        **{name: getattr(sheet, name) for name in Sheet.__struct_fields__ if name != "drafts"},
    )
    return "\n".join(lines) + "\n", msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n"


def _title(sheet: Sheet) -> str:
    return f"Drafts from {sheet.title}"[:200]


def load_sheet(bank: bytes | QuizError, beside: bytes) -> Sheet:
    """Return the sheet of two files; an item without origin, or an origin without item, is left out.

    Raises QuizError when either cannot be read.
    """
    try:
        kept = msgspec.json.decode(beside, type=_Kept)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise QuizError(f"the file beside the drafts cannot be read ({error})", hint="generate anew") from None
    if kept.format > FORMAT:
        raise QuizError("the drafts were made by a newer quiz", kept.document, "use that one, or generate anew")
    items = {item.id: item for item in _items(bank)}
    drafts = tuple(Draft(item=items[o.id], origin=o) for o in kept.origins if o.id in items)
    fields = {name: getattr(kept, name) for name in Sheet.__struct_fields__ if name != "drafts"}
    return Sheet(drafts=drafts, **fields)


def _items(bank: bytes | QuizError) -> list[Item]:
    root, faults = read_mapping(bank, "bank")
    if root is None:
        raise QuizError(faults[0].what, hint=faults[0].hint)
    items: list[Item] = []
    for node in item_nodes(root, faults):
        found: list[Fault] = []
        item: Any = ITEM_SHAPE(node, "the item", found)
        if item is not INVALID and not found:
            items.append(item)
    return items


def read_sheets(root: Path) -> tuple[list[Sheet], list[QuizError]]:
    """Return the sheets of the library at `root` by their documents, and what cannot be read."""
    folder = drafts_folder(root)
    sheets: list[Sheet] = []
    errors: list[QuizError] = []
    for path in sorted(folder.glob("*.json")):
        try:
            sheets.append(load_sheet(_bank(path.with_suffix(".yaml")), read_bytes(path, SHEET_BYTES)))
        except QuizError as error:
            errors.append(QuizError(error.message, error.where or str(path), error.hint))
    return sheets, errors


def _bank(path: Path) -> bytes | QuizError:
    try:
        return read_bytes(path, FILE_BYTES)
    except QuizError as error:
        return error


def read_sheet(root: Path, document: str) -> Sheet | None:
    """Return the sheet of one document; None when there is none. Raises QuizError when it cannot be read."""
    path = drafts_folder(root) / f"{document}.json"
    if not path.exists():
        return None
    return load_sheet(_bank(path.with_suffix(".yaml")), read_bytes(path, SHEET_BYTES))


def write_sheet(folder: Path, sheet: Sheet, text: str = "") -> list[Path]:
    """Write a sheet into a folder, and `text`, the document itself, when it is not one of the library's.

    Each file is whole or not there. Returns what was written. Raises QuizError when the folder cannot be written.
    """
    bank, beside = dump_sheet(sheet)
    files = {f"{sheet.document}.yaml": bank.encode(), f"{sheet.document}.json": beside}
    if sheet.foreign and text:
        files[f"{sheet.document}.md"] = text.encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            temporary = folder / f".{name}.{os.getpid()}.new"
            temporary.write_bytes(data)
            os.replace(temporary, folder / name)
        sync_folder(folder)
    except OSError as error:
        raise QuizError(f"cannot be written ({error.strerror or error})", str(folder)) from None
    return [folder / name for name in files]


def read_decisions(root: Path) -> tuple[list[Decision], int]:
    """Return the decisions on drafts, the oldest first, and how many lines cannot be read."""
    path = drafts_folder(root) / DECISIONS
    if not path.exists():
        return [], 0
    decisions: list[Decision] = []
    damaged = 0
    for line in read_bytes(path, SHEET_BYTES).splitlines():
        if not line.strip():
            continue
        try:
            decisions.append(msgspec.json.decode(line, type=Decision))
        except (msgspec.DecodeError, UnicodeDecodeError):
            damaged += 1
    return decisions, damaged


def append_decision(root: Path, decision: Decision) -> None:
    """Add one decision at the end of the file. Raises QuizError when it cannot be written."""
    folder = drafts_folder(root)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / DECISIONS, "ab+") as file:
            # A line that was cut off by a crash must not swallow this one.
            if file.tell():
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(msgspec.json.encode(decision) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise QuizError(f"cannot be written ({error.strerror or error})", str(folder / DECISIONS)) from None


def standing(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """Return the decision that holds for each fact: the last one that was not undone."""
    stacks: dict[str, list[Decision]] = {}
    for decision in decisions:
        stack = stacks.setdefault(decision.fact, [])
        if decision.action != "undo":
            stack.append(decision)
        elif stack:
            stack.pop()
    return {fact: stack[-1] for fact, stack in stacks.items() if stack}


def merged(new: Sheet, old: Sheet | None, decisions: Iterable[Decision], sentences: Container[str]) -> Sheet:
    """Return a new sheet as it is to be written: nothing decided is offered again, nothing edited is lost.

    Drafts of facts that were approved or rejected are left out. Of the old sheet, a draft that was edited by hand and
    is not decided keeps its item, one that a language model worded stays as long as the document is the same, and one
    whose sentence is not among the document's `sentences` any more stays as stale.
    """
    decided = {fact for fact, d in standing(list(decisions)).items() if d.action in ("approve", "reject")}
    open_ = {d.origin.fact: d for d in old.drafts if d.origin.fact not in decided} if old else {}
    drafts: list[Draft] = []
    bought: list[Draft] = []
    for draft in new.drafts:
        kept = open_.pop(draft.origin.fact, None)
        if draft.origin.fact in decided:
            continue
        edited = kept is not None and item_digest(kept.item) != kept.origin.made
        origin = _with_bought(draft.origin, kept.origin) if kept else draft.origin
        drafts.append(Draft(item=_moved(kept.item, draft) if kept and edited else draft.item, origin=origin))
    for draft in open_.values():
        gone = " ".join(draft.origin.passage.split()) not in sentences
        if not gone and draft.origin.model and draft.origin.sha256 == new.sha256:
            bought.append(draft)
        elif gone or item_digest(draft.item) != draft.origin.made:
            drafts.append(Draft(item=draft.item, origin=structs.replace(draft.origin, stale=gone)))
    made = structs.replace(new, drafts=tuple(drafts))
    for draft in bought:
        made = made.with_draft(draft)
    return made


def _with_bought(new: Origin, old: Origin) -> Origin:
    """Return an origin with what a language model added to the one before, as long as the document is the same."""
    if new.sha256 != old.sha256:
        return new
    variants = (*new.variants, *(v for v in old.variants if v.model))
    pool = (*new.pool, *(d for d in old.pool if d.origin == "model"))
    return structs.replace(new, variants=variants, pool=pool, warnings=new.warnings or old.warnings)


def _moved(item: Item, draft: Draft) -> Item:
    """Return an edited item with id and citations of the draft as it is now."""
    return structs.replace(item, id=draft.item.id, citations=draft.item.citations)
