"""Changes to a bank's text that leave every character outside the change as it is, comments too. Pure: no disk.

What cannot be changed so (an item in braces, an anchor, a file that cannot be read) is refused with a QuizError. Each
change is read back before it is returned: the text holds what was asked for, and everything else as before.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import inspect as mi

from quiz.banks.quoting import WIDTH, block, written
from quiz.errors import QuizError
from quiz.items import Item
from quiz.items.types import ItemBase
from quiz.reading import INVALID, Fault, Mapping, Scalar, Shape, read_yaml
from quiz.reading.spans import Part, Tree, parts_of, tree_of
from quiz.text import nearest, one_line, safe

Path = tuple[str | int, ...]
BOM = "\ufeff"
LONG = 200_000
"""Characters from which a bank is not read as a whole to add an item."""
_ORDER = (
    "id type stem pick rows options passage need gaps map key accept swap score tolerance typos case accents feedback "
    "differs reject explanation claim topics family after level citations context recheck edition was allow status "
    "retired"
)
ORDER = tuple(_ORDER.split())
"""Fields of an item in the order in which they are written."""
KEPT = {
    "id": "an id stays for ever; to rename an item, add `was: [old-id]` in an editor",
    "type": "another type needs other fields: change it in an editor",
}
"""Fields that no command changes, and why."""


class _Scalar:
    """A field that holds one text, number or truth value: how it is converted, and whether it is prose."""

    def __init__(self, hint: Any, prose: bool) -> None:
        self.shape = Shape(hint)
        self.prose = prose


@cache
def scalar_fields(type_: str) -> dict[str, _Scalar]:
    """Return the fields of a type of item that hold one value; of an unknown type those that all types have."""
    known = {str(t.__struct_config__.tag): t for t in get_args(Item)}
    hints = get_type_hints(known.get(type_, ItemBase), include_extras=True)
    found = {}
    for name, hint in hints.items():
        info, extra = mi.type_info(hint), {}
        while isinstance(info, mi.UnionType | mi.Metadata):
            if isinstance(info, mi.Metadata):
                extra.update(info.extra or {})
                info = info.type
            else:
                info = next(t for t in info.types if not isinstance(t, mi.NoneType))
        if isinstance(info, mi.StrType | mi.IntType | mi.BoolType | mi.LiteralType) and name not in KEPT:
            found[name] = _Scalar(hint, bool(extra.get("prose")))
    return found


class _Bank:
    """A bank's text in parts: what stands before it, its tree, and the place of each node."""

    def __init__(self, text: str) -> None:
        self.bom = BOM if text.startswith(BOM) else ""
        self.text = text.removeprefix(BOM)
        reading = read_yaml(self.text)
        root = parts_of(self.text)
        if reading.root is None or root is None:
            told = [f"{fault.what} (line {fault.mark.line})" for fault in reading.faults]
            raise QuizError(f"the bank cannot be read: {', '.join(told[:1]) or 'it is empty'}", hint="mend it first")
        self.root = root
        self.tree: Any = tree_of(reading.root)
        items = root.fields.get("items")
        if not isinstance(reading.root, Mapping) or items is None or root.style == "flow" or root.marked:
            raise QuizError("the file is no bank: it has no `items`", hint="begin it with `bank:`, `title:`, `items:`")
        self.items = items

    def find(self, item: str) -> tuple[int, Part]:
        """Return position and part of an item. Raises QuizError when it is not there or cannot be changed."""
        ids = [(i, p) for i, p in enumerate(self.items.items) if (f := p.fields.get("id")) and f.value == item]
        if not ids:
            known = [str(f.value) for p in self.items.items if (f := p.fields.get("id"))]
            near = nearest(item, known)
            raise QuizError(f"there is no item '{one_line(item, 60)}'", hint=f"did you mean '{near}'?" if near else "")
        position, part = ids[0]
        if len(ids) > 1:
            raise QuizError(f"the id stands {len(ids)} times", item, "give each item its own id")
        if part.style == "flow" or self.items.style == "flow":
            raise QuizError("the item is written in braces", item, "write it as a block, each field on its own line")
        if part.marked or self.items.marked:
            raise QuizError("the item carries an anchor or a tag", item, "remove it")
        return position, part

    def rest_of_line(self, at: int) -> str:
        """Return what stands between a place and the end of its line."""
        return (self.text[at:].splitlines() or [""])[0]

    def newline(self, near: int) -> str:
        """Return how the line at a place ends; where it is the last, how the file's first line ends."""
        for line in (*self.text[near:].splitlines(keepends=True)[:1], *self.text.splitlines(keepends=True)[:1]):
            ending = line[len(line.rstrip("\r\n")) :]
            if ending:
                return ending
        return "\n"

    def changed(self, start: int, end: int, new: str, tree: Tree, what: str) -> str:
        """Return the text with `new` between two places. Raises QuizError unless it then holds `tree`."""
        text = self.text[:start] + new + self.text[end:]
        reading = read_yaml(text)
        if reading.root is None or tree_of(reading.root) != tree:
            raise QuizError("it cannot be changed without touching what stands beside it", what, "use an editor")
        return self.bom + text


