"""The JSON Schema of what instructors write, from the same declarations that read it."""

from __future__ import annotations

from typing import Any

import msgspec

from quiz.banks.describing import FIELDS, VALUES
from quiz.documents.brief import FrontMatter
from quiz.items import BankFile, LibraryFile, NamesFile
from quiz.items.fields import ALSO

ANY_TEXT = ("number", "boolean")
"""What an editor may take a text for that has no form to keep."""
FILES: dict[str, type[msgspec.Struct]] = {
    "bank": BankFile,
    "library": LibraryFile,
    "names": NamesFile,
    "brief": FrontMatter,
}
"""What has a schema; `brief` is the front matter of a document."""
_REF = "#/$defs/"


def json_schema(kind: str = "bank") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one kind of FILES as a YAML 1.2 editor reads it."""
    cleaned: dict[str, Any] = _clean(msgspec.json.schema(FILES[kind]))
    definitions = cleaned["$defs"]
    for name, definition in definitions.items():
        _describe(name, definition)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_by_type(cleaned, definitions)}


def described(name: str, field: str, table: dict[str, Any] = FIELDS) -> str:
    """Return under which name a table has a field of a structure, empty when it has none.

    The entries for other documents' answers share what stands under DiffersBase.
    """
    names = (f"{name}.{field}", f"DiffersBase.{field}" if name.startswith("Differs") else "", field)
    return next((n for n in names if n in table), "")


def _describe(name: str, definition: dict[str, Any]) -> None:
    """Add to each field of a structure what it means, and to each of its words where there are only some."""
    for field, schema in definition["properties"].items():
        known = described(name, field)
        if known:
            schema["description"] = FIELDS[known]
        _explain(schema, VALUES.get(described(name, field, VALUES), {}))


def _explain(schema: dict[str, Any], meanings: dict[str, str]) -> None:
    """Say of each word that a field may hold what it means, in the way that editors read."""
    if meanings and "enum" in schema:
        schema["enumDescriptions"] = [meanings[word] for word in schema["enum"]]


def _clean(value: Any) -> Any:
    """Return a part of the schema with what else an editor may take a text for, and without null: no field is empty."""
    if isinstance(value, list):
        return [_clean(v) for v in value if v != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    cleaned = {k: _clean(v) for k, v in value.items() if k != ALSO and (k, v) != ("default", None)}
    also = value.get(ALSO, ANY_TEXT if value.get("type") == "string" and "pattern" not in value else ())
    if also and "type" in cleaned:
        cleaned["type"] = [cleaned["type"], *also]
    elif set(cleaned) == {"anyOf"} and len(cleaned["anyOf"]) == 1:
        return cleaned["anyOf"][0]
    return cleaned


def _by_type(value: Any, definitions: dict[str, Any]) -> Any:
    """Return a part of the schema in which `type` decides which structure holds, as editors understand it best.

    Fields that all structures share are offered before a type is written.
    """
    if isinstance(value, list):
        return [_by_type(v, definitions) for v in value]
    if not isinstance(value, dict):
        return value
    if "discriminator" not in value:
        return {k: _by_type(v, definitions) for k, v in value.items()}
    types: dict[str, str] = value["discriminator"]["mapping"]
    fields = [definitions[ref.removeprefix(_REF)]["properties"] for ref in types.values()]
    shared = {name: s for name, s in fields[0].items() if all(s == other.get(name) for other in fields)}
    tag: dict[str, Any] = {"description": FIELDS["type"], "enum": list(types)}
    _explain(tag, VALUES["type"])
    return {
        "title": "Gap" if all(ref.endswith("Gap") for ref in types.values()) else "Item",
        "type": "object",
        "required": ["type"],
        "properties": {"type": tag, **shared},
        "allOf": [
            {"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": {"$ref": ref}}
            for name, ref in types.items()
        ],
    }
