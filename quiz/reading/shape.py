"""Nodes to typed values, driven by the msgspec declarations that also give the cache and the JSON Schema.

A `Shape` is built once from a type; calling it on a node returns the value or INVALID and adds every fault that it
meets to a list, so that one look at a file tells all of it. Hints of `msgspec.Meta(extra=...)` that it obeys: `say`
(what a text must look like), `prose` (written language: a comment after it is a fault), `or_one` (a single text
stands for a list of one).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec import inspect as mi

from quiz.reading.fault import Fault, Mark
from quiz.reading.parser import Mapping, Node, Scalar, Sequence, mark_of
from quiz.text import REPLACEMENT, nearest, one_line, safe


class _Invalid:
    def __repr__(self) -> str:
        return "INVALID"


INVALID: Final = _Invalid()
"""Stands for a value that could not be made; its faults have been noted."""

MISSPELT = 64
"""Characters up to which an unknown word is looked up among those that may be meant."""

Faults = list[Fault]
Convert = Callable[[Node, str, Faults], Any]


def _kind(node: Node) -> str:
    if isinstance(node, Scalar):
        return "a text" if node.value else "nothing"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def _unusable(node: Node, faults: Faults) -> bool:
    """Tell whether the reader has found fault with `node`, which is then noted here, too."""
    if node.fault is None:
        return False
    faults.append(node.fault)
    return True


def _wrong(node: Node, name: str, wanted: str, faults: Faults) -> _Invalid:
    hint = f"write {wanted}"
    faults.append(Fault(mark_of(node), "schema", f"{name} should be {wanted}, but {_kind(node)} stands here", hint))
    return INVALID


class Shape:
    """Converts nodes to values of one type; `Shape(T)(node, name, faults)` gives a T or INVALID."""

    def __init__(self, type_: Any) -> None:
        self._structs: dict[type, Convert] = {}
        self._convert = self._build(mi.type_info(type_), {})

    def __call__(self, node: Node, name: str, faults: Faults) -> Any:
        """Convert `node`, called `name` in messages, and add what is wrong to `faults`."""
        return INVALID if _unusable(node, faults) else self._convert(node, name, faults)

    def _build(self, info: mi.Type, extra: dict[str, Any]) -> Convert:
        if isinstance(info, mi.Metadata):
            return self._build(info.type, {**extra, **(info.extra or {})})
        if isinstance(info, mi.StrType):
            return _text(info, extra)
        if isinstance(info, mi.IntType):
            return _integer(info)
        if isinstance(info, mi.BoolType):
            return _one_of({"true": True, "false": False})
        if isinstance(info, mi.LiteralType):
            return _one_of({str(v): v for v in info.values})
        if isinstance(info, mi.EnumType):
            return _one_of({str(v.value): v for v in info.cls})
        if isinstance(info, mi.VarTupleType):
            return _many(self._build(info.item_type, {}), info, bool(extra.get("or_one")))
        if isinstance(info, mi.DictType):
            return _dictionary(self._build(info.key_type, {}), self._build(info.value_type, {}))
        if isinstance(info, mi.StructType):
            return self._struct(info)
        if isinstance(info, mi.UnionType):
            return self._union(info)
        raise TypeError(f"no conversion for {info}")

    def _union(self, info: mi.UnionType) -> Convert:
        types = [t for t in info.types if not isinstance(t, mi.NoneType)]
        if len(types) == 1:
            return self._build(types[0], {})
        structs = [t for t in types if isinstance(t, mi.StructType)]
        if len(structs) != len(types):
            raise TypeError(f"no conversion for {info}")
        field = structs[0].tag_field or "type"
        by_tag = {str(t.tag): self._struct(t) for t in structs}

        def convert(node: Node, name: str, faults: Faults) -> Any:
            if not isinstance(node, Mapping):
                return _wrong(node, name, "a mapping of fields", faults)
            tag = node.entries.get(field)
            if tag is None:
                hint = f"add `{field}:` and one of: {', '.join(by_tag)}"
                faults.append(Fault(mark_of(node), "schema", f"{name} has no '{field}'", hint))
                return INVALID
            if _unusable(tag, faults):
                return INVALID
            if not isinstance(tag, Scalar) or tag.value not in by_tag:
                value = one_line(tag.value, 40) if isinstance(tag, Scalar) else _kind(tag)
                what = f"'{value}' is no {field} of an item"
                faults.append(Fault(mark_of(tag), "unknown-type", what, _instead(value, list(by_tag))))
                return INVALID
            return by_tag[tag.value](node, name, faults)

        return convert

    def _struct(self, info: mi.StructType) -> Convert:
        if info.cls in self._structs:
            return self._structs[info.cls]
        fields: dict[str, tuple[str, str, Convert]] = {}
        required = tuple(f.encode_name for f in info.fields if f.required)
        tag = info.tag_field if info.tag is not None else None

        def convert(node: Node, name: str, faults: Faults) -> Any:
            if not isinstance(node, Mapping):
                return _wrong(node, name, "a mapping of fields", faults)
            sound = True
            values: dict[str, Any] = {}
            strange: list[str] = []
            for key, child in node.entries.items():
                if _unusable(child, faults):
                    sound = False
                elif key in fields:
                    attribute, called, into = fields[key]
                    value = into(child, called, faults)
                    values[attribute] = value
                    sound = sound and value is not INVALID
                elif key != tag:
                    strange.append(key)
            missing = [key for key in required if key not in node.entries]
            if strange or missing:
                faults.extend(_strangers(node, name, strange, missing, list(fields)))
                return INVALID
            return info.cls(**values) if sound else INVALID

        self._structs[info.cls] = convert
        fields.update((f.encode_name, (f.name, f"'{f.encode_name}'", self._build(f.type, {}))) for f in info.fields)
        return convert


def _instead(value: str, known: list[str]) -> str:
    near = nearest(value, known)
    return f"did you mean '{near}'?" if near else f"known are: {', '.join(known)}"


def _strangers(node: Mapping, name: str, strange: list[str], missing: list[str], known: list[str]) -> Iterator[Fault]:
    """Yield a fault for each unknown field and each missing one that no unknown field is a misspelling of."""
    absent = [key for key in known if key not in node.entries]
    for key in strange:
        place, shown, child = mark_of(node.keys[key]), one_line(key, 60), node.entries[key]
        if node.flow and isinstance(child, Scalar) and not child.value:
            what = f"a text in braces was cut at a comma before '{shown}'"
            yield Fault(place, "comma-in-braces", what, "write it without braces, each field on a line of its own")
            continue
        near = nearest(key, absent) if len(key) <= MISSPELT else ""
        missing = [wanted for wanted in missing if wanted != near]
        hint = f"did you mean '{near}'?" if near else f"known are: {', '.join(known)}"
        yield Fault(place, "unknown-field", f"{name} has no field '{shown}'", hint)
    for key in missing:
        yield Fault(mark_of(node), "schema", f"{name} has no '{key}'", f"add `{key}:`")


def _text(info: mi.StrType, extra: dict[str, Any]) -> Convert:
    pattern = re.compile(info.pattern) if info.pattern else None
    longest = info.max_length or 65_536
    shortest = 1 if info.min_length is None else info.min_length
    say = extra.get("say", "")
    prose = bool(extra.get("prose"))

    def convert(node: Node, name: str, faults: Faults) -> Any:
        if not isinstance(node, Scalar):
            return _wrong(node, name, "a text", faults)
        value = node.value
        if prose and node.comment:
            what = f"{name} ends at the # and loses what follows"
            faults.append(Fault(mark_of(node), "hash-in-text", what, "put the text in quotation marks or under >-"))
            return INVALID
        if len(value.strip()) < shortest:
            faults.append(Fault(mark_of(node), "empty", f"{name} is empty", "write it or remove the field"))
            return INVALID
        if len(value) > longest:
            what = f"{name} has {len(value):,} characters, more than {longest:,}"
            faults.append(Fault(mark_of(node), "too-long", what, "shorten it"))
            return INVALID
        if pattern is not None and pattern.fullmatch(value) is None:
            what = f"{name} cannot be '{one_line(value, 60)}'"
            faults.append(Fault(mark_of(node), "form", what, f"write {say or 'it otherwise'}"))
            return INVALID
        return value if value.isascii() and value.isprintable() else _safe_value(node, value, name, faults)

    return convert


def _safe_value(node: Scalar, value: str, name: str, faults: Faults) -> str:
    clean = safe(value)
    if REPLACEMENT in clean and REPLACEMENT not in value:
        sign = next(c for c in value if c not in clean and c not in "\r\t\u2028\u2029\x85")
        what = f"{name} holds the control character U+{ord(sign):04X}"
        faults.append(Fault(mark_of(node), "control-character", what, "remove it; it is shown as \ufffd", warning=True))
    return clean


_INTEGER = re.compile(r"-?[0-9]{1,9}")


def _integer(info: mi.IntType) -> Convert:
    low, high = info.ge, info.le
    span = f" from {low} to {high}" if high is not None else f" of at least {low}" if low is not None else ""

    def convert(node: Node, name: str, faults: Faults) -> Any:
        if not isinstance(node, Scalar) or not node.value:
            return _wrong(node, name, f"a whole number{span}", faults)
        value = int(node.value) if _INTEGER.fullmatch(node.value) else None
        if value is None or (low is not None and value < low) or (high is not None and value > high):
            what = f"{name} cannot be '{one_line(node.value, 40)}'"
            faults.append(Fault(mark_of(node), "schema", what, f"write a whole number{span}"))
            return INVALID
        return value

    return convert


def _one_of(values: dict[str, Any]) -> Convert:
    def convert(node: Node, name: str, faults: Faults) -> Any:
        if isinstance(node, Scalar) and node.value in values:
            return values[node.value]
        shown = f"'{one_line(node.value, 40)}'" if isinstance(node, Scalar) else _kind(node)
        near = nearest(node.value, values) if isinstance(node, Scalar) else ""
        hint = f"did you mean '{near}'?" if near else f"write one of: {', '.join(values)}"
        faults.append(Fault(mark_of(node), "schema", f"{name} cannot be {shown}", hint))
        return INVALID

    return convert


def _many(each: Convert, info: mi.VarTupleType, or_one: bool) -> Convert:
    least, most = info.min_length or 0, info.max_length

    def convert(node: Node, name: str, faults: Faults) -> Any:
        if or_one and isinstance(node, Scalar):
            value = each(node, name, faults)
            return INVALID if value is INVALID else (value,)
        if not isinstance(node, Sequence):
            return _wrong(node, name, "a list", faults)
        if len(node.items) < least:
            what = f"{name} has {len(node.items)} of {least} entries" if node.items else f"{name} is empty"
            hint = "name at least one" if least == 1 else f"name at least {least}"
            faults.append(Fault(mark_of(node), "empty", what, hint))
            return INVALID
        if most is not None and len(node.items) > most:
            what = f"{name} has {len(node.items):,} entries, more than {most:,}"
            faults.append(Fault(mark_of(node), "too-long", what, "shorten it"))
            return INVALID
        entry = f"an entry of {name}"
        values = [INVALID if _unusable(child, faults) else each(child, entry, faults) for child in node.items]
        return INVALID if any(v is INVALID for v in values) else tuple(values)

    return convert


def _dictionary(key_of: Convert, value_of: Convert) -> Convert:
    def convert(node: Node, name: str, faults: Faults) -> Any:
        if not isinstance(node, Mapping):
            return _wrong(node, name, "a mapping", faults)
        made = {
            key_of(node.keys[key], f"a key of {name}", faults): INVALID
            if _unusable(child, faults)
            else value_of(child, f"'{one_line(key, 60)}'", faults)
            for key, child in node.entries.items()
        }
        return INVALID if any(k is INVALID or v is INVALID for k, v in made.items()) else made

    return convert


def locate(node: Node, path: tuple[str | int, ...]) -> Mark:
    """Return the mark of the deepest part of `node` that `path` (keys and list positions) leads to."""
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            node = node.entries[step]
        elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
        else:
            break
    return mark_of(node)