def set_field(text: str, item: str, field: str, value: str) -> str:
    """Return a bank's text in which a field of an item has another value; a field that is not there is added.

    Only fields that hold one value; prose is quoted as it must be. Raises QuizError for a value that the field cannot
    have, and for what cannot be changed without touching what stands beside it.
    """
    bank = _Bank(text)
    position, part = bank.find(item)
    into = _field(field, part, item)
    clean = _fitting(value, field, into, item)
    place = f"{item}, {field}"
    if field in part.twice:
        raise QuizError(f"the field '{field}' stands twice", item, "remove one of the two")
    tree = _with(bank.tree, ("items", position, field), clean)
    old = part.fields.get(field)
    if old is not None:
        return _replaced(bank, old, part.column, clean, into.prose, tree, place)
    column = part.column
    lines = written(clean, column + 2, WIDTH - column - len(field) - 2, prose=into.prose)
    lines = [f"{field}: {lines[0]}", *_deeper(lines[1:])]
    return _inserted(bank, _predecessor(part, field), column, lines, tree, place)


def replace_citation(
    text: str, item: str, path: Path, *, paragraph: int | None = None, quote: str | None = None
) -> str:
    """Return a bank's text in which a citation of an item has another paragraph or quote.

    `path` leads to the citation, as in ("citations", 0) or ("differs", 1, "citations", 0). Raises QuizError when none
    is there or it is written in braces.
    """
    for name, value in (("paragraph", None if paragraph is None else str(paragraph)), ("quote", quote)):
        if value is None:
            continue
        bank = _Bank(text)
        position, part = bank.find(item)
        citation = part.at(path)
        old = citation.fields.get(name) if citation is not None else None
        place = f"{item}, {'.'.join(map(str, path))}"
        if citation is None or old is None:
            raise QuizError(f"no citation with a {name} is there", place, "add it in an editor")
        if citation.style == "flow":
            raise QuizError("the citation is written in braces", place, "write each field on its own line")
        tree = _with(bank.tree, ("items", position, *path, name), value)
        text = _replaced(bank, old, citation.column, value, name == "quote", tree, place)
    return text


def append_item(text: str, item: Item) -> str:
    """Return a bank's text with one more item at its end, in the style in which banks are written.

    Raises QuizError when its id is there already or the list of items cannot be added to.
    """
    start, last = _around_last(text) if len(text) > LONG and item.id not in text else (0, 0)
    if start < last:
        # The items between are neither read nor touched: what is around the last one must be a bank by itself.
        with suppress(QuizError):
            return text[:last] + append_item(text[:start] + text[last:], item)[start:]
    bank = _Bank(text)
    if any((f := p.fields.get("id")) and f.value == item.id for p in bank.items.items):
        raise QuizError("the bank has an item of that id", item.id, "give it another id")
    fields = tidy_fields(item)
    items = bank.items
    filled = bool(items.items)
    if items.marked or (items.style == "flow" and filled):
        raise QuizError("the list of items is written in brackets", item.id, "begin each item with `- id:`")
    column = items.column if items.style == "block" and filled else bank.root.column + 2
    inner = block(fields, column + 2)
    lines = [*([""] if filled else []), f"- {inner[0]}", *_deeper(inner[1:])]
    read: Any = read_yaml("\n".join(inner)).root
    tree = _with(bank.tree, ("items",), [*(bank.tree["items"] or ()), tree_of(read)])
    if filled:
        return _inserted(bank, items, column, lines, tree, item.id)
    if items.start < items.end:
        start = items.start - (bank.text[items.start - 1] == " ")
        bank = _Bank(bank.bom + bank.text[:start] + bank.text[items.end :])
    return _inserted(bank, bank.items, column, lines, tree, item.id)


def _around_last(text: str) -> tuple[int, int]:
    """Return where the first and the last item of a bank begin by the look of their lines; twice 0 where none do."""
    head = re.search(r"^items:.*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*(?P<first> *- )", text, re.MULTILINE)
    if head is None:
        return 0, 0
    last = text.rfind(f"\n{head['first']}") + 1
    return head.start("first"), max(last, head.start("first"))


def replace_item(text: str, item: Item) -> str:
    """Return a bank's text in which an item is written anew, and everything outside it stays.

    Raises QuizError when its id is not there or it cannot be replaced alone.
    """
    bank = _Bank(text)
    position, part = bank.find(item.id)
    inner = block(tidy_fields(item), part.column)
    read: Any = read_yaml("\n".join(inner)).root
    tree = _with(bank.tree, ("items", position), tree_of(read))
    indent, newline = " " * part.column, bank.newline(part.start)
    new = newline.join([inner[0], *(f"{indent}{line}" if line else "" for line in inner[1:])])
    end = part.start + len(bank.text[part.start : part.end].rstrip("\r\n"))
    behind = len(bank.rest_of_line(end))
    return bank.changed(part.start, end + behind, new, tree, item.id)


def tidy_fields(item: Item) -> dict[str, Any]:
    """Return the fields of an item as an instructor writes them, in their order."""
    plain = _tidy(msgspec.to_builtins(item))
    return {name: plain[name] for name in sorted(plain, key=ORDER.index)}


def line_of_item(text: str, item: str) -> int | None:
    """Return the line (from 1) on which an item of a bank's text begins; None when its id is not there.

    In a text that is no YAML it is found by the look of its line.
    """
    text = text.removeprefix(BOM)
    root = read_yaml(text).root
    if root is None:
        looks = re.compile(rf"^ *-? *id: *['\"]?{re.escape(item)}['\"]? *(#.*)?$")
        return next((i for i, line in enumerate(text.splitlines(), 1) if looks.match(line)), None)
    items = root.entries.get("items") if isinstance(root, Mapping) else None
    for node in getattr(items, "items", ()):
        found = node.entries.get("id") if isinstance(node, Mapping) else None
        if isinstance(found, Scalar) and found.value == item:
            return int(node.line)
    return None


def _tidy(value: Any) -> Any:
    """Return an item as an instructor writes it: the answer of an entry first, a list of one as that one."""
    if isinstance(value, list | tuple):
        return [_tidy(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    first = {"answer": value["answer"]} if "answer" in value else {}
    made = {name: _tidy(entry) for name, entry in {**first, **value}.items() if (name, entry) != ("tolerance", {})}
    if isinstance(made.get("by"), list) and len(made["by"]) == 1:
        made["by"] = made["by"][0]
    if made.get("type") == "order":
        made["key"] = _steps(made["key"])
        made["differs"] = [{**entry, "answer": _steps(entry["answer"])} for entry in made.get("differs", ())]
    return {name: entry for name, entry in made.items() if (name, entry) != ("differs", [])}


def _steps(order: list[list[str]]) -> list[Any]:
    return [step[0] if len(step) == 1 else step for step in order]


def _deeper(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _with(tree: Any, path: Path, value: Tree) -> Any:
    """Return a tree with another value at `path`."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(tree, list):
        return [_with(child, rest, value) if i == step else child for i, child in enumerate(tree)]
    return {**tree, step: _with(tree.get(step), rest, value)}


def _field(field: str, part: Part, item: str) -> _Scalar:
    """Return how a field is written, by the item's type."""
    type_ = part.fields.get("type")
    known = scalar_fields(str(type_.value) if type_ is not None else "")
    if field in known:
        return known[field]
    if field in KEPT:
        raise QuizError(f"the field '{field}' is not set by a command", item, KEPT[field])
    if field in ORDER:
        raise QuizError(f"'{field}' does not hold one value here", item, "change it in an editor")
    near = nearest(field, known)
    hint = f"did you mean '{near}'?" if near else f"known are: {', '.join(known)}"
    raise QuizError(f"there is no field '{one_line(field, 60)}'", item, hint)


def _fitting(value: str, field: str, into: _Scalar, item: str) -> str:
    """Return a value as the reader will read it. Raises QuizError when the field cannot have it."""
    faults: list[Fault] = []
    made = into.shape(Scalar(value, 1, 1), f"'{field}'", faults)
    if made is INVALID or faults:
        raise QuizError(faults[0].what, item, faults[0].hint)
    return safe(value)


def _replaced(bank: _Bank, old: Part, column: int, value: str, prose: bool, tree: Tree, place: str) -> str:
    """Return the text with one scalar written anew; a comment behind it, or in its head, stays."""
    if old.value is None or old.marked:
        raise QuizError("something else than a text stands there", place, "change it in an editor")
    start, end = old.start, old.end
    head = bank.rest_of_line(start)
    comment = ""
    if old.style in ("|", ">"):
        end = start + len(bank.text[start:end].rstrip())
        comment = f"  {head[head.index('#') :]}" if "#" in head else ""
    behind = bank.rest_of_line(end).strip()
    room = WIDTH - (start - bank.text.rfind("\n", 0, start) - 1)
    lines = written(value, column + 2, room, prose=prose, one_line=bool(comment or behind))
    if len(lines) > 1:
        end += len(bank.rest_of_line(end))
    indent = " " * (column + 2)
    new = bank.newline(start).join([lines[0], *(f"{indent}{line}" if line else "" for line in lines[1:])])
    blank = " " if start == end and not bank.text[start - 1].isspace() else ""
    return bank.changed(start, end, f"{blank}{new}{comment}", tree, place)


def _predecessor(part: Part, field: str) -> Part:
    """Return the value after which a field that is not there belongs."""
    rank = ORDER.index(field)
    before = [name for name in part.fields if name in ORDER and ORDER.index(name) < rank]
    return part.fields[max(before, key=ORDER.index)] if before else next(iter(part.fields.values()))


def _inserted(bank: _Bank, after: Part, column: int, lines: list[str], tree: Tree, place: str) -> str:
    """Return the text with whole lines put in behind the line on which a part ends."""
    indent, newline = " " * column, bank.newline(after.start)
    new = newline.join(f"{indent}{line}" if line else "" for line in lines)
    end = after.end
    if after.open and bank.text[:end].endswith("\n"):
        return bank.changed(end, end, f"{new}{newline}", tree, place)
    end += len(bank.rest_of_line(end))
    ending = next((e for e in ("\r\n", "\n", "\r") if bank.text.startswith(e, end)), "")
    end += len(ending)
    return bank.changed(end, end, f"{new}{newline}" if ending else f"{newline}{new}", tree, place)
